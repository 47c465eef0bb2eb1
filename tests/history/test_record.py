import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from rcm_tui.history.git import Git
from rcm_tui.history.lock import Busy, hold
from rcm_tui.history.log import records
from rcm_tui.history.message import Message
from rcm_tui.history.record import NothingToRecord, RecordAltered, RecordRefused, record
from rcm_tui.history.state import NoIdentity, NotReady, identity, set_identity
from rcm_tui.model.errors import BadValue, RcmError

NONE = [("Meeting", "none")]


def put(root: Path, path: str, text: str) -> str:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def git(repo) -> Git:
    """A repository with one record of two files."""
    git = Git.find(repo)
    put(repo, "plan/a.yaml", "id: a\n")
    put(repo, "plan/b.yaml", "id: b\n")
    record(git, ["plan/a.yaml", "plan/b.yaml"], Message("Start", "", NONE))
    return git


def hook(git: Git, name: str, script: str) -> None:
    file = git.git_dir / "hooks" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("#!/bin/sh\n" + textwrap.dedent(script), encoding="utf-8")
    file.chmod(0o755)


def test_first_record_of_an_unborn_branch(repo):
    git = Git.find(repo)
    put(repo, "plan/a.yaml", "id: a\n")
    put(repo, "other.txt", "mine\n")
    message = Message("A: added", "# not a comment\n; nor this", [*NONE, ("Item", "a")])
    commit = record(git, ["plan/a.yaml"], message)
    [made] = records(git)
    assert (made.commit, made.parents) == (commit, ())
    assert (made.author, made.email) == ("Test Person", "person@example.org")
    assert (made.subject, made.reason, made.trailers) == ("A: added", "# not a comment\n; nor this", message.trailers)
    assert [tuple(change) for change in made.changes] == [("plan/a.yaml", None, git.blob_id(b"id: a\n"))]
    assert (made.meeting, made.items) == ("none", ("a",))


def test_added_changed_and_deleted_in_one_record(git, run_git):
    put(git.root, "plan/a.yaml", "id: a\nx: 1\n")
    (git.root / "plan/b.yaml").unlink()
    put(git.root, "archive/b.yaml", "id: b\n")
    commit = record(git, ["plan/a.yaml", "plan/b.yaml", "archive/b.yaml"], Message("Archive", "", NONE))
    assert run_git(git.root, "show", "--format=", "--name-status", "--no-renames", commit) == (
        "A\tarchive/b.yaml\nM\tplan/a.yaml\nD\tplan/b.yaml\n"
    )
    assert run_git(git.root, "status", "--porcelain") == ""


def test_what_the_person_staged_stays_staged(git, run_git):
    put(git.root, "staged.txt", "one\n")
    put(git.root, "plan/b.yaml", "id: b\nstaged: yes\n")
    run_git(git.root, "add", "staged.txt", "plan/b.yaml")
    put(git.root, "plan/b.yaml", "id: b\nlater: yes\n")
    put(git.root, "plan/c.yaml", "id: c\n")
    before = run_git(git.root, "diff", "--cached")
    commit = record(git, ["plan/c.yaml"], Message("C", "", NONE))
    assert run_git(git.root, "show", "--format=", "--name-only", commit) == "plan/c.yaml\n"
    assert run_git(git.root, "diff", "--cached") == before
    assert run_git(git.root, "status", "--porcelain") == "MM plan/b.yaml\nA  staged.txt\n"


def test_a_failing_hook_is_quoted_and_nothing_changes(git, run_git):
    put(git.root, "staged.txt", "one\n")
    run_git(git.root, "add", "staged.txt")
    hook(git, "pre-commit", "echo 'lines too long' >&2; exit 1\n")
    put(git.root, "plan/c.yaml", "id: c\n")
    put(git.root, "plan/a.yaml", "id: a\nx: 1\n")
    index = run_git(git.root, "ls-files", "-s")
    head = git.resolve("HEAD")
    with pytest.raises(RecordRefused, match="lines too long"):
        record(git, ["plan/c.yaml", "plan/a.yaml"], Message("C", "", NONE))
    assert run_git(git.root, "ls-files", "-s") == index
    assert git.resolve("HEAD") == head
    assert run_git(git.root, "status", "--porcelain") == " M plan/a.yaml\nA  staged.txt\n?? plan/c.yaml\n"
    (git.git_dir / "hooks/pre-commit").unlink()
    assert record(git, ["plan/c.yaml", "plan/a.yaml"], Message("C", "", NONE)) == git.resolve("HEAD")


