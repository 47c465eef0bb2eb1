"""What changed, in words: dates, actors and statuses named, entries whole."""

import datetime

import pytest

from rcm_tui import locale
from rcm_tui.changes.fields import compare
from rcm_tui.changes.items import ItemChange, Version, What
from rcm_tui.reports.days import counted_from
from rcm_tui.reports.differences import Difference, Fact, differences
from rcm_tui.store.load import load_files

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


def changed(after, before=BEFORE, what=What.CHANGED):
    fields = compare(before, after) if before and after else ()
    sides = (Version(before) if before else None, Version(after) if after else None)
    return ItemChange("HR-1.1", "activity", what, fields, *sides)


@pytest.fixture
def spanish():
    locale.use("es")
    yield
    locale.use("en")


def test_a_status_is_a_word():
    found = differences(PLAN, changed({**BEFORE, "status": "pending-input"}))
    assert found == (Difference("", "status", (Fact("", "active"),), (Fact("", "pending input"),)),)


def test_actors_and_dates_have_their_names():
    entry = {"id": "kvt", "date": "2006-11-27/2006-11-29", "text": {"en": "HELD"}, "meeting": "2006-11-rcgm"}
    found = differences(PLAN, changed({**BEFORE, "responsible": ["MX"], "calendar": [entry]}))
    assert [(one.owner, one.label, one.after[0].words) for one in found] == [
        ("calendar entry 1", "date", "27-29 November 2006"),
        ("calendar entry 1", "meeting", "RCGM, November 2006"),
        ("", "responsible", "Mexico"),
    ]


def test_names_are_said_in_the_language_in_use(spanish):
    found = differences(PLAN, changed({**BEFORE, "responsible": ["MX"]}))
    assert found[0].after == (Fact("", "México"),)


def test_an_entry_that_was_added_stands_whole():
    entry = {
        "id": "mzp",
        "text": {"en": "ASK", "es": "PEDIR"},
        "request": {"from": ["MX"], "due": "2006-08", "received": {"MX": "2006-07-12"}},
        "actors": {"MX": "host"},
        "source": {"document": "2006-11-rcgm"},
    }
    found = differences(PLAN, changed({**BEFORE, "calendar": [*BEFORE["calendar"], entry]}))
    assert len(found) == 1
    assert (found[0].owner, found[0].label, found[0].before) == ("calendar entry 2", "", ())
    assert found[0].after == (
        Fact("text (en)", "ASK"),
        Fact("text (es)", "PEDIR"),
        Fact("asked of", "Mexico"),
        Fact("deadline", "August 2006"),
        Fact("answer of Mexico", "12 July 2006"),
        Fact("Mexico", "host"),
    )


def test_an_entry_that_was_removed_stands_whole_on_the_other_side():
    found = differences(PLAN, changed({**BEFORE, "calendar": []}))
    assert [(one.owner, one.after) for one in found] == [("calendar entry 1", ())]
    assert Fact("date", "May 2006") in found[0].before


def test_an_item_that_was_added_is_all_new_but_for_what_says_nothing():
    found = differences(PLAN, changed({**BEFORE, "source": {"document": "x"}}, None, What.ADDED))
    assert [(one.owner, one.label) for one in found] == [
        ("", "number"),
        ("", "text"),
        ("", "status"),
        ("calendar entry 1", ""),
    ]


def test_another_order_is_said():
    more = {**BEFORE, "calendar": [*BEFORE["calendar"], {"id": "bbb", "text": {"en": "X"}}]}
    turned = {**more, "calendar": more["calendar"][::-1]}
    found = differences(PLAN, changed(turned, more))
    assert [(one.label, one.after[0].words) for one in found] == [("calendar", "put in another order")]


@pytest.mark.parametrize("odd", [{"en": None}, [], {}, [[1]], {"a": {"b": [1, {"c": 2}]}}, True, 1.5, ""])
def test_values_of_any_shape_are_said_without_failing(odd):
    for before, after in ((BEFORE, {**BEFORE, "text": odd}), (BEFORE, {**BEFORE, "extra": odd, "calendar": odd})):
        assert isinstance(differences(PLAN, changed(after, before)), tuple)


@pytest.mark.parametrize(("source", "said"), [("today", "today, 29"), ("as_of", "plan.yaml"), ("option", "--on")])
def test_the_day_that_counts_is_said_with_where_it_comes_from(source, said):
    sentence = counted_from(datetime.date(2006, 11, 29), source)
    assert "29 November 2006" in sentence
    assert said in sentence
