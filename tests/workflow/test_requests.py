"""Several requests of one entry, and the rounds of a request that recurs."""

from __future__ import annotations

import re

import pytest

from rcm_tui.model.errors import BadValue
from rcm_tui.model.fieldpath import get
from rcm_tui.reports.requests import asked_of_entry, requests_of
from rcm_tui.store.check import check
from rcm_tui.workflow import edit, meetings, requests
from rcm_tui.workflow.attribution import RecordOptions
from rcm_tui.workflow.change import UnansweredRequests
from rcm_tui.workflow.external_edits import record_external_edits
from rcm_tui.workflow.session import Session
from rcm_tui.workflow.unanswered import left_unanswered

ENTRY = ("calendar", "mzp")
OPTIONS = RecordOptions(meeting="none", reason="Tried.")


def record(workspace, build, options=OPTIONS):
    conversation = Session(workspace).record(build, options)
    step = conversation.advance()
    if step is not None:
        raise AssertionError("something is asked")
    return conversation.result


def ask(workspace, **fields):
    return record(workspace, lambda each: requests.ask(each, "HR-4.1", "mzp", {"en": "CONFIRM THE LIST"}, fields))


def test_an_entry_asks_for_something_more(workspace):
    before = (workspace.root / "plan/HR/HR-4/HR-4.1.yaml").read_text()
    recorded = ask(workspace, **{"from": ["MX"], "due": "end of April 2008"})
    assert recorded.subject.endswith("request “CONFIRM THE LIST” added")
    (further,) = get(workspace.data("HR-4.1"), (*ENTRY, "requests"))
    assert further == {"id": recorded.new_id, "text": {"en": "CONFIRM THE LIST"}, "from": ["MX"], "due": "2008-04"}
    after = (workspace.root / "plan/HR/HR-4/HR-4.1.yaml").read_text()
    assert not set(before.splitlines()) - set(after.splitlines()), "what there was stays as it was"
    entry = workspace.plan.items["HR-4.1"].calendar[1]
    both = asked_of_entry(workspace.plan, "HR-4.1", entry, workspace.on)
    assert [each.key for each in both] == ["HR-4.1/mzp", f"HR-4.1/{further['id']}"]
    assert both[1].text == {"en": "CONFIRM THE LIST"} and both[1].waiting == ("MX",)
    assert not [problem for problem in check(workspace.root) if problem.severity == "error"]


def test_it_is_said_which_request_is_answered(workspace):
    new = ask(workspace, **{"from": ["MX"], "due": "2008-04"}).new_id
    with pytest.raises(
        BadValue, match=r"HR-4.1 mzp asks for several things; say which with --which: 1 \(.*2 \(CONFIRM"
    ):
        requests.answer(workspace, "HR-4.1", "mzp", ["MX"])
    with pytest.raises(BadValue, match="has no request 3"):
        requests.answer(workspace, "HR-4.1", "mzp", ["MX"], which="3")
    with pytest.raises(BadValue, match="CA was not asked"):
        requests.answer(workspace, "HR-4.1", "mzp", ["CA"], which="2")
    recorded = record(
        workspace, lambda each: requests.answer(each, "HR-4.1", "mzp", ["MX"], which="2", date="2007-05-01")
    )
    assert recorded.subject.endswith("request “CONFIRM THE LIST”: MX answered")
    record(workspace, lambda each: requests.answer(each, "HR-4.1", "mzp", ["CA"], which="1", date="2007-05-02"))
    asked = {each.key: each for each in requests_of(workspace.plan, workspace.on)}
    assert asked["HR-4.1/mzp"].waiting == ("MX",) and asked[f"HR-4.1/{new}"].settled
    # Its own id names it without more words.
    record(workspace, lambda each: requests.answer(each, "HR-4.1", new, ["MX"], take_back=True))
    assert not {each.key: each for each in requests_of(workspace.plan, workspace.on)}[f"HR-4.1/{new}"].settled


