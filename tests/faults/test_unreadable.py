"""A file that cannot be read is reported with its place, affects nothing else, and is never written over."""

from __future__ import annotations

import os

import pytest

from rcm_tui.store.check import check
from rcm_tui.store.reader import PlanReader

PATH = "plan/GA/GA-1/GA-1.1.yaml"
GOOD = "id: GA-1.1\nnumber: 1\ntext:\n  en: A\nstatus: active\n"
BAD = {
    "not YAML": (b"id: GA-1.1\ntext: {en: A\n", 2),
    "tabs": (b"id: GA-1.1\ntext:\n\ten: A\n", 3),
    "conflict markers": (f"<<<<<<< ours\n{GOOD}=======\n{GOOD}>>>>>>> theirs\n".encode(), 1),
    "duplicate keys": (GOOD.encode() + b"status: planned\n", 6),
    "unknown status": (GOOD.replace("active", "activ").encode(), 5),
    "an id of another": (GOOD.replace("GA-1.1", "GA-1.2").encode(), 1),
    "wrong type": (GOOD.replace("number: 1", "number: [1]").encode(), 2),
    "not UTF-8": (GOOD.replace("en: A", "en: A\xf1o").encode("latin-1"), 4),
    "empty": (b"", 1),
    "NUL": (GOOD.encode() + b"\0", 6),
    "20 MB": (GOOD.encode() + b"#" * 20_000_000, 1),
    "aliases": (b"a: &a [1,1]\nb: &b [*a,*a]\nc: [*b,*b]\n" + GOOD.encode(), 1),
    "nesting": (GOOD.encode() + b"a: " + b"[" * 100_000, 6),
    "deep list": (GOOD.encode() + b"a:\n" + b"- " * 40_000, 7),
    "two documents": (GOOD.encode() + b"---\n" + GOOD.encode(), 6),
    "a tag": (b"!!python/object/apply:os.system [id]\n", 1),
    "a pipe": (None, 1),
    "a folder": (None, 1),
    "a link": (None, 1),
}
COMMANDS = (
    ("set", "GA-1.1", "status=completed"),
    ("edit", "GA-1.1", "--text", "X"),
    ("entry", "GA-1.1", "--add", "--text", "X"),
    ("answer", "GA-1.1", "mzp", "MX"),
    ("archive", "GA-1.1", "-m", "X"),
    ("archive", "GA-1", "-m", "X"),
    ("move", "GA-1.1", "GA-1"),
    ("reorder", "GA-1.2", "--before"),
    ("add", "GA-1", "--text", "NEW"),
    ("set", "GA-1.2", "status=completed"),
)


def spoil(plan, content: bytes | None, what: str, tmp_path) -> None:
    file = plan / PATH
    file.unlink()
    if what == "a pipe":
        os.mkfifo(file)
    elif what == "a folder":
        file.mkdir()
        (file / "x.txt").write_text("mine")
    elif what == "a link":
        (tmp_path / "theirs.yaml").write_text(GOOD)
        file.symlink_to(tmp_path / "theirs.yaml")
    else:
        file.write_bytes(content)


@pytest.fixture
def rcm(rcm_here):
    """In this process: the files are what is looked at here, not the program."""
    return rcm_here


