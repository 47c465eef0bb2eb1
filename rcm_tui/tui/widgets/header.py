"""The line at the top: which plan, which meeting is open, what is not recorded, where the clone stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from textual import events
from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from rcm_tui.i18n import _, current, ngettext
from rcm_tui.model.texts import pick
from rcm_tui.reports.names import meeting_name
from rcm_tui.tui.content import cut, joined, line

if TYPE_CHECKING:
    from rcm_tui.history.state import RepoState
    from rcm_tui.tui.app import RcmApp
    from rcm_tui.tui.base_screen import RcmScreen

_GAP = "   "


class Header(Widget):
    """One line; the right side is what must be seen, the title gets what is left."""

    DEFAULT_CSS = """
    Header { height: 1; dock: top; background: $raised; color: $foreground; padding: 0 1; }
    """

    def on_mount(self) -> None:
        """Follow all that is said here."""
        for name in ("plan", "standing", "language", "recording"):
            self.watch(self.app, name, self._anew, init=False)

    def _anew(self, _new: object = None) -> None:
        self.refresh()

    def render(self) -> Content:
        """Title on the left, standing on the right."""
        width = self.size.width
        right = self._standing()
        room = width - right.cell_length - len(_GAP)
        left = self._title(max(room, 0))
        return Content.assemble(left, " " * max(width - left.cell_length - right.cell_length, 1), right)

    def _title(self, room: int) -> Content:
        app = cast("RcmApp", self.app)
        screen = cast("RcmScreen[Any]", self.screen)
        title = pick(app.plan.info.title, current()) if app.plan is not None else ""
        title = title or app.workspace.root.name
        heading = screen.heading()
        if not heading:
            return line(cut(title, room), "bold")
        heading = cut(heading, room)
        rest = room - len(heading) - 3
        return joined(line(heading, "bold"), line(cut(title, rest), "$muted") if rest > 12 else "", by="   ")

    def _standing(self) -> Content:
        app = cast("RcmApp", self.app)
        standing, plan = app.standing, app.plan
        parts: list[Content] = []
        if app.recording:
            parts.append(line(_("recording…"), "$moving"))
        if plan is None:
            return joined(*parts, by=_GAP)
        problems = len([one for one in plan.problems if one.severity == "error"])
        if problems:
            said = ngettext("{count} problem", "{count} problems", problems).format(count=problems)
            parts.append(self._leading(line(f"! {said}", "$broken"), "problems"))
        to_place = len(plan.agreements_to_place())
        if to_place:
            parts.append(self._leading(line(_("{count} to place").format(count=to_place), "$waiting"), "meetings"))
        if standing is not None:
            hindrance = _hindrance(standing.state)
            if hindrance:
                parts.append(line(f"! {hindrance}", "$broken"))
            if standing.unrecorded:
                said = _("{count} not recorded").format(count=standing.unrecorded)
                parts.append(self._leading(line(said, "$waiting"), "changes"))
            if standing.ahead or standing.behind:
                parts.append(line(_clone(standing.ahead or 0, standing.behind or 0), "$muted"))
        parts.append(self._leading(self._meeting(), "meetings"))
        return joined(*parts, by=_GAP)

    def _leading(self, said: Content, command: str) -> Content:
        """What leads to a screen when it is clicked, where this screen offers the way there."""
        offered = any(one.name == command for one in cast("RcmScreen[Any]", self.screen).OFFERS)
        return said.stylize(Style.from_meta({"leads_to": command})) if offered else said

    async def on_click(self, event: events.Click) -> None:
        """Go where it leads. (Textual's own links would lose their colours.)"""
        command = event.style.meta.get("leads_to")
        if command:
            await cast("RcmScreen[Any]", self.screen).action_command(command)

    def _meeting(self) -> Content:
        app = cast("RcmApp", self.app)
        assert app.plan is not None
        meetings = app.plan.open_meetings
        if not meetings:
            return line(_("no meeting open"), "$muted")
        if len(meetings) > 1:
            return line(_("● {count} meetings open").format(count=len(meetings)), "$moving")
        limit = max(16, self.size.width // 3)
        return line("● " + cut(meeting_name(app.plan, meetings[0].id), limit), "$moving")


def _clone(ahead: int, behind: int) -> str:
    """How many records are only here, and only there."""
    return " ".join(part for part in (f"↑{ahead}" if ahead else "", f"↓{behind}" if behind else "") if part)


def _hindrance(state: RepoState) -> str:
    """What about the repository keeps anything from being recorded."""
    if state.operation == "merge":
        return _("a merge is under way")
    if state.operation:
        return _("a {operation} is under way").format(operation=state.operation)
    return _("no branch checked out") if state.detached else ""
