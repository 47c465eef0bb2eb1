"""What was typed and not recorded is announced when the program starts, and can be continued."""

from __future__ import annotations

import pytest

from rcm_tui.tui.dialogs.ask import UnsavedDialog
from rcm_tui.tui.dialogs.choose import ChooseDialog
from rcm_tui.tui.forms.form import Form


async def test_drafts_are_told_of_and_each_opens_its_form(open_app, plan_repo, form_at, field, until, drafts):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.2", "e")
        field(form, "English").area.text = "HALF AN ITEM"
        await until(pilot, lambda: "HR-1.2" in drafts(plan_repo), "the first draft")
        form.dismiss(None)
        await until(pilot, lambda: app.screen is not form, "the plan")
        form = await form_at(app, pilot, "HR-1.2", "g")
        field(form, "Agreement").area.text = "Half an agreement"
        await until(pilot, lambda: "agreement" in drafts(plan_repo), "the second draft")
    async with open_app(plan_repo) as (app, pilot):
        await until(pilot, lambda: any("2 things" in note.message for note in app._notifications), "being told")
        await pilot.press("D")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog), "the choice")
        shown = [str(choice.shown) for choice in app.screen.choices]
        assert any("An agreement" in words for words in shown) and any("HR-1.2" in words for words in shown)
        at = next(place for place, words in enumerate(shown, 1) if "HR-1.2" in words)
        await pilot.press(str(at))
        await until(pilot, lambda: isinstance(app.screen, Form) and app.screen._ready, "the form")
        assert field(app.screen, "English").typed == "HALF AN ITEM"


@pytest.mark.parametrize(
    ("key", "heading"),
    [
        ("agreement", "Record an agreement"),
        ("new:HR-1", "New activity"),
        ("new:", "New subject"),
        ("new-entry:HR-1.2", "New calendar entry"),
        ("HR-1.1/kvt", "Calendar entry"),
        ("answers:HR-1.1/mzp", "Who has answered"),
        ("2006-11-rcgm/hjn", "Agreement"),
        ("2006-11-rcgm", "Edit the meeting"),
        ("new-meeting", "New meeting"),
        ("HR-1", "Edit HR-1"),
    ],
)
async def test_every_key_leads_to_its_form(open_app, plan_repo, key, heading):
    from rcm_tui.tui.forms.drafts import describe_draft
    from rcm_tui.tui.forms.opening import form_of_draft

    async with open_app(plan_repo) as (app, _pilot):
        form = form_of_draft(app, key)
        await form.open(app)
        assert form.heading() == heading
        assert describe_draft(app.plan, key)
        assert form.draft_key == key


@pytest.mark.parametrize("keys", [("d",), ("right", "right", "enter")], ids=("letter", "button"))
async def test_a_form_can_be_left_and_continued_later(open_app, plan_repo, form_at, field, until, drafts, keys):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1.2", "g")
        field(form, "Agreement").area.text = "Half an agreement"
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, UnsavedDialog), "the question")
        await pilot.press(*keys)
        await until(pilot, lambda: not isinstance(app.screen, UnsavedDialog | Form), "the plan")
        await until(pilot, lambda: "agreement" in drafts(plan_repo), "the draft")
        await pilot.press("D")
        await until(pilot, lambda: isinstance(app.screen, Form) and app.screen._ready, "the form")
        assert field(app.screen, "Agreement").typed == "Half an agreement"
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, UnsavedDialog), "the question")
        await pilot.press("y")
        await until(pilot, lambda: not isinstance(app.screen, UnsavedDialog | Form), "the plan")
        await until(pilot, lambda: not drafts(plan_repo), "no draft")
