"""What a meeting changed goes by the records that name it, whatever was recorded in between."""

from __future__ import annotations

import random
import subprocess
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rcm_tui.changes.describe import describe_item
from rcm_tui.changes.items import ChangeKind, ItemChange
from rcm_tui.history.git import Git
from rcm_tui.history.message import Message
from rcm_tui.history.setup import ImportEdition, fast_import
from rcm_tui.model.fieldpath import MISSING
from rcm_tui.store import paths
from rcm_tui.store.yaml.writer import compose
from rcm_tui.workflow import edit, meetings, undo
from rcm_tui.workflow.attribution import RecordOptions, attribute
from rcm_tui.workflow.minutes import minutes
from rcm_tui.workflow.publish import PublicationRequest, publish
from rcm_tui.workflow.status import status_report
from rcm_tui.workflow.trail import item_history
from rcm_tui.workflow.whole_history import WholeHistory
from rcm_tui.workflow.workspace import Workspace

from .generated_history import GONE, WHO, Event, Leaf, World, flat

FIRST, SECOND = "2006-05-one", "2006-06-two"


class Interleaved(World):
    """Two meetings open at once: each record is of one of them, or between meetings, or made with plain git."""

    def begin(self) -> None:
        start: dict[str, bytes | None] = {
            "plan/plan.yaml": b"schema: 1\ntitle: {en: Generated}\nlanguages: [en, es]\n",
            "plan/actors.yaml": b"MX: {kind: member, name: {en: Mexico}}\n",
        }
        for code in ("HR", "LDM"):
            start[paths.item_path(code)] = compose({"id": code, "number": 1, "title": {"en": code}})
        for name in ("HR-4", "HR-5", "LDM-1"):
            start[paths.item_path(name)] = compose({"id": name, "number": 1, "text": {"en": name}})
        self.commit(Message("Start", "", [("Plan-start", "2001-01-01"), ("Meeting", "none")]), start)
        for meeting in (FIRST, SECOND):
            self.of_meeting(meeting, "open", "Opens")

    def of_meeting(self, meeting: str, status: str, trailer: str) -> None:
        path = paths.meeting_path(meeting)
        data = {"id": meeting, "body": "RCGM", "dates": "2006-05", "status": status}
        self.commit(
            Message(f"{meeting}: {status}", "", [("Meeting", meeting), (trailer, meeting)]), {path: compose(data)}
        )
        if status == "closed":
            self.editions.append(ImportEdition(meeting, len(self.commits) - 1, self.clock, WHO, meeting))

    def steps(self, count: int, meetings: tuple[str, ...]) -> None:
        for _ in range(count):
            self.meeting = self.chance.choice(meetings)
            self.step()

    def meeting_of(self, event: Event) -> str:
        return dict(self.commits[event.commit].message.trailers).get("Meeting", "")


Segments = dict[tuple[int, Leaf], list[tuple]]


def fused(segments: list[tuple]) -> list[tuple]:
    """Edits of one field in a row: those that go on where the one before ended are one."""
    found: list[tuple] = []
    for old, new in segments:
        if found and found[-1][1] == old:
            old = found.pop()[0]
        if old != new:
            found.append((old, new))
    return found


def logged(events: list[Event]) -> Segments:
    """The fields that the log has of some edits; of an addition, only its final state."""
    found: Segments = {}
    for event in events:
        if event.path[-1] != "#order":
            found.setdefault((event.uid, event.path), []).append((event.before, event.after))
    for (uid, path), edits in found.items():
        owner = next(iter(found.get((uid, (*path[:2], "id")), ())), None) if path[0] == "calendar" else None
        whole = next(iter(found.get((uid, ("number",)), ())), None)
        if GONE in (owner or ())[:1] or GONE in (whole or ())[:1]:
            edits[:] = [(GONE, edits[-1][1])]
    return {key: edits for key, every in found.items() if (edits := fused(every))}


