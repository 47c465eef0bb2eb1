"""A plan in a folder of a larger repository: its records touch that folder alone, and its tags are its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

from rcm_tui.history.editions import editions
from rcm_tui.history.git import Git
from rcm_tui.history.journal import Journal, Piece, under_way
from rcm_tui.history.log import ids_ever, records
from rcm_tui.model.errors import RcmError
from rcm_tui.store.git_folder import git_folder
from rcm_tui.workflow import items, meetings
from rcm_tui.workflow.archive import archive
from rcm_tui.workflow.attribution import RecordOptions
from rcm_tui.workflow.audit import audit
from rcm_tui.workflow.blame import blame
from rcm_tui.workflow.compare import compare_states, last_state, resolve_state
from rcm_tui.workflow.edit import parse_assignment, set_fields
from rcm_tui.workflow.external_edits import discard, record_external_edits
from rcm_tui.workflow.init import init
from rcm_tui.workflow.minutes import minutes
from rcm_tui.workflow.plan_files import unrecorded
from rcm_tui.workflow.session import Session
from rcm_tui.workflow.status import status_report
from rcm_tui.workflow.text_history import text_history
from rcm_tui.workflow.trail import item_history
from rcm_tui.workflow.undo import redo, undo
from rcm_tui.workflow.workspace import Workspace

MEETING = "2007-05-group"


def do(workspace, build, **options):
    conversation = Session(workspace).record(build, RecordOptions(confirmed=True, requests="open", **options))
    assert conversation.advance() is None
    return conversation.result


def assign(workspace, key, words):
    return set_fields(workspace, key, [parse_assignment(words)])


def start(root, title="Plan") -> Workspace:
    return init(root, title={"en": title}, languages=["en"], subjects=[("HR", "Rights")], bodies=[("GROUP", "Group")])


@pytest.fixture
def larger(repo, run_git):
    """A repository with something else in it, of which part is staged and part is not."""
    (repo / "README.md").write_text("one\n")
    run_git(repo, "add", "-A")
    run_git(repo, "commit", "-q", "-m", "Something else")
    (repo / "README.md").write_text("two\n")
    (repo / "staged.txt").write_text("staged\n")
    run_git(repo, "add", "staged.txt")
    return repo


@pytest.fixture
def workspace(larger) -> Workspace:
    workspace = start(larger / "docs/plan")
    do(workspace, lambda each: meetings.new(each, MEETING, body="GROUP", open_now=True))
    do(workspace, lambda each: items.add_objective(each, "HR", {"en": "An objective"}))
    do(workspace, lambda each: items.add_activity(each, "HR-1", {"en": "An activity"}))
    return workspace


def test_a_whole_life_of_a_plan_touches_its_folder_alone(workspace, larger, run_git):
    do(workspace, lambda each: assign(each, "HR-1.1", "status=ongoing"))
    do(workspace, lambda each: undo(each).change)
    do(workspace, lambda each: redo(each).change)
    file = workspace.root / "plan/HR/HR.yaml"
    file.write_text(file.read_text().replace("Rights", "Right"))
    assert [change.key for change in unrecorded(workspace)] == ["HR"]
    do(workspace, record_external_edits, with_external_edits=True)
    file.write_text(file.read_text().replace("Right", "Wrong"))
    discard(workspace)
    assert unrecorded(workspace) == ()
    do(workspace, lambda each: archive(each, ["HR-1.1"], "over"))
    do(workspace, lambda each: meetings.close(each, MEETING))
    touched = run_git(larger, "log", "--name-only", "--format=", "docs").split()
    assert touched
    assert all(path.startswith("docs/plan/") for path in touched)
    assert run_git(larger, "status", "--short").splitlines() == [" M README.md", "A  staged.txt"]
    assert run_git(larger, "tag").split() == [f"docs/plan/meeting/{MEETING}"]
    assert editions(workspace.git)[0].tag == f"docs/plan/meeting/{MEETING}"


def test_its_history_reads_as_that_of_any_plan(workspace, larger, run_git):
    do(workspace, lambda each: assign(each, "HR-1.1", "status=ongoing"))
    do(workspace, lambda each: meetings.close(each, MEETING))
    run_git(larger, "commit", "-q", "-am", "Something else again\n\nMeeting: none\nItem: HR-1.1")
    assert [step.record.subject for step in item_history(workspace, "HR-1.1")] == [
        "HR-1.1: status planned -> ongoing",
        "HR-1.1: added",
    ]
    assert blame(workspace, "HR-1.1").of(("status",)).record.meeting == MEETING
    assert {change.key for change in minutes(workspace, MEETING).changes} >= {"HR-1", "HR-1.1"}
    assert not compare_states(workspace, last_state(workspace), resolve_state(workspace, "now"))
    assert not any(status_report(workspace).changed.by_what.values())
    assert [each.key for each in text_history(workspace, "an activity")] == ["HR-1.1"]
    assert ids_ever(workspace.git) == {"HR", "HR-1", "HR-1.1"}
    assert audit(workspace).is_clean


def test_two_plans_of_one_repository_keep_to_themselves(workspace, larger, run_git):
    other = start(larger / "other", "Other")
    do(other, lambda each: meetings.new(each, MEETING, body="GROUP", open_now=True))
    do(other, lambda each: meetings.close(each, MEETING))
    do(workspace, lambda each: meetings.close(each, MEETING))
    assert sorted(run_git(larger, "tag").split()) == [f"docs/plan/meeting/{MEETING}", f"other/meeting/{MEETING}"]
    for each in (workspace, other):
        assert [edition.tag for edition in editions(each.git)] == [f"{each.git.prefix}meeting/{MEETING}"]
        assert audit(Workspace.open(each.root), anew=True).is_clean
    own = [record.subject for record in records(other.git) if record.trailers]
    assert own == [f"{MEETING}: closed", f"{MEETING}: opened", "Start the plan"]
    assert workspace.git.private != other.git.private


def test_a_plan_in_a_folder_whose_name_git_takes_for_no_tag(larger, run_git):
    workspace = start(larger / ".a plan.lock")
    do(workspace, lambda each: meetings.new(each, MEETING, body="GROUP", open_now=True))
    do(workspace, lambda each: meetings.close(each, MEETING))
    assert [edition.meeting for edition in editions(workspace.git)] == [MEETING]


def test_a_hook_that_adds_files_outside_is_noticed(workspace, larger):
    hook = larger / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho z > README.md; git add README.md\n")
    hook.chmod(0o755)
    recorded = do(workspace, lambda each: assign(each, "HR-1.1", "status=ongoing"))
    assert "added other files to it: :/README.md" in " ".join(recorded.notes)


def test_a_record_that_was_killed_is_finished(workspace):
    path = "plan/HR/HR-1/HR-1.1.yaml"
    before = (workspace.root / path).read_bytes()
    after = before.replace(b"planned", b"ongoing") if b"planned" in before else before + b"status: ongoing\n"
    journal = Journal(workspace.git.resolve("HEAD"), (Piece(path, before, after),), "x", "", (("Meeting", MEETING),))
    killed = """
