"""Edits made elsewhere are discarded with a copy kept, and restored."""

from __future__ import annotations

import pytest

from rcm_tui.model.errors import BadValue
from rcm_tui.workflow.change import NothingToRecord
from rcm_tui.workflow.external_edits import discard, discarded, restore_discarded
from rcm_tui.workflow.plan_files import unrecorded

ONE, OTHER, NEW = "plan/HR/HR-4/HR-4.1.yaml", "plan/HR/HR-4/HR-4.yaml", "plan/HR/HR-4/HR-4.9.yaml"
BY_HAND = "id: HR-4.9\nnumber: 9\ntext:\n  en: BY HAND\nstatus: active\n"


def edit(workspace, path, old, new):
    file = workspace.root / path
    assert old in file.read_text("utf-8")
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


def keys(workspace):
    return [change.key for change in unrecorded(workspace)]


def test_one_edit_is_thrown_away_to_the_byte_and_the_other_stays(workspace):
    before = (workspace.root / ONE).read_bytes()
    edit(workspace, ONE, "HOST A SEMINAR", "HOST TWO SEMINARS")
    edit(workspace, OTHER, "IDENTIFY PROGRAMS", "FIND PROGRAMS")
    edited = (workspace.root / ONE).read_bytes()
    (copy,) = discard(workspace, ["hr-4.1"])
    assert (workspace.root / ONE).read_bytes() == before
    assert copy.path == ONE
    assert copy.kept.read_bytes() == edited
    assert workspace.git.private in copy.kept.parents
    assert keys(workspace) == ["HR-4"]


def test_a_file_in_no_record_goes_and_one_taken_away_comes_back(workspace):
    before = (workspace.root / ONE).read_bytes()
    (workspace.root / NEW).write_text(BY_HAND, "utf-8")
    (workspace.root / ONE).unlink()
    copies = discard(workspace)
    assert [copy.path for copy in copies] == [NEW]
    assert not (workspace.root / NEW).exists()
    assert (workspace.root / ONE).read_bytes() == before
    assert keys(workspace) == []


def test_an_item_moved_to_the_archive_by_hand_is_back_in_the_plan(workspace):
    before = (workspace.root / ONE).read_bytes()
    archived = workspace.root / ONE.replace("plan/", "archive/", 1)
    archived.parent.mkdir(parents=True, exist_ok=True)
    (workspace.root / ONE).rename(archived)
    discard(workspace, ["HR-4.1"])
    assert (workspace.root / ONE).read_bytes() == before
    assert not archived.exists()


def test_what_was_thrown_away_is_brought_back_once(workspace):
    edit(workspace, ONE, "HOST A SEMINAR", "HOST TWO SEMINARS")
    edited = (workspace.root / ONE).read_bytes()
    discard(workspace)
    (copy,) = discarded(workspace)
    restore_discarded(workspace, copy)
    assert (workspace.root / ONE).read_bytes() == edited
    assert discarded(workspace) == ()


def test_a_broken_file_can_be_thrown_away(workspace):
    before = (workspace.root / ONE).read_bytes()
    (workspace.root / ONE).write_bytes(b"\xff\xfe not: [YAML")
    (copy,) = discard(workspace, ["HR-4.1"])
    assert copy.kept.read_bytes() == b"\xff\xfe not: [YAML"
    assert (workspace.root / ONE).read_bytes() == before


def test_nothing_edited_since_is_lost_by_bringing_back(workspace):
    edit(workspace, ONE, "HOST A SEMINAR", "HOST TWO SEMINARS")
    (copy,) = discard(workspace)
    edit(workspace, ONE, "HOST A SEMINAR", "HOST THREE SEMINARS")
    now = (workspace.root / ONE).read_bytes()
    with pytest.raises(BadValue, match=r"HR-4\.1\.yaml was edited again since"):
        restore_discarded(workspace, copy)
    assert (workspace.root / ONE).read_bytes() == now
    assert copy.kept.exists()


def test_nothing_to_throw_away_is_said(workspace):
    with pytest.raises(NothingToRecord):
        discard(workspace)
    with pytest.raises(BadValue, match="no edits made elsewhere"):
        discard(workspace, ["HR-4.1"])
