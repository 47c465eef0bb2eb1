"""What is done in the Archival Plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcm_tui.i18n import _, ngettext
from rcm_tui.tui.commands import Command, Words
from rcm_tui.tui.names import text_of

if TYPE_CHECKING:
    from rcm_tui.tui.archive.screen import ArchiveScreen
    from rcm_tui.workflow.change import Change
    from rcm_tui.workflow.workspace import Workspace


def _of_chosen(screen: ArchiveScreen, *, archived: bool) -> tuple[str, ...]:
    """The marked items, else the one under the cursor, as far as they are archived, or are not."""
    plan = screen.rcm.plan
    return tuple(one for one in screen.chosen() if plan is not None and plan.is_archived(one) is archived)


class ArchiveDue(Command["ArchiveScreen"]):
    """Take what is proposed."""

    name, keys, footer = "archive-due", ("a",), True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("Archive"),
            _("Archive what is due"),
            _("Moves the item, or those marked, to the Archival Plan in one record; asks why."),
        )

    def available(self, screen: ArchiveScreen) -> bool:
        """On what is due, or marked among it."""
        return bool(_of_chosen(screen, archived=False))

    async def run(self, screen: ArchiveScreen) -> None:
        """Ask for the reason."""
        from rcm_tui.tui.dialogs.reason import Reason

        plan, chosen = screen.rcm.plan, _of_chosen(screen, archived=False)
        if plan is None or not chosen:
            return
        heading = ngettext("Archive {count} item", "Archive {count} items", len(chosen)).format(count=len(chosen))
        items = [(item_id, text_of(node)) for item_id in chosen if (node := plan.node(item_id)) is not None]

        def build(workspace: Workspace, reason: str) -> Change:
            from rcm_tui.workflow import archive

            return archive.archive(workspace, chosen, reason)

        def answered(reason: str | None) -> None:
            if reason is not None:
                screen.roll.marked -= set(chosen)
                screen.rcm.record(lambda workspace: build(workspace, reason), reason=reason)

        screen.app.push_screen(Reason(heading, items, _("Why? For example: seminar held in May 2006")), answered)


class RestoreArchived(Command["ArchiveScreen"]):
    """Back into the plan."""

    name, keys, footer = "restore-archived", ("r",), True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("Restore"),
            _("Restore"),
            _("Brings the archived item, or those marked, back into the plan, with the items they hang below."),
        )

    def available(self, screen: ArchiveScreen) -> bool:
        """On what is archived."""
        return bool(_of_chosen(screen, archived=True))

    async def run(self, screen: ArchiveScreen) -> None:
        """Bring it back."""
        chosen = _of_chosen(screen, archived=True)
        screen.roll.marked -= set(chosen)

        def build(workspace: Workspace) -> Change:
            from rcm_tui.workflow import archive

            return archive.restore(workspace, chosen)

        screen.rcm.record(build)
