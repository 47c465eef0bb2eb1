"""Texts that would take over the terminal: whatever the plan, its files' names or its history say, it stays text.

What the program really writes to a terminal is looked at, byte for byte.
"""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

EVIL = (
    "\x1b]0;PWNED\x07\x1b[31mRED\x1b[2J\x9b31mCSI\x9d0;T\x9c \u202eRTL\u2066 \r\x08\x7f "
    "[/foo] [link=x]L[/link] [b]B \u2028END"
)
QUOTED = json.dumps(EVIL)
"""The same as a YAML string: a file may name any character."""

OURS = re.compile(r"\x1b\[[0-9;]*m")
"""What the command line writes to colour its words; anything else that begins with ESC is not its own."""
HARM = re.compile(
    r"[\x07\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]|\x1b\[31mRED"
)

LINES = (
    *(("list",), ("list", "is:any"), ("list", "PWNED"), ("list", "nothing:" + EVIL), ("list", EVIL)),
    *(
        ("show", "GA-1.1"),
        ("show", "GA-1.4"),
        ("show", "GA-1"),
        ("show", "GA"),
        ("show", EVIL),
        ("status",),
        ("requests",),
    ),
    *(
        ("diff",),
        ("diff", "HEAD~1", "HEAD"),
        ("diff", EVIL),
        ("log",),
        ("log", "GA-1.1"),
        ("blame", "GA-1.1"),
        ("check",),
    ),
    *(("audit",), ("meeting", "list"), ("meeting", "show", "2006-11-council"), ("minutes", "2006-11-council")),
    *(("agreement", "list"), ("agreement", "show", "2006-11-council/hjn"), ("undo", "--list"), ("archive", "--due")),
    *(("set", "GA-1.1", "status=" + EVIL), ("set", "GA-1.1", EVIL + "=x"), ("set", "GA-1.1", "priority=" + EVIL)),
    *((EVIL,), ("--" + EVIL,), ("show", "-C", "/" + EVIL), ("list", "--lang", EVIL), ("list", "--on", EVIL), ()),
)

RUN_ALL = """\
import json, sys
from rcm_tui.cli.app import main
for line in json.loads(sys.argv[1]):
    main(line)
    sys.stdout.flush()
print("ALL", "DONE", flush=True)
"""


@pytest.fixture
def loud(plan, tools, git) -> Path:
    """The small plan with hostile words wherever words can stand."""
    item = tools.FILES["plan/GA/GA-1/GA-1.1.yaml"]
    put = tools.put
    put(plan, "plan/plan.yaml", tools.FILES["plan/plan.yaml"].replace("{en: Plan of the Gardens}", f"{{en: {QUOTED}}}"))
    put(
        plan,
        "plan/actors.yaml",
        f"MX:\n  kind: member\n  name: {{en: {QUOTED}}}\nTS:\n  kind: office\n  name: {{en: T}}\n",
    )
    put(plan, "plan/GA/GA.yaml", f"id: GA\nnumber: 1\ntitle:\n  en: {QUOTED}\n")
    evil = item.replace(">-\n    COUNT THE TREES OF GARDEN 1", QUOTED).replace(
        ">-\n        COUNTRIES SEND THEIR COUNTS", QUOTED
    )
    evil += f"priority: {QUOTED}\nfunding: {{cost: 5, currency: {QUOTED}}}\n{json.dumps('x' + EVIL)}: {QUOTED}\n"
    put(plan, "plan/GA/GA-1/GA-1.1.yaml", evil)
    put(plan, "plan/GA/GA-1/GA-1.5.yaml", item.replace("GA-1.1", "GA-1.5").replace("pending-input  ", f"{QUOTED}  "))
    put(
        plan,
        "plan/GA/GA-1/GA-1.6.yaml",
        item.replace("GA-1.1", "GA-1.6").replace('"2004-10"', QUOTED).replace("[MX]", f"[{QUOTED}]"),
    )
    put(plan, "plan/GA/GA-1/GA-1.7.yaml", f"id: GA-1.7\ntext: {EVIL}\n")
    put(plan, "plan/GA/GA-1/GA-1.8.yaml", item.replace("GA-1.1", EVIL.replace("\n", "")[:40]))
    put(
        plan,
        "archive/GA/GA-1/GA-1.4.yaml",
        tools.FILES["archive/GA/GA-1/GA-1.4.yaml"].replace("reason: Done", f"reason: {QUOTED}"),
    )
    meeting = tools.FILES["meetings/2006-11-council.yaml"]
    put(
        plan,
        "meetings/2006-11-council.yaml",
        meeting.replace("Managua", QUOTED).replace(">-\n        Count all trees", QUOTED).replace('"1"', QUOTED),
    )
    name = EVIL.replace("/", "").replace("\r", "").replace("\x1b", "\x1b")[:60]
    for folder in ("plan/GA", "meetings", f"plan/{name}"):
        put(plan, f"{folder}/{name}.yaml", meeting.replace("2006-11-council", json.dumps(name)))
        put(plan, f"{folder}/{name}.txt", "x")
    put(plan, "meetings/\udcff\udc9b31m.yaml", "id: x\n")
    odd = {"GIT_AUTHOR_NAME": EVIL.replace("\n", ""), "GIT_COMMITTER_NAME": "x"}
    message = f"{EVIL.replace(chr(10), '')}\n\n{EVIL}\n\nMeeting: {EVIL[:30]}\nItem: GA-1.1\nProposed-by: {EVIL[:30]}\n"
    subprocess.run(["git", "add", "plan", "archive", "meetings/2006-11-council.yaml"], cwd=plan, check=True)
    subprocess.run(
        ["git", "commit", "-q", "-F", "-"], cwd=plan, check=True, input=message.encode(), env={**os.environ, **odd}
    )
    git(plan, "tag", "-a", "-m", EVIL.replace("\n", ""), "meeting/2006-05-\u202e\u009b31m")
    git(plan, "checkout", "-q", "-b", "side-\u202e\u009b31m")
    put(plan, "plan/GA/GA-1/GA-1.2.yaml", evil.replace("GA-1.1", "GA-1.2"))
    return plan


