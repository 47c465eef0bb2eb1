"""Edits made by another program, without a record: record them as they are, discard them, restore them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rcm_tui.changes.items import key_of
from rcm_tui.history.lock import hold
from rcm_tui.history.recorded import recorded_bytes
from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue
from rcm_tui.model.frozen import dataclass
from rcm_tui.store import paths
from rcm_tui.store.files import remove, write_atomically
from rcm_tui.store.yaml import YamlProblem, parse
from rcm_tui.workflow.change import Change, NothingToRecord, Target
from rcm_tui.workflow.plan_files import unrecorded_paths

if TYPE_CHECKING:
    from pathlib import Path

    from rcm_tui.workflow.view import PlanView
    from rcm_tui.workflow.workspace import Workspace

_STAMP = "%Y%m%d-%H%M%S-%f"


@dataclass(frozen=True, slots=True)
class Copy:
    """A file as it was when its edits were discarded: its path in the plan, and where the copy is kept."""

    path: str
    kept: Path
    when: datetime.datetime


def record_external_edits(workspace: Workspace, keys: Sequence[str] = ()) -> Change:
    """Build the change that records external edits as they are: all, or those of the given items and meetings.

    Raises NothingToRecord where there are none, BadValue where a key has none or its file cannot be read.
    """
    targets = []
    for path in _chosen(workspace, keys):
        if not (workspace.root / path).is_file():
            targets.append(Target(path, None))
            continue
        try:
            targets.append(Target(path, parse(workspace.read_bytes(path))))
        except YamlProblem as problem:
            raise BadValue(f"{path}:{problem}") from problem
    return Change(tuple(targets))


def discard(workspace: Workspace, keys: Sequence[str] = ()) -> tuple[Copy, ...]:
    """Restore files to their last record: all with external edits, or those of the given items.

    A copy of each file is kept under the git directory first. A file that is in no record is deleted, one that was
    deleted is restored. Raises NothingToRecord where there are no edits, BadValue where a key has none.
    """
    with hold(workspace.git):
        chosen = _chosen(workspace, keys)
        recorded = recorded_bytes(workspace.git, chosen)
        copies = keep_copies(workspace, chosen)
        for path in sorted(chosen, key=lambda path: path not in recorded):  # restore first, then delete
            if path in recorded:
                write_atomically(workspace.root / path, recorded[path], root=workspace.root)
            else:
                remove(workspace.root / path, root=workspace.root)
    return copies


def keep_copies(workspace: PlanView, chosen: Sequence[str]) -> tuple[Copy, ...]:
    """Copy files as they are now to a place under the git directory from which they can be restored."""
    when = datetime.datetime.now(datetime.UTC)
    return tuple(_keep(workspace, path, when) for path in chosen if (workspace.root / path).is_file())


def _keep(workspace: PlanView, path: str, when: datetime.datetime) -> Copy:
    kept = workspace.git.private / "thrown-away" / when.strftime(_STAMP) / path
    write_atomically(kept, workspace.read_bytes(path))
    return Copy(path, kept, when)


def discarded(workspace: PlanView) -> tuple[Copy, ...]:
    """List the copies of discarded edits, newest first."""
    found = []
    for folder in sorted((workspace.git.private / "thrown-away").glob("*"), reverse=True):
        try:
            when = datetime.datetime.strptime(folder.name, _STAMP).replace(tzinfo=datetime.UTC)
        except ValueError:
            continue
        files = sorted(path for path in folder.rglob("*" + paths.SUFFIX) if path.is_file())
        found += [Copy(file.relative_to(folder).as_posix(), file, when) for file in files]
    return tuple(found)


def restore_discarded(workspace: Workspace, copy: Copy) -> None:
    """Restore a discarded edit, and delete the copy.

    Raises BadValue where the file was edited meanwhile: that would be lost.
    """
    with hold(workspace.git):
        if copy.path in unrecorded_paths(workspace):
            message = _("{path} was edited again since; record those edits, or discard them, first.")
            raise BadValue(message.format(path=copy.path))
        write_atomically(workspace.root / copy.path, copy.kept.read_bytes(), root=workspace.root)
        copy.kept.unlink()


def _chosen(workspace: PlanView, keys: Sequence[str]) -> list[str]:
    """Find the files with external edits: all, or those of the given items, meetings and paths."""
    touched = unrecorded_paths(workspace)
    wanted = {key.upper() if key.upper() in workspace.plan.items else key for key in keys}
    chosen = [path for path in touched if not keys or key_of(path)[0] in wanted or path in wanted]
    without = wanted - {key_of(path)[0] for path in chosen} - set(chosen)
    if without:
        raise BadValue(_("{keys}: no edits made elsewhere.").format(keys=", ".join(sorted(without))))
    if not chosen:
        raise NothingToRecord
    return chosen
