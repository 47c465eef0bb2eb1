"""The line at the top: which plan, which meeting is open, what is not recorded, where the clone stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from textual import events
from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from rcm_tui.i18n import _, ngettext
from rcm_tui.model.rules import TODAY
from rcm_tui.reports.names import day_words, localized, meeting_name
from rcm_tui.tui.command import CommandDispatch
from rcm_tui.tui.content import cut, joined, line

if TYPE_CHECKING:
    from rcm_tui.history.state import RepoState
    from rcm_tui.model.plan import Plan
    from rcm_tui.tui.protocols import Application

_GAP = "   "


class Header(Widget):
    """One line: the plan's title and the screen's `heading` on the left, what must be seen on the right."""

    DEFAULT_CSS = """
    Header { height: 1; dock: top; background: $raised; color: $foreground; padding: 0 1; }
    """

    def __init__(self, heading: Callable[[], str]) -> None:
        super().__init__()
        self._heading = heading

    @property
    def rcm(self) -> Application:
        """The application."""
        return cast("Application", self.app)

    def on_mount(self) -> None:
        for name in ("plan", "repo_summary", "language", "recording"):
            self.watch(self.app, name, self._update, init=False)

    def _update(self, _new: object = None) -> None:
        self.refresh()

    def render(self) -> Content:
        width = self.size.width
        right = self._state()
        room = width - right.cell_length - len(_GAP)
        left = self._title(max(room, 0))
        return Content.assemble(left, " " * max(width - left.cell_length - right.cell_length, 1), right)

    def _title(self, room: int) -> Content:
        plan = self.rcm.plan
        title = (localized(plan.info.title) if plan is not None else "") or self.rcm.root.name
        heading = self._heading()
        if not heading:
            return line(cut(title, room), "bold")
        heading = cut(heading, room)
        rest = room - len(heading) - 3
        return joined(line(heading, "bold"), line(cut(title, rest), "$muted") if rest > 12 else "", by="   ")

    def _state(self) -> Content:
        summary, plan = self.rcm.repo_summary, self.rcm.plan
        parts: list[Content] = []
        if self.rcm.recording:
            parts.append(line(_("recording…"), "$moving"))
        if plan is None:
            return joined(*parts, by=_GAP)
        problems = len([one for one in plan.problems if one.severity == "error"])
        if problems:
            said = ngettext("{count} problem", "{count} problems", problems).format(count=problems)
            parts.append(self._link(line(f"! {said}", "$broken"), "problems"))
        to_place = len(plan.agreements_to_place())
        if to_place:
            parts.append(self._link(line(_("{count} to link").format(count=to_place), "$waiting"), "meetings"))
        if summary is not None:
            hindrance = _hindrance(summary.state) or (_("incomplete clone") if summary.limits else "")
            if hindrance:
                parts.append(line(f"! {hindrance}", "$broken"))
            if summary.unrecorded:
                said = _("{count} not recorded").format(count=summary.unrecorded)
                parts.append(self._link(line(said, "$waiting"), "changes"))
            if summary.ahead or summary.behind:
                parts.append(self._link(line(_clone(summary.ahead or 0, summary.behind or 0), "$muted"), "sync"))
        parts.append(self._link(self._meeting(plan), "meetings"))
        return joined(*parts, by=_GAP)

    def _link(self, said: Content, command: str) -> Content:
        """Make words run a command when they are clicked, where this screen has it."""
        offered = any(one.name == command for one in cast("CommandDispatch", self.screen).SCREEN_COMMANDS)
        return said.stylize(Style.from_meta({"leads_to": command})) if offered else said

    async def on_click(self, event: events.Click) -> None:
        """Run the command of the words clicked. (Textual's own links would lose their colours.)"""
        command = event.style.meta.get("leads_to")
        if command:
            await cast("CommandDispatch", self.screen).action_command(command)

    def _meeting(self, plan: Plan) -> Content:
        meetings = plan.open_meetings
        if not meetings:
            day = self.rcm.day
            counted = "" if day.source == TODAY else day_words(day)
            return joined(line(_("no meeting open"), "$muted"), line(counted, "$muted"), by=_GAP)
        if len(meetings) > 1:
            return line(_("● {count} meetings open").format(count=len(meetings)), "$moving")
        limit = max(16, self.size.width // 3)
        return line("● " + cut(meeting_name(plan, meetings[0].id), limit), "$moving")


def _clone(ahead: int, behind: int) -> str:
    """Say how many records are only here, and how many only on the remote."""
    return " ".join(part for part in (f"↑{ahead}" if ahead else "", f"↓{behind}" if behind else "") if part)


def _hindrance(state: RepoState) -> str:
    """Say what about the repository keeps anything from being recorded."""
    if state.operation == "merge":
        return _("a merge is under way")
    if state.operation:
        return _("a {operation} is under way").format(operation=state.operation)
    return _("no branch checked out") if state.detached else ""
