"""Numbers of agreements that are taken, what an agreement asks of whom, and open activities below what is archived."""

from __future__ import annotations

import pytest

from rcm_tui.model.entries import Request
from rcm_tui.model.errors import BadValue
from rcm_tui.model.meetings import Agreement, AgreementPart
from rcm_tui.reports.trace import duties
from rcm_tui.store.check import check
from rcm_tui.workflow import agreement_names, agreements
from rcm_tui.workflow.archive import archive
from rcm_tui.workflow.edit import parse_assignment


@pytest.fixture
def meeting(workspace):
    return workspace.plan.open_meetings[0].id


def test_a_number_that_is_taken_is_refused(workspace, meeting, root):
    data = workspace.data(meeting)
    data["agreements"] = [
        {"id": "aaa", "number": "91", "text": {"en": "First"}, "status": "agreed"},
        {"id": "bbb", "number": "92", "text": {"en": "Second"}, "status": "agreed"},
    ]
    from rcm_tui.store.yaml import revise

    path = root / workspace.path(meeting)
    path.write_bytes(revise(path.read_bytes(), data))
    workspace.reload()
    with pytest.raises(BadValue, match="91 already: aaa First"):
        agreements.add(workspace, meeting, {"en": "Third"}, number="91")
    with pytest.raises(BadValue, match="91 already"):
        agreements.edit(workspace, meeting, ["bbb"], [parse_assignment("number=91")])
    agreements.edit(workspace, meeting, ["aaa"], [parse_assignment("number=91")])
    data["agreements"][1]["number"] = "91"
    path.write_bytes(revise(path.read_bytes(), data))
    workspace.reload()
    assert "same-number" in {problem.code for problem in check(root)}
    with pytest.raises(BadValue, match=r"several agreements.*Second"):
        agreement_names.find(workspace.plan, f"{meeting}/91")
    assert agreement_names.find(workspace.plan, f"{meeting}/bbb") == (meeting, "bbb")


def test_who_is_to_do_an_agreement_and_by_when_is_said(workspace):
    one = Agreement(text={"en": "x"}, date="2007-06", request=Request(due="2007-08-31"))
    assert any("June 2007" in said for said in duties(workspace.plan, one))
    assert any("31 August 2007" in said for said in duties(workspace.plan, one))
    assert duties(workspace.plan, AgreementPart(text={"en": "x"})) == ()


def test_open_activities_below_what_is_archived_are_asked_about(workspace):
    parents = [each for each in workspace.plan.items if "-" in each and "." not in each]
    asked = {
        parent: archive(workspace, [parent], "over").confirm
        for parent in parents
        if not workspace.plan.is_archived(parent)
    }
    found = [answer for answer in asked.values() if answer is not None]
    assert found
    for objective, question in asked.items():
        still = [
            child
            for child in workspace.plan.walk(objective)
            if not workspace.plan.is_archived(child)
            and workspace.plan.items[child].status not in ("completed", "cancelled")
        ]
        assert (question is not None) == bool(still)
        for child in still:
            assert child in question.question
            assert archive(workspace, [child], "over").confirm is None
