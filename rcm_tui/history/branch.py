"""Move the branch forward to a commit that was fetched or joined, once the work tree has its files of the plan."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from rcm_tui.history.record import RecordRefused, list_in_index, refresh_index
from rcm_tui.history.state import head_of
from rcm_tui.history.trees import differing
from rcm_tui.i18n import _
from rcm_tui.store.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rcm_tui.history.environment import Completed
    from rcm_tui.history.git import Git


def move_branch(git: Git, before: str, commit: str, paths: Sequence[str]) -> None:
    """Move the branch from one commit forward to another, whose plan files (`paths`) the work tree already has.

    All other files are git's to check out: it refuses to overwrite what the person has changed. Raises RecordRefused.
    """
    if head_of(git).commit != before:
        raise RecordRefused(_("the branch was moved meanwhile"))
    changed = dict(differing(git, before, git.checked(commit), submodules=True))
    write_atomically(_staged(git), b"\0".join(os.fsencode(path) for path in paths), durable=False)
    if not list_in_index(git, {path: changed[path][1] for path in paths if path in changed}):
        put_index_back(git)
        raise RecordRefused(_("git's index could not be written"))
    if changed.keys() <= set(paths):
        done = _moved(git, before, commit)
    else:
        done = git.write("merge", "--ff-only", "--quiet", "--no-stat", commit)
    if done.status and head_of(git).commit == before:
        put_index_back(git)
        raise RecordRefused(done.stderr or done.stdout)
    _staged(git).unlink()


def _moved(git: Git, before: str, commit: str) -> Completed:
    """Do what `git merge --ff-only` does where it has no file to check out, but for looking at every other file."""
    moves = f"update HEAD {commit} {before}\nupdate ORIG_HEAD {before}\n".encode("ascii")
    done = git.write("update-ref", "-m", f"merge {commit}: Fast-forward", "--stdin", stdin=moves)
    if done.status == 0:
        git.write("hook", "run", "--ignore-missing", "post-merge", "--", "0")
        git.write("maintenance", "run", "--auto", "--quiet")
    return done


def put_index_back(git: Git) -> None:
    """Let git's index list as HEAD has them the files of a commit that the branch was not moved to.

    Where even that fails, as on a full disk, the next record does it.
    """
    note = _staged(git)
    if note.exists() and refresh_index(git, [os.fsdecode(path) for path in note.read_bytes().split(b"\0") if path]):
        note.unlink()


def _staged(git: Git) -> Path:
    return git.private / "staged"
