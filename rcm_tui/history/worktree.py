"""Files of the plan that differ from the last record.

Plain `git status` runs filters and may run `core.fsmonitor`. Here a file is as recorded if git's index says so for the
very state the file is in (its times, size and inode), else if its bytes have the recorded id: nothing is run.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from rcm_tui.history.git import PLAN_FOLDERS, Git
from rcm_tui.history.state import head_of
from rcm_tui.history.trees import SUBMODULE
from rcm_tui.i18n import N_, _, ngettext
from rcm_tui.model.regex import regex

MODIFIED = "modified"
NEW = "new"
DELETED = "deleted"
STAGED = "staged"
CONFLICT = "conflict"

BlobOf = Callable[[str, os.stat_result], str | None]
"""Looks up in a cache the blob id of a path whose file has this stat; None where it is not known."""

_LINK = "120000"
_WORD = 0xFFFFFFFF
_ENTRY = regex(rb"(\d+) ([0-9a-f]+) (\d)\t([^\0]+)\0")
"""One entry of `ls-files --stage -z`."""
_STATE = regex(
    rb"(\d+) ([0-9a-f]+) (\d)\t([^\0]+)\0"
    rb"  ctime: (\d+:\d+)\n  mtime: (\d+:\d+)\n  dev: \d+\tino: (\d+)\n  uid: \d+\tgid: \d+\n"
    rb"  size: (\d+)\tflags: [0-9a-f]+\n|(.)",
    re.DOTALL,
)
"""One entry of `ls-files --stage --debug -z`: the index as git keeps it, file times included."""


class Unrecorded(NamedTuple):
    """One path that differs from the last record.

    `kind` says how the file differs: `modified`, `new`, `deleted`; `conflict` where a merge left it unresolved;
    `staged` where the file is as recorded but git's index holds something else.
    """

    path: str
    kind: str


class _Index:
    """Git's index: the blob of each path, and the paths that a merge left unresolved."""

    def __init__(self, git: Git, paths: Sequence[str]) -> None:
        self._git = git
        self._paths = paths
        self.blobs: dict[str, str] = {}
        self.conflicts: set[str] = set()
        listed = git.read("ls-files", "--stage", "-z", "--", *paths) if paths else b""
        for match in _ENTRY.finditer(listed):  # Not `findall`, during which no other thread of the interface could run.
            mode, blob, stage, path = match.groups()
            if stage != b"0":
                self.conflicts.add(os.fsdecode(path))
            elif mode.decode("ascii") != SUBMODULE:
                self.blobs[os.fsdecode(path)] = blob.decode("ascii")

    def has_seen(self, path: str, facts: os.stat_result, blob: str) -> bool:
        """Return whether git last found the file, in the state that it is in, to hold just that blob.

        A file as young as the index may have changed again within one tick of the clock, so that cannot be said of it.
        """
        written, states = self._states
        return facts.st_mtime_ns < written and states.get(path) == f"{blob} {_state_of(facts)}"

    @cached_property
    def _states(self) -> tuple[int, Mapping[str, str]]:
        """When the index was written, in nanoseconds, and of each path its blob and the state that its file had.

        Read when it is first needed: with all that git says of each file, it takes three times as much as the blobs.
        """
        written, states = _written(self._git), dict[str, str]()
        listed = self._git.read("ls-files", "--stage", "--debug", "-z", "--", *self._paths)
        for match in _STATE.finditer(listed):
            _mode, blob, stage, path, *state, other = match.groups(b"")
            if other:  # A git that prints its index in another way: do without the states of the files.
                return 0, {}
            if stage == b"0":
                states[os.fsdecode(path)] = b" ".join((blob, *state)).decode("ascii")
        return written, states


def unrecorded(
    git: Git,
    paths: Sequence[str] | None = None,
    *,
    known: BlobOf | None = None,
    recorded: Mapping[str, tuple[str, str]] | None = None,
) -> list[Unrecorded]:
    """Return what differs from HEAD under plan/, archive/ and meetings/, or among just `paths`, sorted by path.

    New files are included unless git ignores them or they have the name of a temporary file of an editor or of this
    program (`.x`, `x~`). `known` saves reading files that a cache has seen; `recorded` is what HEAD has at these
    places (mode and blob), where the caller knows it.
    """
    places = PLAN_FOLDERS if paths is None else paths
    if recorded is None:
        head = head_of(git).commit
        recorded = git.tree(head, places) if head and places else {}
    index = _Index(git, places)
    kinds: dict[str, str] = {}
    new: list[str] = []
    seen: set[str] = set()
    for path, facts in _files(git) if paths is None else _these(git, paths):
        seen.add(path)
        if path not in recorded:
            new.append(path)
        elif not _same(git, path, facts, recorded[path], index, known):
            kinds[path] = MODIFIED
    missing = recorded.keys() - seen
    kinds |= dict.fromkeys(missing.difference(left_out(git)) if missing else (), DELETED)
    kinds |= dict.fromkeys(_not_ignored(git, new, index), NEW)
    for path in index.blobs.keys() | recorded.keys():
        if index.blobs.get(path) != recorded.get(path, ("", None))[1]:
            kinds.setdefault(path, STAGED)
    kinds |= dict.fromkeys(index.conflicts, CONFLICT)
    return [Unrecorded(path, kinds[path]) for path in sorted(kinds)]


