"""Comparison, blame and audit against the log that a random history's generator kept."""

from __future__ import annotations

import itertools
import random
import subprocess

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rcm_tui.changes.items import ChangeKind, ItemChange
from rcm_tui.history.audit.findings import Code
from rcm_tui.model.fieldpath import MISSING
from rcm_tui.workflow import audit, text_history
from rcm_tui.workflow.blame import blame, blame_words
from rcm_tui.workflow.compare import compare_states, resolve_state
from rcm_tui.workflow.trail import item_history
from rcm_tui.workflow.workspace import Workspace

from .generated_history import GONE, Event, History, Leaf, flat, generate

MEETINGS, STEPS = 50, 40


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> History:
    root = tmp_path_factory.mktemp("generated")
    subprocess.run(["git", "init", "-q", "-b", "main", str(root)], check=True)
    return generate(root, 2006, MEETINGS, STEPS)


def leaf_changes(change: ItemChange) -> dict[Leaf, tuple]:
    """What the tool says changed in an item, leaf by leaf, as the log has it."""
    if change.what in (ChangeKind.ADDED, ChangeKind.REMOVED):
        before, after = (flat(dict(each.data)) if each and each.data else {} for each in (change.before, change.after))
        return {path: (before.get(path, GONE), after.get(path, GONE)) for path in {**before, **after}}
    found: dict[Leaf, tuple] = {}
    for field in change.fields:
        if field.is_reordered:
            found[field.path] = (tuple(field.before), tuple(field.after))
            continue
        before, after = (flat(side, field.path) if side is not MISSING else {} for side in (field.before, field.after))
        for path in {**before, **after}:
            if before.get(path, GONE) != after.get(path, GONE):
                found[path] = (before.get(path, GONE), after.get(path, GONE))
    return found


def without_order(leaves: dict[Leaf, tuple]) -> dict[Leaf, tuple]:
    return {path: values for path, values in leaves.items() if path[-1] != "#order"}


def is_reordered(leaves: dict[Leaf, tuple]) -> bool:
    """Whether entries that stood on both sides stand in another order."""
    before, after = leaves.get(("calendar", "#order"), ((), ()))
    if GONE in (before, after):
        return False
    return [each for each in before if each in after] != [each for each in after if each in before]


def check_pair(history: History, workspace: Workspace, a: int, b: int) -> None:
    names = history.meetings
    found = compare_states(workspace, resolve_state(workspace, names[a]), resolve_state(workspace, names[b]))
    here, there = history.world.standing[a], history.world.standing[b]
    net = history.net(a, b)
    told = {each.key: each for each in (*found.changes, *found.same) if each.kind == "activity"}
    for uid in {**here, **there}:
        old, new = here.get(uid), there.get(uid)
        key = (new or old)[0]
        leaves = net.get(uid, {})
        if old is None or new is None:
            change = told.pop(key)
            assert change.what is (ChangeKind.ADDED if old is None else ChangeKind.REMOVED)
            assert without_order(leaf_changes(change)) == without_order(leaves)
            continue
        if old == new:
            assert key not in told
            continue
        change = told.pop(key)
        changed = bool(without_order(leaves)) or is_reordered(leaves)
        if old[0] != new[0]:
            assert (change.what, change.former) == (ChangeKind.MOVED, old[0])
        elif old[1] != new[1]:
            assert change.what is (ChangeKind.ARCHIVED if new[1] else ChangeKind.RESTORED)
        else:
            assert change.what is (ChangeKind.CHANGED if changed else ChangeKind.SAME)
        assert without_order(leaf_changes(change)) == without_order(leaves)
        assert any(field.is_reordered for field in change.fields) == is_reordered(leaves)
    assert not told


def test_the_generator_did_a_great_deal(made):
    assert len(made.commits) > 1_800
    assert len(made.world.log) > 4_000
    assert len(made.world.by_hand) > 50


def test_any_two_neighbouring_meetings(made):
    workspace = Workspace.open(made.git.root)
    for a in range(MEETINGS - 1):
        check_pair(made, workspace, a, a + 1)


