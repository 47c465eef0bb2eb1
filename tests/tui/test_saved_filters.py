"""Queries are completed while they are typed, saved under names, and used again."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from rcm_tui.model import search
from rcm_tui.tui.screens import plan_filter
from rcm_tui.workflow.archive import find_items
from rcm_tui.workflow.memory import saved_filters


def field(app) -> Input:
    return app.screen.query_one("#filter Input", Input)


async def test_values_are_listed_and_the_right_arrow_takes_the_first(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("slash", *"aids status:")
        await until(pilot, lambda: "completed" in screen_text(app), "the values")
        await pilot.press(*"act")
        await until(pilot, lambda: field(app)._suggestion == "aids status:active", "the value completed")
        await pilot.press("right")
        await until(pilot, lambda: field(app).value == "aids status:active", "the value")
        await until(pilot, lambda: "→ takes" not in screen_text(app), "nothing left to take")


@pytest.fixture
def searching_slowly(monkeypatch):
    """Search as in a plan so large that a letter is drawn before all is found."""
    monkeypatch.setattr(search, "_PIECE", 1)
    monkeypatch.setattr(plan_filter, "_MOMENT", -1.0)
    monkeypatch.setattr(plan_filter, "_LONG", -1.0)
    monkeypatch.setattr(plan_filter, "_FIRST", 1)


@pytest.mark.usefixtures("searching_slowly")
async def test_the_first_items_are_shown_while_the_others_are_looked_for(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        browser, plan = app.screen, app.plan
        await until(pilot, lambda: plan.is_searchable, "the index")
        await pilot.press("slash", "e")
        every = find_items(app.snapshot, "e")
        await until(pilot, lambda: f"{len(every)} items " in screen_text(app), "all of them")
        assert browser.outline.found.matches == set(every)
        *before, last = [found for found in browser.search._search("e") if found is not None]
        assert [found.is_complete for found in (*before, last)] == [*[False] * len(before), True]
        counts = [found.count for found in before]
        assert counts == sorted(set(counts)) and counts[0] == 1 < len(counts)
        for found in before:
            browser._show_found(found)
            assert browser.outline.row_ids[0] == every[0]
            words = f"{found.count} {'item' if found.count == 1 else 'items'}… "
            await until(pilot, lambda words=words: words in screen_text(app), "some of them")


@pytest.mark.usefixtures("searching_slowly")
async def test_keys_typed_before_all_is_found_work_on_what_was_typed(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        outline = app.screen.outline
        for words in ("hr-1.1", "aids", "e"):
            await pilot.press("slash", *words, "enter")
            assert outline.found.is_complete
            assert outline.found.matches == set(find_items(app.snapshot, words))
            assert app.screen.item_id in outline.found.matches


async def test_a_filter_is_saved_found_again_by_its_name_and_removed(open_app, plan_repo, until, screen_text, capsys):
    from rcm_tui.cli.app import main

    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("f")
        await until(pilot, lambda: "No filter is saved yet" in screen_text(app), "what to do first")
        await pilot.press("slash", *"aids", "ctrl+s")
        await until(pilot, lambda: app.screen.is_modal, "the question for a name")
        await pilot.press(*"My Health", "enter")
        await until(pilot, lambda: saved_filters() == {"my-health": "aids"}, "the saved filter")
        await pilot.press("escape", "escape", "f", "enter")
        await until(pilot, lambda: app.screen.outline.found is not None, "the filter")
        assert app.screen.outline.found.matches == {"HR-1.1"} and field(app).value == "@my-health"
        await pilot.press("slash", *"@nobody", "enter")
        await until(pilot, lambda: "There is no saved filter @nobody" in screen_text(app), "the mistake")
    assert main(["-C", str(plan_repo), "list", "@my-health"]) == 0
    assert capsys.readouterr().out.startswith("HR-1.1\t")
