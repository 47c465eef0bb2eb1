"""The audit: everything the tool does is in order, and every way of tampering with a copy is found."""

from __future__ import annotations

import json
import re

import pytest

from rcm_tui.history.audit.findings import Code
from rcm_tui.model.errors import BadValue
from rcm_tui.workflow import agreements, archive, audit, edit, external_edits, items, meetings, undo
from rcm_tui.workflow.attribution import RecordOptions, attribute
from rcm_tui.workflow.workspace import Workspace
from tests.small_plan import SEMINAR

MEETING = "2007-05-rcgm"
ITEM = "plan/HR/HR-4/HR-4.2.yaml"


def record(workspace, change, **how):
    return workspace.record(change, attribute(workspace.plan, change, RecordOptions(**how)))


def codes(workspace, **how) -> list[Code]:
    return [finding.code for finding in audit.audit(workspace, **how).findings]


def by_hand(run_git, root, message="By hand", *more):
    run_git(root, "add", "-A")
    run_git(root, "commit", "-q", "-m", message + "".join("\n\n" + part for part in more))


def live(root):
    """Do everything that the tool can do, close one meeting, and audit it all."""
    workspace = Workspace.open(root)
    record(workspace, edit.set_status(workspace, "HR-4.1", "completed"))
    record(workspace, items.add_entry(workspace, "HR-4.2", {"en": "NEW"}, date="2007-05"))
    record(workspace, items.add_activity(workspace, "HR-5", {"en": "ANOTHER"}))
    record(workspace, archive.archive(workspace, ["HR-5.1"], "Over"))
    record(workspace, archive.restore(workspace, ["HR-5.1"]))
    record(workspace, items.move(workspace, "HR-4.2", "HR-5"))
    record(workspace, undo.undo(workspace).change)
    record(workspace, undo.redo(workspace).change)
    record(workspace, undo.undo(workspace).change)
    record(workspace, agreements.add(workspace, MEETING, {"en": "Agreed."}))
    record(workspace, meetings.close(workspace, MEETING))
    assert audit.audit(workspace).is_clean


@pytest.fixture
def lived(tmp_path, small_plans):
    """A plan in which everything was done that the tool can do, and one meeting closed; it has been audited."""
    return Workspace.open(small_plans.copy(SEMINAR, tmp_path / "lived", then=live))


def live_longer(root):
    """Hold a second meeting after all that, and audit it too."""
    live(root)
    second_meeting(Workspace.open(root))
    assert audit.audit(Workspace.open(root)).is_clean


def second_meeting(workspace):
    record(workspace, meetings.new(workspace, "2007-11-rcgm", body="RCGM", dates="2007-11", open_now=True))
    record(workspace, edit.set_status(workspace, "HR-4.2", "completed"))
    record(workspace, meetings.close(workspace, "2007-11-rcgm"))
    workspace.reload()


def test_all_that_the_tool_does_is_in_order(lived):
    found = audit.audit(lived)
    assert found.is_clean, [finding.what for finding in found.findings]
    assert found.notices == ()
    assert found.editions == 1
    second_meeting(lived)
    again = audit.audit(lived)
    assert again.is_clean, [finding.what for finding in again.findings]
    assert (again.records, again.editions) == (3, 2)
    assert audit.audit(lived, anew=True).records > again.records


def test_an_item_added_and_taken_back_is_no_loss(workspace):
    record(workspace, items.add_activity(workspace, "HR-5", {"en": "ANOTHER"}))
    record(workspace, undo.undo(workspace).change)
    record(workspace, undo.redo(workspace).change)
    record(workspace, undo.undo(workspace).change)
    assert codes(workspace) == []


def test_a_closing_that_is_taken_back_opens_the_meeting_again(workspace):
    record(workspace, meetings.close(workspace, MEETING))
    record(workspace, undo.undo(workspace).change)
    record(workspace, edit.set_status(workspace, "HR-4.2", "completed"))
    assert audit.audit(workspace).is_clean
    record(workspace, meetings.close(workspace, MEETING))
    found = audit.audit(workspace, anew=True)
    assert (found.findings, found.notices) == ((), ())


