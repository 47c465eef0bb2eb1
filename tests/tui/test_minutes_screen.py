"""The minutes of a meeting: shown, copied, written out; and its changes opened from its card."""

from __future__ import annotations

from rcm_tui.workflow import edit


async def test_the_minutes_of_the_open_meeting_are_copied_and_written(
    open_app, plan_repo, until, tmp_path, monkeypatch
):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    async with open_app(plan_repo) as (app, pilot):
        await app.record(lambda workspace: edit.set_status(workspace, "HR-1.2", "completed"))
        await pilot.press("m")
        await until(pilot, lambda: type(app.screen).__name__ == "MeetingsScreen" and app.screen.row_id, "the meetings")
        await pilot.press("M")
        await until(pilot, lambda: type(app.screen).__name__ == "MinutesScreen" and app.screen.written, "the minutes")
        assert "HR-1.2 HOLD A WORKSHOP ON SMUGGLING: " in app.screen.page.text
        await pilot.press("y")
        assert app.clipboard.startswith("Minutes: Regional Consultation Group on Migration")
        assert "HR-1.2 HOLD A WORKSHOP ON SMUGGLING: " in app.clipboard
        await pilot.press("w", "enter")
        await until(pilot, lambda: (folder / "minutes-2006-11-rcgm.md").exists(), "the file")
        assert (
            (folder / "minutes-2006-11-rcgm.md")
            .read_text()
            .startswith("# Minutes: Regional Consultation Group on Migration")
        )


async def test_enter_on_the_card_of_its_changes_opens_them(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        await app.record(lambda workspace: edit.set_status(workspace, "HR-1.2", "completed"))
        await pilot.press("m")
        await until(pilot, lambda: type(app.screen).__name__ == "MeetingsScreen" and app.screen.row_id, "the meetings")
        screen = app.screen
        await until(pilot, lambda: screen._changed.get("2006-11-rcgm"), "what it changed")
        await pilot.press("enter")
        screen.detail.focus_entry("@changes")
        await until(pilot, lambda: screen.card_id == "@changes", "the card")
        await pilot.press("enter")
        await until(pilot, lambda: type(app.screen).__name__ == "ChangesScreen" and app.screen.row_id, "the changes")
        assert app.screen.asked.meeting == "2006-11-rcgm"
