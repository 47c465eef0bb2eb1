"""Write merged files: nothing but what was merged differs, and comments of both sides are kept."""

from __future__ import annotations

import random

import pytest

from rcm_tui.changes.merge import merge
from rcm_tui.model.fieldpath import put
from rcm_tui.store.merging import merged_bytes, merged_lines
from rcm_tui.store.yaml import parse, revise

FILE = b"""\
# The file of the first activity.
id: HR-4.1
number: 1   # as printed
text:
  en: >-
    SEND THE LISTS
  es: >-
    ENVIAR LAS LISTAS
status: active
responsible: [TS]
colour: green   # nobody knows this key
calendar:
  - id: kvt
    date: "2004-10"   # of the first seminar
    text: {en: "FIRST"}
  # Between two entries.
  - id: mzp
    date: "2006-08"
    text:
      en: SECOND
"""


def test_lines_merge_as_git_merges_them():
    assert merged_lines(b"a\nb\nc\nd\n", b"A\nb\nc\nd\n", b"a\nb\nc\nD\n") == b"A\nb\nc\nD\n"
    assert merged_lines(b"a\nb\n", b"A\nb\n", b"X\nb\n") is None
    assert merged_lines(b"a\nb\n", b"A\nb\n", b"A\nb\n") == b"A\nb\n"
    assert merged_lines(b"a\nb\n", b"a\nb\nc\n", b"a\nb\nd\n") is None


def test_both_sides_append_an_entry():
    ours = revise(FILE, put(parse(FILE), ("calendar",), [*parse(FILE)["calendar"], {"id": "xxx", "text": {"en": "X"}}]))
    theirs = revise(
        FILE, put(parse(FILE), ("calendar",), [*parse(FILE)["calendar"], {"id": "yyy", "text": {"en": "Y"}}])
    )
    theirs = theirs.replace(b"status: active", b"status: active  # see the minutes")
    data = merge(parse(FILE), parse(ours), parse(theirs)).data
    content, lost = merged_bytes(FILE, ours, theirs, data)
    assert lost == () and parse(content) == data
    assert b"# see the minutes" in content and b"# Between two entries." in content


FIELDS = (
    ("status",),
    ("text", "en"),
    ("text", "es"),
    ("colour",),
    ("calendar", "kvt", "date"),
    ("calendar", "mzp", "text", "en"),
)


def untouched_and_commented(seeds):
    for seed in seeds:
        chance = random.Random(seed)
        sides, touched = [], set()
        for name in ("o", "t"):
            side = FILE
            for field in chance.sample(FIELDS, chance.randrange(1, 3)):
                touched.add(field)
                side = revise(side, put(parse(side), field, f"{name} {chance.randrange(9)}"))
            comment = f"# {name} {seed}\n".encode()
            lines = side.splitlines(keepends=True)
            place = chance.choice([place for place, line in enumerate(lines) if line[:1].isalpha()])
            sides.append(b"".join([*lines[:place], comment, *lines[place:]]))
        ours, theirs = sides
        data = merge(parse(FILE), parse(ours), parse(theirs)).data
        content, lost = merged_bytes(FILE, ours, theirs, data)
        assert parse(content) == data
        here = {line for side in sides for line in side.splitlines()}
        known = [line for line in content.splitlines() if line not in here]
        assert known == [], (seed, known)
        for comment in (f"# o {seed}", f"# t {seed}"):
            assert (comment.encode() in content) != (comment in lost)
        yield len(lost)


def test_no_untouched_line_is_rewritten_and_no_comment_lost():
    assert sum(untouched_and_commented(range(60))) == 0


@pytest.mark.slow
def test_no_line_and_no_comment_is_lost_in_a_thousand_merges():
    assert sum(untouched_and_commented(range(1000, 2000))) == 0
