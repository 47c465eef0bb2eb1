"""The plan that everything is measured on is a plan."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from rcm_tui.history.editions import editions
from rcm_tui.history.git import Git
from rcm_tui.history.log import records
from rcm_tui.store.check import check
from rcm_tui.store.reader import PlanReader
from rcm_tui.workflow.plan_files import unrecorded
from rcm_tui.workflow.workspace import Workspace


@pytest.fixture
def generate(monkeypatch):
    place = Path(__file__).parent / "generate.py"
    spec = importlib.util.spec_from_file_location("generate", place)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "generate", module)
    spec.loader.exec_module(module)
    return module


def test_a_generated_plan_has_no_problems_and_its_history(generate, tmp_path):
    root = generate.make_plan(tmp_path / "plan", 100, meetings=6)
    assert check(root) == ()
    plan = PlanReader(root).read()
    assert len(plan.items) == 100
    assert 0 < len(plan.archived) < 10
    sizes = [path.stat().st_size for path in (root / "plan").rglob("*-*.yaml")]
    assert 1000 < sum(sizes) / len(sizes) < 1600
    git = Git.find(root)
    assert [edition.meeting for edition in editions(git)] == [generate.meeting_id(number) for number in range(5)]
    assert len(list(records(git))) == 1 + 5 * (generate.RECORDS_BY_MEETING + 2) + generate.RECORDS_BY_MEETING + 1
    workspace = Workspace.open(root)
    assert unrecorded(workspace) == ()
    assert [meeting.id for meeting in plan.open_meetings] == [generate.meeting_id(5)]


def test_the_same_size_gives_the_same_commits(generate, tmp_path):
    heads = {Git.find(generate.make_plan(tmp_path / name, 60, meetings=2)).resolve("HEAD") for name in ("a", "b")}
    assert len(heads) == 1
