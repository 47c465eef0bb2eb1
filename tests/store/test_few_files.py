"""Whatever is asked of few files of a plan, the whole plan says the same: after any edits, with any cache or none."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rcm_tui.model import ids
from rcm_tui.model.plan import Plan
from rcm_tui.store import cache as caching
from rcm_tui.store import reader, single_files
from rcm_tui.store.cache import Cache
from rcm_tui.store.git_folder import cache_folder
from rcm_tui.store.lazy_reader import LazyPlan
from rcm_tui.store.reader import PlanReader

IDS = ("HR", "HR-1", "HR-1.1", "HR-1.2", "HR-1.10", "HR-1.2.1", "HR-2", "HR-12", "HR-12.1", "MI", "MI-1", "MI-1.1")
IDS_IN_ORDER = tuple(sorted(IDS, key=ids.sort_key))
MEETINGS = ("2005-rcgm", "2006-rcgm", "2006-vice", "2007-rcgm")
LETTERS = ("", "H", "hr-1", "HR-1.", "hr-12", "MI", "X", "HR-1.2.1")
TWO_LEVELS = "levels: {goal: {one: {en: goal}, many: {en: goals}}, task: {one: {en: task}, many: {en: tasks}}}\n"
SPOILT = (lambda content: b"", lambda content: content[:-3], lambda content: content[:40] + b"\x00" + content[41:])


def of_item(item_id: str, number: int) -> str:
    named = f"title: {{en: {item_id} {number}}}" if "-" not in item_id else f"text: {{en: {item_id} {number}}}"
    return f"id: {item_id}\nnumber: {number}\n{named}\n" + ("status: active\n" if "." in item_id else "")


def of_meeting(meeting_id: str, number: int) -> str:
    agreements = "agreements: [{id: kvt, text: {en: A}, items: [HR-1]}]\n"
    status = ("planned", "open", "closed")[number % 3]
    dates = "" if number % 4 == 0 else f'dates: "{2000 + number}-05-01"\n'
    return f"id: {meeting_id}\nbody: RCGM\n{dates}status: {status}\n{agreements}"


item_edits = st.tuples(
    st.sampled_from(IDS), st.sampled_from(["plan", "archive", "gone", "unreadable"]), st.integers(1, 4)
)
meeting_edits = st.tuples(st.sampled_from(MEETINGS), st.sampled_from(["plan", "gone", "unreadable"]), st.integers(1, 9))
rounds = st.lists(
    st.tuples(
        st.lists(item_edits, max_size=4),
        st.lists(meeting_edits, max_size=2),
        st.sampled_from(["used", "left alone", *range(len(SPOILT))]),
    ),
    min_size=1,
    max_size=3,
)


@pytest.fixture(autouse=True)
def _settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files count as written long before they are read: a test does not wait for that."""
    monkeypatch.setattr(caching, "GRAIN", -(10**12))


def put(root: Path, edits: Iterator[tuple[str, str, int]]) -> None:
    for edit, what, number in edits:
        objective = edit.partition(".")[0]
        inner = f"{objective}/" if "-" in edit else ""
        rooms = ("plan", "archive") if edit in IDS else ("meetings",)
        places = {
            room: f"{room}/{edit[:2]}/{inner}{edit}.yaml" if edit in IDS else f"{room}/{edit}.yaml" for room in rooms
        }
        for path in places.values():
            (root / path).unlink(missing_ok=True)
        if what == "gone":
            continue
        path = root / places.get(what, places[rooms[0]])
        path.parent.mkdir(parents=True, exist_ok=True)
        made = of_item(edit, number) if edit in IDS else of_meeting(edit, number)
        path.write_text(made if what != "unreadable" else "id: [\n", "utf-8")


def said(plan: Plan) -> dict[str, object]:
    return {
        "meetings": list(plan.meetings.items()),
        "in order": plan.meetings_in_order(),
        "open": plan.open_meetings,
        "entered": plan.entered_meetings,
        "at the top": plan.children(),
        "beginning": [plan.ids_beginning(letters) for letters in LETTERS],
        "places": sorted((places := plan.places_of((*IDS, *MEETINGS, "plan/plan.yaml"))), key=places.__getitem__),
        "items": [plan.items.get(item_id) for item_id in IDS],
        "heads": [getattr(head, "text", None) for head in plan.heads(plan.ids_beginning("hr-1"))],
    }


