"""A repository that means harm: opened and read by everything there is, it runs nothing and changes nothing outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

READING = (
    ("list",),
    ("list", "is:any", "--json"),
    ("show", "GA-1.1"),
    ("show", "GA-1.4", "--json"),
    ("status",),
    ("requests",),
    ("diff",),
    ("diff", "HEAD~1", "now"),
    ("diff", "--output=canary", "-x"),
    ("diff", "--", "--output=canary", "-x"),
    ("blame", "GA-1.1", "--", "--output=canary"),
    ("log",),
    ("log", "GA-1.1"),
    ("log", "--text", "trees"),
    ("blame", "GA-1.1"),
    ("check",),
    ("audit",),
    ("meeting", "list"),
    ("meeting", "show", "2006-11-council"),
    ("minutes", "2006-11-council"),
    ("agreement", "list"),
    ("agreement", "show", "2006-11-council/hjn"),
    ("actor", "list"),
    ("proposal", "list"),
    ("undo", "--list"),
    ("archive", "--due", "--dry-run"),
    ("set", "GA-1.1", "status=completed", "--dry-run"),
    ("add", "GA-1", "--text", "X", "--dry-run"),
    ("schema",),
    ("words",),
    ("words", "fr"),
    (),
)
"""Command lines that only look; each leaf of the command tree is here or among those that record."""

RECORDING = {
    *("init", "demo", "add", "edit", "set", "entry", "answer", "move", "reorder", "archive", "restore", "undo", "redo"),
    *("account", "record", "completion", "import", "sync", "merge-file", "publish", "ask"),
    *("meeting new", "meeting open", "meeting close", "meeting edit", "meeting adopt", "actor add", "actor edit"),
    *("proposal accept", "proposal refuse", "proposal later", "proposal withdraw", "proposal show"),
    *(
        "agreement add",
        "agreement edit",
        "agreement place",
        "agreement withdraw",
        "agreement no-item",
        "agreement acknowledge",
        "agreement heading",
        "agreement unplace",
        "agreement import",
    ),
}

RUN_ALL = """\
import json, sys
from rcm_tui.cli.app import main
for line in json.loads(sys.argv[1]):
    print("$", *line, flush=True)
    status = main(line)
    print("=", status, flush=True)
