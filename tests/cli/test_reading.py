"""Commands that read: what scripts rely on, what a pipe gets, what a person at a terminal sees."""

import json
import os
import subprocess
import sys

import pytest

from rcm_tui.cli.render import page_lines
from rcm_tui.model.schema import FILE_KINDS
from rcm_tui.reports import page


def test_list_in_a_pipe_is_one_item_a_line(plan, rcm):
    done = rcm("list")
    assert done.status == 0
    assert done.rows == [
        ["GA", "subject", "", "Gardens"],
        ["GA-1", "objective", "", "PLANT TREES [bold]WHERE[/bold] THERE ARE NONE"],
        ["GA-1.1", "activity", "pending-input", "COUNT THE TREES OF EACH COUNTRY"],
        ["GA-1.2", "activity", "completed", "WATER THE OLD OAK"],
        ["GA-2", "objective", "", "OPEN THE GARDENS TO ALL"],
    ]


def test_list_json_has_the_promised_keys(plan, rcm):
    document = rcm("list", "arboles", "--json").json
    assert document["schemaVersion"] == 1
    assert document["kind"] == "items"
    (item,) = document["items"]
    assert item == {
        "id": "GA-1.1",
        "kind": "activity",
        "parent": "GA-1",
        "number": 1,
        "status": "pending-input",
        "archived": False,
        "text": {"en": "COUNT THE TREES OF EACH COUNTRY", "es": "CONTAR LOS ÁRBOLES DE CADA PAÍS"},
        "responsible": ["TS"],
        "path": "plan/GA/GA-1/GA-1.1.yaml",
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (["status:open"], ["GA-1.1"]),
        (["not:status:open", "oak"], ["GA-1.2"]),
        (["old oak"], ["GA-1.2"]),
        (["oak old"], []),
        (["actor:mexico"], ["GA-1.1"]),
        (["is:overdue"], ["GA-1.1"]),
        (["is:overdue", "--on", "2006-08-01"], []),
    ],
)
def test_a_query_filters(plan, rcm, query, found):
    done = rcm("list", *query)
    assert done.status == 0
    assert [row[0] for row in done.rows if row[1] == "activity"] == found
    assert ("Nothing in the plan matches" in done.err) == (not found)


def test_the_tree_on_a_terminal_keeps_what_an_item_hangs_under(plan, terminal):
    shown = terminal("list", "oak", size=(60, 30), env={"NO_COLOR": "1"})
    assert shown.end() == 0
    assert "GA-1 " in shown.shown
    assert "✓ completed" in shown.shown
    assert "[bold]WHERE[/bold]" in shown.shown
    assert "GA-2" not in shown.shown
    assert all(len(line) <= 90 for line in shown.shown.splitlines())


@pytest.mark.parametrize("command", [("list",), ("status",)])
def test_the_sign_of_an_unofficial_translation_is_explained_on_a_terminal(plan, terminal, command):
    note = "* Traducción no oficial"
    before = terminal("--lang", "es", *command, env={"NO_COLOR": "1"})
    assert before.end() == 0 and note not in before.shown
    subject = plan / "plan/GA/GA.yaml"
    subject.write_text(subject.read_text("utf-8") + "draft: [es]\n", "utf-8")
    shown = terminal("--lang", "es", *command, env={"NO_COLOR": "1"})
    assert shown.end() == 0
    assert "Jardines *" in shown.shown and note in shown.shown


def test_whether_a_deadline_has_passed_is_a_column_of_what_an_actor_owes(plan, rcm):
    assert "by 15 August 2006  deadline passed\n" in rcm("show", "CR").out


def test_long_text_is_wrapped_under_itself_on_a_terminal(plan, terminal, rcm):
    words = "WORD " * 40
    assert rcm("set", "GA-1.2", f"text.en={words.strip()}", "--between-meetings", "-m", "Why").status == 0
    shown = terminal("list", "GA-1.2", "word", size=(60, 30), env={"TERM": "xterm", "NO_COLOR": "1"})
    assert shown.end() == 0
    assert shown.shown.count("WORD") == 40
    lines = [line for line in shown.shown.splitlines() if "WORD" in line]
    assert len(lines) > 3
    assert all(len(line.rstrip().replace("\x1b[1m", "").replace("\x1b[0m", "")) <= 60 for line in lines)
    assert all(line.startswith(" " * 13 + "WORD") for line in lines[1:])


def test_colour_is_left_out_where_it_is_not_wanted(plan, terminal):
    coloured = terminal("list")
    assert coloured.end() == 0
    assert "\x1b[1;33m" in coloured.shown
    plain = terminal("list", env={"NO_COLOR": "1"})
    assert plain.end() == 0
    assert "33m" not in plain.shown
    dumb = terminal("list", env={"TERM": "dumb"})
    assert dumb.end() == 0
    assert "\x1b" not in dumb.shown


