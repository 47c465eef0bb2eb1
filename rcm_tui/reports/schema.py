"""The JSON Schema of each kind of file, out of the same definitions that validate it."""

from __future__ import annotations

from typing import Any

from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue
from rcm_tui.model.items import Activity, Meeting, Objective, PlanInfo, Subject
from rcm_tui.store.decode import Actors, adapter

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_KINDS: dict[str, Any] = {
    "plan": PlanInfo,
    "actors": Actors,
    "subject": Subject,
    "objective": Objective,
    "activity": Activity,
    "meeting": Meeting,
}
KINDS = tuple(_KINDS)
"""The kinds of file: plan/plan.yaml, plan/actors.yaml, the three kinds of item, and a meeting."""


def schema(kind: str) -> dict[str, Any]:
    """The schema of one kind of file; keys that it does not name are allowed. Raises BadValue for an unknown kind."""
    if kind not in _KINDS:
        raise BadValue(_("{kind} is no kind of file; there are: {kinds}").format(kind=kind, kinds=", ".join(KINDS)))
    made = _renamed(adapter(_KINDS[kind]).json_schema())
    return {"$schema": DIALECT, "title": kind, **{key: value for key, value in made.items() if key != "title"}}


def schemas() -> dict[str, dict[str, Any]]:
    """The schema of every kind of file."""
    return {kind: schema(kind) for kind in KINDS}


def _renamed(value: Any) -> Any:
    """The fields by the keys of the files: the dataclasses say `from_` for `from`, as Python has taken that word."""
    if isinstance(value, dict):
        return {("from" if key == "from_" else key): _renamed(below) for key, below in value.items()}
    if isinstance(value, list):
        return ["from" if one == "from_" else _renamed(one) for one in value]
    return value
