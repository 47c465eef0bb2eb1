"""What a meeting did: its changes on the screen of changes, its minutes to read, copy and write out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.widgets import Static

from rcm_tui.i18n import N_, _
from rcm_tui.reports.minutes import Sheet as Written
from rcm_tui.reports.minutes import markdown_minutes, plain_minutes
from rcm_tui.tui.actions import write_out
from rcm_tui.tui.base_screen import RcmScreen
from rcm_tui.tui.command import Command, Commands, CommandText
from rcm_tui.tui.content import content
from rcm_tui.tui.widgets.comparison import Paragraph, Part, TextPage
from rcm_tui.workflow.minutes import minutes, sheet_of

if TYPE_CHECKING:
    from rcm_tui.model.plan import Plan
    from rcm_tui.workflow.view import PlanView


class CopyMinutes(Command["MinutesScreen"]):
    """Copy the minutes."""

    name, keys, footer = "copy-minutes", ("y",), True
    text = CommandText(
        N_("Copy"), N_("Copy the minutes"), N_("Copies the minutes as plain text, to be pasted anywhere.")
    )
    needs = N_("The minutes are not ready yet.")

    def available(self, screen: MinutesScreen) -> bool:
        return screen.written is not None

    async def run(self, screen: MinutesScreen) -> None:
        if screen.written is not None:
            screen.rcm.copy("\n".join(plain_minutes(screen.written)) + "\n", _("the minutes"))


class WriteMinutes(Command["MinutesScreen"]):
    """Write the minutes to a file."""

    name, keys, footer, waits = "write-minutes", ("ctrl+o", "w"), True, True
    text = CommandText(
        N_("Write out"),
        N_("Write the minutes out"),
        N_("Writes the minutes into a file, as Markdown or plain text; asks for its name."),
    )
    needs = N_("The minutes are not ready yet.")

    def available(self, screen: MinutesScreen) -> bool:
        return screen.written is not None

    async def run(self, screen: MinutesScreen) -> None:
        written = screen.written
        if written is None:
            return

        def lines(as_markdown: bool) -> Iterable[str]:
            return (markdown_minutes if as_markdown else plain_minutes)(written)

        name = _("minutes-{meeting}.md").format(meeting=screen.meeting_id)
        await write_out(screen.rcm, _("Write the minutes out"), name, lines)


class LeaveMinutes(Command["MinutesScreen"]):
    """Step back."""

    name, keys, footer, palette = "leave-minutes", ("escape",), True, False
    text = CommandText(N_("Back"), N_("Back"), N_("Back to the meeting."))

    async def run(self, screen: MinutesScreen) -> None:
        screen.dismiss()


def read_minutes(view: PlanView, meeting_id: str) -> Written:
    """Return the minutes ready to be written. Reads git: call it in a thread."""
    return sheet_of(view, minutes(view, meeting_id))


class MinutesScreen(RcmScreen[None]):
    """The minutes of one meeting, as they would be pasted."""

    NAME = "minutes"
    CSS_PATH: ClassVar[Any] = [Path(__file__).with_name("minutes.tcss")]
    SCREEN_COMMANDS: ClassVar[Commands] = (CopyMinutes, WriteMinutes, LeaveMinutes)

    state = getters.query_one("#minutes-state", Static)

    def __init__(self, meeting_id: str) -> None:
        super().__init__()
        self.meeting_id = meeting_id
        self.written: Written | None = None
        self.page = TextPage(id="minutes")

    def heading(self) -> str:
        return _("Minutes")

    def body(self) -> ComposeResult:
        yield Static(content(_("Reading the history…")), id="minutes-state")
        yield self.page

    def on_mount(self) -> None:
        self.set_focus(self.page)

    def action_back(self) -> None:
        """Left of the sheet is the meeting."""
        self.dismiss()

    def show_plan(self, plan: Plan) -> None:
        """Read them, also again after a record."""
        view = self.rcm.snapshot
        self.rcm.reader.read("minutes", lambda: read_minutes(view, self.meeting_id), self._take)

    def retranslate(self) -> None:
        if self.rcm.plan is not None:
            self.show_plan(self.rcm.plan)

    def _take(self, written: Written) -> None:
        first = self.written is None
        self.written = written
        self.state.display = False
        self.page.show(list(_parts(written)), from_top=first)
        self.refresh_bindings()


def _parts(written: Written) -> Iterator[Part]:
    """Return the lines as they would be pasted, headings in bold."""
    heads = {written.heading, _("Agreements"), _("Changes to the plan"), *written.titles.values()}
    for text in plain_minutes(written):
        inner = text.lstrip()
        yield Paragraph(content(inner, "bold" if text in heads else ""), len(text) - len(inner))
