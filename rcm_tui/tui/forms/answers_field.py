"""The list of those who were asked, in which a letter sets the kind of answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Protocol

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from rcm_tui.i18n import _, current
from rcm_tui.model.fieldpath import MISSING, Path, Value
from rcm_tui.model.plan import Plan
from rcm_tui.model.texts import fold, pick_plain
from rcm_tui.reports.names import actor_name, brief_date_words, date_words
from rcm_tui.reports.styles import ANSWER_LOOK, answer_word
from rcm_tui.tui.base_screen import RcmScreen
from rcm_tui.tui.content import cut, joined, line
from rcm_tui.tui.dialogs.ask import LineDialog
from rcm_tui.tui.forms.fields import Data, FormField
from rcm_tui.tui.forms.select import MultiSelectList
from rcm_tui.workflow import requests

COMPLETE = "complete"
_NOTE = 40
"""Letters of a comment in the list."""
_LOOKS = {COMPLETE: "answered"}
Mark = dict[str, str]
"""`kind`, the `date` it was given on, and a `note`; without a date the day above the list counts."""


_OWN_LETTERS = "pdnxajkt"
"""What a small letter means in the list: a kind of answer, or up and down."""


class Ledger(Protocol):
    """The answers in the data of a form."""

    def answers(self) -> Mapping[str, Value]:
        """Return the answers as the file has them, by the codes of their actors."""

    def put(self, data: Data, code: str, value: Value) -> Data:
        """Return the data with an answer; MISSING takes it back."""


class AnswerList(MultiSelectList):
    """One line for each who was asked; a letter says what came."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark('complete')", show=False),
        Binding("p", "mark('partial')", show=False),
        Binding("d", "mark('declined')", show=False),
        Binding("n", "mark('not-applicable')", show=False),
        Binding("x,backspace,delete", "mark('')", show=False),
        Binding("a", "all", show=False),
        Binding("t", "note", show=False),
    ]

    def action_mark(self, kind: str) -> None:
        """Note what came from the one under the cursor, and go on to the next."""
        self._field.mark(self.highlighted, kind)

    def action_all(self) -> None:
        """Note that everybody who is silent has answered."""
        self._field.mark_all()

    def action_note(self) -> None:
        """Ask for a comment on the answer under the cursor."""
        self._field.ask_for_note(self.highlighted)

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
        date, note = mark.get("date") or self._day(), mark.get("note")
        if mark["kind"] == COMPLETE and not note:
            return date
        noted = {"note": {requests.language_of_notes(self.plan): note}} if note else {}
        return {"date": date, "answer": mark["kind"], **noted}

    @property
    def _before(self) -> Mapping[str, Value]:
        return self._ledger.answers()

    def hint(self) -> str:
        return _(
            "Space answered   p in part   d declined   t comment\nn not applicable   x take back   a all   A-Z a name"
        )

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
        if kind == kind_in(self._before.get(code)):
            self.marks.pop(code, None)
        else:
            self.marks[code] = {"kind": kind}
        self.show()
        self.changed()

    def ask_for_note(self, at: int | None) -> None:
        """Ask for a comment on one answer; one that is not marked counts as given."""
        screen = self.screen
        if at is not None and 0 <= at < len(self.asked) and isinstance(screen, RcmScreen):
            screen.rcm.run_in_background(self._ask_for_note(screen, self.asked[at]))

    async def _ask_for_note(self, screen: RcmScreen[Any], code: str) -> None:
        dialog = LineDialog(
            _("Comment on an answer"),
            actor_name(self.plan, code),
            label=_("Comment"),
            keys=_("Enter take over · Esc cancel"),
            value=self.comment_on(code),
        )
        note = await screen.rcm.ask(dialog)
        if note is not None:
            before = {"date": date_in(self._before.get(code))} if code not in self.marks else {}
            kind = self.kind_of(code) or COMPLETE
            self.marks[code] = {**before, **self.marks.get(code, {}), "kind": kind, "note": note}
            self.show()
            self.changed()

    def comment_on(self, code: str) -> str:
        """Return the comment on an answer."""
        before = self._before.get(code)
        if code in self.marks or not isinstance(before, Mapping):
            return self.marks.get(code, {}).get("note", "")
        return pick_plain(before.get("note"), current())

    def add(self, code: str) -> None:
        """Add one who answered though the group asked has no known members."""
        if code not in self.asked:
            self.asked.append(code)
        self.set(code, COMPLETE)
        self.list.highlighted = self.asked.index(code)

    def kind_of(self, code: str) -> str:
        """Say what came from an actor; "" if nothing."""
        return self.marks[code]["kind"] if code in self.marks else kind_in(self._before.get(code))

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
            date_in(self._before.get(code)) if code not in self.marks else (self.marks[code].get("date") or self._day())
        )
        new = line(_("new"), "$accent") if code in self.marks else Content("")
        words = answer_word(key) if kind else "" if code not in self.marks else _("taken back")
        is_narrow = (
            self.app.size.width < RcmScreen.HORIZONTAL_BREAKPOINTS[1][0]
        )  # There a line has no room for columns.
        dates = brief_date_words if is_narrow else date_words
        return joined(
            line(f"{look.glyph} {name:<{width}}", f"${look.role}" if not kind else ""),
            line(words if is_narrow else f"{words:<18}", f"${look.role}"),
            line(dates(date) if kind else "", "$muted"),
            line(cut(self.comment_on(code), _NOTE), "$muted"),
            new,
            by="   ",
        )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Mark by click."""
        event.stop()
        self.mark(event.option_index, COMPLETE)


def kind_in(value: Value) -> str:
    """Return the kind of an answer in a file; empty where there is none."""
    if value is None or value is MISSING:
        return ""
    return str(value.get("answer", COMPLETE)) if isinstance(value, Mapping) else COMPLETE


def date_in(value: Value) -> str:
    """Return the date of an answer in a file."""
    return str(value.get("date") or "") if isinstance(value, Mapping) else str(value or "")
