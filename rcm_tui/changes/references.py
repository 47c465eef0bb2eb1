"""Follow the ids of items, meetings and agreements where a file refers to them."""

from __future__ import annotations

from collections.abc import Mapping

from rcm_tui.model import ids
from rcm_tui.model.fieldpath import Value, put, same
from rcm_tui.model.references import Actions, Agreement, Items, Meeting
from rcm_tui.model.schema import SCHEMA


def renamed(kind: str, data: Mapping[str, Value], names: Mapping[str, str]) -> dict[str, Value]:
    """Return a file's data with every reference to the old ids turned to the new ones."""
    result: Value = dict(data)
    if kind not in SCHEMA.kinds:
        return dict(result)
    for part, place, values in SCHEMA.parts_of(kind, data):
        fields = SCHEMA.kinds[part].fields
        for name, value in values.items():
            if name in fields and isinstance(fields[name].type, Items | Meeting | Agreement):
                new = [_one(member, names) for member in value] if isinstance(value, list) else _one(value, names)
                if not same(new, value):
                    result = put(result, (*place, name), new)
    return dict(result)


def _one(value: Value, names: Mapping[str, str]) -> Value:
    if not isinstance(value, str):
        return value
    meeting, slash, agreement = value.partition("/")
    return names.get(value, names.get(meeting, meeting) + slash + agreement)


def within_objective() -> frozenset[str]:
    """Return the fields of an activity that have a meaning only within its objective."""
    return frozenset(field.name for field in SCHEMA.kinds[ids.ACTIVITY] if isinstance(field.type, Actions))


__all__ = ["renamed", "within_objective"]
