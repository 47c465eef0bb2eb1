"""Decode a file's plain data to the model's dataclasses, with every problem of the file named by its field.

Msgspec decodes: it is fast and stops at the first mistake. Only if it refuses is the schema used, which names them all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

import msgspec

from rcm_tui.model import ids
from rcm_tui.model.declared import schema_of
from rcm_tui.model.entries import Request
from rcm_tui.model.errors import ERROR, FieldProblem
from rcm_tui.model.fieldpath import Value
from rcm_tui.model.items import HOLDERS, Activity, Actor, Objective, PlanInfo, Subject
from rcm_tui.model.meetings import Meeting
from rcm_tui.model.proposals import Submission
from rcm_tui.model.schema import SCHEMA
from rcm_tui.model.statuses import Statuses, has_unknown_status
from rcm_tui.model.types import ALONE, FieldType
from rcm_tui.model.words import WordsFile

KINDS: Final[Mapping[str, Any]] = {
    "subject": Subject,
    "objective": Objective,
    "activity": Activity,
    "subactivity": Activity,
    "meeting": Meeting,
    "submission": Submission,
    "plan": PlanInfo,
    "actors": dict[str, Actor],
    "words": WordsFile,
    "request": Request,
}
"""The kinds of file and what each holds, and requests, which are also read by themselves."""

_WITH_STATUSES = frozenset((ids.OBJECTIVE, *ids.ACTIVITIES))
Prepare = Callable[[Value], Value]


class Undecodable(Exception):
    """A file whose data does not have the form it must have."""

    def __init__(self, faults: tuple[FieldProblem, ...]) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = faults


def decode(data: Mapping[str, Value], kind: str, info: PlanInfo | None = None) -> Any:
    """Decode the data of a file of this kind to the dataclass, or mapping of dataclasses, in KINDS.

    Unknown keys are ignored; they stay in the file. Raises Undecodable with every problem there is. `info` is what the
    plan declares; without it, any status is taken for one of the plan's.
    """
    try:
        value = msgspec.convert(_PREPARE[kind](data), KINDS[kind])
    except msgspec.ValidationError as refusal:
        found = _errors(kind, data, info)
        raise Undecodable(found or (FieldProblem((), "wrong-form", str(refusal)),)) from None
    if info is not None and kind in _WITH_STATUSES and has_unknown_status(value, Statuses(info.statuses)):
        raise Undecodable(_errors(kind, data, info))
    return value


def _errors(kind: str, data: Mapping[str, Value], info: PlanInfo | None) -> tuple[FieldProblem, ...]:
    schema = schema_of(info) if info is not None else SCHEMA
    return tuple(problem for problem in schema.problems(kind, data) if problem.severity == ERROR)


# --- converting data to the form of the dataclasses: `from` is `from_` there, and a year alone is text


def _digits(value: Value) -> Value:
    return str(value) if value.__class__ is int else value


def _for_type(type_: FieldType) -> Prepare | None:
    """Return the function that prepares values of a type; None where there is nothing to do."""
    if type_.kind:
        return _for_kind(type_.kind, _digits if type_.takes_numbers else None)
    below = type_.step("#0", ALONE)
    inner = _for_type(below) if below is not None else None
    if inner is not None:
        return partial(_each, inner)
    return _digits if type_.takes_numbers else None


def _for_kind(kind: str, otherwise: Prepare | None = None) -> Prepare | None:
    """Return the function that prepares mappings of a kind; `otherwise` prepares what is not a mapping."""
    known = frozenset(SCHEMA.kinds[kind].fields) if kind in HOLDERS else None
    table = [(field.name, field.attribute, _for_type(field.type)) for field in SCHEMA.kinds[kind]]
    steps = tuple(step for step in table if step[2] is not None or step[0] != step[1])
    return partial(_fields, steps, otherwise, known) if steps or otherwise or known else None


def _each(prepare: Prepare, value: Value) -> Value:
    if value.__class__ is list:
        return [prepare(member) for member in value]
    return {name: prepare(member) for name, member in value.items()} if value.__class__ is dict else value


def _fields(
    steps: tuple[tuple[str, str, Prepare | None], ...],
    otherwise: Prepare | None,
    known: frozenset[str] | None,
    value: Value,
) -> Value:
    """Prepare a mapping; with the `known` keys given, gather the others below `own`."""
    if value.__class__ is not dict:
        return otherwise(value) if otherwise is not None else value
    made = dict(value)
    if known is not None and not value.keys() <= known:
        made["own"] = {name: member for name, member in value.items() if name not in known}
    for name, attribute, prepare in steps:
        if attribute != name:
            made.pop(attribute, None)
        if name in value:
            inner = made.pop(name) if attribute != name else value[name]
            made[attribute] = prepare(inner) if prepare is not None else inner
    return made


_PREPARE: Final = {kind: _for_type(SCHEMA.type_of(kind)) or (lambda value: value) for kind in KINDS}
