"""Texts by language (every text a reader sees maps language codes to strings), and folding for comparison."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from rcm_tui.i18n import _, current
from rcm_tui.model.fieldpath import Value
from rcm_tui.model.regex import regex

Text = Mapping[str, str]
_CAPITALIZING = frozenset({"en", "de", "nl"})
"""Languages in which the name of a language has a capital letter wherever it stands."""


class UnofficialText(dict[str, str]):
    """A text some of whose translations nobody has adopted: those in the languages of `draft`."""

    __slots__ = ("draft",)

    def __init__(self, text: Text, draft: tuple[str, ...]) -> None:
        super().__init__(text)
        self.draft = draft

    def __reduce__(self) -> tuple[type[UnofficialText], tuple[Text, tuple[str, ...]]]:
        return UnofficialText, (dict(self), self.draft)


def first_of(words: Sequence[str], most: int) -> str:
    """Join the first `most` words by commas; an ellipsis stands for any others."""
    return ", ".join(words[:most]) + (" …" if len(words) > most else "")


def language_words(codes: Iterable[str]) -> str:
    """Return what languages are called within a sentence, joined by commas; the code of one without a name."""
    names = [language_name(code) for code in codes]
    return ", ".join(names if current() in _CAPITALIZING else [name[:1].lower() + name[1:] for name in names])


def language_name(code: str) -> str:
    """Return what a language is called where its name stands alone, else its code."""
    names = {"en": _("English"), "es": _("Spanish"), "fr": _("French"), "pt": _("Portuguese"), "ar": _("Arabic")}
    return names.get(code, code)


def shown_language(text: Text, language: str) -> str:
    """Return the language in which `pick` gives a text; `language` where it is empty."""
    return language if text.get(language) else next((code for code in text if text[code]), language)


def is_unofficial(text: Text, language: str) -> bool:
    """Return whether `pick` gives a text in a translation that nobody has adopted."""
    return isinstance(text, UnofficialText) and shown_language(text, language) in text.draft


def pick(text: Text, language: str) -> str:
    """Return the text in `language`, else in the first language that it has; empty where it has none."""
    return text.get(language) or next((other for other in text.values() if other), "")


def pick_plain(data: Value, language: str) -> str:
    """Return the text in `language` of data that nobody checked, as `pick` does; empty where there are no words."""
    if not isinstance(data, Mapping):
        return ""
    return pick({code: words for code, words in data.items() if isinstance(words, str)}, language)


_NOT_PLAIN = regex("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def is_plain(words: str) -> bool:
    """Return whether words are text on one line: no control characters, nor any that turn the direction of others."""
    return not _NOT_PLAIN.search(words)


def fingerprint(words: str) -> str:
    """Return the first 8 digits of the SHA-256 of a text, which its translations keep to know what they were made from.

    The text is first normalized to NFC with white space collapsed, so that rewrapping it changes nothing.
    """
    import hashlib  # Rarely needed, and slow to import.

    collapsed = " ".join(unicodedata.normalize("NFC", words).split())
    return hashlib.sha256(collapsed.encode("utf-8", "replace")).hexdigest()[:8]


def stale_languages(text: Text, translated: Mapping[str, str]) -> tuple[str, ...]:
    """Return the languages whose translation was made from an earlier version of the original text.

    `translated` is as in the file: `{es: "en:3f2a9c1d"}`, the language and fingerprint of the original.
    """
    stale = []
    for language, origin in translated.items():
        original, _, digest = origin.partition(":")
        if language in text and fingerprint(text.get(original, "")) != digest:
            stale.append(language)
    return tuple(stale)


_WORD = regex(r"\w+")


class _Table(dict[int, str]):
    """What each character folds to, computed when it first occurs."""

    def __missing__(self, code: int) -> str:
        # Twice, as folding case can leave a character that decomposes again.
        text = chr(code)
        for _round in range(2):
            text = unicodedata.normalize("NFKD", text).casefold()
        folded = "".join(char for char in text if not unicodedata.combining(char))
        self[code] = folded
        return folded


_TABLE = _Table()


def fold(text: str) -> str:
    """Remove case and accents; characters stay in order, each folded by itself.

    Composed and decomposed spellings of one text fold to the same. Fast enough for thousands of texts.
    """
    return text.lower() if text.isascii() else text.translate(_TABLE)


def fold_with_offsets(text: str) -> tuple[str, Sequence[int]]:
    """Fold a text, and return for each offset in it (its end included) the offset in `text` it came from.

    So a search in the folded text can say where in the original it found something: `text[offsets[a]:offsets[b]]`.
    """
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    folded = [_TABLE[ord(char)] for char in text]
    offsets = [index for index, part in enumerate(folded) for _char in part]
    return "".join(folded), [*offsets, len(text)]


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text, in order; all but letters, digits and underscores divides them."""
    return tuple(_WORD.findall(fold(text)))


def single_spaced(text: str) -> str:
    """Return a text with single spaces for all white space, as that is not a difference between two texts."""
    return " ".join(text.split())
