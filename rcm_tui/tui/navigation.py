"""The screens by name, and the commands that lead from any of them to another.

A screen is imported when it is first opened, so that no screen imports another and the first paint waits for one only.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, ClassVar, cast

from textual.screen import Screen

from rcm_tui.i18n import N_, _
from rcm_tui.reports.names import meeting_name
from rcm_tui.tui.actions import choose_undo, undo_here
from rcm_tui.tui.base_screen import ItemScreen, StartHere
from rcm_tui.tui.command import Command, Commands, CommandText, commands_of, refusal
from rcm_tui.tui.content import joined, line
from rcm_tui.tui.dialogs.choose import Choice, ChooseDialog
from rcm_tui.tui.forms.commands import EditActor, Publish
from rcm_tui.tui.import_file import ImportFile
from rcm_tui.tui.keys import key_name

SCREENS = {
    "home": "rcm_tui.tui.screens.home:HomeScreen",
    "plan": "rcm_tui.tui.screens.plan:PlanScreen",
    "archive": "rcm_tui.tui.screens.archive:ArchiveScreen",
    "meetings": "rcm_tui.tui.screens.meetings:MeetingsScreen",
    "meeting-mode": "rcm_tui.tui.screens.meeting_mode:MeetingModeScreen",
    "minutes": "rcm_tui.tui.screens.minutes:MinutesScreen",
    "changes": "rcm_tui.tui.screens.changes:ChangesScreen",
    "history": "rcm_tui.tui.screens.history:HistoryScreen",
    "text-history": "rcm_tui.tui.screens.text_history:TextHistoryScreen",
    "problems": "rcm_tui.tui.screens.problems:ProblemsScreen",
    "requests": "rcm_tui.tui.screens.requests:RequestsScreen",
    "status": "rcm_tui.tui.screens.status:StatusScreen",
    "sync": "rcm_tui.tui.screens.sync:SyncScreen",
    "proposals": "rcm_tui.tui.screens.proposals:ProposalsScreen",
    "calendar": "rcm_tui.tui.screens.calendar:CalendarScreen",
    "import": "rcm_tui.tui.screens.importing:ImportScreen",
    "help": "rcm_tui.tui.screens.help:HelpScreen",
}
"""Where the class of each screen is; its `NAME` is the key here."""


def class_of(name: str) -> Any:
    """Import the class of a screen."""
    module, _colon, kind = SCREENS[name].partition(":")
    return getattr(import_module(module), kind)


def create(name: str, *args: object) -> Screen[Any]:
    """Make a screen by its name; `args` are its class's own."""
    return cast("Screen[Any]", class_of(name)(*args))


class GoTo(Command[ItemScreen]):
    """Lead to another screen in place of this one, so that Escape always leads back to the plan."""

    screen_name: ClassVar[str]
    needs = N_("This is the screen you are on.")

    def available(self, screen: ItemScreen) -> bool:
        return self.screen_name != screen.NAME

    async def run(self, screen: ItemScreen) -> None:
        await screen.rcm.open(self.screen_name)


class GoToHome(GoTo):
    """Open the home screen."""

    name, keys, screen_name = "home", ("1",), "home"
    text = CommandText(
        N_("Home"),
        N_("Home: what needs attention"),
        N_("Shows what needs attention, the year's calendar, how the plan stands, and what this meeting recorded."),
    )


class GoToPlan(GoTo):
    """Go back to the plan."""

    name, keys, screen_name = "plan", ("2",), "plan"
    text = CommandText(N_("Plan"), N_("Plan"), N_("Goes back to the plan, from wherever you are."))


class GoToCalendar(GoTo):
    """Open the calendar."""

    name, keys, screen_name = "calendar", ("5",), "calendar"
    text = CommandText(
        N_("Calendar"),
        N_("Calendar"),
        N_("Shows the deadlines that have passed, and the meetings, events and deadlines of the next twelve months."),
    )


class GoToArchive(GoTo):
    """Open the Archival Plan."""

    name, keys, screen_name = "archive-screen", ("7", "A"), "archive"
    text = CommandText(
        N_("Archived"),
        N_("Archival Plan"),
        N_("Shows what is archived, and what is due for the archive, with the reason why."),
    )


