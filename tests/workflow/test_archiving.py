"""Archiving, restoring, and what the rule proposes."""

from __future__ import annotations

import datetime

import pytest

from rcm_tui.model.errors import BadValue
from rcm_tui.model.query import find
from rcm_tui.reports.item_page import item_page
from rcm_tui.reports.status.page import section
from rcm_tui.workflow import archive, edit, meetings, trail
from rcm_tui.workflow.attribution import RecordOptions, attribute
from rcm_tui.workflow.change import NothingToRecord
from rcm_tui.workflow.session import Session
from rcm_tui.workflow.status import status_report
from rcm_tui.workflow.workspace import Workspace


def test_archiving_moves_the_file_and_says_why(workspace, root, run_git):
    recorded = workspace.record(archive.archive(workspace, ["HR-5.1"], "Examined in 2004"), attribute(workspace.plan))
    assert recorded.subject == "HR-5.1: archived"
    assert not (root / "plan/HR/HR-5/HR-5.1.yaml").exists()
    data = workspace.data("HR-5.1")
    assert data["archived"] == {"date": "2007-05-17", "meeting": "2007-05-rcgm", "reason": "Examined in 2004"}
    assert workspace.plan.is_archived("HR-5.1")
    assert workspace.plan.current_children("HR-5") == ()


def test_several_are_one_record(workspace, run_git, root):
    recorded = workspace.record(archive.archive(workspace, ["HR-5.1", "HR-4.2"], "Over"), attribute(workspace.plan))
    assert recorded.subject == "HR-4.2, HR-5.1: archived"
    assert recorded.message.count("Item:") == 2


def test_an_objective_takes_its_activities_and_an_activity_brings_it_back(workspace):
    workspace.record(archive.archive(workspace, ["HR-4"]), attribute(workspace.plan))
    assert workspace.plan.archived == {"HR-4", "HR-4.1", "HR-4.2"}
    workspace.record(archive.restore(workspace, ["HR-4.2"]), attribute(workspace.plan))
    assert workspace.plan.archived == {"HR-4.1"}
    assert "archived" not in workspace.data("HR-4")


def test_restoring_gives_the_file_back_to_the_byte(workspace, root):
    path = root / "plan/HR/HR-4/HR-4.1.yaml"
    before = path.read_bytes()
    workspace.record(archive.archive(workspace, ["HR-4.1"], "Over"), attribute(workspace.plan))
    workspace.record(archive.restore(workspace, ["HR-4.1"]), attribute(workspace.plan))
    assert path.read_bytes() == before


def test_what_is_archived_already_is_nothing_to_record(workspace):
    workspace.record(archive.archive(workspace, ["HR-5.1"]), attribute(workspace.plan))
    with pytest.raises(NothingToRecord):
        archive.archive(workspace, ["HR-5.1"])
    with pytest.raises(BadValue, match="subject"):
        archive.archive(workspace, ["HR"])


def test_the_rule_proposes_what_is_over_and_old_and_says_why(workspace):
    due = archive.proposal(workspace).due
    assert [each.id for each in due] == ["HR-5.1"]
    assert "its last date is May 2004," in due[0].why and "2 years" in due[0].why
    workspace.record(edit.set_status(workspace, "HR-5.1", "active"), attribute(workspace.plan))
    assert archive.proposal(workspace).due == ()


def test_what_goes_by_the_rule_after_an_edition_says_so_in_file_record_and_page(workspace):
    workspace.record(meetings.close(workspace, "2007-05-rcgm"), attribute(workspace.plan))
    conversation = Session(workspace).record(
        lambda each: archive.archive(each, ["HR-5.1"], by_rule=True), RecordOptions(between=True, confirmed=True)
    )
    assert conversation.advance() is None
    made = conversation.result
    assert made.message == (
        "HR-5.1: archived\n\nBy the archive rule: carried out more than 2 years before 15 May 2007.\n\n"
        "Meeting: none\nItem: HR-5.1\n"
    )
    assert workspace.data("HR-5.1")["archived"] == {"date": "2007-05-15", "rule": "P2Y"}
    (row,) = [row for part in item_page(workspace.plan, "HR-5.1") for row in part.rows if row.field == "archived"]
    assert "15 May 2007, between meetings, after RCGM, 15-17 May 2007, by the archive rule (2 years)" in str(row.cells)


