"""The interface line by line: the tour of the README, read from what a terminal is sent."""

from __future__ import annotations

import shutil

import pytest


@pytest.fixture
def sample(sample, tmp_path):
    return shutil.copytree(sample, tmp_path / "sample")


def test_the_tour_is_done_line_by_line(terminal, sample, run_git):
    program = terminal("-C", str(sample), "--plain")

    def answer(prompt: str, typed: str) -> None:
        program.wait_for(prompt)
        program.type(typed + "\n")

    menu = "Number, command, ? or q: "
    program.wait_for("practice is open")
    answer(menu, "1")
    answer("Words, or a query such as status:open: ", "aids")
    program.wait_for("1  HR-4.2, active: INCLUDE AIDS")
    answer(menu, "3")
    answer("Item [HR-4.2]: ", "")
    program.wait_for("5  completed")
    answer("Number: ", "5")
    program.wait_for("HR-4.2: status active → completed")
    answer(menu, "4")
    answer("Item [HR-4.2]: ", "")
    answer("Text: ", "Presented to the group")
    answer("Enter for none: ", "November 2006")
    program.wait_for("“Presented to the group” added")
    answer(menu, "5")
    answer("Item [HR-4.2]: ", "HR-4.1")
    answer("commas between them: ", "Mexico, Costa Rica")
    program.wait_for("answered")
    answer(menu, "6")
    answer("Item [HR-4.1]: ", "HR-4.2")
    answer("Reason: ", "Carried out")
    program.wait_for("HR-4.2: archived")
    answer(menu, "8")
    program.wait_for("Undo: HR-4.2: archived")
    answer(menu, "7")
    answer("Item [HR-4.2]: ", "")
    program.wait_for("restored from the archive")
    answer(menu, "9")
    answer("Text: ", "Send the contact list")
    answer("link it later: ", "HR-4.1")
    program.wait_for("Recorded")
    answer(menu, "set HR-4.2 status=nonsense")
    program.wait_for("nonsense")
    answer(menu, "12")
    answer("[y/N]: ", "y")
    program.wait_for("Practice meeting, 15-17 May 2007: closed")
    answer(menu, "q")
    assert program.end() == 0
    assert "\x1b" not in program.shown, "something was drawn"
    assert "meeting/practice" in run_git(sample, "tag").split()
    assert not run_git(sample, "status", "--porcelain")
