"""Find the git directory of a plan without running git, which takes too long for a plan that is only read.

A plan is at the root of its work tree, or in a folder of a larger one. Git itself finds the directory again before
anything is read from it or recorded.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote


class GitFolder(NamedTuple):
    """The git directory of a work tree, and the folder of the plan within that work tree: `docs/plan/`, or empty."""

    path: Path
    prefix: str

    @property
    def private(self) -> Path:
        """The folder for this program's own files of the plan; may not exist yet."""
        return private_folder(self.path, self.prefix)

    @property
    def is_shallow(self) -> bool:
        """Whether the clone lacks the beginning of its history."""
        return (self.common / "shallow").exists()

    @property
    def may_be_sparse(self) -> bool:
        """Whether a sparse checkout may keep files out of the work tree."""
        return (self.path / "info" / "sparse-checkout").exists()

    @property
    def common(self) -> Path:
        """The git directory that linked work trees share."""
        try:
            return self.path / (self.path / "commondir").read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return self.path


def private_folder(git_dir: Path, prefix: str) -> Path:
    """Return the folder for this program's own files of the plan at `prefix`; each plan of a work tree has its own."""
    own = git_dir / "rcm"
    return own / "folders" / quote(prefix.rstrip("/"), safe="") if prefix else own


def git_folder(root: Path) -> GitFolder | None:
    """Find the git directory of the plan in `root`, upwards as git does; None where there is none to be trusted.

    A link is not followed, and the git directory of a linked work tree must point back to it, as a folder from
    elsewhere could otherwise name any place to write to. Further up, only a directory of this user counts.
    """
    here = root.absolute()
    for folder in (here, *here.parents):
        git = folder / ".git"
        if not os.path.lexists(git):
            continue
        if git.is_symlink() or (folder != here and git.stat().st_uid != os.geteuid()):
            return None
        path = git if git.is_dir() else _linked(git)
        inside = here.relative_to(folder).as_posix()
        return GitFolder(path, "" if inside == "." else inside + "/") if path is not None else None
    return None


def cache_folder(root: Path) -> Path | None:
    """Return the folder for the cache of the plan in `root`, under its git directory; None where it has none."""
    git = git_folder(root)
    return git.private / "cache" if git is not None else None


def _linked(pointer: Path) -> Path | None:
    """Return the git directory that the `.git` file of a linked work tree names, if it points back."""
    try:
        words = pointer.read_text("utf-8").strip()
        there = Path(words.removeprefix("gitdir: "))
        back = Path((there / "gitdir").read_text("utf-8").strip())
    except (OSError, UnicodeDecodeError):
        return None
    return there if words.startswith("gitdir: ") and back == pointer.absolute() else None
