"""Make the edition of a meeting whose closing is recorded, and delete that of one whose closing is undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcm_tui.history.editions import ADOPTED, delete_edition, editions, make_edition
from rcm_tui.history.log import records
from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError
from rcm_tui.model.texts import pick
from rcm_tui.store import paths
from rcm_tui.workflow.change import Change
from rcm_tui.workflow.view import PlanView

if TYPE_CHECKING:
    from rcm_tui.history.git import Git


def _update_edition(view: PlanView, change: Change, made: str) -> str:
    """Make or delete the edition that belongs to a record. Return what is to be said where that failed, else ""."""
    try:
        if change.closes:
            make_edition(view.git, change.closes, made, _edition_text(view, change.closes))
        if change.delete_tag:
            delete_edition(view.git, *change.delete_tag)
        if change.adopts:
            tag_adoption(view, change.adopts)
        if change.withdraws_adoption:
            delete_edition(view.git, *change.withdraws_adoption, ADOPTED)
    except RcmError as failure:
        if change.adopts:
            return _(
                "The adoption is recorded, but could not be tagged: {reason} To tag it: rcm meeting adopt {meeting}"
            ).format(reason=failure, meeting=change.adopts)
        if change.closes:
            return _(
                "The meeting is closed, but its edition could not be made: {reason} The next record makes it, or: "
                "rcm meeting close {meeting}"
            ).format(reason=failure, meeting=change.closes)
        return _("The record was made, but the edition's tag could not be deleted: {reason}").format(reason=failure)
    return ""


def make_missing_edition(view: PlanView, meeting_id: str) -> bool:
    """Make the edition of a meeting that was closed without one; to be called under the write lock.

    Return False where it has one, or no record closes it. Raises RcmError where the tag cannot be written.
    """
    if view.plan.meetings[meeting_id].no_edition or any(
        edition.meeting == meeting_id for edition in editions(view.git)
    ):
        return False
    closing = closing_of(view.git, meeting_id)
    if closing is None:
        return False
    make_edition(view.git, meeting_id, closing, _edition_text(view, meeting_id))
    return True


def tag_adoption(view: PlanView, meeting_id: str) -> bool:
    """Tag the edition of a meeting as adopted; return False where it is tagged already. Raises RcmError."""
    if any(edition.meeting == meeting_id for edition in editions(view.git, ADOPTED)):
        return False
    edition = next((edition for edition in editions(view.git) if edition.meeting == meeting_id), None)
    if edition is None:
        raise RcmError(_("{meeting} has no edition, so there is nothing to adopt.").format(meeting=meeting_id))
    make_edition(view.git, meeting_id, edition.commit, _edition_text(view, meeting_id), ADOPTED)
    return True


def closing_of(git: Git, meeting_id: str) -> str | None:
    """Return the commit of the record that closed a meeting and was not undone, or None."""
    undone: set[str] = set()
    for record in records(git, [paths.meeting_path(meeting_id)]):
        undone.update(record.undoes)
        undone.difference_update(record.redoes)
        if record.closes == meeting_id and record.commit not in undone:
            return record.commit
    return None


def _edition_text(view: PlanView, meeting_id: str) -> str:
    return f"{pick(view.plan.info.title, view.plan.info.first_language)}: {meeting_id}"
