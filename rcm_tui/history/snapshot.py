"""The plan's files as they were at a revision."""

from __future__ import annotations

from collections.abc import Sequence

from rcm_tui.history.git import PLAN_FOLDERS, Git

_FILES = ("100644", "100755")


def snapshot(git: Git, rev: str, prefixes: Sequence[str] = PLAN_FOLDERS) -> dict[str, bytes]:
    """Path -> content of every regular file of the plan at `rev`; symbolic links and submodules are left out.

    To compare two revisions, ask `Git.changed_paths` first and parse only what differs.
    """
    blobs = {path: blob for path, (mode, blob) in git.tree(rev, prefixes).items() if mode in _FILES}
    contents = git.blobs(blobs.values())
    return {path: contents[blob] for path, blob in blobs.items()}
