"""Follow the trail of an item: every record that changed it, across archiving, restoring and new ids."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from rcm_tui.changes.fields import compare
from rcm_tui.changes.items import ChangeKind, ItemChange, Version, change_of, change_set
from rcm_tui.history.log import records, settled_ids
from rcm_tui.history.message import MEETING, PLAN_START, SETTLED
from rcm_tui.i18n import _
from rcm_tui.model import ids
from rcm_tui.model.errors import BadValue
from rcm_tui.model.fieldpath import Value, get, put, same
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.plan import calendar_of
from rcm_tui.model.schema import MOVED
from rcm_tui.reports.names import due_words
from rcm_tui.store import paths
from rcm_tui.workflow.plan_files import ParsedBlobs, data_now, find_key, places, versions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from rcm_tui.history.git import PathChange
    from rcm_tui.history.log import Record, SettledIds
    from rcm_tui.model.items import Item
    from rcm_tui.workflow.view import PlanView


_AT_ONCE = 200
"""Records whose files are read by one git process."""


@dataclass(frozen=True, slots=True)
class Step:
    """One record that changed an item: the change, and the id that the item had then."""

    record: Record
    change: ItemChange
    item_id: str


def item_history(view: PlanView, item_id: str) -> tuple[Step, ...]:
    """List every record that changed the item, newest first, including those under its former ids."""
    names, found = _records_of(view, item_id)
    settled = settled_ids(view.git)
    also = _also_called(names, settled)
    if also:
        found = list(records(view.git, _all_places((*names, *also))))
    return tuple(_steps(view, names, found, _AT_ONCE, settled))


def recorded_at(view: PlanView, meeting_id: str | None, most: int) -> tuple[Record, ...]:
    """List the newest records of a meeting (None: of the plan), `most` of them, back to the plan's start."""
    found: list[Record] = []
    naming = (meeting_id, PLAN_START) if meeting_id is not None else ()
    for record in records(view.git, paths.FOLDERS, naming=naming):
        if record.plan_start or len(found) == most:
            break
        if meeting_id is None or record.meeting == meeting_id:
            found.append(record)
    return tuple(found)


def last_change(view: PlanView, item_id: str) -> Step | None:
    """Find the newest record that changed the item, or None where it was never recorded."""
    names = _names_now(view, item_id)
    settled = settled_ids(view.git)
    found = records(view.git, _all_places((*names, *_also_called(names, settled))))
    return next(_steps(view, names, found, 1, settled), None)


def last_change_and_deadlines(view: PlanView, item_id: str) -> tuple[Step | None, tuple[str, ...]]:
    """Find the newest record that changed the item, and the first date of each deadline that was moved.

    These are the item's and those of its entries: `kvt: was May 2006`. The whole history is read only where there are.
    """
    node = view.plan.items.get(item_id)
    if node is None or not (
        getattr(node, "due", None) or any(entry.date or entry.all_requests for entry in calendar_of(node))
    ):
        return last_change(view, item_id), ()
    steps = item_history(view, item_id)
    return next(iter(steps), None), tuple(_deadlines_before(view, node, steps))


def _deadlines_before(view: PlanView, node: Item, steps: Sequence[Step]) -> Iterator[str]:
    from rcm_tui.reports.status.calendar import put_off  # With it comes the whole status report.

    item_id = node.id
    moved = put_off(replace(step.change, key=item_id) for step in reversed(steps))
    now = {(item_id, "due"): getattr(node, "due", None)}
    for entry in calendar_of(node):
        now |= {(f"{item_id}/{entry.name_of(request)}", "due"): request.due for request in entry.all_requests}
        now[f"{item_id}/{entry.id}", "date"] = entry.date if view.plan.statuses.is_expected(entry.status) else None
    message = _("was {date}")
    for (key, field), was in moved.items():
        if now.get((key, field)) not in (None, was):
            yield ": ".join(filter(None, (key.partition("/")[2], message.format(date=due_words(was)))))


def find_in_history(view: PlanView, words: str) -> str:
    """Find a key as `plan_files.find_key` does, including ids that exist in history alone. Raises BadValue."""
    try:
        return find_key(view, words)
    except BadValue:
        gone = words.strip().upper() if ids.is_id(words.strip().upper()) else words.strip()
        if not ids.is_id(gone) and not ids.is_member_id(gone):
            raise
        if next(iter(records(view.git, places(gone), limit=1)), None) is None:
            raise
        return gone


