"""The part of a closed meeting's file that is its record, which only a correction changes.

A meeting's record is everything in its file: texts, numbers, place, dates, participants, status. What follows
from it may be added at any time and is no correction: the fields declared with `follow_up`, such as the items that an
agreement led to and the answers to its requests. Nor is a translation that nobody adopted part of the record: one in a
language of `draft`, before and after. To make a text unofficial, or a translation official, is a correction.
"""

from __future__ import annotations

from collections.abc import Mapping

from rcm_tui.changes.fields import FieldChange, compare
from rcm_tui.changes.items import MEETING
from rcm_tui.changes.translations import UNOFFICIAL
from rcm_tui.model.fieldpath import MISSING, Path, Value, get
from rcm_tui.model.schema import SCHEMA
from rcm_tui.model.states import MeetingStatus

_TEXTS = ("text", "title")


def is_closed(data: Mapping[str, Value] | None) -> bool:
    """Return whether the data of a meeting's file say that it is closed."""
    return data is not None and data.get("status") == MeetingStatus.CLOSED


def is_correction(before: Mapping[str, Value] | None, after: Mapping[str, Value] | None) -> bool:
    """Return whether a change of a meeting's file alters the record of a closed meeting. None: there is no file."""
    if not is_closed(before):
        return False
    if after is None:
        return True
    return not all(
        _follows_up(change.path) or _is_unofficial(change, before or {}, after) for change in compare(before, after)
    )


def _follows_up(path: Path) -> bool:
    if path[-1] == UNOFFICIAL:
        return False
    fields = (SCHEMA.field(MEETING, path[:length]) for length in range(1, len(path) + 1))
    return any(field is not None and field.follow_up for field in fields)


def _is_unofficial(field: FieldChange, before: Mapping[str, Value], after: Mapping[str, Value]) -> bool:
    """Return whether a change is one of a translation that is unofficial on each side that has it, or of its mark."""
    path = field.path
    if path[-1] == UNOFFICIAL:
        owner, languages = path[:-1], _drafts(before, path[:-1]) ^ _drafts(after, path[:-1])
    elif len(path) > 1 and path[-2] in _TEXTS:
        owner, languages = path[:-2], frozenset(path[-1:])
    else:
        return False
    return all(_has_none_adopted(side, owner, language) for side in (before, after) for language in languages)


def _has_none_adopted(data: Mapping[str, Value], owner: Path, language: str) -> bool:
    texts = [get(data, (*owner, name, language)) for name in _TEXTS]
    return language in _drafts(data, owner) or all(text is MISSING for text in texts)


def _drafts(data: Mapping[str, Value], owner: Path) -> frozenset[str]:
    found = get(data, (*owner, UNOFFICIAL))
    return frozenset(map(str, found)) if isinstance(found, list | tuple) else frozenset()
