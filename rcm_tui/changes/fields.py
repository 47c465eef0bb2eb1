"""Compare two versions of one file, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rcm_tui.model.fieldpath import MISSING, Missing, Path, Value, member_name, same
from rcm_tui.model.frozen import dataclass

ORDER = "#order"
"""The last part of the path of a field change that only reorders list members."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs; MISSING on the side where it does not exist."""

    path: Path
    before: Value | Missing
    after: Value | Missing

    @property
    def is_added(self) -> bool:
        """Whether the field is new."""
        return self.before is MISSING

    @property
    def is_removed(self) -> bool:
        """Whether the field was removed."""
        return self.after is MISSING

    @property
    def is_reordered(self) -> bool:
        """Whether only the order of a list's members differs."""
        return bool(self.path) and self.path[-1] == ORDER


def compare(before: Mapping[str, Value] | None, after: Mapping[str, Value] | None) -> tuple[FieldChange, ...]:
    """Return the fields that differ between two versions of a file, in the order in which the file has them.

    List members with an `id` are matched by it: a member added or removed is one change, one that differs is compared
    field by field, and a new order of the same members is one change at `list.#order`. Other lists differ as a whole.
    """
    return tuple(_mappings((), before or {}, after or {}))


def _values(path: Path, before: Value, after: Value) -> Iterator[FieldChange]:
    if before.__class__ is str and after.__class__ is str:  # Most values are: this saves the other tests.
        if before != after:
            yield FieldChange(path, before, after)
    elif same(before, after):  # Most of what a record leaves alone; to look for differences in it would take longer.
        return
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _mappings(path, before, after)
    elif _are_members(before, after):
        yield from _members(path, before or (), after or ())
    else:
        yield FieldChange(path, before, after)


def _mappings(path: Path, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[FieldChange]:
    for key in dict.fromkeys((*before, *after)):
        yield from _values((*path, key), before.get(key, MISSING), after.get(key, MISSING))


def _are_members(before: Value, after: Value) -> bool:
    """Return whether both sides are lists of members with ids; a missing list counts as an empty one."""
    sides = [side for side in (before, after) if side is not MISSING]
    return any(sides) and all(has_ids(side) for side in sides)


def has_ids(value: Value) -> bool:
    """Return whether a value is a list of members that each have an id of their own."""
    if not isinstance(value, list | tuple):
        return False
    names = [member_name(member, position) for position, member in enumerate(value)]
    return len(set(names)) == len(names) and not any(name.startswith("#") for name in names)


def _members(path: Path, before: Sequence[Value], after: Sequence[Value]) -> Iterator[FieldChange]:
    old = {member["id"]: member for member in before}
    new = {member["id"]: member for member in after}
    yield from _mappings(path, old, new)
    kept_before = [name for name in old if name in new]
    kept_after = [name for name in new if name in old]
    if kept_before != kept_after:
        yield FieldChange((*path, ORDER), kept_before, kept_after)


def leaves(data: Value, path: Path = ()) -> Iterator[tuple[Path, Value]]:
    """Yield every field with its value: mappings and members with ids are divided, other lists are one value."""
    if isinstance(data, Mapping) and data:
        for key, below in data.items():
            yield from leaves(below, (*path, str(key)))
    elif isinstance(data, list | tuple) and data and all(_has_id(member) for member in data):
        for place, member in enumerate(data):
            yield from leaves(member, (*path, member_name(member, place)))
    elif path:
        yield path, data


def _has_id(value: Value) -> bool:
    return isinstance(value, Mapping) and isinstance(value.get("id"), str) and bool(value["id"])
