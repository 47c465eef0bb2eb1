"""Editions and adoptions come along with the records, also where git alone has sent those; and what a rebase leaves."""

from __future__ import annotations

import logging

import pytest

CLOSE = ("meeting", "close", "2006-11-rcgm", "--yes")
EDITION = "meeting/2006-11-rcgm"


def findings(clone):
    clone("audit", "--json", expect=None)
    import json

    found = json.loads(clone.out)
    return {each["code"]: each for each in [*found["findings"], *found["notices"]]}


def test_an_edition_that_git_push_left_behind_is_sent_and_taken_over(office):
    """Neither clone has any record to exchange."""
    office.luis("sync")
    office.ana(*CLOSE)
    office.ana.git("push", "-q", "origin", "HEAD:main")
    office.luis.git("pull", "-q", "--no-tags", "--ff-only")
    assert "edition-missing" in findings(office.luis) and not office.luis.git("tag")
    assert "1 edition or adoption to send" in office.ana("sync", "--dry-run")
    office.ana("sync")
    assert EDITION in office.ana.git("ls-remote", "--tags", "origin")
    assert "1 edition or adoption to take over" in office.luis("sync", "--dry-run")
    office.luis("sync")
    assert office.luis.git("rev-parse", EDITION) == office.ana.git("rev-parse", EDITION)
    assert not findings(office.luis) and not findings(office.ana)
    for clone in (office.ana, office.luis):
        assert "Everything is synchronised" in clone("sync", "--dry-run")


def test_an_edition_that_differs_is_told_where_no_record_comes(office):
    office.luis("sync")
    office.ana(*CLOSE)
    office.ana("sync")
    office.luis("sync")
    office.luis.git("tag", "-f", "-a", "-m", "Another", EDITION, EDITION + "^{commit}")
    own = office.luis.git("rev-parse", EDITION)
    office.luis("sync")
    assert "is another one than here" in office.luis.err and office.luis.git("rev-parse", EDITION) == own


def test_comparing_runs_git_as_often_however_many_editions_there_are(office, caplog):
    caplog.set_level(logging.DEBUG, "rcm_tui.git")
    office.ana("set", "HR-1.2", "status=completed")
    office.ana("sync")

    def runs():
        caplog.clear()
        assert office.luis.look()["standing"] == "behind"
        return len(caplog.messages)

    runs()
    once = runs()
    for number in range(8):
        office.luis.git("tag", "-a", "-m", "Edition", f"meeting/m{number}")
    assert runs() == once > 5


@pytest.fixture
def rebased(office):
    """Luis's records, an undo and a closing among them, were rebased by git on one of Ana's."""
    luis = office.luis
    luis("sync")
    luis("set", "HR-1.4", "status=completed")
    luis("undo", "--yes")
    luis(*CLOSE)
    office.ana("set", "HR-1.2", "status=completed")
    office.ana("sync")
    luis.git("pull", "-q", "--rebase")
    return office


def test_what_a_rebase_leaves_is_told_and_mended_without_doubling_a_record(rebased):
    luis, count = rebased.luis, len(rebased.luis.git("rev-list", "HEAD").split())
    found = findings(luis)
    assert set(found) == {"undoes-unknown", "edition-rebased"}
    remedy = found["edition-rebased"]["remedy"]
    assert "git merge" not in remedy
    assert f"git update-ref -d refs/tags/{EDITION}" in remedy and "rcm meeting close 2006-11-rcgm" in remedy
    luis.git("update-ref", "-d", f"refs/tags/{EDITION}")
    luis("meeting", "close", "2006-11-rcgm")
    luis("account", found["undoes-unknown"]["commit"], "-m", "It was rebased")
    assert not findings(luis) and len(luis.git("rev-list", "HEAD").split()) == count + 1
    luis("sync")
    rebased.ana("sync")
    assert not findings(rebased.ana) and rebased.ana.head == luis.head
    assert rebased.ana.git("rev-parse", EDITION) == luis.git("rev-parse", EDITION)


def test_records_that_were_rebased_are_told_before_they_are_taken_over(rebased):
    rebased.luis("sync")
    [finding] = rebased.ana.look()["findings"]
    assert "which this history does not hold" in finding
    rebased.ana("sync")
    found = findings(rebased.ana)
    assert "audit that clone" in found["edition-missing"]["remedy"]