class GoToMeetings(GoTo):
    """Open the register of meetings."""

    name, keys, screen_name = "meetings", ("3", "m"), "meetings"
    text = CommandText(
        N_("Meetings"),
        N_("Meetings and agreements"),
        N_("Shows every meeting with its agreements; opens, closes and adds meetings, links agreements."),
    )


class GoToMeetingMode(Command[ItemScreen]):
    """Open meeting mode over the current screen, for the open meeting."""

    name, keys, waits = "meeting-mode", ("G",), True
    text = CommandText(
        N_("Meeting mode"),
        N_("Meeting mode"),
        N_("Shows the agreements of the open meeting with a box to type the next one, and the plan to link them to."),
    )
    needs = N_("No meeting is open. Open one among the meetings ({meetings}), with {open-meeting}.")

    def available(self, screen: ItemScreen) -> bool:
        return screen.rcm.plan is not None and bool(self._meetings(screen))

    def _meetings(self, screen: ItemScreen) -> list[str]:
        plan = screen.rcm.plan
        return [meeting.id for meeting in (*plan.open_meetings, *plan.entered_meetings)] if plan is not None else []

    async def run(self, screen: ItemScreen) -> None:
        plan, meetings = screen.rcm.plan, self._meetings(screen)
        chosen: str | None = screen.item_id if screen.item_id in meetings else meetings[0]
        if plan is not None and len(meetings) > 1 and chosen != screen.item_id:
            choices = [Choice(meeting, "", line(meeting_name(plan, meeting))) for meeting in meetings]
            chosen = await screen.rcm.ask(ChooseDialog(_("Which meeting?"), choices))
        if chosen is not None:
            await screen.rcm.open("meeting-mode", chosen, over=True)


class GoToRequests(GoTo):
    """Open the requests: who was asked, and who has answered."""

    name, keys, screen_name = "requests", ("4", "R"), "requests"
    text = CommandText(
        N_("Requests"),
        N_("Requests"),
        N_("Shows what was asked of whom by when, and the answers recorded, by request or by country."),
    )


class GoToStatus(GoTo):
    """Open the status report."""

    name, keys, screen_name = "status-report", ("S",), "status"
    text = CommandText(
        N_("Status"),
        N_("Status report"),
        N_("Shows how the plan stands, what waits, what is due and what lies ahead; each figure opens its items."),
    )


class GoToChanges(GoTo):
    """Open the changes since the last closing."""

    name, keys, screen_name = "changes", ("6", "d"), "changes"
    text = CommandText(
        N_("Changes"),
        N_("Changes: what is new, or between any two meetings"),
        N_("Shows what changed, item by item before and after: since the last closing, at a meeting, or elsewhere."),
    )


class GoToProblems(GoTo):
    """Open the problems in the files."""

    name, keys, screen_name = "problems", ("exclamation_mark",), "problems"
    text = CommandText(
        N_("Problems"),
        N_("Problems in the files"),
        N_("Checks all files and lists what is wrong, each with its place; Enter opens the place in your editor."),
    )


class GoToSync(GoTo):
    """Open what is to be exchanged with the other clones."""

    name, keys, screen_name = "sync", ("F",), "sync"
    text = CommandText(
        N_("Synchronise"),
        N_("Synchronise with the other clones"),
        N_("Shows what others recorded and what is only here, and exchanges it; nothing is fetched before you say so."),
    )


class GoToProposals(GoTo):
    """Open what delegations propose."""

    name, keys, screen_name = "proposals", ("O",), "proposals"
    text = CommandText(
        N_("Proposals"),
        N_("Proposals of delegations"),
        N_("Shows what delegations wrote into their copies of the plan, to accept or refuse it; takes in such copies."),
    )


