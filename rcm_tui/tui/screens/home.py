"""Home: what needs attention, the calendar, how the plan stands, and this meeting's records as they are made."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container

from rcm_tui.i18n import N_, _
from rcm_tui.model.plan import Plan
from rcm_tui.tui.base_screen import ItemScreen
from rcm_tui.tui.command import Command, Commands, CommandText, with_keys
from rcm_tui.tui.content import line
from rcm_tui.tui.forms.commands import ContinueDraft, RecordAgreement
from rcm_tui.tui.navigation import NAVIGATION
from rcm_tui.tui.screens import home_view
from rcm_tui.tui.screens.home_view import FIGURE, ITEM, MEETING_ROW, MONTH, SCREEN
from rcm_tui.tui.widgets.row_list import Row, RowList, text_row
from rcm_tui.workflow.figures import Figures

YEAR, MONTHLY, AGENDA = "year", "month", "agenda"
_VIEWS = (YEAR, MONTHLY, AGENDA)


class Panel(RowList):
    """One of the four lists; the arrows to the sides do what `sideways` says."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "sideways(-1)", show=False),
        Binding("right,l", "sideways(1)", show=False),
    ]

    def action_sideways(self, step: int) -> None:
        """Go to the year or month before or after in the calendar, else to the panel beside."""
        screen = self.screen
        if isinstance(screen, HomeScreen):
            screen.go_sideways(self, step)


class OpenHere(Command["HomeScreen"]):
    """Open what is behind the line."""

    name, keys, footer = "open-here", ("enter", "o"), True
    text = CommandText(
        N_("Open"), N_("Open"), N_("Opens what is behind the line: items, a meeting, or another screen.")
    )
    needs = N_("This line leads to no item and no meeting.")

    def available(self, screen: HomeScreen) -> bool:
        return bool(screen.row_id)

    async def run(self, screen: HomeScreen) -> None:
        await screen.open_row(screen.row_id)


class FindInPlan(Command["HomeScreen"]):
    """Go to the plan and search it."""

    name, keys, footer, palette, begins_text = "find-in-plan", ("slash",), True, False, True
    text = CommandText(
        N_("Find"),
        N_("Find items"),
        N_("Shows only the items that match as you type: words, status:open, actor:MOH, due:..2006-12."),
    )

    async def run(self, screen: HomeScreen) -> None:
        await screen.rcm.open("plan")
        await cast("ItemScreen", screen.app.screen).action_command("filter")


class NextPanel(Command["HomeScreen"]):
    """Go to the next panel."""

    name, keys, footer, palette = "next-panel", ("tab",), True, False
    text = CommandText(N_("Next panel"), N_("Next panel"), N_("Goes to the next of the four panels."))

    async def run(self, screen: HomeScreen) -> None:
        screen.focus_next(Panel)


class ChangeView(Command["HomeScreen"]):
    """Show the calendar by year, by month, or as an agenda."""

    name, keys, footer = "calendar-view", ("v",), True
    text = CommandText(
        N_("View"),
        N_("Calendar: year, month, agenda"),
        N_("Shows the calendar as a year, a month or an agenda; ← and → in it go to the one before and after."),
    )

    async def run(self, screen: HomeScreen) -> None:
        screen.change_view(_VIEWS[(_VIEWS.index(screen.view) + 1) % len(_VIEWS)])


class LeaveHome(Command["HomeScreen"]):
    """Go to the plan."""

    name, keys, footer, palette = "leave-home", ("escape",), True, False
    text = CommandText(N_("Plan"), N_("Plan"), N_("Goes to the plan."))

    async def run(self, screen: HomeScreen) -> None:
        await screen.rcm.open("plan")


