"""Home: every line opens what is behind it, and a record shows as soon as it is made."""

from __future__ import annotations

from rcm_tui.tui.screens import home_view


async def home(app, pilot, until):
    await pilot.press("1")
    await until(pilot, lambda: app.screen.NAME == "home" and app.screen.figures, "the figures")
    return app.screen


async def test_what_waits_when_and_how_the_plan_stands(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        screen = await home(app, pilot, until)
        await until(pilot, lambda: "1 of 1 open" in screen_text(app) or "2 of 2 open" in screen_text(app), "a bar")
        text = screen_text(app)
        for words in ("Overdue", "15 Aug 2006     HR-1.1", "1/2", "Calendar ‹ 2006 ›", "Dec"):
            assert words in text, words
        assert "Plan ●1 ↻1" in text and "This meeting   2 agreements" in text
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.NAME == "status" and app.screen.row_id == "passed", "the figure")
        screen = await home(app, pilot, until)
        await until(pilot, lambda: screen.row_id, "the panel")
        await pilot.press("end", "enter")
        await until(pilot, lambda: app.screen.NAME == "plan" and app.screen.entry_id == "mzp", "the request")


async def test_the_calendar_by_year_month_and_agenda(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        screen = await home(app, pilot, until)
        await pilot.press("v")
        await until(pilot, lambda: "‹ November 2006 ›" in screen_text(app) and "27•" in screen_text(app), "the month")
        await pilot.press("right", "right")
        await until(pilot, lambda: "‹ January 2007 ›" in screen_text(app), "two months on")
        await pilot.press("v")
        await until(pilot, lambda: "May 2007" in screen_text(app) and "‹ 2007 ›" in screen_text(app), "the agenda")
        await until(pilot, lambda: screen.meeting_id == "2007-05-rcgm", "the meeting to come")
        await pilot.press("o")
        await until(pilot, lambda: app.screen.NAME == "meetings" and app.screen.row_id == "2007-05-rcgm", "the meeting")


async def test_what_is_recorded_shows_at_once(open_app, plan_repo, until, screen_text):
    from rcm_tui.workflow import edit

    async with open_app(plan_repo) as (app, pilot):
        screen = await home(app, pilot, until)
        await app.record(lambda workspace: edit.set_status(workspace, "HR-1.2", "planned"))
        await until(pilot, lambda: "HR-1.2: status active → planned" in screen_text(app), "the record")
        screen.set_focus(screen.records)
        await until(pilot, lambda: screen.item_id == "HR-1.2", "its item")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen.NAME == "plan", "the plan")


async def test_it_fits_a_narrow_window(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo, size=(80, 24), language="es") as (app, pilot):
        await home(app, pilot, until)
        await until(pilot, lambda: "2006" in screen_text(app) and "Calendario" in screen_text(app), "the calendar")
        for title in ("Requiere atención", "Plan ●1", "acuerdos"):
            assert title in screen_text(app)


async def test_the_heading_of_what_is_overdue_never_stands_alone(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        screen = await home(app, pilot, until)
        await until(pilot, lambda: screen.figures is not None, "the figures")
        for height in range(2, 12):
            rows = home_view.attention_rows(app.plan, screen.figures, app.repo_summary, height)
            lines = [shown.left.plain for row in rows for shown in row.paint()][:height]
            assert lines[-1] != "Overdue", height
            deadlines = [shown for shown in lines if shown.startswith("? ")]
            assert not deadlines or "Overdue" in lines, height


async def test_a_plan_without_activities_says_what_to_begin_with(open_app, plan_repo, until, screen_text, run_git):
    run_git(plan_repo, "rm", "-rq", "plan/HR", "archive", "meetings")
    async with open_app(plan_repo) as (app, pilot):
        screen = await home(app, pilot, until)
        await until(pilot, lambda: "First steps" in screen_text(app), "the first steps")
        assert "3, then +" in screen_text(app)
        assert screen.attention.go_to("screen:meetings")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.NAME == "meetings", "where the next meeting is entered")