def test_hooks_see_ordinary_pathspecs_and_the_persons_locale(git, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    hook(git, "pre-commit", "git diff --cached --name-only -- '*.yaml' > seen; echo $LC_ALL >> seen\n")
    put(git.root, "plan/c.yaml", "id: c\n")
    record(git, ["plan/c.yaml"], Message("C", "", NONE))
    assert (git.root / "seen").read_text() == "plan/c.yaml\nC.UTF-8\n"


def test_a_hook_that_alters_the_record_is_told(git):
    hook(git, "pre-commit", "echo x > generated; git add generated\n")
    put(git.root, "plan/c.yaml", "id: c\n")
    with pytest.raises(RecordAltered, match="generated") as told:
        record(git, ["plan/c.yaml"], Message("C", "", NONE))
    assert told.value.commit == git.resolve("HEAD")
    (git.git_dir / "hooks/pre-commit").unlink()
    hook(git, "commit-msg", "echo 'and a last word' >> $1\n")
    put(git.root, "plan/c.yaml", "id: c2\n")
    with pytest.raises(RecordAltered, match="meeting"):
        record(git, ["plan/c.yaml"], Message("C", "", NONE))


def test_a_hook_that_adds_a_trailer_is_welcome(git):
    hook(git, "commit-msg", "echo 'Change-Id: I12' >> $1\n")
    put(git.root, "plan/c.yaml", "id: c\n")
    record(git, ["plan/c.yaml"], Message("C", "", NONE))
    assert next(records(git)).trailers == (("Meeting", "none"), ("Change-Id", "I12"))


def test_settings_that_could_eat_a_message(git, run_git):
    put(git.root, "template", "TEMPLATE\n")
    for key, value in {
        "commit.template": "template",
        "commit.verbose": "true",
        "commit.cleanup": "strip",
        "commit.status": "true",
        "core.commentChar": "M",
        "core.editor": "false",
        "i18n.commitEncoding": "ISO-8859-1",
        "format.signOff": "true",
    }.items():
        run_git(git.root, "config", key, value)
    put(git.root, "plan/c.yaml", "id: c\n")
    message = Message("#1: año nuevo", "# M\nMore ♥", [("Meeting", "none"), ("Proposed-by", "México")])
    commit = record(git, ["plan/c.yaml"], message)
    assert run_git(git.root, "log", "-1", "--format=%B%e") == message.text() + "\n"
    assert next(records(git, rev=commit)).values("proposed-by") == ("México",)


def test_odd_file_names_are_taken_literally(git, run_git):
    odd = ["plan/*.yaml", "plan/-x [a]?.yaml", 'plan/ñ\n\t".yaml', ":(top)plan/a.yaml", "plan/\udcff.yaml"]
    for path in odd:
        (git.root / path).parent.mkdir(parents=True, exist_ok=True)
        (git.root / path).write_text("id: x\n")
    put(git.root, "plan/a.yaml", "changed: yes\n")
    record(git, odd, Message("Odd", "", NONE))
    assert {change.path for change in next(records(git)).changes} == set(odd)
    assert run_git(git.root, "status", "--porcelain") == " M plan/a.yaml\n"


def test_more_paths_than_a_command_line_holds(git):
    paths = [put(git.root, f"plan/many/{'x' * 80}-{n}.yaml", f"{n}\n") for n in range(1200)]
    record(git, paths, Message("Many", "", NONE))
    assert len(next(records(git)).changes) == 1200


def test_a_record_without_files(git, run_git):
    put(git.root, "staged.txt", "one\n")
    run_git(git.root, "add", "staged.txt")
    commit = record(git, [], Message("Accounted for", "", [*NONE, ("Accounts-for", "0" * 40)]))
    assert run_git(git.root, "show", "--format=", "--name-only", commit) == ""
    assert run_git(git.root, "status", "--porcelain") == "A  staged.txt\n"


def test_ignored_files_are_recorded_all_the_same(git):
    put(git.root, ".gitignore", "plan/\n")
    put(git.root, "plan/c.yaml", "id: c\n")
    record(git, ["plan/c.yaml"], Message("C", "", NONE))
    assert next(records(git)).changes[0].path == "plan/c.yaml"


@pytest.mark.parametrize("paths", [["plan/a.yaml"], ["plan/gone.yaml"]])
def test_nothing_to_record(git, paths):
    head = git.resolve("HEAD")
    with pytest.raises(NothingToRecord):
        record(git, paths, Message("Nothing", "", NONE))
    assert git.resolve("HEAD") == head


@pytest.mark.parametrize("path", ["../x.yaml", "/etc/passwd", ".git/config", "plan/link/x.yaml", ""])
def test_paths_outside_the_plan_are_refused(git, path, tmp_path):
    put(tmp_path, "outside/x.yaml", "id: x\n")
    (git.root / "plan/link").symlink_to(tmp_path / "outside")
    with pytest.raises(RcmError, match="outside"):
        record(git, [path], Message("Out", "", NONE))


def test_no_identity(git, home, run_git):
    (home / ".gitconfig").write_text("")
    put(git.root, "plan/c.yaml", "id: c\n")
    assert identity(git) is None
    with pytest.raises(NoIdentity, match=r"user\.email"):
        record(git, ["plan/c.yaml"], Message("C", "", NONE))
    assert run_git(git.root, "status", "--porcelain") == "?? plan/c.yaml\n"
    set_identity(git, " Ana  Díaz ", "ana@example.org")
    assert identity(git) == ("Ana Díaz", "ana@example.org")
    record(git, ["plan/c.yaml"], Message("C", "", NONE))
    assert next(records(git)).author == "Ana Díaz"


@pytest.mark.parametrize(
    "bad", [("", "a@b"), ("A", "nobody"), ("A\nB", ""), ("<A>", "a@b"), ("-A", "a@b"), ("A", "a b@c")]
)
def test_an_identity_git_could_not_carry_is_refused(git, bad):
    with pytest.raises(BadValue):
        set_identity(git, *bad)


def test_an_identity_from_the_environment(git, home, monkeypatch):
    (home / ".gitconfig").write_text("")
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Env")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "env@example.org")
    assert identity(git) == ("Env", "env@example.org")
    put(git.root, "plan/c.yaml", "id: c\n")
    record(git, ["plan/c.yaml"], Message("C", "", NONE))
    assert next(records(git)).email == "env@example.org"


def test_a_branch_that_moves_meanwhile(git):
    hook(
        git,
        "pre-commit",
        """
        [ -e once ] && exit 0
        echo > once
        git update-ref HEAD $(git commit-tree -p HEAD -m overtaking HEAD^{tree})
        """,
    )
    put(git.root, "plan/c.yaml", "id: c\n")
    record(git, ["plan/c.yaml"], Message("C", "", NONE))
    assert [record.subject for record in records(git)] == ["C", "overtaking", "Start"]


def test_detached_head(git, run_git):
    run_git(git.root, "checkout", "-q", "--detach")
    put(git.root, "plan/c.yaml", "id: c\n")
    with pytest.raises(NotReady, match="git switch"):
        record(git, ["plan/c.yaml"], Message("C", "", NONE))


@pytest.mark.parametrize("how", ["merge", "rebase", "cherry-pick", "revert"])
def test_operations_under_way(git, run_git, how):
    run_git(git.root, "checkout", "-q", "-b", "side")
    put(git.root, "plan/a.yaml", "side\n")
    record(git, ["plan/a.yaml"], Message("Side", "", NONE))
    run_git(git.root, "checkout", "-q", "main")
    put(git.root, "plan/a.yaml", "main\n")
    record(git, ["plan/a.yaml"], Message("Main", "", NONE))
    put(git.root, "plan/a.yaml", "main 2\n")
    record(git, ["plan/a.yaml"], Message("Main 2", "", NONE))
    arguments = {"merge": ["side"], "rebase": ["side"], "cherry-pick": ["side"], "revert": ["--no-edit", "HEAD~1"]}
    done = subprocess.run(["git", how, *arguments[how]], cwd=git.root, capture_output=True)
    assert done.returncode == 1
    with pytest.raises(NotReady, match=f"git {how} --abort"):
        record(git, ["plan/a.yaml"], Message("C", "", NONE))


def test_a_lock_that_stays(git):
    put(git.root, "plan/c.yaml", "id: c\n")
    put(git.root, "plan/a.yaml", "id: a2\n")
    lock = git.git_dir / "index.lock"
    lock.touch()
    os.utime(lock, (time.time() - 3600, time.time() - 3600))
    for path in ("plan/c.yaml", "plan/a.yaml"):
        with pytest.raises(Busy, match=r"index\.lock is held, for 36\d\d seconds"):
            record(git, [path], Message("C", "", NONE), wait=0.1)
    lock.unlink()
    record(git, ["plan/c.yaml", "plan/a.yaml"], Message("C", "", NONE))


def test_a_lock_that_goes_away_is_waited_for(git):
    put(git.root, "plan/a.yaml", "id: a2\n")
    lock = git.git_dir / "index.lock"
    lock.touch()
    with subprocess.Popen(["sh", "-c", f"sleep 0.3; rm '{lock}'"]):
        record(git, ["plan/a.yaml"], Message("A", "", NONE))
    assert next(records(git)).subject == "A"


def test_our_own_lock_is_waited_for_and_names_its_holder(git):
    holder = "from pathlib import Path; from rcm_tui.history.git import Git; from rcm_tui.history.lock import hold\n"
    holder += f"with hold(Git.find(Path({str(git.root)!r}))): print('held', flush=True); input()\n"
    command = [sys.executable, "-c", holder]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    ) as other:
        assert other.stdout.readline() == b"held\n"
        put(git.root, "plan/a.yaml", "id: a2\n")
        with pytest.raises(Busy, match=f"process {other.pid}"):
            record(git, ["plan/a.yaml"], Message("A", "", NONE), wait=0.1)
        other.communicate(b"\n")
    with hold(git), hold(git):
        record(git, ["plan/a.yaml"], Message("A", "", NONE), wait=0.1)


