"""Make a record: one change of the plan, one commit, of exactly its own files.

It is made by `git commit -- paths`, so hooks, signing, filters and line-ending rules are the person's own, and what the
person has staged is neither recorded nor lost. Writing the index directly, as GitPython's `index.commit` does, would
skip all of these, and lost 24 of 80 commits of two writers at once.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path, PurePosixPath

from rcm_tui.history import terminal
from rcm_tui.history.environment import Completed
from rcm_tui.history.git import PLAN_FOLDERS, Git, GitError
from rcm_tui.history.lock import Busy, hold
from rcm_tui.history.log import Record, records
from rcm_tui.history.message import Message, of_plan
from rcm_tui.history.recorded import read_of
from rcm_tui.history.state import NoIdentity, head_of, identity, require_recordable
from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError
from rcm_tui.model.regex import regex
from rcm_tui.store.files import write_atomically

_STEP = 0.03
"""Seconds between two attempts while git's locks are held."""
_OLD = 60
"""Seconds. A lock of git's that is older was left behind, or is held by something slow, so waiting is useless."""
_MANY = 500
"""More paths than this are given to git in a file, as command lines have a limit."""
_LOCK_HELD = regex(r"Unable to create '(?P<path>[^\n]*\.lock)': File exists")
_BRANCH_MOVED = regex(r"cannot lock ref .*(is at \w+ but expected|reference already exists)")
_WANTS_TERMINAL = regex(
    "failed to sign|failed to write commit object|unable to sign|/dev/tty|No such device or address|ioctl for device"
)
"""What git, gpg, ssh-keygen and shells say where a program cannot ask."""
_NOTHING = regex(r"^(nothing to commit|nothing added to commit|no changes added to commit)", re.MULTILINE)


class NothingToRecord(RcmError):
    """The files are as they were last recorded."""


class RecordRefused(RcmError):
    """Git, a hook or the signing program refused; `output` is what it printed. Nothing was recorded.

    `announced` are new files that git's index still lists, as it could not be written either: see `forget_new`.
    """

    def __init__(self, output: str) -> None:
        super().__init__(
            _("Nothing was recorded; git or a hook refused, saying:\n{words}").format(words=output or _("(nothing)"))
        )
        self.output = output
        self.announced: tuple[str, ...] = ()


class TerminalNeeded(RecordRefused):
    """What signs records, or a hook, wants to ask at the terminal, which the interface has. Nothing was recorded."""


class RecordUncertain(RcmError):
    """Git failed after it had moved the branch, and could not be asked whether the record is there."""

    def __init__(self, reason: object) -> None:
        super().__init__(
            _(
                "Git failed while it was recording ({reason}), and does not say whether the record was made. The files "
                "hold the change; the next command finds out, and makes the record if it is missing."
            ).format(reason=reason)
        )


class RecordAltered(RcmError):
    """The record was made, but a hook changed its message or its files. `commit` is the record."""

    def __init__(self, message: str, commit: str) -> None:
        super().__init__(message)
        self.commit = commit


def record(git: Git, paths: Sequence[str], message: Message, *, wait: float = 20.0) -> str:
    """Commit exactly these paths as they are in the work tree (added, changed or deleted); return the commit's id.

    Paths are relative to the root, with forward slashes; none at all makes a record without files. Waits up to `wait`
    seconds for other writers and for git's locks. Nothing else the person has staged is touched, even on failure.

    Raises NoIdentity, NothingToRecord, Busy (locks), NotReady (detached HEAD, merge under way), RecordRefused (a hook,
    signing, a full disk), RecordAltered (recorded, but a hook changed it).
    """
    for path in paths:
        _check_path(git, path)
    message = of_plan(message, git.prefix)
    deadline = time.monotonic() + wait
    with hold(git, wait):
        before = require_recordable(git).commit
        _forget_interrupted(git, before)
        known, new = _known_and_new(git, paths, before)
        if paths and not known and not new:
            raise NothingToRecord(_("There is nothing to record: the files are as they were."))
        announced = bool(new)  # Whether git's index may list new files that are not recorded.
        try:
            if new:
                _announce(git, new, deadline)
            _commit(git, [*known, *new], message, deadline)
            if announced:
                _announced(git).unlink(missing_ok=True)
            announced = False
        except RecordRefused as refusal:
            if _is_made(git, before, message):
                announced = False
                refresh_index(git, [*known, *new])
            else:
                if announced and not forget_new(git, new, deadline):
                    refusal.announced = tuple(new)
                announced = False
                raise
        finally:
            if announced:
                forget_new(git, new, deadline)
        try:
            return _read_back(git, before, {*known, *new}, message)
        except GitError as failure:
            raise RecordUncertain(failure) from failure


