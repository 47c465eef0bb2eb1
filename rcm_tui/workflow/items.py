"""Adding to the plan: subjects, objectives, activities, actions and calendar entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rcm_tui.history.log import ids_ever
from rcm_tui.i18n import _
from rcm_tui.model import ids
from rcm_tui.model.errors import BadValue
from rcm_tui.model.fieldpath import MISSING, Path, Value, put
from rcm_tui.model.items import Activity, Item, Objective, Subject
from rcm_tui.model.texts import Text
from rcm_tui.model.types import Context
from rcm_tui.reports.names import localized
from rcm_tui.store import paths
from rcm_tui.workflow.change import Change, Confirmation, Target, together
from rcm_tui.workflow.edit import file_change
from rcm_tui.workflow.recording import taken_ids
from rcm_tui.workflow.values import checked

if TYPE_CHECKING:
    from rcm_tui.model.plan import Plan
    from rcm_tui.workflow.view import PlanView
    from rcm_tui.workflow.workspace import Workspace


def add_subject(workspace: Workspace, code: str, title: Text, **fields: Value) -> Change:
    """Return a new subject with the code as its id. Raises BadValue where the code was ever used or is none."""
    if workspace.plan.hidden_top:
        raise BadValue(_("This plan has two levels; add without a code."))
    code = new_code(workspace.plan, code)
    if code in given_ids(workspace):
        raise BadValue(_("{code} was given before; an id is never used again.").format(code=code))
    return _new_item(workspace, code, {"title": _texts(title)}, fields)


def new_code(plan: Plan, given: str) -> str:
    """Return the code of a new subject as it is written. Raises BadValue where it is none, or has a subject already."""
    given = given.strip()
    code = given.upper()
    if not ids.is_id(code) or ids.kind_of(code) != ids.SUBJECT:
        raise BadValue(
            _("“{code}” is not a valid code for a subject; use capital letters, such as HR").format(code=given)
        )
    if plan.node(code) is not None:
        raise BadValue(_("{code} is a subject already.").format(code=code))
    return code


def add_objective(workspace: Workspace, subject_id: str, text: Text, **fields: Value) -> Change:
    """Return a new objective, the last of its subject unless its `number` says otherwise."""
    _parent(workspace, subject_id, Subject, _("an objective belongs to a subject"))
    return _new_item(workspace, _new_id(workspace, subject_id), {"text": _texts(text)}, fields)


def add_activity(workspace: Workspace, parent: str, text: Text, **fields: Value) -> Change:
    """Return a new activity, planned and the last of its objective unless `status` and `number` say otherwise.

    In a plan of four levels, `parent` may be an activity as well.
    """
    if isinstance(workspace.plan.items.get(parent), Activity) and workspace.plan.levels.below(ids.kind_of(parent)):
        _parent(workspace, parent, Activity, "")
    else:
        _parent(workspace, parent, Objective, _("an activity belongs to an objective"))
    given = {"status": workspace.plan.statuses.initial, **{name: value for name, value in fields.items() if value}}
    return _new_item(workspace, _new_id(workspace, parent), {"text": _texts(text)}, given)


def add_action(workspace: Workspace, objective_id: str, text: Text) -> Change:
    """Return a new action for implementation, the last of its objective."""
    if not workspace.plan.levels.has_actions:
        raise BadValue(_("This plan has no actions; plan.yaml names them, with the level that has them."))
    _parent(workspace, objective_id, Objective, _("an action belongs to an objective"))
    data = workspace.data(objective_id)
    actions = list(data.get("actions") or ())
    numbers = [action.get("number") or place for place, action in enumerate(actions, 1)]
    new = ids.member_id(taken_ids(data))
    actions.append({"id": new, "number": max(numbers, default=0) + 1, "text": _texts(text)})
    return file_change(workspace, objective_id, {**data, "actions": actions}, new_id=new)


def add_entry(workspace: Workspace, item_id: str, text: Text, **fields: Value) -> Change:
    """Return a new calendar entry at the end of an activity's or objective's calendar.

    `fields` are those of the format, as values or in a person's words: date, status, meeting, request, ….
    """
    if isinstance(workspace.plan.items.get(item_id), Subject):
        raise BadValue(_("A subject has no calendar; add the entry to an objective or activity of it."))
    data = workspace.data(item_id)
    new = ids.member_id(taken_ids(data))
    entry = {"id": new, "text": _texts(text), **read_fields(workspace, "entry", item_id, fields)}
    calendar = [*(data.get("calendar") or ()), entry]
    return file_change(workspace, item_id, {**data, "calendar": calendar}, new_id=new)


def read_fields(workspace: Workspace, kind: str, key: str, given: Mapping[str, Value]) -> dict[str, Value]:
    """Return the values of fields of a new mapping, out of values or of a person's words, without blank ones."""
    context = Context(workspace.plan, key, workspace.on)
    data: dict[str, Value] = {}
    for path, value in _leaves(given):
        read = workspace.plan.schema.read(kind, data, path, value, context)
        if read is not MISSING:
            data = put(data, path, read)
    return data


def _leaves(given: Mapping[str, Value], above: Path = ()) -> Iterator[tuple[Path, Value]]:
    for name, value in given.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, (*above, name))
        elif value is not None:
            yield (*above, name), value


def _texts(text: Text) -> dict[str, str]:
    """Return the texts without surrounding white space and empty languages. Raises BadValue where none is left."""
    kept = {language: words.strip() for language, words in text.items() if words.strip()}
    if not kept:
        raise BadValue(_("The text is empty; write it in at least one language."))
    return kept


