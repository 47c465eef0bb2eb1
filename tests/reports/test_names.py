"""Values in words: dates, periods, amounts, actors, meetings."""

import datetime

import pytest

from rcm_tui import i18n
from rcm_tui.model.dates import in_brief, parse
from rcm_tui.model.dates.phrases import read_date
from rcm_tui.model.entries import Funding
from rcm_tui.model.items import Actor, Body, PlanInfo
from rcm_tui.model.meetings import Meeting
from rcm_tui.model.plan import Plan
from rcm_tui.model.rules import Day
from rcm_tui.model.states import ActorKind, MeetingStatus
from rcm_tui.reports import names

ACTORS = {
    "MX": Actor(kind=ActorKind.MEMBER, name={"en": "Mexico", "es": "México"}),
    "IOM": Actor(kind=ActorKind.ORGANIZATION, name={"en": "Organization"}, short={"en": "IOM", "es": "OIM"}),
    "TS": Actor(kind=ActorKind.OFFICE, name={"en": "Technical Secretariat"}),
    "all": Actor(kind=ActorKind.GROUP, name={"en": "Everybody"}, members=("MX", "IOM", "TS")),
}
PLAN = Plan(
    PlanInfo(title={"en": "P"}, bodies={"B": Body(name={"en": "Board"}, short={"en": "BD"})}), ACTORS, {}, (), {}
)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("today", "(today)"),
        ("as_of", "(the plan's reference date)"),
        ("option", "(--on)"),
        ("meeting", "(the last day of the meeting)"),
        ("edition", "(when the edition was made)"),
    ],
)
def test_the_day_that_counts_is_said_with_where_it_comes_from(source, said):
    day = Day(datetime.date(2006, 11, 29), source, "2006-11-rcgm")
    assert names.counted_from(day) == f"As of 29 November 2006 {said}."
    assert names.dated(day) == f"Dated 29 November 2006 {said}."


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2006-11-27/2006-11-29", "27-29 November 2006"),
        (parse("2006-11"), "November 2006"),
        (datetime.date(2006, 11, 29), "29 November 2006"),
        (datetime.datetime(2006, 11, 29, 23, 59, tzinfo=datetime.UTC), "29 November 2006"),
        ("some\x1b[31mday", "some␛[31mday"),
        (None, ""),
        ("", ""),
    ],
)
def test_a_date_of_any_form_is_described_and_no_date_is_shown_as_written(when, said):
    assert names.date_words(when) == said


def test_a_request_recurs_by_period_or_by_meetings():
    assert names.recurrence_words("P6M") == "every 6 months"
    assert [names.recurrence_words(every) for every in ("P1Y", "P1M", "P7D", "P1W")] == [
        *("every year", "every month", "every 7 days", "every week"),
    ]
    assert names.recurrence_words("B") == "at every B"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("form", ["2006-{0:02}", "2006-{0:02}-15", "2006-{0:02}-27/2006-{0:02}-28"])
def test_a_date_in_brief_is_narrow_and_reads_as_the_same_date(form, language):
    i18n.use(language)
    for month in range(1, 13):
        date = form.format(month)
        brief = names.brief_date_words(date)
        assert len(brief) <= len("27-28 Nov 2006")
        assert read_date(brief).text == date


def test_a_language_of_the_plan_keeps_its_months_whole():
    assert in_brief("3 septembre 2006", "fr") == "3 septembre 2006"


def test_funding_names_amounts_and_those_who_pay():
    funding = Funding(cost=60000, currency="USD", by=("IOM", "MX"), missing=1500)
    assert names.funding_words(PLAN, funding) == "costs 60,000 USD; paid by IOM, Mexico; missing 1,500 USD"


def test_an_actor_is_called_by_abbreviation_name_or_code():
    assert [names.actor_short(PLAN, code) for code in ("MX", "IOM", "TS", "all", "XX")] == [
        *("Mexico", "IOM", "TS", "Everybody", "XX")
    ]
    assert [names.actor_name(PLAN, code) for code in ("TS", "XX")] == ["Technical Secretariat", "XX"]
    assert names.people_words(PLAN, ("TS", "MX")) == "TS, Mexico"
    assert names.people_words(PLAN, ("TS", "IOM", "MX")) == "Everybody"
    i18n.use("es")
    try:
        assert names.actor_short(PLAN, "IOM") == "OIM"
    finally:
        i18n.use("en")


def test_a_meeting_is_called_by_ordinal_title_or_body_and_its_date():
    def called(**more):
        return names.name_of(PLAN, Meeting(id="m", body="B", status=MeetingStatus.CLOSED, **more))

    assert called(ordinal="XI", title={"en": "Long"}, dates="2006-05") == "XI BD, May 2006"
    assert called(title={"en": "Workshop"}, dates="2006-05") == "Workshop, May 2006"
    assert called() == "BD"
    assert [names.meeting_name(PLAN, each) for each in (None, "none", "gone")] == ["between meetings"] * 2 + ["gone"]
