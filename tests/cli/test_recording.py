"""Commands that record: what they write, what they say, and what they ask."""

import pytest


@pytest.fixture
def log(plan, run_git):
    """The messages of the newest records."""

    def newest(count: int = 1) -> str:
        return run_git(plan, "log", f"-{count}", "--format=%B")

    return newest


BETWEEN = ("--between-meetings", "-m", "Asked by mail")


def test_set_records_one_commit_of_that_file_alone(plan, rcm, run_git, log):
    (plan / "mine.txt").write_text("staged by the person")
    run_git(plan, "add", "mine.txt")
    done = rcm("set", "GA-1.1", "status=ongoing", "responsible+=OIM", *BETWEEN)
    assert (done.status, done.err) == (0, "")
    commit = run_git(plan, "rev-parse", "--short=7", "HEAD").strip()
    assert done.out == (
        f"Recorded {commit} (between meetings): GA-1.1: status pending input → ongoing; responsible +IOM\n"
    )
    assert "Meeting: none\nItem: GA-1.1" in log()
    assert "Asked by mail" in log()
    assert run_git(plan, "show", "--format=", "--name-only", "HEAD") == "plan/GA/GA-1/GA-1.1.yaml\n"
    removed = [
        line for line in run_git(plan, "show", "--format=", "-U0").splitlines() if line[:2] in ("- ", "-s", "-r")
    ]
    assert removed == ["-status: pending-input", "-responsible: [TS]"]
    text = (plan / "plan/GA/GA-1/GA-1.1.yaml").read_text()
    assert text.startswith("# A comment of the person")
    assert "colour: green   # an unknown key" in text
    assert run_git(plan, "diff", "--cached", "--name-only") == "mine.txt\n"


def test_the_result_as_json(plan, rcm, run_git):
    document = rcm("set", "GA-1.1", "status=ongoing", "--json", *BETWEEN).json
    assert document["kind"] == "record"
    assert document["commit"] == run_git(plan, "rev-parse", "HEAD").strip()
    assert (document["meeting"], document["dryRun"], document["newId"]) == ("none", False, None)
    (change,) = document["changes"]
    assert (change["id"], change["change"]) == ("GA-1.1", "changed")
    assert change["fields"] == [{"path": "status", "before": "pending-input", "after": "ongoing"}]


def test_a_dry_run_shows_the_record_and_makes_none(plan, meeting, rcm, run_git):
    head = run_git(plan, "rev-parse", "HEAD")
    done = rcm("set", "GA-1.1", "status=completed", "--dry-run", "-m", "Why not")
    assert done.status == 0
    for words in ("Meeting: 2006-11-council", "Why not", "-status: pending-input", "+status: completed"):
        assert words in done.out
    assert run_git(plan, "rev-parse", "HEAD") == head
    assert run_git(plan, "status", "--porcelain") == ""
    assert rcm("set", "GA-1.1", "status=completed", "--dry-run", "--json").json["dryRun"] is True


def test_without_an_open_meeting_a_script_is_told_its_options(plan, rcm, run_git):
    head = run_git(plan, "rev-parse", "HEAD")
    done = rcm("set", "GA-1.1", "status=completed")
    assert done.status == 3
    assert "--between-meetings" in done.err
    assert "--meeting" in done.err
    assert run_git(plan, "rev-parse", "HEAD") == head


def test_the_open_meeting_is_used_and_others_named(plan, meeting, rcm, log):
    assert "(2006-11-council)" in rcm("set", "GA-1.1", "status=completed", "--proposed-by", "mexico").out
    assert "Meeting: 2006-11-council" in log()
    assert "Proposed-by: Mexico" in log()
    done = rcm("set", "GA-1.1", "status=active", "--meeting", "2006-05-council")
    assert done.status == 3
    assert "closed" in done.err


def test_nothing_to_change_is_no_failure(plan, rcm, run_git):
    head = run_git(plan, "rev-parse", "HEAD")
    done = rcm("set", "GA-1.2", "status=completed", *BETWEEN)
    assert done.status == 0
    assert "already the case" in done.err
    assert run_git(plan, "rev-parse", "HEAD") == head


def test_edits_by_hand_stop_a_script_and_are_recorded_when_told(plan, meeting, rcm, run_git, log):
    file = plan / "plan/GA/GA-1/GA-1.2.yaml"
    file.write_text(file.read_text().replace("OLD OAK", "VERY OLD OAK"))
    done = rcm("set", "GA-1.2", "status=active")
    assert done.status == 3
    assert "--with-external-edits" in done.err
    assert rcm("set", "GA-1.2", "status=active", "--with-hand-edits").status == 0
    assert "text (en) changed" in log()
    assert run_git(plan, "status", "--porcelain") == ""


