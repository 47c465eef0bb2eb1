"""The Archival Plan on the screen."""

from __future__ import annotations

import pytest

OLD = """\
id: HR-1.{number}
number: {number}
text:
  en: >-
    {text}
status: completed
calendar:
  - id: bbb
    date: "2003-05"
    text:
      en: >-
        HELD
    status: completed
"""


@pytest.fixture
def due_repo(plan_repo, run_git):
    """Two activities that were carried out in 2003."""
    for number, text in ((4, "A SEMINAR OF 2003"), (5, "A TRAINING OF 2003")):
        path = plan_repo / f"plan/HR/HR-1/HR-1.{number}.yaml"
        path.write_text(OLD.format(number=number, text=text), encoding="utf-8")
    run_git(plan_repo, "add", "-A")
    run_git(plan_repo, "commit", "-q", "-m", "Two more\n\nMeeting: 2006-11-rcgm")
    return plan_repo


async def open_archive(app, pilot, until):
    await pilot.press("A")
    await until(pilot, lambda: type(app.screen).__name__ == "ArchiveScreen" and app.screen.row_id, "the archive")
    return app.screen


async def test_what_is_due_and_what_is_archived_are_listed_with_the_reason(open_app, due_repo, screen_text, until):
    async with open_app(due_repo) as (app, pilot):
        await open_archive(app, pilot, until)
        await until(pilot, lambda: "more than 2 years ago" in screen_text(app), "why it is proposed")
        text = screen_text(app)
        for words in (
            "Archival Plan",
            "As of 29 November 2006",
            "Ready to archive",
            "A SEMINAR OF 2003",
            "carried out; last date May 2003",
            "In the archive",
            "HR-1.3 AN OLD SEMINAR",
            "1 May 2006",
        ):
            assert words in text, words
        assert "31 May 2003" not in text  # A day that nobody wrote.


async def test_the_marked_ones_are_archived_in_one_record_and_the_others_left(open_app, due_repo, until, run_git):
    async with open_app(due_repo) as (app, pilot):
        screen = await open_archive(app, pilot, until)
        assert screen.row_id == "HR-1.4"
        await pilot.press("space", "space", "a", *"Over", "enter")
        await until(pilot, lambda: {"HR-1.4", "HR-1.5"} <= app.plan.archived, "both archived")
        message = run_git(due_repo, "log", "-1", "--format=%B")
        assert "Item: HR-1.4" in message
        assert "Item: HR-1.5" in message
        assert "\nOver\n" in message
        assert "Meeting: 2006-11-rcgm" in message
        assert not screen.row_list.marked
        assert (due_repo / "archive/HR/HR-1/HR-1.4.yaml").is_file()


async def test_an_archived_item_is_restored(open_app, plan_repo, until, run_git):
    async with open_app(plan_repo) as (app, pilot):
        screen = await open_archive(app, pilot, until)
        assert screen.row_id == "HR-1.3"
        await pilot.press("r")
        await until(pilot, lambda: not app.plan.is_archived("HR-1.3"), "restored")
        assert run_git(plan_repo, "log", "-1", "--format=%s").startswith("HR-1.3: restored")


async def test_an_empty_archive_says_what_that_means(open_app, plan_repo, screen_text, until, run_git):
    run_git(plan_repo, "rm", "-q", "archive/HR/HR-1/HR-1.3.yaml")
    run_git(plan_repo, "commit", "-q", "-m", "Nothing archived\n\nMeeting: none")
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("A")
        await until(pilot, lambda: "Nothing is archived, and nothing is due" in screen_text(app), "the sentence")
        await pilot.press("escape")
        await until(pilot, lambda: type(app.screen).__name__ == "PlanScreen", "the plan again")


async def test_coming_back_goes_on_where_one_was(open_app, due_repo, until):
    async with open_app(due_repo, size=(80, 24)) as (app, pilot):
        await open_archive(app, pilot, until)
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.screen.detail.display, "the item instead of the list")
        assert not app.screen.row_list.is_on_screen or not app.screen.query_one("#list-pane").display
        await pilot.press("escape", "escape")
        await until(pilot, lambda: type(app.screen).__name__ == "PlanScreen", "the plan")
        screen = await open_archive(app, pilot, until)
        await until(pilot, lambda: screen.row_id == "HR-1.5", "the item it was left at")


async def test_another_program_s_change_leaves_cursor_and_marks_where_they_are(open_app, due_repo, until, run_git):
    async with open_app(due_repo) as (app, pilot):
        screen = await open_archive(app, pilot, until)
        await pilot.press("down", "space", "up")
        screen.row_list.go_to("HR-1.5")
        (due_repo / "plan/HR/HR-1/HR-1.4.yaml").unlink()
        await app.reload()
        await until(pilot, lambda: "HR-1.4" not in [row.id for row in screen.row_list.rows], "the new plan")
        assert screen.row_id == "HR-1.5"
        assert screen.row_list.marked == {"HR-1.5"}


async def test_it_is_asked_what_becomes_of_requests_that_are_not_answered(open_app, plan_repo, until, screen_text):
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("/", *"HR-1.1", "enter")
        await until(pilot, lambda: app.screen.item_id == "HR-1.1", "the activity")
        await pilot.press("a")
        await until(pilot, lambda: "Archive 1 item" in screen_text(app), "the reason")
        await pilot.press(*"over", "enter")
        await until(pilot, lambda: "What becomes of them?" in screen_text(app), "the question")
        assert "1 request is not answered:" in screen_text(app)
        assert "HR-1.1  COUNTRIES WILL SEND" in screen_text(app) and "mzp" not in screen_text(app)
        await pilot.press("c")
        await until(pilot, lambda: app.plan.is_archived("HR-1.1"), "the record")
        assert app.plan.items["HR-1.1"].calendar[1].request.unanswered == "closed"


async def test_what_has_no_date_is_listed_too(open_app, plan_repo, until, screen_text, run_git):
    path = plan_repo / "plan/HR/HR-1/HR-1.2.yaml"
    path.write_text("id: HR-1.2\nnumber: 2\ntext: {en: DONE ONCE}\nstatus: completed\n")
    run_git(plan_repo, "add", "-A")
    run_git(plan_repo, "commit", "-q", "--amend", "--no-edit")
    async with open_app(plan_repo) as (app, pilot):
        await open_archive(app, pilot, until)
        await until(pilot, lambda: "Completed, without a date" in screen_text(app), "what the history lacks")
        assert "HR-1.2 DONE ONCE" in screen_text(app)
