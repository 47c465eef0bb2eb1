"""Only what differs from what the terminal shows is written."""

from __future__ import annotations

import re
import time

import pytest
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip

from rcm_tui.tui.frame import Frame
from rcm_tui.workflow.sample import make_demo
from tests.terminals import pty_terminal

RED, LINK = Style.parse("red"), Style(link="https://example.org")
terminal = pytest.fixture(pty_terminal)


def written(frame, text, style=RED, x=0, y=0):
    return frame.difference(iter([(y, x, Strip([Segment(text, style)]))]), ColorSystem.STANDARD)


def test_cells_that_are_there_are_not_written_again():
    frame = Frame(Size(40, 2))
    assert written(frame, "one two three four") == "\x1b[1;1H\x1b[0;31mone two three four\x1b[0m"
    assert written(frame, "one two three four") == ""
    assert written(frame, "one TWO three four") == "\x1b[1;5H\x1b[0;31mTWO\x1b[0m"
    assert written(frame, "One two three fouR") == "\x1b[1;1H\x1b[0;31mOne two\x1b[1;18HR\x1b[0m"
    assert (
        written(frame, "four", Style.parse("green"), x=14) == "\x1b[1;15H\x1b[0;32mfouR".replace("R", "r") + "\x1b[0m"
    )


def test_what_stands_in_two_cells_or_none_is_written_whole_with_what_follows_it():
    frame = Frame(Size(40, 1))
    for _again in range(2):
        assert "🙂👨‍👩‍👧 text" in written(frame, "🙂👨‍👩‍👧 text")
        assert "after" in written(frame, "after", x=20)


def test_a_link_begins_and_ends():
    shown = written(Frame(Size(40, 1)), "page", LINK)
    assert re.fullmatch(
        r"\x1b\[1;1H\x1b\[0m\x1b\]8;id=[^;]*;https://example.org\x1b\\page\x1b\]8;;\x1b\\\x1b\[0m", shown
    )


@pytest.mark.terminal
def test_a_key_costs_few_bytes_on_a_slow_line(terminal, tmp_path, home):
    """Before: 19 to 51 KB for one key down, 86 KB for the meetings."""
    sample = make_demo(tmp_path / "sample")
    here = {"COLORTERM": "truecolor", "HOME": str(home), "XDG_STATE_HOME": str(home / "state")}
    face = terminal("-C", str(sample), size=(120, 40), env=here)
    face.wait_for("Needs attention")
    face.type("2")
    face.wait_for("HUMAN RIGHTS")

    def bytes_of(key: str) -> int:
        while face._more(time.monotonic() + 0.6):
            pass
        before = len(face.shown.encode())
        face.type(key)
        while face._more(time.monotonic() + 0.6):
            pass
        return len(face.shown.encode()) - before

    bytes_of("\x1b[B")  # what the first key still waits for, such as the counters, is not its own
    assert max(bytes_of("\x1b[B") for _down in range(4)) < 6_000
    assert bytes_of("3") < 30_000
    assert max(bytes_of("\x1b[B") for _down in range(3)) < 6_000
    face.type("q")
    face.end()
