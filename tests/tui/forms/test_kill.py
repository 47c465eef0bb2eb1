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
    face = terminal(plan_repo)
    face.sees("HUMAN RIGHTS")
    face.press("g")
    face.sees("Record an agreement")
    face.type("The delegates agreed on this")
    drafts = plan_repo / ".git"
    face.until(
        lambda: any("agreed on this" in draft.read_text() for draft in drafts.rglob("agreement.json")), "a draft"
    )
    face.kill()
    face = terminal(plan_repo)
    face.sees("HUMAN RIGHTS")
    face.press("g")
    face.sees("The delegates agreed on this")
    face.sees("it is not recorded")
    face.press("C-s")
    face.sees("2 to link")
    assert "agreed on this" in run_git(plan_repo, "show", "HEAD")
    assert not list(drafts.rglob("agreement.json"))


def test_what_was_typed_in_meeting_mode_is_there_again_after_kill_9(terminal, plan_repo):
    face = terminal(plan_repo)
    face.sees("HUMAN RIGHTS")
    face.press("G")
    face.sees("Type what is agreed")
    face.type("The delegates agreed on this")
    drafts = plan_repo / ".git"
    face.until(lambda: any("agreed on this" in path.read_text() for path in drafts.rglob("agreement.json")), "a draft")
    face.kill()
    face = terminal(plan_repo)
    face.sees("HUMAN RIGHTS")
    face.press("G")
    face.sees("The delegates agreed on this")
    face.press("C-s")
    face.sees("3 ? The delegates agreed on this")
    face.until(lambda: not list(drafts.rglob("agreement.json")), "no draft any more")
