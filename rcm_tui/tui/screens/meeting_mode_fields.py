"""The list and the box of meeting mode, between which letters are passed on."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.widgets import Input, TextArea

from rcm_tui.i18n import _
from rcm_tui.tui.content import line
from rcm_tui.tui.forms.text_fields import ProseArea
from rcm_tui.tui.keys import send
from rcm_tui.tui.widgets.row_list import RowList


class WritingList(RowList):
    """A list on a screen where letters are text: what is typed on it goes to the field that it belongs to."""

    def __init__(self, field: Input | TextArea, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._field = field

    def on_key(self, event: events.Key) -> None:
        """Pass letters on."""
        if event.is_printable:
            event.stop()
            event.prevent_default()
            self.screen.set_focus(self._field)
            send(event, self._field)

    def draw_empty(self) -> Content:
        return line("  " + _("No agreements yet."), "$muted")


class AgreementBox(ProseArea):
    """What is being agreed. Enter begins a new line; arrow up leaves the empty box for the list above."""

    def on_key(self, event: events.Key) -> None:
        """Leave upwards."""
        if event.key == "up" and not self.text:
            event.stop()
            event.prevent_default()
            self.screen.query_one("#agreements").focus()
