from datetime import datetime, timedelta, timezone

import pytest

from rcm_tui.history.editions import delete_edition, editions, editions_here, is_shared, make_edition, snapshot
from rcm_tui.history.git import Git, GitError
from rcm_tui.history.log import ids_ever, records
from rcm_tui.history.message import Message
from rcm_tui.history.record import record
from rcm_tui.history.setup import ImportCommit, ImportEdition, fast_import, init_repository
from rcm_tui.history.state import Identity, NoIdentity
from rcm_tui.history.worktree import unrecorded
from rcm_tui.model.errors import BadValue, RcmError

NONE = [("Meeting", "none")]
ANA = Identity("Ana <Díaz>", "ana@example.org")
WHEN = datetime(2004, 12, 1, 9, 30, tzinfo=timezone(timedelta(hours=-6)))


@pytest.fixture
def git(repo) -> Git:
    (repo / "plan/HR").mkdir(parents=True)
    (repo / "plan/HR/HR.yaml").write_text("id: HR\n")
    git = Git.find(repo)
    record(git, ["plan/HR/HR.yaml"], Message("Start", "", NONE))
    return git


def test_an_edition_is_an_annotated_tag(git, run_git):
    head = git.resolve("HEAD")
    made = make_edition(git, "2006-11-rcgm", "HEAD", "# RCGM of November 2006\n\nClosed.")
    assert (made.meeting, made.commit, made.annotated, made.tagger) == ("2006-11-rcgm", head, True, "Test Person")
    assert (made.email, made.text) == ("person@example.org", "# RCGM of November 2006")
    assert run_git(git.root, "cat-file", "-t", "meeting/2006-11-rcgm") == "tag\n"
    assert made.tag_object == run_git(git.root, "rev-parse", "meeting/2006-11-rcgm").strip()
    assert editions(git) == [made]
    with pytest.raises(RcmError, match="already"):
        make_edition(git, "2006-11-rcgm", "HEAD", "again")


@pytest.mark.parametrize("meeting", ["", "-d", "a b", "a..b", "../x", "x.lock", "a/b", "a\n", "@{1}"])
def test_ids_that_cannot_name_a_tag(git, meeting):
    with pytest.raises(BadValue):
        make_edition(git, meeting, "HEAD", "text")


def test_tags_by_others_are_read(git, run_git):
    run_git(git.root, "tag", "meeting/light")
    run_git(git.root, "tag", "-m", "inner", "inner")
    run_git(git.root, "tag", "-m", "outer", "meeting/nested", "inner")
    run_git(git.root, "tag", "-m", "a tree", "meeting/tree", "HEAD^{tree}")
    run_git(git.root, "tag", "meeting/blob", "HEAD:plan/HR/HR.yaml")
    assert {(edition.meeting, edition.commit, edition.annotated) for edition in editions(git)} == {
        ("light", git.resolve("HEAD"), False),
        ("nested", git.resolve("HEAD"), True),
    }
    assert editions(git, of="HEAD") == editions_here(git) == editions(git)


def test_editions_of_a_history_are_those_that_it_contains(git, run_git):
    before = git.resolve("HEAD")
    made = make_edition(git, "m", "HEAD", "text")
    run_git(git.root, "commit", "-q", "--allow-empty", "-m", "Later")
    make_edition(git, "n", "HEAD", "text")
    run_git(git.root, "checkout", "-q", "-b", "beside", before)
    run_git(git.root, "commit", "-q", "--allow-empty", "-m", "Beside")
    assert editions(git, of=before) == editions_here(git) == [made]
    assert [edition.meeting for edition in editions(git, of="main")] == ["m", "n"]
    run_git(git.root, "switch", "-q", "--orphan", "new")
    assert editions_here(git) == []


def test_an_edition_not_shared_can_be_taken_back(git, run_git, tmp_path):
    made = make_edition(git, "m", "HEAD", "text")
    with pytest.raises(GitError, match="not the one"):
        delete_edition(git, "m", git.resolve("HEAD"))
    delete_edition(git, "m", made.tag_object)
    assert editions(git) == []
    made = make_edition(git, "m", "HEAD", "text")
    assert not is_shared(git, made.commit)
    run_git(tmp_path, "init", "-q", "--bare", "remote")
    run_git(git.root, "remote", "add", "origin", str(tmp_path / "remote"))
    run_git(git.root, "push", "-q", "origin", "main")
    assert is_shared(git, made.commit)
    with pytest.raises(RcmError, match="shared"):
        delete_edition(git, "m", made.tag_object)
    assert not is_shared(git, "nothing")


def test_editions_need_an_identity_too(git, home):
    (home / ".gitconfig").write_text("")
    with pytest.raises(NoIdentity):
        make_edition(git, "m", "HEAD", "text")


