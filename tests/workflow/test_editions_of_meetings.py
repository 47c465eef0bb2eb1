"""Which meetings make an edition when they close: none held before a later edition, and none of certain bodies."""

from __future__ import annotations

import pytest

from rcm_tui.history.audit.findings import Code
from rcm_tui.model.errors import RcmError
from rcm_tui.reports.heading import updated_by
from rcm_tui.reports.meeting_page import closed_words
from rcm_tui.reports.status.page import about_words
from rcm_tui.workflow import agreements, audit, edit, meetings, undo
from rcm_tui.workflow.attribution import RecordOptions, attribute
from rcm_tui.workflow.edit import Assignment
from rcm_tui.workflow.edition_context import published_state
from rcm_tui.workflow.minutes import minutes, sheet_of
from rcm_tui.workflow.session import Session
from rcm_tui.workflow.status import status_report

MEETING, OLD = "2007-05-rcgm", "2003-12-rcgm"


def record(workspace, change, **how):
    return workspace.record(change, attribute(workspace.plan, change, RecordOptions(**how)))


def say_which_bodies_adopt(workspace):
    bodies = {"RCGM": "updates", "RCM": "adopts", "LON": None}
    data = workspace.data("plan/plan.yaml")
    for code, edition in bodies.items():
        data["bodies"].setdefault(code, {"name": {"en": code}})
        data["bodies"][code] |= {"edition": edition} if edition else {}
    record(workspace, edit.file_change(workspace, "plan/plan.yaml", data), between=True, reason="As it is")


@pytest.fixture
def closed(workspace):
    """A plan with an edition of May 2007."""
    record(workspace, meetings.close(workspace, MEETING))
    return workspace


class TestHeldBefore:
    def test_it_has_agreements_and_links_and_closes_without_an_edition(self, closed, run_git):
        made = record(closed, meetings.new(closed, OLD, body="RCGM", dates="2-3 December 2003", held=True))
        assert (made.by.meeting, f"Opens: {OLD}" in made.message) == (OLD, True)
        new = record(closed, agreements.add(closed, OLD, {"en": "Hold a seminar."}, number="1"))
        placed = record(closed, agreements.place(closed, OLD, [new.new_id], ["HR-4.2"]))
        assert (new.by.meeting, placed.by.meeting) == (OLD, OLD)
        closing = record(closed, meetings.close(closed, OLD))
        assert f"Closes: {OLD}" in closing.message
        assert "previous" not in closed.data(OLD)
        assert closed_words(closed.plan, closed.plan.meetings[OLD], "").endswith("entered after it was held.")
        assert run_git(closed.root, "tag").split() == [f"meeting/{MEETING}"]
        assert meetings.complete_closing(closed, OLD) is False
        found = audit.audit(closed)
        assert (found.findings, found.notices) == ((), ())

    def test_the_plan_is_not_published_as_updated_by_it(self, closed):
        record(closed, meetings.new(closed, OLD, body="RCGM", dates="2003-12", held=True))
        record(closed, meetings.close(closed, OLD))
        context = published_state(closed, None).context
        assert (context.meeting.id, context.draft) == (MEETING, False)

    def test_nothing_else_belongs_to_it(self, closed):
        record(closed, meetings.new(closed, OLD, body="RCGM", dates="2003-12", held=True))
        assert closed.plan.open_meetings == ()
        change = edit.set_status(closed, "HR-4.2", "completed")
        with pytest.raises(RcmError, match="held before"):
            record(closed, change, meeting=OLD)
        with pytest.raises(RcmError, match="No meeting is open"):
            record(closed, change)

    @pytest.mark.parametrize("door", ["new", "open"])
    def test_without_saying_so_it_is_asked(self, closed, run_git, door):
        if door == "open":
            (closed.root / f"meetings/{OLD}.yaml").write_text(
                f"id: {OLD}\nbody: RCGM\ndates: 2003-12\nstatus: planned\n"
            )
            run_git(closed.root, "add", "-A")
            run_git(closed.root, "commit", "-qm", f"Add\n\nWhy.\n\nMeeting: none\nFile: meetings/{OLD}.yaml")
            closed.reload()
        make = {
            "new": lambda w: meetings.new(w, OLD, body="RCGM", dates="2003-12", open_now=True),
            "open": lambda w: meetings.open_meeting(w, OLD),
        }[door]
        asked = []

        class Person:
            def confirm(self, needed):
                asked.append(needed.asked.question)
                return True

        conversation = Session(closed).record(make)
        step = conversation.advance()
        while step is not None:
            step = conversation.advance(step(Person()))
        assert "was held before RCGM, 15-17 May 2007" in asked[0]
        assert closed.plan.meetings[OLD].is_being_entered

    def test_one_that_was_open_when_a_later_one_closed(self, workspace, run_git):
        record(workspace, meetings.new(workspace, "2007-04-rcgm", body="RCGM", dates="2007-04", open_now=True))
        record(workspace, meetings.close(workspace, MEETING))
        record(workspace, meetings.close(workspace, "2007-04-rcgm"))
        assert workspace.plan.meetings["2007-04-rcgm"].no_edition == "later-edition"
        assert run_git(workspace.root, "tag").split() == [f"meeting/{MEETING}"]

    @pytest.mark.parametrize("dates", ["2007", "2007-05", "2007-05-14/2007-05-16", "2007-11", None])
    def test_one_that_may_have_been_later_is_an_ordinary_meeting(self, closed, run_git, dates):
        change = meetings.new(closed, "another", body="RCGM", dates=dates, open_now=True)
        assert change.confirm is None
        record(closed, change)
        record(closed, meetings.close(closed, "another"))
        assert "meeting/another" in run_git(closed.root, "tag")

    def test_its_closing_undone_and_made_again_makes_no_edition(self, closed, run_git):
        record(closed, meetings.new(closed, OLD, body="RCGM", dates="2003-12", held=True))
        closing = record(closed, meetings.close(closed, OLD))
        record(closed, undo.undo(closed, closing.commit).change)
        assert closed.plan.meetings[OLD].is_being_entered
        record(closed, undo.redo(closed).change)
        assert closed.plan.meetings[OLD].status == "closed"
        assert run_git(closed.root, "tag").split() == [f"meeting/{MEETING}"]
        assert audit.audit(closed).is_clean

    def test_an_edition_of_it_made_by_another_program_is_found(self, closed, run_git):
        path = closed.root / f"meetings/{OLD}.yaml"
        path.write_text(f"id: {OLD}\nbody: RCGM\ndates: 2003-12\nstatus: closed\n")
        run_git(closed.root, "add", "-A")
        message = f"Close\n\nMeeting: {OLD}\nFile: meetings/{OLD}.yaml\nCloses: {OLD}"
        run_git(closed.root, "commit", "-qm", message)
        run_git(closed.root, "tag", "-a", "-m", "Edition", f"meeting/{OLD}")
        for anew in (False, True):
            assert [finding.code for finding in audit.audit(closed, anew=anew).findings] == [Code.EDITION_OF_THE_PAST]


