"""Files that the program keeps for itself, and believes only as it wrote them.

Such a file begins with a checksum, its own inode and the version of the program. One that is torn, changed or copied
from elsewhere, one of another version, and one in a folder of somebody else counts as missing. It may be deleted at any
time.
"""

from __future__ import annotations

import contextlib
import os
import zlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import rcm_tui

_MAGIC = b"rcm\x02"
_HEAD = 8
"""Bytes before what the checksum is of."""
_READERS = ("model", "store", "store/yaml")
"""The packages whose modules decide how the bytes of a file become the model's classes."""


@cache
def version() -> str:
    """Return what must be equal for a file to be believed: the version of the program, and a checksum of the names,
    sizes and times of the modules that read files, so that a changed program does not trust its older self.
    """
    return f"{rcm_tui.__version__} {checksum(_READERS):08x}"


def checksum(folders: Iterable[str], suffixes: tuple[str, ...] = (".py",)) -> int:
    """Return a checksum of names, sizes and times of the program's files in some of its folders."""
    package = os.path.dirname(rcm_tui.__file__)  # noqa: PTH120 - quicker
    modules: list[tuple[str, int, int]] = []
    for folder in folders:
        with contextlib.suppress(OSError), os.scandir(f"{package}/{folder}") as entries:
            for entry in entries:
                if entry.name.endswith(suffixes):
                    facts = entry.stat()
                    modules.append((f"{folder}/{entry.name}", facts.st_size, facts.st_mtime_ns))
    return zlib.crc32(repr(sorted(modules)).encode())


def _seal(inode: int, basis: str) -> bytes:
    """Return what stands between the checksum of a file and its contents."""
    return f"{inode} {version()} {basis}\n".encode()


def read(file: Path, basis: str = "") -> memoryview | None:
    """Return the contents of a file; None where there is none that can be believed, or it was written on another basis.

    The folder is not looked at (see `is_own`).
    """
    try:
        handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    with open(handle, "rb") as opened:  # noqa: PTH123 - a handle, not a path
        try:
            seal = _seal(os.fstat(handle).st_ino, basis)
            content = opened.read()
        except OSError:
            return None
    if content[:4] != _MAGIC or int.from_bytes(content[4:_HEAD], "big") != zlib.crc32(memoryview(content)[_HEAD:]):
        return None
    return memoryview(content)[_HEAD + len(seal) :] if content.startswith(seal, _HEAD) else None


def write(file: Path, content: bytes, basis: str = "") -> None:
    """Replace a file, in a folder that exists. Raises OSError."""
    temporary = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with temporary.open("wb") as opened:
            sealed = _seal(os.fstat(opened.fileno()).st_ino, basis) + content
            opened.write(_MAGIC + zlib.crc32(sealed).to_bytes(4, "big") + sealed)
        temporary.replace(file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def is_own(folder: Path) -> bool:
    """Return whether there is such a folder, and it is this user's and no link."""
    try:
        return not folder.is_symlink() and folder.stat().st_uid == os.geteuid()
    except OSError:
        return False


def make_folder(folder: Path) -> bool:
    """Make a folder; return False where it is not the person's own. Raises OSError."""
    if folder.is_symlink() or folder.parent.is_symlink():
        return False
    folder.mkdir(parents=True, exist_ok=True)
    return folder.stat().st_uid == os.geteuid()
