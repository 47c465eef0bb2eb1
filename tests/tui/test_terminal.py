"""The face in a real terminal: what only a terminal shows."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux"),
]

ROOT = Path(__file__).parents[2]
PROGRAM = "import sys; from pathlib import Path; from rcm_tui.tui.run import run; " + (
    "sys.exit(run(Path(sys.argv[1]), language='en', on=None))"
)


class Terminal:
    """A tmux server with one window; keys go in, the screen comes out."""

    def __init__(self, command, env, size=(100, 30)):
        self.base = ["tmux", "-L", f"rcm-test-{os.getpid()}-{time.monotonic_ns()}", "-f", "/dev/null"]
        words = ["env", *(f"{name}={value}" for name, value in env.items()), *map(str, command)]
        self.tmux("new-session", "-d", "-s", "boot", "sleep 600")
        for option, value in {
            "remain-on-exit": "on",
            "escape-time": "0",
            "focus-events": "off",
            "set-clipboard": "on",
        }.items():
            self.tmux("set-option", "-g", option, value)
        columns, rows = map(str, size)
        self.tmux("new-session", "-d", "-s", "face", "-x", columns, "-y", rows, "-c", str(ROOT), shlex.join(words))

    def tmux(self, *args):
        done = subprocess.run([*self.base, *args], capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return done.stdout

    def screen(self):
        return self.tmux("capture-pane", "-p", "-t", "face")

    def press(self, *keys):
        self.tmux("send-keys", "-t", "face", *keys)

    def until(self, condition, what, limit=20.0):
        deadline = time.monotonic() + limit
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError(f"waited for {what}; the screen shows:\n{self.screen()}")
            time.sleep(0.02)

    def sees(self, text):
        self.until(lambda: text in self.screen(), text)

    def ended(self):
        return self.tmux("display-message", "-p", "-t", "face", "#{pane_dead} #{pane_dead_status}").strip()

    def close(self):
        subprocess.run([*self.base, "kill-server"], capture_output=True)


@pytest.fixture
def terminal(home):
    opened = []

    def open_terminal(repo, **env):
        here = {"LANG": "C.UTF-8", "TERM": "tmux-256color", "HOME": str(home), "XDG_STATE_HOME": str(home / "state")}
        here |= {"XDG_CONFIG_HOME": str(home / ".config"), "GIT_CONFIG_GLOBAL": str(home / ".gitconfig")}
        opened.append(Terminal([sys.executable, "-c", PROGRAM, repo], here | env))
        return opened[-1]

    yield open_terminal
    for one in opened:
        one.close()


def test_keys_typed_faster_than_the_screen_is_drawn_are_not_lost(terminal, plan_repo, run_git):
    face = terminal(plan_repo)
    face.sees("RESPECT FOR THE RIGHTS")
    face.press("j", "l", "j", "j", "s", "c")  # to HR-1.2, unfolding on the way
    face.until(
        lambda: "HR-1.2: status active -> completed" in run_git(plan_repo, "log", "-1", "--format=%s"), "the record"
    )
    face.press("/", *"aids q")
    face.sees("/ aids q")
    face.press("Escape")
    face.until(
        lambda: "/ aids" not in face.screen(), "the filter gone"
    )  # a key right behind Escape would make Alt of it, in any terminal
    face.press("q")
    face.until(lambda: face.ended() == "1 0", "the end")


def test_ids_are_copied_by_the_terminal(terminal, plan_repo):
    face = terminal(plan_repo)
    face.sees("RESPECT FOR THE RIGHTS")
    face.press("j", "y")
    face.sees("Copied: HR-1")
    face.until(lambda: face.tmux("list-buffers") and face.tmux("show-buffer") == "HR-1", "the terminal's clipboard")


def editor(path, script):
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_the_persons_editor_edits_the_file_and_what_it_saves_is_recorded(terminal, plan_repo, run_git, tmp_path):
    path = plan_repo / "plan/HR/HR-1/HR-1.2.yaml"
    path.write_text("# by hand\n" + path.read_text() + "colour: green\n")
    run_git(plan_repo, "commit", "-qam", "A comment\n\nMeeting: none\n")
    face = terminal(plan_repo, EDITOR=editor(tmp_path / "ed", 'sed -i "s/SMUGGLING/TRAFFICKING/" "$1"'))
    face.sees("RESPECT FOR THE RIGHTS")
    face.press("j", "l", "j", "j", "E")
    face.sees("TRAFFICKING")
    face.until(lambda: "Item: HR-1.2" in run_git(plan_repo, "log", "-1", "--format=%b"), "the record")
    changed = [line for line in run_git(plan_repo, "show", "--format=", "HEAD").splitlines() if line[:1] in "+-"]
    assert [line[1:].strip() for line in changed if line[:3] not in ("+++", "---")] == [
        "HOLD A WORKSHOP ON SMUGGLING",
        "HOLD A WORKSHOP ON TRAFFICKING",
    ]
    assert not run_git(plan_repo, "status", "--porcelain")


def test_what_the_editor_breaks_is_told_and_can_be_mended_at_once(terminal, plan_repo, run_git, tmp_path):
    first = tmp_path / "first"
    script = f'if [ -e {first} ]; then sed -i "s/nonsense/completed/" "$1"; else touch {first}; ' + (
        'sed -i "s/status: active/status: nonsense/" "$1"; fi'
    )
    face = terminal(plan_repo, EDITOR=editor(tmp_path / "ed", script))
    face.sees("RESPECT FOR THE RIGHTS")
    face.press("j", "l", "j", "j", "E")
    face.sees("This cannot be recorded yet")
    face.sees("HR-1.2.yaml:")
    face.press("Enter")  # the answer that loses nothing: edit again
    face.until(lambda: "status active -> completed" in run_git(plan_repo, "log", "-1", "--format=%s"), "the record")
