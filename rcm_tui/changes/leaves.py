"""The values of a file one by one, each by its path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rcm_tui.model.fields import Path, Value, member_name


def leaves(data: Value, path: Path = ()) -> Iterator[tuple[Path, Value]]:
    """Every field with a value of its own: mappings and members with ids are taken apart, other lists are one value."""
    if isinstance(data, Mapping) and data:
        for key, below in data.items():
            yield from leaves(below, (*path, str(key)))
    elif isinstance(data, list | tuple) and data and all(_has_id(one) for one in data):
        for place, one in enumerate(data):
            yield from leaves(one, (*path, member_name(one, place)))
    elif path:
        yield path, data


def _has_id(value: Value) -> bool:
    return isinstance(value, Mapping) and isinstance(value.get("id"), str) and bool(value["id"])
