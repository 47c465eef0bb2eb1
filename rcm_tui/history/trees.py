"""The files of commits, without their contents: which differ between two, and which are of the plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rcm_tui.history.git import PLAN_FOLDERS, Git
from rcm_tui.store.paths import SUFFIX

REGULAR = ("100644", "100755")
"""The modes of a regular file."""
SUBMODULE = "160000"
"""The mode of another repository, as a commit holds it."""


class Entry(NamedTuple):
    """A file in a tree: its mode and the id of its blob."""

    mode: str
    blob: str


Both = tuple[Entry | None, Entry | None]
"""A file as two commits have it; None where one lacks it."""


def is_plan_file(path: str) -> bool:
    """Return whether a path is that of a file of the plan."""
    return path.partition("/")[0] in PLAN_FOLDERS and path.endswith(SUFFIX)


def differing(git: Git, old: str, new: str, *, submodules: bool = False) -> Iterator[tuple[str, Both]]:
    """Yield the paths that differ between two commits, with both entries; one outside the plan's folder as `:/PATH`.

    Repositories inside this one are left out, but for `submodules`.
    """
    more = ("--ignore-submodules=none",) if submodules else ()
    raw = git.read("diff-tree", *more, "--raw", "-r", "-z", "--no-renames", "--no-abbrev", old, new)
    parts = raw.split(b"\0")
    for facts, path in zip(parts[0:-1:2], parts[1::2], strict=True):
        modes = facts.decode("ascii").lstrip(":").split(" ")
        entries = [
            Entry(mode, blob) if blob.strip("0") or mode.strip("0") else None
            for mode, blob in zip(modes[:2], modes[2:4], strict=True)
        ]
        yield git.inside(path), (entries[0], entries[1])
