"""The files of commits and of the index, without their contents: all, which differ, and which are of the plan."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
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


_BLOCK = 1 << 16
"""Bytes of git's output that are looked at together."""


def _entries(git: Git, *args: str) -> Iterator[tuple[str, bytes]]:
    """Yield the facts and the path of each entry that a reading subcommand lists, as they come."""
    rest = b""
    with git.stream(*args) as output:
        while block := output.read1(_BLOCK):
            *entries, rest = (rest + block).split(b"\0")
            for entry in entries:
                facts, _tab, path = entry.partition(b"\t")
                yield facts.decode("ascii"), path


def files_of(git: Git, commit: str, places: Sequence[str]) -> Iterator[tuple[bytes, Entry]]:
    """Yield the files of a commit at these places in the order of their paths, without submodules."""
    for facts, path in _entries(git, "ls-tree", "-r", "-z", git.checked(commit), "--", *places):
        mode, kind, blob = facts.split(" ")
        if kind == "blob":
            yield path, Entry(sys.intern(mode), blob)


def staged_files(git: Git, places: Sequence[str]) -> Iterator[tuple[bytes, str]]:
    """Yield the files of the index in the order of their paths with their blobs, without submodules.

    The blob of one that a merge left unresolved, of which there are several, is empty.
    """
    last = b""
    for facts, path in _entries(git, "ls-files", "--stage", "-z", "--", *places):
        mode, blob, stage = facts.split(" ")
        if mode != SUBMODULE and path != last:
            last = path
            yield path, blob if stage == "0" else ""
