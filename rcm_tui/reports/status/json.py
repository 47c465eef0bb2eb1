"""The status report as JSON, as `rcm status --json` writes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rcm_tui.reports.json import day_json, deadline_json, plain
from rcm_tui.reports.status.calendar import Ahead, Deadline, Waiting
from rcm_tui.reports.status.country import CountryFigures, Part
from rcm_tui.reports.status.figures import missing_by_currency
from rcm_tui.reports.status.report import StatusReport, StepFigures, TrendPoint

Json = dict[str, Any]


def status_json(report: StatusReport) -> Json:
    """Return all figures with the ids behind them, without `schemaVersion` and `kind`; keys are only ever added.

    The long lists are generators.
    """
    about = report.about
    return {
        "title": dict(report.plan.info.title),
        **day_json(about.day),
        "at": about.at,
        "since": about.since,
        "subject": about.subject,
        "actor": about.actor,
        "standing": [
            {
                "id": standing.id,
                "number": standing.number,
                "title": dict(standing.title),
                "objectives": list(standing.objectives),
                "activities": plain(standing.by_status),
                "archived": list(standing.archived),
            }
            for standing in report.standing
        ],
        "totals": [plain(totals) for totals in report.totals],
        "changed": _step(report.changed),
        **({"whyNotChanged": report.why_no_changes} if report.why_no_changes else {}),
        "changedBefore": _step(report.changed_before),
        "trend": [_point(point) for point in report.trend],
        "waiting": (_waiting(waiting) for waiting in report.waiting),
        "grid": {
            "requests": list(report.grid.columns),
            "countries": (
                {
                    "actor": row.actor,
                    "answers": ({"answer": cell.answer, "date": cell.date} for cell in row.cells),
                }
                for row in report.grid.rows
            ),
        },
        "deadlines": {
            "passed": (_deadline(deadline) for deadline in report.deadlines.passed),
            "toCome": (_deadline(deadline) for deadline in report.deadlines.to_come),
        },
        "archiveDue": [{"id": due.id, "last": due.last.isoformat(), "why": due.why} for due in report.due],
        "archiveUndated": list(report.undated),
        "withoutNews": {"meetings": list(report.quiet.meetings), "items": list(report.quiet.items)},
        "withoutResponsible": list(report.nobody),
        "emphasis": [
            {
                "key": disagreement.key,
                "text": dict(disagreement.text),
                "status": disagreement.status,
                "printedOpen": disagreement.printed_open,
            }
            for disagreement in report.disagreements
        ],
        "ahead": (_dated(ahead) for ahead in report.ahead),
        "agreementsWithoutItem": [
            {
                "meeting": loose.meeting,
                "id": loose.agreement.id,
                "number": loose.agreement.number,
                "status": loose.agreement.status.value,
                "text": dict(loose.agreement.text),
            }
            for loose in report.agreements
        ],
        "priorities": ({**plain(need), "status": need.status or None} for need in report.needs),
        "missing": missing_by_currency(report.needs),
        "country": actor_json(report.country) if report.country is not None else None,
    }


def _step(step: StepFigures | None) -> Json | None:
    if step is None:
        return None
    return {
        "from": step.before,
        "to": step.after,
        "items": {what: list(ids) for what, ids in step.by_what.items()},
        "statuses": [{"id": turn.id, "before": turn.before, "after": turn.after} for turn in step.turns],
        "others": list(step.others),
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


def _waiting(waiting: Waiting) -> Json:
    asked = waiting.asked
    return {
        "key": asked.key,
        "text": dict(asked.text),
        "from": list(asked.request.from_),
        "to": asked.request.to,
        "since": {"date": waiting.since.date, "meeting": waiting.since.meeting},
        "deadline": deadline_json(asked),
        "every": asked.request.every,
        "waitingFor": list(asked.waiting),
        "answered": [
            {"actor": each.actor, "answer": each.answer, "date": each.date}
            for each in asked.standings
            if each.has_answered
        ],
    }


def _dated(dated: Deadline | Ahead | Part) -> Json:
    """Return a figure with its date as EDTF."""
    return {**plain(dated), "date": dated.date.text if dated.date is not None else None}


def _deadline(deadline: Deadline) -> Json:
    written = _dated(deadline)
    del written["passed"]  # The list that it is in says so.
    written["every"] = written.pop("recurring")
    return written


def _part(part: Part) -> Json:
    written = _dated(part)
    del written["passed"]
    return {**written, "status": part.status or None}


def actor_json(figures: CountryFigures) -> Json:
    """Return the figures of one actor: keys of requests, parts, items and agreements."""
    return {
        "actor": figures.actor,
        "waiting": [asked.key for asked, _response in figures.owes],
        "answered": [
            {"key": asked.key, "answer": response.answer, "date": response.date} for asked, response in figures.answered
        ],
        "deadlines": [_deadline(deadline) for deadline in figures.deadlines],
        "hosts": [_part(part) for part in figures.hosts],
        "offers": [_part(part) for part in figures.offered],
        "takesPart": [_part(part) for part in figures.takes_part],
        "responsible": list(figures.responsible),
        "agreements": list(figures.agreements),
    }
