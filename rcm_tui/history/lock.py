"""Let one process write at a time, with a lock of our own, held from reading the files until they are recorded.

Git's own lock covers only its index and lasts for moments; two writers that each read, change and record a plan would
overwrite each other's files between those moments.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rcm_tui.history.git import Git
from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError

_STEP = 0.02
"""Seconds between two attempts to get the lock."""


class Busy(RcmError):
    """Another process is writing, and did not finish in the time given."""


@dataclass
class _Held:
    """The lock of one repository within this process: threads queue on `turn`; `depth` counts nested holds.

    It is needed as `flock` on a second descriptor in the same process would wait for the process itself.
    """

    turn: threading.RLock = field(default_factory=threading.RLock)
    depth: int = 0


_held: dict[Path, _Held] = {}
_held_guard = threading.Lock()


@contextmanager
def hold(git: Git, wait: float = 20.0) -> Iterator[None]:
    """Hold the plan's write lock; may be nested. Linked work trees share it.

    Waits up to `wait` seconds for another thread or process, then raises Busy. The system releases it when the process
    ends, however it ends. Raises RcmError where the git directory cannot be written.
    """
    path = git.common_dir / "rcm" / "record.lock"
    deadline = time.monotonic() + wait
    with _held_guard:
        held = _held.setdefault(path, _Held())
    if not held.turn.acquire(timeout=wait):
        raise _busy(path)
    try:
        if held.depth:
            yield from _nested(held)
            return
        descriptor = _open(path)
        try:
            _wait_for(descriptor, path, deadline)
            _sign(descriptor)
            yield from _nested(held)
        finally:
            os.close(descriptor)
    finally:
        held.turn.release()


def _nested(held: _Held) -> Iterator[None]:
    held.depth += 1
    try:
        yield
    finally:
        held.depth -= 1


def _open(path: Path) -> int:
    try:
        path.parent.mkdir(exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
    except OSError as error:
        raise RcmError(
            _(
                "Nothing can be recorded here: {path} cannot be written ({reason}). "
                "Check the folder's permissions and space."
            ).format(path=path, reason=error.strerror)
        ) from error


def _wait_for(descriptor: int, path: Path, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise _busy(path) from None
            time.sleep(_STEP)


def _sign(descriptor: int) -> None:
    """Write the process id into the lock, for the message of a process that cannot get it; a full disk is ignored."""
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode("ascii"), 0)
    except OSError:
        return


def _busy(path: Path) -> Busy:
    try:
        holder = path.read_text("ascii", "replace").strip() or "?"
    except OSError:
        holder = "?"
    return Busy(
        _(
            "Another rcm (process {process}) is recording in this plan and has not finished; nothing was recorded. "
            "Wait for it or close it, then record again."
        ).format(process=holder)
    )
