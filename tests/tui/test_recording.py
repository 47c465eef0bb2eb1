"""What a record still needs is asked; what goes wrong is told, and the program lives on."""

from __future__ import annotations

from textual.widgets import Button, Input, OptionList

from rcm_tui.tui.command import Command, CommandText
from rcm_tui.tui.dialogs.ask import ConfirmDialog, IdentityDialog, LineDialog, MessageDialog
from rcm_tui.tui.dialogs.choose import MeetingDialog
from rcm_tui.tui.errors import log_file
from rcm_tui.tui.screens.plan import PlanScreen


def status(app, item_id="HR-1.2"):
    return app.plan.items[item_id].status


async def begin(app, pilot, until, key="c"):
    app.screen.go_to("HR-1.2")
    await until(pilot, lambda: app.screen._shown == "HR-1.2")
    await pilot.press("s", key)


def close_meeting(repo, run_git):
    path = repo / "meetings/2006-11-rcgm.yaml"
    path.write_text(path.read_text().replace("status: open", "status: closed", 1))
    run_git(repo, "commit", "-qam", "Close it by hand\n\nMeeting: none\n")


async def test_without_a_meeting_it_is_asked_once(open_app, plan_repo, until, run_git):
    close_meeting(plan_repo, run_git)
    async with open_app(plan_repo) as (app, pilot):
        await begin(app, pilot, until)
        await until(pilot, lambda: isinstance(app.screen, MeetingDialog), "the question")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, LineDialog), "the question why")
        app.screen.query_one(Input).value = "After the minutes"
        await pilot.press("enter")
        await until(pilot, lambda: status(app) == "completed", "the record")
        assert "After the minutes\n\nMeeting: none" in run_git(plan_repo, "log", "-1", "--format=%b")
        await until(pilot, lambda: isinstance(app.screen, PlanScreen))
        await begin(app, pilot, until, "a")
        await until(pilot, lambda: status(app) == "active", "the second record, without a question")
        assert "After the minutes" in run_git(plan_repo, "log", "-1", "--format=%b")


async def test_a_meeting_can_be_opened_first(open_app, plan_repo, until, run_git):
    close_meeting(plan_repo, run_git)
    async with open_app(plan_repo) as (app, pilot):
        await begin(app, pilot, until)
        await until(pilot, lambda: isinstance(app.screen, MeetingDialog), "the question")
        app.screen.query_one(OptionList).highlighted = 1
        await pilot.press("enter")
        await until(pilot, lambda: status(app) == "completed", "the record")
        assert [meeting.id for meeting in app.plan.open_meetings] == ["2007-05-rcgm"]
        assert run_git(plan_repo, "log", "-2", "--format=%b").count("Meeting: 2007-05-rcgm") == 2


async def test_backing_out_of_the_question_records_nothing(open_app, plan_repo, until, run_git):
    close_meeting(plan_repo, run_git)
    head = run_git(plan_repo, "rev-parse", "HEAD")
    async with open_app(plan_repo) as (app, pilot):
        await begin(app, pilot, until)
        await until(pilot, lambda: isinstance(app.screen, MeetingDialog), "the question")
        await pilot.press("escape")
        await until(pilot, lambda: not app.recorder.waiting, "nothing left to record")
        assert status(app) == "active"
        assert run_git(plan_repo, "rev-parse", "HEAD") == head


