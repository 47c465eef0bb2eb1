"""From edition to edition: what differs between each two that follow each other, by one run of git."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rcm_tui.history.editions import PREFIX, Edition, editions
from rcm_tui.history.git import PLAN_FOLDERS, Git, PathChange, path_change


def editions_here(git: Git) -> list[Edition]:
    """The editions that the branch checked out holds, oldest first; those of other branches are left out."""
    status, told, _words = git.attempt("for-each-ref", "--merged=HEAD", "--format=%(refname)", PREFIX)
    here = set(told.decode("utf-8", "replace").split("\n")) if status == 0 else set()
    return [edition for edition in editions(git) if PREFIX + edition.meeting in here]


def steps(git: Git, commits: Sequence[str]) -> list[list[PathChange]]:
    """For each of the commits after the first, the paths of the plan that differ from the one before it."""
    pairs = list(pairwise(commits))
    if not pairs:
        return []
    asked = "".join(f"{git.checked(new)} {git.checked(old)}\n" for old, new in pairs)
    options = ("--stdin", "--raw", "-r", "-z", "--no-renames", "--no-abbrev", "--always")
    raw = git.read("diff-tree", *options, "--", *PLAN_FOLDERS, stdin=asked.encode("ascii"))
    found: list[list[PathChange]] = []
    parts = iter(raw.split(b"\0"))
    for part in parts:
        if part.startswith(b":"):
            found[-1].append(path_change(part, next(parts)))
        elif part:
            found.append([])
    return found