def test_a_lock_that_cannot_be_made(git, tmp_path):
    (tmp_path / "precious").write_text("data")
    lock = git.git_dir / "rcm/record.lock"
    lock.unlink()
    lock.symlink_to(tmp_path / "precious")
    put(git.root, "plan/a.yaml", "id: a2\n")
    with pytest.raises(RcmError, match=r"record\.lock cannot be written"):
        record(git, ["plan/a.yaml"], Message("A", "", NONE))
    assert (tmp_path / "precious").read_text() == "data"


def test_interrupted_it_leaves_no_lock_and_the_index_as_it_was(git, run_git):
    hook(git, "pre-commit", "echo > started; exec sleep 3600\n")
    put(git.root, "staged.txt", "one\n")
    run_git(git.root, "add", "staged.txt")
    index = run_git(git.root, "ls-files", "-s")
    command = [sys.executable, "-c", WRITER, str(git.root), "one"]
    with subprocess.Popen(command, cwd=Path(__file__).parents[2], stderr=subprocess.PIPE) as writer:
        while not (git.root / "started").exists():
            assert writer.poll() is None
            time.sleep(0.01)
        writer.send_signal(signal.SIGINT)
        assert b"KeyboardInterrupt" in writer.communicate(timeout=60)[1]
    assert not (git.git_dir / "index.lock").exists()
    assert run_git(git.root, "ls-files", "-s") == index
    assert (git.root / "plan/one-0.yaml").read_text() == "id: x\n"


