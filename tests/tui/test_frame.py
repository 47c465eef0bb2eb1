"""Only what differs from what the terminal shows is written."""

from __future__ import annotations

import asyncio
import re
import time

import pytest
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.geometry import Size
from textual.strip import Strip

from rcm_tui.tui.app import RcmApp
from rcm_tui.tui.dialogs.ask import MessageDialog
from rcm_tui.tui.frame import Frame, _pieces
from rcm_tui.tui.theme import THEMES
from rcm_tui.tui.widgets.line_list import LineList
from tests.terminals import pty_terminal

RED, LINK = Style.parse("red"), Style(link="https://example.org")
NAMES = dict(zip("234567", ("plan", "meetings", "requests", "calendar", "changes", "archive"), strict=True))
READ_FROM_GIT = "23"
"""Where the last change of an item, and what changed at a meeting, appear when they have been read."""
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


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_a_terminal_of_16_colours_tells_what_waits_from_what_is_wrong_and_from_text(theme):
    roles = ("moving", "waiting", "broken")
    colours = [theme.foreground, *(theme.variables[role] for role in roles)]
    shown = [written(Frame(Size(9, 1)), "a", Style.parse(colour)) for colour in colours]
    assert len(set(shown)) == len(shown)
    assert "\x1b[0;33m" not in shown[2] or theme.dark, "yellow on white cannot be read"


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


@pytest.fixture
def drawings(monkeypatch):
    """What each drawing of the interface would write to a terminal; those that change nothing write nothing."""
    written = []

    def display(app, screen, renderable):
        if isinstance(renderable, LayoutUpdate | ChopsUpdate) and not app._batch_count:  # nothing is drawn in a batch
            app._frame = app._frame or Frame(app.size)
            written.append(app._frame.difference(_pieces(renderable), ColorSystem.TRUECOLOR))
        App._display(app, screen, renderable)

    monkeypatch.setattr(RcmApp, "_display", display)
    return written


@pytest.mark.parametrize("number", "234567")
async def test_a_key_is_drawn_once(open_app, sample, until, drawings, number):
    """Before: cursor, detail and footer one after the other, and again where a scrollbar came or went."""
    async with open_app(sample) as (app, pilot):
        await pilot.press(number)
        await until(pilot, lambda: NAMES[number] == app.screen.NAME, "the screen")
        rows = await until(pilot, lambda: isinstance(app.focused, LineList) and app.focused, "its list")
        await until(pilot, lambda: rows.row_id, "its rows")
        counted = []
        for _key in range(4):
            await pilot.pause(0.2)  # keys that come faster are drawn when they are over
            drawings.clear()
            await pilot.press("down")
            await pilot.pause()
            counted.append(sum(map(bool, drawings)))
        assert max(counted) <= 1 + (number in READ_FROM_GIT), counted


@pytest.mark.terminal
def test_a_key_costs_few_bytes_on_a_slow_line(terminal, sample, home):
    """Before: 19 to 51 KB for one key down, 86 KB for the meetings."""
    here = {"COLORTERM": "truecolor", "HOME": str(home), "XDG_STATE_HOME": str(home / "state")}
    program = terminal("-C", str(sample), size=(120, 40), env=here)
    program.wait_for("Needs attention")
    program.type("2")
    program.wait_for("HUMAN RIGHTS")

    def bytes_of(key: str) -> int:
        while program._more(time.monotonic() + 0.6):
            pass
        before = len(program.shown.encode())
        program.type(key)
        while program._more(time.monotonic() + 0.6):
            pass
        return len(program.shown.encode()) - before

    bytes_of("\x1b[B")  # what the first key still waits for, such as the counters, is not its own
    assert max(bytes_of("\x1b[B") for _down in range(4)) < 6_000
    assert bytes_of("3") < 30_000
    assert max(bytes_of("\x1b[B") for _down in range(3)) < 6_000
    program.type("q")
    program.end()


async def test_what_opens_while_a_form_is_made_anew_is_drawn_afterwards(open_app, plan_repo, until, drawings):
    """A dialog was there, took the keys, and was not drawn before the next one."""
    async with open_app(plan_repo) as (app, pilot):
        dialog = MessageDialog("HEADING", "Words")
        async with app.screen.batch():  # as a form does while its fields are made again
            await app.push_screen(dialog)
            await until(pilot, lambda: dialog.focused is not None, "the dialog")
            await pilot.pause(1.2)  # until nothing goes on that would draw it by chance
            drawings.clear()
        deadline = time.monotonic() + 5
        while not any("HEADING" in written for written in drawings) and time.monotonic() < deadline:
            await asyncio.sleep(0.02)
        assert any("HEADING" in written for written in drawings)
