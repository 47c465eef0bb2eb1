"""`kill -9` at any moment of a save: all files old or all new, the record made or made up for, the next one as ever."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from rcm_tui.workflow import edit
from rcm_tui.workflow.attribution import RecordOptions, attribute
from rcm_tui.workflow.workspace import Workspace

PROGRAM = Path(__file__).with_name("killed.py")
SET = ("set", "GA-1.1", "status=completed", "-m", "Counted")
ARCHIVE = ("archive", "GA-1", "-m", "All is planted", "--yes")


def kill_at(plan: Path, work: Path, tools, every: str, *arguments: str) -> list[Path]:
    """The repositories in which the command was killed, each at another moment, and one in which it was not."""
    work.mkdir()
    done = subprocess.run(
        [sys.executable, PROGRAM, plan, work, every, *arguments],
        env={**os.environ, "PYTHONPATH": str(tools.ROOT)},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return sorted(work.iterdir())


def settled(root: Path, tools) -> None:
    """Wait for a git that outlived the program that started it: it comes to its end by itself."""
    tools.until(lambda: not (root / ".git/index.lock").exists(), "git to end")


def whole(root: Path, old: dict[str, bytes], new: dict[str, bytes]) -> None:
    """Every file that bears a plan's name is as before or as after."""
    for path in old.keys() | new.keys():
        file = root / path
        found = file.read_bytes() if file.exists() else None
        assert found in (old.get(path), new.get(path)), path


def moments(command: tuple[str, ...], *, of: int) -> list:
    """Every moment of a command, dealt out in `of` shares; all but the first are slow tests."""
    return [
        pytest.param(command, f"{n}/{of}", id=f"{command[0]} {n}/{of}", marks=[pytest.mark.slow] if n > 1 else [])
        for n in range(1, of + 1)
    ]


LONG = [
    ("meeting", "close", "2006-11-council", "--yes"),
    ("restore", "GA-1.4"),
    ("add", "GA-1", "--text", "WATER THEM"),
]


@pytest.mark.parametrize(
    ("command", "every"),
    [
        *moments(SET, of=2),
        *moments(ARCHIVE, of=5),
        pytest.param(SET, "time", id="set time"),
        pytest.param(ARCHIVE, "time", id="archive time", marks=pytest.mark.slow),
        *(pytest.param(command, "1/1", id=command[0], marks=pytest.mark.slow) for command in LONG),
    ],
)
def test_whenever_it_is_killed(plan, tmp_path, tools, git, command, every):
    old = tools.contents(plan)
    killed = kill_at(plan, tmp_path / "work", tools, every, *command)
    finished = tmp_path / "work" / ("whole" if every == "time" else str(max(int(each.name) for each in killed)))
    new = tools.contents(finished)
    assert new != old and len(killed) >= 5
    subject = git(finished, "log", "-1", "--format=%B")
    for root in killed:
        settled(root, tools)
        whole(root, old, new)
        workspace = Workspace.open(root)
        assert workspace.plan.problems == (), root
        now = tools.contents(root)
        assert now in (old, new), "all files are old, or all are new"
        assert git(root, "fsck", "--strict", "--no-dangling") == ""
        recorded = workspace.record(
            edit.set_fields(workspace, "GA", [edit.parse_assignment("title.es=JARDINES")]), by(workspace)
        )
        assert recorded.changes[0].key == "GA"
        assert git(root, "status", "--porcelain") == "", root
        messages = git(root, "log", "--format=%B%x00").split("\0")[:-1]
        assert len(messages) == (3 if now == new else 2), root
        if now == new:
            assert messages[1].strip() == subject.strip(), "the record that was cut off stands as it was meant"
            assert git(root, "tag") == git(finished, "tag")


def by(workspace: Workspace):
    return attribute(workspace.plan, options=RecordOptions(between=True, reason="Why"))


