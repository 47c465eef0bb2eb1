"""Texts by language: every text a reader sees is a map from language code to words."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

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
