"""Close a meeting from any screen: show what is left to do, ask, and do what follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rcm_tui.i18n import _
from rcm_tui.reports.meeting_page import closed_words
from rcm_tui.reports.names import meeting_name
from rcm_tui.tui.command import with_keys
from rcm_tui.tui.dialogs.ask import ConfirmDialog, MessageDialog
from rcm_tui.workflow import meetings
from rcm_tui.workflow.attribution import RecordOptions
from rcm_tui.workflow.checklist import left_to_do

if TYPE_CHECKING:
    from rcm_tui.tui.protocols import Application
    from rcm_tui.workflow.change import Confirmation
    from rcm_tui.workflow.workspace import Workspace


async def close_meeting(app: Application, meeting_id: str, leave: Callable[[], object] | None = None) -> None:
    """Ask, and close a meeting; `leave` is called before the closing is announced."""
    if app.plan is None:
        return
    left, asked = await app.workspace_thread.run(lambda workspace: _before_closing(workspace, meeting_id))
    ask = ConfirmDialog(asked.heading, _question(left, asked.question), yes=_("Close meeting"), no=_("Keep open"))
    if not await app.ask(ask):
        return
    sentence = _("{meeting} is closed.").format(meeting=meeting_name(app.plan, meeting_id))
    recorded = await app.record(
        lambda workspace: meetings.close(workspace, meeting_id),
        RecordOptions(confirmed=True),
        describe=lambda _recorded: sentence,
    )
    if recorded is not None:
        if leave is not None:
            leave()
        message = closed_words(recorded.plan, recorded.plan.meetings[meeting_id])
        app.push_screen(MessageDialog(_("Meeting closed"), message + _how_others_get_it(app), is_error=False))


def _how_others_get_it(app: Application) -> str:
    """Name the key that sends the closing to the others, where the plan is shared."""
    if app.repo_summary is None or app.repo_summary.ahead is None:
        return ""
    return "\n\n" + with_keys(_("The others do not have it yet: {sync} synchronises."))


def _before_closing(workspace: Workspace, meeting_id: str) -> tuple[tuple[str, ...], Confirmation]:
    """Return what is left to do at a meeting, and the question of its closing."""
    asked = meetings.close(workspace, meeting_id).confirm
    assert asked is not None
    return left_to_do(workspace, meeting_id), asked


def _question(left: tuple[str, ...], what: str) -> str:
    if not left:
        return _("Nothing is left to do.\n\n{what}").format(what=what)
    listed = "\n".join(f"· {sentence}" for sentence in left)
    return _("Left to do:\n{list}\n\n{what}").format(list=listed, what=what)
