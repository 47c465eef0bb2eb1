"""Meetings: planned, opened (changes are then attributed to them), closed (which makes the edition)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rcm_tui.i18n import N_, _, translator
from rcm_tui.model.errors import BadValue, RcmError
from rcm_tui.model.fieldpath import Value
from rcm_tui.model.items import Meeting, MeetingStatus
from rcm_tui.model.texts import Text
from rcm_tui.store import paths
from rcm_tui.workflow.change import Change, Target
from rcm_tui.workflow.values import actor_code, checked, read_date_value

if TYPE_CHECKING:
    from rcm_tui.workflow.view import PlanView
    from rcm_tui.workflow.workspace import Workspace

_OPENED, _CLOSED = N_("{meeting}: opened"), N_("{meeting}: closed")
_PUT_DOWN = N_("{meeting}: put in the register")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def new(
    workspace: Workspace,
    meeting_id: str,
    *,
    body: str,
    title: Text | None = None,
    dates: str | None = None,
    place: str | None = None,
    ordinal: str | None = None,
    presidency: str | None = None,
    participants: Sequence[str] = (),
    open_now: bool = False,
) -> Change:
    """A new meeting in the register. Its id is usually the month and the body: `2007-05-rcgm`.

    Raises BadValue for an id that is taken or malformed, an unknown body or actor, or a bad date.
    """
    if not _ID.fullmatch(meeting_id):
        raise BadValue(
            _("“{id}” is no id of a meeting; use small letters, digits and hyphens, such as 2007-05-rcgm").format(
                id=meeting_id
            )
        )
    if meeting_id in workspace.plan.meetings or (workspace.root / paths.meeting_path(meeting_id)).exists():
        raise BadValue(_("There is a meeting {id} already.").format(id=meeting_id))
    fields: dict[str, Value] = {
        "id": meeting_id,
        "body": _body(workspace, body),
        "ordinal": ordinal,
        "title": dict(title or {}),
        "place": place,
        "dates": read_date_value(dates) if dates else None,
        "presidency": actor_code(workspace.plan, presidency) if presidency else None,
        "status": (MeetingStatus.OPEN if open_now else MeetingStatus.PLANNED).value,
        "participants": [actor_code(workspace.plan, one) for one in participants],
    }
    data = workspace.plan.schema.arrange("meeting", {name: value for name, value in fields.items() if value})
    path = paths.meeting_path(meeting_id)
    checked(workspace, path, data)
    trailers = (("Opens", meeting_id),) if open_now else ()
    subject = _say(workspace, _OPENED if open_now else _PUT_DOWN, meeting_id)
    return Change((Target(path, data),), meeting_id, subject, trailers, meeting_id)


def _body(workspace: Workspace, body: str) -> str:
    bodies = workspace.plan.info.bodies
    for code in bodies:
        if code.casefold() == body.strip().casefold():
            return code
    if bodies:
        raise BadValue(
            _("There is no body “{code}”; plan/plan.yaml has: {bodies}").format(code=body, bodies=", ".join(bodies))
        )
    return body.strip()


def _say(workspace: Workspace, sentence: str, meeting_id: str) -> str:
    return translator(workspace.plan.info.first_language).gettext(sentence).format(meeting=meeting_id)


def open_meeting(workspace: Workspace, meeting_id: str) -> Change:
    """Open a planned meeting. Raises RcmError where it is closed: corrections are made between meetings."""
    meeting = workspace.plan.meetings[workspace.resolve_meeting(meeting_id)]
    if meeting.status is MeetingStatus.CLOSED:
        raise RcmError(
            _(
                "{meeting} is closed, and a closed meeting is not opened again. "
                "Record a late correction with --between-meetings and a reason."
            ).format(meeting=meeting.id)
        )
    if meeting.status is MeetingStatus.OPEN:
        raise RcmError(_("{meeting} is open already.").format(meeting=meeting.id))
    return _with_status(workspace, meeting, MeetingStatus.OPEN, _OPENED, "Opens")


def close(workspace: Workspace, meeting_id: str) -> Change:
    """Close an open meeting; recording it makes the edition, a tag `meeting/ID`.

    The record keeps the object id of the edition before, so that a tag that was moved is found.
    """
    meeting = workspace.plan.meetings[workspace.resolve_meeting(meeting_id)]
    if meeting.status is not MeetingStatus.OPEN:
        raise RcmError(
            _("{meeting} is not open; open it first with: rcm meeting open {meeting}").format(meeting=meeting.id)
        )
    return _with_status(workspace, meeting, MeetingStatus.CLOSED, _CLOSED, "Closes")


def _with_status(workspace: Workspace, meeting: Meeting, status: MeetingStatus, sentence: str, trailer: str) -> Change:
    data = {**workspace.data(meeting.id), "status": status.value}
    closes = None
    if status is MeetingStatus.CLOSED:
        closes = meeting.id
        previous = _edition_before(workspace)
        if previous is not None:
            data["previous"] = previous
    return Change(
        (Target(paths.meeting_path(meeting.id), workspace.plan.schema.arrange("meeting", data)),),
        subject=_say(workspace, sentence, meeting.id),
        trailers=((trailer, meeting.id),),
        meeting=meeting.id,
        closes=closes,
    )


def _edition_before(workspace: Workspace) -> dict[str, Value] | None:
    from rcm_tui.history.editions import editions

    made = editions(workspace.git)
    return {"id": made[-1].meeting, "tag": made[-1].tag_object} if made else None


def left_to_do(workspace: PlanView, meeting_id: str) -> tuple[str, ...]:
    """What is left before the meeting is closed, in sentences; empty where nothing is. None of it prevents closing."""
    from rcm_tui.workflow.closing import left

    return tuple(one.sentence for one in left(workspace, meeting_id))
