"""Notes of the plan that hold what is true of the edition printed, and those that name another edition's date."""

from __future__ import annotations

import pytest

from rcm_tui.reports.heading import head_of
from rcm_tui.store.check import check
from rcm_tui.workflow import edit, meetings
from rcm_tui.workflow.attribution import RecordOptions, attribute
from rcm_tui.workflow.checklist import left_to_do
from rcm_tui.workflow.edition_context import published_state

FIRST, SECOND = "2007-05-rcgm", "2008-05-rcgm"
NOTE = "Updated by the Technical Secretariat as of {month} ({body}, {place}, {dates})"


def record(workspace, change, **how):
    return workspace.record(change, attribute(workspace.plan, change, RecordOptions(**how)))


def with_note(workspace, *notes):
    data = {**workspace.data("plan/plan.yaml"), "notes": [{"en": note} for note in notes]}
    record(workspace, edit.file_change(workspace, "plan/plan.yaml", data), between=True, reason="A note")


def printed(workspace, state):
    one = published_state(workspace, state)
    return [paragraph.text for paragraph in head_of(one.plan, one.context) if paragraph.key.startswith("note")]


@pytest.fixture
def second(workspace):
    """The first meeting closed, and one of May 2008 open."""
    record(workspace, meetings.close(workspace, FIRST))
    dates = {"dates": "2008-05-05/2008-05-06", "place": "Tegucigalpa"}
    record(workspace, meetings.new(workspace, SECOND, body="RCGM", open_now=True, **dates))
    return workspace


def test_each_edition_prints_its_own(workspace):
    with_note(workspace, "As of {month}", NOTE)
    record(workspace, meetings.close(workspace, FIRST))
    dates = {"dates": "2008-05-05/2008-05-06", "place": "Tegucigalpa"}
    record(workspace, meetings.new(workspace, SECOND, body="RCGM", open_now=True, **dates))
    record(workspace, edit.set_status(workspace, "HR-4.2", "completed"))
    record(workspace, meetings.close(workspace, SECOND))
    assert printed(workspace, FIRST) == ["Notes:", "1. As of May 2007"], "the first one has no place"
    body = "Regional Consultation Group on Migration"
    assert printed(workspace, SECOND) == [
        "Notes:",
        "1. As of May 2008",
        f"2. Updated by the Technical Secretariat as of May 2008 ({body}, Tegucigalpa, 5-6 May 2008)",
    ]
    assert not [each for each in left_to_do(workspace, SECOND) if "note" in each]


def test_closing_tells_of_the_date_of_another_edition(second):
    with_note(second, "Updated as of May 2007", "Adopted in Puebla in March 1996", "Updated as of May 2008")
    told = [each for each in left_to_do(second, SECOND) if "note" in each]
    assert told == ["1 note of the plan names the date of another edition: May 2007. Write {month} instead."]
    assert [problem for problem in check(second.root) if problem.code == "note-of-another-edition"] == []
    record(second, meetings.close(second, SECOND))
    (found,) = [problem for problem in check(second.root) if problem.code == "note-of-another-edition"]
    assert (found.path, "May 2007" in found.message, found.severity) == ("plan/plan.yaml", True, "advice")


def test_a_placeholder_that_does_not_exist_is_reported(workspace):
    with_note(workspace, "As of {year}")
    (found,) = [problem for problem in check(workspace.root) if problem.code == "unknown-placeholder"]
    assert "{body}, {month}, {place}, {dates}" in found.message
    assert printed(workspace, None) == ["Notes:", "1. As of {year}"]