class HomeScreen(ItemScreen):
    """The panels are there at once; what they show is counted in the background, and again with each new plan."""

    NAME = "home"
    CSS_PATH: ClassVar[Any] = [Path(__file__).with_name("home.tcss")]
    SCREEN_COMMANDS: ClassVar[Commands] = (
        OpenHere,
        FindInPlan,
        NextPanel,
        ChangeView,
        RecordAgreement,
        ContinueDraft,
        *NAVIGATION,
        LeaveHome,
    )

    def __init__(self) -> None:
        super().__init__()
        self.attention, self.calendar = Panel(id="attention"), Panel(id="calendar")
        self.standing, self.records = Panel(id="standing"), Panel(id="records")
        self.figures: Figures | None = None
        self.view = YEAR
        self._year = self._month = 0

    def heading(self) -> str:
        return _("Home")

    def moving(self) -> list[tuple[str, str, str]]:
        return [
            ("Tab", _("Next panel"), _("Goes to the next of the four panels.")),
            ("↑ ↓  k j", _("Up and down"), _("From line to line.")),
            (
                "← →  h l",
                _("Sideways"),
                _("In the calendar the year or month before and after; else the panel beside."),
            ),
        ]

    @property
    def panels(self) -> tuple[Panel, ...]:
        """The four lists, in their order."""
        return self.attention, self.calendar, self.standing, self.records

    @property
    def row_id(self) -> str:
        """The line under the cursor of the panel that has the focus."""
        return self.focused.row_id if isinstance(self.focused, Panel) else ""

    @property
    def item_id(self) -> str:
        plan, found = self.rcm.plan, self._key(ITEM).partition("/")[0]
        return found if plan is not None and found and plan.node(found) is not None else ""

    @property
    def entry_id(self) -> str:
        return self._key(ITEM).partition("/")[2]

    @property
    def meeting_id(self) -> str:
        return self._key(MEETING_ROW)

    def _key(self, kind: str) -> str:
        row_id = self.row_id.partition("#")[0]
        return row_id.removeprefix(kind) if row_id.startswith(kind) else ""

    # --- building and showing

    def body(self) -> ComposeResult:
        with Container(id="home"):
            yield from self.panels

    def on_mount(self) -> None:
        self.set_focus(self.attention)
        self.fill()
        self.watch(self.app, "repo_summary", self.fill, init=False)

    def show_plan(self, plan: Plan) -> None:
        """Count anew; meanwhile the figures of before stay."""
        self.fill()
        self.rcm.reader.count("home", self._take)

    def retranslate(self) -> None:
        self.fill()

    def _take(self, figures: Figures) -> None:
        self.figures = figures
        self.fill()
        self.refresh_bindings()

    def fill(self, _new: object = None) -> None:
        """Show what is known."""
        plan, found = self.rcm.plan, self.figures
        if not self.is_attached:
            return
        self.attention.border_title = line(_("Needs attention"))
        self.records.border_title = line(home_view.records_title(plan) if plan is not None else _("Recorded"))
        if plan is None or found is None:
            self.calendar.border_title, self.standing.border_title = line(_("Calendar")), line(_("Plan"))
            for panel in self.panels:
                panel.show([text_row(line(_("Reading the plan…") if plan is None else _("Counting…"), "$muted"))])
            return
        height = self.attention.size.height
        self.attention.show(list(home_view.attention_rows(plan, found, self.rcm.repo_summary, height)))
        self.standing.border_title = home_view.standing_title(found)
        self.standing.show(list(home_view.standing_rows(plan, found)))
        self.records.show(list(home_view.record_rows(plan, found)))
        self._fill_calendar(plan, found)

    def _fill_calendar(self, plan: Plan, found: Figures) -> None:
        on_day = found.on
        if not self._year:
            self._year, self._month = on_day.year, on_day.month
        when = home_view.month_title(self._year, self._month) if self.view == MONTHLY else str(self._year)
        self.calendar.border_title = line(_("Calendar") + f" ‹ {when} ›")
        self.calendar.border_subtitle = line(with_keys(_("{calendar-view} year, month, agenda")))
        width = self.calendar.size.width or 60
        rows: list[Row]
        is_year = self.view == YEAR and not self.has_class("-narrow")
        if is_year:
            rows = list(home_view.year_rows(plan, found, self._year, on_day, width))
        elif self.view == MONTHLY:
            rows = list(home_view.month_rows(plan, found, self._year, self._month, on_day))
        else:
            rows = list(home_view.agenda_rows(plan, found, self._year))
        self.calendar.show(rows)
        if self.view != MONTHLY and self.calendar.cursor >= 0:
            dates = found.ahead if is_year else found.in_year(self._year)
            self.calendar.go_to(home_view.first_to_come(rows, dates, on_day, self._year))

    def on_resize(self) -> None:
        """Fit the year to the width."""
        self.call_after_refresh(self.fill)

    # --- moving

    def go_sideways(self, panel: Panel, step: int) -> None:
        """Go to the period before or after in the calendar, else to the panel beside."""
        if panel is not self.calendar:
            self.set_focus(self.panels[(self.panels.index(panel) + step) % len(self.panels)])
            return
        plan, found = self.rcm.plan, self.figures
        if plan is not None and found is not None:
            month = self._month - 1 + (step if self.view == MONTHLY else 0)
            self._year += month // 12 if self.view == MONTHLY else step
            self._month = month % 12 + 1
            self._fill_calendar(plan, found)

    def change_view(self, view: str) -> None:
        """Show the calendar in another way."""
        self.view = view
        self.set_focus(self.calendar)
        self.fill()

    def on_descendant_focus(self) -> None:
        """Offer what the line under the cursor allows."""
        self.refresh_bindings()

    @on(RowList.Highlighted)
    def _moved(self) -> None:
        self.refresh_bindings()

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        self.rcm.run_in_background(self.open_row(event.row_id))  # Which may end the screen that this is called by.

    async def open_row(self, row_id: str) -> None:
        """Open what is behind a line."""
        row_id = row_id.partition("#")[0]
        kind, _colon, key = row_id.partition(":")
        kind += ":"
        if kind == FIGURE:
            await self.rcm.open("status", key)
        elif kind == ITEM:
            item_id, _slash, entry_id = key.partition("/")
            await self.rcm.open_item(item_id, entry_id)
        elif kind == MEETING_ROW:
            await self.rcm.open("meetings", key)
        elif kind == SCREEN:
            await self.rcm.open(key)
        elif kind == MONTH:
            self.change_view(AGENDA)
