"""What becomes of unanswered requests when their item is archived, completed or cancelled.

It is asked of every change, whatever command, form or program made it, and recorded in the request: `unanswered` says
that it is closed or stays open, `moved_to` with which item it goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from rcm_tui.history.recorded import recorded_bytes
from rcm_tui.i18n import _
from rcm_tui.model import ids
from rcm_tui.model.entries import requests_in
from rcm_tui.model.errors import BadValue
from rcm_tui.model.fieldpath import Value, member_name, put
from rcm_tui.model.items import Subject
from rcm_tui.model.rounds import in_round
from rcm_tui.model.rules import KEPT_OPEN, NO_LONGER, asked_actors
from rcm_tui.model.structures import Ledger, Rounds
from rcm_tui.store import paths
from rcm_tui.store.decode import Undecodable, decode
from rcm_tui.store.yaml import YamlProblem, parse, revise
from rcm_tui.workflow.change import Change, Target, Unanswered
from rcm_tui.workflow.plan_files import places
from rcm_tui.workflow.recording import taken_ids
from rcm_tui.workflow.values import checked

if TYPE_CHECKING:
    from rcm_tui.model.plan import Plan
    from rcm_tui.workflow.workspace import Workspace


def left_unanswered(workspace: Workspace, change: Change) -> tuple[Unanswered, ...]:
    """Find the requests that a change, with external edits if it records them, would leave unanswered in silence."""
    if any(key in ("Undoes", "Redoes") for key, _value in change.trailers):
        return ()
    found = []
    for target in change.targets:
        waiting = list(_over_and_waiting(workspace, target))
        if waiting:
            ended, was_over = _ended(workspace, target)
            found += [
                unanswered
                for unanswered in waiting
                if unanswered.entry_id not in was_over and (ended or _is_over(workspace, unanswered))
            ]
    return tuple(found)


def _over_and_waiting(workspace: Workspace, target: Target) -> Iterator[Unanswered]:
    """Yield the requests of an item that wait for somebody though it, or their entry, is over."""
    item_id, plan = paths.stem(target.path), workspace.plan
    if target.data is None or not ids.is_id(item_id) or ids.kind_of(item_id) == ids.SUBJECT:
        return
    calendar = target.data.get("calendar")
    over = paths.is_archive_path(target.path) or plan.statuses.is_over(target.data.get("status"))
    for place, entry in enumerate(calendar if isinstance(calendar, list) else ()):
        if not isinstance(entry, Mapping) or not (over or plan.statuses.is_over(entry.get("status"))):
            continue
        for below, request in requests_in(entry):
            waiting = _waiting(plan, request, entry.get("meeting"), workspace.on)
            if waiting and not request.get("unanswered") and not request.get("moved_to"):
                yield Unanswered(item_id, member_name(entry, place), entry, waiting, below)


def _is_over(workspace: Workspace, unanswered: Unanswered) -> bool:
    return workspace.plan.statuses.is_over(unanswered.entry.get("status"))


def _ended(workspace: Workspace, target: Target) -> tuple[bool, frozenset[str]]:
    """Return whether an item is over now and was not in its last record, and the entries that were over there."""
    is_over = workspace.plan.statuses.is_over
    recorded = recorded_bytes(workspace.git, places(paths.stem(target.moved_from or target.path)))
    if not recorded:
        return False, frozenset(entry["id"] for entry in (target.data or {}).get("calendar") or () if entry.get("id"))
    path, raw = next(iter(recorded.items()))
    try:
        before = parse(raw)
    except YamlProblem:
        return False, frozenset()
    ended = paths.is_archive_path(target.path) and not paths.is_archive_path(path)
    ended |= is_over((target.data or {}).get("status")) and not is_over(str(before.get("status")))
    entries = before.get("calendar")
    return ended, frozenset(
        member_name(entry, place)
        for place, entry in enumerate(entries if isinstance(entries, list) else ())
        if isinstance(entry, Mapping) and is_over(str(entry.get("status")))
    )


def _waiting(plan: Plan, data: Mapping[str, Value], meeting: str | None, on: date) -> tuple[str, ...]:
    """Return who has not answered a request, or the current round of one that recurs."""
    try:
        request = in_round(plan, decode(data, "request"), meeting, on)
    except Undecodable:
        return ()  # The record is refused for it.
    return tuple(actor for actor in asked_actors(plan, request) if actor not in request.received)


def settle(workspace: Workspace, change: Change, found: tuple[Unanswered, ...], outcome: str) -> Change:
    """Return the change with what becomes of the requests: `closed`, `open`, or the item with which they go on.

    Raises BadValue for anything else.
    """
    data = {paths.stem(target.path): target.data for target in change.targets if target.data is not None}
    targets, field = list(change.targets), "unanswered"
    value: Value = outcome
    if outcome not in (KEPT_OPEN, NO_LONGER):
        other, moved = _moved(workspace, change, found, outcome)
        field, value = "moved_to", [other]
        targets.append(moved)
    for unanswered in found:
        data[unanswered.item_id] = put(data[unanswered.item_id], (*unanswered.path, field), value)
    arrange = workspace.plan.schema.arrange
    settled = {
        unanswered.item_id: arrange(ids.kind_of(unanswered.item_id), data[unanswered.item_id]) for unanswered in found
    }
    for at, target in enumerate(targets):
        key = paths.stem(target.path)
        if key in settled:
            # What came out of an editor keeps its layout.
            raw = revise(target.raw_bytes, settled[key]) if target.raw_bytes is not None else None
            targets[at] = replace(target, data=settled[key], raw_bytes=raw)
            checked(workspace, target.path, settled[key])
    return replace(change, targets=tuple(targets), notes=(*change.notes, *_notes(found, outcome)))


def _notes(found: tuple[Unanswered, ...], outcome: str) -> Iterator[str]:
    text = {
        KEPT_OPEN: _("Not answered, and still open: {request}"),
        NO_LONGER: _("Not answered, and closed: {request}"),
    }.get(outcome, _("Not answered, and moved to {item}: {request}"))
    for unanswered in found:
        yield text.format(request=unanswered, item=outcome)


def _moved(workspace: Workspace, change: Change, found: tuple[Unanswered, ...], words: str) -> tuple[str, Target]:
    """Return the item that the requests go on with, and its file with an entry for each."""
    other = workspace.resolve(words)
    path = workspace.path(other)
    if isinstance(workspace.plan.items.get(other), Subject) or workspace.plan.is_archived(other):
        raise BadValue(_("{item} is not an objective or activity of the current plan.").format(item=other))
    if change.target(path) is not None:
        raise BadValue(_("{item} is changed by the same record; move the requests to another item.").format(item=other))
    data = workspace.data(other)
    calendar = list(data.get("calendar") or ())
    taken = set(taken_ids(data))
    fields = workspace.plan.schema.kinds["request"]
    left = [field.name for field in fields if not field.settable or isinstance(field.type, Ledger | Rounds)]
    for unanswered in found:
        new = ids.member_id(taken)
        taken.add(new)
        request = {key: value for key, value in unanswered.request.items() if key not in left}
        if any(map(unanswered.request.get, left)):
            request["from"] = list(unanswered.waiting)
        entry = {**unanswered.entry, "id": new, "status": workspace.plan.statuses.waiting, "request": request}
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
