"""What a meeting did: its changes on the screen of changes, its minutes to read, copy and write out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from rcm_tui.i18n import _
from rcm_tui.reports.minutes import Sheet as Written
from rcm_tui.reports.minutes import markdown_minutes, plain_minutes
from rcm_tui.tui.base_screen import RcmScreen
from rcm_tui.tui.command import Command, Commands, Words
from rcm_tui.tui.content import content
from rcm_tui.tui.screens.meetings_blocks import CHANGES
from rcm_tui.tui.widgets.comparison import Part, Sheet, Whole

if TYPE_CHECKING:
    from rcm_tui.model.plan import Plan
    from rcm_tui.tui.screens.meetings import MeetingsScreen
    from rcm_tui.workflow.workspace import Workspace


class ShowChanges(Command["MeetingsScreen"]):
    """Enter on the card of its changes; from anywhere on the meeting by another key."""

    name, keys, footer = "meeting-changes", ("d", "enter"), True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("Changes"),
            _("Changes of this meeting"),
            _("Shows what the meeting changed, each item before and after."),
        )

    def available(self, screen: MeetingsScreen) -> bool:
        """On a meeting; Enter, which is for more than that, is left to what has the focus."""
        return screen.has_changes and screen.card_id in ("", CHANGES)

    async def run(self, screen: MeetingsScreen) -> None:
        """Show them; Escape leads back to the plan, `m` to the meeting."""
        from rcm_tui.tui.screens.changes import ChangesScreen
        from rcm_tui.workflow.review import Asked, Which

        await screen.app.switch_screen(ChangesScreen(Asked(Which.MEETING, screen.row_id)))


class ShowMinutes(Command["MeetingsScreen"]):
    """The minutes."""

    name, keys, footer = "minutes", ("M",), True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("Minutes"),
            _("Minutes of the meeting"),
            _("What the meeting agreed, where that led, and what it changed, in sentences to copy or write out."),
        )

    def available(self, screen: MeetingsScreen) -> bool:
        """On a meeting."""
        return screen.meeting is not None

    async def run(self, screen: MeetingsScreen) -> None:
        """Show them over the meetings."""
        await screen.app.push_screen(MinutesScreen(screen.row_id))


class CopyMinutes(Command["MinutesScreen"]):
    """To be pasted."""

    name, keys, footer = "copy-minutes", ("y",), True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(_("Copy"), _("Copy the minutes"), _("Copies the minutes as plain text, to be pasted anywhere."))

    def available(self, screen: MinutesScreen) -> bool:
        """Once they are there."""
        return screen.written is not None

    async def run(self, screen: MinutesScreen) -> None:
        """Copy them."""
        if screen.written is not None:
            screen.rcm.copy("\n".join(plain_minutes(screen.written)) + "\n", _("the minutes"))


class WriteMinutes(Command["MinutesScreen"]):
    """As a file."""

    name, keys, footer, waits = "write-minutes", ("w",), True, True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("Write out"),
            _("Write the minutes out"),
            _("Writes the minutes into a file, as Markdown or plain text; asks for its name."),
        )

    def available(self, screen: MinutesScreen) -> bool:
        """Once they are there."""
        return screen.written is not None

    async def run(self, screen: MinutesScreen) -> None:
        """Ask for the name."""
        from rcm_tui.tui.export import write_out

        written = screen.written
        if written is None:
            return

        def lines(as_markdown: bool) -> Iterable[str]:
            return (markdown_minutes if as_markdown else plain_minutes)(written)

        name = _("minutes-{meeting}.md").format(meeting=screen.meeting_id)
        await write_out(screen.rcm, _("Write the minutes out"), name, lines)


class LeaveMinutes(Command["MinutesScreen"]):
    """Escape."""

    name, keys, footer, palette = "leave-minutes", ("escape",), True, False

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(_("Back"), _("Back"), _("Back to the meeting."))

    async def run(self, screen: MinutesScreen) -> None:
        """Back."""
        screen.dismiss()


def read_minutes(workspace: Workspace, meeting_id: str) -> Written:
    """The minutes ready to be written. Reads git: call it in a thread."""
    from rcm_tui.workflow.minutes import minutes
    from rcm_tui.workflow.minutes_sheet import sheet_of

    return sheet_of(workspace, minutes(workspace, meeting_id))


class MinutesScreen(RcmScreen[None]):
    """The minutes of one meeting, as they would be pasted."""

    CSS_PATH: ClassVar[Any] = [Path(__file__).with_name("minutes.tcss")]
    OFFERS: ClassVar[Commands] = (CopyMinutes, WriteMinutes, LeaveMinutes)

    def __init__(self, meeting_id: str) -> None:
        super().__init__()
        self.meeting_id = meeting_id
        self.written: Written | None = None
        self.sheet = Sheet(id="minutes")

    def heading(self) -> str:
        """What the header says."""
        return _("Minutes")

    def body(self) -> ComposeResult:
        """The sheet; until it is read, that it is."""
        yield Static(content(_("Reading the history…")), id="minutes-state")
        yield self.sheet

    def on_mount(self) -> None:
        """The keys scroll."""
        self.set_focus(self.sheet)

    def action_back(self) -> None:
        """Left of the sheet is the meeting."""
        self.dismiss()

    def show_plan(self, plan: Plan) -> None:
        """Read them, also again after a record."""
        workspace = self.rcm.workspace
        self.rcm.reader.read("minutes", lambda: read_minutes(workspace, self.meeting_id), self._take)

    def speak(self) -> None:
        """In the other language."""
        if self.rcm.plan is not None:
            self.show_plan(self.rcm.plan)

    def _take(self, written: Written) -> None:
        first = self.written is None
        self.written = written
        self.query_one("#minutes-state").display = False
        self.sheet.show(list(_parts(written)), from_top=first)
        self.refresh_bindings()


def _parts(written: Written) -> Iterator[Part]:
    """The lines as they would be pasted, headings told apart."""
    heads = {written.heading, _("Agreements"), _("Changes to the plan"), *written.titles.values()}
    for said in plain_minutes(written):
        inner = said.lstrip()
        yield Whole(content(inner, "bold" if said in heads else ""), len(said) - len(inner))
