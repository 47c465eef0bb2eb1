"""Changes in words: sentences, marks, Markdown that shows the plan's words and nothing else."""

from __future__ import annotations

import pytest

from rcm_tui.changes.items import Version, change_set
from rcm_tui.reports.review import details
from rcm_tui.reports.review_text import escaped, markdown_review, marked, sentences


def one(before, after, *, archived=(False, False)):
    (change,) = change_set(
        {"HR-4.2": Version(before, archived[0])} if before is not None else {},
        {"HR-4.2": Version(after, archived[1])} if after is not None else {},
    )
    return change


ITEM = {
    "id": "HR-4.2",
    "number": 2,
    "text": {"en": "INCLUDE AIDS INITIATIVE"},
    "status": "ongoing",
    "responsible": ["IOM"],
    "calendar": [{"id": "kvt", "date": "2004-10", "text": {"en": "DISCUSSED."}, "status": "completed"}],
}


def test_the_sentences_of_the_minutes():
    entry = {"id": "mzp", "date": "2006-11", "text": {"en": "SEND CONTACTS"}, "request": {"from": ["members"]}}
    changed = {**ITEM, "status": "completed", "responsible": ["IOM", "MX"], "calendar": [*ITEM["calendar"], entry]}
    assert sentences(one(ITEM, changed)) == (
        "Status: completed (was ongoing).",
        "Responsible: IOM, MX (was IOM).",
        "Calendar entry added: November 2006: SEND CONTACTS (asked of members).",
    )


def test_answers_recorded_alike_are_said_in_one_sentence():
    def item(received):
        return {**ITEM, "calendar": [{"id": "kvt", "text": {"en": "ASKED."}, "request": {"received": received}}]}

    (said,) = sentences(one(item({}), item({"MX": "2007-05-17", "CA": "2007-05-17"})))
    assert said == "Calendar entry “ASKED.”: answers of MX, CA: 17 May 2007."
    apart = sentences(one(item({}), item({"MX": "2007-05-17", "CA": "2007-05-18"})))
    assert [each.rpartition("answer of ")[2] for each in apart] == ["MX: 17 May 2007.", "CA: 18 May 2007."]


def test_what_came_and_what_went_as_a_whole():
    assert sentences(one(None, ITEM))[0] == "Added: INCLUDE AIDS INITIATIVE."
    assert sentences(one(ITEM, None))[0] == "Removed: INCLUDE AIDS INITIATIVE."
    archived = {**ITEM, "archived": {"date": "2006-11-29", "meeting": "m", "reason": "Over"}}
    assert sentences(one(ITEM, archived, archived=(False, True))) == ("Archived.", "Reason: Over.")
    assert sentences(one(archived, ITEM, archived=(True, False))) == ("Restored.",)


def test_an_order_is_told_once():
    entry = {"id": "abc", "text": {"en": "LATER"}}
    before = {**ITEM, "calendar": [*ITEM["calendar"], entry]}
    after = {**ITEM, "calendar": [entry, *ITEM["calendar"]]}
    assert sentences(one(before, after)) == ("Calendar reordered.",)


def test_words_are_marked_inside_a_text():
    (detail,) = details(one(ITEM, {**ITEM, "text": {"en": "INCLUDE THE AIDS INITIATIVE"}}))
    assert marked(detail) == "INCLUDE {+THE +}AIDS INITIATIVE"


def test_the_day_that_counts_is_told_to_the_secretariat_alone():
    before, after = ({"plan/plan.yaml": Version({"as_of": day})} for day in ("2006-11-29", "2007-05-15"))
    (change,) = change_set(before, after)
    assert sentences(change) == ("Counted from: 15 May 2007 (was 29 November 2006).",)
    assert sentences(change, published=True) == ()


def test_what_is_kept_for_programs_is_not_told():
    assert details(one(ITEM, {**ITEM, "translated": {"es": "en:3f2a9c1d"}})) == ()


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("a*b_c", r"a\*b\_c"),
        ("# head", r"\# head"),
        ("1. one", r"1\. one"),
        ("- item", r"\- item"),
        ("> quote", r"\> quote"),
        ("a -> b", "a -> b"),
        ("<script>", r"\<script>"),
        ("a\nb", "a b"),
        ("[link](x)", r"\[link\](x)"),
    ],
)
def test_words_of_a_plan_stand_for_themselves_in_markdown(words, written):
    assert escaped(words) == written


def test_markdown_strikes_out_and_inserts():
    change = one(ITEM, {**ITEM, "text": {"en": "INCLUDE THE AIDS INITIATIVE"}, "status": "completed"})
    written = list(markdown_review({"HR": [change]}, {"HR": "HR  Human *Rights*"}, "Changes"))
    assert written[:3] == ["# Changes", "", r"## HR  Human \*Rights\*"]
    assert "- **Text (English)**: INCLUDE <ins>THE</ins> AIDS INITIATIVE" in written
    assert "- **Status**: ~~ongoing~~ -> <ins>completed</ins>" in written


def test_control_characters_of_a_file_do_nothing():
    (detail,) = details(one(ITEM, {**ITEM, "status": "\x1b[31mred"}))
    assert "\x1b" not in marked(detail)


def test_languages_are_named():
    changed = {**ITEM, "text": {**ITEM["text"], "es": "INCLUIR EL SIDA"}, "draft": ["es"]}
    assert [(each.name, each.after) for each in details(one(ITEM, changed))] == [
        ("text (Spanish)", "INCLUIR EL SIDA"),
        ("unofficial in", "Spanish"),
    ]
