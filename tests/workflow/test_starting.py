"""Starting a plan, opening the sample, drafts, the editor, work done by hand."""

from __future__ import annotations

import pytest

from rcm_tui.history.editions import snapshot
from rcm_tui.history.git import Git
from rcm_tui.history.log import records
from rcm_tui.model.errors import BadValue, RcmError
from rcm_tui.store.reader import load_files
from rcm_tui.workflow import edit, external_edits, init, items, undo
from rcm_tui.workflow.attribution import RecordOptions, attribute
from rcm_tui.workflow.change import NoPlanHere, NothingToRecord
from rcm_tui.workflow.drafts import Drafts, change_from_editor, text_for_editor
from rcm_tui.workflow.plan_files import unrecorded
from rcm_tui.workflow.sample import make_demo, sample_root
from rcm_tui.workflow.workspace import Workspace


def test_an_empty_plan_for_another_body(tmp_path, run_git):
    workspace = init.init(
        tmp_path / "fisheries",
        title={"en": "Regional Fisheries Plan"},
        languages=["en", "pt"],
        subjects=[("CON", "Conservation"), ("TRA", "Trade")],
        bodies=[("COM", "Commission")],
    )
    assert workspace.plan.children() == ("CON", "TRA")
    assert workspace.plan.problems == ()
    new = workspace.record(
        items.add_objective(workspace, "CON", {"en": "Protect the reefs"}),
        attribute(workspace.plan, options=RecordOptions(between=True, reason="A beginning")),
    )
    assert new.new_id == "CON-1"
    change = items.add_subject(workspace, "LAW", {"en": "Law"})
    asked_nothing = workspace.record(change, attribute(workspace.plan, change))
    assert "Meeting: none" in asked_nothing.message and "is being set up" in asked_nothing.message
    trailers = run_git(workspace.root, "log", "--reverse", "--format=%(trailers)").splitlines()
    assert trailers[0].startswith("Plan-start: ")
    assert "Meeting: none" in trailers
    assert run_git(workspace.root, "status", "--porcelain") == ""


def test_a_plan_is_not_started_twice_nor_with_bad_words(tmp_path):
    init.init(tmp_path / "a", title={"en": "A"}, languages=["en"])
    with pytest.raises(RcmError, match="already"):
        init.init(tmp_path / "a", title={"en": "A"}, languages=["en"])
    with pytest.raises(BadValue, match="code"):
        init.init(tmp_path / "b", title={"en": "B"}, languages=["en"], subjects=[("h r", "X")])
    with pytest.raises(BadValue, match="title"):
        init.init(tmp_path / "c", title={}, languages=["en"])
    assert not (tmp_path / "b").exists()


def test_no_plan_is_told_with_the_way_out(tmp_path):
    with pytest.raises(NoPlanHere, match="rcm init"):
        Workspace.open(tmp_path)


def test_the_sample_ends_as_the_plan_it_was_made_from(sample):
    source = sample_root()
    files = {
        file.relative_to(sample).as_posix(): file.read_bytes()
        for room in ("plan", "archive", "meetings")
        for file in (sample / room).rglob("*.yaml")
    }
    differ = []
    for path, content in files.items():
        if not (source / path).exists() or (source / path).read_bytes() != content:
            differ.append(path)
    replayed = {path for path in differ if b"previous:" in files[path]}
    assert set(differ) - replayed == {"plan/plan.yaml", "meetings/practice.yaml"}
    assert all(path.startswith("meetings/") for path in replayed)
    there = {
        file.relative_to(source).as_posix()
        for room in ("plan", "archive", "meetings")
        for file in (source / room).rglob("*.yaml")
    }
    assert there == set(files) - {"meetings/practice.yaml"}


def test_every_edition_of_the_sample_is_a_whole_plan(sample):
    git = Git.find(sample)
    editions = git.read("for-each-ref", "--format=%(refname)", "refs/tags").decode().split()
    assert len(editions) > 8
    counts = []
    for edition in editions:
        plan = load_files(snapshot(git, edition))
        assert plan.problems == ()
        counts.append(len(plan.items))
    assert max(counts) == 91


def test_the_sample_says_that_it_is_a_reconstruction_and_names_meetings(sample):
    git = Git.find(sample)
    replayed = [record for record in records(git) if record.opens != "practice"]
    assert all(record.reconstructed == "yes" for record in replayed)
    assert all(record.meeting for record in replayed)
    assert "reconstruction" in replayed[-1].reason
    workspace = Workspace.open(sample)
    assert [meeting.id for meeting in workspace.plan.open_meetings] == ["practice"]
    assert unrecorded(workspace) == ()