def test_what_the_rule_does_not_propose_does_not_go_by_it(workspace):
    with pytest.raises(BadValue, match=r"does not propose HR-4\.2"):
        archive.archive(workspace, ["HR-5.1", "HR-4.2"], by_rule=True)


def test_the_history_follows_an_item_into_the_archive_and_back(workspace):
    workspace.record(edit.set_status(workspace, "HR-5.1", "active"), attribute(workspace.plan))
    workspace.record(
        archive.archive(workspace, ["HR-5.1"]), attribute(workspace.plan, options=RecordOptions(reason="Old"))
    )
    workspace.record(archive.restore(workspace, ["HR-5.1"]), attribute(workspace.plan))
    steps = trail.item_history(workspace, "HR-5.1")
    assert [step.change.what for step in steps] == ["restored", "archived", "changed", "added"]
    assert [step.record.meeting for step in steps] == ["2007-05-rcgm"] * 3 + ["none"]
    assert steps[1].record.reason == "Old"
    last = trail.last_change(workspace, "HR-5.1")
    assert last is not None and last.change.what == "restored"


def completed(workspace, item_id="HR-4.2", **options):
    conversation = Session(workspace).record(
        lambda each: edit.set_status(each, item_id, "completed"), RecordOptions(**options)
    )
    assert conversation.advance() is None
    return conversation.result


def test_what_bears_no_date_is_proposed_from_the_record_that_completed_it(workspace, root):
    completed(workspace)
    assert [each.id for each in archive.proposal(workspace).due] == ["HR-5.1"]
    later = Workspace.open(root, on=datetime.date(2009, 5, 18))
    found = archive.proposal(later)
    assert [(each.id, each.last) for each in found.due] == [
        ("HR-4.2", datetime.date(2007, 5, 17)),  # the last day of the meeting that the record belongs to
        ("HR-5.1", datetime.date(2004, 5, 31)),
    ]
    assert "without a date; its record is of 17 May 2007" in found.due[0].why
    assert found.undated == ()
    assert [each.id for each in status_report(later).due] == ["HR-4.2", "HR-5.1"]
    assert find(later.plan, "is:due", later.on, archive.completed_for(later, "is:due")) == ("HR-4.2", "HR-5.1")


def test_a_record_between_meetings_counts_by_its_own_day(workspace):
    completed(workspace, between=True, reason="Why not")
    later = Workspace.open(workspace.root, on=datetime.date.today() + datetime.timedelta(days=750))
    assert {each.id: each.last for each in archive.proposal(later).due}["HR-4.2"] == datetime.date.today()


def test_what_neither_plan_nor_history_dates_is_listed(workspace, root, run_git):
    path = root / "plan/HR/HR-5/HR-5.1.yaml"
    path.write_text(path.read_text().replace('    date: "2004-05"\n', ""))
    run_git(root, "commit", "-q", "--amend", "-a", "--no-edit")  # as the plan started
    workspace = Workspace.open(root)
    assert archive.proposal(workspace) == archive.Proposal((), ("HR-5.1",))
    report = status_report(workspace)
    assert (report.due, report.undated) == ((), ("HR-5.1",))
    assert [row.key for row in section(report, "archive").rows] == ["HR-5.1"]


def test_a_request_that_was_closed_does_not_keep_its_item_from_the_archive(workspace, root):
    conversation = Session(workspace).record(
        lambda each: edit.set_status(each, "HR-4.1", "completed"), RecordOptions(requests="closed")
    )
    assert conversation.advance() is None
    later = Workspace.open(root, on=datetime.date(2009, 5, 18))
    assert "HR-4.1" in [each.id for each in archive.proposal(later).due]
