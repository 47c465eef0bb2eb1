"""The status report, the calendar file and the sheets of countries agree on what is due and what is to come."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from rcm_tui.model.dates import add, has_passed, parse_period
from rcm_tui.model.rules import Day, members_of_all
from rcm_tui.reports.country import country_document
from rcm_tui.reports.heading import EditionContext
from rcm_tui.reports.names import date_words
from rcm_tui.reports.status.calendar import DEADLINE, calendar_of_plan
from rcm_tui.reports.status.country import country_figures
from rcm_tui.reports.status.report import About, status_of_plan
from rcm_tui.reports.writers.ics import events
from rcm_tui.reports.writers.markdown import markdown
from rcm_tui.store.reader import PlanReader, load_files
from rcm_tui.workflow.figures import by_year

ROOT = Path(__file__).parents[2]
ON = datetime.date(2007, 1, 10)
FILES = {
    "plan/plan.yaml": "schema: 1\ntitle: {en: P}\nbodies: {RCGM: {name: {en: Group}}, RCM: {name: {en: Ministers}}}\n",
    "plan/actors.yaml": "MX: {kind: member, name: {en: Mexico}}\nCA: {kind: member, name: {en: Canada}}\n"
    "members: {kind: group, name: {en: All}, members: [MX, CA]}\nTS: {kind: office, name: {en: Secretariat}}\n",
    "meetings/2007-05-rcgm.yaml": "id: 2007-05-rcgm\nbody: RCGM\ndates: 2007-05-15/2007-05-17\nstatus: planned\n",
    "meetings/2006-11-rcgm.yaml": "id: 2006-11-rcgm\nbody: RCGM\ndates: 2006-11-27/2006-11-29\nstatus: closed\n"
    "agreements:\n- {id: hjn, text: {en: CIRCULATE THE LIST}, date: 2007-06, responsible: [members]}\n"
    "- {id: vbn, text: {en: SEND NAMES}, date: 2007-02-01, request: {from: [CA], due: 2007-02-01}}\n",
    "meetings/2007-rcm.yaml": "id: 2007-rcm\nbody: RCM\nstatus: planned\n",
    "plan/HR/HR.yaml": "id: HR\nnumber: 1\ntitle: {en: RIGHTS}\n",
    "plan/HR/HR-1/HR-1.yaml": "id: HR-1\nnumber: 1\ntext: {en: PROTECT}\n",
    "plan/HR/HR-1/HR-1.1.yaml": "id: HR-1.1\nnumber: 1\ntext: {en: LEARN}\nstatus: active\nresponsible: [MX]\n"
    "calendar:\n"
    "- {id: bdr, date: 2007-03-05, status: planned, text: {en: A SEMINAR}, actors: {CA: host}}\n"
    "- {id: kvt, date: 2006-03-05, status: completed, text: {en: A VISIT}}\n"
    "- {id: mzp, status: pending-input, text: {en: REPORT}, request: {from: [members], every: RCGM}}\n"
    "- {id: lhw, status: pending-input, text: {en: FIGURES}, request: {from: [MX], every: P6M, sent: 2006-08-01}}\n"
    "- {id: xyz, status: pending-input, text: {en: CONTACTS}, request: {from: [members], due: 2006-12}}\n"
    "- {id: ghj, date: 2007-03-06, status: cancelled, text: {en: NO MORE}}\n"
    "- {id: trw, date: 2007-05-15/2007-05-17, status: planned, event: 2007-05-rcgm, text: {en: THE MEETING}}\n",
    "archive/HR/HR-1/HR-1.2.yaml": "id: HR-1.2\nnumber: 2\ntext: {en: OLD}\nstatus: completed\ncalendar:\n"
    "- {id: bcd, status: pending-input, text: {en: STILL OWED}, request: {from: [CA], due: 2007-04}}\n",
}


@pytest.fixture(scope="module", params=["small", "real"])
def plan(request):
    if request.param == "real":
        return PlanReader(ROOT).read()
    return load_files({path: text.encode() for path, text in FILES.items()})


@pytest.fixture(scope="module")
def report(plan):
    return status_of_plan(plan, About(Day(ON, "option")))


def uid(one) -> str:
    suffix = {"request": "-due", "agreement": "-date"}[one.deadline] if one.what == DEADLINE else ""
    return one.key.replace("/", "-") + suffix


def test_the_calendar_file_holds_the_calendar_ahead_each_event_once(plan, report):
    written = list(events(plan, ON))
    assert len({each.uid for each in written}) == len(written)
    ahead = {uid(each) for each in report.ahead if each.date is not None and each.date.last is not None}
    horizon = add(ON, parse_period("P1Y"))
    over = {uid(each) for each in calendar_of_plan(plan, ON) if each.is_over}
    assert ahead == {each.uid for each in written if each.last >= ON and each.first <= horizon} - over


def test_the_calendar_is_the_same_with_deadlines_of_the_report_and_has_each_date_in_its_years(plan, report):
    found = calendar_of_plan(plan, ON, report.deadlines)
    assert found == calendar_of_plan(plan, ON)
    years = by_year(found)
    for ahead in found:
        if (when := ahead.when) is not None and when.first is not None and when.last is not None:
            assert ahead in years[when.first.year]
            assert ahead in years[when.last.year]
    places = {id(ahead): place for place, ahead in enumerate(found)}
    for dates in years.values():
        order = [places[id(ahead)] for ahead in dates]
        assert order == sorted(set(order))


def test_the_calendar_file_holds_every_deadline_of_the_report(plan, report):
    written = {event.uid for event in events(plan, ON)}
    for each in (*report.deadlines.passed, *report.deadlines.to_come):
        owner, member = each.key.split("/")
        suffix = {"request": "-due", "agreement": "-date", "entry": ""}[each.what]
        if each.what != "entry":
            assert f"{owner}-{member}{suffix}" in written
        elif not has_passed(each.date, ON):
            entry = next(entry for entry in plan.items[owner].calendar if entry.id == member)
            assert (entry.event or f"{owner}-{member}") in written


def test_sheets_hold_every_date_of_the_report_that_concerns_the_country(plan, report):
    everything = (*report.deadlines.passed, *report.deadlines.to_come)
    for code in plan.actors:
        figures = country_figures(plan, code, ON)
        expected = [each for each in everything if code in members_of_all(plan, each.actors)]
        assert list(figures.deadlines) == expected
        printed = sheet(plan, code)
        for each in expected:
            assert date_words(each.date) in printed, (code, each.key)


def sheet(plan, code) -> str:
    context = EditionContext(datetime.datetime(2007, 1, 10, tzinfo=datetime.UTC), None, "", False, {}, {}, "now")
    return re.sub(r"\s+", " ", markdown(country_document(plan, context, code, ON)).decode())


def test_what_the_small_plan_asks_of_canada():
    plan = load_files({path: text.encode() for path, text in FILES.items()})
    figures = country_figures(plan, "CA", ON)
    assert [(deadline.key, deadline.date.text) for deadline in figures.deadlines] == [
        ("HR-1.1/xyz", "2006-12"),
        ("2006-11-rcgm/vbn", "2007-02-01"),
        ("HR-1.2/bcd", "2007-04"),
        ("HR-1.1/mzp", "2007-05-15/2007-05-17"),
        ("2006-11-rcgm/hjn", "2007-06"),
    ]
    assert [part.key for part in figures.hosts] == ["HR-1.1/bdr"]
    printed = sheet(plan, "CA")
    for words in ("A SEMINAR", "CIRCULATE THE LIST", "STILL OWED", "15-17 May 2007, at every RCGM"):
        assert words in printed
    mexico = [(deadline.key, deadline.date.text) for deadline in country_figures(plan, "MX", ON).deadlines]
    assert ("HR-1.1/lhw", "2007-02-01") in mexico and ("HR-1.1/bdr", "2007-03-05") in mexico
