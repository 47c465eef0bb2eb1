"""Attribute a change to a meeting, or to none, by what a person said and what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcm_tui.changes.items import MEETING, key_of
from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue, RcmError
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.states import MeetingStatus
from rcm_tui.workflow.change import BETWEEN_MEETINGS, Attribution, Change, MeetingNeeded, ReasonNeeded
from rcm_tui.workflow.values import actor_code

if TYPE_CHECKING:
    from rcm_tui.model.plan import Plan
from rcm_tui.reports.names import name_of


@dataclass(frozen=True, slots=True)
class RecordOptions:
    """What was said about a record beforehand. Actors and agreements may be named in words, as a person types them.

    `meeting` is the meeting that the change belongs to (None: the open one), `between` says that it belongs to none.
    `confirmed` says that the question of the change, if it has one, is answered with yes; `correct` that it corrects
    the record of a closed meeting, which needs a reason and belongs to no meeting. `requests` says what becomes of
    requests that are left unanswered: `closed`, `open`, or the item with which they go on.
    """

    meeting: str | None = None
    between: bool = False
    reason: str = ""
    proposed_by: str | None = None
    agreement: str | None = None
    with_external_edits: bool = False
    confirmed: bool = False
    requests: str | None = None
    correct: bool = False


def attribute(plan: Plan, change: Change | None = None, options: RecordOptions = RecordOptions()) -> Attribution:
    """Attribute a change to a meeting: its own (a closing), the one named, none, or the open one.

    Raises MeetingNeeded where none or several are open, ReasonNeeded where nothing says why a change is made between
    meetings, BadValue where the meeting, the actor or the agreement is unknown, RcmError where the meeting is closed.
    """
    meeting, reason = _meeting_of(plan, change, options), options.reason.strip()
    reason = reason or (change.reason if change is not None else "")
    proposed_by = options.proposed_by or (change.proposed_by if change is not None else None)
    agreement = options.agreement
    if proposed_by is not None:
        proposed_by = actor_code(plan, proposed_by)
    if agreement is not None:
        from rcm_tui.workflow.agreement_names import find

        named = None if options.meeting == BETWEEN_MEETINGS else options.meeting
        agreement = "/".join(find(plan, agreement, named))
    explained = reason or (change is not None and change.explains_itself)
    if meeting == BETWEEN_MEETINGS and not explained:
        if plan.meetings:
            raise ReasonNeeded
        reason = _("The plan is being set up; it has no meetings yet.")
    return Attribution(meeting, reason, proposed_by, agreement, options.with_external_edits, options.correct)


def _meeting_of(plan: Plan, change: Change | None, options: RecordOptions) -> str:
    if options.correct and options.meeting not in (None, BETWEEN_MEETINGS):
        raise BadValue(_("A correction belongs to no meeting; leave out --meeting."))
    if change is not None and change.meeting is not None and not options.correct:
        return change.meeting
    entered = _being_entered(plan, change)
    if entered is not None and not options.correct and options.meeting in (None, entered):
        return entered
    if options.between or options.correct or options.meeting == BETWEEN_MEETINGS:
        return BETWEEN_MEETINGS
    if options.meeting is not None:
        return _that_takes_changes(plan, options.meeting)
    open_meetings = [meeting.id for meeting in plan.open_meetings]
    if change is not None and change.usual_meeting in open_meetings:
        return change.usual_meeting
    if len(open_meetings) == 1:
        return open_meetings[0]
    if not plan.meetings:  # A new plan is filled before anybody meets.
        return BETWEEN_MEETINGS
    raise MeetingNeeded(open_meetings)


def _being_entered(plan: Plan, change: Change | None) -> str | None:
    """Return the meeting held before whose file alone is changed while it is being entered; None for other changes."""
    changed = {key_of(target.path) for target in change.targets} if change is not None else set()
    key, kind = changed.pop() if len(changed) == 1 else ("", "")
    meeting = plan.meetings.get(key) if kind == MEETING else None
    return meeting.id if meeting is not None and meeting.is_being_entered else None


def _that_takes_changes(plan: Plan, words: str) -> str:
    from rcm_tui.workflow.naming import resolve_meeting

    meeting = plan.meetings[resolve_meeting(plan, words)]
    if meeting.status is MeetingStatus.CLOSED:
        raise RcmError(
            _(
                "{meeting} is closed and can no longer be changed. Correct its record with --correct and a reason."
            ).format(meeting=name_of(plan, meeting))
        )
    if meeting.is_being_entered:
        raise RcmError(
            _(
                "{meeting} was held before and is only being entered, so it does not change the plan as it is now. "
                "Record this with --between-meetings and a reason; --agreement {id}/NUMBER names what led to it."
            ).format(meeting=name_of(plan, meeting), id=meeting.id)
        )
    return meeting.id
