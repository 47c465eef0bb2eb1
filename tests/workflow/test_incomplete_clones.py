"""Clones and work trees that lack something: nothing false is said about what is not there."""

from __future__ import annotations

import pytest

from rcm_tui.history.git import GitError, UnusableRepository
from rcm_tui.history.log import records
from rcm_tui.model.errors import ERROR, BadValue, RcmError
from rcm_tui.reports.minutes import plain_minutes
from rcm_tui.workflow import items, meetings
from rcm_tui.workflow.archive import archive
from rcm_tui.workflow.attribution import RecordOptions
from rcm_tui.workflow.audit import audit
from rcm_tui.workflow.blame import blame, blame_words
from rcm_tui.workflow.compare import compare_states, last_state, resolve_state, start_state
from rcm_tui.workflow.edit import parse_assignment, set_fields
from rcm_tui.workflow.edition_context import published_state
from rcm_tui.workflow.external_edits import record_external_edits
from rcm_tui.workflow.minutes import minutes, sheet_of
from rcm_tui.workflow.plan_files import problems, unrecorded
from rcm_tui.workflow.session import Session
from rcm_tui.workflow.status import status_report
from rcm_tui.workflow.summary import summarize
from rcm_tui.workflow.trail import item_history, last_change
from rcm_tui.workflow.undo import undo, undoable
from rcm_tui.workflow.workspace import Workspace
from tests.small_plan import ORCHARD

MEETING = "2006-11-council"


def do(workspace, build, **options):
    conversation = Session(workspace).record(build, RecordOptions(confirmed=True, **options))
    assert conversation.advance() is None
    return conversation.result


def assign(workspace, key, words):
    return set_fields(workspace, key, [parse_assignment(words)])


@pytest.fixture
def origin(tmp_path, small_plans, run_git):
    """Three records after the start, the last of which closes the meeting."""
    root = small_plans.copy(ORCHARD, tmp_path / "origin")
    run_git(root, "config", "uploadpack.allowFilter", "true")
    workspace = Workspace.open(root)
    do(workspace, lambda each: assign(each, "GA-1.1", "status=ongoing"))
    do(workspace, lambda each: assign(each, "GA-1.2", "status=ongoing"))
    do(workspace, lambda each: meetings.close(each, MEETING))
    return root


@pytest.fixture
def clone(origin, tmp_path, run_git):
    def make(*options: str, then: tuple[str, ...] = ()) -> Workspace:
        run_git(tmp_path, "clone", "-q", *options, f"file://{origin}", "clone")
        if then:
            run_git(tmp_path / "clone", *then)
        return Workspace.open(tmp_path / "clone")

    return make


# --- a shallow clone


def test_a_shallow_clone_attributes_nothing_to_its_first_record(clone):
    workspace = clone("--depth", "2")
    boundary = list(records(workspace.git))[-1]
    assert boundary.is_cut
    assert not boundary.changes
    found = blame(workspace, "GA-1.2")
    assert {field.step.record.author for field in found.fields} == {"unknown, before this shallow clone"}
    assert last_change(workspace, "GA-1.3").record.is_unknown
    assert [step.record.is_unknown for step in item_history(workspace, "GA-1.2")] == [True]
    _path, words = blame_words(workspace, "GA-1.3", ("text",))
    assert all(word.origin.record.is_unknown for word in words)


def test_what_a_shallow_clone_knows_it_tells(clone):
    workspace = clone("--depth", "3")
    step = blame(workspace, "GA-1.2").of(("status",)).step
    assert (step.record.author, step.record.meeting) == ("Test Person", MEETING)
    assert [each.subject for each in undoable(workspace)][1:] == ["GA-1.2: status pending-input -> ongoing"]


def test_a_shallow_clone_compares_with_no_state_that_it_lacks(clone, run_git):
    workspace = clone("--depth", "1", "--no-tags")
    for lacking in (lambda: last_state(workspace), lambda: start_state(workspace)):
        with pytest.raises(BadValue, match="unshallow"):
            lacking()
    assert "unshallow" in status_report(workspace).no_changes
    with pytest.raises(RcmError, match="unshallow"):
        do(workspace, lambda each: meetings.new(each, "2007-05-council", body="COUNCIL", open_now=True)) and do(
            workspace, lambda each: meetings.close(each, "2007-05-council")
        )


def test_the_first_edition_of_a_shallow_clone_added_nothing(clone):
    workspace = clone("--depth", "1")
    assert last_state(workspace).meeting == MEETING
    report = status_report(workspace)
    assert report.changed is not None
    assert report.changed_before is None
    found = minutes(workspace, MEETING)
    assert "unshallow" in found.why_none
    words = "\n".join(plain_minutes(sheet_of(workspace, found)))
    assert "unshallow" in words
    assert "changed nothing" not in words


def test_the_minutes_of_a_clone_without_tags_are_not_cut(clone):
    workspace = clone("--no-tags")
    found = minutes(workspace, MEETING)
    assert found.why_none
    assert not sheet_of(workspace, found).is_cut


def test_the_audit_of_a_shallow_clone_finds_that_it_is_shallow_and_nothing_else(clone):
    found = audit(clone("--depth", "2"))
    assert [each.code for each in (*found.findings, *found.notices)] == ["shallow"]