def test_a_sample_is_opened_again_and_made_anew_only_on_demand(tmp_path):
    root = make_demo(tmp_path / "s")
    workspace = Workspace.open(root)
    workspace.record(edit.set_status(workspace, "HR-4.2", "completed"), attribute(workspace.plan))
    make_demo(root)
    assert Workspace.open(root).plan.items["HR-4.2"].status == "completed"
    make_demo(root, fresh=True)
    assert Workspace.open(root).plan.items["HR-4.2"].status == "active"
    workspace = Workspace.open(root)
    workspace.record(undo.undo(workspace).change, attribute(workspace.plan))
    assert "practice" not in workspace.plan.meetings
    assert make_demo(root) == root  # still the sample, whatever was undone in it
    make_demo(root, fresh=True)
    assert "practice" in Workspace.open(root).plan.meetings
    init.init(tmp_path / "real", title={"en": "Real"}, languages=["en"])
    with pytest.raises(RcmError, match="not the sample"):
        make_demo(tmp_path / "real", fresh=True)
    (tmp_path / "full").mkdir()
    (tmp_path / "full/letter.txt").write_text("mine")
    with pytest.raises(RcmError, match="not empty"):
        make_demo(tmp_path / "full")


def test_a_sample_whose_making_was_interrupted_is_made_anew(tmp_path):
    class Interrupted(Exception):
        pass

    def interrupt(done: int, _of: int) -> None:
        if done == 4:
            raise Interrupted

    with pytest.raises(Interrupted):
        make_demo(tmp_path / "s", interrupt)
    assert "practice" in Workspace.open(make_demo(tmp_path / "s")).plan.meetings


def test_drafts_outlive_the_program(workspace, root):
    Drafts(workspace).save("item:HR-4.1", {"text": {"es": "año"}}, {"text": {}})
    again = Drafts(Workspace.open(root))
    draft = again.load("item:HR-4.1")
    assert draft is not None and draft.data == {"text": {"es": "año"}}
    assert [each.key for each in again.all()] == ["item:HR-4.1"]
    again.discard("item:HR-4.1")
    assert again.all() == ()


def test_a_draft_cut_short_counts_as_none(workspace):
    drafts = Drafts(workspace)
    drafts.save("x", 1)
    next((workspace.git.private / "drafts").iterdir()).write_text('{"format": 1, "da')
    assert drafts.load("x") is None


def test_the_editor_s_text_is_recorded_to_the_letter(workspace, root):
    old = text_for_editor(workspace, "HR-4.1")
    new = old.replace("status: pending-input", "status: active", 1) + "# a last word\n"
    recorded = workspace.record(change_from_editor(workspace, "HR-4.1", old, new), attribute(workspace.plan))
    assert (root / "plan/HR/HR-4/HR-4.1.yaml").read_text() == new
    assert recorded.subject == "HR-4.1: status pending-input -> active"


def test_the_editor_s_mistakes_are_told_with_their_place(workspace):
    old = text_for_editor(workspace, "HR-4.2")
    with pytest.raises(BadValue, match=r"HR-4\.2\.yaml:6:\d+: .*ongoing"):
        change_from_editor(workspace, "HR-4.2", old, old.replace("status: ongoing", "status: ongoin"))
    with pytest.raises(NothingToRecord):
        change_from_editor(workspace, "HR-4.2", old, old)


def test_edits_by_hand_are_recorded_as_they_stand(workspace, root, run_git):
    path = root / "plan/HR/HR-4/HR-4.2.yaml"
    path.write_text(path.read_text().replace("ongoing", "completed") + "# by hand\n")
    (root / "plan/HR/HR-5/HR-5.1.yaml").unlink()
    workspace.reload()
    assert {(change.key, change.what.value) for change in unrecorded(workspace)} == {
        ("HR-4.2", "changed"),
        ("HR-5.1", "removed"),
    }
    change = external_edits.record_external_edits(workspace, ["HR-4.2"])
    workspace.record(change, attribute(workspace.plan, options=RecordOptions(with_external_edits=True)))
    assert run_git(root, "show", "--format=", "--name-only").split() == ["plan/HR/HR-4/HR-4.2.yaml"]
    assert path.read_text().endswith("# by hand\n")
    with pytest.raises(BadValue, match=r"HR-4\.1"):
        external_edits.record_external_edits(workspace, ["HR-4.1"])
