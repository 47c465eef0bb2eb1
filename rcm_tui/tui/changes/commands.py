"""What is done while changes are reviewed: going through them, choosing what is compared, writing it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcm_tui.i18n import _
from rcm_tui.tui.changes.by_hand import BY_HAND_COMMANDS
from rcm_tui.tui.commands import Command, Commands, Words
from rcm_tui.tui.places import open_item

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rcm_tui.tui.changes.screen import ChangesScreen


class OpenChanged(Command["ChangesScreen"]):
    """Enter on a change."""

    name, keys, footer = "open-changed", ("o", "enter"), True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("Open"), _("Open the item"), _("Goes to the item in the plan or the archive, or to the meeting.")
        )

    def available(self, screen: ChangesScreen) -> bool:
        """On an item that is there."""
        return bool(screen.item_id)

    async def run(self, screen: ChangesScreen) -> None:
        """Go there."""
        plan, key = screen.rcm.plan, screen.item_id
        if plan is not None and key in plan.meetings:
            from rcm_tui.tui.meetings.screen import MeetingsScreen

            await screen.app.switch_screen(MeetingsScreen(key))
        elif key:
            await open_item(screen, key)


class NextChange(Command["ChangesScreen"]):
    """From change to change, also while one reads."""

    name, keys, footer, step = "next-change", ("n",), True, 1

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(_("Next"), _("Next change"), _("Goes to the next change, from the list as from beside it."))

    def available(self, screen: ChangesScreen) -> bool:
        """Where there is one."""
        return bool(screen.groups)

    async def run(self, screen: ChangesScreen) -> None:
        """Go on."""
        screen.next_change(self.step)


class PreviousChange(NextChange):
    """The same, backwards."""

    name, keys, footer, step = "previous-change", ("p",), True, -1

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(_("Previous"), _("Previous change"), _("Goes to the change before."))


class ChooseStates(Command["ChangesScreen"]):
    """What is compared."""

    name, keys, footer = "choose-states", ("t",), True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("Timeline"),
            _("Choose what to review"),
            _("What is new, what one meeting changed, or everything between two meetings, from a timeline."),
        )

    async def run(self, screen: ChangesScreen) -> None:
        """Read the editions, then show them."""
        from rcm_tui.tui.changes.timeline import Timeline
        from rcm_tui.workflow.compare import State
        from rcm_tui.workflow.review import Asked, Which, timeline

        app, workspace = screen.rcm, screen.rcm.workspace

        def chosen(asked: Asked | None) -> None:
            if asked is not None and screen.is_attached:
                screen.choose(asked)

        def show(editions: tuple[State, ...]) -> None:
            if app.plan is not None and screen.is_current:
                app.push_screen(Timeline(app.plan, editions, screen.asked or Asked(Which.LIVE)), chosen)

        app.reader.read("timeline", lambda: timeline(workspace), show)


class LaterMeeting(Command["ChangesScreen"]):
    """One meeting on in the timeline."""

    name, keys, step = "later-meeting", ("full_stop",), 1

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("Later"), _("Later meeting"), _("Reviews what the next meeting changed; after the last, the new.")
        )

    async def run(self, screen: ChangesScreen) -> None:
        """Ask git which one that is."""
        from rcm_tui.workflow.review import Asked, neighbour

        asked, workspace = screen.asked, screen.rcm.workspace
        if asked is None:
            return

        def go(found: Asked | None) -> None:
            if found is not None:
                screen.choose(found)
            else:
                screen.app.bell()

        screen.rcm.reader.read("timeline", lambda: neighbour(workspace, asked, self.step), go)


class EarlierMeeting(LaterMeeting):
    """One meeting back."""

    name, keys, step = "earlier-meeting", ("comma",), -1

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(_("Earlier"), _("Earlier meeting"), _("Reviews what the meeting before changed."))


class SeekChanges(Command["ChangesScreen"]):
    """Filter."""

    name, keys, footer = "seek-changes", ("slash",), True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("Find"),
            _("Find changes"),
            _("Leaves only the changes that fit as you type: words, subject:HR, kind:activity, kind:added, actor:IOM."),
        )

    def available(self, screen: ChangesScreen) -> bool:
        """Where there is something to look through."""
        return screen.found is not None and bool(screen.found.comparison.changes)

    async def run(self, screen: ChangesScreen) -> None:
        """Open the filter."""
        screen.open_filter()


class WriteReview(Command["ChangesScreen"]):
    """The review as a file."""

    name, keys, footer, waits = "write-review", ("w",), True, True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("Write out"),
            _("Write the review out"),
            _("Writes what is shown here into a file, as Markdown or plain text; asks for its name."),
        )

    def available(self, screen: ChangesScreen) -> bool:
        """Where something is shown."""
        return bool(screen.groups)

    async def run(self, screen: ChangesScreen) -> None:
        """Ask for the name."""
        from rcm_tui.reports.review_plain import plain
        from rcm_tui.reports.review_text import markdown
        from rcm_tui.tui.changes.pieces import state_name
        from rcm_tui.tui.changes.rows import group_title
        from rcm_tui.tui.writing import write_out

        found, plan, groups = screen.shown, screen.rcm.plan, screen.groups
        if found is None or plan is None:
            return
        titles = {code: group_title(plan, code) for code in groups}
        heading = _("Changes from {a} to {b}").format(a=state_name(plan, found.before), b=state_name(plan, found.after))

        def lines(as_markdown: bool) -> Iterable[str]:
            return (markdown if as_markdown else plain)(groups, titles, heading)

        names = [one.name.replace("/", "-") for one in (found.before, found.after)]
        name = _("changes-{a}-to-{b}.md").format(a=names[0], b=names[1])
        await write_out(screen.rcm, _("Write the review out"), name, lines)


CHANGE_COMMANDS: Commands = (
    OpenChanged,
    NextChange,
    PreviousChange,
    *BY_HAND_COMMANDS,
    ChooseStates,
    SeekChanges,
    WriteReview,
    EarlierMeeting,
    LaterMeeting,
)
