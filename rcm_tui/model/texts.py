"""Texts by language: every text a reader sees is a map from language code to words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

Text = Mapping[str, str]


def pick(text: Text, language: str) -> str:
    """The words in `language`, else in the language the text has; empty where it has none."""
    words = text.get(language)
    if words:
        return words
    return next((other for other in text.values() if other), "")


def fingerprint(words: str) -> str:
    """What a translation remembers of the text it was made from: the first 8 digits of its SHA-256.

    The text is brought to NFC with white space collapsed first, so that rewrapping it changes nothing.
    """
    import hashlib  # Seldom needed, and slow to import.

    collapsed = " ".join(unicodedata.normalize("NFC", words).split())
    return hashlib.sha256(collapsed.encode()).hexdigest()[:8]


def stale_languages(text: Text, translated: Mapping[str, str]) -> tuple[str, ...]:
    """Languages whose translation was made from other words than stand there now.

    `translated` is as in the file: `{es: "en:3f2a9c1d"}`, the language and fingerprint of the original.
    """
    stale = []
    for language, origin in translated.items():
        original, _, digest = origin.partition(":")
        if language in text and fingerprint(text.get(original, "")) != digest:
            stale.append(language)
    return tuple(stale)


_WORD = re.compile(r"\w+")


class _Table(dict[int, str]):
    """What each character folds to, worked out once when it is first met."""

    def __missing__(self, code: int) -> str:
        # Twice, since folding case can leave a character that decomposes again.
        text = chr(code)
        for _round in range(2):
            text = unicodedata.normalize("NFKD", text).casefold()
        folded = "".join(char for char in text if not unicodedata.combining(char))
        self[code] = folded
        return folded


_TABLE = _Table()


def fold(text: str) -> str:
    """The text without case and accents; characters stay in order, each folded on its own.

    Composed and decomposed spellings of one text fold to the same. Meant to be called on thousands of texts.
    """
    return text.lower() if text.isascii() else text.translate(_TABLE)


def fold_with_places(text: str) -> tuple[str, Sequence[int]]:
    """The folded text, and for each place in it (its end included) the place in `text` it came from.

    Lets a search in the folded text say where in the original it found something: `text[places[a]:places[b]]`.
    """
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    pieces: list[str] = []
    places: list[int] = []
    for index, char in enumerate(text):
        folded = _TABLE[ord(char)]
        pieces.append(folded)
        places.extend([index] * len(folded))
    places.append(len(text))
    return "".join(pieces), places


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text, in order; what is neither letter, digit nor underscore divides them."""
    return tuple(_WORD.findall(fold(text)))
