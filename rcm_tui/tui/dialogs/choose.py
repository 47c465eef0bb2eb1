"""Dialogs that ask to choose one of several: values, or the meeting that a record belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from rcm_tui.i18n import _
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.plan import Plan
from rcm_tui.model.states import MeetingStatus
from rcm_tui.reports.names import meeting_name
from rcm_tui.tui.content import content, hanging, joined, line
from rcm_tui.tui.dialogs.base import Dialog, hint
from rcm_tui.workflow.session import MeetingChoice


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: what is given back, the letter that chooses it, and what is shown."""

    value: str
    key: str
    shown: Content


class ChoiceList(OptionList):
    """A list of a dialog: j and k move like the arrows; nothing in it is markup."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
    ]

    def __init__(self, *options: Option, id: str | None = None) -> None:  # noqa: A002 - as Textual names it
        super().__init__(*options, markup=False, id=id)


_MANY, _SCROLLBAR = 9, 2
"""Choices of which all are in sight in any window; the cells that more leave to the bar at their right."""


class ChooseDialog(Dialog[str]):
    """Asks to choose one of several; gives its `value`. Numbers choose as well as the letters shown."""

    def __init__(self, heading: str, choices: Sequence[Choice], *, current: str | None = None, about: str = "") -> None:
        super().__init__()
        self.heading = heading
        self.choices = tuple(choices)
        self._current = current
        self._about = about

    def body(self) -> ComposeResult:
        if self._about:
            yield Static(content(self._about), classes="words")
        room = self.room - (_SCROLLBAR if len(self.choices) > _MANY else 0)
        yield ChoiceList(
            *(
                Option(hanging(line(_keys_of(number, choice), "$muted"), choice.shown, room), id=choice.value)
                for number, choice in enumerate(self.choices, 1)
            )
        )
        yield hint(_("Press a letter or number · Esc cancel"))

    def on_mount(self) -> None:
        """Put the cursor on the current value."""
        options = self.query_one(ChoiceList)
        at = next((place for place, choice in enumerate(self.choices) if choice.value == self._current), 0)
        options.highlighted = at
        options.focus()

    def on_key(self, event: events.Key) -> None:
        """Choose by letter or number."""
        for number, choice in enumerate(self.choices, 1):
            if event.character is not None and event.character in (choice.key, str(number)):
                event.stop()
                self.dismiss(choice.value)
                return

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)


def _keys_of(number: int, choice: Choice) -> str:
    """Name the keys that choose: one that is pressed once, so there is none for the tenth and later."""
    return f"{number if number <= 9 else ' '}  {choice.key or ' '}  "


class MeetingDialog(Dialog[MeetingChoice]):
    """Asks which meeting a record belongs to, where none or several are open."""

    def __init__(self, plan: Plan, open_meetings: Sequence[str]) -> None:
        super().__init__()
        self.heading = _("Which meeting does this belong to?")
        self._plan = plan
        self._open = tuple(open_meetings)

    def body(self) -> ComposeResult:
        """List the open meetings; where there is none, the planned ones, and no meeting."""
        yield Static(content(self._explanation()), classes="words")
        options = [Option(line(meeting_name(self._plan, meeting)), id=f"use:{meeting}") for meeting in self._open]
        if not self._open:
            options.append(Option(line(_("Record between meetings")), id="between"))
            options += [
                Option(joined(line(_("Open ")), line(meeting_name(self._plan, meeting.id))), id=f"open:{meeting.id}")
                for meeting in self._plan.meetings_in_order()
                if meeting.status is MeetingStatus.PLANNED
            ]
        yield ChoiceList(*options)
        yield hint(_("Enter use for this session · Esc cancel"))

    def _explanation(self) -> str:
        if self._open:
            return _("Several meetings are open. The records of this session can go to one of them.")
        return _("No meeting is open. A meeting that is opened now gets all records until it is closed.")

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        what, _colon, meeting = (event.option.id or "").partition(":")
        self.dismiss(MeetingChoice(meeting, between=what == "between", open_first=what == "open"))
