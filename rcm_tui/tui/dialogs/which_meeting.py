"""Which meeting a change belongs to: asked once where none or several are open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from rcm_tui.i18n import _
from rcm_tui.model.items import MeetingStatus
from rcm_tui.model.plan import Plan
from rcm_tui.reports.names import meeting_name
from rcm_tui.tui.content import content, joined, line
from rcm_tui.tui.dialogs.base import Dialog, hint


@dataclass(frozen=True, slots=True)
class MeetingChoice:
    """Between meetings, or a meeting, that has to be opened first or is open already."""

    meeting: str = ""
    between: bool = False
    open_first: bool = False


class WhichMeeting(Dialog[MeetingChoice]):
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
