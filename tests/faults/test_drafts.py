"""Whatever goes wrong, what was typed is there: in the file, or kept as a draft."""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
import subprocess
import sys
import time
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from rcm_tui.workflow.drafts import Drafts
from rcm_tui.workflow.workspace import Workspace

FILE = "plan/GA/GA-1/GA-1.1.yaml"


async def until(condition, what):
    for _turn in range(3000):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"waited for {what}")


@asynccontextmanager
async def form_on(plan):
    """The interface with the form of GA-1.1 open, and ZEBRA typed at the beginning of its text."""
    from rcm_tui.tui.app import RcmApp

    app = RcmApp(Workspace.open(plan), watch_files=False)
    app.animation_level = "none"
    async with app.run_test(size=(120, 40)) as pilot:
        await until(lambda: app.plan is not None, "the plan")
        app.screen.go_to("GA-1.1")
        await until(lambda: app.screen.item_id == "GA-1.1", "the item")
        plan_screen = app.screen
        await pilot.press("e")
        await until(lambda: app.screen is not plan_screen and app.screen.focused is not None, "the form")
        await pilot.press(*"ZEBRA")
        await until(lambda: "ZEBRA" in str(app.screen.state()), "what is typed")
        yield app, pilot


def drafted(plan) -> str:
    return "".join(str(draft.data) for draft in Drafts(Workspace.open(plan)).all())


def hook_that_fails(plan, tools):
    tools.put(plan, ".git/hooks/pre-commit", "#!/bin/sh\necho no >&2\nexit 1\n").chmod(0o755)


def lock_of_git(plan, tools):
    os.utime(tools.put(plan, ".git/index.lock", ""), (1, 1))


def detached(plan, tools):
    subprocess.run(["git", "checkout", "-q", "--detach"], cwd=plan, check=True)


def merging(plan, tools):
    tools.put(plan, ".git/MERGE_HEAD", (plan / ".git/refs/heads/main").read_text())


def broken_file(plan, tools):
    tools.put(plan, FILE, "id: [\n")


def signing_that_fails(plan, tools):
    subprocess.run(["git", "config", "commit.gpgSign", "true"], cwd=plan, check=True)
    subprocess.run(["git", "config", "gpg.program", "false"], cwd=plan, check=True)


SLOW = pytest.mark.slow


@pytest.mark.parametrize(
    "fault",
    [
        hook_that_fails,
        lock_of_git,
        broken_file,
        pytest.param(detached, marks=SLOW),
        pytest.param(merging, marks=SLOW),
        pytest.param(signing_that_fails, marks=SLOW),
    ],
    ids=lambda each: getattr(each, "__name__", None),
)
async def test_a_form_whose_record_fails(plan, tools, fault):
    from rcm_tui.tui.dialogs.ask import MessageDialog

    async with form_on(plan) as (app, pilot):
        form = app.screen
        fault(plan, tools)
        before = tools.contents(plan)
        await pilot.press("ctrl+s")
        await until(lambda: isinstance(app.screen, MessageDialog), "the sentence")
        assert not app.crashes
        await pilot.press("enter")
        await until(lambda: app.screen is form and not form.busy, "the form again")
        assert "ZEBRA" in str(form.state()), "it stands in the form still"
        await until(lambda: "ZEBRA" in drafted(plan), "the draft")
    assert "ZEBRA" in drafted(plan), "also when the program has ended"
    assert tools.contents(plan) == before


async def test_a_form_whose_record_fails_can_be_recorded_when_mended(plan, tools):
    from rcm_tui.tui.dialogs.ask import MessageDialog

    async with form_on(plan) as (app, pilot):
        form = app.screen
        hook_that_fails(plan, tools)
        await pilot.press("ctrl+s")
        await until(lambda: isinstance(app.screen, MessageDialog), "the sentence")
        (plan / ".git/hooks/pre-commit").unlink()
        await pilot.press("enter")
        await until(lambda: app.screen is form and not form.busy, "the form again")
        await pilot.press("ctrl+s")
        await until(lambda: "ZEBRA" in app.plan.items["GA-1.1"].text["en"], "the record")
        await until(lambda: not drafted(plan), "no draft any more")


