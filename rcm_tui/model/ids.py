"""Ids of items: their form, and how a new one is made.

An id contains that of its parent: subject `HR`, objective `HR-4`, activity `HR-4.2` and, in a plan of four levels, the
activity below it `HR-4.2.1`. Once shared it is never changed, and it is never used again, even after archiving.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from rcm_tui.model.regex import regex

if TYPE_CHECKING:
    import random

SUBJECT, OBJECTIVE, ACTIVITY, SUBACTIVITY = "subject", "objective", "activity", "subactivity"
KINDS = (SUBJECT, OBJECTIVE, ACTIVITY, SUBACTIVITY)
"""The kinds of items, from the top."""
ACTIVITIES = (ACTIVITY, SUBACTIVITY)
"""The kinds that have a status: activities, and those below them in a plan of four levels."""

CONSONANTS = "bcdfghjklmnpqrstvwxz"

_ID = regex(r"([A-Z][A-Z0-9]*)(?:-([1-9][0-9]*)(?:\.([1-9][0-9]*)(?:\.([1-9][0-9]*))?)?)?")
_CODE = regex(r"[A-Za-z][A-Za-z0-9_-]*")
_MEMBER = regex(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def is_id(text: str) -> bool:
    """Return whether `text` has the form of an item's id."""
    return _ID.fullmatch(text) is not None


def kind_of(item_id: str) -> str:
    """Return which of KINDS it is, by the form of the id."""
    return KINDS[depth_of(item_id)]


def depth_of(item_id: str) -> int:
    """Return how many levels are above the item: none above a subject."""
    return ("-" in item_id) + min(item_id.count("."), 2)


def parent_of(item_id: str) -> str:
    """Return the id one level up; empty for a subject."""
    if "." in item_id:
        return item_id.rpartition(".")[0]
    return item_id.rpartition("-")[0]


def subject_of(item_id: str) -> str:
    """Return the code of the subject that the item belongs to."""
    return item_id.partition("-")[0]


def objective_of(item_id: str) -> str:
    """Return the id of the objective that the item is or belongs to; that of a subject is its own."""
    return item_id.partition(".")[0]


def number_in(item_id: str) -> int:
    """Return the number at the end of an id, which the item was given among its siblings; 0 for a subject."""
    return int(item_id.replace("-", ".").rpartition(".")[2]) if "-" in item_id else 0


def sort_key(item_id: str) -> tuple[str, int, int, int]:
    """Return a key that sorts ids in their natural order, HR-2 before HR-10."""
    match = _ID.fullmatch(item_id)
    if match is None:
        return (item_id, 0, 0, 0)
    return (match[1], int(match[2] or 0), int(match[3] or 0), int(match[4] or 0))


def by_level(item_ids: Iterable[str]) -> Iterator[set[str]]:
    """Yield the ids of the first level, those of the first two, and all."""
    known = set(item_ids)
    for depth in (0, 1, len(KINDS)):
        yield {item_id for item_id in known if depth_of(item_id) <= depth}


def upper_levels(levels: Iterable[Collection[str]], enough: int | None = None) -> list[str]:
    """Return, in natural order, the last of these that holds no more than `enough`, but one with two ids if any has.

    Each of `levels` holds those before it as well.
    """
    chosen: Collection[str] = ()
    for known in levels:
        if enough is not None and len(known) > enough and len(chosen) > 1:
            break
        chosen = known
    return sorted(chosen, key=sort_key)


def next_id(parent: str, taken: Iterable[str]) -> str:
    """Return the id of a new child of `parent`: one above the highest among `taken`."""
    separator = "." if "-" in parent else "-"
    prefix = parent + separator
    numbers = [
        int(rest)
        for other in taken
        if other.startswith(prefix) and (rest := other[len(prefix) :]).isascii() and rest.isdigit()
    ]
    return f"{prefix}{max(numbers, default=0) + 1}"


def member_id(taken: Collection[str], chance: random.Random | random.SystemRandom | None = None) -> str:
    """Make an id for a calendar entry, action or agreement: three random consonants, unique among `taken`."""
    if chance is None:
        import random  # Rarely needed, and slow to import.

        chance = random.SystemRandom()
    length = 3
    for attempt in range(10_000):
        if attempt and attempt % 2_000 == 0:
            length += 1
        candidate = "".join(chance.choices(CONSONANTS, k=length))
        if candidate not in taken:
            return candidate
    raise AssertionError("no free member id in 10,000 attempts")


def is_code(text: str) -> bool:
    """Return whether `text` may be the code of an actor or a body: letters, digits, `_` and `-`, a letter first."""
    return _CODE.fullmatch(text) is not None


def is_member_id(text: str) -> bool:
    """Return whether `text` may be the id of a list member or a meeting: lower-case letters, digits, inner hyphens."""
    return _MEMBER.fullmatch(text) is not None


def in_printed_order(siblings: list[tuple[int, str]]) -> tuple[str, ...]:
    """Sort ids by number; ids are parsed only where two numbers are equal, as that takes longer than the rest."""
    if len({number for number, _item_id in siblings}) == len(siblings):
        siblings.sort()
    else:
        siblings.sort(key=lambda pair: (pair[0], *sort_key(pair[1])))
    return tuple(item_id for _number, item_id in siblings)
