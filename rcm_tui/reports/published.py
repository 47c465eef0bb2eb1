"""A plan as anybody may see it, without what is internal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rcm_tui.changes.items import MEETING, ItemChange
from rcm_tui.model.entries import Answer, Asking, Entry, Request
from rcm_tui.model.fieldpath import Path
from rcm_tui.model.items import Item, Objective, Subject
from rcm_tui.model.meetings import Agreement, Meeting
from rcm_tui.model.plan import Plan


def published_plan(plan: Plan) -> Plan:
    """Return the plan without reasons, notes, evidence, withdrawn agreements and fields that are not to be published.

    The e-mail addresses of actors stay where plan.yaml says that they are published.

    So whatever is made of it can be given to anybody.
    """
    fields = {name: declared for name, declared in plan.info.fields.items() if declared.published}
    actors = plan.actors
    if not plan.info.publish_email:
        actors = {code: replace(actor, email=()) for code, actor in actors.items()}
    return replace(
        plan,
        info=replace(plan.info, fields=fields),
        actors=actors,
        items={item_id: _item(item) for item_id, item in plan.items.items()},
        meetings={meeting_id: _meeting(meeting) for meeting_id, meeting in plan.meetings.items()},
        problems=(),
    )


def _item(item: Item) -> Item:
    archived = replace(item.archived, reason=None) if item.archived is not None else None
    if isinstance(item, Subject):
        return replace(item, archived=archived, source=None)
    calendar = tuple(map(_entry, item.calendar))
    if isinstance(item, Objective):
        actions = tuple(replace(action, source=None) for action in item.actions)
        return replace(item, archived=archived, source=None, calendar=calendar, actions=actions)
    return replace(item, archived=archived, source=None, calendar=calendar)


def _entry(entry: Entry) -> Entry:
    return replace(entry, source=None, **_requests(entry))


def _requests(asking: Asking) -> dict[str, Any]:
    """Return the requests of what asks, without the notes on the answers."""
    first = _request(asking.request) if asking.request is not None else None
    return {"request": first, "requests": tuple(map(_request, asking.requests))}


def _request(request: Request) -> Request:
    rounds = {name: _answers(received) for name, received in request.rounds.items()}
    return replace(request, received=_answers(request.received), rounds=rounds)


def _answers(received: Mapping[str, str | Answer]) -> Mapping[str, str | Answer]:
    return {who: replace(answer, note={}) if isinstance(answer, Answer) else answer for who, answer in received.items()}


def _meeting(meeting: Meeting) -> Meeting:
    left = tuple(_agreement(agreement) for agreement in meeting.agreements if not agreement.is_withdrawn)
    return replace(meeting, agreements=left, note=None)


def _agreement(agreement: Agreement) -> Agreement:
    parts = tuple(
        replace(agreement_part, **_requests(agreement_part))
        for agreement_part in agreement.parts
        if not agreement_part.is_withdrawn
    )
    return replace(agreement, parts=parts, **_requests(agreement))


def published_change(plan: Plan, change: ItemChange) -> ItemChange:
    """Return a change without the agreements, and parts of agreements, that are withdrawn in a plan."""
    meeting = plan.meetings.get(change.key) if change.kind == MEETING else None
    if meeting is None:
        return change
    withdrawn: list[Path] = [("agreements", agreement.id) for agreement in meeting.agreements if agreement.is_withdrawn]
    for agreement in meeting.agreements:
        withdrawn += [("agreements", agreement.id, "parts", part.id) for part in agreement.parts if part.is_withdrawn]
    fields = (field for field in change.fields if not any(field.path[: len(path)] == path for path in withdrawn))
    return replace(change, fields=tuple(fields))
