"""What screens show of the whole plan is the same whether this process counts it or another one."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

import pytest

from rcm_tui import i18n
from rcm_tui.model.dates.edtf import parse
from rcm_tui.reports.status.page import sections
from rcm_tui.workflow import counting as module
from rcm_tui.workflow.counting import (
    ALL_COUNTRIES,
    ALL_REQUESTS,
    ARCHIVE,
    CALENDAR,
    COUNTRIES,
    HOME,
    REQUESTS,
    STATUS,
    Counting,
    Source,
    Stopped,
)
from rcm_tui.workflow.figures import Figures
from rcm_tui.workflow.listed import _period

EVERY = (HOME, CALENDAR, STATUS, REQUESTS, ALL_REQUESTS, COUNTRIES, ALL_COUNTRIES, ARCHIVE)


@pytest.fixture
def view(sample_workspace):
    return sample_workspace.snapshot()


@pytest.fixture
def is_large(monkeypatch):
    monkeypatch.setattr(module, "LARGE", 0)


def unpacked(part: Any) -> Any:
    """Return what a part is made of, with everything in it unpacked."""
    if callable(part):
        return unpacked(part())
    if hasattr(part, "__slots__") and not isinstance(part, str | tuple):
        try:
            return {name: unpacked(getattr(part, name)) for name in type(part).__slots__}
        except AttributeError:
            return list(part)
    if isinstance(part, dict):
        return {key: unpacked(value) for key, value in part.items()}
    return list(map(unpacked, part)) if isinstance(part, list | tuple) else part


@pytest.mark.parametrize("language", ["en", "es"])
def test_another_process_counts_what_this_one_does(view, is_large, language):
    i18n.use(language)
    for first in EVERY:
        counting, source = Counting(view, view.plan, first), Source(view, view.plan)
        for name in counting.parts:
            assert unpacked(counting._awaited[name].result()) == unpacked(source.part(name)), name
    assert isinstance(source.part(HOME), Figures)


def test_the_parts_are_those_of_the_status_report(view):
    source = Source(view, view.plan)
    alone, dates, report = Source(view, view.plan).part(REQUESTS), source.part(CALENDAR), source.report
    assert list(source.part(REQUESTS).requests) == list(alone.requests) == [each.asked for each in report.waiting]
    assert list(dates.passed.dates) == list(report.deadlines.passed) and dates.passed.dates
    assert [date for period in dates.periods for date in period.dates] == list(report.ahead)
    shown = {figure.name: figure.behind() for group in source.part(STATUS).groups for figure in group.figures}
    listed = {section.name: section for section in sections(report)}
    assert {"waiting", "passed", "calendar", "nobody"} <= shown.keys() & listed.keys()
    for name in shown.keys() & listed.keys():
        assert list(shown[name].rows) == list(listed[name].rows[:150])


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2007", "2007"),
        ("2007?", "2007"),
        ("2007-33", "2007-33"),
        ("2007-01~", "2007-01"),
        ("2007-01-31", "2007-01"),
        ("2007-01-31/2007-02-02", "2007-01"),
        ("2007/2008", "2007"),
        ("../2007-01", ""),
    ],
)
def test_a_date_stands_under_no_more_than_is_known_of_it(text, period):
    """What was dated 2007 stood under January 2007."""
    assert _period(parse(text)) == period


def test_requests_with_a_date_come_first(view):
    found = Source(view, view.plan).part(ALL_REQUESTS)
    has_date = [asked.deadline is not None for asked in found.requests]
    assert has_date == sorted(has_date, reverse=True) and sum(has_date) == found.dated
    assert found.keys == tuple(asked.key for asked in found.requests) and found.keys


def test_nothing_is_counted_once_it_is_stopped(view, is_large):
    counting = Counting(view, view.plan, HOME)
    counting.stop()
    for name in counting.parts:
        with pytest.raises(Stopped):
            counting.part(name)
    assert isinstance(counting._awaited[HOME], Future)


def test_a_plan_that_no_other_process_can_count_is_counted_here(view, is_large, monkeypatch):
    monkeypatch.setattr("sys.executable", "/bin/false")
    counting = Counting(view, view.plan, CALENDAR)
    assert unpacked(counting.part(CALENDAR)) == unpacked(Source(view, view.plan).part(CALENDAR))
    assert counting._awaited[CALENDAR].result() is None


def test_what_was_counted_is_of_one_plan_in_one_language_on_one_day(view, sample_workspace):
    counting = Counting(view, view.plan, HOME)
    assert counting.is_of(view.plan) and not counting.is_of(None)
    i18n.use("es")
    assert not counting.is_of(view.plan)
