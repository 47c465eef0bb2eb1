"""Differences between files line by line."""

from __future__ import annotations

import difflib
import time

from hypothesis import given
from hypothesis import strategies as st

from rcm_tui.changes.lines import Lines, unified_diff

LISTS = st.lists(st.sampled_from([f"{each}\n" for each in "abcdefgh"]), max_size=14)


@given(LISTS, LISTS)
def test_the_differences_lead_from_one_to_the_other(old, new):
    made: list[str] = []
    for tag, start, end, start_new, end_new in Lines(old, new).get_opcodes():
        made += old[start:end] if tag == "equal" else new[start_new:end_new]
    assert made == new


def test_it_is_written_as_difflib_does():
    old = [f"{number}\n" for number in range(30)]
    for new in ([*old[:5], "x\n", *old[6:]], old[3:], ["y\n", *old, "z\n"], old[:10] + old[20:], [], ["one\n"]):
        expected = list(difflib.unified_diff(old, new, "a", "b"))
        assert list(unified_diff(old, new, "a", "b")) == expected
        assert list(unified_diff(new, old, "a", "b")) == list(difflib.unified_diff(new, old, "a", "b"))
    assert list(unified_diff(old, old, "a", "b")) == []


def test_thousands_of_members_are_compared_at_once():
    old, new = (
        [line for number in range(6000) for line in (f"  - id: {number}\n", "    text:\n", f"      {word} {number}\n")]
        for word in ("BEFORE", "AFTER")
    )
    start = time.process_time()
    assert sum(line.startswith("+") for line in unified_diff(old, new, "a", "b")) == 6001
    assert time.process_time() - start < 5
