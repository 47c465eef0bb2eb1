"""Edit existing items: fields, statuses, entries, the order of things. Each function returns a `Change`."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rcm_tui.changes.items import ChangeKind
from rcm_tui.changes.merge import merge
from rcm_tui.i18n import _, current, ngettext
from rcm_tui.model import ids
from rcm_tui.model.errors import BadValue
from rcm_tui.model.fieldpath import MISSING, Path, Value, format_path, get, member_name, parse_path, put, without
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.items import Activity
from rcm_tui.model.types import Context
from rcm_tui.store.paths import kind_of_file
from rcm_tui.workflow.change import Change, Confirmation, Conflict, NothingToRecord, Target, together
from rcm_tui.workflow.naming import Chosen
from rcm_tui.workflow.values import checked

if TYPE_CHECKING:
    from rcm_tui.model.rules import Day
    from rcm_tui.workflow.workspace import Workspace

SET, ADD, TAKE = "=", "+=", "-="


@dataclass(frozen=True, slots=True)
class Assignment:
    """One `FIELD=VALUE`, `FIELD+=VALUE` or `FIELD-=VALUE`. An empty value with `=` removes the field."""

    path: Path
    how: str
    value: Value


def parse_assignment(text: str) -> Assignment:
    """`status=completed`, `responsible+=MOH`, `calendar.kvt.text.es=…`. Raises BadValue where it is none of these."""
    name, sign, value = text.partition("=")
    how = SET
    if name.endswith(("+", "-")):
        how = name[-1] + "="
        name = name[:-1]
    if not sign or not name:
        raise BadValue(
            _("“{text}” is not an assignment; write FIELD=VALUE, FIELD+=VALUE or FIELD-=VALUE").format(text=text)
        )
    try:
        path = parse_path(name.strip())
    except ValueError:
        raise BadValue(_("“{name}” is not a field; join its parts with single dots").format(name=name)) from None
    return Assignment(path, how, value)


def set_fields(workspace: Workspace, key: str, assignments: Sequence[Assignment]) -> Change:
    """Change fields of an item, a meeting or a shared file. Raises BadValue for a field or value that cannot be."""
    data = workspace.data(key)
    for assignment in assignments:
        data = assigned(workspace, key, data, assignment)
    return file_change(workspace, key, data)


def set_each(workspace: Workspace, chosen: Chosen, assignments: Sequence[Assignment]) -> Change:
    """Change the same fields of several items in one record.

    Of what a query found, kinds that do not have the fields are left out, and the change is shown and confirmed first.
    """
    keys = chosen.keys
    if chosen.by_query:
        schema = workspace.plan.schema
        kinds = {key: kind_of_file(workspace.path(key)) for key in keys}
        having = [
            key for key, kind in kinds.items() if all(schema.field(kind, assignment.path) for assignment in assignments)
        ]
        keys = tuple(having) or keys
    return of_each([set_fields(workspace, key, assignments) for key in keys], workspace if chosen.by_query else None)


def of_each(changes: Sequence[Change], confirmed_in: Workspace | None = None) -> Change:
    """Make one record of changes to several items, to be shown and confirmed first where a workspace is given."""
    change = together(*changes)
    if len(changes) > 1:
        change = dataclasses.replace(change, new_id=None)
    if confirmed_in is None:
        return change
    from rcm_tui.changes.describe import describe_item
    from rcm_tui.workflow.recording import changes_of

    made = [item for item in changes_of(confirmed_in, change) if item.what is not ChangeKind.SAME]
    lines = [f"{item.key}  {describe_item(item, current())}" for item in made]
    if not lines:
        raise NothingToRecord
    count = len(lines)
    message = ngettext("This changes {count} item.", "This changes {count} items, in one record.", count)
    yes = ngettext("Change {count} item", "Change {count} items", count).format(count=count)
    question = "\n".join((*lines, message.format(count=count)))
    return dataclasses.replace(change, confirm=Confirmation(yes + "?", question, yes))


def assigned(workspace: Workspace, key: str, data: dict[str, Any], assignment: Assignment) -> dict[str, Any]:
    """Return the data of a file with an assignment carried out. Raises BadValue."""
    path = assignment.path
    plan, kind = workspace.plan, kind_of_file(workspace.path(key))
    context = Context(plan, key, workspace.on)
    value = plan.schema.read(kind, data, path, assignment.value, context)
    if assignment.how != SET:
        if not plan.schema.locate(kind, data, path, context).is_list:
            raise BadValue(_("{field} is not a list; set it with =").format(field=format_path(path)))
        field = plan.schema.field(kind, path)
        title = field.title() if field is not None else format_path(path)
        try:
            value = _list_with(get(data, path), assignment.how, value, title)
        except BadValue as wrong:
            raise BadValue(f"{key}: {wrong}") from None
    try:
        changed: dict[str, Any] = without(data, path) if value is MISSING else put(data, path, value)
    except KeyError as missing:
        raise BadValue(
            _("{item} has no field {field}: there is no {part} in it").format(
                item=key, field=format_path(path), part=missing.args[0]
            )
        ) from None
    return changed


def _list_with(now: Value, how: str, value: Value, title: str) -> Value:
    """Return a list with members added or removed; MISSING, so that nothing empty is left, where none remains."""
    given = value if isinstance(value, list) else [] if value is MISSING else [value]
    present = list(now) if isinstance(now, list) else []
    if how == ADD:
        return present + [value for value in given if value not in present] or MISSING
    lacking = [str(value) for value in given if value not in present]
    if lacking:
        words = {"values": ", ".join(lacking), "field": title, "present": ", ".join(map(str, present))}
        if present:
            raise BadValue(_("{values} is not in “{field}”, which has: {present}").format(**words))
        raise BadValue(_("{values} is not in “{field}”, which is empty").format(**words))
    return [value for value in present if value not in given] or MISSING


def file_change(
    workspace: Workspace, key: str, data: Mapping[str, Value], new_id: str | None = None, dated: Day | None = None
) -> Change:
    """Return the change that makes `data` of the file of `key`, its new keys in their order and its values checked."""
    path = workspace.path(key)
    arranged = workspace.plan.schema.arrange(kind_of_file(path), data)
    checked(workspace, path, arranged)
    return Change((Target(path, arranged),), new_id=new_id, dated=dated)


def replace(workspace: Workspace, key: str, base: Mapping[str, Value], edited: Mapping[str, Value]) -> Change:
    """Return what a form or an editor made of a file, merged with the file as it is now.

    `base` is the data that the person started from. Raises Conflict where another program changed the same field
    meanwhile; the form then asks field by field and comes again with the file's data as base.
    """
    if edited.get("id", key) != base.get("id", key):
        raise BadValue(_("The id {id} cannot be changed; move the item instead.").format(id=base.get("id")))
    merged = merge(base, workspace.data(key), edited)
    if merged.clashes:
        raise Conflict(key, merged.clashes)
    return file_change(workspace, key, merged.data)


def set_status(workspace: Workspace, item_id: str, status: str) -> Change:
    """Give an activity another status."""
    if not isinstance(workspace.plan.items.get(item_id), Activity):
        raise BadValue(_("{item} has no status; only activities and calendar entries have one.").format(item=item_id))
    return set_fields(workspace, item_id, [Assignment(("status",), SET, status)])


# --- calendar entries


def change_entries(
    workspace: Workspace, item_id: str, entry_ids: Sequence[str], assignments: Sequence[Assignment]
) -> Change:
    """Change the same fields of calendar entries; paths are relative to an entry."""
    below = []
    for entry_id in entry_ids:
        _entry(workspace, item_id, entry_id)
        below += [
            Assignment(("calendar", entry_id, *assignment.path), assignment.how, assignment.value)
            for assignment in assignments
        ]
    return set_fields(workspace, item_id, below)


def remove_entries(workspace: Workspace, item_id: str, entry_ids: Sequence[str]) -> Change:
    """Take calendar entries out of the plan; the history keeps them."""
    data = workspace.data(item_id)
    for entry_id in dict.fromkeys(entry_ids):
        _entry(workspace, item_id, entry_id)
        data = without(data, ("calendar", entry_id))
    return file_change(workspace, item_id, data)


def _entry(workspace: Workspace, item_id: str, entry_id: str) -> dict[str, Any]:
    """Return the data of the item, which has the entry. Raises BadValue naming the entries there are."""
    data = workspace.data(item_id)
    if get(data, ("calendar", entry_id)) is MISSING:
        there = [member_name(entry, place) for place, entry in enumerate(data.get("calendar") or ())]
        raise BadValue(
            _("{item} has no calendar entry {entry}; it has: {entries}").format(
                item=item_id, entry=entry_id, entries=", ".join(there) or _("none")
            )
        )
    return data


# --- order


def reorder(workspace: Workspace, item_id: str, step: int) -> Change:
    """Move an item up (-1) or down (+1) among its siblings, by the printed numbers; ids stay.

    Siblings whose numbers are not distinct are numbered anew. Raises BadValue at the end of the list.
    """
    siblings = [
        child for child in workspace.plan.current_children(ids.parent_of(item_id)) if child in workspace.plan.items
    ]
    if item_id not in siblings:
        raise BadValue(_("{item} is not in the current plan.").format(item=item_id))
    here = siblings.index(item_id)
    there = here + step
    if not 0 <= there < len(siblings):
        raise BadValue(_("{item} is already the first or last one.").format(item=item_id))
    numbers = [workspace.plan.items[item_id].number for item_id in siblings]
    if len(set(numbers)) != len(numbers):
        numbers = list(range(1, len(siblings) + 1))
    siblings.insert(there, siblings.pop(here))
    targets = []
    for sibling, number in zip(siblings, sorted(numbers), strict=True):
        if workspace.plan.items[sibling].number != number:
            targets.append(Target(workspace.path(sibling), {**workspace.data(sibling), "number": number}))
    return Change(tuple(targets))


def reorder_entry(workspace: Workspace, item_id: str, entry_id: str, step: int) -> Change:
    """Move a calendar entry up (-1) or down (+1) in its item's calendar. Raises BadValue at the end of the list."""
    data = _entry(workspace, item_id, entry_id)
    calendar = list(data["calendar"])
    here = next(place for place, entry in enumerate(calendar) if member_name(entry, place) == entry_id)
    there = here + step
    if not 0 <= there < len(calendar):
        raise BadValue(_("{item} is already the first or last one.").format(item=entry_id))
    calendar.insert(there, calendar.pop(here))
    return file_change(workspace, item_id, {**data, "calendar": calendar})
