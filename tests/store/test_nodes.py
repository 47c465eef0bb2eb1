"""Positions: every value where it stands in the file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcm_tui.store.yaml import YamlProblem, parse
from rcm_tui.store.yaml.tree import Positions, read_tree
from rcm_tui.store.yaml.writer import compose

FILE = """\
# head
id: HR-4.2
text:
  en: >-
    INCLUDE AIDS

    AND

  es: "é"   # note
actions: [bdr, {id: x, k: 1}]
nothing:
calendar:
  # first
  - id: kvt
    date: "2004-10"
  -
    # second
    id: mzp
    request: {from: [members]}
  - - deep
    - deeper
plain: a text that
  goes on
"""


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        ((), 2, 1),
        (("id",), 2, 5),
        (("text",), 3, 1),
        (("text", "en"), 4, 7),
        (("text", "es"), 9, 7),
        (("text", "fr"), 3, 1),
        (("actions",), 10, 1),
        (("actions", "#0"), 10, 11),
        (("actions", "bdr"), 10, 11),
        (("actions", "x", "k"), 10, 27),
        (("nothing",), 11, 9),
        (("calendar", "kvt"), 14, 5),
        (("calendar", "kvt", "date"), 15, 11),
        (("calendar", "kvt", "status"), 14, 5),
        (("calendar", "mzp", "id"), 18, 9),
        (("calendar", "#1", "request", "from", "#0"), 19, 22),
        (("calendar", "#2", "#1"), 21, 7),
        (("calendar", "zzz"), 12, 1),
        (("no", "such", "thing"), 2, 1),
        (("plain",), 22, 8),
    ],
)
def test_the_place_of_a_field(path, line, column):
    assert Positions(FILE.encode()).of(path) == (line, column)


def test_the_place_of_a_key():
    positions = Positions(FILE.encode())
    assert positions.of(("text", "en"), key=True) == (4, 3)
    assert positions.of(("plain",), key=True) == (22, 1)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_nodes_end_where_their_text_ends(ending):
    tree = read_tree(FILE.replace("\n", ending).encode())
    folded = tree.root.entry("text").node.entry("en").node
    assert tree.text[folded.start : folded.end].replace(ending, "\n") == ">-\n    INCLUDE AIDS\n\n    AND"
    calendar = tree.root.entry("calendar").node
    starts = [tree.lines.place(member.start) for member in calendar.members]
    assert starts == [(14, 3), (16, 3), (20, 3)]
    assert tree.text[calendar.end - 6 : calendar.end] == "deeper"
    flow = tree.root.entry("actions").node
    assert tree.text[flow.start : flow.end] == "[bdr, {id: x, k: 1}]"
    plain = tree.root.entry("plain").node
    assert tree.text[plain.start : plain.end].split() == ["a", "text", "that", "goes", "on"]


def test_a_byte_order_mark_does_not_shift_places():
    assert Positions("\ufeffá: 1\nb: 2\n".encode()).of(("b",)) == (2, 4)


def test_a_bad_file_has_no_positions():
    with pytest.raises(YamlProblem):
        Positions(b"a: [")


keys = st.sampled_from(["id", "text", "name", "calendar", "a b", "NO"])
scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4), max_leaves=15
)


@given(st.dictionaries(keys, values, max_size=5))
def test_the_tree_holds_the_same_data_as_the_fast_reader(data):
    written = compose(data)
    assert read_tree(written).root.value() == parse(written) == data
