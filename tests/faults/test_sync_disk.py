"""`rcm sync` on a disk that becomes full at any of its writes: the old state or the new one, no answer lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rcm_tui.changes.questions import Answer
from rcm_tui.workflow import sync
from rcm_tui.workflow.workspace import Workspace
from tests.faults.filled import EDITED
from tests.sync.conftest import Office

FILLED = Path(__file__).with_name("filled.py")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def template(tmp_path, small_plans, run_git) -> Path:
    """Luis has fetched and answered the one question, and has an edit that is not recorded."""
    folder = tmp_path / "office"
    folder.mkdir()
    office = Office(folder, small_plans, run_git)
    for key in ("HR-1.2", "HR-1.5", "HR-1.1"):
        office.ana("set", key, "status=completed")
    office.ana("set", "HR-1.4", "text.en=PUBLISH ALL CONTACTS")
    office.ana("archive", "HR-2.1", "-m", "Over")
    office.ana("sync")
    office.luis("set", "HR-1.2", "status=cancelled")
    office.luis.edit(EDITED, "status: active", "status: ongoing  # to be confirmed")
    office.luis("sync", expect=3)
    workspace = Workspace.open(office.luis.root)
    [question] = sync.look(workspace, sync.remote_here(workspace)).questions
    sync.answer(workspace, (question, Answer("theirs")))
    office.luis.git("gc", "-q", "--prune=now")
    return folder


def filled(template: Path, disk: Path, work: Path, first: int, step: int, left: int) -> list[str]:
    """What each run said."""
    work.mkdir()
    arguments = [sys.executable, str(FILLED), *map(str, (template, disk, work, first, step, left))]
    done = subprocess.run(
        arguments, capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=900
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


def test_a_disk_that_becomes_full_at_some_writes(template, small_disk, tmp_path):
    said = filled(template, small_disk, tmp_path / "work", 20, 25, 0)
    assert any(" 3 " in line and "space" in line for line in said), said


@pytest.mark.slow
@pytest.mark.parametrize("left", [0, 4_096, 16_384])
def test_a_disk_that_becomes_full_at_every_write(template, small_disk, tmp_path, left):
    """With some room left, it is git that comes to the end of it in the middle of its work."""
    said = filled(template, small_disk, tmp_path / "work", 1, 1, left)
    assert len(said) > 50 and {line.split()[1] for line in said} == {"0", "3"}, said
