"""The form of a calendar entry, new or existing, and the list of an item's entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from textual import on
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget

from rcm_tui.i18n import _, current
from rcm_tui.model import ids
from rcm_tui.model.actors_in_text import find_actors
from rcm_tui.model.dates.phrases import find_dates
from rcm_tui.model.fieldpath import Path, Value
from rcm_tui.model.statuses import WAITING
from rcm_tui.model.texts import pick, pick_plain
from rcm_tui.model.types import Field
from rcm_tui.reports.names import date_words, text_of
from rcm_tui.tui.content import joined, line, status_content
from rcm_tui.tui.forms.fields import DateField, FormField
from rcm_tui.tui.forms.members import MembersField, RequestForm, requests_field
from rcm_tui.tui.forms.schema_form import SchemaForm, section
from rcm_tui.tui.forms.text_fields import Texts
from rcm_tui.workflow import agreements, items
from rcm_tui.workflow.change import Change
from rcm_tui.workflow.workspace import Workspace

PAUSE = 0.15
"""Seconds without a key before the words are read for dates and actors."""


class EntryForm(SchemaForm):
    """Edits an entry of an item, or adds one where `entry_id` is empty."""

    def __init__(self, item_id: str, entry_id: str = "", *, agreement: str | None = None) -> None:
        if entry_id:
            place: dict[str, Any] = {"file_kind": ids.kind_of(item_id), "prefix": ("calendar", entry_id)}
            super().__init__("entry", f"{item_id}/{entry_id}", item_id, agreement=agreement, **place)
        else:
            super().__init__("entry", f"new-entry:{item_id}", context_key=item_id, agreement=agreement)
        self.item_id = item_id
        self.entry_id = entry_id
        self._pause: Timer | None = None

    def heading(self) -> str:
        return _("Calendar entry") if self.entry_id else _("New calendar entry")

    def about(self) -> Content:
        node = self.plan_shown.node(self.item_id)
        words = pick(text_of(node), current()) if node is not None else ""
        return joined(line(self.item_id, "bold"), line(words), by="   ").stylize_before("$muted")

    # --- the fields

    def make(self, field: Field, path: Path) -> Iterable[Widget]:
        """Ask for the date as soon as the text is written, before its translations."""
        if path == self.path_of("text"):
            yield self.texts(path, after_first=self.field_named("date"))
        elif path != self.path_of("date"):
            yield from super().make(field, path)

    # --- suggestions

    def on_edited(self) -> None:
        """Read the words for dates and actors once the keys rest."""
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._suggest)

    def _suggest(self) -> None:
        """Offer the date, the deadline and the actors that the words name."""
        words = self.query_one(Texts).words
        found = find_dates(words, default_year=self.rcm.on.year)
        deadline = next((suggestion.date for suggestion in found if suggestion.deadline), None)
        date = next((suggestion.date for suggestion in found if not suggestion.deadline), deadline)
        for name, suggested in (("date", date), ("due", deadline)):
            field = self._field(name)
            if isinstance(field, DateField):
                field.suggest(suggested)
        status = self._field("status")
        is_asked = status is not None and self.plan_shown.statuses.means(status.typed) == WAITING
        actors = find_actors(words, self.plan_shown.actors)
        self.suggest("from", actors if is_asked else ())
        self.suggest("responsible", () if is_asked else actors)
        open_meetings = self.plan_shown.open_meetings
        if not self.entry_id and len(open_meetings) == 1:
            self.suggest("meeting", [open_meetings[0].id])

    def _field(self, name: str) -> FormField | None:
        """Give a field of the entry, or of its request."""
        return self.field_at(*self.path_of(name)) or self.field_at(*self.path_of("request", name))

    # --- further requests

    def members(self, field: Field, path: Path) -> Iterable[Widget]:
        """List the further requests of an entry that is recorded."""
        if self.entry_id:
            yield section(field.title())
            yield requests_field(_("Requests"), path)

    @on(MembersField.Wanted)
    def _open_request(self, event: MembersField.Wanted) -> None:
        form = RequestForm(self.item_id, self.entry_id, event.member, path=(*event.path, event.member))
        self.rcm.run_in_background(form.open(self.rcm))

    # --- recording

    def change(self, workspace: Workspace) -> Change:
        if self.entry_id:
            return super().change(workspace)
        fields = dict(self.data)
        change = items.add_entry(workspace, self.item_id, fields.pop("text"), **fields)
        return agreements.leading_to(workspace, self.agreement, change, self.item_id) if self.agreement else change


def entries_field(label: str, path: Path) -> MembersField:
    """Make the list of an item's calendar entries."""
    return MembersField(label, path, _row, _("+ add a calendar entry"))


def _row(entry: Mapping[str, Value]) -> Content:
    date, status = entry.get("date"), entry.get("status")
    head = [line(date_words(date), "bold") if isinstance(date, str) else line(_("no date"), "$muted")]
    if isinstance(status, str):
        head.append(status_content(status))
    return joined(*head, line(pick_plain(entry.get("text"), current())), by="   ")
