"""A disk that is full, a limit on files, folders that may not be written: a sentence, and nothing half done."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest

from rcm_tui.model.errors import RcmError
from rcm_tui.workflow import archive, edit
from rcm_tui.workflow.attribution import attribute
from rcm_tui.workflow.drafts import Drafts
from rcm_tui.workflow.workspace import Workspace


def fill(disk: Path, free: int) -> Path:
    """Fill the disk with one file until only so many bytes are free."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        while (room := os.statvfs(disk).f_bavail * os.statvfs(disk).f_bsize) > free:
            file.write(b"x" * min(room - free, 65536))
    return filler


def unharmed(root: Path, old: dict[str, bytes], tools, git) -> None:
    assert tools.contents(root) == old
    assert git(root, "status", "--porcelain") == ""
    assert not list(root.glob("**/*.tmp"))


@pytest.mark.parametrize("kilobytes", [0, 32])
def test_a_full_disk_stops_a_record_and_harms_nothing(small_disk, tools, git, kilobytes):
    root = tools.build(small_disk / "gardens")
    old = tools.contents(root)
    filler = fill(small_disk, kilobytes * 1024)
    done = tools.run_rcm(root, "archive", "GA-1", "-m", "All planted", "--yes")
    done.prevented()
    assert "No space left" in done.err or "space" in done.err
    filler.unlink()
    unharmed(root, old, tools, git)
    tools.run_rcm(root, "archive", "GA-1", "-m", "All planted", "--yes").fine()
    assert git(root, "fsck", "--strict", "--no-dangling") == ""


@pytest.mark.parametrize("step", [40, pytest.param(4, marks=pytest.mark.slow)])
def test_wherever_a_disk_becomes_full_a_record_is_whole_or_not_there(small_disk, tools, git, step):
    root = tools.build(small_disk / "gardens")
    outcomes = set()
    for kilobytes in range(0, 121, step):
        workspace = Workspace.open(root)
        old = tools.contents(root)
        filler = fill(small_disk, kilobytes * 1024)
        try:
            change = archive.archive(workspace, ["GA-1"], "All planted")
            workspace.record(change, attribute(workspace.plan))
            outcomes.add("recorded")
            recorded = True
        except RcmError as refusal:
            outcomes.add("refused")
            assert "\n" not in str(refusal).strip() or "saying:" in str(refusal)
            recorded = False
        filler.unlink()
        workspace = Workspace.open(root)
        assert workspace.plan.problems == ()
        assert git(root, "status", "--porcelain") == ""
        if recorded:
            workspace.record(
                archive.restore(workspace, ["GA-1", "GA-1.1", "GA-1.2", "GA-1.3"]), attribute(workspace.plan)
            )
        else:
            assert tools.contents(root) == old
    assert outcomes == {"recorded", "refused"}, outcomes


def test_what_is_typed_is_told_lost_only_where_it_is(small_disk, tools):
    """A draft that cannot be kept is an error that somebody sees; the draft before it stays."""
    root = tools.build(small_disk / "gardens")
    drafts = Drafts(Workspace.open(root))
    drafts.save("GA-1.1", {"text": "first"})
    filler = fill(small_disk, 0)
    with pytest.raises(OSError, match="No space left"):
        drafts.save("GA-1.1", {"text": "second" * 2000})
    assert drafts.load("GA-1.1").data == {"text": "first"}
    filler.unlink()
    drafts.save("GA-1.1", {"text": "second"})
    assert drafts.load("GA-1.1").data == {"text": "second"}


def no_large_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (300, resource.RLIM_INFINITY))


def test_a_limit_on_the_size_of_files(plan, tools, git, rcm):
    old = tools.contents(plan)
    rcm("set", "GA-1.1", "status=completed", before=no_large_files).prevented("File too large", "nothing was changed")
    unharmed(plan, old, tools, git)
    rcm("set", "GA-1.1", "status=completed").fine()


