"""A plan that several processes parse at once is the same as one that a single process reads."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from rcm_tui.store import cache as caching
from rcm_tui.store import parallel
from rcm_tui.store.cache import Cache
from rcm_tui.store.parallel import ParallelReader
from rcm_tui.store.reader import PlanReader, ReadingStopped
from tests.small_plan import put

FILES = 900
"""Files of four batches."""


@pytest.fixture(autouse=True)
def three_cores(monkeypatch):
    """Three processes, on any machine; and files count as written long before they are read."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0, 1, 2}, raising=False)
    monkeypatch.setattr(parallel, "SHARE", 200)
    monkeypatch.setattr(caching, "GRAIN", -(10**12))


@pytest.fixture
def root(tmp_path) -> Path:
    root = tmp_path / "plan"
    put(root, "plan/plan.yaml", "schema: 1\ntitle: {en: A PLAN}\n")
    put(root, "plan/AA/AA.yaml", "id: AA\nnumber: 1\ntitle: {en: ALL}\n")
    put(root, "plan/AA/AA-1/AA-1.yaml", "id: AA-1\nnumber: 1\ntext: {en: OBJECTIVE}\n")
    for number in range(1, FILES - 3):
        text = f"id: AA-1.{number}\nnumber: {number}\ntext: {{en: ACTIVITY}}\nstatus: active\n"
        put(root, f"plan/AA/AA-1/AA-1.{number}.yaml", text)
    put(root, "meetings/2006-11-rcgm.yaml", "id: 2006-11-rcgm\nbody: RCGM\nstatus: open\n")
    put(root, "plan/AA/AA-1/AA-1.70.yaml", "id: AA-1.70\nnumber: [\n")
    put(root, "plan/AA/notes.txt", "No file of the plan.\n")
    return root


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "cache"


def running_python(script: str, folder: Path) -> str:
    """A program that is run in place of Python: it runs a line of shell before."""
    file = put(folder, "python", f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return str(file)


def test_the_plan_is_the_same_and_nothing_is_parsed_again(root, folder):
    plain = PlanReader(root).read()
    reader = ParallelReader(root, Cache(folder))
    found = reader.cached()
    assert len(found) == FILES - 1, "all but the one that cannot be parsed"
    plan = reader.read()
    assert plan == plain
    assert dict(plan.items) == dict(plain.items)
    assert [problem.path for problem in plan.problems] == ["plan/AA/AA-1/AA-1.70.yaml", "plan/AA/notes.txt"]
    assert plan.problems == plain.problems
    assert [*reader.cached()] == [*found]


def test_what_one_process_does_not_write_is_read_afterwards(root, folder, tmp_path, monkeypatch):
    """The second of three processes is killed at once."""
    script = f'[ "$6" = 1 ] && kill -9 $$; exec {sys.executable} "$@"'
    monkeypatch.setattr(sys, "executable", running_python(script, tmp_path))
    reader = ParallelReader(root, Cache(folder))
    assert len(reader.cached()) < FILES - 250
    assert reader.read() == PlanReader(root).read()


def test_a_plan_is_read_where_no_process_can_be_started(root, folder, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert ParallelReader(root, Cache(folder)).read() == PlanReader(root).read()


def test_what_was_read_by_other_declarations_is_not_used(root, folder, tmp_path, monkeypatch):
    """Another program changes plan.yaml while the files are parsed."""
    script = f'echo "languages: [en]" >> {root}/plan/plan.yaml; exec {sys.executable} "$@"'
    monkeypatch.setattr(sys, "executable", running_python(script, tmp_path))
    assert ParallelReader(root, Cache(folder)).cached() == {}


def test_reading_can_be_stopped_and_no_process_is_left(root, folder, tmp_path, monkeypatch):
    script = f'echo $$ >> {tmp_path}/started; exec {sys.executable} "$@"'
    monkeypatch.setattr(sys, "executable", running_python(script, tmp_path))
    reader = ParallelReader(root, Cache(folder))
    reader.stop()
    with pytest.raises(ReadingStopped):
        reader.read()
    for started in (tmp_path / "started").read_text().split():
        with pytest.raises(ProcessLookupError):
            os.kill(int(started), 0)


def test_a_cache_that_cannot_be_written_starts_no_process(root, folder, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", running_python(f"touch {tmp_path}/started", tmp_path))
    folder.symlink_to(tmp_path)
    assert ParallelReader(root, Cache(folder)).read() == PlanReader(root).read()
    assert not (tmp_path / "started").exists()
