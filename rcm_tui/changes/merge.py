"""Merge one file three ways, field by field.

| value | merged as |
| --- | --- |
| anything that one side left alone, or that both changed alike | what the other side has |
| mapping | key by key, against an empty one where both sides added it |
| list of members with ids | by id; what both added stays, theirs first |
| list of strings | a set: ours, less what theirs removed, and what theirs added |
| other list | ours, then what theirs added, where both only added at the end |

Everything else that both sides changed is a clash, which a person settles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from rcm_tui.changes.fields import ORDER, has_ids
from rcm_tui.model.fieldpath import MISSING, Missing, Path, Value, same
from rcm_tui.model.schema import SCHEMA
from rcm_tui.model.structures import Ledger, Origins


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


Answers = Mapping[Path, "Value | Missing"]
"""The values that clashes were settled with, by their paths."""


def merge(
    base: Mapping[str, Value], ours: Mapping[str, Value], theirs: Mapping[str, Value], answers: Answers | None = None
) -> Merged:
    """Apply to `ours` what `theirs` changed since `base`.

    The side matters only for a clash, where ours is kept, and for the order of what both added. What one side changed
    inside a member or mapping that the other removed is a clash of the whole of it.
    """
    merging = _Merge(answers or {})
    data = merging.mappings((), base, ours, theirs)
    return Merged(data, tuple(merging.clashes))


@dataclass
class _Merge:
    answers: Answers
    clashes: list[Clash] = field(default_factory=list)

    def values(self, path: Path, base: Value, ours: Value, theirs: Value) -> Value:
        """Merge what stands at one path; each may be MISSING."""
        if same(ours, theirs) or same(theirs, base):
            return ours
        if same(ours, base):
            return theirs
        if path[-2:-1] and path[-2] in _fields_of(Ledger):
            return self._clash(path, base, ours, theirs)  # An answer is one thing, even where it has parts.
        if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
            return self.mappings(path, base if isinstance(base, Mapping) else {}, ours, theirs)
        if any(map(has_ids, (base, ours, theirs))) and all(map(_may_be_members, (base, ours, theirs))):
            return self._members(path, *([] if side is MISSING else side for side in (base, ours, theirs)))
        merged = _lists(*([] if side is MISSING else side for side in (base, ours, theirs)))
        if merged is not None:
            return merged
        return self._clash(path, base, ours, theirs)

    def mappings(
        self, path: Path, base: Mapping[str, Value], ours: Mapping[str, Value], theirs: Mapping[str, Value]
    ) -> dict[str, Value]:
        """Merge mappings key by key. New keys of theirs come after the key that they follow there."""
        merged: dict[str, Value] = {}
        for key in _together(list(ours), list(theirs)):
            if key not in _fields_of(Origins):
                value = self.values(
                    (*path, key), base.get(key, MISSING), ours.get(key, MISSING), theirs.get(key, MISSING)
                )
                empty = value == [] and [] not in (ours.get(key, MISSING), theirs.get(key, MISSING))
                merged[key] = MISSING if empty else value
            else:
                merged[key] = MISSING  # Its place; what it says follows from the texts.
        for key in merged.keys() & _fields_of(Origins):
            sides = (base.get(key, MISSING), ours.get(key, MISSING), theirs.get(key, MISSING))
            if all(side is MISSING or isinstance(side, Mapping) for side in sides):
                merged[key] = _origins(merged, theirs, *({} if side is MISSING else side for side in sides)) or MISSING
            else:
                merged[key] = self.values((*path, key), *sides)
        return {key: value for key, value in merged.items() if value is not MISSING}

    def _members(
        self, path: Path, base: Sequence[Value], ours: Sequence[Value], theirs: Sequence[Value]
    ) -> list[Value]:
        sides = [{member["id"]: member for member in side} for side in (base, ours, theirs)]
        order = self._order(path, *(list(side) for side in sides))
        merged = [self.values((*path, name), *(side.get(name, MISSING) for side in sides)) for name in order]
        return [member for member in merged if member is not MISSING]

    def _order(self, path: Path, base: list[str], ours: list[str], theirs: list[str]) -> list[str]:
        """Return the ids in the order of the side that changed it, with what the other side added."""
        both = set(base) & set(ours) & set(theirs)
        common = [[name for name in side if name in both] for side in (base, ours, theirs)]
        order = self.values((*path, ORDER), *map(_Order, common))
        waiting = iter(order)
        ours = [next(waiting) if name in both else name for name in ours]
        return _together(ours, theirs)

    def _clash(self, path: Path, base: Value, ours: Value, theirs: Value) -> Value:
        if path in self.answers:
            return self.answers[path]
        self.clashes.append(Clash(path, _plain(base), _plain(ours), _plain(theirs)))
        return ours


class _Order(tuple[str, ...]):
    """The order of a list's members, which is merged as one value."""

    __slots__ = ()


def _plain(value: Value) -> Value:
    return list(value) if isinstance(value, _Order) else value


@cache
def _fields_of(kind: type) -> frozenset[str]:
    return frozenset(field.name for fields in SCHEMA.kinds.values() for field in fields if isinstance(field.type, kind))


def _may_be_members(value: Value) -> bool:
    return value is MISSING or value == [] or has_ids(value)


def _together(ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """Return ours with what only theirs has, each after what it follows there and before what ours has after that."""
    merged = list(ours)
    known = set(ours)
    position = 0
    for name in theirs:
        if name in known:
            position = merged.index(name) + 1
        else:
            merged.insert(position, name)
            position += 1
    return merged


def _lists(base: Value, ours: Value, theirs: Value) -> list[Value] | None:
    """Merge lists without ids; None where that cannot be done without asking."""
    if not (isinstance(base, list) and isinstance(ours, list) and isinstance(theirs, list)):
        return None
    if all(isinstance(member, str) for side in (base, ours, theirs) for member in side):
        gone = set(base) - set(theirs)
        return [*(value for value in ours if value not in gone), *_new(theirs, [*base, *ours])]
    if same(ours[: len(base)], base) and same(theirs[: len(base)], base):
        return [*ours, *_new(theirs[len(base) :], ours[len(base) :])]
    return None


def _new(values: Sequence[Value], known: Sequence[Value]) -> list[Value]:
    return [value for value in values if not any(same(value, other) for other in known)]


def _origins(
    merged: Mapping[str, Value],
    their_texts: Mapping[str, Value],
    base: Mapping[str, Value],
    ours: Mapping[str, Value],
    theirs: Mapping[str, Value],
) -> dict[str, Value]:
    """Merge what translations were made from: each follows the side whose text was taken."""
    found: dict[str, Value] = {}
    for language in _together(list(ours), list(theirs)):
        was, mine, other = (side.get(language, MISSING) for side in (base, ours, theirs))
        if same(mine, was):
            chosen = other
        elif same(other, was):
            chosen = mine
        else:
            texts = [name for name, text in merged.items() if isinstance(text, Mapping) and language in text]
            of_theirs = texts and their_texts.get(texts[0], {}).get(language) == merged[texts[0]][language]
            chosen = other if of_theirs else mine
        if chosen is not MISSING:
            found[language] = chosen
    return found


__all__ = ["Answers", "Clash", "Merged", "merge"]
