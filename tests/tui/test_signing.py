"""Signing that asks at the terminal: it is given the terminal, and what is typed for it is no command."""

from __future__ import annotations

import subprocess

import pytest

from rcm_tui.history import terminal as the_terminal
from rcm_tui.history.git import Git
from rcm_tui.history.message import Message
from rcm_tui.history.record import RecordRefused, TerminalNeeded, record
from rcm_tui.workflow import meetings
from rcm_tui.workflow.attribution import RecordOptions
from rcm_tui.workflow.session import Session
from rcm_tui.workflow.workspace import Workspace
from tests.terminals import terminal_at_home

terminal = pytest.fixture(terminal_at_home)


def signs_with(run_git, repo, program, body):
    """Let this program sign; it gets what was typed as `p`."""
    program.write_text(f"#!/bin/sh\nprintf 'Passphrase: ' >/dev/tty || exit 1\nIFS= read -r p </dev/tty\n{body}\n")
    program.chmod(0o755)
    run_git(repo, "config", "commit.gpgsign", "true")
    run_git(repo, "config", "gpg.program", str(program))


def edit(repo):
    path = repo / "plan/HR/HR-1/HR-1.2.yaml"
    path.write_text(path.read_text() + "# a comment\n")


def subject(run_git, repo):
    return run_git(repo, "log", "-1", "--format=%s").strip()


SIGNED = """\
cat >/dev/null
echo '[GNUPG:] SIG_CREATED x' >&2
printf -- '-----BEGIN PGP SIGNATURE-----\\n\\nx\\n-----END PGP SIGNATURE-----\\n'
"""


@pytest.mark.terminal
@pytest.mark.needs("tmux")
def test_the_passphrase_is_asked_and_the_record_made(terminal, plan_repo, run_git, tmp_path):
    signs_with(run_git, plan_repo, tmp_path / "sign", f'[ "$p" = "cq secret" ] || exit 1\n{SIGNED}')
    interface = terminal(plan_repo)
    interface.sees("RESPECT FOR THE RIGHTS")
    interface.press("j", "l", "j", "j", "s", "c")
    interface.sees("Passphrase:")
    interface.type("cq secret")
    interface.press("Enter")
    interface.until(lambda: subject(run_git, plan_repo) == "HR-1.2: status active -> completed", "the record")
    interface.sees("RESPECT FOR THE RIGHTS")
    assert "gpgsig" in run_git(plan_repo, "cat-file", "commit", "HEAD")
    interface.quit()


@pytest.mark.terminal
@pytest.mark.needs("tmux")
def test_a_wrong_passphrase_is_told_and_the_interface_goes_on(terminal, plan_repo, run_git, tmp_path):
    signs_with(run_git, plan_repo, tmp_path / "sign", "exit 1")
    before = subject(run_git, plan_repo)
    interface = terminal(plan_repo)
    interface.sees("RESPECT FOR THE RIGHTS")
    interface.press("j", "l", "j", "j", "s", "c")
    interface.sees("Passphrase:")
    interface.type("wrong")
    interface.press("Enter")
    interface.sees("Nothing was recorded")
    assert subject(run_git, plan_repo) == before
    assert not run_git(plan_repo, "status", "--porcelain")
    interface.press("Escape")
    interface.until(lambda: "Nothing was recorded" not in interface.screen(), "the dialog gone")
    interface.quit()


@pytest.mark.terminal
@pytest.mark.needs("tmux")
def test_giving_up_at_the_question_ends_the_record_and_not_the_program(terminal, plan_repo, run_git, tmp_path):
    signs_with(run_git, plan_repo, tmp_path / "sign", SIGNED)
    before = subject(run_git, plan_repo)
    interface = terminal(plan_repo)
    interface.sees("RESPECT FOR THE RIGHTS")
    interface.press("j", "l", "j", "j", "s", "c")
    interface.sees("Passphrase:")
    interface.press("C-c")
    interface.sees("Not recorded")
    assert subject(run_git, plan_repo) == before
    assert not interface.ended()


def test_a_closing_asks_before_anything_is_recorded(plan_repo, run_git):
    """The tag is made when the record is there already."""
    run_git(plan_repo, "config", "tag.gpgsign", "true")
    workspace = Workspace.open(plan_repo)
    meeting = next(iter(workspace.plan.open_meetings)).id
    before = run_git(plan_repo, "rev-parse", "HEAD")
    conversation = Session(workspace).record(lambda each: meetings.close(each, meeting), RecordOptions(confirmed=True))
    with the_terminal.occupied():
        step = conversation.advance()

    class Prompter:
        def lend_terminal(self, needed):
            return "asked"

    assert step(Prompter()) == "asked"
    assert run_git(plan_repo, "rev-parse", "HEAD") == before


def test_a_program_that_would_ask_fails_at_once_while_the_interface_is_drawn(plan_repo, run_git, tmp_path):
    signs_with(run_git, plan_repo, tmp_path / "sign", SIGNED)
    git = Git.find(plan_repo)
    edit(plan_repo)
    with the_terminal.occupied(), pytest.raises(TerminalNeeded):
        record(git, ["plan/HR/HR-1/HR-1.2.yaml"], Message("x", "", (("Meeting", "none"),)))
    run_git(plan_repo, "config", "commit.gpgsign", "false")
    with the_terminal.occupied():
        record(git, ["plan/HR/HR-1/HR-1.2.yaml"], Message("x", "", (("Meeting", "none"),)))


@pytest.mark.needs("ssh")
def test_an_ssh_key_with_a_passphrase_needs_the_terminal(plan_repo, run_git, tmp_path):
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "secret", "-f", key], check=True)
    for name, value in {"gpg.format": "ssh", "user.signingkey": str(key), "commit.gpgsign": "true"}.items():
        run_git(plan_repo, "config", name, value)
    edit(plan_repo)
    with the_terminal.occupied(), pytest.raises(TerminalNeeded):
        record(Git.find(plan_repo), ["plan/HR/HR-1/HR-1.2.yaml"], Message("x", "", (("Meeting", "none"),)))


def test_a_hook_that_refuses_for_its_own_reasons_is_not_given_the_terminal(plan_repo, run_git):
    hook = plan_repo / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho No. >&2; exit 1\n")
    hook.chmod(0o755)
    edit(plan_repo)
    with the_terminal.occupied(), pytest.raises(RecordRefused) as refused:
        record(Git.find(plan_repo), ["plan/HR/HR-1/HR-1.2.yaml"], Message("x", "", (("Meeting", "none"),)))
    assert not isinstance(refused.value, TerminalNeeded)
