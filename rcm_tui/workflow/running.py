"""Tell programs that are running on a plan from those that have ended, however they ended.

Each holds a lock on a file of its own below the git directory, which the system releases when the process ends.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from pathlib import Path

_mine: dict[Path, str] = {}
"""The mark of this process in each folder; its file stays open, and locked, until the process ends."""


def own_mark(folder: Path) -> str:
    """Return what this process is known by in a folder. Raises OSError where nothing can be written there."""
    if folder not in _mine:
        folder.mkdir(parents=True, exist_ok=True)
        mark = f"{os.getpid()}-{secrets.token_hex(4)}"
        descriptor = os.open(folder / mark, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _mine[folder] = mark
    return _mine[folder]


def is_other(folder: Path, mark: str) -> bool:
    """Return whether a mark is that of another process which is running; the file of one that has ended is deleted."""
    if not mark or mark == _mine.get(folder) or os.sep in mark:
        return False
    try:
        descriptor = os.open(folder / mark, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # A file system without locks: nothing is known of the others.
        return False
    else:
        (folder / mark).unlink(missing_ok=True)
        return False
    finally:
        os.close(descriptor)
