"""Folding for search: case and accents do not matter, and places lead back to the original."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcm_tui.model.texts import fold, fold_with_offsets, words


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_composed_and_decomposed_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@given(st.text(), st.text())
def test_folding_goes_character_by_character(a: str, b: str) -> None:
    assert fold(a + b) == fold(a) + fold(b)


@given(st.text())
def test_places_lead_back(text: str) -> None:
    folded, places = fold_with_offsets(text)
    assert folded == fold(text)
    assert len(places) == len(folded) + 1
    assert places[len(folded)] == len(text)
    for index, place in enumerate(places[:-1]):
        assert folded[index] in fold(text[place])


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("MÉXICO", "mexico"),
        ("Presidencia Pro-Témpore", "presidencia pro-tempore"),
        ("Me\u0301xico", "mexico"),
        ("AÑO", "ano"),
        ("Straße", "strasse"),
        ("4.º trimestre", "4.o trimestre"),
        ("İstanbul", "istanbul"),
    ],
)
def test_examples(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_words() -> None:
    assert words("Reunión del GRCM, San José (2006)") == ("reunion", "del", "grcm", "san", "jose", "2006")
    assert words(" -- ") == ()
