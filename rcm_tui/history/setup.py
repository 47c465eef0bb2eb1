"""Start repositories: an empty one, and one whose whole history is written by `git fast-import`."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from rcm_tui.history.editions import ref_of
from rcm_tui.history.environment import Completed, reading_environment, write_in
from rcm_tui.history.git import PLAN_FOLDERS, Git, NoRepository, UnusableRepository
from rcm_tui.history.message import Message
from rcm_tui.history.state import Identity, require_recordable
from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError
from rcm_tui.model.frozen import dataclass
from rcm_tui.store import paths
from rcm_tui.store.files import make_folder

BRANCH = "main"


@dataclass(frozen=True, slots=True)
class ImportCommit:
    """One commit to write: `files` maps paths to their new content, or to None to delete the file."""

    message: Message
    when: datetime
    author: Identity
    files: Mapping[str, bytes | None]
    committer: Identity | None = None


@dataclass(frozen=True, slots=True)
class ImportEdition:
    """An edition to tag; `commit` is the number, from 0, of a commit of this import."""

    meeting: str
    commit: int
    when: datetime
    tagger: Identity
    text: str


@dataclass(frozen=True, slots=True)
class _Stream:
    """The input of `git fast-import`, in a file as it may be larger than memory."""

    file: BinaryIO

    def line(self, text: str) -> None:
        self.file.write(text.encode("utf-8", "replace") + b"\n")

    def path(self, command: bytes, path: str) -> None:
        self.file.write(command + _quoted(path) + b"\n")

    def data(self, content: bytes) -> None:
        self.file.write(b"data %d\n%b\n" % (len(content), content))


def init_repository(path: Path, *, object_format: str | None = None, within: bool = False) -> Git:
    """Start a repository at `path`, on branch main; the folder is made where it is missing.

    An existing repository without a plan is used as it is; with `within`, also one that `path` is a folder of. Raises
    RcmError where `path` holds a plan or is inside one, or without `within`, inside another repository.
    """
    path = path.absolute()
    there = _around(path)
    if there is not None:
        if there.root.resolve() != path.resolve():
            _check_within(path, there.root, within)
        if any((path / folder).exists() for folder in PLAN_FOLDERS):
            raise RcmError(_("{path} holds a plan already. Open it with: rcm -C {path}").format(path=path))
        make_folder(path)
        return Git.of_plan(path)
    make_folder(path)
    args = ["init", "--quiet", "--initial-branch=" + BRANCH]
    if object_format:
        args.append("--object-format=" + object_format)
    _expect(write_in(path, *args, "--", str(path)))
    # A rebase makes records anew, so that what names them (Undoes, editions, signatures) points nowhere.
    _expect(write_in(path, "config", "--local", "pull.rebase", "false"))
    return Git.find(path)


def _check_within(path: Path, root: Path, allowed: bool) -> None:
    """Refuse a folder inside a plan, and any folder inside a repository unless it is allowed. Raises RcmError."""
    if not allowed:
        sentence = _("{path} is inside the repository {root}. Choose a folder outside it.")
        raise RcmError(sentence.format(path=path, root=root))
    for folder in path.parents:
        if (folder / paths.INFO).exists():
            raise RcmError(_("{path} is inside the plan {root}. Choose another folder.").format(path=path, root=folder))
        if folder.resolve() == root.resolve():
            return


def _around(path: Path) -> Git | None:
    try:
        return Git.find(path)
    except UnusableRepository:
        raise
    except NoRepository:
        return None


def fast_import(
    git: Git, commits: Iterable[ImportCommit], editions: Sequence[ImportEdition] = (), *, check_out: bool = True
) -> list[str]:
    """Add commits to the branch that is checked out, and tag editions; return the commits' ids.

    Commits are written out as they come, and `editions` is read after the last of them. They are unsigned and no hooks
    run, as this is for a sample whose history is replayed. With `check_out`, files and index are those of the last
    commit afterwards; the work tree must be clean in the paths that the commits touch.
    """
    head = require_recordable(git)
    branch = f"refs/heads/{head.branch}"
    count = 0
    with tempfile.TemporaryDirectory(prefix="rcm-import-") as folder, Path(folder, "stream").open("w+b") as file:
        stream = _Stream(file)
        for count, commit in enumerate(commits, 1):
            _write_commit(stream, branch, count, commit, head.commit if count == 1 else None)
        for edition in editions:
            _write_edition(git, stream, edition)
        stream.line("done")
        marks = Path(folder, "marks")
        args = ("fast-import", "--quiet", "--done", "--date-format=raw", f"--export-marks={marks}")
        _expect(git.write(*args, stdin=file))
        ids = dict(line.split(" ") for line in marks.read_text("ascii").splitlines())
    if check_out and count:
        _expect(git.write("read-tree", "-m", "-u", "HEAD"))
    return [ids[f":{number}"] for number in range(1, count + 1)]


def _write_commit(stream: _Stream, branch: str, mark: int, commit: ImportCommit, parent: str | None) -> None:
    stream.line(f"commit {branch}")
    stream.line(f"mark :{mark}")
    stream.line(f"author {_person(commit.author, commit.when)}")
    stream.line(f"committer {_person(commit.committer or commit.author, commit.when)}")
    stream.data(commit.message.text().encode("utf-8", "replace"))
    if parent:
        stream.line(f"from {parent}")
    for path, content in commit.files.items():
        if content is None:
            stream.path(b"D ", path)
        else:
            stream.path(b"M 100644 inline ", path)
            stream.data(content)


def _write_edition(git: Git, stream: _Stream, edition: ImportEdition) -> None:
    stream.line(f"tag {ref_of(git, edition.meeting).removeprefix('refs/tags/')}")
    stream.line(f"from :{edition.commit + 1}")
    stream.line(f"tagger {_person(edition.tagger, edition.when)}")
    stream.data(edition.text.encode("utf-8", "replace"))


def _person(who: Identity, when: datetime) -> str:
    name = " ".join(who.name.replace("<", "").replace(">", "").split())
    email = "".join(who.email.replace("<", "").replace(">", "").split())
    return f"{name} <{email}> {int(when.timestamp())} {when:%z}"


def _quoted(path: str) -> bytes:
    escaped = os.fsencode(path).replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")
    return b'"' + escaped + b'"'


def _expect(done: Completed) -> None:
    done.check(_("Git could not set up the repository: {words}"))


_DRIVER = "rcm"


def install_merge_driver(git: Git) -> None:
    """Let git merge the files of this plan field by field (`rcm merge-file`), in this clone alone.

    The attribute goes into `info/attributes` under the git directory, never into the plan. The driver, which git runs
    in the plan's folder, imports nothing from there. Raises GitError, or RcmError where the file cannot be written.
    """
    command = f"{shlex.quote(sys.executable)} -P -m rcm_tui merge-file %O %A %B %P"
    settings = {"name": "Merge files of a plan field by field", "driver": command}
    for key, value in settings.items():
        done = git.write("config", "--local", f"merge.{_DRIVER}.{key}", value)
        done.check(_("The merge driver could not be stored in the repository's settings: {words}"))
    file = git.common_dir / "info" / "attributes"
    lines = [f"/{git.prefix}{folder}/**/*.yaml merge={_DRIVER}" for folder in PLAN_FOLDERS]
    try:
        known = file.read_text("utf-8").splitlines() if file.exists() else []
        file.parent.mkdir(exist_ok=True)
        file.write_text("\n".join([*known, *(line for line in lines if line not in known)]) + "\n", "utf-8")
    except OSError as error:
        raise RcmError(_("{path} cannot be written: {reason}").format(path=file, reason=error.strerror)) from error


def merge_with_markers(base: Path, ours: Path, theirs: Path) -> bool:
    """Merge a file by lines as git does, with markers where it cannot; return whether it could."""
    command = ["git", "merge-file", *(str(file.absolute()) for file in (ours, base, theirs))]
    return subprocess.run(command, check=False, cwd="/", env=reading_environment()).returncode == 0
