"""Three-way merge of one file, field by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rcm_tui.changes.fields import ORDER, FieldChange, compare, same
from rcm_tui.model.fields import MISSING, Missing, Path, Value, get, member_name, put


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that both sides changed, each in another way."""

    path: Path
    base: Value | Missing
    ours: Value | Missing
    theirs: Value | Missing


@dataclass(frozen=True, slots=True)
class Merged:
    """The result of a merge: the data with ours kept where both sides disagree, and the places where they do."""

    data: dict[str, Value]
    clashes: tuple[Clash, ...]


def merge(base: Mapping[str, Value], ours: Mapping[str, Value], theirs: Mapping[str, Value]) -> Merged:
    """Apply to `ours` what `theirs` changed since `base`.

    A field changed on both sides to the same value is no clash. A field that theirs changed inside a member that ours
    removed (or the other way round) is one.
    """
    data: Value = dict(ours)
    clashes = []
    for change in compare(base, theirs):
        clash = _clash(change, ours)
        if clash is not None:
            clashes.append(clash)
        elif change.is_reordered:
            data = _reordered(data, change)
        elif change.is_added and isinstance(get(base, change.path[:-1]), list):
            data = _with_member(data, change, theirs)
        else:
            data = put(data, change.path, change.after)
    emptied = [key for key, value in data.items() if value == [] and ours.get(key) and key not in theirs]
    for key in emptied:
        del data[key]
    return Merged(data, tuple(clashes))


def _clash(change: FieldChange, ours: Mapping[str, Value]) -> Clash | None:
    if change.is_reordered:
        now = get(ours, change.path[:-1])
        return None if isinstance(now, list) else Clash(change.path, change.before, now, change.after)
    now = get(ours, change.path)
    if same(now, change.before) or same(now, change.after):
        parent_gone = len(change.path) > 1 and get(ours, change.path[:-1]) is MISSING and now is not change.after
        new_parent = change.is_added and not change.path[-1].startswith("#")
        if not parent_gone or (new_parent and not _inside_lost_member(change.path, ours)):
            return None
    return Clash(change.path, change.before, now, change.after)


def _inside_lost_member(path: Path, ours: Mapping[str, Value]) -> bool:
    """Whether the path leads through a list member that ours does not have."""
    data: Value = ours
    for name in path[:-1]:
        below = get(data, (name,))
        if below is MISSING:
            return isinstance(data, list)
        data = below
    return False


def _reordered(data: Value, change: FieldChange) -> Value:
    path = change.path[:-1]
    members: list[Value] = list(get(data, path) or ())
    wanted: Value = change.after
    rank = {name: position for position, name in enumerate(wanted)}
    known = [member for position, member in enumerate(members) if member_name(member, position) in rank]
    known.sort(key=lambda member: rank[member["id"]])
    waiting = iter(known)
    placed = [
        next(waiting) if member_name(member, position) in rank else member for position, member in enumerate(members)
    ]
    return put(data, path, placed)


def _with_member(data: Value, change: FieldChange, theirs: Mapping[str, Value]) -> Value:
    """The member that theirs added, put after the member it follows there."""
    path = change.path[:-1]
    members = get(data, path)
    if not isinstance(members, list):
        return put(data, path, [change.after])
    position = _place_for(change.path[-1], members, get(theirs, path))
    return put(data, path, [*members[:position], change.after, *members[position:]])


def _place_for(name: str, members: Sequence[Value], in_theirs: Value) -> int:
    own = {member_name(member, position): position for position, member in enumerate(members)}
    before = 0
    for position, member in enumerate(in_theirs):
        other = member_name(member, position)
        if other == name:
            break
        before = own[other] + 1 if other in own else before
    return before


__all__ = ["ORDER", "Clash", "Merged", "merge"]
