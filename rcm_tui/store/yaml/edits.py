"""The parts of changing a file: replacements of text, the slots that hold values, and which list members correspond."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence

from rcm_tui.model.frozen import dataclass
from rcm_tui.model.regex import regex
from rcm_tui.store.yaml.scalars import Value
from rcm_tui.store.yaml.tree import Node

LINE_END = regex(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Edit:
    """Text that replaces the text between two offsets; a `line` edit begins on a line of its own."""

    start: int
    end: int
    text: str
    line: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A position that holds a value: after the colon of a key, or (`in_list`) after a dash.

    `after` is the offset after colon or dash, `indent` the column of key or dash, `under` the key that the enclosing
    mapping belongs to.
    """

    node: Node
    after: int
    indent: int
    key: str
    under: str
    in_list: bool = False


def apply(text: str, edits: Iterable[Edit], start: int, end: int, newline: str) -> str:
    """Return the text between two offsets with the edits, which lie within; their text gets the given line end.

    Edits at the same offset are applied in the order in which they were made.
    """
    pieces: list[str] = []
    position = start
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        pieces.append(text[position : edit.start])
        if edit.line and not _ends_line(pieces):
            pieces.append(newline)
        pieces.append(LINE_END.sub(newline, edit.text))
        position = edit.end
    return "".join([*pieces, text[position:end]])


def _ends_line(pieces: list[str]) -> bool:
    last = next((piece for piece in reversed(pieces) if piece), "\n")
    return last.endswith(("\n", "\r"))


def canonical(value: Value | Mapping[str, Value]) -> Hashable:
    """Return a form that is equal exactly for the same data: key order is ignored, 1 and 1.0 and true differ."""
    if isinstance(value, Mapping):
        return ("mapping", frozenset((key, canonical(inner)) for key, inner in value.items()))
    if isinstance(value, list):
        return ("list", *map(canonical, value))
    return (type(value), repr(value))


def pair(old: Sequence[Value], new: Sequence[Value]) -> list[int | None]:
    """Return, for each new member of a list, the position of the old one it comes from, or None.

    Members correspond by their `id`; those without one by being equal; what is left, by being between the same
    neighbours and of the same kind (mapping, list or scalar).
    """
    paired: list[int | None] = [None] * len(new)
    free = dict.fromkeys(range(len(old)))
    _claim([_identity(member) for member in old], [_identity(member) for member in new], paired, free)
    forms = [canonical(member) for member in old], [canonical(member) for member in new]
    _claim_ends(*forms, paired, free)
    _claim(*forms, paired, free)
    for position, member in enumerate(new):
        if paired[position] is None:
            paired[position] = _between(position, paired, member, old, free)
    return paired


def _claim(old: Sequence[Hashable], new: Sequence[Hashable], paired: list[int | None], free: dict[int, None]) -> None:
    """Pair what is equal and not None, each with the first that is free."""
    places: dict[Hashable, list[int]] = {}
    for place in reversed(free):
        places.setdefault(old[place], []).append(place)
    for position, form in enumerate(new):
        if paired[position] is None and form is not None and places.get(form):
            place = places[form].pop()
            paired[position] = place
            del free[place]


def _claim_ends(
    old: Sequence[Hashable], new: Sequence[Hashable], paired: list[int | None], free: dict[int, None]
) -> None:
    """Pair what is equal from the start on, and from the end back, so that equal members are not mixed up."""
    shorter = min(len(old), len(new))
    for positions in (((i, i) for i in range(shorter)), ((len(old) - i, len(new) - i) for i in range(1, shorter + 1))):
        for place, position in positions:
            if old[place] != new[position]:
                break
            if paired[position] is None and place in free:
                paired[position] = place
                del free[place]


def _identity(member: Value) -> Hashable:
    return ("id", canonical(member["id"])) if isinstance(member, dict) and "id" in member else None


def _between(
    position: int, paired: list[int | None], member: Value, old: Sequence[Value], free: dict[int, None]
) -> int | None:
    """Claim the first free old member between the neighbours of the new one that may have become it."""
    before = next((place for place in reversed(paired[:position]) if place is not None), -1)
    after = next((place for place in paired[position + 1 :] if place is not None), len(old))
    for candidate in free:
        if before < candidate < after and _may_become(old[candidate], member):
            del free[candidate]
            return candidate
    return None


def _may_become(old: Value, new: Value) -> bool:
    """Return whether a change from one to the other is likelier than a removal and an addition."""
    if isinstance(old, dict) and isinstance(new, dict):
        return "id" not in old or "id" not in new
    if isinstance(old, list) or isinstance(new, list):
        return isinstance(old, list) and isinstance(new, list)
    return not isinstance(old, dict) and not isinstance(new, dict)
