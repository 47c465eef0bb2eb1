"""What becomes of unanswered requests when their item is archived, completed or cancelled.

It is asked of every change, whatever command, form or program made it, and recorded in the request: `unanswered` says
that it is closed or stays open, `moved_to` with which item it goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from rcm_tui.i18n import _
from rcm_tui.model import ids
from rcm_tui.model.entries import requests_in
from rcm_tui.model.errors import BadValue
from rcm_tui.model.fieldpath import Value, member_name, put
from rcm_tui.model.items import Activity, Subject
from rcm_tui.model.plan import calendar_of
from rcm_tui.model.rounds import in_round
from rcm_tui.model.rules import KEPT_OPEN, NO_LONGER, asked_actors
from rcm_tui.model.structures import Ledger, Rounds
from rcm_tui.store import paths
from rcm_tui.store.decode import Undecodable, decode
from rcm_tui.store.yaml import revise
from rcm_tui.workflow.change import Change, Target, Unanswered
from rcm_tui.workflow.recording import taken_ids
from rcm_tui.workflow.values import checked

if TYPE_CHECKING:
    from rcm_tui.model.plan import Plan
    from rcm_tui.workflow.workspace import Workspace


def left_unanswered(plan: Plan, change: Change, on: date) -> tuple[Unanswered, ...]:
    """Find the requests that a change would leave unanswered on a day, and says nothing about."""
    if any(key in ("Undoes", "Redoes") for key, _value in change.trailers):
        return ()
    return tuple(one for target in change.targets for one in _of_target(plan, target, on))


def _of_target(plan: Plan, target: Target, on: date) -> Iterator[Unanswered]:
    item_id = paths.stem(target.path)
    before = plan.items.get(paths.stem(target.moved_from or target.path)) if ids.is_id(item_id) else None
    if before is None or isinstance(before, Subject) or target.data is None:
        return
    is_over = plan.statuses.is_over
    ended = paths.is_archive_path(target.path) and not plan.is_archived(before.id)
    if isinstance(before, Activity):
        ended |= not is_over(before.status) and is_over(target.data.get("status"))
    was_over = {entry.id for entry in calendar_of(before) if is_over(entry.status)}
    calendar = target.data.get("calendar")
    for place, entry in enumerate(calendar if isinstance(calendar, list) else ()):
        entry_id = member_name(entry, place)
        if entry_id in was_over or not (ended or is_over(entry.get("status"))):
            continue
        for below, request in requests_in(entry):
            waiting = _waiting(plan, request, entry.get("meeting"), on)
            if waiting and not request.get("unanswered") and not request.get("moved_to"):
                yield Unanswered(item_id, entry_id, entry, waiting, below)


def _waiting(plan: Plan, data: Mapping[str, Value], meeting: str | None, on: date) -> tuple[str, ...]:
    """Return who has not answered a request, or the current round of one that recurs."""
    try:
        request = in_round(plan, decode(data, "request"), meeting, on)
    except Undecodable:
        return ()  # The record is refused for it.
    return tuple(one for one in asked_actors(plan, request) if one not in request.received)


def settle(workspace: Workspace, change: Change, found: tuple[Unanswered, ...], outcome: str) -> Change:
    """Return the change with what becomes of the requests: `closed`, `open`, or the item with which they go on.

    Raises BadValue for anything else.
    """
    data = {paths.stem(one.path): one.data for one in change.targets if one.data is not None}
    targets, field = list(change.targets), "unanswered"
    value: Value = outcome
    if outcome not in (KEPT_OPEN, NO_LONGER):
        other, moved = _moved(workspace, change, found, outcome)
        field, value = "moved_to", [other]
        targets.append(moved)
    for one in found:
        data[one.item_id] = put(data[one.item_id], (*one.path, field), value)
    arrange = workspace.plan.schema.arrange
    settled = {one.item_id: arrange(ids.kind_of(one.item_id), data[one.item_id]) for one in found}
    for at, target in enumerate(targets):
        key = paths.stem(target.path)
        if key in settled:
            # What came out of an editor keeps its layout.
            raw = revise(target.raw_bytes, settled[key]) if target.raw_bytes is not None else None
            targets[at] = replace(target, data=settled[key], raw_bytes=raw)
            checked(workspace, target.path, settled[key])
    return replace(change, targets=tuple(targets), notes=(*change.notes, *_notes(found, outcome)))


def _notes(found: tuple[Unanswered, ...], outcome: str) -> Iterator[str]:
    said = {
        KEPT_OPEN: _("Not answered, and still open: {request}"),
        NO_LONGER: _("Not answered, and closed: {request}"),
    }.get(outcome, _("Not answered, and moved to {item}: {request}"))
    for one in found:
        yield said.format(request=one, item=outcome)


def _moved(workspace: Workspace, change: Change, found: tuple[Unanswered, ...], words: str) -> tuple[str, Target]:
    """Return the item that the requests go on with, and its file with an entry for each."""
    other = workspace.resolve(words)
    path = workspace.path(other)
    if isinstance(workspace.plan.items.get(other), Subject) or workspace.plan.is_archived(other):
        raise BadValue(_("{item} is no objective or activity of the current plan.").format(item=other))
    if change.target(path) is not None:
        raise BadValue(_("{item} is changed by the same record; move the requests to another item.").format(item=other))
    data = workspace.data(other)
    calendar = list(data.get("calendar") or ())
    taken = set(taken_ids(data))
    fields = workspace.plan.schema.kinds["request"]
    left = [field.name for field in fields if not field.settable or isinstance(field.type, Ledger | Rounds)]
    for one in found:
        new = ids.member_id(taken)
        taken.add(new)
        request = {key: value for key, value in one.request.items() if key not in left}
        if any(map(one.request.get, left)):
            request["from"] = list(one.waiting)
        entry = {**one.entry, "id": new, "status": workspace.plan.statuses.waiting, "request": request}
        # What happened, where the source prints it and who did what stay with the old entry.
        entry.pop("requests", None)
        entry.pop("date", None)
        entry.pop("source", None)
        entry.pop("actors", None)
        entry.pop("meeting", None)
        if workspace.meeting is not None:
            entry["meeting"] = workspace.meeting
        calendar.append(entry)
    arranged = workspace.plan.schema.arrange(ids.kind_of(other), {**data, "calendar": calendar})
    checked(workspace, path, arranged)
    return other, Target(path, arranged)