"""

SETTINGS = (
    *("core.fsmonitor", "core.pager", "pager.log", "pager.diff", "diff.external", "core.sshCommand", "core.editor"),
    *("sequence.editor", "core.askPass", "core.alternateRefsCommand", "gpg.program", "gpg.ssh.program", "alias.log"),
    *("gpg.ssh.defaultKeyCommand", "diff.evil.textconv", "diff.evil.command", "filter.evil.clean", "merge.evil.driver"),
    *("filter.evil.smudge", "filter.evil.process", "credential.helper", "uploadpack.packObjectsHook", "man.evil.cmd"),
    *("web.browser", "browser.evil.cmd", "init.templateDir", "trailer.item.command", "interactive.diffFilter"),
)
HOOKS = (
    "pre-commit",
    "post-index-change",
    "post-checkout",
    "reference-transaction",
    "fsmonitor-watchman",
    "pre-auto-gc",
)


def arm(root: Path, tools, git, trap: Path) -> Path:
    """Set everything by which a repository can name a program. Returns the file that shows that one ran."""
    ran = trap / "ran"
    evil = tools.put(trap, "evil", f'#!/bin/sh\necho "$0 $@" >> {ran}\ncat\n')
    evil.chmod(0o755)
    git(root, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},plan/GA/GA-1/GA-1.9.yaml")
    git(root, "update-index", "--add", "--cacheinfo", f"160000,{'2' * 40},plan/sub")
    (root / "plan/sub").mkdir()
    (root / "plan/GA/GA-1/GA-1.9.yaml").mkdir()
    actors = root / "plan/actors.yaml"
    actors.write_text(actors.read_text() + "# Nobody else.\n")
    git(root, "commit", "-qam", "Second\n\nMeeting: none")
    head = git(root, "cat-file", "commit", "HEAD")
    signature = "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n"
    signed = git(root, "hash-object", "-t", "commit", "-w", "--stdin", stdin=head.replace("\n\n", signature, 1)).strip()
    for ref in ("heads/main", "heads/--output=canary", "heads/-x", "tags/meeting/--output=canary", "tags/meeting/-x"):
        git(root, "update-ref", f"refs/{ref}", signed)
    git(root, "replace", "HEAD", "HEAD~1")
    tools.put(root, ".git/info/grafts", "")
    tools.put(root, ".git/info/attributes", "* filter=evil diff=evil merge=evil ident\n")
    tools.put(root, ".gitattributes", "* filter=evil diff=evil merge=evil\n")
    tools.put(root, ".gitmodules", f'[submodule "s"]\n\tpath = plan/sub\n\turl = ext::{evil}\n\tupdate = !{evil}\n')
    for name in HOOKS:
        for folder in (root / ".git/hooks", trap / "hooks"):
            folder.mkdir(exist_ok=True)
            (folder / name).unlink(missing_ok=True)
            (folder / name).symlink_to(evil)
    lines = [
        f"[include]\n\tpath = {tools.put(trap, 'included', f'[core]{chr(10)}{chr(9)}fsmonitor = {evil}{chr(10)}')}",
        f"[core]\n\thooksPath = {trap / 'hooks'}\n\tuntrackedCache = true",
        "[log]\n\tshowSignature = true\n[diff]\n\ttrustExitCode = true\n[tag]\n\tforceSignAnnotated = true",
        f'[remote "origin"]\n\turl = ext::{evil}\n\tpromisor = true\n\tuploadpack = {evil}\n\tvcs = evil',
        '[extensions]\n\tpartialClone = origin\n[branch "main"]\n\tremote = origin\n\tmerge = refs/heads/main',
    ]
    for setting in SETTINGS:
        section, _dot, name = setting.rpartition(".")
        top, dot, sub = section.partition(".")
        lines.append(f'[{top} "{sub}"]\n\t{name} = {evil}' if dot else f"[{top}]\n\t{name} = {evil}")
    with (root / ".git/config").open("a") as config:
        config.write("\n".join(lines) + "\n")
    for module in ("click", "git", "msgspec", "rich", "textual", "sitecustomize", "rcm_tui"):
        tools.put(root, f"{module}.py", f"open({str(ran)!r}, 'a').write('imported')\n")
    file = root / "plan/GA/GA-1/GA-1.2.yaml"
    file.write_text(file.read_text().replace("green", "blue"))
    tools.put(root, "plan/GA/GA-1/GA-1.6.yaml", file.read_text().replace("GA-1.2", "GA-1.6"))
    for stale in root.rglob("*.yaml"):
        os.utime(stale, (1, 1))
    return ran


@pytest.fixture
def outside(tmp_path, tools) -> Path:
    """What must not be read or written: a folder beside the plan, with a plan's file in it."""
    return tools.put(
        tmp_path, "outside/GA-1.7.yaml", tools.FILES["plan/GA/GA-1/GA-1.1.yaml"].replace("1.1", "1.7")
    ).parent


@pytest.fixture
def hostile(plan, tools, git, tmp_path, outside) -> tuple[Path, Path]:
    """The armed repository, and the file that shows that a program ran."""
    (tmp_path / "trap").mkdir()
    ran = arm(plan, tools, git, tmp_path / "trap")
    (plan / "plan/GA/GA-1/GA-1.7.yaml").symlink_to(outside / "GA-1.7.yaml")
    (plan / "plan/GA/link").symlink_to(outside)
    (plan / "archive/ET").symlink_to("/etc")
    return plan, ran


def read_all(plan: Path, tools, lines=READING) -> str:
    done = subprocess.run(
        [sys.executable, "-P", "-c", RUN_ALL, json.dumps(lines)],
        cwd=plan,
        env={**os.environ, "PYTHONPATH": str(tools.ROOT)},
        capture_output=True,
        encoding="utf-8",
        errors="backslashreplace",
    )
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
    assert "= 70" not in done.stdout, (done.stdout, done.stderr)
    return done.stdout + done.stderr


