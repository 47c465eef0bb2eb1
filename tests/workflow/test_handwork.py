"""Edits made by hand are thrown away with a copy kept, and brought back."""

from __future__ import annotations

import pytest

from rcm_tui.model.errors import BadValue
from rcm_tui.workflow.change import NothingToRecord
from rcm_tui.workflow.external_edits import bring_back, throw_away, thrown_away, unrecorded

ONE, OTHER, NEW = "plan/HR/HR-4/HR-4.1.yaml", "plan/HR/HR-4/HR-4.yaml", "plan/HR/HR-4/HR-4.9.yaml"
BY_HAND = "id: HR-4.9\nnumber: 9\ntext:\n  en: BY HAND\nstatus: active\n"


def edit(desk, path, old, new):
    file = desk.root / path
    assert old in file.read_text("utf-8")
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


def keys(desk):
    return [change.key for change in unrecorded(desk)]


def test_one_edit_is_thrown_away_to_the_byte_and_the_other_stays(desk):
    before = (desk.root / ONE).read_bytes()
    edit(desk, ONE, "HOST A SEMINAR", "HOST TWO SEMINARS")
    edit(desk, OTHER, "IDENTIFY PROGRAMS", "FIND PROGRAMS")
    edited = (desk.root / ONE).read_bytes()
    (copy,) = throw_away(desk, ["hr-4.1"])
    assert (desk.root / ONE).read_bytes() == before
    assert copy.path == ONE
    assert copy.kept.read_bytes() == edited
    assert desk.git.private in copy.kept.parents
    assert keys(desk) == ["HR-4"]


def test_a_file_in_no_record_goes_and_one_taken_away_comes_back(desk):
    before = (desk.root / ONE).read_bytes()
    (desk.root / NEW).write_text(BY_HAND, "utf-8")
    (desk.root / ONE).unlink()
    copies = throw_away(desk)
    assert [copy.path for copy in copies] == [NEW]
    assert not (desk.root / NEW).exists()
    assert (desk.root / ONE).read_bytes() == before
    assert keys(desk) == []


def test_an_item_moved_to_the_archive_by_hand_is_back_in_the_plan(desk):
    before = (desk.root / ONE).read_bytes()
    archived = desk.root / ONE.replace("plan/", "archive/", 1)
    archived.parent.mkdir(parents=True, exist_ok=True)
    (desk.root / ONE).rename(archived)
    throw_away(desk, ["HR-4.1"])
    assert (desk.root / ONE).read_bytes() == before
    assert not archived.exists()


def test_what_was_thrown_away_is_brought_back_once(desk):
    edit(desk, ONE, "HOST A SEMINAR", "HOST TWO SEMINARS")
    edited = (desk.root / ONE).read_bytes()
    throw_away(desk)
    (copy,) = thrown_away(desk)
    bring_back(desk, copy)
    assert (desk.root / ONE).read_bytes() == edited
    assert thrown_away(desk) == ()


def test_a_broken_file_can_be_thrown_away(desk):
    before = (desk.root / ONE).read_bytes()
    (desk.root / ONE).write_bytes(b"\xff\xfe not: [YAML")
    (copy,) = throw_away(desk, ["HR-4.1"])
    assert copy.kept.read_bytes() == b"\xff\xfe not: [YAML"
    assert (desk.root / ONE).read_bytes() == before


def test_nothing_edited_since_is_lost_by_bringing_back(desk):
    edit(desk, ONE, "HOST A SEMINAR", "HOST TWO SEMINARS")
    (copy,) = throw_away(desk)
    edit(desk, ONE, "HOST A SEMINAR", "HOST THREE SEMINARS")
    now = (desk.root / ONE).read_bytes()
    with pytest.raises(BadValue, match=r"HR-4\.1\.yaml has edits by hand again"):
        bring_back(desk, copy)
    assert (desk.root / ONE).read_bytes() == now
    assert copy.kept.exists()


def test_nothing_to_throw_away_is_said(desk):
    with pytest.raises(NothingToRecord):
        throw_away(desk)
    with pytest.raises(BadValue, match="no edits by hand"):
        throw_away(desk, ["HR-4.1"])
