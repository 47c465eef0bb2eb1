"""From a file's plain data to the model's dataclasses, with every fault of the file named by its field.

msgspec decodes: it is fast and stops at the first fault. Only where it refuses is pydantic asked, which names them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import msgspec

from rcm_tui.i18n import _
from rcm_tui.model.errors import ERROR
from rcm_tui.model.fieldpath import Path, Value, member_name
from rcm_tui.model.items import Activity, Actor, Meeting, Objective, PlanInfo, Subject

T = TypeVar("T")
Actors = dict[str, Actor]
"""What `plan/actors.yaml` holds."""

_AS_TEXT = frozenset({"date", "dates", "due", "sent", "as_of"})
"""Values that a person may write without quotes, where YAML reads a bare year as a number."""


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field of a file; where it stands is found later, from its path."""

    path: Path
    code: str
    message: str
    severity: str = ERROR


class Undecodable(Exception):
    """A file whose data does not have the form it must have."""

    def __init__(self, faults: tuple[FieldProblem, ...]) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = faults


def decode(data: Mapping[str, Value], kind: type[T]) -> T:
    """The data as `kind`: a dataclass of the model, or `Actors`.

    Unknown keys are left aside; they stay in the file. Raises Undecodable with every fault there is.
    """
    prepared = _prepared(data)
    try:
        return msgspec.convert(prepared, kind)
    except msgspec.ValidationError as refusal:
        faults = _faults(prepared, kind)
        raise Undecodable(faults or (FieldProblem((), "wrong-form", str(refusal)),)) from None


def _prepared(value: Value, key: str = "", inside: str = "") -> Value:
    """The data as the dataclasses name it: `from` as `from_`, bare years and numbers of agreements as text."""
    if value.__class__ is dict:
        return {
            ("from_" if name == "from" and key == "request" else name): _prepared(below, name, key)
            for name, below in value.items()
        }
    if value.__class__ is list:
        return [_prepared(member, key, key) for member in value]
    if value.__class__ is int and (
        key in _AS_TEXT or inside == "received" or (key == "number" and inside in ("agreements", "parts"))
    ):
        return str(value)
    return value


@cache
def adapter(kind: Any) -> Any:
    """Pydantic's view of a dataclass of the model: validates it and makes its JSON Schema."""
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def _faults(data: Value, kind: Any) -> tuple[FieldProblem, ...]:
    from pydantic import ValidationError

    try:
        adapter(kind).validate_json(msgspec.json.encode(data), strict=True)
    except ValidationError as errors:
        found: dict[Path, FieldProblem] = {}
        for error in errors.errors(include_url=False):
            path = _field_path(data, error["loc"], missing=error["type"] == "missing")
            found.setdefault(path, _fault(path, dict(error)))
        # Of a union, pydantic names the faults of every branch: the deepest one is of the branch that was meant.
        return tuple(
            fault
            for path, fault in found.items()
            if fault.code == "missing-key" or not any(_is_below(other, path) for other in found)
        )
    return ()


def _is_below(path: Path, above: Path) -> bool:
    return len(path) > len(above) and path[: len(above)] == above


def _field_path(data: Value, location: tuple[int | str, ...], *, missing: bool) -> Path:
    """Pydantic's location as a field path; the names of union branches, which are no fields, are left out."""
    path: list[str] = []
    for step in location:
        if isinstance(step, int):
            if isinstance(data, list) and step < len(data):
                path.append(member_name(data[step], step))
                data = data[step]
        elif isinstance(data, Mapping) and step in data:
            path.append(str(step).rstrip("_"))
            data = data[step]
        elif missing and isinstance(data, Mapping) and step == location[-1]:
            path.append(str(step).rstrip("_"))
    return tuple(path)


def _fault(path: Path, error: Mapping[str, Any]) -> FieldProblem:
    name = path[-1] if path else ""
    given = error.get("input")
    kind = error["type"]
    if kind == "missing":
        return FieldProblem(
            path[:-1], "missing-key", _("“{name}” is missing; every such entry must have it").format(name=name)
        )
    if kind == "enum":
        allowed = error["ctx"]["expected"].replace("'", "").replace(" or ", ", ").split(", ")
        return FieldProblem(path, f"unknown-{name}", not_among(name, str(given), allowed))
    wanted = {
        "string_type": _("text (put it in quotes if it looks like a number or a date)"),
        "int_type": _("a whole number"),
        "int_from_float": _("a whole number"),
        "dict_type": _("a text for each language, such as “en: …”"),
        "tuple_type": _("a list, such as [A, B]"),
        "dataclass_type": _("a group of keys and values"),
        "bool_type": _("true or false"),
    }.get(kind, error["msg"])
    shown = "…" if isinstance(given, Mapping | list) else str(given)
    return FieldProblem(
        path,
        "wrong-type",
        _("“{name}” cannot be “{given}”; it must be {wanted}").format(name=name, given=shown[:60], wanted=wanted),
    )


def not_among(name: str, given: str, allowed: list[str]) -> str:
    """“status” cannot be …: with the nearest valid value suggested, or all of them where none is near."""
    from difflib import get_close_matches

    near = get_close_matches(given.lower(), [value.lower() for value in allowed], 1, 0.6)
    nearest = next((value for value in allowed if near and value.lower() == near[0]), None)
    if nearest is not None:
        return _("“{given}” is no {name}; did you mean “{nearest}”? Allowed: {allowed}").format(
            given=given, name=name, nearest=nearest, allowed=", ".join(allowed)
        )
    return _("“{given}” is no {name}; allowed: {allowed}").format(given=given, name=name, allowed=", ".join(allowed))


KINDS: Mapping[str, Any] = {
    "subject": Subject,
    "objective": Objective,
    "activity": Activity,
    "meeting": Meeting,
    "plan": PlanInfo,
    "actors": Actors,
}
"""The kinds of file and what each holds."""
