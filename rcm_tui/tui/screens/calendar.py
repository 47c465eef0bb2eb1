"""The calendar: deadlines that have passed; meetings, events and deadlines of the twelve months ahead, in order."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.content import Content

from rcm_tui.i18n import N_, _
from rcm_tui.model.plan import Plan
from rcm_tui.reports.meeting_page import meeting_page
from rcm_tui.reports.names import actor_short, counted_from, date_words, localized
from rcm_tui.reports.status.calendar import MEETING, REQUEST, Ahead, Deadline
from rcm_tui.tui.command import Command, Commands, CommandText
from rcm_tui.tui.content import joined, line
from rcm_tui.tui.list_detail import LeaveScreen, ListDetailScreen
from rcm_tui.tui.navigation import NAVIGATION
from rcm_tui.tui.widgets.blocks import Block, item_blocks, page_blocks
from rcm_tui.tui.widgets.row_list import ManyRows, Row, RowLine, heading
from rcm_tui.workflow.listed import CalendarDates, Dates

_LOOKS = {"meeting": ("●", "$moving"), "event": ("○", "$quiet")}
_DUE = ("?", "$waiting")


class OpenEvent(Command["CalendarScreen"]):
    """Open the item or the meeting that the date belongs to."""

    name, keys, footer = "open-event", ("enter", "o"), True
    text = CommandText(N_("Open"), N_("Open"), N_("Goes to the item or the meeting that the date belongs to."))
    needs = N_("This line leads to no item and no meeting.")

    def available(self, screen: CalendarScreen) -> bool:
        return bool(screen.item_id or screen.meeting_id)

    async def run(self, screen: CalendarScreen) -> None:
        if screen.item_id:
            await screen.rcm.open_item(screen.item_id, screen.entry_id)
        else:
            await screen.rcm.open("meetings", screen.meeting_id)


class CalendarScreen(ListDetailScreen):
    """Read in the background, and again with each new plan; the cursor begins on the first date to come."""

    NAME = "calendar"
    SCREEN_COMMANDS: ClassVar[Commands] = (OpenEvent, *NAVIGATION, LeaveScreen)

    def __init__(self) -> None:
        super().__init__()
        self.dates: CalendarDates | None = None

    def heading(self) -> str:
        return _("Calendar")

    @property
    def _key(self) -> str:
        return self.row_id.partition(" ")[2]

    @property
    def item_id(self) -> str:
        plan, owner = self.rcm.plan, self._key.partition("/")[0]
        return owner if plan is not None and owner and plan.node(owner) is not None else ""

    @property
    def entry_id(self) -> str:
        return self._key.partition("/")[2] if self.item_id else ""

    @property
    def meeting_id(self) -> str:
        plan, owner = self.rcm.plan, self._key.partition("/")[0]
        return owner if plan is not None and owner in plan.meetings else ""

    def show_plan(self, plan: Plan) -> None:
        """Read the dates anew; meanwhile those of before stay."""
        self.fill()
        self.rcm.reader.count("calendar", self._take)

    def _take(self, dates: CalendarDates) -> None:
        self.dates = dates
        self.fill()
        self.refresh_bindings()

    def rows(self, plan: Plan) -> Sequence[Row]:
        return _rows(plan, self.dates) if self.dates is not None else []

    def lead(self, plan: Plan) -> Content:
        return line(counted_from(self.rcm.day))

    def first_row(self, plan: Plan) -> str:
        return self.dates.periods[0].ids[0] if self.dates is not None and self.dates.periods else ""

    def blocks(self, plan: Plan, row_id: str) -> Sequence[Block]:
        if self.item_id:
            return item_blocks(plan, self.item_id, self.rcm.on)
        meeting = plan.meetings.get(self.meeting_id)
        return list(page_blocks(meeting_page(plan, meeting, (), None), plan)) if meeting is not None else []

    def empty(self, plan: Plan) -> str:
        if self.dates is None:
            return _("Reading the calendar…")
        return _("No date lies ahead in the next twelve months, and none has passed.")


def _rows(plan: Plan, dates: CalendarDates) -> ManyRows:
    """Return a row for each date, under the month in which it begins, or the year if no more is known."""
    rows, passed = ManyRows(), dates.passed
    if passed.ids:
        rows.append(heading(line(_("Overdue")), line(str(len(passed.ids)), "not bold $muted"), gap=False))
        rows.extend(passed.ids, 2, partial(_row, plan, passed))
    for found in dates.periods:
        rows.append(heading(line(date_words(found.period) or _("No date yet")), gap=len(rows) > 0))
        rows.extend(found.ids, 2, partial(_row, plan, found))
    return rows


def _row(plan: Plan, found: Dates, at: int) -> Row:
    return Row(found.ids[at], lambda: _paint(plan, found.dates[at]), 2)


def _paint(plan: Plan, dated: Ahead | Deadline) -> tuple[RowLine, RowLine]:
    glyph, role = _LOOKS.get(dated.what, _DUE)
    when = date_words(dated.date) or _("no date")
    about = (when, getattr(dated, "place", None) or "", ", ".join(actor_short(plan, actor) for actor in dated.actors))
    owner = "" if dated.what in (MEETING, REQUEST) and dated.key in plan.meetings else dated.key.partition("/")[0]
    return (
        RowLine(
            joined(line(glyph, role), line(localized(dated.text)), by=" "), line(plan.printed_name(owner), "$muted")
        ),
        RowLine(Content("  ") + line(" · ".join(part for part in about if part), "$muted")),
    )