def told(changes: tuple[ItemChange, ...], uids: dict[str, int]) -> Segments:
    """What the tool says, as the log has it."""
    found: Segments = {}
    for change in changes:
        if change.key not in uids:
            continue
        if change.what in (ChangeKind.ADDED, ChangeKind.REMOVED):
            sides = [flat(dict(each.data)) if each and each.data else {} for each in (change.before, change.after)]
            pairs = [sides]
        else:
            pairs = [
                [flat(side, field.path) if side is not MISSING else {} for side in (field.before, field.after)]
                for field in change.fields
                if not field.is_reordered
            ]
        for old, new in pairs:
            for path in {**old, **new}:
                if path[-1] != "#order":
                    edits = found.setdefault((uids[change.key], path), [])
                    edits.append((old.get(path, GONE), new.get(path, GONE)))
    return {key: edits for key, every in found.items() if (edits := fused(every))}


def said(changes: tuple[ItemChange, ...], uids: dict[str, int], events: list[Event]) -> Segments:
    """What the tool says, without the rest of entries that others put into an item which these records had added.

    Where the records changed such an entry later, it is shown whole.
    """
    wanted, added = logged(events), {event.uid for event in events if event.path == ("id",) and event.before == GONE}
    every = told(changes, uids)
    return {
        key: edits for key, edits in every.items() if key in wanted or key[0] not in added or key[1][0] != "calendar"
    }


def check(root, seed: int, steps: int) -> None:
    subprocess.run(["git", "init", "-q", "-b", "main", str(root)], check=True)
    world = Interleaved(random.Random(seed))
    world.begin()
    world.steps(steps, (SECOND, "none"))  # Before the first meeting has any record.
    world.steps(2 * steps, (FIRST, SECOND, "none"))
    world.of_meeting(FIRST, "closed", "Closes")
    until = len(world.commits)
    world.steps(steps, (SECOND, "none"))
    world.of_meeting(SECOND, "closed", "Closes")
    fast_import(Git.find(root), world.commits, world.editions)
    workspace = Workspace.open(root)
    uids = {event.after: event.uid for event in world.log if event.path == ("id",)}
    whole = WholeHistory(workspace)
    for item_id, item in workspace.plan.items.items():
        steps, _names = whole.of_item(item_id, getattr(item, "formerly", ()))
        of_item = [(step.record.commit, step.change) for step in item_history(workspace, item_id)]
        assert [(made_by.commit, change) for made_by, change in steps] == of_item
    for meeting, since, to in ((FIRST, 0, until), (SECOND, until, len(world.commits))):
        made = minutes(workspace, meeting)
        assert minutes(workspace, meeting, whole) == made
        own = [event for event in world.log if world.meeting_of(event) == meeting]
        assert said(made.changes, uids, own) == logged(own)
        others = [each for each in world.log if since <= each.commit < to and world.meeting_of(each) != meeting]
        assert said(made.others, uids, others) == logged(others)


@pytest.mark.parametrize("seed", range(4))
def test_each_of_two_meetings_shows_what_its_own_records_did(tmp_path, seed):
    check(tmp_path, seed, 60)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**6))
def test_so_it_is_of_other_histories(tmp_path_factory, seed):
    check(tmp_path_factory.mktemp("interleaved"), seed, 20)


def record(workspace, change, **how):
    return workspace.record(change, attribute(workspace.plan, change, RecordOptions(**how)))


@pytest.fixture
def two(workspace) -> tuple[str, str]:
    """The open meeting and one that is added later but has a record from before it was opened."""
    record(workspace, meetings.new(workspace, "2007-06-networks", body=workspace.plan.meetings_in_order()[0].body))
    record(workspace, edit.set_status(workspace, "HR-4.2", "postponed"), meeting="2007-06-networks")
    record(workspace, meetings.open_meeting(workspace, "2007-06-networks"))
    return next(
        meeting.id for meeting in workspace.plan.open_meetings if meeting.id != "2007-06-networks"
    ), "2007-06-networks"


def phrases(changes):
    return [f"{change.key}: {describe_item(change, 'en')}" for change in changes if change.kind != "meeting"]