@settings(max_examples=40, deadline=None)
@given(rounds, st.booleans(), st.sampled_from([0, 1, 20]), st.sampled_from([3, 250]))
def test_few_files_say_what_the_whole_plan_says(edits, hidden, few, size):
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patched:
        patched.setattr(single_files, "FEW", few)
        patched.setattr(caching, "SIZE", size)
        root = Path(place)
        (root / ".git").mkdir()
        folder = cache_folder(root)
        (root / "plan").mkdir()
        levels = TWO_LEVELS if hidden else ""
        (root / "plan/plan.yaml").write_text(f"schema: 1\ntitle: {{en: P}}\n{levels}", "utf-8")
        put(root, ((each, "plan", 1) for each in (*IDS, *MEETINGS)))
        PlanReader(root, Cache(folder)).read()
        for items, meetings, cache in edits:
            put(root, iter((*items, *meetings)))
            if cache == "used":
                PlanReader(root, Cache(folder)).read()
            elif cache != "left alone":
                for shard in folder.glob("*.shard") if folder.exists() else ():
                    shard.write_bytes(SPOILT[cache](shard.read_bytes()))
            whole = PlanReader(root).read()
            assert whole.levels.is_top_hidden == hidden
            for asked, answer in said(whole).items():
                assert said(LazyPlan(root, lambda whole=whole: whole))[asked] == answer


def never() -> Plan:
    raise AssertionError("the whole plan was read")


def test_meetings_come_from_the_cache_without_their_files_being_parsed(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    put(tmp_path, ((each, "plan", 1) for each in (*IDS, *(f"{year}-rcgm" for year in range(1950, 1990)))))
    whole = PlanReader(tmp_path, Cache(cache_folder(tmp_path))).read()
    parsed = []
    real = single_files.load_file
    monkeypatch.setattr(single_files, "load_file", lambda path, *more: parsed.append(path) or real(path, *more))
    shutil.copy(tmp_path / "meetings/1960-rcgm.yaml", tmp_path / "aside")
    shutil.move(tmp_path / "aside", tmp_path / "meetings/1960-rcgm.yaml")
    assert LazyPlan(tmp_path, never).meetings_in_order() == whole.meetings_in_order()
    assert parsed == []
    put(tmp_path, iter([("1961-rcgm", "plan", 2)]))
    changed = LazyPlan(tmp_path, never)
    assert changed.meetings["1961-rcgm"] != whole.meetings["1961-rcgm"]
    assert changed.meetings_in_order() == PlanReader(tmp_path).read().meetings_in_order()
    assert set(parsed) == {"meetings/1961-rcgm.yaml"}


def test_what_lists_show_of_a_small_plan_comes_from_the_cache_without_a_file_being_parsed(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    put(tmp_path, ((each, "plan", 1) for each in IDS))
    (tmp_path / "plan/plan.yaml").write_text("schema: 1\ntitle: {en: P}\n", "utf-8")
    PlanReader(tmp_path, Cache(cache_folder(tmp_path))).read()
    parsed = []
    for module in (single_files, reader):
        real = module.load_file
        monkeypatch.setattr(
            module, "load_file", lambda path, *more, real=real: parsed.append(path) or real(path, *more)
        )
    kept = Cache(cache_folder(tmp_path))
    plan = LazyPlan(tmp_path, lambda: PlanReader(tmp_path, kept).read())
    assert [head.text["en"] for head in plan.heads(["HR-1.1", "HR-2"])] == ["HR-1.1 1", "HR-2 1"]
    assert parsed == []


def test_ids_are_found_without_the_files_of_items_being_read(tmp_path, monkeypatch):
    put(tmp_path, ((item_id, "plan", 1) for item_id in IDS))
    (tmp_path / "plan/plan.yaml").write_text("schema: 1\ntitle: {en: P}\n", "utf-8")
    read = []
    real = single_files.read_limited
    monkeypatch.setattr(single_files, "read_limited", lambda path: read.append(path.name) or real(path))
    plan = LazyPlan(tmp_path, never)
    assert plan.ids_beginning("hr-1") == ["HR-1", "HR-1.1", "HR-1.2", "HR-1.2.1", "HR-1.10", "HR-12", "HR-12.1"]
    assert read == ["plan.yaml"]
    expected = {
        ("", 12): list(IDS_IN_ORDER),
        ("", 11): ["HR", "HR-1", "HR-2", "HR-12", "MI", "MI-1"],
        ("", 5): ["HR", "MI"],
        ("hr", 3): ["HR", "HR-1", "HR-2", "HR-12"],  # One id alone would be taken for the one that is meant.
        ("hr-1", 2): ["HR-1", "HR-12"],
        ("hr-1.", 1): ["HR-1.1", "HR-1.2", "HR-1.2.1", "HR-1.10"],
    }
    assert {asked: plan.ids_beginning(*asked) for asked in expected} == expected
