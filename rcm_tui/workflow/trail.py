"""The trail of an item: every record that changed it, across archiving, restoring and new ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rcm_tui.changes.items import ItemChange, change_set
from rcm_tui.model import ids
from rcm_tui.store import paths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rcm_tui.history.git import PathChange
    from rcm_tui.history.log import Record
    from rcm_tui.workflow.desk import Desk


@dataclass(frozen=True, slots=True)
class Step:
    """One record in the life of an item: what it did to it, and the id that the item had then."""

    record: Record
    change: ItemChange
    item_id: str


def item_history(desk: Desk, item_id: str) -> tuple[Step, ...]:
    """Every record that changed the item, newest first, also under ids that it had before."""
    return tuple(_steps(desk, item_id))


def last_change(desk: Desk, item_id: str) -> Step | None:
    """The newest record that changed the item, or None where it was never recorded."""
    return next(_steps(desk, item_id), None)


def _steps(desk: Desk, item_id: str) -> Iterator[Step]:
    from rcm_tui.history.log import records

    names = _names(desk, item_id)
    wanted = [path for name in names for path in _places(desk, name)]
    for record in records(desk.git, wanted):
        change = _change(desk, [one for one in record.changes if one.path in wanted])
        if change is not None:
            yield Step(record, change, change.key)


def _names(desk: Desk, item_id: str) -> tuple[str, ...]:
    """The id and the ones that the item had before."""
    item = desk.plan.items.get(item_id)
    return (item_id, *getattr(item, "formerly", ()))


def _places(desk: Desk, key: str) -> tuple[str, ...]:
    if ids.is_id(key):
        return paths.item_path(key), paths.item_path(key, archived=True)
    return (key if "/" in key else paths.meeting_path(key),)


def _change(desk: Desk, touched: list[PathChange]) -> ItemChange | None:
    changes = changes_of(desk, touched)
    return changes[0] if changes else None


def changes_of(desk: Desk, touched: list[PathChange]) -> tuple[ItemChange, ...]:
    """What a record's path changes mean, item by item."""
    from rcm_tui.workflow.recording import versions

    blobs = desk.git.blobs(blob for one in touched for blob in (one.old, one.new) if blob is not None)
    before = versions({one.path: blobs[one.old] for one in touched if one.old is not None})
    after = versions({one.path: blobs[one.new] for one in touched if one.new is not None})
    return change_set(before, after)


def recorded_changes(desk: Desk, record: Record) -> tuple[ItemChange, ...]:
    """What one record did to the plan, item by item."""
    return changes_of(desk, [one for one in record.changes if _is_of_plan(one.path)])


def _is_of_plan(path: str) -> bool:
    return path.partition("/")[0] in paths.ROOMS and path.endswith(paths.SUFFIX)


__all__ = ["Step", "changes_of", "item_history", "last_change", "recorded_changes"]
