"""What is done on the status screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcm_tui.i18n import _
from rcm_tui.tui.command import Command, Words
from rcm_tui.tui.navigation import open_item

if TYPE_CHECKING:
    from rcm_tui.tui.status.screen import StatusScreen


class OpenBehind(Command["StatusScreen"]):
    """The item behind a figure."""

    name, keys, footer = "open-behind", ("enter", "o"), True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(_("Open"), _("Open what stands behind"), _("Goes to the item in the plan, or to the meeting."))

    def available(self, screen: StatusScreen) -> bool:
        """On a card of an item or a meeting that is there."""
        return bool(screen.item_id or screen.meeting_id)

    async def run(self, screen: StatusScreen) -> None:
        """Go there."""
        if screen.item_id:
            entry = screen.entry_id
            await open_item(screen, screen.item_id)
            from rcm_tui.tui.screens.plan import PlanScreen

            shown = screen.rcm.screen
            if entry and isinstance(shown, PlanScreen):
                shown.call_after_refresh(shown.detail.focus_entry, entry)
            return
        from rcm_tui.tui.screens.meetings import MeetingsScreen

        meetings, wanted = MeetingsScreen(), screen.meeting_id
        await screen.app.switch_screen(meetings)
        meetings.call_after_refresh(meetings.roll.go_to, wanted)
