"""Word differences: nothing is lost, nothing is made up, and a person can read them."""

from __future__ import annotations

import itertools
import time

from hypothesis import given
from hypothesis import strategies as st

from rcm_tui.changes.words import DiffOp, DiffSpan, members, origins, runs

words = st.lists(
    st.sampled_from(["the", "plan", "RCGM,", "of", "US$60,000", "México", "a", " ", "\n", "(2005)"]), max_size=25
)
sentences = st.one_of(words.map(" ".join), st.text(max_size=60))


def marked(before: str, after: str) -> str:
    signs = {DiffOp.KEPT: "{}", DiffOp.REMOVED: "[-{}-]", DiffOp.ADDED: "{{+{}+}}"}
    return "".join(signs[run.op].format(run.text) for run in runs(before, after))


@given(sentences, sentences)
def test_kept_and_removed_are_what_was_and_kept_and_added_what_is(before, after):
    found = runs(before, after)
    assert "".join(run.text for run in found if run.op is not DiffOp.ADDED) == before
    assert "".join(run.text for run in found if run.op is not DiffOp.REMOVED) == after
    assert all(run.text for run in found)


@given(sentences, sentences)
def test_runs_alternate_and_the_removed_stands_before_the_added(before, after):
    ops = [run.op for run in runs(before, after)]
    pairs = list(itertools.pairwise(ops))
    assert not any(pair is other for pair, other in pairs)
    assert (DiffOp.ADDED, DiffOp.REMOVED) not in pairs


@given(sentences)
def test_a_text_does_not_differ_from_itself(text):
    assert all(run.op is DiffOp.KEPT for run in runs(text, text))


@given(st.lists(sentences, min_size=1, max_size=6))
def test_the_pieces_of_a_text_are_the_text_and_each_names_a_version(versions):
    pieces = origins(list(enumerate(versions)))
    assert "".join(piece.text for piece in pieces) == versions[-1]
    assert all(0 <= piece.origin < len(versions) for piece in pieces)
    assert not any(each.origin == other.origin for each, other in itertools.pairwise(pieces))


def test_an_amount_that_changed_is_all_that_is_marked():
    assert marked("A fund of US$50,000.", "A fund of US$60,000.") == "A fund of US$[-50,000-]{+60,000+}."


def test_words_appended_leave_the_rest_alone():
    assert marked("SENT TO THE TS", "SENT TO THE TS BY AUGUST") == "SENT TO THE TS{+ BY AUGUST+}"


def test_a_word_taken_out_of_the_middle():
    assert marked("one two three", "one three") == "one [-two -]three"


def test_a_small_word_in_common_is_no_island_amid_greater_changes():
    said = marked(
        "The meeting was held: representatives deliberated of procedures thoroughly and left",
        "The meeting was held: governments unanimously of recommendations approved and left",
    )
    assert said.count("[-") == 1


def test_texts_with_nothing_in_common_stand_one_after_the_other():
    assert marked("HOST A SEMINAR", "EXAMINE LAWS") == "[-HOST A SEMINAR-]{+EXAMINE LAWS+}"


def test_lists_tell_who_stayed_went_and_came():
    assert members(["MX", "CA"], ["CA", "IOM"]) == (
        DiffSpan(DiffOp.KEPT, "CA"),
        DiffSpan(DiffOp.ADDED, "IOM"),
        DiffSpan(DiffOp.REMOVED, "MX"),
    )


def test_each_word_belongs_to_the_version_that_put_it_there():
    pieces = origins(
        [("first", "Hold a seminar"), ("second", "Hold a large seminar"), ("third", "Hold a large seminar soon")]
    )
    assert [(piece.text, piece.origin) for piece in pieces] == [
        ("Hold a ", "first"),
        ("large ", "second"),
        ("seminar", "first"),
        (" soon", "third"),
    ]


def test_a_text_of_a_thousand_paragraphs_takes_no_time():
    before = " ".join(f"Sentence {number} of the long text, which says a thing again." for number in range(3000))
    after = before.replace("again", "once more")
    start = time.process_time()
    assert runs(before, after)
    assert time.process_time() - start < 5


def test_a_word_between_a_long_and_a_short_change_is_kept():
    found = runs(
        "The countries will send abcdefghijklmno same x at the end",
        "The countries will send pqrstuvwxyz same y at the end",
    )
    assert [run.text for run in found if run.op is DiffOp.KEPT and "same" in run.text] == [" same "]