def test_an_empty_plan_says_how_to_begin(plan, rcm, run_git):
    run_git(plan, "rm", "-rq", "plan/GA")
    done = rcm("list")
    assert (done.status, done.out) == (0, "")
    assert "rcm add --subject" in done.err


def test_show_json_is_the_item_whole(plan, rcm):
    document = rcm("show", "contar", "--json").json
    assert document["kind"] == "item"
    item = document["item"]
    assert item["id"] == "GA-1.1"
    assert item["actions"] == [{"id": "bdr", "number": 1, "text": {"en": "Find places"}}]
    assert item["agreements"] == [
        {
            "meeting": "2006-05-council",
            "id": "hjn",
            "number": "3",
            "kind": "decision",
            "status": "agreed",
            "text": {"en": "Count all trees"},
            "agreement": "hjn",
            "strength": "explicit",
            "action": None,
        }
    ]
    first, second = item["calendar"]
    assert (first["id"], first["date"], first["status"], first["request"]) == ("kvt", "2004-10", "completed", None)
    request = second["request"]
    assert request["from"] == ["members"]
    assert request["received"] == {"MX": "2006-07-12"}
    assert request["deadline"] == {"date": "2006-08-15", "last": "2006-08-15", "passed": True}
    assert [(answer["actor"], answer["answer"], answer["date"]) for answer in request["asked"]] == [
        ("MX", "answered", "2006-07-12"),
        ("CR", "not-recorded", None),
    ]
    assert request["settled"] is False
    change = item["lastChange"]
    assert (change["meeting"], change["person"]) == ("none", "Test Person")
    assert change["date"].startswith("20")


def test_show_is_a_page(plan, rcm):
    page = rcm("show", "GA-1.1").out
    for words in (
        "COUNT THE TREES OF EACH COUNTRY",
        "CONTAR LOS ÁRBOLES DE CADA PAÍS",
        "? pending input",
        "Technical Secretariat (TS)",
        "October 2004",
        "by 15 August 2006, deadline passed",
        "answered: Mexico (12 July 2006)",
        "not recorded: Costa Rica",
        "2006-05-council/hjn",
        "Count all trees",
        "plan/GA/GA-1/GA-1.1.yaml",
        "Start the plan",
    ):
        assert words in page


def test_show_of_an_objective_and_of_an_unreadable_item(plan, rcm):
    assert "GA-1.2" in rcm("show", "GA-1").out
    (plan / "plan/GA/GA-1/GA-1.2.yaml").write_text("id: GA-1.2\nid: GA-1.2\n")
    done = rcm("show", "GA-1.2")
    assert done.status == 0
    assert "! unreadable" in done.out
    assert "plan/GA/GA-1/GA-1.2.yaml:2:1" in done.out
    document = rcm("show", "GA-1.2", "--json").json["item"]
    assert document["status"] == "unreadable"
    assert document["problems"][0]["line"] == 2
    assert rcm("list").rows[3][:3] == ["GA-1.2", "activity", "unreadable"]


def test_check_lists_problems_by_place_and_ends_with_1(plan, rcm):
    clean = rcm("check")
    assert clean.status == 0
    assert "no errors" in clean.err
    file = plan / "plan/GA/GA-1/GA-1.2.yaml"
    file.write_text(file.read_text().replace("status: completed\ncal", "status: compleet\ncal"))
    (plan / "plan/GA/GA-2/GA-2.yaml").write_text("id: [\n")
    done = rcm("check")
    assert done.status == 1
    assert "plan/GA/GA-1/GA-1.2.yaml:6:" in done.out
    assert "completed" in done.out
    assert "plan/GA/GA-2/GA-2.yaml:" in done.out
    document = rcm("check", "--json")
    assert document.status == 1
    assert document.json["kind"] == "problems"
    assert {tuple(problem) for problem in document.json["problems"]} == {
        ("path", "line", "column", "severity", "code", "message")
    }


def test_requests_by_request_and_by_country(plan, rcm):
    assert [row[:6] for row in rcm("requests").rows] == [
        ["GA-1.1", "mzp", "2006-08-15", "MX", "answered", "2006-07-12"],
        ["GA-1.1", "mzp", "2006-08-15", "CR", "not-recorded", ""],
    ]
    assert [row[:5] for row in rcm("requests", "--by-country", "actor:CR").rows] == [
        ["CR", "GA-1.1", "mzp", "2006-08-15", "not-recorded"]
    ]
    assert rcm("requests", "actor:MX").rows == []
    (request,) = rcm("requests", "--json").json["requests"]
    assert (request["item"], request["entry"], request["settled"]) == ("GA-1.1", "mzp", False)
    countries = rcm("requests", "--by-country", "--json").json["countries"]
    assert [country["actor"] for country in countries] == ["MX", "CR"]


