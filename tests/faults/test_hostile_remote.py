"""Remotes and local settings that would do harm: none of it runs or gets in, and each is reported."""

from __future__ import annotations

import pytest

from tests.sync.conftest import Office


@pytest.fixture
def office(tmp_path, small_plans, run_git):
    return Office(tmp_path, small_plans, run_git)


@pytest.fixture
def trap(tmp_path):
    """A program that leaves a file behind when it runs."""
    program = tmp_path / "trap"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\nexit 1\n")
    program.chmod(0o755)
    return program


def unchanged(office, before, *words):
    """Nothing ran and nothing was taken over; the sentence has these words."""
    assert not (office.luis.root.parent / "ran").exists()
    assert office.luis.head == before and not office.luis.git("status", "--porcelain")
    for word in words:
        assert word in office.luis.err, office.luis.err


SETTINGS = {
    "sshcommand": ("core.sshCommand", "{trap}"),
    "gitproxy": ("core.gitProxy", "{trap}"),
    "askpass": ("core.askPass", "{trap}"),
    "credential": ("credential.helper", "!{trap}"),
    "vcs": ("remote.origin.vcs", "trap"),
    "insteadof": ("url.ext::{trap}.insteadOf", "/"),
    "include": ("include.path", "{trap}.conf"),
}


@pytest.mark.parametrize("key", SETTINGS)
def test_settings_that_run_programs_are_named_and_not_followed(office, trap, key):
    name, value = SETTINGS[key]
    trap.with_name("trap.conf").write_text(f"[core]\n\tsshCommand = {trap}\n")
    before = office.luis.head
    office.luis.git("config", name.format(trap=trap), value.format(trap=trap))
    office.luis("sync", expect=3)
    assert not trap.with_name("ran").exists() and "could run a program" in office.luis.err
    assert office.luis.head == before


@pytest.mark.parametrize("setting", ["remote.origin.uploadpack", "remote.origin.receivepack"])
def test_another_program_for_the_other_side_does_not_run(office, trap, setting):
    office.luis.git("config", setting, str(trap))
    office.luis("set", "HR-1.2", "status=completed")
    office.luis("sync")
    assert not trap.with_name("ran").exists()


def test_an_address_that_is_a_command_is_refused(office, trap):
    before = office.luis.head
    office.luis.git("config", "remote.origin.url", f"ext::{trap}")
    office.luis.git("config", "protocol.ext.allow", "always")
    office.luis("sync", "--allow-settings", expect=3)
    unchanged(office, before, "cannot be reached")


def test_hooks_do_not_run_while_fetching(office, trap):
    hook = office.luis.root / ".git" / "hooks" / "reference-transaction"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(trap.read_text())
    hook.chmod(0o755)
    office.ana("set", "HR-1.2", "status=completed")
    office.ana("sync")
    office.luis("sync", "--dry-run", expect=None)
    assert "1 record to take over" in office.luis.out or office.luis.status == 3


def shared_by_ana(office, message="Harmless\n\nWhy\n\nMeeting: none\nFile: plan/plan.yaml\n"):
    office.ana.git("add", "-A")
    office.ana.git("commit", "-q", "-F", "-", stdin=message)
    office.ana.git("push", "-q", "origin", "HEAD:main")


def test_links_in_the_plan_are_refused(office):
    before = office.luis.head
    (office.ana.root / "plan/HR/HR-3.yaml").symlink_to("/etc/passwd")
    shared_by_ana(office)
    office.luis("sync", expect=3)
    unchanged(office, before, "HR-3.yaml")


def test_a_repository_in_the_plan_is_refused(office):
    before = office.luis.head
    office.ana.git("update-index", "--add", "--cacheinfo", f"160000,{before},plan/HR/sub")
    office.ana.git("commit", "-q", "-m", "Harmless")
    office.ana.git("push", "-q", "origin", "HEAD:main")
    office.luis("sync", expect=3)
    unchanged(office, before, "refused")


def test_a_huge_file_is_refused(office):
    before = office.luis.head
    (office.ana.root / "plan/plan.yaml").write_bytes(b"# x\n" * 600_000 + b"schema: 1\n")
    shared_by_ana(office)
    office.luis("sync", expect=3)
    unchanged(office, before, "too large")


def test_a_path_out_of_the_folder_is_refused(office, run_git):
    """Git itself refuses a tree with `..` when it checks what it fetches."""
    before = office.luis.head
    blob = office.ana.git("hash-object", "-w", "--stdin", stdin="x").strip()
    inner = office.ana.git("mktree", "--missing", stdin=f"100644 blob {blob}\tx.yaml\n").strip()
    evil = office.ana.git("hash-object", "-w", "--literally", "-t", "tree", "--stdin-paths", stdin="").strip()
    assert not evil
    plan = office.ana.git("ls-tree", "HEAD") + f"040000 tree {inner}\t.git\n"
    tree = office.ana.git("mktree", stdin=plan).strip()
    commit = office.ana.git("commit-tree", tree, "-p", "HEAD", "-m", "Harmless").strip()
    office.ana.git("push", "-q", "origin", f"{commit}:main")
    office.luis("sync", expect=3)
    unchanged(office, before)


def test_a_rewritten_history_is_told(office):
    office.ana("set", "HR-1.2", "status=completed")
    office.ana("sync")
    office.luis("sync")
    before = office.luis.head
    office.ana.git("reset", "-q", "--hard", "HEAD~1")
    office.ana("set", "HR-1.4", "status=completed")
    office.ana.git("push", "-q", "--force", "origin", "HEAD:main")
    office.luis("sync", expect=3)
    unchanged(office, before, "was rewritten", "HR-1.2")
    office.luis("sync", expect=3)
    unchanged(office, before, "was rewritten")


def test_an_edition_that_nobody_closed_is_not_taken_over(office):
    office.ana.git("tag", "-a", "-m", "x", "meeting/2006-11-rcgm")
    office.ana.git("push", "-q", "origin", "meeting/2006-11-rcgm")
    office.luis("set", "HR-1.2", "status=completed")
    office.ana("set", "HR-1.4", "status=completed")
    office.ana.git("push", "-q", "origin", "HEAD:main")
    office.luis("sync")
    assert "that no record closes" in office.luis.err and not office.luis.git("tag")


def test_a_moved_edition_is_told(office):
    office.ana("meeting", "close", "2006-11-rcgm", "--yes")
    office.ana("sync")
    office.luis("sync")
    assert office.luis.git("tag").split() == ["meeting/2006-11-rcgm"]
    mine = office.luis.git("rev-parse", "meeting/2006-11-rcgm")
    office.ana.git("tag", "-f", "-a", "-m", "x", "meeting/2006-11-rcgm", "HEAD~1")
    office.ana.git("push", "-q", "--force", "origin", "meeting/2006-11-rcgm")
    office.ana("set", "HR-1.2", "status=completed", "--between-meetings", "-m", "After it")
    office.ana.git("push", "-q", "origin", "HEAD:main")
    office.luis("sync")
    assert "another one than here" in office.luis.err
    assert office.luis.git("rev-parse", "meeting/2006-11-rcgm") == mine


def test_records_that_the_audit_objects_to_are_told(office):
    office.ana.edit("plan/HR/HR-1/HR-1.2.yaml", "status: active", "status: completed")
    shared_by_ana(office, "No meeting at all\n")
    found = office.luis.look()
    assert any("names no meeting" in finding for finding in found["findings"])
