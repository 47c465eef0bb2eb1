"""Files of the plan that are not as they were last recorded.

Plain `git status` runs filters and may run `core.fsmonitor`; here the bytes of the files are hashed and compared with
the last commit, so that looking runs nothing.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from rcm_tui.history.git import PLAN_FOLDERS, Git

MODIFIED = "modified"
NEW = "new"
DELETED = "deleted"
STAGED = "staged"
CONFLICT = "conflict"

BlobOf = Callable[[str, os.stat_result], str | None]
"""What a cache knows: the blob id of a path whose file has this stat, or None."""

_LINK = "120000"
_SUBMODULE = "160000"


class Unrecorded(NamedTuple):
    """One path that differs from the last record.

    `kind` says how the file differs: `modified`, `new`, `deleted`; `conflict` where a merge left it unsettled; `staged`
    where the file is as recorded but git's index holds something else.
    """

    path: str
    kind: str


class _Index(NamedTuple):
    blobs: dict[str, str]
    conflicts: set[str]


def unrecorded(git: Git, known: BlobOf | None = None) -> list[Unrecorded]:
    """What differs from HEAD under plan/, archive/ and meetings/, by path.

    New files count unless git ignores them or their name is that of an editor's or our own temporary file (`.x`, `x~`).
    `known` spares reading files that a cache has seen.
    """
    head = git.resolve("HEAD")
    recorded = {path: entry for path, entry in git.tree(head).items() if entry[0] != _SUBMODULE} if head else {}
    index = _index(git)
    kinds: dict[str, str] = dict.fromkeys(index.conflicts, CONFLICT)
    suspects: list[str] = []
    new: list[str] = []
    seen: set[str] = set()
    for path, facts in _files(git):
        seen.add(path)
        if path not in recorded:
            new.append(path)
        elif not _same(git, path, facts, recorded[path], known):
            suspects.append(path)
    kinds |= dict.fromkeys(recorded.keys() - seen, DELETED)
    kinds |= dict.fromkeys(_really_modified(git, suspects, index, recorded), MODIFIED)
    kinds |= dict.fromkeys(_worth_telling(git, new, index), NEW)
    for path in index.blobs.keys() | recorded.keys():
        if index.blobs.get(path) != recorded.get(path, ("", None))[1]:
            kinds.setdefault(path, STAGED)
    kinds |= dict.fromkeys(index.conflicts, CONFLICT)
    return [Unrecorded(path, kinds[path]) for path in sorted(kinds)]


def _index(git: Git) -> _Index:
    blobs: dict[str, str] = {}
    conflicts: set[str] = set()
    for entry in git.read("ls-files", "-s", "-z", "--", *PLAN_FOLDERS).split(b"\0"):
        if entry:
            facts, _tab, raw = entry.partition(b"\t")
            mode, blob, stage = facts.decode("ascii").split(" ")
            path = os.fsdecode(raw)
            if stage != "0":
                conflicts.add(path)
            elif mode != _SUBMODULE:
                blobs[path] = blob
    return _Index(blobs, conflicts)


def _files(git: Git) -> Iterator[tuple[str, os.stat_result]]:
    """Every file and symbolic link of the plan's folders; links are not followed."""
    waiting = [folder for folder in PLAN_FOLDERS if not (git.root / folder).is_symlink()]
    while waiting:
        folder = waiting.pop()
        try:
            entries = os.scandir(git.root / folder)
        except (FileNotFoundError, NotADirectoryError):
            continue
        with entries:
            for entry in entries:
                path = f"{folder}/{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(path)
                elif entry.is_file(follow_symlinks=False) or entry.is_symlink():
                    yield path, entry.stat(follow_symlinks=False)


def _same(git: Git, path: str, facts: os.stat_result, entry: tuple[str, str], known: BlobOf | None) -> bool:
    mode, blob = entry
    if stat.S_ISLNK(facts.st_mode) != (mode == _LINK):
        return False
    if known is not None and known(path, facts) == blob:
        return True
    try:
        if mode == _LINK:
            content = os.fsencode((git.root / path).readlink())
        else:
            with open(git.root / path, "rb") as file:  # noqa: PTH123 - Path.open costs twice as much, 10,000 times.
                content = file.read()
    except OSError:
        return False  # Gone or unreadable since: not as recorded, as far as anybody can tell.
    return git.blob_id(content) == blob


def _really_modified(
    git: Git, suspects: list[str], index: _Index, recorded: dict[str, tuple[str, str]]
) -> Iterable[str]:
    """Of files whose bytes differ from the record, those that git too would call modified.

    Line-ending rules and filters make a clean file differ from its blob. Git noted in its index which file state it
    took for clean; where that state still stands and the index agrees with the record, the file is as recorded.
    """
    doubtful = [path for path in suspects if index.blobs.get(path) == recorded[path][1]]
    clean = set(_noted_clean(git, doubtful)) if doubtful else set()
    return [path for path in suspects if path not in clean]


def _noted_clean(git: Git, paths: list[str]) -> Iterator[str]:
    asked = paths if len(paths) <= 500 else PLAN_FOLDERS
    try:
        written = (git.git_dir / "index").stat().st_mtime_ns
    except OSError:
        return
    wanted = set(paths)
    listed = git.read("ls-files", "--debug", "-z", "--", *asked)
    # Each entry is the path, NUL, then lines of facts; the next path follows the last line directly.
    parts = listed.split(b"\0")
    path = parts[0]
    for part in parts[1:]:
        noted, rest = _noted(part)
        name = os.fsdecode(path)
        if name in wanted and _unchanged_since(git, name, noted, written):
            yield name
        path = rest


def _noted(part: bytes) -> tuple[dict[str, str], bytes]:
    """The facts `ls-files --debug` tells of one entry, and what follows them."""
    lines = part.split(b"\n", 5)
    words = b" ".join(lines[:5]).decode("ascii", "replace").split()
    facts = {words[i].rstrip(":"): words[i + 1] for i in range(0, len(words) - 1, 2)}
    return facts, lines[5] if len(lines) > 5 else b""


def _unchanged_since(git: Git, path: str, noted: dict[str, str], written: int) -> bool:
    try:
        facts = os.lstat(git.root / path)
    except OSError:
        return False
    if facts.st_mtime_ns >= written:
        return False  # As young as the index itself: git would look again, running filters; so it counts as modified.
    seconds, nanoseconds = divmod(facts.st_mtime_ns, 10**9)
    return noted.get("mtime") in (f"{seconds}:{nanoseconds}", f"{seconds}:0") and noted.get("size") == str(
        facts.st_size
    )


def _worth_telling(git: Git, new: list[str], index: _Index) -> Iterable[str]:
    """New files without temporary and ignored ones; git is asked about the latter only where there is any to ask of."""
    told = [path for path in new if path in index.blobs]
    unknown = {path for path in new if path not in index.blobs}
    unknown = {path for path in unknown if not path.rpartition("/")[2].startswith(".") and not path.endswith("~")}
    if unknown:
        others = git.read("ls-files", "--others", "--exclude-standard", "-z", "--", *PLAN_FOLDERS)
        unknown &= {os.fsdecode(path) for path in others.split(b"\0")}
    return [*told, *unknown]