def _is_made(git: Git, before: str | None, message: Message) -> bool:
    """Return whether git made the record although it failed: it may be killed after it has moved the branch.

    HEAD tells, from files and without git where it can. Raises RecordUncertain where git cannot be asked.
    """
    try:
        if head_of(git).commit == before:
            return False
        wanted = (message.subject, message.trailers)
        return any((record.subject, record.trailers) == wanted for record in records(git, not_rev=before))
    except GitError as failure:
        raise RecordUncertain(failure) from failure


def refresh_index(git: Git, paths: Sequence[str]) -> bool:
    """Make git's index list these paths as HEAD has them; return whether that could be done.

    A git that is killed between moving the branch and writing the index leaves the old files staged.
    """
    try:
        tree = git.tree("HEAD", paths if len(paths) <= _MANY else PLAN_FOLDERS)
    except GitError:
        return False
    return list_in_index(git, {path: tree.get(path) for path in paths})


def list_in_index(git: Git, entries: Mapping[str, tuple[str, str] | None]) -> bool:
    """Make git's index list these paths with these modes and blobs, or not at all (None); return whether it does."""
    absent = ("0", "0" * len(git.blob_id(b"")))
    pairs = ((path, entry or absent) for path, entry in entries.items())
    lines = "".join(f"{mode} {blob}\t{git.prefix}{path}\0" for path, (mode, blob) in pairs)
    args = ("update-index", "-z", "--index-info")
    try:
        return _until(lambda: git.write(*args, stdin=os.fsencode(lines)), time.monotonic() + 1).status == 0
    except (Busy, GitError):
        return False  # Git was killed and left its lock, of which the next record tells.


def _check_path(git: Git, path: str) -> None:
    """Refuse a path that leaves the plan's folder, by itself or through a symbolic link. Raises RcmError."""
    pure = PurePosixPath(path)
    inside = path and not pure.is_absolute() and not {"..", ".git"} & set(pure.parts) and "\0" not in path
    if inside and Path(os.path.realpath(git.root / path).rpartition("/")[0] or "/").is_relative_to(
        os.path.realpath(git.root)
    ):
        return
    raise RcmError(_("{path} is outside the plan's folder and cannot be recorded.").format(path=path))


def _known_and_new(git: Git, paths: Sequence[str], head: str | None) -> tuple[list[str], list[str]]:
    """Return the paths git knows (in its index or its last commit) and the new files; the rest does not exist."""
    wanted = set(paths)
    read = read_of(git, head) if head else {}
    known = {path for path in wanted if read.get(path) is not None}
    if known == wanted:
        return sorted(known), []
    asked = sorted(wanted) if len(wanted) <= _MANY else []
    listed = git.read("ls-files", "-s", "-z", "--", *asked)
    known |= {os.fsdecode(entry.partition(b"\t")[2]) for entry in listed.split(b"\0") if entry} & wanted
    if head and not wanted <= known | read.keys():
        known |= wanted & git.tree(head, asked).keys()
    new = [path for path in sorted(wanted - known) if os.path.lexists(git.root / path)]
    return sorted(known), new


def _announce(git: Git, new: Sequence[str], deadline: float) -> None:
    """List new files in git's index (`git add -N`), as a commit by path accepts only files that are listed there.

    They are noted in a file first, so that the next record takes them out again if this one is not made.
    """
    write_atomically(_announced(git), b"\0".join(os.fsencode(path) for path in new))
    done = _insist(git, ["add", "--intent-to-add", "--force"], new, b"", deadline)
    if done.status:
        raise RecordRefused(done.stderr or done.stdout)


def _announced(git: Git) -> Path:
    return git.private / "announced"


def _forget_interrupted(git: Git, head: str | None) -> None:
    """Take new files of a record that was never made out of git's index, where git was killed before it did so.

    What somebody has staged since stays: only an announced file is empty there.
    """
    note = _announced(git)
    if not note.exists():
        return
    paths = [os.fsdecode(path) for path in note.read_bytes().split(b"\0") if path]
    listed = git.read("ls-files", "-s", "-z", "--", *paths).split(b"\0")[:-1]
    empty = git.blob_id(b"").encode("ascii")
    waiting = {os.fsdecode(entry.partition(b"\t")[2]) for entry in listed if empty in entry.partition(b"\t")[0]}
    left = sorted(waiting - (git.tree(head, paths).keys() if head else set()))
    if not left or forget_new(git, left):
        note.unlink()


