"""A program for the tests: runs `rcm sync` again and again, and fills the disk each time at another moment.

    python filled.py TEMPLATE DISK WORK FIRST STEP LEFT

For n = FIRST, FIRST + STEP, ... the clone TEMPLATE/luis is copied to DISK/luis, and TEMPLATE/shared.git to WORK. Right
before the n-th thing that `rcm sync` does to the disk, or program it starts, the disk is filled until LEFT bytes are
free. Then there is room again, and everything must be as before or as after, with the answers that were given. It
prints what each run said, and ends with the first n that the command does not come to.
"""

import contextlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.faults.killed import LASTING, WRITING
from tests.sync.conftest import Clone

EDITED = "plan/HR/HR-1/HR-1.4.yaml"


def filler(disk: Path, at: int, left: int, mark: Path):
    """An audit hook that fills the disk before the at-th deed there."""
    seen = 0

    def hook(event: str, args: tuple) -> None:
        nonlocal seen
        root = str(disk)
        if seen < at and (
            event == "subprocess.Popen"
            or (event in LASTING and root in str(args[0]))
            or (event == "open" and isinstance(args[0], str) and root in args[0] and (args[2] or 0) & WRITING)
        ):
            seen += 1
            if seen == at:
                mark.touch()
                fill(disk, left)

    return hook


def fill(disk: Path, left: int) -> None:
    with (disk / "filler").open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while (room := os.statvfs(disk).f_bavail * os.statvfs(disk).f_bsize) > left:
            file.write(b"x" * min(room - left, 65536))


def run_git(folder: Path, *arguments: str, **_more: object) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


def child(disk: Path, at: int, left: int, said: Path) -> None:
    """Be `rcm sync`, on a disk that becomes full."""
    from rcm_tui.cli.app import main

    out = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    quiet = os.open(os.devnull, os.O_RDWR)
    for stream, where in ((0, quiet), (1, quiet), (2, out)):
        os.dup2(where, stream)
    os.setsid()
    os.chdir(disk / "luis")
    sys.addaudithook(filler(disk, at, left, said.with_suffix(".full")))
    os._exit(main(["sync"]))


def contents(clone: Clone) -> dict[str, bytes]:
    return {
        path.relative_to(clone.root).as_posix(): path.read_bytes()
        for room in ("plan", "archive", "meetings")
        for path in (clone.root / room).rglob("*")
        if path.is_file()
    }


def check(luis: Clone, before: str, files: dict[str, bytes], status: int, said: str) -> None:
    """All is as before or as after, and nothing that was said is lost."""
    assert status in (0, 3), (status, said)
    assert "rcm failed" not in said and "Traceback" not in said, said
    assert status == 0 or len(re.findall(r"\w+", said)) > 3, said
    luis("list")  # Finishes what was begun.
    if luis.head == before:
        assert contents(luis) == files
    else:
        assert luis.git("rev-parse", "HEAD^1").strip() == before
        assert luis.git("status", "--porcelain").strip() == f"M {EDITED}"
    assert "ongoing  # to be confirmed" in luis.read(EDITED)
    for lock in (luis.root / ".git").glob("**/*.lock"):
        if "rcm" not in lock.parts:
            lock.unlink()  # Git says itself that one it left is to be deleted.
    assert luis.look()["questions"] == [], "the answer is lost"
    luis("sync")
    assert luis.data("HR-1.2")["status"] == "completed"
    assert luis.git("status", "--porcelain").strip() == f"M {EDITED}"
    luis("audit")


def main(template: Path, disk: Path, work: Path, first: int, step: int, left: int) -> None:
    place, shared, said = disk / "luis", work / "shared.git", work / "said"
    for at in range(first, 1000, step):
        for folder, source in ((place, template / "luis"), (shared, template / "shared.git")):
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(source, folder, symlinks=True)
        luis = Clone(place, run_git)
        luis.git("config", "remote.origin.url", str(shared))
        before, files = luis.head, contents(luis)
        said.with_suffix(".full").unlink(missing_ok=True)
        pid = os.fork()
        if pid == 0:
            child(disk, at, left, said)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        if not said.with_suffix(".full").exists():
            assert status == 0, said.read_text()
            return
        (disk / "filler").unlink()
        words = said.read_text(encoding="utf-8")
        print(at, status, " ".join(words.split()), flush=True)  # noqa: T201 - for the test
        check(luis, before, files, status, words)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]), *map(int, sys.argv[4:7]))
