"""What the program takes, against floors measured in the same run: `python tests/benchmarks/run.py [--items N ...]`.

Prints a Markdown table. Each time is the best of several, for other programs share the machine; ratios are to the best
of the floor, measured in turn with it. Plans are made under the system's folder for temporary files, and kept.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT)]

from generate import make_plan  # noqa: E402
from interface import Interface  # noqa: E402

READ_ALL = """
import os, sys
def read(folder):
    for entry in os.scandir(folder):
        if entry.is_dir():
            read(entry.path)
        else:
            with open(entry.path, "rb") as file:
                file.read()
for folder in ("plan", "archive", "meetings"):
    read(os.path.join(sys.argv[1], folder))
"""
CLICK_AND_GIT = "import click, subprocess; subprocess.run(['git', '--version'])"
RCM = (sys.executable, "-m", "rcm_tui")


@dataclass
class Bench:
    """One run: where plans are, in which environment programs run, how often each is run, and the rows so far."""

    folder: Path
    repeats: int
    only: str = ""
    rows: list[tuple[str, str, str, str, str]] = field(default_factory=list)

    @property
    def environment(self) -> Mapping[str, str]:
        """Nothing of the machine's own settings, but a person who may record."""
        home = self.folder / "home"
        home.mkdir(parents=True, exist_ok=True)
        config = home / ".gitconfig"
        if not config.exists():
            config.write_text("[user]\n\tname = Bench\n\temail = bench@example.invalid\n", "utf-8")
        kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
        return {
            **kept,
            "HOME": str(home),
            "GIT_CONFIG_NOSYSTEM": "1",
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
        }

    def plan(self, items: int) -> Path:
        """A plan of that size; 0 is the one in this repository."""
        if items:
            return make_plan(self.folder / str(items), items)
        place = self.folder / "rcm"
        if not place.exists():
            subprocess.run(["git", "clone", "-q", str(ROOT), str(place)], check=True)
        return place

    def spent(self, command: Sequence[str], cwd: Path | None = None, *, fails: bool = False) -> float:
        """Seconds that a command takes. Raises CalledProcessError where it fails, unless it may."""
        began = time.perf_counter()
        subprocess.run(command, check=not fails, stdout=subprocess.PIPE, env=self.environment, cwd=cwd)
        return time.perf_counter() - began

    def memory(self, command: Sequence[str]) -> float:
        """The most memory that a command takes, in MB."""
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=self.environment)
        _pid, _status, usage = os.wait4(process.pid, 0)
        return usage.ru_maxrss / 1024

    def wants(self, name: str) -> bool:
        """Whether this figure was asked for."""
        return self.only in name

    def against(
        self,
        what: str,
        target: float,
        floor_name: str,
        figure: Callable[[], float],
        floor: Callable[[], float],
        repeats: int | None = None,
    ) -> None:
        """One row: a figure and its floor, measured in turn, best of each."""
        floors, figures = [], []
        for _turn in range(repeats or self.repeats):
            floors.append(floor())
            figures.append(figure())
        low, best = min(floors), min(figures)
        self.row(
            what,
            _seconds(best),
            f"{best / low:.1f} x {floor_name} ({_seconds(low)})",
            f"{target:g} x",
            best / low <= target,
        )

    def row(self, what: str, figure: str, ratio: str, target: str, met: bool) -> None:
        """Keep a row, and print it."""
        self.rows.append((what, figure, ratio, target, "yes" if met else "no"))
        print(" | ".join(self.rows[-1]), file=sys.stderr, flush=True)  # noqa: T201

    def table(self) -> str:
        """All rows, as Markdown."""
        head = "| what | measured | ratio | target | met |\n| --- | --- | --- | --- | --- |\n"
        return head + "".join(f"| {' | '.join(row)} |\n" for row in self.rows)


def _seconds(value: float) -> str:
    return f"{value * 1000:.0f} ms" if value < 10 else f"{value:.1f} s"


def _name(items: int) -> str:
    return f"{items:,} items" if items else "RCM plan"


