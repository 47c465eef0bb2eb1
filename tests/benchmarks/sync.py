"""What synchronising takes, against `git pull` in the same run: `python tests/benchmarks/sync.py [ITEMS]`.

Two clones of a generated plan, 100 items changed in each, 40 of them in both, of which git can merge none. One clone
is made and brought back to where it was after each run. What is commoner is measured beside what git does then: where
nothing is new, where only the other side has something, and where only this one has. The times are those of the
processor, of this process and of those that it starts, so that a busy machine changes them little.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

from generate import make_plan  # noqa: E402

CHANGED, BOTH = 100, 40
RUNS = 3

Result = TypeVar("Result")


def git(folder: Path, *arguments: str, stdin: bytes = b"", status: int = 0) -> bytes:
    done = subprocess.run(["git", "-C", str(folder), *arguments], input=stdin, capture_output=True, check=False)
    assert done.returncode in (0, status), done.stderr
    return done.stdout


def record(repository: Path, branch: str, files: list[str], status: str, name: str) -> None:
    """Set the status of each of these files in one commit, without a work tree."""
    who = f"{name} <{name}@example.org> 1700000000 +0000"
    message = ("Changed\n\nWhy\n\nMeeting: none\n" + "".join(f"Item: {Path(file).stem}\n" for file in files)).encode()
    lines = [f"commit refs/heads/{branch}\nauthor {who}\ncommitter {who}\ndata {len(message)}\n".encode(), message]
    lines.append(b"from refs/heads/main^0\n")
    for file in files:
        old = git(repository, "show", f"main:{file}").decode().splitlines(keepends=True)
        new = "".join(f"status: {status}\n" if line.startswith("status:") else line for line in old).encode()
        lines.append(b"M 100644 inline %s\ndata %d\n%s\n" % (file.encode(), len(new), new))
    git(repository, "fast-import", "--quiet", "--force", stdin=b"".join(lines))


class Clone:
    """A clone that is apart from the repository it was made of, and can be brought back to that."""

    def __init__(self, folder: Path, items: int) -> None:
        plan = make_plan(Path(tempfile.gettempdir()) / f"rcm-sync-plans-{items}", items, 3)
        shared, self.root = folder / "shared.git", folder / "luis"
        git(folder, "clone", "-q", "--bare", "--shared", str(plan), str(shared))
        files = sorted(git(shared, "ls-tree", "-r", "--name-only", "main", "plan").decode().split())
        activities = [file for file in files if Path(file).stem.count(".")]
        step = len(activities) // (2 * CHANGED)
        mine, theirs = activities[:: 2 * step][:CHANGED], activities[step :: 2 * step][: CHANGED - BOTH]
        record(shared, "ana", mine, "completed", "ana")
        record(shared, "luis", [*theirs, *mine[:BOTH]], "cancelled", "luis")
        git(folder, "clone", "-q", "--shared", "--branch", "luis", str(shared), "luis")
        git(self.root, "branch", "-q", "-m", "luis", "main")
        for key, value in {
            "user.name": "luis",
            "user.email": "luis@example.org",
            "branch.main.merge": "refs/heads/main",
        }.items():
            git(self.root, "config", key, value)
        self.shared, self.refs = shared, "refs/remotes/origin/main"
        self.base, self.start = (git(self.shared, "rev-parse", name).decode().strip() for name in ("main", "luis"))
        self.ana = git(self.shared, "rev-parse", "ana").decode().strip()

    def apart(self, *, ours: bool = True, theirs: bool = True) -> None:
        """Bring the clone and the shared repository back to where they parted; or one or both to before that."""
        git(self.root, "merge", "--abort", status=128)
        git(self.root, "reset", "-q", "--hard", self.start if ours else self.base)
        git(self.root, "update-ref", self.refs, self.base)
        git(self.shared, "update-ref", "refs/heads/main", self.ana if theirs else self.base)


def timed(name: str, best: dict[str, float], work: Callable[[], Result]) -> Result:
    began = processor_time()
    found = work()
    best[name] = min(best.get(name, 1e9), processor_time() - began)
    return found


def processor_time() -> float:
    """Return the seconds that this process and those it started have used."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def by_git_alone(clone: Path) -> None:
    """Do with git what synchronising comes to, taking what is shared where both sides changed one line."""
    git(clone, "pull", "-q", "--no-rebase", "--no-edit", "--strategy-option=theirs")
    git(clone, "push", "-q", "origin", "HEAD:main")


def main() -> None:
    items = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    best: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as place:
        clone = Clone(Path(place), items)
        imports = "import rcm_tui.cli.app, rcm_tui.cli.commands.sync, rcm_tui.store.yaml.revision, git.cmd"
        program = [sys.executable, "-P", "-m", "rcm_tui", "-C", str(clone.root), "sync", "--theirs"]
        for _run in range(RUNS):
            clone.apart()
            timed("git pull", best, lambda: git(clone.root, "pull", "-q", "--no-rebase", status=1))
            clone.apart()
            timed("git pull and push", best, lambda: by_git_alone(clone.root))
            timed("Python and imports", best, lambda: subprocess.run([sys.executable, "-P", "-c", imports], check=True))
            clone.apart()
            timed("rcm sync (whole program)", best, lambda: subprocess.run(program, check=True, capture_output=True))
            clone.apart()
            measured(clone.root, best)
            commoner(clone, program, best)
    for what, seconds in best.items():
        print(f"{what}: {seconds * 1000:.0f} ms ({seconds / best['git pull']:.1f} x git pull)")  # noqa: T201
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB here, ", end="")  # noqa: T201
    print(f"{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB in the program")  # noqa: T201


def commoner(clone: Clone, program: list[str], best: dict[str, float]) -> None:
    """Measure what happens more often than that both sides changed something."""
    pull, push = ("pull", "-q", "--no-rebase"), ("push", "-q", "origin", "HEAD:main")
    for name, ours, theirs, command in (
        ("nothing new", False, False, pull),
        ("only theirs", False, True, pull),
        ("only ours", True, False, push),
    ):
        clone.apart(ours=ours, theirs=theirs)
        timed(f"git {command[0]}, {name}", best, partial(git, clone.root, *command))
        clone.apart(ours=ours, theirs=theirs)
        timed(f"rcm sync, {name}", best, partial(subprocess.run, program, check=True, capture_output=True))


def measured(clone: Path, best: dict[str, float]) -> None:
    from rcm_tui.changes.questions import THEIRS, Answer
    from rcm_tui.history.joining import joining
    from rcm_tui.workflow import sync, sync_state
    from rcm_tui.workflow.taking import take
    from rcm_tui.workflow.workspace import Workspace

    workspace = Workspace.open(clone)
    _loaded = workspace.plan
    remote = sync.remote_here(workspace)
    found = timed("  fetch and look", best, lambda: sync.fetch_and_look(workspace, remote, lambda _line: None))
    sync.answer(workspace, *((question, Answer(THEIRS)) for question in found.questions))
    theirs = found.theirs
    assert theirs is not None
    timed("    of that, join", best, lambda: joining(workspace.git, found.ours, theirs).joined({}))
    found = sync.look(workspace, remote, theirs, found)
    assert found.incoming
    assert not found.questions
    timed("  take", best, lambda: take(workspace, found))
    sync_state.forget(workspace.git)


if __name__ == "__main__":
    main()
