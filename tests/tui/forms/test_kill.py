"""A kill loses nothing that was typed: in a real terminal, with a signal that cannot be caught."""

from __future__ import annotations

import pytest

from tests.terminals import needs_terminal, terminal_at_home

pytestmark = needs_terminal
terminal = pytest.fixture(terminal_at_home)


AGREED = "The delegates agreed on this"


def killed_with_a_draft(terminal, plan, key, form):
    """Type an agreement in a form that a key opens, and kill the program once the draft is on the disk."""
    program = terminal(plan)
    program.sees("HUMAN RIGHTS")
    program.press(key)
    program.sees(form)
    program.type(AGREED)
    program.until(lambda: any(AGREED in draft.read_text() for draft in drafts(plan)), "a draft")
    program.kill()


def opened_again(terminal, plan, key):
    """Start the program anew, and wait until the form that a key opens shows what was typed."""
    program = terminal(plan)
    program.sees("HUMAN RIGHTS")
    program.press(key)
    program.sees(AGREED)
    return program


def drafts(plan):
    return list((plan / ".git").rglob("agreement.json"))


def test_what_was_typed_is_offered_again_after_kill_9(terminal, plan_repo, run_git):
    killed_with_a_draft(terminal, plan_repo, "g", "Record an agreement")
    program = opened_again(terminal, plan_repo, "g")
    program.sees("it is not recorded")
    program.press("C-s")
    program.sees("2 to link")
    assert AGREED in run_git(plan_repo, "show", "HEAD")
    assert not drafts(plan_repo)


def test_what_was_typed_in_meeting_mode_is_there_again_after_kill_9(terminal, plan_repo):
    killed_with_a_draft(terminal, plan_repo, "G", "Type what is agreed")
    program = opened_again(terminal, plan_repo, "G")
    program.press("C-s")
    program.sees(f"3 ? {AGREED}")
    program.until(lambda: not drafts(plan_repo), "no draft any more")
