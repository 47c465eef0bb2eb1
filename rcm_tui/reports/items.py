"""Items as data for both faces: a row of a list, and one item whole with its calendar, requests and agreements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from rcm_tui.model import ids
from rcm_tui.model.items import Activity, Entry, Objective
from rcm_tui.model.plan import Behind, Plan, Unreadable, calendar_of
from rcm_tui.model.texts import stale_languages
from rcm_tui.reports.plain import plain
from rcm_tui.reports.requests import asked_of_entry, request_json
from rcm_tui.reports.styles import status_of
from rcm_tui.store import paths

Json = dict[str, Any]


def item_json(plan: Plan, item_id: str) -> Json:
    """One row of `rcm list --json`. `status` is None for subjects and objectives, `unreadable` for a broken file."""
    node = plan.node(item_id)
    archived = plan.is_archived(item_id)
    row: Json = {
        "id": item_id,
        "kind": ids.kind_of(item_id),
        "parent": ids.parent_of(item_id) or None,
        "number": None,
        "status": (status_of(node) or None) if node is not None else None,
        "archived": archived,
        "text": {},
        "responsible": [],
        "path": paths.item_path(item_id, archived=archived),
    }
    if node is None or isinstance(node, Unreadable):
        return row
    row["number"] = node.number
    row["text"] = dict(node.text)
    row["responsible"] = list(node.responsible) if isinstance(node, Activity) else []
    return row


def items_json(plan: Plan, item_ids: Iterable[str]) -> list[Json]:
    """The rows of `rcm list --json`, in the order given."""
    return [item_json(plan, item_id) for item_id in item_ids]


def whole_json(plan: Plan, item_id: str, on: date, last_change: Mapping[str, Any] | None) -> Json:
    """One item whole, as `rcm show --json` has it.

    `last_change` is {commit, meeting, person, date, reason, subject}, or None where nothing is recorded yet.
    """
    node = plan.node(item_id)
    whole = item_json(plan, item_id)
    whole |= {
        "formerly": [],
        "priority": None,
        "funding": None,
        "source": None,
        "staleTranslations": [],
        "archiving": None,
        "actions": [],
        "calendar": [],
        "agreements": [behind_json(behind) for behind in plan.agreements_behind(item_id)],
        "children": list(plan.children(item_id)),
        "problems": [],
        "lastChange": dict(last_change) if last_change is not None else None,
    }
    if isinstance(node, Unreadable):
        whole["problems"] = [plain(problem) for problem in node.problems]
    if node is None or isinstance(node, Unreadable):
        return whole
    whole["source"] = plain(node.source)
    whole["archiving"] = plain(node.archived)
    whole["staleTranslations"] = list(stale_languages(node.text, node.translated))
    whole["actions"] = actions_json(plan, item_id)
    whole["calendar"] = [entry_json(plan, item_id, entry, on) for entry in calendar_of(node)]
    if isinstance(node, Objective | Activity):
        whole |= {"formerly": list(node.formerly), "priority": node.priority, "funding": plain(node.funding)}
    return whole


def actions_json(plan: Plan, item_id: str) -> list[Json]:
    """The actions of an objective, or those of its objective that an activity carries out: id, number, text."""
    node = plan.items.get(item_id)
    if isinstance(node, Objective):
        return [{"id": one.id, "number": one.number, "text": dict(one.text)} for one in node.actions]
    if not isinstance(node, Activity):
        return []
    objective = plan.items.get(ids.parent_of(item_id))
    known = {one.id: one for one in objective.actions} if isinstance(objective, Objective) else {}
    return [
        {"id": one, "number": known[one].number, "text": dict(known[one].text)}
        if one in known
        else {"id": one, "number": None, "text": {}}
        for one in node.actions
    ]


def entry_json(plan: Plan, item_id: str, entry: Entry, on: date) -> Json:
    """A calendar entry with all its fields; its request also says how each asked actor stands."""
    written: Json = plain(entry)
    asked = asked_of_entry(plan, item_id, entry, on)
    written["request"] = request_json(asked) if asked is not None else None
    return written


def behind_json(behind: Behind) -> Json:
    """An agreement that led to an item: its meeting, id, number, kind, status and text."""
    agreement = behind.agreement
    return {
        "meeting": behind.meeting.id,
        "id": agreement.id,
        "number": agreement.number,
        "kind": agreement.kind.value,
        "status": agreement.status.value,
        "text": dict(agreement.text),
    }
