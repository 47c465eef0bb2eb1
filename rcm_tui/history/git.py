"""The one place that runs git. Everything else in this room asks the `Git` of a work tree."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, NamedTuple, cast

from rcm_tui.history.environment import (
    reading_command,
    reading_environment,
    writing_command,
    writing_environment,
)
from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError

if TYPE_CHECKING:
    from git.cmd import Git as Program

PLAN_FOLDERS = ("plan", "archive", "meetings")
"""The folders of a repository that hold a plan."""

_READING = {
    "cat-file",
    "config",
    "diff-tree",
    "for-each-ref",
    "hash-object",
    "log",
    "ls-files",
    "ls-tree",
    "rev-list",
    "rev-parse",
    "symbolic-ref",
    "var",
}
_WRITING = {"add", "commit", "config", "fast-import", "init", "read-tree", "tag", "update-index", "update-ref"}
# Options that write a file, run a program, or belong to the writing half of a reading subcommand.
_REFUSED_OPTION = re.compile(r"--(ou|ext|textconv|filters|add|unset|replace|rename|remove|edit|-w|delete)|-[wde]$")
_OBJECT_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_EMPTY_TREE = {
    "sha1": "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "sha256": "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}


class GitError(RcmError):
    """Git could not do what was asked. `status` is its exit status, `words` what it said."""

    def __init__(self, message: str, status: int = 1, words: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.words = words


class NoRepository(RcmError):
    """No repository was found, here or further up."""


class UnusableRepository(NoRepository):
    """There is a repository, or there may be, but this tool cannot work in it: the message says why."""


class Done(NamedTuple):
    """What came of a subcommand that writes: exit status and both outputs as text."""

    status: int
    out: str
    words: str


class PathChange(NamedTuple):
    """One path that differs between two trees; a blob is None where the path does not exist on that side."""

    path: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Git:
    """Git bound to the root of one work tree. Immutable; may be shared between threads.

    `git_dir` belongs to this work tree alone, `common_dir` is shared by linked work trees; `object_format` is `sha1` or
    `sha256`.
    """

    root: Path
    git_dir: Path
    common_dir: Path
    object_format: str = "sha1"

    @classmethod
    def find(cls, start: Path) -> Git:
        """The repository that `start` lies in, looking upwards as git does.

        Raises NoRepository where there is none; UnusableRepository, a kind of it, where it has no work tree or is owned
        by somebody else, or git is missing or older than 2.31.
        """
        from rcm_tui.history.find import locate

        return cls(*locate(start))

    @property
    def private(self) -> Path:
        """The folder under the git directory that holds this tool's own files of this work tree; may not exist yet."""
        return self.git_dir / "rcm"

    def read(self, *args: str, stdin: bytes | None = None) -> bytes:
        """The output of a reading subcommand. Raises GitError with git's own words if it fails."""
        status, out, words = self.attempt(*args, stdin=stdin)
        if status:
            raise _failed(args, status, words)
        return out

    def attempt(self, *args: str, stdin: bytes | None = None) -> tuple[int, bytes, str]:
        """Exit status, output and words of a reading subcommand, whatever the status."""
        _check_reading(args)
        return run(reading_command(self.root, *args), stdin)

    @contextmanager
    def stream(self, *args: str, stdin: bytes | None = None) -> Iterator[BinaryIO]:
        """The output of a reading subcommand as it comes. Leaving early stops git (by SIGTERM, never SIGKILL)."""
        _check_reading(args)
        process = _start(reading_command(self.root, *args), stdin is not None)
        output = cast(BinaryIO, process.stdout)
        words: list[bytes] = []
        threads = [threading.Thread(target=_drain, args=(process.stderr, words), daemon=True)]
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
        if complete and status:
            raise _failed(args, status, _text(b"".join(words)))

    def resolve(self, text: str) -> str | None:
        """The commit that a person's words name (a branch, a tag, `HEAD~2`, part of an id), or None.

        Always resolve what was typed before it goes anywhere else: `--output=F` as a revision would write the file F.
        """
        if not text or "\0" in text or "\n" in text:
            return None
        status, out, _words = self.attempt("rev-parse", "--quiet", "--verify", "--end-of-options", text + "^{commit}")
        found = out.decode("ascii", "replace").strip()
        return found if status == 0 and _OBJECT_ID.fullmatch(found) else None

    def tree(self, rev: str, prefixes: Sequence[str] = PLAN_FOLDERS) -> dict[str, tuple[str, str]]:
        """Every file of a commit under the given folders: path -> (mode, blob id). A repository inside is no file."""
        listed = self.read("ls-tree", "-r", "-z", "--full-tree", self.checked(rev), "--", *prefixes)
        files: dict[str, tuple[str, str]] = {}
        for entry in os.fsdecode(listed).split("\0")[:-1]:
            facts, _tab, path = entry.partition("\t")
            mode, kind, blob = facts.split(" ")
            if kind == "blob":
                files[path] = (mode, blob)
        return files

    def blobs(self, ids: Iterable[str]) -> dict[str, bytes]:
        """The contents of blobs by their ids, all by one process."""
        wanted = [self.checked(blob) for blob in dict.fromkeys(ids)]
        if not wanted:
            return {}
        found: dict[str, bytes] = {}
        asked = "".join(blob + "\n" for blob in wanted).encode("ascii")
        with self.stream("cat-file", "--batch", "--buffer", stdin=asked) as output:
            for blob in wanted:
                facts = output.readline().split()
                if len(facts) != 3 or facts[1] != b"blob":
                    raise GitError(
                        _(
                            "The repository lacks the object {id}; fetch it again (git fetch --refetch), "
                            "or run git fsck."
                        ).format(id=blob)
                    )
                found[blob] = output.read(int(facts[2]))
                output.read(1)
        return found

    def contents(self, rev: str, paths: Iterable[str]) -> dict[str, bytes]:
        """The contents of these files of a commit, all by one process; those it does not have are left out."""
        commit = self.checked(rev)
        wanted = [path for path in dict.fromkeys(paths) if "\n" not in path]
        if not wanted:
            return {}
        found: dict[str, bytes] = {}
        asked = os.fsencode("".join(f"{commit}:{path}\n" for path in wanted))
        with self.stream("cat-file", "--batch", "--buffer", stdin=asked) as output:
            for path in wanted:
                facts = output.readline().rstrip(b"\n").rsplit(b" ", 2)
                if facts[-1] in (b"missing", b"submodule"):
                    continue
                content = output.read(int(facts[2]))
                output.read(1)
                if facts[1] == b"blob":
                    found[path] = content
        return found

    def changed_paths(self, a: str | None, b: str | None, prefixes: Sequence[str] = PLAN_FOLDERS) -> list[PathChange]:
        """The paths under the given folders that differ between two commits; None stands for the empty plan."""
        empty = _EMPTY_TREE[self.object_format]
        old, new = (empty if rev is None else self.checked(rev) for rev in (a, b))
        raw = self.read("diff-tree", "--raw", "-r", "-z", "--no-renames", "--no-abbrev", old, new, "--", *prefixes)
        parts = raw.split(b"\0")
        return [path_change(parts[i], parts[i + 1]) for i in range(0, len(parts) - 1, 2)]

    def blob_id(self, content: bytes) -> str:
        """The id git gives these bytes as a file, no filter applied."""
        digest = hashlib.new(self.object_format, usedforsecurity=False)
        digest.update(b"blob %d\0" % len(content))
        digest.update(content)
        return digest.hexdigest()

    def checked(self, rev: str) -> str:
        """`rev` if it is a whole object id, else the commit it resolves to; raises GitError where there is none."""
        if _OBJECT_ID.fullmatch(rev):
            return rev
        found = self.resolve(rev)
        if found is None:
            raise GitError(_("The repository has no revision {rev}.").format(rev=rev))
        return found

    def write(self, *args: str, stdin: bytes | BinaryIO | None = None) -> Done:
        """Run a subcommand that writes, through GitPython, with the person's own hooks, filters and signing.

        The status is the caller's to judge. Interrupted, git is asked to end (SIGTERM) and waited for, so that it takes
        its locks away.
        """
        if args[0] not in _WRITING:
            raise ValueError(args[0])
        return write_in(self.root, *args, stdin=stdin)


