"""Looking for a sentence: what the quick look at bytes lets through holds all that the slow one would find."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rcm_tui.model.texts import fold
from rcm_tui.store.yaml.writer import compose
from rcm_tui.workflow.text_history import _pattern

WORDS = [
    '"quoted"',
    "it's",
    "México",
    "MÉXICO",
    "60,000",
    "back\\slash",
    "niño",
    "e\u0301l",
    "plan:",
    "#x",
    "-",
    "Œuvre",
]


@given(
    st.lists(st.one_of(st.sampled_from(WORDS), st.text("abcÁé'\"\\:-", min_size=1)), min_size=1, max_size=40), st.data()
)
def test_no_file_with_the_words_is_passed_over(words, data):
    written = compose({"id": "X", "text": {"en": " ".join(words)}, "note": " ".join(words)})
    start = data.draw(st.integers(0, len(words) - 1))
    wanted = " ".join(fold(" ".join(words[start : start + 4])).split())
    assert _pattern(wanted).search(written)


def test_a_file_without_them_is():
    assert not _pattern("mexico").search(b"text: canada\n")
