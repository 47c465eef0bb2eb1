"""Real terminals for tests: tmux for what draws on the screen, a pty for what asks line by line."""

from __future__ import annotations

import os
import select
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PATIENCE = 30.0
"""Seconds after which something that is awaited is missing. Generous, for machines under load."""

needs_terminal = [
    pytest.mark.terminal,
    pytest.mark.needs("tmux"),
]
"""The marks of a test that drives the program in a terminal: `pytestmark = needs_terminal`."""


class Terminal:
    """A tmux server with one window; keys go in, the screen comes out."""

    def __init__(self, command: Sequence[object], env: Mapping[str, str], size: tuple[int, int] = (100, 30)) -> None:
        self.base = ["tmux", "-L", f"rcm-test-{os.getpid()}-{time.monotonic_ns()}", "-f", "/dev/null"]
        self._folder = tempfile.TemporaryDirectory(prefix="rcm-terminal-")
        self._status = Path(self._folder.name, "status")
        settings = (f"{name}={value}" for name, value in env.items())
        # By a shell: tmux does not always tell the status of what has ended in a window that stays.
        # Ctrl+C reaches that shell too, which is to go on; unlike one that is ignored, it is as ever for the program.
        run = 'trap : INT; env -u COLUMNS -u LINES "$@"; echo $? > "$0"'
        words = ["sh", "-c", run, str(self._status), *settings, *map(str, command)]
        self.tmux("new-session", "-d", "-s", "boot", "sleep 600")
        for option, value in {
            "remain-on-exit": "on",
            "escape-time": "0",
            "focus-events": "off",
            "set-clipboard": "on",
        }.items():
            self.tmux("set-option", "-g", option, value)
        columns, rows = map(str, size)
        self.tmux("new-session", "-d", "-s", "rcm", "-x", columns, "-y", rows, "-c", str(ROOT), shlex.join(words))

    def tmux(self, *args: str) -> str:
        """What a tmux command prints."""
        done = subprocess.run([*self.base, *args], capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return done.stdout

    def screen(self) -> str:
        """The screen as text."""
        return self.tmux("capture-pane", "-p", "-t", "rcm")

    def press(self, *keys: str) -> None:
        """Send keys by tmux's names for them."""
        self.tmux("send-keys", "-t", "rcm", *keys)

    def type(self, text: str) -> None:
        """Send the characters of a text."""
        self.tmux("send-keys", "-t", "rcm", "-l", text)

    def until(self, condition: Callable[[], object], what: str, limit: float = PATIENCE) -> None:
        """Wait for a condition; fail with the screen where it does not come."""
        deadline = time.monotonic() + limit
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError(f"waited for {what}; the screen shows:\n{self.screen()}")
            time.sleep(0.02)

    def sees(self, text: str) -> None:
        """Wait until the text is on the screen."""
        self.until(lambda: text in self.screen(), text)

    def tab(self) -> None:
        """Go to the next field, and wait until the cursor is there."""
        before = self.cursor()
        self.press("Tab")
        self.until(lambda: self.cursor() != before, "the cursor in the next field")

    def cursor(self) -> str:
        """Where the terminal's cursor is: column and row."""
        return self.tmux("display-message", "-p", "-t", "rcm", "#{cursor_x},#{cursor_y}").strip()

    def ended(self) -> str:
        """The program's exit status once it has ended, empty before."""
        return self._status.read_text().strip() if self._status.exists() else ""

    def quit(self) -> None:
        """Press q, and wait until the program has ended as it should."""
        self.press("q")
        self.until(lambda: self.ended() == "0", "the end")

    def kill(self) -> None:
        """Kill the program with a signal that it cannot catch."""
        shell = self.tmux("display-message", "-p", "-t", "rcm", "#{pane_pid}").strip()
        program = Path(f"/proc/{shell}/task/{shell}/children").read_text().split()[0]
        os.kill(int(program), signal.SIGKILL)
        self.until(self.ended, "the end of the program")

    def close(self) -> None:
        """End the program and the terminal."""
        subprocess.run([*self.base, "kill-server"], capture_output=True)
        self._folder.cleanup()


@contextmanager
def rcm_terminals(home: Path) -> Iterator[Callable[..., Terminal]]:
    """Gives a function that opens `rcm` on a plan in a terminal of its own; all are closed in the end."""
    opened: list[Terminal] = []

    def open_terminal(plan: Path, *, size: tuple[int, int] = (100, 30), start: str = "plan", **env: str) -> Terminal:
        (home / "state/rcm").mkdir(parents=True, exist_ok=True)
        (home / "state/rcm/start").write_text(start, encoding="utf-8")
        here = {
            "LANG": "C.UTF-8",
            "TERM": "tmux-256color",
            "HOME": str(home),
            "XDG_STATE_HOME": str(home / "state"),
            "XDG_CONFIG_HOME": str(home / ".config"),
            "XDG_DATA_HOME": str(home / ".local/share"),
            "GIT_CONFIG_GLOBAL": str(home / ".gitconfig"),
        }
        opened.append(Terminal([sys.executable, "-m", "rcm_tui", "-C", plan], here | env, size))
        return opened[-1]

    try:
        yield open_terminal
    finally:
        for each in opened:
            each.close()


def terminal_at_home(home: Path) -> Iterator[Callable[..., Terminal]]:
    """`program = terminal(plan)` opens the interface in a terminal; all are closed in the end. A fixture."""
    with rcm_terminals(home) as open_terminal:
        yield open_terminal


def environment(more: Mapping[str, str] | None) -> dict[str, str]:
    """What this process has, but for the size of its own terminal, which runners of tests pass on."""
    ours = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    return {**ours, "PYTHONPATH": str(ROOT), **(more or {})}


class PtyTerminal:
    """A program at a terminal of its own; what it shows is awaited, never guessed."""

    def __init__(
        self,
        arguments: tuple[str, ...],
        env: Mapping[str, str] | None,
        size: tuple[int, int],
        folder: Path | None,
        stdout: Path | None,
    ) -> None:
        import fcntl
        import pty
        import struct
        import termios

        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        out = slave if stdout is None else os.open(stdout, os.O_WRONLY | os.O_CREAT)
        self.program = subprocess.Popen(
            [sys.executable, "-m", "rcm_tui", *arguments],
            stdin=slave,
            stdout=out,
            stderr=slave,
            cwd=folder,
            env=environment({"TERM": "xterm-256color", **(env or {})}),
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        for ours in {slave, out}:
            os.close(ours)
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
        self.write(words.encode())

    def write(self, content: bytes) -> None:
        """Type bytes, as a terminal that is not set to UTF-8 does."""
        os.write(self.master, content)

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


def pty_terminal() -> Iterator[Callable[..., PtyTerminal]]:
    """`terminal("set", ...)` starts a program at a terminal; answer what it asks, then `end()`. A fixture."""
    opened: list[PtyTerminal] = []

    def start(
        *arguments: str,
        env: Mapping[str, str] | None = None,
        size: tuple[int, int] = (100, 40),
        folder: Path | None = None,
        stdout: Path | None = None,
    ) -> PtyTerminal:
        opened.append(PtyTerminal(arguments, env, size, folder, stdout))
        return opened[-1]

    yield start
    for each in opened:
        each.close()
