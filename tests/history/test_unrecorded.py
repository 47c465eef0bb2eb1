import os
import time

import pytest

from rcm_tui.history.git import PLAN_FOLDERS, Git
from rcm_tui.history.message import Message
from rcm_tui.history.record import record
from rcm_tui.history.worktree import _States, unrecorded

NONE = [("Meeting", "none")]


@pytest.fixture
def put(repo):
    def write(path, text):
        file = repo / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
        return path

    return write


@pytest.fixture
def git(repo, put):
    git = Git.find(repo)
    paths = [put(f"plan/HR/{name}.yaml", f"id: {name}\n") for name in "abcdef"]
    record(git, [*paths, put("outside.txt", "x\n")], Message("Start", "", NONE))
    return git


def found(git, **how):
    return {change.path.rpartition("/")[2]: change.kind for change in unrecorded(git, **how)}


def test_every_kind(git, put, run_git):
    put("plan/HR/a.yaml", "id: a\nx: 1\n")
    (git.root / "plan/HR/b.yaml").unlink()
    put("archive/n.yaml", "id: n\n")
    put("plan/HR/c.yaml", "staged\n")
    run_git(git.root, "add", "plan/HR/c.yaml")
    put("plan/HR/c.yaml", "id: c\n")
    run_git(git.root, "rm", "-q", "--cached", "plan/HR/d.yaml")
    (git.root / "plan/HR/e.yaml").unlink()
    (git.root / "plan/HR/e.yaml").symlink_to("f.yaml")
    put("outside.txt", "changed\n")
    assert found(git) == {
        "a.yaml": "modified",
        "b.yaml": "deleted",
        "c.yaml": "staged",
        "d.yaml": "staged",
        "e.yaml": "modified",
        "n.yaml": "new",
    }


def test_names_that_git_and_a_listing_of_folders_put_in_different_orders(git, put, run_git):
    names = ["HR.yaml", "HR-1/g.yaml", "HR-1.yaml", "HR/g/h.yaml", "HR0.yaml", "\uffee\U00010000.yaml", "i\udcff.yaml"]
    paths = [put(f"plan/{name}", "x\n") for name in names]
    assert found(git) == dict.fromkeys((name.rpartition("/")[2] for name in names), "new")
    run_git(git.root, "add", "plan")
    run_git(git.root, "commit", "-q", "-m", "Names")
    assert found(git) == {}
    for path in (paths[2], paths[-1]):
        (git.root / path).unlink()
    assert found(git) == {"HR-1.yaml": "deleted", "i\udcff.yaml": "deleted"}


def test_before_the_first_record(repo, put):
    put("plan/a.yaml", "id: a\n")
    assert found(Git.find(repo)) == {"a.yaml": "new"}


def test_temporary_and_ignored_files_are_not_news(git, put, run_git):
    put(".gitignore", "*.bak\n")
    for name in (".a.yaml.swp", "a.yaml~", "a.bak", "real.yaml"):
        put(f"plan/HR/{name}", "x\n")
    put("plan/HR/kept.bak", "x\n")
    run_git(git.root, "add", "-f", "plan/HR/kept.bak")
    assert found(git) == {"real.yaml": "new", "kept.bak": "new"}


def test_conflicts(git, put, run_git):
    base = git.resolve("HEAD")
    put("plan/HR/a.yaml", "one\n")
    record(git, ["plan/HR/a.yaml"], Message("One", "", NONE))
    run_git(git.root, "stash", "clear")
    run_git(git.root, "checkout", "-q", "-b", "side", base)
    put("plan/HR/a.yaml", "two\n")
    run_git(git.root, "stash")
    run_git(git.root, "checkout", "-q", "main")
    with pytest.raises(AssertionError):
        run_git(git.root, "stash", "pop")
    assert found(git) == {"a.yaml": "conflict"}


