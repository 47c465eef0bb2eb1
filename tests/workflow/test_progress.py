"""While a publication is made, a bar moves: forward only, and in small steps."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcm_tui.reports.progress import WHOLE, Counter, stage
from rcm_tui.workflow.publish import PublicationRequest, publish
from rcm_tui.workflow.site import publish_site
from rcm_tui.workflow.workspace import Workspace
from tests.benchmarks.generate import make_plan

ITEMS = 300


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    return Workspace.open(make_plan(tmp_path_factory.mktemp("large") / "plan", ITEMS, meetings=3))


def moves(told):
    """The places of the bar in thousandths, each once; it never goes back."""
    places = [WHOLE * done // of for done, of in told]
    assert all(each <= other for each, other in pairwise(places))
    return list(dict.fromkeys(places))


@pytest.mark.parametrize(
    ("form", "what", "least"),
    [
        ("docx", "plan", 30),
        ("html", "redline", 10),
        ("html", "country", 10),
        ("xlsx", "data", 6),
        ("ics", "calendar", 5),
    ],
)
def test_a_publication_says_how_far_it_is(large, form, what, least):
    told = []
    country = {"country": "all"} if what == "country" else {}
    since = {"at": "1990-02-rcgm"} if what == "redline" else {}
    publish(large, PublicationRequest(form, what, **country, **since), lambda done, of: told.append((done, of)))
    assert len(moves(told)) >= least


@pytest.mark.slow
def test_a_site_says_how_far_it_is(large, tmp_path):
    told = []
    publish_site(large, tmp_path / "site", progress=lambda done, of: told.append((done, of)))
    places = moves(told)
    assert places[-1] == WHOLE and len(places) > 300
    assert max(other - each for each, other in pairwise(places)) <= 150


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=20), st.integers(0, 900), st.integers(0, 100)
)
def test_a_stage_stays_within_its_part_of_the_bar(told, first, length):
    seen = []
    inner = stage(lambda done, of: seen.append((done, of)), first, first + length)
    for done, of in told:
        inner(done, of)
    assert all(of == WHOLE and first <= done <= first + length for done, of in seen)
    inner(7, 7)
    assert seen[-1] == (first + length, WHOLE)


def test_things_are_counted_wherever_they_are_gone_through():
    told = []
    counter = Counter(lambda done, of: told.append((done, of)), 250)
    assert [*counter.each(range(150)), *counter.each(range(100))] == [*range(150), *range(100)]
    assert told == [(100, 250), (200, 250), (250, 250)]
