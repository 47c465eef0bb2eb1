"""Synchronising on the screen: what comes and goes, questions with both sides, and the first time."""

from __future__ import annotations

import pytest

from rcm_tui.tui.screens.sync import FetchRegularly
from rcm_tui.tui.watch import fetch_minutes, fetch_regularly
from tests.sync.conftest import Office


@pytest.fixture
def office(tmp_path, small_plans, run_git):
    office = Office(tmp_path, small_plans, run_git)
    office.luis("sync")
    return office


def on_sync(app):
    return type(app.screen).__name__ == "SyncScreen" and not app.screen.is_busy


async def opened(app, pilot, until):
    await pilot.press("F")
    await until(pilot, lambda: on_sync(app) and app.screen.remote, "the screen")


async def test_nothing_is_fetched_before_it_is_asked_for(office, open_app, until, screen_text):
    office.ana("set", "HR-1.2", "status=completed")
    office.ana("sync")
    async with open_app(office.luis.root) as (app, pilot):
        await opened(app, pilot, until)
        await until(pilot, lambda: "Everything is synchronised" in screen_text(app), "the state")
        await pilot.press("f5")
        await until(pilot, lambda: "1 record to take over" in screen_text(app), "what came")
        await until(pilot, lambda: "HR-1.2: status active → completed" in screen_text(app), "the record")
        assert "Ana" in screen_text(app)
        assert app.plan.items["HR-1.2"].status == "active"
        await pilot.press("s")
        await until(pilot, lambda: on_sync(app) and app.plan.items["HR-1.2"].status == "completed", "the plan")


async def test_a_question_is_settled_and_all_of_it_sent(office, open_app, until, screen_text):
    office.ana("set", "HR-1.2", "status=completed", "-m", "Held in May")
    office.ana("sync")
    office.luis("set", "HR-1.2", "status=cancelled")
    async with open_app(office.luis.root) as (app, pilot):
        await opened(app, pilot, until)
        await pilot.press("s")
        await until(pilot, lambda: type(app.screen).__name__ == "SettleDialog", "the question")
        await until(pilot, lambda: "Held in" in screen_text(app), "who said what")
        text = screen_text(app)
        assert "HR-1.2: status" in text and "Before both" in text
        assert "RCGM, 27-29 November 2006" in text and "2006-11-rcgm" not in text
        assert not app.screen_stack[-2].doing and "Fetching" not in text
        await pilot.press("escape")
        await until(pilot, lambda: on_sync(app) and "To settle" in screen_text(app), "the question kept")
        await until(pilot, lambda: app.screen.question is not None, "the cursor on the question")
        await pilot.press("enter")
        await until(pilot, lambda: type(app.screen).__name__ == "SettleDialog", "the question")
        await pilot.press("2")
        await until(pilot, lambda: on_sync(app) and not app.screen.found.questions, "the answer")
        await pilot.press("s")
        await until(pilot, lambda: app.plan.items["HR-1.2"].status == "completed", "the plan")
        await until(pilot, lambda: on_sync(app) and "Everything is synchronised" in screen_text(app), "the end")
    office.ana("sync")
    assert office.ana.head == office.luis.head


async def test_records_are_told_in_words_and_the_header_counts_what_is_left(office, open_app, until, screen_text):
    for clone, status in ((office.ana, "completed"), (office.luis, "cancelled")):
        clone("set", "HR-1.1", f"status={status}")
        clone("set", "HR-1.2", f"status={status}")
        if clone is office.ana:
            clone("sync")
    async with open_app(office.luis.root, language="es") as (app, pilot):
        await opened(app, pilot, until)
        await pilot.press("f5")
        await until(pilot, lambda: "curso → cancelada" in screen_text(app), "what was recorded, in Spanish")
        await until(pilot, lambda: "? 2 por resolver" in screen_text(app), "both questions")
        assert "HR-1.2: estado activa → cancelada · HOLD" in screen_text(app), "nothing is cut for the sake of the date"
        await pilot.press("s")
        await until(pilot, lambda: type(app.screen).__name__ == "SettleDialog", "the first question")
        first = app.screen
        await pilot.press("2")
        await until(pilot, lambda: "? 1 por resolver" in screen_text(app), "the one that is left")
        assert type(app.screen).__name__ == "SettleDialog" and app.screen is not first
    words = office.luis("sync", "--dry-run")
    assert "HR-1.2: status active → completed" in words and "->" not in words


