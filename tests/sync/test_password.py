"""A place that asks for a password: it is asked at the terminal, and what is typed for it is no command."""

from __future__ import annotations

import os

import pytest

from tests.sync.interface import nothing_came, synchronising
from tests.terminals import needs_terminal, terminal_at_home

pytestmark = needs_terminal
terminal = pytest.fixture(terminal_at_home)

SSH = """#!/bin/sh
case "$*" in *BatchMode=yes*) echo 'ana@office: Permission denied (publickey,password).' >&2; exit 255 ;; esac
{ printf "ana@office's password: " >/dev/tty; } 2>&- || { echo 'Permission denied' >&2; exit 255; }
stty -echo </dev/tty
IFS= read -r given </dev/tty
stty echo </dev/tty
[ "$given" = "cq secret" ] || { echo 'ana@office: Permission denied (publickey,password).' >&2; exit 255; }
for last; do :; done
exec sh -c "$last"
"""


@pytest.fixture
def asking(office, tmp_path, monkeypatch):
    """Luis's clone reaches the office by ssh, which asks for a password; there is a record to fetch."""
    office.luis("sync")
    office.ana("set", "HR-1.2", "status=completed")
    office.ana("sync")
    program = tmp_path / "bin" / "ssh"
    program.parent.mkdir()
    program.write_text(SSH)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    office.luis.git("config", "remote.origin.url", f"ana@office:{office.shared}")
    return office


@pytest.mark.parametrize("own", [{}, {"GIT_SSH_COMMAND": "ssh -i key"}], ids=["", "own ssh"])
def test_the_password_is_asked_and_everything_synchronised(asking, terminal, own):
    """A command of the person's own is not forbidden to ask, but must not read the terminal."""
    interface = synchronising(terminal(asking.luis.root, **own), asks="password:")
    interface.type("cq secret")
    assert "secret" not in interface.screen()
    interface.press("Enter")
    interface.until(lambda: asking.luis.data("HR-1.2")["status"] == "completed", "what came")
    interface.sees("Everything is synchronised")
    interface.quit()


def test_a_wrong_password_is_told_and_the_interface_goes_on(asking, terminal):
    interface = synchronising(terminal(asking.luis.root), asks="password:")
    interface.type("qqq")
    interface.press("Enter")
    interface.sees("Permission denied")
    nothing_came(asking, interface)
