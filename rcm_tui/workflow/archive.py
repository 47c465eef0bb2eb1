"""Archive items that are over, restore archived ones, and list what the archive rule proposes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rcm_tui.i18n import _
from rcm_tui.model import ids
from rcm_tui.model.errors import BadValue
from rcm_tui.model.rules import Due, due_for_archive
from rcm_tui.store import paths
from rcm_tui.workflow.change import Change, NothingToRecord, Target

if TYPE_CHECKING:
    from rcm_tui.workflow.workspace import Workspace


def archive(workspace: Workspace, item_ids: Sequence[str], reason: str = "") -> Change:
    """Move items to the Archival Plan, each with everything below it, in one record.

    Subjects are not archived. Raises BadValue naming what cannot be, NothingToRecord where all are archived already.
    """
    for item_id in item_ids:
        if ids.kind_of(item_id) == ids.SUBJECT:
            raise BadValue(_("{id} is a subject; archive its objectives or activities instead.").format(id=item_id))
    chosen = [one for one in _with_children(workspace, item_ids) if not workspace.plan.is_archived(one)]
    if not chosen:
        raise NothingToRecord
    note = {"date": workspace.on.isoformat()}
    if workspace.meeting is not None:
        note["meeting"] = workspace.meeting
    if reason.strip():
        note["reason"] = reason.strip()
    targets = []
    for item_id in chosen:
        data = workspace.plan.schema.arrange(ids.kind_of(item_id), {**workspace.data(item_id), "archived": note})
        targets.append(Target(paths.item_path(item_id, archived=True), data, moved_from=paths.item_path(item_id)))
    return Change(tuple(targets), dated=workspace.day)


def restore(workspace: Workspace, item_ids: Sequence[str]) -> Change:
    """Move items back into the current plan; an activity brings its objective, an objective its activities."""
    wanted = dict.fromkeys(item_ids)
    for item_id in item_ids:
        for above in _above(item_id):
            wanted[above] = None
        if ids.kind_of(item_id) == ids.OBJECTIVE:
            wanted.update(dict.fromkeys(workspace.plan.walk(item_id)))
    chosen = [one for one in wanted if workspace.plan.is_archived(one)]
    if not chosen:
        raise NothingToRecord
    targets = []
    for item_id in chosen:
        data = {key: value for key, value in workspace.data(item_id).items() if key != "archived"}
        targets.append(Target(paths.item_path(item_id), data, moved_from=paths.item_path(item_id, archived=True)))
    return Change(tuple(targets))


def due(workspace: Workspace) -> tuple[Due, ...]:
    """List what the plan's archive rule proposes, each item with the reason. A person decides."""
    return due_for_archive(workspace.plan, workspace.on)


def _with_children(workspace: Workspace, item_ids: Sequence[str]) -> list[str]:
    found: dict[str, None] = {}
    for item_id in item_ids:
        found[item_id] = None
        found.update(dict.fromkeys(workspace.plan.walk(item_id)))
    return list(found)


def _above(item_id: str) -> list[str]:
    above = []
    while (item_id := ids.parent_of(item_id)) != "":
        above.append(item_id)
    return above


__all__ = ["Due", "archive", "due", "restore"]
