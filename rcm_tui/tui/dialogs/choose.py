"""One of several, by letter, number, arrows or mouse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from rcm_tui.i18n import _
from rcm_tui.model.items import MeetingStatus
from rcm_tui.model.plan import Plan
from rcm_tui.reports.names import meeting_name
from rcm_tui.tui.content import content, joined, line
from rcm_tui.tui.dialogs.base import Dialog, hint
from rcm_tui.workflow.session import MeetingChoice


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: what is given back, the letter that chooses it, and what is shown."""

    value: str
    key: str
    shown: Content


class ChooseDialog(Dialog[str]):
    """A list to choose one from; gives the choice's `value`. Numbers choose as well as the letters shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "move(1)", show=False),
        Binding("k", "move(-1)", show=False),
    ]

    def __init__(self, heading: str, choices: Sequence[Choice], *, current: str | None = None) -> None:
        super().__init__()
        self.heading = heading
        self.choices = tuple(choices)
        self._current = current

    def body(self) -> ComposeResult:
        """The choices, each with its number and letter."""
        yield OptionList(
            *(
                Option(joined(line(f"{number}  {choice.key}  ", "$muted"), choice.shown), id=choice.value)
                for number, choice in enumerate(self.choices, 1)
            ),
            markup=False,
        )
        yield hint(_("A letter or a number, or ↑ ↓ and Enter; Esc leaves it"))

    def on_mount(self) -> None:
        """Begin at what is so now."""
        options = self.query_one(OptionList)
        at = next((place for place, choice in enumerate(self.choices) if choice.value == self._current), 0)
        options.highlighted = at
        options.focus()

    def on_key(self, event: events.Key) -> None:
        """A letter or a number is the answer."""
        for number, choice in enumerate(self.choices, 1):
            if event.character is not None and event.character in (choice.key, str(number)):
                event.stop()
                self.dismiss(choice.value)
                return

    def action_move(self, step: int) -> None:
        """Up or down with the letters."""
        options = self.query_one(OptionList)
        (options.action_cursor_down if step > 0 else options.action_cursor_up)()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)


class MeetingDialog(Dialog[MeetingChoice]):
    """Every record names a meeting, or says that it was made between meetings."""

    def __init__(self, plan: Plan, open_meetings: Sequence[str]) -> None:
        super().__init__()
        self.heading = _("Which meeting does this belong to?")
        self._plan = plan
        self._open = tuple(open_meetings)

    def body(self) -> ComposeResult:
        """The open meetings, else the planned ones, and between meetings."""
        yield Static(content(self._explanation()), classes="words")
        options = [Option(line(meeting_name(self._plan, one)), id=f"use:{one}") for one in self._open]
        if not self._open:
            options.append(Option(line(_("Record between meetings")), id="between"))
            options += [
                Option(
                    joined(line(_("Open ")), line(meeting_name(self._plan, one.id)), line(f"  {one.id}", "$muted")),
                    id=f"open:{one.id}",
                )
                for one in self._plan.meetings_in_order()
                if one.status is MeetingStatus.PLANNED
            ]
        yield OptionList(*options, markup=False)
        yield hint(_("Enter chooses, until the program ends; Esc does not record"))

    def _explanation(self) -> str:
        if self._open:
            return _("Several meetings are open. The records of this session can go to one of them.")
        return _("No meeting is open. A meeting that is opened now gets all records until it is closed.")

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        what, _colon, meeting = (event.option.id or "").partition(":")
        self.dismiss(MeetingChoice(meeting, between=what == "between", open_first=what == "open"))