def test_record_takes_edits_by_hand_as_they_stand(plan, meeting, rcm, run_git):
    assert "nothing" in rcm("record").err.casefold()
    file = plan / "plan/GA/GA-1/GA-1.2.yaml"
    written = file.read_text().replace("OLD OAK", "VERY OLD OAK") + "# a note\n"
    file.write_text(written)
    assert "GA-1.2: text (en) changed" in rcm("record", "--dry-run").out
    assert rcm("record", "-m", "By hand").status == 0
    assert file.read_text() == written
    assert run_git(plan, "status", "--porcelain") == ""


def test_without_an_identity_a_script_is_told_the_two_commands(plan, rcm, home, run_git, monkeypatch):
    (home / ".gitconfig").write_text("[user]\n\tuseConfigOnly = true\n")
    done = rcm("set", "GA-1.1", "status=completed", *BETWEEN)
    assert done.status == 3
    assert "user.name" in done.err
    assert "user.email" in done.err
    assert run_git(plan, "status", "--porcelain") == ""


# --- adding


def test_add_prints_the_new_id_alone(plan, meeting, rcm):
    done = rcm("add", "GA-1", "--text", "PLANT AN OAK", "--responsible", "Mexico")
    assert (done.status, done.out) == (0, "GA-1.3\n")
    assert rcm("add", "GA", "--text", "A THIRD OBJECTIVE").out == "GA-3\n"
    assert rcm("add", "--subject", "WA", "--title", "Water").out == "WA\n"
    action = rcm("add", "GA-2", "--action", "--text", "Open the doors").out.strip()
    assert len(action) == 3
    item = rcm("show", "GA-1.3", "--json").json["item"]
    assert (item["text"], item["status"], item["responsible"]) == ({"en": "PLANT AN OAK"}, "planned", ["MX"])


def test_text_is_taken_from_a_pipe_and_in_its_language(plan, meeting, rcm):
    assert rcm("add", "GA-1", "--text", "-", "--in", "es", stdin="PLANTAR UN ROBLE\n").out == "GA-1.3\n"
    assert rcm("show", "GA-1.3", "--json").json["item"]["text"] == {"es": "PLANTAR UN ROBLE"}


def test_wrong_uses_of_add_are_explained(plan, meeting, rcm):
    assert "rcm entry GA-1.1 --add" in rcm("add", "GA-1.1", "--text", "A").err
    assert rcm("add", "--text", "A").status == 2
    assert rcm("add", "GA", "--text", "A", "--status", "active").status == 2
    assert "--text" in rcm("add", "GA-1").err
    assert rcm("add", "GA-1", "--text", "  ").status == 2


# --- entries and answers


def test_an_entry_is_added_with_a_date_in_words_changed_and_removed(plan, meeting, rcm):
    entry = rcm("entry", "oak", "--add", "--date", "November 2006", "--text", "WATERED AGAIN").out.strip()
    (_old, added) = rcm("entry", "GA-1.2", "--json").json["entries"]
    assert (added["id"], added["date"], added["meeting"]) == (entry, "2006-11", meeting)
    assert rcm("entry", "GA-1.2", entry, "--status", "completed", "--date", "27/11/2006").status == 0
    assert rcm("entry", "GA-1.2").rows[1][1:3] == ["2006-11-27", "completed"]
    assert rcm("reorder", "GA-1.2", "up", "--entry", entry).status == 0
    assert rcm("entry", "GA-1.2").rows[0][0] == entry
    assert rcm("entry", "GA-1.2", entry, "--remove").status == 0
    assert len(rcm("entry", "GA-1.2").rows) == 1
    assert rcm("entry", "GA-1.2", "zzz", "--remove").status == 2


def test_an_entry_that_asks_for_input(plan, meeting, rcm):
    done = rcm(
        *("entry", "GA-1.2", "--add", "--text", "SEND WATER", "--asks", "members", "--to", "TS", "--role", "CR=host"),
        *("--due", "15 August 2007", "--status", "pending-input"),
    )
    assert done.status == 0, done.err
    added = rcm("entry", "GA-1.2", "--json").json["entries"][1]
    assert added["actors"] == {"CR": "host"}
    assert (added["request"]["from"], added["request"]["due"]) == (["members"], "2007-08-15")
    assert [answer["actor"] for answer in added["request"]["asked"]] == ["MX", "CR"]


def test_answers_are_noted_and_taken_back(plan, meeting, rcm, log):
    assert rcm("answer", "GA-1.1", "mzp", "Costa Rica", "--date", "1 November 2006").status == 0
    assert "CR answered" in log()
    assert '      CR: "2006-11-01"' in (plan / "plan/GA/GA-1/GA-1.1.yaml").read_text()
    assert rcm("answer", "GA-1.1", "mzp", "CR", "--kind", "partial").status == 0
    assert "partial" in [row[4] for row in rcm("requests", "--all").rows]
    assert rcm("answer", "GA-1.1", "mzp", "MX", "CR", "--take-back").status == 0
    assert [row[4] for row in rcm("requests").rows] == ["not-recorded", "not-recorded"]
    refused = rcm("answer", "GA-1.1", "mzp", "IOM")
    assert refused.status == 2
    assert "not asked" in refused.err


