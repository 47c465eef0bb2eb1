"""The form of the answers to a request: marked one by one, recorded together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from textual.app import ComposeResult
from textual.content import Content

from rcm_tui.i18n import _, current
from rcm_tui.model import ids, rounds
from rcm_tui.model.entries import Request
from rcm_tui.model.fieldpath import MISSING, Path, Value, get
from rcm_tui.model.references import Actor
from rcm_tui.model.rounds import Round
from rcm_tui.model.rules import anybody_may_answer, asked_actors, is_group
from rcm_tui.model.texts import pick
from rcm_tui.reports.names import actor_name, day_words, due_words, meeting_name, round_words
from rcm_tui.tui.content import content, joined, line, lines
from rcm_tui.tui.forms import candidates
from rcm_tui.tui.forms.answers_field import AnswersField
from rcm_tui.tui.forms.autocomplete import AutocompleteField
from rcm_tui.tui.forms.fields import Data, DateField
from rcm_tui.tui.forms.schema_form import SchemaForm
from rcm_tui.tui.forms.select import SelectField, choices_of
from rcm_tui.workflow import requests
from rcm_tui.workflow.change import Recorded


class _Ledger:
    """The answers in the data of a form: of a request, or of the current round of one that recurs."""

    def __init__(self, form: AnswersForm) -> None:
        self._form = form

    def answers(self) -> Mapping[str, Value]:
        """Return the answers as the file has them, by the codes of their actors."""
        form, found, on = self._form, self._form.found, self._form.rcm.on
        wanted = form.round_chosen() or form.round_now()
        ledger = requests.ledger(form.plan_shown, form.item_id, found, wanted, on)
        places = {code: found.place(form.plan_shown, form.item_id, wanted, code, on) for code in ledger}
        given = {code: get(form.base, place) for code, place in places.items()}
        return {code: value for code, value in given.items() if value is not MISSING}

    def put(self, data: Data, code: str, value: Value) -> Data:
        """Return the data with an answer in the round chosen, else that of its date; MISSING takes it back."""
        form, on = self._form, self._form.rcm.on
        date = value.get("date") if isinstance(value, Mapping) else value
        when = str(date) if value is not MISSING else on.isoformat()
        wanted = form.round_chosen() or form.found.round_of(form.plan_shown, form.item_id, when, on)
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

    def rounds(self) -> Sequence[Round]:
        """Return the rounds that an answer can belong to, the latest first; none where the request does not recur."""
        plan, request = self.plan_shown, self.request
        if not rounds.recurs(plan, request):
            return ()
        known = rounds.known_rounds(plan, request, self.found.meeting(self.item_id), self.rcm.on)
        keys = {round_.key for round_ in known}
        return (*reversed(known), *(rounds.named_round(plan, key) for key in request.rounds if key not in keys))

    def round_chosen(self) -> Round | None:
        """Return the round that was chosen; None where the date of an answer says which it belongs to."""
        field = self.field_at("round")
        chosen = field.typed if field is not None else ""
        return next((round_ for round_ in self.rounds() if round_.key == chosen), None)

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
        self.answers = AnswersField(plan, received, asked, self._day, _Ledger(self))
        yield self.date
        if len(known := self.rounds()) > 1:
            named = [(round_.key, round_words(plan, round_)) for round_ in known]
            which = SelectField(_("Round"), ("round",), choices_of([("", _("that of the date")), *named]))
            which.in_file = False
            yield which
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
