"""From the words of a person to the value of a field, checked against the plan."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING

from rcm_tui.i18n import _
from rcm_tui.model.errors import ERROR, BadValue
from rcm_tui.model.fieldpath import Path, Value
from rcm_tui.model.plan import Plan
from rcm_tui.model.texts import fold

if TYPE_CHECKING:
    from rcm_tui.workflow.workspace import Workspace

LISTS = frozenset({"responsible", "from", "participants", "observers", "organizations", "members", "aliases", "by"})
ACTOR_LISTS = frozenset({"responsible", "from", "participants", "observers", "organizations", "members", "by"})
DATES = frozenset({"date", "dates", "due", "sent", "as_of"})
NUMBERS = frozenset({"cost", "missing"})
TEXTS = frozenset({"text", "title", "name", "short"})


def read_value(plan: Plan, kind: str, path: Path, given: Value) -> Value:
    """A value as it stands in the file: dates as EDTF, actors by their codes, numbers as numbers.

    `kind` is the kind of file. Raises BadValue for a date, actor or meeting that cannot be understood.
    """
    if not isinstance(given, str):
        return given
    name = path[-1]
    if name in TEXTS and len(path) in (1, 3):
        raise BadValue(
            _("Say which language: {field}.en=… or {field}.{other}=…").format(
                field=".".join(path), other=next((code for code in plan.info.languages if code != "en"), "es")
            )
        )
    if name in DATES or (len(path) > 1 and path[-2] == "received"):
        return read_date_value(given)
    if name == "number" and kind != "meeting":
        return _whole(given, name)
    if name in NUMBERS:
        return _amount(given, name)
    if name in ("actions", "items", "formerly") or name in LISTS:
        values = [part.strip() for part in given.split(",") if part.strip()]
        return [actor_code(plan, value) for value in values] if name in ACTOR_LISTS else values
    if name in ("to", "presidency"):
        return actor_code(plan, given)
    return given.strip() if name in ("status", "meeting", "due_meeting") else given


def read_date_value(given: str) -> str:
    """A date as people write it, as EDTF. Raises BadValue saying what is allowed."""
    from rcm_tui.model.dates.edtf import DateError, parse

    try:
        return str(parse(given))
    except DateError:
        from rcm_tui.model.dates.phrases import read_date  # The reader of words takes longer to import than to use.

        return str(read_date(given))


def actor_code(plan: Plan, given: str) -> str:
    """The code of the actor that a code, name or alias in any language names. Raises BadValue with the nearest."""
    given = given.strip()
    if given in plan.actors:
        return given
    wanted = fold(given)
    for code, actor in plan.actors.items():
        names = (code, *actor.name.values(), *actor.short.values(), *actor.aliases)
        if wanted in {fold(name) for name in names}:
            return code
    near = get_close_matches(given.upper(), list(plan.actors), 1, 0.5)
    if near:
        raise BadValue(_("There is no actor “{name}”; did you mean {near}?").format(name=given, near=near[0]))
    raise BadValue(_("There is no actor “{name}”; the actors stand in plan/actors.yaml.").format(name=given))


def _whole(given: str, name: str) -> int:
    try:
        return int(given)
    except ValueError:
        raise BadValue(_("“{given}” is no whole number for {name}").format(given=given, name=name)) from None


def _amount(given: str, name: str) -> int | float:
    """An amount without separators of thousands: 250.000 may be a quarter of a million or 250, so it is not guessed."""
    plain = given.strip()
    if plain.isdecimal():
        return int(plain)
    whole, point, cents = plain.partition(".")
    if point and whole.isdecimal() and cents.isdecimal() and len(cents) <= 2:
        return float(plain)
    raise BadValue(
        _("“{given}” is no amount for {name}; write 250000 or 250000.50, without separators of thousands").format(
            given=given, name=name
        )
    )


def checked(workspace: Workspace, path: str, data: Mapping[str, Value]) -> None:
    """Refuse data that the checker would call an error, before anything is written. Raises BadValue."""
    from rcm_tui.store.check import faults_of

    told = [fault.message for fault in faults_of(workspace.plan, path, data) if fault.severity == ERROR]
    before = _faults_before(workspace, path) if told else set()
    new = [message for message in dict.fromkeys(told) if message not in before]
    if new:
        raise BadValue("\n".join(new))


def _faults_before(workspace: Workspace, path: str) -> set[str]:
    """What the checker says of the file as it is: an old fault elsewhere in it does not stop a good change."""
    from rcm_tui.store.check import faults_of
    from rcm_tui.store.yaml import YamlProblem, parse

    if not (workspace.root / path).exists():
        return set()
    try:
        return {fault.message for fault in faults_of(workspace.plan, path, parse(workspace.read_bytes(path)))}
    except YamlProblem:
        return set()
