"""Refuse to change the record of a closed meeting, or the status of any, by other means than those meant for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rcm_tui.changes.corrections import is_closed, is_correction
from rcm_tui.changes.items import MEETING, ItemChange
from rcm_tui.history.message import CLOSES, OPENS, REDOES, UNDOES
from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue
from rcm_tui.model.fieldpath import Value
from rcm_tui.model.states import MeetingStatus
from rcm_tui.store import paths
from rcm_tui.workflow.change import Attribution, Change, CorrectionNeeded


def corrected(change: Change, changes: Iterable[ItemChange]) -> tuple[str, ...]:
    """Return the closed meetings whose record a change alters, given what it comes to.

    To undo the closing of a meeting is no correction.
    """
    reopened = change.meeting if _reverses(change) else None
    altered = (item for item in changes if item.kind == MEETING and is_correction(*_data(item)))
    return tuple(item.key for item in altered if item.key != reopened)


def _reverses(change: Change) -> bool:
    return any(key in (UNDOES, REDOES) for key, _value in change.trailers)


def _data(change: ItemChange) -> tuple[Mapping[str, Value] | None, Mapping[str, Value] | None]:
    before, after = change.before, change.after
    return before.data if before is not None else None, after.data if after is not None else None


def refuse_unasked(change: Change, by: Attribution, changes: Iterable[ItemChange]) -> None:
    """Refuse a correction that nobody asked for, and the status of a meeting set by another program."""
    for item in changes:
        before, after = _data(item)
        if item.kind != MEETING or before is None or after is None or before.get("status") == after.get("status"):
            continue
        if not _sets_status(change, item.key, before):
            raise BadValue(_status_refused(item.key, before.get("status"), after.get("status")))
    meetings = corrected(change, changes)
    if meetings and not by.correct:
        raise CorrectionNeeded(meetings, by.reason)


def _sets_status(change: Change, meeting: str, before: Mapping[str, Value]) -> bool:
    """Return whether a change opens or closes a meeting, or undoes that."""
    if _reverses(change):
        return change.meeting == meeting or not is_closed(before)
    return any((key, meeting) in change.trailers for key in (OPENS, CLOSES))


def _status_refused(meeting: str, before: Value, after: Value) -> str:
    if before == MeetingStatus.CLOSED:
        return _(
            "{meeting} is closed and cannot be opened again. Set its status in {path} back to closed; what was wrong "
            "is corrected with --correct and a reason."
        ).format(meeting=meeting, path=paths.meeting_path(meeting))
    return _(
        "The status of {meeting} was changed in {path} from {before} to {after}. Set it back there; a meeting is "
        "opened and closed with: rcm meeting open, rcm meeting close"
    ).format(meeting=meeting, path=paths.meeting_path(meeting), before=before, after=after)
