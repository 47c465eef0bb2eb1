"""Plan meetings, open them (changes are then attributed to them), and close them (which makes the edition)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rcm_tui.history.editions import editions
from rcm_tui.history.log import records
from rcm_tui.history.message import ADOPTS, CORRECTS
from rcm_tui.i18n import N_, _, translator
from rcm_tui.model.dates import days_of
from rcm_tui.model.errors import BadValue, RcmError
from rcm_tui.model.fieldpath import Value
from rcm_tui.model.meetings import Meeting
from rcm_tui.model.plan import Plan
from rcm_tui.model.regex import regex
from rcm_tui.model.states import HELD, LATER_EDITION, NO_EDITION_BODY, MeetingStatus
from rcm_tui.model.texts import fold
from rcm_tui.reports.names import meeting_name, name_of, no_edition_words
from rcm_tui.store import paths
from rcm_tui.workflow.change import Change, Confirmation, Target
from rcm_tui.workflow.closing import make_missing_edition, tag_adoption
from rcm_tui.workflow.compare import lacking_editions
from rcm_tui.workflow.edit import Assignment, assigned
from rcm_tui.workflow.items import read_fields
from rcm_tui.workflow.values import checked

if TYPE_CHECKING:
    from rcm_tui.history.log import Record
    from rcm_tui.workflow.view import PlanView
    from rcm_tui.workflow.workspace import Workspace


_OPENED, _CLOSED = N_("{meeting}: opened"), N_("{meeting}: closed")
_ADOPTED = N_("{meeting}: adopted at {by}")
_PUT_DOWN, _ENTERED = N_("{meeting}: added"), N_("{meeting}: entered after it was held")
_ID = regex(r"[a-z0-9]+(-[a-z0-9]+)*")


def new(
    workspace: Workspace, meeting_id: str, *, open_now: bool = False, held: bool = False, **fields: Value
) -> Change:
    """Add a meeting to the register. Its id is usually the month and the body: `2007-05-council`.

    With `held` it was held before and is entered now: it is open for its agreements and their links alone, and closes
    without an edition. One that was over before a later edition is entered so after a question. `fields` are those of
    the format, as values or in a person's words: body, dates, place, …. Raises BadValue for an id that is taken or
    malformed, and for what they cannot be.
    """
    check_new_id(workspace.plan, meeting_id)
    path = paths.meeting_path(meeting_id)
    if (workspace.root / path).exists():
        raise BadValue(_("There is already a meeting {id}.").format(id=meeting_id))
    given = {**read_fields(workspace, "meeting", meeting_id, fields), "id": meeting_id}
    later = workspace.plan.later_edition(str(given.get("dates") or ""))
    confirm = _held_question(workspace, meeting_id, later) if later is not None and not held else None
    if held or confirm is not None:
        given["no_edition"] = HELD
    is_open = open_now or "no_edition" in given
    given["status"] = (MeetingStatus.OPEN if is_open else MeetingStatus.PLANNED).value
    data = workspace.plan.schema.arrange("meeting", given)
    checked(workspace, path, data)
    trailers = (("Opens", meeting_id),) if is_open else ()
    subject = _say(workspace, _ENTERED if "no_edition" in given else _OPENED if is_open else _PUT_DOWN, meeting_id)
    return Change((Target(path, data),), meeting_id, subject, trailers, meeting_id, confirm=confirm)


def _held_question(workspace: Workspace, meeting_id: str, later: Meeting) -> Confirmation:
    question = _(
        "{meeting} was held before {later}, whose edition the plan holds. It can be entered as a meeting held before: "
        "its agreements and what they led to are recorded, nothing else belongs to it, and it closes without an "
        "edition."
    )
    return Confirmation(
        _("Enter a meeting held before?"),
        question.format(meeting=meeting_id, later=meeting_name(workspace.plan, later.id)),
        _("Enter it as held before"),
    )


def check_new_id(plan: Plan, meeting_id: str) -> None:
    """Raise BadValue where a new meeting cannot have this id."""
    if not _ID.fullmatch(meeting_id):
        raise BadValue(
            _(
                "“{id}” is not a valid id for a meeting; use lower-case letters, digits and hyphens, such as "
                "2007-05-council"
            ).format(id=meeting_id)
        )
    if meeting_id in plan.meetings:
        raise BadValue(_("There is already a meeting {id}.").format(id=meeting_id))


def _say(workspace: Workspace, sentence: str, meeting_id: str) -> str:
    return translator(workspace.plan.info.first_language).gettext(sentence).format(meeting=meeting_id)


def open_meeting(workspace: Workspace, meeting_id: str, assignments: Sequence[Assignment] = ()) -> Change:
    """Open a planned meeting; one that was over before a later edition is entered as held before, after a question.

    `assignments` change its fields in the same record. Raises RcmError where it is closed: its record is corrected.
    """
    meeting = workspace.plan.meetings[workspace.resolve_meeting(meeting_id)]
    if meeting.status is MeetingStatus.CLOSED:
        raise RcmError(
            _("{meeting} is closed and cannot be opened again. Correct its record with --correct and a reason.").format(
                meeting=name_of(workspace.plan, meeting)
            )
        )
    if meeting.status is MeetingStatus.OPEN:
        raise RcmError(_("{meeting} is open already.").format(meeting=name_of(workspace.plan, meeting)))
    data = workspace.data(meeting.id)
    for assignment in assignments:
        data = assigned(workspace, meeting.id, data, assignment)
    later = workspace.plan.later_edition(data.get("dates"))
    if later is None:
        return _with_status(workspace, data, MeetingStatus.OPEN, _OPENED, "Opens")
    change = _with_status(workspace, data, MeetingStatus.OPEN, _ENTERED, "Opens", no_edition=HELD)
    return replace(change, confirm=_held_question(workspace, meeting.id, later))


def close(workspace: Workspace, meeting_id: str) -> Change:
    """Close an open meeting; recording it makes the edition, a tag `meeting/ID`, unless its body makes none.

    Nor is one made of today's plan for a meeting that was over before a later edition. The record keeps the object id
    of the edition before, so that a tag that was moved is found.
    """
    meeting = workspace.plan.meetings[workspace.resolve_meeting(meeting_id)]
    if meeting.status is not MeetingStatus.OPEN:
        raise RcmError(
            _("{meeting} is not open; open it first with: rcm meeting open {id}").format(
                meeting=name_of(workspace.plan, meeting), id=meeting.id
            )
        )
    why = why_no_edition(workspace.plan, meeting)
    data = workspace.data(meeting.id)
    change = _with_status(workspace, data, MeetingStatus.CLOSED, _CLOSED, "Closes", no_edition=why)
    return replace(change, confirm=_closing_question(workspace.plan, meeting, why))


def adopt(workspace: Workspace, meeting_id: str, by: str) -> Change:
    """Note that a later meeting adopted the edition of a meeting; recording it makes the tag `adopted/ID`.

    Raises RcmError where there is no edition, or it is adopted already.
    """
    plan = workspace.plan
    meeting = plan.meetings[workspace.resolve_meeting(meeting_id)]
    adopting = plan.meetings[workspace.resolve_meeting(by)]
    name = name_of(plan, meeting)
    if not any(edition.meeting == meeting.id for edition in editions(workspace.git)):
        raise RcmError(_("{meeting} has no edition, so there is nothing to adopt.").format(meeting=name))
    if meeting.adopted:
        by_name = meeting_name(plan, meeting.adopted)
        raise RcmError(_("{meeting} was adopted by {by} already.").format(meeting=name, by=by_name))
    if adopting.id not in may_adopt(plan, meeting.id):
        message = _("{by} is not a later meeting than {meeting}.")
        raise RcmError(message.format(by=name_of(plan, adopting), meeting=name))
    data = {**workspace.data(meeting.id), "adopted": adopting.id}
    return Change(
        (Target(paths.meeting_path(meeting.id), workspace.plan.schema.arrange("meeting", data)),),
        subject=translator(workspace.plan.info.first_language)
        .gettext(_ADOPTED)
        .format(meeting=meeting.id, by=adopting.id),
        trailers=((ADOPTS, meeting.id),),
        usual_meeting=adopting.id,
        adopts=meeting.id,
    )


def may_adopt(plan: Plan, meeting_id: str) -> list[str]:
    """Return the meetings that may have adopted the edition of a meeting: those that began after it did."""
    first = days_of(plan.meetings[meeting_id].dates)[0]
    begun = ((meeting.id, days_of(meeting.dates)[1]) for meeting in plan.meetings_in_order())
    return [
        begun_id
        for begun_id, last in begun
        if begun_id != meeting_id and first is not None and last is not None and last > first
    ]


def complete_adoption(workspace: Workspace, meeting_id: str) -> bool:
    """Tag an adoption that is recorded and was not tagged; return whether it was."""
    meeting = workspace.plan.meetings[workspace.resolve_meeting(meeting_id)]
    if not meeting.adopted:
        return False
    with workspace.lock():
        return tag_adoption(workspace, meeting.id)


def why_no_edition(plan: Plan, meeting: Meeting) -> str | None:
    """Return why a meeting closes without an edition; None where it makes one."""
    if meeting.no_edition or meeting.status is MeetingStatus.CLOSED:
        return meeting.no_edition
    if not plan.info.edition_of(meeting.body):
        return NO_EDITION_BODY
    return LATER_EDITION if plan.later_edition(meeting.dates) is not None else None


def _closing_question(plan: Plan, meeting: Meeting, why: str | None) -> Confirmation:
    what = _("Closing saves this version of the plan as the meeting's edition.")
    if why is not None:
        what = _("It closes without an edition of the plan: {reason}.").format(reason=no_edition_words(why))
    after = _("A closed meeting cannot be reopened; you can undo the closing until it is shared.")
    name = meeting_name(plan, meeting.id)
    return Confirmation(
        _("Close {meeting}?").format(meeting=name), f"{what} {after}", _("Close {meeting}").format(meeting=name)
    )


def complete_closing(workspace: Workspace, meeting_id: str) -> bool:
    """Make the edition of a meeting whose closing was recorded but could not be tagged; return whether it was made.

    Raises RcmError where the tag cannot be written.
    """
    meeting = workspace.plan.meetings[workspace.resolve_meeting(meeting_id)]
    if meeting.status is not MeetingStatus.CLOSED or meeting.no_edition:
        return False

    with workspace.lock():
        return make_missing_edition(workspace, meeting.id)


def _with_status(
    workspace: Workspace,
    data: Mapping[str, Any],
    status: MeetingStatus,
    sentence: str,
    trailer: str,
    *,
    no_edition: str | None = None,
) -> Change:
    meeting, data = data["id"], {**data, "status": status.value}
    if no_edition is not None:
        data["no_edition"] = no_edition
    makes_edition = status is MeetingStatus.CLOSED and no_edition is None
    previous = _edition_before(workspace) if makes_edition else None
    if previous is not None:
        data["previous"] = previous
    return Change(
        (Target(paths.meeting_path(meeting), workspace.plan.schema.arrange("meeting", data)),),
        subject=_say(workspace, sentence, meeting),
        trailers=((trailer, meeting),),
        meeting=meeting,
        closes=meeting if makes_edition else None,
    )


def _edition_before(workspace: Workspace) -> dict[str, Value] | None:
    """Return the edition before, which a closing notes. Raises RcmError where this clone lacks editions."""
    made = editions(workspace.git)
    lacking = lacking_editions(workspace.git) if not made else ""
    if lacking:
        raise RcmError(lacking)
    return {"id": made[-1].meeting, "tag": made[-1].tag_object} if made else None


def corrections_of(view: PlanView) -> dict[str, tuple[Record, ...]]:
    """Return the records that corrected each meeting after it was closed, oldest first."""
    found: dict[str, tuple[Record, ...]] = {}
    for record in records(view.git, (paths.MEETINGS,), naming=CORRECTS):
        for meeting in record.values(CORRECTS):
            found[meeting] = (record, *found.get(meeting, ()))
    return found


_MONTH = regex(r"\d{4}(-\d{2})?")


def meeting_id(plan: Plan, body: str, dates: str | None) -> str:
    """Suggest an id for a new meeting from its month and body, such as `2007-05-council`, numbered where it is taken.

    `dates` is EDTF. Empty where there is no body.
    """
    code = re.sub(r"[^a-z0-9]+", "-", fold(body)).strip("-")
    if not code:
        return ""
    month = _MONTH.match(dates or "")
    name = f"{month[0]}-{code}" if month else code
    proposed, number = name, 2
    while proposed in plan.meetings:
        proposed, number = f"{name}-{number}", number + 1
    return proposed
