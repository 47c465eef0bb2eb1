"""Who has answered a request: marked one by one, recorded together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from rcm_tui.i18n import _, current
from rcm_tui.model import ids, rounds
from rcm_tui.model.entries import Request
from rcm_tui.model.fieldpath import MISSING, Path, Value, get
from rcm_tui.model.plan import Plan
from rcm_tui.model.references import Actor
from rcm_tui.model.rounds import Round
from rcm_tui.model.rules import anybody_may_answer, asked_actors, is_group
from rcm_tui.model.texts import fold, pick
from rcm_tui.reports.names import actor_name, date_words, day_words, due_words, meeting_name, round_words
from rcm_tui.reports.styles import ANSWER_LOOK, answer_word
from rcm_tui.tui.content import content, joined, line, lines
from rcm_tui.tui.forms import candidates
from rcm_tui.tui.forms.autocomplete import AutocompleteField
from rcm_tui.tui.forms.fields import Data, DateField, FormField
from rcm_tui.tui.forms.schema_form import SchemaForm
from rcm_tui.tui.forms.select import MultiSelectList
from rcm_tui.workflow import requests
from rcm_tui.workflow.change import Recorded

COMPLETE = "complete"
_LOOKS = {COMPLETE: "answered"}
Mark = dict[str, str]
"""`kind`, and the `date` it was given on; without a date the day above the list counts."""


_OWN_LETTERS = "pdnxajk"
"""What a small letter means in the list: a kind of answer, or up and down."""


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
        """Note what came from the one under the cursor, and go on to the next."""
        self._field.mark(self.highlighted, kind)

    def action_all(self) -> None:
        """Note that everybody who is silent has answered."""
        self._field.mark_all()

    def on_key(self, event: events.Key) -> None:
        """Go to the next name that begins with a letter: a capital, or one that means nothing else here."""
        letter = event.character or ""
        if letter.isalpha() and (letter.isupper() or letter not in _OWN_LETTERS):
            event.stop()
            self._field.go_to_letter(fold(letter))

    @property
    def _field(self) -> AnswersField:
        return next(field for field in self.ancestors if isinstance(field, AnswersField))


class AnswersField(FormField):
    """The ledger of a request. What was marked here and not changed elsewhere is written, each actor by itself."""

    def __init__(self, plan: Plan, path: Path, asked: Sequence[str], day: Callable[[], str], ledger: Ledger) -> None:
        super().__init__(_("Asked"), path)
        self.plan = plan
        self.asked = list(asked)
        self.marks: dict[str, Mark] = {}
        self.list = AnswerList()
        self._day = day
        self._ledger = ledger

    def control(self) -> ComposeResult:
        yield self.list

    @property
    def typed(self) -> Any:
        return {code: dict(mark) for code, mark in self.marks.items()}

    def set_typed(self, typed: Any) -> None:
        self.marks = {str(code): dict(mark) for code, mark in typed.items()}
        self.show()

    def typed_for(self, value: Value) -> Any:
        return {}

    def value(self) -> Value:
        """Give the ledger as it will be."""
        return {**self._before, **{code: self._written(mark) for code, mark in self.marks.items() if mark["kind"]}}

    def write(self, data: Data) -> Data:
        """Write each marked actor by itself, so that what others record in the meantime stays."""
        for code, mark in self.marks.items():
            data = self._ledger.put(data, code, self._written(mark) if mark["kind"] else MISSING)
        return data

    def _written(self, mark: Mark) -> Value:
        date = mark.get("date") or self._day()
        return date if mark["kind"] == COMPLETE else {"date": date, "answer": mark["kind"]}

    @property
    def _before(self) -> Mapping[str, Value]:
        return self._ledger.answers()

    def hint(self) -> str:
        return _("Space answered   p in part   d declined\nn not applicable   x take back   a all   A-Z a name")

    # --- marking

    def mark(self, at: int | None, kind: str) -> None:
        """Mark one; the same mark again, or an empty kind, takes it back."""
        if at is None or not 0 <= at < len(self.asked):
            return
        code = self.asked[at]
        now = self.kind_of(code)
        self.set(code, "" if kind == now else kind)
        self.list.highlighted = at if kind == now else min(at + 1, len(self.asked) - 1)

    def go_to_letter(self, letter: str) -> None:
        """Put the cursor on the next one whose name begins so, from the top again after the last."""
        at = self.list.highlighted or 0
        order = [*range(at + 1, len(self.asked)), *range(at + 1)]
        found = (place for place in order if fold(actor_name(self.plan, self.asked[place])).startswith(letter))
        self.list.highlighted = next(found, at)

    def mark_all(self) -> None:
        """Mark everybody of whom nothing is recorded as having answered."""
        for code in self.asked:
            if not self.kind_of(code):
                self.set(code, COMPLETE)

    def set(self, code: str, kind: str) -> None:
        """Mark one; a mark that is the same as in the file is none."""
        if kind == _kind(self._before.get(code)):
            self.marks.pop(code, None)
        else:
            self.marks[code] = {"kind": kind}
        self.show()
        self.changed()

    def add(self, code: str) -> None:
        """Add one who answered though the group asked has no known members."""
        if code not in self.asked:
            self.asked.append(code)
        self.set(code, COMPLETE)
        self.list.highlighted = self.asked.index(code)

    def kind_of(self, code: str) -> str:
        """Say what came from an actor; "" if nothing."""
        return self.marks[code]["kind"] if code in self.marks else _kind(self._before.get(code))

    def show(self) -> None:
        """Fill the list."""
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
        """Mark by click."""
        event.stop()
        self.mark(event.option_index, COMPLETE)


def _kind(value: Value) -> str:
    if value is None or value is MISSING:
        return ""
    return str(value.get("answer", COMPLETE)) if isinstance(value, Mapping) else COMPLETE


def _date(value: Value) -> str:
    return str(value.get("date") or "") if isinstance(value, Mapping) else str(value or "")


class Ledger:
    """The answers in the data of a form: of a request, or of the current round of one that recurs."""

    def __init__(self, form: AnswersForm) -> None:
        self._form = form

    def answers(self) -> Mapping[str, Value]:
        """Return the answers as the file has them, by the codes of their actors."""
        form, found, on = self._form, self._form.found, self._form.rcm.on
        ledger = rounds.in_round(form.plan_shown, found.request, found.meeting(form.item_id), on).received
        round_now = form.round_now()
        places = {code: found.place(form.plan_shown, form.item_id, round_now, code, on) for code in ledger}
        given = {code: get(form.base, place) for code, place in places.items()}
        return {code: value for code, value in given.items() if value is not MISSING}

    def put(self, data: Data, code: str, value: Value) -> Data:
        """Return the data with an answer in the round that its date falls into; MISSING takes it back."""
        form, on = self._form, self._form.rcm.on
        date = value.get("date") if isinstance(value, Mapping) else value
        when = str(date) if value is not MISSING else on.isoformat()
        wanted = form.found.round_of(form.plan_shown, form.item_id, when, on)
        return requests.with_answer(form.plan_shown, form.item_id, form.found, data, wanted, code, value, on)


class AnswersForm(SchemaForm):
    """Lists those asked, groups taken apart; one record for all that is marked."""

    def __init__(self, item_id: str, name: str, *, path: Path, actor: str = "") -> None:
        """Prepare the form for a request, ITEM/NAME, at `path` in the file of its item or meeting, and for an actor."""
        kind = ids.kind_of(item_id) if ids.is_id(item_id) else "meeting"
        super().__init__("request", f"answers:{item_id}/{name}", item_id, file_kind=kind, prefix=path)
        self.item_id, self.request_name, self._actor = item_id, name, actor

    def heading(self) -> str:
        return _("Who has answered")

    @property
    def found(self) -> requests.Found:
        """The request and what asks."""
        found = self.plan_shown.request_at(f"{self.item_id}/{self.request_name}")
        assert found is not None
        return requests.Found(*found)

    @property
    def request(self) -> Request:
        """What is asked."""
        return self.found.request

    def round_now(self) -> Round | None:
        """Return the current round of a request that recurs, where it is known."""
        return self.found.round_of(self.plan_shown, self.item_id, self.rcm.on.isoformat(), self.rcm.on)

    def about(self) -> Content:
        """Give what was asked, of whom, by when."""
        plan, request = self.plan_shown, self.request
        facts = [
            _("due {date}").format(date=due_words(request.due, plan)) if request.due else "",
            _("due at {meeting}").format(meeting=meeting_name(plan, request.due_meeting))
            if request.due_meeting
            else "",
            _("answers go to {actor}").format(actor=actor_name(plan, request.to)) if request.to else "",
        ]
        asked = ", ".join(actor_name(plan, code) for code in request.from_)
        head = joined(line(self.item_id, "bold"), line(asked), *(line(fact) for fact in facts), by="   ")
        day = _("The day is {day} unless you say another.").format(day=day_words(self.rcm.day))
        round_now = self.round_now()
        if round_now is not None:
            day = f"{round_words(plan, round_now)}. {day}"
        text = request.text or self.found.asking.text
        return lines([head.stylize_before("$muted"), content(pick(text, current())), line(day, "$muted")])

    def compose_fields(self) -> ComposeResult:
        """Yield the day, the list, and a line for others where the group asked is an open one."""
        plan, request = self.plan_shown, self.request
        asked = [code for code in asked_actors(plan, request) if not is_group(plan, code)]
        received = self.path_of("received")
        self.date = DateField(_("Answered on"), ("day",), partial(self.read, (*received, "day")))
        self.date.default, self.date.in_file = self.rcm.on.isoformat(), False
        self.answers = AnswersField(plan, received, asked, self._day, Ledger(self))
        yield self.date
        yield self.answers
        self.unanswered = self.field_named("unanswered")
        yield self.unanswered
        if anybody_may_answer(plan, request.from_):
            others = AutocompleteField(
                _("Others"),
                ("others",),
                partial(candidates.actors, plan),
                self._other,
                several=False,
                placeholder=_("who else has answered"),
            )
            others.in_file = False
            yield others

    def _other(self, words: str) -> Value:
        """Return one more who answered. Raises BadValue for what is not an actor, and a group without known members."""
        code = Actor().parse(words, "received", self.context)
        if isinstance(code, str):
            requests.answering(self.plan_shown, self.request.from_, (), [code])
        return code

    def _day(self) -> str:
        if self.date.error() or not self.date.typed.strip():
            return self.rcm.on.isoformat()
        return str(self.date.value())

    def focus_first(self) -> None:
        self.set_focus(self.answers.list if self.answers.asked else None)
        if self._actor in self.answers.asked:
            self.answers.list.highlighted = self.answers.asked.index(self._actor)
        super().focus_first()

    def on_edited(self) -> None:
        """Count the day above the list for all that is marked, and let another actor join it."""
        for field in self.query(AutocompleteField):
            if field.values:
                codes = list(field.values)
                field.set_typed({"values": [], "words": ""})
                for code in requests.answering(self.plan_shown, self.request.from_, (), codes):
                    self.answers.add(code)
        self.answers.show()

    @property
    def touched(self) -> bool:
        return self.answers.touched or self.unanswered.touched

    def edited(self) -> Data:
        return self.unanswered.write(self.answers.write(self.base))

    def summary(self, recorded: Recorded) -> str:
        count = sum(bool(self.answers.kind_of(code)) for code in self.answers.asked)
        return _("{item}: {count} of {asked} have answered.").format(
            item=self.item_id, count=count, asked=len(self.answers.asked)
        )
