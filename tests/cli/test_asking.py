"""Questions at a terminal: which meeting, edits by hand, who is recording, what to take and what to leave."""

import pytest


@pytest.fixture
def messages(plan, run_git):
    """The messages of all records, newest first."""
    return lambda: run_git(plan, "log", "--format=%s")


def test_without_an_open_meeting_the_person_may_open_one(plan, terminal, run_git):
    asked = terminal("set", "GA-1.1", "status=ongoing")
    asked.wait_for("No meeting is open")
    asked.wait_for("open the meeting 2006-11-council")
    asked.wait_for("Number")
    asked.type("1\n")
    assert asked.end() == 0
    assert "(2006-11-council): " in asked.shown
    assert run_git(plan, "log", "-2", "--format=%s").splitlines() == [
        "GA-1.1: status pending-input -> ongoing",
        "2006-11-council: opened",
    ]
    assert "status: open" in (plan / "meetings/2006-11-council.yaml").read_text()


def test_or_record_between_meetings_with_a_reason(plan, terminal, run_git):
    asked = terminal("set", "GA-1.1", "status=ongoing")
    asked.wait_for("Number")
    asked.type("nine\n")
    asked.wait_for("a number from 1 to 2")
    asked.type("2\n")
    asked.wait_for("Why")
    asked.type("Asked by mail\n")
    assert asked.end() == 0
    assert "Asked by mail\n\nMeeting: none" in run_git(plan, "log", "-1", "--format=%B")


def test_edits_by_hand_are_asked_about_and_left_by_default(plan, meeting, terminal, run_git):
    file = plan / "plan/GA/GA-1/GA-1.2.yaml"
    file.write_text(file.read_text().replace("OLD OAK", "VERY OLD OAK"))
    head = run_git(plan, "rev-parse", "HEAD")
    asked = terminal("set", "GA-1.2", "status=active")
    asked.wait_for("Edits made elsewhere")
    asked.wait_for("[y/N]")
    asked.type("\n")
    assert asked.end() == 130
    assert run_git(plan, "rev-parse", "HEAD") == head
    asked = terminal("set", "GA-1.2", "status=active")
    asked.wait_for("[y/N]")
    asked.type("y\n")
    assert asked.end() == 0
    assert run_git(plan, "status", "--porcelain") == ""


def test_the_first_record_asks_for_name_and_address(plan, home, terminal, run_git):
    (home / ".gitconfig").write_text("[user]\n\tuseConfigOnly = true\n")
    asked = terminal("set", "GA-1.1", "status=ongoing", "--between-meetings", "-m", "First")
    asked.wait_for("Your name")
    asked.type("Ana Pérez\n")
    asked.wait_for("Your e-mail")
    asked.type("ana@example.org\n")
    assert asked.end() == 0
    assert run_git(plan, "log", "-1", "--format=%an <%ae>") == "Ana Pérez <ana@example.org>\n"


def test_what_is_due_is_taken_or_left_one_by_one(plan, meeting, terminal):
    left = terminal("archive", "--due")
    left.wait_for("WATER THE OLD OAK")
    left.wait_for("Archive GA-1.2?")
    left.type("n\n")
    assert left.end() == 0
    assert "Nothing was archived" in left.shown
    taken = terminal("archive", "--due")
    taken.wait_for("Archive GA-1.2?")
    taken.type("y\n")
    assert taken.end() == 0
    assert (plan / "archive/GA/GA-1/GA-1.2.yaml").is_file()


def test_closing_says_what_is_left_and_asks(plan, meeting, rcm, terminal, run_git):
    assert rcm("agreement", "add", "--text", "Open all doors").status == 0
    asked = terminal("meeting", "close")
    asked.wait_for("1 agreement is not linked yet")
    asked.wait_for("Close COUNCIL, 27-29 November 2006?")
    asked.type("\n")
    assert asked.end() == 0
    assert "Nothing was recorded" in asked.shown
    asked = terminal("meeting", "close")
    asked.wait_for("Close COUNCIL, 27-29 November 2006?")
    asked.type("y\n")
    assert asked.end() == 0
    assert run_git(plan, "tag") == "meeting/2006-11-council\n"


def test_undoing_an_opening_asks_first(plan, meeting, terminal, rcm):
    assert rcm("meeting", "list", "--json").json["meetings"][-1]["status"] == "open"
    asked = terminal("undo")
    asked.wait_for("Undo the opening?")
    asked.type("\n")
    assert asked.end() == 0
    assert "Nothing was recorded" in asked.shown
    asked = terminal("undo")
    asked.wait_for("Undo the opening?")
    asked.type("y\n")
    assert asked.end() == 0
    assert rcm("meeting", "list", "--json").json["meetings"][-1]["status"] == "planned"