# --- editing whole


def test_edit_by_options(plan, meeting, rcm):
    assert rcm("edit", "GA-1.2", "--text", "REGAR EL ROBLE", "--in", "es", "--status", "active").status == 0
    item = rcm("show", "GA-1.2", "--json").json["item"]
    assert (item["text"]["es"], item["status"]) == ("REGAR EL ROBLE", "active")
    assert rcm("edit", "GA", "--title", "All gardens").status == 0


def test_edit_in_the_editor_keeps_what_was_written_to_the_letter(plan, meeting, terminal, run_git):
    editor = "sed -i -e s/pending-input$/active/ -e '$a # at the end'"
    assert terminal("edit", "GA-1.1", env={"EDITOR": editor}).end() == 0
    text = (plan / "plan/GA/GA-1/GA-1.1.yaml").read_text()
    assert text.endswith("# at the end\n")
    assert "\nstatus: active\n" in text
    assert run_git(plan, "status", "--porcelain") == ""


def test_an_edit_that_cannot_be_read_is_explained_and_kept(plan, meeting, terminal, run_git):
    asked = terminal("edit", "GA-1.2", env={"EDITOR": "sed -i s/completed$/compleet/"})
    asked.wait_for("plan/GA/GA-1/GA-1.2.yaml:6:")
    asked.wait_for("Open the editor again?")
    asked.type("n\n")
    assert asked.end() == 2
    assert "is kept in" in asked.shown
    assert "compleet" in (plan / ".git/rcm/editing/GA-1.2.yaml").read_text(encoding="utf-8")
    assert run_git(plan, "status", "--porcelain") == ""


def test_an_edit_that_changes_nothing_records_nothing(plan, terminal, run_git):
    head = run_git(plan, "rev-parse", "HEAD")
    asked = terminal("edit", "GA-1.2", env={"EDITOR": "true"})
    asked.wait_for("Nothing was changed")
    assert asked.end() == 0
    assert run_git(plan, "rev-parse", "HEAD") == head


@pytest.mark.parametrize("command", ["edit GA-1.2", "add GA-1", "entry GA-1.2 --add", "init x"])
def test_nothing_waits_for_a_person_without_a_terminal(plan, meeting, tmp_path, process, command):
    started = tmp_path / "started"
    done = process(*command.split(), env={"EDITOR": f"sh -c 'touch {started}; sleep 60'"})
    assert done.status == 2
    assert done.err.strip()
    assert not started.exists()


def test_an_editor_needs_stdout_to_be_a_terminal_too(plan, meeting, terminal, tmp_path):
    asked = terminal("add", "GA-1", stdout=tmp_path / "out", env={"EDITOR": "sed -i '1i NOT THIS'"})
    asked.wait_for("Text")
    asked.type("PLANT AN OAK\n")
    assert asked.end() == 0
    assert (tmp_path / "out").read_text() == "GA-1.3\n"


@pytest.mark.parametrize("editor", ["false", "no-such-editor-here"])
def test_an_editor_that_fails_is_told(plan, terminal, editor):
    asked = terminal("edit", "GA-1.2", env={"EDITOR": editor})
    asked.wait_for(editor)
    asked.wait_for("Open the editor again?")
    asked.type("n\n")
    assert asked.end() == 3


# --- several at once


def test_several_items_are_set_in_one_record(plan, meeting, rcm, log):
    assert rcm("set", "GA-1.1", "ga-1.2", "priority=high", "status=ongoing").status == 0
    assert [rcm("show", each, "--json").json["item"]["priority"] for each in ("GA-1.1", "GA-1.2")] == ["high", "high"]
    assert log().count("Item: ") == 2
    assert rcm("edit", "GA-1.1", "GA-1.2", "--priority", "low").status == 0
    assert log().count("Item: ") == 2
    assert rcm("edit", "GA-1.1", "GA-1.2").status == 2


def test_what_a_query_finds_is_set_only_when_it_was_shown_and_confirmed(plan, meeting, rcm, run_git, log, terminal):
    head = run_git(plan, "rev-parse", "HEAD")
    unasked = rcm("set", "objective:GA-1", "status=active")
    assert unasked.status == 2
    assert "GA-1.2  status completed -> active" in unasked.err and "--yes" in unasked.err
    assert run_git(plan, "rev-parse", "HEAD") == head
    assert "Item: GA-1.2" in rcm("set", "objective:GA-1", "status=active", "--dry-run").out
    asked = terminal("set", "objective:GA-1", "status=active")
    asked.wait_for("This changes 2 items, in one record.")
    asked.wait_for("[y/N]")
    asked.type("y\n")
    assert asked.end() == 0
    assert "Item: GA-1.1\nItem: GA-1.2" in log()
    assert "already" in rcm("set", "objective:GA-1", "status=active", "--yes").err
    assert rcm("set", "objective:GA-1 status:postponed", "status=active", "--yes").status == 2


