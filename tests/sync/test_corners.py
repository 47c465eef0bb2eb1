"""Crossed merges, edits that are not recorded, and files that are no plan's."""

from __future__ import annotations

FILE = "plan/HR/HR-1/HR-1.2.yaml"


def test_histories_that_were_merged_crosswise(office):
    office.luis("sync")
    office.ana("set", "HR-1.2", "status=completed")
    office.luis("set", "HR-1.2", "responsible+=MX", "priority=high")
    for clone, other in ((office.ana, office.luis), (office.luis, office.ana)):
        clone.git("fetch", "-q", str(other.root), "HEAD:refs/heads/other")
    for clone in (office.ana, office.luis):
        clone("sync", "--install-driver")
    for clone in (office.ana, office.luis):
        clone.git("merge", "-q", "--no-edit", "other")
        clone("set", "HR-1.4" if clone is office.ana else "HR-1.5", "status=ongoing")
    assert len(office.ana.git("merge-base", "--all", "HEAD", "HEAD").split()) == 1
    office.ana("sync")
    office.luis("sync")
    data = office.luis.data("HR-1.2")
    assert (data["status"], data["responsible"], data["priority"]) == ("completed", ["IOM", "MX"], "high")
    assert office.luis.data("HR-1.4")["status"] == office.luis.data("HR-1.5")["status"] == "ongoing"
    office.ana("sync")
    assert office.ana.head == office.luis.head


def test_histories_that_parted_at_three_records(office):
    """What one side takes back of any of the three does not come back from the other."""
    ana = office.ana
    items = ("HR-1.2", "HR-1.4", "HR-1.5")
    for item in items:
        ana.git("checkout", "-q", "-b", f"add-{item}", "main")
        ana("set", item, "responsible+=MX")
    for name, order in (("ours", items), ("theirs", items[::-1])):
        ana.git("checkout", "-q", "-b", name, "main")
        ana.git("merge", "-q", "-m", name, *(f"add-{item}" for item in order))
    ana.git("push", "-q", "origin", "theirs:main")
    ana.git("checkout", "-q", "main")
    ana.git("reset", "-q", "--hard", "ours")
    assert len(ana.git("merge-base", "--all", "main", "theirs").split()) == 3
    for item in items:
        ana("set", item, "responsible-=MX")
    ana("sync")
    assert not any("MX" in ana.data(item).get("responsible", []) for item in items)


def test_an_edit_that_is_not_recorded_and_clashes_is_a_question(office):
    office.luis("sync")
    office.ana("set", "HR-1.2", "status=completed")
    office.ana("sync")
    office.luis.edit(FILE, "status: active", "status: cancelled")
    office.luis("sync", expect=3)
    assert "HR-1.2" in office.luis.err and "status: cancelled" in office.luis.read(FILE)
    office.luis("sync", "--ours")
    assert office.luis.data("HR-1.2")["status"] == "cancelled"
    assert office.luis.git("status", "--porcelain").split() == ["M", FILE]
    office.luis.git("checkout", "-q", FILE)
    assert office.luis.data("HR-1.2")["status"] == "completed"


def test_an_edit_that_clashes_can_give_way(office):
    office.luis("sync")
    office.ana("set", "HR-1.2", "status=completed")
    office.ana("sync")
    office.luis.edit(FILE, "status: active", "status: cancelled")
    office.luis("sync", "--theirs")
    assert office.luis.data("HR-1.2")["status"] == "completed" and not office.luis.git("status", "--porcelain")


def test_an_edit_follows_a_file_to_the_archive(office):
    office.luis("sync")
    office.ana("archive", "HR-1.2", "-m", "Over")
    office.ana("sync")
    office.luis.edit(FILE, "status: active", "status: completed")
    office.luis("sync")
    assert "status: completed" in office.luis.read(FILE.replace("plan/", "archive/", 1))
    assert not (office.luis.root / FILE).exists()


def test_files_outside_the_plan_are_merged_by_lines_or_asked_for(office):
    office.luis("sync")
    for clone, words in ((office.ana, "of Ana"), (office.luis, "of Luis")):
        (clone.root / "README.md").write_text(f"Hello\n\n{words}\n")
        clone.git("add", "README.md")
        clone.git("commit", "-q", "-m", "Say hello")
    office.ana("sync")
    [question] = office.luis.look()["questions"]
    assert question["key"] == "README.md" and question["kind"] == "file"
    office.luis("sync", "--theirs")
    assert office.luis.read("README.md").endswith("of Ana\n")
    office.ana("sync")
    for clone, old, new in ((office.ana, "Hello", "Good morning"), (office.luis, "of Ana", "of both")):
        clone.edit("README.md", old, new)
        clone.git("commit", "-q", "-a", "-m", "Say more")
    office.ana("sync")
    office.luis("sync")
    assert office.luis.read("README.md") == "Good morning\n\nof both\n"


def test_a_file_that_cannot_be_read_is_asked_for_as_a_whole(office):
    office.luis("sync")
    office.ana.edit(FILE, "status: active", "status: [")
    office.ana.git("commit", "-q", "-a", "-m", "Typing mistake\n\nWhy\n\nMeeting: none\nItem: HR-1.2")
    office.ana.git("push", "-q", "origin", "HEAD:main")
    office.luis("set", "HR-1.2", "status=completed")
    [question] = office.luis.look()["questions"]
    assert (question["key"], question["kind"]) == ("HR-1.2", "file")
    office.luis("sync", "--ours")
    assert office.luis.data("HR-1.2")["status"] == "completed"


def test_plans_of_different_formats_are_not_joined(office):
    office.luis("sync")
    office.ana.edit("plan/plan.yaml", "schema: 1", "schema: 2")
    office.ana.git("commit", "-q", "-a", "-m", "Newer\n\nWhy\n\nMeeting: none\nFile: plan/plan.yaml")
    office.ana.git("push", "-q", "origin", "HEAD:main")
    office.luis.edit("plan/plan.yaml", "languages:", "archive_after: P3Y\nlanguages:")
    before = office.luis.head
    office.luis.git("commit", "-q", "-a", "-m", "Other\n\nWhy\n\nMeeting: none\nFile: plan/plan.yaml")
    office.luis("sync", expect=3)
    assert "same version of rcm" in office.luis.err and office.luis.git("rev-parse", "HEAD~1").strip() == before


def test_two_plans_that_have_nothing_in_common(office, run_git, tmp_path, small_plans):
    other = tmp_path / "other"
    run_git(tmp_path, "init", "-q", "-b", "main", str(other))
    run_git(other, "commit", "-q", "--allow-empty", "-m", "Another plan")
    run_git(other, "push", "-q", "--force", str(office.shared), "HEAD:main")
    office.luis("sync", expect=3)
    assert "no record in common" in office.luis.err