READ_ONLY = {
    "the item's folder": ["plan/GA/GA-1"],
    "the plan": ["plan", "plan/GA", "plan/GA/GA-1"],
    "git's folder": [".git"],
    "git's objects": [".git/objects"],
    "everything": ["", ".git", "plan", "plan/GA", "plan/GA/GA-1", "archive", "meetings"],
}


@pytest.mark.parametrize(
    "what",
    [pytest.param(what, marks=[pytest.mark.slow] * (what in ("the plan", "git's folder"))) for what in READ_ONLY],
)
def test_folders_that_may_not_be_written(plan, tools, git, rcm, what):
    old = tools.contents(plan)
    for folder in READ_ONLY[what]:
        (plan / folder).chmod(0o555)
    if what == "git's objects":
        for folder in (plan / ".git/objects").iterdir():
            folder.chmod(0o555)
    try:
        assert "GA-1.1" in rcm("list", before=tools.as_owner).fine().out
        rcm("check", before=tools.as_owner).fine()
        done = rcm("set", "GA-1.1", "status=completed", before=tools.as_owner)
        done.prevented()
        assert "ermission" in done.err
        assert tools.contents(plan) == old
    finally:
        for folder in [*(plan / ".git/objects").iterdir(), *(plan / each for each in READ_ONLY[what])]:
            folder.chmod(0o755)
    unharmed(plan, old, tools, git)
    rcm("set", "GA-1.1", "status=completed").fine()


def test_a_folder_that_may_not_be_read_is_a_problem_of_its_own(plan, tools, rcm):
    locked = plan / "archive/GA"
    locked.chmod(0)
    try:
        listed = rcm("list", before=tools.as_owner).fine()
        assert "GA-1.1" in listed.out
        checked = rcm("check", before=tools.as_owner)
        assert checked.status == 1
        assert "archive/GA:1:1: " in checked.out and "ermission" in checked.out
        rcm("set", "GA-1.1", "status=completed", before=tools.as_owner).fine()
    finally:
        locked.chmod(0o755)


def test_an_item_that_may_not_be_read_cannot_be_saved_over(plan, tools, rcm):
    file = plan / "plan/GA/GA-1/GA-1.1.yaml"
    old = file.read_bytes()
    file.chmod(0)
    try:
        assert "GA-1.1\t" in rcm("list", before=tools.as_owner).fine().out
        for command in (
            ("set", "GA-1.1", "status=completed"),
            ("edit", "GA-1.1", "--text", "X"),
            ("archive", "GA-1.1"),
        ):
            assert rcm(*command, before=tools.as_owner).status == 3
        rcm("set", "GA-1.2", "status=completed", before=tools.as_owner).fine()
    finally:
        file.chmod(0o644)
    assert file.read_bytes() == old


def test_putting_back_that_fails_is_told_and_finished_later(plan, tools, git, rcm):
    """A hook refuses, and has made the folder unwritable: the files cannot be put back just now."""
    hook = tools.put(plan, ".git/hooks/pre-commit", "#!/bin/sh\nchmod 555 plan/GA/GA-1\nexit 1\n")
    hook.chmod(0o755)
    try:
        rcm("set", "GA-1.1", "status=completed", before=tools.as_owner).prevented(
            "plan/GA/GA-1/GA-1.1.yaml", "could not be put back"
        )
    finally:
        (plan / "plan/GA/GA-1").chmod(0o755)
    hook.unlink()
    done = rcm("set", "GA-1.2", "status=completed").fine()
    assert "interrupted record" in done.err
    assert git(plan, "status", "--porcelain") == ""
    assert "status: completed" in (plan / "plan/GA/GA-1/GA-1.1.yaml").read_text()
    workspace = Workspace.open(plan)
    assert workspace.record(edit.set_status(workspace, "GA-1.3", "completed"), attribute(workspace.plan)).commit