def test_an_entry_for_each_item_that_a_query_finds_and_several_entries_changed(plan, meeting, rcm):
    assert rcm("entry", "objective:GA-1 is:any", "--add", "--text", "Presented", "--yes").status == 0
    for item in ("GA-1", "GA-1.1", "GA-1.2"):
        assert rcm("entry", item).rows[-1][3] == "Presented"
    rcm("entry", "GA-1.2", "--add", "--text", "Discussed")
    entries = [row[0] for row in rcm("entry", "GA-1.2").rows][-2:]
    assert rcm("entry", "GA-1.2", *entries, "--status", "completed").status == 0
    assert [row[2] for row in rcm("entry", "GA-1.2").rows][-2:] == ["completed", "completed"]
    assert rcm("entry", "GA-1.2", *entries, "--remove").status == 0
    assert not {row[0] for row in rcm("entry", "GA-1.2").rows} & set(entries)
    assert rcm("entry", "objective:GA-1", "x", "--status", "active").status == 2


# --- moving, archiving, undoing


def test_move_gives_a_new_id_and_the_old_one_still_finds_it(plan, meeting, rcm):
    done = rcm("move", "GA-1.2", "GA-2")
    assert (done.status, done.out) == (0, "GA-2.1\n")
    assert rcm("show", "GA-1.2", "--json").json["item"]["id"] == "GA-2.1"
    assert [row[4] for row in rcm("log", "GA-2.1").rows][-1] == "Start the plan"


def test_reorder_swaps_printed_numbers(plan, meeting, rcm):
    assert rcm("reorder", "GA-1.2", "up").status == 0
    assert [row[0] for row in rcm("list").rows][2:4] == ["GA-1.2", "GA-1.1"]
    assert rcm("reorder", "GA-1.2", "up").status == 2


def test_archive_and_restore(plan, meeting, rcm, log):
    assert rcm("archive", "GA-1.1", "GA-1.2", "-m", "All done").status == 0
    assert "Item: GA-1.1\nItem: GA-1.2" in log()
    assert (plan / "archive/GA/GA-1/GA-1.1.yaml").is_file()
    assert {row[0] for row in rcm("list", "is:archived").rows} == {"GA-1.1", "GA-1.2"}
    assert rcm("show", "GA-1.1", "--json").json["item"]["archiving"]["reason"] == "All done"
    assert "already" in rcm("archive", "GA-1.1").err
    assert rcm("restore", "GA-1.1").status == 0
    assert (plan / "plan/GA/GA-1/GA-1.1.yaml").is_file()


def test_what_is_due_is_proposed_with_the_reason(plan, meeting, rcm):
    done = rcm("archive", "--due")
    assert done.rows == [["GA-1.2", "2003-05-31", done.rows[0][2]]]
    assert "May 2003" in done.rows[0][2]
    assert rcm("archive", "--due", "--json").json["items"][0]["id"] == "GA-1.2"
    assert "Nothing is ready" in rcm("archive", "--due", "--on", "2004-01-01").err
    assert rcm("archive", "--due", "--yes").status == 0
    assert (plan / "archive/GA/GA-1/GA-1.2.yaml").is_file()


def test_undo_and_redo_several_times(plan, meeting, rcm):
    file = plan / "plan/GA/GA-1/GA-1.2.yaml"
    before = file.read_bytes()
    assert rcm("set", "GA-1.2", "status=active").status == 0
    middle = file.read_bytes()
    assert rcm("archive", "GA-1.2").status == 0
    assert len(rcm("undo", "--list", "--json").json["records"]) == 3
    assert rcm("undo").status == 0
    assert file.read_bytes() == middle
    assert rcm("undo").status == 0
    assert file.read_bytes() == before
    assert rcm("redo").status == 0
    assert file.read_bytes() == middle
    assert rcm("redo").status == 0
    assert not file.exists()
    assert rcm("redo").status == 3


def test_undo_names_what_was_changed_since(plan, meeting, rcm, run_git):
    assert rcm("set", "GA-1.2", "status=active", "priority=high").status == 0
    commit = run_git(plan, "rev-parse", "HEAD").strip()
    assert rcm("set", "GA-1.2", "status=postponed").status == 0
    done = rcm("undo", commit[:10])
    assert done.status == 0
    assert "GA-1.2 status" in done.err
    item = rcm("show", "GA-1.2", "--json").json["item"]
    assert (item["status"], item["priority"]) == ("postponed", None)


# --- meetings and agreements