def write_in(folder: Path, *args: str, stdin: bytes | BinaryIO | None = None) -> Done:
    """`Git.write` for a folder that need not be a repository yet. `stdin` may be a file, read from its start."""
    import tempfile

    from git.cmd import Git as Program

    if not (isinstance(stdin, bytes) or stdin is None):
        return _write_from(Program("/"), folder, args, stdin)
    with tempfile.TemporaryFile() as given:
        given.write(stdin or b"")
        return _write_from(Program("/"), folder, args, given)


def _write_from(program: Program, folder: Path, args: tuple[str, ...], given: BinaryIO) -> Done:
    given.seek(0)
    started = program.execute(writing_command(folder, *args), istream=given, env=writing_environment(), as_process=True)
    with cast("subprocess.Popen[bytes]", started.proc) as process:
        try:
            out, words = process.communicate()
        except BaseException:
            process.terminate()
            raise
    return Done(process.returncode, _text(out), _text(words))


def run(command: Sequence[str], stdin: bytes | None = None) -> tuple[int, bytes, str]:
    """Run one reading command to its end. Raises UnusableRepository where git is not installed."""
    with _start(command, stdin is not None) as process:
        try:
            out, words = process.communicate(stdin)
        except BaseException:
            process.terminate()
            raise
    return process.returncode, out, _text(words)


