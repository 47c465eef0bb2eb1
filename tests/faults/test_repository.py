"""Whatever state a repository is in, `rcm` reads the plan, and says in a sentence why it does not record."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest

from rcm_tui.history.git import NoRepository
from rcm_tui.history.lock import Busy
from rcm_tui.history.record import RecordRefused
from rcm_tui.history.state import NoIdentity, NotReady
from rcm_tui.model.errors import RcmError
from rcm_tui.workflow import edit
from rcm_tui.workflow.attribution import attribute
from rcm_tui.workflow.workspace import Workspace

SET = ("set", "GA-1.1", "status=completed")
FILE = "plan/GA/GA-1/GA-1.1.yaml"
READING = (("list",), ("show", "GA-1.1"), ("check",), ("requests",))


@pytest.fixture
def rcm(rcm_here):
    """In this process: the repository is what is looked at here, not the program."""
    return rcm_here


def prevented(plan: Path, rcm, tools, kind: type[RcmError], *words: str) -> None:
    """By a program and by the workflow: nothing is recorded, no file is changed, and reading goes on."""
    old = tools.contents(plan)
    rcm(*SET, folder=plan).prevented(*words)
    workspace = Workspace.open(plan)
    with pytest.raises(kind) as told:
        workspace.record(edit.set_status(workspace, "GA-1.1", "completed"), attribute(workspace.plan))
    for word in words:
        assert word in str(told.value)
    assert tools.contents(plan) == old
    assert len(Workspace.open(plan).plan.items) == 6, "reading goes on"


def conflict(plan: Path, git, how: str, *args: str) -> None:
    """Two branches that disagree about one line, and git in the middle of joining them."""
    for branch, colour in (("side", "blue"), ("main", "red")):
        git(plan, "checkout", "-q", *(("-b",) if branch == "side" else ()), branch)
        file = plan / FILE
        file.write_text(file.read_text().replace("green", colour))
        git(plan, "commit", "-qam", f"{colour}\n\nMeeting: none")
    subprocess.run(["git", how, *args], cwd=plan, capture_output=True)


@pytest.mark.parametrize(
    ("how", "args"),
    [
        ("merge", ["side"]),
        pytest.param("rebase", ["side"], marks=pytest.mark.slow),
        pytest.param("cherry-pick", ["side"], marks=pytest.mark.slow),
    ],
)
def test_an_operation_under_way(plan, rcm, tools, git, how, args):
    conflict(plan, git, how, *args)
    done = rcm("set", "GA-1.2", "status=completed")
    done.prevented(f"git {how} --abort")
    workspace = Workspace.open(plan)
    change = edit.set_status(workspace, "GA-1.2", "completed")
    with pytest.raises(NotReady):
        workspace.record(change, attribute(workspace.plan))
    assert "GA-1.1\tactivity\tunreadable" in rcm("list").fine().out
    assert f"{FILE}:" in rcm("check").out
    before = (plan / FILE).read_bytes()
    assert rcm(*SET).status == 3
    assert rcm("archive", "GA-1.1", "-m", "x").status == 3
    assert (plan / FILE).read_bytes() == before
    git(plan, how, "--abort")
    rcm(*SET).fine()


def test_a_merge_without_conflict_that_is_not_committed(plan, rcm, tools, git):
    git(plan, "checkout", "-qb", "side")
    rcm("set", "GA-1.2", "status=completed").fine()
    git(plan, "checkout", "-q", "main")
    rcm("set", "GA-1.3", "status=completed").fine()
    git(plan, "merge", "--no-commit", "-q", "side")
    prevented(plan, rcm, tools, NotReady, "A merge is under way", "git merge --abort")


def test_a_detached_head(plan, rcm, tools, git):
    git(plan, "checkout", "-q", "--detach")
    prevented(plan, rcm, tools, NotReady, "detached HEAD", "git switch")
    rcm().fine()


def test_an_unborn_branch_works(plan, rcm, git):
    git(plan, "checkout", "-q", "--orphan", "new")
    git(plan, "rm", "-rq", "--cached", ".")
    rcm("log").fine()
    rcm().fine()
    done = rcm("record", "-m", "All of it", "--between-meetings").fine()
    assert done.out
    assert git(plan, "rev-list", "--count", "HEAD") == "1\n"
    rcm(*SET).fine()
    assert git(plan, "show", "--format=", "--name-only", "HEAD") == f"{FILE}\n"


def test_an_unborn_branch_takes_a_first_change(plan, rcm, git):
    git(plan, "checkout", "-q", "--orphan", "new")
    git(plan, "rm", "-rq", "--cached", ".")
    rcm(*SET, "--with-external-edits").fine()
    assert git(plan, "show", "--format=", "--name-only", "HEAD") == f"{FILE}\n"


def test_no_identity(plan, rcm, tools, git, home, monkeypatch):
    (home / ".gitconfig").write_text("")
    monkeypatch.setenv("EMAIL", "somebody@example.org")  # out of which git alone would make up who somebody is
    commands = ('git config --global user.name "', "git config --global user.email ")
    prevented(plan, rcm, tools, NoIdentity, *commands)
    git(plan, "config", "user.name", "Ana")
    prevented(plan, rcm, tools, NoIdentity, *commands)
    git(plan, "config", "user.email", "ana@example.org")
    rcm(*SET).fine()


def test_no_git(plan, rcm, tools, tmp_path, monkeypatch):
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    prevented(plan, rcm, tools, NoRepository, "Git is not installed", "install git")
    rcm("list").fine()
    for command in (
        ("undo",),
        ("add", "GA-1", "--text", "X"),
        ("diff",),
        ("blame", FILE),
    ):
        done = rcm(*command)
        assert done.status in (0, 2, 3) and "Traceback" not in done.err and "GitCommand" not in done.err, done
    rcm("log").prevented("Git is not installed")
    rcm("init", "new", "--title", "X", folder=tmp_path).prevented("Git is not installed")
    assert not (tmp_path / "new/plan").exists()


def test_no_repository(plan, rcm, tools, tmp_path):
    (plan / ".git").rename(tmp_path / "elsewhere")
    prevented(plan, rcm, tools, NoRepository, "is not in a git repository")
    for command in READING[1:]:
        rcm(*command).fine()


def test_a_bare_repository(plan, rcm, git, tmp_path):
    git(tmp_path, "clone", "-q", "--bare", str(plan), "bare.git")
    done = rcm("list", folder=tmp_path / "bare.git")
    done.prevented("There is no plan")
    for path in ("plan/plan.yaml", "plan/actors.yaml", "plan/GA/GA.yaml"):
        (tmp_path / "bare.git" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "bare.git" / path).write_bytes((plan / path).read_bytes())
    rcm("set", "GA", "title.es=X", "--between-meetings", "-m", "Why", folder=tmp_path / "bare.git").prevented(
        "bare", "clone"
    )
    rcm("list", folder=tmp_path / "bare.git").fine()


def test_a_shallow_clone_reads_and_records(plan, rcm, git, tmp_path):
    for n in (1, 2, 3):
        rcm("set", f"GA-1.{n}", "status=completed").fine()
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{plan}", "shallow")
    shallow = tmp_path / "shallow"
    assert len(rcm("log", folder=shallow).fine().out.splitlines()) >= 1
    rcm("show", "GA-1.1", folder=shallow).fine()
    rcm("set", "GA-1.1", "status=active", folder=shallow).fine()
    done = rcm("add", "GA-1", "--text", "NEW", folder=shallow)
    assert done.fine().out.strip() == "GA-1.5", "the archived file is in the tree, so its id is not given again"
    assert git(shallow, "rev-list", "--count", "HEAD") == "3\n"
    assert git(shallow, "status", "--porcelain") == ""


def test_a_linked_work_tree_records_on_its_own_branch(plan, rcm, git, tmp_path):
    git(plan, "worktree", "add", "-q", "-b", "side", str(tmp_path / "linked"))
    linked = tmp_path / "linked"
    rcm(*SET, folder=linked).fine()
    assert git(plan, "log", "--format=%s", "main", "-1") == "Start the plan\n"
    assert "GA-1.1: status" in git(plan, "log", "--format=%s", "side", "-1")
    rcm("set", "GA-1.2", "status=completed").fine()
    assert git(plan, "status", "--porcelain") == git(linked, "status", "--porcelain") == ""
    git(plan, "worktree", "lock", str(linked))
    (plan / ".git/worktrees/linked/gitdir").unlink()
    rcm("list", folder=linked).fine()


def test_a_linked_work_tree_whose_repository_is_gone(plan, rcm, tools, git, tmp_path):
    git(plan, "worktree", "add", "-q", "-b", "side", str(tmp_path / "linked"))
    plan.rename(tmp_path / "moved")
    linked = tmp_path / "linked"
    old = tools.contents(linked)
    rcm(*SET, folder=linked).prevented()
    rcm("list", folder=linked).fine()
    assert tools.contents(linked) == old


def test_a_repository_of_somebody_else(plan, rcm, tools, monkeypatch):
    if os.geteuid() == 0:
        for file in [plan, *plan.rglob("*")]:
            os.chown(file, 65534, 65534)
    else:
        monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    prevented(plan, rcm, tools, NoRepository, f"git config --global --add safe.directory {plan}")


def test_a_stale_lock_of_git_is_told_at_once_with_its_age(plan, rcm, tools):
    lock = plan / ".git/index.lock"
    lock.touch()
    os.utime(lock, (1, 1))
    begin = time.monotonic()
    prevented(plan, rcm, tools, Busy, str(lock), "seconds", "delete that file")
    assert time.monotonic() - begin < 20, "a lock that may yet go is waited for, twenty seconds each time"
    lock.unlink()
    rcm(*SET).fine()


@pytest.mark.parametrize("name", [pytest.param("HEAD.lock", marks=pytest.mark.slow), "refs/heads/main.lock"])
def test_other_locks_of_git(plan, rcm, tools, name):
    lock = tools.put(plan, f".git/{name}", "")
    os.utime(lock, (1, 1))
    prevented(plan, rcm, tools, RcmError, name)
    lock.unlink()
    rcm(*SET).fine()


@pytest.mark.parametrize(
    "name",
    ["pre-commit", *(pytest.param(name, marks=pytest.mark.slow) for name in ("commit-msg", "prepare-commit-msg"))],
)
def test_a_hook_that_fails(plan, rcm, tools, git, name):
    hook = tools.put(plan, f".git/hooks/{name}", "#!/bin/sh\necho 'Ask the chair first.' >&2\nexit 1\n")
    hook.chmod(0o755)
    prevented(plan, rcm, tools, RecordRefused, "Ask the chair first.")
    assert git(plan, "status", "--porcelain") == ""
    done = rcm("add", "GA-1", "--text", "NEW")
    done.prevented("Ask the chair first.")
    assert git(plan, "status", "--porcelain") == ""


def test_hooks_of_the_person_run_as_git_runs_them(plan, rcm, tools, git, home):
    hooks = home / "hooks"
    for name in ("pre-commit", "commit-msg", "post-commit"):
        tools.put(hooks, name, f"#!/bin/sh\necho {name} >> .git/ran\n").chmod(0o755)
    git(plan, "config", "--global", "core.hooksPath", str(hooks))
    rcm(*SET).fine()
    assert (plan / ".git/ran").read_text().split() == ["pre-commit", "commit-msg", "post-commit"]


def test_a_broken_repository_is_told(plan, rcm, tools, git):
    head = git(plan, "rev-parse", "HEAD").strip()
    (plan / ".git/objects" / head[:2] / head[2:]).unlink()
    rcm(*SET).prevented()
    rcm("log").prevented()


@pytest.mark.parametrize("content", ["nonsense\n", "ref: refs/heads/a\0b\n", "ref: refs/heads/../../../x\n"])
def test_a_head_that_makes_no_sense(plan, rcm, content):
    (plan / ".git/HEAD").write_text(content)
    for command in (SET,) if content == "nonsense\n" else (SET, ("log",)):
        done = rcm(*command)
        assert done.status in (0, 3) and "Traceback" not in done.err and "failed (" not in done.err, done
    rcm("list").fine()
