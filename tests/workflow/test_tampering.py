"""What is altered by plain git after an audit has seen it is found; what people honestly do raises no alarm."""

from __future__ import annotations

import pytest

from rcm_tui.history.audit.findings import Code
from rcm_tui.history.audit.memory import Memory
from rcm_tui.workflow import audit, edit, items, meetings, undo
from rcm_tui.workflow.attribution import RecordOptions, attribute
from rcm_tui.workflow.workspace import Workspace
from tests.small_plan import SEMINAR

MEETING = "2007-05-rcgm"
ITEM = "plan/HR/HR-4/HR-4.2.yaml"
WHY = "Why.\n\nMeeting: none\nItem: HR-4.2"


def record(workspace, change, **how):
    workspace.reload()
    return workspace.record(change, attribute(workspace.plan, change, RecordOptions(**how)))


def found(root, **how):
    """Audit as a new run of the program does; give findings and notices by their codes."""
    made = audit.audit(Workspace.open(root), **how)
    return [finding.code for finding in made.findings], [notice.code for notice in made.notices]


CLEAN: tuple[list[Code], list[Code]] = ([], [])


def commit(run_git, root, old, new, message=f"By hand\n\n{WHY}", *options):
    path = root / ITEM
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    run_git(root, "commit", "-q", "-a", "-m", message, *options)


def record_and_audit(root):
    """Make three records, and let an audit see them."""
    workspace = Workspace.open(root)
    record(workspace, edit.set_status(workspace, "HR-4.1", "completed"))
    record(workspace, edit.set_status(workspace, "HR-4.2", "completed"))
    record(workspace, items.add_entry(workspace, "HR-5.1", {"en": "NEW"}, date="2007-05"))
    assert found(root) == CLEAN


@pytest.fixture
def audited(tmp_path, small_plans):
    """Three records, which an audit has seen."""
    return Workspace.open(small_plans.copy(SEMINAR, tmp_path / "audited", then=record_and_audit))


