"""A small plan in a repository of its own, and ways to run `rcm` on it: in this process, and as a person would."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from rcm_tui import i18n
from tests.small_plan import GARDENS
from tests.terminals import PATIENCE, environment, pty_terminal

terminal = pytest.fixture(pty_terminal)


@pytest.fixture
def plan(tmp_path, small_plans, monkeypatch) -> Path:
    """The small plan, recorded; it is the current folder."""
    repo = small_plans.copy(GARDENS, tmp_path / "repo")
    monkeypatch.chdir(repo)
    return repo


@pytest.fixture
def meeting(plan, rcm) -> str:
    """The meeting of November 2006, opened."""
    assert rcm("meeting", "open", "2006-11-council").status == 0
    return "2006-11-council"


@dataclass(frozen=True)
class Done:
    """What a run came to."""

    status: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def rows(self) -> list[list[str]]:
        return [line.split("\t") for line in self.out.splitlines()]


class _Stdin(io.TextIOWrapper):
    def __init__(self, content: str) -> None:
        super().__init__(io.BytesIO(content.encode()), encoding="utf-8")


@pytest.fixture
def rcm(capsys, monkeypatch):
    """`rcm("list", "--json")` in this process, its output no terminal: status, out, err."""
    from rcm_tui.cli.app import main

    def run(*arguments: str, stdin: str = "") -> Done:
        monkeypatch.setattr(sys, "stdin", _Stdin(stdin))
        capsys.readouterr()
        status = main(arguments)
        out, err = capsys.readouterr()
        return Done(status, out, err)

    yield run
    i18n.use_terms(None)


@pytest.fixture
def process():
    """`process("list")` as a program of its own."""

    def run(*arguments: str, env: dict[str, str] | None = None, stdin: str | None = "") -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "rcm_tui", *arguments],
            env=environment(env),
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    return run
