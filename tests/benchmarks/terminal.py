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
from collections.abc import Callable, Mapping, Sequence

ROWS, COLUMNS = 40, 120
_QUIET = 0.15
"""Seconds without output after which a screen counts as drawn."""
_ROW = re.compile(rb"\x1b\[(\d+);\d+H")
_LIST_BEGINS = 6
"""The first row of a list that stands below the header and a search line."""
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
        """Read until the words are drawn; return the seconds since the start. Raises TimeoutError."""
        wanted = words.encode()
        self._wait(lambda: wanted in _ESCAPES.sub(b"", self.seen), f"{words!r} was not drawn", patience)
        return time.perf_counter() - self.began

    def rest(self, patience: float = 60.0) -> None:
        """Wait until nothing more is drawn, and forget what was. Raises TimeoutError."""
        end = time.perf_counter() + patience
        while self._read(_QUIET) is not None:
            if time.perf_counter() > end:
                raise TimeoutError(f"the program still drew after {patience:g} s; {self.last_drawn()}")
        self.seen = b""

    def key(self, key: str, *, in_list: bool = False, patience: float = 60.0) -> float:
        """Press a key; return the seconds until anything is drawn, or a row of the list. Raises TimeoutError."""
        self.drain()
        self.seen = b""
        began = time.perf_counter()
        os.write(self._handle, key.encode())
        is_drawn = self._is_list_drawn if in_list else lambda: bool(self.seen)
        where = "in the list " if in_list else ""
        self._wait(is_drawn, f"nothing was drawn {where}after {key!r}", patience)
        return time.perf_counter() - began

    def _is_list_drawn(self) -> bool:
        """Return whether cells changed between a search line at the top and the footer."""
        return any(_LIST_BEGINS <= int(row) < ROWS for row in _ROW.findall(self.seen))

    def _wait(self, is_done: Callable[[], bool], failure: str, patience: float) -> None:
        """Read until it is done. Raises TimeoutError, with what failed, also where a cursor blinks all the time."""
        end = time.perf_counter() + patience
        while not is_done():
            left = end - time.perf_counter()
            if left <= 0 or self._read(left) is None:
                raise TimeoutError(f"{failure} within {patience:g} s; {self.last_drawn()}")

    def last_drawn(self) -> str:
        """Return words that tell what was drawn last, for a message."""
        words = " ".join(_ESCAPES.sub(b" ", self.seen[-4000:]).decode(errors="replace").split())
        return f"the last that was drawn: {words[-500:]!r}" if words else "nothing was drawn at all"

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