def _parent(workspace: Workspace, parent: str, kind: type[Item], rule: str) -> None:
    if not isinstance(workspace.plan.items.get(parent), kind):
        raise BadValue(_("Nothing can be added under {id}: {rule}.").format(id=parent, rule=rule))
    if workspace.plan.is_archived(parent):
        raise BadValue(_("{id} is in the archive; restore it first: rcm restore {id}").format(id=parent))


def _new_item(workspace: Workspace, new: str, own: Mapping[str, Value], given: Mapping[str, Value]) -> Change:
    kind = ids.kind_of(new)
    fields = read_fields(workspace, kind, new, given)
    if "number" not in fields:
        siblings = workspace.plan.children(ids.parent_of(new))
        taken = [workspace.plan.items[sibling].number for sibling in siblings if sibling in workspace.plan.items]
        fields["number"] = max(taken, default=0) + 1
    data = workspace.plan.schema.arrange(kind, {"id": new, **own, **fields})
    path = paths.item_path(new)
    checked(workspace, path, data)
    return Change((Target(path, data),), new_id=new)


def move_all(workspace: Workspace, activity_ids: Sequence[str], parent: str) -> Change:
    """Put activities under another parent, in their order, in one record."""
    moved = [move(workspace, activity_id, parent, after=place) for place, activity_id in enumerate(activity_ids)]
    asked = [change.confirm for change in moved if change.confirm is not None]
    if len(moved) == 1 or not asked:
        return together(*moved)
    question = "\n\n".join(confirmation.question for confirmation in asked)
    return replace(together(*moved), confirm=replace(asked[0], question=question))


def move(workspace: Workspace, activity_id: str, parent: str, *, after: int = 0) -> Change:
    """Put an activity, with all below it, under another objective or another activity, as its last one.

    `after` as many that are moved before it. What names the activity elsewhere (agreements) is left: the old id still
    resolves. The ids of actions mean nothing under another objective, so they are dropped, after a question.
    """
    plan = workspace.plan
    _require_place(plan, activity_id, parent)
    known = given_ids(workspace)
    for _earlier in range(after):
        known.add(ids.next_id(parent, known))
    new = ids.next_id(parent, known)
    number = (
        max((plan.items[child].number for child in plan.children(parent) if child in plan.items), default=0) + 1 + after
    )
    dropped = {"actions"} if ids.objective_of(activity_id) != ids.objective_of(parent) else set()
    targets = []
    for old in (activity_id, *plan.walk(activity_id)):
        renamed = new + old.removeprefix(activity_id)
        data = {key: value for key, value in workspace.data(old).items() if key not in dropped}
        data |= {"id": renamed, "formerly": [*(data.get("formerly") or ()), old]}
        data |= {"number": number} if old == activity_id else {}
        path = paths.item_path(renamed, archived=plan.is_archived(old))
        arranged = plan.schema.arrange(ids.kind_of(renamed), data)
        targets.append(Target(path, arranged, moved_from=workspace.path(old)))
    asked = _dropped_actions(plan, activity_id, parent) if dropped else None
    return Change(tuple(targets), new_id=new, confirm=asked)


def _require_place(plan: Plan, activity_id: str, parent: str) -> None:
    """Raise BadValue where an item cannot move under another one: not of the right kinds, archived, or there now."""
    if not isinstance(plan.items.get(activity_id), Activity):
        raise BadValue(
            _("{id} is not an activity; only activities move under another objective.").format(id=activity_id)
        )
    above = ids.kind_of(ids.parent_of(activity_id))
    if parent not in plan.items or ids.kind_of(parent) != above or plan.is_archived(parent):
        message = _("{id} is not an objective of the current plan.")
        if above != ids.OBJECTIVE:
            message = _("{id} is not an activity of the current plan.")
        raise BadValue(message.format(id=parent))
    if ids.parent_of(activity_id) == parent:
        raise BadValue(_("{id} is already under {objective}.").format(id=activity_id, objective=parent))
    if plan.is_archived(activity_id):
        raise BadValue(_("{id} is in the archive; restore it first: rcm restore {id}").format(id=activity_id))


def _dropped_actions(plan: Plan, activity_id: str, parent: str) -> Confirmation | None:
    """Ask before activities lose the actions that they implement."""
    objective = plan.items.get(ids.objective_of(activity_id))
    moved = [plan.items.get(item_id) for item_id in (activity_id, *plan.walk(activity_id))]
    carried = {action for item in moved if isinstance(item, Activity) for action in item.actions}
    if not isinstance(objective, Objective):
        return None
    texts = [f"· {localized(action.text)}" for action in objective.actions if action.id in carried]
    if not texts:
        return None
    question = _(
        "{activity} implements actions of {objective}, which it does not do under another objective:\n{actions}"
    ).format(activity=activity_id, objective=objective.id, actions="\n".join(texts))
    yes = _("Move it under {objective} without them").format(objective=parent)
    return Confirmation(_("Move {activity}?").format(activity=activity_id), question, yes, essential=False)


def _new_id(workspace: Workspace, parent: str) -> str:
    """Return the id for a new child of `parent`."""
    return ids.next_id(parent, given_ids(workspace))


def given_ids(view: PlanView) -> set[str]:
    """Every id that was ever given, in any branch's history or in the files: a new one is above them."""
    plan = view.plan
    return {*ids_ever(view.git), *plan.items, *plan.unreadable, *plan.formerly}
