"""A later meeting adopts the plan as a meeting left it: record, tag, publications, audit, undo, sync."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from rcm_tui import i18n
from rcm_tui.cli.app import main
from rcm_tui.history.editions import ADOPTED, editions
from rcm_tui.model.errors import RcmError
from rcm_tui.workflow import meetings, undo
from rcm_tui.workflow.attribution import attribute
from rcm_tui.workflow.publish import PublicationRequest, publish
from rcm_tui.workflow.workspace import Workspace

LAST = "2006-11-rcgm"


@pytest.fixture
def workspace(sample, tmp_path, home):
    i18n.use("en")
    return Workspace.open(Path(shutil.copytree(sample, tmp_path / "sample")))


def record(workspace, change):
    return workspace.record(change, attribute(workspace.plan, change))


def findings(workspace, capsys):
    capsys.readouterr()
    main(["-C", str(workspace.root), "audit", "--json"])
    found = json.loads(capsys.readouterr().out)
    return {each["code"] for each in (*found["findings"], *found.get("notices", ()))}


def test_an_adoption_is_a_record_and_a_tag_that_publications_name(workspace, run_git, capsys):
    before = publish(workspace, PublicationRequest("md", at=LAST)).content.decode()
    made = record(workspace, meetings.adopt(workspace, LAST, "practice"))
    assert made.subject == f"{LAST}: adopted at practice"
    assert f"Adopts: {LAST}" in run_git(workspace.root, "log", "-1", "--format=%B")
    (tag,) = editions(workspace.git, ADOPTED)
    assert (tag.tag, tag.annotated) == (f"adopted/{LAST}", True)
    assert tag.commit == next(edition.commit for edition in editions(workspace.git) if edition.meeting == LAST)
    after = publish(workspace, PublicationRequest("md", at=LAST)).content.decode()
    new = [line for line in after.splitlines() if line not in before.splitlines()]
    assert new and all("Adopted by" in line for line in new) and not after.startswith("**DRAFT")
    with pytest.raises(RcmError, match="already"):
        meetings.adopt(workspace, LAST, "practice")
    assert "adoption-missing" not in findings(workspace, capsys)
    assert main(["-C", str(workspace.root), "status"]) == 0
    assert "RCGM, 27-29 November 2006 was adopted at Practice" in capsys.readouterr().out


def test_undoing_an_adoption_asks_and_takes_its_tag_back(workspace, capsys):
    record(workspace, meetings.adopt(workspace, LAST, "practice"))
    undoing = undo.undo(workspace)
    assert undoing.change.confirm is not None and "adoption" in undoing.change.confirm.question
    record(workspace, undoing.change)
    assert not workspace.plan.meetings[LAST].adopted and not editions(workspace.git, ADOPTED)
    record(workspace, undo.redo(workspace).change)
    assert workspace.plan.meetings[LAST].adopted and editions(workspace.git, ADOPTED)


def test_the_audit_misses_a_tag_and_finds_a_false_one(workspace, run_git, capsys):
    record(workspace, meetings.adopt(workspace, LAST, "practice"))
    run_git(workspace.root, "tag", "-d", f"adopted/{LAST}")
    assert "adoption-missing" in findings(workspace, capsys)
    assert main(["-C", str(workspace.root), "meeting", "adopt", LAST]) == 0
    assert "adoption-missing" not in findings(workspace, capsys)
    run_git(workspace.root, "tag", "-a", "-m", "false", "adopted/2005-10-rcgm", "meeting/2005-10-rcgm")
    assert "adoption-differs" in findings(workspace, capsys)


def test_only_an_edition_is_adopted_and_by_a_later_meeting(workspace):
    with pytest.raises(RcmError, match="no edition"):
        meetings.adopt(workspace, "practice", "practice")
    with pytest.raises(RcmError, match="not a later meeting"):
        meetings.adopt(workspace, LAST, "2005-10-rcgm")


def test_an_adoption_travels_with_a_synchronisation(workspace, tmp_path, run_git):
    shared = tmp_path / "shared.git"
    assert main(["-C", str(workspace.root), "sync", "--with", str(shared)]) == 0
    run_git(tmp_path, "clone", "-q", str(shared), "other")
    record(workspace, meetings.adopt(workspace, LAST, "practice"))
    assert main(["-C", str(workspace.root), "sync"]) == 0
    assert main(["-C", str(tmp_path / "other"), "sync"]) == 0
    assert f"adopted/{LAST}" in run_git(tmp_path / "other", "tag", "-l")
