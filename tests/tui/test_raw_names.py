"""What is drawn names meetings, statuses and files in words: no id, code or path stands where a person reads.

The snapshots are what is drawn of every screen and dialog of the sample (see test_snapshots.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from rcm_tui.model.statuses import DEFAULT

SNAPSHOTS = Path(__file__).with_name("snapshots")
LOOKS = sorted(path.name for path in SNAPSHOTS.iterdir())

FILES = re.compile(r"\b(?:plan|archive|meetings?|adopted)/[\w-]|\b(?:plan|actors)\.yaml\b|\b(?:as_of|archive_after)\b")
ALLOWED = {
    "problems": "shows the file that has the mistake, and its lines as they are written",
}
"""Screens on which a person reads files, each with the reason."""


@pytest.fixture
def meetings(sample) -> list[str]:
    return [file.stem for file in (sample / "meetings").glob("*.yaml")]


def drawn(look: str) -> Iterator[tuple[str, str]]:
    for file in sorted((SNAPSHOTS / look).glob("*.txt")):
        if file.stem not in ALLOWED:
            yield file.stem, file.read_text(encoding="utf-8")


@pytest.mark.parametrize("look", LOOKS)
def test_nothing_that_is_drawn_is_called_by_its_id_or_file(meetings, look):
    raw = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, meetings))})(?![\w-])|{FILES.pattern}")
    found = {name: raw.findall(text) for name, text in drawn(look) if raw.search(text)}
    assert found == {}


def test_statuses_are_drawn_in_the_language_in_use():
    raw = re.compile(rf"(?<![\w-])(?:{'|'.join(DEFAULT)})(?![\w-])")
    found = {name: raw.findall(text) for name, text in drawn("80x24-es") if raw.search(text)}
    assert found == {}
