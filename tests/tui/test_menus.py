"""Help, palette and the menu of actions: what can be done, where things are, and why something cannot be done."""

from __future__ import annotations

import re

import pytest
from textual.widgets import Input

from rcm_tui import i18n
from rcm_tui.tui.command import _PALETTE_EDGES, every_command
from rcm_tui.tui.keys import key_name


async def test_the_palette_finds_items_meetings_and_actors_and_shows_keys_at_the_right(
    open_app, plan_repo, until, screen_text
):
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("3")
        await until(pilot, lambda: app.screen.NAME == "meetings", "another screen")
        await pilot.press("ctrl+p", *"quit")
        await until(pilot, lambda: re.search(r" q +│", screen_text(app)), "its key")
        app.screen.query_one(Input).value = "aids"
        await until(pilot, lambda: "HR-1.1" in screen_text(app), "the item")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.NAME == "plan" and app.screen.item_id == "HR-1.1", "the item")
        await pilot.press("ctrl+p", *"rcgm november")
        await until(pilot, lambda: "Meeting  RCGM, 27-29 November 2006" in screen_text(app), "the meeting")
        app.screen.query_one(Input).value = "mexico"
        await until(pilot, lambda: "Items of  Mexico" in screen_text(app), "the country")


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_the_menu_does_what_can_be_done_and_says_why_not(open_app, plan_repo, until, screen_text, run_git, size):
    async with open_app(plan_repo, size=size) as (app, pilot):
        app.screen.go_to("HR-1.2")
        await until(pilot, lambda: app.screen.item_id == "HR-1.2", "the activity")
        await pilot.press("enter", "enter")
        await until(pilot, lambda: "What can be done here" in screen_text(app), "the menu")
        assert "Nothing is marked" in "\n".join(str(choice.shown) for choice in app.screen.choices)
        await pilot.press("s")
        await until(pilot, lambda: "Status of HR-1.2" in screen_text(app), "the statuses")
        await pilot.press("c")
        await until(pilot, lambda: "completed" in run_git(plan_repo, "log", "-1", "--format=%s"), "the record")


async def test_the_help_is_grouped_and_searched(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("question_mark")
        await until(pilot, lambda: "On this screen" in screen_text(app), "the help")
        await pilot.press(*"undo")
        await until(pilot, lambda: "Undo a record" in screen_text(app) and "On this" not in screen_text(app), "two")
        await pilot.press("escape")
        await until(pilot, lambda: not app.screen.is_modal, "the plan")


def test_a_letter_means_one_thing_on_all_screens():
    """The first key of a command counts; what was its key before still works as the second."""
    called: dict[str, set[str]] = {}
    for command in every_command().values():
        if command.keys and len(command.keys[0]) == 1:
            called.setdefault(command.keys[0], set()).add(command.name)
    groups = [
        {"archive", "archive-due"},
        {"edit", "edit-marked", "edit-agreement", "edit-meeting", "edit-actor", "accept-otherwise"},
        {"editor", "open-place"},
        {"open-meeting", "close-meeting"},  # C: from planned to open, from open to closed
        {"restore", "restore-archived"},
        {"undo", "undo-step"},
        {"calendar-view", "group-items", "show-decided", "requests-by"},  # v: what the screen shows, and how
        {"answers", "asked-answers"},
        {"copy-id", "copy-minutes"},
        {"no-item", "throw-away", "refuse-proposal"},  # x: not wanted
        {"withdraw", "withdraw-proposal"},
        {"take-in-copy", "take-owners", "record-chosen"},  # i: take in
        {"sync", "synchronise"},
        {"open-changed", "open-sighted"},
    ]
    unlike = {key: names for key, names in called.items() if len(names) > 1 and names not in groups}
    assert not unlike


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_title_and_its_key_stand_in_one_line_of_the_palette_at_80_columns(language):
    i18n.use(language)
    room = 80 * 96 // 100 - _PALETTE_EDGES
    wide = [
        command.text.title
        for command in every_command().values()
        if command.palette and len(command.text.title) + sum(len(key_name(key)) + 2 for key in command.keys[:1]) > room
    ]
    assert wide == []
