"""Others at work on the same plan: two `rcm`, `rcm` and git, and `rcm` beside an open interface."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rcm_tui.workflow.workspace import Workspace

ONE = """\
import sys
from rcm_tui.cli.app import main
for n in range(int(sys.argv[2])):
    assert main(["set", f"GA-{sys.argv[1]}.{n + 1}", "status=completed"]) == 0
"""
"""`rcm set` again and again in one process, each time the whole command line with a workspace of its own."""


def grow(plan: Path, tools, git, count: int) -> None:
    """Two objectives more, each with so many activities, recorded."""
    for objective in (2, 3):
        tools.put(
            plan, f"plan/GA/GA-{objective}/GA-{objective}.yaml", f"id: GA-{objective}\nnumber: {objective}\n" + TEXT
        )
        for n in range(1, count + 1):
            name = f"GA-{objective}.{n}"
            tools.put(plan, f"plan/GA/GA-{objective}/{name}.yaml", f"id: {name}\nnumber: {n}\n{TEXT}status: active\n")
    git(plan, "add", "-A")
    git(plan, "commit", "-qm", "Grow\n\nMeeting: none")


TEXT = "text:\n  en: >-\n    SOMETHING\n"


def all_arrived(plan: Path, git, count: int, others: int = 0) -> None:
    """Every record stands, touches its own file alone, and nothing is left over."""
    log = git(plan, "log", "--format=%x01%s", "--name-only", "HEAD~" + str(2 * count + others) + "..HEAD")
    records = [record.split("\n") for record in log.split("\x01")[1:]]
    ours = {
        record[0].partition(":")[0]: [path for path in record[1:] if path] for record in records if "GA-" in record[0]
    }
    assert ours == {
        f"GA-{objective}.{n}": [f"plan/GA/GA-{objective}/GA-{objective}.{n}.yaml"]
        for objective in (2, 3)
        for n in range(1, count + 1)
    }
    assert git(plan, "status", "--porcelain") == ""
    assert git(plan, "fsck", "--strict", "--no-dangling") == ""
    plan_now = Workspace.open(plan).plan
    assert all(plan_now.items[item].status == "completed" for item in ours) and plan_now.problems == ()


def environment(tools) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(tools.ROOT)}


def test_two_programs_record_forty_times_each(plan, tools, git):
    grow(plan, tools, git, 40)
    command = [sys.executable, "-c", ONE]
    programs = [
        subprocess.Popen([*command, objective, "40"], cwd=plan, env=environment(tools), stdout=subprocess.DEVNULL)
        for objective in ("2", "3")
    ]
    assert [program.wait(300) for program in programs] == [0, 0]
    all_arrived(plan, git, 40)


@pytest.mark.slow
def test_two_times_forty_programs_of_their_own(plan, tools, git):
    grow(plan, tools, git, 40)
    loop = 'for n in $(seq 1 40); do "$0" -m rcm_tui set GA-$1.$n status=completed || exit 1; done'
    programs = [
        subprocess.Popen(["sh", "-c", loop, sys.executable, objective], cwd=plan, env=environment(tools), stdout=-3)
        for objective in ("2", "3")
    ]
    assert [program.wait(600) for program in programs] == [0, 0]
    all_arrived(plan, git, 40)


def test_beside_plain_git(plan, tools, git):
    """A person commits and stages other things meanwhile: nothing of theirs is swept in, nothing of anybody's lost."""
    grow(plan, tools, git, 10)
    command = [sys.executable, "-c", ONE]
    programs = [
        subprocess.Popen([*command, objective, "10"], cwd=plan, env=environment(tools), stdout=subprocess.DEVNULL)
        for objective in ("2", "3")
    ]
    tools.put(plan, "staged.txt", "mine, not recorded yet\n")
    made = tried = 0
    while any(program.poll() is None for program in programs) and tried < 500:
        tried += 1
        tools.put(plan, f"notes/{tried}.txt", "mine\n")
        added = subprocess.run(["git", "add", f"notes/{tried}.txt"], cwd=plan, capture_output=True).returncode == 0
        if added:
            done = subprocess.run(
                ["git", "commit", "-qm", f"Note {tried}", "--", f"notes/{tried}.txt"], cwd=plan, capture_output=True
            )
            made += done.returncode == 0
    assert [program.wait(120) for program in programs] == [0, 0]
    assert made >= 1
    names = git(plan, "log", "--format=", "--name-only", "--grep=^Note").split()
    assert len(names) == made and all(name.startswith("notes/") for name in names)
    git(plan, "add", "-A")
    git(plan, "commit", "-qm", "The rest")
    git(plan, "update-ref", "refs/heads/main", "HEAD")
    log = git(plan, "log", "--format=%s", "--grep=^GA-").splitlines()
    assert len(log) == 20
    for commit in git(plan, "log", "--format=%H", "--grep=^GA-").split():
        assert len(git(plan, "show", "--format=", "--name-only", commit).split()) == 1