def _records_of(view: PlanView, item_id: str) -> tuple[tuple[str, ...], list[Record]]:
    """Find every id that the item had, and the records that touched a file of any, newest first.

    Beside the ids that it keeps in `formerly` these are those of moves that were taken back.
    """
    names = _names_now(view, item_id)
    looked_at: set[str] = set()
    while True:
        found = list(records(view.git, _all_places(names)))
        left = [each for each in found if each.commit not in looked_at and ids.is_id(item_id) and _went(each.changes)]
        looked_at.update(record.commit for record in left)
        new = dict.fromkeys(name for record in left for name in _moved_to(view, record, names))
        if not new:
            return names, found
        names = (*names, *new)


def _all_places(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(path for name in names for path in places(name)))


def _names_now(view: PlanView, item_id: str) -> tuple[str, ...]:
    """Return the id and the former ids that the item's file names."""
    data = data_now(view, item_id) if ids.is_id(item_id) else None
    formerly = (data or {}).get("formerly")
    return (item_id, *(old for old in formerly if isinstance(old, str))) if isinstance(formerly, list) else (item_id,)


def _went(changes: Iterable[PathChange]) -> bool:
    """Say whether a record deleted the file without archiving or restoring it."""
    touched = list(changes)
    gone = {file.path for file in touched if file.new is None}
    come = {file.path for file in touched if file.new is not None}
    return any(paths.twin(path) not in come for path in gone) and not come


def _moved_to(view: PlanView, record: Record, names: Sequence[str]) -> list[str]:
    for whole in records(view.git, paths.FOLDERS, rev=record.commit, limit=1, whole=True):
        changes = recorded_changes(view, whole)
        return [item.key for item in changes if item.former in names and item.key not in names]
    return []


def _also_called(names: Sequence[str], settled: SettledIds) -> tuple[str, ...]:
    """Return the ids that an item had in the records of a clone before it was synchronised."""
    return tuple({old for renamed in settled.values() for old, new in renamed.items() if new in names} - set(names))


def _steps(
    view: PlanView, names: Sequence[str], found: Iterable[Record], at_once: int, settled: SettledIds
) -> Iterator[Step]:
    wanted = set(_all_places((*names, *_also_called(names, settled))))
    found = iter(found)
    while batch := list(islice(found, at_once)):
        touched = [[file for file in record.changes if file.path in wanted] for record in batch]
        parsed = _parsed(view, chain(*touched))
        for record, changed in zip(batch, touched, strict=True):
            changes = _renamed(own_changes(view, record, _meaning(changed, parsed)), settled.get(record.commit))
            if settled:
                changes = tuple(item for item in changes if {item.key, item.former} & {*names})
            if changes:
                yield Step(record, changes[0], changes[0].key)
            elif record.is_cut:
                yield from _cut_steps(view, record, wanted)
        at_once = min(at_once * 8, _AT_ONCE)


def _cut_steps(view: PlanView, record: Record, wanted: Collection[str]) -> Iterator[Step]:
    """Yield the item as a shallow clone's first record left it, as a step by which nothing is known to have changed."""
    present = {file.path: file.new for file in record.present if file.path in wanted and file.new is not None}
    contents = view.git.blobs(present.values())
    unknown = replace(
        record, author=unknown_author(), email="", subject=unknown_author(), reason="", trailers=((MEETING, "?"),)
    )
    for key, version in versions({path: contents[blob] for path, blob in present.items()}).items():
        for change in change_set({key: version}, {key: version}):
            yield Step(unknown, change, key)


def unknown_author() -> str:
    """Return what stands for the author of a change that a shallow clone does not know."""
    return _("unknown, before this shallow clone")


def changes_of(
    view: PlanView, touched: Sequence[PathChange], parsed: ParsedBlobs | None = None
) -> tuple[ItemChange, ...]:
    """Compare the files that path changes name, item by item. Those that are `parsed` already are not read again."""
    return _meaning(touched, _parsed(view, touched, parsed))


def _parsed(view: PlanView, touched: Iterable[PathChange], parsed: ParsedBlobs | None = None) -> ParsedBlobs:
    """Return what is `parsed` already, or nothing, with the blobs that path changes name."""
    parsed = parsed if parsed is not None else ParsedBlobs(view.git)
    parsed.read(blob for file in touched for blob in (file.old, file.new))
    return parsed


def _meaning(touched: Sequence[PathChange], parsed: ParsedBlobs) -> tuple[ItemChange, ...]:
    before = parsed.versions({file.path: file.old for file in touched})
    after = parsed.versions({file.path: file.new for file in touched})
    return change_set(before, after)


