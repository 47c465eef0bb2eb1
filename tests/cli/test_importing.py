"""`rcm init --from`: a plan out of the table of an office, shown before it is made."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import openpyxl

from rcm_tui.store.yaml import parse
from tests.office.test_hostile_files import HOSTILE
from tests.plan.test_transcription import items
from tests.workflow.importing.office import office_docx, source_plan

LOG = (
    ["Follow-up of the meeting"],
    ["ID", "Action", "Owner", "Due", "Status", "Comments"],
    [
        "1",
        "Send the list of contacts",
        "TS; Mexico",
        "15 March 2007",
        "In progress",
        "Three answers so far, more to come in May",
    ],
    ["2", "Hold a seminar", "Mexico", "03/04/2007", "Done", ""],
    ["7", "Review the guidelines", "All", "soon", "waiting for Canada", "-"],
)


def workbook(rows) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Actions"
    for row in rows:
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def made(root: Path) -> dict[str, dict]:
    found = {path.stem: parse(path.read_bytes()) for path in sorted((root / "plan").rglob("*.yaml"))}
    return {key: data for key, data in found.items() if key not in ("plan", "actors")}


def test_the_plan_of_2006_out_of_the_table_of_an_office(tmp_path, rcm):
    """All 226 texts and emphases, in one command; the plan is the shipped one but for judgement."""
    (tmp_path / "office.docx").write_bytes(office_docx(source_plan()))
    root = tmp_path / "plan"
    done = rcm("init", str(root), "--from", str(tmp_path / "office.docx"), "--yes")
    assert done.status == 0, done.err
    plan, shipped = made(root), items()
    assert plan.keys() == shipped.keys()
    texts = 0
    for key, item in plan.items():
        other = shipped[key]
        pairs = [(item, other)]
        for name in ("actions", "calendar"):
            if name == "calendar" or "." not in key:
                pairs += list(zip(item.get(name, ()), other.get(name, ()), strict=True))
        assert item["number"] == other["number"]
        for pair, same in pairs:
            texts += 1
            words, its = ((each.get("text") or each["title"])["en"] for each in (pair, same))
            assert words == its
            assert pair["source"]["emphasis"] == same["source"].get("emphasis", "none"), words
    assert texts == 226
    entries = [
        (each, same)
        for key in plan
        for each, same in zip(plan[key].get("calendar", ()), shipped[key].get("calendar", ()), strict=True)
    ]
    dated = [(entry["date"], same.get("date")) for entry, same in entries if "date" in entry]
    assert len(dated) >= 35 and sum(own != its for own, its in dated) <= 1, "Dates are those that people read in it."
    assert rcm("-C", str(root), "check").status == 0
    assert rcm("-C", str(root), "audit").status == 0
    notes = parse((root / "plan" / "plan.yaml").read_bytes())["notes"]
    assert next(note["en"] for note in notes) == "Updated by the Technical Secretariat as of November 2006"


def test_an_action_log(tmp_path, rcm):
    (tmp_path / "log.xlsx").write_bytes(workbook(LOG))
    root = tmp_path / "plan"
    shown = rcm("init", str(root), "--from", str(tmp_path / "log.xlsx"), "--dry-run")
    assert shown.status == 0 and not root.exists()
    for words in (
        "3  “Owner”  →  owner, 3 texts",
        "3 activities",
        "TS (TS)",
        "no date is found",
        "day first",
        "Follow-up of the meeting",
    ):
        assert words.casefold() in shown.out.casefold(), words
    told = rcm("init", str(root), "--from", str(tmp_path / "log.xlsx"))
    assert told.status == 2 and "--yes" in told.err and not root.exists()
    assert rcm("init", str(root), "--from", str(tmp_path / "log.xlsx"), "--yes", "--title", "Log").status == 0
    first, second, third = (item for key, item in made(root).items() if "." in key)
    assert first["text"]["en"] == "Send the list of contacts" and first["status"] == "active"
    assert first["responsible"] == ["TS", "MEX"]
    comment, due = first["calendar"][1], first["calendar"][0]
    assert comment["text"]["en"] == "Three answers so far, more to come in May"
    assert due["text"]["en"] == "Due: 15 March 2007" and due["request"] == {"from": ["TS", "MEX"], "due": "2007-03-15"}
    assert second["status"] == "completed" and second["calendar"][0]["request"]["due"] == "2007-04-03"
    assert second["calendar"][0]["status"] == "completed", "It is no longer owed."
    assert third["number"] == 7 and third["status"] == "pending-input"
    assert [entry["text"]["en"] for entry in third["calendar"]] == [
        "Status: waiting for Canada",
        "Owner: All",
        "Due: soon",
        "Comments: -",
    ]
    assert rcm("-C", str(root), "check").status == 0


def test_what_a_column_is_can_be_corrected(tmp_path, rcm):
    rows = [["Ref", "What", "Whom we ask", "Until"], ["A-1", "Send the list", "Mexico", "May 2007"]]
    file = tmp_path / "log.xlsx"
    file.write_bytes(workbook(rows))
    root = tmp_path / "plan"
    columns = ["--column", "2=activity", "--column", "3=owner", "--column", "4=due"]
    wrong = rcm("init", str(root), "--from", str(file), "--yes", "--column", "9=owner")
    assert wrong.status == 2 and "columns 1 to 4" in wrong.err
    assert "3=owner" in rcm("init", str(root), "--from", str(file), "--yes", "--column", "owner").err
    assert rcm("init", str(root), "--from", str(file), "--yes", *columns).status == 0
    (activity,) = (item for key, item in made(root).items() if "." in key)
    assert activity["x_reference"] == "A-1" and activity["responsible"] == ["MEX"]
    assert activity["calendar"][0]["request"]["due"] == "2007-05"
    shown = rcm("init", str(root / "b"), "--from", str(file), "--dry-run", "--json", *columns).json
    assert [column["role"] for column in shown["columns"]] == ["number", "activity", "owner", "due"]


def test_a_list_with_headings(tmp_path, rcm):
    page = "<h1>Plan</h1><h2>Rights</h2><h3>Protect children</h3><ol><li>Hold a seminar<li>Print a guide</ol>"
    (tmp_path / "list.html").write_text(page + "<h3>Train officers</h3><ul><li>A course</ul>")
    assert rcm("init", str(tmp_path / "plan"), "--from", str(tmp_path / "list.html"), "--yes").status == 0
    said = {key: (item.get("text") or item["title"])["en"] for key, item in made(tmp_path / "plan").items()}
    assert said == {
        **{"RIG": "Rights", "RIG-1": "Protect children", "RIG-2": "Train officers"},
        **{"RIG-1.1": "Hold a seminar", "RIG-1.2": "Print a guide", "RIG-2.1": "A course"},
    }


def test_hostile_files_make_nothing(tmp_path, rcm):
    for case in ("macros", "a DTD", "a bomb", "an encrypted file", "a linked object"):
        file = tmp_path / "office.docx"
        file.write_bytes(HOSTILE[case][0]())
        done = rcm("init", str(tmp_path / "plan"), "--from", str(file), "--yes")
        assert done.status == 3 and HOSTILE[case][1] in done.err
    done = rcm("init", str(tmp_path / "plan"), "--from", str(tmp_path / "nowhere.docx"), "--yes")
    assert done.status == 3 and "nowhere.docx" in done.err
    assert not (tmp_path / "plan").exists()


def conclusions() -> bytes:
    document = docx.Document()
    document.add_heading("Conclusions", 1)
    document.add_paragraph("The council met in Panama. It was glad of the rain.")
    document.add_paragraph("It agreed to the following:")
    for words in ("Gardeners will send a list by 15 March 2007", "Hold a seminar: a) on roses; and b) on weeds."):
        document.add_paragraph(words, style="List Number")
    document.add_paragraph("The council thanked the host.")
    document.add_paragraph("The meeting ended at five o'clock.")
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def test_the_agreements_of_conclusions(meeting, rcm, tmp_path):
    """Word's own numbers are read; what is not an agreement is shown, and kept beside them."""
    file = tmp_path / "conclusions.docx"
    file.write_bytes(conclusions())
    shown = rcm("agreement", "import", str(file), "--dry-run")
    assert shown.status == 0, shown.err
    assert [line.strip() for line in shown.out.splitlines() if line.strip()[:1].isdigit()] == [
        "1  preamble",
        "2  heading",
        "3  1",
        "4  2",
        "5  thanks",
        "6  to look at",
    ]
    assert "by 15 March 2007" in shown.out
    assert rcm("agreement", "import", str(file)).status == 2
    done = rcm("agreement", "import", str(file), "--yes", "--owners", "--as", "6=nothing")
    assert done.status == 0, done.err
    found = parse(Path("meetings", f"{meeting}.yaml").read_bytes())
    first, second = found["agreements"]
    assert first["number"] == "1" and first["request"]["due"] == "2007-03-15"
    assert second["text"]["en"] == "Hold a seminar:"
    assert [(part["number"], part["text"]["en"]) for part in second["parts"]] == [
        ("2a", "on roses; and"),
        ("2b", "on weeds."),
    ]
    assert [statement["text"]["en"] for statement in found["statements"]][-1] == "The council thanked the host."
    assert "1 heading" in done.err and "2 texts" in done.err


