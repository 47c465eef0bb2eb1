"""What changed in an item, as words on the screen: named, marked, and laid out beside each other."""

from __future__ import annotations

import pytest
from textual.content import Content

from rcm_tui import i18n
from rcm_tui.changes.fields import compare
from rcm_tui.changes.items import ChangeKind, ItemChange, Version
from rcm_tui.changes.words import DiffOp
from rcm_tui.store.reader import load_files
from rcm_tui.tui.screens.changes_parts import change_parts
from rcm_tui.tui.widgets.comparison import BeforeAfter, lay_out
from rcm_tui.tui.widgets.differences import Fact, details_of, difference_blocks, inline, member_facts, one_side
from rcm_tui.workflow.compare import EMPTY, NOW_STATE

PLAN = load_files(
    {
        "plan/plan.yaml": b"schema: 1\ntitle: {en: P}\nlanguages: [en, es]\n"
        b"bodies: {RCGM: {name: {en: Group}, short: {en: RCGM, es: GRCM}}}\n",
        "plan/actors.yaml": "MX: {kind: member, name: {en: Mexico, es: México}}\n".encode(),
        "meetings/2006-11-rcgm.yaml": b"id: 2006-11-rcgm\nbody: RCGM\ndates: '2006-11'\nstatus: closed\n",
    }
)

BEFORE = {
    "id": "HR-1.1",
    "number": 1,
    "text": {"en": "HOLD A SEMINAR"},
    "status": "active",
    "calendar": [{"id": "kvt", "date": "2006-05", "text": {"en": "HELD"}}],
}


def changed(after, before=BEFORE, what=ChangeKind.CHANGED):
    fields = compare(before, after) if before and after else ()
    sides = (Version(before) if before else None, Version(after) if after else None)
    return ItemChange("HR-1.1", "activity", what, fields, *sides)


def told(change):
    return [(each.owner, each.label, inline(each).plain) for each in details_of(PLAN, change)]


def parts(change, **also):
    given = {"signs": False, "external": False, "elsewhere": False, **also}
    return list(change_parts(PLAN, change, EMPTY, NOW_STATE, **given))


@pytest.fixture
def spanish():
    i18n.use("es")
    yield
    i18n.use("en")


def test_a_status_is_a_word():
    assert told(changed({**BEFORE, "status": "pending-input"})) == [("", "status", "active  →  pending input")]


def test_actors_meetings_and_dates_have_their_names():
    entry = {"id": "kvt", "date": "2006-11-27/2006-11-29", "text": {"en": "HELD"}, "meeting": "2006-11-rcgm"}
    assert told(changed({**BEFORE, "responsible": ["MX"], "calendar": [entry]})) == [
        ("calendar entry “HELD”", "date", "May 2006  →  27-29 November 2006"),
        ("calendar entry “HELD”", "meeting", "RCGM, November 2006"),
        ("", "responsible", "Mexico"),
    ]


def test_names_are_said_in_the_language_in_use(spanish):
    assert told(changed({**BEFORE, "responsible": ["MX"]}))[0][2] == "México"


def test_an_entry_that_came_stands_whole_and_one_that_went_on_the_other_side():
    entry = {
        "id": "mzp",
        "text": {"en": "ASK", "es": "PEDIR"},
        "request": {"from": ["MX"], "due": "2006-08", "received": {"MX": "2006-07-12"}},
        "actors": {"MX": "host"},
        "source": {"document": "2006-11-rcgm"},
    }
    change = changed({**BEFORE, "calendar": [*BEFORE["calendar"], entry]})
    (detail,) = details_of(PLAN, change)
    assert member_facts(PLAN, change, detail, DiffOp.REMOVED) == ()
    assert member_facts(PLAN, change, detail, DiffOp.ADDED) == (
        Fact("text (English)", "ASK"),
        Fact("text (Spanish)", "PEDIR"),
        Fact("asked of", "Mexico"),
        Fact("deadline", "August 2006"),
        Fact("answer of Mexico", "12 July 2006"),
        Fact("Mexico", "host"),
    )
    gone = changed({**BEFORE, "calendar": []})
    (detail,) = details_of(PLAN, gone)
    assert Fact("date", "May 2006") in member_facts(PLAN, gone, detail, DiffOp.REMOVED)


def test_each_side_has_its_own_words_marked_and_signs_where_they_are_asked_for():
    (detail,) = details_of(PLAN, changed({**BEFORE, "text": {"en": "HOLD TWO GREAT SEMINARS"}}))
    before = one_side(detail, DiffOp.REMOVED, signs=True).plain
    after = one_side(detail, DiffOp.ADDED, signs=True).plain
    assert before.replace("[-", "").replace("-]", "") == "HOLD A SEMINAR"
    assert after.replace("{+", "").replace("+}", "") == "HOLD TWO GREAT SEMINARS"
    assert "[-" in before and "{+" in after


def test_markup_and_control_characters_in_texts_are_only_shown():
    change = changed({**BEFORE, "text": {"en": "HOLD [red]A[/] \x1b[2J SEMINAR"}})
    said = "\n".join(each.plain for each in lay_out(parts(change), 80, beside=True))
    assert "[red]A[/]" in said
    assert "\x1b" not in said


def test_two_columns_hold_every_word_of_both_sides():
    words = [f"word{number}" for number in range(60)]
    old, new = " ".join(words), " ".join(word if int(word[4:]) % 7 else word.upper() for word in words)
    for width in (30, 57, 80):
        left, right = [], []
        for row in lay_out([BeforeAfter(Content(old), Content(new))], width, beside=True):
            assert row.cell_length <= width
            one, other = row.plain.split("│")
            left += one.split()
            right += other.split()
        assert (left, right) == (old.split(), new.split())


def test_an_item_that_is_new_or_gone_is_told_whole():
    new = changed({**BEFORE, "source": {"document": "x"}}, None, ChangeKind.ADDED)
    said = "\n".join(each.plain for each in lay_out(parts(new), 80, beside=True))
    for words in ("+ added", "HOLD A SEMINAR", "Status: active", "Calendar entry", "date: May 2006", "text: HELD"):
        assert words in said, words
    assert "document" not in said


def test_another_order_is_said():
    more = {**BEFORE, "calendar": [*BEFORE["calendar"], {"id": "bbb", "text": {"en": "X"}}]}
    turned = {**more, "calendar": more["calendar"][::-1]}
    (block,) = difference_blocks(PLAN, changed(turned, more))
    assert block.words.plain == "Calendar  reordered"


@pytest.mark.parametrize("odd", [{"en": None}, [], {}, [[1]], {"a": {"b": [1, {"c": 2}]}}, True, 1.5, ""])
def test_values_of_any_shape_are_said_without_failing(odd):
    for before, after in ((BEFORE, {**BEFORE, "text": odd}), (BEFORE, {**BEFORE, "extra": odd, "calendar": odd})):
        for change in (
            changed(after, before),
            changed(after, None, ChangeKind.ADDED),
            changed(None, after, ChangeKind.REMOVED),
        ):
            lines = list(lay_out(parts(change), 60, beside=True))
            assert lines[0].plain.startswith("HR-1.1   activity")
            assert all(block.words is not None for block in difference_blocks(PLAN, change))