def recorded_changes(view: PlanView, record: Record, known: Mapping[str, bytes] = {}) -> tuple[ItemChange, ...]:
    """Compare the plan before and after one record, item by item; the blobs that are `known` are not read."""
    touched = [file for file in record.changes if is_of_plan(file.path)]
    return own_changes(view, record, changes_of(view, touched, ParsedBlobs(view.git, known)))


def recorded_changes_of(
    view: PlanView, records: Iterable[Record], settled: SettledIds | None = None, parsed: ParsedBlobs | None = None
) -> Iterator[tuple[Record, tuple[ItemChange, ...]]]:
    """Compare the plan before and after each of several records; their files are read together.

    Those that are `parsed` already are not read again.
    """
    touched = ((record, [file for file in record.changes if is_of_plan(file.path)]) for record in records)
    return meanings(view, touched, settled, parsed)


def meanings(
    view: PlanView,
    touched: Iterable[tuple[Record, Sequence[PathChange]]],
    settled: SettledIds | None = None,
    parsed: ParsedBlobs | None = None,
) -> Iterator[tuple[Record, tuple[ItemChange, ...]]]:
    """Compare the files that path changes of several records name; the files are read together.

    `settled` are the ids that synchronising changed, where they are known.
    """
    settled = settled_ids(view.git) if settled is None else settled
    waiting = iter(touched)
    while batch := list(islice(waiting, _AT_ONCE)):
        read = _parsed(view, chain.from_iterable(changes for _record, changes in batch), parsed)
        for record, changes in batch:
            yield record, _renamed(own_changes(view, record, _meaning(changes, read)), settled.get(record.commit))


def _renamed(changes: tuple[ItemChange, ...], names: Mapping[str, str] | None) -> tuple[ItemChange, ...]:
    """Return changes with the ids that their items have now."""
    if not names:
        return changes
    return tuple(
        replace(change, key=names.get(change.key, change.key), former=names.get(change.former or "", change.former))
        for change in changes
    )


def own_changes(view: PlanView, record: Record, changes: tuple[ItemChange, ...]) -> tuple[ItemChange, ...]:
    """Leave of a merge what it changed itself: a field that any of its sides has so was changed by a record there."""
    if len(record.parents) < 2:
        return changes
    wanted = [path for change in changes for key in (change.key, change.former) if key for path in places(key)]
    settled = {new: old for old, _arrow, new in (value.partition(" -> ") for value in record.values(SETTLED))}
    wanted += [path for change in changes if change.key in settled for path in places(settled[change.key])]
    sides = [versions(view.git.contents(parent, wanted)) for parent in record.parents]
    for new, old in settled.items():  # What a side had under an id that was changed is there under the new one.
        if old in sides[0]:
            version = sides[0][old]
            sides[0][new] = replace(version, data={**version.data, "id": new}) if version.data is not None else version
    return tuple(item for change in changes if (item := _own_change(change, sides)) is not None)


def _own_change(change: ItemChange, sides: Sequence[Mapping[str, Version]]) -> ItemChange | None:
    """Return a change with the fields alone that no side has as they are; None where nothing is left of it."""
    there = [side.get(change.key) or side.get(change.former or "") for side in sides]
    held = [version for version in there if version is not None and version.data is not None]
    known = [version.data for version in held]
    after = change.after.data if change.after is not None else None
    if change.before is None or change.before.data is None or change.after is None or after is None:
        if after is not None and any(all(field.path[0] in MOVED for field in compare(data, after)) for data in known):
            return None
        if change.before is not None or change.after is None or after is None or not held:
            return change
        # A file that moved on one side and was edited on the other is one that the merge added, for git.
        alike = next((version for version in held if version.archived == change.after.archived), held[0])
        change = change_of(change.key, alike, change.after, change.former) or change
    assert change.before is not None and change.after is not None
    fields = tuple(
        field
        for field in change.fields
        if field.is_reordered or not any(same(get(data, field.path), field.after) for data in known)
    )
    if not fields and change.what in (ChangeKind.CHANGED, ChangeKind.SAME):
        return None
    before: Value = after
    for field in fields:
        if not field.is_reordered:
            with contextlib.suppress(KeyError):  # It was inside something that the merge removed.
                before = put(before, field.path, field.before)
    return replace(change, fields=fields, before=replace(change.before, data=before))


def is_of_plan(path: str) -> bool:
    """Say whether a path is that of a file of the plan."""
    return path.partition("/")[0] in paths.FOLDERS and path.endswith(paths.SUFFIX)


__all__ = [
    "Step",
    "changes_of",
    "find_in_history",
    "is_of_plan",
    "item_history",
    "last_change",
    "meanings",
    "own_changes",
    "recorded_changes",
    "recorded_changes_of",
]
