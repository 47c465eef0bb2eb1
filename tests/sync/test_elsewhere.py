"""An objective that one clone archives while the other adds to it: what was added can go below another objective."""

from __future__ import annotations

import pytest

from rcm_tui.changes.questions import OTHER, Answer
from rcm_tui.workflow import sync
from rcm_tui.workflow.workspace import Workspace
from tests.terminals import pty_terminal

terminal = pytest.fixture(pty_terminal)


@pytest.fixture
def parted(office):
    """Ana archived HR-2 and shared that; Luis added to it."""
    office.luis("sync")
    office.ana("archive", "HR-2", "-m", "Over", "--yes")
    office.ana("sync")
    office.luis("add", "HR-2", "--text", "OF LUIS")
    return office


def is_right(office):
    for clone in (office.luis, office.ana):
        clone("sync")
    luis = office.luis
    assert luis.head == office.ana.head
    assert (luis.root / "archive/HR/HR-2/HR-2.yaml").exists() and "HR-2.2" not in luis("list")
    data = luis.data("HR-1.6")
    assert (data["formerly"], data["number"], "archived" in data) == (["HR-2.2"], 5, False)
    assert "OF LUIS" in luis("show", "HR-2.2")
    for clone in (office.luis, office.ana):
        clone("audit", "--anew")
        assert clone.git("status", "--porcelain") == ""
        assert "HR-1.6" not in clone("check", expect=None)
    assert "HR-2.2: added" in luis("log", "HR-1.6") and "Luis" in luis("blame", "HR-1.6")


def test_at_the_command_line(parted, terminal):
    asked = terminal("sync", folder=parted.luis.root)
    asked.wait_for("HR-2 was archived by one side and changed by the other")
    asked.wait_for("REFUGEES")
    asked.wait_for("HR-2.2: added")
    asked.wait_for("3  archived, and HR-2.2 goes below another item")
    asked.type("3\n")
    asked.wait_for("Below which item")
    asked.type("HR-2\n")
    asked.wait_for("HR-2 cannot take it")
    asked.type("3\n")
    asked.wait_for("Below which item")
    asked.type("HR-1\n")
    assert asked.end() == 0, asked.shown
    message = parted.luis.git("log", "-1", "--format=%B")
    assert "Decided: HR-2 archived HR-1" in message and "Item: HR-1.6" in message
    is_right(parted)


def test_where_the_shared_side_added(office):
    office.luis("sync")
    office.ana("add", "HR-2", "--text", "OF LUIS")
    office.ana("sync")
    office.luis("archive", "HR-2", "-m", "Over", "--yes")
    workspace = Workspace.open(office.luis.root)
    found = sync.fetch_and_look(workspace, sync.remote_here(workspace), lambda _line: None)
    [question] = found.questions
    sync.answer(workspace, (question, Answer(OTHER, "HR-1")))
    office.luis("sync", "--continue")
    office.ana("sync")
    assert office.ana.data("HR-1.6")["formerly"] == ["HR-2.2"] and office.ana.head == office.luis.head
    for clone in (office.luis, office.ana):
        clone("audit", "--anew")


def test_a_place_that_is_archived_meanwhile_is_asked_again(parted):
    luis = parted.luis
    luis("sync", expect=3)
    workspace = Workspace.open(luis.root)
    [question] = sync.look(workspace, sync.remote_here(workspace)).questions
    sync.answer(workspace, (question, Answer(OTHER, "HR-1")))
    parted.ana("archive", "HR-1", "-m", "Over too", "--yes")
    parted.ana("sync")
    [asked] = luis.look()["questions"]
    assert asked["key"] == "HR-2"
    luis("sync", "--ours", expect=None)


def test_a_forged_place_is_found(parted):
    luis = parted.luis
    luis("sync", expect=3)
    workspace = Workspace.open(luis.root)
    [question] = sync.look(workspace, sync.remote_here(workspace)).questions
    sync.answer(workspace, (question, Answer(OTHER, "HR-1")))
    luis("sync")
    message = luis.git("log", "-1", "--format=%B").replace("HR-2 archived HR-1", "HR-2 archived theirs")
    luis.git("commit", "-q", "--amend", "-F", "-", stdin=message)
    luis("audit", expect=1)
    assert "merge-differs" in luis.out
