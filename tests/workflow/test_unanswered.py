"""What becomes of unanswered requests when their item is archived, completed or cancelled."""

from __future__ import annotations

import pytest

from rcm_tui.model.errors import BadValue
from rcm_tui.model.fieldpath import get
from rcm_tui.reports.requests import requests_of, waiting_of
from rcm_tui.reports.status.country import country_figures
from rcm_tui.store.check import check
from rcm_tui.workflow import archive, edit, requests, undo
from rcm_tui.workflow.attribution import RecordOptions
from rcm_tui.workflow.change import UnansweredRequests
from rcm_tui.workflow.drafts import change_from_editor, text_for_editor
from rcm_tui.workflow.publish import PublicationRequest, publish
from rcm_tui.workflow.session import Session
from rcm_tui.workflow.status import status_report

REQUEST = ("calendar", "mzp", "request")


def archived(workspace):
    return archive.archive(workspace, ["HR-4.1"], "Over")


def completed(workspace):
    return edit.set_status(workspace, "HR-4.1", "completed")


def entry_cancelled(workspace):
    return edit.set_fields(workspace, "HR-4.1", [edit.parse_assignment("calendar.mzp.status=cancelled")])


def edited(workspace):
    """As a form or an editor records it."""
    data = workspace.data("HR-4.1")
    return edit.replace(workspace, "HR-4.1", data, {**data, "status": "completed"})


def typed(workspace):
    """As an editor leaves the file."""
    old = text_for_editor(workspace, "HR-4.1")
    return change_from_editor(
        workspace, "HR-4.1", old, old.replace("status: pending-input   #", "status: completed   #")
    )


ENDINGS = pytest.mark.parametrize("build", [archived, completed, entry_cancelled, edited, typed])


class Answers:
    """Says what becomes of the requests, and keeps what was asked."""

    def __init__(self, outcome: str) -> None:
        self.outcome = outcome
        self.asked: list[str] = []

    def unanswered(self, found: UnansweredRequests, _plan) -> str:
        self.asked.append(str(found))
        return self.outcome


def record(workspace, build, prompter=None, options=RecordOptions()):
    conversation = Session(workspace).record(build, options)
    step = conversation.advance()
    while step is not None:
        step = conversation.advance(step(prompter))
    return conversation.result


def waiting(workspace) -> list[str]:
    return [each.key for each in waiting_of(requests_of(workspace.plan, workspace.on))]


def everywhere(workspace) -> list[bool]:
    """Whether the request is among the debts of each list."""
    report = status_report(workspace)
    figures = country_figures(workspace.plan, "MX", workspace.on)
    edit_due = publish(workspace, PublicationRequest("ics")).content.decode()
    context = publish(workspace, PublicationRequest("md", country="MX")).content.decode()
    return [
        "HR-4.1/mzp" in waiting(workspace),
        "HR-4.1/mzp" in [part.asked.key for part in report.waiting],
        "HR-4.1/mzp" in [asked.key for asked, _answer in figures.owes],
        "HR-4.1-mzp-due" in edit_due,
        "COUNTRIES WILL SEND CONTACT INFORMATION" in context.partition("Offers")[0],
    ]


@pytest.fixture
def workspace(workspace):
    """The plan with a deadline for the request."""
    due = edit.parse_assignment("calendar.mzp.request.due=2008-01")
    record(workspace, lambda each: edit.set_fields(each, "HR-4.1", [due]))
    return workspace


@ENDINGS
def test_it_is_asked_which_and_what_becomes_of_them(workspace, build):
    answers = Answers("open")
    recorded = record(workspace, build, answers)
    assert answers.asked == [
        "1 request is not answered:\n  HR-4.1 mzp: COUNTRIES WILL SEND CONTACT INFORMATION (MX, CA)"
    ]
    assert recorded.notes[0].startswith("Not answered, and still open: HR-4.1 mzp")
    assert get(workspace.data("HR-4.1"), REQUEST)["unanswered"] == "open"
    assert everywhere(workspace) == [True] * 5


@ENDINGS
def test_closed_requests_are_waited_for_no_more(workspace, build):
    record(workspace, build, options=RecordOptions(requests="closed"))
    assert get(workspace.data("HR-4.1"), REQUEST)["unanswered"] == "closed"
    assert everywhere(workspace) == [False] * 5


def test_an_archived_request_is_owed_until_somebody_settles_it(workspace):
    record(workspace, archived, options=RecordOptions(requests="open"))
    assert everywhere(workspace) == [True] * 5
    record(workspace, lambda each: requests.answer(each, "HR-4.1", "mzp", ["members"]))
    assert everywhere(workspace) == [False] * 5


def test_requests_go_on_with_another_item(workspace):
    record(workspace, lambda each: requests.answer(each, "HR-4.1", "mzp", ["MX"]))
    record(workspace, completed, options=RecordOptions(requests="hr-4.2"))
    assert get(workspace.data("HR-4.1"), REQUEST)["moved_to"] == ["HR-4.2"]
    (entry,) = workspace.data("HR-4.2")["calendar"]
    assert entry["request"] == {"from": ["CA"], "to": "TS", "due": "2008-01"}
    assert (entry["status"], entry["meeting"]) == ("pending-input", "2007-05-rcgm")
    assert waiting(workspace) == [f"HR-4.2/{entry['id']}"]


@pytest.mark.parametrize("outcome", ["HR", "HR-4.1", "nowhere"])
def test_requests_cannot_go_on_with_anything_else(workspace, outcome):
    with pytest.raises(BadValue):
        record(workspace, completed, options=RecordOptions(requests=outcome))


@pytest.mark.parametrize("outcome", ["open", "closed", "HR-4.2"])
@ENDINGS
def test_undo_takes_it_all_back(workspace, root, run_git, build, outcome):
    before = {path: path.read_bytes() for path in root.rglob("*.yaml")}
    record(workspace, build, options=RecordOptions(requests=outcome))
    record(workspace, lambda each: undo.undo(each).change)
    assert {path: path.read_bytes() for path in root.rglob("*.yaml")} == before
    assert everywhere(workspace) == [True] * 5
    record(workspace, lambda each: undo.redo(each).change)


def test_what_was_answered_or_over_before_is_not_asked_about(workspace):
    record(workspace, lambda each: requests.answer(each, "HR-4.1", "mzp", ["members"]))
    recorded = record(workspace, completed)
    assert recorded.notes == ()
    assert "unanswered" not in get(workspace.data("HR-4.1"), REQUEST)


def test_the_check_points_out_what_another_program_left_unanswered(workspace, root):
    path = root / "plan/HR/HR-4/HR-4.1.yaml"
    path.write_text(path.read_text().replace("status: pending-input", "status: completed"))
    (found,) = [problem for problem in check(root) if problem.code == "unanswered"]
    assert (found.path, found.severity) == ("plan/HR/HR-4/HR-4.1.yaml", "advice")
    assert "not answered by MX, CA" in found.message
    path.write_text(path.read_text().replace("request:\n", "request:\n      unanswered: closed\n"))
    assert not [problem for problem in check(root) if problem.code == "unanswered"]