WRITER = """
import sys
from pathlib import Path
from rcm_tui.history.git import Git
from rcm_tui.history.message import Message
from rcm_tui.history.record import record
git = Git.find(Path(sys.argv[1]))
for n in range(40):
    path = f"plan/{sys.argv[2]}-{n}.yaml"
    (git.root / path).write_text("id: x\\n")
    record(git, [path], Message(path, "", [("Meeting", "none"), ("File", path)]), wait=60)
"""


def test_two_writers_and_plain_git_lose_nothing(git, run_git):
    command = [sys.executable, "-c", WRITER, str(git.root)]
    writers = [subprocess.Popen([*command, name], cwd=Path(__file__).parents[2]) for name in ("one", "two")]
    plain = "for n in 1 2 3 4 5 6 7 8; do until git commit -q --allow-empty -m plain$n 2>/dev/null; do :; done; done"
    subprocess.run(["sh", "-c", plain], cwd=git.root, check=True)
    assert [writer.wait() for writer in writers] == [0, 0]
    ours = [record for record in records(git) if record.files]
    assert sorted(each.subject for each in ours) == sorted(
        f"plan/{w}-{n}.yaml" for w in ("one", "two") for n in range(40)
    )
    assert all([change.path for change in each.changes] == [each.subject] for each in ours)
    assert len(list(records(git))) == 1 + 80 + 8
    assert run_git(git.root, "status", "--porcelain") == ""


def test_recording_in_a_hook_of_another_repository(git, tmp_path, run_git, monkeypatch):
    run_git(tmp_path, "init", "-q", "other")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other/.git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "other/index"))
    monkeypatch.setenv("GIT_LITERAL_PATHSPECS", "1")
    put(git.root, "plan/c.yaml", "id: c\n")
    assert Git.find(git.root) == git
    record(git, ["plan/c.yaml"], Message("C", "", NONE))
    assert next(records(git)).subject == "C"


def test_signing_is_respected(git, run_git, tmp_path):
    program = tmp_path / "gpg"
    program.write_text("#!/bin/sh\necho 'no secret key' >&2; exit 1\n")
    program.chmod(0o755)
    run_git(git.root, "config", "commit.gpgSign", "true")
    run_git(git.root, "config", "gpg.program", str(program))
    put(git.root, "plan/c.yaml", "id: c\n")
    with pytest.raises(RecordRefused, match="failed to sign"):
        record(git, ["plan/c.yaml"], Message("C", "", NONE))
