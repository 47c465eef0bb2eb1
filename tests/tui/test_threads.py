"""The workspace is used by its own thread alone; screens read snapshots."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from rcm_tui.tui import app as app_module
from rcm_tui.tui import reading
from rcm_tui.tui.app import RcmApp
from rcm_tui.tui.navigation import SCREENS
from rcm_tui.workflow import edit
from rcm_tui.workflow.summary import summarize
from rcm_tui.workflow.workspace import Workspace

ARGUMENTS = {"history": ("HR-1.1",), "minutes": ("2006-11-rcgm",), "meeting-mode": ("2006-11-rcgm",)}


async def test_no_screen_uses_the_workspace_in_another_thread(open_app, plan_repo, until, tmp_path):
    (tmp_path / "log.csv").write_text("Action,Owner\nWrite to all,Canada\n", "utf-8")
    arguments = {**ARGUMENTS, "import": (str(tmp_path / "log.csv"),)}
    async with open_app(plan_repo, size=(160, 50)) as (app, pilot):
        for name in SCREENS.keys() - {"help"}:  # which reads nothing
            await app.open(name, *arguments.get(name, ()))
            await until(pilot, lambda name=name: getattr(app.screen, "NAME", "") == name, name)
            await pilot.press("down")
            await app.workspace_thread.run(lambda workspace: workspace.plan)
        assert not app.crashes


async def test_a_screen_that_did_would_be_found_out(plan_repo, until):
    workspace = Workspace.open(plan_repo)
    app = RcmApp(workspace, watch_files=False)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.plan is not None, "the plan")
        with pytest.raises(RuntimeError, match="thread that owns it"):
            summarize(workspace)
        app.reader.read("elsewhere", lambda: workspace.plan, lambda _plan: None)
        await until(pilot, lambda: app.crashes, "the report")
        assert app.snapshot.plan is app.plan
    assert workspace.plan.items  # released at the end


async def test_what_is_prepared_for_later_waits_until_no_key_is_pressed(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        await until(pilot, lambda: app.plan is not None, "the plan")
        began = time.monotonic()
        await pilot.press("down")
        assert app.last_key >= began
        steps = []
        app.reader.read_in_steps("later", iter((1, 2)), lambda _step: steps.append(time.monotonic()), when_quiet=True)
        await until(pilot, lambda: len(steps) == 2, "both steps")
        assert steps[0] - app.last_key >= 0.5


async def test_a_step_that_is_out_of_date_is_the_last(open_app, plan_repo, until):
    async with open_app(plan_repo) as (app, pilot):
        taken, begun, goes_on = [], threading.Event(), threading.Event()

        def steps():
            yield 1
            begun.set()
            goes_on.wait(10)
            yield 2
            taken.append("too late")

        app.reader.read_in_steps("later", steps(), taken.append)
        await until(pilot, begun.is_set, "the second step")
        app.reader.read_in_steps("later", iter((3, 4)), taken.append)
        await until(pilot, lambda: taken == [1, 3, 4], "the newer steps")
        goes_on.set()
        await asyncio.to_thread(app.reader.forget, "later")
        assert taken == [1, 3, 4]


async def test_a_record_does_not_wait_until_the_repository_of_a_large_plan_was_read(
    open_app, plan_repo, until, monkeypatch
):
    async with open_app(plan_repo) as (app, pilot):
        before = app.repo_summary
        monkeypatch.setattr(app_module, "_LARGE", 0)
        monkeypatch.setattr(reading, "_QUIET", 3600)
        await pilot.press("down")
        for status in ("postponed", "active"):
            recorded = app.record(lambda workspace, status=status: edit.set_status(workspace, "HR-1.1", status))
            assert await recorded is not None
            await until(pilot, lambda status=status: app.plan.items["HR-1.1"].status == status, "the plan")
        assert app.repo_summary is before
        monkeypatch.setattr(reading, "_QUIET", 0)
        path = plan_repo / "plan/HR/HR-1/HR-1.1.yaml"
        path.write_text(path.read_text("utf-8") + "# by another program\n", "utf-8")
        await app.reload()
        await until(pilot, lambda: app.repo_summary is not before, "the figures")
        assert app.repo_summary.unrecorded == 1
