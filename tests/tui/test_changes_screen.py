"""Edits by hand, and problems in the files, on the screen."""

from __future__ import annotations

import stat


def by_hand(repo, name, old, new):
    path = repo / name
    assert old in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


async def open_changes(app, pilot, until):
    await pilot.press("d")
    await until(pilot, lambda: type(app.screen).__name__ == "ChangesScreen" and app.screen.row_id, "the changes")
    return app.screen


async def test_edits_by_hand_are_listed_with_what_changed(face, plan_repo, screen_text, until):
    by_hand(plan_repo, "plan/HR/HR-1/HR-1.2.yaml", "status: active", "status: completed")
    by_hand(plan_repo, "plan/HR/HR-1/HR-1.1.yaml", "AT A SEMINAR", "AT TWO SEMINARS")
    async with face(plan_repo) as (app, pilot):
        screen = await open_changes(app, pilot, until)
        assert [row.id for row in screen.roll.rows] == ["HR-1.1", "HR-1.2"]
        await until(pilot, lambda: "SUBJECT WAS DISCUSSED" in screen_text(app), "the difference")
        assert "2 files were edited by another program" in screen_text(app)
        await pilot.press("down")
        await until(pilot, lambda: "active  →  completed" in screen_text(app), "the status")


async def test_one_edit_is_recorded_with_a_reason_and_the_other_left(face, plan_repo, until, run_git):
    by_hand(plan_repo, "plan/HR/HR-1/HR-1.2.yaml", "status: active", "status: completed  # by hand")
    by_hand(plan_repo, "plan/HR/HR-1/HR-1.1.yaml", "AT A SEMINAR", "AT TWO SEMINARS")
    async with face(plan_repo) as (app, pilot):
        screen = await open_changes(app, pilot, until)
        await pilot.press("down", "r", *"Minutes", "enter")
        await until(pilot, lambda: [row.id for row in screen.roll.rows] == ["HR-1.1"], "one left")
        message = run_git(plan_repo, "log", "-1", "--format=%B")
        assert message.startswith("HR-1.2: status active -> completed")
        assert "\nMinutes\n" in message
        assert run_git(plan_repo, "show", "--format=", "--name-only", "HEAD").split() == ["plan/HR/HR-1/HR-1.2.yaml"]
        assert "# by hand" in (plan_repo / "plan/HR/HR-1/HR-1.2.yaml").read_text()


async def test_all_edits_are_recorded_at_once_and_then_all_is_said_to_be_recorded(
    face, plan_repo, screen_text, until, run_git
):
    by_hand(plan_repo, "plan/HR/HR-1/HR-1.2.yaml", "status: active", "status: completed")
    by_hand(plan_repo, "plan/HR/HR-1/HR-1.1.yaml", "AT A SEMINAR", "AT TWO SEMINARS")
    async with face(plan_repo) as (app, pilot):
        await open_changes(app, pilot, until)
        await pilot.press("ctrl+s", "enter")
        await until(pilot, lambda: "Everything is recorded." in screen_text(app), "nothing left")
        assert run_git(plan_repo, "status", "--porcelain") == ""


async def test_an_edit_that_breaks_a_file_is_shown_as_such(face, plan_repo, screen_text, until):
    by_hand(plan_repo, "plan/HR/HR-1/HR-1.2.yaml", "status: active", "status: [active")
    async with face(plan_repo) as (app, pilot):
        await open_changes(app, pilot, until)
        await until(pilot, lambda: "The file cannot be read as it stands" in screen_text(app), "that it is broken")


async def test_problems_are_listed_with_their_place_and_the_editor_opens_there(
    face, plan_repo, screen_text, until, tmp_path, monkeypatch
):
    by_hand(plan_repo, "plan/HR/HR-1/HR-1.2.yaml", "status: active", "status: actve")
    async with face(plan_repo) as (app, pilot):
        await pilot.press("exclamation_mark")
        await until(pilot, lambda: type(app.screen).__name__ == "ProblemsScreen" and app.screen.row_id, "the problems")
        await until(pilot, lambda: "HR-1.2.yaml:6:9" in screen_text(app), "the place")
        text = screen_text(app)
        assert "did you mean “active”" in text
        assert "6  status: actve" in text
        assert app.screen.problem.line == 6


def test_the_editor_is_told_the_line(tmp_path, monkeypatch):
    from rcm_tui.workflow.editor import edit_file

    vi = tmp_path / "vi"
    vi.write_text('#!/bin/sh\necho "$@" > "$0.said"\n')
    vi.chmod(vi.stat().st_mode | stat.S_IXUSR)
    file = tmp_path / "HR-1.yaml"
    file.write_text("id: HR-1\n")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(vi))
    edit_file(file, 7)
    assert (tmp_path / "vi.said").read_text() == f"+7 {file}\n"


async def test_no_problems_is_said(face, plan_repo, screen_text, until):
    async with face(plan_repo) as (app, pilot):
        await pilot.press("exclamation_mark")
        await until(pilot, lambda: "No problems:" in screen_text(app), "the sentence")
