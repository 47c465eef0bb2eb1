"""What synchronising takes, against `git pull` in the same run: `python tests/benchmarks/sync.py [ITEMS]`.

Two clones of a generated plan, 100 items changed in each, 40 of them in both, of which git can merge none.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

from generate import make_plan  # noqa: E402

CHANGED, BOTH = 100, 40
RUNS = 3


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)


def edited(clone: Path, files: list[Path], old: str, new: str, name: str) -> None:
    """Change one field of each of these files, in one record."""
    for file in files:
        path = clone / file
        text = path.read_text(encoding="utf-8")
        lines = text.splitlines(keepends=True)
        place = next(place for place, line in enumerate(lines) if line.startswith(old))
        path.write_text("".join([*lines[:place], new + "\n", *lines[place + (old == "status:") :]]), encoding="utf-8")
    git(clone, "config", "user.name", name)
    git(clone, "config", "user.email", f"{name}@example.org")
    message = "Changed\n\nWhy\n\nMeeting: none\n" + "".join(f"Item: {file.stem}\n" for file in files)
    git(clone, "commit", "-q", "-a", "-m", message)


def prepared(folder: Path, items: int) -> tuple[Path, Path]:
    plan = make_plan(Path(tempfile.gettempdir()) / "rcm-sync-plans", items, 3)
    shutil.copytree(plan, folder / "ana", symlinks=True)
    git(folder, "clone", "-q", "--bare", "ana", "shared.git")
    git(folder, "clone", "-q", "shared.git", "luis")
    activities = sorted(path.relative_to(plan) for path in (plan / "plan").rglob("*.*.yaml"))
    step = len(activities) // (2 * CHANGED)
    mine, theirs = activities[:: 2 * step][:CHANGED], activities[step :: 2 * step][: CHANGED - BOTH]
    edited(folder / "ana", mine, "status:", "status: completed", "ana")
    git(folder / "ana", "push", "-q", str(folder / "shared.git"), "HEAD:main")
    edited(folder / "luis", [*theirs, *mine[:BOTH]], "status:", "status: cancelled", "luis")
    return folder / "ana", folder / "luis"


def main() -> None:
    items = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    best = {"git pull": 1e9, "rcm sync (whole program)": 1e9, "fetch, look and take": 1e9, "  of that, join": 1e9}
    for _run in range(RUNS):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            _ana, luis = prepared(folder, items)
            shutil.copytree(luis, folder / "pulled", symlinks=True)
            shutil.copytree(luis, folder / "program", symlinks=True)
            began = time.perf_counter()
            subprocess.run(["git", "-C", folder / "pulled", "pull", "-q", "--no-rebase"], capture_output=True)
            best["git pull"] = min(best["git pull"], time.perf_counter() - began)
            began = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "rcm_tui", "-C", str(folder / "program"), "sync", "--theirs", "--offline-ok"],
                check=True,
                capture_output=True,
            )
            name = "rcm sync (whole program)"
            best[name] = min(best[name], time.perf_counter() - began)
            measured(luis, best)
    for what, seconds in best.items():
        print(f"{what}: {seconds:.2f} s ({seconds / best['git pull']:.1f} x git pull)")  # noqa: T201
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")  # noqa: T201


def measured(clone: Path, best: dict[str, float]) -> None:
    from rcm_tui.changes.questions import THEIRS, Answer
    from rcm_tui.history.joining import join
    from rcm_tui.workflow import sync, sync_state
    from rcm_tui.workflow.taking import take
    from rcm_tui.workflow.workspace import Workspace

    workspace = Workspace.open(clone)
    _loaded = workspace.plan
    began = time.perf_counter()
    remote = sync.remote_here(workspace)
    found = sync.fetch_and_look(workspace, remote, lambda _line: None)
    looked = time.perf_counter() - began
    sync.answer(workspace, *((question, Answer(THEIRS)) for question in found.questions))
    assert found.theirs is not None
    began = time.perf_counter()
    join(workspace.git, found.ours, found.theirs)
    best["  of that, join"] = min(best["  of that, join"], time.perf_counter() - began)
    found = sync.look(workspace, remote, found.theirs)
    began = time.perf_counter()
    if found.incoming and not found.questions:
        take(workspace, found)
        best["fetch, look and take"] = min(best["fetch, look and take"], looked + time.perf_counter() - began)
    sync_state.forget(workspace.git)


if __name__ == "__main__":
    main()
