"""The command that publishes, from any screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rcm_tui.i18n import _
from rcm_tui.tui.command import Command, Words

if TYPE_CHECKING:
    from rcm_tui.tui.base_screen import RcmScreen

_BEGINS = {
    "ArchiveScreen": "archive",
    "ChangesScreen": "redline",
    "StatusScreen": "status",
    "RequestsScreen": "country",
}
"""What is proposed where a screen shows just that."""


class Publish(Command["RcmScreen[Any]"]):
    """A file for people who never see this program."""

    name, keys, waits = "publish", ("P",), True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("Publish"),
            _("Publish…"),
            _("Writes the plan, a redline, the status report, a country's sheet, data or the calendar into a file."),
        )

    def available(self, screen: RcmScreen[Any]) -> bool:
        """Where a plan is."""
        return screen.rcm.plan is not None

    async def run(self, screen: RcmScreen[Any]) -> None:
        """Read which editions there are, then ask."""
        from rcm_tui.tui.publishing.dialog import PublishDialog
        from rcm_tui.workflow.publish import publishable

        app = screen.rcm
        plan = app.plan
        if plan is None:
            return
        found = await app.workspace_thread.run(lambda: publishable(app.workspace))
        what = _BEGINS.get(type(screen).__name__, "plan")
        await app.ask(PublishDialog(plan, found, what, at=str(getattr(screen, "meeting_id", "") or "")))
