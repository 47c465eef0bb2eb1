"""While a large plan is read for the first time, people see how far it is, on any screen, and can leave."""

from __future__ import annotations

import threading

import pytest

from rcm_tui.store import reader
from rcm_tui.store.reader import PlanReader
from tests.small_plan import put

FILES = 300


@pytest.fixture
def large_plan(tmp_path, monkeypatch):
    """A plan of which half the files are read, until reading is stopped."""
    put(tmp_path, "plan/plan.yaml", "schema: 1\ntitle: {en: A LARGE PLAN}\n")
    put(tmp_path, "plan/AA/AA.yaml", "id: AA\nnumber: 1\ntitle: {en: ALL}\n")
    for number in range(1, FILES - 1):
        put(
            tmp_path, f"plan/AA/AA-{number}/AA-{number}.yaml", f"id: AA-{number}\nnumber: {number}\ntext: {{en: ALL}}\n"
        )
    released, seen = threading.Event(), []
    load, stop = reader.load_file, PlanReader.stop

    def load_half(path, data, info=None):
        seen.append(path)
        if len(seen) == FILES // 2:
            released.wait(60)
        return load(path, data, info)

    monkeypatch.setattr(reader, "load_file", load_half)
    monkeypatch.setattr(PlanReader, "stop", lambda stopped: (stop(stopped), released.set()))
    return tmp_path


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_how_far_the_reading_is_can_be_seen_and_the_program_be_left(large_plan, size, until, screen_text):
    from rcm_tui.tui.app import RcmApp
    from rcm_tui.workflow.workspace import Workspace

    app = RcmApp(Workspace.open(large_plan), watch_files=False, start="home")
    app.animation_level = "none"
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "Reading the plan: " in screen_text(app), "how far it is")
        shown = next(line for line in screen_text(app).splitlines() if "Reading the plan: " in line)
        assert f"of {FILES} files" in shown
        assert screen_text(app).count("Reading the plan…") == 4, "each box of home says so"
        await pilot.press("2")
        await until(pilot, lambda: app.screen.NAME == "plan" and "Reading the plan: " in screen_text(app), "the plan")
        await pilot.press("ctrl+q")
    assert app.return_code == 0
    assert app.plan is None, "it was left before all was read"
    assert not app.crashes
