"""The list and the box of meeting mode, between which letters are passed on."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual import events
from textual.content import Content
from textual.widgets import Input, TextArea

from rcm_tui.i18n import _
from rcm_tui.tui.content import line
from rcm_tui.tui.forms.text_fields import ProseArea
from rcm_tui.tui.widgets.line_list import MARK_WIDTH
from rcm_tui.tui.widgets.row_list import Row, RowList


class WritingList(RowList):
    """A list on a screen where letters are text: what is typed on it goes to the field that it belongs to."""

    def __init__(self, field: Input | TextArea, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._field = field
        self._make: Callable[[int], Iterable[Row]] = lambda _width: ()

    def show_whole(self, make: Callable[[int], Iterable[Row]]) -> None:
        """Show the rows that `make` gives for so many cells, again for each width; the cursor begins on the last."""
        self._make = make
        self._fill()

    def _fill(self) -> None:
        width = self.scrollable_content_region.width - MARK_WIDTH - 1
        if width > 0:
            is_first = not self.rows
            self.show(list(self._make(width)))
            if is_first:
                self.action_end(1)

    def on_resize(self) -> None:
        """Break the lines at the width."""
        self._fill()

    def on_key(self, event: events.Key) -> None:
        """Go to the field with a letter, which the app gives to what has the focus in the end."""
        if event.is_printable:
            self.screen.set_focus(self._field)

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