def path_change(facts: bytes, path: bytes) -> PathChange:
    """One entry of `--raw -z`: `:oldmode newmode old new status`, or of a merge, one colon, mode and id a parent."""
    parents = len(facts) - len(facts.lstrip(b":"))
    fields = facts[parents:].decode("ascii").split(" ")
    old, new = fields[parents + 1], fields[2 * parents + 1]
    return PathChange(os.fsdecode(path), old if old.strip("0") else None, new if new.strip("0") else None)


def _check_reading(args: Sequence[str]) -> None:
    """The guard against this program's own mistakes: only what reads, and no option that would write or run."""
    if args[0] not in _READING:
        raise ValueError(args[0])
    # These two write when they are given a value.
    if args[0] == "symbolic-ref" and args[1:] != ("--quiet", "HEAD"):
        raise ValueError(args)
    if args[0] == "config" and args[1] not in ("--get", "--get-all", "--list"):
        raise ValueError(args)
    for arg in args[1:]:
        if arg in ("--", "--end-of-options"):
            return
        if _REFUSED_OPTION.match(arg):
            raise ValueError(arg)


def _start(command: Sequence[str], with_stdin: bool) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE if with_stdin else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=reading_environment(),
            cwd="/",  # A current folder that is gone would stop git, whatever -C says.
        )
    except FileNotFoundError as error:
        raise UnusableRepository(_("Git is not installed, or not found in PATH; install git 2.31 or newer.")) from error


def _feed(pipe: IO[bytes], content: bytes) -> None:
    try:
        with pipe:
            pipe.write(content)
    except BrokenPipeError:
        return  # Git has ended; its status says why.


def _drain(pipe: IO[bytes], into: list[bytes]) -> None:
    with pipe:
        into.append(pipe.read())


def _text(output: bytes) -> str:
    return output.decode("utf-8", "replace").strip()


def _failed(args: Sequence[str], status: int, words: str) -> GitError:
    message = _("Git could not read the repository (git {command}): {words}")
    return GitError(message.format(command=args[0], words=words or status), status, words)
