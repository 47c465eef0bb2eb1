"""What a tired person meets: keys that do not apply, small windows, mistakes in a search, terminals without colour."""

from __future__ import annotations

import re

from tests.terminals import needs_terminal, rcm_terminals

REFUSED = "Change the status: Only activities and the entries of a calendar have a status."


async def on_item(app, pilot, until, item_id):
    app.screen.go_to(item_id)
    await until(pilot, lambda: app.screen.item_id == item_id, item_id)


async def test_a_key_that_does_not_apply_says_why(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        await on_item(app, pilot, until, "HR-1")
        await pilot.press("s")
        await until(pilot, lambda: REFUSED.split(" have")[0] in " ".join(screen_text(app).split()), "the reason")
        assert not app.screen.is_modal


async def test_the_palette_lists_what_does_not_apply_last_and_with_the_reason(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("slash", *"status:active", "ctrl+p", *"archive")
        await until(pilot, lambda: "Archival Plan" in screen_text(app) or "Archive " in screen_text(app), "commands")
        await until(pilot, lambda: "Archive" in screen_text(app), "the command")
        await pilot.press("escape")
        await until(pilot, lambda: not app.screen.is_modal, "the plan")
        await pilot.press("enter")
        await on_item(app, pilot, until, "HR")
        await pilot.press("ctrl+p", *"change the sta")
        await until(pilot, lambda: REFUSED.split(" have")[0] in " ".join(screen_text(app).split()), "the reason")
        await pilot.press("enter")
        await until(pilot, lambda: not app.screen.is_modal, "the plan")
        assert "status" not in str(app.screen.focused.id)


async def test_the_only_item_found_is_opened_where_the_list_hides_items(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo, size=(80, 24)) as (app, pilot):
        await pilot.press("slash", *"aids", "enter")
        await until(pilot, lambda: app.screen.has_class("-reading"), "the item")
        assert "HR-1.1   activity" in screen_text(app)
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("slash", *"aids", "enter")
        await until(pilot, lambda: app.screen.focused is app.screen.outline, "the tree beside the item")


async def test_blame_opens_the_item_that_it_is_shown_in(open_app, plan_repo, until):
    async with open_app(plan_repo, size=(80, 24)) as (app, pilot):
        await on_item(app, pilot, until, "HR-1.1")
        await pilot.press("b")
        await until(pilot, lambda: app.screen.pane.display, "the item")


async def test_the_footer_counts_the_commands_it_has_no_room_for(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo, size=(80, 24)) as (app, pilot):
        await on_item(app, pilot, until, "HR-1.1")
        await until(pilot, lambda: "s Status" in screen_text(app), "the keys of the item")
        footer = screen_text(app).splitlines()[-1]
        assert footer.split("… +")[1].split()[0].isdecimal()
        assert footer.rstrip().endswith("Ctrl+P Commands")
        await pilot.click("CommandFooter", offset=(footer.index("…"), 0))
        await until(pilot, lambda: app.screen.is_modal, "the help")


async def test_the_cursor_goes_to_the_next_agreement_to_be_linked(open_app, plan_repo, until):
    from rcm_tui.workflow import agreements

    async with open_app(plan_repo) as (app, pilot):
        for text in ("OPEN ALL DOORS", "CLOSE ALL DOORS"):
            await app.record(lambda workspace, text=text: agreements.add(workspace, "2006-11-rcgm", {"en": text}))
        await pilot.press("m")
        await until(pilot, lambda: type(app.screen).__name__ == "MeetingsScreen" and app.screen.row_id, "meetings")
        screen = app.screen
        await pilot.press("right")
        await until(pilot, lambda: screen.agreement is not None and screen.agreement.to_place, "one to be linked")
        first = screen.agreement.id
        await pilot.press("p")
        await until(pilot, lambda: app.screen.is_modal, "the items")
        await pilot.press(*"aids")
        await until(pilot, lambda: app.screen.row_list.row_id == "HR-1.1", "the item found")
        await pilot.press("enter")
        await until(pilot, lambda: screen.agreement is not None and screen.agreement.id != first, "the next one")
        assert screen.agreement.to_place
        assert app.plan.meetings["2006-11-rcgm"].agreements


async def test_moving_an_activity_asks_before_it_drops_the_actions_it_implements(open_app, plan_repo, until, run_git):
    path = plan_repo / "plan/HR/HR-1/HR-1.1.yaml"
    if "actions:" not in path.read_text():
        path.write_text(path.read_text() + "actions: [bdr]\n")
        run_git(plan_repo, "commit", "-qam", "Actions\n\nMeeting: none\n")
    async with open_app(plan_repo) as (app, pilot):
        await on_item(app, pilot, until, "HR-1.1")
        await pilot.press("M")
        await until(pilot, lambda: app.screen.is_modal, "where to")
        await pilot.press(*"refug", "enter")
        await until(pilot, lambda: "EXCHANGE INFORMATION" in getattr(app.screen, "question", ""), "the question")
        await pilot.press("escape")
        await until(pilot, lambda: not app.screen.is_modal, "the plan")
        assert path.exists()


@needs_terminal[0]
@needs_terminal[1]
def test_screens_are_drawn_without_colours_and_with_joined_emoji(home, plan_repo):
    path = plan_repo / "plan/HR/HR-1/HR-1.1.yaml"
    path.write_text(path.read_text().replace("INCLUDE AIDS", "INCLUDE 👨‍👩‍👧‍👦 AIDS"))
    with rcm_terminals(home) as open_terminal:
        program = open_terminal(plan_repo, NO_COLOR="1")
        program.sees("RESPECT FOR THE RIGHTS")
        program.press("d")
        program.sees("the last record")
        program.press("Escape")
        program.until(lambda: "the last record" not in program.screen(), "the plan again")
        program.quit()


async def test_what_was_recorded_last_is_undone_from_every_screen_and_an_opening_is_asked_about(
    open_app, plan_repo, until, screen_text
):
    from rcm_tui.workflow import edit, meetings

    async with open_app(plan_repo) as (app, pilot):
        for digit, screen in (("1", "HomeScreen"), ("3", "MeetingsScreen"), ("5", "CalendarScreen")):
            await app.record(lambda workspace: edit.set_status(workspace, "HR-1.2", "completed"))
            await pilot.press(digit)
            await until(pilot, lambda name=screen: type(app.screen).__name__ == name, screen)
            await pilot.press("u")
            await until(pilot, lambda: app.plan.items["HR-1.2"].status == "active", "undone")
        planned = next(each.id for each in app.plan.meetings_in_order() if each.status == "planned")
        await app.record(lambda workspace: meetings.open_meeting(workspace, planned))
        await pilot.press("u")
        await until(pilot, lambda: app.screen.is_modal and "opening" in app.screen.heading, "the question")
        await pilot.press("escape")
        await until(pilot, lambda: not app.screen.is_modal, "no dialog")
        assert app.plan.meetings[planned].status == "open"


async def test_digits_lead_from_screen_to_screen(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo, size=(80, 24)) as (app, pilot):
        for digit, screen in (
            ("4", "RequestsScreen"),
            ("6", "ChangesScreen"),
            ("7", "ArchiveScreen"),
            ("2", "PlanScreen"),
        ):
            await pilot.press(digit)
            await until(pilot, lambda name=screen: type(app.screen).__name__ == name, screen)
            first = screen_text(app).splitlines()[0]
            assert re.findall(r"(\d) [A-Z]", first) == list("1234567")
        await pilot.click("Header", offset=(first.index("Meetings"), 0))
        await until(pilot, lambda: type(app.screen).__name__ == "MeetingsScreen", "the tab clicked")


@needs_terminal[0]
@needs_terminal[1]
def test_words_typed_right_after_the_slash_are_no_commands(home, plan_repo):
    with rcm_terminals(home) as open_terminal:
        program = open_terminal(plan_repo)
        program.sees("RESPECT FOR THE RIGHTS")
        program.type("/aids")
        program.sees("1 item")
        assert "Only" not in program.screen()


async def test_a_status_is_not_offered_for_an_objective_marked_or_not(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        await on_item(app, pilot, until, "HR-1")
        await pilot.press("s")
        await until(pilot, lambda: "have a status" in screen_text(app), "the reason")
        await pilot.press("space")
        app.screen.go_to("HR-1.2")
        await pilot.press("space", "s")
        await pilot.pause()
        assert app.screen.marked == ("HR-1", "HR-1.2")
        assert not app.screen.is_modal
        app.screen.go_to("HR-1")
        await pilot.press("space", "s")
        await until(pilot, lambda: app.screen.is_modal, "the statuses")


async def test_archiving_the_last_item_found_goes_on_with_the_next_item(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo, size=(80, 24)) as (app, pilot):
        await on_item(app, pilot, until, "HR-1.2")
        await pilot.press("slash")
        app.screen.focused.insert("id:HR-1.2", 0)
        await until(pilot, lambda: app.screen.outline.found is not None, "what is found")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.pane.display, "the item")
        await pilot.press("a", *"held", "enter")
        await until(pilot, lambda: app.plan.is_archived("HR-1.2"), "the archiving")
        await until(pilot, lambda: app.screen.item_id == "HR-2", "the next item")
        await until(pilot, lambda: "HR-2   objective" in screen_text(app), "what it says")


async def test_a_window_that_was_too_small_goes_on_where_the_person_was(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        await on_item(app, pilot, until, "HR-1.1")
        await pilot.press("e")
        await until(pilot, lambda: "F1 Help" in screen_text(app), "the form")
        field = app.focused
        await pilot.resize_terminal(20, 5)
        await until(pilot, lambda: app.focused is None, "the sentence instead")
        await pilot.resize_terminal(120, 40)
        await until(pilot, lambda: app.focused is field, "the field")
        await until(pilot, lambda: "F1 Help" in screen_text(app), "the key that helps in a field")


async def test_a_form_records_who_proposed_what_is_typed(open_app, plan_repo, until, screen_text, run_git):
    async with open_app(plan_repo) as (app, pilot):
        await on_item(app, pilot, until, "HR-1.1")
        await pilot.press("e")
        await until(pilot, lambda: "F1 Help" in screen_text(app), "the form")
        await pilot.press(*"Soon. ", "f7")
        await until(pilot, lambda: app.screen.is_modal, "the question who")
        await pilot.press(*"mexico", "enter", "enter")
        await until(pilot, lambda: not app.screen.is_modal and "proposed by Mexico" in screen_text(app), "the answer")
        before = app.plan.items["HR-1.1"]
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.plan.items["HR-1.1"] != before, "the record")
        assert "Proposed-by: Mexico" in run_git(plan_repo, "log", "-1", "--format=%B")
