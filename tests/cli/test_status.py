"""`rcm status`: plain in a pipe, fitted to a terminal, JSON for programs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rcm_tui import i18n

TITLES = (
    "Status of the plan",
    "What changed",
    "Awaiting input",
    "Answers by country",
    "Overdue",
    "Upcoming deadlines",
    "Ready to archive",
    "Unchanged for two meetings",
    "Nobody responsible",
    "Words and status disagree",
    "Upcoming calendar",
    "Agreements without an item",
    "Priorities and money",
)


@pytest.fixture
def edition(plan, meeting, rcm):
    """The meeting of November 2006 closed: its edition made, one item changed at it."""
    assert rcm("set", "GA-1.2", "status=cancelled").status == 0
    assert rcm("meeting", "close", meeting, "--yes").status == 0
    return meeting


def test_every_section_stands_in_its_order_and_plain(plan, rcm):
    done = rcm("status")
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == "Plan of the Gardens"
    assert lines[1] == "The plan as it is now. As of 29 November 2006 (the plan's reference date)."
    heads = [line for line in lines[2:] if line and not line.startswith(" ")]
    assert [next(title for title in TITLES if head.startswith(title)) for head in heads] == list(TITLES)
    assert "  GA  Gardens: 1 pending input, 1 completed" in lines
    assert "\x1b" not in done.out
    assert "━" not in done.out


def test_what_waits_and_what_is_due_are_said_whole(plan, rcm):
    lines = rcm("status").out.splitlines()
    waits = next(line for line in lines if "GA-1.1 mzp" in line)
    for words in ("15 August 2006", "Member countries: 1 of 2 answered", "COUNTRIES WILL SEND THEIR COUNTS TO THE TS"):
        assert words in waits
    assert "  Mexico: answered: GA-1.1 mzp (12 July 2006)" in lines
    assert "  Costa Rica: not recorded: GA-1.1 mzp" in lines
    assert any(line.startswith("  GA-1.2") and " May 2003" in line and "31 May" not in line for line in lines)


def test_empty_sections_say_so_in_a_few_words(plan, rcm):
    out = rcm("status").out
    for words in (
        "1 meeting is closed, but this repository has no edition of it",
        "No upcoming deadlines.",
        "Not known yet",
        "Every agreement led to an item, or gives a reason why not.",
        "No priority is pending",
    ):
        assert words in out
    for word in ("late", "overdue", "failed", "breach"):
        assert word not in out


def test_sections_that_are_named_stand_alone(plan, rcm):
    done = rcm("status", "passed", "archive")
    assert "Overdue  1" in done.out
    assert "Ready to archive  1" in done.out
    assert "Status of the plan" not in done.out
    wrong = rcm("status", "pased")
    assert wrong.status == 2
    assert "passed" in wrong.err


def test_what_changed_since_the_last_meeting(edition, rcm):
    out = rcm("status", "changes").out
    assert "Since COUNCIL, 27-29 November 2006: nothing changed." in out
    rcm("set", "GA-1.1", "status=active", "--between-meetings", "-m", "Why not")
    out = rcm("status", "changes").out
    assert "Since COUNCIL, 27-29 November 2006: 1 changed, 1 status." in out
    assert "GA-1.1  ? pending input → ● active" in out
    told = rcm("status", "--at", edition, "standing").out
    assert "The plan as COUNCIL, 27-29 November 2006 left it" in told
    assert "(the last day of the meeting)" in told
    assert "1 pending input, 1 cancelled" in told


def test_the_json(edition, rcm):
    data = rcm("status", "--json").json
    assert (data["schemaVersion"], data["kind"], data["since"], data["at"]) == (1, "status", edition, None)
    assert data["standing"][0]["activities"] == {"pending-input": ["GA-1.1"], "cancelled": ["GA-1.2"]}
    assert data["archiveDue"][0]["id"] == "GA-1.2"
    assert [row["actor"] for row in data["grid"]["countries"]] == ["MX", "CR"]
    assert rcm("status", "--actor", "Costa Rica", "--json").json["waiting"][0]["waitingFor"] == ["CR"]
    assert rcm("status", "--subject", "ga", "--json").json["subject"] == "GA"


def test_the_sections_that_can_be_named_are_those_there_are():
    from rcm_tui.cli.commands.status import SECTIONS as NAMED
    from rcm_tui.reports.status.page import SECTIONS

    assert tuple(SECTIONS) == NAMED


def test_a_report_on_one_actor_tells_its_parts(plan, rcm):
    path = plan / "plan/GA/GA-1/GA-1.2.yaml"
    path.write_text(path.read_text("utf-8") + "    actors: {CR: host, MX: offers}\n", "utf-8")
    out = rcm("status", "--actor", "CR").out
    assert "Hosts, offers and takes part  1" in out
    assert "  hosts  GA-1.2 bcd  May 2003  THE OAK WAS WATERED" in out.splitlines()
    assert rcm("status", "--actor", "MX", "--json").json["country"]["offers"][0]["key"] == "GA-1.2/bcd"


def test_what_is_not_known_is_said_in_a_sentence(plan, rcm):
    for arguments, words in (
        (("--subject", "XX"), "GA"),
        (("--at", "2006-11-council"), "no edition of its own"),
        (("--actor", "Atlantis"), "Atlantis"),
    ):
        done = rcm("status", *arguments)
        assert done.status in (2, 3)
        assert words in done.err
        assert "Traceback" not in done.err


@pytest.mark.parametrize("width", [80, 120])
def test_nothing_is_wider_than_the_terminal(plan, terminal, width):
    from rich.cells import cell_len
    from rich.text import Text

    program = terminal("status", size=(width, 40))
    assert program.end() == 0
    lines = Text.from_ansi(program.shown).plain.splitlines()
    assert max(cell_len(line) for line in lines) <= width
    assert any("━" in line for line in lines)
    assert "Answers by country" in lines
    assert any(line.strip().startswith("Mexico") for line in lines)


def test_a_terminal_shows_the_first_rows_and_the_command_for_the_rest(plan, terminal):
    for number in range(3, 12):
        path = plan / f"plan/GA/GA-1/GA-1.{number}.yaml"
        path.write_text(f"id: GA-1.{number}\nnumber: {number}\ntext: {{en: A TASK}}\nstatus: active\n", "utf-8")
    program = terminal("status", "--subject", "GA")
    assert program.end() == 0
    assert "… 4 more: rcm status nobody --subject GA" in program.shown
    whole = terminal("status", "nobody", "--subject", "GA")
    assert whole.end() == 0
    assert whole.shown.count("A TASK") == 9
    assert "more:" not in whole.shown


def test_a_plain_terminal_gets_no_bars(plan, terminal):
    program = terminal("status", env={"TERM": "dumb"})
    assert program.end() == 0
    assert "━" not in program.shown
    assert "\x1b" not in program.shown
    assert "Status of the plan" in program.shown


def test_in_spanish_the_texts_are_spanish_too(plan, rcm):
    try:
        assert "Jardines" in rcm("status", "--lang", "es").out
    finally:
        i18n.use("en")


def test_it_imports_no_interface(plan):
    code = (
        "import sys; from rcm_tui.cli.app import main; main(('status',)); "
        "print(sorted({'textual', 'git', 'pydantic', 'rich'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert done.stderr.splitlines()[-1] == "[]", done.stderr
