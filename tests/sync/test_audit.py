"""The audit joins the two sides of a synchronising again: what was altered in between is found."""

from __future__ import annotations

import json
import random

import pytest

from rcm_tui.history.git import Git
from rcm_tui.model.fieldpath import put
from rcm_tui.store.yaml import parse, revise


def at_odds(office):
    """Let both record, and synchronise with an answer."""
    for words in ("OF ANA", "SECOND OF ANA"):
        office.ana("add", "HR-1", "--text", words)
    office.ana("set", "HR-1.2", "status=completed")
    office.ana("sync")
    office.luis("add", "HR-1", "--text", "OF LUIS")
    office.luis("set", "HR-1.2", "status=cancelled", "responsible+=MX")
    office.luis("entry", "HR-1.4", "--add", "--text", "OF LUIS")
    office.luis("sync", "--ours")


def forged(clone, chance):
    """Replace the merge by one with the same parents and message, and one value altered."""
    root = clone.root
    path = chance.choice(sorted(root.glob("plan/**/*.yaml")))
    data = parse(path.read_bytes())
    fields = [(name,) for name, value in data.items() if isinstance(value, str) and name != "id"]
    fields += [(name, "en") for name, value in data.items() if isinstance(value, dict) and "en" in value]
    field = chance.choice(fields or [("x_forged",)])
    path.write_bytes(revise(path.read_bytes(), put(data, field, "forged")))
    clone.git("add", "-A")
    tree = clone.git("write-tree").strip()
    parents = clone.git("log", "-1", "--format=%P").split()
    message = clone.git("log", "-1", "--format=%B")
    made = clone.git(
        "commit-tree", tree, *(part for parent in parents for part in ("-p", parent)), "-F", "-", stdin=message
    )
    clone.git("reset", "-q", "--hard", made.strip())


def codes(clone):
    clone("audit", "--anew", "--json", expect=None)
    return {finding["code"] for finding in json.loads(clone.out)["findings"]}


def test_a_synchronising_is_whole(office):
    at_odds(office)
    assert codes(office.luis) == set()
    assert "Decided: HR-1.2 status ours" in office.luis.git("log", "-1", "--format=%B")
    assert "Settled: HR-1.6 -> HR-1.8" in office.luis.git("log", "-1", "--format=%B")


def found_of(office, seeds):
    at_odds(office)
    whole = office.luis.head
    found = 0
    for seed in seeds:
        office.luis.git("reset", "-q", "--hard", whole)
        forged(office.luis, random.Random(seed))
        found += "merge-differs" in codes(office.luis)
    return found


def test_a_forged_merge_is_found(office):
    assert found_of(office, range(4)) == 4


@pytest.mark.slow
def test_a_hundred_forged_merges_are_found(office):
    assert found_of(office, range(100, 200)) == 100


def test_a_merge_that_was_not_decided_is_found(office):
    at_odds(office)
    message = office.luis.git("log", "-1", "--format=%B").replace("Decided: HR-1.2 status ours\n", "")
    office.luis.git("commit", "-q", "--amend", "-F", "-", stdin=message)
    assert codes(office.luis) == {"merge-differs"}


def test_an_undo_of_a_record_that_history_lacks_is_found(office):
    office.luis("set", "HR-1.2", "status=completed")
    office.luis("undo")
    message = office.luis.git("log", "-1", "--format=%B")
    other = message.replace(office.luis.git("rev-parse", "HEAD~1").strip(), "1" * 40)
    office.luis.git("commit", "-q", "--amend", "-F", "-", stdin=other)
    assert "undoes-unknown" in codes(office.luis)
    assert Git.find(office.luis.root).resolve("HEAD")
