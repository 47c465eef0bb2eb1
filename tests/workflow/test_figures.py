"""The figures of home are the same whether this process counts or another one, which ends when it is not wanted."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import pytest

from rcm_tui.tui.screens.home_view import attention_rows
from rcm_tui.workflow.figures import Counting, Figures, days_of, is_long, read_figures


@pytest.fixture
def plan(sample_workspace):
    return sample_workspace.plan


def test_another_process_counts_what_this_one_does(sample_workspace, plan):
    view = sample_workspace.snapshot()
    here, there = read_figures(view, plan), Counting(view, plan).from_process()
    for name in Figures.__slots__:
        if name != "dates":
            first, second = getattr(here, name), getattr(there, name)
            assert list(first) == list(second) if isinstance(first, tuple | list) else first == second, name
    assert here.passed and here.records and here.dates
    assert {year: list(here.in_year(year)) for year in here.dates} == {
        year: list(there.in_year(year)) for year in there.dates
    }


def test_nothing_is_counted_once_it_is_stopped(sample_workspace, plan):
    counting = Counting(sample_workspace.snapshot(), plan)
    counting.stop()
    assert counting.from_process() is None and counting._process.returncode != 0


def test_a_plan_that_no_other_process_can_count_is_counted_here(sample_workspace, plan, monkeypatch):
    monkeypatch.setattr("sys.executable", "/bin/false")
    counting = Counting(sample_workspace.snapshot(), plan)
    assert counting.from_process() is None
    assert counting.figures() == read_figures(sample_workspace.snapshot(), plan)


def test_of_very_many_deadlines_the_first_are_listed_and_the_others_counted(sample_workspace, plan, monkeypatch):
    whole = read_figures(sample_workspace.snapshot(), plan)
    monkeypatch.setattr("rcm_tui.workflow.figures._MOST", 1)
    cut = read_figures(sample_workspace.snapshot(), plan)
    assert len(whole.passed) > 1 and cut.passed == whole.passed[:1] and cut.counts == whole.counts
    assert cut.left == {"passed": len(whole.passed) - 1, "ahead": len(whole.ahead) - 1}
    *_counts, last = attention_rows(plan, cut, None, 20)
    assert f"{len(whole.passed) - 1} more" in last.paint()[0].left.plain


def test_a_year_has_each_of_its_dates_in_the_months_that_it_touches(sample_workspace, plan):
    found = read_figures(sample_workspace.snapshot(), plan)
    for year, lanes in found.years.items():
        for month in range(12):
            first, last = date(year, month + 1, 1), date(year, month + 1, monthrange(year, month + 1)[1])
            inside = [
                ahead
                for ahead in found.in_year(year)
                if None not in (days := days_of(ahead.when))
                and not is_long(*days)
                and days[0] <= last
                and days[1] >= first
            ]
            marks = [months[month] for months in lanes.values() if months[month]]
            assert sum(mark.dates for mark in marks) == len(inside)
            assert sum(mark.open for mark in marks) == sum(not ahead.is_over for ahead in inside)
