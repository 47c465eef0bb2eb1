"""What every test shares: a home of its own, and a repository to work in."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, settings

from rcm_tui import i18n
from rcm_tui.reports.styles import use_statuses
from rcm_tui.workflow.sample import make_demo
from tests.programs import missing, skip_outside_ci
from tests.small_plan import GITCONFIG, SmallPlans

# Properties are tried without a stopwatch: a busy machine is no reason to fail.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", settings.get_profile("unhurried"), max_examples=20)
settings.load_profile("unhurried")

# The program is started many hundred times, and compiling its modules takes longer than most of what it is started for.
# So they are kept compiled, even where the environment says that they should not be. They are where Python
# looks by itself: in a folder of their own, each worker would compile again what was compiled when it was installed.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Nearly every record waits for the disk, several times. Where memory serves as a disk and has room, the folders of the
# tests are there; what happens on a disk that is full has tests with a disk of their own.
_MEMORY = Path("/dev/shm")
if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > 6 * 2**30:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))

# Where the tests run in the background of a shell, interrupts are ignored, and every program they start inherits that.
signal.signal(signal.SIGINT, signal.default_int_handler)


class _TurnedFolder(pytest.Dir):
    """A folder that each worker collects from another place on, in turns.

    In a fresh clone every module is compiled when it is first collected. Workers that go the same way compile the same
    module at the same time, each for itself; workers that begin elsewhere find compiled what the others have passed.
    """

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        parts, worker = list(super().collect()), self.config.workerinput
        start = len(parts) * int(worker["workerid"].removeprefix("gw")) // worker["workercount"]
        return iter(parts[start:] + parts[:start])


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    return _TurnedFolder.from_parent(parent, path=path) if hasattr(parent.config, "workerinput") else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Bring the tests into the order of their files again: all workers have to name them in the same one."""
    items.sort(key=lambda item: item.path)


def pytest_collection_finish() -> None:
    """Collect garbage as seldom as the program does: the modules and tests stay, and looking at them took a third."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers("needs"):
        for reason in filter(None, map(missing, mark.args)):
            skip_outside_ci(reason)


@pytest.fixture(scope="session")
def small_plans(tmp_path_factory) -> SmallPlans:
    """The small plans, each built once."""
    return SmallPlans(tmp_path_factory.mktemp("small-plans"))


@pytest.fixture(scope="session")
def sample(tmp_path_factory) -> Path:
    """The sample plan with its history, made once; tests read it, or change a copy."""
    folder = tmp_path_factory.mktemp("sample")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(folder))
        return make_demo(folder / "sample")


@pytest.fixture(autouse=True)
def own_words() -> Iterator[None]:
    """Begin in English, and forget the words of the plan that a test worked on."""
    i18n.use("en")
    yield
    i18n.use_terms(None)
    use_statuses()


@pytest.fixture(autouse=True)
def home(tmp_path_factory, monkeypatch) -> Path:
    """A home folder of the test's own, with a git identity, and nothing of the machine's settings."""
    folder = tmp_path_factory.mktemp("home")
    for name in list(os.environ):
        if name.startswith(("GIT_", "XDG_", "RCM_", "LC_")) or name in ("LANGUAGE", "EMAIL", "NO_COLOR"):
            monkeypatch.delenv(name)
    (folder / ".gitconfig").write_text(GITCONFIG, encoding="utf-8")
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / ".config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / ".cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / ".local/share"))
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / ".local/state"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(folder / ".gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path_factory.getbasetemp()))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    return folder


@pytest.fixture
def run_git(home):
    """Git as a person runs it: `run_git(folder, "log", "-1")` gives what it printed."""

    def run(folder: Path, *args: str, stdin: str | None = None) -> str:
        done = subprocess.run(["git", *args], cwd=folder, input=stdin, capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.fixture
def repo(tmp_path, run_git) -> Path:
    """An empty repository on branch main, without a commit; `home` has the identity."""
    folder = tmp_path / "repo"
    run_git(tmp_path, "init", "-q", "-b", "main", str(folder))
    return folder


@pytest.fixture
def small_disk(home) -> Iterator[Path]:
    """A disk of 1 MB. Only root can mount one, and not in every container; elsewhere the test is skipped, in CI too."""
    folder = Path(tempfile.mkdtemp(prefix="rcm-disk-"))
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True, text=True)
    try:
        if mounted.returncode:
            pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")  # noqa: TID251
        yield folder
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", "--lazy", folder], check=True)
        folder.rmdir()


@pytest.fixture
def with_pip(monkeypatch) -> None:
    """Let the environment have pip, whichever program made it: uv makes environments without."""
    pip = ModuleType("pip")
    pip.__spec__ = ModuleSpec("pip", None)
    monkeypatch.setitem(sys.modules, "pip", pip)
