"""The words of messages for items: replaced, once a message is translated, by what a plan calls its items.

Messages of the program say *objective*; where a plan calls it a goal, each of them says *goal* (`i18n.use_terms`).
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from rcm_tui.i18n import Rephrase
from rcm_tui.model import ids
from rcm_tui.model.regex import regex
from rcm_tui.model.texts import Text, pick_plain

ACTION, ENTRY, RESPONDENT = "action", "entry", "respondent"


class Term(NamedTuple):
    """What one of a kind is called, and what several are, by language."""

    one: Text
    many: Text


def own_terms(terms: Mapping[str, Term]) -> dict[str, Term]:
    """Return those of a plan's terms, by kind, that messages do not use anyway."""
    return {kind: term for kind, term in terms.items() if not _is_plain(kind, term)}


def rephrase(terms: Mapping[str, Term]) -> Rephrase | None:
    """Return what says a message in these terms (see `i18n.use_terms`); None without any: as it is."""
    if not terms:
        return None

    @lru_cache(maxsize=4096)
    def worded(message: str, translated: str, language: str, shown: str) -> str:
        if message.lower() == "calendar" and ENTRY in terms:
            return _as_written(message, pick_plain(terms[ENTRY].many, shown))
        if not language:  # The plan's words for publications, which may lack the terms that it declares itself.
            own = _in_own_words(message, "en", terms, shown) if _is_name(message) else message
            return own if own != message else translated
        return translated if _OF_FILES.search(message) else _in_own_words(translated, language, terms, shown)

    return worded


_OF_FILES = regex("JSON Schema|What a column of the table is")
"""Messages that name kinds of files, which have the same names in every plan."""

_PLAIN: Final[Mapping[str, Sequence[tuple[str, str, str]]]] = {
    "en": (
        (ids.SUBJECT, "subject", "subjects"),
        (ids.OBJECTIVE, "objective", "objectives"),
        (ids.ACTIVITY, "activity", "activities"),
        (ids.SUBACTIVITY, "sub-activity", "sub-activities"),
        (ACTION, "action for implementation", "actions for implementation"),
        (ACTION, "action", "actions"),
        (ENTRY, "calendar entry", "calendar entries"),
        (ENTRY, "entry", "entries"),
        (RESPONDENT, "member country", "member countries"),
        (RESPONDENT, "country", "countries"),
    ),
    "es": (
        (ids.SUBJECT, "tema", "temas"),
        (ids.OBJECTIVE, "objetivo", "objetivos"),
        (ids.ACTIVITY, "actividad", "actividades"),
        (ids.SUBACTIVITY, "subactividad", "subactividades"),
        (ACTION, "acción para la implementación", "acciones para la implementación"),
        (ACTION, "acción de implementación", "acciones de implementación"),
        (ACTION, "acción", "acciones"),
        (ENTRY, "anotación del calendario", "anotaciones del calendario"),
        (ENTRY, "anotación", "anotaciones"),
        (RESPONDENT, "país miembro", "países miembros"),
        (RESPONDENT, "país", "países"),
    ),
}
"""The words of messages that stand for each kind, by language; of each kind first those that say it in full."""
_BEFORE: Final[Mapping[str, str]] = {
    "en": "an?",
    "es": "del|de la|al|a la|el|la|los|las|una?|unos|unas|es[ea]|est[ea]|es[oa]s|est[oa]s|otr[oa]s?|nuev[oa]s?|"
    "ningun[oa]|ningún",
}
_KEPT = r"\{[^{}]*\}|\bplan of action\b|\bplan de acción\b|--[a-z][\w-]*|\brcm [a-z-]+|\b[a-z_]+:(?=[\w.])\S*|“[^”]*”"
"""What is no word of the message: placeholders, options, terms of queries, quotations, and the plan's usual name."""


def _is_plain(kind: str, term: Term) -> bool:
    """Return whether a term is what the messages say anyway, in every language that it has words in."""
    plain = {language: {kind: forms for kind, *forms in reversed(words)} for language, words in _PLAIN.items()}
    return all(
        plain.get(language, {}).get(kind) == [term.one.get(language), term.many.get(language)]
        for language in {*term.one, *term.many}
    )


@lru_cache
def _pattern(language: str) -> re.Pattern[str]:
    words = sorted((word for _kind, *forms in _PLAIN[language] for word in forms), key=len, reverse=True)
    return re.compile(
        rf"(?P<kept>{_KEPT})|(?:\b(?P<before>{_BEFORE[language]})(?P<gap>\s+))?\b(?P<word>{'|'.join(words)})\b",
        re.IGNORECASE,
    )


@lru_cache
def _meanings(language: str) -> Mapping[str, tuple[str, bool]]:
    return {word: (kind, word == many) for kind, singular, many in _PLAIN[language] for word in (singular, many)}


def _is_name(message: str) -> bool:
    """Return whether a message is what items are called and nothing else, such as the heading of a column."""
    return message.lower() in _meanings("en")


def _in_own_words(text: str, language: str, terms: Mapping[str, Term], shown: str) -> str:
    """Return a message in a `language` with the words for items replaced, and the articles before them made to fit.

    The names of items are those in the language `shown`.
    """

    def own(match: re.Match[str]) -> str:
        if match["kept"]:
            return match[0]
        kind, is_many = _meanings(language)[match["word"].lower()]
        term = terms.get(kind)
        if term is None:
            return match[0]
        name = pick_plain(term.many if is_many else term.one, shown)
        if name == match["word"].lower():
            return match[0]
        before = match["before"] or ""
        gap = match["gap"] or ""
        return _as_written(before, _fitting(before, name, language)) + gap + _as_written(match["word"], name)

    return _pattern(language).sub(own, text)


def _as_written(like: str, word: str) -> str:
    """Return a word in capitals, or with a capital letter, as the word that it replaces."""
    if len(like) > 1 and like.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if like[:1].isupper() else word


_FEMININE: Final = regex(r"(?:a|as|ción|ciones|sión|siones|dad|dades|tad|tades)$")
_PAIRS: Final = (
    *(("el", "la"), ("los", "las"), ("un", "una"), ("unos", "unas"), ("del", "de la"), ("al", "a la")),
    *(("ese", "esa"), ("este", "esta"), ("esos", "esas"), ("estos", "estas"), ("otro", "otra"), ("otros", "otras")),
    *(("nuevo", "nueva"), ("nuevos", "nuevas"), ("ningún", "ninguna"), ("ninguno", "ninguna")),
)


def _fitting(before: str, name: str, language: str) -> str:
    """Return an article as it stands before a name: a or an; in Spanish, in the gender that the name's ending shows."""
    lower = before.lower()
    if not lower:
        return ""
    if language == "en":
        return "an" if name[:1].lower() in "aeiou" else "a"
    is_feminine = bool(_FEMININE.search(name.partition(" ")[0].lower()))
    for masculine, feminine in _PAIRS:
        if lower in (masculine, feminine):
            return feminine if is_feminine else masculine
    return lower
