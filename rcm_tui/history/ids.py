"""Every id that was ever given, so that none is given twice."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import PurePosixPath

from rcm_tui.history.git import Git

ITEM_FOLDERS = ("plan", "archive")


def ids_ever(git: Git, folders: Sequence[str] = ITEM_FOLDERS) -> set[str]:
    """The ids of all items in the history of any ref, and of the files there are now.

    Narrower `folders` (`plan/HR/HR-4`, `archive/HR/HR-4`) make it quicker. In a shallow clone what was cut off is not
    known.
    """
    found = {id_ for folder in folders for id_ in _ids_in(git, folder)}
    args = ["log", "--all", "--no-renames", "--diff-filter=A", "--name-only", "-z", "--format="]
    # A file that only a merge put in is listed against each parent.
    args += ["--diff-merges=separate", "--no-ext-diff", "--no-textconv", "--no-show-signature"]
    for path in git.read(*args, "--", *folders).split(b"\0"):
        id_ = id_of(os.fsdecode(path.lstrip(b"\n")))
        if id_:
            found.add(id_)
    return found


def id_of(path: str) -> str | None:
    """The id of the item in this path (`plan/HR/HR-4/HR-4.2.yaml`), or None where it is none (`plan/plan.yaml`)."""
    pure = PurePosixPath(path)
    if pure.suffix != ".yaml" or len(pure.parts) < 3 or pure.parts[0] not in ITEM_FOLDERS:
        return None
    return pure.stem


def _ids_in(git: Git, folder: str) -> set[str]:
    found: set[str] = set()
    for where, _folders, names in os.walk(git.root / folder):
        relative = os.path.relpath(where, git.root).replace(os.sep, "/")
        found.update(id_ for name in names if (id_ := id_of(f"{relative}/{name}")))
    return found
