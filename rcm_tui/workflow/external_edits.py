"""Edits made by hand, with another program: seen, told apart, recorded as they stand, or thrown away."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rcm_tui.changes.items import ItemChange, change_set, key_of
from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue, RcmError
from rcm_tui.store import paths
from rcm_tui.workflow.change import Change, NothingToRecord, Target

if TYPE_CHECKING:
    from pathlib import Path

    from rcm_tui.workflow.workspace import Desk

_STAMP = "%Y%m%d-%H%M%S-%f"


@dataclass(frozen=True, slots=True)
class Copy:
    """A file as it was when its edits were thrown away: where it stood in the plan, and where the copy is kept."""

    path: str
    kept: Path
    when: datetime.datetime


def unrecorded_paths(desk: Desk) -> tuple[str, ...]:
    """The files of the plan that differ from the last record, with a suffix that makes them files of a plan."""
    from rcm_tui.history.worktree import unrecorded

    return tuple(one.path for one in unrecorded(desk.git, known=desk.known) if one.path.endswith(paths.SUFFIX))


def content_now(desk: Desk, path: str) -> bytes | None:
    """What a file holds, None where there is none; nothing where it cannot be read (a link, no permission, too large),
    which counts as a file with something wrong in it, for that is what it is."""
    if not (desk.root / path).is_file():
        return None
    try:
        return desk.read_bytes(path)
    except RcmError:
        return b""


def unrecorded(desk: Desk) -> tuple[ItemChange, ...]:
    """What differs between the last record and the files as they are, item by item."""
    from rcm_tui.workflow.compare import versions
    from rcm_tui.workflow.recording import recorded_bytes

    touched = unrecorded_paths(desk)
    if not touched:
        return ()
    now = {path: content_now(desk, path) for path in touched}
    return change_set(versions(dict(recorded_bytes(desk.git, touched))), versions(now))


def record_by_hand(desk: Desk, keys: Sequence[str] = ()) -> Change:
    """A change that records edits by hand as they stand: all of them, or those of the given items and meetings.

    Raises NothingToRecord where there are none, BadValue where a key has none or its file cannot be read.
    """
    from rcm_tui.store.yaml.read import YamlProblem, parse

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


def throw_away(desk: Desk, keys: Sequence[str] = ()) -> tuple[Copy, ...]:
    """Give files back what the last record holds: all that were edited by hand, or those of the given items.

    Each file as it was is kept under the git directory first. A file that is in no record is taken away, one that was
    taken away is put back. Raises NothingToRecord where there are no edits, BadValue where a key has none.
    """
    from rcm_tui.history.lock import hold
    from rcm_tui.store.files import remove, write_atomically
    from rcm_tui.workflow.recording import recorded_bytes

    with hold(desk.git):
        chosen = _chosen(desk, keys)
        recorded = recorded_bytes(desk.git, chosen)
        when = datetime.datetime.now(datetime.UTC)
        copies = [_keep(desk, path, when) for path in chosen if (desk.root / path).is_file()]
        for path in sorted(chosen, key=lambda path: path not in recorded):  # put back first, then take away
            if path in recorded:
                write_atomically(desk.root / path, recorded[path], root=desk.root)
            else:
                remove(desk.root / path, root=desk.root)
    return tuple(copies)


def _keep(desk: Desk, path: str, when: datetime.datetime) -> Copy:
    from rcm_tui.store.files import write_atomically

    kept = desk.git.private / "thrown-away" / when.strftime(_STAMP) / path
    write_atomically(kept, desk.read_bytes(path))
    return Copy(path, kept, when)


def thrown_away(desk: Desk) -> tuple[Copy, ...]:
    """The copies that are kept of edits thrown away, newest first."""
    found = []
    for folder in sorted((desk.git.private / "thrown-away").glob("*"), reverse=True):
        try:
            when = datetime.datetime.strptime(folder.name, _STAMP).replace(tzinfo=datetime.UTC)
        except ValueError:
            continue
        files = sorted(one for one in folder.rglob("*" + paths.SUFFIX) if one.is_file())
        found += [Copy(one.relative_to(folder).as_posix(), one, when) for one in files]
    return tuple(found)


def bring_back(desk: Desk, copy: Copy) -> None:
    """Make an edit again that was thrown away, and forget the copy.

    Raises BadValue where the file was edited meanwhile: that would be lost.
    """
    from rcm_tui.history.lock import hold
    from rcm_tui.store.files import write_atomically

    with hold(desk.git):
        if copy.path in unrecorded_paths(desk):
            said = _("{path} has edits by hand again; record them, or throw them away, first.")
            raise BadValue(said.format(path=copy.path))
        write_atomically(desk.root / copy.path, copy.kept.read_bytes(), root=desk.root)
        copy.kept.unlink()


def _chosen(desk: Desk, keys: Sequence[str]) -> list[str]:
    """The files with edits by hand: all, or those of the given items, meetings and paths."""
    touched = unrecorded_paths(desk)
    wanted = {key.upper() if key.upper() in desk.plan.items else key for key in keys}
    chosen = [path for path in touched if not keys or key_of(path)[0] in wanted or path in wanted]
    without = wanted - {key_of(path)[0] for path in chosen} - set(chosen)
    if without:
        raise BadValue(_("{keys}: no edits by hand there.").format(keys=", ".join(sorted(without))))
    if not chosen:
        raise NothingToRecord
    return chosen
