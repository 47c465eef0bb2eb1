"""Parse what a person types into the value of a field, checked against the plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rcm_tui.model.errors import ERROR, BadValue
from rcm_tui.model.fieldpath import Value
from rcm_tui.model.plan import Plan
from rcm_tui.model.references import Actor
from rcm_tui.model.types import Context

if TYPE_CHECKING:
    from rcm_tui.workflow.workspace import Workspace


def actor_code(plan: Plan, given: str) -> str:
    """Return the code of the actor that a code, name or alias in any language names. Raises BadValue for none."""
    return str(Actor().parse(given, "actor", Context(plan)))


def checked(workspace: Workspace, path: str, data: Mapping[str, Value]) -> None:
    """Refuse data that the checker would call an error, before anything is written. Raises BadValue."""
    from rcm_tui.store.check import faults_of

    messages = [fault.message for fault in faults_of(workspace.plan, path, data) if fault.severity == ERROR]
    before = _faults_before(workspace, path) if messages else set()
    new = [message for message in dict.fromkeys(messages) if message not in before]
    if new:
        raise BadValue("\n".join(new))


def _faults_before(workspace: Workspace, path: str) -> set[str]:
    """Return the findings of the checker in the file as it is: an old mistake does not stop a correct change."""
    from rcm_tui.store.check import faults_of
    from rcm_tui.store.yaml import YamlProblem, parse

    if not (workspace.root / path).exists():
        return set()
    try:
        return {fault.message for fault in faults_of(workspace.plan, path, parse(workspace.read_bytes(path)))}
    except YamlProblem:
        return set()
