"""The figures of home are the same whether this process counts or another one, which ends when it is not wanted."""

from __future__ import annotations

import pytest

from rcm_tui.workflow.figures import Counting, Figures, read_figures


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
