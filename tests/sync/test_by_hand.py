"""People who use git by hand: the merge driver, and a merge that git left half done."""

from __future__ import annotations

import subprocess


def pull(clone):
    return subprocess.run(
        ["git", "-C", str(clone.root), "pull", "-q", "--no-rebase", "--no-edit"], capture_output=True, encoding="utf-8"
    )


def apart(office, ana="status=completed", luis="responsible+=MX"):
    office.luis("sync")
    office.ana("set", "HR-1.2", ana)
    office.ana("sync")
    office.luis("set", "HR-1.2", luis)


def test_the_driver_merges_neighbouring_lines(office):
    apart(office)
    office.luis("sync", "--install-driver")
    office.luis("sync", "--install-driver")
    assert pull(office.luis).returncode == 0
    data = office.luis.data("HR-1.2")
    assert (data["status"], data["responsible"]) == ("completed", ["IOM", "MX"])
    assert not office.luis.git("status", "--porcelain")
    assert (office.luis.root / ".git/info/attributes").read_text().count("merge=rcm") == 4


def test_the_driver_runs_nothing_that_is_in_the_plan(office):
    apart(office)
    office.luis("sync", "--install-driver")
    (office.luis.root / "click.py").write_text("raise SystemExit(3)")
    assert pull(office.luis).returncode == 0


def test_a_clash_gets_real_markers_and_is_settled_by_sync(office):
    apart(office, luis="status=cancelled")
    office.luis("sync", "--install-driver")
    before = office.luis.head
    assert pull(office.luis).returncode != 0
    assert "<<<<<<<" in office.luis.read("plan/HR/HR-1/HR-1.2.yaml")
    office.luis("sync", "--continue", "--theirs")
    assert office.luis.data("HR-1.2")["status"] == "completed"
    assert not office.luis.git("status", "--porcelain")
    assert before in office.luis.git("log", "-1", "--format=%P")
    office.luis("audit")


def test_what_somebody_wrote_into_a_half_done_merge_is_kept(office):
    apart(office, luis="status=cancelled")
    assert pull(office.luis).returncode != 0
    office.luis.edit("plan/HR/HR-1/HR-1.2.yaml", "<<<<<<<", "# MINE\n<<<<<<<")
    office.luis("sync", "--continue", "--ours")
    kept = list((office.luis.root / ".git/rcm/thrown-away").rglob("HR-1.2.yaml"))
    assert len(kept) == 1 and "# MINE" in kept[0].read_text()


def test_undo_after_a_pull_or_a_synchronising_takes_back_only_ones_own(office):
    apart(office)
    office.luis("sync")
    office.luis("undo")
    data = office.luis.data("HR-1.2")
    assert (data["status"], data["responsible"]) == ("completed", ["IOM"])
    office.luis("undo", expect=3)
    assert office.luis.data("HR-1.2")["status"] == "completed"


def test_a_plan_in_a_folder_is_synchronised(tmp_path, run_git, small_plans, office):
    """Paths are relative to the plan; what is outside is merged as git does."""
    for clone in (office.ana, office.luis):
        clone.root.joinpath("README.md").write_text("Hello\n" if clone is office.ana else "")
    office.luis.root.joinpath("README.md").unlink()
    office.ana.git("add", "README.md")
    office.ana.git("commit", "-q", "-m", "Say hello")
    office.ana("sync")
    office.luis("set", "HR-1.2", "status=completed")
    office.luis("sync")
    assert "README.md" in office.luis.err or office.luis.read("README.md") == "Hello\n"
    assert office.luis.read("README.md") == "Hello\n"


def test_what_is_to_be_settled_is_told_until_it_is(office):
    apart(office, luis="status=cancelled")
    office.luis("sync", expect=3)
    assert "1 question is to be settled" in office.luis()
    office.luis("sync", "--theirs")
    assert "to be settled" not in office.luis()


def test_a_closing_says_how_it_is_sent_and_the_edition_goes_along(office):
    office.ana("meeting", "close", "2006-11-rcgm", "--yes")
    assert "rcm sync" in office.ana.err
    office.ana("sync")
    office.luis("sync")
    assert office.luis.git("tag").split() == ["meeting/2006-11-rcgm"]
    office.luis("audit")
