"""The form of a calendar entry: a new one, or one that is there."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from rcm_tui.i18n import _, current
from rcm_tui.model.fieldpath import Path, Value, get, member_name
from rcm_tui.model.items import Status
from rcm_tui.model.texts import pick
from rcm_tui.reports.names import date_words, text_of
from rcm_tui.tui.content import joined, line, status_content
from rcm_tui.tui.forms.autocomplete import AutocompleteField
from rcm_tui.tui.forms.factories import actors_field, every_reader, meeting_field, roles_field
from rcm_tui.tui.forms.fields import DateField, Field, LineField
from rcm_tui.tui.forms.form import Form
from rcm_tui.tui.forms.opening import Data, Opening, opening
from rcm_tui.tui.forms.select import MultiSelectList, SelectField, status_choices
from rcm_tui.tui.forms.text_fields import Texts

if TYPE_CHECKING:
    from rcm_tui.tui.protocols import Application
    from rcm_tui.workflow.change import Change
    from rcm_tui.workflow.workspace import Workspace


PAUSE = 0.15
"""Seconds without a key before the words are read for dates and actors."""


async def entry_form(
    app: Application, item_id: str, entry_id: str = "", *, agreement: str | None = None
) -> EntryForm | None:
    """The form of an entry of an item, a new one without `entry_id`. Raises RcmError where it cannot be read."""
    if entry_id:
        given = await opening(app, f"{item_id}/{entry_id}", item_id)
    else:
        given = await opening(app, f"new-entry:{item_id}")
    return EntryForm(given, item_id, entry_id, agreement=agreement) if given is not None else None


class EntryForm(Form):
    """When, what, how it stands, who is concerned, and what is asked of whom by when."""

    def __init__(self, given: Opening, item_id: str, entry_id: str, *, agreement: str | None = None) -> None:
        key = f"{item_id}/{entry_id}" if entry_id else f"new-entry:{item_id}"
        super().__init__(given, key, item_id if entry_id else "", agreement=agreement)
        self.item_id = item_id
        self.entry_id = entry_id
        self.prefix: Path = ("calendar", entry_id) if entry_id else ()
        self._edited: Data = {}
        self._pause: Timer | None = None

    def heading(self) -> str:
        """Said in the header."""
        return _("Calendar entry") if self.entry_id else _("New calendar entry")

    def about(self) -> Content:
        """The item it belongs to."""
        node = self.plan_shown.node(self.item_id)
        words = pick(text_of(node), current()) if node is not None else ""
        return joined(line(self.item_id, "bold"), line(words), by="   ").stylize_before("$muted")

    # --- the fields

    def compose_fields(self) -> ComposeResult:
        """The words first, for they propose the rest; a request has a part of its own."""
        plan, on, at = self.plan_shown, self.rcm.on, self._at
        languages = dict.fromkeys((*plan.info.languages, *self._languages()))
        yield Texts(list(languages), at("text"))
        yield DateField(_("Date"), at("date"), on, placeholder=_("such as November 2006, or 27-29 Nov 2006"))
        yield SelectField(_("Status"), at("status"), status_choices(none=True))
        yield actors_field(plan, _("Responsible"), at("responsible"))
        yield roles_field(plan, at("actors"))
        yield meeting_field(plan, _("Put in by"), at("meeting"))
        yield Static(line(_("Request")), classes="section")
        yield actors_field(
            plan, _("Asked"), at("request", "from"), placeholder=_("who is asked for something, if anyone")
        )
        yield actors_field(plan, _("Answers go to"), at("request", "to"), several=False)
        yield DateField(_("Due"), at("request", "due"), on, placeholder=_("such as end of April 2007"))
        yield meeting_field(plan, _("or due at"), at("request", "due_meeting"))
        yield LineField(
            _("Recurs"),
            at("request", "every"),
            every_reader(plan),
            placeholder=_("such as {body} for each of its meetings, or P6M").format(
                body=next(iter(plan.info.bodies), "RCM")
            ),
        )

    def _at(self, *path: str) -> Path:
        return (*self.prefix, *path)

    def _languages(self) -> list[str]:
        text = get(self.base, self._at("text"))
        return list(text) if isinstance(text, Mapping) else []

    # --- proposals

    def on_edited(self) -> None:
        """Once the keys rest, read the words for dates and actors."""
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self.propose)

    def propose(self) -> None:
        """Offer the date, the deadline and the actors that the words name."""
        from rcm_tui.model.dates.phrases import find_dates

        words = self.query_one(Texts).words
        found = find_dates(words, default_year=self.rcm.on.year)
        deadline = next((one.date for one in found if one.deadline), None)
        date = next((one.date for one in found if not one.deadline), deadline)
        self._field(DateField, "date").propose(date)
        self._field(DateField, "request", "due").propose(deadline)
        asked = self._field(SelectField, "status").typed == Status.PENDING_INPUT
        actors = self._actors.find(words)
        self._field(AutocompleteField, "request", "from").propose(actors if asked else ())
        self._field(AutocompleteField, "responsible").propose(() if asked else actors)
        open_meetings = self.plan_shown.open_meetings
        if not self.entry_id and len(open_meetings) == 1:
            self._field(AutocompleteField, "meeting").propose([open_meetings[0].id])

    @cached_property
    def _actors(self) -> Any:
        from rcm_tui.model.actors_in_text import ActorFinder

        return ActorFinder(self.plan_shown.actors)

    def _field(self, kind: type[Any], *path: str) -> Any:
        return next(one for one in self.query(kind) if one.path == self._at(*path))

    # --- recording

    def edited(self) -> Data:
        """The data with what was typed, and what each translation was made from."""
        return self.query_one(Texts).note_translation(super().edited())

    def prepare(self) -> None:
        """Take the data down."""
        self._edited = self.edited()

    def change(self, workspace: Workspace) -> Change:
        """The entry as edited in its item, or a new one at the end of the calendar."""
        if self.entry_id:
            return self.replaced(workspace, base=self.base, edited=self._edited)
        from rcm_tui.workflow import items

        data = self._edited
        return items.add_entry(
            workspace,
            self.item_id,
            data["text"],
            date=data.get("date"),
            status=data.get("status"),
            meeting=data.get("meeting"),
            responsible=data.get("responsible") or (),
            actors=data.get("actors"),
            request=data.get("request"),
        )


NEW = "+"


class EntryList(MultiSelectList):
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
