"""Deadlines of items themselves: written in words, counted, and what they were before they were put off."""

from __future__ import annotations

import pytest

RECORD = ("--between-meetings", "-m", "The board asked")


@pytest.mark.parametrize(
    ("words", "written", "shown"),
    [
        ("by March 2007 at the latest", "2007-03", "March 2007"),
        ("third quarter of 2007", "2007-35", "3rd quarter of 2007"),
        ("2007-2009", "2007/2009", "2007 to 2009"),
        ("31 March and 30 June 2007", "2007-03-31, 2007-06-30", "31 March 2007; 30 June 2007"),
        ("before each COUNCIL", "before COUNCIL", "before each COUNCIL"),
        ("within 60 days of 2006-05-council", "within P60D of 2006-05-council", "within 60 days of"),
    ],
)
def test_a_deadline_is_written_in_words(plan, rcm, words, written, shown):
    done = rcm("edit", "GA-1.1", "--due", words, *RECORD)
    assert done.status == 0, done.err
    assert rcm("show", "GA-1.1", "--json").json["item"]["due"] == written
    assert shown in rcm("show", "GA-1.1").out
    assert rcm("check").status == 0


def test_what_is_counted_from_a_meeting_names_it(plan, rcm):
    refused = rcm("set", "GA-1.1", "due=within 60 days of the meeting", *RECORD)
    assert refused.status == 2 and "which meeting" in refused.err
    assert rcm("meeting", "open", "2006-11-council").status == 0
    assert rcm("set", "GA-1.1", "due=within 60 days of the meeting").status == 0
    assert rcm("show", "GA-1.1", "--json").json["item"]["due"] == "within P60D of 2006-11-council"


def test_an_item_is_overdue_until_it_is_done(plan, rcm):
    assert (
        rcm("add", "GA-2", "--text", "OPEN A GATE", "--responsible", "MX", "--due", "October 2006", *RECORD).status == 0
    )
    assert rcm("set", "GA-1", "due=2008", *RECORD).status == 0
    assert "GA-2.1" in rcm("--on", "2006-11-01", "list", "is:overdue").out
    assert "GA-2.1" not in rcm("--on", "2006-10-31", "list", "is:overdue").out
    assert [row[0] for row in rcm("list", "due:2008").rows] == ["GA-1"]
    status = rcm("--on", "2006-11-01", "status", "--json").json["deadlines"]
    assert [each["key"] for each in status["passed"] if each["what"] == "item"] == ["GA-2.1"]
    assert [each["key"] for each in status["toCome"] if each["what"] == "item"] == ["GA-1"]
    assert "October 2006" in rcm("--on", "2006-11-01", "publish", "md", "--country", "MX", "-o", "-").out
    assert "Deadline: GA-2.1" in rcm("publish", "ics", "-o", "-").out
    assert ",due," in rcm("publish", "csv", "-o", "-").out.splitlines()[0]
    assert rcm("set", "GA-2.1", "status=completed", "--requests", "closed", *RECORD).status == 0
    assert "GA-2.1" not in rcm("--on", "2006-11-01", "list", "is:overdue").out


def test_a_deadline_that_was_put_off_says_from_when(plan, rcm):
    assert rcm("set", "GA-1.1", "due=2006-12", *RECORD).status == 0
    assert rcm("meeting", "open", "2006-11-council").status == 0
    assert rcm("set", "GA-1.1", "due=2007-06").status == 0
    assert rcm("set", "GA-1.1", "due=2007-09").status == 0
    assert "was December 2006" in rcm("show", "GA-1.1").out
    assert "Due by: September 2007 (was December 2006)" in rcm("minutes", "2006-11-council").out
    assert rcm("set", "GA-1.1", "due=2006-12").status == 0
    assert "was December 2006" not in rcm("show", "GA-1.1").out, "it is what it was"


def test_the_status_report_says_from_when(plan, rcm):
    assert rcm("set", "GA-1.1", "due=2006-12", *RECORD).status == 0
    assert rcm("meeting", "open", "2006-11-council").status == 0
    assert rcm("meeting", "close", "2006-11-council", "--yes").status == 0
    assert rcm("set", "GA-1.1", "due=2007-06", *RECORD).status == 0
    deadlines = rcm("status", "--json").json["deadlines"]
    (found,) = [
        deadline for name in ("passed", "toCome") for deadline in deadlines[name] if deadline["key"] == "GA-1.1"
    ]
    assert found["was"] == "2006-12"
    assert "deadline, was December 2006" in rcm("status").out
