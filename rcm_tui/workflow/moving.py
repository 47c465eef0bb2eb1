"""Moving an activity under another objective: it gets a new id and keeps the old one in `formerly`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcm_tui.locale import _
from rcm_tui.model import ids
from rcm_tui.model.errors import BadValue
from rcm_tui.model.fields import arrange
from rcm_tui.model.items import Activity, Objective
from rcm_tui.store import paths
from rcm_tui.workflow.change import Change, Target

if TYPE_CHECKING:
    from rcm_tui.workflow.desk import Desk


def move(desk: Desk, activity_id: str, objective_id: str) -> Change:
    """Put an activity under another objective, as its last one.

    What names the activity elsewhere (agreements) is left: the old id still resolves. The ids of actions mean
    nothing under another objective, so they are dropped.
    """
    if not isinstance(desk.plan.items.get(activity_id), Activity):
        raise BadValue(_("{id} is no activity; only activities move under another objective.").format(id=activity_id))
    if not isinstance(desk.plan.items.get(objective_id), Objective) or desk.plan.is_archived(objective_id):
        raise BadValue(_("{id} is no objective of the current plan.").format(id=objective_id))
    if ids.parent_of(activity_id) == objective_id:
        raise BadValue(_("{id} already stands under {objective}.").format(id=activity_id, objective=objective_id))
    if desk.plan.is_archived(activity_id):
        raise BadValue(_("{id} is in the archive; restore it first: rcm restore {id}").format(id=activity_id))
    new = desk.new_item_id(objective_id)
    siblings = [desk.plan.items[one] for one in desk.plan.children(objective_id) if one in desk.plan.items]
    data = desk.data(activity_id)
    moved = {
        **{key: value for key, value in data.items() if key != "actions"},
        "id": new,
        "formerly": [*(data.get("formerly") or ()), activity_id],
        "number": max((sibling.number for sibling in siblings), default=0) + 1,
    }
    target = Target(paths.item_path(new), arrange(ids.ACTIVITY, moved), origin=desk.path(activity_id))
    return Change((target,), new_id=new)