def left_out(git: Git) -> tuple[str, ...]:
    """Return the files of the plan that a sparse checkout keeps out of the work tree."""
    if not (git.git_dir / "info" / "sparse-checkout").exists():
        return ()
    listed = os.fsdecode(git.read("ls-files", "-t", "-z", "--", *PLAN_FOLDERS)).split("\0")
    skipped = (entry.removeprefix("S ") for entry in listed if entry.startswith("S "))
    return tuple(path for path in skipped if not os.path.lexists(git.root / path))


SHALLOW = N_(
    "This clone is shallow: it lacks the beginning of the history, and nothing is known about changes before that. "
    "Fetch the rest: git fetch --unshallow --tags"
)


def limits(git: Git) -> Iterator[str]:
    """Say what this clone or work tree lacks, so that what is read from it is not taken for the whole."""
    if git.boundary:
        yield _(SHALLOW)
    count = len(left_out(git))
    if count:
        yield ngettext(
            "A sparse checkout keeps {count} file of the plan out of this folder, so the plan is not shown whole. "
            "To have it: git sparse-checkout disable",
            "A sparse checkout keeps {count} files of the plan out of this folder, so the plan is not shown whole. "
            "To have them: git sparse-checkout disable",
            count,
        ).format(count=count)


def _written(git: Git) -> int:
    try:
        return (git.git_dir / "index").stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _files(git: Git) -> Iterator[tuple[str, os.stat_result]]:
    """Yield every file and symbolic link of the plan's folders; links are not followed."""
    waiting = [folder for folder in PLAN_FOLDERS if not (git.root / folder).is_symlink()]
    root = str(git.root)
    while waiting:
        folder = waiting.pop()
        try:
            entries = os.scandir(f"{root}/{folder}")
        except (FileNotFoundError, NotADirectoryError):
            continue
        with entries:
            for entry in entries:
                path = f"{folder}/{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(path)
                elif entry.is_file(follow_symlinks=False) or entry.is_symlink():
                    with contextlib.suppress(FileNotFoundError):  # Deleted since it was listed.
                        yield path, entry.stat(follow_symlinks=False)


def _these(git: Git, paths: Sequence[str]) -> Iterator[tuple[str, os.stat_result]]:
    for path in paths:
        try:
            facts = os.lstat(git.root / path)
        except (FileNotFoundError, NotADirectoryError):
            continue
        if stat.S_ISREG(facts.st_mode) or stat.S_ISLNK(facts.st_mode):
            yield path, facts


def _same(
    git: Git, path: str, facts: os.stat_result, entry: tuple[str, str], index: _Index, known: BlobOf | None
) -> bool:
    """Return whether the file is as recorded.

    Filters make a clean file differ from its blob; then only the state in git's index can say.
    """
    mode, blob = entry
    if stat.S_ISLNK(facts.st_mode) != (mode == _LINK):
        return False
    if (known is not None and known(path, facts) == blob) or index.has_seen(path, facts, blob):
        return True
    try:
        if mode == _LINK:
            content = os.fsencode((git.root / path).readlink())
        else:
            with open(f"{git.root}/{path}", "rb") as file:  # noqa: PTH123 - Path.open costs twice as much.
                content = file.read()
    except OSError:
        return False  # Deleted or unreadable by now, so it is not known to be as recorded.
    return git.blob_id(content) == blob or same_but_for_ends(git, path, content, blob)


def same_but_for_ends(git: Git, path: str, content: bytes, blob: str) -> bool:
    """Return whether git would record a file that ends its lines with CR LF as the blob, which has LF alone."""
    plain = content.replace(b"\r\n", b"\n")
    return plain != content and git.blob_id(plain) == blob and _ends_are_converted(git, path)


def _ends_are_converted(git: Git, path: str) -> bool:
    """Return whether git changes the ends of lines when it records a file: by its attributes, or `core.autocrlf`."""
    listed = os.fsdecode(git.read("ls-files", "--eol", "-z", "--", path))
    attributes = listed.partition("attr/")[2].partition("\t")[0].split()
    if "-text" in attributes:
        return False
    if any(attribute.startswith(("text", "eol=")) for attribute in attributes):
        return True
    return git.attempt("config", "--get", "core.autocrlf")[1].strip() in (b"true", b"input")


def _state_of(facts: os.stat_result) -> str:
    """Return times, inode and size in the form in which git stores and prints them: seconds:nanoseconds, 32 bits."""
    changed, changed_ns = divmod(facts.st_ctime_ns, 10**9)
    modified, modified_ns = divmod(facts.st_mtime_ns, 10**9)
    inode, size = facts.st_ino & _WORD, facts.st_size & _WORD
    return f"{changed}:{changed_ns} {modified}:{modified_ns} {inode} {size}"


def _not_ignored(git: Git, new: list[str], index: _Index) -> Iterable[str]:
    """Return the new files that are neither temporary nor ignored; git is asked only where there are any."""
    listed = [path for path in new if path in index.blobs]
    unknown = {path for path in new if path not in index.blobs}
    unknown = {path for path in unknown if not path.rpartition("/")[2].startswith(".") and not path.endswith("~")}
    if unknown:
        others = git.read("ls-files", "--others", "--exclude-standard", "-z", "--", *PLAN_FOLDERS)
        unknown &= {os.fsdecode(path) for path in others.split(b"\0")}
    return [*listed, *unknown]