def test_a_meeting_from_its_making_to_its_edition(plan, rcm, run_git):
    made = rcm("meeting", "new", "--body", "council", "--dates", "27-29 May 2007", "--place", "León", "--open")
    assert (made.status, made.out) == (0, "2007-05-council\n")
    assert rcm("set", "GA-2", "number=5").status == 0
    assert rcm("agreement", "add", "--text", "Open all doors").status == 0
    unasked = rcm("meeting", "close")
    assert unasked.status == 2
    assert "--yes" in unasked.err
    assert run_git(plan, "tag") == ""
    closed = rcm("meeting", "close", "--yes")
    assert closed.status == 0, closed.err
    assert "1 agreement is not linked yet" in closed.err
    assert run_git(plan, "cat-file", "-t", "meeting/2007-05-council") == "tag\n"
    assert rcm("meeting", "list", "--json").json["meetings"][-1]["edition"] == "meeting/2007-05-council"
    assert rcm("meeting", "open", "2007-05-council").status == 3
    assert rcm("meeting", "close", "--yes").status == 3


MINUTES = """CONCLUSIONS

A. Gardens
1. To thank the host.
2. That the council:
   a) count the trees
   b) open the doors
B. Paths
3. To sweep the paths.
4. LIGHTING
5. To light the paths.
"""


def test_pasted_headings_become_no_agreements_and_several_are_settled_at_once(plan, meeting, rcm, log):
    pasted = rcm("agreement", "add", stdin=MINUTES)
    assert [row[1] for row in pasted.rows[1:]] == ["1", "2", "3", "4", "5"]
    assert "3 headings" in pasted.err
    assert rcm("agreement", "acknowledge", "1").status == 0
    assert rcm("agreement", "heading", "4").status == 0
    shown = rcm("meeting", "show", "--json").json["meeting"]
    assert [statement["text"]["en"] for statement in shown["statements"]] == [
        "CONCLUSIONS",
        "A. Gardens",
        "B. Paths",
        "4. LIGHTING",
    ]
    assert [agreement["number"] for agreement in shown["agreements"] if agreement["toPlace"]] == ["2", "3", "5"]
    assert rcm("agreement", "heading", "2").status == 2

    assert rcm("agreement", "edit", "3-5", "responsible=CR").status == 0
    assert log().count("Agreement: ") == 2
    assert rcm("agreement", "place", "3", "5", "GA-1.1", "oak").status == 0
    linked = {row[1]: row[3] for row in rcm("agreement", "list").rows if row[3]}
    assert linked == {"3": "GA-1.1,GA-1.2", "5": "GA-1.1,GA-1.2"}
    assert rcm("agreement", "unplace", "3", "5", "oak").status == 0
    assert rcm("agreement", "place", "3", "nowhere").status == 2


def test_parts_are_linked_asked_answered_withdrawn_and_traced_like_agreements(plan, meeting, rcm, log):
    rcm("agreement", "add", stdin="5. That the council:\n a) count the trees\n b) open the doors\n c) rest")
    agreement = rcm("agreement", "list").rows[0][0]
    assert rcm("agreement", "place", "5b", "GA-1.1").status == 0
    assert f"Agreement: {meeting}/{rcm('agreement', 'list').rows[2][0]}" in log()
    assert [row[1:4] for row in rcm("agreement", "list").rows] == [
        ["5", "to-place", "GA-1.1"],
        ["5a", "to-place", ""],
        ["5b", "agreed", "GA-1.1"],
        ["5c", "to-place", ""],
    ]
    assert "2 agreements are not linked yet: 5a, 5c" in rcm("meeting", "show").out
    assert rcm("agreement", "place", "5a", "--none", "A rule").status == 0
    assert rcm("agreement", "withdraw", "5c").status == 0
    assert [row[2] for row in rcm("agreement", "list").rows] == ["agreed", "agreed", "agreed", "withdrawn"]
    minutes = rcm("minutes").out
    assert "5c. rest (withdrawn)" in minutes
    assert "5b. open the doors\n" in minutes

    shown = rcm("agreement", "show", f"{meeting}/5b", "--json").json["agreement"]
    assert (shown["number"], shown["agreement"], shown["ledTo"][0]["id"]) == ("5b", agreement, "GA-1.1")
    assert rcm("show", "GA-1.1", "--json").json["item"]["agreements"][-1]["number"] == "5b"

    assert rcm("agreement", "edit", "5b", "request.from=CR", "request.due=2007-02").status == 0
    asked = next(request for request in rcm("requests", "--json").json["requests"] if request["item"] == meeting)
    assert (asked["text"]["en"], asked["due"]) == ("open the doors", "2007-02")
    assert rcm("answer", meeting, "5b", "CR").status == 0
    assert not [request for request in rcm("requests", "--json").json["requests"] if request["item"] == meeting]


