"""What is read in the background of a large plan is shown as that of a small one is at once."""

from __future__ import annotations

from datetime import date

import pytest

from rcm_tui.model.archive_rule import Due
from rcm_tui.model.dates import from_day
from rcm_tui.tui.screens import archive, plan_view, requests
from rcm_tui.tui.widgets import outline
from rcm_tui.workflow import counting
from rcm_tui.workflow.listed import Ready


@pytest.fixture
def shown(open_app, plan_repo, until, screen_text):
    """What the list shows at the end of some keys, when it has `words`."""

    async def shown(words: str, *keys: str, language: str = "en", no: str = "Reading") -> str:
        async with open_app(plan_repo, language=language) as (app, pilot):
            for key in keys:
                await pilot.press(key)
                await pilot.pause()
            await until(pilot, lambda: words in screen_text(app) and no not in screen_text(app), words)
            return "\n".join(line.partition("│")[0].rstrip() for line in screen_text(app).splitlines())

    return shown


@pytest.fixture
def large(monkeypatch):
    """Take every plan for a large one."""

    def take() -> None:
        monkeypatch.setattr(outline, "FEW", 0)
        for module in (outline, plan_view):
            monkeypatch.setattr(module, "STEP", 1)
        for module in (counting, archive, requests):
            monkeypatch.setattr(module, "LARGE", 0)

    return take


@pytest.mark.parametrize(("letter", "words"), [("s", "active   1"), ("a", "nobody   1"), ("d", "2004   1")])
async def test_the_activities_are_grouped(shown, large, letter, words):
    at_once = await shown(words, "v", letter)
    large()
    assert await shown(words, "v", letter) == at_once


@pytest.mark.parametrize("language", ["en", "es"])
async def test_the_archive_is_listed(shown, large, language):
    words = {"en": "1 May 2006", "es": "1 de mayo de 2006"}[language]
    reading = {"en": "Reading what", "es": "Leyendo lo que"}[language]
    at_once = await shown(words, "7", language=language, no=reading)
    large()
    assert await shown(words, "7", language=language, no=reading) == at_once


async def test_the_requests_are_listed_by_country(shown, large):
    large()
    assert "0 of 1 recorded" in await shown("Mexico", "4", "v")


async def test_the_activities_below_an_item_are_counted(shown, large):
    at_once = await shown("●1")
    large()
    assert await shown("●1") == at_once


async def test_an_item_that_was_archived_is_ready_no_longer_while_that_is_counted(open_app, plan_repo, until, large):
    large()
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("7")
        await until(pilot, lambda: app.screen.NAME == "archive" and app.screen._found is not None, "what is ready")
        app.screen._found = Ready.of([Due("HR-1.3", from_day(date(2001, 1, 1)), "carried out")], ["HR-1.3"])
        app.screen.fill()
        assert app.plan.is_archived("HR-1.3")
        assert app.screen.row_list.row_ids.count("HR-1.3") == 1, "in the archive only"
