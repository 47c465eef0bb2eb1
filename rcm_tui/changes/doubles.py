"""Duplicates that two people added independently: the same thing twice, or two things with one id or number."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from rcm_tui.changes.fields import has_ids
from rcm_tui.changes.items import MEETING, Version, kind_of_key
from rcm_tui.changes.merge import merge
from rcm_tui.model import ids
from rcm_tui.model.dates import DateError, overlaps, parse
from rcm_tui.model.fieldpath import MISSING, Value, get, put
from rcm_tui.model.states import MeetingStatus
from rcm_tui.model.texts import words

_ALIKE = 0.9
"""The similarity from which two texts may be the same."""

Data = Mapping[str, Value]


def meetings(
    base: Mapping[str, Version], ours: Mapping[str, Version], theirs: Mapping[str, Version]
) -> Iterator[tuple[str, str]]:
    """Yield pairs of meetings, one added by each side, of one body, not closed, and at the same time."""
    for mine in _added_meetings(base, ours, theirs):
        for other in _added_meetings(base, theirs, ours):
            here, there = ours[mine].data or {}, theirs[other].data or {}
            if here.get("body") == there.get("body") and _at_once(here.get("dates"), there.get("dates")):
                yield mine, other
                break


def _added_meetings(
    base: Mapping[str, Version], side: Mapping[str, Version], other: Mapping[str, Version]
) -> list[str]:
    return [
        key
        for key, version in side.items()
        if kind_of_key(key) == MEETING and key not in base and key not in other
        if (version.data or {}).get("status") != MeetingStatus.CLOSED
    ]


def _at_once(first: Value, second: Value) -> bool:
    try:
        return overlaps(parse(first), parse(second))
    except (DateError, TypeError, AttributeError):
        return bool(first == second)


def agreements(base: Data, ours: Data, theirs: Data) -> Iterator[tuple[Data, Data]]:
    """Yield pairs of agreements, one added by each side to the same meeting, in nearly the same words."""
    found = set()
    for mine in _added(base, ours):
        for other in _added(base, theirs):
            if (
                mine["id"] != other["id"]
                and other["id"] not in found
                and _is_alike(mine.get("text"), other.get("text"))
            ):
                found.add(other["id"])
                yield mine, other
                break


def _added(base: Data, side: Data, name: str = "agreements") -> list[Data]:
    known = {member["id"] for member in _members(base, name)}
    return [member for member in _members(side, name) if member["id"] not in known]


def _members(data: Data, name: str) -> Sequence[Data]:
    found = data.get(name)
    return found if found and has_ids(found) else ()


def _is_alike(first: Value, second: Value) -> bool:
    if not isinstance(first, Mapping) or not isinstance(second, Mapping):
        return False
    for language in first.keys() & second.keys():
        matcher = SequenceMatcher(None, words(str(first[language])), words(str(second[language])), autojunk=False)
        if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE:
            return True
    return False


def without_agreement(data: dict[str, Value], agreement: Data, kept: Data) -> dict[str, Value]:
    """Return a meeting without the agreement `one`, what it says in addition being added to `kept`."""
    wording = {name: value for name, value in agreement.items() if name not in ("id", "number")}
    whole = merge({}, get(data, ("agreements", kept["id"])), wording).data
    return dict(put(put(data, ("agreements", kept["id"]), whole), ("agreements", agreement["id"]), MISSING))


def with_own_numbers(base: Data, ours: Data, theirs: Data, merged: dict[str, Value]) -> dict[str, Value]:
    """Give new numbers to the agreements of ours whose number theirs gave to another."""
    own = {agreement["id"] for agreement in _added(base, ours)} - {
        member["id"] for member in _members(theirs, "agreements")
    }
    numbers = {str(member.get("number")) for member in _members(merged, "agreements") if member["id"] not in own}
    for member in _members(merged, "agreements"):
        number = member.get("number")
        if member["id"] in own and number is not None:
            if str(number) in numbers and str(number).isdecimal():
                new = max(int(other) for other in numbers if other.isdecimal()) + 1
                number = str(new) if isinstance(number, str) else new
                merged = dict(put(merged, ("agreements", member["id"], "number"), number))
            numbers.add(str(number))
    return merged


def with_own_member_ids(base: Data | None, ours: Data, theirs: Data) -> Data:
    """Give new ids to members that ours added with an id which theirs gave to another member."""
    result = dict(ours)
    for name, members in ours.items():
        if not has_ids(members) or not has_ids(theirs.get(name)):
            continue
        known = {member["id"] for member in _members(base or {}, name)}
        other = {member["id"]: member for member in theirs[name] if member["id"] not in known}
        taken = {member["id"] for member in (*members, *theirs[name])}
        result[name] = [
            {**member, "id": _member_id(member["id"], taken)}
            if member["id"] in other and member.get("text") != other[member["id"]].get("text")
            else member
            for member in members
        ]
    return result


def _member_id(old: str, taken: set[str]) -> str:
    """Make a new id out of the old one, the same on every machine."""
    for attempt in range(len(taken) + 1_000):
        digest = hashlib.sha256(f"{old} {attempt}".encode()).digest()
        new = "".join(ids.CONSONANTS[byte % len(ids.CONSONANTS)] for byte in digest[:3])
        if new not in taken:
            taken.add(new)
            return new
    raise AssertionError("no free member id")


def free_numbers(children: Mapping[str, Data], own: Collection[str]) -> dict[str, int]:
    """Return new numbers for those of our own items whose number another item of the same parent has."""
    taken = set(numbers(data for key, data in children.items() if key not in own))
    changed = {}
    wanted = {key: number for key in own if isinstance(number := children[key].get("number"), int)}
    for key, number in sorted(wanted.items(), key=lambda pair: (pair[1], ids.sort_key(pair[0]))):
        free = number
        while free in taken:
            free += 1
        taken.add(free)
        if free != number:
            changed[key] = free
    return changed


def numbers(items: Iterable[Data]) -> Iterator[int]:
    """Yield the numbers of items that have one."""
    yield from (number for data in items if isinstance(number := data.get("number"), int))
