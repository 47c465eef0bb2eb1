"""Keys, words, palette, help and the tree's rows."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content
from textual.widgets import Input, Static

from rcm_tui.model import ids
from rcm_tui.model.items import Activity, Objective, PlanInfo, Subject
from rcm_tui.model.levels import Level
from rcm_tui.model.plan import Plan
from rcm_tui.tui.command import BY_NAME, every_command
from rcm_tui.tui.content import content, cut, joined, line, lines
from rcm_tui.tui.keys import key_name, own_keys
from rcm_tui.tui.widgets.outline import Found, rows


@pytest.mark.parametrize(
    ("key", "said"),
    [
        *(("ctrl+s", "Ctrl+S"), ("question_mark", "?"), ("K", "K"), ("s", "s")),
        *(("space", "Space"), ("ctrl+up", "Ctrl+↑"), ("f2", "F2")),
    ],
)
def test_keys_are_called_as_on_the_keyboard(key, said):
    assert key_name(key) == said


NO_ALTGR = ("question_mark", "slash", "exclamation_mark", "comma", "full_stop", "less_than_sign", "greater_than_sign")
"""Signs that English and Spanish keyboards have without AltGr."""


def test_every_command_has_words_and_no_key_needs_altgr():
    for name, command in every_command().items():
        said = command.text
        assert said.label and said.title and said.help.endswith("."), name
        for key in command.keys:
            last = key.rpartition("+")[2]
            assert last.isalnum() or last in NO_ALTGR, name


def test_own_keys_are_taken_and_each_mistake_is_told_alone(tmp_path):
    file = tmp_path / "keys.toml"
    file.write_text(
        'status = "t"\nundo = ["u", "ctrl+z"]\nstaus = "x"\nredo = 3\narchive = "ctrl+m"\nhelp = "no key"\n'
    )
    own = own_keys(file, ["status", "undo", "redo", "archive", "help"])
    assert own.keymap == {"status": "t", "undo": "u,ctrl+z"}
    assert len(own.complaints) == 4
    assert any("staus" in complaint and "status" in complaint for complaint in own.complaints)
    assert any("enter" in complaint for complaint in own.complaints)


def test_a_file_of_keys_that_is_no_toml_is_told_and_a_missing_one_is_not(tmp_path):
    (tmp_path / "keys.toml").write_text("status = \n")
    assert "keys.toml" in own_keys(tmp_path / "keys.toml", ["status"]).complaints[0]
    assert own_keys(tmp_path / "none.toml", ["status"]).complaints == ()


def test_text_is_never_markup_and_controls_are_seen():
    assert content("[/foo] [b]x[/b]").plain == "[/foo] [b]x[/b]"
    assert content("a\x1b]0;x\x07\nb").plain == "a␛]0;x␇\nb"
    assert "\n" not in line("a\nb").plain
    assert "\u202e" not in line("a\u202eb").plain
    assert joined(line("a"), line(""), line("b"), by="  ").plain == "a  b"
    assert lines([Content("a"), Content("b")]).plain == "a\nb"


def test_a_cut_text_says_that_it_was_cut():
    assert cut("short", 10) == "short"
    assert cut("a longer text", 8) == "a longe…"
    assert cut("", 0) == ""


def big_plan(objectives, activities):
    text = {"en": "SOMETHING"}
    items = {"HR": Subject(id="HR", number=1, title=text)}
    for o in range(1, objectives + 1):
        items[f"HR-{o}"] = Objective(id=f"HR-{o}", number=o, text=text)
        for a in range(1, activities + 1):
            key = f"HR-{o}.{a}"
            items[key] = Activity(id=key, number=a, text=text, status="active")
    return Plan(PlanInfo(title=text), {}, items, frozenset({"HR-1.1"}), {})


def test_rows_follow_what_is_unfolded_and_leave_archived_items_out():
    plan = big_plan(2, 2)
    assert [row.id for row in rows(plan, set())] == ["HR"]
    assert [row.id for row in rows(plan, {"HR"})] == ["HR", "HR-1", "HR-2"]
    assert [row.id for row in rows(plan, {"HR", "HR-1"})] == ["HR", "HR-1", "HR-1.2", "HR-2"]


def test_a_filter_keeps_the_trees_shape_and_shows_archived_matches():
    plan = big_plan(2, 2)
    found = rows(plan, set(), Found.of(["HR-1.1", "HR-2"], plan))
    assert [(row.id, row.depth, row.is_match) for row in found] == [
        ("HR", 0, False),
        ("HR-1", 1, False),
        ("HR-1.1", 2, True),
        ("HR-2", 1, True),
    ]


@given(st.data(), st.booleans())
def test_a_filter_shows_what_matches_and_all_that_is_above_it(data, is_top_hidden):
    plan = big_plan(3, 3)
    if is_top_hidden:
        level = Level(one={"en": "one"}, many={"en": "many"})
        plan = replace(plan, info=replace(plan.info, levels={"one": level, "two": level}))
    order = list(plan.walk())
    assert ("HR" in order) is not is_top_hidden
    matches = sorted(data.draw(st.sets(st.sampled_from(order))), key=order.index)
    found = Found.of(matches, plan)
    kept = [each for each in order if any(item == each or item in plan.walk(each) for item in matches)]
    assert list(found.ids) == kept
    assert (found.matches, found.count) == (set(matches), len(matches))
    assert [each for each in order if each in found] == matches
    parents = {ids.parent_of(each) for each in kept}
    folded = data.draw(st.sets(st.sampled_from(order))) & parents
    shown = rows(plan, set(), found, folded)
    assert [row.id for row in shown] == [each for each in kept if not any(each in plan.walk(above) for above in folded)]
    for row in shown:
        assert (row.has_children, row.unfolded) == (row.id in parents, row.id in parents - folded)
        assert row.is_match == (row.id in matches)
    assert list(shown[1:3]) == [*shown][1:3]


def test_a_hundred_thousand_items_cost_only_what_is_unfolded():
    plan = big_plan(1_000, 100)
    rows(plan, {"HR"})  # the tree itself is worked out once for a plan
    begin = time.process_time()
    assert len(rows(plan, {"HR", "HR-7"})) == 1_101
    assert time.process_time() - begin < 0.5


async def test_the_help_lists_every_key_of_the_place(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("question_mark")
        await until(pilot, lambda: "Find items" in screen_text(app), "the help")
        text = "\n".join(str(static.content) for static in app.screen.query(Static))
        for words in ("Ctrl+Z", "Move up", "Quit", "keys.toml"):
            assert words in text
        assert "Restore" not in text  # nothing archived is under the cursor


async def test_the_palette_finds_by_any_part_without_accents(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("ctrl+p")
        await until(pilot, lambda: app.screen.query("CommandInput"), "the palette")
        app.screen.query_one(Input).value = "SPÁNISH"
        await until(pilot, lambda: "Change to Spanish" in screen_text(app) and "Quit" not in screen_text(app), "one")
        await pilot.press("enter")
        await until(pilot, lambda: app.language == "es", "the other language")
        assert BY_NAME["language"].text.label == "Inglés"
        await pilot.press("ctrl+p")
        await until(pilot, lambda: app.screen.query("CommandInput"), "the palette")
        app.screen.query_one(Input).value = "cambiar a"
        await until(pilot, lambda: "Cambiar a inglés" in screen_text(app), "the way back")


async def test_own_keys_work_and_a_bad_line_is_told(open_app, plan_repo, until, home):
    folder = home / ".config/rcm"
    folder.mkdir(parents=True)
    (folder / "keys.toml").write_text('language = "f5"\nnothing = "x"\n')
    async with open_app(plan_repo) as (app, pilot):
        assert any("nothing" in note.message for note in app._notifications)
        await pilot.press("f5")
        await until(pilot, lambda: app.language == "es", "the other language")


async def test_typing_in_the_filter_reaches_the_filter(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("slash", "s", "q", "L", "u")
        field = app.screen.query_one("#filter Input", Input)
        await until(pilot, lambda: field.value == "sqLu", "what was typed")
        assert app.language == "en"


async def test_an_empty_plan_says_what_to_do(open_app, plan_repo, until, screen_text, run_git):
    run_git(plan_repo, "rm", "-rq", "plan/HR", "archive")
    async with open_app(plan_repo) as (app, pilot):
        await until(pilot, lambda: "no items yet" in screen_text(app), "the sentence")


async def test_the_theme_is_remembered(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        assert app.theme == "rcm-dark"
        await pilot.press("f2")
        await until(pilot, lambda: app.theme == "rcm-light", "the light theme")
    async with open_app(plan_repo) as (app, pilot):
        assert app.theme == "rcm-light"


async def test_a_command_in_the_footer_can_be_clicked_and_tells_what_it_does(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        await pilot.hover("CommandFooter", offset=(3, 0))
        await until(pilot, lambda: "as you type" in str(app.screen.query_one("CommandFooter").tooltip), "the tooltip")
        await pilot.click("CommandFooter", offset=(3, 0))
        await until(pilot, lambda: app.screen.search.is_open, "the filter")
