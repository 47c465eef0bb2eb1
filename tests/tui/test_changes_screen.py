"""Reviewing changes: edits by hand, what is new since the last closing, and what a meeting changed."""

from __future__ import annotations

import pytest

from rcm_tui.workflow import edit, meetings
from rcm_tui.workflow.attribution import RecordOptions, attribute
from rcm_tui.workflow.review import Asked, Which
from rcm_tui.workflow.workspace import Workspace

ONE, OTHER = "plan/HR/HR-1/HR-1.2.yaml", "plan/HR/HR-1/HR-1.1.yaml"


def by_hand(repo, name, old, new):
    path = repo / name
    assert old in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def edit_both(repo):
    by_hand(repo, ONE, "status: active", "status: completed")
    by_hand(repo, OTHER, "AT A SEMINAR", "AT TWO SEMINARS")


def keys(screen):
    """The rows of items, without heads of groups and objectives that only lead to them."""
    return [row.id for row in screen.row_list.rows if row.id and not row.id.startswith("@")]


async def open_changes(app, pilot, until):
    await pilot.press("d")
    await until(pilot, lambda: type(app.screen).__name__ == "ChangesScreen" and app.screen.row_id, "the changes")
    await until(pilot, lambda: app.screen.page.text.strip(), "what changed there")
    return app.screen


@pytest.fixture
def closed(plan_repo):
    """The plan after its meeting: one item completed there, one renamed between meetings since."""
    workspace = Workspace.open(plan_repo)
    with workspace.lock():
        workspace.record(
            edit.set_status(workspace, "HR-1.2", "completed"),
            attribute(workspace.plan, options=RecordOptions(reason="Held")),
        )
    with workspace.lock():
        change = meetings.close(workspace, "2006-11-rcgm")
        workspace.record(change, attribute(workspace.plan, change))
    with workspace.lock():
        text = edit.parse_assignment("text.en=HOLD TWO WORKSHOPS ON SMUGGLING")
        workspace.record(
            edit.set_fields(workspace, "HR-1.2", [text]),
            attribute(workspace.plan, options=RecordOptions(between=True, reason="A slip")),
        )
    return plan_repo


async def test_edits_by_hand_are_listed_with_what_changed(open_app, plan_repo, until):
    edit_both(plan_repo)
    async with open_app(plan_repo) as (app, pilot):
        screen = await open_changes(app, pilot, until)
        assert keys(screen) == ["HR-1.1", "HR-1.2"]
        assert screen.row_id == "HR-1.1"
        assert "2 files were edited by another program" in screen.lead(app.plan).plain
        await until(pilot, lambda: "SEMINARS" in screen.page.text, "the difference")
        await pilot.press("n")
        await until(pilot, lambda: "- active" in screen.page.text, "the status before")
        assert "+ completed" in screen.page.text


async def test_both_sides_stand_beside_each_other_where_there_is_room(open_app, plan_repo, until):
    by_hand(plan_repo, ONE, "status: active", "status: completed")
    async with open_app(plan_repo, size=(120, 40)) as (app, pilot):
        screen = await open_changes(app, pilot, until)
        row = next(splitline for splitline in screen.page.text.splitlines() if "active" in splitline)
        assert "- active" in row.split("│")[0]
        assert "+ completed" in row.split("│")[1]
        await pilot.resize_terminal(80, 24)
        await pilot.press("right")
        await until(pilot, lambda: "- active\n+ completed" in screen.page.text, "one below the other")
        assert "│" not in screen.page.text


async def test_words_are_struck_and_underlined_and_have_signs_without_colour(open_app, plan_repo, until, monkeypatch):
    by_hand(plan_repo, ONE, "HOLD A WORKSHOP", "HOLD TWO GREAT WORKSHOPS")
    async with open_app(plan_repo) as (app, pilot):
        screen = await open_changes(app, pilot, until)
        marked = {
            (line.plain[span.start : span.end].strip(), str(span.style))
            for line in screen.page._lines
            for span in line.spans
            if "strike" in str(span.style) or "underline" in str(span.style)
        }
        assert {words for words, style in marked if "strike" in style} == {"A WORKSHOP"}
        assert {words for words, style in marked if "underline" in style} == {"TWO GREAT WORKSHOPS"}
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_app(plan_repo) as (app, pilot):
        screen = await open_changes(app, pilot, until)
        assert "[-A WORKSHOP-]" in screen.page.text
        assert "{+TWO GREAT WORKSHOPS+}" in screen.page.text.replace("\n", " ") or "{+TWO" in screen.page.text


