"""Audit what a record did to meetings: unmarked corrections, statuses set by hand, editions that should not exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rcm_tui.changes.corrections import is_closed, is_correction
from rcm_tui.changes.items import MEETING, key_of
from rcm_tui.history.audit.contents import plain
from rcm_tui.history.audit.findings import Code, Finding
from rcm_tui.history.audit.ledger import Ledger
from rcm_tui.history.git import PathChange
from rcm_tui.history.log import Record
from rcm_tui.history.message import CORRECTS
from rcm_tui.model.dates import days_of
from rcm_tui.store.paths import INFO


def meeting_findings(
    ledger: Ledger, record: Record, touched: Sequence[PathChange], blobs: Mapping[str, bytes]
) -> Iterator[Finding]:
    """Find what is wrong with the meetings that a record touched, and note the editions that its files declare.

    `blobs` are the contents before and after.
    """
    for change in touched:
        if change.path == INFO and change.new is not None:
            ledger.read(INFO, blobs.get(change.new, b""))
    for change in touched:
        key, kind = key_of(change.path)
        if kind != MEETING:
            continue
        before = plain(blobs.get(change.old, b"")) if change.old is not None else None
        after = plain(blobs.get(change.new, b"")) if change.new is not None else None
        if before is not None:
            yield from _changed(ledger, record, key, before, after)
        if change.new is not None and after is not None:
            if key == record.closes and not record.undoes and not record.redoes:
                yield from _edition(ledger, record, key, after)
            ledger.read(change.path, blobs.get(change.new, b""))


def _changed(
    ledger: Ledger, record: Record, meeting: str, before: Mapping[str, Any], after: Mapping[str, Any] | None
) -> Iterator[Finding]:
    """Find changes of the record of a closed meeting, and of a meeting's status, that do not say what they are."""
    if after is not None and before.get("status") != after.get("status"):
        if not _sets_status(ledger, record, meeting, before):
            states = {"before": str(before.get("status")), "after": str(after.get("status"))}
            yield _finding(Code.MEETING_STATUS, record, meeting=meeting, **states)
    elif meeting not in record.values(CORRECTS) and is_correction(before, after):
        yield _finding(Code.NOT_A_CORRECTION, record, meeting=meeting)


def _sets_status(ledger: Ledger, record: Record, meeting: str, before: Mapping[str, Any]) -> bool:
    """Return whether the record opens or closes the meeting, or undoes that."""
    closing = ledger.closing.get(meeting)
    if not is_closed(before):
        return bool(record.undoes or record.redoes) or meeting in (record.opens, record.closes)
    return closing is not None and bool({closing, ledger.redone.get(closing)} & set(record.undoes))


def _edition(ledger: Ledger, record: Record, meeting: str, data: Mapping[str, Any]) -> Iterator[Finding]:
    """Find an edition that a closing should not have made."""
    if data.get("no_edition"):
        return
    body, last = str(data.get("body")), days_of(str(data.get("dates") or ""))[1]
    if not ledger.makes_editions(body):
        yield _finding(Code.EDITION_OF_BODY, record, meeting=meeting, body=body)
    later = [(first, holder) for holder, first in ledger.held.items() if last is not None and first > last.isoformat()]
    if later:
        yield _finding(Code.EDITION_OF_THE_PAST, record, meeting=meeting, later=max(later)[1])


def _finding(code: Code, record: Record, **facts: str) -> Finding:
    return Finding(code, record.commit, {"subject": record.subject, "person": record.author, **facts})