async def test_without_an_identity_name_and_address_are_asked(open_app, plan_repo, until, run_git, home):
    (home / ".gitconfig").write_text("[user]\n\tuseConfigOnly = true\n")
    async with open_app(plan_repo) as (app, pilot):
        await begin(app, pilot, until)
        await until(pilot, lambda: isinstance(app.screen, IdentityDialog), "the question")
        app.screen.query_one("#name", Input).value = "Ana Pérez"
        app.screen.query_one("#email", Input).value = "no address"
        app.screen.query_one("#email").focus()
        await pilot.press("enter")
        await until(
            pilot,
            lambda: isinstance(app.screen, IdentityDialog) and not app.screen.query_one("#name", Input).value,
            "again",
        )
        app.screen.query_one("#name", Input).value = "Ana Pérez"
        app.screen.query_one("#email", Input).value = "ana@example.org"
        app.screen.query_one("#email").focus()
        await pilot.press("enter")
        await until(pilot, lambda: status(app) == "completed", "the record")
        assert run_git(plan_repo, "log", "-1", "--format=%an <%ae>").strip() == "Ana Pérez <ana@example.org>"


async def test_edits_by_hand_are_taken_along_only_when_asked_for(open_app, plan_repo, until, run_git):
    path = plan_repo / "plan/HR/HR-1/HR-1.2.yaml"
    path.write_text(path.read_text().replace("SMUGGLING", "TRAFFICKING"))
    async with open_app(plan_repo) as (app, pilot):
        await begin(app, pilot, until)
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog), "the question")
        assert app.screen.focused is app.screen.query_one("#no", Button)
        await pilot.press("s")  # the key that asked does not confirm
        assert isinstance(app.screen, ConfirmDialog)
        await pilot.press("tab", "enter")
        await until(pilot, lambda: status(app) == "completed", "the record")
        assert "TRAFFICKING" in run_git(plan_repo, "show", "HEAD")


async def test_records_are_made_in_order_and_quitting_waits_for_them(open_app, plan_repo, until, run_git):
    from rcm_tui.workflow import edit

    async with open_app(plan_repo) as (app, pilot):
        wanted = ["completed", "planned", "postponed", "cancelled"]
        for each in wanted:
            app.record(lambda workspace, one=each: edit.set_status(workspace, "HR-1.2", one))
        await pilot.press("q")
        await until(pilot, lambda: app.return_value is not None, "the end")
    subjects = run_git(plan_repo, "log", "--reverse", "--format=%s").splitlines()[1:]
    assert [subject.rpartition(" ")[2] for subject in subjects] == wanted


async def test_a_refusal_is_told_in_a_sentence(open_app, plan_repo, until, run_git, screen_text):
    hook = plan_repo / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho the hook says no >&2\nexit 1\n")
    hook.chmod(0o755)
    async with open_app(plan_repo) as (app, pilot):
        await begin(app, pilot, until)
        await until(pilot, lambda: isinstance(app.screen, MessageDialog), "the sentence")
        assert "the hook says no" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PlanScreen), "the plan again")


async def test_a_dialog_is_not_quit_over(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        await begin(app, pilot, until, key="z")
        await until(pilot, lambda: app.screen.is_modal, "the dialog")
        await pilot.press("ctrl+q")
        await until(pilot, lambda: any("Esc" in note.message for note in app._notifications), "what to do first")
        await pilot.press("escape", "ctrl+q")
        await until(pilot, lambda: app.return_value == 0, "the end")


class Faulty(Command["PlanScreen"]):
    name = "test-faulty"

    text = CommandText("Faulty", "Faulty", "Fails.")

    async def run(self, screen):
        raise ZeroDivisionError("a fault [/nowhere]")


async def test_a_fault_is_written_down_and_told_and_the_program_lives_on(open_app, plan_repo, until, screen_text):
    from rcm_tui.tui.command import BY_NAME

    BY_NAME.setdefault("test-faulty", Faulty())
    async with open_app(plan_repo, expect_crash=True) as (app, pilot):
        await app.screen.action_command("test-faulty")
        await until(pilot, lambda: "[/nowhere]" in screen_text(app), "the sentence")
        assert isinstance(app.screen, MessageDialog)
        assert "ZeroDivisionError" in log_file().read_text()
        await pilot.press("escape", "down")
        await until(pilot, lambda: isinstance(app.screen, PlanScreen) and app.screen.item_id == "HR-1", "keys work")
    del BY_NAME["test-faulty"]