def test_a_table_for_a_plan_that_is_there(plan, rcm, tmp_path):
    """What the plan has is left as it is, what is new is added, in one record that can be undone."""
    rows = {}
    for key, item in made(plan).items():
        rows[key] = (item.get("text") or item["title"])["en"]
    subject = next(key for key in rows if "-" not in key)
    objective = next(key for key in rows if key.startswith(f"{subject}-") and "." not in key)
    activity = next(key for key in rows if key.startswith(f"{objective}."))
    table = [
        ["Subjects", "Objectives", "Activities", "Owner", "Calendar"],
        [rows[subject], rows[objective], rows[activity] + ".", "", ""],
        ["", "", rows[activity], "", "A new entry of May 2007"],
        ["", "", "Water the roses", "nobody we know", ""],
    ]
    (tmp_path / "table.xlsx").write_bytes(workbook(table))
    shown = rcm("import", str(tmp_path / "table.xlsx"), "--dry-run")
    assert shown.status == 0, shown.err
    assert "1 activity, 2 calendar entries" in shown.out
    before = made(plan)
    assert rcm("import", str(tmp_path / "table.xlsx"), "--between-meetings").status == 2
    done = rcm("import", str(tmp_path / "table.xlsx"), "--between-meetings", "--yes")
    assert done.status == 0, done.err
    after = made(plan)
    (new,) = after.keys() - before.keys()
    assert after[new]["text"]["en"] == "Water the roses" and after[new]["status"] == "planned"
    assert after[new]["calendar"][0]["text"]["en"] == "Owner: nobody we know"
    assert after[activity]["calendar"][:-1] == before[activity].get("calendar", [])
    assert after[activity]["calendar"][-1]["text"]["en"] == "A new entry of May 2007"
    assert {key: each for key, each in after.items() if key not in (new, activity)} == {
        key: each for key, each in before.items() if key != activity
    }
    assert rcm("import", str(tmp_path / "table.xlsx"), "--yes", "--between-meetings").status == 0
    assert made(plan) == after, "A second time adds nothing."
    (tmp_path / "log.xlsx").write_bytes(workbook(LOG))
    log = ["import", str(tmp_path / "log.xlsx"), "--between-meetings", "--yes", "--under"]
    assert rcm(*log, subject).status == 2
    assert rcm(*log, objective).status == 0
    assert len([key for key in made(plan).keys() - after.keys() if key.startswith(f"{objective}.")]) == 3
    assert rcm("undo", "--between-meetings", "-m", "Not yet").status == 0
    assert rcm("undo", "--between-meetings", "-m", "Not yet").status == 0 and made(plan) == before


