"""The figures of home: of very many dates the first, and each year with its own."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import pytest

from rcm_tui.tui.screens.home_view import attention_rows
from rcm_tui.workflow.counting import Source
from rcm_tui.workflow.figures import days_of, is_long, read_figures


@pytest.fixture
def plan(sample_workspace):
    return sample_workspace.plan


def test_of_very_many_deadlines_the_first_are_listed_and_the_others_counted(sample_workspace, plan, monkeypatch):
    whole = read_figures(Source(sample_workspace.snapshot(), plan))
    monkeypatch.setattr("rcm_tui.workflow.figures._MOST", 1)
    cut = read_figures(Source(sample_workspace.snapshot(), plan))
    assert len(whole.passed) > 1 and cut.passed == whole.passed[:1] and cut.counts == whole.counts
    assert cut.left == {"passed": len(whole.passed) - 1, "ahead": len(whole.ahead) - 1}
    *_counts, last = attention_rows(plan, cut, None, 20)
    assert f"{len(whole.passed) - 1} more" in last.paint()[0].left.plain


def test_a_year_has_each_of_its_dates_in_the_months_that_it_touches(sample_workspace, plan):
    found = read_figures(Source(sample_workspace.snapshot(), plan))
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