def test_a_record_that_a_shallow_clone_cuts_off_is_not_undone(clone):
    workspace = clone("--depth", "2")
    boundary = list(records(workspace.git))[-1]
    with pytest.raises(RcmError, match="not a record that can be undone"):
        undo(workspace, boundary.commit)


def test_the_summary_says_that_a_clone_is_shallow(clone):
    assert "unshallow" in "".join(summarize(clone("--depth", "1")).limits)


# --- without tags, and partial


def test_a_clone_without_tags_says_so(clone):
    workspace = clone("--no-tags")
    with pytest.raises(BadValue, match="git fetch --tags"):
        last_state(workspace)
    assert "git fetch --tags" in status_report(workspace).no_changes


def test_a_partial_clone_says_what_it_lacks_and_never_takes_it_for_absent(clone):
    workspace = clone("--filter=blob:none", "--sparse", then=("sparse-checkout", "set", "--cone", "plan"))
    (workspace.root / "archive/GA/GA-1").mkdir(parents=True)
    (workspace.root / "archive/GA/GA-1/GA-1.4.yaml").write_text("id: GA-1.4\n")
    with pytest.raises(GitError, match="partial"):
        compare_states(workspace, resolve_state(workspace, "HEAD~2"), resolve_state(workspace, "HEAD"))
    with pytest.raises(GitError, match="partial"):
        unrecorded(workspace)


# --- a sparse checkout


@pytest.fixture
def sparse(clone, run_git):
    workspace = clone(
        then=("sparse-checkout", "set", "--no-cone", "/plan/", "/meetings/", "!/plan/GA/GA-1/GA-1.3.yaml")
    )
    assert not (workspace.root / "plan/GA/GA-1/GA-1.3.yaml").exists()
    return workspace


def test_what_a_sparse_checkout_keeps_out_was_not_removed(sparse):
    assert unrecorded(sparse) == ()
    assert not any(status_report(sparse).changed.by_what.values())
    assert not compare_states(sparse, last_state(sparse), resolve_state(sparse, "now"))
    assert "2 files" in "".join(summarize(sparse).limits)


def test_what_was_archived_where_the_archive_is_kept_out_was_not_removed(origin, sparse, run_git):
    do(
        Workspace.open(origin),
        lambda each: archive(each, ["GA-1.2"], "over"),
        between=True,
        reason="x",
        requests="open",
    )
    run_git(sparse.root, "pull", "-q")
    workspace = Workspace.open(sparse.root)
    assert "GA-1.2" not in workspace.plan.items
    assert not any(status_report(workspace).changed.by_what.values())


def test_what_names_a_file_that_is_kept_out_is_no_mistake(sparse):
    file = sparse.root / "plan/GA/GA-1/GA-1.1.yaml"
    file.write_text(file.read_text() + "after: [GA-1.3, GA-1.33]\n")
    wrong = [problem.message for problem in problems(sparse) if problem.severity == ERROR]
    assert wrong == ["there is no item “GA-1.33” in the plan or the archive"]


def test_an_item_that_is_here_is_recorded_in_a_sparse_checkout(sparse, run_git):
    do(sparse, lambda each: assign(each, "GA-1.1", "status=active"), between=True, reason="x")
    assert run_git(sparse.root, "show", "--name-only", "--format=").split() == ["plan/GA/GA-1/GA-1.1.yaml"]
    (sparse.root / "plan/GA/GA.yaml").write_text("id: GA\nnumber: 1\ntitle:\n  en: GROVES\n")
    do(sparse, record_external_edits, with_external_edits=True, between=True, reason="x")
    assert run_git(sparse.root, "show", "--name-only", "--format=").split() == ["plan/GA/GA.yaml"]
    assert "plan/GA/GA-1/GA-1.3.yaml" in run_git(sparse.root, "ls-tree", "-r", "--name-only", "HEAD")


def test_what_needs_the_whole_plan_is_refused_in_a_sparse_checkout(sparse):
    for build in (
        lambda each: archive(each, ["GA-1"], "over"),
        lambda each: items.add_activity(each, "GA-1", {"en": "NEW"}),
    ):
        with pytest.raises(RcmError, match="sparse checkout"):
            do(sparse, build, between=True, reason="x", requests="open")
    with pytest.raises(RcmError, match="--at MEETING"):
        published_state(sparse, None)
    assert len(published_state(sparse, MEETING).plan.items) == 6


def test_a_record_of_what_is_kept_out_is_not_undone(origin, sparse, run_git):
    run_git(sparse.root, "sparse-checkout", "set", "--no-cone", "/plan/", "/meetings/", "!/plan/GA/GA-1/GA-1.2.yaml")
    commit = next(record.commit for record in records(sparse.git) if record.items == ("GA-1.2",))
    with pytest.raises(RcmError, match="sparse checkout"):
        undo(Workspace.open(sparse.root), commit)


# --- somebody else's repository, and none


def test_the_status_says_that_git_does_not_open_the_repository(origin, monkeypatch):
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    report = status_report(Workspace.open(origin))
    assert report.changed is None
    assert "safe.directory" in report.no_changes
    with pytest.raises(UnusableRepository, match=r"safe\.directory"):
        last_change(Workspace.open(origin), "GA-1.1")


def test_the_status_says_that_there_is_no_repository(origin):
    (origin / ".git").rename(origin / "gone")
    assert "not in a git repository" in status_report(Workspace.open(origin)).no_changes
