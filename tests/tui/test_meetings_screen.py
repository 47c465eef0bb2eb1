"""Meetings and agreements on the screen."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from tests.sync.conftest import Office


async def open_meetings(app, pilot, until):
    await pilot.press("m")
    await until(pilot, lambda: type(app.screen).__name__ == "MeetingsScreen" and app.screen.row_id, "the meetings")
    return app.screen


async def on_agreement(app, pilot, until, agreement_id):
    screen = await open_meetings(app, pilot, until)
    await pilot.press("enter")
    screen.detail.focus_entry(agreement_id)
    await until(pilot, lambda: screen.card_id == agreement_id, "the agreement")
    return screen


async def test_the_open_meeting_comes_first_to_hand_with_what_it_agreed(open_app, plan_repo, screen_text, until):
    async with open_app(plan_repo) as (app, pilot):
        screen = await open_meetings(app, pilot, until)
        assert screen.row_id == "2006-11-rcgm"
        await until(pilot, lambda: "1 agreement is not linked yet" in screen_text(app), "what is left to do")
        await until(pilot, lambda: "→ HR-1.1 ↻ ongoing INCLUDE AIDS" in screen_text(app), "the cards laid out again")
        text = screen_text(app)
        for words in (
            "● RCGM",
            "27-29 Nov 2006  RCGM",
            "1 to link  2 agreements",
            "May 2007        RCGM",
            "Planned meetings",
            "Agreements to link   1",
            "4   decision   ? to link",
            "Health of migrants",
            "→ HR-1.1 ↻ ongoing INCLUDE AIDS",
        ):
            assert words in text, words
        assert text.index("To be placed") < text.index("Health of migrants")


async def test_enter_on_an_agreement_opens_the_item_it_led_to(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        await on_agreement(app, pilot, until, "hjn")
        await pilot.press("enter")
        await until(pilot, lambda: type(app.screen).__name__ == "PlanScreen", "the plan")
        assert app.screen.item_id == "HR-1.1"


async def test_an_agreement_is_placed_by_typing(open_app, plan_repo, until, run_git):
    async with open_app(plan_repo) as (app, pilot):
        await on_agreement(app, pilot, until, "wqs")
        await pilot.press("p")
        await until(pilot, lambda: type(app.screen).__name__ == "ItemsDialog", "the items")
        dialog = app.screen
        await pilot.press(*"smugg")
        await until(pilot, lambda: [row.id for row in dialog.row_list.rows] == ["HR-1.2"], "what was found")
        await pilot.press("enter")
        await until(pilot, lambda: not app.plan.agreements_to_place(), "nothing to place")
        assert "Agreement: 2006-11-rcgm/wqs" in run_git(plan_repo, "log", "-1", "--format=%B")
        assert "HR-1.2" in (plan_repo / "meetings/2006-11-rcgm.yaml").read_text()


async def test_an_agreement_is_linked_to_what_was_typed_however_quickly_enter_follows(
    open_app, plan_repo, until, threads_held_up
):
    """Before: Enter took the item under the cursor, which was one of those found for the letters before."""
    async with open_app(plan_repo) as (app, pilot):
        await on_agreement(app, pilot, until, "wqs")
        await pilot.press("p")
        await until(pilot, lambda: type(app.screen).__name__ == "ItemsDialog", "the items")
        async with threads_held_up():
            app.screen.query_one(Input).value = "smugg"
            app.post_message(events.Key("enter", None))
        await until(pilot, lambda: not app.plan.agreements_to_place(), "nothing to place")
        agreement = next(made for made in app.plan.meetings["2006-11-rcgm"].agreements if made.id == "wqs")
        assert agreement.items == ("HR-1.2",)


async def test_why_an_agreement_leads_to_nothing_is_recorded(open_app, plan_repo, until, run_git):
    async with open_app(plan_repo) as (app, pilot):
        await on_agreement(app, pilot, until, "wqs")
        await pilot.press("x")
        await until(pilot, lambda: type(app.screen).__name__ == "LineDialog", "the question")
        await pilot.press(*"Thanks", "enter")
        await until(pilot, lambda: not app.plan.agreements_to_place(), "nothing to place")
        assert "no_item: Thanks" in (plan_repo / "meetings/2006-11-rcgm.yaml").read_text()


async def test_thanks_cost_one_key(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        await on_agreement(app, pilot, until, "wqs")
        await pilot.press("t")
        await until(pilot, lambda: not app.plan.agreements_to_place(), "nothing to place")
        assert "kind: acknowledgement" in (plan_repo / "meetings/2006-11-rcgm.yaml").read_text()


async def test_a_heading_costs_one_key(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        await on_agreement(app, pilot, until, "wqs")
        await pilot.press("T")
        await until(pilot, lambda: len(app.plan.meetings["2006-11-rcgm"].agreements) == 1, "no agreement any more")
        assert [statement.id for statement in app.plan.meetings["2006-11-rcgm"].statements][-1] == "wqs"


async def test_a_withdrawn_agreement_offers_to_take_back_what_it_led_to(open_app, plan_repo, until, run_git):
    from rcm_tui.workflow import edit
    from rcm_tui.workflow.attribution import RecordOptions

    async with open_app(plan_repo) as (app, pilot):
        await app.record(
            lambda workspace: edit.set_status(workspace, "HR-1.1", "planned"),
            RecordOptions(agreement="2006-11-rcgm/hjn"),
        )
        await on_agreement(app, pilot, until, "hjn")
        await pilot.press("X")
        await until(pilot, lambda: app.screen.query("Button"), "the question")
        await pilot.press("tab", "enter")
        await until(pilot, lambda: type(app.screen).__name__ == "UndoSeveralDialog", "what it led to")
        await until(pilot, lambda: app.screen.row_list.row_id, "the record")
        await pilot.press("a", "enter")
        await until(pilot, lambda: app.plan.items["HR-1.1"].status == "ongoing", "the status as before")
        subjects = run_git(plan_repo, "log", "-2", "--format=%s").splitlines()
        assert subjects[0].startswith("Undo: HR-1.1: status")
        assert "withdrawn" in subjects[1]


async def test_the_words_of_an_agreement_are_edited_in_a_form(open_app, plan_repo, until, run_git):
    async with open_app(plan_repo) as (app, pilot):
        await on_agreement(app, pilot, until, "wqs")
        await pilot.press("e")
        await until(pilot, lambda: app.screen.query("Form *") or hasattr(app.screen, "field_at"), "the form")
        field = app.screen.field_at("agreements", "wqs", "number")
        field.input.value = "4b"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.plan.meetings["2006-11-rcgm"].agreements[1].number == "4b", "the new number")


async def test_a_planned_meeting_is_opened(open_app, plan_repo, until, run_git):
    async with open_app(plan_repo) as (app, pilot):
        await open_meetings(app, pilot, until)
        await pilot.press("down", "o")
        await until(pilot, lambda: app.plan.meetings["2007-05-rcgm"].status == "open", "open")
        message = run_git(plan_repo, "log", "-1", "--format=%B")
        assert message.startswith("2007-05-rcgm: opened")
        assert "Meeting: 2007-05-rcgm" in message


async def test_closing_says_what_is_left_and_asks_with_the_safe_answer_first(
    open_app, plan_repo, screen_text, until, run_git
):
    async with open_app(plan_repo) as (app, pilot):
        await open_meetings(app, pilot, until)
        await pilot.press("C")
        await until(pilot, lambda: type(app.screen).__name__ == "ConfirmDialog", "the question")
        assert "1 agreement is not linked yet" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: type(app.screen).__name__ == "MeetingsScreen", "the meetings")
        assert app.plan.open_meetings
        await pilot.press("C")
        await until(pilot, lambda: type(app.screen).__name__ == "ConfirmDialog", "the question")
        await pilot.press("right", "enter")
        await until(pilot, lambda: "The plan as it is now is its" in screen_text(app), "the edition")
        assert "meeting/2006-11-rcgm" not in screen_text(app)
        assert "synchronises" not in screen_text(app)  # with whom?
        assert run_git(plan_repo, "tag").split() == ["meeting/2006-11-rcgm"]
        assert "Closes: 2006-11-rcgm" in run_git(plan_repo, "log", "-1", "--format=%B")
        await pilot.press("escape", "escape", "u")
        await until(pilot, lambda: type(app.screen).__name__ == "ConfirmDialog", "the question")
        await pilot.press("right", "enter")
        await until(pilot, lambda: app.plan.open_meetings, "the meeting open again")
        assert run_git(plan_repo, "tag") == ""


async def test_who_closes_a_meeting_of_a_shared_plan_is_told_how_the_others_get_it(
    open_app, small_plans, tmp_path, run_git, screen_text, until
):
    office = Office(tmp_path, small_plans, run_git)
    office.luis("sync")
    async with open_app(office.luis.root) as (app, pilot):
        await open_meetings(app, pilot, until)
        await until(pilot, lambda: app.repo_summary, "the state of the repository")
        await pilot.press("C")
        await until(pilot, lambda: type(app.screen).__name__ == "ConfirmDialog", "the question")
        await pilot.press("y")
        await until(pilot, lambda: "The others do not have it yet: F synchronises." in screen_text(app), "the key")
        await pilot.press("enter", "F")
        await until(pilot, lambda: type(app.screen).__name__ == "SyncScreen", "where it is done")


async def test_a_new_meeting_gets_an_id_out_of_body_and_date(open_app, plan_repo, until, run_git):
    async with open_app(plan_repo) as (app, pilot):
        screen = await open_meetings(app, pilot, until)
        await pilot.press("n")
        await until(pilot, lambda: type(app.screen).__name__ == "MeetingForm", "the form")
        form = app.screen
        form.field_at("dates").input.value = "November 2007"
        await until(pilot, lambda: form.field_at("id").typed == "2007-11-rcgm", "the id")
        form.field_at("place").input.value = "Guatemala"
        form.field_at("status").chooser.choose("open")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "2007-11-rcgm" in app.plan.meetings, "the meeting")
        meeting = app.plan.meetings["2007-11-rcgm"]
        assert (meeting.body, meeting.dates, meeting.place, meeting.status) == ("RCGM", "2007-11", "Guatemala", "open")
        assert "Opens: 2007-11-rcgm" in run_git(plan_repo, "log", "-1", "--format=%B")
        await until(pilot, lambda: screen.row_id == "2007-11-rcgm", "the cursor on it")


async def test_an_empty_register_says_what_to_do(open_app, plan_repo, screen_text, until, run_git):
    run_git(plan_repo, "rm", "-q", "-r", "meetings")
    run_git(plan_repo, "commit", "-q", "-m", "No meetings\n\nMeeting: none")
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("m")
        await until(pilot, lambda: "No meeting is in the register yet." in screen_text(app), "the sentence")
