"""A small plan in a repository of its own, and ways to run `rcm` on it: in this process, and as a person would."""

from __future__ import annotations

import io
import json
import os
import select
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.small_plan import GARDENS

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0
"""Seconds after which something that is awaited at a terminal is given up."""


@pytest.fixture
def plan(tmp_path, small_plans, monkeypatch) -> Path:
    """The small plan, recorded; it is the current folder."""
    repo = small_plans.copy(GARDENS, tmp_path / "repo")
    monkeypatch.chdir(repo)
    return repo


@pytest.fixture
def meeting(plan, rcm) -> str:
    """The meeting of November 2006, opened."""
    assert rcm("meeting", "open", "2006-11-council").status == 0
    return "2006-11-council"


@dataclass(frozen=True)
class Done:
    """What a run came to."""

    status: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def rows(self) -> list[list[str]]:
        return [line.split("\t") for line in self.out.splitlines()]


class _Stdin(io.TextIOWrapper):
    def __init__(self, content: str) -> None:
        super().__init__(io.BytesIO(content.encode()), encoding="utf-8")


@pytest.fixture
def rcm(capsys, monkeypatch):
    """`rcm("list", "--json")` in this process, its output no terminal: status, out, err."""
    from rcm_tui.cli.app import main

    def run(*arguments: str, stdin: str = "") -> Done:
        monkeypatch.setattr(sys, "stdin", _Stdin(stdin))
        capsys.readouterr()
        status = main(arguments)
        out, err = capsys.readouterr()
        return Done(status, out, err)

    return run


@pytest.fixture
def process():
    """`process("list")` as a program of its own."""

    def run(*arguments: str, env: dict[str, str] | None = None, stdin: str | None = "") -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "rcm_tui", *arguments],
            env=_environment(env),
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    return run


def _environment(more: dict[str, str] | None) -> dict[str, str]:
    """What this process has, but for the size of its own terminal, which runners of tests pass on."""
    ours = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    return {**ours, "PYTHONPATH": str(ROOT), **(more or {})}


class Terminal:
    """A program at a terminal of its own; what it shows is awaited, never guessed."""

    def __init__(self, arguments: tuple[str, ...], env: dict[str, str] | None, size: tuple[int, int]) -> None:
        import fcntl
        import pty
        import struct
        import termios

        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.program = subprocess.Popen(
            [sys.executable, "-m", "rcm_tui", *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=_environment({"TERM": "xterm-256color", **(env or {})}),
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)
        self.shown = ""
        self.read = 0

    def wait_for(self, words: str) -> str:
        """Read until the words appear after what was awaited before; all that is shown so far."""
        deadline = time.monotonic() + PATIENCE
        while words not in self.shown[self.read :]:
            if not self._more(deadline):
                raise AssertionError(f"{words!r} was not shown; shown was:\n{self.shown}")
        self.read = self.shown.index(words, self.read) + len(words)
        return self.shown

    def type(self, words: str) -> None:
        """Type words as they stand; add a line feed for Enter."""
        os.write(self.master, words.encode())

    def end(self) -> int:
        """Read until the program ends; its exit status."""
        deadline = time.monotonic() + PATIENCE
        while self._more(deadline):
            pass
        return self.program.wait(max(deadline - time.monotonic(), 1))

    def _more(self, deadline: float) -> bool:
        ready, _w, _x = select.select([self.master], [], [], max(deadline - time.monotonic(), 0))
        if not ready:
            return False
        try:
            piece = os.read(self.master, 65536)
        except OSError:  # the program has closed its side
            return False
        self.shown += piece.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(piece)

    def close(self) -> None:
        if self.program.poll() is None:
            self.program.terminate()
            self.program.wait()
        os.close(self.master)


@pytest.fixture
def terminal():
    """`terminal("set", ...)` starts a program at a terminal; answer what it asks, then `end()`."""
    opened: list[Terminal] = []

    def start(*arguments: str, env: dict[str, str] | None = None, size: tuple[int, int] = (100, 40)) -> Terminal:
        opened.append(Terminal(arguments, env, size))
        return opened[-1]

    yield start
    for one in opened:
        one.close()
