"""A network that breaks while records are fetched or sent: nothing is lost, and nothing is half taken over."""

from __future__ import annotations

import os
import sys

import pytest

SSH = """#!{python}
import os, subprocess, sys, threading

HERE = os.path.dirname(os.path.abspath(__file__))
IS_PUSH = "git-receive-pack" in sys.argv[-1]
with open(os.path.join(HERE, "cut")) as file:
    what, count = file.read().split()
limits = {{"down": None, "up": None}}
if what == ("up" if IS_PUSH else "down"):
    limits[what] = int(count)
elif what == "answer" and IS_PUSH:
    limits["down"] = int(count)
server = subprocess.Popen(["sh", "-c", "exec " + sys.argv[-1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def copy(source, target, left):
    while left is None or left > 0:
        chunk = os.read(source, 4096 if left is None else min(left, 4096))
        if not chunk:
            break
        os.write(target, chunk)
        left = None if left is None else left - len(chunk)
    if left == 0:
        server.kill()
        os._exit(255)
    if target != 1:
        os.close(target)


threading.Thread(target=copy, args=(0, server.stdin.fileno(), limits["up"]), daemon=True).start()
copy(server.stdout.fileno(), 1, limits["down"])
os._exit(server.wait())
"""


@pytest.fixture
def cut(office, tmp_path, monkeypatch):
    """Both clones have something to send, and Luis reaches the office by a network that a test can cut."""
    office.luis("sync")
    program = tmp_path / "bin" / "ssh"
    program.parent.mkdir()
    program.write_text(SSH.format(python=sys.executable))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    office.luis.git("config", "remote.origin.url", f"office:{office.shared}")
    office.ana("set", "HR-1.2", "status=completed")
    office.ana("sync")
    office.luis("set", "HR-1.4", "status=completed")

    def at(what: str, count: int) -> None:
        (program.parent / "cut").write_text(f"{what} {count}")

    return at


@pytest.mark.parametrize("what", ["down", "up", "answer"])
def test_cut_after_each_part(cut, office, run_git, what):
    """`down`: what is fetched; `up`: what is sent; `answer`: what the other side says to what was sent."""
    luis, count, cuts = office.luis, 0, 0
    while True:
        cut(what, count)
        luis("sync", expect=None)
        if luis.status == 0:
            break
        cuts += 1
        refused = ("cannot be reached" if what == "down" else "") in luis.err and "kept here" in luis.err
        assert luis.status == 3 and refused, luis.err
        assert luis.data("HR-1.4")["status"] == "completed"
        assert not luis.git("status", "--porcelain")
        luis.git("fsck", "--strict")
        run_git(office.shared, "fsck", "--strict")
        count += 150 if what == "up" else 97
    assert cuts >= 5 if what != "answer" else cuts >= 2
    office.ana("sync")
    assert office.ana.head == luis.head
    for clone in (office.ana, luis):
        assert clone.data("HR-1.2")["status"] == clone.data("HR-1.4")["status"] == "completed"
        clone("audit", "--anew")
