"""Taking down agreements while delegates speak."""

from __future__ import annotations

import pytest

from rcm_tui.model.pasted import guess_language
from rcm_tui.tui.dialogs.ask import UnsavedDialog

MINUTES = """\
5. Incorporate the theme of migration and health in the agenda.

6. That the countries will:
a) send their lists to the TS
b) name their focal points

7. Thank Canada for its hospitality.
"""


async def test_g_type_ctrl_s_and_it_waits_to_be_placed(open_app, plan_repo, until, gone, screen_text, message):
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("g", *"We agree", "ctrl+s")
        await gone(app, pilot)
        agreement = app.plan.meetings["2006-11-rcgm"].agreements[-1]
        assert agreement.text == {"en": "We agree"} and agreement.to_place and agreement.kind == "decision"
        assert "2 to link" in screen_text(app).splitlines()[1]
        said = message(plan_repo)
        assert f"Agreement: 2006-11-rcgm/{agreement.id}" in said and "Meeting: 2006-11-rcgm" in said


async def test_pasted_minutes_are_taken_apart_with_a_preview(
    open_app, plan_repo, form_at, field, until, gone, screen_text
):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1", "g")
        field(form, "Agreement").area.text = MINUTES
        await until(pilot, lambda: "3 agreements" in screen_text(app), "the preview")
        assert "That the countries will" in screen_text(app) and "name their focal points" in screen_text(app).replace(
            "b) name", ""
        )
        assert not field(form, "Number").display
        await pilot.press("ctrl+s")
        await gone(app, pilot)
        taken = app.plan.meetings["2006-11-rcgm"].agreements[2:]
        assert [each.number for each in taken] == ["5", "6", "7"]
        assert len(taken[1].parts) == 2


async def test_pasted_minutes_can_stay_one_agreement(open_app, plan_repo, form_at, field, until, gone):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1", "g")
        field(form, "Agreement").area.text = MINUTES
        await until(pilot, lambda: field(form, "Record as").display, "the choice")
        field(form, "Record as").focus_control()
        await pilot.press("o", "ctrl+s")
        await gone(app, pilot)
        assert len(app.plan.meetings["2006-11-rcgm"].agreements) == 3


async def test_it_is_placed_at_once_with_number_kind_and_language(
    open_app, plan_repo, form_at, field, until, gone, message
):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1", "g")
        field(form, "Agreement").area.text = "Que los países envíen la lista de sus puntos focales a la Secretaría"
        await until(pilot, lambda: field(form, "Language").typed == "es", "the language guessed")
        field(form, "Number").input.value = "12"
        field(form, "Kind").focus_control()
        await pilot.press("q")
        field(form, "items").focus_control()
        await pilot.press(*"refugees", "enter", "ctrl+s")
        await gone(app, pilot)
        agreement = app.plan.meetings["2006-11-rcgm"].agreements[-1]
        assert agreement.items == ("HR-2",) and agreement.number == "12" and agreement.kind == "request"
        assert set(agreement.text) == {"es"}


async def test_why_it_leads_to_none_and_not_both(open_app, plan_repo, form_at, field, note, until, gone):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1", "g")
        field(form, "Agreement").area.text = "To thank the hosts"
        field(form, "items").add("HR-2")
        why = field(form, "no_item")
        why.set_typed("A courtesy")
        await until(pilot, lambda: "already linked to an item" in note(why), "the complaint")
        field(form, "items").drop(0)
        await pilot.press("ctrl+s")
        await gone(app, pilot)
        agreement = app.plan.meetings["2006-11-rcgm"].agreements[-1]
        assert agreement.no_item == "A courtesy" and not agreement.to_place


async def test_an_empty_one_is_told(open_app, plan_repo, form_at, field, note, until, run_git):
    async with open_app(plan_repo) as (app, pilot):
        before = run_git(plan_repo, "rev-parse", "HEAD")
        form = await form_at(app, pilot, "HR-1", "g")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Write what was agreed" in note(field(form, "Agreement")), "the complaint")
        assert run_git(plan_repo, "rev-parse", "HEAD") == before


async def test_without_an_open_meeting_one_is_chosen_and_opened(
    open_app, plan_repo, form_at, field, note, until, gone, run_git
):
    path = plan_repo / "meetings/2006-11-rcgm.yaml"
    path.write_text(path.read_text().replace("status: open", "status: closed"))
    run_git(plan_repo, "commit", "-qam", "closed\n\nMeeting: none")
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1", "g")
        field(form, "Agreement").area.text = "The first of the new meeting"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "No meeting is chosen" in note(field(form, "meeting")), "the complaint")
        assert form._focused_field() is field(form, "meeting")
        await pilot.press("1", "ctrl+s")
        await gone(app, pilot)
        meeting = app.plan.meetings["2007-05-rcgm"]
        assert meeting.status == "open" and len(meeting.agreements) == 1


async def test_leaving_asks_and_a_draft_is_kept(open_app, plan_repo, form_at, field, until, drafts):
    async with open_app(plan_repo) as (app, pilot):
        form = await form_at(app, pilot, "HR-1", "g")
        field(form, "Agreement").area.text = "Half a sentence"
        await until(pilot, lambda: "agreement" in drafts(plan_repo), "the draft")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, UnsavedDialog), "the question")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is form, "the form")


async def test_one_that_waits_is_placed_later(open_app, plan_repo, field, until, gone, message):
    from rcm_tui.tui.forms.form import Form
    from rcm_tui.tui.forms.opening import open_form

    async with open_app(plan_repo) as (app, pilot):
        app.run_in_background(open_form(app, "agreement", "2006-11-rcgm", "wqs", placing=True))
        await until(pilot, lambda: isinstance(app.screen, Form) and app.screen._ready, "the form")
        form = app.screen
        assert form._focused_field() is field(form, "items")
        await pilot.press(*"workshop", "enter", "ctrl+s")
        await gone(app, pilot)
        assert app.plan.meetings["2006-11-rcgm"].agreements[1].items == ("HR-1.2",)
        assert "Agreement: 2006-11-rcgm/wqs" in message(plan_repo)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("That the countries send their lists to the TS", "en"),
        ("Que los países envíen sus listas a la ST", "es"),
        ("RCM 2006", ""),
        ("", ""),
    ],
)
def test_the_language_is_guessed_by_small_words(text, language):
    assert guess_language(text, ("en", "es")) == language


async def test_parts_in_one_line_are_divided_or_kept(open_app, plan_repo, form_at, field, until, gone, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        for way, parts in (("split", ["a", "b"]), ("one", [])):
            form = await form_at(app, pilot, "HR-1", "g")
            field(form, "Agreement").area.text = "It agreed: a) to hold a seminar; b) to send a list"
            await until(pilot, lambda: "with its parts" in screen_text(app), "the preview")
            field(form, "Record as").load(way)
            await pilot.press("ctrl+s")
            await gone(app, pilot)
            made = app.plan.meetings["2006-11-rcgm"].agreements[-1]
            assert [part.number for part in made.parts] == parts
