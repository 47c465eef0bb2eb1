"""Which members of two lists belong together."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from rcm_tui.store.yaml.scalars import Value


def canonical(value: Value | Mapping[str, Value]) -> Hashable:
    """A form that is equal exactly for the same data: the order of keys means nothing, 1 and 1.0 and true differ."""
    if isinstance(value, Mapping):
        return ("mapping", frozenset((key, canonical(inner)) for key, inner in value.items()))
    if isinstance(value, list):
        return ("list", *map(canonical, value))
    return (type(value), repr(value))


def pair(old: Sequence[Value], new: Sequence[Value]) -> list[int | None]:
    """For each new member of a list the position of the old one it comes from, or None.

    Members belong together by their `id`; those without by being the same; what is left, by standing between the same
    neighbours and being of one kind.
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
    """Pairs what is equal and not None, each with the first that is free."""
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
    """Pairs what is equal from the start on, and from the end back: so equal members are not mixed up."""
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
    """The first old member that is free between the neighbours of the new one, if it may have become it."""
    before = next((place for place in reversed(paired[:position]) if place is not None), -1)
    after = next((place for place in paired[position + 1 :] if place is not None), len(old))
    for candidate in free:
        if before < candidate < after and _may_become(old[candidate], member):
            del free[candidate]
            return candidate
    return None


def _may_become(old: Value, new: Value) -> bool:
    """Whether a change from one to the other is likelier than a removal and an addition."""
    if isinstance(old, dict) and isinstance(new, dict):
        return "id" not in old or "id" not in new
    if isinstance(old, list) or isinstance(new, list):
        return isinstance(old, list) and isinstance(new, list)
    return not isinstance(old, dict) and not isinstance(new, dict)
