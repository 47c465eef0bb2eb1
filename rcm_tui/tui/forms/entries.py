"""The calendar entries of an item, as a list from which each is opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from rcm_tui.i18n import _, current
from rcm_tui.model.fieldpath import Path, Value, member_name
from rcm_tui.model.texts import pick
from rcm_tui.reports.names import date_words
from rcm_tui.tui.content import joined, line, status_content
from rcm_tui.tui.forms.field import Field
from rcm_tui.tui.forms.marks import MarkList

NEW = "+"


class EntryList(MarkList):
    """Enter opens; arrows past the ends leave."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,e", "select", show=False),
        Binding("c,n", "new", show=False),
    ]

    def action_new(self) -> None:
        """Go to a new one."""
        self.highlighted = self.option_count - 1
        self.action_select()


class EntriesField(Field):
    """Nothing is typed here: each entry has a form of its own and is recorded by itself."""

    class Wanted(Message):
        """An entry shall be opened; the empty id stands for a new one."""

        def __init__(self, entry_id: str) -> None:
            super().__init__()
            self.entry_id = entry_id

    def __init__(self, label: str, path: Path) -> None:
        super().__init__(label, path)
        self.quiet = True
        self.list = EntryList(markup=False, compact=True)

    def control(self) -> ComposeResult:
        """The list."""
        yield self.list

    @property
    def typed(self) -> Any:
        """Nothing."""
        return None

    def take(self, typed: Any) -> None:
        """Nothing can be typed here."""

    def shown_as(self, value: Value) -> Any:
        """Nothing."""
        return None

    def value(self) -> Value:
        """As it was."""
        return self.base

    def load(self, value: Value) -> None:
        """List the entries."""
        super().load(value)
        entries = value if isinstance(value, list) else []
        at = self.list.highlighted or 0
        self.list.clear_options()
        for place, entry in enumerate(entries):
            if isinstance(entry, Mapping):
                self.list.add_option(Option(_row(entry), id=f"={member_name(entry, place)}"))
        self.list.add_option(Option(line(_("+ add a calendar entry"), "$muted"), id=NEW))
        self.list.highlighted = min(at, self.list.option_count - 1)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open it."""
        event.stop()
        name = event.option.id or NEW
        self.post_message(self.Wanted("" if name == NEW else name[1:]))


def _row(entry: Mapping[str, Value]) -> Content:
    date = entry.get("date")
    text = entry.get("text")
    status = entry.get("status")
    head = [line(date_words(date), "bold") if isinstance(date, str) else line(_("no date"), "$muted")]
    if isinstance(status, str):
        head.append(status_content(status))
    words = pick(text, current()) if isinstance(text, Mapping) else ""
    return joined(*head, line(words), by="   ")