def test_a_link_has_a_strength_and_may_lead_to_an_action(plan, meeting, rcm):
    rcm("agreement", "add", "--text", "Open all doors", "--number", "1")
    action = rcm("add", "GA-1", "--action", "--text", "Open one door").out.strip()
    number = len(rcm("show", "GA-1", "--json").json["item"]["actions"])
    assert rcm("agreement", "place", "1", f"ga-1/{number}", "--strength", "probable").status == 0
    assert rcm("agreement", "place", "1", "GA-1.1", "GA-1.2", "--strength", "indirect").status == 0
    assert rcm("agreement", "place", "1", "GA-1.2").status == 0
    led_to = rcm("agreement", "show", "1", "--json").json["agreement"]["ledTo"]
    assert {(each["id"], each["action"], each["strength"]) for each in led_to} == {
        ("GA-1", action, "probable"),
        ("GA-1.1", None, "indirect"),
        ("GA-1.2", None, "explicit"),
    }
    assert f"probably GA-1/{action}" in rcm("meeting", "show").out
    assert "GA-1.1 (indirectly; " in rcm("agreement", "list", "--traced").out
    assert "indirectly" in rcm("show", "GA-1.1").out and "indirectly" not in rcm("show", "GA-1.2").out
    assert f"GA-1/{action} (probably" in rcm("minutes").out
    assert rcm("agreement", "place", "1", "GA-1/99").status == 2
    assert rcm("agreement", "unplace", "1", f"GA-1/{action}", "GA-1.1").status == 0
    assert rcm("agreement", "list").rows[0][3] == "GA-1.2"
    assert rcm("check").status == 0


def test_a_deadline_may_come_before_each_meeting_or_count_from_one(plan, meeting, rcm):
    rcm("meeting", "new", "2007-05-council", "--body", "council", "--dates", "15-17 May 2007")
    words = {"before each council": "2007-05-14", "within 60 days of the meeting": "2007-01-28"}
    for due in (*words, "1 March 2007 and 1 June 2007"):
        add = ("--add", "--text", due, "--asks", "members", "--due", due, "--status", "pending-input")
        assert rcm("entry", "GA-1.2", *add).status == 0
    asked = {
        request["text"]["en"]: request for request in rcm("--on", "2007-01-01", "requests", "--json").json["requests"]
    }
    assert {due: asked[due]["deadline"]["date"] for due in words} == words
    assert asked["1 March 2007 and 1 June 2007"]["deadlines"] == ["2007-03-01", "2007-06-01"]
    assert "by 14 May 2007 (before each COUNCIL)" in rcm("--on", "2007-03-10", "show", "GA-1.2").out
    assert "by 1 June 2007 (1 March 2007; 1 June 2007)" in rcm("--on", "2007-03-10", "show", "GA-1.2").out
    status = rcm("--on", "2007-02-01", "status", "--json").json
    found = {
        which: sorted(
            deadline["date"] for deadline in status["deadlines"][which] if deadline["key"].startswith("GA-1.2/")
        )
        for which in ("passed", "toCome")
    }
    assert "2007-01-28" in found["passed"]
    assert {"2007-03-01", "2007-05-14", "2007-06-01"} <= set(found["toCome"])
    calendar = rcm("--on", "2007-02-01", "publish", "ics", "-o", "-").out
    for day in ("20070301", "20070514", "20070601"):
        assert f"DTSTART;VALUE=DATE:{day}" in calendar
    assert rcm("list", "due:2007-06").rows[0][0] == "GA-1.2"
    assert rcm("check").status == 0


def test_agreements_found_by_a_query_are_shown_and_confirmed(plan, meeting, rcm):
    rcm("agreement", "add", stdin="1. Count the trees.\n2. Open all doors.\n3. Sweep.")
    rcm("agreement", "place", "3", "GA-1.1")
    unasked = rcm("agreement", "edit", "is:to-place", "kind=rule")
    assert unasked.status == 2 and "This changes 2 agreements" in unasked.err
    assert rcm("agreement", "place", "is:to-place", "trees", "--none", "A rule").status == 2
    assert rcm("agreement", "place", "is:to-place trees", "--none", "A rule", "--yes").status == 0
    assert rcm("agreement", "edit", "is:to-place", "kind=rule", "--yes").status == 0
    kinds = [agreement["kind"] for agreement in rcm("agreement", "list", "--json").json["agreements"]]
    assert kinds == ["decision", "rule", "decision"]
    for nothing in ("kind:request", "colour:red", "9-12", "meeting:1999"):
        assert rcm("agreement", "edit", nothing, "kind=rule", "--yes").status == 2


