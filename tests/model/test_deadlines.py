"""Deadlines in words, in files, and the days that they mean."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from rcm_tui.model.deadlines import Deadline, dates_of, next_of
from rcm_tui.model.errors import BadValue
from rcm_tui.model.items import Body, PlanInfo
from rcm_tui.model.meetings import Meeting
from rcm_tui.model.plan import Plan
from rcm_tui.model.states import MeetingStatus
from rcm_tui.model.types import Context

BODIES = {"RCGM": Body(name={"en": "Regional Consultation Group on Migration"}), "RCM": Body(name={"en": "Conference"})}
DATES = {
    "2006-05-rcgm": "2006-05-10/2006-05-12",
    "2006-11-rcgm": "2006-11-27/2006-11-29",
    "2007-05-rcgm": "2007-05",
    "2008-rcgm": "2008",
    "2009-rcgm": None,
}


@pytest.fixture(scope="module")
def plan() -> Plan:
    meetings = {
        date: Meeting(id=date, body="RCGM", dates=dates, status=MeetingStatus.PLANNED) for date, dates in DATES.items()
    }
    meetings["2006-12-rcm"] = Meeting(id="2006-12-rcm", body="RCM", dates="2006-12-04", status=MeetingStatus.PLANNED)
    return Plan(PlanInfo(title={"en": "A"}, bodies=BODIES), {}, {}, frozenset(), meetings)


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("15 August 2006", "2006-08-15"),
        ("before each RCGM", "before RCGM"),
        ("Before every meeting of the RCGM", "before RCGM"),
        ("within thirty days of the meeting", "within P30D"),
        ("before each Regional Consultation Group on Migration", "before RCGM"),
        ("antes de cada reunión del RCGM", "before RCGM"),
        ("before RCGM", "before RCGM"),
        ("within 60 days of the meeting", "within P60D"),
        ("2 weeks after the meeting", "within P14D"),
        ("dentro de los 60 días siguientes a la reunión", "within P60D"),
        ("within 3 months of 2006-11-rcgm", "within P3M of 2006-11-rcgm"),
        ("within P60D of 2006-11-rcgm", "within P60D of 2006-11-rcgm"),
        ("15 Feb 2007; 31 March, 2007", "2007-02-15, 2007-03-31"),
        ("2007-02-15, 2007-03-31", "2007-02-15, 2007-03-31"),
        ("15 February 2007 and 31 March 2007", "2007-02-15, 2007-03-31"),
        ("15 February and 31 March 2007", "2007-02-15, 2007-03-31"),
        ("15 de febrero y 31 de marzo de 2007", "2007-02-15, 2007-03-31"),
        ("31 July 2007, before each RCGM", "2007-07-31, before RCGM"),
        ("FY2006 and 2008", "2006~, 2008"),
    ],
)
def test_words_are_kept_in_one_form_which_reads_the_same(plan, words, kept):
    context = Context(plan, "GA-1.1", datetime.date(2006, 11, 29))
    assert Deadline().read(words, "due", context) == kept
    assert Deadline().read(kept, "due", context) == kept
    assert list(Deadline().check(kept, "due", context)) == []
    for language in ("en", "es"):
        assert Deadline().read(Deadline().format(kept, language), "due", context) == kept


@pytest.mark.parametrize("words", ["whenever", "before each XYZ", "within days of the meeting", "2006-13-45, 2007"])
def test_other_words_are_refused(plan, words):
    with pytest.raises(BadValue):
        Deadline().read(words, "due", Context(plan))


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("before XYZ", "unknown-body"),
        ("within P60D of 1999-rcm", "unknown-meeting"),
        ("soon", "bad-date"),
        ("within P9999Y of 2006-11-rcgm", "bad-period"),
    ],
)
def test_what_files_say_is_checked(plan, value, code):
    assert [found.code for found in Deadline().check(value, "due", Context(plan))] == [code]


@pytest.mark.parametrize(
    ("due", "meeting", "days"),
    [
        ("2006-08-15", None, ["2006-08-15"]),
        ("2007-03-31, 2007-02-15", None, ["2007-02-15", "2007-03-31"]),
        ("within P60D", "2006-11-rcgm", ["2007-01-28"]),
        ("within P60D", None, []),
        ("within P60D", "2009-rcgm", []),
        ("within P9999Y, 2007", "2006-11-rcgm", ["2007"]),
        ("within P1M of 2006-05-rcgm", "2006-11-rcgm", ["2006-06-12"]),
        ("before RCGM", "2006-05-rcgm", ["2006-11-26", "2007-04-30"]),
        ("before RCGM", None, ["2006-05-09", "2006-11-26", "2007-04-30"]),
    ],
)
def test_the_days_that_a_deadline_means(plan, due, meeting, days):
    assert [str(day) for day in dates_of(plan, due, meeting)] == days


def test_the_next_day_is_the_first_that_has_not_passed_else_the_last(plan):
    days = dates_of(plan, "2007-02-15, 2007-03-31")
    for on, expected in ((datetime.date(2007, 2, 15), "2007-02-15"), (datetime.date(2007, 2, 16), "2007-03-31")):
        assert str(next_of(days, on)) == expected
    assert str(next_of(days, datetime.date(2008, 1, 1))) == "2007-03-31"
    assert next_of((), datetime.date(2008, 1, 1)) is None


def test_before_each_meeting_means_the_only_body(plan):
    with pytest.raises(BadValue, match="say of which body: before each"):
        Deadline().parse("before each meeting", "due", Context(plan))
    alone = replace(plan, info=replace(plan.info, bodies={"RCGM": BODIES["RCGM"]}))
    assert Deadline().parse("before each meeting", "due", Context(alone)) == "before RCGM"
    assert Deadline().parse("antes de cada reunión", "due", Context(alone)) == "before RCGM"
