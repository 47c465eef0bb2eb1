"""A kill loses nothing that was typed: in a real terminal, with a signal that cannot be caught."""

from __future__ import annotations

import pytest

from tests.terminals import needs_terminal, rcm_terminals

pytestmark = needs_terminal


@pytest.fixture
def terminal(home):
    with rcm_terminals(home) as open_terminal:
        yield open_terminal


def test_what_was_typed_is_offered_again_after_kill_9(terminal, plan_repo, run_git):
    program = terminal(plan_repo)
    program.sees("HUMAN RIGHTS")
    program.press("g")
    program.sees("Record an agreement")
    program.type("The delegates agreed on this")
    drafts = plan_repo / ".git"
    program.until(
        lambda: any("agreed on this" in draft.read_text() for draft in drafts.rglob("agreement.json")), "a draft"
    )
    program.kill()
    program = terminal(plan_repo)
    program.sees("HUMAN RIGHTS")
    program.press("g")
    program.sees("The delegates agreed on this")
    program.sees("it is not recorded")
    program.press("C-s")
    program.sees("2 to link")
    assert "agreed on this" in run_git(plan_repo, "show", "HEAD")
    assert not list(drafts.rglob("agreement.json"))


def test_what_was_typed_in_meeting_mode_is_there_again_after_kill_9(terminal, plan_repo):
    program = terminal(plan_repo)
    program.sees("HUMAN RIGHTS")
    program.press("G")
    program.sees("Type what is agreed")
    program.type("The delegates agreed on this")
    drafts = plan_repo / ".git"
    program.until(
        lambda: any("agreed on this" in path.read_text() for path in drafts.rglob("agreement.json")), "a draft"
    )
    program.kill()
    program = terminal(plan_repo)
    program.sees("HUMAN RIGHTS")
    program.press("G")
    program.sees("The delegates agreed on this")
    program.press("C-s")
    program.sees("3 ? The delegates agreed on this")
    program.until(lambda: not list(drafts.rglob("agreement.json")), "no draft any more")