@pytest.mark.slow
def test_killed_together_with_git_what_is_left_is_named_and_cleared_by_hand(plan, tmp_path, tools, git):
    old = tools.contents(plan)
    killed = kill_at(plan, tmp_path / "work", tools, "time+git", *SET)
    new = tools.contents(tmp_path / "work" / "whole")
    for root in killed:
        whole(root, old, new)
        left = [lock for lock in sorted((root / ".git").rglob("*.lock")) if (root / ".git/rcm") not in lock.parents]
        for lock in left:  # of the index or the branch, or one that stands in nobody's way
            os.utime(lock, (1, 1))
            done = tools.run_rcm(root, "set", "GA-1.2", "status=completed")
            if lock.name == "index.lock" or done.status:
                done.prevented(lock.name, "delete that file")
            lock.unlink()
        assert tools.run_rcm(root, "set", "GA-1.2", "status=completed").fine()
        assert git(root, "status", "--porcelain") == ""
        assert git(root, "fsck", "--strict", "--no-dangling") == ""


def test_git_killed_in_the_middle_leaves_a_lock_that_is_told_of(plan, tools, git, rcm):
    """The hook holds git while it has its lock; git is then killed with the program that started it."""
    hook = tools.put(plan, ".git/hooks/pre-commit", "#!/bin/sh\ntouch .git/at-work; exec sleep 60\n")
    hook.chmod(0o755)
    old = tools.contents(plan)
    program = subprocess.Popen(
        [sys.executable, "-m", "rcm_tui", *SET],
        cwd=plan,
        env={**os.environ, "PYTHONPATH": str(tools.ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    tools.until((plan / ".git/at-work").exists, "the hook")
    os.killpg(program.pid, signal.SIGKILL)
    program.wait()
    hook.unlink()
    assert (plan / ".git/index.lock").exists(), "the trap works"
    os.utime(plan / ".git/index.lock", (1, 1))
    rcm("list").fine()
    rcm("set", "GA-1.2", "status=completed").prevented(str(plan / ".git/index.lock"), "seconds", "delete that file")
    (plan / ".git/index.lock").unlink()
    done = rcm("set", "GA-1.2", "status=completed").fine()
    assert "interrupted record" in done.err
    assert git(plan, "log", "--format=%s").splitlines()[1].startswith("GA-1.1: status pending-input -> completed; ")
    assert git(plan, "status", "--porcelain") == ""
    assert {path for path, content in tools.contents(plan).items() if content != old[path]} == {
        "plan/GA/GA-1/GA-1.1.yaml",
        "plan/GA/GA-1/GA-1.2.yaml",
    }


def test_what_was_changed_after_the_kill_is_left_alone(plan, tmp_path, tools, git):
    """Somebody takes a half-made archiving apart by hand: nothing is done over it."""
    (root,) = kill_at(plan, tmp_path / "work", tools, "10/1000", *ARCHIVE)
    git(root, "clean", "-fdq")
    git(root, "checkout", "-q", "--", ".")
    mine = tools.put(root, "plan/GA/GA-1/GA-1.2.yaml", tools.FILES["plan/GA/GA-1/GA-1.2.yaml"] + "mine: 1\n")
    text = mine.read_bytes()
    tools.run_rcm(root, "list").fine()
    assert mine.read_bytes() == text
    done = tools.run_rcm(root, "record", "-m", "Mine").fine()
    assert "interrupted record" not in done.err
    assert git(root, "status", "--porcelain") == ""
    assert mine.read_bytes() == text


def test_a_refused_make_up_leaves_the_words_as_edits(plan, tmp_path, tools, git):
    cut_off = [root for root in kill_at(plan, tmp_path / "work", tools, "1/3", *SET) if git(root, "status", "--short")]
    root = cut_off[-1]
    hook = tools.put(root, ".git/hooks/commit-msg", "#!/bin/sh\n! grep -q Counted $1\n")
    hook.chmod(0o755)
    tools.run_rcm(root, "set", "GA-1.2", "status=completed").fine()
    assert git(root, "status", "--porcelain") == " M plan/GA/GA-1/GA-1.1.yaml\n"
    assert b"status: completed" in (root / "plan/GA/GA-1/GA-1.1.yaml").read_bytes()
    tools.run_rcm(root, "set", "GA-1.1", "status=active").prevented("rcm record", "--with-external-edits")
