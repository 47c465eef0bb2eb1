import os
from datetime import UTC, datetime, timedelta

import pytest

from rcm_tui.history.git import Git
from rcm_tui.history.log import moment, records, records_apart


@pytest.fixture
def commit(repo, run_git):
    """Commits by plain git: `commit("subject", {path: text or None})`."""

    def make(message, files, *options):
        for path, text in files.items():
            file = repo / path
            file.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                file.unlink()
            else:
                file.write_text(text)
        run_git(repo, "add", "-A")
        run_git(repo, "commit", "-q", "--allow-empty", "-m", message, *options)
        return run_git(repo, "rev-parse", "HEAD").strip()

    return make


def subjects(found):
    return [each.subject for each in found]


def test_nothing_on_an_unborn_branch(repo):
    assert list(records(Git.find(repo))) == []


def test_fields_and_properties(repo, commit):
    text = "Closed\n\nWhy.\n\nMeeting: m\nItem: A-1\nItem: A-2\nCloses: m\nUndoes: abc\nCorrects: k\nPlan-start: yes"
    made = commit(text, {"plan/a": "1"}, "--date=1164672000 -0600", "--author=Ana María <ana@x>")
    [one] = records(Git.find(repo))
    assert (one.commit, one.author, one.email, one.reason) == (made, "Ana María", "ana@x", "Why.")
    assert one.when == datetime(2006, 11, 28, tzinfo=UTC)
    assert one.when.utcoffset() == timedelta(hours=-6)
    assert (one.meeting, one.items, one.closes, one.undoes) == ("m", ("A-1", "A-2"), "m", ("abc",))
    assert (one.corrects, one.plan_start, one.redoes, one.opens) == ("k", True, (), None)


def test_records_of_two_sides_are_those_that_the_other_lacks(repo, commit, run_git, monkeypatch):
    """With merges, and with clocks that go wrong."""
    git = Git.find(repo)

    def dated(subject, day):
        monkeypatch.setenv("GIT_COMMITTER_DATE", f"2006-01-{day:02}T12:00:00+00:00")
        commit(subject, {f"plan/{subject}": subject})

    dated("both", 1)
    run_git(repo, "branch", "other")
    for day in (9, 3, 7):
        dated(f"ours {day}", day)
    run_git(repo, "switch", "-q", "other")
    for day in (2, 8, 4):
        dated(f"theirs {day}", day)
    run_git(repo, "branch", "crossed", "other~1")
    run_git(repo, "merge", "-q", "--no-edit", "main~1")
    dated("theirs after", 5)
    run_git(repo, "switch", "-q", "main")
    run_git(repo, "merge", "-q", "--no-edit", "crossed")
    for one, other in (("main", "other"), ("other", "main"), ("main~1", "other"), ("main", "main"), ("main~2", "main")):
        found = records_apart(git, one, other)
        assert found == (tuple(records(git, rev=one, not_rev=other)), tuple(records(git, rev=other, not_rev=one)))
    assert subjects(records_apart(git, "main", "other")[1])[0] == "theirs after"


def test_paths_join_an_item_across_its_archiving(repo, commit):
    git = Git.find(repo)
    commit("made", {"plan/a": "1", "plan/b": "1"})
    commit("other", {"plan/b": "2"})
    commit("archived", {"plan/a": None, "archive/a": "1"})
    commit("empty", {})
    found = list(records(git, ["plan/a", "archive/a"]))
    one = git.blob_id(b"1")
    assert subjects(found) == ["archived", "made"]
    assert [list(map(tuple, record.changes)) for record in found] == [
        [("archive/a", None, one), ("plan/a", one, None)],
        [("plan/a", None, one)],
    ]
    assert len(next(records(git, ["plan/a"], rev="HEAD~3", whole=True)).changes) == 2
    assert subjects(records(git, rev="HEAD", not_rev="HEAD~2")) == ["empty", "archived"]
    assert subjects(records(git, limit=1)) == ["empty"]


