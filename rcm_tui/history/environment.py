"""Start git: one builder of arguments and environment for reading and for writing, and the processes themselves.

Reading must not run anything that a repository brings with it; recording runs the person's own hooks, filters and
signing, as git does. Both start from an environment without the variables by which a caller would point git elsewhere:
an inherited `GIT_DIR` overrides `git -C`.

Git is only ever stopped with SIGTERM: killed outright, it left its lock files behind in 90 of 120 runs.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from rcm_tui.history import terminal
from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError


def _git_variables(names: str) -> frozenset[str]:
    return frozenset("GIT_" + name for name in names.split())


REDIRECTING = _git_variables(
    """
    ALTERNATE_OBJECT_DIRECTORIES COMMON_DIR CONFIG CONFIG_COUNT CONFIG_PARAMETERS DIR GLOB_PATHSPECS GRAFT_FILE
    ICASE_PATHSPECS IMPLICIT_WORK_TREE INDEX_FILE INDEX_VERSION INTERNAL_SUPER_PREFIX LITERAL_PATHSPECS
    NAMESPACE NOGLOB_PATHSPECS NO_REPLACE_OBJECTS OBJECT_DIRECTORY PREFIX QUARANTINE_PATH REPLACE_REF_BASE
    SHALLOW_FILE WORK_TREE
    """
)
"""Variables that point git to another repository, index or object store, or change how it reads paths: those of `git
rev-parse --local-env-vars`, and the ones about pathspecs."""

# Kept for reading: who the person is, where configuration is found, and where repositories may be looked for.
_KEPT_FOR_READING = _git_variables(
    """
    ATTR_NOSYSTEM AUTHOR_EMAIL AUTHOR_NAME CEILING_DIRECTORIES COMMITTER_EMAIL COMMITTER_NAME CONFIG_GLOBAL
    CONFIG_NOSYSTEM CONFIG_SYSTEM DISCOVERY_ACROSS_FILESYSTEM EXEC_PATH TEST_ASSUME_DIFFERENT_OWNER
    """
)

_READING_SETTINGS = (
    # Each of these settings can name a program that plain reading would run: `diff-tree`, `ls-files` and `write-tree`
    # run core.fsmonitor, `log` runs the gpg program where log.showSignature is set.
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "log.showSignature=false",
    "protocol.allow=never",
    "gc.auto=0",
    "maintenance.auto=false",
    # These change what git prints.
    "advice.graftFileDeprecated=false",
    "core.quotePath=false",
    "diff.renames=false",
    "i18n.logOutputEncoding=UTF-8",
    "log.follow=false",
    "log.showRoot=true",
    "user.useConfigOnly=true",
)

_COMPARING = ("diff-tree", "log")

_WRITING_SETTINGS = (
    "i18n.commitEncoding=UTF-8",
    # Never let git make up an identity from the machine's name.
    "user.useConfigOnly=true",
)


class GitError(RcmError):
    """Git could not do what was asked. `status` is its exit status, `stderr` its own message."""

    def __init__(self, message: str, status: int = 1, stderr: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.stderr = stderr


class NoRepository(RcmError):
    """No repository was found, here or further up."""


class UnusableRepository(NoRepository):
    """There is a repository, or there may be, but this tool cannot work in it; the message says why."""


class Completed(NamedTuple):
    """What came of a subcommand that writes: its exit status and both outputs as text."""

    status: int
    stdout: str
    stderr: str

    def check(self, message: str, **values: str) -> None:
        """Raise GitError if the status is not 0; in its message, `{words}` is what git said."""
        if self.status:
            raise GitError(message.format(words=self.stderr, **values), self.status, self.stderr)


def reading_command(root: Path, *args: str) -> list[str]:
    """Return the whole command line for a reading subcommand in the repository of `root`."""
    command = ["git", "--no-pager", "--no-replace-objects", "--no-optional-locks"]
    for setting in _READING_SETTINGS:
        command += ("-c", setting)
    command += ("-C", str(root), *args[:1])
    if args[0] in _COMPARING:
        # A repository inside the plan is not a file of it, and a hostile .gitmodules entry for one makes git fail.
        command.append("--ignore-submodules=all")
    return [*command, *args[1:]]


def reading_environment(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment for reading: without git's own variables but for a few, and with output in English."""
    environment = os.environ if environment is None else environment
    kept = {
        name: value for name, value in environment.items() if not name.startswith("GIT_") or name in _KEPT_FOR_READING
    }
    kept.update(
        GIT_NO_LAZY_FETCH="1",
        GIT_ALLOW_PROTOCOL="",
        GIT_LITERAL_PATHSPECS="1",
        GIT_GRAFT_FILE="/dev/null",
        GIT_TERMINAL_PROMPT="0",
        LC_ALL="C",
        LANGUAGE="C",
    )
    return kept


def writing_command(root: Path, *args: str, environment: Mapping[str, str] | None = None) -> list[str]:
    """Return the whole command line for a subcommand that writes.

    GitPython passes all of `os.environ` on and can add to it but remove nothing, so variables that would redirect git
    are removed by `env`, which then becomes git.
    """
    environment = os.environ if environment is None else environment
    command = ["git", "--no-pager"]
    for setting in _WRITING_SETTINGS:
        command += ("-c", setting)
    command += ["-C", str(root), *args]
    unwanted = REDIRECTING | {"GPG_TTY"} if terminal.is_occupied() else REDIRECTING
    inherited = sorted(unwanted & environment.keys())
    if not inherited:
        return command
    return ["env", *(part for name in inherited for part in ("-u", name)), *command]


