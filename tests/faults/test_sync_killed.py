"""`rcm sync` killed at every step, on a full disk, and cut off: the old state or the new one, and nothing lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sync.conftest import Clone, Office

KILLED = Path(__file__).with_name("killed.py")
ROOT = Path(__file__).parents[2]
EDITED = "plan/HR/HR-1/HR-1.4.yaml"
SIDES = ("HR-1.2", "HR-1.5", "HR-1.1")


@pytest.fixture
def parted(tmp_path, small_plans, run_git) -> Office:
    """Two clones apart: one question, an answer to it, an activity each, an archived item, and an edit by hand."""
    (tmp_path / "office").mkdir()
    office = Office(tmp_path / "office", small_plans, run_git)
    for clone in (office.ana, office.luis):
        clone.git("config", "remote.origin.url", "../shared.git")
    for key in SIDES:
        office.ana("set", key, "status=completed")
    office.ana("set", "HR-1.4", "text.en=PUBLISH ALL CONTACTS")
    office.ana("add", "HR-1", "--text", "OF ANA")
    office.ana("archive", "HR-2.1", "-m", "Over")
    office.ana("sync")
    office.luis("set", "HR-1.2", "status=cancelled")
    office.luis("set", "HR-1.1", "responsible+=MX")
    office.luis("add", "HR-1", "--text", "OF LUIS")
    office.luis.edit(EDITED, "status: active", "status: ongoing  # to be confirmed")
    return office


def whole_after(folder: Path, run_git) -> None:
    """Nothing is lost, half done or in the way; synchronising again ends well."""
    luis, ana = Clone(folder / "luis", run_git), Clone(folder / "ana", run_git)
    for lock in (folder / "luis" / ".git").glob("**/*.lock"):
        if "rcm" not in lock.parts:
            lock.unlink()  # Of a git that was killed, which says itself that it is to be deleted.
    text = luis.read(EDITED)
    assert "ongoing  # to be confirmed" in text and "<<<<" not in text
    luis("sync", "--theirs")
    ana("sync")
    assert luis.head == ana.head
    assert luis.git("status", "--porcelain").strip() == f"M {EDITED}"
    text = luis.read(EDITED)
    assert "ongoing  # to be confirmed" in text and "PUBLISH ALL CONTACTS" in text
    listed = luis("list", "is:any")
    assert "OF ANA" in listed and "OF LUIS" in listed
    assert (luis.data("HR-1.2")["status"], luis.data("HR-1.1")["responsible"]) == ("completed", ["IOM", "MX"])
    assert (folder / "luis/archive/HR/HR-2/HR-2.1.yaml").exists()
    luis("audit", "--anew")


def killed(office: Office, tmp_path: Path, every: str, run_git) -> int:
    work = tmp_path / "work"
    work.mkdir()
    template = office.ana.root.parent
    arguments = [sys.executable, str(KILLED), str(template), str(work), every, "-C", "luis", "sync", "--theirs"]
    subprocess.run(arguments, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=900)
    places = sorted(work.iterdir())
    for place in places:
        whole_after(place, run_git)
    return len(places)


def test_killed_at_some_moments(parted, tmp_path, run_git):
    assert killed(parted, tmp_path, "4/9", run_git) >= 3


@pytest.mark.slow
def test_killed_at_every_moment(parted, tmp_path, run_git):
    assert killed(parted, tmp_path, "1/1", run_git) >= 30


@pytest.mark.slow
@pytest.mark.parametrize("every", ["time/50", "time/50+git"])
def test_killed_at_random_moments(parted, tmp_path, every, run_git):
    assert killed(parted, tmp_path, every, run_git) == 51


def test_the_answers_survive(parted):
    luis = parted.luis
    question = luis.look()["questions"]
    assert [each["key"] for each in question] == ["HR-1.2"]
    luis("sync", expect=3)
    luis("set", "HR-1.5", "priority=high")  # Work goes on meanwhile.
    from rcm_tui.changes.questions import Answer
    from rcm_tui.workflow import sync
    from rcm_tui.workflow.workspace import Workspace

    workspace = Workspace.open(luis.root)
    found = sync.look(workspace, sync.remote_here(workspace))
    sync.answer(workspace, (found.questions[0], Answer("theirs")))
    assert luis.look()["questions"] == []
    luis("sync")
    assert luis.data("HR-1.2")["status"] == "completed" and luis.data("HR-1.5")["priority"] == "high"


def test_offline_is_a_sentence(parted):
    parted.shared.rename(parted.shared.with_name("away.git"))
    before = parted.luis.head
    parted.luis("sync", expect=3)
    assert "cannot be reached" in parted.luis.err and parted.luis.err.count("\n") < 6
    parted.luis("sync", "--offline-ok")
    assert parted.luis.head == before
    parted.luis("set", "HR-1.5", "priority=high")


def test_cut_off_before_sending(parted):
    """What was joined is kept here, and sent the next time."""
    hook = parted.shared / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    parted.luis("sync", "--theirs", expect=3)
    assert "HR-1.7" in parted.luis("list")
    hook.unlink()
    parted.luis("sync")
    parted.ana("sync")
    assert parted.ana.head == parted.luis.head
