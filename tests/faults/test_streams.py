"""Standard streams that are closed, full or no longer read: records are made, and nothing false is said."""

from __future__ import annotations

import shlex
import subprocess
import sys

import pytest

RCM = f"{shlex.quote(sys.executable)} -P -m rcm_tui"
SET = "set GA-1.1 status=ongoing"


@pytest.fixture
def shell(plan, tools, monkeypatch):
    """Run a line of bash in the plan; status and what was written to stderr."""
    monkeypatch.setenv("PYTHONPATH", str(tools.ROOT))

    def run(line: str) -> tuple[int, str]:
        done = subprocess.run(
            ["bash", "-c", line.replace("rcm", RCM)], cwd=plan, stderr=subprocess.PIPE, encoding="utf-8", timeout=60
        )
        return done.returncode, done.stderr

    return run


@pytest.mark.parametrize(
    "streams", [">&-", "2>&- >/dev/null", "<&- >/dev/null", ">&- 2>&- <&-", "| head -0; exit ${PIPESTATUS[0]}"]
)
def test_closed_streams_stop_nothing(shell, plan, git, streams):
    assert shell(f"rcm list {streams}") == (0, "")
    assert shell(f"rcm {SET} {streams}") == (0, "")
    assert git(plan, "log", "-1", "--format=%s").strip() == "GA-1.1: status pending-input -> ongoing"
    assert git(plan, "status", "--porcelain") == ""


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_output_that_cannot_be_written(shell, plan, git, monkeypatch, unbuffered):
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
    status, said = shell(f"rcm {SET} > /dev/full")
    assert status == 3
    assert "The output could not be written" in said and "Nothing was recorded" not in said
    assert "ongoing" in git(plan, "log", "-1", "--format=%s")
