"""Telling apart what is the same, and finding which members of two lists belong together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcm_tui.model.fieldpath import same
from rcm_tui.store.yaml.edits import pair


@pytest.mark.parametrize(
    ("one", "other"), [(1, 1.0), (1, True), (0, False), (0.0, -0.0), ("1", 1), (None, ""), ([], {})]
)
def test_values_of_another_kind_differ(one, other):
    assert not same({"a": one}, {"a": other})


def test_the_order_of_keys_means_nothing_but_that_of_members_does():
    assert same({"a": 1, "b": [1, {"x": 1, "y": float("nan")}]}, {"b": [1, {"y": float("nan"), "x": 1}], "a": 1})
    assert not same({"a": [1, 2]}, {"a": [2, 1]})


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        (["a", "b", "c"], ["a", "x", "c"], [0, 1, 2]),
        (["a", "b", "c"], ["x", "a", "b"], [None, 0, 1]),
        (["a", "a", "b"], ["a", "b"], [0, 2]),
        ([None, False, None], [None, None, None], [0, 1, 2]),
        (["a", "b"], ["b", "a"], [1, 0]),
        (["a"], [{"b": 1}], [None]),
        ([{"id": "x", "n": 1}, {"id": "y", "n": 2}], [{"id": "y", "n": 1}, {"id": "x", "n": 2}], [1, 0]),
        ([{"id": "x", "n": 1}], [{"id": "y", "n": 1}], [None]),
        ([{"n": 1}, {"n": 2}], [{"n": 1}, {"id": "y", "n": 2}], [0, 1]),
        ([{"en": "One"}, {"en": "Two"}], [{"en": "1"}, {"en": "Two"}], [0, 1]),
        ([[1], "a"], [[2], "a"], [0, 1]),
    ],
)
def test_members_that_belong_together(old, new, pairs):
    assert pair(old, new) == pairs


members = st.lists(st.sampled_from(["a", "b", 1, True, {"id": "x"}, {"id": "y"}, {"en": "x"}, [1]]), max_size=8)


@given(members, members)
def test_no_old_member_is_used_twice(old, new):
    used = [place for place in pair(old, new) if place is not None]
    assert len(used) == len(set(used))
    assert len(pair(old, new)) == len(new)


@given(members)
def test_equal_lists_are_paired_in_place(old):
    assert pair(old, list(old)) == list(range(len(old)))
