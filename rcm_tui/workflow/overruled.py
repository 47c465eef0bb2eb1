"""Find what a synchronisation overruled: values that a record of one side set and the other side's replaced.

Such a record stays in the history, but what it set is in no file any more. So the minutes of a meeting do not tell it
among what the meeting changed, as long as what the meeting left behind is as the synchronising decided.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rcm_tui.changes.items import ItemChange, Version, change_of
from rcm_tui.changes.questions import OTHER, OURS, THEIRS
from rcm_tui.history.message import DECIDED
from rcm_tui.model.fieldpath import Path, get, put

if TYPE_CHECKING:
    from rcm_tui.history.git import Git
    from rcm_tui.history.log import Record

Overruled = Mapping[str, Collection[tuple[str, Path]]]
"""The overruled fields of each item or meeting, by commit and key."""

DECISION = f"{DECIDED}: "
"""Words of the message of every merge at which somebody decided something."""
_ARCHIVED = ("archived",)


def overruled(git: Git, merges: Iterable[Record]) -> Overruled:
    """Return which fields of which commits these merges overruled."""
    found: dict[str, set[tuple[str, Path]]] = {}
    for merge in merges:
        if len(merge.parents) == 2 and merge.values(DECIDED):
            for losing, fields in _losing(merge):
                other = next(parent for parent in merge.parents if parent != losing)
                for commit in git.read("rev-list", losing, "^" + other).decode("ascii").split():
                    found.setdefault(commit, set()).update(fields)
    return found


def _losing(merge: Record) -> Iterator[tuple[str, set[tuple[str, Path]]]]:
    """Yield each side of a merge with the fields for which its value was not taken.

    Where what was added below an archived item was put below another one, both sides stand.
    """
    decided = [decision for value in merge.values(DECIDED) if len(decision := value.rsplit(" ", 2)) == 3]
    for side, taken in zip(merge.parents, (OURS, THEIRS), strict=True):
        lost = [parts[:2] for parts in decided if parts[2] in {OURS, THEIRS, OTHER} - {taken}]
        fields = {(key, tuple(path.split("."))) for key, path in lost}
        if fields:
            yield side, fields


def standing(changes: Sequence[ItemChange], fields: Collection[tuple[str, Path]]) -> tuple[ItemChange, ...]:
    """Return the changes of a record without the fields that were overruled."""
    return tuple(item for change in changes if (item := _standing(change, fields)) is not None)


def _standing(change: ItemChange, fields: Collection[tuple[str, Path]]) -> ItemChange | None:
    paths = [path for key, path in fields if key in (change.key, change.former)]
    before, after = change.before, change.after
    if not paths or before is None or after is None:
        return change
    for path in paths:
        after = _as_before(path, before, after)
    return change_of(change.key, before, after, change.former)


def _as_before(path: Path, before: Version, after: Version) -> Version:
    """Return a version with one field as it was before."""
    if path == _ARCHIVED:
        after = replace(after, archived=before.archived)
    try:
        return replace(after, data=put(after.data, path, get(before.data, path)))
    except KeyError:  # The field is in a part that only one of the versions has.
        return after
