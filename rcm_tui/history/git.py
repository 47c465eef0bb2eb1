"""Git in one work tree: find its repository, read objects, compare trees, run commands that write.

Nothing else in the program runs git. What a person typed is resolved once to an object id, and only ids go further.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import IO, BinaryIO, NamedTuple, cast

from rcm_tui.history.environment import (
    Completed,
    GitError,
    NoRepository,
    UnusableRepository,
    as_text,
    log_run,
    reading,
    reading_command,
    run,
    write_in,
)
from rcm_tui.i18n import N_, _
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.regex import regex
from rcm_tui.store.git_folder import private_folder

__all__ = ["PLAN_FOLDERS", "Git", "GitError", "NoRepository", "PathChange", "UnusableRepository"]

PLAN_FOLDERS = ("plan", "archive", "meetings", "proposals")
"""The folders of a repository that hold a plan."""

_READING = {
    *("cat-file", "config", "diff-tree", "for-each-ref", "hash-object", "log", "ls-files", "ls-tree", "merge-base"),
    *("rev-list", "rev-parse", "symbolic-ref", "var"),
}
_WRITING = {
    *("add", "commit", "commit-tree", "config", "fast-import", "hook", "init", "maintenance", "merge", "read-tree"),
    *("tag", "update-index", "update-ref"),
}
# Options that write a file, run a program, or belong to the writing half of a reading subcommand.
_REFUSED_OPTION = regex(r"--(ou|ext|textconv|filters|add|unset|replace|rename|remove|edit|-w|delete)|-[wde]$")
_OBJECT_ID = regex(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_EMPTY_TREE = {
    "sha1": "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "sha256": "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}

_PARTIAL = N_(
    "This clone is partial: it lacks contents that are needed here, and nothing is fetched by rcm. Fetch them all: "
    "git fetch --refetch --no-filter; or clone again, without --filter."
)


class PathChange(NamedTuple):
    """One path that differs between two trees; a blob id is None where the path does not exist on that side."""

    path: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Git:
    """Git in one work tree. Immutable; may be shared between threads.

    `root` is the folder that holds the plan, and all paths are relative to it; `prefix` is that folder within its work
    tree (`docs/plan/`), empty at the root. `git_dir` belongs to this work tree alone, `common_dir` is shared by linked
    work trees; `object_format` is `sha1` or `sha256`.
    """

    root: Path
    git_dir: Path
    common_dir: Path
    object_format: str = "sha1"
    prefix: str = ""

    @classmethod
    def find(cls, start: Path) -> Git:
        """Find the repository that `start` is in, looking upwards as git does.

        Raises NoRepository where there is none; UnusableRepository, a kind of it, where it has no work tree or is owned
        by somebody else, or git is missing or older than 2.31. Both messages say what to do.
        """
        return cls(*_locate(start)[0])

    @classmethod
    def of_plan(cls, folder: Path) -> Git:
        """Find the repository of the plan in `folder`: its root, or any folder of it. Raises as `find` does."""
        (_top, git_dir, common_dir, object_format), prefix = _locate(folder)
        return cls(folder, git_dir, common_dir, object_format, prefix)

    @property
    def private(self) -> Path:
        """The folder under the git directory that holds this tool's own files of this plan; may not exist yet."""
        return private_folder(self.git_dir, self.prefix)

    @property
    def boundary(self) -> frozenset[str]:
        """The commits of a shallow clone whose parents are missing; empty where the whole history is here."""
        try:
            return frozenset((self.common_dir / "shallow").read_text("ascii").split())
        except (FileNotFoundError, UnicodeDecodeError):
            return frozenset()

    def read(self, *args: str, stdin: bytes | None = None) -> bytes:
        """Return the output of a reading subcommand. Raises GitError with git's own message if it fails."""
        status, out, stderr = self.attempt(*args, stdin=stdin)
        if status:
            raise self._failed(args, status, stderr)
        return out

    def attempt(self, *args: str, stdin: bytes | None = None) -> tuple[int, bytes, str]:
        """Return exit status, output and message of a reading subcommand, whatever the status."""
        _check_reading(args)
        return run(reading_command(self.root, *args), stdin)

    @contextmanager
    def stream(self, *args: str, stdin: bytes | None = None) -> Iterator[BufferedReader]:
        """Open the output of a reading subcommand as it comes. Leaving early stops git (by SIGTERM, never SIGKILL)."""
        _check_reading(args)
        began = time.monotonic()
        command = reading_command(self.root, *args)
        with reading(command, stdin is not None) as process:
            output = cast(BufferedReader, process.stdout)
            stderr: list[bytes] = []
            # The other two pipes have threads of their own, for git would wait for ever once one of them is full.
            threads = [threading.Thread(target=_drain, args=(process.stderr, stderr), daemon=True)]
            if stdin is not None:
                threads.append(threading.Thread(target=_feed, args=(process.stdin, stdin), daemon=True))
            for thread in threads:
                thread.start()
            complete = False
            try:
                yield output
                complete = not output.read(1)
            finally:
                if not complete:
                    process.terminate()
                output.close()
                status = process.wait()
                for thread in threads:
                    thread.join()
                log_run(command, status, began)
        if complete and status:
            raise self._failed(args, status, as_text(b"".join(stderr)))

    def resolve(self, text: str) -> str | None:
        """Return the commit that a revision names (a branch, a tag, `HEAD~2`, part of an id), or None.

        Always resolve what was typed before it goes anywhere else: `--output=F` as a revision would write the file F.
        """
        if not text or "\0" in text or "\n" in text:
            return None
        status, out, _stderr = self.attempt("rev-parse", "--quiet", "--verify", "--end-of-options", text + "^{commit}")
        found = out.decode("ascii", "replace").strip()
        return found if status == 0 and _OBJECT_ID.fullmatch(found) else None

    def tree(self, rev: str, prefixes: Sequence[str] = PLAN_FOLDERS) -> dict[str, tuple[str, str]]:
        """Return every file of a commit under the given folders: path -> (mode, blob id). Submodules are left out."""
        listed = os.fsdecode(self.read("ls-tree", "-r", "-z", self.checked(rev), "--", *prefixes))
        found: dict[str, tuple[str, str]] = {}
        for entry in listed.split("\0")[:-1]:
            facts, _tab, path = entry.partition("\t")
            mode, kind, blob = facts.split(" ")
            if kind == "blob":
                found[path] = (sys.intern(mode), blob)
        return found

    def blobs(self, ids: Iterable[str], known: Mapping[str, bytes] = {}) -> dict[str, bytes]:
        """Return the contents of blobs by their ids; those `known` are not read. Raises GitError for a missing one."""
        asked = dict.fromkeys(ids)
        found = {blob: known[blob] for blob in asked if blob in known}
        wanted = [self.checked(blob) for blob in asked if blob not in found]
        for blob, (kind, content) in zip(wanted, self.objects(wanted), strict=True):
            if kind != "blob":
                raise self._lacks(blob)
            found[blob] = content
        return found

    def contents(self, rev: str, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the contents of these files of a commit; files it does not have are left out.

        Raises GitError for one that it has and whose contents are missing, as in a partial clone.
        """
        commit = self.checked(rev)
        wanted = [path for path in dict.fromkeys(paths) if "\n" not in path]
        objects = self.objects([f"{commit}:{self.prefix}{path}" for path in wanted])
        found = {path: content for path, (kind, content) in zip(wanted, objects, strict=True) if kind == "blob"}
        absent = [path for path in wanted if path not in found]
        for path, (_mode, blob) in (self.tree(commit, absent) if absent else {}).items():
            if path in absent:
                raise self._lacks(blob)
        return found

    def objects(self, names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """Yield type and contents of each object, by one process; the type of one that does not exist is empty."""
        if not names:
            return
        lines = os.fsencode("".join(name + "\n" for name in names))
        with self.stream("cat-file", "--batch", "--buffer", stdin=lines) as output:
            for _name in names:
                facts = output.readline().rstrip(b"\n").rsplit(b" ", 2)  # `id type size`, or `name missing`
                if facts[-1].isdigit():
                    content = output.read(int(facts[2]))
                    output.read(1)
                    yield facts[1].decode("ascii"), content
                else:
                    yield "", b""

    def changed_paths(self, a: str | None, b: str | None, prefixes: Sequence[str] = PLAN_FOLDERS) -> list[PathChange]:
        """Return the paths under the given folders that differ between two commits; None means the empty plan."""
        empty = _EMPTY_TREE[self.object_format]
        old, new = (empty if rev is None else self.checked(rev) for rev in (a, b))
        raw = self.read("diff-tree", "--raw", "-r", "-z", "--no-renames", "--no-abbrev", old, new, "--", *prefixes)
        parts = raw.split(b"\0")
        return [self.path_change(parts[i], parts[i + 1]) for i in range(0, len(parts) - 1, 2)]

    def path_change(self, facts: bytes, path: bytes) -> PathChange:
        """Read an entry of `--raw -z`: `:oldmode newmode old new status`; of a merge, a colon, mode and id per parent.

        A path outside the plan's folder is written as git does, from the root of the work tree: `:/README.md`.
        """
        parents = len(facts) - len(facts.lstrip(b":"))
        fields = facts[parents:].decode("ascii").split(" ")
        old, new = fields[parents + 1], fields[2 * parents + 1]
        return PathChange(self.inside(path), old if old.strip("0") else None, new if new.strip("0") else None)

    def inside(self, path: bytes) -> str:
        """Return a path of the work tree relative to the plan's folder; as `:/PATH` where it is outside."""
        whole = os.fsdecode(path)
        return whole.removeprefix(self.prefix) if whole.startswith(self.prefix) else ":/" + whole

    @property
    def is_partial(self) -> bool:
        """Whether this is a partial clone (`git clone --filter`), which lacks contents that git would fetch."""
        settings = self.attempt("config", "--list", "--name-only")[1].decode("utf-8", "replace").split()
        return any(name.endswith((".promisor", ".partialclone")) for name in settings)

    def _lacks(self, blob: str) -> GitError:
        """Say that an object is missing, and how to get it."""
        if self.is_partial:
            return GitError(_(_PARTIAL))
        message = _("The repository lacks the object {id}; fetch it again (git fetch --refetch), or run git fsck.")
        return GitError(message.format(id=blob))

    def _failed(self, args: Sequence[str], status: int, stderr: str) -> GitError:
        if self.is_partial:
            return GitError(_(_PARTIAL), status, stderr)
        message = _("Git could not read the repository (git {command}): {words}")
        return GitError(message.format(command=args[0], words=stderr or status), status, stderr)

    def blob_id(self, content: bytes) -> str:
        """Return the id git gives these bytes as a file, with no filter applied."""
        import hashlib  # Loads OpenSSL, and most of what reads hashes nothing.

        digest = hashlib.new(self.object_format, b"blob %d\0" % len(content), usedforsecurity=False)
        digest.update(content)
        return digest.hexdigest()

    def checked(self, rev: str) -> str:
        """Return `rev` if it is a whole object id, else the commit it resolves to; raises GitError if there is none."""
        if _OBJECT_ID.fullmatch(rev):
            return rev
        found = self.resolve(rev)
        if found is None:
            raise GitError(_("The repository has no revision {rev}.").format(rev=rev))
        return found

    def write(self, *args: str, stdin: bytes | BinaryIO | None = None) -> Completed:
        """Run a subcommand that writes, with the person's own hooks, filters and signing; see `write_in`.

        The caller judges the exit status.
        """
        if args[0] not in _WRITING:
            raise ValueError(args[0])
        return write_in(self.root, *args, stdin=stdin)

    def connect(self, *args: str, on_output: Callable[[str], None], ask: bool) -> Completed:
        """Run `fetch` or `push`; see `connection.connect_in`. The caller judges the exit status."""
        if args[0] not in ("fetch", "push"):
            raise ValueError(args[0])
        from rcm_tui.history.connection import connect_in  # 5 ms, and GitPython.

        return connect_in(self.root, *args, on_output=on_output, ask=ask)


def _check_reading(args: Sequence[str]) -> None:
    """Guard against this program's own mistakes: allow only what reads, and no option that would write or run.

    Raises ValueError.
    """
    if args[0] not in _READING:
        raise ValueError(args[0])
    # These two write when they are given a value.
    if args[0] == "symbolic-ref" and args[1:] != ("--quiet", "HEAD"):
        raise ValueError(args)
    if args[0] == "config" and args[1] not in ("--get", "--get-all", "--get-regexp", "--list"):
        raise ValueError(args)
    for arg in args[1:]:
        if arg in ("--", "--end-of-options"):
            return
        if _REFUSED_OPTION.match(arg):
            raise ValueError(arg)


def _feed(pipe: IO[bytes], content: bytes) -> None:
    try:
        with pipe:
            pipe.write(content)
    except BrokenPipeError:
        return  # Git has ended; its status says why.


def _drain(pipe: IO[bytes], into: list[bytes]) -> None:
    with pipe:
        into.append(pipe.read())


_QUESTIONS = (
    "--path-format=absolute",
    "--git-dir",
    "--git-common-dir",
    "--is-bare-repository",
    "--show-object-format",
    "--show-prefix",
    "--show-toplevel",
)


def _locate(start: Path) -> tuple[tuple[Path, Path, Path, str], str]:
    """Find the repository that `start` is in.

    Return its root, git directory, common directory and object format; and where in its work tree `start` is.
    """
    folder = _nearest_folder(start)
    _status, out, stderr = run(reading_command(folder, "rev-parse", *_QUESTIONS))
    lines = out.decode("utf-8", "surrogateescape").splitlines()
    if lines and lines[0].startswith("--path-format"):
        raise UnusableRepository(_("This git is too old; install git 2.31 or newer."))
    if len(lines) == 6 and lines[2] == "false":
        git_dir, common_dir, root = (Path(lines[i]) for i in (0, 1, 5))
        _check_root(root, folder)
        return (root, git_dir, common_dir, lines[3]), lines[4]
    if "not a git repository" in stderr:
        message = _(
            "{folder} is not in a git repository. Start a plan with: rcm init {folder}; or see a sample with: rcm demo"
        )
        raise NoRepository(message.format(folder=folder))
    raise UnusableRepository(_why_not(folder, lines, stderr))


def _nearest_folder(start: Path) -> Path:
    folder = start.absolute()
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    return folder


def _check_root(root: Path, folder: Path) -> None:
    """Refuse a repository whose configuration says that its files are somewhere else (`core.worktree`)."""
    if folder.resolve().is_relative_to(root.resolve()) and (root / ".git").exists():
        return
    raise UnusableRepository(
        _(
            "The repository of {folder} says that its files are in {root} (core.worktree); "
            "work in a clone of it instead."
        ).format(folder=folder, root=root)
    )


def _why_not(folder: Path, lines: list[str], stderr: str) -> str:
    if "dubious ownership" in stderr:
        return _(
            "The repository at {folder} belongs to another user, so git does not open it. If you trust it: "
            "git config --global --add safe.directory {folder}"
        ).format(folder=_quoted_in(stderr) or folder)
    if "cannot use bare repository" in stderr or (len(lines) > 2 and lines[2] == "true"):
        return _("The repository at {folder} is bare: it has no files to work on. Work in a clone of it.").format(
            folder=folder
        )
    if "must be run in a work tree" in stderr:
        return _("{folder} is inside a repository's git directory; go to the folder that holds the plan.").format(
            folder=folder
        )
    if len(lines) > 6:
        return _("The folder {folder} has a line break in its path; rename it.").format(folder=repr(str(folder)))
    return _("Git cannot use the repository at {folder}: {words}").format(folder=folder, words=stderr)


def _quoted_in(stderr: str) -> str:
    """Return the path that git names in `... repository at '/path'`."""
    return stderr.partition("repository at '")[2].partition("'")[0]