class TestRecords:
    @pytest.fixture
    def root(self, audited):
        return audited.root

    def test_a_record_that_was_dropped(self, audited, root, run_git):
        lost = audited.git.resolve("HEAD")
        run_git(root, "reset", "-q", "--hard", "HEAD~")
        for how in ({}, {"anew": True}):
            assert found(root, **how) == ([Code.RECORD_LOST], [])
        (fault,) = audit.audit(Workspace.open(root)).findings
        assert (fault.commit, fault.facts["person"]) == (lost, "Test Person")
        assert f"git merge {lost[:12]}" in fault.remedy
        commit(run_git, root, "completed", "active")
        assert found(root) == ([Code.RECORD_LOST], []), "it is not forgotten when more is recorded"
        run_git(root, "merge", "-q", "-m", "Merge", lost)
        assert found(root) == CLEAN

    @pytest.mark.parametrize(
        ("options", "differs"),
        [
            (("-m", "Other words\n\nMeeting: 2007-05-rcgm\nItem: HR-5.1"), "its words"),
            (("--no-edit", "--author=Somebody <else@example.org>"), "its author"),
            (("--no-edit", "--date=2020-01-01T00:00:00Z"), "its date"),
        ],
    )
    def test_a_record_that_was_amended(self, audited, root, run_git, options, differs):
        run_git(root, "commit", "-q", "--amend", *options)
        (fault,) = [
            finding for finding in audit.audit(Workspace.open(root)).findings if finding.code is Code.RECORD_REPLACED
        ]
        assert fault.facts["differences"] == differs

    def test_a_record_whose_content_was_amended(self, audited, root, run_git):
        path = root / "plan/HR/HR-5/HR-5.1.yaml"
        path.write_text(path.read_text().replace("NEW", "OTHER"))
        run_git(root, "commit", "-q", "-a", "--amend", "--no-edit")
        assert found(root) == ([Code.RECORD_REPLACED], [])

    def test_a_signature_that_was_taken_off(self, audited, root, run_git, tmp_path):
        program = tmp_path / "sign"
        program.write_text(
            "#!/bin/sh\ncat > /dev/null\nprintf '\\n[GNUPG:] SIG_CREATED \\n' >&2\n"
            "echo '-----BEGIN PGP SIGNATURE-----'\necho x\necho '-----END PGP SIGNATURE-----'\n"
        )
        program.chmod(0o755)
        run_git(root, "config", "gpg.program", str(program))
        commit(run_git, root, "completed", "active", f"By hand\n\n{WHY}", "-S")
        assert found(root) == CLEAN
        run_git(root, "commit", "-q", "--amend", "--no-edit", "--no-gpg-sign")
        (fault,) = [
            finding for finding in audit.audit(Workspace.open(root)).findings if finding.code is Code.RECORD_REPLACED
        ]
        assert fault.facts["differences"] == "its signature"

    def test_a_record_that_was_rebased_away(self, audited, root, run_git):
        run_git(root, "rebase", "-q", "--onto", "HEAD~2", "HEAD~1")
        (fault,) = audit.audit(Workspace.open(root)).findings
        assert (fault.code, "HR-4.2" in fault.what) == (Code.RECORD_LOST, True)

    def test_it_is_settled_by_saying_how_it_came_about(self, audited, root, run_git):
        lost = audited.git.resolve("HEAD")
        run_git(root, "reset", "-q", "--hard", "HEAD~")
        assert found(root) == ([Code.RECORD_LOST], [])
        workspace = Workspace.open(root)
        record(workspace, audit.account(workspace, lost, "Test"), reason="A test")
        assert found(root) == CLEAN

    def test_a_branch_deleted_with_what_was_audited_on_it(self, audited, root, run_git):
        run_git(root, "switch", "-q", "-c", "side")
        commit(run_git, root, "completed", "active")
        assert found(root) == CLEAN
        run_git(root, "switch", "-q", "main")
        assert found(root) == CLEAN
        run_git(root, "branch", "-q", "-D", "side")
        assert found(root) == ([Code.RECORD_LOST], [])

    def test_what_git_has_deleted_is_still_known(self, audited, root, run_git):
        run_git(root, "reset", "-q", "--hard", "HEAD~")
        run_git(root, "-c", "gc.reflogExpire=now", "reflog", "expire", "--expire=now", "--all")
        run_git(root, "gc", "-q", "--prune=now")
        (fault,) = audit.audit(Workspace.open(root)).findings
        assert (fault.code, "HR-5.1" in fault.what) == (Code.RECORD_LOST, True)

    @pytest.mark.parametrize("variables", [("GIT_AUTHOR_DATE",), ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE")])
    def test_a_record_that_was_back_dated(self, audited, root, run_git, monkeypatch, variables):
        for name in variables:
            monkeypatch.setenv(name, "2006-11-29T12:00:00Z")
        commit(run_git, root, "completed", "active")
        for how in ({}, {"anew": True}):
            assert found(root, **how) == ([Code.BACK_DATED], [])
        for name in variables:
            monkeypatch.delenv(name)
        commit(run_git, root, "active", "completed")
        assert found(root) == ([Code.BACK_DATED], []), "those that follow it are as they should be"

    def test_a_record_dated_some_days_back_is_a_notice(self, audited, root, run_git):
        commit(run_git, root, "completed", "active", f"By hand\n\n{WHY}", "--date=8 days ago")
        assert found(root) == ([], [Code.OUT_OF_ORDER])


class TestMerges:
    @pytest.fixture
    def sides(self, workspace, root, run_git):
        """Two sides: one with a status, an entry and an actor of its own, the other with a number."""
        run_git(root, "switch", "-q", "-c", "side")
        record(workspace, edit.set_status(workspace, "HR-4.2", "completed"))
        record(workspace, items.add_entry(workspace, "HR-4.1", {"en": "NEW"}, date="2007-05"))
        run_git(root, "switch", "-q", "main")
        workspace.reload()
        record(workspace, edit.set_fields(workspace, "HR-4.1", [edit.parse_assignment("number=9")]))
        assert found(root) == CLEAN

    @pytest.mark.parametrize("anew", [True, False])
    def test_a_merge_that_throws_one_side_away(self, sides, root, run_git, anew):
        run_git(root, "merge", "-q", "-s", "ours", "-m", "Merge", "side")
        assert found(root, anew=anew) == ([Code.MERGE_DISCARDS], [])
        (fault,) = audit.audit(Workspace.open(root)).findings
        assert fault.facts["items"] == "HR-4.1, HR-4.2"

    def test_a_merge_that_throws_the_other_side_away(self, sides, root, run_git):
        run_git(root, "merge", "-q", "--no-commit", "side")
        run_git(root, "checkout", "-q", "side", "--", "plan")
        run_git(root, "commit", "-q", "-m", "Merge")
        assert found(root) == ([Code.MERGE_DISCARDS], [])

    def test_a_merge_by_git_is_in_order(self, sides, root, run_git):
        run_git(root, "merge", "-q", "-m", "Merge", "side")
        assert found(root) == CLEAN
        assert found(root, anew=True) == CLEAN

    def test_a_conflict_that_a_person_resolved(self, sides, workspace, root, run_git):
        workspace.reload()
        record(workspace, edit.set_status(workspace, "HR-4.2", "active"))
        run_git(root, "merge", "-q", "-X", "theirs", "-m", "Merge", "side")
        assert found(root) == CLEAN

    def test_an_edit_on_one_side_thrown_away_by_a_move_on_the_other(self, sides, workspace, root, run_git):
        workspace.reload()
        record(workspace, items.move(workspace, "HR-4.2", "HR-5"))
        run_git(root, "merge", "-q", "-s", "ours", "-m", "Merge", "side")
        codes, _notices = found(root)
        assert codes == [Code.MERGE_DISCARDS]


class TestEditions:
    def close(self, workspace, root):
        record(workspace, meetings.close(workspace, MEETING))
        assert found(root) == CLEAN

    def test_the_last_edition_made_anew_at_its_record(self, workspace, root, run_git):
        self.close(workspace, root)
        run_git(root, "tag", "-f", "-a", "-m", "other words", f"meeting/{MEETING}", "HEAD")
        for how in ({}, {"anew": True}):
            assert found(root, **how) == ([Code.EDITION_MOVED], [])

    def test_a_plain_tag_in_its_place(self, workspace, root, run_git):
        self.close(workspace, root)
        run_git(root, "tag", "-f", f"meeting/{MEETING}", "HEAD")
        assert found(root) == ([Code.EDITION_NOT_ANNOTATED], [])

    def test_a_closing_that_was_undone_and_made_again(self, workspace, root):
        self.close(workspace, root)
        record(workspace, undo.undo(workspace).change)
        assert found(root) == CLEAN
        self.close(workspace, root)


class TestHonestHistories:
    @pytest.fixture
    def root(self, audited):
        return audited.root

    def test_records_fetched_and_merged(self, audited, root, run_git, tmp_path):
        run_git(tmp_path, "clone", "-q", str(root), "clone")
        clone = tmp_path / "clone"
        commit(run_git, clone, "completed", "active")
        commit(run_git, root, "number: 2", "number: 3")
        for options in (["--ff-only"], ["--no-rebase"], ["--rebase"]):
            assert found(clone) == CLEAN
            if options != ["--ff-only"]:
                run_git(clone, "pull", "-q", "--no-edit", *options)
            assert found(clone) == CLEAN
        run_git(root, "pull", "-q", str(clone), "main")
        assert found(root) == CLEAN

    def test_a_rebase_that_alters_no_record(self, audited, root, run_git, tmp_path):
        run_git(tmp_path, "clone", "-q", str(root), "clone")
        clone = tmp_path / "clone"
        commit(run_git, clone, "completed", "active")
        commit(run_git, clone, "number: 2", "number: 3")
        assert found(clone) == CLEAN
        record(audited, edit.set_fields(audited, "HR-4.1", [edit.parse_assignment("number=9")]))
        run_git(clone, "pull", "-q", "--rebase")
        assert found(clone) == CLEAN
        assert len(Memory.load(Workspace.open(clone).git).heads["main"]) == 1

    def test_another_branch_and_an_older_commit(self, audited, root, run_git):
        run_git(root, "switch", "-q", "-c", "side", "HEAD~2")
        assert found(root) == CLEAN
        run_git(root, "switch", "-q", "--detach", "main~1")
        assert found(root) == CLEAN
        run_git(root, "switch", "-q", "main")
        run_git(root, "branch", "-m", "side", "other")
        assert found(root) == CLEAN

    def test_undone_and_done_again(self, audited, root):
        record(audited, undo.undo(audited).change)
        assert found(root) == CLEAN
        record(audited, undo.redo(audited).change)
        assert found(root) == CLEAN

    def test_a_memory_that_cannot_be_read(self, audited, root):
        place = audited.git.private / "seen.json"
        for spoilt in ("", "{", "[]", '{"other": 1}'):
            place.write_text(spoilt)
            assert found(root) == CLEAN
