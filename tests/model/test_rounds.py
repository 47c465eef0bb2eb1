"""The rounds of requests that recur: when each is over, and which answers belong to it."""

from __future__ import annotations

import datetime
from dataclasses import replace
from itertools import islice

import pytest

from rcm_tui.model.entries import Answer, Request
from rcm_tui.model.items import Body, PlanInfo
from rcm_tui.model.meetings import Meeting
from rcm_tui.model.plan import Plan
from rcm_tui.model.rounds import current_round, in_round, other_rounds, place_of, recurs, round_of, rounds
from rcm_tui.model.rules import deadline, read
from rcm_tui.model.states import MeetingStatus


def meeting(name: str, dates: str | None, status: str = "planned") -> Meeting:
    return Meeting(id=name, body="RCGM", dates=dates, status=MeetingStatus(status))


PLAN = Plan(
    info=PlanInfo(title={"en": "Plan"}, bodies={"RCGM": Body(name={"en": "Consultation Group"})}),
    actors={},
    items={},
    archived=frozenset(),
    meetings={
        each.id: each
        for each in (
            meeting("may", "2007-05-15/2007-05-17", "closed"),
            meeting("nov", "2007-11-27/2007-11-29"),
            meeting("later", None),
        )
    },
)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def first(request: Request, count: int, meeting_id: str | None = None) -> list[tuple[str, str | None]]:
    return [(one.key, one.due.text if one.due else None) for one in islice(rounds(PLAN, request, meeting_id), count)]


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (Request(every="RCGM"), [("may", "2007-05-15/2007-05-17"), ("nov", "2007-11-27/2007-11-29"), ("later", None)]),
        (Request(due="before RCGM"), [("may", "2007-05-14"), ("nov", "2007-11-26"), ("later", None)]),
        (Request(due="2007-06", every="RCGM"), [("2007-06", "2007-06"), ("nov", "2007-11-27/2007-11-29")]),
        (
            Request(due_meeting="may", every="RCGM"),
            [("may", "2007-05-15/2007-05-17"), ("nov", "2007-11-27/2007-11-29")],
        ),
        (Request(due="2007-01-31", every="P1M"), [(d, d) for d in ("2007-01-31", "2007-02-28", "2007-03-31")]),
        (
            Request(due="2007-01-31, 2007-03-15", every="P1Y"),
            [(d, d) for d in ("2007-01-31", "2007-03-15", "2008-01-31")],
        ),
        (Request(due="2007-03", every="P3M"), [(d, d) for d in ("2007-03", "2007-06", "2007-09")]),
        (Request(sent="2007-01-10", every="P6M"), [(d, d) for d in ("2007-01-10", "2007-07-10", "2008-01-10")]),
        (Request(every="P6M"), []),
        (Request(due="within P60D", every="RCGM"), [("may", "2007-07-16"), ("nov", "2008-01-28"), ("later", None)]),
    ],
)
def test_rounds_follow_meetings_and_periods(request_, expected):
    assert recurs(PLAN, request_)
    assert first(request_, len(expected) or 1, "may" if request_.due == "within P60D" else None) == expected


def test_the_deadline_is_that_of_the_current_round():
    monthly = Request(due="2007-01-31", every="P1M")
    on = {
        "2007-01-15": "2007-01-31",
        "2007-02-01": "2007-02-28",
        "2007-03-01": "2007-03-31",
        "2007-04-02": "2007-04-30",
    }
    for when, due in on.items():
        assert str(deadline(PLAN, monthly, None, day(when)).text) == due
    assert deadline(PLAN, Request(due="2007-06", every="RCGM"), None, day("2007-07-01")).text.startswith("2007-11-27")


def test_a_closed_meeting_ends_its_round():
    request = Request(every="RCGM")
    assert current_round(PLAN, request, None, day("2007-05-15")).key == "nov"
    assert current_round(PLAN, request, None, day("2008-01-01")).key == "later"
    # What was answered then still belongs to it.
    assert round_of(PLAN, request, None, read("2007-05-15"), day("2007-06-01")).key == "may"


def test_an_answer_of_the_last_day_of_a_round_belongs_to_it():
    monthly = Request(due="2007-01-31", every="P1M")
    assert str(round_of(PLAN, monthly, None, read("2007-02-28"), day("2007-06-01")).due) == "2007-02-28"
    assert str(round_of(PLAN, monthly, None, read("2007-03-01"), day("2007-06-01")).due) == "2007-03-31"


@pytest.mark.parametrize(
    "request_",
    [
        Request(every="RCGM", from_=("MX", "CA")),
        Request(due="before RCGM", from_=("MX", "CA")),
        Request(due="2007-05-20", every="P6M", from_=("MX", "CA")),
        Request(every="P3M", from_=("MX", "CA")),
    ],
)
def test_an_answer_counts_for_one_round(request_):
    given = {"MX": "2007-05-12", "CA": Answer(date="2007-05-13")}
    answered = replace(request_, received=given)
    on = day("2007-11-01")
    assert in_round(PLAN, answered, None, on).received == {}
    others = {
        actor: answer for _one, found in other_rounds(PLAN, answered, None, on) for actor, answer in found.items()
    }
    assert others == given


def test_an_answer_that_was_recorded_for_a_round_stays_in_it():
    request = Request(every="RCGM", received={"MX": "2007-05-12"}, rounds={"nov": {"MX": "2007-10-01"}})
    assert in_round(PLAN, request, None, day("2007-11-01")).received == {"MX": "2007-10-01"}
    wanted = current_round(PLAN, request, None, day("2007-11-01"))
    assert place_of(PLAN, request, None, wanted, "MX", day("2007-11-01")) == ("rounds", "nov", "MX")
    assert [(one.key, dict(found)) for one, found in other_rounds(PLAN, request, None, day("2007-11-01"))] == [
        ("may", {"MX": "2007-05-12"})
    ]


def test_what_does_not_recur_has_one_ledger():
    request = Request(due="2007-05-01", received={"MX": "2006-01-01"})
    assert in_round(PLAN, request, None, day("2009-01-01")) is request
    assert list(other_rounds(PLAN, request, None, day("2009-01-01"))) == []
