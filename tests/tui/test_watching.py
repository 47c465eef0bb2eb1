"""What other programs change while the interface records is seen, whatever the order in which the system reports it."""

from __future__ import annotations

import subprocess
import sys

from rcm_tui.store.reader import PlanReader
from rcm_tui.workflow import edit
from tests.small_plan import put

OTHER_PROGRAM = """
import os, pathlib, sys
root = pathlib.Path(sys.argv[1], "plan/ZZ")
for turn in range(int(sys.argv[2])):
    for number in range(1, 9):
        file = root / f"ZZ-{number}/ZZ-{number}.yaml"
        text = f"id: ZZ-{number}\\nnumber: {number}\\ntext: {{en: TURN {turn} OF {number}}}\\n"
        if turn % 3 == 2 and number % 2:
            file.unlink(missing_ok=True)
        elif number % 3:
            file.parent.mkdir(exist_ok=True, parents=True)
            file.write_text(text)
        else:
            file.parent.mkdir(exist_ok=True, parents=True)
            beside = file.with_suffix(".new")
            beside.write_text(text)
            beside.replace(file)
"""


async def test_nothing_is_missed_that_another_program_changes_while_records_are_made(open_app, plan_repo, until):
    put(plan_repo, "plan/ZZ/ZZ.yaml", "id: ZZ\nnumber: 99\ntitle: {en: OTHERS}\n")
    async with open_app(plan_repo, watch_files=True) as (app, pilot):
        for turns in (40, 41):
            command = [sys.executable, "-c", OTHER_PROGRAM, str(plan_repo), str(turns)]
            with subprocess.Popen(command) as other:
                for status in ("postponed", "active") * 3:
                    made = await app.record(
                        lambda workspace, status=status: edit.set_status(workspace, "HR-1.2", status)
                    )
                    assert made is not None
                    assert app.plan.items["HR-1.2"].status == status
            assert other.returncode == 0
            await until(pilot, lambda: app.plan == PlanReader(plan_repo).read(), "what the other program left")


async def test_a_folder_that_was_not_there_is_watched_when_it_comes(open_app, plan_repo, until):
    async with open_app(plan_repo, watch_files=True) as (app, pilot):
        turn = 0

        def edited() -> bool:
            nonlocal turn
            turn += 1
            put(plan_repo, "plan/ZZ/ZZ.yaml", f"id: ZZ\nnumber: 99\ntitle: {{en: TURN {turn}}}\n")
            return "ZZ" in app.plan.items

        await until(pilot, edited, "that files are watched")
        put(plan_repo, "proposals/HN/HN-1.yaml", "id: HN-1\n")
        edited()
        await until(pilot, lambda: app.plan == PlanReader(plan_repo).read(), "the file in the new folder")
        put(plan_repo, "proposals/HN/HN-1.yaml", "id: [\n")
        await until(pilot, lambda: app.plan == PlanReader(plan_repo).read(), "an edit in the new folder")
