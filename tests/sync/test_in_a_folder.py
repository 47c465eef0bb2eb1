"""A plan in a folder of a larger repository is synchronised as any other, with the files around it."""

from __future__ import annotations

import pytest

from tests.sync.conftest import PLAN, Office

FOLDER = "docs/plan"


@pytest.fixture
def office(tmp_path, small_plans, run_git):
    """Two people at work on a plan below a text of the repository's own."""
    files = {f"{FOLDER}/{path}": text for path, text in PLAN.items()} | {"README.md": "one\n"}
    found = Office(tmp_path, small_plans, run_git, files)
    for clone in (found.ana, found.luis):
        clone.root /= FOLDER
    return found


def test_both_sides_and_what_is_around_the_plan_are_joined(office):
    ana, luis = office.ana, office.luis
    ana("set", "HR-1.2", "status=completed")
    ana("meeting", "close", "2006-11-rcgm", "--yes")
    ana("sync")
    luis("set", "HR-1.4", "status=postponed")
    (luis.root / "../../README.md").write_text("two\n")
    luis.git("commit", "-q", "-am", "The text")
    luis("sync")
    ana("sync")
    assert ana.tree == luis.tree
    assert ana.git("status", "--porcelain") == ""
    assert (ana.root / "../../README.md").read_text() == "two\n"
    assert [clone.data(key)["status"] for clone in (ana, luis) for key in ("HR-1.2", "HR-1.4")] == [
        "completed",
        "postponed",
    ] * 2
    assert luis.git("tag").split() == [f"{FOLDER}/meeting/2006-11-rcgm"]
    for clone in (ana, luis):
        clone("audit")


def test_a_file_around_the_plan_that_both_changed_is_asked_about_by_its_name(office):
    for clone, words in ((office.ana, "two\n"), (office.luis, "three\n")):
        (clone.root / "../../README.md").write_text(words)
        clone.git("commit", "-q", "-am", "The text")
    office.ana("sync")
    (asked,) = office.luis.look()["questions"]
    assert asked["question"] == (
        "README.md, which is not of the plan, was changed by both sides: take one, or merge it first with git merge"
    )
    office.luis("sync", "--theirs")
    office.ana("sync")
    assert office.luis.tree == office.ana.tree
    assert (office.luis.root / "../../README.md").read_text() == "two\n"
