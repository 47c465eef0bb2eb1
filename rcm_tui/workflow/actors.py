"""Adding and changing the actors of a plan, which stand in one file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rcm_tui.i18n import _
from rcm_tui.model import ids
from rcm_tui.model.errors import BadValue
from rcm_tui.model.fieldpath import Value
from rcm_tui.model.plan import Plan
from rcm_tui.model.types import nearest
from rcm_tui.store import paths
from rcm_tui.workflow.change import Change
from rcm_tui.workflow.edit import Assignment, file_change, set_fields
from rcm_tui.workflow.workspace import Workspace


def add_actor(workspace: Workspace, code: str, fields: Sequence[Assignment]) -> Change:
    """Add an actor with these fields. Raises BadValue for a code that is taken or cannot be one."""
    return _changed(workspace, new_code(workspace.plan, code), fields)


def add(workspace: Workspace, code: str, fields: Mapping[str, Value]) -> Change:
    """Add an actor with the values of a form. Raises BadValue as `add_actor` does."""
    data = workspace.data(paths.ACTORS)
    return file_change(workspace, paths.ACTORS, {**data, new_code(workspace.plan, code): dict(fields)})


def new_code(plan: Plan, words: str) -> str:
    """Return the code that a person wrote for a new actor. Raises BadValue for one that is taken or cannot be one."""
    code = words.strip()
    if not ids.is_code(code):
        message = _("“{code}” cannot be the code of an actor; write letters and digits, such as MOH")
        raise BadValue(message.format(code=code))
    taken = next(
        (known_code for known_code in (*plan.actors, *plan.info.bodies) if known_code.casefold() == code.casefold()),
        None,
    )
    if taken is not None:
        raise BadValue(_("{code} is in the plan already; to change it: rcm actor edit {code}").format(code=taken))
    return code


def edit_actor(workspace: Workspace, code: str, fields: Sequence[Assignment]) -> Change:
    """Change fields of an actor. Raises BadValue where there is none of this code."""
    if code not in workspace.plan.actors:
        near = nearest(code, workspace.plan.actors, 0.5)
        hint = _("did you mean “{near}”?").format(near=near) if near else _("see rcm actor list")
        raise BadValue(_("there is no actor “{name}”; {hint}").format(name=code, hint=hint))
    return _changed(workspace, code, fields)


def _changed(workspace: Workspace, code: str, fields: Sequence[Assignment]) -> Change:
    return set_fields(
        workspace, paths.ACTORS, [replace(assignment, path=(code, *assignment.path)) for assignment in fields]
    )
