"""What is reviewed, and looking for a part of it."""

from __future__ import annotations

import pytest

from rcm_tui.model.query import QueryError
from rcm_tui.workflow import edit, meetings
from rcm_tui.workflow.attribution import RecordOptions, attribute
from rcm_tui.workflow.review import Asked, Which, first_look, narrowed, neighbour, review, timeline


def keys(found):
    return [change.key for change in found.comparison.changes]


def record(workspace, change, **by):
    with workspace.lock():
        return workspace.record(change, attribute(workspace.plan, options=RecordOptions(**by)))


@pytest.fixture
def after_closing(workspace):
    """One item changed at the open meeting and another between meetings before it was closed; one since, by hand."""
    meeting = workspace.plan.open_meetings[0].id
    record(workspace, edit.set_status(workspace, "HR-4.1", "completed"))
    other = next(
        activity.id
        for activity in workspace.plan.activities()
        if activity.id != "HR-4.1" and not workspace.plan.is_archived(activity.id)
    )
    record(workspace, edit.set_status(workspace, other, "postponed"), between=True, reason="A slip")
    with workspace.lock():
        closing = meetings.close(workspace, meeting)
        workspace.record(closing, attribute(workspace.plan, closing))
    path = workspace.root / "plan/HR/HR-4/HR-4.yaml"
    path.write_text(path.read_text("utf-8").replace("IDENTIFY PROGRAMS", "FIND PROGRAMS"), "utf-8")
    return workspace, meeting, other


def test_a_plan_without_an_edition_begins_with_what_is_not_recorded(workspace):
    asked, found = first_look(workspace, None)
    assert asked == Asked(Which.UNRECORDED) == found.asked
    assert keys(found) == []


def test_with_an_edition_it_begins_with_what_is_recorded_and_goes_on_to_the_files(after_closing):
    workspace, meeting, _other = after_closing
    asked, found = first_look(workspace, None)
    assert asked == Asked(Which.LIVE)
    assert found.asked == Asked(Which.RECORDED)
    assert keys(found) == []
    whole = review(workspace, asked)
    assert keys(whole) == ["HR-4"]
    assert whole.external == {"HR-4"}
    assert (whole.comparison.before.name, whole.comparison.after.name) == (meeting, "now")
    assert keys(review(workspace, Asked(Which.UNRECORDED))) == ["HR-4"]


def test_what_a_meeting_did_not_do_itself_is_told_apart(after_closing):
    workspace, meeting, other = after_closing
    found = review(workspace, Asked(Which.MEETING, meeting))
    assert "HR-4.1" in keys(found) and other not in keys(found)
    assert [change.key for change in found.others] == [other]
    assert narrowed(workspace.plan, found, "is:elsewhere").others == found.others
    assert not found.external


def test_time_goes_from_meeting_to_meeting_and_on_to_what_is_new(after_closing):
    workspace, meeting, _other = after_closing
    assert [state.name for state in timeline(workspace)] == [meeting]
    line = [Asked(Which.MEETING, meeting), Asked(Which.LIVE), Asked(Which.UNRECORDED)]
    assert neighbour(workspace, line[0], -1) is None
    assert [neighbour(workspace, each, 1) for each in line] == [*line[1:], None]
    assert neighbour(workspace, Asked(Which.RECORDED), -1) == line[0]
    assert neighbour(workspace, Asked(Which.STATES), -1) == line[0]


@pytest.mark.parametrize(
    ("query", "fitting"),
    [
        ("", ["HR-4", "HR-4.1"]),
        ("seminar", ["HR-4.1"]),
        ("SEMINAR health", ["HR-4.1"]),
        ("find", ["HR-4"]),
        ("kind:objective", ["HR-4"]),
        ("kind:objective kind:activity", ["HR-4", "HR-4.1"]),
        ("kind:added", []),
        ("actor:Canada", ["HR-4.1"]),
        ("subject:hr", ["HR-4", "HR-4.1"]),
        ("id:HR-4.1", ["HR-4.1"]),
        ("is:by-hand", ["HR-4"]),
        ("is:external seminar", []),
        ('"two seminars"', []),
    ],
)
def test_words_and_terms_leave_what_fits(workspace, query, fitting):
    record(workspace, edit.set_status(workspace, "HR-4.1", "completed"))
    path = workspace.root / "plan/HR/HR-4/HR-4.yaml"
    path.write_text(path.read_text("utf-8").replace("IDENTIFY PROGRAMS", "FIND PROGRAMS"), "utf-8")
    workspace.reload()
    before = workspace.git.resolve("HEAD~1")
    from rcm_tui.workflow.compare import NOW_STATE, State

    found = review(workspace, Asked(Which.STATES, before=State("before", before), after=NOW_STATE))
    assert keys(narrowed(workspace.plan, found, query)) == fitting


@pytest.mark.parametrize(
    ("query", "start", "end", "said"),
    [
        ("kinds:activity", 0, 5, "did you mean “kind”"),
        ("kind:activty", 5, 12, "did you mean “activity”"),
        ("seminar is:extern", 11, 17, "did you mean “external”"),
        ("actor:XX", 6, 8, "no actor"),
    ],
)
def test_a_mistake_is_explained_and_pointed_at(workspace, query, start, end, said):
    found = review(workspace, Asked(Which.UNRECORDED))
    with pytest.raises(QueryError, match=said) as wrong:
        narrowed(workspace.plan, found, query)
    assert (wrong.value.start, wrong.value.end) == (start, end)
