"""What an audit reads in the files themselves: ids, former ids, ids of list members, and a merge's own changes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rcm_tui.changes.fields import leaves
from rcm_tui.changes.items import key_of
from rcm_tui.history.git import Git, PathChange
from rcm_tui.history.log import Record
from rcm_tui.model import ids
from rcm_tui.model.fieldpath import MISSING, Path, Value, same
from rcm_tui.model.regex import regex
from rcm_tui.store import paths
from rcm_tui.store.yaml import data_of

OWN_ID = regex(rb"^id:[ \t]*[\"']?([^\s\"'#]+)", re.MULTILINE)
"""The id that a file holds."""
MEMBER_ID = regex(rb"^[ \t]+-[ \t]+id:[ \t]*[\"']?([^\s\"'#]+)", re.MULTILINE)
"""The ids of its list members."""


def plain(content: bytes) -> Mapping[str, Any]:
    """Return the data of a file; empty where it cannot be read."""
    return data_of(content) or {}


def formerly(content: bytes) -> frozenset[str]:
    """Return the ids that an item had before it was moved."""
    if b"formerly" not in content:
        return frozenset()
    found = plain(content).get("formerly")
    return frozenset(map(str, found)) if isinstance(found, list) else frozenset()


def members(content: bytes) -> dict[tuple[str, str], str]:
    """Return the text of each list member, by list and id."""
    found: dict[tuple[str, str], str] = {}
    for name, value in plain(content).items():
        for member in value if isinstance(value, list) else ():
            if isinstance(member, Mapping) and member.get("id"):
                found[name, str(member["id"])] = repr(member.get("text"))
    return found


def own_changes(git: Git, record: Record, changes: list[PathChange]) -> list[PathChange]:
    """Return the changes of a merge that added or removed anything by itself, not from one of its sides."""
    return [change for change in changes if change.new is None or _is_own(git, record, change)]


def _is_own(git: Git, record: Record, change: PathChange) -> bool:
    merged = data_of(git.blobs([change.new])[change.new]) if change.new else None
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
    """Return whether something is missing that all sides had."""
    return any(path not in merged and all(path in side for side in sides) for path in sides[0])


def _side(git: Git, parent: str, path: str, merged: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the file as one side had it, under any id that it ever had, archived or not."""
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
    there = git.tree(parent, places)
    for place in places:
        if place in there:
            blob = there[place][1]
            return data_of(git.blobs([blob])[blob])
    return None
