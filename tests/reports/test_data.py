"""What reading commands write and screens show, as pure functions on a plan."""

import datetime

from rcm_tui.changes.fields import compare
from rcm_tui.changes.items import ChangeKind, ItemChange
from rcm_tui.model.entries import Answer, Entry, Request
from rcm_tui.model.items import Activity, Objective
from rcm_tui.model.schema import FILE_KINDS
from rcm_tui.model.states import AnswerKind
from rcm_tui.reports.json import change_json, item_json, items_json, plain, whole_json
from rcm_tui.reports.requests import asked_of_entry, by_actor, count_waiting, requests_of, waiting_of
from rcm_tui.reports.schema import schemas
from rcm_tui.store.reader import load_files

ON = datetime.date(2006, 11, 29)

FILES = {
    "plan/plan.yaml": b"schema: 1\ntitle: {en: P}\nlanguages: [en]\n",
    "plan/actors.yaml": b"""\
US: {kind: member, name: {en: United States}}
MX: {kind: member, name: {en: Mexico}}
members: {kind: group, name: {en: Members}, members: [MX, US]}
""",
    "plan/HR/HR.yaml": b"id: HR\nnumber: 1\ntitle: {en: Rights}\n",
    "plan/HR/HR-1/HR-1.yaml": b"""\
id: HR-1
number: 1
text: {en: Protect}
actions:
  - {id: bdr, number: 1, text: {en: Learn}}
calendar:
  - id: late
    text: {en: No date}
    request: {from: [members]}
  - id: soon
    text: {en: By June}
    request: {from: [MX], due: 2007-06, ledger: complete}
""",
    "plan/HR/HR-1/HR-1.1.yaml": b"""\
id: HR-1.1
number: 1
text: {en: Train}
status: active
actions: [bdr, zzz]
calendar:
  - id: over
    text: {en: Done}
    status: completed
    request: {from: [US]}
""",
    "plan/HR/HR-1/HR-1.2.yaml": b"id: [\n",
}


def small_plan():
    return load_files(FILES)


def entry_with(request: Request, status: str | None = "pending-input") -> Entry:
    return Entry(id="kvt", text={"en": "Send"}, status=status, request=request)


def test_a_row_of_every_kind_has_the_same_keys():
    plan = small_plan()
    rows = items_json(plan, plan.walk())
    assert [row["id"] for row in rows] == ["HR", "HR-1", "HR-1.1", "HR-1.2"]
    assert len({tuple(row) for row in rows}) == 1
    assert [row["status"] for row in rows] == [None, None, "active", "unreadable"]
    assert rows[0]["parent"] is None


def test_an_item_whole_begins_with_its_row_and_keeps_its_keys_for_every_kind():
    plan = small_plan()
    wholes = [whole_json(plan, item_id, ON, None) for item_id in plan.walk()]
    assert len({tuple(whole) for whole in wholes}) == 1
    for whole in wholes:
        row = item_json(plan, whole["id"])
        assert {key: whole[key] for key in row} == row
    assert [problem["path"] for problem in wholes[3]["problems"]] == ["plan/HR/HR-1/HR-1.2.yaml"]
    assert [action["text"] for action in wholes[2]["actions"]] == [{"en": "Learn"}, {}]


def test_what_waits_comes_by_deadline_and_what_is_over_waits_no_more():
    plan = small_plan()
    every = requests_of(plan, ON)
    assert [asked.member for asked in every] == ["late", "soon", "over"]
    assert [asked.member for asked in waiting_of(every)] == ["soon", "late"]
    assert every[2].settled
    assert sum(count_waiting(plan, ON)) == 2


def test_by_actor_takes_groups_apart_in_the_order_of_the_register():
    plan = small_plan()
    rows = by_actor(requests_of(plan, ON), plan)
    assert list(rows) == ["US", "MX"]
    assert [(asked.member, each.answer) for asked, each in rows["MX"]] == [
        ("late", "not-recorded"),
        ("soon", "not-yet"),
    ]


def test_silence_is_not_yet_only_where_the_ledger_is_complete():
    plan = small_plan()
    for ledger, word in ((None, "not-recorded"), ("complete", "not-yet")):
        (asked,) = asked_of_entry(plan, "HR-1.1", entry_with(Request(from_=("MX",), ledger=ledger)), ON)
        assert [standing.answer for standing in asked.standings] == [word]
        assert asked.waiting == ("MX",)


def test_an_answer_may_be_partial_and_comes_with_its_note():
    answer = Answer(date="2006-05", answer=AnswerKind.PARTIAL, note={"en": "half"})
    request = Request(from_=("members",), received={"MX": answer, "US": "2006-06-01"})
    (asked,) = asked_of_entry(small_plan(), "HR-1.1", entry_with(request), ON)
    assert [(standing.actor, standing.answer, standing.date, standing.note) for standing in asked.standings] == [
        ("MX", "partial", "2006-05", {"en": "half"}),
        ("US", "answered", "2006-06-01", None),
    ]
    assert asked.settled
    assert asked.only({"MX"}).standings[0].actor == "MX"


def test_a_month_has_passed_when_its_last_day_has():
    plan = small_plan()
    entry = entry_with(Request(from_=("MX",), due="2006-11"))
    for day, passed in ((30, False), (31, True)):
        on = datetime.date(2006, 11, 30) if day == 30 else datetime.date(2006, 12, 1)
        (asked,) = asked_of_entry(plan, "HR-1.1", entry, on)
        assert asked.passed is passed


def test_plain_names_every_field_as_the_files_do():
    request = plain(Request(from_=("MX",)))
    assert request["from"] == ["MX"]
    assert request["received"] == {}
    activity = plain(Activity(id="HR-1.1", number=1, text={"en": "A"}, status="active"))
    assert (activity["status"], activity["responsible"], activity["funding"]) == ("active", [], None)
    assert "kind" not in plain(Objective(id="HR-1", number=1, text={}))


def test_a_change_names_its_fields_by_path():
    fields = compare({"calendar": [{"id": "kvt", "status": "active"}]}, {"calendar": [{"id": "kvt"}], "number": 2})
    assert change_json(ItemChange("HR-1.1", "activity", ChangeKind.CHANGED, fields))["fields"] == [
        {"path": "calendar.kvt.status", "before": "active", "after": None},
        {"path": "number", "before": None, "after": 2},
    ]


def test_there_is_a_schema_for_every_kind_of_file():
    made = schemas()
    assert tuple(made) == FILE_KINDS
    assert made["meeting"]["$defs"]["Agreement"]["properties"]["no_item"]
    assert all(schema["$schema"].startswith("https://json-schema.org/") for schema in made.values())
