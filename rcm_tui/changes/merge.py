"""Merge one file three ways, field by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rcm_tui.changes.fields import FieldChange, compare
from rcm_tui.model.fieldpath import MISSING, Missing, Path, Value, get, member_name, put, same


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that both sides changed differently."""

    path: Path
    base: Value | Missing
    ours: Value | Missing
    theirs: Value | Missing


@dataclass(frozen=True, slots=True)
class Merged:
    """The result of a merge: the data, with ours where both sides disagree, and the fields in which they do."""

    data: dict[str, Value]
    clashes: tuple[Clash, ...]


def merge(base: Mapping[str, Value], ours: Mapping[str, Value], theirs: Mapping[str, Value]) -> Merged:
    """Apply to `ours` what `theirs` changed since `base`.

    A field that both sides changed to the same value is not a clash; one that theirs changed inside a member that ours
    removed (or the other way round) is.
    """
    data: Value = dict(ours)
    clashes = []
    for change in compare(base, theirs):
        clash = _clash(change, ours, theirs)
        if clash is None:
            try:
                data = _applied(data, change, theirs)
            except KeyError:  # Ours replaced a mapping on the path to it by a plain value.
                clash = Clash(change.path, change.before, MISSING, change.after)
        if clash is not None:
            clashes.append(clash)
    emptied = [key for key, value in data.items() if value == [] and ours.get(key) and key not in theirs]
    for key in emptied:
        del data[key]
    return Merged(data, tuple(clashes))


def _clash(change: FieldChange, ours: Mapping[str, Value], theirs: Mapping[str, Value]) -> Clash | None:
    if change.is_reordered:
        now = get(ours, change.path[:-1])
        return None if isinstance(now, list) else Clash(change.path, change.before, now, change.after)
    now = get(ours, change.path)
    if _inside_lost_member(change.path, ours, theirs):
        return None if change.is_removed else Clash(change.path, change.before, now, change.after)
    if same(now, change.before) or same(now, change.after):
        return None
    return Clash(change.path, change.before, now, change.after)


def _inside_lost_member(path: Path, ours: Mapping[str, Value], theirs: Mapping[str, Value]) -> bool:
    """Return whether the path leads through a list member that ours does not have."""
    return any(
        isinstance(get(theirs, path[:depth]), list) and get(ours, path[: depth + 1]) is MISSING
        for depth in range(1, len(path) - 1)
    )


def _applied(data: Value, change: FieldChange, theirs: Mapping[str, Value]) -> Value:
    if change.is_reordered:
        return _reordered(data, change, theirs)
    if same(get(data, change.path), change.after):
        return data
    if change.is_added and isinstance(get(theirs, change.path[:-1]), list):
        return _with_member(data, change, theirs)
    return put(data, change.path, change.after)


def _reordered(data: Value, change: FieldChange, theirs: Mapping[str, Value]) -> Value:
    """Put the members that theirs has in theirs' order; the others keep their positions."""
    path = change.path[:-1]
    members: Value = get(data, path)
    wanted: Value = get(theirs, path)
    rank = {member["id"]: position for position, member in enumerate(wanted)}
    known = sorted((one for one in members if one.get("id") in rank), key=lambda member: rank[member["id"]])
    waiting = iter(known)
    return put(data, path, [next(waiting) if one.get("id") in rank else one for one in members])


def _with_member(data: Value, change: FieldChange, theirs: Mapping[str, Value]) -> Value:
    """Insert the member that theirs added after the member it follows there."""
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


__all__ = ["Clash", "Merged", "merge"]