def test_agreements_out_of_order_one_withdrawn_one_in_spanish(plan, meeting, rcm, log):
    seven = rcm("agreement", "add", "--text", "Water the oak", "--number", "7").out.strip()
    spanish = rcm("agreement", "add", "--in", "es", "--text", "Contar los árboles", "--item", "GA-1.1").out.strip()
    assert [row[:4] for row in rcm("agreement", "list").rows] == [
        [seven, "7", "to-place", ""],
        [spanish, "", "agreed", "GA-1.1"],
    ]
    assert rcm("agreement", "place", "7", "oak", "GA-1.1").status == 0
    assert f"Agreement: {meeting}/{seven}" in log()
    assert rcm("agreement", "unplace", seven, "GA-1.1").status == 0
    assert rcm("agreement", "edit", spanish, "--number", "2", "--text", "Count the trees").status == 0
    assert rcm("set", "GA-1.2", "status=active", "--agreement", "7").status == 0
    withdrawn = rcm("agreement", "withdraw", "7")
    assert withdrawn.status == 0
    assert "rcm undo" in withdrawn.err
    rows = rcm("agreement", "list").rows
    assert [row[1:3] for row in rows] == [["7", "withdrawn"], ["2", "agreed"]]
    assert rcm("agreement", "place", "2", "--none", "A rule").status == 0
    assert rcm("agreement", "list", "--to-place").rows == []


def test_a_dash_reads_the_text_from_stdin_wherever_a_text_is_given(plan, meeting, rcm):
    assert rcm("agreement", "add", "--text", "-", stdin="1. Count the trees.\n2. Open all doors.").status == 0
    assert [row[1] for row in rcm("agreement", "list").rows] == ["1", "2"]
    assert rcm("agreement", "edit", "2", "--text", "-", stdin="Close all doors.\n").status == 0
    assert rcm("agreement", "show", "2", "--json").json["agreement"]["text"] == {"en": "Close all doors."}
    assert rcm("edit", "GA-1.2", "--text", "-", stdin="WATER BOTH OAKS\n").status == 0
    assert rcm("entry", "GA-1.2", "--add", "--text", "-", stdin="DONE TWICE\n").status == 0
    item = rcm("show", "GA-1.2", "--json").json["item"]
    assert item["text"]["en"] == "WATER BOTH OAKS"
    assert item["calendar"][-1]["text"] == {"en": "DONE TWICE"}


def test_pasted_agreements_are_split(plan, meeting, rcm):
    pasted = "1. Water the oak\n2. Count the trees:\n   a) the old ones\n   b) the young ones\n"
    done = rcm("agreement", "add", stdin=pasted)
    assert done.status == 0, done.err
    first, second = rcm("agreement", "list", "--json").json["agreements"]
    assert (first["number"], first["text"]["en"]) == ("1", "Water the oak")
    assert [part["number"] for part in second["parts"]] == ["2a", "2b"]
    assert rcm("agreement", "add", stdin="").status == 2


def test_requests_that_nobody_can_be_asked_about_stay_open(plan, meeting, rcm):
    done = rcm("archive", "GA-1.1", "-m", "Over")
    assert "Not answered, and still open: GA-1.1 mzp" in done.err
    assert [row[:4] for row in rcm("requests").rows if row[3] == "CR"] == [["GA-1.1", "mzp", "2006-08-15", "CR"]]
    assert rcm("set", "GA-1.1", "calendar.mzp.request.unanswered=closed").status == 0
    assert rcm("requests").rows == []


def test_what_becomes_of_requests_can_be_said_beforehand(plan, meeting, rcm):
    assert rcm("set", "GA-1.1", "status=completed", "--requests", "closed").status == 0
    assert "unanswered: closed" in (plan / "plan/GA/GA-1/GA-1.1.yaml").read_text()
    assert rcm("requests").rows == []


def test_what_has_no_date_is_listed_beside_what_is_due(plan, meeting, rcm):
    assert rcm("set", "GA-1.1", "status=completed", "--requests", "closed").status == 0
    path = plan / "plan/GA/GA-1/GA-1.2.yaml"
    dated = path.read_text()
    path.write_text("".join(line for line in dated.splitlines(keepends=True) if "date:" not in line))
    assert path.read_text() != dated
    done = rcm("archive", "--due")
    assert done.err.startswith("Completed, without a date: GA-1.2. Without any date")
    assert rcm("archive", "--due", "--json").json["undated"] == ["GA-1.2"]
    assert "GA-1.2" in rcm("status", "archive").out


