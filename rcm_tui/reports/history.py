"""Records and changes as data for both faces: what `rcm log --json`, `rcm show --json` and recording commands write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rcm_tui.changes.items import ItemChange
from rcm_tui.model.fieldpath import format_path
from rcm_tui.reports.plain import plain

if TYPE_CHECKING:
    from rcm_tui.history.log import Record


def change_json(change: ItemChange) -> dict[str, Any]:
    """What happened to one item: id, kind, change (added, removed, archived, ...), former id, fields before and after.

    An added or removed item has its whole data in `after` or `before`.
    """
    written: dict[str, Any] = {
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


def record_json(record: Record) -> dict[str, Any]:
    """One record: commit, date (ISO 8601 with offset), person, e-mail, meeting, subject, reason, items, trailers."""
    return {
        "commit": record.commit,
        "date": record.when.isoformat(),
        "person": record.author,
        "email": record.email,
        "meeting": record.meeting,
        "subject": record.subject,
        "reason": record.reason,
        "items": list(record.items),
        "files": list(record.files),
        "agreements": list(record.agreements),
        "proposedBy": list(record.proposed_by),
        "undoes": list(record.undoes),
        "trailers": [list(trailer) for trailer in record.trailers],
    }


def last_change_json(record: Record | None) -> dict[str, Any] | None:
    """Who changed an item last: commit, meeting, person, date, subject and reason; None where nothing is recorded."""
    if record is None:
        return None
    return {
        "commit": record.commit,
        "meeting": record.meeting,
        "person": record.author,
        "date": record.when.isoformat(),
        "subject": record.subject,
        "reason": record.reason,
    }
