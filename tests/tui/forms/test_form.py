"""What all forms share: keys, mouse, language."""

from __future__ import annotations

import asyncio
import os

import pytest
from textual.widgets import Button

from rcm_tui.tui.dialogs.ask import ConfirmDialog, UnsavedDialog
from rcm_tui.tui.dialogs.choose import ChooseDialog


async def test_letters_never_leave_the_form_and_ctrl_q_asks(open_app, plan_repo, form_at, field, until):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.1", "e")
        for label in ("Status", "actions", "Entries"):
            field(form, label).focus_control()
            await pilot.press("q", "L", "g")
            assert app.screen is form and app.language == "en"
        field(form, "English").focus_control()
        await pilot.press("X", "ctrl+q")
        await until(pilot, lambda: isinstance(app.screen, UnsavedDialog), "the question")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is form, "the form")
        assert app.is_running


async def test_the_language_changes_with_what_was_typed_kept(open_app, plan_repo, form_at, field, until):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.1", "e")
        field(form, "Spanish").area.text = "NUEVO"
        field(form, "Number").input.value = "x"
        before = field(form, "Number")
        app.change_language()
        await until(pilot, lambda: form._ready and before not in form.fields, "the form built anew")
        typed = {field.key: field.typed for field in form.fields if field.touched}
        assert typed == {"text.es": "NUEVO", "number": "x"}
        assert form.touched


async def test_enter_and_arrows_go_from_field_to_field(open_app, plan_repo, form_at, field):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.1", "e")
        field(form, "Number").focus_control()
        await pilot.press("enter")
        assert form._focused_field() is field(form, "After")
        await pilot.press("enter")
        assert form._focused_field() is field(form, "Priority")
        await pilot.press("down", "down", "up")
        assert form._focused_field() is field(form, "percent_complete")
        await pilot.press("shift+tab")
        assert form._focused_field() is field(form, "Priority")


async def test_the_mouse_does_it_too(open_app, plan_repo, form_at, field, until):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.1", "e")
        await pilot.click(field(form, "Status").chooser)
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog), "the list of statuses")
        await pilot.press("c")
        await until(pilot, lambda: app.screen is form and field(form, "Status").typed == "completed", "chosen")
        responsible = field(form, "Responsible")
        await pilot.click(responsible.input)
        await pilot.press("c", "a", "n")
        await until(pilot, lambda: responsible._list is not None and responsible._list.region.height, "the list")
        await pilot.click(responsible._list, offset=(3, 0))
        await until(pilot, lambda: responsible.values == ["IOM", "CA"], "chosen by a click")
        await pilot.click(field(form, "actions").list, offset=(3, 0))
        await until(pilot, lambda: field(form, "actions").typed == [], "the mark taken away")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, UnsavedDialog), "the question")
        await pilot.click(app.screen.query_one("#discard", Button))
        await until(pilot, lambda: len(app.screen_stack) == 2, "left")


@pytest.mark.parametrize("key", ["e", "c", "n", "N", "w", "g"])
async def test_every_form_fits_into_80_by_24(open_app, plan_repo, form_at, until, screen_text, key):
    async with open_app(plan_repo, size=(80, 24)) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.1", key)
        assert form.focused is not None
        text = screen_text(app)
        assert "Ctrl+S Record" in text and form.heading() in text
        assert not [row for row in text.splitlines() if len(row) > 80]


async def test_an_entry_is_removed_after_asking(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        plan = app.screen
        plan.go_to("HR-1.1")
        await until(pilot, lambda: plan._shown == "HR-1.1", "the item")
        plan.detail.focus_entry("kvt")
        await until(pilot, lambda: plan.entry_id == "kvt", "the entry")
        await pilot.press("delete")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog), "the question")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is plan, "kept")
        assert len(app.plan.items["HR-1.1"].calendar) == 2
        await pilot.press("delete")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog), "the question")
        await pilot.press("tab", "enter")
        await until(pilot, lambda: len(app.plan.items["HR-1.1"].calendar) == 1, "removed")


async def test_two_languages_and_markup_in_names_do_nothing(open_app, plan_repo, form_at, field, screen_text, run_git):
    actors = plan_repo / "plan/actors.yaml"
    actors.write_text(actors.read_text() + 'ODD:\n  kind: office\n  name: {en: "[/x] [WIP] \\e]0;t\\a"}\n')
    run_git(plan_repo, "commit", "-qam", "odd\n\nMeeting: none")
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.2", "c")
        field(form, "Responsible").focus_control()
        await pilot.press("O", "D", "D")
        await pilot.pause()
        assert "[/x] [WIP] ␛]0;t␇" in screen_text(app) and "\x1b" not in screen_text(app)
        await pilot.press("enter")
        assert field(form, "Responsible").values == ["ODD"]
        assert "\x1b" not in screen_text(app)


async def test_the_help_speaks_of_the_form(open_app, plan_repo, form_at, until, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.2", "e")
        await pilot.press("f1")
        await until(pilot, lambda: app.screen is not form, "the help")
        await until(pilot, lambda: "Take what is suggested" in screen_text(app), "the keys of forms")
        assert "In the tree" not in screen_text(app)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is form, "the form")


async def test_a_key_right_after_recording_lands_in_what_comes_next(open_app, plan_repo, form_at, until, gone):
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("g", *"First", "ctrl+s", "g", *"Second", "ctrl+s")
        await gone(app, pilot)
        texts = [agreement.text["en"] for agreement in app.plan.meetings["2006-11-rcgm"].agreements[2:]]
        assert texts == ["First", "Second"]


async def test_while_it_is_recorded_the_form_takes_nothing_and_does_again_if_git_refuses(
    open_app, plan_repo, form_at, field, until, tmp_path
):
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    hook = plan_repo / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\nread answer < '{gate}'\nexit 1\n")
    hook.chmod(0o755)
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.1", "e")
        text = field(form, "English").area
        await pilot.press("X", "ctrl+s")
        assert form.busy
        await pilot.click(text)
        assert not text.focusable and app.focused is None and text.opacity < 1
        opened = await asyncio.to_thread(gate.open, "w")
        opened.close()
        await until(pilot, lambda: not form.busy, "the form again")
        await until(pilot, lambda: app.screen is not form, "what git said")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is form, "the form")
        assert text.focusable and text.opacity == 1
        await pilot.click(text)
        assert app.focused is text