def test_a_request_that_everybody_answered_waits_no_more(plan, rcm):
    assert rcm("answer", "GA-1.1", "mzp", "Costa Rica", "--between-meetings", "-m", "Why").status == 0
    done = rcm("requests")
    assert done.rows == []
    assert "No answers" in done.err
    assert len(rcm("requests", "--all").rows) == 2


def test_not_yet_is_said_only_of_a_complete_ledger(plan, rcm):
    done = rcm("set", "GA-1.1", "calendar.mzp.request.ledger=complete", "--between-meetings", "-m", "Why")
    assert done.status == 0, done.err
    assert [row[4] for row in rcm("requests").rows] == ["answered", "not-yet"]


def test_log_of_an_item_a_meeting_and_all(plan, meeting, rcm):
    assert rcm("set", "GA-1.2", "status=active", "-m", "It is dry again").status == 0
    assert rcm("set", "GA-2", "number=3").status == 0
    assert [row[4] for row in rcm("log", "GA-1.2").rows] == [
        "GA-1.2: status completed -> active",
        "Start the plan",
    ]
    assert len(rcm("log", "--meeting", meeting).rows) == 3
    assert len(rcm("log").rows) == 4
    assert len(rcm("log", "-n", "2").rows) == 2
    newest = rcm("log", "GA-1.2", "--json").json["records"][0]
    assert (newest["id"], newest["meeting"], newest["reason"]) == ("GA-1.2", meeting, "It is dry again")
    assert newest["fields"] == [{"path": "status", "before": "completed", "after": "active"}]


def test_meetings_are_listed_and_shown(plan, rcm):
    assert [row[:2] for row in rcm("meeting", "list").rows] == [
        ["2006-05-council", "closed"],
        ["2006-11-council", "planned"],
    ]
    document = rcm("meeting", "list", "--json").json
    assert [meeting["agreementCount"] for meeting in document["meetings"]] == [1, 0]
    page = rcm("meeting", "show", "puebla").out
    assert "10-12 May 2006" in page
    assert "→ GA-1.1 ? pending input" in page
    whole = rcm("meeting", "show", "2006-05-council", "--json").json["meeting"]
    (agreement,) = whole["agreements"]
    (standing,) = agreement["ledTo"]
    assert standing | {"id": "GA-1.1", "status": "pending-input", "archived": False, "found": True} == standing
    assert rcm("agreement", "list", "2006-05-council").rows == [["hjn", "3", "agreed", "GA-1.1", "Count all trees"]]


def test_entries_of_an_item(plan, rcm):
    assert rcm("entry", "GA-1.1").rows == [
        ["kvt", "2004-10", "completed", "FIRST COUNT HELD"],
        ["mzp", "", "pending-input", "COUNTRIES WILL SEND THEIR COUNTS TO THE TS"],
    ]
    assert [entry["id"] for entry in rcm("entry", "GA-1.1", "--json").json["entries"]] == ["kvt", "mzp"]


