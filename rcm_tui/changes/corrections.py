"""What of a closed meeting's file is its record, which only a correction changes.

A meeting's record is all that its file says of it: texts, numbers, place, dates, participants, status. What follows
from it may be added at any time and is no correction: the fields declared with `follow_up`, such as the items that an
agreement led to and the answers to its requests.
"""

from __future__ import annotations

from collections.abc import Mapping

from rcm_tui.changes.fields import compare
from rcm_tui.changes.items import MEETING
from rcm_tui.model.fieldpath import Path, Value
from rcm_tui.model.schema import SCHEMA
from rcm_tui.model.states import MeetingStatus


def is_closed(data: Mapping[str, Value] | None) -> bool:
    """Return whether the data of a meeting's file say that it is closed."""
    return data is not None and data.get("status") == MeetingStatus.CLOSED


def is_correction(before: Mapping[str, Value] | None, after: Mapping[str, Value] | None) -> bool:
    """Return whether a change of a meeting's file alters the record of a closed meeting. None: there is no file."""
    if not is_closed(before):
        return False
    return after is None or not all(_follows_up(field.path) for field in compare(before, after))


def _follows_up(path: Path) -> bool:
    fields = (SCHEMA.field(MEETING, path[:length]) for length in range(1, len(path) + 1))
    return any(field is not None and field.follow_up for field in fields)
