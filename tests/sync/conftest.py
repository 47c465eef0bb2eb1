"""Two clones of one plan and the repository that they share."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from tests.small_plan import CONFERENCE, put


def activity(item, number, words, status="active"):
    return f"id: {item}\nnumber: {number}\ntext:\n  en: >-\n    {words}\n  es: >-\n    {words} (ES)\nstatus: {status}\n"


def calendar(*entries):
    return "calendar:\n" + "".join(
        f'  - id: {name}\n    date: "2006-05"\n    text:\n      en: >-\n        {words}\n' for name, words in entries
    )


PLAN = {
    **CONFERENCE,
    "plan/HR/HR-1/HR-1.2.yaml": activity("HR-1.2", 2, "HOLD A WORKSHOP ON SMUGGLING")
    + "responsible: [IOM]\n"
    + calendar(("ddd", "WORKSHOP PLANNED"), ("fff", "WORKSHOP PREPARED"), ("ggg", "WORKSHOP HELD")),
    "plan/HR/HR-1/HR-1.4.yaml": activity("HR-1.4", 3, "PUBLISH A LIST OF CONTACTS"),
    "plan/HR/HR-1/HR-1.5.yaml": activity("HR-1.5", 4, "TRAIN OFFICIALS OF THE BORDERS"),
    "plan/HR/HR-2/HR-2.1.yaml": activity("HR-2.1", 1, "EXCHANGE LAWS ON REFUGEES"),
}


class Clone:
    """One of the two clones; `rcm("set", ...)` runs there in this process."""

    def __init__(self, root: Path, run_git) -> None:
        self.root = root
        self.git = lambda *args, **more: run_git(root, *args, **more)
        self.status, self.out, self.err = 0, "", ""

    def __call__(self, *arguments, expect=0, stdin=""):
        from rcm_tui.cli.app import main

        kept = sys.stdin, sys.stdout, sys.stderr
        sys.stdin = io.TextIOWrapper(io.BytesIO(stdin.encode()))
        sys.stdout, sys.stderr = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        try:
            self.status = main(["-C", str(self.root), *map(str, arguments)])
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
            self.out, self.err = (stream.buffer.getvalue().decode() for stream in (sys.stdout, sys.stderr))
        finally:
            sys.stdin, sys.stdout, sys.stderr = kept
        if expect is not None:
            assert self.status == expect, (arguments, self.status, self.out, self.err)
        return self.out

    def look(self):
        """What `rcm sync --dry-run` finds."""
        return json.loads(self("sync", "--dry-run", "--json"))

    def read(self, path):
        return (self.root / path).read_text(encoding="utf-8")

    def edit(self, path, old, new):
        """Edit a file as an editor does."""
        text = self.read(path)
        assert old in text
        (self.root / path).write_text(text.replace(old, new), encoding="utf-8")

    def data(self, key):
        from rcm_tui.workflow.workspace import Workspace

        return Workspace.open(self.root).data(key)

    @property
    def tree(self):
        return self.git("rev-parse", "HEAD^{tree}")

    @property
    def head(self):
        return self.git("rev-parse", "HEAD").strip()


class Office:
    """Ana's clone, Luis's clone, and what they share."""

    def __init__(self, folder: Path, small_plans, run_git, files=PLAN) -> None:
        ana = small_plans.copy(files, folder / "ana")
        small_plans.copy(files, folder / "luis")
        self.shared = folder / "shared.git"
        run_git(folder, "clone", "-q", "--bare", str(ana), str(self.shared))
        self.ana, self.luis = (Clone(folder / name, run_git) for name in ("ana", "luis"))
        for clone, name in ((self.ana, "Ana"), (self.luis, "Luis")):
            settings = f"[user]\n\tname = {name}\n\temail = {name.lower()}@example.org\n"
            settings += f'[remote "origin"]\n\turl = {self.shared}\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n'
            settings += '[branch "main"]\n\tremote = origin\n\tmerge = refs/heads/main\n'
            with (clone.root / ".git" / "config").open("a", encoding="utf-8") as config:
                config.write(settings)


@pytest.fixture
def office(tmp_path, small_plans, run_git):
    """Two people at work, with a meeting open."""
    return Office(tmp_path, small_plans, run_git)


@pytest.fixture
def write():
    return put
