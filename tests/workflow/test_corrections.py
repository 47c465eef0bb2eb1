"""What a closed meeting's record says is changed by a correction alone."""

from __future__ import annotations

import pytest

from rcm_tui.model.errors import BadValue
from rcm_tui.workflow import agreements, edit, external_edits, items, meetings, undo
from rcm_tui.workflow.attribution import RecordOptions, attribute
from rcm_tui.workflow.change import CorrectionNeeded
from rcm_tui.workflow.edit import Assignment
from rcm_tui.workflow.session import Session
from rcm_tui.workflow.workspace import Workspace
from tests.small_plan import SEMINAR

CLOSED, OPEN = "2007-05-rcgm", "2007-11-rcgm"
FILE = f"meetings/{CLOSED}.yaml"


def record(workspace, change, **how):
    return workspace.record(change, attribute(workspace.plan, change, RecordOptions(**how)))


def close(root):
    """Close a meeting with an agreement `1`, and open another one."""
    workspace = Workspace.open(root)
    record(workspace, agreements.add(workspace, CLOSED, {"en": "Host a seminar."}, number="1"))
    record(workspace, agreements.add(workspace, CLOSED, {"en": "Send figures."}, number="2"))
    record(workspace, meetings.close(workspace, CLOSED))
    record(workspace, meetings.new(workspace, OPEN, body="RCGM", dates="2007-11", open_now=True))


@pytest.fixture
def closed(tmp_path, small_plans):
    """A closed meeting with an agreement `1`, and another meeting that is open."""
    workspace = Workspace.open(small_plans.copy(SEMINAR, tmp_path / "closed", then=close))
    workspace.reload()  # It is known as it was before a test edits its files.
    return workspace


def agreed(workspace):
    return workspace.plan.meetings[CLOSED].agreements[0].id


def set_place(workspace):
    return edit.set_fields(workspace, CLOSED, [Assignment(("place",), "=", "Managua")])


def by_another_program(workspace):
    path = workspace.root / FILE
    path.write_text(path.read_text().replace("Host a seminar.", "Host two seminars."))
    return external_edits.record_external_edits(workspace)


def without_the_file(workspace):
    (workspace.root / FILE).unlink()
    return external_edits.record_external_edits(workspace)


CORRECTIONS = {
    "place": set_place,
    "text": lambda w: agreements.edit(w, CLOSED, [agreed(w)], [Assignment(("text", "en"), "=", "Host two.")]),
    "number": lambda w: agreements.edit(w, CLOSED, [agreed(w)], [Assignment(("number",), "=", "9")]),
    "new agreement": lambda w: agreements.add(w, CLOSED, {"en": "Forgotten."}),
    "withdrawn": lambda w: agreements.withdraw(w, CLOSED, [agreed(w)]),
    "undone": lambda w: (
        undo.undo(w, next(each.commit for each in undo.undoable(w) if "2 added" in each.subject)).change
    ),
    "by another program": by_another_program,
    "without the file": without_the_file,
}


@pytest.mark.parametrize("make", CORRECTIONS.values(), ids=CORRECTIONS)
def test_a_correction_has_to_be_asked_for(closed, run_git, make):
    head = run_git(closed.root, "rev-parse", "HEAD")
    change = make(closed)
    how = {"with_external_edits": True, "reason": "As signed"}
    with pytest.raises(CorrectionNeeded, match=f"{CLOSED} is closed.*--correct"):
        record(closed, change, **how)
    with pytest.raises(CorrectionNeeded):
        closed.preview(change, attribute(closed.plan, change, RecordOptions(**how)))
    assert run_git(closed.root, "rev-parse", "HEAD") == head
    made = record(closed, change, correct=True, **how)
    assert made.by.meeting == "none"
    assert f"As signed\n\nMeeting: none\nFile: {FILE}\n" in made.message
    assert f"Corrects: {CLOSED}" in made.message


FOLLOWING = {
    "linked": lambda w: agreements.place(w, CLOSED, [agreed(w)], ["HR-4.2"]),
    "no item": lambda w: agreements.no_item(w, CLOSED, [agreed(w)], "A rule."),
}


@pytest.mark.parametrize("make", FOLLOWING.values(), ids=FOLLOWING)
def test_what_follows_from_it_is_no_correction(closed, make):
    made = record(closed, make(closed))
    assert (made.by.meeting, "Corrects" in made.message) == (OPEN, False)


