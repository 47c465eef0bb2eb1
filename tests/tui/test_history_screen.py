"""The history of an item, and undoing a record of one's choice."""

from __future__ import annotations

from rcm_tui.workflow import archive, edit, items
from rcm_tui.workflow.attribution import RecordOptions


async def open_history(app, pilot, until, item_id):
    app.screen.go_to(item_id)
    await until(pilot, lambda: app.screen.item_id == item_id, "the cursor")
    await pilot.press("H")
    await until(pilot, lambda: type(app.screen).__name__ == "HistoryScreen" and app.screen.row_id, "the history")
    return app.screen


async def test_the_history_follows_an_item_into_the_archive_and_back(open_app, plan_repo, screen_text, until):
    async with open_app(plan_repo) as (app, pilot):
        held = RecordOptions(reason="Held in May")
        await app.record(lambda workspace: edit.set_status(workspace, "HR-1.2", "completed"), held)
        await app.record(lambda workspace: archive.archive(workspace, ["HR-1.2"], "over"))
        await app.record(lambda workspace: archive.restore(workspace, ["HR-1.2"]))
        screen = await open_history(app, pilot, until, "HR-1.2")
        said = [row.paint()[1].left.plain for row in screen.row_list.rows]
        assert [words.removeprefix("│ ").strip() for words in said] == [
            "restored from the archive",
            "archived",
            "status active → completed",
            "added",
        ]
        await pilot.press("down", "down")
        await until(pilot, lambda: "Held in May" in screen_text(app), "the reason")
        await until(pilot, lambda: "active  →  completed" in screen_text(app), "the change")
        text = screen_text(app)
        assert "Test Person" in text
        assert "RCGM, 27-29 November 2006" in text


async def test_an_added_entry_is_shown_whole_and_a_text_word_by_word(open_app, plan_repo, screen_text, until):
    async with open_app(plan_repo) as (app, pilot):
        assign = edit.parse_assignment("text.en=HOLD A SECOND WORKSHOP ON SMUGGLING")
        await app.record(lambda workspace: edit.set_fields(workspace, "HR-1.2", [assign]))
        await app.record(
            lambda workspace: items.add_entry(
                workspace, "HR-1.2", {"en": "IT WAS HELD"}, date="2006-10", actors={"MX": "host"}, status="completed"
            )
        )
        screen = await open_history(app, pilot, until, "HR-1.2")
        await until(pilot, lambda: "Calendar entry  added" in screen_text(app), "the entry")
        for words in ("date: October 2006", "text: IT WAS HELD", "status: completed", "Mexico: host"):
            assert words in screen_text(app), words
        await pilot.press("down")
        await until(pilot, lambda: "Text (English)" in screen_text(app), "the text")
        card = next(block for block in screen.detail.blocks if block.words.plain.startswith("Text (English)"))
        underlined = [
            card.words.plain[span.start : span.end].strip()
            for span in card.words.spans
            if "underline" in str(span.style)
        ]
        assert underlined == ["SECOND"]


async def test_a_record_under_the_cursor_is_undone_after_asking(open_app, plan_repo, until, run_git):
    async with open_app(plan_repo) as (app, pilot):
        await app.record(lambda workspace: edit.set_status(workspace, "HR-1.2", "completed"))
        await app.record(lambda workspace: edit.set_status(workspace, "HR-1.1", "planned"))
        await open_history(app, pilot, until, "HR-1.2")
        await until(pilot, lambda: app.screen.trail.undoable, "what can be undone")
        await pilot.press("u")
        await until(pilot, lambda: type(app.screen).__name__ == "ConfirmDialog", "the question")
        await pilot.press("right", "enter")
        await until(pilot, lambda: app.plan.items["HR-1.2"].status == "active", "the old status")
        assert app.plan.items["HR-1.1"].status == "planned"
        assert "Undoes: " in run_git(plan_repo, "log", "-1", "--format=%B")


async def test_an_item_that_was_never_recorded_says_so(open_app, plan_repo, screen_text, until):
    path = plan_repo / "plan/HR/HR-1/HR-1.9.yaml"
    path.write_text("id: HR-1.9\nnumber: 9\ntext:\n  en: >-\n    BY HAND\nstatus: active\n")
    async with open_app(plan_repo) as (app, pilot):
        app.screen.go_to("HR-1.9")
        await until(pilot, lambda: app.screen.item_id == "HR-1.9", "the cursor")
        await pilot.press("H")
        await until(pilot, lambda: "No record has changed HR-1.9 yet" in screen_text(app), "the sentence")


async def test_any_record_can_be_chosen_to_be_undone(open_app, plan_repo, screen_text, until):
    async with open_app(plan_repo) as (app, pilot):
        await app.record(lambda workspace: edit.set_status(workspace, "HR-1.2", "completed"))
        await app.record(lambda workspace: edit.set_status(workspace, "HR-1.1", "planned"))
        await pilot.press("Z")
        await until(
            pilot, lambda: type(app.screen).__name__ == "UndoDialog" and app.screen.row_list.row_id, "the records"
        )
        assert "HR-1.1: status ongoing → planned" in screen_text(app)
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.plan.items["HR-1.2"].status == "active", "the old status")
        assert app.plan.items["HR-1.1"].status == "planned"


async def test_nothing_to_undo_is_said(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        await app.screen.action_command("undo-record")
        await until(
            pilot,
            lambda: any("Nothing of yours to undo" in note.message for note in app._notifications),
            "the sentence",
        )


async def test_the_header_leads_to_the_screens_it_speaks_of(open_app, plan_repo, until):
    (plan_repo / "plan/HR/HR-2/HR-2.yaml").write_text("id: HR-2\nnumber: [2\n")
    async with open_app(plan_repo) as (app, pilot):
        text = app.screen._compositor.render_strips()[1].text
        for words, name in (
            ("1 problem", "ProblemsScreen"),
            ("to link", "MeetingsScreen"),
            ("not recorded", "ChangesScreen"),
        ):
            await pilot.click(offset=(text.index(words) + 1, 1))
            await until(pilot, lambda name=name: type(app.screen).__name__ == name, name)
            await pilot.press("escape")
            await until(pilot, lambda: type(app.screen).__name__ == "PlanScreen", "the plan")


async def test_from_one_screen_to_another_and_escape_leads_to_the_plan(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        for key, name in (("m", "Meetings"), ("R", "Requests"), ("A", "Archive"), ("d", "Changes"), ("A", "Archive")):
            await pilot.press(key)
            await until(pilot, lambda name=name: type(app.screen).__name__ == f"{name}Screen", name)
        await pilot.press("A")
        await pilot.press("escape")
        await until(pilot, lambda: type(app.screen).__name__ == "PlanScreen", "the plan")
