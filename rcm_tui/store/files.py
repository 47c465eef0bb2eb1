"""Read files of a plan with a size limit; write them completely or not at all, and never outside the plan's folder."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterable, Mapping
from itertools import takewhile
from pathlib import Path

from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError
from rcm_tui.store.paths import MAX_BYTES

_NEW_FILE_MODE = 0o666  # less the umask
_FEW, _AT_ONCE = 8, 8
"""Of fewer files than this the disk is waited for one after the other; of more, for so many at once."""


class UnsafePath(RcmError):
    """A file is not written or removed because it is a link or is outside the plan's folder."""


def read_limited(path: Path | str) -> bytes:
    """Read a regular file. A link is not followed, and a pipe or device is not waited for.

    Raises:
        OSError: it cannot be read, or is not a regular file.
        YamlProblem: with code `too-large`, where it has more than `MAX_BYTES`.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise OSError(errno.ELOOP, _("it is a link, which is not followed"), str(path)) from error
        raise
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, _("it is not a regular file"), str(path))
        if status.st_size > MAX_BYTES:
            raise _too_large(status.st_size)
        data = _read_all(handle, status.st_size)
    finally:
        os.close(handle)
    if len(data) > MAX_BYTES:
        raise _too_large(len(data))
    return data


def refusals() -> tuple[type[Exception], ...]:
    """Return what `read_limited` raises, for an `except` clause, which calls this only when something was raised."""
    from rcm_tui.store.yaml import YamlProblem

    return OSError, YamlProblem


def _too_large(size: int) -> Exception:
    from rcm_tui.store.yaml import YamlProblem  # Most commands read no YAML: importing it takes 20 ms.

    return YamlProblem.too_large(size)


def _read_all(handle: int, size: int) -> bytes:
    """Read an open file of this size; where it has grown since, up to one byte over the limit."""
    data = os.read(handle, size + 1)
    while len(data) != size and len(data) <= MAX_BYTES and (more := os.read(handle, MAX_BYTES + 1 - len(data))):
        data += more
    return data


def make_folder(path: Path) -> None:
    """Make a folder and those above it that are missing. Raises RcmError where it cannot be made."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RcmError(
            _("The folder {path} cannot be made: {reason}.").format(path=path, reason=error.strerror)
        ) from error


def write_atomically(path: Path, data: bytes, *, root: Path | None = None, durable: bool = True) -> None:
    """Replace the contents of a file: afterwards it holds all of the bytes or, if that failed, what it held before.

    They are written to a temporary file in the same folder, which then replaces the file; plain writing destroyed it
    on a full disk. Missing folders are made, and an existing file keeps its permissions. When this returns, contents
    and name of the file are on the disk, if it must be `durable`; a file that can be made again need not be.

    Args:
        path: The file.
        data: Its new contents.
        root: The folder that must not be left, not through links either.

    Raises:
        UnsafePath: the file is a link or not a regular file, or outside `root`; nothing was done.
        OSError: it could not be written (a full disk, no permission); the file is as it was.
    """
    write_together({path: data}, root=root, durable=durable)


def write_together(files: Mapping[Path, bytes], *, root: Path | None = None, durable: bool = True) -> None:
    """Replace the contents of several files, each as `write_atomically` does.

    All of them are on the disk before the first replaces its file, so that nothing was done where one could not be
    written; and the disk is waited for once rather than once for each.

    Raises UnsafePath, OSError.
    """
    written: dict[Path, Path] = {}
    folders: dict[Path, None] = {}
    try:
        for path, data in files.items():
            mode = _checked(path, root)
            missing = list(takewhile(lambda folder: not folder.exists(), path.parents))
            folders |= dict.fromkeys((path.parent, *(folder.parent for folder in missing)))
            path.parent.mkdir(parents=True, exist_ok=True)
            written[path] = path.parent / f".{path.name}.{os.urandom(6).hex()}.tmp"
            _write_new(written[path], data, mode)
        if durable:
            _sync(written.values())
        for path, temporary in written.items():
            temporary.replace(path)
    except BaseException:
        for temporary in written.values():
            with contextlib.suppress(FileNotFoundError):
                temporary.unlink()
        raise
    if durable:
        _sync(folders)  # The names of the files, and those of the new folders.


def _write_new(path: Path, data: bytes, mode: int | None) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, _NEW_FILE_MODE)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        if mode is not None:
            os.fchmod(handle, mode)


def _sync(paths: Iterable[Path]) -> None:
    """Wait until files, or the names in folders, are on the disk; for many at once, as it takes them together."""
    waiting = list(paths)
    if len(waiting) < _FEW:
        for path in waiting:
            _sync_one(path)
        return
    from concurrent.futures import ThreadPoolExecutor  # 5 ms.

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(_sync_one, waiting))


def remove(path: Path, *, root: Path) -> None:
    """Remove a file, then the folders above it that are empty now, up to the root, which is kept.

    Raises UnsafePath as `write_atomically` does, and FileNotFoundError where there is no file.
    """
    _checked(path, root)
    path.unlink()
    folder = path.parent
    while folder != root and root in folder.parents:
        try:
            folder.rmdir()
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
            break
        folder = folder.parent
    _sync_one(folder)


def _checked(path: Path, root: Path | None) -> int | None:
    """Return the permissions of the file, or None where there is none. Raises UnsafePath."""
    if root is not None:
        check_inside(path, root)
    try:
        status = path.lstat()
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(status.st_mode):
        raise UnsafePath(_("{path} is a link; put the file itself there").format(path=path))
    if not stat.S_ISREG(status.st_mode):
        raise UnsafePath(_("{path} is not a file; move it out of the way").format(path=path))
    return stat.S_IMODE(status.st_mode)


def check_inside(path: Path, root: Path) -> None:
    """Raise UnsafePath where the path leads out of the root. The root itself may be a link."""
    if ".." in path.parts or not path.is_relative_to(root) or path == root:
        raise UnsafePath(_("{path} is outside {root}").format(path=path, root=root))
    for folder in path.parents:
        if folder == root:
            break
        if folder.is_symlink():
            raise UnsafePath(_("{path} is a link to another folder; put the folder itself there").format(path=folder))


def _sync_one(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
