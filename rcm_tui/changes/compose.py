"""Compose the changes of chosen records into one change per item, without what other records did in between.

A field that only others changed between two of the chosen records is taken over on both sides, so it does not count as
a change. A field that both changed is given for each time, such as `active -> ongoing` and `completed -> postponed`
where others had set it to completed in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from rcm_tui.changes.fields import FieldChange, compare, has_ids
from rcm_tui.changes.items import ChangeKind, ItemChange, Version, change_of, change_order
from rcm_tui.model.fieldpath import MISSING, Path, Value, get, member_name, put, same

Data = Mapping[str, Value]


def compose(changes: Iterable[ItemChange]) -> tuple[ItemChange, ...]:
    """Compose the item changes of several records, oldest first, in the order of `change_set`.

    There is one change per item, or more where others removed it, or wrote what cannot be read, in between. What the
    records changed and changed back is left out. An item is followed through moves.
    """
    current: dict[str, _Composed] = {}
    every: list[_Composed] = []
    for change in changes:
        found = _pop(current, change)
        if found is None or not found.goes_on_to(change):
            found = _Composed(change)
            every.append(found)
        found.add(change)
        current[change.key] = found
    results = [composed.result() for composed in every]
    return tuple(sorted((change for change in results if change is not None), key=change_order))


def _pop(current: dict[str, _Composed], change: ItemChange) -> _Composed | None:
    """Take out what is composed so far of an item, also under an id that it had before others moved it."""
    data = change.before.data if change.before is not None else None
    names = (change.former or change.key, *((data or {}).get("formerly") or ()))
    return next((current.pop(name) for name in names if name in current), None)


class _Composed:
    """What the chosen records did to one item so far: how it was, how it became, and how the newest of them left it."""

    def __init__(self, first: ItemChange) -> None:
        self.key_before = self.key_after = first.former or first.key
        self.before = self.after = self.last = first.before
        self.interrupted: list[FieldChange] = []
        """The fields that the chosen records had changed before others changed them again."""

    def goes_on_to(self, change: ItemChange) -> bool:
        """Whether the newest version can be compared with what the next record found."""
        if self.last is None or change.before is None:
            return self.last is change.before
        return self.last.data is not None and change.before.data is not None

    def add(self, change: ItemChange) -> None:
        """Add the next of the chosen records."""
        self._take_over(change)
        self.key_after, self.last = change.key, change.after
        if self.after is None or change.before is None or change.after is None or not change.after.data:
            self.after = change.after
            return
        self.after = replace(self.after, archived=change.after.archived)
        for field in compare(change.before.data, change.after.data):
            reached = _reaching(field, self.after.data or {}, change.after.data)
            self.after = _with(self.after, reached, change.after.data)

    def _take_over(self, change: ItemChange) -> None:
        """Take over what others did since the newest of the chosen records, except inside what these added."""
        now = change.before
        if now is None or self.last is None or self.before is None or self.after is None:
            return
        key = change.former or change.key
        if key != self.key_after:
            self.key_before = self.key_after = key
        if now.archived != self.last.archived:
            self.before = replace(self.before, archived=now.archived)
            self.after = replace(self.after, archived=now.archived)
        for field in compare(self.last.data, now.data):
            if self._is_left(field):
                continue
            self.before = _with(self.before, field, now.data or {})
            self.after = _with(self.after, field, now.data or {})

    def _is_left(self, change: FieldChange) -> bool:
        """Whether a change by others is not taken over. Notes what they changed after the chosen records had."""
        assert self.before is not None and self.after is not None
        old, new = self.before.data or {}, self.after.data or {}
        if change.is_reordered:
            return _order(old, new, change.path[:-1]) != _order(new, old, change.path[:-1])
        if _is_in_new_member(change.path, old, new):
            return True
        values = get(old, change.path), get(new, change.path)
        if not same(*values):
            self.interrupted.append(FieldChange(change.path, *values))
        return False

    def result(self) -> ItemChange | None:
        """Return the composed change; None where nothing is left of it."""
        former = self.key_before if self.key_before != self.key_after else None
        change = change_of(self.key_after, _tidy(self.before, self.after), _tidy(self.after, self.before), former)
        if change is None or (change.what is ChangeKind.SAME and not self.interrupted):
            return None
        what = ChangeKind.CHANGED if change.what is ChangeKind.SAME else change.what
        return replace(change, what=what, fields=(*self.interrupted, *change.fields))


def _with(version: Version, change: FieldChange, theirs: Data) -> Version:
    """Return the version with a field as theirs has it; as it is where the path leads through what it does not have."""
    data = version.data or {}
    members, wanted = get(data, change.path[:-1]), get(theirs, change.path[:-1])
    try:
        if change.is_reordered:
            return replace(version, data=put(data, change.path[:-1], _reordered(members, wanted)))
        if change.is_added and has_ids(wanted):
            return replace(version, data=put(data, change.path[:-1], _inserted(members, change, wanted)))
        return replace(version, data=put(data, change.path, change.after))
    except KeyError:
        return version


def _reordered(members: Value, wanted: Sequence[Value]) -> Value:
    """Put the members that `wanted` has in its order; the others keep their positions."""
    if not has_ids(members):
        return members
    rank = {member["id"]: position for position, member in enumerate(wanted)}
    ranked = iter(sorted((member for member in members if member["id"] in rank), key=lambda found: rank[found["id"]]))
    return [next(ranked) if member["id"] in rank else member for member in members]


def _inserted(members: Value, change: FieldChange, wanted: Sequence[Value]) -> Value:
    """Insert a new member after those that it follows in `wanted`."""
    if not has_ids(members):
        return [change.after]
    names = [member["id"] for member in wanted]
    earlier = set(names[: names.index(change.path[-1])])
    position = max((place + 1 for place, member in enumerate(members) if member["id"] in earlier), default=0)
    kept = [member for member in members if member["id"] != change.path[-1]]
    return [*kept[:position], change.after, *kept[position:]]


def _reaching(change: FieldChange, data: Data, theirs: Data) -> FieldChange:
    """Return the change of the whole list member where others added it inside of what the records had added."""
    for depth in range(1, len(change.path) - 1):
        member = change.path[: depth + 1]
        if isinstance(get(theirs, member[:-1]), list) and get(data, member) is MISSING:
            return FieldChange(member, MISSING, get(theirs, member))
    return change


def _is_in_new_member(path: Path, old: Data, new: Data) -> bool:
    """Return whether the path leads into a list member that only the new data have."""
    return any(
        isinstance(get(new, path[:depth]), list) and get(old, path[: depth + 1]) is MISSING
        for depth in range(1, len(path) - 1)
    )


def _order(data: Data, other: Data, path: Path) -> list[str]:
    """Return the ids of a list's members that the other data have too, in order."""
    here, there = ([member_name(*pair[::-1]) for pair in enumerate(get(side, path) or ())] for side in (data, other))
    return [name for name in here if name in there]


def _tidy(version: Version | None, other: Version | None) -> Version | None:
    """Leave out lists that became empty where the other side has none."""
    if version is None or version.data is None or other is None or other.data is None:
        return version
    data: Value = version.data
    for name in [name for name, value in data.items() if value == [] and name not in (other.data or {})]:
        data = put(data, (name,), MISSING)
    return replace(version, data=data)