async def test_a_third_value_is_written(office, open_app, until):
    office.ana("set", "HR-1.2", "text.en=OF ANA")
    office.ana("sync")
    office.luis("set", "HR-1.2", "text.en=OF LUIS")
    async with open_app(office.luis.root) as (app, pilot):
        await opened(app, pilot, until)
        await pilot.press("s")
        await until(pilot, lambda: type(app.screen).__name__ == "SettleDialog", "the question")
        await pilot.press("3")
        await until(pilot, lambda: type(app.screen).__name__ == "LineDialog", "the line")
        await pilot.press("end", *" AND ANA".replace(" ", "_"), "enter")
        await until(pilot, lambda: app.plan.items["HR-1.2"].text["en"] == "OF LUIS_AND_ANA", "the plan")
    assert "Decided: HR-1.2 text.en other" in office.luis.git("log", "-1", "--format=%B")
    office.luis("audit", "--anew")


async def test_the_first_time_asks_for_the_place(open_app, plan_repo, until, screen_text, tmp_path):
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("F")
        await until(pilot, lambda: "This plan is not shared yet" in screen_text(app), "the sentence")
        await pilot.press("w")
        await until(pilot, lambda: type(app.screen).__name__ == "LineDialog", "the place")
        await pilot.press(*str(tmp_path / "shared.git"), "enter")
        await until(pilot, lambda: "Everything is synchronised" in screen_text(app), "the end")
    assert (tmp_path / "shared.git" / "HEAD").exists()


async def test_offline_is_a_sentence(office, open_app, until, screen_text):
    office.shared.rename(office.shared.with_name("away"))
    async with open_app(office.luis.root) as (app, pilot):
        await opened(app, pilot, until)
        await pilot.press("f5")
        await until(pilot, lambda: "cannot be reached" in screen_text(app), "the sentence")


async def test_a_third_value_that_cannot_be_is_asked_for_again(office, open_app, until, screen_text):
    office.ana("set", "HR-1.2", "status=completed")
    office.ana("sync")
    office.luis("set", "HR-1.2", "status=cancelled")
    async with open_app(office.luis.root) as (app, pilot):
        await opened(app, pilot, until)
        await pilot.press("s")
        for words in ("_banana", "postponed"):
            await until(pilot, lambda: type(app.screen).__name__ == "SettleDialog", "the question")
            await pilot.press("3")
            await until(pilot, lambda: type(app.screen).__name__ == "LineDialog", "the line")
            app.screen.query_one("Input").value = words
            await pilot.press("enter")
            if words == "_banana":
                await until(pilot, lambda: "_banana" in screen_text(app), "what is wrong")
        await until(pilot, lambda: app.plan.items["HR-1.2"].status == "postponed", "the plan")


async def test_it_is_fetched_regularly_where_a_person_wants_that(office, open_app, until, screen_text):
    office.ana("set", "HR-1.2", "status=completed")
    office.ana("sync")
    async with open_app(office.luis.root) as (app, pilot):
        await opened(app, pilot, until)
        app.run_in_background(fetch_regularly(lambda: app.snapshot, app.reload, app.toast, minute=0.01))
        assert "to take over" not in screen_text(app)
        app.run_in_background(app.screen.action_command(FetchRegularly.name))
        await until(pilot, lambda: type(app.screen).__name__ == "LineDialog", "the question")
        await pilot.press("backspace", "5", "enter")
        await until(pilot, lambda: on_sync(app) and "1 record to take over" in screen_text(app), "what came")
        assert fetch_minutes() == 5
        assert app.plan.items["HR-1.2"].status == "active"


async def test_what_was_added_below_an_archived_objective_goes_below_another(office, open_app, until, screen_text):
    office.ana("archive", "HR-2", "-m", "Over", "--yes")
    office.ana("sync")
    office.luis("add", "HR-2", "--text", "OF LUIS")
    async with open_app(office.luis.root) as (app, pilot):
        await opened(app, pilot, until)
        await pilot.press("s")
        await until(pilot, lambda: "archived, and HR-2.2 goes below another item" in screen_text(app), "the question")
        await pilot.press("3")
        await until(pilot, lambda: type(app.screen).__name__ == "ItemsDialog", "the place")
        shown = screen_text(app)
        assert "HR-2 stays in the archive" in shown and "HR-1.1" not in shown
        await pilot.press("down", "enter")
        await until(pilot, lambda: "HR-1.6" in app.plan.items, "the plan")
    assert office.luis.data("HR-1.6")["formerly"] == ["HR-2.2"]
    office.luis("audit", "--anew")
