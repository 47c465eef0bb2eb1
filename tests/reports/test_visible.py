"""Characters that turn a line around or cannot be seen: visible everywhere, or named where they are what differs."""

from __future__ import annotations

import json
import re
import sys

import pytest

from rcm_tui.changes.items import Version, change_set
from rcm_tui.cli import output
from rcm_tui.reports.document import Paragraph, Revision, Run
from rcm_tui.reports.progress import Counter, quiet
from rcm_tui.reports.redline import _Marker
from rcm_tui.reports.review import details
from rcm_tui.reports.review_text import marked
from rcm_tui.reports.visible import DANGEROUS, visible


@pytest.mark.parametrize("code", [0x61C, 0x200E, 0x200F, 0x202E, 0x2066, 0x206A, 0xFEFF, 0xE0041])
def test_marks_that_act_are_visible(code, capsys):
    assert visible(f"a{chr(code)}b") == f"a‹U+{code:04X}›b"
    output.data("x", text=chr(code))
    written = capsys.readouterr().out
    assert chr(code) not in written and json.loads(written)["text"] == chr(code)


def test_nothing_unsafe_is_printable():
    """Text that Python calls printable is shown as it is, without looking for unsafe characters."""
    unsafe = re.compile(f"[\x00-\x1f{DANGEROUS}]")
    assert not [code for code in range(sys.maxunicode + 1) if chr(code).isprintable() and unsafe.match(chr(code))]


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\u200b", "ZERO WIDTH SPACE"),
        ("\u2060", "WORD JOINER"),
        ("\u00ad", "SOFT HYPHEN"),
        ("\u00a0", "NO-BREAK SPACE"),
    ],
)
def test_what_cannot_be_seen_is_named_where_it_differs(character, name):
    old, new = "Count the trees of each country", f"Count the{character} trees of each country"
    (change,) = change_set({"GA-1": Version({"text": {"en": old}})}, {"GA-1": Version({"text": {"en": new}})})
    (detail,) = details(change)
    assert f"‹{name}›" in marked(detail)
    line = _Marker(lambda _key: Revision("Ana"), {}, Counter(quiet, 1)).paragraphs(
        (Paragraph((Run(old),), "k"),), (Paragraph((Run(new),), "k"),)
    )
    (paragraph,) = line
    assert f"‹{name}›" in "".join(run.shown for run in paragraph.runs)
    assert name in next(run.revision.note for run in paragraph.runs if run.revision)
    assert "".join(run.text for run in paragraph.runs if run.mark != "deleted") == new