def forget_new(git: Git, new: Sequence[str], deadline: float = 0.0) -> bool:
    """Take new files out of git's index again; return whether that could be done."""
    stdin = b"\0".join(os.fsencode(path) for path in new)
    args = ("update-index", "-z", "--force-remove", "--stdin")
    return _until(lambda: git.write(*args, stdin=stdin), max(deadline, time.monotonic() + 1)).status == 0


def _commit(git: Git, paths: Sequence[str], message: Message, deadline: float) -> None:
    args = ["commit", "--quiet", "--cleanup=verbatim", "--file=-", "--no-edit", "--only", "--no-status"]
    if not paths:
        args.append("--allow-empty")
    done = _insist(git, args, paths, message.text().encode("utf-8", "replace"), deadline)
    if done.status == 0:
        return
    if _NOTHING.search(done.stdout):
        raise NothingToRecord(_("There is nothing to record: the files are as they were."))
    if done.stderr and identity(git) is None:  # A git that was killed says nothing.
        raise NoIdentity
    words = "\n".join(part for part in (done.stderr, done.stdout) if part)
    raise (TerminalNeeded if terminal.is_occupied() and _WANTS_TERMINAL.search(words) else RecordRefused)(words)


def _insist(git: Git, args: list[str], paths: Sequence[str], stdin: bytes, deadline: float) -> Completed:
    """Run a subcommand on these paths, until no other program holds git's locks or has just moved the branch.

    Each path is marked as literal by itself, as the environment variable that does so would reach the hooks.
    """
    literal = [f":(top,literal){git.prefix}{path}" for path in paths]
    if len(literal) <= _MANY:
        return _until(lambda: git.write(*args, "--", *literal, stdin=stdin), deadline)
    import tempfile  # 4 ms, of every record.

    with tempfile.NamedTemporaryFile(prefix="rcm-paths-") as listed:
        listed.write(b"\0".join(os.fsencode(path) for path in literal))
        listed.flush()
        by_file = [*args, "--pathspec-from-file=" + listed.name, "--pathspec-file-nul"]
        return _until(lambda: git.write(*by_file, stdin=stdin), deadline)


def _until(attempt: Callable[[], Completed], deadline: float) -> Completed:
    while True:
        done = attempt()
        held = _LOCK_HELD.search(done.stderr) if done.status else None
        if held is None and not (done.status and _BRANCH_MOVED.search(done.stderr)):
            return done
        age = _age(held["path"]) if held else 0
        if time.monotonic() >= deadline or age > _OLD:
            raise _locked(held["path"], age) if held else RecordRefused(done.stderr)
        time.sleep(_STEP)


def _age(path: str) -> int:
    """Return for how many seconds git's lock has existed."""
    try:
        return max(0, int(time.time() - Path(path).stat().st_mtime))
    except OSError:
        return 0


def _locked(path: str, age: int) -> Busy:
    return Busy(
        _(
            "Git's lock {path} is held, for {age} seconds now, so nothing was recorded. If no git program is "
            "running any more, one was killed and left it behind: delete that file, then record again."
        ).format(path=path, age=age)
    )


def _read_back(git: Git, before: str | None, paths: set[str], message: Message) -> str:
    """Check the record as git has it, and return its id: it must have the trailers, and these paths and no others.

    Raises RecordAltered.
    """
    made = _ours(list(records(git, not_rev=before)), message)
    if made is None:
        raise RecordRefused(_("git said it had recorded the change, but the record is not there"))
    if not set(message.trailers) <= set(made.trailers):
        raise RecordAltered(
            _(
                "Recorded as {commit}, but a hook of this repository changed the message so that its meeting and items "
                "can no longer be read (see: git show {commit})."
            ).format(commit=made.commit[:12]),
            made.commit,
        )
    others = sorted({change.path for change in made.changes} - paths)
    if others:
        raise RecordAltered(
            _("Recorded as {commit}, but a hook of this repository added other files to it: {paths}.").format(
                commit=made.commit[:12], paths=", ".join(others)
            ),
            made.commit,
        )
    return made.commit


def _ours(found: Sequence[Record], message: Message) -> Record | None:
    """Return the commit just made among those that are new, as another program may have made one since."""
    for record in found:
        if (record.subject, record.reason, record.trailers) == (message.subject, message.reason, message.trailers):
            return record
    return found[-1] if found else None