def test_a_checkout_with_other_ends_of_lines_is_recorded_as_any_other(plan, rcm, run_git):
    why = ("--between-meetings", "-m", "Because")
    run_git(plan, "config", "core.autocrlf", "true")
    for file in plan.rglob("*.yaml"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert "Nothing to record" in rcm("record", "--dry-run").err
    assert rcm("set", "GA-1.2", "status=postponed", *why).status == 0
    assert run_git(plan, "show", "--format=", "--numstat").split() == ["1", "1", "plan/GA/GA-1/GA-1.2.yaml"]
    assert b"\n" not in (plan / "plan/GA/GA-1/GA-1.2.yaml").read_bytes().replace(b"\r\n", b"")
    assert rcm("undo", *why).status == 0 and rcm("audit").status == 0


def test_words_that_are_not_utf8_are_refused_with_a_sentence(plan, rcm):
    for given in (("set", "GA-1.1", "text.es=\udcd1andu"), ("add", "GA-1", "--text", "\udcd1andu")):
        refused = rcm(*given, "--between-meetings", "-m", "Because")
        assert refused.status == 2 and "not UTF-8" in refused.err


def test_a_folder_of_the_plan_that_is_a_link_is_refused_by_all(plan, rcm, tmp_path):
    (plan / "plan").rename(tmp_path / "elsewhere")
    (plan / "plan").symlink_to(tmp_path / "elsewhere")
    for command in ("list", "status", "record", "diff", "audit"):
        refused = rcm(command)
        assert refused.status != 0 and "is a link to another folder" in refused.err, command


BYTES = "Ni\udcf1o"
"""What Python makes of a word in Latin-1 on the command line."""


@pytest.mark.parametrize(
    "words",
    [
        ("set", "GA-1.1", "status=completed", "-m", BYTES),
        ("set", "GA-1.1", f"text.en={BYTES}"),
        ("edit", "GA-1.1", "--text", BYTES),
        ("add", "GA-1", "--text", BYTES),
        ("entry", "GA-1.1", "--add", "--text", BYTES),
        ("archive", "GA-1.1", "-m", BYTES),
        ("agreement", "add", "--text", BYTES),
        ("meeting", "new", "2007-05-council", "--body", "COUNCIL", "--place", BYTES),
        ("record", "-m", BYTES),
        ("undo", "-m", BYTES),
        ("list", BYTES),
    ],
)
def test_bytes_that_are_no_text_are_refused_before_anything_is_recorded(plan, meeting, rcm, log, words):
    before = log()
    done = rcm(*words)
    assert done.status == 2 and "not UTF-8" in done.err and not done.out, done
    assert log() == before


def test_a_file_may_have_any_name(plan, rcm):
    assert rcm("publish", "csv", "-o", BYTES + ".csv").status == 0
    assert (plan / (BYTES + ".csv")).exists()


def test_bytes_that_are_typed_are_asked_for_again(plan, terminal):
    asked = terminal("set", "GA-1.1", "priority=high", "--between-meetings", folder=plan)
    asked.wait_for("Why")
    asked.write(b"Ni\xf1o\n")
    asked.wait_for("not UTF-8 text")
    asked.type("Niño\n")
    assert asked.end() == 0, asked.shown


def test_what_was_recorded_is_said_in_the_language_of_the_person(plan, rcm, log):
    assert (
        ": GA-1.1: estado pendiente de insumos → en curso"
        in rcm("set", "GA-1.1", "status=ongoing", *BETWEEN, "--lang", "es").out
    )


def test_what_is_not_in_a_list_cannot_be_taken_out_of_it_and_the_sentence_names_the_item_and_the_field(plan, rcm):
    rcm("set", "GA-1.1", "responsible=OIM", *BETWEEN)
    refused = rcm("set", "GA-1.1", "responsible-=MX", *BETWEEN)
    assert refused.status and "GA-1.1: MX is not in “Responsible”, which has: IOM" in refused.err
    rcm("set", "GA-1.1", "responsible=", *BETWEEN)
    refused = rcm("set", "GA-1.1", "responsible-=MX", *BETWEEN)
    assert "GA-1.1: MX is not in “Responsible”, which is empty" in refused.err


def test_a_number_after_meeting_names_an_agreement_of_that_meeting(plan, meeting, rcm, log):
    rcm("agreement", "add", "--text", "Water the oak", "--number", "7")
    refused = rcm("agreement", "withdraw", "8")
    assert f"There is no agreement 8 at {meeting}; see: rcm agreement list {meeting}" in refused.err
    rcm("meeting", "close", meeting, "--yes")
    at = "--meeting", meeting
    assert "No meeting is open; say which meeting agreement 7 is of" in rcm("agreement", "show", "7").err
    assert "Water the oak" in rcm("agreement", "show", "7", *at).out
    assert "is closed, and this changes its record" in rcm("agreement", "withdraw", "7", *at).err
    assert rcm("agreement", "place", "7", "GA-1.1", *at, *BETWEEN).status == 0
    assert rcm("agreement", "edit", "7", "--text", "Water the oaks", *at, "--correct", "-m", "As signed").status == 0
    assert rcm("agreement", "unplace", "7", "GA-1.1", *at, *BETWEEN).status == 0
    assert rcm("agreement", "withdraw", "7", *at, "--correct", "-m", "As signed").status == 0
    assert "status agreed -> withdrawn" in log()
