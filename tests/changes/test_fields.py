"""Comparing and merging two versions of a file, by laws and by example."""

from __future__ import annotations

import copy

from hypothesis import given, settings
from hypothesis import strategies as st

from rcm_tui.changes.fields import FieldChange, compare
from rcm_tui.changes.items import ChangeKind, Version, change_set
from rcm_tui.changes.merge import merge
from rcm_tui.model.fieldpath import MISSING, get, put, same

scalars = st.one_of(st.none(), st.booleans(), st.integers(-3, 3), st.sampled_from(["a", "b", "1", "x y"]))
names = st.sampled_from(["id_", "text", "status", "note", "en", "es"])
plain = st.recursive(
    scalars,
    lambda below: st.one_of(st.lists(scalars, max_size=3), st.dictionaries(names, below, max_size=3)),
    max_leaves=8,
)


@st.composite
def members(draw):
    ids = draw(st.lists(st.sampled_from(["kvt", "mzp", "bdr", "hjn"]), unique=True, max_size=4))
    return [{"id": item_id, **draw(st.dictionaries(names, plain, max_size=2))} for item_id in ids]


documents = st.fixed_dictionaries(
    {"id": st.just("HR-4.2")},
    optional={"text": plain, "status": scalars, "calendar": members(), "responsible": st.lists(scalars, max_size=3)},
)


@given(documents)
def test_a_file_does_not_differ_from_itself(data):
    assert compare(data, copy.deepcopy(data)) == ()


@given(documents, documents)
def test_what_differs_is_told_and_nothing_else(before, after):
    changes = compare(before, after)
    assert (changes == ()) == same(before, after)
    for change in changes:
        if not change.is_reordered:
            assert same(get(before, change.path), change.before) or change.before is MISSING
            assert same(get(after, change.path), change.after) or change.after is MISSING


@given(documents, documents)
def test_merging_one_side_s_changes_gives_that_side(base, theirs):
    merged = merge(base, base, theirs)
    assert merged.clashes == ()
    assert compare(merged.data, theirs) == ()


@given(documents, documents)
def test_merging_no_changes_leaves_ours(base, ours):
    merged = merge(base, ours, base)
    assert merged.clashes == ()
    assert same(merged.data, ours)


@settings(max_examples=300)
@given(documents, documents, documents)
def test_a_merge_loses_nothing_of_ours(base, ours, theirs):
    """Whatever ours changed stands afterwards, unless theirs changed the same: then it is a clash, and ours stands."""
    merged = merge(base, ours, theirs)
    for change in compare(base, ours):
        if change.is_reordered or any(other.path[: len(change.path)] == change.path for other in compare(base, theirs)):
            continue
        if change.is_removed or isinstance(change.after, dict | list):
            continue
        assert same(get(merged.data, change.path), change.after)


@given(documents, documents)
def test_both_sides_agreeing_is_no_clash(base, both):
    merged = merge(base, both, both)
    assert merged.clashes == ()
    assert compare(merged.data, both) == ()


def test_members_are_matched_by_id():
    before = {"calendar": [{"id": "a", "text": "1"}, {"id": "b", "text": "2"}]}
    after = {"calendar": [{"id": "b", "text": "2!"}, {"id": "c", "text": "3"}, {"id": "a", "text": "1"}]}
    assert compare(before, after) == (
        FieldChange(("calendar", "b", "text"), "2", "2!"),
        FieldChange(("calendar", "c"), MISSING, {"id": "c", "text": "3"}),
        FieldChange(("calendar", "#order"), ["a", "b"], ["b", "a"]),
    )


def test_true_one_and_text_are_three_values():
    assert compare({"x": True}, {"x": 1}) == (FieldChange(("x",), True, 1),)
    assert compare({"x": 1}, {"x": "1"}) == (FieldChange(("x",), 1, "1"),)


def test_a_change_inside_a_member_that_is_gone_is_a_clash():
    base = {"calendar": [{"id": "a", "text": "1"}, {"id": "b", "text": "2"}]}
    ours = {"calendar": [{"id": "b", "text": "2"}]}
    theirs = {"calendar": [{"id": "a", "text": "changed"}, {"id": "b", "text": "2"}]}
    merged = merge(base, ours, theirs)
    assert merged.data == ours
    assert [clash.path for clash in merged.clashes] == [("calendar", "a")]


def test_a_new_member_is_put_where_it_stood():
    base = {"calendar": [{"id": "a"}, {"id": "c"}]}
    ours = {"calendar": [{"id": "a", "status": "active"}, {"id": "c"}, {"id": "d"}]}
    theirs = {"calendar": [{"id": "a"}, {"id": "b"}, {"id": "c"}]}
    assert [entry["id"] for entry in merge(base, ours, theirs).data["calendar"]] == ["a", "b", "c", "d"]


@given(documents, st.sampled_from([("status",), ("text", "en"), ("note",)]), scalars)
def test_put_then_get(data, path, value):
    if isinstance(get(data, path[:-1]), dict) or len(path) == 1:
        assert same(get(put(data, path, value), path), value)


def test_members_that_share_an_id_are_compared_as_a_whole():
    before = {"calendar": [{"id": "kvt", "date": "2004"}, {"id": "kvt", "date": "2005"}]}
    after = {"calendar": [{"id": "kvt", "date": "2004"}, {"id": "kvt", "date": "2006"}]}
    assert compare(before, after) == (FieldChange(("calendar",), before["calendar"], after["calendar"]),)


def test_an_item_whose_former_id_still_exists_was_added_not_moved():
    old = Version({"id": "HR-4.1"})
    new = Version({"id": "HR-5.1", "formerly": ["HR-4.1"]})
    found = {each.key: (each.what, each.former) for each in change_set({"HR-4.1": old}, {"HR-4.1": old, "HR-5.1": new})}
    assert found == {"HR-4.1": (ChangeKind.SAME, None), "HR-5.1": (ChangeKind.ADDED, None)}
    found = {each.key: (each.what, each.former) for each in change_set({"HR-4.1": old}, {"HR-5.1": new})}
    assert found == {"HR-5.1": (ChangeKind.MOVED, "HR-4.1")}
