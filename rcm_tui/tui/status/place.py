"""The command that leads to the status report from any screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rcm_tui.i18n import _
from rcm_tui.tui.command import Command, Words

if TYPE_CHECKING:
    from rcm_tui.tui.base_screen import RcmScreen


class GoToStatus(Command["RcmScreen[Any]"]):
    """How the plan stands; from another of its screens, that one is left, so that Escape always leads to the plan."""

    name, keys, footer = "status-report", ("S",), True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("Status"),
            _("Status report"),
            _("Shows how the plan stands, what waits, what is due and what lies ahead; each figure opens its items."),
        )

    def available(self, screen: RcmScreen[Any]) -> bool:
        """Anywhere but there."""
        return type(screen).__name__ != "StatusScreen"

    async def run(self, screen: RcmScreen[Any]) -> None:
        """Show it."""
        from rcm_tui.tui.list_detail import SideScreen
        from rcm_tui.tui.status.screen import StatusScreen

        if isinstance(screen, SideScreen):
            while isinstance(screen.app.screen_stack[-2], SideScreen):
                await screen.app.pop_screen()
            await screen.app.switch_screen(StatusScreen())
        else:
            await screen.app.push_screen(StatusScreen())