def test_an_item_that_moves_takes_its_agreement_along(closed):
    record(closed, agreements.place(closed, CLOSED, [agreed(closed)], ["HR-4.2"]))
    assert "Corrects" not in record(closed, items.move(closed, "HR-4.2", "HR-5")).message


def test_an_answer_to_an_agreement_is_no_correction(closed):
    asked = [Assignment(("request", "from"), "=", ["MX"])]
    record(closed, agreements.edit(closed, CLOSED, [agreed(closed)], asked), correct=True, reason="As signed")
    answered = [Assignment(("request", "received", "MX"), "=", "2007-12-01")]
    assert "Corrects" not in record(closed, agreements.edit(closed, CLOSED, [agreed(closed)], answered)).message


@pytest.mark.parametrize("status", ["open", "planned"])
def test_a_closed_meeting_is_not_opened_again_by_hand(closed, status):
    path = closed.root / FILE
    path.write_text(path.read_text().replace("status: closed", f"status: {status}"))
    change = external_edits.record_external_edits(closed)
    with pytest.raises(BadValue, match="back to closed"):
        record(closed, change, with_external_edits=True, correct=True, reason="Why")


def test_a_meeting_is_not_closed_by_hand(closed):
    path = closed.root / f"meetings/{OPEN}.yaml"
    path.write_text(path.read_text().replace("status: open", "status: closed"))
    with pytest.raises(BadValue, match="rcm meeting close"):
        record(closed, external_edits.record_external_edits(closed), with_external_edits=True)
    with pytest.raises(BadValue, match="not set by hand"):
        edit.set_fields(closed, OPEN, [Assignment(("status",), "=", "closed")])


def test_the_undo_of_a_closing_is_no_correction(workspace):
    closing = record(workspace, meetings.close(workspace, CLOSED))
    undone = record(workspace, undo.undo(workspace, closing.commit).change)
    assert "Corrects" not in undone.message
    assert workspace.plan.meetings[CLOSED].status == "open"
    record(workspace, undo.redo(workspace).change)
    assert workspace.plan.meetings[CLOSED].status == "closed"


def test_nothing_else_is_called_a_correction(closed):
    session = Session(closed)
    with pytest.raises(BadValue, match="leave out --correct"):
        session.record(
            lambda w: edit.set_status(w, "HR-4.2", "completed"), RecordOptions(correct=True, reason="Why")
        ).advance()
    with pytest.raises(BadValue, match="leave out --meeting"):
        session.record(set_place, RecordOptions(correct=True, reason="Why", meeting=OPEN)).advance()


def test_whether_to_correct_is_asked_before_the_meeting(closed):
    record(closed, meetings.new(closed, "2007-12-rcm", body="RCGM", dates="2007-12", open_now=True))
    conversation = Session(closed).record(set_place, RecordOptions())
    asked = []

    class Person:
        def correction(self, needed):
            asked.append(needed.meetings)
            return "As signed"

    step = conversation.advance()
    while step is not None:
        step = conversation.advance(step(Person()))
    assert asked == [(CLOSED,)]
    assert "As signed\n\nMeeting: none\n" in conversation.result.message


def test_without_a_reason_it_is_not_corrected(closed):
    conversation = Session(closed).record(set_place, RecordOptions(correct=True))
    assert conversation.advance() is not None
    assert conversation.advance("") is None
    assert conversation.result is None


def test_an_unofficial_translation_is_no_part_of_the_record(closed):
    def set_text(words, draft):
        given = [("text", "es"), "=", words], [("draft",), "=", draft]
        changed = [Assignment(*each) for each in given if each[2] is not None]
        return agreements.edit(closed, CLOSED, [agreed(closed)], changed)

    assert "Corrects" not in record(closed, set_text("Celebrar un seminario.", ["es"])).message
    assert "Corrects" not in record(closed, set_text("Organizar un seminario.", None)).message
    with pytest.raises(CorrectionNeeded):
        record(closed, set_text(None, ""))  # as if it had been adopted
    with pytest.raises(CorrectionNeeded):
        record(closed, set_text("Organizar dos.", ""))
    english = [Assignment(("draft",), "+=", ["en"])]
    with pytest.raises(CorrectionNeeded):
        record(closed, agreements.edit(closed, CLOSED, [agreed(closed)], english))
