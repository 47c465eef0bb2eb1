"""How `rcm` starts: quickly, in the right language, with a sentence for every mistake."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest

from rcm_tui.cli.app import SECTIONS, root_command

ROOT = Path(__file__).parents[2]

HEAVY = (
    *("textual", "git", "rich", "ruamel", "pydantic", "msgspec", "tempfile", "secrets"),
    *("rcm_tui.model.dates.notations", "rcm_tui.model.schema", "rcm_tui.history.record"),
    *("rcm_tui.reports.status.calendar", "rcm_tui.reports.json"),
)

LOOK = """
import sys
from rcm_tui.cli.app import main
status = main(sys.argv[1:])
sys.stderr.write(" ".join(name for name in {heavy!r} if name in sys.modules))
sys.exit(status)
"""


@pytest.fixture
def imported(process):
    """The heavy modules that a command line imports."""

    def run(*arguments: str) -> tuple[int, list[str]]:
        done = subprocess.run(
            [sys.executable, "-c", LOOK.format(heavy=HEAVY), *arguments],
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        return done.returncode, done.stderr.split()

    return run


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("completion", "zsh")])
def test_help_imports_nothing_heavy(imported, arguments, tmp_path):
    assert imported("-C", str(tmp_path), *arguments) == (0, [])


def test_help_in_the_terms_of_a_plan_imports_nothing_heavy_the_second_time(plan, imported, process):
    with (plan / "plan/plan.yaml").open("a", encoding="utf-8") as file:
        file.write("respondents: {one: {en: delegation}, many: {en: delegations}}\n")
    first = process("requests", "--help")
    assert "Group by delegation or" in first.out
    assert imported("--help") == (0, [])
    assert process("requests", "--help") == first


def test_a_piped_list_draws_nothing(plan, imported):
    imported("list")  # Now its files are cached.
    status, heavy = imported("list")
    assert (status, heavy) == (0, ["msgspec"])


def test_a_list_of_meetings_parses_no_file_and_imports_nothing_that_records(plan, imported):
    imported("list")  # Now its files are cached.
    status, heavy = imported("meeting", "list")
    assert (status, heavy) == (0, ["msgspec", "rcm_tui.model.schema"])


def test_recording_imports_neither_temporary_files_nor_the_status_report(plan, imported):
    status, heavy = imported("set", "GA-1.1", "status=completed", "--between-meetings", "-m", "Why")
    assert status == 0 and not {"tempfile", "rcm_tui.reports.status.calendar"} & set(heavy)


@pytest.mark.parametrize("arguments", [("log", "-n", "20"), ("log", "GA-1.1")])
def test_reading_the_history_imports_neither_the_status_report_nor_what_makes_json(plan, imported, arguments):
    imported("list")  # Now its files are cached.
    status, heavy = imported(*arguments)
    assert status == 0 and not {"rcm_tui.reports.status.calendar", "rcm_tui.reports.json"} & set(heavy)


def test_help_lists_every_command_and_each_has_help_with_an_example(rcm):
    shown = rcm("--help")
    assert shown.status == 0
    names = [entry.name for _title, entries in SECTIONS for entry in entries]
    for name in names:
        assert f"\n  {name} " in shown.out
        own = rcm(name, "--help")
        assert own.status == 0, own.err
        assert "Examples:" in own.out
    assert "publish" in names


def test_commands_that_work_on_items_take_one():
    """What concerns the plan as a whole, its words and its history, is listed below another heading."""
    root = root_command()
    context = click.Context(root)
    entries = next(entries for title, entries in SECTIONS if title == "Work on items")
    commands = [root.get_command(context, entry.name) for entry in entries]
    arguments = {command.name: command.collect_usage_pieces(context) for command in commands}
    without = [name for name, pieces in arguments.items() if not re.search("ITEM|PARENT", " ".join(pieces))]
    assert without == []
    assert not {"words", "account", "undo", "record"} & set(arguments)


@pytest.mark.parametrize("group", ["meeting", "agreement"])
def test_each_command_of_a_group_has_help(rcm, group):
    from importlib import import_module

    commands = getattr(import_module(f"rcm_tui.cli.commands.{group}"), group).commands
    assert commands
    for name in commands:
        assert "Examples:" in rcm(group, name, "--help").out


def test_version(rcm):
    from rcm_tui import __version__

    assert rcm("--version").out == f"rcm {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("lst",), "Did you mean list"),
        (("log", "-n", "none"), "none is not a whole number"),
        (("log", "-n"), "-n needs a value"),
        (("list", "--json=yes"), "--json takes no value"),
        (("move", "GA-1.1", "GA-2", "GA-3"), "extra words: GA-3"),
        (("meeting", "opn", "x"), "Did you mean open"),
        (("list", "--jsn"), "Did you mean --json"),
        (("set", "GA-1.1"), "FIELD=VALUE... is missing"),
        (("reorder", "GA-1.1", "upp"), "Did you mean up"),
        (("show", "GA-1.9"), "did you mean GA-1.2"),
        (("set", "GA-1.1", "status=complete", "--between-meetings", "-m", "Why"), "did you mean “completed”"),
        (("set", "GA-1.1", "responsible=Mexiko", "--between-meetings", "-m", "Why"), "Mexiko"),
        (("--lang", "fr", "list"), "no texts in the language “fr” here; there are: en, es"),
        (("--on", "soon", "list"), "soon is not a day"),
        (("--on", "May 2007", "list"), "May 2007 is not a day"),
        (("-C", "nowhere", "list"), "There is no folder nowhere"),
        (("list", "stauts:open"), "stauts"),
        (
            ("entry", "GA-1.1", "--add", "--text", "A", "--date", "Nofember 2006", "--between-meetings", "-m", "Why"),
            "Nofember",
        ),
    ],
)
def test_wrong_usage_is_a_sentence_and_status_2(plan, rcm, arguments, sentence):
    done = rcm(*arguments)
    assert done.status == 2
    assert sentence in done.err
    assert done.out == ""
    assert "Traceback" not in done.err


def test_where_there_is_no_plan_it_says_what_to_do(tmp_path, rcm):
    for arguments in ((), ("list",), ("set", "GA-1", "number=2")):
        done = rcm("-C", str(tmp_path), *arguments)
        assert done.status == 3
        assert "rcm init" in done.err
        assert "rcm demo" in done.err


def test_the_plan_is_found_upwards_and_by_option_and_variable(plan, rcm, monkeypatch, tmp_path):
    listed = rcm("list").out
    assert listed
    monkeypatch.chdir(plan / "plan" / "GA" / "GA-1")
    assert rcm("list").out == listed
    monkeypatch.chdir(tmp_path)
    assert rcm("-C", str(plan), "list").out == listed
    assert rcm("list", "-C", str(plan)).out == listed
    monkeypatch.setenv("RCM_PLAN", str(plan))
    assert rcm("list").out == listed


def test_the_language_of_texts_is_chosen_before_or_after_the_command(plan, process):
    for arguments in (("--lang", "es", "list"), ("list", "--lang=es")):
        assert "CONTAR LOS ÁRBOLES" in process(*arguments).out
    assert "CONTAR LOS ÁRBOLES" in process("list", env={"RCM_LANG": "es"}).out
    assert "COUNT THE TREES" in process("--lang", "en", "list", env={"RCM_LANG": "es"}).out


def test_a_fault_of_the_program_is_a_sentence_and_a_log_file(plan, home, monkeypatch, rcm):
    from rcm_tui.cli.commands import list as listing

    def fail(*_arguments):
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr(listing, "found_items", fail)
    done = rcm("list")
    assert done.status == 70
    assert "Traceback" not in done.err
    (log,) = (home / ".local/state/rcm").glob("error-*.log")
    assert str(log) in done.err
    assert "ZeroDivisionError: a fault" in log.read_text()
    assert log.stat().st_mode & 0o077 == 0


def test_a_reader_that_goes_away_is_no_error(plan):
    program = subprocess.Popen(
        [sys.executable, "-m", "rcm_tui", "schema"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert program.stdout is not None
    program.stdout.read(1)
    program.stdout.close()
    _out, err = program.communicate()
    assert err == b""


def test_interrupting_a_question_is_told_in_a_sentence(plan, terminal):
    asked = terminal("set", "GA-1.1", "status=completed")
    asked.wait_for("Number")
    asked.type("\x03")
    assert asked.end() == 130
    assert "Stopped" in asked.shown
    assert "Traceback" not in asked.shown


def test_rcm_alone_in_a_pipe_says_where_things_stand(plan, rcm):
    done = rcm()
    assert done.status == 0
    assert "Plan of the Gardens" in done.out
    assert "1 subject, 2 objectives, 2 activities" in done.out
    assert "none is open" in done.out
    assert "29 November 2006" in done.out


@pytest.mark.parametrize("env", [{"TERM": "dumb"}, {"RCM_PLAIN": "1"}])
def test_rcm_alone_on_a_plain_terminal_draws_nothing(plan, terminal, env):
    shown = terminal(env=env)
    assert shown.end() == 0
    assert "Plan of the Gardens" in shown.shown
    assert "\x1b" not in shown.shown


def test_rcm_alone_without_a_plan_offers_to_start_one(tmp_path, terminal, monkeypatch):
    monkeypatch.chdir(tmp_path)
    asked = terminal()
    asked.wait_for("There is no plan")
    asked.wait_for("sample plan")
    asked.wait_for("Number")
    asked.type("3\n")
    assert asked.end() == 0


def test_json_never_carries_control_characters(plan, rcm):
    file = plan / "plan/GA/GA-2/GA-2.yaml"
    escaped = '"OPEN\\e[31m\\u009b\\u202e"'
    file.write_text(file.read_text().replace(">-\n    OPEN THE GARDENS TO ALL", escaped))
    done = rcm("list", "--json")
    assert done.status == 0
    texts = [item["text"].get("en") for item in done.json["items"]]
    assert "OPEN\x1b[31m\x9b\u202e" in texts
    assert not set("\x1b\x9b\u202e") & set(done.out)
    assert json.loads(done.out)["schemaVersion"] == 1
    assert not set("\x1b\x9b\u202e") & set(rcm("list").out)


@pytest.mark.parametrize("value", [float("inf"), "half \ud800", [], {}, {"a": [{"b": 10**30, "é": None}]}])
def test_json_is_indented_as_the_standard_library_does(capsys, value):
    from rcm_tui.cli.output import data

    data("items", items=value)
    whole = {"schemaVersion": 1, "kind": "items", "items": value}
    assert (
        capsys.readouterr().out == json.dumps(whole, indent=2, ensure_ascii=False).replace("\ud800", "\\ud800") + "\n"
    )


def test_debug_logs_git_commands_but_nothing_that_was_typed(plan, process):
    done = process("set", "GA-2", "text.en=A SECRET", "--between-meetings", "-m", "Whispered", "--debug")
    assert done.status == 0
    assert "rcm_tui: rcm 0" in done.err and "ms  rcm_tui.git: git commit" in done.err
    assert "SECRET" not in done.err and "Whispered" not in done.err
    assert process("list", "--debug").out == process("list").out


def test_a_change_and_its_undo_ask_git_no_more_than_they_need(plan, process):
    words = ("set", "GA-2", "text.en=ANEW", "--between-meetings", "-m", "Why", "--debug")
    assert runs_of_git(process(*words).err) == ["rev-parse", "cat-file", "commit", "log"]
    undone = process("undo", "--between-meetings", "-m", "Wrong", "--debug")
    assert sorted(runs_of_git(undone.err)) == ["cat-file", "commit", "log", "log", "rev-parse", "var"]


def runs_of_git(log: str) -> list[str]:
    return re.findall(r"rcm_tui\.git: git (\S+)", log)


STARTED = "import sys; from rcm_tui.__main__ import main; sys.exit(main())"
"""What the script `rcm` does that an installer writes."""


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [("status",), ("publish", "pdf", "--what", "status", "-o", "-")])
def test_ctrl_c_leaves_no_traceback_at_any_moment(plan, process, arguments):
    """From the start of the program to two seconds later: it ends quietly, with one sentence at most."""
    ended = set()
    for moment in [*range(0, 300, 10), *range(300, 2000, 50)]:
        running = subprocess.Popen(
            [sys.executable, "-P", "-c", STARTED, *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        try:
            said = running.communicate(timeout=moment / 1000)[1]
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGINT)
            said = running.communicate(timeout=60)[1]
        if "rcm_tui" in said:  # Else it is what Python says before it comes to the program.
            assert "Traceback" not in said and "KeyboardInterrupt" not in said, (moment, said)
        ended.add(running.returncode)
    assert ended <= {0, 130, 1, -signal.SIGINT} and len(ended) > 1


@pytest.mark.parametrize("day", ["2007-05-15", "15 May 2007", "15/5/2007", "15 de mayo de 2007"])
def test_the_day_that_counts_is_typed_as_any_date(plan, rcm, day):
    assert "As of 15 May 2007 (--on)." in rcm("--on", day, "status").out
