"""Recording: all or nothing, only what was meant, in plain words."""

from __future__ import annotations

import stat

import pytest

from rcm_tui.history.record import RecordRefused
from rcm_tui.model.errors import BadValue, RcmError
from rcm_tui.workflow import edit, items
from rcm_tui.workflow.attribution import RecordOptions, attribute
from rcm_tui.workflow.change import (
    Attribution,
    Change,
    ExternalEdits,
    MeetingNeeded,
    NothingToRecord,
    ReasonNeeded,
    Target,
)
from rcm_tui.workflow.plan_files import unrecorded
from rcm_tui.workflow.workspace import Workspace

SEMINAR = "plan/HR/HR-4/HR-4.1.yaml"


def status(workspace: Workspace, item: str, value: str) -> Change:
    return edit.set_status(workspace, item, value)


def test_one_line_changes_and_comments_and_unknown_keys_stay(workspace, root, run_git):
    workspace.record(status(workspace, "HR-4.1", "completed"), attribute(workspace.plan))
    changed = [
        line
        for line in run_git(root, "show", "--format=", "HEAD").splitlines()
        if line[:1] in "+-" and line[:3] not in ("+++", "---")
    ]
    assert changed == ["-status: pending-input   # since the seminar", "+status: completed       # since the seminar"]


def test_the_message_tells_the_story(workspace, root, run_git):
    recorded = workspace.record(
        status(workspace, "HR-4.2", "completed"),
        attribute(workspace.plan, options=RecordOptions(reason="Seminar held.", proposed_by="MX")),
    )
    assert run_git(root, "log", "-1", "--format=%B").strip() == recorded.message.strip()
    assert recorded.message == (
        "HR-4.2: status ongoing -> completed\n\nSeminar held.\n\n"
        "Meeting: 2007-05-rcgm\nItem: HR-4.2\nProposed-by: Mexico\n"
    )
    assert recorded.plan.items["HR-4.2"].status == "completed"


def test_what_is_staged_is_neither_recorded_nor_lost(workspace, root, run_git):
    (root / "notes.txt").write_text("mine")
    run_git(root, "add", "notes.txt")
    workspace.record(status(workspace, "HR-4.2", "completed"), attribute(workspace.plan))
    assert run_git(root, "show", "--format=", "--name-only", "HEAD").split() == ["plan/HR/HR-4/HR-4.2.yaml"]
    assert run_git(root, "diff", "--cached", "--name-only").split() == ["notes.txt"]


def test_edits_by_hand_in_the_same_file_are_asked_for_then_named(workspace, root):
    path = root / "plan/HR/HR-4/HR-4.2.yaml"
    path.write_text(path.read_text().replace("[IOM]", "[IOM, MX]"))
    workspace.reload()
    change = status(workspace, "HR-4.2", "completed")
    with pytest.raises(ExternalEdits) as asked:
        workspace.record(change, attribute(workspace.plan))
    assert asked.value.paths == ("plan/HR/HR-4/HR-4.2.yaml",)
    recorded = workspace.record(change, attribute(workspace.plan, options=RecordOptions(with_external_edits=True)))
    assert recorded.subject == "HR-4.2: status ongoing -> completed; responsible +MX"


def test_edits_by_hand_elsewhere_are_left_alone(workspace, root, run_git):
    other = root / SEMINAR
    other.write_text(other.read_text().replace("blue", "green"))
    workspace.record(status(workspace, "HR-4.2", "completed"), attribute(workspace.plan))
    assert run_git(root, "diff", "--name-only").split() == [SEMINAR]
    assert [change.key for change in unrecorded(workspace)] == ["HR-4.1"]


def test_a_hook_that_refuses_leaves_everything_as_it_was(workspace, root, run_git):
    hook = root / ".git/hooks/commit-msg"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'ask the chair first' >&2\nexit 1\n")
    hook.chmod(hook.stat().st_mode | stat.S_IXUSR)
    before = (root / SEMINAR).read_bytes()
    head = run_git(root, "rev-parse", "HEAD")
    with pytest.raises(RecordRefused, match="ask the chair first"):
        workspace.record(status(workspace, "HR-4.1", "completed"), attribute(workspace.plan))
    assert (root / SEMINAR).read_bytes() == before
    assert run_git(root, "rev-parse", "HEAD") == head
    assert run_git(root, "status", "--porcelain") == ""


