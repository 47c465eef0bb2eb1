"""Items, records, changes, meetings, requests and agreements as JSON values, as every `--json` writes them.

Keys are those of the files, or camelCase where there is none; they are only ever added.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any

from rcm_tui.changes.items import ItemChange
from rcm_tui.model import ids
from rcm_tui.model.entries import Entry, Request
from rcm_tui.model.fieldpath import MISSING, format_path
from rcm_tui.model.items import Activity, Objective
from rcm_tui.model.meetings import Agreement, Decision, Meeting
from rcm_tui.model.plan import Behind, Plan, Unreadable, calendar_of
from rcm_tui.model.rules import Day
from rcm_tui.model.schema import ITEM_KINDS
from rcm_tui.model.texts import stale_languages
from rcm_tui.reports.requests import Asked, ResponseState, asked_of_entry
from rcm_tui.reports.styles import status_of
from rcm_tui.reports.trace import Traced, TraceState, standings_of, traced
from rcm_tui.store import paths

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from rcm_tui.history.log import Record

Json = dict[str, Any]


def plain(value: object) -> Any:
    """Return a frozen dataclass of the model (or what it holds) as mappings, lists and scalars, with every field.

    `from_` is the key `from`, as in the files. A missing value is None, an empty text map {}.
    """
    if value is None or value.__class__ in (str, int, bool, float):
        return value
    if value is MISSING:
        return None
    if is_dataclass(value) and not isinstance(value, type):
        return {key: plain(getattr(value, name)) for key, name in _keys(value.__class__)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): plain(below) for key, below in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(below) for below in value]
    return value


@cache
def _keys(declared: type[DataclassInstance]) -> tuple[tuple[str, str], ...]:
    """Return the keys of a dataclass in JSON, each with the name of its field."""
    return tuple((field.name.rstrip("_"), field.name) for field in fields(declared) if field.name != "own")


def own_json(plan: Plan, kind: str, thing: object) -> Json:
    """Return the values of the fields that the plan declares for a kind."""
    return {field.name: plain(field.of(thing)) for field in plan.schema.own(kind)}


def item_json(plan: Plan, item_id: str) -> Json:
    """Return one row of `rcm list --json`.

    `status` is None for subjects and objectives, `unreadable` for a file that cannot be read.
    """
    node = plan.node(item_id)
    archived = plan.is_archived(item_id)
    row: Json = {
        "id": item_id,
        "kind": ids.kind_of(item_id),
        "parent": plan.parent_of(item_id) or None,
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
    row |= {"printedNumber": plan.printed_number(item_id)} if plan.has_dotted_numbers else {}
    row["text"] = dict(node.text)
    row["responsible"] = list(node.responsible) if isinstance(node, Activity) else []
    return row


def items_json(plan: Plan, item_ids: Iterable[str]) -> list[Json]:
    """Return the rows of `rcm list --json`, in the order given."""
    return [item_json(plan, item_id) for item_id in item_ids]


def day_json(day: Day) -> Json:
    """Return the day that counts, and where it comes from."""
    return {"on": day.date.isoformat(), "onSource": day.source}


def whole_json(plan: Plan, item_id: str, on: date, last_change: Mapping[str, Any] | None) -> Json:
    """Return one item whole, as `rcm show --json` has it.

    `last_change` is {commit, meeting, person, date, reason, subject}, or None where nothing is recorded yet.
    """
    node = plan.node(item_id)
    whole = item_json(plan, item_id)
    whole |= {
        "formerly": [],
        **{field.name: None for kind in ITEM_KINDS for field in plan.schema.shown(kind)},
        "funding": None,
        "source": None,
        "staleTranslations": [],
        "unofficialTranslations": [],
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
    whole["unofficialTranslations"] = list(node.draft)
    whole["staleTranslations"] = list(stale_languages(node.text, node.translated))
    whole["actions"] = actions_json(plan, item_id)
    whole["calendar"] = [entry_json(plan, item_id, entry, on) for entry in calendar_of(node)]
    if isinstance(node, Objective | Activity):
        whole |= {"formerly": list(node.formerly), "funding": plain(node.funding)}
    return whole | {field.name: plain(field.of(node)) for field in plan.schema.shown(node.kind)}


def actions_json(plan: Plan, item_id: str) -> list[Json]:
    """Return the actions of an objective, or those of its objective that an activity carries out: id, number, text."""
    node = plan.items.get(item_id)
    if isinstance(node, Objective):
        return [{"id": action.id, "number": action.number, "text": dict(action.text)} for action in node.actions]
    if not isinstance(node, Activity):
        return []
    objective = plan.items.get(ids.objective_of(item_id))
    known = {action.id: action for action in objective.actions} if isinstance(objective, Objective) else {}
    return [
        {"id": action, "number": known[action].number, "text": dict(known[action].text)}
        if action in known
        else {"id": action, "number": None, "text": {}}
        for action in node.actions
    ]


def entry_json(plan: Plan, item_id: str, entry: Entry, on: date) -> Json:
    """Return a calendar entry with all its fields; its request also has the response of each actor that is asked."""
    asked = [request_json(request) for request in asked_of_entry(plan, item_id, entry, on)]
    return _with_requests(plain(entry), asked, has_first=entry.request is not None) | own_json(plan, "entry", entry)


def _with_requests(written: Json, requests: Sequence[Json], *, has_first: bool) -> Json:
    """Return what asks with its first request, and with `requests` where it has further ones."""
    written["request"] = requests[0] if has_first else None
    further = requests[1:] if has_first else requests
    if further:
        written["requests"] = list(further)
    else:
        del written["requests"]
    return written


def behind_json(behind: Behind) -> Json:
    """Return an agreement, or the part of one, that led to an item, and how surely it did."""
    decision = behind.decision
    return {
        "meeting": behind.meeting.id,
        "id": decision.id,
        "number": decision.number,
        "kind": behind.agreement.kind.value,
        "status": decision.status.value,
        "text": dict(decision.text),
        "agreement": behind.agreement.id,
        "strength": behind.strength.value,
        "action": behind.action or None,
    }


def change_json(change: ItemChange) -> Json:
    """Return what happened to one item: id, kind, change, former id, and its fields before and after.

    `change` is added, removed, archived, restored, moved or changed. An added or removed item has its whole data in
    `after` or `before`.
    """
    written: Json = {
        "id": change.key,
        "kind": change.kind,
        "change": change.what.value,
        "former": change.former,
        "fields": [
            {"path": format_path(field.path), "before": plain(field.before), "after": plain(field.after)}
            for field in change.fields
        ],
    }
    if change.before is None or change.after is None:
        written["before"] = plain(change.before.data) if change.before else None
        written["after"] = plain(change.after.data) if change.after else None
    return written


def record_json(record: Record) -> Json:
    """Return one record: commit, date (ISO 8601 with offset), person, meeting, subject, reason, items, trailers."""
    return {
        "commit": record.commit,
        "date": record.when.isoformat(),
        "person": None if record.is_unknown else record.author,
        "email": record.email,
        "meeting": None if record.is_unknown else record.meeting,
        "corrects": record.corrects,
        "subject": record.subject,
        "reason": record.reason,
        "items": list(record.items),
        "files": list(record.files),
        "agreements": list(record.agreements),
        "proposedBy": list(record.proposed_by),
        "undoes": list(record.undoes),
        "trailers": [list(trailer) for trailer in record.trailers],
    }


def last_change_json(record: Record | None) -> Json | None:
    """Return who changed an item last: commit, meeting, person, date, subject, reason; None for no record."""
    if record is None:
        return None
    return {
        "commit": record.commit,
        "meeting": None if record.is_unknown else record.meeting,
        "person": None if record.is_unknown else record.author,
        "date": record.when.isoformat(),
        "subject": record.subject,
        "reason": record.reason,
    }


def agreement_json(plan: Plan, meeting: Meeting, agreement: Agreement) -> Json:
    """Return an agreement: its fields, its meeting, whether it is linked to items, and the status of those items."""
    written: Json = {"meeting": meeting.id, **_decision_json(agreement), **own_json(plan, "agreement", agreement)}
    written["toPlace"] = agreement.to_place
    trace = traced(plan, meeting, agreement)
    written["traced"] = trace.is_traced
    written["ledTo"] = [standing_json(state) for state in trace.items]
    written["parts"] = [
        {
            **_decision_json(part),
            "toPlace": part.to_place,
            "ledTo": [standing_json(state) for state in standings_of(plan, part)],
        }
        for part in agreement.parts
    ]
    return written


def _decision_json(decision: Decision) -> Json:
    requests = [_request_as_written(request) for request in decision.all_requests]
    return _with_requests(plain(decision), requests, has_first=decision.request is not None)


def meeting_row_json(meeting: Meeting, edition: str | None = None) -> Json:
    """Return one row of `rcm meeting list --json`. `edition` is its tag, None where it has none."""
    return {
        "id": meeting.id,
        "body": meeting.body,
        "ordinal": meeting.ordinal,
        "title": dict(meeting.title),
        "place": meeting.place,
        "dates": meeting.dates,
        "presidency": meeting.presidency,
        "actors": dict(meeting.actors),
        "status": meeting.status.value,
        "agreementCount": len(meeting.agreements),
        "toPlace": sum(agreement.to_place for agreement in meeting.agreements),
        "edition": edition,
        "noEdition": meeting.no_edition,
        "adopted": meeting.adopted,
        "path": paths.meeting_path(meeting.id),
    }


def meeting_json(plan: Plan, meeting: Meeting, left: Sequence[str] = (), edition: str | None = None) -> Json:
    """Return a meeting whole, with its agreements and statements, and sentences on what is left to do."""
    return {
        **meeting_row_json(meeting, edition),
        "participants": list(meeting.participants),
        "observers": list(meeting.observers),
        "organizations": list(meeting.organizations),
        "previous": plain(meeting.previous),
        "note": plain(meeting.note),
        **own_json(plan, "meeting", meeting),
        "agreements": [agreement_json(plan, meeting, agreement) for agreement in meeting.agreements],
        "statements": plain(meeting.statements),
        "leftToDo": list(left),
    }


def request_json(asked: Asked) -> Json:
    """Return a request as in the file, with `asked` (the response of each actor), `deadline` and `settled`."""
    written = _request_as_written(asked.request)
    written["asked"] = [_response_json(response) for response in asked.standings]
    written["deadline"] = deadline_json(asked)
    written["deadlines"] = [day.text for day in asked.deadlines]
    written["settled"] = asked.settled
    if asked.round is not None:
        written["round"] = {"id": asked.round.key, "date": asked.round.due.text if asked.round.due else None}
    if asked.other_rounds:
        written["otherRounds"] = [
            {"id": other.key, "answers": [_response_json(each) for each in answers]}
            for other, answers in asked.other_rounds
        ]
    return written


def _request_as_written(request: Request) -> Json:
    """Return the fields of a request; its id, text and rounds, which few requests have, only where there are any."""
    return {name: value for name, value in plain(request).items() if value not in ("", {}) or name == "received"}


def _response_json(response: ResponseState) -> Json:
    return {
        "actor": response.actor,
        "answer": response.answer,
        "date": response.date,
        "note": dict(response.note or {}),
    }


def request_row_json(asked: Asked) -> Json:
    """Return one row of `rcm requests --json`."""
    return {
        "item": asked.owner,
        "entry": asked.entry,
        "status": asked.status,
        "archived": asked.archived,
        "text": dict(asked.text),
        **request_json(asked),
    }


def deadline_json(asked: Asked) -> Json | None:
    """Return the deadline as {date (EDTF), last (its last day), passed}; None where there is none."""
    if asked.deadline is None:
        return None
    last = asked.deadline.last.isoformat() if asked.deadline.last else None
    return {"date": asked.deadline.text, "last": last, "passed": asked.passed}


def standing_json(standing: TraceState) -> Json:
    """Return the present state of an item that an agreement led to."""
    return {
        "id": standing.id,
        "named": standing.named,
        "status": standing.status or None,
        "archived": standing.archived,
        "found": standing.found,
        "below": dict(standing.below),
        "strength": standing.strength.value,
        "action": standing.action or None,
    }


def traced_json(traced: Traced) -> Json:
    """Return an agreement and its follow-up."""
    agreement = traced.agreement
    return {
        "meeting": traced.meeting.id,
        "id": agreement.id,
        "number": agreement.number,
        "text": dict(agreement.text),
        "kind": agreement.kind.value,
        "status": agreement.status.value,
        "traced": traced.is_traced,
        "noItem": traced.reason or None,
        "items": [standing_json(standing) for standing in traced.items],
    }