def test_each_unanswered_request_is_settled(workspace):
    new = ask(workspace, **{"from": ["MX"], "due": "2008-04"}).new_id

    def completed(one):
        return edit.set_fields(one, "HR-4.1", [edit.parse_assignment("status=completed")])

    found = str(UnansweredRequests(left_unanswered(workspace, completed(workspace))))
    assert "COUNTRIES WILL SEND" in found and "CONFIRM THE LIST (MX)" in found
    record(workspace, completed, RecordOptions(meeting="none", reason="Over.", requests="closed"))
    assert get(workspace.data("HR-4.1"), (*ENTRY, "request", "unanswered")) == "closed"
    assert get(workspace.data("HR-4.1"), (*ENTRY, "requests", new, "unanswered")) == "closed"


def test_a_request_is_changed_and_taken_out(workspace):
    new = ask(workspace, **{"from": ["MX"], "due": "2008-04"}).new_id
    later = [edit.Assignment(("due",), edit.SET, "15 May 2008")]
    record(
        workspace,
        lambda each: requests.change(each, "HR-4.1", requests.find(each.plan, "HR-4.1", "mzp", "2"), later),
    )
    assert get(workspace.data("HR-4.1"), (*ENTRY, "requests", new, "due")) == "2008-05-15"
    record(workspace, lambda each: requests.remove(each, "HR-4.1", requests.find(each.plan, "HR-4.1", new)))
    assert "requests" not in get(workspace.data("HR-4.1"), ENTRY)


def test_three_rounds_have_answers_of_their_own(workspace):
    for name, dates in (("2008-05-rcgm", "14-16 May 2008"), ("2008-11-rcgm", "November 2008")):
        record(workspace, lambda each, n=name, d=dates: meetings.new(each, n, body="RCGM", dates=d))
    again = [
        edit.parse_assignment("calendar.mzp.request.every=RCGM"),
        edit.parse_assignment("calendar.mzp.request.due="),
    ]
    record(workspace, lambda each: edit.set_fields(each, "HR-4.1", again))
    for date in ("2008-05-01", "2008-10-01", "2008-12-24"):
        record(workspace, lambda each, d=date: requests.answer(each, "HR-4.1", "mzp", ["MX"], date=d))
    request = get(workspace.data("HR-4.1"), (*ENTRY, "request"))
    assert request["rounds"] == {"2008-05-rcgm": {"MX": "2008-05-01"}, "2008-11-rcgm": {"MX": "2008-10-01"}}
    assert request["received"] == {"MX": "2008-12-24"}, "the next meeting is not known"
    record(
        workspace, lambda each: requests.answer(each, "HR-4.1", "mzp", ["CA"], date="2008-06-01", round_="2008-05-rcgm")
    )
    rounds = get(workspace.data("HR-4.1"), (*ENTRY, "request", "rounds"))
    assert rounds["2008-05-rcgm"] == {"MX": "2008-05-01", "CA": "2008-06-01"}
    # Once the next meeting is known, the answer of December belongs to its round, and is corrected by the next one.
    record(workspace, lambda each: meetings.new(each, "2009-05-rcgm", body="RCGM", dates="May 2009"))
    record(workspace, lambda each: requests.answer(each, "HR-4.1", "mzp", ["MX"], date="2009-04-01"))
    request = get(workspace.data("HR-4.1"), (*ENTRY, "request"))
    assert request["received"] == {"MX": "2009-04-01"}
    with pytest.raises(BadValue, match="There is no round 2010"):
        requests.answer(workspace, "HR-4.1", "mzp", ["MX"], round_="2010")


def test_what_was_completed_by_hand_is_asked_about_when_it_is_recorded(workspace):
    path = workspace.root / "plan/HR/HR-4/HR-4.1.yaml"
    text = path.read_text()
    path.write_text(re.sub(r"(?m)^status: \S+", "status: completed", text))
    workspace.reload()
    change = record_external_edits(workspace)
    assert [each.entry_id for each in left_unanswered(workspace, change)] == ["mzp"]
    options = RecordOptions(meeting="none", reason="Over.", requests="closed", with_external_edits=True)
    record(workspace, record_external_edits, options)
    assert get(workspace.data("HR-4.1"), (*ENTRY, "request", "unanswered")) == "closed"
    assert "unanswered: closed" in path.read_text()


def test_only_a_name_that_is_near_is_suggested(workspace):
    with pytest.raises(BadValue, match="did you mean “MX”"):
        requests.answer(workspace, "HR-4.1", "mzp", ["Mejico"])
    with pytest.raises(BadValue, match="the actors are in plan"):
        requests.answer(workspace, "HR-4.1", "mzp", ["Spain"])
