import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from rcm_tui.history.editions import snapshot
from rcm_tui.history.environment import write_in
from rcm_tui.history.git import Git, GitError, NoRepository, UnusableRepository
from rcm_tui.history.log import ids_ever, records
from rcm_tui.history.message import Message
from rcm_tui.history.record import record
from rcm_tui.history.setup import init_repository
from rcm_tui.history.state import REBASE, Head, head_of, state
from rcm_tui.history.worktree import unrecorded

NONE = [("Meeting", "none")]


def put(root: Path, path: str, text: str) -> str:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return path


def test_found_from_any_folder_below_and_from_one_not_there_yet(repo):
    git = Git.find(repo)
    assert (git.root, git.git_dir, git.common_dir) == (repo, repo / ".git", repo / ".git")
    put(repo, "plan/HR/x.yaml", "")
    assert Git.find(repo / "plan/HR") == Git.find(repo / "plan/HR/x.yaml") == Git.find(repo / "not/yet") == git


def test_no_repository(tmp_path):
    with pytest.raises(NoRepository, match="rcm init") as told:
        Git.find(tmp_path)
    assert not isinstance(told.value, UnusableRepository)


def test_git_is_not_installed(repo, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnusableRepository, match="not installed"):
        Git.find(repo)


def test_git_is_too_old(repo, monkeypatch, tmp_path):
    program = tmp_path / "bin/git"
    put(tmp_path, "bin/git", "#!/bin/sh\necho --path-format=absolute\necho .git\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    with pytest.raises(UnusableRepository, match=r"2\.31"):
        Git.find(repo)


def test_bare_repository_and_git_directory(tmp_path, run_git, repo):
    run_git(tmp_path, "init", "-q", "--bare", "bare.git")
    with pytest.raises(UnusableRepository, match="bare"):
        Git.find(tmp_path / "bare.git")
    with pytest.raises(UnusableRepository, match="git directory"):
        Git.find(repo / ".git")


def test_a_repository_of_somebody_else(repo, monkeypatch):
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(UnusableRepository, match=f"safe.directory {repo}"):
        Git.find(repo)


def test_a_repository_whose_files_are_elsewhere(repo, run_git, tmp_path):
    run_git(repo, "config", "core.worktree", str(tmp_path))
    with pytest.raises(UnusableRepository, match=r"core\.worktree"):
        Git.find(repo)


def test_inherited_variables_lead_nowhere(repo, tmp_path, run_git, monkeypatch):
    run_git(tmp_path, "init", "-q", "other")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other/.git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path / "other"))
    assert Git.find(repo).root == repo


@pytest.mark.parametrize("name", ["--output=F", "-x", "", "a\nb", "HEAD\0", "nothing", "HEAD:plan", "HEAD^{tree}"])
def test_what_names_no_commit(repo, name, monkeypatch):
    git = Git.find(repo)
    put(repo, "plan/a.yaml", "id: a\n")
    record(git, ["plan/a.yaml"], Message("A", "", NONE))
    monkeypatch.chdir(repo)
    assert git.resolve(name) is None
    with pytest.raises(GitError):
        list(records(git, rev=name))
    assert sorted(path.name for path in repo.iterdir()) == [".git", "plan"]


@pytest.mark.parametrize(
    "args",
    [
        ("status",),
        ("log", "--output=x"),
        ("diff-tree", "--ext-diff"),
        ("cat-file", "--textconv", "x"),
        ("config", "user.name", "x"),
        ("symbolic-ref", "HEAD", "refs/heads/x"),
        ("hash-object", "-w", "x"),
    ],
)
def test_only_reading_is_reading(repo, args):
    with pytest.raises(ValueError, match="|".join(args)):
        Git.find(repo).read(*args)