def test_the_preview_speaks_of_goals_and_tasks_and_has_the_title_that_was_given(tmp_path, rcm):
    file = tmp_path / "goals.xlsx"
    file.write_bytes(workbook([["Goal", "Task", "Due"], ["Clean streets", "Buy sweepers", "May 2025"]]))
    shown = rcm("init", str(tmp_path / "p"), "--like", "council", "--title", "City", "--from", str(file), "--dry-run")
    assert "Title         City" in shown.out
    assert "1 goal, 1 task, 1 update" in shown.out and "calendar entry" not in shown.out
    assert "goals" not in shown.out.partition("As it will be")[2]


def test_the_preview_counts_sub_activities_apart_and_says_what_is_no_date(tmp_path, rcm):
    file = tmp_path / "levels.xlsx"
    heads = ["Focus area", "Objective", "Activity", "Sub-activity", "Due"]
    rows = [
        ["Awareness", "Train", "Courses", "Design", "31/2/2027"],
        [None, None, None, "Pilot", "2027-13-01"],
        [None, None, "Books", "Print", "when ready"],
    ]
    file.write_bytes(workbook([heads, *rows]))
    shown = rcm("init", str(tmp_path / "p"), "--like", "amr", "--from", str(file), "--dry-run").out
    assert "\n      2 activities, 3 sub-activities, 3 milestones\n" in shown
    doubts = shown.partition("To look at\n")[2].splitlines()[:6]
    assert [line.strip() for line in doubts] == [
        "row 2  Due: 31/2/2027",
        "31/2/2027: February 2027 has no day 31.",
        "row 3  Due: 2027-13-01",
        "2027-13-01: there is no month 13.",
        "row 4  Due: when ready",
        "No date is found in it.",
    ]
