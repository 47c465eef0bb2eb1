"""Changes in words."""

from __future__ import annotations

import pytest

from rcm_tui.changes.describe import describe_changes, describe_item
from rcm_tui.changes.items import ChangeKind, Version, change_set

BEFORE = {
    "id": "HR-4.2",
    "number": 2,
    "text": {"en": "A"},
    "status": "active",
    "responsible": ["IOM"],
    "calendar": [{"id": "kvt", "text": {"en": "X"}, "status": "active", "request": {"from": ["members"]}}],
}


def entry(**fields):
    return {"calendar": [{**BEFORE["calendar"][0], **fields}]}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"status": "completed"}, "status active -> completed"),
        ({"text": {"en": "B"}}, "text (en) changed"),
        ({"text": {"en": "A", "es": "Á"}}, "text (es) added"),
        ({"responsible": ["TS"]}, "responsible +TS -IOM"),
        ({"number": 5}, "number 2 -> 5"),
        ({"priority": 1}, "priority 1"),
        ({"calendar": []}, "calendar entry “X” removed"),
        ({"calendar": [*BEFORE["calendar"], {"id": "mzp", "text": {"en": "Y"}}]}, "calendar entry “Y” added"),
        (entry(status="completed", date="2006-11"), "calendar entry “X”: status active -> completed, date 2006-11"),
        (entry(request={"from": ["members"], "received": {"MX": "2006-07-12"}}), "calendar entry “X”: MX answered"),
        (entry(request={"from": ["members"], "due": "2006-08"}), "calendar entry “X”: deadline 2006-08"),
        ({"colour": "blue"}, "colour blue"),
    ],
)
def test_each_kind_of_change_has_its_phrase(fields, said):
    changes = change_set({"HR-4.2": Version(BEFORE)}, {"HR-4.2": Version({**BEFORE, **fields})})
    assert describe_changes(changes, "en") == f"HR-4.2: {said}"


def test_what_happens_to_the_item_as_a_whole():
    same, archived = Version(BEFORE), Version({**BEFORE, "archived": {"reason": "x"}}, archived=True)
    moved = Version({**BEFORE, "id": "HR-5.1", "formerly": ["HR-4.2"], "status": "completed"})
    assert change_set({"HR-4.2": same}, {"HR-4.2": same})[0].what is ChangeKind.SAME
    told = [
        describe_changes(change_set(before, after), "en")
        for before, after in (
            ({}, {"HR-4.2": same}),
            ({"HR-4.2": same}, {}),
            ({"HR-4.2": same}, {"HR-4.2": archived}),
            ({"HR-4.2": archived}, {"HR-4.2": same}),
            ({"HR-4.2": same}, {"HR-5.1": moved}),
        )
    ]
    assert told == [
        "HR-4.2: added",
        "HR-4.2: removed",
        "HR-4.2: archived",
        "HR-4.2: restored from the archive",
        "HR-5.1: moved, formerly HR-4.2; status active -> completed",
    ]


def test_a_batch_shares_its_phrase_and_stays_on_a_line():
    versions = {f"HR-4.{n}": Version({**BEFORE, "id": f"HR-4.{n}"}) for n in range(1, 40)}
    gone = {key: Version(version.data, archived=True) for key, version in versions.items()}
    few = {key: gone[key] for key in list(gone)[:3]}
    assert describe_changes(change_set({k: versions[k] for k in few}, few), "en") == "HR-4.1, HR-4.2, HR-4.3: archived"
    many = describe_changes(change_set(versions, gone), "en")
    assert many.startswith("39 items: archived: HR-4.1, HR-4.2") and many.endswith("…") and len(many) <= 110


def test_the_words_are_those_of_the_language_asked_for_not_of_the_interface():
    change = change_set({}, {"HR-4.2": Version(BEFORE)})[0]
    assert describe_item(change, "en") == "added"


def test_items_come_before_meetings_and_in_their_natural_order():
    after = {key: Version({"id": key}) for key in ("2006-11-rcgm", "HR-10", "plan/plan.yaml", "HR-9", "HR-9.1")}
    assert [change.key for change in change_set({}, after)] == [
        "HR-9", "HR-9.1", "HR-10", "2006-11-rcgm", "plan/plan.yaml",
    ]  # fmt: skip


AGREEMENTS = [
    {"id": "hdg", "text": {"en": "The Regional Consultation Group, meeting in San Salvador, agreed:"}},
    {"id": "abc", "number": "1", "text": {"en": "Urge"}, "parts": [{"id": "pqr", "number": "a", "text": {"en": "P"}}]},
    {"id": "def", "number": "2", "text": {"en": "Thank"}},
]


def of_agreements(after):
    before = {"id": "2006-11-rcgm", "agreements": AGREEMENTS}
    changes = change_set({"m": Version(before)}, {"m": Version({**before, "agreements": after})})
    return describe_changes(changes, "en").removeprefix("m: ")


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (AGREEMENTS[1:], "agreement “The Regional Consultation Group, meeting…” removed"),
        (AGREEMENTS[:1] + AGREEMENTS[2:], "agreement 1 removed"),
        ([*AGREEMENTS[:2], {**AGREEMENTS[2], "status": "withdrawn"}], "agreement 2: status withdrawn"),
        ([*AGREEMENTS[:2], {**AGREEMENTS[2], "number": "1"}], "agreement “Thank”: number 2 -> 1"),
        ([{**AGREEMENTS[0], "number": "0"}, *AGREEMENTS[1:]], "agreement 0: number 0"),
        (
            [
                AGREEMENTS[0],
                {**AGREEMENTS[1], "parts": [{"id": "pqr", "number": "a", "text": {"en": "Q"}}]},
                AGREEMENTS[2],
            ],
            "agreement 1, part a: text (en) changed",
        ),
        ([AGREEMENTS[0], {**AGREEMENTS[1], "parts": []}, AGREEMENTS[2]], "agreement 1, part a removed"),
        ([AGREEMENTS[1], AGREEMENTS[0], AGREEMENTS[2]], "agreements reordered"),
    ],
)
def test_agreements_are_called_by_their_printed_numbers_alone_and_else_by_their_words(after, said):
    assert of_agreements(after) == said


def test_two_members_with_the_same_words_are_told_apart_by_their_ids():
    twice = [{"id": "kvt", "text": {"en": "ONGOING"}}, {"id": "mzp", "text": {"en": "ONGOING"}}]
    changes = change_set({"HR-4": Version({"calendar": twice})}, {"HR-4": Version({"calendar": twice[1:]})})
    assert describe_changes(changes, "en") == "HR-4: calendar entry kvt “ONGOING” removed"
