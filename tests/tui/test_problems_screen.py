"""Problems in the files, on the screen."""

from __future__ import annotations

import stat


def by_hand(repo, name, old, new):
    path = repo / name
    assert old in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


async def test_problems_are_listed_with_their_place_and_the_editor_opens_there(
    open_app, plan_repo, screen_text, until, tmp_path, monkeypatch
):
    by_hand(plan_repo, "plan/HR/HR-1/HR-1.2.yaml", "status: active", "status: actve")
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("exclamation_mark")
        await until(pilot, lambda: type(app.screen).__name__ == "ProblemsScreen" and app.screen.row_id, "the problems")
        await until(pilot, lambda: "HR-1.2.yaml:6:9" in screen_text(app), "the place")
        text = screen_text(app)
        assert "did you mean “active”" in text
        assert "6  status: actve" in text
        assert app.screen.problem.line == 6


def test_the_editor_is_told_the_line(tmp_path, monkeypatch):
    from rcm_tui.workflow.drafts import edit_file

    vi = tmp_path / "vi"
    vi.write_text('#!/bin/sh\necho "$@" > "$0.said"\n')
    vi.chmod(vi.stat().st_mode | stat.S_IXUSR)
    file = tmp_path / "HR-1.yaml"
    file.write_text("id: HR-1\n")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(vi))
    edit_file(file, 7)
    assert (tmp_path / "vi.said").read_text() == f"+7 {file}\n"


async def test_no_problems_is_said(open_app, plan_repo, screen_text, until):
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("exclamation_mark")
        await until(pilot, lambda: "No problems:" in screen_text(app), "the sentence")


async def test_what_is_wrong_with_several_is_said_once_above_them(open_app, plan_repo, screen_text, until):
    for number in (1, 2):
        file = plan_repo / f"plan/HR/HR-1/HR-1.{number}.yaml"
        file.write_text(file.read_text(encoding="utf-8") + "source: {emphasis: none}\n", encoding="utf-8")
    async with open_app(plan_repo) as (app, pilot):
        await pilot.press("exclamation_mark")
        await until(pilot, lambda: "is missing" in screen_text(app), "the problems")
        listed = [row.partition("│")[0].strip("▌ ").split() for row in screen_text(app).splitlines()]
        at = next(place for place, row in enumerate(listed) if row[:2] == ["!", "“document”"])
        assert listed[at][-1] == "2"
        assert [row[0] for row in listed[at + 1 : at + 3]] == ["HR-1.1", "HR-1.2"]
