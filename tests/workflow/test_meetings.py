"""Meetings and their agreements."""

from __future__ import annotations

import pytest

from rcm_tui.model.errors import BadValue, RcmError
from rcm_tui.model.pasted import split_agreements
from rcm_tui.workflow import agreement_names, agreements, edit, items, meetings, undo
from rcm_tui.workflow.attribution import RecordOptions, attribute
from rcm_tui.workflow.checklist import left_to_do

MEETING = "2007-05-rcgm"


def record(workspace, change, **how):
    return workspace.record(change, attribute(workspace.plan, change, RecordOptions(**how)))


def test_a_meeting_from_its_making_to_its_edition(workspace, root, run_git):
    record(workspace, meetings.close(workspace, MEETING))
    record(
        workspace,
        meetings.new(
            workspace,
            "2007-11-rcgm",
            body="rcgm",
            dates="27-29 November 2007",
            place="Tegucigalpa",
            participants=["Mexico", "CA"],
        ),
    )
    record(workspace, meetings.open_meeting(workspace, "2007-11-rcgm"))
    recorded = record(workspace, edit.set_status(workspace, "HR-4.2", "completed"))
    assert "Meeting: 2007-11-rcgm" in recorded.message
    closing = record(workspace, meetings.close(workspace, "tegucigalpa"))
    assert closing.subject == "2007-11-rcgm: closed"
    assert "Closes: 2007-11-rcgm" in closing.message
    assert run_git(root, "cat-file", "-t", "meeting/2007-11-rcgm").strip() == "tag"
    assert run_git(root, "rev-parse", "meeting/2007-11-rcgm^{commit}").strip() == closing.commit
    before = run_git(root, "rev-parse", f"meeting/{MEETING}").strip()
    assert workspace.data("2007-11-rcgm")["previous"] == {"id": MEETING, "tag": before}


def test_a_closed_meeting_is_not_opened_again(workspace):
    record(workspace, meetings.close(workspace, MEETING))
    with pytest.raises(RcmError, match="--correct"):
        meetings.open_meeting(workspace, MEETING)
    with pytest.raises(RcmError, match="not open"):
        meetings.close(workspace, MEETING)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"meeting_id": "2007 May", "body": "RCGM"}, "such as 2007-05-council"),
        ({"meeting_id": MEETING, "body": "RCGM"}, "already"),
        ({"meeting_id": "x", "body": "G8"}, "RCGM"),
        ({"meeting_id": "x", "body": "RCGM", "dates": "soonish"}, "soonish"),
        ({"meeting_id": "x", "body": "RCGM", "participants": ["Atlantis"]}, "Atlantis"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused(workspace, given, said):
    with pytest.raises(BadValue, match=said):
        meetings.new(workspace, **given)


def test_agreements_come_out_of_order_and_one_is_withdrawn(workspace):
    second = record(workspace, agreements.add(workspace, MEETING, {"en": "Second."}, number="2")).new_id
    first = record(workspace, agreements.add(workspace, MEETING, {"es": "Primero."}, number="1")).new_id
    third = record(workspace, agreements.add(workspace, MEETING, {"en": "Third."})).new_id
    assert len(workspace.plan.agreements_to_place()) == 3

    record(workspace, agreements.place(workspace, MEETING, [second], ["HR-4.2"]))
    record(workspace, agreements.place(workspace, MEETING, [first], ["aids", "HR-5"]))
    assert [behind.agreement.id for behind in workspace.plan.agreements_behind("HR-4.2")] == [second, first]

    done = record(
        workspace,
        edit.set_status(workspace, "HR-4.2", "completed"),
        agreement=f"{MEETING}/{second}",
    )
    record(workspace, agreements.withdraw(workspace, MEETING, [second]))
    assert [each.commit for each in agreements.led_to(workspace, MEETING, [second])] == [done.commit]
    record(workspace, undo.undo(workspace, done.commit).change)
    assert agreements.led_to(workspace, MEETING, [second]) == ()
    assert workspace.plan.items["HR-4.2"].status == "ongoing"

    record(workspace, agreements.no_item(workspace, MEETING, [third], "A rule, not a piece of work."))
    assert workspace.plan.agreements_to_place() == ()
    assert [agreement.status for agreement in workspace.plan.meetings[MEETING].agreements] == [
        "withdrawn",
        "agreed",
        "agreed",
    ]


def test_pasted_text_becomes_one_record_of_many_agreements(workspace):
    pieces = split_agreements("1. Host a seminar in\nPanama.\n2. Send:\n - a. figures\n - b. names\n")
    recorded = record(workspace, agreements.add_many(workspace, MEETING, pieces, "en"))
    kept = workspace.plan.meetings[MEETING].agreements
    assert [(each.number, each.text["en"]) for each in kept] == [("1", "Host a seminar in Panama."), ("2", "Send:")]
    assert [(part.number, part.text["en"]) for part in kept[1].parts] == [("2a", "figures"), ("2b", "names")]
    assert recorded.subject.startswith(f"{MEETING}: agreement 1 added; agreement 2 added")


def test_an_agreement_is_found_by_number_or_id(workspace):
    new = record(workspace, agreements.add(workspace, MEETING, {"en": "X."}, number="12")).new_id
    assert agreement_names.find(workspace.plan, "12") == (MEETING, new)
    assert agreement_names.find(workspace.plan, f"{MEETING}/{new}") == (MEETING, new)
    with pytest.raises(BadValue):
        agreement_names.find(workspace.plan, "13")


@pytest.mark.parametrize("number", ["12/3", "EB/2025/1", "12 bis"])
def test_a_number_may_have_a_slash(workspace, number):
    new = record(workspace, agreements.add(workspace, MEETING, {"en": "X."}, number=number)).new_id
    assert agreement_names.find(workspace.plan, number) == (MEETING, new)
    assert agreement_names.find(workspace.plan, f"{MEETING}/{number}") == (MEETING, new)
    with pytest.raises(BadValue, match="no meeting 2007-05-x"):
        agreement_names.find(workspace.plan, f"2007-05-x/{number}")


def test_closing_says_what_is_left(workspace):
    record(workspace, agreements.add(workspace, MEETING, {"en": "To place."}))
    record(
        workspace,
        items.add_entry(
            workspace,
            "HR-4.2",
            {"en": "TO BE PRESENTED"},
            date="2007-05-15/2007-05-17",
            status="planned",
            meeting=MEETING,
        ),
    )
    record(
        workspace,
        items.add_entry(
            workspace, "HR-4.2", {"en": "SEND"}, status="pending-input", meeting=MEETING, request={"from": ["MX"]}
        ),
    )
    left = left_to_do(workspace, MEETING)
    assert any("1 agreement is not linked yet" in sentence for sentence in left)
    assert any("announces this meeting" in sentence and "HR-4.2" in sentence for sentence in left)
    assert any("no date" in sentence for sentence in left)


def test_left_to_do_names_agreements_by_their_words(workspace):
    record(
        workspace,
        agreements.add(workspace, MEETING, {"en": "Countries send their contact lists to the Secretariat by June"}),
    )
    (sentence,) = [each for each in left_to_do(workspace, MEETING) if "not linked yet" in each]
    assert "“Countries send their contact lists to the…”" in sentence