def test_a_new_file_of_a_refused_record_is_gone_again(workspace, root, run_git):
    hook = root / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(RecordRefused):
        workspace.record(items.add_activity(workspace, "HR-4", {"en": "NEW"}), attribute(workspace.plan))
    assert run_git(root, "status", "--porcelain") == ""


def test_nothing_is_recorded_where_nothing_changes(workspace):
    with pytest.raises(NothingToRecord):
        workspace.record(status(workspace, "HR-4.2", "ongoing"), attribute(workspace.plan))


def test_a_file_that_could_not_be_read_again_is_not_written(workspace, root):
    broken = Change((Target(SEMINAR, {**workspace.data("HR-4.1"), "status": "done"}),))
    before = (root / SEMINAR).read_bytes()
    with pytest.raises(BadValue, match="done"):
        workspace.record(broken, attribute(workspace.plan))
    assert (root / SEMINAR).read_bytes() == before


def test_preview_writes_nothing_and_shows_message_and_lines(workspace, root, run_git):
    preview = workspace.preview(status(workspace, "HR-4.2", "completed"), attribute(workspace.plan))
    assert preview.message.startswith("HR-4.2: status ongoing -> completed\n")
    assert "-status: ongoing\n+status: completed\n" in preview.diff
    assert run_git(root, "status", "--porcelain") == ""


@pytest.mark.parametrize("open_meetings", [0, 2])
def test_without_one_open_meeting_it_must_be_said(workspace, root, run_git, open_meetings):
    meeting = root / "meetings/2007-05-rcgm.yaml"
    text = meeting.read_text()
    if open_meetings == 0:
        meeting.write_text(text.replace("open", "planned"))
    else:
        (root / "meetings/2007-06-rcgm.yaml").write_text(text.replace("2007-05-rcgm", "2007-06-rcgm"))
    workspace.reload()
    with pytest.raises(MeetingNeeded) as asked:
        attribute(workspace.plan)
    assert len(asked.value.open) == open_meetings
    assert attribute(workspace.plan, options=RecordOptions(between=True, reason="A slip")).meeting == "none"
    with pytest.raises(ReasonNeeded):
        attribute(workspace.plan, options=RecordOptions(between=True))


def test_a_closed_meeting_takes_no_more_changes(workspace, root):
    meeting = root / "meetings/2007-05-rcgm.yaml"
    meeting.write_text(meeting.read_text().replace("open", "closed"))
    workspace.reload()
    with pytest.raises(RcmError, match="closed"):
        attribute(workspace.plan, options=RecordOptions(meeting="2007-05-rcgm"))


def test_an_item_that_cannot_be_read_cannot_be_saved_over(workspace, root):
    path = root / "plan/HR/HR-4/HR-4.2.yaml"
    path.write_text("id: HR-4.2\n\tnumber: 2\n")
    workspace.reload()
    assert "HR-4.2" in workspace.plan.unreadable
    with pytest.raises(RcmError, match=r"HR-4\.2\.yaml:2:1"):
        edit.set_status(workspace, "HR-4.2", "completed") if "HR-4.2" in workspace.plan.items else workspace.data(
            "HR-4.2"
        )
    assert path.read_text() == "id: HR-4.2\n\tnumber: 2\n"


def test_an_entry_written_by_hand_gets_its_id_with_the_next_save(workspace, root):
    path = root / "plan/HR/HR-4/HR-4.2.yaml"
    path.write_text(path.read_text() + "calendar:\n  - text: {en: BY HAND}   # mine\n")
    workspace.reload()
    workspace.record(status(workspace, "HR-4.2", "completed"), Attribution("2007-05-rcgm", with_external_edits=True))
    entry = workspace.data("HR-4.2")["calendar"][0]
    assert len(entry["id"]) == 3 and entry["text"] == {"en": "BY HAND"}
    assert "# mine" in path.read_text()