def test_what_both_changed_is_told_of_each(workspace, two):
    first, second = two
    record(workspace, edit.set_status(workspace, "HR-4.1", "ongoing"), meeting=first)
    record(workspace, edit.set_status(workspace, "HR-4.1", "completed"), meeting=second)
    record(workspace, edit.set_status(workspace, "HR-4.1", "cancelled"), meeting=first)
    made = minutes(workspace, first)
    (change,) = [change for change in made.changes if change.kind != "meeting"]
    assert [(field.before, field.after) for field in change.fields] == [
        ("pending-input", "ongoing"),
        ("completed", "cancelled"),
    ]
    assert "HR-4.1: status ongoing -> completed" in phrases(made.others)
    assert phrases(minutes(workspace, second).changes) == [
        "HR-4.1: status ongoing -> completed",
        "HR-4.2: status ongoing -> postponed",
    ]


def test_an_undo_belongs_to_the_meeting_of_what_it_undoes_and_leaves_nothing_of_it(workspace, two):
    first, second = two
    done = record(workspace, edit.set_status(workspace, "HR-4.1", "completed"), meeting=first)
    record(
        workspace, edit.set_fields(workspace, "HR-4.1", [edit.parse_assignment("text.en=OTHER WORDS")]), meeting=second
    )
    undone = record(workspace, undo.undo(workspace, done.commit).change)
    assert undone.by.meeting == first
    assert phrases(minutes(workspace, first).changes) == []
    assert phrases(minutes(workspace, second).changes)[0] == "HR-4.1: text (en) changed"


def test_a_correction_is_no_part_of_what_the_meeting_did(workspace, two):
    first, second = two
    record(workspace, edit.set_status(workspace, "HR-4.1", "completed"), meeting=first)
    record(workspace, meetings.close(workspace, first))
    slip = replace(edit.set_status(workspace, "HR-4.1", "cancelled"), trailers=(("Corrects", first),))
    record(workspace, slip, between=True, reason="A slip of the pen")
    made = minutes(workspace, first)
    assert phrases(made.changes) == ["HR-4.1: status pending-input -> completed"]
    assert phrases(made.corrections) == ["HR-4.1: status completed -> cancelled"]
    assert phrases(minutes(workspace, second).others) == ["HR-4.1: status completed -> cancelled"]


def test_a_meeting_without_an_edition_shows_its_records(workspace):
    body = workspace.plan.meetings_in_order()[0].body
    record(workspace, meetings.new(workspace, "2007-06-networks", body=body))
    record(workspace, edit.set_status(workspace, "HR-4.2", "postponed"), meeting="2007-06-networks")
    made = minutes(workspace, "2007-06-networks")
    assert made.why_none
    assert phrases(made.changes) == ["HR-4.2: status ongoing -> postponed"]


def test_the_status_report_counts_the_records_of_each_meeting(workspace, two):
    first, second = two
    record(workspace, edit.set_status(workspace, "HR-4.1", "completed"), meeting=second)
    record(workspace, edit.set_status(workspace, "HR-5.1", "postponed"), meeting=first)
    for meeting in (first, second):
        record(workspace, meetings.close(workspace, meeting))
    steps = {each.meeting: each.step for each in status_report(workspace).trend}
    assert steps[first].items == ("HR-5.1",)
    assert steps[first].others == ("HR-4.1", "HR-4.2")
    assert steps[second].items == ("HR-4.1", "HR-4.2")
    assert steps[second].others == ()


def test_the_redline_of_a_meeting_says_what_others_recorded(workspace, two):
    first, second = two
    record(workspace, edit.set_status(workspace, "HR-4.1", "completed"), meeting=first)
    put = edit.set_fields(workspace, "HR-4.2", [edit.parse_assignment("text.en=OTHER WORDS")])
    record(workspace, put, meeting=second)
    record(workspace, meetings.close(workspace, first))
    made = publish(workspace, PublicationRequest("html", "redline", at=first)).content.decode()
    assert made.count(f"Not by this meeting: {second}") >= 1
    assert f"Not by this meeting: {first}" not in made