def test_a_withdrawn_agreement_offers_to_take_back_what_it_led_to(plan, meeting, rcm, terminal, messages):
    assert rcm("agreement", "add", "--text", "Water the oak", "--number", "7").status == 0
    assert rcm("set", "GA-1.2", "status=active", "--agreement", "7").status == 0
    asked = terminal("agreement", "withdraw", "7")
    asked.wait_for("Undo that too?")
    asked.type("y\n")
    assert asked.end() == 0
    assert messages().splitlines()[0].startswith("Undo: GA-1.2")
    assert "status: completed" in (plan / "plan/GA/GA-1/GA-1.2.yaml").read_text()


def test_agreements_are_pasted_until_the_end_of_input(plan, meeting, rcm, terminal):
    asked = terminal("agreement", "add")
    asked.wait_for("Ctrl-D")
    asked.type("1. Water the oak\n2. Contar los árboles\n\x04")
    assert asked.end() == 0
    assert [row[1] for row in rcm("agreement", "list").rows] == ["1", "2"]


def test_the_text_of_a_new_item_is_asked_for(plan, meeting, terminal, rcm):
    asked = terminal("add", "GA-1")
    asked.wait_for("Text")
    asked.type("\n")
    asked.wait_for("Please type something")
    asked.type("PLANT AN OAK\n")
    assert asked.end() == 0
    assert "GA-1.3" in asked.shown
    assert rcm("show", "GA-1.3").status == 0


def test_or_written_in_the_editor(plan, meeting, terminal, rcm):
    asked = terminal("add", "GA-1", env={"EDITOR": "sed -i '1i PLANT AN OAK'"})
    assert asked.end() == 0
    assert rcm("show", "GA-1.3", "--json").json["item"]["text"] == {"en": "PLANT AN OAK"}


def test_an_edit_that_cannot_be_read_is_opened_again_with_what_was_typed(plan, meeting, terminal, tmp_path):
    script = tmp_path / "editor.sh"
    script.write_text(
        '#!/bin/sh\nif grep -q compleet "$1"; then sed -i s/compleet/active/ "$1"; '
        "else sed -i 's/^status: completed/status: compleet/' \"$1\"; fi\n"
    )
    script.chmod(0o755)
    asked = terminal("edit", "GA-1.2", env={"EDITOR": str(script)})
    asked.wait_for("GA-1.2.yaml:6:")
    asked.wait_for("Open the editor again?")
    asked.type("y\n")
    assert asked.end() == 0
    assert "\nstatus: active\n" in (plan / "plan/GA/GA-1/GA-1.2.yaml").read_text()


def test_text_kept_from_last_time_is_offered(plan, meeting, terminal):
    before = terminal("edit", "GA-1.2", env={"EDITOR": "sed -i 's/^status: completed/status: compleet/'"})
    before.wait_for("Open the editor again?")
    before.type("n\n")
    assert before.end() == 2
    asked = terminal("edit", "GA-1.2", env={"EDITOR": "sed -i s/compleet/ongoing/"})
    asked.wait_for("kept from last time")
    asked.type("\n")
    assert asked.end() == 0
    assert "\nstatus: ongoing\n" in (plan / "plan/GA/GA-1/GA-1.2.yaml").read_text()


def test_a_plan_is_started_by_answering(tmp_path, terminal, run_git):
    root = tmp_path / "new"
    asked = terminal("init", str(root))
    asked.wait_for("Title of the plan")
    asked.type("Plan of the Rivers\n")
    asked.wait_for("Languages")
    asked.type("es en\n")
    asked.wait_for("Code of subject 1")
    asked.type("wa\n")
    asked.wait_for("Title of WA")
    asked.type("Agua\n")
    asked.wait_for("Code of subject 2")
    asked.type("\n")
    assert asked.end() == 0
    assert "Plan-start:" in run_git(root, "log", "-1", "--format=%B")
    assert "es: Plan of the Rivers" in (root / "plan/plan.yaml").read_text()
    assert (root / "plan/WA/WA.yaml").is_file()


def test_it_is_asked_what_becomes_of_requests_that_are_not_answered(plan, meeting, terminal, rcm):
    asked = terminal("archive", "GA-1.1", "-m", "Over")
    asked.wait_for("GA-1.1 mzp: COUNTRIES WILL SEND THEIR COUNTS TO THE TS (CR)")
    asked.wait_for("Number [1]")
    asked.type("3\n")
    asked.wait_for("To which item")
    asked.type("GA-1.2\n")
    assert asked.end() == 0
    assert "Not answered, and moved to GA-1.2: GA-1.1 mzp" in asked.shown
    assert [row[0] for row in rcm("requests").rows] == ["GA-1.2"]
    assert "moved to GA-1.2" in rcm("show", "GA-1.1").out