class GoToHistory(Command[ItemScreen]):
    """Open the history of the item under the cursor, over the current screen."""

    name, keys, footer = "history", ("H",), True
    text = CommandText(
        N_("History"),
        N_("History of the item"),
        N_("Shows every record that changed the item: when, at which meeting, who, what and why."),
    )
    needs = N_("Put the cursor on an item.")

    def available(self, screen: ItemScreen) -> bool:
        return bool(screen.item_id) and screen.NAME != "history"

    async def run(self, screen: ItemScreen) -> None:
        await screen.rcm.open("history", screen.item_id, over=True)


class GoToTextHistory(GoTo):
    """Search the whole history for who put words in."""

    name, keys, screen_name = "sentences", ("W",), "text-history"
    text = CommandText(
        N_("Search history"),
        N_("Search the history for words"),
        N_("Searches the whole history for who added words and who removed them, including words long gone."),
    )


class ShowActions(Command[ItemScreen]):
    """Open the menu of what can be done here."""

    name, keys, waits, palette = "actions", ("enter", "full_stop"), True, False
    text = CommandText(
        N_("Actions"),
        N_("What can be done here"),
        N_("Lists what can be done with what the cursor is on; what cannot says why."),
    )

    async def run(self, screen: ItemScreen) -> None:
        general = {kind.name for kind in NAVIGATION}
        own = [
            each for each in commands_of(screen) if each.palette and not each.everywhere and each.name not in general
        ]
        choices = []
        for action in sorted(own, key=lambda each: (not each.available(screen), not each.footer)):
            key = action.keys[0] if action.keys and len(action.keys[0]) == 1 else ""
            if action.available(screen):
                choices.append(
                    Choice(action.name, key, joined(line(action.text.title), line(_more_keys(action), "$muted")))
                )
            else:
                choices.append(Choice(action.name, key, line(refusal(action), "$muted")))
        chosen = await screen.rcm.ask(ChooseDialog(_("What can be done here"), choices))
        command = next((action for action in own if action.name == chosen), None)
        if command is not None and command.available(screen):
            await screen.action_command(command.name)
        elif command is not None:
            screen.rcm.toast(refusal(command))


def _more_keys(command: Command[Any]) -> str:
    """Name a key that is not a letter, for which a menu has no room before the title."""
    return f"  {key_name(command.keys[0])}" if command.keys and len(command.keys[0]) > 1 else ""


class Undo(Command[ItemScreen]):
    """Undo the newest record."""

    name, keys, footer, everywhere = "undo", ("u", "ctrl+z"), True, True
    text = CommandText(
        N_("Undo"), N_("Undo"), N_("Undoes your newest record with a new one; pressed again, the one before it.")
    )
    needs = N_("Not while you type what is searched for.")

    def available(self, screen: ItemScreen) -> bool:
        # On the history screen, the same key undoes the record under the cursor.
        return screen.NAME != "history" and not screen.is_searching

    async def run(self, screen: ItemScreen) -> None:
        screen.rcm.run_in_background(screen.rcm.keys_wait_for(undo_here(screen)))


class Redo(Command[ItemScreen]):
    """Redo what was undone last."""

    name, keys = "redo", ("U", "ctrl+y")
    text = CommandText(N_("Redo"), N_("Redo"), N_("Redoes what was undone last."))

    async def run(self, screen: ItemScreen) -> None:
        screen.rcm.run_in_background(screen.rcm.keys_wait_for(undo_here(screen, redo=True)))


class ChooseUndo(Command[ItemScreen]):
    """Undo any record, not only the newest."""

    name, keys = "undo-record", ("Z",)
    text = CommandText(
        N_("Undo a record"),
        N_("Undo a record…"),
        N_("Lists the records of the open meeting and your own; undoes the one you choose."),
    )

    async def run(self, screen: ItemScreen) -> None:
        choose_undo(screen.rcm)


NAVIGATION: Commands = (
    GoToHome,
    GoToPlan,
    GoToMeetings,
    GoToMeetingMode,
    GoToRequests,
    GoToCalendar,
    GoToChanges,
    GoToArchive,
    GoToStatus,
    ShowActions,
    GoToHistory,
    GoToTextHistory,
    GoToProblems,
    GoToProposals,
    GoToSync,
    ImportFile,
    StartHere,
    EditActor,
    Undo,
    Redo,
    ChooseUndo,
    Publish,
)
