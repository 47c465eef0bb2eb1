"""Days in words."""

import datetime

import pytest

from rcm_tui.reports.names import counted_from


@pytest.mark.parametrize(("source", "said"), [("today", "today, 29"), ("as_of", "plan.yaml"), ("option", "--on")])
def test_the_day_that_counts_is_said_with_where_it_comes_from(source, said):
    sentence = counted_from(datetime.date(2006, 11, 29), source)
    assert "29 November 2006" in sentence
    assert said in sentence