def leaves(command: click.Command, name: str = ""):
    if isinstance(command, click.Group):
        context = click.Context(command)
        for one in command.list_commands(context):
            yield from leaves(command.get_command(context, one), f"{name} {one}".strip())
    else:
        yield name


def test_every_command_is_tried_or_known_to_record():
    from rcm_tui.cli.app import root_command

    tried = {" ".join(line[:2]) for line in READING} | {line[0] for line in READING if line}
    assert {name for name in leaves(root_command()) if name not in tried} <= RECORDING


def test_reading_runs_nothing(hostile, tools, git):
    plan, ran = hostile
    shown = read_all(plan, tools)
    assert not ran.exists(), ran.read_text()
    assert "GA-1.1" in shown and shown.count("\n= 0\n") >= len(READING) - 5, shown
    assert "a link is not followed" in shown, "a link is reported, and hides nothing else"
    assert "it is a link, which is not followed" not in shown
    assert not list(plan.glob("canary*")) and not list(Path("/").glob("canary*"))
    subprocess.run(["git", "status"], cwd=plan, capture_output=True)
    assert ran.exists(), "the trap itself works"


def test_what_is_missing_is_not_fetched(plan, tools, git, tmp_path):
    """A clone that has not everything names where the rest is, and the program that fetches it."""
    evil = tools.put(tmp_path, "evil", f"#!/bin/sh\ntouch {tmp_path / 'ran'}\n")
    evil.chmod(0o755)
    file = tools.put(
        plan, "plan/GA/GA-1/GA-1.1.yaml", tools.FILES["plan/GA/GA-1/GA-1.2.yaml"].replace("GA-1.2", "GA-1.1")
    )
    git(plan, "commit", "-qam", "Second\n\nMeeting: none")
    settings = {
        "remote.origin.url": str(tmp_path),
        "remote.origin.promisor": "true",
        "remote.origin.uploadpack": str(evil),
    }
    for name, value in {**settings, "extensions.partialClone": "origin", "core.repositoryFormatVersion": "1"}.items():
        git(plan, "config", name, value)
    blob = git(plan, "rev-parse", "HEAD:plan/GA/GA-1/GA-1.1.yaml").strip()
    (plan / ".git/objects" / blob[:2] / blob[2:]).unlink()
    file.write_text(file.read_text() + "# Other.\n")
    shown = read_all(
        plan, tools, [("diff", "HEAD~1", "HEAD"), ("diff",), ("log",), ("show", "GA-1.1"), ("status",), ()]
    )
    assert not (tmp_path / "ran").exists()
    assert "nothing is fetched by rcm" in shown and "git fetch" in shown
    subprocess.run(["git", "cat-file", "-p", blob], cwd=plan, capture_output=True)
    assert (tmp_path / "ran").exists(), "the trap itself works"


def test_what_lies_outside_is_neither_shown_nor_written(hostile, tools, outside):
    plan, _ran = hostile
    before = {file: file.read_bytes() for file in outside.rglob("*") if file.is_file()}
    shown = read_all(plan, tools, [("list", "is:any"), ("show", "GA-1.7"), ("check",)])
    assert "GARDEN 1" in shown and "GARDEN 7" not in shown
    for path in ("plan/GA/GA-1/GA-1.7.yaml", "plan/GA/link", "archive/ET"):
        assert f"{path}:1:1: " in shown
    assert "passwd" not in shown and "hostname" not in shown
    for line in (("set", "GA-1.7", "status=completed"), ("edit", "GA-1.7", "--text", "X"), ("archive", "GA-1.7")):
        assert tools.run_rcm(plan, *line, "--between-meetings", "-m", "Why").status in (2, 3)
    assert {file: file.read_bytes() for file in outside.rglob("*") if file.is_file()} == before


