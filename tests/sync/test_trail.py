"""After a synchronising, every field still belongs to the record that set it."""

from __future__ import annotations

import pytest

from rcm_tui.workflow.minutes import minutes
from rcm_tui.workflow.whole_history import WholeHistory
from rcm_tui.workflow.workspace import Workspace


def blamed(clone, key="HR-1.2"):
    rows = [line.split("\t") for line in clone("blame", key).splitlines()]
    return {row[0]: row[4] for row in rows}


def apart(office):
    office.luis("sync")
    office.ana("set", "HR-1.2", "status=completed")
    office.ana("entry", "HR-1.2", "--add", "--text", "OF ANA", "--date", "2007-05")
    office.ana("sync")


def test_a_field_belongs_to_who_set_it_on_either_side(office):
    apart(office)
    office.luis("set", "HR-1.2", "responsible+=MX")
    office.luis("entry", "HR-1.2", "--add", "--text", "OF LUIS", "--date", "2007-06")
    office.luis("sync")
    owners = blamed(office.luis)
    assert (owners["status"], owners["responsible"]) == ("Ana", "Luis")
    texts = {entry["text"]["en"]: entry["id"] for entry in office.luis.data("HR-1.2")["calendar"]}
    assert owners[f"calendar.{texts['OF ANA']}.date"] == "Ana"
    assert owners[f"calendar.{texts['OF LUIS']}.date"] == "Luis"
    log = office.luis("log", "HR-1.2")
    assert "Synchronised" not in log and "completed" in log


def test_a_decided_field_belongs_to_the_side_that_was_taken(office):
    apart(office)
    office.luis("set", "HR-1.2", "status=cancelled")
    office.luis("set", "HR-1.2", "priority=high")
    office.luis("sync", "--theirs")
    assert blamed(office.luis)["status"] == "Ana"
    office.ana("sync")
    office.ana("set", "HR-1.2", "status=active")
    office.ana("sync")
    office.luis("set", "HR-1.2", "status=postponed")
    office.luis("sync", "--ours")
    assert blamed(office.luis)["status"] == "Luis"
    office.ana("set", "HR-1.4", "status=completed")
    office.ana("sync", "--ours")
    assert blamed(office.ana)["status"] == "Luis"


def test_what_happened_between_meetings_is_not_what_a_synchronising_joined(office):
    apart(office)
    office.luis("set", "HR-1.2", "responsible+=MX")
    office.luis("sync")
    shown = office.luis("minutes", "2006-11-rcgm")
    assert "ompleted" in shown and "Synchronised" not in shown


def test_an_item_that_got_another_id_keeps_its_history(office):
    apart(office)
    office.ana("add", "HR-1", "--text", "OF ANA")
    office.ana("sync")
    office.luis("add", "HR-1", "--text", "OF LUIS")
    office.luis("set", "HR-1.6", "status=active")
    office.luis("sync")
    assert office.luis.data("HR-1.7")["text"]["en"] == "OF LUIS"
    first, second = (office.luis("log", key).splitlines() for key in ("HR-1.6", "HR-1.7"))
    assert [row.split("\t")[3] for row in first] == ["Ana"]
    assert [row.split("\t")[3] for row in second] == ["Luis", "Luis"] and "2006-11-rcgm" in second[0]
    owners = {line.split("\t")[0]: line.split("\t")[3] for line in office.luis("blame", "HR-1.7").splitlines()}
    assert owners["text.en"] == owners["status"] == "2006-11-rcgm"
    shown = office.luis("minutes", "2006-11-rcgm")
    assert "HR-1.6" in shown and "HR-1.7" in shown
    office.luis("audit", "--anew")


def test_a_synchronising_names_only_what_it_changed_itself(office):
    apart(office)
    office.luis("archive", "HR-1.4", "-m", "Over")
    office.luis("set", "HR-1.2", "responsible+=MX")
    office.luis("sync")
    message = office.luis.git("log", "-1", "--format=%B")
    assert [line for line in message.splitlines() if line.startswith("Item:")] == ["Item: HR-1.2"]


def test_a_closing_that_is_undone_is_not_told_as_a_late_record(office):
    office.luis("sync")
    office.ana("meeting", "close", "2006-11-rcgm", "--yes")
    office.ana("sync")
    office.luis("set", "HR-1.2", "status=completed")
    office.luis("meeting", "close", "2006-11-rcgm", "--yes")
    office.luis("sync", "--theirs")
    assert office.luis.err.count("is without it") == 1 and "HR-1.2: status" in office.luis.err


def test_what_came_after_a_closing_is_told_as_such_and_corrects_the_meeting(office):
    """The agreement and the status of Luis are not in the edition that Ana's closing made."""
    office.ana("meeting", "close", "2006-11-rcgm", "--yes")
    office.ana("sync")
    office.luis("agreement", "add", "--text", "ASK MEXICO FOR A REPORT", "--item", "HR-1.5")
    office.luis("set", "HR-1.2", "status=completed")
    office.luis("sync")
    office.ana("sync")
    for clone in (office.ana, office.luis):
        shown = clone("minutes", "2006-11-rcgm")
        own, late = shown.split("Corrected or recorded after the meeting was closed")
        assert "Status: completed" in late and "Status: completed" not in own
        assert "ASK MEXICO" in late
        assert "Corrects: 2006-11-rcgm" in clone.git("log", "-1", "--format=%B")
        assert "Synchronised" in clone("meeting", "show", "2006-11-rcgm")
        clone("audit", "--anew")


@pytest.mark.parametrize("taken", ["--ours", "--theirs"])
def test_minutes_do_not_tell_what_a_synchronising_overruled(office, taken):
    office.luis("sync")
    office.ana("set", "HR-1.2", "status=completed")
    office.ana("archive", "HR-2.1", "-m", "Over")
    office.luis("set", "HR-1.2", "status=cancelled")
    office.luis("set", "HR-2.1", "responsible=MX")
    office.ana("sync")
    office.luis("sync", taken)
    office.luis("meeting", "close", "2006-11-rcgm", "--yes")
    stands, overruled = ("cancelled", "completed") if taken == "--ours" else ("completed", "cancelled")
    for told in (office.luis("minutes", "2006-11-rcgm"), office.luis("diff", "--of", "2006-11-rcgm")):
        assert stands in told and overruled not in told
        assert ("archived" in told.lower()) == (taken == "--theirs") and "added" not in told.lower()
    assert overruled in office.luis("log", "HR-1.2")
    workspace = Workspace.open(office.luis.root)
    for meeting in workspace.plan.meetings:
        assert minutes(workspace, meeting, WholeHistory(workspace)) == minutes(workspace, meeting)


def test_what_an_edition_held_is_told_though_it_was_overruled_later(office):
    office.luis("sync")
    office.luis("set", "HR-1.2", "status=cancelled")
    office.luis("meeting", "close", "2006-11-rcgm", "--yes")
    office.ana("set", "HR-1.2", "status=completed", "--between-meetings", "-m", "Known")
    office.ana("sync")
    office.luis("sync", "--theirs")
    assert "cancelled" in office.luis("minutes", "2006-11-rcgm")
