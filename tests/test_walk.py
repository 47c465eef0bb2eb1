"""The whole way through the tool on the sample, as a new user would go it: in the interface, by commands, by hand."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rcm_tui.i18n import _, using
from rcm_tui.reports.names import date_words
from rcm_tui.tui.theme import DARK, LIGHT, THEMES
from tests.terminals import needs_terminal, rcm_terminals

TERMINAL, NEEDS_TMUX = needs_terminal

TEXT = "INCLUDE AIDS AND MIGRATION INITIATIVE"


@pytest.fixture
def sample(sample, tmp_path) -> Path:
    return shutil.copytree(sample, tmp_path / "sample")


@pytest.fixture
def story(sample, run_git):
    """The subjects in git's log of the walk, oldest first."""
    start = run_git(sample, "rev-parse", "HEAD").strip()

    def told() -> list[str]:
        return run_git(sample, "log", "--reverse", "--format=%s", f"{start}..HEAD").splitlines()

    return told


@pytest.fixture
def rcm(sample):
    def run(*args: str, status: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "rcm_tui", "-C", str(sample), *args],
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        )
        assert done.returncode == status, done.stderr
        return done.stdout

    return run


def changed_lines(run_git, repo, commit="HEAD") -> list[str]:
    shown = run_git(repo, "show", "--format=", commit).splitlines()
    return [line for line in shown if line[:1] in "+-" and line[:3] not in ("+++", "---")]


WORDS = {
    "en": {
        "found": ("1 item", "HUMAN RIGHTS", "PROMOTE ACTIVITIES", "INCLUDE AIDS"),
        "meeting": "● Practice meeting",
        "completed": "✓ completed",
        "marked": "✓ Mexico",
        "left": "Left to do:",
    },
    "es": {
        "found": ("1 elemento", "DERECHOS HUMANOS", "PROMOVER ACTIVIDADES", "INCLUIR LA INICIATIVA"),
        "meeting": "● Reunión de prác",
        "completed": "✓ concluida",
        "marked": "✓ México",
        "left": "Por hacer:",
    },
}
"""What the screen shows on the way, besides messages, by language."""


class Tour:
    """Presses the keys of the tour in the README and counts them; words that are typed are not counted."""

    def __init__(self, terminal, language, story):
        self.terminal, self.language, self.story = terminal, language, story
        self.keys = 0

    def press(self, *keys):
        self.keys += len(keys)
        self.terminal.press(*keys)

    def type(self, words):
        self.terminal.type(words)
        self.terminal.until(lambda: words in self.terminal.screen(), words)

    def sees(self, message):
        """Wait for a message, in the language of the tour."""
        with using(self.language):
            words = _(message)
        self.terminal.until(lambda: words in " ".join(self.terminal.screen().split()), words)

    def gone(self, message):
        with using(self.language):
            words = _(message)
        self.terminal.until(lambda: words not in self.terminal.screen(), f"the end of {words}")

    def recorded(self, subject):
        self.terminal.until(lambda: self.story()[-1:] == [subject], subject)

    def has_colours_of(self, theme):
        """Wait until the ground is drawn in the colour of a theme."""
        ground = ";".join(str(int(theme.background[at : at + 2], 16)) for at in (1, 3, 5))
        drawn = "capture-pane", "-e", "-p", "-t", "rcm"
        self.terminal.until(lambda: f"48;2;{ground}" in self.terminal.tmux(*drawn), theme.name)


def find(tour, words):
    tour.press("/")
    tour.type(words)
    tour.press("Enter")


