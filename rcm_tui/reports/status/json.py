"""The status report as JSON, as `rcm status --json` writes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rcm_tui.reports.json import deadline_json, plain
from rcm_tui.reports.status.calendar import Ahead, Deadline, Waiting
from rcm_tui.reports.status.figures import CountryFigures, Need, Part, SubjectStanding, missing_by_currency
from rcm_tui.reports.status.report import About, StatusReport, StepFigures, TrendPoint

Json = dict[str, Any]


def status_json(report: StatusReport) -> Json:
    """Return all figures with the ids behind them, without `schemaVersion` and `kind`; keys are only ever added."""
    return {
        "title": dict(report.plan.info.title),
        **_about(report.about),
        "standing": [_standing(one) for one in report.standing],
        "changed": _step(report.changed),
        "changedBefore": _step(report.changed_before),
        "trend": [_point(one) for one in report.trend],
        "waiting": [_waiting(one) for one in report.waiting],
        "grid": {
            "requests": list(report.grid.columns),
            "countries": [
                {
                    "actor": row.actor,
                    "answers": [{"answer": cell.answer, "date": cell.date} for cell in row.cells],
                }
                for row in report.grid.rows
            ],
        },
        "deadlines": {
            "passed": [_deadline(one) for one in report.deadlines.passed],
            "toCome": [_deadline(one) for one in report.deadlines.to_come],
        },
        "archiveDue": [{"id": one.id, "last": one.last.isoformat(), "why": one.why} for one in report.due],
        "withoutNews": {"meetings": list(report.quiet.meetings), "items": list(report.quiet.items)},
        "withoutResponsible": list(report.nobody),
        "emphasis": [
            {"key": one.key, "text": dict(one.text), "status": one.status, "printedOpen": one.printed_open}
            for one in report.disagreements
        ],
        "ahead": [_ahead(one) for one in report.ahead],
        "agreementsWithoutItem": [
            {
                "meeting": one.meeting,
                "id": one.agreement.id,
                "number": one.agreement.number,
                "status": one.agreement.status.value,
                "text": dict(one.agreement.text),
            }
            for one in report.agreements
        ],
        "priorities": [_need(one) for one in report.needs],
        "missing": missing_by_currency(report.needs),
        "country": _country(report.country) if report.country is not None else None,
    }


def _about(about: About) -> Json:
    return {
        "on": about.on.isoformat(),
        "onSource": about.on_source,
        "at": about.at,
        "since": about.since,
        "subject": about.subject,
        "actor": about.actor,
    }


def _standing(one: SubjectStanding) -> Json:
    return {
        "id": one.id,
        "number": one.number,
        "title": dict(one.title),
        "objectives": list(one.objectives),
        "activities": {status: list(ids) for status, ids in one.by_status.items()},
        "archived": list(one.archived),
    }


def _step(step: StepFigures | None) -> Json | None:
    if step is None:
        return None
    return {
        "from": step.before,
        "to": step.after,
        "items": {what: list(ids) for what, ids in step.by_what.items()},
        "statuses": [{"id": turn.id, "before": turn.before, "after": turn.after} for turn in step.turns],
    }


def _point(point: TrendPoint) -> Json:
    changed: Mapping[str, int] = {}
    if point.step is not None:
        changed = {what: len(ids) for what, ids in point.step.by_what.items()}
    return {
        "meeting": point.meeting,
        "activities": dict(point.by_status),
        "open": point.open,
        "archived": point.archived,
        "changed": dict(changed) if point.step is not None else None,
    }


def _waiting(one: Waiting) -> Json:
    asked = one.asked
    return {
        "key": asked.key,
        "text": dict(asked.text),
        "from": list(asked.request.from_),
        "to": asked.request.to,
        "since": {"date": one.since.date, "meeting": one.since.meeting},
        "deadline": deadline_json(asked),
        "every": asked.request.every,
        "waitingFor": list(asked.waiting),
        "answered": [
            {"actor": each.actor, "answer": each.answer, "date": each.date}
            for each in asked.standings
            if each.has_answered
        ],
    }


def _deadline(one: Deadline) -> Json:
    return {
        "what": one.what,
        "key": one.key,
        "date": one.date.text,
        "text": dict(one.text),
        "actors": list(one.actors),
        "every": one.recurring,
    }


def _ahead(one: Ahead) -> Json:
    return {
        "what": one.what,
        "key": one.key,
        "date": one.date.text if one.date is not None else None,
        "text": dict(one.text),
        "place": one.place,
        "actors": list(one.actors),
    }


def _need(need: Need) -> Json:
    return {
        "key": need.key,
        "text": dict(need.text),
        "status": need.status or None,
        "priority": need.priority,
        "funding": plain(need.funding),
        "pending": need.pending,
        "unfunded": need.unfunded,
    }


def _country(figures: CountryFigures) -> Json:
    return {
        "actor": figures.actor,
        "waiting": [asked.key for asked, _standing in figures.owes],
        "answered": [
            {"key": asked.key, "answer": standing.answer, "date": standing.date} for asked, standing in figures.answered
        ],
        "hosts": [_part(part) for part in figures.hosts],
        "offers": [_part(part) for part in figures.offered],
        "takesPart": [_part(part) for part in figures.takes_part],
        "responsible": list(figures.responsible),
        "agreements": list(figures.agreements),
    }


def _part(part: Part) -> Json:
    return {
        "key": part.key,
        "role": part.role,
        "text": dict(part.text),
        "date": part.date.text if part.date is not None else None,
        "status": part.status or None,
        "place": part.place,
        "funding": plain(part.funding),
    }
