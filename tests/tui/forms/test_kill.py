"""A kill loses nothing that was typed: in a real terminal, with a signal that cannot be caught."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux"),
]

SOURCES = str(Path(__file__).parents[3])
PROGRAM = (
    "import os, pathlib, sys; pathlib.Path(sys.argv[2]).write_text(str(os.getpid()));"
    "from rcm_tui.tui.run import run; run(pathlib.Path(sys.argv[1]), language='en', on=None)"
)


class Terminal:
    """A tmux server of its own, with one pane of 100 by 30."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.socket = str(folder / "tmux-0")
        self.count = 0

    def __call__(self, *words: str) -> str:
        done = subprocess.run(
            ["tmux", "-S", self.socket, "-f", "/dev/null", *words], capture_output=True, encoding="utf-8"
        )
        return done.stdout

    def start(self, repo: Path, pid_file: Path) -> None:
        pid_file.unlink(missing_ok=True)
        self.count += 1  # a socket of its own, for a server that is going may still hold the one before
        self.socket = str(self.folder / f"tmux-{self.count}")
        command = [sys.executable, "-c", PROGRAM, str(repo), str(pid_file)]
        environment = {**os.environ, "PYTHONPATH": SOURCES, "TERM": "tmux-256color", "LC_ALL": "C.UTF-8"}
        pairs = [f"{name}={value}" for name, value in environment.items()]
        self("new-session", "-d", "-s", "rcm", "-x", "100", "-y", "30", "env", "-i", *pairs, *command)

    def wait(self, words: str, limit: float = 30) -> str:
        deadline = time.monotonic() + limit
        while True:
            screen = self("capture-pane", "-p", "-t", "rcm")
            if words in screen:
                return screen
            assert time.monotonic() < deadline, f"waited for {words}; the screen shows:\n{screen}"
            time.sleep(0.05)

    def keys(self, *keys: str) -> None:
        self("send-keys", "-t", "rcm", *keys)

    def type(self, text: str) -> None:
        self("send-keys", "-t", "rcm", "-l", text)


@pytest.fixture
def terminal(tmp_path):
    made = Terminal(tmp_path)
    yield made
    made("kill-server")


def test_what_was_typed_is_offered_again_after_kill_9(terminal, plan_repo, tmp_path, run_git):
    pid_file = tmp_path / "pid"
    terminal.start(plan_repo, pid_file)
    terminal.wait("HUMAN RIGHTS")
    terminal.keys("g")
    terminal.wait("Take down an agreement")
    terminal.type("The delegates agreed on this")
    drafts = plan_repo / ".git"
    deadline = time.monotonic() + 20
    while not any("agreed on this" in draft.read_text() for draft in drafts.rglob("agreement.json")):
        assert time.monotonic() < deadline, "no draft was kept"
        time.sleep(0.02)
    os.kill(int(pid_file.read_text()), signal.SIGKILL)
    terminal("kill-server")
    terminal.start(plan_repo, pid_file)
    terminal.wait("HUMAN RIGHTS")
    terminal.keys("g")
    screen = terminal.wait("The delegates agreed on this")
    assert "it is not recorded" in screen
    terminal.keys("C-s")
    terminal.wait("2 to place")
    assert "agreed on this" in run_git(plan_repo, "show", "HEAD")
    assert not list(drafts.rglob("agreement.json"))
