"""What a merge changed of its own: git shows every file that both sides changed, also one that just has both edits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rcm_tui.changes.items import key_of
from rcm_tui.changes.leaves import leaves
from rcm_tui.history.git import Git, PathChange
from rcm_tui.history.log import Record
from rcm_tui.model import ids
from rcm_tui.model.fields import MISSING, Path, Value, same
from rcm_tui.store import paths
from rcm_tui.store.yaml import YamlProblem, parse


def own_changes(git: Git, record: Record, changes: list[PathChange]) -> list[PathChange]:
    """The changes of a merge that put in or took out what stands on neither side."""
    return [one for one in changes if one.new is None or _is_own(git, record, one)]


def _is_own(git: Git, record: Record, change: PathChange) -> bool:
    merged = _plain(git.blobs([change.new])[change.new]) if change.new else None
    if merged is None:
        return True
    sides = [_side(git, parent, change.path, merged) for parent in record.parents]
    if any(side is None for side in sides):
        return True
    known = [dict(leaves(side)) for side in sides if side is not None]
    for path, value in leaves(merged):
        if not any(same(side.get(path, MISSING), value) for side in known):
            return True
    return _lost(known, dict(leaves(merged)))


def _lost(sides: list[dict[Path, Value]], merged: dict[Path, Value]) -> bool:
    """Whether something is gone that all sides had."""
    return any(path not in merged and all(path in side for side in sides) for path in sides[0])


def _side(git: Git, parent: str, path: str, merged: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The file as one side had it, under any id that it had and on either side of archiving."""
    key, kind = key_of(path)
    places = [path]
    if kind in ids.KINDS:
        formerly = merged.get("formerly")
        names = [key, *(formerly[::-1] if isinstance(formerly, list) else ())]
        places = [
            paths.item_path(name, archived=archived)
            for name in names
            if isinstance(name, str) and ids.is_id(name)
            for archived in (False, True)
        ]
    standing = git.tree(parent, places)
    for place in places:
        if place in standing:
            blob = standing[place][1]
            return _plain(git.blobs([blob])[blob])
    return None


def _plain(content: bytes) -> Mapping[str, Any] | None:
    try:
        return parse(content)
    except YamlProblem:
        return None
