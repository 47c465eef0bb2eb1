"""Seeing where one is, and doing the same to several: the cursor, marks, hits, and the room of each pane."""

from __future__ import annotations

import re

import pytest
from textual.color import Color

from rcm_tui.tui.theme import THEMES
from tests.contrast import contrast

TEXT_ROLES = ("muted", "quiet", "moving", "waiting", "done", "stopped", "broken")


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_text_can_be_read_and_the_focused_row_seen(theme):
    """As WCAG asks: 4.5 for text on every ground, the cursor's included; 3 for what shows the focus."""
    grounds = {"ground": theme.background, "raised": theme.panel, "mark": theme.variables["mark"]}
    texts = {role: theme.variables[role] for role in TEXT_ROLES} | {"text": theme.foreground, "accent": theme.accent}
    for where, ground in grounds.items():
        for role, colour in texts.items():
            assert contrast(colour, ground) >= 4.5, (role, where)
        assert contrast(theme.accent, ground) >= 3, where  # The bar of the cursor, the edge of the field one is in.
        if where != "mark":
            assert contrast(theme.variables["edge"], ground) >= 3, where  # The edge of every other field.
    assert contrast(theme.variables["hit-text"], theme.variables["hit"]) >= 4.5


async def at_activities(app, pilot, until):
    app.screen.go_to("HR-1.1")
    await until(pilot, lambda: app.screen.item_id == "HR-1.1", "HR-1.1")
    await pilot.press("space", "space")
    await until(pilot, lambda: app.screen.marked == ("HR-1.1", "HR-1.2"), "both marked")


async def test_the_marked_are_counted_and_edited_in_one_record(open_app, plan_repo, until, screen_text, run_git):
    async with open_app(plan_repo) as (app, pilot):
        await at_activities(app, pilot, until)
        await until(pilot, lambda: "marked: 2" in screen_text(app).splitlines()[1], "the count")
        assert "▌" in screen_text(app)
        await pilot.press("e")
        await until(pilot, lambda: type(app.screen).__name__ == "ChooseDialog", "the fields")
        await pilot.press("=")
        await until(pilot, lambda: type(app.screen).__name__ == "LineDialog", "the question")
        await pilot.press(*"priority=1 responsible+=CA", "enter")
        await until(pilot, lambda: str(app.plan.items["HR-1.2"].priority) == "1", "the change")
        assert app.plan.items["HR-1.1"].responsible == ("IOM", "CA")
        assert run_git(plan_repo, "rev-list", "--count", "HEAD").strip() == "2"
        await until(pilot, lambda: not app.screen.marked, "no marks any more")


async def test_a_field_of_the_marked_is_chosen_by_its_words(open_app, plan_repo, until, screen_text):
    async def choose(pilot, app, label):
        await until(pilot, lambda: type(app.screen).__name__ == "ChooseDialog", "a choice")
        words = [choice.shown.plain for choice in app.screen.choices]
        place = next(at for at, shown in enumerate(words) if label in shown)
        await pilot.press(*["down"] * ((place - app.screen.query_one("ChoiceList").highlighted) % len(words)), "enter")

    async with open_app(plan_repo) as (app, pilot):
        await at_activities(app, pilot, until)
        await pilot.press("e")
        await until(pilot, lambda: "Responsible: add" in screen_text(app), "the fields in words")
        assert "Number" not in screen_text(app)  # two items cannot have the same
        await choose(pilot, app, "Responsible: add")
        await until(pilot, lambda: type(app.screen).__name__ == "LineDialog", "whom")
        await pilot.press(*"CA", "enter")
        await until(pilot, lambda: app.plan.items["HR-1.1"].responsible == ("IOM", "CA"), "the change")
        assert app.plan.items["HR-1.2"].responsible == ("CA",)
        await until(pilot, lambda: not app.screen.marked, "no marks any more")
        await at_activities(app, pilot, until)
        await pilot.press("e")
        await choose(pilot, app, "Due by")
        await until(pilot, lambda: "before each RC" in screen_text(app), "an example that names a body")
        await pilot.press("escape", "e")
        await choose(pilot, app, "Status")
        await until(pilot, lambda: "‖ postponed" in screen_text(app), "the statuses")
        await choose(pilot, app, "postponed")
        await until(pilot, lambda: {app.plan.items[i].status for i in ("HR-1.1", "HR-1.2")} == {"postponed"}, "both")


async def test_the_marked_are_moved_in_one_record(open_app, plan_repo, until, run_git):
    async with open_app(plan_repo) as (app, pilot):
        await at_activities(app, pilot, until)
        await pilot.press("M")
        await until(pilot, lambda: type(app.screen).__name__ == "MoveDialog", "the question")
        await pilot.press(*"HR-2", "enter")
        await until(pilot, lambda: app.screen.query("#yes"), "the question about the actions")
        await pilot.press("right", "enter")
        await until(pilot, lambda: "HR-2.2" in app.plan.items, "both moved")
        assert app.plan.items["HR-2.1"].formerly == ("HR-1.1",)
        assert app.plan.items["HR-2.2"].formerly == ("HR-1.2",)
        assert [app.plan.items[each].number for each in ("HR-2.1", "HR-2.2")] == [1, 2]
        assert run_git(plan_repo, "rev-list", "--count", "HEAD").strip() == "2"


