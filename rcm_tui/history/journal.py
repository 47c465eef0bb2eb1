"""Write all files of a record or none, even if the program is killed in between.

Before the first file is written, everything that will be written and recorded is saved in a journal under the git
directory; it is deleted when the record is made, or the files are restored. A journal that is left belongs to a program
that was killed: its files are finished when the plan is next read (nothing is run for that), and its record when
something is next recorded.
"""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError
from rcm_tui.model.frozen import dataclass
from rcm_tui.store import paths
from rcm_tui.store.git_folder import git_folder

if TYPE_CHECKING:
    from rcm_tui.history.git import Git

_SAVING = "saving.json"
"""The journal while files are written."""
_SAVED = "saved.json"
"""The journal of a program that was killed, once its files are finished; what is missing is the record."""
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of a record: what it held before, and what it is to hold. None: there is no file."""

    path: str
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True, slots=True)
class Journal:
    """A record that is being made: its files, the parts of its message, and what belongs to it beside the commit.

    `head` is the commit it is made upon. `closes` and `unmakes` (a name that journals on
    disk have) are `closes` and `delete_tag` of the change. `joins` is the commit of a merge, which is made before:
    what is left is to move the branch there.
    """

    head: str | None
    pieces: tuple[Piece, ...]
    subject: str
    reason: str
    trailers: tuple[tuple[str, str], ...]
    closes: str | None = None
    unmakes: tuple[str, str] | None = None
    joins: str | None = None
    format: int = _FORMAT


class PartlySaved(RcmError):
    """Files could neither all be written nor restored. The journal is kept, and the change is finished later."""

    def __init__(self, left: Sequence[str], reason: str) -> None:
        super().__init__(
            _(
                "Nothing was recorded ({reason}), and {paths} could not be put back as before. Make room on the disk "
                "and see that the folder may be written; the change is finished when the plan is next opened."
            ).format(reason=reason, paths=", ".join(left))
        )


@contextmanager
def saved(root: Path, git: Git, journal: Journal) -> Iterator[None]:
    """Write the files, then run the block that records them; restore them if the writing or the block fails.

    To be used under the write lock; call `forget` when all is done. Raises RcmError where the files cannot be written,
    PartlySaved where they cannot be restored either.
    """
    place = git.private / _SAVING
    try:
        _keep(place, journal)
    except OSError as failure:
        raise _not_written(failure) from failure
    try:
        _put_all(root, journal.pieces)
        yield
    except BaseException as failure:
        if _may_be_recorded(git, journal):
            raise  # The files are right as they are; the next command does the rest.
        left = _put_back(root, journal.pieces)
        if left:
            raise PartlySaved(left, getattr(failure, "strerror", None) or str(failure)) from failure
        place.unlink(missing_ok=True)
        if isinstance(failure, OSError):
            raise _not_written(failure) from failure
        raise


def _may_be_recorded(git: Git, journal: Journal) -> bool:
    """Return whether a record that failed may exist nevertheless. HEAD is looked at first."""
    from rcm_tui.history.git import GitError
    from rcm_tui.history.state import head_of

    try:
        return head_of(git).commit != journal.head and _commit_of(git, journal) is not None
    except GitError:
        return True


def forget(git: Git) -> None:
    """Delete the journal, once all of a record is done."""
    (git.private / _SAVING).unlink(missing_ok=True)


def forget_interrupted(git: Git) -> None:
    """Delete the journal of a record that was interrupted, once all of it is done."""
    (git.private / _SAVED).unlink(missing_ok=True)


def postpone(git: Git) -> None:
    """Keep the journal of a record whose edition is still to be made: the next record makes it."""
    with contextlib.suppress(FileNotFoundError):
        (git.private / _SAVING).replace(git.private / _SAVED)


def under_way(root: Path) -> bool:
    """Return whether a program is writing files of the plan at `root`, or was killed while it was; fast."""
    git = git_folder(root)
    return git is not None and (git.private / _SAVING).exists()


def finish_files(root: Path, git: Git) -> None:
    """Finish writing the files of a program that was killed; a file that was changed since is left as it is.

    Nothing happens where that program still runs, or the files cannot be written; the plan is then read as it is.
    """
    from rcm_tui.history.lock import hold

    with contextlib.suppress(RcmError, OSError), hold(git, wait=0):
        journal = _read(git.private / _SAVING)
        if journal is None:
            return
        if recorded_as(git, journal) is None:
            for piece in _in_order(journal.pieces):
                _clear_leftovers(root, piece.path)
                if _content(root, piece.path) == piece.before:
                    _put(root, piece.path, piece.after)
        (git.private / _SAVING).replace(git.private / _SAVED)


def to_be_recorded(root: Path, git: Git) -> tuple[Journal, str | None] | None:
    """Return the journal of a program that was killed after its files were written, and its commit if it made one.

    Return None where there is none, or a file is not as that program left it: it is then an edit like any other, and
    the journal is deleted.
    """
    journal = _read(git.private / _SAVED)
    if journal is None:
        return None
    commit = recorded_as(git, journal)
    if commit is None and any(_content(root, piece.path) != piece.after for piece in journal.pieces):
        forget_interrupted(git)
        return None
    return journal, commit


def recorded_as(git: Git, journal: Journal) -> str | None:
    """Return the commit that was made of a journal, or None. Raises GitError where git cannot be asked."""
    if journal.head is not None and git.resolve(journal.head) is None and git.resolve("HEAD") is not None:
        return None  # The commit before it no longer exists: the branch was moved since.
    return _commit_of(git, journal)


def _commit_of(git: Git, journal: Journal) -> str | None:
    from rcm_tui.history.log import records

    if journal.joins is not None:
        head = git.resolve("HEAD")
        return journal.joins if head and not git.read("rev-list", "--max-count=1", journal.joins, "^" + head) else None
    for record in records(git, not_rev=journal.head or ()):
        if record.subject == journal.subject and set(journal.trailers) <= set(record.trailers):
            return record.commit
    return None


def _keep(place: Path, journal: Journal) -> None:
    import msgspec

    from rcm_tui.store.files import write_atomically

    write_atomically(place, msgspec.json.encode(journal))


def _read(place: Path) -> Journal | None:
    """Read a journal; return None where there is none, or one that this version cannot use."""
    import msgspec

    try:
        journal = msgspec.json.decode(place.read_bytes(), type=Journal)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
    ours = all(
        piece.path.partition("/")[0] in paths.FOLDERS and piece.path.endswith(paths.SUFFIX) for piece in journal.pieces
    )
    return journal if ours and journal.format == _FORMAT else None


def _in_order(pieces: Sequence[Piece]) -> list[Piece]:
    """Sort what is to be done: files are written before others are deleted, so that a moved text is always in one."""
    changing = [piece for piece in pieces if piece.before != piece.after]
    return sorted(changing, key=lambda piece: piece.after is None)


def _put_back(root: Path, pieces: Sequence[Piece]) -> list[str]:
    """Restore everything, deleting new files first to free space; return the paths that could not be restored."""
    left = []
    for piece in sorted(_in_order(pieces), key=lambda piece: piece.before is not None):
        try:
            if _content(root, piece.path) != piece.before:
                _put(root, piece.path, piece.before)
        except (OSError, RcmError):
            left.append(piece.path)
    return left


def _content(root: Path, path: str) -> bytes | None:
    """Return the contents of a file; None where there is none. Raises OSError where it cannot be read."""
    from rcm_tui.store.files import read_limited
    from rcm_tui.store.yaml import YamlProblem

    try:
        return read_limited(root / path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except YamlProblem as refusal:
        raise OSError(errno.EFBIG, refusal.message, path) from refusal


def _put_all(root: Path, pieces: Sequence[Piece]) -> None:
    from rcm_tui.store.files import write_together

    changing = _in_order(pieces)
    write_together({root / piece.path: piece.after for piece in changing if piece.after is not None}, root=root)
    for piece in changing:
        if piece.after is None:
            _put(root, piece.path, None)


def _put(root: Path, path: str, content: bytes | None) -> None:
    from rcm_tui.store.files import remove, write_atomically

    if content is not None:
        write_atomically(root / path, content, root=root)
    elif (root / path).exists():
        remove(root / path, root=root)


def _clear_leftovers(root: Path, path: str) -> None:
    """Remove temporary files left by an interrupted writing of a file."""
    import glob

    file = root / path
    for leftover in file.parent.glob(f".{glob.escape(file.name)}.*.tmp"):
        leftover.unlink(missing_ok=True)


def _not_written(failure: OSError) -> RcmError:
    return RcmError(
        _(
            "The files could not be written ({reason}); nothing was changed. "
            "Check that the disk has room and the folder may be written."
        ).format(reason=failure.strerror or failure)
    )