def test_trees_blobs_and_changes(repo, run_git):
    git = Git.find(repo)
    paths = [put(repo, "plan/HR/a.yaml", "id: a\n"), put(repo, "meetings/ñ\n.yaml", "id: m\n")]
    one = record(git, [*paths, put(repo, "README", "x\n")], Message("One", "", NONE))
    put(repo, "plan/HR/a.yaml", "id: a\nx: 1\n")
    (repo / paths[1]).unlink()
    two = record(git, [*paths, put(repo, "archive/c.yaml", "")], Message("Two", "", NONE))
    a, a2, m, empty = (git.blob_id(text) for text in (b"id: a\n", b"id: a\nx: 1\n", b"id: m\n", b""))
    assert git.tree(one) == {paths[0]: ("100644", a), paths[1]: ("100644", m)}
    assert git.blobs([a, m, a, empty]) == {a: b"id: a\n", m: b"id: m\n", empty: b""}
    assert snapshot(git, one) == {paths[0]: b"id: a\n", paths[1]: b"id: m\n"}
    changes = [("archive/c.yaml", None, empty), (paths[1], m, None), (paths[0], a, a2)]
    assert git.changed_paths(one, two) == git.changed_paths("HEAD~1", "HEAD") == changes
    assert git.changed_paths(None, one) == [(paths[1], None, m), (paths[0], None, a)]
    for other in ("1" * 40, one):
        with pytest.raises(GitError, match="lacks"):
            git.blobs([a, other])


def test_where_a_repository_stands(repo, run_git, tmp_path):
    git = Git.find(repo)
    assert (state(git).branch, state(git).commit, state(git).upstream) == ("main", None, None)
    put(repo, "plan/a.yaml", "id: a\n")
    one = record(git, ["plan/a.yaml"], Message("One", "", NONE))
    run_git(tmp_path, "clone", "-q", str(repo), "clone")
    clone = Git.find(tmp_path / "clone")
    for n in range(2):
        put(clone.root, "plan/a.yaml", f"id: a{n}\n")
        record(clone, ["plan/a.yaml"], Message("Clone", "", NONE))
    put(repo, "plan/a.yaml", "id: b\n")
    record(git, ["plan/a.yaml"], Message("Origin", "", NONE))
    run_git(clone.root, "fetch", "-q")
    stands = state(clone)
    assert (stands.upstream, stands.ahead, stands.behind) == ("origin/main", 2, 1)
    run_git(clone.root, "pack-refs", "--all")
    assert head_of(clone) == Head(state(clone).branch, state(clone).commit) == Head(stands.branch, stands.commit)
    run_git(clone.root, "update-ref", "-d", "refs/remotes/origin/main")
    assert (state(clone).upstream, state(clone).ahead) == ("origin/main", None)
    run_git(repo, "checkout", "-q", one)
    assert (state(git).detached, state(git).commit) == (True, one)
    (git.git_dir / "rebase-merge").mkdir()
    assert state(git).operation == REBASE


def test_linked_worktree(repo, run_git, tmp_path):
    git = Git.find(repo)
    record(git, [put(repo, "plan/a.yaml", "id: a\n")], Message("One", "", NONE))
    run_git(repo, "worktree", "add", "-q", "-b", "side", str(tmp_path / "linked"))
    linked = Git.find(tmp_path / "linked")
    assert state(linked).branch == "side"
    assert linked.common_dir == git.git_dir
    record(linked, [put(linked.root, "plan/b.yaml", "id: b\n")], Message("Two", "", NONE))
    assert [record.subject for record in records(linked)] == ["Two", "One"]
    assert [record.subject for record in records(git)] == ["One"]
    assert unrecorded(linked) == []


def test_sha256_repository(tmp_path):
    git = init_repository(tmp_path / "new", object_format="sha256")
    commit = record(git, [put(git.root, "plan/HR/HR.yaml", "id: HR\n")], Message("One", "", NONE))
    assert len(commit) == 64
    assert unrecorded(git) == []
    assert git.changed_paths(None, commit) == [("plan/HR/HR.yaml", None, git.blob_id(b"id: HR\n"))]
    assert next(records(git)).changes == tuple(git.changed_paths(None, commit))
    assert snapshot(git, "HEAD") == {"plan/HR/HR.yaml": b"id: HR\n"}


