"""The commands that lead to another screen or form, from wherever an item is in sight."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rcm_tui.i18n import _
from rcm_tui.tui.command import AnyCommand, Command, Commands, Words
from rcm_tui.tui.forms.commands import ITEM_FORM_COMMANDS, Publish

if TYPE_CHECKING:
    from rcm_tui.tui.base_screen import RcmScreen
    from rcm_tui.tui.list_detail import SideScreen

    Make = Callable[[], "SideScreen"]


DOORS: tuple[type[AnyCommand] | Any, ...] = (*ITEM_FORM_COMMANDS,)


class GoTo(Command["RcmScreen[Any]"]):
    """Leads to a screen of its own; from another of them, that one is left, so that Escape always leads to the plan."""

    leads_to: str
    """The name of the screen's class, which is not offered where one is there already."""

    def make(self, screen: RcmScreen[Any]) -> SideScreen:
        """The screen to be shown."""
        raise NotImplementedError

    def available(self, screen: RcmScreen[Any]) -> bool:
        """Anywhere but there."""
        return type(screen).__name__ != self.leads_to

    async def run(self, screen: RcmScreen[Any]) -> None:
        """Show it."""
        from rcm_tui.tui.list_detail import SideScreen

        new = self.make(screen)
        if isinstance(screen, SideScreen):
            while isinstance(screen.app.screen_stack[-2], SideScreen):
                await screen.app.pop_screen()
            await screen.app.switch_screen(new)
        else:
            await screen.app.push_screen(new)


class GoToArchive(GoTo):
    """The Archival Plan."""

    name, keys, footer = "archive-screen", ("A",), True
    leads_to = "ArchiveScreen"

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("Archival Plan"),
            _("Archival Plan"),
            _("Shows what is archived, and what is due for the archive, with the reason why."),
        )

    def make(self, screen: RcmScreen[Any]) -> SideScreen:
        """The archive."""
        from rcm_tui.tui.screens.archive import ArchiveScreen

        return ArchiveScreen()


class GoToMeetings(GoTo):
    """The register of meetings."""

    name, keys, footer = "meetings", ("m",), True
    leads_to = "MeetingsScreen"

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("Meetings"),
            _("Meetings and agreements"),
            _("Shows every meeting with its agreements; opens, closes and adds meetings, places agreements."),
        )

    def make(self, screen: RcmScreen[Any]) -> SideScreen:
        """The meetings."""
        from rcm_tui.tui.screens.meetings import MeetingsScreen

        return MeetingsScreen()


class GoToRequests(GoTo):
    """Who was asked, and who has answered."""

    name, keys, footer = "requests", ("R",), True
    leads_to = "RequestsScreen"

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("Requests"),
            _("Requests"),
            _("Shows what was asked of whom by when, and the answers recorded, by request or by country."),
        )

    def make(self, screen: RcmScreen[Any]) -> SideScreen:
        """The requests."""
        from rcm_tui.tui.screens.requests import RequestsScreen

        return RequestsScreen()


class GoToChanges(GoTo):
    """What changed: what is new; from a meeting, what it changed."""

    name, keys = "changes", ("d",)
    leads_to = "ChangesScreen"

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("Changes"),
            _("Changes: what is new, or between any two meetings"),
            _("Shows what changed, item by item before and after: since the last closing, at a meeting, or by hand."),
        )

    def make(self, screen: RcmScreen[Any]) -> SideScreen:
        """The changes."""
        from rcm_tui.tui.screens.changes import ChangesScreen

        return ChangesScreen()


class GoToProblems(GoTo):
    """What is wrong in the files."""

    name, keys = "problems", ("exclamation_mark",)
    leads_to = "ProblemsScreen"

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("Problems"),
            _("Problems in the files"),
            _("Checks all files and lists what is wrong, each with its place; Enter opens the place in your editor."),
        )

    def make(self, screen: RcmScreen[Any]) -> SideScreen:
        """The problems."""
        from rcm_tui.tui.screens.problems import ProblemsScreen

        return ProblemsScreen()


class GoToHistory(Command["RcmScreen[Any]"]):
    """The trail of an item; over the screen that it was asked from."""

    name, keys, footer = "history", ("H",), True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("History"),
            _("History of the item"),
            _("Shows every record that changed the item: when, at which meeting, who, what and why."),
        )

    def available(self, screen: RcmScreen[Any]) -> bool:
        """Where an item is under the cursor."""
        return bool(item_of(screen))

    async def run(self, screen: RcmScreen[Any]) -> None:
        """Show it."""
        from rcm_tui.tui.screens.history import HistoryScreen

        await screen.app.push_screen(HistoryScreen(item_of(screen)))


class GoToSentences(GoTo):
    """Who put a sentence in."""

    name, keys = "sentences", ("W",)
    leads_to = "SentencesScreen"

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("Who put in"),
            _("Who put these words in"),
            _("Looks through the whole history for who put words in and who took them out, also words long gone."),
        )

    def make(self, screen: RcmScreen[Any]) -> SideScreen:
        """The line to type the words into."""
        from rcm_tui.tui.screens.text_history import SentencesScreen

        return SentencesScreen()


class GoToStatus(GoTo):
    """The status report."""

    name, keys, footer = "status-report", ("S",), True
    leads_to = "StatusScreen"

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("Status"),
            _("Status report"),
            _("Shows how the plan stands, what waits, what is due and what lies ahead; each figure opens its items."),
        )

    def make(self, screen: RcmScreen[Any]) -> SideScreen:
        """The screen to be shown."""
        from rcm_tui.tui.screens.status import StatusScreen

        return StatusScreen()


class ChooseUndo(Command["RcmScreen[Any]"]):
    """Any record, not only the newest."""

    name, keys = "undo-record", ("Z",)

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("Undo a record"),
            _("Undo a record…"),
            _("Lists the records of the open meeting and your own; takes back the one you choose."),
        )

    async def run(self, screen: RcmScreen[Any]) -> None:
        """Read them beside the keys, then ask."""
        from rcm_tui.tui.dialogs.undo import ask_which

        ask_which(screen)


def item_of(screen: RcmScreen[Any]) -> str:
    """The item that the cursor of a screen is on; empty where it is on none."""
    return str(getattr(screen, "item_id", "") or "")


async def open_item(screen: RcmScreen[Any], item_id: str) -> None:
    """Leave whatever lies over the plan and see an item whole: in the plan, or in the archive where it stands there."""
    from rcm_tui.tui.screens.plan import PlanScreen

    app = screen.rcm
    while len(app.screen_stack) > 1 and not isinstance(app.screen, PlanScreen):
        await app.pop_screen()
    plan_screen = app.screen
    if app.plan is not None and app.plan.is_archived(item_id):
        from rcm_tui.tui.screens.archive import ArchiveScreen

        await app.push_screen(ArchiveScreen(item_id))
    elif isinstance(plan_screen, PlanScreen):
        plan_screen.go_to(item_id)
        plan_screen.detail.focus(scroll_visible=False)


PLACES: Commands = (
    GoToMeetings,
    GoToRequests,
    GoToStatus,
    GoToArchive,
    GoToChanges,
    GoToHistory,
    GoToSentences,
    GoToProblems,
    ChooseUndo,
    Publish,
)
