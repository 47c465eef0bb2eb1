"""Who has answered a request: marked one by one, recorded together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from rcm_tui.i18n import _, current
from rcm_tui.model.fieldpath import MISSING, Path, Value, get, put
from rcm_tui.model.items import Entry, Request
from rcm_tui.model.plan import Plan, calendar_of
from rcm_tui.model.texts import pick
from rcm_tui.reports.names import actor_name, date_words, meeting_name
from rcm_tui.reports.styles import ANSWER_LOOK, answer_word
from rcm_tui.tui.content import content, joined, line, lines
from rcm_tui.tui.forms.autocomplete import AutocompleteField
from rcm_tui.tui.forms.factories import actors_field
from rcm_tui.tui.forms.fields import DateField, Field
from rcm_tui.tui.forms.form import Form
from rcm_tui.tui.forms.opening import Data, Opening, opening
from rcm_tui.tui.forms.select import MultiSelectList

if TYPE_CHECKING:
    from rcm_tui.tui.protocols import Application
    from rcm_tui.workflow.change import Change, Recorded
    from rcm_tui.workflow.workspace import Workspace

COMPLETE = "complete"
_LOOKS = {COMPLETE: "answered"}
Mark = dict[str, str]
"""`kind`, and the `date` it was given on; without a date the day that stands above the list counts."""


class AnswerList(MultiSelectList):
    """One line for each who was asked; a letter says what came."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark('complete')", show=False),
        Binding("p", "mark('partial')", show=False),
        Binding("d", "mark('declined')", show=False),
        Binding("n", "mark('not-applicable')", show=False),
        Binding("x,backspace,delete", "mark('')", show=False),
        Binding("a", "all", show=False),
    ]

    def action_mark(self, kind: str) -> None:
        """Say of the one under the cursor what came, and go on to the next."""
        self._field.mark(self.highlighted, kind)

    def action_all(self) -> None:
        """Everybody who is silent has answered."""
        self._field.mark_all()

    @property
    def _field(self) -> AnswersField:
        return next(one for one in self.ancestors if isinstance(one, AnswersField))


class AnswersField(Field):
    """The ledger of a request. What was marked here and not changed elsewhere is written, each actor by itself."""

    def __init__(self, plan: Plan, path: Path, asked: Sequence[str], day: Callable[[], str]) -> None:
        super().__init__(_("Asked"), path)
        self.plan = plan
        self.asked = list(asked)
        self.marks: dict[str, Mark] = {}
        self.list = AnswerList(markup=False, compact=True)
        self._day = day

    def control(self) -> ComposeResult:
        """The list."""
        yield self.list

    @property
    def typed(self) -> Any:
        """What was marked here."""
        return {code: dict(mark) for code, mark in self.marks.items()}

    def take(self, typed: Any) -> None:
        """Show what was marked."""
        self.marks = {str(code): dict(mark) for code, mark in typed.items()}
        self.show()

    def shown_as(self, value: Value) -> Any:
        """Nothing is marked yet."""
        return {}

    def value(self) -> Value:
        """The ledger as it will be."""
        return {**self._before, **{code: self._written(mark) for code, mark in self.marks.items() if mark["kind"]}}

    def write(self, data: Data) -> Data:
        """Each marked actor by itself, so that what others record meanwhile stays."""
        for code, mark in self.marks.items():
            data = put(data, (*self.path, code), self._written(mark) if mark["kind"] else MISSING)
        return data

    def _written(self, mark: Mark) -> Value:
        date = mark.get("date") or self._day()
        return date if mark["kind"] == COMPLETE else {"date": date, "answer": mark["kind"]}

    @property
    def _before(self) -> Mapping[str, Value]:
        return self.base if isinstance(self.base, Mapping) else {}

    def hint(self) -> str:
        """The keys."""
        return _("Space answered   p in part   d declined   n not applicable   x take back   a all others answered")

    # --- marking

    def mark(self, at: int | None, kind: str) -> None:
        """Mark one; the same mark again, or an empty kind, takes it back."""
        if at is None or not 0 <= at < len(self.asked):
            return
        code = self.asked[at]
        now = self.kind_of(code)
        self.set(code, "" if kind == now else kind)
        self.list.highlighted = at if kind == now else min(at + 1, len(self.asked) - 1)

    def mark_all(self) -> None:
        """Everybody of whom nothing is recorded has answered."""
        for code in self.asked:
            if not self.kind_of(code):
                self.set(code, COMPLETE)

    def set(self, code: str, kind: str) -> None:
        """Mark one; a mark that only says what the file says is none."""
        if kind == _kind(self._before.get(code)):
            self.marks.pop(code, None)
        else:
            self.marks[code] = {"kind": kind}
        self.show()
        self.edited()

    def add(self, code: str) -> None:
        """One more who answered though the group asked has no known members."""
        if code not in self.asked:
            self.asked.append(code)
        self.set(code, COMPLETE)
        self.list.highlighted = self.asked.index(code)

    def kind_of(self, code: str) -> str:
        """What came from an actor; empty for silence."""
        return self.marks[code]["kind"] if code in self.marks else _kind(self._before.get(code))

    def show(self) -> None:
        """Draw the list anew."""
        at = self.list.highlighted or 0
        for code in (*self._before, *self.marks):
            if code not in self.asked:
                self.asked.append(code)
        names = {code: actor_name(self.plan, code) for code in self.asked}
        width = min(max((len(name) for name in names.values()), default=0), 44)
        self.list.clear_options()
        self.list.add_options([Option(self._row(code, names[code], width), id=code) for code in self.asked])
        self.list.highlighted = min(at, max(len(self.asked) - 1, 0)) if self.asked else None

    def _row(self, code: str, name: str, width: int) -> Content:
        kind = self.kind_of(code)
        key = _LOOKS.get(kind, kind) or "not-recorded"
        look = ANSWER_LOOK[key]
        date = (
            _date(self._before.get(code)) if code not in self.marks else (self.marks[code].get("date") or self._day())
        )
        new = line(_("new"), "$accent") if code in self.marks else Content("")
        words = answer_word(key) if kind else "" if code not in self.marks else _("taken back")
        return joined(
            line(f"{look.glyph} {name:<{width}}", f"${look.role}" if not kind else ""),
            line(f"{words:<18}", f"${look.role}"),
            line(date_words(date) if kind else "", "$muted"),
            new,
            by="   ",
        )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click marks."""
        event.stop()
        self.mark(event.option_index, COMPLETE)


def _kind(value: Value) -> str:
    if value is None or value is MISSING:
        return ""
    return str(value.get("answer", COMPLETE)) if isinstance(value, Mapping) else COMPLETE


def _date(value: Value) -> str:
    return str(value.get("date") or "") if isinstance(value, Mapping) else str(value or "")


async def answers_form(app: Application, item_id: str, entry_id: str) -> AnswersForm | None:
    """The form in which answers to an entry's request are put down. Raises RcmError where it cannot be read."""
    given = await opening(app, f"answers:{item_id}/{entry_id}", item_id)
    return AnswersForm(given, item_id, entry_id) if given is not None else None