@pytest.mark.terminal
@pytest.mark.needs("tmux")
def test_the_interface_killed_while_somebody_types(plan, tools, home):
    base = ["tmux", "-L", f"rcm-draft-{os.getpid()}-{time.monotonic_ns()}", "-f", "/dev/null"]
    names = ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL")
    settings = {name: os.environ[name] for name in names} | {"PYTHONPATH": str(tools.ROOT), "LANG": "C.UTF-8"}

    def tmux(*args: str) -> str:
        done = subprocess.run([*base, *args], capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start() -> None:
        env = ["env", "-u", "COLUMNS", "-u", "LINES", *(f"{name}={value}" for name, value in settings.items())]
        command = shlex.join([*env, sys.executable, "-P", "-m", "rcm_tui"])
        tmux("new-session", "-d", "-s", "rcm", "-x", "120", "-y", "40", "-c", str(plan), command)
        tools.until(lambda: "Home" in screen(), "the first screen")
        tmux("send-keys", "-t", "rcm", "2")
        tools.until(lambda: "PLANT TREES" in screen(), "the plan")
        tmux("send-keys", "-t", "rcm", "j", "l", "j")
        tools.until(lambda: "COUNTRIES SEND" in screen(), "the item")
        tmux("send-keys", "-t", "rcm", "e")
        tools.until(lambda: "Edit GA-1.1" in screen(), "the form")

    def screen() -> str:
        return tmux("capture-pane", "-p", "-t", "rcm")

    try:
        tmux("new-session", "-d", "-s", "boot", "sleep 600")
        start()
        tmux("send-keys", "-t", "rcm", "ZEBRA")
        folder = Workspace.open(plan).git.private / "drafts"
        tools.until(lambda: any("ZEBRA" in file.read_text() for file in folder.glob("*.json")), "the draft")
        tmux("set-option", "-g", "remain-on-exit", "off")
        os.kill(int(tmux("display-message", "-p", "-t", "rcm", "#{pane_pid}")), signal.SIGKILL)
        tools.until(lambda: "rcm" not in tmux("list-sessions"), "the end")
        start()
        tools.until(lambda: "ZEBRA" in screen() and "not recorded" in screen(), "what was typed")
        tmux("send-keys", "-t", "rcm", "C-s")
        tools.until(lambda: "ZEBRA" in (plan / FILE).read_text(), "the record")
    finally:
        subprocess.run([*base, "kill-server"], capture_output=True)


def editor(tools, tmp_path, script: str) -> Path:
    program = tools.put(tmp_path, "editor", f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return program


@pytest.mark.parametrize("fault", [hook_that_fails, detached], ids=lambda each: each.__name__)
def test_the_text_of_an_editor_whose_record_fails(plan, tools, edit, tmp_path, fault):
    fault(plan, tools)
    done = edit(editor(tools, tmp_path, 'sed -i "s/COUNT/ZEBRA/" "$1"'))
    assert done.status == 3 and "kept in" in done.err
    kept = plan / ".git/rcm/editing/GA-1.1.yaml"
    assert str(kept) in done.err and "ZEBRA" in kept.read_text()


def test_the_text_of_an_editor_that_fails_is_kept_and_never_written_over(plan, tools, edit, tmp_path):
    done = edit(editor(tools, tmp_path, 'sed -i "s/COUNT/ZEBRA/" "$1"; exit 1'))
    assert done.status == 3 and "kept in" in done.err
    done = edit(editor(tools, tmp_path, 'sed -i "s/COUNT/LION/" "$1"')).fine()
    assert "GA-1.1.1.kept.yaml" in done.err
    assert "ZEBRA" in (plan / ".git/rcm/editing/GA-1.1.1.kept.yaml").read_text()
    assert "LION" in (plan / FILE).read_text()


@pytest.mark.parametrize("then", ["", "; git commit -qam Blue"], ids=["by hand", "recorded"])
def test_what_another_program_wrote_while_the_editor_was_open(plan, tools, edit, tmp_path, then):
    script = f'sed -i "s/COUNT/ZEBRA/" "$1"; sed -i "s/green/blue/" {shlex.quote(str(plan / FILE))}{then}'
    done = edit(editor(tools, tmp_path, script))
    assert done.status == 3 and "kept in" in done.err
    assert "blue" in (plan / FILE).read_text() and "ZEBRA" not in (plan / FILE).read_text()
    assert "ZEBRA" in (plan / ".git/rcm/editing/GA-1.1.yaml").read_text()


TYPING = """
import sys
from pathlib import Path
from rcm_tui.workflow.drafts import Drafts
from rcm_tui.workflow.workspace import Workspace
drafts = Drafts(Workspace.open(Path(sys.argv[1])))
drafts.save("GA-1.1", {"text": "theirs"})
print("typing", flush=True)
sys.stdin.readline()
"""


def test_what_another_program_keeps_is_its_own_until_it_ends(plan):
    drafts = Drafts(Workspace.open(plan))
    other = subprocess.Popen(
        [sys.executable, "-c", TYPING, str(plan)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None and other.stdout.readline() == "typing\n"
    assert drafts.load("GA-1.1") is None and drafts.all() == ()
    drafts.save("GA-1.1", {"text": "mine"})
    drafts.discard("GA-1.1")
    drafts.save("GA-1.1", {"text": "mine again"})
    other.send_signal(signal.SIGKILL)
    other.communicate()
    assert sorted(draft.data["text"] for draft in drafts.all()) == ["mine again", "theirs"]
    drafts.save("GA-1.1", {"text": "mine at last"})
    assert drafts.load("GA-1.1").data == {"text": "mine at last"}
    drafts.discard("GA-1.1")
    assert drafts.load("GA-1.1").data == {"text": "theirs"}
    drafts.save("GA-1.1", {"text": "theirs, continued"})
    assert [draft.data["text"] for draft in drafts.all()] == ["theirs, continued"]
    drafts.discard("GA-1.1")
    assert drafts.all() == ()
