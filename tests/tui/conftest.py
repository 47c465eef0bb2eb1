"""A small plan in a real repository, and the interface driven as by a person."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.small_plan import CONFERENCE

# Other versions of Textual draw a little differently than the files of the snapshots say.
_PINNED = (Path(__file__).parents[2] / "constraints.txt").read_text(encoding="utf-8").split()
collect_ignore = [] if f"textual=={version('textual')}" in _PINNED else ["test_snapshots.py"]


@pytest.fixture
def plan_repo(tmp_path, small_plans) -> Path:
    """A small plan, recorded once; the meeting 2006-11-rcgm is open."""
    return small_plans.copy(CONFERENCE, tmp_path / "repo")


_TURN = 0.01
"""Seconds from one look to the next."""


async def _until(pilot, condition, what="", limit=10.0):
    """Wait until the condition holds; fails, saying what was waited for and what the screen shows, if it never does.

    The limit, in seconds, is that of a machine which does nothing else: looks are counted, and take longer on others.
    """
    for _turn in range(round(limit / _TURN)):
        await pilot._wait_for_screen()
        if found := condition():
            return found
        await asyncio.sleep(_TURN)
    raise AssertionError(f"waited for {what or condition}; the screen shows:\n{_screen_text(pilot.app)}")


def _screen_text(app) -> str:
    """What a person would read on the screen."""
    strips = app.screen._compositor.render_strips()
    under = [] if not app.screen.is_modal else [_plain(screen) for screen in app.screen_stack[:-1]]
    return "\n".join([*under, "\n".join(strip.text.rstrip() for strip in strips)])


def _plain(screen) -> str:
    return "\n".join(strip.text.rstrip() for strip in screen._compositor.render_strips())


@pytest.fixture
def until():
    return _until


@pytest.fixture
def screen_text():
    return _screen_text


@asynccontextmanager
async def _threads_held_up():
    """Have what is read in threads wait until the end, and every message that is under way at the end be handled."""
    released = threading.Event()
    pool = ThreadPoolExecutor(1)
    asyncio.get_running_loop().set_default_executor(pool)
    pool.submit(released.wait, 30)
    try:
        yield
        for _turn in range(500):
            await asyncio.sleep(0)
    finally:
        released.set()


@pytest.fixture
def threads_held_up():
    return _threads_held_up


@cache
def _parse_style_sheets_once() -> None:
    """Keep what Textual parses for the apps of all tests: the same style sheets, which take a quarter of a start."""
    from textual.css.stylesheet import Stylesheet

    parse, parsed = Stylesheet._parse_rules, {}
    variables, named = None, frozenset()

    def parse_once(self, css, read_from, is_default_rules=False, tie_breaker=0, scope=""):
        nonlocal variables, named
        if variables is not self._variables:
            variables, named = self._variables, frozenset(self._variables.items())
        key = (css, read_from, is_default_rules, tie_breaker, scope, named)
        if key not in parsed:
            parsed[key] = parse(self, *key[:-1])
        return parsed[key]

    Stylesheet._parse_rules = parse_once


@pytest.fixture
def open_app():
    """`async with open_app(repo) as (app, pilot)`: the interface on a plan, read and at rest, without animation."""

    @asynccontextmanager
    async def opened(root: Path, *, size=(120, 40), language="en", watch_files=False, expect_crash=False, has_git=True):
        from rcm_tui import i18n
        from rcm_tui.tui.app import RcmApp
        from rcm_tui.workflow.workspace import Workspace

        _parse_style_sheets_once()
        app = RcmApp(Workspace.open(root), language=language, watch_files=watch_files)
        app.animation_level = "none"
        try:
            async with app.run_test(size=size, notifications=True) as pilot:
                with app.batch_update():  # Nobody looks at what is drawn before all has been read.
                    await _until(pilot, lambda: app.plan is not None or app.broken, "the plan")
                    await _until(
                        pilot, lambda: app.repo_summary is not None or app.broken or not has_git, "where things stand"
                    )
                app.screen._on_timer_update()
                await pilot._wait_for_screen()
                yield app, pilot
        finally:
            i18n.use("en")
        if app.crashes and not expect_crash:
            raise app.crashes[0]

    return opened
