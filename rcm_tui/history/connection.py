"""Fetch and push: git, by GitPython, with a connection to another repository that cannot do harm or hang."""

from __future__ import annotations

import os
import select
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

from rcm_tui.history.environment import Completed, as_text, log_run, running, writing_command, writing_environment
from rcm_tui.model.regex import regex

_PROTOCOLS = "https:http:ssh:file"
_CONNECTING = (
    # Of what a repository's own configuration may hold, this could run a program, or take in broken objects.
    "core.hooksPath=/dev/null",
    "protocol.ext.allow=never",
    "transfer.fsckObjects=true",
    "submodule.recurse=false",
    "fetch.recurseSubmodules=false",
    "push.recurseSubmodules=no",
    "gc.auto=0",
    # A connection over which nothing has come for a minute is a broken one.
    "http.lowSpeedLimit=1",
    "http.lowSpeedTime=60",
)
_SSH = "ssh -oBatchMode=yes -oConnectTimeout=30 -oServerAliveInterval=15 -oServerAliveCountMax=4"


def connect_in(folder: Path, *args: str, on_output: Callable[[str], None], ask: bool) -> Completed:
    """Run a subcommand that talks to another repository, and hand each line of its messages on as it comes.

    With `ask`, git and ssh may ask for a password at the terminal; without, they fail instead.
    """
    from git.cmd import Git as Program  # Takes 50 ms, which only what talks to others need spend.

    command = writing_command(folder, *args)
    place = command.index("-C")
    command[place:place] = [part for setting in _CONNECTING for part in ("-c", setting)]
    environment = {**writing_environment(), "GIT_ALLOW_PROTOCOL": _PROTOCOLS, "GIT_TERMINAL_PROMPT": str(int(ask))}
    environment["LC_ALL"] = "C"
    if not ask:
        environment["GIT_ASKPASS"] = environment["SSH_ASKPASS"] = "true"
        if "GIT_SSH_COMMAND" not in os.environ:
            environment["GIT_SSH_COMMAND"] = _SSH
    started = time.monotonic()
    # In a session of its own, nothing that git runs can read the terminal, which may be showing the interface.
    session = {} if ask else {"start_new_session": True}

    def start() -> subprocess.Popen[bytes]:
        programs.append(Program("/").execute(command, env=environment, as_process=True, **session))
        return cast("subprocess.Popen[bytes]", programs[0].proc)

    programs: list[Program.AutoInterrupt] = []  # One that nobody holds ends its program.
    with running(start) as process:
        assert process.stdout is not None and process.stderr is not None
        messages = b""
        for chunk in _written(process, process.stderr.fileno()):
            messages += chunk
            on_output(as_text(messages.replace(b"\r", b"\n")).rpartition("\n")[2])
        out = process.stdout.read()
        process.wait()
    log_run(command, process.returncode, started)
    lines = messages.replace(b"\r", b"\n").split(b"\n")
    output = b"\n".join(line for line in lines if not _PROGRESS.search(line))
    return Completed(process.returncode, as_text(out), as_text(output))


def _written(process: subprocess.Popen[bytes], descriptor: int) -> Iterator[bytes]:
    """Yield what a program writes, until it ends: what it started and left behind may keep the pipe open for longer."""
    while True:
        if select.select([descriptor], [], [], _AGAIN)[0]:
            chunk = os.read(descriptor, 4096)
            if not chunk:
                return
            yield chunk
        elif process.poll() is not None:
            return


_AGAIN = 0.5
"""Seconds after which to look whether a program that says nothing still runs."""
_PROGRESS = regex(rb"\d+% \(|^(remote: )?(Enumerating|Total \d|Delta compression)|, done\.$")
