"""Find what happened to each item and file between two states of a plan, by id instead of path."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from rcm_tui.changes.fields import FieldChange, compare
from rcm_tui.model import ids
from rcm_tui.model.fieldpath import Value
from rcm_tui.model.frozen import dataclass


class ChangeKind(StrEnum):
    """What happened to an item as a whole."""

    ADDED = "added"
    REMOVED = "removed"
    ARCHIVED = "archived"
    RESTORED = "restored"
    MOVED = "moved"
    CHANGED = "changed"
    SAME = "same"
    """Only layout, comments or quoting differ, not the data."""


@dataclass(frozen=True, slots=True)
class Version:
    """One file in one state: its data (None where it could not be read), and whether it is archived."""

    data: Mapping[str, Value] | None
    archived: bool = False


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What happened to one item, meeting or other file.

    `key` is the item's id, the meeting's id, or the path of another file; `former` the id it had before, if it was
    moved.
    """

    key: str
    kind: str
    what: ChangeKind
    fields: tuple[FieldChange, ...] = ()
    before: Version | None = None
    after: Version | None = None
    former: str | None = None


MEETING, FILE = "meeting", "file"


def key_of(path: str) -> tuple[str, str]:
    """Return key and kind of a file, by its path relative to the plan's root; see `ItemChange`."""
    folder, _, rest = path.partition("/")
    stem = rest.rpartition("/")[2].removesuffix(".yaml")
    if folder in ("plan", "archive") and ids.is_id(stem):
        return stem, ids.kind_of(stem)
    if folder == "meetings" and rest.endswith(".yaml"):
        return stem, MEETING
    return path, FILE


def change_set(before: Mapping[str, Version], after: Mapping[str, Version]) -> tuple[ItemChange, ...]:
    """Return what happened between two states, given by key; files that are equal in both may be left out of both.

    Items come first in the order of their ids, then meetings, then other files. An item has moved if it names an id in
    `formerly` that is gone.
    """
    moved = moves(before, after)
    changes = []
    for key in {**before, **after}:
        if key in moved.values():
            continue
        former = moved.get(key)
        change = change_of(key, before.get(former or key), after.get(key), former)
        if change is not None:
            changes.append(change)
    return tuple(sorted(changes, key=change_order))


def moves(before: Mapping[str, Version], after: Mapping[str, Version]) -> dict[str, str]:
    """Return the former id of each item that has another one in `after`, a move that was undone included."""
    moves = {}
    for key, version in after.items():
        if key in before or version.data is None:
            continue
        for old in version.data.get("formerly") or ():
            if old in before and old not in after:
                moves[key] = old
    for key, version in before.items():  # A move that was undone: the former id is back.
        if key in after or key in moves.values() or version.data is None:
            continue
        for old in version.data.get("formerly") or ():
            if old in after and old not in before and old not in moves:
                moves[old] = key
    return moves


def change_of(key: str, before: Version | None, after: Version | None, former: str | None) -> ItemChange | None:
    """Return what happened to one item, of which a version may be None; None where there is neither."""
    kind = kind_of_key(key)
    if before is None or after is None:
        if before is after:
            return None
        what = ChangeKind.ADDED if before is None else ChangeKind.REMOVED
        return ItemChange(key, kind, what, (), before, after)
    fields = compare(before.data, after.data)
    if former is not None:
        what = ChangeKind.MOVED
    elif before.archived != after.archived:
        what = ChangeKind.ARCHIVED if after.archived else ChangeKind.RESTORED
    else:
        what = ChangeKind.CHANGED if fields else ChangeKind.SAME
    return ItemChange(key, kind, what, fields, before, after, former)


def kind_of_key(key: str) -> str:
    """Return the kind of file that has this key: that of an item, `meeting`, or `file`."""
    if ids.is_id(key):
        return ids.kind_of(key)
    return FILE if "/" in key else MEETING


def change_order(change: ItemChange) -> tuple[int, tuple[str, int, int, int]]:
    """Return a key that sorts changes: items in the order of their ids, then meetings, then other files."""
    return key_order(change.key)


def key_order(key: str) -> tuple[int, tuple[str, int, int, int]]:
    """Return a key that sorts the keys of files as `change_order` sorts changes."""
    return ({MEETING: 1, FILE: 2}.get(kind_of_key(key), 0), ids.sort_key(key))
