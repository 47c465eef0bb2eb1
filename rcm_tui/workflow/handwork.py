"""Edits made by hand, with another program: seen, told apart, recorded as they stand, or thrown away."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rcm_tui.changes.items import ItemChange, change_set, key_of
from rcm_tui.locale import _
from rcm_tui.model.errors import BadValue
from rcm_tui.store import paths
from rcm_tui.workflow.change import Change, NothingToRecord, Target

if TYPE_CHECKING:
    from pathlib import Path

    from rcm_tui.workflow.desk import Desk


def unrecorded_paths(desk: Desk) -> tuple[str, ...]:
    """The files of the plan that differ from the last record, with a suffix that makes them files of a plan."""
    from rcm_tui.history.unrecorded import unrecorded

    return tuple(one.path for one in unrecorded(desk.git) if one.path.endswith(paths.SUFFIX))


def unrecorded(desk: Desk) -> tuple[ItemChange, ...]:
    """What differs between the last record and the files as they are, item by item."""
    from rcm_tui.workflow.recording import recorded_bytes, versions

    touched = unrecorded_paths(desk)
    if not touched:
        return ()
    now = {path: content_now(desk, path) for path in touched}
    return change_set(versions(dict(recorded_bytes(desk.git, touched))), versions(now))


def record_by_hand(desk: Desk, keys: Sequence[str] = ()) -> Change:
    """A change that records edits by hand as they stand: all of them, or those of the given items and meetings.

    Raises NothingToRecord where there are none, BadValue where a key has none or its file cannot be read.
    """
    from rcm_tui.store.yaml import YamlProblem, parse

    targets = []
    for path in _chosen(desk, keys):
        if not (desk.root / path).is_file():
            targets.append(Target(path, None))
            continue
        try:
            targets.append(Target(path, parse(desk.read_bytes(path))))
        except YamlProblem as problem:
            raise BadValue(f"{path}:{problem.line}:{problem.column}: {problem.message}") from problem
    return Change(tuple(targets))
