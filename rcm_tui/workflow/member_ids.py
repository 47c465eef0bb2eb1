"""Ids for list members that have none: the tool gives them when it next saves the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rcm_tui.model.fieldpath import Value
from rcm_tui.model.ids import member_id
from rcm_tui.store.reader import kind_of_file

_LISTS = {
    "objective": ("actions", "calendar"),
    "activity": ("calendar",),
    "meeting": ("agreements", "statements"),
}


def with_member_ids(path: str, data: Mapping[str, Value]) -> dict[str, Value]:
    """The data with an id for each action, entry, agreement, part and statement that has none."""
    lists = _LISTS.get(kind_of_file(path), ())
    taken = taken_ids(data)
    return {key: _named(value, taken) if key in lists else value for key, value in data.items()}


def taken_ids(data: Mapping[str, Value]) -> set[str]:
    """Every member id of a file, at any depth: they are unique within their item."""
    found: set[str] = set()
    waiting: list[Any] = [value for key, value in data.items() if key != "id"]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Mapping):
            own = value.get("id")
            if isinstance(own, str):
                found.add(own)
            waiting.extend(value.values())
        elif isinstance(value, list | tuple):
            waiting.extend(value)
    return found


def _named(members: Value, taken: set[str]) -> Value:
    if not isinstance(members, list | tuple):
        return members
    return [_with_id(member, taken) if isinstance(member, Mapping) else member for member in members]


def _with_id(member: Mapping[str, Value], taken: set[str]) -> dict[str, Value]:
    named = dict(member)
    if not named.get("id"):
        named.pop("id", None)
        new = member_id(taken)
        taken.add(new)
        named = {"id": new, **named}
    if "parts" in named:
        named["parts"] = _named(named["parts"], taken)
    return named