@TERMINAL
@NEEDS_TMUX
@pytest.mark.parametrize(
    ("size", "theme", "language"),
    [
        ((120, 40), DARK, "en"),
        pytest.param((80, 24), LIGHT, "en", marks=pytest.mark.slow),
        pytest.param((120, 40), LIGHT, "es", marks=pytest.mark.slow),
        ((80, 24), DARK, "es"),
    ],
)
def test_the_tour_shows_what_the_readme_says_in_25_keys(sample, story, home, run_git, size, theme, language):
    (home / "state/rcm").mkdir(parents=True)
    (home / "state/rcm/theme").write_text(theme)
    with rcm_terminals(home) as open_terminal:
        program = open_terminal(sample, size=size, start="", RCM_LANG=language, COLORTERM="truecolor")
        tour, words = Tour(program, language, story), WORDS[language]

        tour.sees("Needs attention")
        tour.has_colours_of(next(colours for colours in THEMES if colours.name == theme))
        program.sees("2 Plan")
        tour.press("/")
        tour.type("aids")
        for expected in words["found"]:
            program.sees(expected)
        tour.press("Enter")
        tour.sees("Calendar")

        tour.press("s", "c")
        tour.recorded("HR-4.2: status active -> completed")
        program.sees(words["completed"])
        program.sees(words["meeting"])

        tour.press("c")
        tour.sees("New calendar entry")
        tour.type("Presented to the group")
        tour.press("Tab")
        tour.type("November 2006")
        with using(language):
            understood = date_words("2006-11")
        program.sees(f"= {understood}")
        tour.press("C-s")
        tour.recorded("HR-4.2: calendar entry “Presented to the group” added")
        tour.gone("New calendar entry")

        find(tour, "send contact")
        tour.press("w")
        tour.sees("Who has answered")
        tour.press("M", "Space")
        program.sees(words["marked"])
        tour.press("C-s")
        tour.recorded("HR-4.1: calendar entry “COUNTRIES WILL SEND CONTACT INFORMATION…”: MX answered")
        tour.gone("Who has answered")

        find(tour, "aids")
        tour.press("a")
        tour.sees("Reason")
        tour.type("Carried out")
        tour.press("Enter")
        tour.recorded("HR-4.2: archived")
        tour.sees("archived")
        tour.press("u")
        tour.recorded("Undo: HR-4.2: archived")
        tour.press("H")
        tour.sees("restored from the archive")

        tour.press("G")
        tour.sees("Meeting mode")
        tour.type("Send the contact list")
        program.sees("Ctrl+L → ")
        tour.press("C-l")
        program.until(lambda: "agreement" in story()[-1], "the agreement")
        program.sees("→ MPM-6.3")

        tour.press("F2")
        program.sees(words["left"])
        tour.press("y")
        tour.recorded("practice: closed")
        tour.sees("Meeting closed")
        tour.press("Enter")
        tour.sees("no meeting open")
        tour.press("q")
        program.until(lambda: program.ended() == "0", "the end")
        assert tour.keys == 25

    assert run_git(sample, "status", "--porcelain") == ""
    assert "meeting/practice" in run_git(sample, "tag").split()
    assert changed_lines(run_git, sample, "HEAD~6") == ["-status: active", "+status: completed"]


def test_with_commands_alone(rcm, sample, story, run_git):
    assert rcm("list", "aids").split("\t")[0] == "HR-4.2"
    rcm("set", "HR-4.2", "status=completed", "-m", "Presented")
    assert changed_lines(run_git, sample) == ["-status: active", "+status: completed"]
    entry = rcm("entry", "HR-4.2", "--add", "--date", "November 2006", "--text", "Presented to the group").strip()
    assert entry in (sample / "plan/HR/HR-4/HR-4.2.yaml").read_text()
    rcm("answer", "HR-4.1", "mzp", "Mexico", "--date", "2007-05-16")
    assert [line.strip() for line in changed_lines(run_git, sample)] == [
        "+      received:",
        '+        MX: "2007-05-16"',
    ]
    rcm("archive", "HR-4.2", "-m", "Carried out")
    rcm("undo")
    history = rcm("log", "HR-4.2")
    assert "archived" in history and "status active -> completed" in history
    rcm("meeting", "close", "practice", "--yes")
    assert story() == [
        "HR-4.2: status active -> completed",
        "HR-4.2: calendar entry “Presented to the group” added",
        "HR-4.1: calendar entry “COUNTRIES WILL SEND CONTACT INFORMATION…”: MX answered",
        "HR-4.2: archived",
        "Undo: HR-4.2: archived",
        "practice: closed",
    ]
    for commit in run_git(sample, "rev-list", "HEAD~6..HEAD").split():
        assert "Meeting: practice" in run_git(sample, "show", "-s", "--format=%(trailers)", commit)
    assert run_git(sample, "status", "--porcelain") == ""


def test_by_hand_and_through_the_tool(rcm, sample, run_git):
    path = sample / "plan/HR/HR-4/HR-4.2.yaml"
    path.write_text(path.read_text().replace("status:", "colour: green   # ours\nstatus:", 1) + "# a last word\n")
    rcm("set", "HR-4.2", "status=completed", status=3)
    rcm("set", "HR-4.2", "status=completed", "--with-hand-edits")
    assert changed_lines(run_git, sample) == [
        "-status: active",
        "+colour: green   # ours",
        "+status: completed",
        "+# a last word",
    ]
    rcm("set", "HR-4.2", "text.es=INCLUIR LA INICIATIVA SOBRE EL SIDA")
    kept = path.read_text()
    assert "colour: green   # ours" in kept and kept.endswith("# a last word\n")
    assert [line[1:].strip() for line in changed_lines(run_git, sample)] == [
        "INCLUIR LA INICIATIVA SOBRE SIDA Y MIGRACIÓN EN LA PRÓXIMA REUNIÓN DEL GRCM",
        "INCLUIR LA INICIATIVA SOBRE EL SIDA",
    ]