class TestBodies:
    def test_a_body_that_makes_none_closes_without(self, workspace, run_git):
        say_which_bodies_adopt(workspace)
        record(workspace, meetings.new(workspace, "2007-05-lon", body="LON", dates="2007-05", open_now=True))
        record(workspace, meetings.close(workspace, "2007-05-lon"))
        assert workspace.plan.meetings["2007-05-lon"].no_edition == "body"
        assert run_git(workspace.root, "tag") == ""
        record(workspace, meetings.close(workspace, MEETING))
        assert run_git(workspace.root, "tag").split() == [f"meeting/{MEETING}"]
        assert audit.audit(workspace).is_clean

    def test_what_it_does_is_said_of_its_edition(self, workspace):
        say_which_bodies_adopt(workspace)
        record(workspace, meetings.close(workspace, MEETING))
        record(workspace, meetings.new(workspace, "2007-06-rcm", body="RCM", dates="2007-06", open_now=True))
        record(workspace, meetings.close(workspace, "2007-06-rcm"))
        plan = workspace.plan
        headings = [updated_by(plan, plan.meetings[each])[0] for each in (MEETING, "2007-06-rcm")]
        assert headings == ["Updated by Regional Consultation Group on Migration", "Adopted by RCM"]
        assert "as it adopted it" in closed_words(plan, plan.meetings["2007-06-rcm"], "meeting/2007-06-rcm")
        facts = [sheet_of(workspace, minutes(workspace, each)).facts for each in (MEETING, "2007-06-rcm")]
        assert "The plan was updated." in facts[0] and "The plan was adopted." in facts[1]
        report = status_report(workspace, at="2007-06-rcm")
        assert about_words(report) == "The plan as RCM, June 2007 adopted it."

    def test_what_a_body_does_is_one_of_two(self, workspace):
        with pytest.raises(RcmError, match="updates, adopts"):
            edit.set_fields(workspace, "plan/plan.yaml", [Assignment(("bodies", "RCGM", "edition"), "=", "ratifies")])

    def test_an_edition_of_a_body_that_makes_none_is_found(self, workspace, run_git):
        say_which_bodies_adopt(workspace)
        record(workspace, meetings.new(workspace, "2007-05-lon", body="LON", dates="2007-05", open_now=True))
        path = workspace.root / "meetings/2007-05-lon.yaml"
        path.write_text(path.read_text().replace("status: open", "status: closed"))
        message = "Close\n\nMeeting: 2007-05-lon\nFile: meetings/2007-05-lon.yaml\nCloses: 2007-05-lon"
        run_git(workspace.root, "commit", "-qam", message)
        run_git(workspace.root, "tag", "-a", "-m", "Edition", "meeting/2007-05-lon")
        for anew in (False, True):
            assert [finding.code for finding in audit.audit(workspace, anew=anew).findings] == [Code.EDITION_OF_BODY]