def test_hostile_settings_run_nothing_on_reading(repo, run_git, tmp_path):
    git = Git.find(repo)
    files = [put(repo, "plan/HR/a.yaml", "id: a\n"), put(repo, "plan/HR/b.yaml", "id: b\n")]
    record(git, files, Message("One", "", NONE))
    signed = run_git(repo, "cat-file", "commit", "HEAD").replace(
        "\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n", 1
    )
    run_git(
        repo, "update-ref", "HEAD", run_git(repo, "hash-object", "-t", "commit", "-w", "--stdin", stdin=signed).strip()
    )
    ran = tmp_path / "ran"
    evil = tmp_path / "evil"
    put(tmp_path, "evil", f'#!/bin/sh\necho "$@" >> {ran}\ncat\n')
    evil.chmod(0o755)
    for name in ("post-index-change", "pre-commit", "post-checkout", "reference-transaction"):
        (tmp_path / name).symlink_to(evil)
    put(repo, ".gitattributes", "* filter=evil diff=evil merge=evil\n")
    settings = {
        "core.fsmonitor": evil,
        "core.hooksPath": tmp_path,
        "core.pager": evil,
        "pager.log": evil,
        "log.showSignature": "true",
        "gpg.program": evil,
        "gpg.ssh.program": evil,
        "diff.external": evil,
        "diff.evil.textconv": evil,
        "diff.evil.command": evil,
        "filter.evil.clean": evil,
        "filter.evil.smudge": evil,
        "filter.evil.process": evil,
        "core.sshCommand": evil,
        "core.editor": evil,
        "core.askPass": evil,
        "core.alternateRefsCommand": evil,
        "credential.helper": evil,
        "remote.origin.url": f"ext::{evil}",
        "remote.origin.promisor": "true",
        "extensions.partialClone": "origin",
        "alias.log": f"!{evil}",
        "diff.trustExitCode": "true",
    }
    with (repo / ".git/config").open("a") as config:
        for key, value in settings.items():
            section, _dot, name = key.rpartition(".")
            top, _dot, sub = section.partition(".")
            config.write(f'[{top} "{sub}"]\n\t{name} = {value}\n' if sub else f"[{top}]\n\t{name} = {value}\n")
    put(repo, "plan/HR/b.yaml", "id: changed\n")
    put(repo, "plan/HR/c.yaml", "id: new\n")
    os.utime(repo / "plan/HR/a.yaml", ns=(1, 1))

    git = Git.find(repo)
    assert [record.subject for record in records(git, ["plan/HR/a.yaml"])] == ["One"]
    assert [tuple(change) for change in unrecorded(git)] == [("plan/HR/b.yaml", "modified"), ("plan/HR/c.yaml", "new")]
    assert ids_ever(git) == {"a", "b", "c"}
    assert state(git).branch == "main"
    assert len(git.changed_paths(None, "HEAD")) == len(snapshot(git, "HEAD")) == 2
    with pytest.raises(GitError):
        git.blobs(["1" * 40])
    assert not ran.exists()
    subprocess.run(["git", "status"], cwd=repo, capture_output=True)
    assert ran.exists(), "the trap itself works"


def test_replaced_objects_are_not_believed(repo, run_git):
    git = Git.find(repo)
    one = record(git, [put(repo, "plan/a.yaml", "id: a\n")], Message("One", "", NONE))
    two = record(git, [put(repo, "plan/a.yaml", "id: b\n")], Message("Two", "", NONE))
    run_git(repo, "replace", two, one)
    assert [record.subject for record in records(git)] == ["Two", "One"]


