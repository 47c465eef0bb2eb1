"""A program in a terminal of its own, timed as a person would see it: from the key to what is drawn."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence

ROWS, COLUMNS = 40, 120
_QUIET = 0.15
"""Seconds without output after which a screen counts as drawn."""
_ESCAPES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07|[P_^].*?\x1b\\|[()].|.)", re.DOTALL)


class Terminal:
    """Runs a program in a pseudo terminal. Leave it by `with`."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.began = time.perf_counter()
        self.pid, self._handle = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            os.execvpe(command[0], list(command), dict(environment))
        fcntl.ioctl(self._handle, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.seen = b""

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_error: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._handle)

    def until(self, words: str, patience: float = 120.0) -> float:
        """Read until the words are drawn; the seconds since the start. Raises TimeoutError."""
        wanted = words.encode()
        while wanted not in _ESCAPES.sub(b"", self.seen):
            if self._read(patience) is None:
                raise TimeoutError(f"{words!r} was not drawn; the last was {self.seen[-2000:]!r}")
        return time.perf_counter() - self.began

    def rest(self) -> None:
        """Wait until nothing more is drawn, and forget what was."""
        while self._read(_QUIET) is not None:
            continue
        self.seen = b""

    def key(self, key: str, until: re.Pattern[bytes] | None = None, patience: float = 30.0) -> float:
        """Press a key; the seconds until something is drawn, or until the words. Raises TimeoutError."""
        self.drain()
        self.seen = b""
        began = time.perf_counter()
        os.write(self._handle, key.encode())
        while True:
            if self._read(patience) is None:
                raise TimeoutError(f"nothing was drawn after {key!r}; the last was {self.seen[-2000:]!r}")
            if until is None or until.search(_ESCAPES.sub(b"", self.seen)):
                return time.perf_counter() - began

    def drain(self) -> None:
        """Take what was drawn already."""
        while self._read(0) is not None:
            continue

    def type(self, key: str) -> None:
        """Press a key and do not wait."""
        os.write(self._handle, key.encode())

    def memory(self) -> float:
        """The most memory that the program has had so far, in MB."""
        with open(f"/proc/{self.pid}/status", encoding="ascii") as status:  # noqa: PTH123
            for line in status:
                if line.startswith("VmHWM"):
                    return int(line.split()[1]) / 1024
        return 0.0

    def _read(self, patience: float) -> bytes | None:
        ready, _writable, _odd = select.select([self._handle], [], [], patience)
        if not ready:
            return None
        try:
            more = os.read(self._handle, 1 << 16)
        except OSError:
            return None
        self.seen += more
        return more or None
