"""The notes of a plan, which are printed at the top of each edition.

A note can hold the edition's `{body}`, `{month}`, `{place}` and `{dates}`, which are filled from the edition printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from rcm_tui.model.dates import DAY, INTERVAL, MONTH, DateError, overlaps, parse
from rcm_tui.model.fieldpath import Path
from rcm_tui.model.regex import regex

if TYPE_CHECKING:
    from rcm_tui.model.dates import PartialDate
    from rcm_tui.model.meetings import Meeting
    from rcm_tui.model.plan import Plan

PLACEHOLDERS = ("body", "month", "place", "dates")
_PLACEHOLDER = regex(r"\{(\w*)\}")


def filled(note: str, values: Mapping[str, str]) -> str:
    """Fill the placeholders of a note; empty where a value is not known."""
    names = [name for name in _PLACEHOLDER.findall(note) if name in PLACEHOLDERS]
    if not all(values.get(name) for name in names):
        return ""
    return _PLACEHOLDER.sub(lambda found: values[found[1]] if found[1] in names else found[0], note)


def unknown_placeholders(note: str) -> list[str]:
    """Return what stands in braces in a note and is no placeholder."""
    return [name for name in _PLACEHOLDER.findall(note) if name not in PLACEHOLDERS]


def misdated(plan: Plan, meeting: Meeting | None) -> Iterator[tuple[Path, str]]:
    """Yield the dates of other editions that notes name, for the edition of a meeting: their paths and their words."""
    from rcm_tui.model.dates.phrases import find_dates  # Takes longer to import than to use.

    own = _dates(meeting)
    if meeting is None or own is None:
        return
    others = [
        dates for edition in plan.editions() if edition.id != meeting.id and (dates := _dates(edition)) is not None
    ]
    for position, note in enumerate(plan.info.notes):
        for language, text in note.items():
            for found in find_dates(text):
                is_month = found.date.precision in (DAY, INTERVAL, MONTH)
                if is_month and not overlaps(found.date, own) and any(overlaps(found.date, date) for date in others):
                    yield ("notes", f"#{position}", language), found.words


def _dates(meeting: Meeting | None) -> PartialDate | None:
    try:
        return parse(meeting.dates) if meeting is not None and meeting.dates else None
    except DateError:
        return None