async def test_one_edit_is_recorded_with_a_reason_and_the_other_left(open_app, plan_repo, until, run_git):
    edit_both(plan_repo)
    by_hand(plan_repo, ONE, "status: completed", "status: completed  # by hand")
    async with open_app(plan_repo) as (app, pilot):
        screen = await open_changes(app, pilot, until)
        await pilot.press("n", "r", *"Minutes", "enter")
        await until(pilot, lambda: keys(screen) == ["HR-1.1"], "one left")
        message = run_git(plan_repo, "log", "-1", "--format=%B")
        assert message.startswith("HR-1.2: status active -> completed")
        assert "\nMinutes\n" in message
        assert run_git(plan_repo, "show", "--format=", "--name-only", "HEAD").split() == [ONE]
        assert "# by hand" in (plan_repo / ONE).read_text()


async def test_all_edits_are_recorded_at_once_and_then_all_is_said_to_be_recorded(
    open_app, plan_repo, screen_text, until, run_git
):
    edit_both(plan_repo)
    async with open_app(plan_repo) as (app, pilot):
        await open_changes(app, pilot, until)
        await pilot.press("ctrl+s", "enter")
        await until(pilot, lambda: "Everything is recorded." in screen_text(app), "nothing left")
        assert run_git(plan_repo, "status", "--porcelain") == ""


async def test_an_edit_that_breaks_a_file_is_shown_as_such(open_app, plan_repo, until):
    by_hand(plan_repo, ONE, "status: active", "status: [active")
    async with open_app(plan_repo) as (app, pilot):
        screen = await open_changes(app, pilot, until)
        await until(pilot, lambda: "The file cannot be read" in screen.page.text, "that it is broken")


async def test_an_edit_is_thrown_away_after_asking_and_brought_back(open_app, plan_repo, until):
    before = (plan_repo / ONE).read_text()
    edit_both(plan_repo)
    edited = (plan_repo / ONE).read_text()
    async with open_app(plan_repo) as (app, pilot):
        screen = await open_changes(app, pilot, until)
        await pilot.press("n", "x")
        await until(pilot, lambda: type(app.screen).__name__ == "ConfirmDialog", "the question")
        await pilot.press("enter")  # the safe answer
        await until(pilot, lambda: app.screen is screen, "the changes")
        assert (plan_repo / ONE).read_text() == edited
        await pilot.press("x")
        await until(pilot, lambda: type(app.screen).__name__ == "ConfirmDialog", "the question")
        await pilot.press("right", "enter")
        await until(pilot, lambda: keys(screen) == ["HR-1.1"], "one left")
        assert (plan_repo / ONE).read_text() == before
        await screen.action_command("bring-back")
        await until(pilot, lambda: type(app.screen).__name__ == "ChooseDialog", "what was thrown away")
        await pilot.press("enter")
        await until(pilot, lambda: keys(screen) == ["HR-1.1", "HR-1.2"], "both edits")
        assert (plan_repo / ONE).read_text() == edited


async def test_an_edit_of_layout_alone_can_be_recorded_too(open_app, plan_repo, until, run_git):
    by_hand(plan_repo, ONE, "status: active", "status: active   # a remark")
    async with open_app(plan_repo) as (app, pilot):
        screen = await open_changes(app, pilot, until)
        assert "no change in content" in screen.page.text
        await pilot.press("r", "enter")
        await until(pilot, lambda: run_git(plan_repo, "status", "--porcelain") == "", "that it is recorded")


async def test_what_is_new_since_the_last_closing_comes_first(open_app, closed, until):
    by_hand(closed, OTHER, "AT A SEMINAR", "AT TWO SEMINARS")
    async with open_app(closed) as (app, pilot):
        screen = await open_changes(app, pilot, until)
        await until(pilot, lambda: keys(screen) == ["HR-1.1", "HR-1.2"], "what is new, recorded or not")
        lead = screen.lead(app.plan).plain
        assert "from RCGM, 27-29 November 2006\nto the current plan" in lead
        assert "1 edited elsewhere, not recorded" in lead
        assert screen.external_keys() == ("HR-1.1",)
        await pilot.press("n")
        assert screen.external_keys() == ()
        assert "HOLD TWO WORKSHOPS" in screen.page.text


async def test_the_timeline_leads_to_what_a_meeting_changed_and_from_state_to_state(open_app, closed, until):
    async with open_app(closed) as (app, pilot):
        screen = await open_changes(app, pilot, until)
        await pilot.press("t")
        await until(pilot, lambda: type(app.screen).__name__ == "TimelineDialog", "the timeline")
        await pilot.press("enter")
        await until(pilot, lambda: screen.found and screen.asked.meeting == "2006-11-rcgm", "the meeting")
        assert "from the plan as its history began\nto RCGM, 27-29 November 2006" in screen.lead(app.plan).plain
        assert "HR-1.2" in keys(screen)
        await pilot.press("t")
        await until(pilot, lambda: type(app.screen).__name__ == "TimelineDialog", "the timeline")
        await pilot.press("space", "home", "enter")
        await until(pilot, lambda: screen.found and keys(screen) == ["HR-1.2"], "from the meeting to now")
        assert "to the current plan" in screen.lead(app.plan).plain