def test_rooms_that_are_links_are_not_entered(plan, tools, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    (plan / "archive").rename(elsewhere)
    (plan / "archive").symlink_to(elsewhere)
    shown = read_all(plan, tools, [("list", "is:any"), ("check",)])
    assert "WATER THE OAK" not in shown
    done = tools.run_rcm(plan, "archive", "GA-1.1", "-m", "x")
    done.prevented("link")
    assert [file.name for file in elsewhere.rglob("*.yaml")] == ["GA-1.4.yaml"]
    assert (plan / "plan/GA/GA-1/GA-1.1.yaml").exists()


def test_a_work_tree_somewhere_else_is_refused(plan, tools, git, tmp_path):
    victim = tmp_path / "victim"
    for path in ("plan/plan.yaml", "plan/GA/GA.yaml"):
        tools.put(victim, path, tools.FILES[path])
    git(plan, "config", "core.worktree", str(victim))
    tools.run_rcm(plan, "set", "GA-1.1", "status=completed").prevented("core.worktree")
    tools.run_rcm(plan, "log").prevented("core.worktree")
    tools.run_rcm(plan, "list").fine()
    assert sorted(file.name for file in victim.rglob("*.yaml")) == ["GA.yaml", "plan.yaml"]


def test_replaced_history_is_not_believed(hostile, tools):
    plan, _ran = hostile
    shown = read_all(plan, tools, [("log",)])
    assert "Second" in shown


@pytest.mark.parametrize("branch", ["--output=canary", "-x", "a b", "ñ\u202e\u009b"])
def test_odd_names_of_branches(plan, tools, git, branch):
    git(plan, "symbolic-ref", "HEAD", f"refs/heads/{branch.replace(' ', '')}")
    git(plan, "update-ref", "HEAD", "main")
    tools.run_rcm(plan, "set", "GA-1.1", "status=completed").fine()
    shown = read_all(plan, tools, [(), ("log",), ("show", "GA-1.1"), ("undo", "--list")])
    assert "\u202e" not in shown and "\u009b" not in shown
    assert shown.count("\n= 0\n") == 4, shown
    assert not (plan / "canary").exists()


def test_a_journal_from_elsewhere_writes_only_files_of_the_plan(plan, tools, tmp_path):
    """What a killed program left behind is finished when the plan is read; a forged one must not reach further."""
    for path in (
        "../outside.yaml",
        "plan/../../outside.yaml",
        ".git/hooks/pre-commit",
        "plan/x.sh",
        "plan/GA/l/x.yaml",
    ):
        (plan / "plan/GA/l").unlink(missing_ok=True)
        (plan / "plan/GA/l").symlink_to(tmp_path)
        piece = {"path": path, "before": None, "after": "ZXZpbA=="}
        journal = {"head": None, "pieces": [piece], "subject": "x", "reason": "", "trailers": [], "format": 1}
        tools.put(plan, ".git/rcm/saving.json", json.dumps(journal))
        read_all(plan, tools, [("list",)])
        assert not list(tmp_path.glob("*.yaml")) and not (plan / "plan/x.sh").exists()
        assert not (plan / ".git/hooks/pre-commit").exists()


async def test_the_interface_runs_nothing_either(hostile, outside):
    import asyncio

    from rcm_tui.tui.app import RcmApp
    from rcm_tui.workflow.workspace import Workspace

    plan, ran = hostile
    app = RcmApp(Workspace.open(plan), watch_files=True)
    app.animation_level = "none"

    async def until(condition, what):
        for _turn in range(3000):
            if condition():
                return
            await asyncio.sleep(0.01)
        raise AssertionError(f"waited for {what}")

    async with app.run_test(size=(120, 40)) as pilot:
        await until(lambda: app.plan is not None and app.repo_summary is not None, "the plan")
        await pilot.press("j", "l", "j", "j")
        plan_screen = app.screen
        for key in ("A", "m", "R", "d", "H", "exclamation_mark", "S", "e", "c", "question_mark"):
            await pilot.press(key)
            await until(lambda: app.screen is not plan_screen, f"the screen of {key}")
            await pilot.pause()
            while app.screen is not plan_screen:
                await pilot.press("escape")
                await pilot.pause()
        assert not app.crashes
    assert not ran.exists(), ran.read_text()
