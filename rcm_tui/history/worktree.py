"""Files of the plan that differ from the last record.

Plain `git status` runs filters and may run `core.fsmonitor`. Here a file is as recorded if git's index says so for the
very state the file is in (its times, size and inode), else if its bytes have the recorded id: nothing is run.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import NamedTuple

from rcm_tui.history.git import PLAN_FOLDERS, Git
from rcm_tui.history.state import head_of
from rcm_tui.history.trees import files_of, staged_files
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


class _States:
    """What git last found the files at some places to hold, and in which state each of them was then."""

    def __init__(self, git: Git, places: Sequence[str]) -> None:
        self._git = git
        self._places = places

    def have(self, path: str, facts: os.stat_result, blob: str) -> bool:
        """Return whether git last found the file, in the state that it is in, to hold just that blob.

        A file as young as the index may have changed again within one tick of the clock, so that cannot be said of it.
        """
        written, states = self._known
        return facts.st_mtime_ns < written and states.get(path) == f"{blob} {_state_of(facts)}"

    @cached_property
    def _known(self) -> tuple[int, Mapping[str, str]]:
        """When the index was written, in nanoseconds, and of each path its blob and the state that its file had.

        Read when it is first needed, as git says much of each file.
        """
        written, states = _written(self._git), dict[str, str]()
        listed = self._git.read("ls-files", "--stage", "--debug", "-z", "--", *self._places)
        for match in _STATE.finditer(listed):  # Not `findall`, during which no other thread of the interface could run.
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
    if not places:
        return []
    head = head_of(git).commit if recorded is None else None
    in_head = files_of(git, head, places) if head else _in_order(recorded or {})
    files = _files(git) if paths is None else _these(git, paths)
    states, kept_out = _States(git, places), cache(lambda: frozenset(left_out(git)))
    kinds: dict[str, str] = {}
    unknown: set[str] = set()
    for name, entry, staged, facts in _together(in_head, staged_files(git, places), files):
        path, blob = os.fsdecode(name), entry[1] if entry is not None else None
        if staged == "":
            kinds[path] = CONFLICT
        elif entry is None and facts is not None:
            if staged is None:
                unknown.add(path)
            else:
                kinds[path] = NEW
        elif entry is not None and facts is not None and not _same(git, path, facts, entry, states, known):
            kinds[path] = MODIFIED
        elif entry is not None and facts is None and path not in kept_out():
            kinds[path] = DELETED
        elif staged != blob:
            kinds[path] = STAGED
    kinds |= dict.fromkeys(_not_ignored(git, unknown), NEW)
    return [Unrecorded(path, kinds[path]) for path in sorted(kinds)]


_END: tuple[bytes, None] = (b"\xff", None)
"""Stands after the last path, as no path begins like this."""


def _together(
    recorded: Iterator[tuple[bytes, tuple[str, str]]],
    staged: Iterator[tuple[bytes, str]],
    files: Iterator[tuple[bytes, os.stat_result]],
) -> Iterator[tuple[bytes, tuple[str, str] | None, str | None, os.stat_result | None]]:
    """Yield each path of three listings, all in the order of paths, with what each of them has there.

    So none of them is kept: those of a large plan would take 60 MB.
    """
    a, b, c = next(recorded, _END), next(staged, _END), next(files, _END)
    while (path := min(a[0], b[0], c[0])) != _END[0]:
        entry, blob, facts = a[1], b[1], c[1]
        if a[0] == path:
            a = next(recorded, _END)
        else:
            entry = None
        if b[0] == path:
            b = next(staged, _END)
        else:
            blob = None
        if c[0] == path:
            c = next(files, _END)
        else:
            facts = None
        yield path, entry, blob, facts


def _in_order(recorded: Mapping[str, tuple[str, str]]) -> Iterator[tuple[bytes, tuple[str, str]]]:
    yield from sorted((os.fsencode(path), entry) for path, entry in recorded.items())


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


def _files(git: Git) -> Iterator[tuple[bytes, os.stat_result]]:
    """Yield every file and symbolic link of the plan's folders in the order of paths; links are not followed."""
    root = os.fsencode(git.root)
    for folder in sorted(PLAN_FOLDERS):
        if not (git.root / folder).is_symlink():
            yield from _files_in(root + b"/", folder.encode())


def _files_in(root: bytes, folder: bytes) -> Iterator[tuple[bytes, os.stat_result]]:
    try:
        with os.scandir(root + folder) as listed:
            entries = sorted((entry.name + b"/" * entry.is_dir(follow_symlinks=False), entry) for entry in listed)
    except (FileNotFoundError, NotADirectoryError):
        return
    for name, entry in entries:
        path = folder + b"/" + entry.name
        if name.endswith(b"/"):
            yield from _files_in(root, path)
        elif entry.is_file(follow_symlinks=False) or entry.is_symlink():
            with contextlib.suppress(FileNotFoundError):  # Deleted since it was listed.
                yield path, entry.stat(follow_symlinks=False)


def _these(git: Git, paths: Sequence[str]) -> Iterator[tuple[bytes, os.stat_result]]:
    for path in sorted(map(os.fsencode, {*paths})):
        try:
            facts = os.lstat(os.path.join(os.fsencode(git.root), path))  # noqa: PTH118 - bytes
        except (FileNotFoundError, NotADirectoryError):
            continue
        if stat.S_ISREG(facts.st_mode) or stat.S_ISLNK(facts.st_mode):
            yield path, facts


def _same(
    git: Git, path: str, facts: os.stat_result, entry: tuple[str, str], states: _States, known: BlobOf | None
) -> bool:
    """Return whether the file is as recorded.

    Filters make a clean file differ from its blob; then only the state in git's index can say.
    """
    mode, blob = entry
    if stat.S_ISLNK(facts.st_mode) != (mode == _LINK):
        return False
    if (known is not None and known(path, facts) == blob) or states.have(path, facts, blob):
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


def _not_ignored(git: Git, unknown: Collection[str]) -> Iterable[str]:
    """Return those files unknown to git that are neither temporary nor ignored; git is asked only if there are any."""
    names = {path: path.rpartition("/")[2] for path in unknown}
    new = {path for path, name in names.items() if not name.startswith(".") and not name.endswith("~")}
    if not new:
        return ()
    others = git.read("ls-files", "--others", "--exclude-standard", "-z", "--", *PLAN_FOLDERS)
    return new.intersection(map(os.fsdecode, others.split(b"\0")))