def harmless(written: str) -> None:
    """Nothing that stood in the plan has reached the terminal as what it was meant to be."""
    rest = OURS.sub("", written.replace("\x1b[31mRED", "\x1bHARM"))
    found = HARM.search(rest) or re.search("\x1b", rest)
    assert found is None, repr(rest[max(0, found.start() - 200) : found.end() + 100])
    assert rest.count("PWNED") > 20 and "[/foo]" in rest and "[link=x]L[/link]" in rest


def environment(tools) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(tools.ROOT), "TERM": "xterm-256color", "COLUMNS": "100"}


def at_a_terminal(command: list[str], folder: Path, env: dict[str, str]) -> str:
    """What a program writes to a terminal, to the byte; line ends as the program wrote them."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    mode = termios.tcgetattr(slave)
    mode[1] &= ~termios.OPOST
    termios.tcsetattr(slave, termios.TCSANOW, mode)
    with subprocess.Popen(
        command, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=slave, stderr=slave
    ) as program:
        os.close(slave)
        written = b""
        while True:
            try:
                piece = os.read(master, 65536)
            except OSError:
                break
            if not piece:
                break
            written += piece
        os.close(master)
        assert program.wait(60) == 0
    return written.decode("utf-8")


def test_at_a_terminal(loud, tools):
    command = [sys.executable, "-P", "-c", RUN_ALL, json.dumps(LINES)]
    written = at_a_terminal(command, loud, environment(tools))
    assert "ALL DONE" in written and "failed (" not in written
    harmless(written)


def test_in_a_pipe_and_as_json(loud, tools):
    as_json = [
        (*line, "--json") for line in LINES if line and line[0] in ("list", "show", "log", "diff", "check", "requests")
    ]
    for lines in (LINES, as_json):
        done = subprocess.run(
            [sys.executable, "-P", "-c", RUN_ALL, json.dumps(lines)],
            cwd=loud,
            env=environment(tools),
            capture_output=True,
        )
        written = (done.stdout + done.stderr).decode("utf-8")
        assert "ALL DONE" in written and "Traceback" not in written and "failed (" not in written
        harmless(written)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_what_the_shell_is_offered(loud, tools, shell):
    for words, cword in (
        ("rcm show GA", 2),
        ("rcm show GA-1.1 ", 3),
        ("rcm meeting show 2", 3),
        ("rcm list actor:", 2),
    ):
        done = subprocess.run(
            [sys.executable, "-P", "-m", "rcm_tui"],
            cwd=loud,
            env={
                **environment(tools),
                "_RCM_COMPLETE": f"{shell}_complete",
                "COMP_WORDS": words,
                "COMP_CWORD": str(cword),
            },
            capture_output=True,
        )
        written = done.stdout.decode("utf-8")
        assert not HARM.search(written) and "\x1b" not in written, repr(written)


def test_what_a_hook_says(plan, tools):
    hook = tools.put(
        plan, ".git/hooks/pre-commit", "#!/bin/sh\nprintf '\\033]0;PWNED\\007\\033[31mRED [/foo]\\n' >&2\nexit 1\n"
    )
    hook.chmod(0o755)
    done = tools.run_rcm(plan, "set", "GA-1.1", "status=completed")
    done.prevented("␛]0;PWNED␇␛[31mRED [/foo]")


def test_what_is_recorded_stays_as_it_was_typed(plan, tools, git):
    """Text with control characters is kept to the letter, in a form that no terminal obeys when a file is shown."""
    words = EVIL.replace("\r", "")
    done = tools.run_rcm(plan, "set", "GA-1.1", f"text.en={words}").fine()
    harmful = HARM.search(OURS.sub("", done.out))
    assert harmful is None and "\x1b" not in done.out
    raw = (plan / "plan/GA/GA-1/GA-1.1.yaml").read_text(encoding="utf-8")
    assert "\x1b" not in raw and "\x9b" not in raw
    from rcm_tui.workflow.workspace import Workspace

    assert Workspace.open(plan).plan.items["GA-1.1"].text["en"] == words
    assert "\x1b" not in git(plan, "log", "-1", "--format=%B")


SCREENS = {
    "A": "Archival Plan",
    "m": "Meetings",
    "R": "Requests",
    "d": "Changes",
    "H": "History of GA-1.1",
    "!": "Problems",
    "S": "Status report",
    "e": "Edit GA-1.1",
    "c": "",
    "g": "",
    "w": "",
    "M": "",
    "s": "",
    "Z": "",
    "?": "",
}
"""Keys, and what the screens that they open say."""


@pytest.mark.terminal
@pytest.mark.needs("tmux")
def test_on_the_full_screen(loud, tools, tmp_path):
    raw = tmp_path / "raw"
    base = ["tmux", "-L", f"rcm-loud-{os.getpid()}-{time.monotonic_ns()}", "-f", "/dev/null"]

    def tmux(*args: str) -> str:
        done = subprocess.run([*base, *args], capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return done.stdout

    def screen() -> str:
        return tmux("capture-pane", "-p", "-t", "rcm")

    def still() -> None:
        """Until the screen is at rest: two looks at what was written with nothing new between them."""
        before = -1
        while (size := raw.stat().st_size) != before:
            before = size
            tmux("run-shell", "sleep 0.1")

    try:
        keep = {
            name: value for name, value in environment(tools).items() if name.startswith(("GIT_", "XDG_", "HOME", "PY"))
        }
        settings = " ".join(f"{name}='{value}'" for name, value in keep.items())
        tmux("new-session", "-d", "-s", "rcm", "-x", "120", "-y", "40", "-c", str(loud), "sh")
        tmux("pipe-pane", "-t", "rcm", f"cat > {raw}")
        tmux(
            "send-keys",
            "-t",
            "rcm",
            f"clear; env -u COLUMNS -u LINES {settings} LANG=C.UTF-8 EDITOR=false {sys.executable} -P -m rcm_tui; exit",
            "Enter",
        )
        tools.until(lambda: "Home" in screen(), "the first screen")
        still()
        tmux("send-keys", "-t", "rcm", "2")
        tools.until(lambda: "PLANT TREES" in screen(), "the plan")
        still()
        tmux("send-keys", "-t", "rcm", "j", "l", "j")
        tools.until(lambda: "Responsible" in screen() or "responsible" in screen(), f"the item:\n{screen()}")
        still()
        for key, heading in SCREENS.items():
            tmux("send-keys", "-t", "rcm", key)
            if heading:
                tools.until(lambda heading=heading: heading in screen(), f"{heading}:\n{screen()}")
            still()
            assert "Traceback" not in screen() and "fault in the program" not in screen(), screen()
            tmux("send-keys", "-t", "rcm", "Escape")
            still()
            if "Responsible" not in screen():
                tmux("send-keys", "-t", "rcm", "Escape")
                still()
        tmux("send-keys", "-t", "rcm", "/")
        tmux("send-keys", "-t", "rcm", "pwned")
        still()
        shown = screen()
        assert "PWNED" in shown
    finally:
        subprocess.run([*base, "kill-server"], capture_output=True)
    written = raw.read_bytes().decode("utf-8", "replace")
    assert written.count("PWNED") > 20 and "[/foo]" in written
    assert "\x1b]0;PWNED" not in written and "PWNED\x07" not in written and "\x1b[31mRED" not in written
    assert "\x1b]8;" not in written, "no link"
    bad = re.search(r"[\x80-\x9f\u2028\u202a-\u202e\u2066-\u2069]", written)
    assert bad is None, repr(written[bad.start() - 100 : bad.end() + 50])
