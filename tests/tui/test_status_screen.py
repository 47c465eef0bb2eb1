"""The status report on the screen: every figure opens the items behind it."""

from __future__ import annotations

import pytest


async def open_status(app, pilot, until):
    await pilot.press("S")
    await until(
        pilot,
        lambda: type(app.screen).__name__ == "StatusScreen" and app.screen.row_id and app.screen.report,
        "figures",
    )
    return app.screen


async def go_to(screen, pilot, until, row_id):
    assert screen.row_list.go_to(row_id), [row.id for row in screen.row_list.rows]
    await until(pilot, lambda: screen._shown == row_id, row_id)


async def test_the_figures_are_those_of_the_report(plan_repo, open_app, until, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        screen = await open_status(app, pilot, until)
        said = {name: figure.words for name, figure in screen.figures.items()}
        assert said["subject:HR"] == "2"
        assert (said["status:active"], said["status:ongoing"], said["status:archived"]) == ("1", "1", "1")
        assert (said["waiting"], said["passed"], said["to-come"]) == ("1", "1", "0")
        assert (said["country:MX"], said["country:CA"]) == ("1 of 1", "0 of 1")
        assert (said["nobody"], said["agreements"], said["calendar"]) == ("1", "1", "2")
        text = screen_text(app)
        for words in ("Status report", "Status of the plan", "HUMAN RIGHTS", "Answers by country", "29 November 2006"):
            assert words in text
        assert "━" in text


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_from_a_figure_to_its_items_and_from_there_to_the_item(plan_repo, open_app, until, screen_text, size):
    async with open_app(plan_repo, size=size) as (app, pilot):
        screen = await open_status(app, pilot, until)
        await go_to(screen, pilot, until, "subject:HR")
        await pilot.press("enter")
        await until(pilot, lambda: screen.item_id == "HR-1.2", "the first item behind it has the focus")
        assert "HOLD A WORKSHOP ON SMUGGLING" in screen_text(app)
        await pilot.press("down")
        await until(pilot, lambda: screen.item_id == "HR-1.1", "the next one")
        await pilot.press("enter")
        await until(pilot, lambda: type(app.screen).__name__ == "PlanScreen", "the plan")
        assert app.screen.item_id == "HR-1.1"


async def test_a_request_opens_at_its_entry(plan_repo, open_app, until, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        screen = await open_status(app, pilot, until)
        await go_to(screen, pilot, until, "country:CA")
        assert "not recorded" in screen_text(app)
        assert "COUNTRIES WILL SEND CONTACT INFORMATION" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: screen.entry_id == "mzp", "the request")
        await pilot.press("enter")
        await until(pilot, lambda: getattr(app.screen, "item_id", "") == "HR-1.1", "the item")


async def test_an_agreement_leads_to_its_meeting(plan_repo, open_app, until):
    async with open_app(plan_repo) as (app, pilot):
        screen = await open_status(app, pilot, until)
        await go_to(screen, pilot, until, "agreements")
        await pilot.press("enter")
        await until(pilot, lambda: screen.meeting_id == "2006-11-rcgm", "the agreement")
        await pilot.press("enter")
        await until(pilot, lambda: type(app.screen).__name__ == "MeetingsScreen", "the meetings")
        await pilot.press("escape")
        await until(pilot, lambda: type(app.screen).__name__ == "PlanScreen", "the plan")


async def test_an_empty_figure_says_so_and_escape_goes_back(plan_repo, open_app, until, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        screen = await open_status(app, pilot, until)
        await go_to(screen, pilot, until, "quiet")
        assert "Not known yet" in screen_text(app)
        await go_to(screen, pilot, until, "step:now")
        assert "No meeting has been closed" in screen_text(app)
        await pilot.press("escape")
        await until(pilot, lambda: type(app.screen).__name__ == "PlanScreen", "the plan")


async def test_a_new_plan_is_counted_again_with_the_cursor_where_it_was(plan_repo, open_app, until):
    async with open_app(plan_repo) as (app, pilot):
        screen = await open_status(app, pilot, until)
        await go_to(screen, pilot, until, "status:active")
        path = plan_repo / "plan/HR/HR-1/HR-1.1.yaml"
        path.write_text(path.read_text("utf-8").replace("status: ongoing", "status: active"), "utf-8")
        await app.reload()
        await until(pilot, lambda: screen.figures["status:active"].words == "2", "counted again")
        assert screen.row_id == "status:active"
        assert "status:ongoing" not in screen.figures


async def test_it_speaks_spanish(plan_repo, open_app, until, screen_text):
    async with open_app(plan_repo, language="es") as (app, pilot):
        await open_status(app, pilot, until)
        assert "DERECHOS HUMANOS" in screen_text(app)
