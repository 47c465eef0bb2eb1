"""Changing files: the data is what was wanted, and nothing else has changed."""

import copy
import re
from collections import Counter
from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from rcm_tui.model.fieldpath import same
from rcm_tui.store.yaml import parse, revise
from rcm_tui.store.yaml.tree import Positions, read_tree
from rcm_tui.store.yaml.writer import compose

from .yaml_by_hand import Scribe, leaves, mutated, plain_data

seeds = st.integers(0, 2**32).map(Random)


def comments(data):
    return Counter(re.findall(r"# c\d+", data.decode()))


def leaf_paths(value, path=()):
    if isinstance(value, dict):
        return [found for key, inner in value.items() for found in leaf_paths(inner, (*path, key))]
    if isinstance(value, list):
        return [found for number, inner in enumerate(value) for found in leaf_paths(inner, (*path, number))]
    return [path]


def names_a_member(path):
    """Whether the path is in the id of a member of a list: with another id it is another member, with other lines."""
    return any(part == "id" and isinstance(before, int) for before, part in pairwise(path))


def with_value(data, path, value):
    data = copy.deepcopy(data)
    inner = data
    for part in path[:-1]:
        inner = inner[part]
    inner[path[-1]] = value
    return data


def changed_lines(old, new):
    """The numbers (from 1) of the old lines between those that both files begin with and those that both end with."""
    before, after = old.splitlines(True), new.splitlines(True)
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = len(before)
    while end > start and len(after) - len(before) + end > start and before[end - 1] == after[end - 1 - len(before)]:
        end -= 1
    return range(start + 1, end + 1)


@given(plain_data, seeds)
@settings(max_examples=500, deadline=None)
def test_any_change_of_any_file(data, random):
    old = Scribe(random).file(data)
    assert same(parse(old), data), old.decode()
    target = mutated(random, data)
    new = revise(old, target)
    assert same(parse(new), target)
    assert revise(new, target) == new
    assert same(parse(revise(new, data)), data)
    assert comments(new) <= comments(old)


@given(plain_data, seeds)
@settings(max_examples=200, deadline=None)
def test_no_change_is_no_change(data, random):
    old = Scribe(random).file(data)
    assert revise(old, dict(reversed(data.items()))) == old


@given(plain_data, leaves, seeds)
@settings(max_examples=500, deadline=None)
def test_one_value_changes_only_its_own_lines_and_no_comment(data, value, random):
    paths = [path for path in leaf_paths(data) if not names_a_member(path)]
    if not paths:
        return
    path = random.choice(paths)
    old = Scribe(random).file(data)
    new = revise(old, with_value(data, path, value))
    names = tuple(f"#{part}" if isinstance(part, int) else part for part in path)
    tree = read_tree(old)
    first = Positions(old).of(names, key=True)[0]
    node = tree.root
    for part in path:
        node = node.members[part].node if isinstance(part, int) else node.entry(part).node
    last = tree.lines.place(node.end)[0]
    assert set(changed_lines(old, new)) <= set(range(first, last + 1))
    assert comments(new) == comments(old)


@given(plain_data, plain_data)
@settings(max_examples=200, deadline=None)
def test_any_file_can_become_any_other(one, other):
    assert same(parse(revise(compose(one), other)), other)
    assert same(parse(revise(b"{}\n", other)), other)
