"""Queries are completed while they are typed, saved under names, and used again."""

from __future__ import annotations

from textual.widgets import Input

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
