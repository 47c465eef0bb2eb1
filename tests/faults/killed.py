"""A program for the tests: runs one `rcm` command again and again, and kills it each time at another moment.

    python killed.py TEMPLATE WORK EVERY ARGUMENTS...

For n = 1, 2, ... the repository TEMPLATE is copied to WORK/n and `rcm ARGUMENTS` started there in a process that is
killed (SIGKILL) right before the n-th thing it does to the disk, or program it starts, after it holds the write lock.
It ends with the first n at which the command came to its end. EVERY is 1/1 for each of these moments, 2/3 for every
third from the second on, 10/1000 for the tenth alone; `time` kills at twelve moments of time instead, evenly spread,
`time/50` at fifty random ones, and `time+git`, `time/50+git` kill the git that it has started as well.
"""

import contextlib
import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

LASTING = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def killer(root: str, at: int):
    """An audit hook that ends the process before its at-th deed in `root`."""
    seen, locked = 0, False

    def hook(event: str, args: tuple) -> None:
        nonlocal seen, locked
        if event == "fcntl.flock":
            locked = True
        elif locked and (
            event == "subprocess.Popen"
            or (event in LASTING and root in str(args[0]))
            or (event == "open" and isinstance(args[0], str) and root in args[0] and (args[2] or 0) & WRITING)
        ):
            seen += 1
            if seen == at:
                os.kill(os.getpid(), signal.SIGKILL)

    return hook


def child(root: Path, at: int, arguments: list[str]) -> None:
    """Be `rcm`, until killed."""
    from rcm_tui.cli.app import main

    quiet = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(quiet, stream)
    os.setsid()
    os.chdir(root)
    if at:
        sys.addaudithook(killer(str(root), at))
    os._exit(main(arguments))


def started(template: Path, place: Path, at: int, arguments: list[str]) -> int:
    """A process in which the command runs on a copy of the repository."""
    shutil.copytree(template, place, symlinks=True)
    pid = os.fork()
    if pid == 0:
        child(place, at, arguments)
    return pid


def ended(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def run(template: Path, work: Path, every: str, arguments: list[str]) -> None:
    import git.cmd  # noqa: F401 - what the command needs, imported once for all
    import ruamel.yaml  # noqa: F401

    import rcm_tui.history.record
    import rcm_tui.store.yaml.revision
    import rcm_tui.workflow.recording  # noqa: F401

    if every.startswith("time"):
        begin = time.monotonic()
        assert ended(started(template, work / "whole", 0, arguments)) == 0
        whole = time.monotonic() - begin
        count = int(every.removesuffix("+git").partition("/")[2] or 0)
        chance = random.Random(count)
        moments = [chance.random() for _ in range(count)] or [n / 12 for n in range(1, 13)]
        for n, moment in enumerate(moments, 1):
            pid = started(template, work / str(n), 0, arguments)
            time.sleep(whole * moment)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL) if every.endswith("+git") else os.kill(pid, signal.SIGKILL)
            ended(pid)
        return
    first, step = map(int, every.split("/"))
    for n in range(first, 1000, step):
        status = ended(started(template, work / str(n), n, arguments))
        if status == 0:
            return
        assert status == -signal.SIGKILL, status


if __name__ == "__main__":
    run(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4:])
