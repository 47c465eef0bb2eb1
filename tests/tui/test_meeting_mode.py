"""Meeting mode: agreements typed, linked, corrected and made into something while delegates speak."""

from __future__ import annotations

import pytest
from textual import events

MEETING = "2006-11-rcgm"


async def meeting_mode(app, pilot, until):
    await pilot.press("G")
    await until(pilot, lambda: app.screen.NAME == "meeting-mode" and app.screen.focused is app.screen.box, "the box")
    return app.screen


def agreements(app):
    return app.plan.meetings[MEETING].agreements


async def types(pilot, until, screen, words):
    await pilot.press(*words)
    await until(pilot, lambda: screen.box.text == words, "the words")


async def on_item(pilot, until, screen, item_id):
    await until(pilot, lambda: screen.item_id == item_id, f"{item_id} at the right")


async def test_an_agreement_costs_its_words_and_two_keys(open_app, plan_repo, until, run_git, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        screen = await meeting_mode(app, pilot, until)
        await types(pilot, until, screen, "Lists? Quit smuggling: LDM /G3")  # Letters that are commands elsewhere.
        await on_item(pilot, until, screen, "HR-1.2")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(agreements(app)) == 3, "the agreement")
        assert screen.box.text == "" and screen.focused is screen.box
        await on_item(pilot, until, screen, "HR-1.2")  # For the agreement that was just recorded.
        await pilot.press("ctrl+l")
        await until(pilot, lambda: agreements(app)[2].items == ("HR-1.2",), "the link")
        text = screen_text(app)
        assert "3 ✓ Lists? Quit smuggling: LDM /G3" in text and "→ HR-1.2" in text
        assert run_git(plan_repo, "log", "--format=%s", "-2").count(MEETING) == 2