def test_schemas_describe_the_files_by_their_own_keys(plan, rcm, tmp_path):
    schema = json.loads(rcm("schema", "activity").out)
    assert schema["$defs"]["Request"]["properties"]["from"]["type"] == "array"
    assert "from_" not in json.dumps(schema)
    assert set(schema["required"]) == {"id", "number", "text", "status"}
    done = rcm("schema", "--write", str(tmp_path / "schemas"))
    assert done.rows == [[str(tmp_path / "schemas" / f"{kind}.schema.json")] for kind in FILE_KINDS]
    assert {path.name for path in (tmp_path / "schemas").iterdir()} == {f"{kind}.schema.json" for kind in FILE_KINDS}
    assert rcm("schema", "nonsense").status == 2


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("rcm sho", "show"),
        ("rcm show GA-1.", "GA-1.1"),
        ("rcm meeting op", "open"),
        ("rcm meeting open 2006-1", "2006-11-council"),
        ("rcm set GA-1.1 status=co", "status=completed"),
        ("rcm answer GA-1.1 m", "mzp"),
        ("rcm answer GA-1.1 mzp C", "CR"),
        ("rcm list status:pend", "status:pending-input"),
        ("rcm set GA-1.1 --meeting 2006-05", "2006-05-council"),
    ],
)
def test_the_shell_completes_out_of_the_plan(plan, process, line, expected):
    words = line.split()
    env = {"_RCM_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    done = process(env=env)
    assert done.status == 0
    assert f"plain,{expected}" in done.out.splitlines()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_call_rcm(rcm, shell):
    done = rcm("completion", shell)
    assert done.status == 0
    assert f"_RCM_COMPLETE={shell}_complete" in done.out


def test_the_plan_in_this_repository(rcm, monkeypatch):
    from pathlib import Path

    monkeypatch.setenv("RCM_PLAN", str(Path(__file__).parents[2]))
    assert rcm("check").status == 0
    items = rcm("list", "is:any", "--json").json["items"]
    assert [sum(item["kind"] == kind for item in items) for kind in ("subject", "objective", "activity")] == [3, 20, 68]
    assert any("AIDS" in row[3] for row in rcm("list", "aids").rows)
    for item in items[:6]:
        assert rcm("show", item["id"]).status == 0


def test_what_cannot_be_read_is_not_passed_over(plan, rcm, tmp_path):
    """Lists say that something is left out, nothing is published without leave, and the audit does not say whole."""
    broken = plan / "plan/GA/GA-1/GA-1.2.yaml"
    broken.write_text(broken.read_text().replace("status:", "status: ["))
    for words in ("list oak", "list --json", "requests", "status", "status --json", "minutes 2006-11-council"):
        done = rcm(*words.split())
        assert done.status == 0 and done.err.count("left out") == 1, words
    refused = rcm("publish", "csv", "-o", "-")
    assert refused.status == 3 and "GA-1.2.yaml" in refused.err and not refused.out and "left out" not in refused.err
    done = rcm("publish", "csv", "--incomplete", "-o", "-")
    assert done.status == 0 and "left out" in done.err
    audited = rcm("audit")
    assert audited.status == 1 and "cannot be read" in audited.err and "intact" not in audited.err
    audited = rcm("audit", "--json").json
    assert not audited["clean"] and audited["unreadable"] == ["plan/GA/GA-1/GA-1.2.yaml"]
    assert "left out" not in rcm("check").err
    assert "left out" not in rcm("set", "GA-1.1", "status=completed", "-m", "Why", "--between-meetings").err


def test_what_cannot_be_read_is_named_before_a_meeting_is_closed(plan, rcm, meeting):
    broken = plan / "plan/GA/GA-1/GA-1.2.yaml"
    broken.write_text(broken.read_text().replace("status:", "status: ["))
    assert "edition would lack what it holds: plan/GA/GA-1/GA-1.2.yaml" in rcm("meeting", "show", meeting).out


def test_show_an_actor_by_any_of_its_names(plan, rcm):
    page = rcm("show", "México").out
    assert page.startswith("MX  member country\n\nMexico")
    document = rcm("show", "mx", "--json").json
    assert document["kind"] == "actor" and document["actor"]["actor"] == "MX"
    assert rcm("show", "GA-1.1").out.startswith("GA-1.1")


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        (("list", "status", ":", "pen"), "pending-input"),
        (("list", "status", ":"), "pending-input"),
        (("set", "GA-1.1", "status", "=", "comp"), "completed"),
        (("list", "actor", ":", "Me"), ""),
        (("sho",), "show"),
    ],
)
def test_bash_completes_what_it_splits_at_colons_and_equal_signs(plan, rcm, tmp_path, words, completed):
    (tmp_path / "script").write_text(rcm("completion", "bash").out)
    program = tmp_path / "rcm"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m rcm_tui "$@"\n')
    program.chmod(0o755)
    lines = (
        '. "$0"; COMP_WORDS=(rcm "$@"); COMP_CWORD=$#; COMPREPLY=(); _rcm_completion "$RCM"; '
        "printf '%s\\n' \"${COMPREPLY[@]}\""
    )
    run = ["bash", "-c", lines, tmp_path / "script", *words]
    done = subprocess.run(run, env={**os.environ, "RCM": str(program)}, capture_output=True, encoding="utf-8")
    found = done.stdout.split()
    assert completed in found if completed else found
    assert not any(each.startswith(("status", "actor")) for each in found)


def test_the_texts_after_statuses_begin_in_one_column():
    activities = (("HR-1.1", "● active", "FIRST"), ("HR-1.2", "? pending input", "SECOND"))
    rows = tuple(page.Row(key, (page.Cell(key, page.ID), page.Cell(status)), text) for key, status, text in activities)
    _title, first, second = (line.plain() for line in page_lines([page.Section("children", "Activities", rows=rows)]))
    assert first.index("FIRST") == second.index("SECOND")
