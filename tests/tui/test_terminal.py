"""The program in a real terminal: what only a terminal shows."""

from __future__ import annotations

import pytest

from tests.terminals import needs_terminal, terminal_at_home

pytestmark = needs_terminal
terminal = pytest.fixture(terminal_at_home)


def test_keys_typed_faster_than_the_screen_is_drawn_are_not_lost(terminal, plan_repo, run_git):
    program = terminal(plan_repo)
    program.sees("RESPECT FOR THE RIGHTS")
    program.press("j", "l", "j", "j", "s", "c")  # to HR-1.2, unfolding on the way
    program.until(
        lambda: "HR-1.2: status active -> completed" in run_git(plan_repo, "log", "-1", "--format=%s"), "the record"
    )
    program.press("/", *"aids q")
    program.sees("/ aids q")
    program.press("Escape")
    program.until(
        lambda: "/ aids" not in program.screen(), "the filter gone"
    )  # a key right behind Escape would make Alt of it, in any terminal
    program.quit()


def test_ids_are_copied_by_the_terminal(terminal, plan_repo):
    program = terminal(plan_repo)
    program.sees("RESPECT FOR THE RIGHTS")
    program.press("j", "y")
    program.sees("Copied: HR-1")
    program.until(
        lambda: program.tmux("list-buffers") and program.tmux("show-buffer") == "HR-1", "the terminal's clipboard"
    )


def editor(path, script):
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_the_persons_editor_edits_the_file_and_what_it_saves_is_recorded(terminal, plan_repo, run_git, tmp_path):
    path = plan_repo / "plan/HR/HR-1/HR-1.2.yaml"
    path.write_text("# by hand\n" + path.read_text() + "colour: green\n")
    run_git(plan_repo, "commit", "-qam", "A comment\n\nMeeting: none\n")
    program = terminal(plan_repo, EDITOR=editor(tmp_path / "ed", 'sed -i "s/SMUGGLING/TRAFFICKING/" "$1"'))
    program.sees("RESPECT FOR THE RIGHTS")
    program.press("j", "l", "j", "j", "E")
    program.sees("TRAFFICKING")
    program.until(lambda: "Item: HR-1.2" in run_git(plan_repo, "log", "-1", "--format=%b"), "the record")
    changed = [line for line in run_git(plan_repo, "show", "--format=", "HEAD").splitlines() if line[:1] in "+-"]
    assert [line[1:].strip() for line in changed if line[:3] not in ("+++", "---")] == [
        "HOLD A WORKSHOP ON SMUGGLING",
        "HOLD A WORKSHOP ON TRAFFICKING",
    ]
    assert not run_git(plan_repo, "status", "--porcelain")


def test_what_the_editor_breaks_is_told_and_can_be_mended_at_once(terminal, plan_repo, run_git, tmp_path):
    first = tmp_path / "first"
    script = f'if [ -e {first} ]; then sed -i "s/nonsense/completed/" "$1"; else touch {first}; ' + (
        'sed -i "s/status: active/status: nonsense/" "$1"; fi'
    )
    program = terminal(plan_repo, EDITOR=editor(tmp_path / "ed", script))
    program.sees("RESPECT FOR THE RIGHTS")
    program.press("j", "l", "j", "j", "E")
    program.sees("This cannot be recorded yet")
    program.sees("HR-1.2.yaml:")
    program.press("Enter")  # the answer that loses nothing: edit again
    program.until(lambda: "status active -> completed" in run_git(plan_repo, "log", "-1", "--format=%s"), "the record")