def test_any_two_meetings_either_way(made):
    workspace = Workspace.open(made.git.root)
    pairs = list(itertools.permutations(range(MEETINGS), 2))
    for a, b in [(0, MEETINGS - 1), (MEETINGS - 1, 0), *random.Random(1).sample(pairs, 25)]:
        check_pair(made, workspace, a, b)


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**6))
def test_other_histories(tmp_path_factory, seed):
    root = tmp_path_factory.mktemp("other")
    subprocess.run(["git", "init", "-q", "-b", "main", str(root)], check=True)
    history = generate(root, seed, 6, 25)
    workspace = Workspace.open(root)
    for a, b in itertools.permutations(range(6), 2):
        check_pair(history, workspace, a, b)
    check_blame(history, workspace, 20)


def test_files_as_they_are_against_a_meeting(made, tmp_path, run_git):
    run_git(tmp_path, "clone", "-q", str(made.git.root), "clone")
    root = tmp_path / "clone"
    workspace = Workspace.open(root)
    item = next(each for each in made.world.items.values() if not each.archived)
    (root / item.path).write_bytes(item.content.replace(b"status: ", b"status: postponed # was ", 1))
    found = compare_states(workspace, resolve_state(workspace, "m049"), resolve_state(workspace, "now"))
    (change,) = found.changes
    assert change.key == item.data["id"]
    turned = compare_states(workspace, resolve_state(workspace, "now"), resolve_state(workspace, "m049"))
    assert [(field.path, field.before) for field in turned.changes[0].fields] == [
        (field.path, field.after) for field in change.fields
    ]
    both = compare_states(workspace, resolve_state(workspace, "m030"), resolve_state(workspace, "now"))
    assert item.data["id"] in {change.key for change in both.changes}


def last_events(history: History, uid: int) -> dict[Leaf, Event]:
    return {event.path: event for event in history.world.log if event.uid == uid}


def check_blame(history: History, workspace: Workspace, most: int) -> None:
    for uid, item in list(history.world.items.items())[:most]:
        told = {field.path: field for field in blame(workspace, item.data["id"]).fields}
        expected = last_events(history, uid)
        for path, value in flat(item.data).items():
            if path[-1] == "#order":
                continue
            assert told[path].record is not None, (item.data["id"], path)
            assert told[path].record.commit == history.commits[expected[path].commit], (item.data["id"], path, value)


def test_blame_names_the_record_that_last_set_each_field(made):
    check_blame(made, Workspace.open(made.git.root), 40)


def test_words_belong_to_records_that_set_the_text(made):
    workspace = Workspace.open(made.git.root)
    for uid, item in list(made.world.items.items())[:15]:
        path, pieces = blame_words(workspace, item.data["id"], ("text", "en"))
        setters = {made.commits[each.commit] for each in made.world.log if (each.uid, each.path) == (uid, path)}
        assert "".join(piece.text for piece in pieces) == item.data["text"]["en"]
        assert {piece.origin.record.commit for piece in pieces} <= setters


def test_the_life_of_an_item_is_every_record_that_touched_it(made):
    workspace = Workspace.open(made.git.root)
    for uid, item in list(made.world.items.items())[:20]:
        told = [step.record.commit for step in item_history(workspace, item.data["id"])]
        by_log = {made.commits[event.commit] for event in made.world.log if event.uid == uid}
        assert by_log <= set(told)
        assert len(told) == len(set(told))


def test_a_sentence_that_stands_no_longer_is_found(made):
    gone = next(
        event
        for event in made.world.log
        if event.path[0] == "calendar" and event.path[-2:] == ("text", "en") and event.after == GONE
    )
    found = text_history.text_history(Workspace.open(made.git.root), gone.before)
    assert [(each.what, each.record.commit) for each in found if each.path == gone.path] == [
        (text_history.TAKEN_OUT, made.commits[gone.commit]),
        (
            text_history.PUT_IN,
            made.commits[
                next(
                    e.commit
                    for e in made.world.log
                    if (e.uid, e.path) == (gone.uid, gone.path) and e.after == gone.before
                )
            ],
        ),
    ]


def test_the_audit_finds_just_the_records_made_by_hand(made):
    found = audit.audit(Workspace.open(made.git.root), anew=True)
    assert {finding.commit for finding in found.findings if finding.code is Code.NO_MEETING} == {
        made.commits[place] for place in made.world.by_hand
    }
    assert {finding.code for finding in found.findings} == {Code.NO_MEETING}
    assert found.notices == ()