@pytest.mark.parametrize("what", BAD)
def test_the_rest_is_usable_and_nothing_is_written_over(plan, tools, tmp_path, what, capsys, monkeypatch):
    from rcm_tui.cli.app import main

    content, line = BAD[what]
    spoil(plan, content, what, tmp_path)
    read = PlanReader(plan).read()
    assert set(read.items) == {"GA", "GA-1", "GA-1.2", "GA-1.3", "GA-1.4"}
    told = [problem for problem in check(plan) if problem.path.startswith(PATH)]
    assert told and told[0].line == line and told[0].severity in ("error", "advice")
    assert all(problem.path.startswith(PATH) for problem in read.problems)
    monkeypatch.chdir(plan)
    before = os.lstat(plan / PATH)
    statuses = []
    for command in COMMANDS:
        statuses.append(main(command))
        shown = capsys.readouterr()
        assert statuses[-1] in (0, 2, 3) and "failed (" not in shown.err, (command, shown)
        after = os.lstat(plan / PATH)
        assert (before.st_ino, before.st_mtime_ns, before.st_size) == (after.st_ino, after.st_mtime_ns, after.st_size)
    assert all(statuses[:5]) and statuses[-1] == 0, dict(zip(COMMANDS, statuses, strict=True))
    if content is not None:
        assert (plan / PATH).read_bytes() == content
    if what == "a link":
        assert (tmp_path / "theirs.yaml").read_text() == GOOD
    for command in (("list",), ("check",), ("show", "GA-1.1"), ("status",), ("diff",), (), ("requests",), ("log",)):
        assert main(command) in (0, 1, 2, 3)
        assert "failed (" not in capsys.readouterr().err, command


def test_every_problem_of_every_file_in_one_run_of_both_kinds(plan, tools, rcm):
    for n, what in ((1, "not YAML"), (2, "tabs"), (3, "not UTF-8")):
        tools.put(plan, f"plan/GA/GA-1/GA-1.{n}.yaml", BAD[what][0])
    tools.put(plan, "meetings/2006-11-council.yaml", "")
    tools.put(plan, "plan/actors.yaml", "MX: 1\n")
    done = rcm("check")
    assert done.status == 1
    for n, what in ((1, "not YAML"), (2, "tabs"), (3, "not UTF-8")):
        assert f"plan/GA/GA-1/GA-1.{n}.yaml:{BAD[what][1]}:" in done.out
    assert "meetings/2006-11-council.yaml:1:1: " in done.out and "plan/actors.yaml:1:" in done.out
    rcm("list").fine()


@pytest.mark.parametrize("path", ["plan/plan.yaml", "plan/actors.yaml", "meetings/2006-11-council.yaml"])
def test_files_that_others_hang_on(plan, tools, rcm, path):
    broken = b"a: [\n"
    tools.put(plan, path, broken)
    assert "GA-1.1" in rcm("list").fine().out
    rcm("show", "GA-1.1").fine()
    rcm("set", "GA-1.1", "status=completed", "--between-meetings", "-m", "Why")
    rcm("meeting", "open", "2006-11-council")
    rcm("agreement", "add", "--text", "X")
    assert (plan / path).read_bytes() == broken


def test_a_file_not_in_utf_8_goes_to_the_editor_as_it_is(plan, tools, edit, tmp_path):
    """Its bytes are the person's to mend: nothing is recorded before it is UTF-8, and no character is lost."""
    latin = GOOD.replace("en: A", "en: A\xf1o").encode("latin-1")
    tools.put(plan, PATH, latin)
    careless = tools.put(tmp_path, "careless", '#!/bin/sh\necho "# mine" >> "$1"\n')
    careless.chmod(0o755)
    done = edit(careless, "--between-meetings", "-m", "Why")
    assert done.status == 3 and "UTF-8" in done.err and "kept in" in done.err and "Traceback" not in done.err
    assert (plan / PATH).read_bytes() == latin
    assert (plan / ".git/rcm/editing/GA-1.1.yaml").read_bytes() == latin + b"# mine\n"
    mending = tools.put(tmp_path, "mending", '#!/bin/sh\niconv -f latin1 -t utf-8 "$1" > "$1.new"; mv "$1.new" "$1"\n')
    mending.chmod(0o755)
    done = edit(mending, "--between-meetings", "-m", "Why", "--with-hand-edits").fine()
    assert "last time" in done.err
    assert (plan / PATH).read_text() == GOOD.replace("en: A", "en: Año")
    assert (plan / ".git/rcm/editing/GA-1.1.1.kept.yaml").read_bytes() == latin + b"# mine\n"