def test_of_just_these_files(git, put):
    for path in ("plan/HR/a.yaml", "plan/HR/b.yaml", "plan/HR/new.yaml", "plan/HR/newer.yaml"):
        put(path, "changed\n")
    (git.root / "plan/HR/c.yaml").unlink()
    some = ["plan/HR/a.yaml", "plan/HR/c.yaml", "plan/HR/d.yaml", "plan/HR/new.yaml", "plan/none.yaml"]
    assert found(git, paths=some) == {"a.yaml": "modified", "c.yaml": "deleted", "new.yaml": "new"}
    assert found(git, paths=[]) == {}


def test_a_file_as_young_as_the_index_is_looked_at(git):
    old = time.time_ns() - 10**10
    file = git.root / "plan/HR/a.yaml"
    os.utime(file, ns=(old, old))
    (git.root / "outside.txt").write_text("touch\n")
    record(git, ["outside.txt"], Message("Refreshes the index", "", NONE))
    blob = git.tree(git.resolve("HEAD"))["plan/HR/a.yaml"][1]

    def is_seen():
        return _States(git, PLAN_FOLDERS).have("plan/HR/a.yaml", file.stat(), blob)

    os.utime(git.git_dir / "index", ns=(time.time_ns(), time.time_ns() + 10**9))
    assert is_seen() and found(git) == {}
    assert not _States(git, PLAN_FOLDERS).have("plan/HR/a.yaml", file.stat(), blob.translate({48: 49, 49: 48}))
    os.utime(git.git_dir / "index", ns=(old, old))
    assert not is_seen() and found(git) == {}


def test_a_cache_that_knows_another_blob_is_not_believed(git, put):
    asked = []

    def known(path, facts):
        asked.append(path)
        return "0" * 40

    assert found(git, known=known) == {} and "plan/HR/a.yaml" in asked
    put("plan/HR/a.yaml", "changed\n")
    assert found(git, known=known) == {"a.yaml": "modified"}


def test_a_change_that_keeps_size_and_time_is_seen(git, put):
    file = git.root / "plan/HR/a.yaml"
    before = file.stat()
    put("plan/HR/a.yaml", "id: z\n")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert found(git) == {"a.yaml": "modified"}


def test_links_are_not_followed(git, tmp_path, put):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/x.yaml").write_text("x")
    (git.root / "plan/HR/link").symlink_to(tmp_path / "elsewhere")
    (git.root / "meetings").symlink_to(tmp_path / "elsewhere")
    assert found(git) == {"link": "new"}


def test_line_ending_rules_do_not_make_a_clean_file_modified(git, put, run_git):
    put(".gitattributes", "*.yaml text eol=crlf\n")
    put("plan/HR/a.yaml", "id: a\r\nx: 1\r\n")
    old = time.time() - 60
    os.utime(git.root / "plan/HR/a.yaml", (old, old))
    record(git, ["plan/HR/a.yaml"], Message("CRLF", "", NONE))
    assert run_git(git.root, "show", "HEAD:plan/HR/a.yaml") == "id: a\nx: 1\n"
    assert found(git) == {}
    put("plan/HR/a.yaml", "id: a\r\nx: 2\r\n")
    assert found(git) == {"a.yaml": "modified"}


def test_what_a_cache_knows_is_not_read_again(git, put):
    asked = []

    def known(path, facts):
        asked.append((path, facts.st_size))
        return git.blob_id(b"id: a\n") if path == "plan/HR/a.yaml" else None

    put("plan/HR/a.yaml", "changed\n")
    assert found(git, known=known) == {}
    assert ("plan/HR/a.yaml", 8) in asked
    assert found(git) == {"a.yaml": "modified"}


@pytest.mark.parametrize(("setting", "is_same"), [("true", True), ("input", True), ("false", False)])
def test_other_ends_of_lines_are_no_change_where_git_converts_them(git, put, run_git, setting, is_same):
    put("plan/HR/a.yaml", "id: a\nx: 1\n")
    record(git, ["plan/HR/a.yaml"], Message("LF", "", NONE))
    run_git(git.root, "config", "core.autocrlf", setting)
    put("plan/HR/a.yaml", "id: a\r\nx: 1\r\n")
    assert (unrecorded(git) == []) is is_same
    put("plan/HR/a.yaml", "id: a\r\nx: 2\r\n")
    assert [change.path for change in unrecorded(git)] == ["plan/HR/a.yaml"]
