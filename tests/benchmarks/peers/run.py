"""The same five jobs with other tools that keep work or requirements: `python tests/benchmarks/peers/run.py`.

Prints a Markdown table with the processor time of the whole process tree in milliseconds, the least of several runs
that take turns. A tool that is not installed is left out; one that does not have a job has a dash. Install them with

    apt-get install taskwarrior;  pip install doorstop strictdoc;  npm install backlog.md

and name the folders of their programs with `--path`. Every tool has as many items with the same texts as the generated
plan; only ours has a history of meetings, translations and a calendar besides.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parents[1]
sys.path.insert(0, str(HERE))

from generate import MEETINGS, make_plan, meeting_id  # noqa: E402
from growth import cost  # noqa: E402
from run import RCM, Bench  # noqa: E402

JOBS = ("list", "validate", "edit", "compare", "publish")
LIMIT = 300
"""Seconds after which a command is given up."""
Jobs = dict[str, list[str]]


def ours(folder: Path, count: int) -> Jobs:
    """The generated plan; `compare` is of the last two editions."""
    source = make_plan(folder / f"{count}", count, MEETINGS)
    plan = folder / f"{count}-peers"
    if not plan.exists():
        subprocess.run(["git", "clone", "-q", str(source), str(plan)], check=True)
    rcm = [*RCM, "-C", str(plan)]
    return {
        "list": [*rcm, "list"],
        "validate": [*rcm, "check"],
        "edit": [*rcm, "set", "AA-1.3", "text.en=TURN", "-m", "Why"],
        "compare": [*rcm, "diff", "--of", meeting_id(MEETINGS - 2)],
        "publish": [*rcm, "publish", "html", "--force", "-o", str(folder / "peers.html")],
    }


def texts(folder: Path, count: int) -> list[str]:
    """Return the English texts of the items of the generated plan."""
    told = subprocess.run([*ours(folder, count)["list"]], capture_output=True, text=True, check=True).stdout
    return [line.split("\t")[3] for line in told.splitlines()]


def taskwarrior(folder: Path, count: int) -> Jobs:
    """One database for a person; its check is that of the whole database."""
    home = folder / f"{count}-taskwarrior"
    task = ["env", f"TASKDATA={home}", f"TASKRC={home}/rc", "task", "rc.confirmation=off", "rc.verbose=nothing"]
    if not home.exists():
        home.mkdir(parents=True)
        (home / "rc").touch()
        rows = json.dumps([{"description": text, "status": "pending"} for text in texts(folder, count)])
        subprocess.run([*task, "import", "-"], input=rows, text=True, check=True, capture_output=True)
    return {
        "list": [*task, "rc.detection=off", "rc.defaultwidth=500", "list"],
        "validate": [*task, "diagnostics"],
        "edit": [*task, "3", "modify", "TURN"],
        "publish": [*task, "export"],
    }


def doorstop(folder: Path, count: int) -> Jobs:
    """A YAML file for each requirement; it validates them whenever it is run without a command."""
    root = folder / f"{count}-doorstop"
    if not root.exists():
        (root / "reqs").mkdir(parents=True)
        settings = {"digits": 5, "itemformat": "yaml", "prefix": "REQ", "sep": ""}
        (root / "reqs" / ".doorstop.yml").write_text(json.dumps({"settings": settings}), "utf-8")
        for number, text in enumerate(texts(folder, count), 1):
            item = {"active": True, "level": number, "links": [], "normative": True, "text": text}
            (root / "reqs" / f"REQ{number:05}.yml").write_text(json.dumps(item), "utf-8")
        subprocess.run(["git", "init", "-q", str(root)], check=True)
        subprocess.run([*_commit(root)], check=True)
    program = ["doorstop", "-j", str(root)]
    return {
        "validate": [*program, "--no-reformat", "--no-level-check"],
        "edit": ["doorstop", "clear", "REQ00003"],
        "publish": ["doorstop", "publish", "REQ", str(folder / "peers-doorstop.html")],
    }


def _commit(root: Path) -> list[str]:
    return ["sh", "-c", f"cd {root} && git add . && git -c user.name=B -c user.email=b@example.invalid commit -qm All"]


def strictdoc(folder: Path, count: int) -> Jobs:
    """One document with all requirements; it validates what it exports."""
    root = folder / f"{count}-strictdoc"
    if not root.exists():
        root.mkdir(parents=True)
        rows = (
            f"\n[REQUIREMENT]\nUID: REQ-{number}\nSTATEMENT: >>>\n{text}\n<<<\n"
            for number, text in enumerate(texts(folder, count), 1)
        )
        (root / "plan.sdoc").write_text("[DOCUMENT]\nTITLE: Plan\n" + "".join(rows), "utf-8")
    out = ["--output-dir", str(folder / f"{count}-strictdoc-out"), str(root)]
    return {
        "validate": ["strictdoc", "export", "--formats", "sdoc", *out],
        "publish": ["strictdoc", "export", "--formats", "html", *out],
    }


def backlog(folder: Path, count: int) -> Jobs:
    """A Markdown file for each task."""
    root = folder / f"{count}-backlog"
    if not root.exists():
        (root / "backlog" / "tasks").mkdir(parents=True)
        (root / "backlog" / "config.yml").write_text(
            'project_name: "Plan"\ndefault_status: "To Do"\nstatuses: ["To Do", "In Progress", "Done"]\nlabels: []\n'
            "date_format: yyyy-mm-dd\nremote_operations: false\nauto_commit: true\ncheck_active_branches: false\n"
            'task_prefix: "task"\n',
            "utf-8",
        )
        for number, text in enumerate(texts(folder, count), 1):
            (root / "backlog" / "tasks" / f"task-{number} - Item.md").write_text(
                f"---\nid: TASK-{number}\ntitle: Item {number}\nstatus: To Do\nassignee: []\n"
                f"created_date: '2006-11-28 10:00'\nlabels: []\ndependencies: []\n---\n\n## Description\n\n{text}\n",
                "utf-8",
            )
        subprocess.run(["git", "init", "-q", str(root)], check=True)
        subprocess.run([*_commit(root)], check=True)
    return {
        "list": ["backlog", "task", "list", "--plain"],
        "edit": ["backlog", "task", "edit", "3", "--title", "TURN"],
        "publish": ["backlog", "board", "export", "--force", str(folder / "peers-board.md")],
    }


TOOLS: dict[str, tuple[str, Callable[[Path, int], Jobs], str]] = {
    "rcm": (sys.executable, ours, ""),
    "taskwarrior": ("task", taskwarrior, ""),
    "doorstop": ("doorstop", doorstop, "doorstop"),
    "strictdoc": ("strictdoc", strictdoc, ""),
    "Backlog.md": ("backlog", backlog, "backlog"),
}
"""Each tool: its program, what makes its data, and the end of the name of the folder that it must be run in."""


def measure(bench: Bench, command: list[str], place: Path, turn: int) -> float | None:
    """Return the processor time of a command in seconds; None where it fails or takes longer than the limit."""
    words = [word.replace("TURN", f"Turn {turn} {os.getpid()}") for word in command]
    try:
        return cost(bench, ["timeout", str(LIMIT), *words], place).cpu
    except subprocess.CalledProcessError as failure:
        name = signal.Signals(-failure.returncode).name if failure.returncode < 0 else failure.returncode
        print(f"{' '.join(words)[:150]}: {name}", file=sys.stderr)  # noqa: T201
        return None


def main() -> None:
    """Measure every job of every tool that is installed, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--path", type=Path, nargs="*", default=[], help="folders of the tools' programs")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "rcm-benchmarks")
    given = parser.parse_args()
    os.environ["PATH"] = os.pathsep.join([*map(str, given.path), os.environ["PATH"]])
    bench = Bench(given.folder, given.repeats)
    tools = {name: tool for name, tool in TOOLS.items() if shutil.which(tool[0])}
    rule = "| --- " * (2 + len(tools)) + "|"
    print(f"| items | job | {' | '.join(tools)} |\n{rule}")  # noqa: T201
    for count in given.items:
        jobs = {name: make(given.folder, count) for name, (_program, make, _end) in tools.items()}
        places = {
            name: given.folder / f"{count}-{end}" if end else given.folder for name, (_p, _m, end) in tools.items()
        }
        for job in JOBS:
            best: dict[str, float | None] = {}
            for turn in range(given.repeats + 1):  # The first run fills caches.
                for name, commands in jobs.items():
                    if job in commands and (turn == 0 or best.get(name) is not None):
                        spent = measure(bench, commands[job], places[name], turn)
                        before = best.get(name) if turn > 1 else None
                        best[name] = spent if before is None or spent is None else min(before, spent)
            cells = ("–" if job not in jobs[name] else _cell(best[name]) for name in tools)
            print(f"| {count:,} | {job} | {' | '.join(cells)} |", flush=True)  # noqa: T201


def _cell(seconds: float | None) -> str:
    return f"{seconds * 1000:,.0f}" if seconds is not None else "fails"


if __name__ == "__main__":
    main()
