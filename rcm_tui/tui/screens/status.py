"""The status screen: the figures of the status report, and the items behind each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.content import Content

from rcm_tui.i18n import N_, _
from rcm_tui.model.plan import Plan
from rcm_tui.reports.status.groups import Figure
from rcm_tui.reports.status.page import named_as_printed
from rcm_tui.tui.command import Command, Commands, CommandText
from rcm_tui.tui.content import line, lines
from rcm_tui.tui.list_detail import LeaveScreen, ListDetailScreen
from rcm_tui.tui.navigation import NAVIGATION
from rcm_tui.tui.screens.status_view import behind_blocks, status_rows
from rcm_tui.tui.widgets.blocks import Block
from rcm_tui.tui.widgets.row_list import Row
from rcm_tui.workflow.listed import StatusFigures


class OpenBehind(Command["StatusScreen"]):
    """The item behind a figure."""

    name, keys, footer = "open-behind", ("enter", "o"), True
    text = CommandText(
        N_("Open"), N_("Open the item or meeting"), N_("Goes to the item in the plan, or to the meeting.")
    )
    needs = N_("This line leads to no item and no meeting.")

    def available(self, screen: StatusScreen) -> bool:
        return bool(screen.item_id or screen.meeting_id)

    async def run(self, screen: StatusScreen) -> None:
        if screen.item_id:
            await screen.rcm.open_item(screen.item_id, screen.entry_id)
        else:
            await screen.rcm.open("meetings", screen.meeting_id)


_ROOM_FOR_BARS = 48
"""Cells that the list needs before bars are drawn."""


class StatusScreen(ListDetailScreen):
    """The figures are counted in the background, as the editions are read for them, and again with each new plan."""

    NAME = "status"
    SCREEN_COMMANDS: ClassVar[Commands] = (OpenBehind, *NAVIGATION, LeaveScreen)

    def __init__(self, wanted: str = "") -> None:
        super().__init__(wanted)
        self.report: StatusFigures | None = None
        self.figures: dict[str, Figure] = {}

    def heading(self) -> str:
        return _("Status report")

    @property
    def _owner(self) -> str:
        return self.card_id.partition("/")[0]

    @property
    def item_id(self) -> str:
        plan = self.rcm.plan
        return self._owner if plan is not None and self._owner and plan.node(self._owner) is not None else ""

    @property
    def entry_id(self) -> str:
        return self.card_id.partition("/")[2] if self.item_id else ""

    @property
    def meeting_id(self) -> str:
        """The meeting of the card that has the focus, or of its agreement."""
        plan = self.rcm.plan
        return self._owner if plan is not None and self._owner in plan.meetings else ""

    def show_plan(self, plan: Plan) -> None:
        """Count anew; meanwhile the figures of before stay."""
        self.fill()
        self.rcm.reader.count("status", self._take)

    def retranslate(self) -> None:
        """Count anew, as what was counted is in words; meanwhile those of before stay."""
        plan = self.rcm.plan
        if plan is not None:
            self.show_plan(plan)

    def _take(self, report: StatusFigures) -> None:
        self.report = report
        self.fill()
        self.refresh_bindings()

    def rows(self, plan: Plan) -> Sequence[Row]:
        if self.report is None:
            return []
        groups = self.report.groups
        self.figures = {figure.name: figure for group in groups for figure in group.figures}
        return list(status_rows(groups, lambda: self.row_list.size.width >= _ROOM_FOR_BARS))

    def lead(self, plan: Plan) -> Content:
        if self.report is None:
            return Content("")
        return lines(map(line, self.report.about))

    def blocks(self, plan: Plan, row_id: str) -> Sequence[Block]:
        figure = self.figures.get(row_id)
        return list(behind_blocks(named_as_printed(figure.behind(), plan))) if figure is not None else []

    def empty(self, plan: Plan) -> str:
        return _("Counting…")

    def open_row(self, row_id: str) -> None:
        """Enter goes to the items behind the figure, the first of them."""
        self.show_detail()
        figure = self.figures.get(row_id)
        rows = figure.behind().rows if figure is not None else ()
        if rows:
            self.call_after_refresh(self.detail.focus_entry, rows[0].key)