def test_paths_are_joined_by_name_and_never_guessed(repo, commit, run_git):
    run_git(repo, "config", "log.follow", "true")
    commit("made", {"plan/a.yaml": "same text\n" * 20, "plan/*.yaml": "x"})
    commit("moved", {"plan/a.yaml": None, "archive/a.yaml": "same text\n" * 20})
    assert subjects(records(Git.find(repo), ["archive/a.yaml"])) == ["moved"]
    assert [len(record.changes) for record in records(Git.find(repo), ["plan/*.yaml"])] == [1]


def test_a_merge_tells_what_it_changed_itself(repo, commit, run_git):
    git = Git.find(repo)
    commit("base", {"plan/a": "1\n", "plan/b": "1\n"})
    run_git(repo, "checkout", "-q", "-b", "side")
    commit("side", {"plan/b": "2\n"})
    run_git(repo, "checkout", "-q", "main")
    commit("main", {"plan/c": "1\n"})
    run_git(repo, "merge", "-q", "--no-commit", "side")
    (repo / "plan/a").write_text("slipped in\n")
    commit("merge", {})
    merge, *_rest = found = list(records(git))
    assert sorted(subjects(found)) == ["base", "main", "merge", "side"]
    assert len(merge.parents) == 2
    assert list(map(tuple, merge.changes)) == [("plan/a", git.blob_id(b"1\n"), git.blob_id(b"slipped in\n"))]
    assert subjects(records(git, ["plan/a"])) == ["merge", "base"]


def test_a_side_that_a_merge_threw_away_is_told(repo, commit, run_git):
    git = Git.find(repo)
    commit("base", {"plan/a": "1\n"})
    run_git(repo, "checkout", "-q", "-b", "side")
    commit("side", {"plan/a": "2\n"})
    run_git(repo, "checkout", "-q", "main")
    commit("main", {"plan/c": "1\n"})
    run_git(repo, "merge", "-q", "-s", "ours", "-m", "merge", "side")
    merge, *rest = records(git, ["plan/a"], topological=True)
    assert (merge.subject, merge.changes) == ("merge", ())
    assert subjects(rest) == ["side", "base"]


def test_any_bytes(repo, run_git):
    run_git(repo, "config", "log.follow", "true")
    tree = run_git(repo, "mktree", stdin="").strip()
    text = b"tree %s\nauthor \x01\xff <\xe9> 99999999999999 +9900\ncommitter x <y> 0 +0000\n\n"
    text += b"\x01a\xff\n:b\n\n\n:1 2 3 4 M\n"
    odd = repo / "odd"
    odd.write_bytes(text % tree.encode())
    commit = run_git(repo, "hash-object", "-t", "commit", "-w", "--literally", str(odd)).strip()
    run_git(repo, "update-ref", "refs/heads/main", commit)
    path = os.fsdecode(b"plan/:\n\xff \x01")
    (repo / "plan").mkdir()
    (repo / path).write_text("1")
    run_git(repo, "add", "plan")
    run_git(repo, "commit", "-qm", "Second")
    second, first = records(Git.find(repo))
    assert [change.path for change in second.changes] == [path]
    assert (first.commit, first.changes) == (commit, ())
    assert (first.author, first.subject, first.reason) == ("\x01\ufffd", "a\ufffd :b", ":1 2 3 4 M")
    assert [record.subject for record in records(Git.find(repo), [path])] == ["Second"]


def test_stopping_early_ends_git(repo, commit, run_git):
    script = "".join(
        f"commit refs/heads/main\ncommitter a <b> {n} +0000\ndata 5\nmany\n\nM 100644 inline plan/a\ndata 4\n{n:04}\n\n"
        for n in range(5000)
    )
    run_git(repo, "fast-import", "--quiet", stdin=script)
    found = records(Git.find(repo))
    assert next(found).when == datetime.fromtimestamp(4999, UTC)
    found.close()
    assert len(list(records(Git.find(repo)))) == 5000


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("0 +0000", datetime(1970, 1, 1, tzinfo=UTC)),
        ("3600 +0130", datetime(1970, 1, 1, 1, tzinfo=UTC)),
        ("60 -9900", datetime(1970, 1, 1, 0, 1, tzinfo=UTC)),
        ("99999999999999999 +0000", datetime(9999, 1, 1, tzinfo=UTC)),
        ("", datetime(1970, 1, 1, tzinfo=UTC)),
    ],
)
def test_dates_nobody_could_mean(raw, expected):
    assert moment(raw) == expected