async def test_an_agreement_leads_to_the_marked(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        await at_activities(app, pilot, until)
        await pilot.press("g")
        await until(pilot, lambda: type(app.screen).__name__ == "AgreementForm", "the form")
        await pilot.press(*"Both", "ctrl+s")
        await until(pilot, lambda: len(app.plan.meetings["2006-11-rcgm"].agreements) == 3, "the agreement")
        assert app.plan.meetings["2006-11-rcgm"].agreements[2].items == ("HR-1.1", "HR-1.2")


async def test_the_tabs_count_what_waits(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo, size=(80, 24)) as (app, pilot):
        waiting = len(app.plan.agreements_to_place())
        await until(pilot, lambda: f"3 Meetings {waiting}  4 Requests 1  5" in screen_text(app).splitlines()[0], "both")
        file = plan_repo / "plan/HR/HR-1/HR-1.1.yaml"
        file.write_text(file.read_text(encoding="utf-8").replace("INCLUDE", "TAKE IN"), encoding="utf-8")
        await app.reload()
        await until(pilot, lambda: "6 Chg. 1  7" in screen_text(app).splitlines()[0], "the edit")


async def test_hits_are_marked_and_walked_through(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        screen = app.screen
        await pilot.press("slash", *"migra")
        await until(pilot, lambda: screen.outline.found and len(screen.outline.found.matches) > 1, "the items")
        drawn = screen.outline.draw(screen.outline.cursor, 0, 60)
        assert any("$hit" in str(span.style) for span in drawn.spans)
        await pilot.press("enter")
        first = screen.item_id
        await pilot.press("f3")
        second = screen.item_id
        assert {first, second} <= screen.outline.found.matches and first != second
        await pilot.press("shift+f3")
        assert screen.item_id == first


async def test_the_panes_are_divided_by_keys_and_mouse_zoomed_and_remembered(open_app, plan_repo, until):
    def widths(screen):
        return [screen.query_one(f"#{name}-pane").outer_size.width for name in ("list", "detail")]

    async with open_app(plan_repo) as (app, pilot):
        screen = app.screen
        before = widths(screen)
        await pilot.press("greater_than_sign", "greater_than_sign")
        await until(pilot, lambda: widths(screen)[0] > before[0] + 5, "a wider list")
        wide = widths(screen)
        await pilot.press("z")
        await until(pilot, lambda: widths(screen)[0] == 120, "the list alone")
        await pilot.press("z")
        await until(pilot, lambda: widths(screen) == wide, "both panes")
        await pilot.mouse_down(offset=(wide[0], 20))
        await pilot.hover(offset=(40, 20))
        await pilot.mouse_up(offset=(40, 20))
        await until(pilot, lambda: 38 <= widths(screen)[0] <= 42, "a narrower list")
        dragged = widths(screen)
    async with open_app(plan_repo) as (app, pilot):
        await until(pilot, lambda: widths(app.screen) == dragged, "the panes as they were")
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: widths(app.screen)[0] == 80, "one pane")


async def test_capitals_are_shown_in_sentence_case_and_the_files_stay(open_app, plan_repo, until, screen_text, run_git):
    async with open_app(plan_repo) as (app, pilot):
        app.screen.go_to("HR-1.1")
        await pilot.press("f4")
        await until(pilot, lambda: "Hold a workshop on smuggling" in screen_text(app), "the tree")
        await until(pilot, lambda: "next meeting of RCGM" in screen_text(app), "the item")
        assert run_git(plan_repo, "status", "--porcelain") == ""
    async with open_app(plan_repo) as (app, pilot):
        app.screen.go_to("HR-1.1")
        await until(pilot, lambda: "Hold a workshop on smuggling" in screen_text(app), "as it was left")
        await pilot.press("f4")
        await until(pilot, lambda: "HOLD A WORKSHOP" in screen_text(app), "as the file has it")


async def test_the_activities_are_grouped_and_that_is_remembered(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("v")
        await until(pilot, lambda: type(app.screen).__name__ == "ChooseDialog", "the choice")
        await pilot.press("s")
        await until(pilot, lambda: "ongoing   1" in screen_text(app) and "active   1" in screen_text(app), "by status")
        outline = app.screen.outline
        assert outline.row_ids == ["", "HR-1.2", "", "HR-1.1"] and outline.row_id == "HR-1.2"
        await pilot.press("down")
        assert app.screen.item_id == "HR-1.1"
        await pilot.press("v", "a")
        await until(pilot, lambda: "nobody   1" in screen_text(app), "by who is responsible")
        assert "International Organization for Migration   1" in screen_text(app)
        await pilot.press("v", "d")
        await until(pilot, lambda: "2004   1" in screen_text(app) and "no date   1" in screen_text(app), "by date")
    async with open_app(plan_repo) as (app, pilot):
        await until(pilot, lambda: "2004   1" in screen_text(app), "by date again")
        app.screen.go_to("HR-2")  # Which no group has.
        await until(pilot, lambda: app.screen.item_id == "HR-2", "the objective")


async def test_the_line_between_the_panes_shows_which_has_the_focus(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        screen = app.screen
        accent = Color.parse(app.theme_variables["accent"])
        assert screen.detail.styles.border_left[1] != accent
        screen.go_to("HR-1.1")
        await pilot.press("enter")
        await until(pilot, lambda: screen.detail.has_focus, "the pane")
        await until(pilot, lambda: screen.detail.styles.border_left[1] == accent, "the line in the accent")


async def test_the_name_of_a_screen_is_there_where_no_meeting_is_open(open_app, plan_repo, until, screen_text, run_git):
    run_git(plan_repo, "rm", "-rq", "meetings")
    settings = plan_repo / "plan/plan.yaml"
    settings.write_text(re.sub(r"(?m)^as_of:.*\n", "", settings.read_text()) + "as_of: 2007-09-17\n")
    async with open_app(plan_repo, size=(80, 24), language="es") as (app, pilot):
        await pilot.press("3")
        await until(pilot, lambda: app.screen.NAME == "meetings", "the meetings")
        await until(pilot, lambda: "ninguna reunión abierta" in screen_text(app), "the header")
        assert screen_text(app).splitlines()[1].startswith(" Reuniones ")
