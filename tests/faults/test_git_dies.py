"""Git killed at each of its steps, before or after it has done its work: what is said must be what is true."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

FILE = "plan/GA/GA-1/GA-1.1.yaml"
SET = ("set", "GA-1.1", "status=completed", "--between-meetings", "-m", "Done")
GIT = shutil.which("git") or "git"


@pytest.fixture
def rcm(rcm_here):
    """In this process: git is what is looked at here, not the program."""
    return rcm_here


@pytest.fixture
def deadly(tmp_path: Path, monkeypatch):
    """Put a `git` first in the path that kills itself at a subcommand: the Nth time, before or after doing it."""

    def arm(subcommand: str, when: str, nth: int = 1) -> Path:
        folder = tmp_path / "deadly"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        script = folder / "git"
        script.write_text(
            f"""#!/bin/sh
for word in "$@"; do
    if [ "$word" = {subcommand} ]; then
        echo >> {folder}/count
        if [ "$(wc -l < {folder}/count)" -ge {nth} ]; then
            [ {when} = after ] && {GIT} "$@"
            kill -9 $$
        fi
    fi
done
exec {GIT} "$@"
"""
        )
        script.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
        return folder

    def disarm() -> None:
        shutil.rmtree(tmp_path / "deadly", ignore_errors=True)

    arm.disarm = disarm  # type: ignore[attr-defined]
    return arm


def clean(plan: Path, git) -> None:
    assert git(plan, "status", "--porcelain") == ""
    assert not list((plan / ".git" / "rcm").glob("sav*.json"))


def test_a_git_killed_after_it_moved_the_branch_has_recorded(plan, rcm, git, deadly):
    before = git(plan, "rev-parse", "HEAD")
    deadly("commit", "after")
    done = rcm(*SET).fine()
    assert "Recorded" in done.out
    assert git(plan, "rev-parse", "HEAD~") == before
    assert "status: completed" in (plan / FILE).read_text()
    clean(plan, git)


def test_a_git_killed_before_it_did_anything_has_not(plan, rcm, git, deadly):
    before, content = git(plan, "rev-parse", "HEAD"), (plan / FILE).read_bytes()
    deadly("commit", "before")
    assert "Nothing was recorded" in rcm(*SET).err
    assert git(plan, "rev-parse", "HEAD") == before
    assert (plan / FILE).read_bytes() == content
    deadly.disarm()
    clean(plan, git)
    rcm(*SET).fine()


@pytest.mark.parametrize(
    "subcommand",
    ["log", *(pytest.param(each, marks=pytest.mark.slow) for each in ("cat-file", "ls-tree", "diff-tree"))],
)
def test_a_read_back_that_dies_takes_nothing_back(plan, rcm, git, deadly, subcommand):
    """Whatever is said, the next command finds the record and the words that were typed are there."""
    before = int(git(plan, "rev-list", "--count", "HEAD"))
    for nth in range(1, 9):
        deadly(subcommand, "before", nth)
        words = f"Words {nth}"
        done = rcm("set", "GA-1.1", f"text.en={words}", "--between-meetings", "-m", "Why")
        deadly.disarm()
        recorded = words in git(plan, "show", f"HEAD:{FILE}")
        assert "Traceback" not in done.err
        assert done.status == 0 or not recorded or "Nothing was recorded" not in done.err, done
        if recorded:
            assert words in (plan / FILE).read_text(), "a record that stands is not taken back from the file"
        again = rcm("set", "GA-1.1", f"text.en={words}", "--between-meetings", "-m", "Why")
        assert again.status == 0, again
        assert words in (plan / FILE).read_text()
        assert words in git(plan, "show", f"HEAD:{FILE}")
        assert git(plan, "status", "--porcelain") == ""
    assert int(git(plan, "rev-list", "--count", "HEAD")) == before + 8, "each change is recorded once"


def test_a_new_item_is_recorded_or_leaves_no_trace(plan, rcm, git, deadly):
    for subcommand, when, nth in (("add", "after", 1), ("add", "before", 1), ("commit", "after", 1)):
        before = git(plan, "rev-parse", "HEAD")
        deadly(subcommand, when, nth)
        rcm("add", "GA-1", "--text", "NEW", "--between-meetings", "-m", "Why")
        deadly.disarm()
        assert git(plan, "status", "--porcelain") == "", (subcommand, when)
        assert (git(plan, "rev-parse", "HEAD") != before) == (subcommand == "commit")


@pytest.mark.parametrize("nth", [4, 7, 8, 9, 10])
def test_a_git_that_dies_again_and_again_leaves_no_name_in_the_index(plan, rcm, git, deadly, nth):
    """Whatever is left is taken away with the next record."""
    deadly("-C", "before", nth)
    done = rcm("add", "GA-1", "--text", "NEW", "--between-meetings", "-m", "Why")
    deadly.disarm()
    assert done.status in (0, 3) and "who you are" not in done.err
    rcm(*SET).fine()
    clean(plan, git)


def test_archiving_and_moving_stand_as_git_left_them(plan, rcm, git, deadly):
    deadly("commit", "after")
    rcm("archive", "GA-1.1", "--between-meetings", "-m", "Over").fine()
    assert not (plan / FILE).exists()
    clean(plan, git)


def test_a_closing_whose_tag_cannot_be_written_is_completed_by_the_next_record(plan, rcm, git, deadly):
    rcm("meeting", "new", "2007-05-x", "--body", "COUNCIL", "--open").fine()
    deadly("tag", "before")
    done = rcm("meeting", "close", "2007-05-x", "--yes")
    assert done.status == 3
    assert "edition could not be made" in done.err
    assert "The edition is the tag" not in done.out + done.err
    deadly.disarm()
    assert git(plan, "tag") == ""
    done = rcm(*SET).fine()
    assert "The edition of 2007-05-x has been made now." in done.err
    closing = git(plan, "log", "-1", "--format=%H", "--grep=^Closes: 2007-05-x").strip()
    assert git(plan, "rev-parse", "meeting/2007-05-x^{commit}").strip() == closing
    clean(plan, git)


def test_closing_again_makes_the_edition_that_is_missing(plan, rcm, git, deadly):
    rcm("meeting", "new", "2007-05-x", "--body", "COUNCIL", "--open").fine()
    deadly("tag", "before")
    assert rcm("meeting", "close", "2007-05-x", "--yes").status == 3
    rcm(*SET)
    deadly.disarm()
    shutil.rmtree(plan / ".git" / "rcm")  # as in a clone, where no journal is
    assert "The edition is the tag meeting/2007-05-x" in rcm("meeting", "close", "2007-05-x", "--yes").fine().err
    assert git(plan, "tag").split() == ["meeting/2007-05-x"]
    assert rcm("meeting", "close", "2007-05-x", "--yes").status == 3


def test_a_value_set_again_over_an_external_edit_is_put_right(plan, rcm, git):
    file = plan / FILE
    recorded = file.read_bytes()
    file.write_bytes(recorded.replace(b"number: 1\n", b"number: 7\n"))
    before = git(plan, "rev-parse", "HEAD")
    done = rcm("set", "GA-1.1", "number=1", "--between-meetings", "-m", "Why").fine()
    assert "edited elsewhere" in done.err
    assert file.read_bytes() == recorded
    assert git(plan, "rev-parse", "HEAD") == before