def test_an_importing_program_need_not_pay_for_gitpython():
    code = "import sys; import rcm_tui.history.log, rcm_tui.history.record; assert 'git' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])


def test_contents_of_files_of_a_commit(repo, run_git):
    (repo / "plan").mkdir()
    (repo / "plan" / "a b missing.yaml").write_bytes(b"one\n\n")
    (repo / "plan" / "ñ.yaml").write_bytes(b"")
    run_git(repo, "add", ".")
    run_git(repo, "commit", "-q", "-m", "x")
    (repo / "plan" / "ñ.yaml").write_bytes(b"later")
    git = Git.find(repo)
    asked = ["plan/a b missing.yaml", "plan/ñ.yaml", "plan/none.yaml", "plan", "a\nb"]
    assert git.contents("HEAD", asked) == {"plan/a b missing.yaml": b"one\n\n", "plan/ñ.yaml": b""}
    assert git.contents("HEAD", []) == {}


def test_each_run_of_git_is_logged_without_contents(repo, caplog):
    caplog.set_level(logging.DEBUG, "rcm_tui.git")
    git = Git.find(repo)
    put(repo, "plan/a.yaml", "id: confidential\n")
    commit = record(git, ["plan/a.yaml"], Message("Subject confidential", "Reason confidential", NONE))
    assert git.blobs([next(records(git)).changes[0].new]) and git.resolve("nowhere") is None
    assert all(re.fullmatch(r"git [a-z-]+( .*)?: \d+ ms, status \d+", line) for line in caplog.messages)
    logged = "\n".join(caplog.messages)
    assert re.search(r"^git rev-parse .*'?nowhere\^\{commit\}'?: \d+ ms, status [1-9]", logged, re.MULTILINE)
    for command in ("commit", "add", "log", "cat-file"):
        assert f"git {command} " in logged
    assert commit in logged and "confidential" not in logged


@pytest.mark.parametrize("count", [0, 1, 4096, 4097, 1_000_000])
def test_all_that_a_writing_command_is_given_arrives(repo, count):
    git = Git.find(repo)
    done = write_in(repo, "hash-object", "-w", "--stdin", stdin=b"x" * count)
    assert git.blobs([done.stdout.strip()]) == {done.stdout.strip(): b"x" * count}


def test_a_branch_that_is_an_alias_of_another_has_its_commit(repo, run_git):
    git = Git.find(repo)
    commit = record(git, [put(repo, "plan/a.yaml", "id: a\n")], Message("One", "", NONE))
    run_git(repo, "symbolic-ref", "refs/heads/alias", "refs/heads/main")
    run_git(repo, "symbolic-ref", "HEAD", "refs/heads/alias")
    assert head_of(git) == Head("alias", commit)


INTERRUPTED = """
import os, signal, sys
from pathlib import Path
import git.cmd  # Asks git for its version when it is imported.
from rcm_tui.history.git import Git

def interrupt(_frame, event, argument):
    if event == "c_return" and argument.__name__ == "fork_exec":
        sys.setprofile(None)
        os.kill(os.getpid(), signal.SIGINT)

def stream(plan):
    with plan.stream("cat-file", "--batch", stdin=b"") as output:
        output.read()

plan = Git.find(Path(sys.argv[1]))
for run in (
    lambda: plan.read("rev-parse", "HEAD"),
    lambda: stream(plan),
    lambda: plan.write("commit", "--allow-empty", "-qm", "A"),
    lambda: plan.connect("fetch", "-q", str(plan.root), on_output=print, ask=False),
):
    sys.setprofile(interrupt)
    try:
        run()
    except KeyboardInterrupt:
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
        try:
            print("left", os.waitpid(-1, os.WNOHANG))
        except ChildProcessError:
            print("ended")
"""


def test_interrupted_in_the_moment_it_is_started_git_ends_too(repo):
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, str(repo)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
    )
    assert (done.stdout, done.stderr) == ("ended\n" * 4, "")
