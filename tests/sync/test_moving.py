"""How the branch moves forward: as `git merge` does it for those who use git by hand, and with what few runs of git."""

from __future__ import annotations

import subprocess
import sys

import pytest

FILE = "plan/HR/HR-1/HR-1.2.yaml"


def hook(clone, name, words):
    file = clone.root / ".git/hooks" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"#!/bin/sh\n{words}\n")
    file.chmod(0o755)


@pytest.fixture
def behind(office):
    """Luis lacks a record of Ana's."""
    office.ana("set", "HR-1.2", "status=completed")
    office.ana("sync")
    return office


@pytest.mark.parametrize("is_apart", [False, True])
def test_git_knows_where_the_branch_was(behind, is_apart):
    luis = behind.luis
    if is_apart:
        luis("set", "HR-1.4", "status=ongoing")
    hook(luis, "post-merge", 'echo "$1" > merged')
    before = luis.head
    luis("sync")
    assert luis.data("HR-1.2")["status"] == "completed"
    assert luis.git("rev-parse", "ORIG_HEAD").strip() == before == luis.git("rev-parse", "HEAD@{1}").strip()
    assert luis.git("reflog", "-1", "--format=%gs", "main").strip() == f"merge {luis.head}: Fast-forward"
    assert luis.read("merged") == "0\n"
    assert luis.git("status", "--porcelain").split() == ["??", "merged"]


def test_what_is_staged_or_edited_elsewhere_stays_so(behind):
    luis = behind.luis
    luis.edit("plan/HR/HR-1/HR-1.4.yaml", "status: active", "status: ongoing")
    (luis.root / "letter.txt").write_text("Dear all")
    luis.git("add", "letter.txt", "plan/HR/HR-1/HR-1.4.yaml")
    (luis.root / "letter.txt").write_text("Dear colleagues")
    luis("sync")
    assert luis.data("HR-1.2")["status"] == "completed"
    listed = luis.git("status", "--porcelain").splitlines()
    assert sorted(listed) == ["AM letter.txt", "M  plan/HR/HR-1/HR-1.4.yaml"]


def test_files_outside_the_plan_come_with_it_and_are_never_overwritten(behind):
    ana, luis = behind.ana, behind.luis
    (ana.root / "letter.txt").write_text("Dear all")
    ana.git("add", "letter.txt")
    ana.git("commit", "-q", "-m", "Letter")
    ana("sync")
    (luis.root / "letter.txt").write_text("Mine")
    before = luis.head
    luis("sync", expect=3)
    assert luis.head == before and luis.read("letter.txt") == "Mine" and "letter.txt" in luis.err
    assert luis.data("HR-1.2")["status"] == "active" and luis.git("status", "--porcelain").split() == [
        "??",
        "letter.txt",
    ]
    (luis.root / "letter.txt").unlink()
    luis("sync")
    assert luis.read("letter.txt") == "Dear all" and luis.head == ana.head


def test_the_branch_that_was_moved_meanwhile_is_left_alone(behind):
    from rcm_tui.history.branch import move_branch
    from rcm_tui.history.git import Git
    from rcm_tui.history.record import RecordRefused

    luis = behind.luis
    before = luis.head
    luis.git("commit", "-q", "--allow-empty", "-m", "Mine")
    mine = luis.head
    with pytest.raises(RecordRefused):
        move_branch(Git.find(luis.root), before, mine, [])
    assert luis.head == mine and not (luis.root / ".git/rcm/staged").exists()


def test_little_is_run_and_imported_where_nothing_is_new(office):
    office.luis("sync")
    script = (
        "import sys; from rcm_tui.cli.app import main; main(sys.argv[1:])\n"
        "print(sorted({'rcm_tui.changes.plans', 'rcm_tui.workflow.recording'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", script, "--debug", "-C", str(office.luis.root), "sync"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert not done.returncode, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"
    assert done.stderr.count("rcm_tui.git: git ") == 4
