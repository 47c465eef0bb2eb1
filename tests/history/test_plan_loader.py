"""A plan loaded again from the paths that changed is the plan that all files give."""

from __future__ import annotations

import pytest

from rcm_tui.history.plan_loader import PlanLoader
from rcm_tui.store.reader import PlanReader
from tests.small_plan import CONFERENCE

ONE, OTHER = "plan/HR/HR-1/HR-1.1.yaml", "plan/HR/HR-1/HR-1.2.yaml"


@pytest.fixture
def repo(tmp_path, small_plans):
    return small_plans.copy(CONFERENCE, tmp_path / "repo")


def write(repo, path, word):
    file = repo / path
    file.write_text(file.read_text().replace("en: ", f"en: {word} ", 1))


def test_what_others_recorded_is_read_without_being_named(repo, run_git):
    loader = PlanLoader(repo)
    loader.reload()
    write(repo, ONE, "RECORDED")
    run_git(repo, "commit", "-qam", "Change one\n\nMeeting: none\n")
    write(repo, OTHER, "NAMED")
    plan = loader.reload_these([OTHER])
    assert plan == PlanReader(repo).read()
    assert "RECORDED" in str(plan.items["HR-1.1"].text) and "NAMED" in str(plan.items["HR-1.2"].text)


def test_only_what_is_named_is_read_where_nothing_was_recorded(repo):
    loader = PlanLoader(repo)
    loader.reload()
    write(repo, ONE, "MISSED")
    write(repo, OTHER, "NAMED")
    plan = loader.reload_these([OTHER])
    assert "MISSED" not in str(plan.items["HR-1.1"].text) and "NAMED" in str(plan.items["HR-1.2"].text)


@pytest.mark.parametrize("move", [("checkout", "-qb", "other"), ("checkout", "-q", "--detach"), ("pack-refs", "--all")])
def test_all_files_are_read_where_the_branch_is_another(repo, run_git, move):
    loader = PlanLoader(repo)
    loader.reload()
    run_git(repo, *move)
    write(repo, ONE, "RECORDED")
    run_git(repo, "commit", "-qam", "Change one\n\nMeeting: none\n")
    loader.reload_these([ONE])
    assert loader.refresh() == PlanReader(repo).read()


def test_a_commit_that_is_gone_has_all_files_read(repo, run_git):
    loader = PlanLoader(repo)
    loader.reload()
    write(repo, ONE, "AMENDED")
    run_git(repo, "commit", "-qa", "--amend", "-m", "Start again\n\nPlan-start: 2006-05-01\nMeeting: none\n")
    run_git(repo, "reflog", "expire", "--expire=now", "--all")
    run_git(repo, "gc", "-q", "--prune=now")
    assert loader.reload_these([]) == PlanReader(repo).read()
