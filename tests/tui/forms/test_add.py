"""Adding by place, and moving."""

from __future__ import annotations

from rcm_tui.tui.dialogs.ask import UnsavedDialog
from rcm_tui.tui.forms.item import MoveDialog


async def test_an_activity_is_added_under_an_objective_and_the_tree_stands_on_it(
    open_app, plan_repo, form_at, field, until, gone, message
):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1", "n")
        assert form.focused is field(form, "English").area
        field(form, "English").area.text = "TRAIN OFFICERS"
        field(form, "Spanish").area.text = "CAPACITAR A FUNCIONARIOS"
        field(form, "Status").focus_control()
        await pilot.press("a", "tab", "tab", *"iom", "enter", "tab", "space", "ctrl+s")
        await gone(app, pilot)
        item = app.plan.items["HR-1.4"]
        assert item.text == {"en": "TRAIN OFFICERS", "es": "CAPACITAR A FUNCIONARIOS"}
        assert (
            item.status == "active" and item.responsible == ("IOM",) and item.actions == ("bdr",) and item.number == 4
        )
        assert "Item: HR-1.4" in message(plan_repo)
        await until(pilot, lambda: app.screen.item_id == "HR-1.4", "the cursor on the new item")


async def test_n_and_shift_n_add_by_place(open_app, plan_repo, form_at, field, until, gone):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1", "N")
        field(form, "English").area.text = "ANOTHER OBJECTIVE"
        await pilot.press("ctrl+s")
        await gone(app, pilot)
        assert app.plan.items["HR-3"].text["en"] == "ANOTHER OBJECTIVE"
        await until(pilot, lambda: app.screen.item_id == "HR-3", "the cursor on what was added")
        form = await form_at(app, pilot, "HR", "N")
        field(form, "Code").input.value = "LDM"
        field(form, "English").area.text = "DEVELOPMENT"
        await pilot.press("ctrl+s")
        await gone(app, pilot)
        assert app.plan.items["LDM"].title["en"] == "DEVELOPMENT"
        await until(pilot, lambda: app.screen.item_id == "LDM", "the cursor on what was added")
        form = await form_at(app, pilot, "HR-1.2", "n")
        assert form.heading() == "New calendar entry"


async def test_an_action_is_added_to_an_objective(open_app, plan_repo, form_at, field, until, gone):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-2", "n")
        field(form, "English").area.text = "PUBLISH A GUIDE"
        field(form, "Kind").focus_control()
        await pilot.press("t")
        await until(pilot, lambda: not field(form, "Status").display, "no status for an action")
        await pilot.press("ctrl+s")
        await gone(app, pilot)
        assert app.plan.items["HR-2"].actions[0].text["en"] == "PUBLISH A GUIDE"
        assert app.screen.item_id == "HR-2"


async def test_an_empty_text_and_a_code_that_is_there_are_told(
    open_app, plan_repo, form_at, field, note, until, run_git
):
    async with open_app(plan_repo) as (app, pilot):
        before = run_git(plan_repo, "rev-parse", "HEAD")
        form = await form_at(app, pilot, "HR", "N")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Give the subject a code" in note(field(form, "Code")), "the complaint")
        assert "at least one language" in note(field(form, "English"))
        field(form, "Code").input.value = "hr"
        await until(pilot, lambda: "HR is a subject already" in note(field(form, "Code")), "the complaint")
        assert run_git(plan_repo, "rev-parse", "HEAD") == before


async def test_leaving_asks_and_the_draft_comes_back(open_app, plan_repo, form_at, field, until, drafts, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-2", "n")
        field(form, "English").area.text = "NOT YET"
        await until(pilot, lambda: "new:HR-2" in drafts(plan_repo), "the draft")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, UnsavedDialog), "the question")
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-2", "n")
        assert field(form, "English").typed == "NOT YET"
        assert "Continue, or press Esc to discard it or keep it" in screen_text(app)


async def test_an_activity_moves_to_an_objective_found_by_typing(open_app, plan_repo, until, message):
    async with open_app(plan_repo) as (app, pilot):
        plan = app.screen
        plan.go_to("HR-1.2")
        await until(pilot, lambda: plan.item_id == "HR-1.2", "the cursor")
        await pilot.press("M")
        await until(pilot, lambda: isinstance(app.screen, MoveDialog), "the dialog")
        await pilot.press(*"refug", "enter")
        await until(pilot, lambda: "HR-2.1" in app.plan.items, "moved")
        assert app.plan.items["HR-2.1"].formerly == ("HR-1.2",)
        assert "HR-2.1" in message(plan_repo)
        await until(pilot, lambda: app.screen.item_id == "HR-2.1", "the cursor gone along")


async def test_moving_to_nothing_is_told_and_escape_leaves_all(open_app, plan_repo, until, run_git, note):
    async with open_app(plan_repo) as (app, pilot):
        plan = app.screen
        plan.go_to("HR-1.2")
        await until(pilot, lambda: plan.item_id == "HR-1.2", "the cursor")
        before = run_git(plan_repo, "rev-parse", "HEAD")
        await pilot.press("M")
        await until(pilot, lambda: isinstance(app.screen, MoveDialog), "the dialog")
        await pilot.press(*"qqq", "enter")
        await until(pilot, lambda: "no other objective" in note(app.screen.field), "the complaint")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is plan, "the plan")
        assert run_git(plan_repo, "rev-parse", "HEAD") == before
