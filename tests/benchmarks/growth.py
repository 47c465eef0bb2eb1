"""What each command and publication takes, on plans of several sizes: `python tests/benchmarks/growth.py`.

Prints a Markdown table with the processor time of the whole process tree and the elapsed time, in milliseconds, the
least of several runs that take turns; and how much of it each further thousand items cost, so that what should be flat
is seen to be flat. The first rows are floors. `--meetings` gives the plans as many meetings instead of the usual 200.
Publications are made of plans of up to `--published` items, as a large one takes minutes.
"""

from __future__ import annotations

import argparse
import resource
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

from generate import MEETINGS, make_plan, meeting_id
from run import RCM, READ_ALL, Bench

ITEM = "AA-1.3"
FLOORS = {
    "Python": ("-c", "pass"),
    "Python and click": ("-c", "import click"),
    "reading every file": ("-c", READ_ALL, "PLAN"),
}
COMMANDS = (
    *(
        "list",
        "list is:open",
        f"show {ITEM}",
        "show AA",
        "check",
        "requests",
        "status",
        "status --json",
        "meeting list",
    ),
    *("meeting show FIRST", "minutes FIRST", f"log {ITEM}", "log -n 20", "log --meeting FIRST", f"blame {ITEM}"),
    *('log --text "no such words"', "diff --of LAST", "diff FIRST LAST --stat", "audit"),
    *(f"set {ITEM} text.en=TURN -m Why", "undo --yes", "help-completion"),
)
PUBLICATIONS = {
    **{form: ("publish", form, "-o", f"plan.{form}") for form in ("md", "csv", "json", "html", "docx", "xlsx", "pdf")},
    "redline": ("publish", "redline", "-o", "redline.docx"),
}


class Cost(NamedTuple):
    """What a process and its children took, in seconds."""

    cpu: float
    wall: float


def cost(bench: Bench, command: Sequence[str], folder: Path) -> Cost:
    """Run a command in a folder. Raises CalledProcessError where it fails."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=bench.environment, cwd=folder)
    after, ended = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    return Cost(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, ended - began)


class Growth:
    """The figures of one run, by row and by size."""

    def __init__(self, bench: Bench, sizes: Sequence[int], meetings: int) -> None:
        self.bench = bench
        self.sizes = sizes
        self.plans = {size: self._plan(size, meetings) for size in sizes}
        self.first, self.last = meeting_id(0), meeting_id(meetings - 2)
        self.rows: dict[str, dict[int, Cost]] = {}

    def _plan(self, size: int, meetings: int) -> Path:
        """Return a copy of the plan of this size to write in, with everything in it read once."""
        source = make_plan(self.bench.folder / f"{size}-{meetings}", size, meetings)
        copy = self.bench.folder / f"{size}-{meetings}-growth"
        if not copy.exists():
            subprocess.run(["git", "clone", "-q", str(source), str(copy)], check=True)
        return copy

    def measure(self, name: str, command: Sequence[str], repeats: int, most: int) -> None:
        """Measure a command on each plan of at most so many items, in turns, after one run that fills the caches."""
        plans = {size: plan for size, plan in self.plans.items() if size <= most}
        for turn in range(repeats + 1):
            for size, plan in plans.items():
                found = cost(self.bench, [word.replace("TURN", f"{turn} {time.time_ns()}") for word in command], plan)
                known = self.rows.setdefault(name, {}).get(size, found)
                self.rows[name][size] = Cost(*map(min, zip(known, found, strict=True))) if turn > 1 else found
        print(self.line(name), file=sys.stderr, flush=True)  # noqa: T201

    def line(self, name: str) -> str:
        """Return a row of the table."""
        row = self.rows[name]
        cells = [
            f"{row[size].cpu * 1000:.0f} / {row[size].wall * 1000:.0f}" if size in row else "–" for size in self.sizes
        ]
        small, large = min(row), max(row)
        slope = (row[large].cpu - row[small].cpu) / max(1, large - small) * 1000 * 1000
        return f"| {' | '.join((name, *cells, f'{slope:.1f}'))} |"

    def table(self) -> str:
        """Return all rows as Markdown."""
        heads = ("CPU / elapsed, ms", *(f"{size:,} items" for size in self.sizes), "CPU for each 1,000 items")
        rule = "| " + " | ".join("---" for _head in heads) + " |"
        return "\n".join((f"| {' | '.join(heads)} |", rule, *map(self.line, self.rows))) + "\n"


def main() -> None:
    """Measure what was asked for, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, nargs="+", default=[100, 1_000, 10_000], help="sizes of the plans")
    parser.add_argument("--meetings", type=int, default=MEETINGS)
    parser.add_argument("--published", type=int, default=10_000, help="size of the largest plan to publish")
    parser.add_argument("--only", default="", help="part of a row's name")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "rcm-benchmarks")
    given = parser.parse_args()
    growth = Growth(Bench(given.folder, given.repeats), sorted(given.items), given.meetings)
    places = {"FIRST": growth.first, "LAST": growth.last, "PLAN": "."}
    output = given.folder / "published"
    rows = {name: (sys.executable, *words) for name, words in FLOORS.items()}
    for line in COMMANDS:
        words = _completion(ITEM[:-1]) if line == "help-completion" else (*RCM, *shlex.split(line))
        rows["completion of an id" if line == "help-completion" else f"`rcm {line}`"] = words
    for form, (*asked, file) in PUBLICATIONS.items():
        rows[f"`rcm publish {form}`"] = (*RCM, *asked, str(output / file), "--force")
    rows |= _sites(output)
    output.mkdir(parents=True, exist_ok=True)
    for name, words in rows.items():
        most = given.published if name.startswith("`rcm publish") else max(given.items)
        if given.only in name and min(given.items) <= most:
            try:
                growth.measure(name, [places.get(word, word) for word in words], given.repeats, most)
            except subprocess.CalledProcessError as failure:
                growth.rows.pop(name, None)
                print(f"{name} is left out: it ended with {failure.returncode}.", file=sys.stderr)  # noqa: T201
    shutil.rmtree(output)
    print(growth.table())  # noqa: T201


def _sites(output: Path) -> dict[str, tuple[str, ...]]:
    """Return what publishes a site: into no folder, into that of the same site, and after an item was changed.

    As plans take turns, each has a folder of its own.
    """
    rcm, site = shlex.join(RCM), f'{shlex.quote(str(output))}/"$(basename "$PWD")"'
    publish, change = f"{rcm} publish site {site}", f'{rcm} set {ITEM} "text.en=$0" -m Why'
    return {
        "`rcm publish site`": ("sh", "-c", f"rm -rf {site}; {publish}"),
        "`rcm publish site`, nothing changed": ("sh", "-c", publish),
        "`rcm set` and `rcm publish site`": ("sh", "-c", f"{change} && {publish}", "TURN"),
    }


def _completion(prefix: str) -> tuple[str, ...]:
    """Return the command that a shell runs where Tab is pressed after the beginning of an id."""
    return ("env", "_RCM_COMPLETE=bash_complete", f"COMP_WORDS=rcm show {prefix}", "COMP_CWORD=2", *RCM)


if __name__ == "__main__":
    main()
