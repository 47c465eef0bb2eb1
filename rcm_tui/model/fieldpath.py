"""Field paths: one grammar for naming a field of a file, in commands, differences, blame and merges.

Keys are joined by dots; a list member that has an `id` is named by it (`calendar.kvt.text.en`), one without by its
position (`notes.#0.en`). Paths lead through *plain data*: the mappings, lists and scalars of a parsed file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

Path = tuple[str, ...]
Value = Any
"""Plain data: mapping, list, string, number, boolean or None."""


def same(first: Value, other: Value) -> bool:
    """Whether two values are equal as data: 1, 1.0 and true differ; the order of keys does not matter."""
    if first is other:
        return True
    kind = type(first) if type(first) is type(other) else None
    if kind is str:  # Most values are, and looking for a Mapping takes long.
        return first == other  # type: ignore[no-any-return]
    if kind is dict or (isinstance(first, Mapping) and isinstance(other, Mapping)):
        if first.keys() != other.keys():
            return False
        for key, value in first.items():  # noqa: SIM110 - a generator would take as long again.
            if not same(value, other[key]):
                return False
        return True
    if isinstance(first, list | tuple) and isinstance(other, list | tuple):
        return len(first) == len(other) and all(map(same, first, other))
    return type(first) is type(other) and repr(first) == repr(other)  # By its digits: 0.0 and -0.0 differ, NaN is NaN.


class Missing:
    """The value of a field that is not there; there is one, `MISSING`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "MISSING"

    def __bool__(self) -> bool:
        return False


MISSING: Final = Missing()


def parse_path(text: str) -> Path:
    """`calendar.kvt.text.en` as its parts. Raises ValueError for an empty part."""
    parts = tuple(text.split("."))
    if not all(parts):
        raise ValueError(text)
    return parts


def format_path(path: Path) -> str:
    """Return the parts joined by dots."""
    return ".".join(path)


def member_name(member: Value, position: int) -> str:
    """How a path names a list member: its id, else `#` and its position from 0."""
    if isinstance(member, Mapping):
        own = member.get("id")
        if isinstance(own, str) and own:
            return own
    return f"#{position}"


def member_position(members: Sequence[Value], name: str) -> int | None:
    """Return the index of the list's member that `name` names, or None."""
    for position, member in enumerate(members):
        if isinstance(member, Mapping) and member.get("id") == name and name:
            return position
    return _by_number(members, name)


Find = Callable[[Sequence[Value], str], int | None]


class Positions:
    """Finds many members, in lists that do not change meanwhile, each list being searched once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Sequence[Value], dict[str, int]]] = {}

    def find(self, members: Sequence[Value], name: str) -> int | None:
        """Return the same as `member_position`."""
        known = self._known.get(id(members))
        if known is None:
            index: dict[str, int] = {}
            for position, member in enumerate(members):
                index.setdefault(member_name(member, position), position)
            known = self._known[id(members)] = (members, index)  # The list is kept, so that its id stays its own.
        found = known[1].get(name)
        return _by_number(members, name) if found is None else found


def _by_number(members: Sequence[Value], name: str) -> int | None:
    if name.startswith("#") and name[1:].isdecimal() and int(name[1:]) < len(members):
        return int(name[1:])
    return None


def get(data: Value, path: Path, find: Find = member_position) -> Value:
    """Return the value at `path`, or MISSING. `find` gives the position of a list member by its name."""
    for name in path:
        if isinstance(data, Mapping):
            data = data.get(name, MISSING)
        elif isinstance(data, list | tuple):
            position = find(data, name)
            data = MISSING if position is None else data[position]
        else:
            return MISSING
        if data is MISSING:
            return MISSING
    return data


def put(data: Value, path: Path, value: Value) -> Value:
    """Return a copy of `data` with `value` at `path`; MISSING removes the field.

    Mappings on the way are made where they are missing; a whole list member that is not there yet is put at the end.
    Raises KeyError where the path leads through a scalar or a list member that is not there.
    """
    if not path:
        return value
    name, rest = path[0], path[1:]
    if data is MISSING or data is None:
        data = {}
    if isinstance(data, Mapping):
        return _put_in_mapping(data, name, rest, value)
    if isinstance(data, list | tuple):
        return _put_in_list(list(data), name, rest, value)
    raise KeyError(name)


def without(data: Value, path: Path) -> Value:
    """Return a copy of `data` without the field at `path` and the mappings and lists that this leaves empty."""
    data = put(data, path, MISSING)
    while len(path) > 1 and get(data, path[:-1]) in ({}, []):
        path = path[:-1]
        data = put(data, path, MISSING)
    return data


def _put_in_mapping(data: Mapping[str, Value], name: str, rest: Path, value: Value) -> dict[str, Value]:
    copy = dict(data)
    if not rest and value is MISSING:
        copy.pop(name, None)
        return copy
    if value is MISSING and name not in copy:
        return copy
    copy[name] = put(copy.get(name, MISSING), rest, value)
    return copy


def _put_in_list(members: list[Value], name: str, rest: Path, value: Value) -> list[Value]:
    position = member_position(members, name)
    if value is MISSING and not rest:
        if position is not None:
            del members[position]
        return members
    if position is None:
        if rest or name.startswith("#"):
            raise KeyError(name)
        return [*members, value]
    members[position] = put(members[position], rest, value)
    return members