def test_two_programs_change_one_field_at_once(plan, tools, git, rcm):
    """The later of two knows of the earlier: each record changes what it says, and the file is whole."""
    programs = [
        subprocess.Popen(
            [sys.executable, "-m", "rcm_tui", "set", "GA-1.1", change],
            cwd=plan,
            env=environment(tools),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for change in ("status=completed", "responsible+=MX", "priority=high", "calendar.mzp.status=completed")
    ]
    assert [program.wait(60) for program in programs] == [0, 0, 0, 0]
    assert git(plan, "rev-list", "--count", "HEAD") == "5\n"
    text = (plan / "plan/GA/GA-1/GA-1.1.yaml").read_text()
    assert "status: completed       # since the spring" in text
    assert "responsible: [TS, MX]" in text and "priority: high" in text and text.count("status: completed") == 2
    assert git(plan, "status", "--porcelain") == ""


async def test_the_interface_sees_what_another_program_records(plan, tools, rcm):
    import asyncio

    from rcm_tui.tui.app import RcmApp

    app = RcmApp(Workspace.open(plan), watch_files=True)
    app.animation_level = "none"

    async def until(condition, what):
        for _turn in range(3000):
            if condition():
                return
            await asyncio.sleep(0.01)
        raise AssertionError(f"waited for {what}")

    async with app.run_test(size=(120, 40)) as pilot:
        await until(lambda: app.plan is not None and app.repo_summary is not None, "the plan")
        await pilot.press("j", "l", "j", "j")
        await until(lambda: app.screen.item_id == "GA-1.2", "the cursor")
        done = await asyncio.to_thread(tools.run_rcm, plan, "set", "GA-1.1", "status=completed")
        done.fine()
        await until(lambda: app.plan.items["GA-1.1"].status == "completed", "the other's record")
        assert app.screen.item_id == "GA-1.2", "the cursor stays"
        from rcm_tui.workflow import edit

        recorded = await app.record(lambda workspace: edit.set_status(workspace, "GA-1.2", "postponed"))
        assert recorded is not None
        assert (await asyncio.to_thread(tools.run_rcm, plan, "set", "GA-1.3", "status=completed")).fine()
        await until(lambda: app.plan.items["GA-1.3"].status == "completed", "the next record")
        assert app.plan.items["GA-1.2"].status == "postponed"
        assert not app.crashes


def test_two_programs_add_at_once(plan, tools, git):
    """Neither writes over what the other has just added."""
    programs = [
        subprocess.Popen(
            [sys.executable, "-m", "rcm_tui", "add", "GA-1", "--text", f"NEW {n}"],
            cwd=plan,
            env=environment(tools),
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        for n in range(4)
    ]
    new = {program.communicate(timeout=60)[0].strip(): n for n, program in enumerate(programs)}
    assert set(new) == {"GA-1.5", "GA-1.6", "GA-1.7", "GA-1.8"}
    items = Workspace.open(plan).plan.items
    assert {item: items[item].text["en"] for item in new} == {item: f"NEW {n}" for item, n in new.items()}
    assert git(plan, "status", "--porcelain") == ""
