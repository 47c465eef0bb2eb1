"""The day that counts: which it is, and that what is recorded without a date is dated by it and says so."""

from __future__ import annotations

import datetime

import pytest

from rcm_tui.model.fieldpath import get
from rcm_tui.model.rules import Day, day_of
from rcm_tui.store.check import check
from rcm_tui.store.reader import load_files
from rcm_tui.workflow import archive, requests
from rcm_tui.workflow.attribution import RecordOptions
from rcm_tui.workflow.change import ConfirmationNeeded, MeetingNeeded
from rcm_tui.workflow.publish import PublicationRequest, publish
from rcm_tui.workflow.session import MeetingChoice, Session
from rcm_tui.workflow.workspace import Workspace

TODAY = datetime.date.today()
RECEIVED = ("calendar", "mzp", "request", "received")


def plan_of(*meetings: tuple[str, str, str], as_of: str = ""):
    files = {"plan/plan.yaml": f"schema: 1\ntitle: {{en: P}}\n{f'as_of: {as_of!r}' if as_of else ''}\n".encode()}
    for name, status, dates in meetings:
        files[f"meetings/{name}.yaml"] = f"id: {name}\nbody: B\ndates: {dates!r}\nstatus: {status}\n".encode()
    return load_files(files)


MAY = ("2008-05-b", "open", "2008-05-12/2008-05-14")
CLOSED = ("2006-11-b", "closed", "2006-11")


@pytest.mark.parametrize(
    ("plan", "meeting", "day"),
    [
        (plan_of(MAY, as_of="2007-10-31"), None, Day(datetime.date(2008, 5, 14), "meeting", "2008-05-b")),
        (plan_of(MAY, CLOSED), "2006-11-b", Day(datetime.date(2006, 11, 30), "meeting", "2006-11-b")),
        (plan_of(MAY, ("2008-06-b", "open", "2008-06")), None, Day(datetime.date(2008, 6, 30), "meeting", "2008-06-b")),
        (plan_of(CLOSED, as_of="2007-10-31"), "none", Day(datetime.date(2007, 10, 31), "as_of")),
        (plan_of(MAY, as_of="2007-10-31"), "none", Day(TODAY, "today")),
        (plan_of(("2008-05-b", "closed", "2008-05"), as_of="2007-10"), None, Day(TODAY, "today")),
        (
            plan_of(("2008-05-b", "planned", "2008-05"), as_of="2007-10"),
            None,
            Day(datetime.date(2007, 10, 31), "as_of"),
        ),
        (plan_of(CLOSED, as_of="2007-10"), None, Day(datetime.date(2007, 10, 31), "as_of")),
        (plan_of(("b", "open", "2900-05"), as_of="2007-10-31"), None, Day(TODAY, "today")),
        (plan_of(("b", "open", "soon"), as_of="whenever"), None, Day(TODAY, "today")),
        (plan_of(), None, Day(TODAY, "today")),
    ],
)
def test_which_day_counts(plan, meeting, day):
    assert day_of(plan, None, meeting) == day
    chosen = datetime.date(1999, 1, 1)
    assert day_of(plan, chosen, meeting) == Day(chosen, "option")


def record(workspace: Workspace, build, options=RecordOptions(), prompter=None):
    """Record a change; questions go to `prompter`, without which none may be asked."""
    conversation = Session(workspace).record(build, options)
    step = conversation.advance()
    while step is not None:
        step = conversation.advance(step(prompter))
    return conversation.result


def answer(workspace: Workspace):
    return requests.answer(workspace, "HR-4.1", "mzp", ["MX"])


@pytest.fixture
def two_meetings(root, run_git) -> Workspace:
    """A workspace with an older meeting open besides the one of May 2007."""
    (root / "meetings/2006-05-rcgm.yaml").write_text(
        'id: 2006-05-rcgm\nbody: RCGM\ndates: "2006-05-10/2006-05-12"\nstatus: open\n'
    )
    run_git(root, "add", "-A")
    run_git(root, "commit", "-qm", "another meeting\n\nMeeting: none")
    return Workspace.open(root)


def test_what_is_recorded_at_a_meeting_that_is_named_bears_its_last_day(two_meetings):
    at_the_other = RecordOptions(meeting="2006-05-rcgm")
    recorded = record(two_meetings, answer, at_the_other)
    assert get(two_meetings.data("HR-4.1"), RECEIVED) == {"MX": "2006-05-12"}
    assert recorded.notes == ("Dated 12 May 2006 (the last day of the meeting).",)
    record(two_meetings, lambda workspace: archive.archive(workspace, ["HR-5.1"]), at_the_other)
    assert two_meetings.data("HR-5.1")["archived"] == {"date": "2006-05-12", "meeting": "2006-05-rcgm"}


def test_a_meeting_chosen_when_asked_is_the_one_that_counts(two_meetings):
    class Chooses:
        def which_meeting(self, needed: MeetingNeeded, _plan):
            assert needed.open == ("2006-05-rcgm", "2007-05-rcgm")
            return MeetingChoice("2006-05-rcgm")

    record(two_meetings, answer, prompter=Chooses())
    assert get(two_meetings.data("HR-4.1"), RECEIVED) == {"MX": "2006-05-12"}


def test_a_forgotten_as_of_is_asked_about_before_it_dates_anything(workspace):
    between = RecordOptions(between=True, reason="Why not")
    asked: list[str] = []

    class Agrees:
        def confirm(self, needed: ConfirmationNeeded) -> bool:
            asked.append(needed.asked.question)
            return True

    record(workspace, lambda each: archive.archive(each, ["HR-5.1"]), between, Agrees())
    assert workspace.data("HR-5.1")["archived"] == {"date": "2007-05-15"}
    assert asked == [
        "This would be dated 15 May 2007 (the plan's reference date), which is long past. "
        "Say another day with --on DATE."
    ]
    chosen = Workspace.open(workspace.root, on=datetime.date(2007, 6, 1))
    recorded = record(chosen, answer, between)
    assert get(chosen.data("HR-4.1"), RECEIVED) == {"MX": "2007-06-01"}
    assert recorded.notes == ("Dated 1 June 2007 (--on).",)


def test_a_day_that_was_said_is_neither_asked_about_nor_noted(workspace):
    recorded = record(
        workspace,
        lambda each: requests.answer(each, "HR-4.1", "mzp", ["MX"], date="yesterday"),
        RecordOptions(meeting="2007-05-rcgm"),
    )
    assert get(workspace.data("HR-4.1"), RECEIVED) == {"MX": "2007-05-16"}
    assert recorded.notes == ()


def test_an_as_of_before_a_meeting_that_was_held_is_pointed_out(workspace, root):
    assert not [problem for problem in check(root) if problem.code == "as-of-past"]
    path = root / "plan/plan.yaml"
    path.write_text(path.read_text().replace('as_of: "2007-05-15"', 'as_of: "2006-11-29"'))
    (found,) = [problem for problem in check(root) if problem.code == "as-of-past"]
    assert (found.severity, found.path) == ("advice", "plan/plan.yaml")
    assert "2007-05-rcgm was held after it" in found.message


def test_a_publication_says_which_day_it_counts_from(workspace):
    day = Day(datetime.date(2007, 5, 17), "meeting", "2007-05-rcgm")
    assert publish(workspace, PublicationRequest("csv")).day == day
    assert publish(workspace, PublicationRequest("md", country="MX")).day == day
    assert publish(workspace, PublicationRequest("md")).day is None
