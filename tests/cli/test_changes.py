"""What each meeting changed, who put what where, and whether the trail can be trusted: by commands."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from rcm_tui.cli.app import main
from rcm_tui.store.git_folder import cache_folder
from rcm_tui.workflow.minutes import minutes, sheet_of
from rcm_tui.workflow.workspace import Workspace
from tests.small_plan import GARDENS

MEETING = "2006-11-council"


def change_and_close(root: Path) -> None:
    """Change a status and a text at a meeting, answer a request, archive an item, and close the meeting."""
    for line in (
        ("meeting", "open", MEETING),
        ("set", "GA-1.1", "status=completed", "text.en=COUNT THE TALL TREES OF EACH COUNTRY"),
        ("answer", "GA-1.1", "mzp", "CR", "--date", "2006-11-27"),
        ("archive", "GA-1.2", "-m", "It fell"),
        ("agreement", "add", "--text", "Plant more", "--number", "1", "--item", "GA-1"),
        ("meeting", "close", MEETING, "--yes"),
    ):
        assert main(["-C", str(root), *line]) == 0


@pytest.fixture
def root(tmp_path, small_plans, monkeypatch) -> Path:
    """The plan after that meeting; it is the current folder."""
    root = small_plans.copy(GARDENS, tmp_path / "changed", then=change_and_close)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def changed(root) -> str:
    """The meeting."""
    return MEETING


def test_what_a_meeting_changed_for_people(changed, rcm):
    done = rcm("diff", "--of", changed)
    assert done.status == 0
    assert "GA-1.1  changed  COUNT THE TALL TREES OF EACH COUNTRY" in done.out
    assert "status: [-pending input-] -> {+completed+}" in done.out
    assert "text (English): COUNT THE {+TALL +}TREES OF EACH COUNTRY" in done.out
    assert "answer of CR: {+27 November 2006+}" in done.out
    assert "GA-1.2  archived" in done.out
    assert "reason: {+It fell+}" in done.out


def test_what_another_meeting_recorded_is_not_said_of_this_one(changed, rcm):
    assert rcm("meeting", "new", "2006-12-networks", "--body", "COUNCIL", "--open").status == 0
    assert rcm("meeting", "new", "2006-12-council", "--body", "COUNCIL", "--open").status == 0
    assert rcm("set", "GA-1.1", "status=ongoing", "--meeting", "2006-12-networks").status == 0
    assert rcm("set", "GA-1", "text.en=TREES", "--meeting", "2006-12-council").status == 0
    assert rcm("meeting", "close", "2006-12-council", "--yes").status == 0
    assert rcm("meeting", "close", "2006-12-networks", "--yes").status == 0
    networks = rcm("diff", "--of", "2006-12-networks", "--json").json
    assert [change["id"] for change in networks["changes"]] == ["GA-1.1", "2006-12-networks"]
    council = rcm("diff", "--of", "2006-12-council", "--json").json
    assert [change["id"] for change in council["changes"]] == ["GA-1", "2006-12-council"]
    assert "GA-1.1" in [each["id"] for each in council["others"]]
    said = rcm("diff", "--of", "2006-12-council").out
    assert said.index("GA-1  changed") < said.index("What other records changed from") < said.index("GA-1.1  changed")


def test_words_are_struck_and_underlined_where_there_is_colour_and_marked_where_not(changed, terminal):
    coloured = terminal("diff", "--of", changed)
    assert coloured.end() == 0
    assert "\x1b[4;32mTALL " in coloured.shown
    assert "{+" not in coloured.shown
    plain = terminal("diff", "--of", changed, env={"NO_COLOR": "1"})
    assert plain.end() == 0
    assert "{+TALL +}" in plain.shown


def test_last_to_now_is_the_default(changed, root, rcm):
    assert "Nothing changed in content." in rcm("diff").out
    assert rcm("diff", "--exit-code").status == 0
    file = root / "plan/GA/GA-1/GA-1.1.yaml"
    file.write_text(file.read_text().replace("colour: green", "colour:    'green'"))
    assert "No change in content: GA-1.1" in rcm("diff").out
    assert rcm("diff", "--exit-code").status == 0
    file.write_text(file.read_text().replace("status: completed", "status: active", 1))
    done = rcm("diff", "--exit-code")
    assert done.status == 1
    assert "status: [-completed-] -> {+active+}" in done.out


def test_the_start_is_the_oldest_record_of_the_plan_that_says_so(root, rcm, run_git):
    first = rcm("diff", "start", "now", "--json").json["fromCommit"]
    assert first == run_git(root, "rev-list", "--max-parents=0", "HEAD").strip()
    run_git(root, "checkout", "-q", "--orphan", "other")
    run_git(root, "commit", "-q", "-m", "Begun\n\nThe plan-start: is not here.")
    file = root / "plan/GA/GA-1/GA-1.1.yaml"
    for trailer in ("plan-start: 2007-06-01", "Plan-start: 2007-06-02"):
        file.write_text(file.read_text() + "# Begun\n")
        run_git(root, "commit", "-qam", f"Begun\n\nWhy\n\n{trailer}\nMeeting: none")
    run_git(root, "commit", "-q", "--allow-empty", "-m", "Nothing of the plan\n\nPlan-start: 2007-06-03")
    assert rcm("diff", "start", "now", "--json").json["fromCommit"] == run_git(root, "rev-parse", "HEAD~2").strip()


def test_json_as_scripts_rely_on_it(changed, rcm):
    document = rcm("diff", "--of", changed, "--json").json
    assert (document["schemaVersion"], document["kind"]) == (1, "changes")
    assert (document["from"], document["to"]) == ("start", changed)
    document = rcm("diff", "HEAD~5", changed, "--json").json
    by_id = {change["id"]: change for change in document["changes"]}
    assert {"path": "status", "before": "pending-input", "after": "completed"} in by_id["GA-1.1"]["fields"]
    assert by_id["GA-1.2"]["change"] == "archived"
    assert document["counts"]["GA"] == {"archived": 1, "changed": 1}


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (("--item", "GA-1.2"), ["GA-1.2"]),
        (("--item", "GA-1"), ["GA-1.1", "GA-1.2"]),
        (("--item", "GA-2"), []),
        (("--kind", "meeting"), ["2006-11-council"]),
        (("--change", "archived"), ["GA-1.2"]),
        (("--actor", "Mexico", "--kind", "activity"), ["GA-1.1"]),
    ],
)
def test_a_part_of_what_changed(changed, rcm, options, ids):
    document = rcm("diff", "HEAD~5", "now", "--json", *options).json
    assert [change["id"] for change in document["changes"]] == ids


def test_counts_and_markdown(changed, rcm):
    assert rcm("diff", "HEAD~5", "now", "--stat").rows == [
        ["GA", "archived=1", "changed=1"],
        ["meetings", "changed=1"],
    ]
    written = rcm("diff", "HEAD~5", "now", "--markdown").out
    assert "## GA  Gardens" in written
    assert "- **Status**: ~~pending input~~ -> <ins>completed</ins>" in written
    assert "COUNT THE <ins>TALL</ins> TREES" in written


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("diff", "2006-05-council"), "no edition"),
        (("diff", "nonsense"), "nonsense"),
        (("diff", "--output=x", "now"), "--output"),
        (("diff", "now", "last", "extra"), "extra"),
        (("diff", "a", "--of", "b"), "--of"),
    ],
)
def test_what_names_no_state_is_explained(plan, rcm, arguments, sentence):
    done = rcm(*arguments)
    assert done.status == 2
    assert sentence in done.err
    assert not (plan / "x").exists()


def test_an_open_meeting_is_called_now(meeting, rcm):
    done = rcm("diff", meeting)
    assert done.status == 2
    assert "now" in done.err


def test_minutes_are_sentences_to_paste(changed, rcm):
    written = rcm("minutes", changed).out
    assert "1. Plant more" in written
    assert "Led to GA-1 (now: " in written
    assert "GA-1.2: Added: WATER THE OLD OAK." not in written
    marked = rcm("minutes", changed, "--markdown").out
    assert "# Minutes of 2006\\-11" not in marked
    assert "- 1\\. Plant more" in marked
    assert "Status: completed (was pending input)." in marked
    document = rcm("minutes", changed, "--json").json
    assert document["agreements"][0]["items"][0]["id"] == "GA-1"


def test_minutes_name_people_and_things_as_readers_do_in_one_language(changed, rcm):
    assert rcm("meeting", "new", "2007-06-council", "--body", "COUNCIL", "--participant", "CR", "--open").status == 0
    assert rcm("set", "GA-1.1", "text.en=COUNT THEM", "text.es=CONTARLOS").status == 0
    assert rcm("set", "GA-2", "text.es=CERRARLOS").status == 0
    written = rcm("minutes").out
    assert "Participants: Costa Rica\nAbsent: " in written
    assert "GA-1.1: Text now reads: COUNT THEM." in written
    assert "Text (Spanish) changed." in written
    assert "CONTARLOS" not in written and "CERRARLOS" not in written
    assert "2007-06-council" not in written


def test_the_minutes_are_published_as_a_document_and_as_markdown(changed, root, rcm, tmp_path):
    import docx

    assert rcm("publish", "docx", "--what", "minutes", "--at", changed, "-o", str(tmp_path / "m.docx")).status == 0
    lines = [paragraph.text for paragraph in docx.Document(str(tmp_path / "m.docx")).paragraphs]
    assert "1. Plant more" in lines
    assert any(line.startswith("GA-1.2 WATER THE OLD OAK: Archived.") for line in lines)
    other = rcm("publish", "docx", "--what", "minutes", "--at", changed, "-o", str(tmp_path / "m.pdf"))
    assert other.status == 2 and "m.pdf" in other.err and not (tmp_path / "m.pdf").exists()
    assert rcm("publish", "minutes", "--at", changed, "-o", str(tmp_path / "m.md")).status == 0
    markdown = rcm("publish", "md", "--what", "minutes", "--at", changed, "-o", "-").out
    assert (tmp_path / "m.md").read_text("utf-8") == markdown
    assert markdown == rcm("minutes", changed, "--markdown").out


def test_minutes_read_few_files_where_all_could_be_read_before(changed, root, rcm):
    def reads_all(meeting):
        workspace = Workspace.open(root).read_lazily_if_readable()
        sheet_of(workspace, minutes(workspace, meeting))
        return workspace.files is not None

    Workspace.open(root).reload()
    assert not reads_all(changed)
    written = rcm("minutes", changed).out
    shutil.rmtree(cache_folder(root))
    assert reads_all(changed)
    assert rcm("minutes", changed).out == written
    broken = next((root / "plan").rglob("*-1.1.yaml"))
    broken.write_text("id: [")
    assert rcm("list").err.count("left out") == rcm("minutes", changed).err.count("left out") == 1
    assert reads_all(changed)


def test_a_meeting_that_cannot_be_read_is_not_taken_for_one_that_is_not_open(plan, rcm):
    name = Workspace.open(plan).plan.meetings_in_order()[0].id
    file = plan / f"meetings/{name}.yaml"
    file.write_text(file.read_text() + "status: open\nbody: [\n")
    workspace = Workspace.open(plan).read_lazily()
    assert workspace.plan.open_meetings == Workspace.open(plan).plan.open_meetings
    assert workspace.files is not None


def test_minutes_of_an_open_meeting_after_an_edition(changed, rcm):
    assert rcm("meeting", "new", "2007-05-council", "--body", "COUNCIL", "--dates", "2007-05", "--open").status == 0
    assert rcm("set", "GA-1.1", "status=ongoing").status == 0
    assert rcm("set", "GA-2", "text.en=CLOSE THEM", "--between-meetings", "-m", "A mistake").status == 0
    written = rcm("minutes").out
    assert "GA-1.1 COUNT THE TALL TREES OF EACH COUNTRY: Status: ongoing (was completed)." in written
    own, _apart, others = written.partition("not by this meeting")
    assert "GA-2" not in own
    assert "GA-2: Text now reads: CLOSE THEM." in others


def test_minutes_of_a_meeting_without_an_edition_still_tell_its_agreements(plan, rcm):
    written = rcm("minutes", "2006-05-council").out
    assert "3. Count all trees" in written
    assert "no edition" in written


def test_an_agreement_without_a_number_has_one_sign_before_it(meeting, rcm):
    assert rcm("agreement", "add", "--text", "Plant more").status == 0
    assert rcm("meeting", "close", meeting, "--yes").status == 0
    assert "\n– Plant more\n" in rcm("minutes", meeting).out
    assert "\n- Plant more\n" in rcm("minutes", meeting, "--markdown").out


def test_blame_by_field_and_by_word(changed, rcm):
    by_path = {field["path"]: field for field in rcm("blame", "GA-1.1", "--json").json["fields"]}
    assert (by_path["status"]["meeting"], by_path["status"]["person"]) == (changed, "Test Person")
    assert by_path["number"]["meeting"] == "none"
    assert by_path["calendar.mzp.request.received.CR"]["meeting"] == changed
    pieces = rcm("blame", "GA-1.1", "--words", "text", "--json").json["pieces"]
    assert [(piece["text"], piece["meeting"]) for piece in pieces] == [
        ("COUNT THE ", "none"),
        ("TALL ", changed),
        ("TREES OF EACH COUNTRY", "none"),
    ]


def test_blame_of_what_is_not_recorded_yet(changed, root, rcm):
    file = root / "plan/GA/GA-1/GA-1.1.yaml"
    file.write_text(file.read_text().replace("status: completed", "status: active", 1))
    by_path = {field["path"]: field for field in rcm("blame", "GA-1.1", "--json").json["fields"]}
    assert by_path["status"]["commit"] is None
    assert by_path["number"]["commit"] is not None


def test_blame_follows_a_move_and_an_archiving(changed, rcm):
    assert rcm("move", "GA-1.1", "GA-2", "--between-meetings", "-m", "It belongs there").status == 0
    by_path = {field["path"]: field for field in rcm("blame", "GA-2.1", "--json").json["fields"]}
    assert (by_path["status"]["meeting"], by_path["status"]["as"]) == (changed, "GA-1.1")
    assert by_path["id"]["meeting"] == "none"
    assert rcm("blame", "GA-1.1", "--json").json["id"] == "GA-2.1"
    assert rcm("blame", "GA-1.2").status == 0


@pytest.mark.parametrize("arguments", [("GA-9.9",), ("GA-1.1", "--words", "number"), ("GA-1.1", "--words", "a..b")])
def test_blame_of_what_is_not_there(plan, rcm, arguments):
    done = rcm("blame", *arguments)
    assert done.status == 2
    assert done.err.strip()


def test_the_log_of_an_item_says_what_each_step_did(changed, terminal):
    page = terminal("log", "GA-1.1", env={"NO_COLOR": "1"})
    assert page.end() == 0
    shown = re.sub(r"\x1b\[[0-9;]*m", "", page.shown)
    assert "status: [-pending input-] -> {+completed+}" in shown
    assert "answer of CR" in shown


def test_the_log_of_a_meeting_has_all_its_changes(changed, rcm):
    records = rcm("log", "--meeting", changed, "--json").json["records"]
    assert {change["id"] for record in records for change in record["changes"]} == {changed, "GA-1.1", "GA-1.2"}


def test_who_put_a_sentence_in_and_who_took_it_out(changed, rcm):
    assert rcm("set", "GA-1.1", "text.en=SOMETHING ELSE", "--between-meetings", "-m", "Simpler").status == 0
    rows = rcm("log", "--text", "the tall trees").rows
    assert [(row[2], row[4], row[5], row[6]) for row in rows] == [
        ("none", "taken-out", "GA-1.1", "text.en"),
        (changed, "put-in", "GA-1.1", "text.en"),
    ]
    assert rcm("log", "--text", "ÁRBOLES de cada", "--json").json["sightings"][0]["path"] == "text.es"
    assert rcm("log", "--text", "never said").err.strip() == "No record added or removed these words."
    assert rcm("log", "--text", " ").status == 2


def test_agreements_are_traced(changed, rcm):
    traced = rcm("agreement", "list", "--all", "--traced", "--json").json
    assert [(agreement["meeting"], agreement["traced"]) for agreement in traced["agreements"]] == [
        ("2006-05-council", True),
        (changed, True),
    ]
    assert traced["itemsWithoutAgreement"] == ["GA-2"]
    shown = rcm("agreement", "show", "2006-05-council/3")
    assert "→ GA-1.1 ✓ completed" in shown.out
    assert rcm("agreement", "list", "--all", "--not-traced").err.strip() == "Every agreement is linked."


def test_the_audit_by_command(changed, root, rcm, run_git):
    done = rcm("audit")
    assert (done.status, done.out) == (0, "")
    assert "The history is intact" in done.err
    file = root / "plan/GA/GA-1/GA-1.1.yaml"
    file.write_text(file.read_text().replace("status: completed", "status: active", 1))
    run_git(root, "commit", "-q", "-a", "-m", "By hand")
    done = rcm("audit")
    assert done.status == 1
    ((severity, code, commit, *_rest),) = done.rows
    assert (severity, code) == ("finding", "no-meeting")
    document = rcm("audit", "--json").json
    assert (document["clean"], document["findings"][0]["facts"]["items"]) == (False, "GA-1.1")
    assert rcm("account", commit).status == 2
    assert rcm("account", commit, "-m", "In a hurry").status == 0
    assert rcm("audit").status == 0
    assert [row[0] for row in rcm("audit", "--settled").rows] == ["settled"]


def test_the_audit_at_a_terminal_says_what_where_and_how_to_put_right(changed, root, terminal, run_git):
    run_git(root, "tag", "-f", "-a", "-m", "moved", f"meeting/{changed}", "HEAD~1")
    page = terminal("audit", env={"NO_COLOR": "1"})
    assert page.end() == 1
    assert f"refs/tags/meeting/{changed}" in page.shown
    assert "was moved" in page.shown
    assert "git fetch --tags --force" in page.shown


def test_closing_first_says_what_is_left(meeting, rcm):
    assert rcm("agreement", "add", "--text", "To place").status == 0
    assert rcm("entry", "GA-2", "--add", "--text", "SEND IT", "--date", "2006-11-27/2006-11-29").status == 0
    left = rcm("meeting", "show", "--json").json["meeting"]["leftToDo"]
    assert any("not linked yet" in sentence for sentence in left)
    assert any("one language only" in sentence and "GA-2" in sentence for sentence in left)
    assert any("announces this meeting" in sentence and "GA-2" in sentence for sentence in left)
