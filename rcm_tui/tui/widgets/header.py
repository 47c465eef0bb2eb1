"""The lines at the top: the screens by number, the open meeting, where one is, what is not recorded."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from rcm_tui.i18n import N_, _, ngettext
from rcm_tui.model.rules import TODAY
from rcm_tui.reports.names import date_words, day_words, localized, meeting_name
from rcm_tui.tui.command import BY_NAME, CommandDispatch
from rcm_tui.tui.content import cut, joined, line, lines

if TYPE_CHECKING:
    from rcm_tui.history.state import RepoState
    from rcm_tui.model.plan import Plan
    from rcm_tui.tui.protocols import Application

_GAP = "   "
_READING = 0.25
"""Seconds after which it is shown again how far the reading of the plan is."""

TABS = {
    "home": N_("Home"),
    "plan": N_("Plan"),
    "meetings": N_("Meet."),
    "requests": N_("Req."),
    "calendar": N_("Cal."),
    "changes": N_("Chg."),
    "archive-screen": N_("Arch."),
}
"""The commands that lead to the numbered screens, in the order of their numbers, with what they are called in short."""

_Namer = Callable[[str], str]


def _in_full(name: str) -> str:
    return BY_NAME[name].text.label


def _in_short(name: str) -> str:
    return _(TABS[name])


def _by_number(_name: str) -> str:
    return ""


class Header(Widget):
    """Two lines: the numbered screens and the open meeting; the screen's `heading`, and what must be seen.

    Forms have no tabs, as they have to be left first.
    """

    DEFAULT_CSS = """
    Header { height: 2; dock: top; background: $raised; color: $foreground; padding: 0 1; }
    """

    def __init__(self, heading: Callable[[], str]) -> None:
        super().__init__()
        self._heading = heading

    @property
    def rcm(self) -> Application:
        """The application."""
        return cast("Application", self.app)

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._update)
        self._reading = self.set_interval(_READING, self._update, pause=bool(self.rcm.plan or self.rcm.broken))
        for name in ("plan", "repo_summary", "language", "recording"):
            self.watch(self.app, name, self._update, init=False)

    def _update(self, _new: object = None) -> None:
        if self.rcm.plan is not None or self.rcm.broken:
            self._reading.pause()
        self.refresh()

    def render(self) -> Content:
        plan = self.rcm.plan
        is_open = plan is not None and bool(plan.open_meetings)
        meeting = self._meeting(plan, self.size.width // 2 if is_open else self.size.width)
        state = self._state()
        tabs = self._tabs(self._room(meeting))
        if not tabs:
            meeting = self._meeting(plan, self.size.width * 3 // 5)
            first = self._spread(line(cut(self._plan_title(), self._room(meeting)), "$muted"), meeting)
        elif tabs.cell_length <= self._room(meeting):
            first = self._spread(tabs, meeting)
        else:  # The tabs take the whole line, and the meeting is shown below.
            left = self._room(state) - min(cell_len(self._heading()), self.size.width * 2 // 5) - len(_GAP)
            first, state = self._spread(tabs, Content("")), joined(state, self._meeting(plan, left), by=_GAP)
        return lines([first, self._spread(self._title(self._room(state)), state)])

    def _room(self, right: Content) -> int:
        return max(self.size.width - right.cell_length - len(_GAP), 0)

    def _spread(self, left: Content, right: Content) -> Content:
        return Content.assemble(left, " " * max(self.size.width - left.cell_length - right.cell_length, 1), right)

    def _tabs(self, room: int) -> Content:
        """Name the numbered screens in full where the window has room, else in short; count what waits."""
        shown = Content("")
        for called in (_in_full, _in_short, _by_number):
            tabs = [self._tab(name, called) for name in TABS if name in self._offered]
            shown = joined(*tabs, by=" " if called is _by_number else "  ")
            if shown.cell_length <= max(room, self.size.width):
                break
        return shown

    def _tab(self, name: str, called: _Namer) -> Content:
        command = BY_NAME[name]
        is_here = getattr(command, "screen_name", "") == getattr(self.screen, "NAME", "")
        label = line(command.text.label if is_here else called(name), "bold $accent" if is_here else "$muted")
        number = line(command.keys[0], "bold $accent" if is_here else "bold $foreground")
        waiting = self._waiting(name)
        return self._link(joined(number, label, line(str(waiting or ""), "$waiting"), by=" "), name)

    def _waiting(self, name: str) -> int:
        """Count what waits for somebody on a numbered screen."""
        plan, summary = self.rcm.plan, self.rcm.repo_summary
        if name == "meetings":
            return len(plan.agreements_to_place()) if plan is not None else 0
        if summary is None:
            return 0
        return {"requests": summary.awaiting, "changes": summary.unrecorded}.get(name, 0)

    def _title(self, room: int) -> Content:
        return line(cut(self._heading() or self._plan_title(), room), "bold")

    def _plan_title(self) -> str:
        plan = self.rcm.plan
        return (localized(plan.info.title) if plan is not None else "") or self.rcm.root.name

    def _state(self) -> Content:
        summary, plan = self.rcm.repo_summary, self.rcm.plan
        parts: list[Content] = []
        if self.rcm.recording:
            parts.append(line(_("recording…"), "$moving"))
        if plan is None:
            if not self.rcm.broken:
                parts.append(line(self._reading_words(), "$moving"))
            return joined(*parts, by=_GAP)
        problems = len([problem for problem in plan.problems if problem.severity == "error"])
        if problems:
            message = ngettext("{count} problem", "{count} problems", problems).format(count=problems)
            parts.append(self._link(line(f"! {message}", "$broken"), "problems"))
        to_place = len(plan.agreements_to_place())
        if to_place:
            parts.append(self._link(line(_("{count} to link").format(count=to_place), "$waiting"), "meetings"))
        if summary is not None:
            hindrance = _hindrance(summary.state) or (_("incomplete clone") if summary.limits else "")
            if hindrance:
                parts.append(line(f"! {hindrance}", "$broken"))
            if summary.unrecorded:
                message = _("{count} not recorded").format(count=summary.unrecorded)
                parts.append(self._link(line(message, "$waiting"), "changes"))
            if summary.to_settle:
                message = _("{count} to settle").format(count=summary.to_settle)
                parts.append(self._link(line(f"? {message}", "$waiting"), "sync"))
            if summary.ahead or summary.behind:
                parts.append(self._link(line(_clone(summary.ahead or 0, summary.behind or 0), "$muted"), "sync"))
        return joined(*parts, by=_GAP)

    def _reading_words(self) -> str:
        """Say how far the first reading of the plan is."""
        progress = self.rcm.workspace_thread.progress
        if progress is None:
            return _("Reading the plan…")
        return _("Reading the plan: {count} of {all} files").format(count=progress.files, all=progress.of)

    def _link(self, content: Content, command: str) -> Content:
        """Make words run a command when they are clicked, where this screen has it."""
        return content.stylize(Style.from_meta({"leads_to": command})) if command in self._offered else content

    @property
    def _offered(self) -> set[str]:
        """The names of the screen's own commands."""
        return {command.name for command in cast("CommandDispatch", self.screen).SCREEN_COMMANDS}

    async def on_click(self, event: events.Click) -> None:
        """Run the command of the words clicked. (Textual's own links would lose their colours.)"""
        command = event.style.meta.get("leads_to")
        if command:
            await cast("CommandDispatch", self.screen).action_command(command)

    def _meeting(self, plan: Plan | None, room: int) -> Content:
        """Name the open meeting in so many cells if it can be done; the dates are kept, and the name is cut."""
        return self._link(self._open_meeting(plan, room), "meetings") if plan is not None else Content("")

    def _open_meeting(self, plan: Plan, room: int) -> Content:
        meetings = plan.open_meetings
        if not meetings:
            day = self.rcm.day
            counted = "" if day.source == TODAY else day_words(day)
            none = line(_("no meeting open"), "$muted")
            whole = joined(none, line(counted, "$muted"), by=_GAP)
            return whole if whole.cell_length <= room else none
        if len(meetings) > 1:
            return line(_("● {count} meetings open").format(count=len(meetings)), "$moving")
        limit, dates = max(24, room - 2), date_words(meetings[0].dates)
        name = meeting_name(plan, meetings[0].id)
        if len(name) > limit and dates:
            name = cut(name.removesuffix(dates).rstrip(", "), max(limit - len(dates) - 2, 8)) + ", " + dates
        return line("● " + name, "$moving")


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