@pytest.mark.parametrize(
    ("key", "value", "signed"),
    [("commit.gpgSign", "true", True), ("tag.gpgSign", "true", True), ("tag.gpgSign", "false", False)],
)
def test_signed_where_the_person_signs(git, run_git, tmp_path, key, value, signed):
    program = tmp_path / "gpg"
    program.write_text("#!/bin/sh\necho 'no secret key' >&2; exit 1\n")
    program.chmod(0o755)
    run_git(git.root, "config", "gpg.program", str(program))
    run_git(git.root, "config", key, value)
    if signed:
        with pytest.raises(GitError, match="sign"):
            make_edition(git, "m", "HEAD", "text")
        assert editions(git) == []
    else:
        assert make_edition(git, "m", "HEAD", "text").annotated


def test_ids_of_all_refs_and_of_the_work_tree(git, run_git):
    for number, branch in enumerate(("side", "other")):
        run_git(git.root, "checkout", "-q", "-b", branch, "main")
        path = f"archive/HR/HR-1/HR-1.{number}.yaml"
        (git.root / path).parent.mkdir(parents=True)
        (git.root / path).write_text("id: x\n")
        record(git, [path], Message(branch, "", NONE))
    (git.root / path).unlink()
    record(git, [path], Message("gone", "", NONE))
    run_git(git.root, "checkout", "-q", "main")
    run_git(git.root, "merge", "-q", "--no-commit", "--no-ff", "side")
    (git.root / "plan/HR/HR-9.yaml").write_text("id: x\n")
    run_git(git.root, "add", "-A")
    run_git(git.root, "commit", "-qm", "merge that adds")
    run_git(git.root, "rm", "-q", "plan/HR/HR-9.yaml")
    run_git(git.root, "commit", "-qm", "and takes away")
    (git.root / "plan/HR/HR-2.yaml").write_text("id: x\n")
    (git.root / "plan/plan.yaml").write_text("schema: 1\n")
    assert ids_ever(git) == {"HR", "HR-1.0", "HR-1.1", "HR-9", "HR-2"}
    assert ids_ever(git, ["plan/HR/HR-1", "archive/HR/HR-1"]) == {"HR-1.0", "HR-1.1"}


def test_ids_of_an_empty_repository(repo):
    assert ids_ever(Git.find(repo)) == set()


def test_starting_a_repository(tmp_path, run_git):
    git = init_repository(tmp_path / "deep/new")
    assert run_git(git.root, "symbolic-ref", "HEAD") == "refs/heads/main\n"
    assert init_repository(git.root) == git
    (git.root / "plan").mkdir()
    with pytest.raises(RcmError, match="already"):
        init_repository(git.root)
    with pytest.raises(RcmError, match="inside the repository"):
        init_repository(git.root / "plan/sub")
    (tmp_path / "file").write_text("")
    with pytest.raises(RcmError, match="cannot be made"):
        init_repository(tmp_path / "file")


def test_a_history_written_in_one_go(tmp_path, run_git):
    git = init_repository(tmp_path / "new")
    odd = 'plan/HR/"ñ\\\n.yaml'
    commits = [
        ImportCommit(Message("One", "# why", NONE), WHEN, ANA, {odd: b"id: x\n", "plan/HR/HR.yaml": b"id: HR\r\n"}),
        ImportCommit(Message("Two", "", NONE), WHEN + timedelta(days=1), ANA, {odd: None, "archive/a.yaml": b""}),
    ]
    ids = fast_import(git, commits, [ImportEdition("2004-12-rcgm", 0, WHEN, ANA, "Closed")])
    two, one = records(git)
    assert [one.commit, two.commit] == ids
    assert (one.subject, one.reason, one.meeting, one.author, one.when) == ("One", "# why", "none", "Ana Díaz", WHEN)
    assert one.when.utcoffset() == timedelta(hours=-6)
    assert snapshot(git, ids[0]) == {odd: b"id: x\n", "plan/HR/HR.yaml": b"id: HR\r\n"}
    [edition] = editions(git)
    assert (edition.commit, edition.when, edition.tagger, edition.annotated) == (ids[0], WHEN, "Ana Díaz", True)
    assert run_git(git.root, "status", "--porcelain") == ""
    assert unrecorded(git) == []

    [three] = fast_import(git, [ImportCommit(Message("Three", "", NONE), WHEN, ANA, {"archive/a.yaml": None})])
    assert [record.commit for record in records(git)] == [three, *reversed(ids)]
    assert not (git.root / "archive").exists()
    assert run_git(git.root, "status", "--porcelain") == ""
    assert run_git(git.root, "fsck", "--strict") == ""


def test_an_import_without_commits_changes_nothing(repo):
    git = Git.find(repo)
    assert fast_import(git, []) == []
    assert git.resolve("HEAD") is None