def test_a_closing_that_is_made_again_makes_the_edition_again(workspace, root, run_git):
    record(workspace, meetings.close(workspace, MEETING))
    for _turn in range(2):
        record(workspace, undo.undo(workspace).change)
        assert run_git(root, "tag", "--list").split() == []
        made = record(workspace, undo.redo(workspace).change)
        assert f"Closes: {MEETING}" in made.message
        assert run_git(root, "rev-parse", f"meeting/{MEETING}^{{commit}}").strip() == made.commit
        for anew in (False, True):
            found = audit.audit(workspace, anew=anew)
            assert (found.findings, found.notices, found.editions) == ((), (), 1)


@pytest.mark.parametrize("anew", [True, False])
class TestRecords:
    """What a person may do past the tool."""

    @pytest.fixture
    def root(self, lived):
        return lived.root

    def test_a_change_that_names_no_meeting(self, lived, root, run_git, anew):
        (root / ITEM).write_text((root / ITEM).read_text().replace("ongoing", "active"))
        by_hand(run_git, root)
        assert codes(lived, anew=anew) == [Code.NO_MEETING]

    def test_a_change_between_meetings_without_a_reason(self, lived, root, run_git, anew):
        (root / ITEM).write_text((root / ITEM).read_text().replace("ongoing", "active"))
        by_hand(run_git, root, "By hand", "Meeting: none\nItem: HR-4.2")
        assert codes(lived, anew=anew) == [Code.NO_REASON]

    def test_a_change_between_meetings_with_a_reason(self, lived, root, run_git, anew):
        (root / ITEM).write_text((root / ITEM).read_text().replace("ongoing", "active"))
        by_hand(run_git, root, "By hand", "The printed plan had it wrong.", "Meeting: none\nItem: HR-4.2")
        assert codes(lived, anew=anew) == []

    def test_a_meeting_that_does_not_exist(self, lived, root, run_git, anew):
        (root / ITEM).write_text((root / ITEM).read_text().replace("ongoing", "active"))
        by_hand(run_git, root, "By hand", "Meeting: 1999-12-rcm\nItem: HR-4.2")
        assert codes(lived, anew=anew) == [Code.UNKNOWN_MEETING]

    def test_a_meeting_that_is_closed(self, lived, root, run_git, anew):
        (root / ITEM).write_text((root / ITEM).read_text().replace("ongoing", "active"))
        by_hand(run_git, root, "By hand", f"Meeting: {MEETING}\nItem: HR-4.2")
        assert codes(lived, anew=anew) == [Code.CLOSED_MEETING]

    def test_trailers_that_do_not_say_what_changed(self, lived, root, run_git, anew):
        (root / ITEM).write_text((root / ITEM).read_text().replace("ongoing", "active"))
        by_hand(run_git, root, "By hand", "Why.", "Meeting: none\nItem: HR-4.1")
        (fault,) = audit.audit(lived, anew=anew).findings
        assert fault.code is Code.TRAILERS
        assert "+HR-4.2 -HR-4.1" in fault.what

    def test_an_item_that_vanished(self, lived, root, run_git, anew):
        (root / ITEM).unlink()
        by_hand(run_git, root, "By hand", "Why.", "Meeting: none\nItem: HR-4.2")
        (fault,) = audit.audit(lived, anew=anew).findings
        assert (fault.code, fault.facts["item"]) == (Code.VANISHED, "HR-4.2")

    def test_an_item_restored_as_it_was_is_the_same_item(self, lived, root, run_git, anew):
        content = (root / ITEM).read_text()
        (root / ITEM).unlink()
        by_hand(run_git, root, "By hand", "Why.", "Meeting: none\nItem: HR-4.2")
        (root / ITEM).parent.mkdir(exist_ok=True)
        (root / ITEM).write_text(content)
        by_hand(run_git, root, "By hand", "Why.", "Meeting: none\nItem: HR-4.2")
        assert codes(lived, anew=anew) == [Code.VANISHED]

    def test_an_item_that_had_two_files_and_lost_one_is_still_there(self, lived, root, run_git, anew):
        copy = root / ITEM.replace("plan/", "archive/")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text((root / ITEM).read_text())
        by_hand(run_git, root, "By hand", "Why.", "Meeting: none\nItem: HR-4.2")
        copy.unlink()
        by_hand(run_git, root, "By hand", "Why.", "Meeting: none\nItem: HR-4.2")
        assert codes(lived, anew=anew) == [Code.TWO_FILES]

    def test_an_undo_that_takes_away_what_it_did_not_add(self, lived, root, run_git, anew):
        (root / ITEM).unlink()
        other = lived.git.resolve("HEAD~1")
        by_hand(run_git, root, "Undo", f"Meeting: none\nItem: HR-4.2\nUndoes: {other}")
        assert codes(lived, anew=anew) == [Code.VANISHED, Code.UNDOES_OTHER]

    def test_an_undo_of_a_record_that_has_nothing_to_do_with_it(self, lived, root, run_git, anew):
        (root / ITEM).write_text(re.sub(r"(?m)^status: .*", "status: postponed", (root / ITEM).read_text()))
        other = lived.git.resolve("HEAD~1")  # An agreement.
        by_hand(run_git, root, "Undo", f"Meeting: none\nItem: HR-4.2\nUndoes: {other}")
        found = audit.audit(lived, anew=anew).findings
        assert [each.code for each in found] == [Code.UNDOES_OTHER]
        assert f"undoes or redoes {other[:12]}, which did not change HR-4.2" in found[0].what

    def test_an_id_given_to_another_item(self, lived, root, run_git, anew):
        record(lived, items.move(lived, "HR-4.2", "HR-5"), between=True, reason="It belongs there")
        (root / ITEM).write_text("id: HR-4.2\nnumber: 2\ntext: {en: ANOTHER}\nstatus: planned\n")
        by_hand(run_git, root, "By hand", "Why.", "Meeting: none\nItem: HR-4.2")
        assert codes(lived, anew=anew) == [Code.REUSED_ID]

    def test_an_id_changed_inside_its_file(self, lived, root, run_git, anew):
        (root / ITEM).write_text((root / ITEM).read_text().replace("id: HR-4.2", "id: HR-4.9"))
        by_hand(run_git, root, "By hand", "Why.", "Meeting: none\nItem: HR-4.2")
        assert codes(lived, anew=anew) == [Code.CHANGED_ID]

    def test_an_item_renamed_by_hand(self, lived, root, run_git, anew):
        content = (root / ITEM).read_text().replace("id: HR-4.2", "id: HR-4.9")
        (root / ITEM).unlink()
        (root / ITEM.replace("4.2", "4.9")).write_text(content)
        by_hand(run_git, root, "By hand", "Why.", "Meeting: none\nItem: HR-4.2\nItem: HR-4.9")
        assert codes(lived, anew=anew) == [Code.VANISHED]

    def test_the_id_of_a_calendar_entry_changed(self, lived, root, run_git, anew):
        path = root / "plan/HR/HR-4/HR-4.1.yaml"
        path.write_text(path.read_text().replace("id: lhw", "id: zzz"))
        by_hand(run_git, root, "By hand", "Why.", "Meeting: none\nItem: HR-4.1")
        (fault,) = audit.audit(lived, anew=anew).findings
        assert (fault.code, fault.facts["field"], fault.facts["other"]) == (
            Code.CHANGED_MEMBER_ID,
            "calendar.lhw",
            "zzz",
        )

    def test_an_item_in_the_plan_and_in_the_archive(self, lived, root, run_git, anew):
        place = root / ITEM.replace("plan/", "archive/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text((root / ITEM).read_text())
        by_hand(run_git, root, "By hand", "Why.", "Meeting: none\nItem: HR-4.2")
        assert codes(lived, anew=anew) == [Code.TWO_FILES]

    def test_a_new_beginning(self, lived, root, run_git, anew):
        (root / ITEM).write_text((root / ITEM).read_text().replace("ongoing", "active"))
        by_hand(run_git, root, "By hand", "Why.", "Meeting: none\nItem: HR-4.2\nPlan-start: 2007-06-01")
        assert codes(lived, anew=anew) == [Code.SECOND_START]

    def test_a_correction_by_the_tool_says_so(self, lived, anew):
        entry = lived.plan.meetings[MEETING].agreements[0].id
        change = edit.set_fields(lived, MEETING, [edit.Assignment(("place",), "=", "Managua")])
        made = record(lived, change, correct=True, reason="As signed")
        assert f"Meeting: none\nFile: meetings/{MEETING}.yaml\nCorrects: {MEETING}" in made.message
        record(lived, agreements.place(lived, MEETING, [entry], ["HR-4.2"]), between=True, reason="Overlooked")
        record(lived, undo.undo(lived, made.commit).change, correct=True, reason="It was right")
        found = audit.audit(lived, anew=anew)
        assert (found.findings, found.notices) == ((), ())

    def test_a_correction_by_another_program_is_found(self, lived, root, run_git, anew):
        path = root / f"meetings/{MEETING}.yaml"
        path.write_text(path.read_text() + "place: Managua\n")
        by_hand(run_git, root, "By hand", "Why.", f"Meeting: none\nFile: meetings/{MEETING}.yaml")
        assert codes(lived, anew=anew) == [Code.NOT_A_CORRECTION]

    def test_the_record_of_a_meeting_that_was_entered_closed(self, workspace, root, run_git, anew):
        path = root / "meetings/2001-03-rcm.yaml"
        path.write_text("id: 2001-03-rcm\nbody: RCGM\nstatus: closed\nagreements:\n- {id: abc, text: {en: Yes}}\n")
        by_hand(run_git, root, "Enter it", "Why.", "Meeting: none\nFile: meetings/2001-03-rcm.yaml")
        path.write_text(path.read_text().replace("}\n", ", items: [HR-4.2]}\n"))
        by_hand(run_git, root, "Link it", "Why.", "Meeting: none\nFile: meetings/2001-03-rcm.yaml")
        assert codes(workspace, anew=anew) == []
        path.write_text(path.read_text().replace("Yes", "No"))
        by_hand(run_git, root, "Alter it", "Why.", "Meeting: none\nFile: meetings/2001-03-rcm.yaml")
        assert codes(workspace, anew=anew) == [Code.NOT_A_CORRECTION]

    @pytest.mark.parametrize(("before", "after"), [("closed", "open"), ("closed", "planned"), ("planned", "closed")])
    def test_the_status_of_a_meeting_set_by_another_program(self, workspace, root, run_git, anew, before, after):
        path = root / "meetings/2001-03-rcm.yaml"
        path.write_text(f"id: 2001-03-rcm\nbody: RCGM\nstatus: {before}\n")
        by_hand(run_git, root, "Enter it", "Why.", "Meeting: none\nFile: meetings/2001-03-rcm.yaml")
        path.write_text(path.read_text().replace(before, after))
        trailers = "Meeting: none\nFile: meetings/2001-03-rcm.yaml\nCorrects: 2001-03-rcm"
        by_hand(run_git, root, "Set it", "Why.", trailers)
        assert codes(workspace, anew=anew) == [Code.MEETING_STATUS]

    def test_an_item_that_a_merge_dropped(self, lived, root, run_git, anew):
        run_git(root, "switch", "-q", "-c", "side", "HEAD~1")
        path = root / "plan/HR/HR-4/HR-4.3.yaml"
        path.write_text("id: HR-4.3\nnumber: 3\ntext: {en: A}\nstatus: planned\n")
        by_hand(run_git, root, "Side", "Why.", "Meeting: none\nItem: HR-4.3")
        run_git(root, "switch", "-q", "main")
        run_git(root, "merge", "-q", "-s", "ours", "-m", "Merge", "side")
        (fault,) = audit.audit(lived, anew=anew).findings
        assert (fault.code, fault.facts["item"]) == (Code.VANISHED, "HR-4.3")


def test_a_record_that_a_merge_brought_in_late_is_a_notice(workspace, root, run_git):
    run_git(root, "switch", "-q", "-c", "side")
    record(workspace, edit.set_status(workspace, "HR-4.1", "completed"))
    run_git(root, "switch", "-q", "main")
    workspace.reload()
    record(workspace, edit.set_status(workspace, "HR-4.2", "completed"))
    record(workspace, meetings.close(workspace, MEETING))
    audit.audit(workspace)
    run_git(root, "merge", "-q", "-m", "Merge", "side")
    for anew in (False, True):
        found = audit.audit(workspace, anew=anew)
        assert (found.findings, [notice.code for notice in found.notices]) == ((), [Code.LATE_RECORD])


def test_an_edit_merged_into_an_item_that_moved_meanwhile_is_no_loss(workspace, root, run_git):
    run_git(root, "switch", "-q", "-c", "side")
    record(workspace, edit.set_status(workspace, "HR-4.2", "completed"))
    run_git(root, "switch", "-q", "main")
    workspace.reload()
    record(workspace, items.move(workspace, "HR-4.2", "HR-5"))
    run_git(root, "merge", "-q", "-m", "Merge", "side")
    workspace.reload()
    for anew in (False, True):
        found = audit.audit(workspace, anew=anew)
        assert (found.findings, found.notices) == ((), ())


def test_a_merge_of_two_edits_to_one_item_is_no_change_of_its_own(workspace, root, run_git):
    run_git(root, "switch", "-q", "-c", "side")
    record(workspace, edit.set_fields(workspace, "HR-4.1", [edit.parse_assignment("number=9")]))
    run_git(root, "switch", "-q", "main")
    workspace.reload()
    record(workspace, items.add_entry(workspace, "HR-4.1", {"en": "NEW"}))
    run_git(root, "merge", "-q", "-m", "Merge", "side")
    assert codes(workspace) == []


def test_a_merge_of_an_edit_and_a_removal_is_no_change_of_its_own(workspace, root, run_git):
    record(workspace, items.add_entry(workspace, "HR-4.1", {"en": "NEW"}, date="2007-05"))
    (entry,) = [entry.id for entry in workspace.plan.items["HR-4.1"].calendar if entry.text.get("en") == "NEW"]
    run_git(root, "switch", "-q", "-c", "side")
    record(workspace, edit.remove_entries(workspace, "HR-4.1", [entry]))
    run_git(root, "switch", "-q", "main")
    workspace.reload()
    record(workspace, edit.set_fields(workspace, "HR-4.1", [edit.parse_assignment("number=9")]))
    run_git(root, "merge", "-q", "-m", "Merge", "side")
    assert codes(workspace) == []


def test_a_merge_that_changes_more_than_its_sides_did(workspace, root, run_git):
    run_git(root, "switch", "-q", "-c", "side")
    record(workspace, edit.set_fields(workspace, "HR-4.1", [edit.parse_assignment("number=9")]))
    run_git(root, "switch", "-q", "main")
    workspace.reload()
    record(workspace, items.add_entry(workspace, "HR-4.1", {"en": "NEW"}))
    run_git(root, "merge", "-q", "--no-commit", "side")
    path = root / "plan/HR/HR-4/HR-4.1.yaml"
    path.write_text(path.read_text().replace("CARRIED OUT", "CALLED OFF"))
    by_hand(run_git, root, "Merge")
    assert codes(workspace) == codes(workspace, anew=True) == [Code.NO_MEETING]


def test_a_plan_without_a_record_has_no_trail_yet(repo):
    (repo / "plan").mkdir()
    (repo / "plan/plan.yaml").write_text("schema: 1\ntitle: {en: A}\n")
    found = audit.audit(Workspace.open(repo))
    assert (found.findings, found.records, found.head) == ((), 0, None)


class TestRepository:
    """What a person may do to the repository itself."""

    @pytest.fixture
    def lived(self, tmp_path, small_plans):
        return Workspace.open(small_plans.copy(SEMINAR, tmp_path / "lived", then=live_longer))

    @pytest.fixture
    def root(self, lived):
        return lived.root

    def test_an_edition_that_moved(self, lived, root, run_git):
        run_git(root, "tag", "-f", "-a", "-m", "moved", f"meeting/{MEETING}", "HEAD")
        (fault,) = audit.audit(lived).findings
        assert (fault.code, fault.where) == (Code.EDITION_MOVED, f"refs/tags/meeting/{MEETING}")

    def test_the_last_edition_moved_though_nothing_noted_it_yet(self, lived, root, run_git):
        run_git(root, "tag", "-f", "-a", "-m", "moved", "meeting/2007-11-rcgm", "HEAD~1")
        assert codes(lived) == [Code.EDITION_MOVED]

    def test_an_edition_made_anew_at_the_same_record(self, lived, root, run_git):
        commit = run_git(root, "rev-parse", f"meeting/{MEETING}^{{commit}}").strip()
        run_git(root, "tag", "-f", "-a", "-m", "other words", f"meeting/{MEETING}", commit)
        (fault,) = audit.audit(lived).findings
        assert fault.code is Code.EDITION_MOVED
        right = fault.facts["expected"]
        run_git(root, "update-ref", f"refs/tags/meeting/{MEETING}", right)
        assert codes(lived) == []

    def test_an_edition_whose_tag_is_gone_is_a_notice(self, lived, root, run_git):
        run_git(root, "tag", "-d", f"meeting/{MEETING}")
        found = audit.audit(lived)
        assert (found.findings, [notice.code for notice in found.notices]) == ((), [Code.EDITION_MISSING])
        assert "rcm sync" in found.notices[0].remedy

    def test_an_edition_of_a_meeting_that_nobody_closed(self, lived, root, run_git):
        run_git(root, "tag", "-a", "-m", "made up", "meeting/2008-05-rcgm", "HEAD")
        assert codes(lived) == [Code.EDITION_WITHOUT_CLOSING]

    def test_a_plain_tag(self, lived, root, run_git):
        run_git(root, "tag", "-f", "meeting/2007-11-rcgm", "HEAD")
        assert codes(lived) == [Code.EDITION_NOT_ANNOTATED]

    def test_history_that_was_rewritten(self, lived, root, run_git):
        run_git(root, "reset", "-q", "--hard", "HEAD~2")
        assert set(codes(Workspace.open(root))) == {Code.REWRITTEN, Code.RECORD_LOST}

    def test_history_that_was_rewritten_and_its_tags_deleted(self, lived, root, run_git):
        run_git(root, "reset", "-q", "--hard", "HEAD~2")
        run_git(root, "tag", "-d", "meeting/2007-11-rcgm")
        for _again in range(2):  # It is not forgotten.
            assert set(codes(Workspace.open(root))) == {Code.REWRITTEN, Code.RECORD_LOST}

    def test_an_old_record_whose_content_was_changed(self, lived, root, run_git):
        script = "sed -i s/completed/active/ plan/HR/HR-4/HR-4.2.yaml"
        run_git(root, "filter-branch", "-f", "--tree-filter", script, "--", "HEAD~2..HEAD")
        assert Code.REWRITTEN in codes(Workspace.open(root))

    def test_replaced_objects(self, lived, root, run_git):
        run_git(root, "replace", "HEAD", "HEAD~1")
        (fault,) = audit.audit(lived).findings
        assert fault.code is Code.REPLACED
        assert "git replace -d" in fault.remedy

    def test_grafts(self, lived, root, run_git):
        head = lived.git.resolve("HEAD")
        (root / ".git/info").mkdir(exist_ok=True)
        (root / ".git/info/grafts").write_text(head + "\n")
        assert codes(lived) == [Code.GRAFTED]

    def test_a_shallow_clone(self, lived, root, run_git, tmp_path):
        run_git(tmp_path, "clone", "-q", "--depth", "2", root.as_uri(), "shallow")
        assert Code.SHALLOW in codes(Workspace.open(tmp_path / "shallow"))

    def test_a_clone_is_as_clean_as_what_was_cloned(self, lived, root, run_git, tmp_path):
        run_git(tmp_path, "clone", "-q", str(root), "clone")
        found = audit.audit(Workspace.open(tmp_path / "clone"))
        assert (found.findings, found.notices) == ((), ())


class TestSignatures:
    """Where people sign."""

    def signed(self, root, run_git, tmp_path):
        program = tmp_path / "sign"
        program.write_text(
            "#!/bin/sh\ncat > /dev/null\nprintf '\\n[GNUPG:] SIG_CREATED \\n' >&2\n"
            "echo '-----BEGIN PGP SIGNATURE-----'\necho x\necho '-----END PGP SIGNATURE-----'\n"
        )
        program.chmod(0o755)
        run_git(root, "config", "gpg.program", str(program))
        run_git(root, "config", "commit.gpgSign", "true")

    def test_a_record_without_a_signature_by_one_who_signs(self, workspace, root, run_git, tmp_path):
        record(workspace, edit.set_status(workspace, "HR-4.1", "completed"))
        self.signed(root, run_git, tmp_path)
        record(workspace, edit.set_status(workspace, "HR-4.2", "completed"))
        assert codes(workspace) == []
        run_git(root, "config", "commit.gpgSign", "false")
        record(workspace, edit.set_status(workspace, "HR-4.2", "active"))
        assert codes(workspace) == [Code.UNSIGNED]
        assert codes(workspace, anew=True) == [Code.UNSIGNED]

    def test_a_signature_that_is_none_is_found_when_they_are_checked(self, workspace, root, run_git, tmp_path):
        self.signed(root, run_git, tmp_path)
        record(workspace, edit.set_status(workspace, "HR-4.2", "completed"))
        found = audit.audit(workspace, signatures=True)
        assert {each.code for each in (*found.findings, *found.notices)} & {
            Code.BAD_SIGNATURE,
            Code.UNCHECKED_SIGNATURE,
        }


class TestAccounting:
    """A finding that cannot be undone is settled by saying how it came about."""

    @pytest.fixture
    def faulty(self, workspace, root, run_git):
        (root / ITEM).write_text((root / ITEM).read_text().replace("ongoing", "active"))
        by_hand(run_git, root)
        return workspace

    def test_a_later_record_settles_it(self, faulty):
        (fault,) = audit.audit(faulty).findings
        change = audit.account(faulty, fault.commit, "Edited in a hurry")
        made = faulty.record(change, attribute(faulty.plan, change, RecordOptions(reason="Edited in a hurry")))
        assert f"Accounts-for: {fault.commit}" in made.message
        for anew in (False, True):
            found = audit.audit(faulty, anew=anew)
            assert found.is_clean
            assert [(each.commit, each.settled) for each in found.settled] == [(fault.commit, made.commit)]

    def test_without_a_reason_nothing_is_settled(self, faulty, root, run_git):
        with pytest.raises(BadValue):
            audit.account(faulty, "HEAD", " ")
        head = faulty.git.resolve("HEAD")
        run_git(root, "commit", "-q", "--allow-empty", "-m", f"So it is\n\nMeeting: none\nAccounts-for: {head}")
        assert codes(faulty) == [Code.NO_MEETING]

    def test_a_record_that_is_not_there(self, faulty):
        with pytest.raises(BadValue, match="no record"):
            audit.account(faulty, "abcdef12", "Why")

    def test_hand_edits_recorded_by_the_tool_are_in_order(self, workspace, root):
        (root / ITEM).write_text((root / ITEM).read_text().replace("ongoing", "active"))
        record(workspace, external_edits.record_external_edits(workspace), with_external_edits=True)
        assert codes(workspace) == []


def test_no_start_at_all(repo, run_git):
    (repo / "plan").mkdir()
    (repo / "plan/plan.yaml").write_text("schema: 1\ntitle: {en: A}\n")
    run_git(repo, "add", "-A")
    run_git(repo, "commit", "-q", "-m", "Start")
    assert codes(Workspace.open(repo)) == [Code.NO_START, Code.NO_MEETING]


def test_every_fault_is_told_in_words(lived):
    from rcm_tui.history.audit.findings import _WHAT, Finding

    class Anything(dict):
        def __missing__(self, key):
            return key

    for code in Code:
        said = _WHAT[code].format_map(Anything())
        assert said.endswith(".")
    fault = Finding(Code.NO_MEETING, "a" * 40, {"subject": "S", "person": "P", "items": "HR"})
    assert "rcm account aaaaaaaaaaaa" in fault.remedy


def test_what_was_audited_is_only_a_memory(lived):
    from rcm_tui.history.audit import ledger

    place = lived.git.private / "audited.json"
    audit.audit(lived)
    assert json.loads(place.read_text())["version"] == ledger.VERSION
    for spoilt in ("", "{", "[]", '{"version": 1}', '{"version": 0}'):
        place.write_text(spoilt)
        assert audit.audit(lived).is_clean
