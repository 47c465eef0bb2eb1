"""Undo and redo by new records."""

from __future__ import annotations

import pytest

from rcm_tui.history.state import set_identity
from rcm_tui.model.errors import RcmError
from rcm_tui.workflow import archive, edit, items, meetings, undo
from rcm_tui.workflow.attribution import RecordOptions, attribute
from rcm_tui.workflow.undo import NothingToUndo


def record(workspace, change, **how):
    return workspace.record(change, attribute(workspace.plan, change, RecordOptions(**how)))


def undo_newest(workspace, commit=None):
    undoing_ = undo.undo(workspace, commit)
    return record(workspace, undoing_.change), undoing_


def tree(run_git, root):
    return run_git(root, "rev-parse", "HEAD^{tree}")


def test_undo_walks_back_and_redo_forward_to_the_byte(workspace, root, run_git):
    states = [tree(run_git, root)]
    for change in (
        lambda: edit.set_status(workspace, "HR-4.1", "completed"),
        lambda: items.add_entry(workspace, "HR-4.2", {"en": "NEW"}, date="2007-05"),
        lambda: items.add_activity(workspace, "HR-5", {"en": "ANOTHER"}),
        lambda: archive.archive(workspace, ["HR-5.1"], "Over"),
        lambda: items.move(workspace, "HR-4.2", "HR-5"),
        lambda: edit.reorder(workspace, "HR-4", 1),
    ):
        record(workspace, change())
        states.append(tree(run_git, root))
    for state in reversed(states[:-1]):
        undo_newest(workspace)
        assert tree(run_git, root) == state
    with pytest.raises(NothingToUndo):
        undo.undo(workspace)
    for state in states[1:]:
        record(workspace, undo.redo(workspace).change)
        assert tree(run_git, root) == state
    with pytest.raises(NothingToUndo):
        undo.redo(workspace)


def test_an_undo_is_a_record_that_names_what_it_takes_back(workspace, root, run_git):
    done = record(workspace, edit.set_status(workspace, "HR-4.2", "completed"))
    recorded, _undoing = undo_newest(workspace)
    assert recorded.subject == "Undo: HR-4.2: status ongoing -> completed"
    assert f"Undoes: {done.commit}" in recorded.message


def test_a_field_changed_since_is_left_and_named(workspace):
    done = record(
        workspace,
        edit.set_fields(
            workspace, "HR-4.1", [edit.parse_assignment("status=completed"), edit.parse_assignment("number=9")]
        ),
    )
    record(workspace, edit.set_status(workspace, "HR-4.1", "active"))
    _recorded, undoing_ = undo_newest(workspace, done.commit)
    assert [(key, clash.path) for key, clash in undoing_.left] == [("HR-4.1", ("status",))]
    assert "HR-4.1 status" in undoing_.sentence
    assert workspace.data("HR-4.1")["status"] == "active"
    assert workspace.data("HR-4.1")["number"] == 1


def test_a_record_of_which_nothing_is_left_is_passed_over(workspace):
    first = record(workspace, edit.set_status(workspace, "HR-4.1", "completed"))
    second = record(workspace, edit.set_status(workspace, "HR-4.2", "completed"))
    set_identity(workspace.git, "Another Person", "another@example.org")
    record(workspace, edit.set_status(workspace, "HR-4.2", "postponed"))
    set_identity(workspace.git, "Test Person", "person@example.org")
    assert undo.undo(workspace).record.commit == first.commit
    named = undo.undo(workspace, second.commit)
    assert (named.record.commit, named.change.targets) == (second.commit, ())
    undo_newest(workspace)
    with pytest.raises(NothingToUndo):
        undo.undo(workspace)


def test_another_record_in_between_is_kept(workspace):
    first = record(workspace, edit.set_status(workspace, "HR-4.1", "completed"))
    record(workspace, items.add_entry(workspace, "HR-4.1", {"en": "LATER"}))
    undo_newest(workspace, first.commit)
    assert workspace.data("HR-4.1")["status"] == "pending-input"
    assert workspace.data("HR-4.1")["calendar"][-1]["text"] == {"en": "LATER"}


def test_after_a_new_record_there_is_nothing_to_redo(workspace):
    record(workspace, edit.set_status(workspace, "HR-4.1", "completed"))
    undo_newest(workspace)
    record(workspace, edit.set_status(workspace, "HR-4.2", "completed"))
    with pytest.raises(NothingToUndo):
        undo.redo(workspace)


def test_somebody_else_s_record_is_not_undone_by_accident(workspace, root, run_git):
    record(workspace, edit.set_status(workspace, "HR-4.2", "completed"), between=True, reason="A slip")
    set_identity(workspace.git, "Another Person", "another@example.org")
    with pytest.raises(NothingToUndo):
        undo.undo(workspace)


def test_a_record_of_somebody_else_at_the_open_meeting_is_undone_only_by_name(workspace, root, run_git):
    mine = record(workspace, edit.set_status(workspace, "HR-4.1", "completed"))
    set_identity(workspace.git, "Another Person", "another@example.org")
    theirs = record(workspace, edit.set_status(workspace, "HR-4.2", "completed"))
    set_identity(workspace.git, "Test Person", "person@example.org")
    assert undo.undo(workspace).record.commit == mine.commit
    named = undo.undo(workspace, theirs.commit)
    assert named.whose == "Another Person"
    assert named.sentence.endswith("That record was made by Another Person.")
    undo_newest(workspace)
    with pytest.raises(NothingToUndo):
        undo.undo(workspace)
    assert workspace.data("HR-4.2")["status"] == "completed"


def test_redo_makes_again_only_what_the_same_person_undid(workspace, root, run_git):
    record(workspace, edit.set_status(workspace, "HR-4.1", "completed"))
    undo_newest(workspace)
    set_identity(workspace.git, "Another Person", "another@example.org")
    with pytest.raises(NothingToUndo):
        undo.redo(workspace)


def test_a_merge_is_never_undone(workspace, root, run_git):
    mine = record(workspace, edit.set_status(workspace, "HR-4.1", "completed"))
    run_git(root, "checkout", "-q", "-b", "colleague", "HEAD~")
    workspace.reload()
    record(workspace, edit.set_status(workspace, "HR-4.2", "completed"))
    run_git(root, "checkout", "-q", "main")
    run_git(root, "merge", "-q", "-m", "Merge\n\nMeeting: none", "colleague")
    workspace.reload()
    merge = run_git(root, "rev-parse", "HEAD")
    assert mine.commit in {each.commit for each in undo.undoable(workspace)}
    assert merge not in {each.commit for each in undo.undoable(workspace)}
    with pytest.raises(NothingToUndo):
        undo.undo(workspace, merge)
    assert undo.undo(workspace).record.commit != merge


def test_a_closing_is_undone_with_its_edition_unless_it_is_shared(workspace, root, run_git, tmp_path):
    record(workspace, meetings.close(workspace, "2007-05-rcgm"))
    assert run_git(root, "tag").split() == ["meeting/2007-05-rcgm"]
    undo_newest(workspace)
    assert run_git(root, "tag").split() == []
    assert workspace.plan.meetings["2007-05-rcgm"].status == "open"
    record(workspace, meetings.close(workspace, "2007-05-rcgm"))
    run_git(tmp_path, "init", "-q", "--bare", "shared.git")
    run_git(root, "remote", "add", "origin", str(tmp_path / "shared.git"))
    run_git(root, "push", "-q", "origin", "main", "--tags")
    with pytest.raises(RcmError, match="shared"):
        undo.undo(workspace)