def request_entries(plan: Plan, item_id: str) -> list[Entry]:
    """The calendar entries of an item that ask somebody for something."""
    node = plan.node(item_id)
    return [entry for entry in calendar_of(node) if entry.request is not None] if node is not None else []


class AnswersForm(Form):
    """Those asked, groups taken apart; one record for all that is marked."""

    def __init__(self, given: Opening, item_id: str, entry_id: str) -> None:
        super().__init__(given, f"answers:{item_id}/{entry_id}", item_id)
        self.item_id, self.entry_id = item_id, entry_id
        self.entry = next(one for one in request_entries(given.plan, item_id) if one.id == entry_id)
        self._edited: Data = {}

    def heading(self) -> str:
        """Said in the header."""
        return _("Who has answered")

    @property
    def request(self) -> Request:
        """What is asked."""
        assert self.entry.request is not None
        return self.entry.request

    def about(self) -> Content:
        """What was asked, of whom, by when."""
        plan, request = self.plan_shown, self.request
        facts = [
            _("due {date}").format(date=date_words(request.due)) if request.due else "",
            _("due at {meeting}").format(meeting=meeting_name(plan, request.due_meeting))
            if request.due_meeting
            else "",
            _("answers go to {actor}").format(actor=actor_name(plan, request.to)) if request.to else "",
        ]
        asked = ", ".join(actor_name(plan, code) for code in request.from_)
        head = joined(line(self.item_id, "bold"), line(asked), *(line(fact) for fact in facts), by="   ")
        return lines([head.stylize_before("$muted"), content(pick(self.entry.text, current()))])

    def compose_fields(self) -> ComposeResult:
        """The day, the list, and a line for others where the group asked is an open one."""
        on = self.rcm.on
        asked = dict.fromkeys(member for code in self.request.from_ for member in self._members(code))
        self.date = DateField(_("Answered on"), ("day",), on)
        self.date.default, self.date.in_file = on.isoformat(), False
        self.answers = AnswersField(
            self.plan_shown, ("calendar", self.entry_id, "request", "received"), list(asked), self._day
        )
        yield self.date
        yield self.answers
        if self._is_open:
            others = actors_field(
                self.plan_shown, _("Others"), ("others",), several=False, placeholder=_("who else has answered")
            )
            others.in_file = False
            yield others

    def _members(self, code: str) -> Sequence[str]:
        members = self.plan_shown.members_of(code)
        actor = self.plan_shown.actors.get(code)
        if members == (code,) and actor is not None and actor.kind == "group":
            return ()
        return members

    @property
    def _is_open(self) -> bool:
        return any(not self._members(code) for code in self.request.from_) or not self.request.from_

    def _day(self) -> str:
        if self.date.complaint() or not self.date.typed.strip():
            return self.rcm.on.isoformat()
        return str(self.date.value())

    def on_mount(self) -> None:
        """Draw the list once the day above it is known."""
        self.answers.show()

    def focus_first(self) -> None:
        """In the list."""
        self.set_focus(self.answers.list if self.answers.asked else None)
        super().focus_first()

    def on_edited(self) -> None:
        """Another day counts for all that is marked; another actor joins the list."""
        for field in self.query(AutocompleteField):
            if field.values:
                codes, field.values = list(field.values), []
                field.take({"values": [], "words": ""})
                for code in codes:
                    self.answers.add(code)
        self.answers.show()

    @property
    def touched(self) -> bool:
        """Only marks count."""
        return self.answers.touched

    def edited(self) -> Data:
        """The data with what was marked."""
        return self.answers.write(self.base)

    def prepare(self) -> None:
        """Take the data down."""
        self._edited = self.edited()

    def change(self, workspace: Workspace) -> Change:
        """The item with its ledger, merged with its file as it is now."""
        return self.replaced(workspace, base=self.base, edited=self._edited)

    def said(self, recorded: Recorded) -> str:
        """How many there are now."""
        received = get(self._edited, self.answers.path)
        count = len(received) if isinstance(received, Mapping) else 0
        return _("{item}: {count} of {asked} have answered.").format(
            item=self.item_id, count=count, asked=len(self.answers.asked)
        )