async def test_letters_that_were_typed_at_the_last_moment_are_recorded(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        screen = await meeting_mode(app, pilot, until)
        await types(pilot, until, screen, "Send the list")
        screen.box.insert(" by June")
        await screen.save_and_go_on()
        assert agreements(app)[2].text == {"en": "Send the list by June"}


async def test_saved_and_linked_in_one_key(open_app, plan_repo, until, run_git):
    async with open_app(plan_repo) as (app, pilot):
        screen = await meeting_mode(app, pilot, until)
        await types(pilot, until, screen, "Hold the workshop on smuggling")
        await on_item(pilot, until, screen, "HR-1.2")
        await pilot.press("ctrl+l", *"The next")
        await until(pilot, lambda: len(agreements(app)) == 3, "the agreement")
        assert agreements(app)[2].items == ("HR-1.2",)
        assert screen.box.text == "The next"  # What was typed while it was recorded.
        assert run_git(plan_repo, "rev-list", "--count", "HEAD").strip() == "2"


async def test_the_item_is_found_by_typing(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        screen = await meeting_mode(app, pilot, until)
        assert screen.agreement[1].id == "wqs"
        await pilot.press("tab", *"refug")
        await on_item(pilot, until, screen, "HR-2")
        await pilot.press("enter")
        await until(pilot, lambda: agreements(app)[1].items == ("HR-2",), "the link")
        assert screen.focused is screen.box
        await pilot.press("ctrl+z")  # Nothing is typed: the newest record is undone.
        await until(pilot, lambda: agreements(app)[1].items == (), "no link any more")


@pytest.mark.parametrize("key", ["enter", "ctrl+l"])
async def test_what_is_found_is_linked_however_quickly_the_key_follows(
    open_app, plan_repo, until, threads_held_up, key
):
    """Before: the item at the right was linked, which was one of those found for the letters before."""
    async with open_app(plan_repo) as (app, pilot):
        screen = await meeting_mode(app, pilot, until)
        await pilot.press("tab", *"smugg")
        await on_item(pilot, until, screen, "HR-1.2")
        async with threads_held_up():
            screen.filter.value = "refug"
            app.post_message(events.Key(key, None))
        await until(pilot, lambda: agreements(app)[1].items, "the link")
        assert agreements(app)[1].items == ("HR-2",)


async def test_parts_or_several(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        screen = await meeting_mode(app, pilot, until)
        screen.box.load_text("The Group agreed:\na) to send lists;\nb) to meet in Puebla")
        await until(pilot, lambda: "Agreement 3 · decision · English · F3 otherwise" in screen_text(app), "the parts")
        await pilot.press("f3")
        await until(pilot, lambda: "2 agreements · English" in screen_text(app), "several")
        await pilot.press("f3")
        await until(pilot, lambda: len(screen.pieces) == 1 and not screen.pieces[0].parts, "one text")
        await pilot.press("f3", "ctrl+s")
        await until(pilot, lambda: len(agreements(app)) == 3, "the agreement")
        assert [part.number for part in agreements(app)[2].parts] == ["a", "b"]


async def test_the_last_agreement_is_corrected_and_who_proposed_it_is_recorded(open_app, plan_repo, until, run_git):
    async with open_app(plan_repo) as (app, pilot):
        screen = await meeting_mode(app, pilot, until)
        await pilot.press("f7")
        await until(pilot, lambda: type(app.screen).__name__ == "ActorDialog", "the question")
        await pilot.press(*"canad", "enter")
        await until(pilot, lambda: screen.proposed_by == "CA" and app.screen is screen, "Canada")
        await types(pilot, until, screen, "El grupo acordo")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(agreements(app)) == 3, "the agreement")
        assert "Proposed-by: Canada" in run_git(plan_repo, "log", "-1", "--format=%B")
        assert agreements(app)[2].text == {"es": "El grupo acordo"}
        await pilot.press("f4")
        await until(pilot, lambda: screen.correcting, "the correction")
        await pilot.press("backspace", "ó", "ctrl+s")
        await until(pilot, lambda: agreements(app)[2].text == {"es": "El grupo acordó"}, "the correction recorded")
        await until(pilot, lambda: not screen.correcting and screen.box.text == "", "the box")
        assert f"Agreement: {MEETING}/" in run_git(plan_repo, "log", "-1", "--format=%B")


async def test_a_calendar_entry_is_made_of_an_agreement(open_app, plan_repo, until, run_git):
    async with open_app(plan_repo) as (app, pilot):
        screen = await meeting_mode(app, pilot, until)
        await types(pilot, until, screen, "Canada will host the workshop on smuggling on 12 June 2007")
        await on_item(pilot, until, screen, "HR-1.2")
        await pilot.press("f6")
        await until(pilot, lambda: type(app.screen).__name__ == "ChooseDialog", "what can be made")
        await pilot.press("c")
        await until(pilot, lambda: type(app.screen).__name__ == "EntryForm", "the form")
        form = app.screen
        date, actors = form.field_at("date"), form.field_at("responsible")
        await until(pilot, lambda: date.suggested and actors.suggested == ("CA",), "suggestions")
        assert date.typed == "" and actors.values == []  # Nothing is taken that was not accepted.
        date.focus_control()
        await pilot.press("right", "ctrl+s")
        await until(pilot, lambda: app.plan.items["HR-1.2"].calendar, "the entry")
        (entry,) = app.plan.items["HR-1.2"].calendar
        assert (entry.date, entry.responsible) == ("2007-06-12", ())
        assert agreements(app)[2].items == ("HR-1.2",)
        changed = run_git(plan_repo, "show", "--name-only", "--format=%B", "HEAD")
        assert f"Agreement: {MEETING}/{agreements(app)[2].id}" in changed
        assert "plan/HR/HR-1/HR-1.2.yaml" in changed and f"meetings/{MEETING}.yaml" in changed


async def test_an_activity_is_made_of_an_agreement_and_linked(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        screen = await meeting_mode(app, pilot, until)
        await pilot.press("tab", *"refug")
        await on_item(pilot, until, screen, "HR-2")
        await pilot.press("f6")
        await until(pilot, lambda: type(app.screen).__name__ == "ChooseDialog", "what can be made")
        await pilot.press("n")
        await until(pilot, lambda: type(app.screen).__name__ == "AddForm", "the form")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "HR-2.1" in app.plan.items, "the activity")
        assert app.plan.items["HR-2.1"].text == {"en": "To be placed"}
        assert agreements(app)[1].items == ("HR-2.1",)


async def test_withdrawing_asks(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        await meeting_mode(app, pilot, until)
        await pilot.press("f8")
        await until(pilot, lambda: type(app.screen).__name__ == "ConfirmDialog", "the question")
        await pilot.press("right", "enter")
        await until(pilot, lambda: agreements(app)[1].is_withdrawn, "withdrawn")
        await until(pilot, lambda: "✗ To be placed" in screen_text(app), "the sign")


async def test_what_cannot_be_recorded_comes_back_into_the_box(open_app, plan_repo, until):
    hook = plan_repo / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    async with open_app(plan_repo) as (app, pilot):
        screen = await meeting_mode(app, pilot, until)
        await types(pilot, until, screen, "First")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: type(app.screen).__name__ == "MessageDialog", "the refusal")
        await pilot.press("enter")
        await until(pilot, lambda: screen.box.text == "First", "the words again")
        assert len(agreements(app)) == 2


async def test_letters_typed_on_a_list_go_to_the_box_and_leaving_keeps_them(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        screen = await meeting_mode(app, pilot, until)
        await pilot.press("tab", "tab")
        assert screen.focused is screen.agreements
        await pilot.press("up", *"quit")
        await until(pilot, lambda: screen.box.text == "quit" and screen.focused is screen.box, "the words in the box")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen.NAME == "plan", "the plan")
        assert (await meeting_mode(app, pilot, until)) is not screen
        await until(pilot, lambda: app.screen.box.text == "quit", "the words")
        await pilot.press("f5")
        await until(pilot, lambda: app.screen.NAME == "minutes", "the minutes")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen.NAME == "meeting-mode", "back")


async def test_in_a_narrow_window_the_box_stays(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo, size=(80, 24)) as (app, pilot):
        screen = await meeting_mode(app, pilot, until)
        await types(pilot, until, screen, "A workshop on smuggling")
        await until(pilot, lambda: "Ctrl+L → HR-1.2" in screen_text(app), "the suggestion")
        assert "To be placed" in screen_text(app)
        await pilot.press("tab")
        await until(pilot, lambda: "HOLD A WORKSHOP" in screen_text(app), "the plan")
        assert "A workshop on smuggling" in screen_text(app) and "To be placed" not in screen_text(app)


async def test_without_an_open_meeting_it_says_what_to_do(open_app, plan_repo, until, screen_text):
    file = plan_repo / f"meetings/{MEETING}.yaml"
    file.write_text(file.read_text().replace("status: open", "status: planned"))
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("G")
        await until(pilot, lambda: "No meeting is open." in screen_text(app), "the reason")
        assert app.screen.NAME == "plan"


async def test_opening_a_meeting_leads_to_its_mode(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("m")
        await until(pilot, lambda: app.screen.NAME == "meetings" and app.screen.row_id, "the meetings")
        await pilot.press("down", "o")
        await until(pilot, lambda: app.screen.NAME == "meeting-mode", "meeting mode")
        assert app.screen.meeting_id == "2007-05-rcgm"