def starting(bench: Bench) -> None:
    """`rcm --help`."""
    if bench.wants("help"):
        best = min(bench.spent([*RCM, "--help"]) for _turn in range(bench.repeats))
        bench.row("`rcm --help`", _seconds(best), "", "100 ms", best <= 0.1)


def listing(bench: Bench, sizes: Sequence[int]) -> None:
    """`rcm list` in a pipe."""
    small = bench.plan(0)
    if bench.wants("list-small"):
        bench.spent([*RCM, "-C", str(small), "list"])
        bench.against(
            "`rcm list`, RCM plan",
            1.8,
            "Python, click and `git --version`",
            lambda: bench.spent([*RCM, "-C", str(small), "list"]),
            lambda: bench.spent([sys.executable, "-c", CLICK_AND_GIT]),
            2 * bench.repeats,
        )
    for size in sizes:
        plan = bench.plan(size)
        command = [*RCM, "-C", str(plan), "list"]
        repeats = bench.repeats if size < 50_000 else 2

        def reading(plan: Path = plan) -> float:
            return bench.spent([sys.executable, "-c", READ_ALL, str(plan)])

        if bench.wants("list-cold"):

            def cold(plan: Path = plan, command: Sequence[str] = command) -> float:
                shutil.rmtree(plan / ".git" / "rcm" / "cache", ignore_errors=True)
                return bench.spent(command)

            bench.against(
                f"`rcm list`, nothing cached, {_name(size)}", 12, "reading every file", cold, reading, min(repeats, 3)
            )
        bench.spent(command)
        bench.spent(command)
        if bench.wants("list-warm"):
            bench.against(
                f"`rcm list`, {_name(size)}",
                2.5,
                "reading every file",
                lambda command=command: bench.spent(command),  # type: ignore[misc]
                reading,
                repeats,
            )
        if bench.wants("list-changed"):
            file = next((plan / "plan").rglob("*-1.2.yaml"))

            def changed(file: Path = file, command: Sequence[str] = command) -> float:
                with file.open("a", encoding="utf-8") as opened:
                    opened.write("# once more\n")
                return bench.spent(command)

            bench.against(
                f"`rcm list`, one file changed, {_name(size)}",
                1.4,
                "unchanged",
                changed,
                lambda command=command: bench.spent(command),  # type: ignore[misc]
                repeats,
            )
            bench.spent(["git", "checkout", "-q", "--", "."], plan)


def recording(bench: Bench, sizes: Sequence[int]) -> None:
    """`rcm set`, against `git commit` of that file."""
    for size in sizes:
        if not bench.wants("set"):
            continue
        plan = bench.plan(size)
        bench.spent([*RCM, "-C", str(plan), "list"])
        bench.spent([*RCM, "-C", str(plan), "list"])
        turns = iter(range(1000))

        def setting(plan: Path = plan, turns: Iterator[int] = turns) -> float:
            day = f"{2007 + next(turns)}-{time.localtime().tm_sec % 12 + 1:02}"
            return bench.spent([*RCM, "-C", str(plan), "set", "AA-1.3", f"calendar.kvt.date={day}"])

        bench.against(
            f"`rcm set`, {_name(size)}", 5, "`git commit`", setting, lambda plan=plan: committing(bench, plan)
        )  # type: ignore[misc]


def committing(bench: Bench, plan: Path) -> float:
    """`git commit` of one file that was changed."""
    file = min((plan / "plan").rglob("AA-*.*.yaml"))  # Which ones are archived depends on the size of the plan.
    with file.open("a", encoding="utf-8") as opened:
        opened.write("# once more\n")
    return bench.spent(["git", "commit", "-q", "-m", "One line", "--", str(file)], plan)


def main() -> None:
    """Measure what was asked for, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, nargs="+", default=[10_000], help="sizes of the plans")
    parser.add_argument("--only", default="", help="part of a figure's name: help, list, set, interface, memory")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "rcm-benchmarks")
    given = parser.parse_args()
    bench = Bench(given.folder, given.repeats, given.only)
    starting(bench)
    listing(bench, given.items)
    recording(bench, given.items)
    Interface(bench).measure([0, *given.items])
    print(bench.table())  # noqa: T201


if __name__ == "__main__":
    main()