def writing_environment(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return what is added to the environment for writing.

    Hooks see the person's own locale; git's messages stay English, as they are matched here. No editor and no password
    prompt of git's own ever opens, as the terminal may be showing the interface.
    """
    environment = os.environ if environment is None else environment
    gpg = "" if terminal.is_occupied() else terminal.name_for_gpg(environment)
    return {
        **({"GPG_TTY": gpg} if gpg else {}),
        "GIT_EDITOR": ":",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": environment.get("LC_ALL", ""),
        "LANGUAGE": "C",
    }


def run(command: Sequence[str], stdin: bytes | None = None) -> tuple[int, bytes, str]:
    """Run one reading command to its end; return exit status, output and messages.

    Raises UnusableRepository where git is not installed.
    """
    started = time.monotonic()
    with reading(command, stdin is not None) as process:
        out, err = process.communicate(stdin)
    log_run(command, process.returncode, started)
    return process.returncode, out, as_text(err)


@contextmanager
def running(start: Callable[[], subprocess.Popen[bytes]]) -> Iterator[subprocess.Popen[bytes]]:
    """Start a program and wait for its end; where an error or an interrupt leaves the block, ask it to end (SIGTERM).

    An interrupt that comes while the program is being started waits until it can be ended: it would run on else.
    """
    release = _hold_interrupts()
    try:
        process = start()
    except BaseException:
        release()
        raise
    with process:
        try:
            release()
            yield process
        except BaseException:
            process.terminate()
            raise


def _hold_interrupts() -> Callable[[], None]:
    """Let an interrupt (Ctrl-C) wait until the function that is returned is called. Only the main thread gets any."""
    handler = signal.getsignal(signal.SIGINT)
    if not callable(handler) or threading.current_thread() is not threading.main_thread():
        return lambda: None
    waiting: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _frame: waiting.append(number))

    def release() -> None:
        signal.signal(signal.SIGINT, handler)
        if waiting:
            signal.raise_signal(signal.SIGINT)

    return release


@contextmanager
def reading(command: Sequence[str], with_stdin: bool) -> Iterator[subprocess.Popen[bytes]]:
    """Run one reading command, as `running` does. Raises UnusableRepository where git is not installed."""

    def start() -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                command,
                stdin=subprocess.PIPE if with_stdin else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=reading_environment(),
                cwd="/",  # A current folder that no longer exists would stop git, whatever -C says.
            )
        except FileNotFoundError as error:
            message = _("Git is not installed, or not found in PATH; install git 2.31 or newer.")
            raise UnusableRepository(message) from error

    with running(start) as process:
        yield process


_PIPE_HOLDS = 4096
"""Bytes that a pipe takes on every system before somebody reads them."""


def write_in(folder: Path, *args: str, stdin: bytes | BinaryIO | None = None) -> Completed:
    """Run a subcommand that writes, in a folder that need not be a repository yet.

    `stdin` may be a file, which is read from its start. Interrupted, git is asked to end (SIGTERM) and waited for, so
    that it removes its locks. Raises GitError where git does not start. GitPython is not used, as somebody waits: its
    import takes 70 ms.
    """
    if isinstance(stdin, bytes) or stdin is None:
        with _as_file(stdin or b"") as given:
            return _write_from(folder, args, given)
    stdin.seek(0)
    return _write_from(folder, args, stdin)


@contextmanager
def _as_file(content: bytes) -> Iterator[BinaryIO]:
    """Open bytes to be read, all of them there already: git would record some of them where this program is killed.

    A pipe holds a few without anybody who reads it, and needs no import.
    """
    if len(content) <= _PIPE_HOLDS:
        end, start = os.pipe()
        with os.fdopen(end, "rb") as file:
            with os.fdopen(start, "wb") as filled:
                filled.write(content)
            yield file
        return
    import tempfile  # 5 ms.

    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        yield file


def _write_from(folder: Path, args: tuple[str, ...], given: BinaryIO) -> Completed:
    command = writing_command(folder, *args)
    started = time.monotonic()

    def start() -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                command,
                stdin=given,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**os.environ, **writing_environment()},
                cwd="/",
                start_new_session=terminal.is_occupied(),  # There, nothing that git runs can open /dev/tty.
            )
        except OSError as failure:
            raise GitError(_("Git cannot be run: {words}").format(words=failure.strerror or failure)) from failure

    with running(start) as process:
        out, err = process.communicate()
    log_run(command, process.returncode, started)
    return Completed(process.returncode, as_text(out), as_text(err))


def log_run(command: Sequence[str], status: int, started: float) -> None:
    """Log that git ran, for how long and with which exit status; `started` is of `time.monotonic`.

    Only arguments are logged: messages and file contents go through standard input and output. `logging` takes 7 ms to
    import, so nothing is logged until something else has imported it, as `rcm --debug` does.
    """
    logging = sys.modules.get("logging")
    if logging is None or not (logger := logging.getLogger("rcm_tui.git")).isEnabledFor(logging.DEBUG):
        return
    arguments = shlex.join(command[command.index("-C") + 2 :])
    logger.debug("git %s: %.0f ms, status %d", arguments, (time.monotonic() - started) * 1000, status)


def as_text(output: bytes) -> str:
    """Decode what git printed, without white space around it."""
    return output.decode("utf-8", "replace").strip()