import os, sys
from pathlib import Path
import msgspec
from rcm_tui.history.git import Git
from rcm_tui.history.journal import Journal, saved
root = Path(sys.argv[1]); git = Git.of_plan(root)
with saved(root, git, msgspec.json.decode(sys.stdin.buffer.read(), type=Journal)):
    os.kill(os.getpid(), 9)
"""
    import msgspec

    subprocess.run([sys.executable, "-c", killed, workspace.root], input=msgspec.json.encode(journal), check=False)
    assert under_way(workspace.root)
    again = Workspace.open(workspace.root)
    assert again.plan.items["HR-1.1"].status == "ongoing"
    do(again, lambda each: assign(each, "HR-1", "priority=1"))
    assert [record.subject for record in records(again.git, limit=2)][1] == "x"


def test_no_plan_is_started_inside_another(workspace):
    with pytest.raises(RcmError, match="inside the plan"):
        start(workspace.root / "plan/sub")


def test_the_git_directory_is_found_without_git_as_git_finds_it(workspace, larger, run_git, tmp_path):
    assert git_folder(workspace.root) == (larger / ".git", "docs/plan/")
    run_git(larger, "worktree", "add", "-q", str(tmp_path / "linked"))
    linked = tmp_path / "linked/docs/plan"
    git = Git.of_plan(linked)
    assert git_folder(linked) == (git.git_dir, git.prefix)
    assert git_folder(linked).common.resolve() == git.common_dir.resolve()
    assert git_folder(linked).private == git.private
    (tmp_path / ".git").symlink_to(larger / ".git")
    assert git_folder(tmp_path / "other") is None
