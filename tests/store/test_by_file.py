"""A plan of which single files are read says the same as the whole plan, and reads that only where it must."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rcm_tui.model.plan import Plan
from rcm_tui.store.lazy_reader import LazyPlan
from rcm_tui.store.reader import PlanReader

FILES = {
    "plan/plan.yaml": "title: {en: Plan}\nlanguages: [en, es]\n",
    "plan/actors.yaml": "MX:\n  name: {en: Mexico}\n  kind: member\n",
    "plan/HR/HR.yaml": "id: HR\nnumber: 1\ntitle: {en: Rights}\n",
    "plan/HR/HR-1/HR-1.yaml": "id: HR-1\nnumber: 1\ntext: {en: Promote}\n",
    "plan/HR/HR-1/HR-1.1.yaml": "id: HR-1.1\nnumber: 1\ntext: {en: Meet}\nstatus: active\n",
    "plan/HR/HR-1/HR-1.2.yaml": ("id: HR-1.2\nformerly: [HR-2.7]\nnumber: 2\ntext: {en: Write}\nstatus: active\n"),
    "archive/HR/HR-1/HR-1.3.yaml": (
        "id: HR-1.3\nnumber: 3\ntext: {en: Met}\nstatus: completed\narchived: {date: 2005-01-01}\n"
    ),
    "meetings/2005-rcgm.yaml": (
        "id: 2005-rcgm\nbody: RCGM\nstatus: closed\nplace: an open place\nagreements:\n"
        "- {id: kvt, text: {en: One}, items: [HR-2.7]}\n- {id: bdr, text: {en: Other}, items: [HR-1.20]}\n"
        "- {id: mzp, text: {en: Two}, items: [HR-1.2, HR-1]}\n"
    ),
    "meetings/2006-rcgm.yaml": "id: 2006-rcgm\nbody: RCGM\nstatus: open\n",
    "meetings/2007-rcgm.yaml": 'id: 2007-rcgm\nbody: RCGM\nstatus: "o\\x70en"\n',
    "meetings/2008-rcgm.yaml": (
        "id: 2008-rcgm\nbody: RCGM\nstatus: planned\nagreements:\n"
        '- {id: wqs, text: {en: Three}, items: ["HR\\x2D1.2"]}\n'
    ),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        write(tmp_path, path, text)
    return tmp_path


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, "utf-8")


def never() -> Plan:
    raise AssertionError("the whole plan was read")


def test_one_file_says_the_same_as_the_whole_plan(root: Path) -> None:
    whole = PlanReader(root).read()
    plan = LazyPlan(root, never)
    for item_id in ("HR", "HR-1", "HR-1.1", "HR-1.2", "HR-1.3"):
        assert plan.items[item_id] == whole.items[item_id]
        assert plan.is_archived(item_id) == whole.is_archived(item_id)
        assert plan.resolve(item_id) == item_id
        assert item_id not in plan.unreadable
    assert plan.children() == whole.children()
    assert (plan.info, plan.actors) == (whole.info, whole.actors)
    assert plan.meetings["2005-rcgm"] == whole.meetings["2005-rcgm"]
    assert "2004-rcgm" not in plan.meetings
    assert "../plan/HR/HR" not in plan.meetings
    for item_id in ("HR", "HR-1", "HR-1.1"):
        assert plan.children(item_id) == whole.children(item_id)
        assert plan.current_children(item_id) == whole.current_children(item_id)
        assert list(plan.walk(item_id)) == list(whole.walk(item_id))
        assert plan.agreements_behind(item_id) == whole.agreements_behind(item_id)


def test_agreements_are_found_by_present_and_former_ids_alone(root: Path) -> None:
    whole = PlanReader(root).read()
    plan = LazyPlan(root, never)
    assert [agreement.agreement.id for agreement in plan.agreements_behind("HR-1.2")] == ["kvt", "mzp", "wqs"]
    assert plan.agreements_behind("HR-1.2") == whole.agreements_behind("HR-1.2")


def test_a_status_written_with_an_escape_is_open_too(root: Path) -> None:
    plan = LazyPlan(root, never)
    assert [meeting.id for meeting in plan.open_meetings] == ["2006-rcgm", "2007-rcgm"]
    assert plan.open_meetings == PlanReader(root).read().open_meetings


WHOLE: tuple[Callable[[Plan], object], ...] = (
    lambda plan: plan.resolve("HR-2.7"),
    lambda plan: plan.resolve("HR-9"),
    lambda plan: sorted(plan.items),
    lambda plan: list(plan.walk()),
    lambda plan: plan.agreements_behind("HR-9"),
    lambda plan: plan.archived,
    lambda plan: {each.id: each for each in plan.items.values()},
    lambda plan: dict(plan.unreadable),
    lambda plan: plan.problems,
    lambda plan: dict(plan.formerly),
    lambda plan: dict(plan.search_texts),
    lambda plan: [activity.id for activity in plan.activities()],
)


@pytest.mark.parametrize("asked", WHOLE)
def test_what_one_file_does_not_tell_the_whole_plan_tells(root: Path, asked: Callable[[Plan], object]) -> None:
    whole = PlanReader(root).read()
    reads = []

    def read() -> Plan:
        reads.append(1)
        return whole

    plan = LazyPlan(root, read)
    assert asked(plan) == asked(whole)
    assert asked(plan) == asked(whole)
    assert reads == [1]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("plan/HR/HR-1/HR-1.1.yaml", "id: HR-1.1\nnumber: [\n"),
        ("plan/HR/HR-1/HR-1.1.yaml", "id: HR-1.4\nnumber: 1\ntext: {en: Meet}\nstatus: active\n"),
        ("archive/HR/HR-1/HR-1.1.yaml", FILES["plan/HR/HR-1/HR-1.1.yaml"]),
        ("plan/plan.yaml", "title: [\n"),
        ("plan/actors.yaml", "MX: 3\n"),
        ("meetings/2005-rcgm.yaml", "id: [\n"),
        ("plan/HR/HR-1/HR-1.4.yaml", "id: HR-1.4\nnumber: [\n"),
    ],
)
def test_a_file_out_of_order_is_what_the_whole_plan_says_it_is(root: Path, path: str, text: str) -> None:
    write(root, path, text)
    whole = PlanReader(root).read()
    plan = LazyPlan(root, lambda: whole)
    assert plan.items.get("HR-1.1") == whole.items.get("HR-1.1")
    assert plan.unreadable.get("HR-1.1") == whole.unreadable.get("HR-1.1")
    assert plan.is_archived("HR-1.1") == whole.is_archived("HR-1.1")
    assert (plan.info, plan.actors) == (whole.info, whole.actors)
    assert plan.meetings.get("2005-rcgm") == whole.meetings.get("2005-rcgm")
    assert plan.meetings_in_order() == whole.meetings_in_order()
    assert (plan.children(), plan.ids_beginning("hr-1.")) == (whole.children(), whole.ids_beginning("hr-1."))
    assert plan.places_of(whole.walk()) == whole.places_of(whole.walk())
    assert plan.open_meetings == whole.open_meetings
    assert plan.children("HR-1") == whole.children("HR-1")
    assert plan.agreements_behind("HR-1.2") == whole.agreements_behind("HR-1.2")


@pytest.mark.parametrize("link", ["plan/HR/HR-1/HR-1.1.yaml", "plan/HR/HR-1", "plan"])
def test_a_link_is_not_followed(root: Path, link: str) -> None:
    (root / link).rename(root / "elsewhere")
    (root / link).symlink_to(root / "elsewhere")
    whole = PlanReader(root).read()
    plan = LazyPlan(root, lambda: whole)
    assert "HR-1.1" not in plan.items
    assert plan.node("HR-1.1") == whole.node("HR-1.1")
