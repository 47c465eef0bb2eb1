"""Meetings and their agreements as data for both faces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rcm_tui.model.items import Agreement, Meeting
from rcm_tui.model.plan import Plan
from rcm_tui.reports.plain import plain
from rcm_tui.store import paths


def agreement_state(agreement: Agreement) -> str:
    """How an agreement stands, as a key of `looks.AGREEMENT_LOOK`: `to-place` where it leads nowhere yet."""
    return "to-place" if agreement.to_place else agreement.status.value


def led_to(agreement: Agreement) -> tuple[str, ...]:
    """The items that an agreement led to, those of its parts included, each once."""
    return tuple(dict.fromkeys((*agreement.items, *(item for part in agreement.parts for item in part.items))))


def agreement_json(plan: Plan, meeting: Meeting, agreement: Agreement) -> dict[str, Any]:
    """An agreement with all its fields, its meeting, whether it waits to be placed, and how its items stand today."""
    from rcm_tui.reports.trace import standing_json, traced

    written: dict[str, Any] = {"meeting": meeting.id, **plain(agreement)}
    written["toPlace"] = agreement.to_place
    trace = traced(plan, meeting, agreement)
    written["traced"] = trace.is_traced
    written["ledTo"] = [standing_json(one) for one in trace.items]
    return written


def meeting_row_json(meeting: Meeting, edition: str | None = None) -> dict[str, Any]:
    """One row of `rcm meeting list --json`. `edition` is its tag, None where it has none."""
    return {
        "id": meeting.id,
        "body": meeting.body,
        "ordinal": meeting.ordinal,
        "title": dict(meeting.title),
        "place": meeting.place,
        "dates": meeting.dates,
        "presidency": meeting.presidency,
        "status": meeting.status.value,
        "agreementCount": len(meeting.agreements),
        "toPlace": sum(agreement.to_place for agreement in meeting.agreements),
        "edition": edition,
        "path": paths.meeting_path(meeting.id),
    }


def meeting_json(plan: Plan, meeting: Meeting, left: Sequence[str] = (), edition: str | None = None) -> dict[str, Any]:
    """A meeting whole, with its agreements and statements, and sentences on what is left to do."""
    return {
        **meeting_row_json(meeting, edition),
        "participants": list(meeting.participants),
        "observers": list(meeting.observers),
        "organizations": list(meeting.organizations),
        "previous": plain(meeting.previous),
        "note": plain(meeting.note),
        "agreements": [agreement_json(plan, meeting, agreement) for agreement in meeting.agreements],
        "statements": plain(meeting.statements),
        "leftToDo": list(left),
    }