async def test_one_goes_from_meeting_to_meeting_and_to_what_is_new(open_app, closed, until):
    async with open_app(closed) as (app, pilot):
        screen = await open_changes(app, pilot, until)
        await pilot.press("comma")
        await until(pilot, lambda: screen.found and screen.asked.meeting == "2006-11-rcgm", "the meeting before")
        await pilot.press("full_stop")
        await until(pilot, lambda: screen.found and screen.asked.which == "live", "what is new")


async def test_the_filter_leaves_what_fits_and_tells_mistakes(open_app, closed, until, screen_text):
    async with open_app(closed) as (app, pilot):
        screen = await open_changes(app, pilot, until)
        screen.choose(Asked(Which.STATES))
        await until(pilot, lambda: screen.found and len(keys(screen)) > 5, "all from the beginning on")
        await pilot.press("slash", *"kind:activity actor:mx")
        await until(pilot, lambda: keys(screen) == ["HR-1.1"], "the one of Mexico")
        await pilot.press(*"x")
        await until(pilot, lambda: "There is no actor" in screen_text(app), "what is wrong")
        await pilot.press("backspace", "enter")
        assert app.focused is screen.row_list
        await pilot.press("escape")
        await until(pilot, lambda: len(keys(screen)) > 5, "all again")
        await pilot.press("slash", *"is:external")
        await until(pilot, lambda: keys(screen) == [], "nothing by hand")
        await pilot.press("escape")
        await until(pilot, lambda: len(keys(screen)) > 5 and app.focused is screen.row_list, "all again")


async def test_enter_opens_the_item_and_coming_back_goes_on_there(open_app, closed, until):
    async with open_app(closed) as (app, pilot):
        screen = await open_changes(app, pilot, until)
        await pilot.press("comma")
        await until(pilot, lambda: screen.found and screen.asked.meeting, "the meeting")
        screen.row_list.go_to("HR-1.2")
        await pilot.press("enter")
        await until(pilot, lambda: type(app.screen).__name__ == "PlanScreen", "the plan")
        assert app.screen.item_id == "HR-1.2"
        screen = await open_changes(app, pilot, until)
        await until(pilot, lambda: screen.asked and screen.asked.meeting == "2006-11-rcgm", "the same meeting")
        assert screen.row_id == "HR-1.2"
        await pilot.press("escape")
        screen = await open_changes(app, pilot, until)
        await until(pilot, lambda: screen.asked and screen.asked.which == "live", "what is new")


async def test_a_group_folds_and_tells_what_is_in_it(open_app, closed, until):
    async with open_app(closed) as (app, pilot):
        screen = await open_changes(app, pilot, until)
        screen.row_list.go_to("@HR")
        said = "HR-1.2  Text (English) now reads: HOLD TWO WORKSHOPS"
        await until(pilot, lambda: said in screen.page.text, "sentences")
        await pilot.press("enter")
        assert keys(screen) == []
        await pilot.press("enter")
        assert keys(screen) == ["HR-1.2"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("review.md", "- **Text (English)**: HOLD ~~A WORKSHOP~~<ins>TWO WORKSHOPS</ins> ON SMUGGLING"),
        ("review.txt", "Text (English): HOLD [-A WORKSHOP-]{+TWO WORKSHOPS+} ON SMUGGLING"),
    ],
)
async def test_the_review_is_written_out_and_never_over_a_file_unasked(
    open_app, closed, until, tmp_path, monkeypatch, name, words
):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / name).write_text("mine")
    monkeypatch.chdir(folder)
    async with open_app(closed) as (app, pilot):
        screen = await open_changes(app, pilot, until)
        await pilot.press("w")
        await until(pilot, lambda: type(app.screen).__name__ == "LineDialog", "the name")
        app.screen.query_one("Input").value = name
        await pilot.press("enter")
        await until(pilot, lambda: type(app.screen).__name__ == "ConfirmDialog", "the question")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen, "the changes")
        assert (folder / name).read_text() == "mine"
        await pilot.press("w")
        await until(pilot, lambda: type(app.screen).__name__ == "LineDialog", "the name")
        app.screen.query_one("Input").value = name
        await pilot.press("enter")
        await until(pilot, lambda: type(app.screen).__name__ == "ConfirmDialog", "the question")
        await pilot.press("right", "enter")
        await until(pilot, lambda: (folder / name).read_text() != "mine", "the review")
        assert words in (folder / name).read_text()
