"""The whole way through the tool on the sample, as a new user would go it: in the interface, by commands, by hand."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rcm_tui.workflow.sample import make_demo
from tests.terminals import needs_terminal, rcm_terminals

TERMINAL, NEEDS_TMUX = needs_terminal

TEXT = "INCLUDE AIDS AND MIGRATION INITIATIVE"


@pytest.fixture
def sample(tmp_path) -> Path:
    return make_demo(tmp_path / "sample")


@pytest.fixture
def story(sample, run_git):
    """What git's log tells of the walk, oldest first."""
    start = run_git(sample, "rev-parse", "HEAD").strip()

    def told() -> list[str]:
        return run_git(sample, "log", "--reverse", "--format=%s", f"{start}..HEAD").splitlines()

    return told


@pytest.fixture
def rcm(sample):
    def run(*args: str, status: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "rcm_tui", "-C", str(sample), *args],
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        )
        assert done.returncode == status, done.stderr
        return done.stdout

    return run


def changed_lines(run_git, repo, commit="HEAD") -> list[str]:
    shown = run_git(repo, "show", "--format=", commit).splitlines()
    return [line for line in shown if line[:1] in "+-" and line[:3] not in ("+++", "---")]


@TERMINAL
@NEEDS_TMUX
@pytest.mark.parametrize("size", [(120, 40), pytest.param((80, 24), marks=pytest.mark.slow)])
def test_in_the_interface(sample, story, home, run_git, size):
    with rcm_terminals(home) as open_terminal:
        face = open_terminal(sample, size=size, start="")
        face.sees("Needs attention")

        def recorded(subject: str) -> None:
            face.until(lambda: story()[-1:] == [subject], subject)

        face.type("/aid")
        face.sees("1 item")
        face.press("Enter")
        face.type("sc")
        recorded("HR-4.2: status active -> completed")
        face.type("c")
        face.sees("New calendar entry")
        face.type("Presented to the group")
        face.sees("Presented to the group")
        face.tab()
        face.tab()
        face.type("November 2006")
        face.sees("= November 2006")
        face.press("C-s")
        recorded("HR-4.2: calendar entry “Presented to the group” added")

        face.until(lambda: "New calendar entry" not in face.screen(), "the form gone")
        face.type("/")
        face.sees("Esc Back  F1")
        face.type("send contact")
        face.sees("/ send contact")
        face.press("Enter")
        face.type("w")
        face.sees("Belize")
        face.press("M", "Space")
        face.sees("✓ Mexico")
        face.press("C-s")
        recorded("HR-4.1: calendar entry “COUNTRIES WILL SEND CONTACT INFORMATION…”: MX answered")
        face.until(lambda: "A-Z a name" not in face.screen(), "the form gone")

        face.type("/")
        face.sees("Esc Back  F1")
        face.type("aids")
        face.sees("/ aids")
        face.press("Enter")
        face.type("a")
        face.sees("Why")
        face.type("Carried out")
        face.press("Enter")
        recorded("HR-4.2: archived")
        face.type("u")
        recorded("Undo: HR-4.2: archived")
        face.sees("Undo: HR-4.2: archived")
        face.type("H")
        face.sees("restored from the archive")
        face.type("G")
        face.sees("Agreement 1")
        face.type("Send the contact list")
        face.press("C-s")
        face.until(lambda: "agreement" in story()[-1], "the agreement")
        face.press("F2")
        face.sees("Close meeting")
        face.press("y")
        recorded("practice: closed")
        face.sees("meeting/practice")
        face.press("Enter")
        face.sees("no meeting open")
        face.sees("restored from the archive")
        face.until(lambda: face.press("q") or face.ended() == "0", "the end")

    assert run_git(sample, "status", "--porcelain") == ""
    assert "meeting/practice" in run_git(sample, "tag").split()
    assert changed_lines(run_git, sample, "HEAD~6") == ["-status: active", "+status: completed"]


def test_with_commands_alone(rcm, sample, story, run_git):
    assert rcm("list", "aids").split("\t")[0] == "HR-4.2"
    rcm("set", "HR-4.2", "status=completed", "-m", "Presented")
    assert changed_lines(run_git, sample) == ["-status: active", "+status: completed"]
    entry = rcm("entry", "HR-4.2", "--add", "--date", "November 2006", "--text", "Presented to the group").strip()
    assert entry in (sample / "plan/HR/HR-4/HR-4.2.yaml").read_text()
    rcm("answer", "HR-4.1", "mzp", "Mexico", "--date", "2007-05-16")
    assert [line.strip() for line in changed_lines(run_git, sample)] == [
        "+      received:",
        '+        MX: "2007-05-16"',
    ]
    rcm("archive", "HR-4.2", "-m", "Carried out")
    rcm("undo")
    history = rcm("log", "HR-4.2")
    assert "archived" in history and "status active -> completed" in history
    rcm("meeting", "close", "practice", "--yes")
    assert story() == [
        "HR-4.2: status active -> completed",
        "HR-4.2: calendar entry “Presented to the group” added",
        "HR-4.1: calendar entry “COUNTRIES WILL SEND CONTACT INFORMATION…”: MX answered",
        "HR-4.2: archived",
        "Undo: HR-4.2: archived",
        "practice: closed",
    ]
    for commit in run_git(sample, "rev-list", "HEAD~6..HEAD").split():
        assert "Meeting: practice" in run_git(sample, "show", "-s", "--format=%(trailers)", commit)
    assert run_git(sample, "status", "--porcelain") == ""


def test_by_hand_and_through_the_tool(rcm, sample, run_git):
    path = sample / "plan/HR/HR-4/HR-4.2.yaml"
    path.write_text(path.read_text().replace("status:", "colour: green   # ours\nstatus:", 1) + "# a last word\n")
    rcm("set", "HR-4.2", "status=completed", status=3)
    rcm("set", "HR-4.2", "status=completed", "--with-hand-edits")
    assert changed_lines(run_git, sample) == [
        "-status: active",
        "+colour: green   # ours",
        "+status: completed",
        "+# a last word",
    ]
    rcm("set", "HR-4.2", "text.es=INCLUIR LA INICIATIVA SOBRE EL SIDA")
    kept = path.read_text()
    assert "colour: green   # ours" in kept and kept.endswith("# a last word\n")
    assert [line[1:].strip() for line in changed_lines(run_git, sample)] == [
        "INCLUIR LA INICIATIVA SOBRE SIDA Y MIGRACIÓN EN LA PRÓXIMA REUNIÓN DEL GRCM",
        "INCLUIR LA INICIATIVA SOBRE EL SIDA",
    ]
