"""The workspace is used by its own thread alone; screens read snapshots."""

from __future__ import annotations

import asyncio
import time

import pytest

from rcm_tui.tui.app import RcmApp
from rcm_tui.tui.navigation import SCREENS
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
        await asyncio.to_thread(app.reader.let_keys_pass)
        assert time.monotonic() - app.last_key >= 0.5
