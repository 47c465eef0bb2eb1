"""A small plan in a repository of its own, and `rcm` as a person or a script starts it: as a program."""

from __future__ import annotations

import functools
import io
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.small_plan import ORCHARD, put
from tests.terminals import pty_terminal

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
"""Seconds after which a program that does not end has failed."""


def _git(folder: Path, *args: str, stdin: str | None = None) -> str:
    done = subprocess.run(["git", *args], cwd=folder, input=stdin, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


@dataclass(frozen=True)
class Done:
    """What a run of `rcm` came to."""

    status: int
    out: str
    err: str

    def prevented(self, *words: str) -> None:
        """It said in a sentence what stands in the way, and nothing else."""
        assert self.status == 3, self
        assert not self.out, self
        assert "Traceback" not in self.err and "Error:" not in self.err and ".py" not in self.err, self
        sentence = self.err.partition("saying:\n")[0]  # what git or a hook said follows as they said it
        assert sentence.strip() and len(sentence.strip().splitlines()) <= 2, self
        for word in words:
            assert word in self.err, self

    def fine(self) -> Done:
        """It went well."""
        assert self.status == 0, self
        return self


def run_rcm(
    folder: Path | None,
    *args: str,
    env: dict[str, str] | None = None,
    stdin: str = "",
    before: Callable[[], None] | None = None,
) -> Done:
    """`rcm` in a folder, without a terminal. `before` is called in the new process before the program is started."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "rcm_tui", *args],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        timeout=PATIENCE,
        preexec_fn=before,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def as_owner() -> None:
    """Give up root's right to read and write everything, so that permissions hold as they do for anybody."""
    if os.geteuid() == 0:
        import ctypes

        libc = ctypes.CDLL(None, use_errno=True)
        for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            assert libc.prctl(24, capability, 0, 0, 0) == 0  # PR_CAPBSET_DROP


def contents(root: Path) -> dict[str, bytes]:
    """Every file of the plan by its path, those of any name."""
    return {
        file.relative_to(root).as_posix(): file.read_bytes()
        for room in ("plan", "archive", "meetings")
        for file in (root / room).rglob("*")
        if file.is_file()
    }


def until(condition: Callable[[], object], what: str, limit: float = 30.0) -> None:
    """Wait until it holds."""
    deadline = time.monotonic() + limit
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited for {what}")
        time.sleep(0.01)


@pytest.fixture
def plan(tmp_path, small_plans) -> Path:
    """The small plan, recorded once, with a meeting open."""
    return small_plans.copy(ORCHARD, tmp_path / "gardens")


@pytest.fixture
def git() -> Callable[..., str]:
    """`git(folder, "log", "-1")`: what git prints."""
    return _git


@pytest.fixture
def rcm(plan) -> Callable[..., Done]:
    """`rcm("list")` as a program of its own in the small plan."""

    def run(*args: str, folder: Path = plan, **more) -> Done:
        return run_rcm(folder, *args, **more)

    return run


@pytest.fixture
def rcm_here(plan, monkeypatch, capsys) -> Callable[..., Done]:
    """`rcm_here("list")` in the small plan as `rcm` runs it, but in this process, which takes a tenth of the time."""
    from rcm_tui.cli.app import main

    def run(*args: str, folder: Path = plan) -> Done:
        monkeypatch.chdir(folder)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
        capsys.readouterr()
        return Done(main(args), *capsys.readouterr())

    return run


terminal = pytest.fixture(pty_terminal)


@pytest.fixture
def edit(plan, terminal) -> Callable[..., Done]:
    """`edit(editor)`: what `rcm edit GA-1.1` came to at a terminal, where the editor is not opened again."""

    def run(editor: Path, *options: str) -> Done:
        asked = terminal("edit", "GA-1.1", *options, env={"EDITOR": str(editor)}, folder=plan)
        asked.type("n\n")  # Read by the program when it asks; nobody reads it where it does not.
        status = asked.end()
        return Done(status, "", asked.shown)

    return run


@pytest.fixture
def tools(small_plans):
    """The helpers of this file, for tests that cannot import it."""

    class Tools:
        pass

    for each in (put, run_rcm, as_owner, contents, until):
        setattr(Tools, each.__name__, staticmethod(each))
    Tools.build = staticmethod(functools.partial(small_plans.copy, ORCHARD))
    Tools.FILES, Tools.ROOT = ORCHARD, ROOT
    return Tools
