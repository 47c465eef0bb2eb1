"""Messages of the program in English and Spanish, through gettext, and those of publications in other languages.

Message ids are the English sentences; `es/LC_MESSAGES/rcm.po` holds the Spanish ones, compiled to `.mo` when the
package is built. In any other language, the words of publications are those of a catalogue of the plan's own, which is
used while something is published or read in that language (`using`); what it lacks is English.
"""

from __future__ import annotations

import gettext as _gettext
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "es")
DOMAIN = "rcm"

RIGHT_TO_LEFT = frozenset(("ar", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"))
"""Languages whose usual script is written from right to left."""


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The words of publications in one language, out of a plan: by English message, the forms for one and for many.

    `form_of` says which form a number takes, `dates` how dates are written (see `rcm_tui.model.dates.wording`).
    """

    language: str
    words: Mapping[str, Sequence[str]]
    form_of: Callable[[int], int]
    dates: Mapping[str, str | Sequence[str]]

    def gettext(self, message: str) -> str | None:
        """Return the words of a message; None where it has none."""
        found = self.words.get(message)
        return found[0] if found else None

    def ngettext(self, singular: str, count: int) -> str | None:
        """Return the words of a message that counts, in the form for `count`; None where it has none."""
        found = self.words.get(singular)
        return found[min(self.form_of(count), len(found) - 1)] if found else None


_current = "en"
_interface = "en"
_is_chosen = True
_offered: tuple[str, ...] = LANGUAGES
_of_plan: Catalogue | None = None
_for_a_while: ContextVar[tuple[str, Catalogue | None] | None] = ContextVar("language", default=None)


@cache
def _translations(language: str) -> _gettext.NullTranslations:
    return _gettext.translation(DOMAIN, Path(__file__).with_name("locale"), languages=[language], fallback=True)


class OwnMessage(str):
    """A message of a plan's own, such as the label of a field that it declares: its words by language.

    No catalogue has it. In a language without words for it, it is its first words.
    """

    __slots__ = ("words",)
    words: Mapping[str, str]

    def __new__(cls, words: Mapping[str, str], otherwise: str) -> OwnMessage:
        """Make a message that is called `otherwise` where it has no words at all."""
        message = super().__new__(cls, next(iter(words.values()), "") or otherwise)
        message.words = words
        return message

    def worded(self, language: str, catalogue: Catalogue | None = None, otherwise: str = "") -> str:
        """Return its words in a language: its own, else those of a catalogue, else its own in the one `otherwise`."""
        found = self.words.get(language) or (catalogue.gettext(self) if catalogue is not None else None)
        return found or self.words.get(otherwise) or str(self)


def use(language: str, *, chosen: bool = True, interface: str = "en") -> None:
    """Set the language of texts and messages from here on.

    Where the program does not speak it, messages are in the `interface` language. `chosen` says that a person asked for
    it, and not only the settings of the computer.
    """
    global _current, _interface, _is_chosen, _of_plan
    _current = language
    _interface = language if language in LANGUAGES else interface
    _is_chosen = chosen
    _of_plan = None


def use_words(catalogue: Catalogue | None) -> None:
    """Set the words of a plan, used from here on for messages in their language."""
    global _of_plan
    _of_plan = catalogue


def current() -> str:
    """Return the language of the texts that are shown: `en`, `es`, or another one of the plan."""
    chosen = _for_a_while.get()
    return chosen[0] if chosen is not None else _current


def offer(own: Sequence[str]) -> None:
    """Set what a person can change between: the program's languages, and those of a plan that it does not speak.

    A plan in a single language is read in it, whatever that of the messages is.
    """
    global _offered
    _offered = (*LANGUAGES, *(code for code in own if code not in LANGUAGES and len(own) > 1))


def following() -> str:
    """Return the language that comes after the one in use."""
    at = _offered.index(_current) if _current in _offered else -1
    return _offered[(at + 1) % len(_offered)]


def interface() -> str:
    """Return the language of the program's own messages: `en` or `es`."""
    return _interface


@contextmanager
def using(language: str, catalogue: Catalogue | None = None) -> Iterator[None]:
    """Use another language, in this thread alone, while the block runs, as for a publication.

    In a language that the program does not speak, messages are those of the catalogue, and English where it has none.
    """
    token = _for_a_while.set((language, catalogue))
    try:
        yield
    finally:
        _for_a_while.reset(token)


def catalogue() -> Catalogue | None:
    """Return the words of the plan in the language in use; None where it has none, or they are not in use."""
    chosen = _for_a_while.get()
    found = chosen[1] if chosen is not None else _of_plan
    return found if found is not None and found.language == current() else None


def published_in(languages: Sequence[str], with_words: Collection[str] = ()) -> str:
    """Return the language of what is published: the one chosen, else the first of the plan's that has messages.

    `with_words` are the languages for which the plan has a catalogue. A plan without any such language is published in
    its first one, with messages in English.
    """
    known = (language for language in languages if language in LANGUAGES or language in with_words)
    return current() if _is_chosen else next(known, next(iter(languages), "en"))


@cache
def is_right_to_left(language: str) -> bool:
    """Return whether a language is written from right to left."""
    code, *subtags = language.lower().split("-")
    return "arab" in subtags or "hebr" in subtags or (code in RIGHT_TO_LEFT and "latn" not in subtags)


def preferred(environment: Mapping[str, str] | None = None) -> str:
    """Return the language of messages the environment asks for.

    It is that of RCM_LANG, else of the locale in the order of POSIX; a language of RCM_LANG
    that the program does not speak is passed over, and so English is left where the locale has none that it does.
    """
    environment = os.environ if environment is None else environment
    if environment.get("RCM_LANG", "")[:2].lower() in LANGUAGES:
        return environment["RCM_LANG"][:2].lower()
    value = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(name, ""))), "")
    code = value[:2].lower()
    return code if code in LANGUAGES else "en"


Rephrase = Callable[[str, str, str, str], str]
_rephrase: Rephrase | None = None


def use_terms(rephrase: Rephrase | None) -> None:
    """Set what says messages in the terms of the plan in use: of (message, its translation, language, that of names).

    The language of a translation is that of the program's messages, or empty where it is out of the plan's own words.
    """
    global _rephrase
    _rephrase = rephrase


def _worded(message: str, translated: str, language: str, shown: str) -> str:
    return translated if _rephrase is None else _rephrase(message, translated, language, shown)


def _(message: str) -> str:
    """Translate a message to the language in use."""
    if message.__class__ is OwnMessage:
        return message.worded(current(), catalogue(), _fallback())
    return _translated(message, current(), catalogue(), _fallback())


def pgettext(context: str, message: str) -> str:
    """Translate a message that has several translations; `context` says which one is meant."""
    language = current()
    words = catalogue()
    found = words.gettext(message) if words is not None else None
    if found is not None:
        return _worded(message, found, "", language)
    spoken = _spoken(language, _fallback())
    translated = _translations(spoken).pgettext(context, message) if spoken != "en" else message
    return _worded(message, translated, spoken, language)


def _fallback() -> str:
    """Return the language of messages where neither the program nor the plan has them in the one in use."""
    return _interface if _for_a_while.get() is None else "en"


def _spoken(language: str, otherwise: str) -> str:
    return language if language in LANGUAGES else otherwise


def _translated(message: str, language: str, words: Catalogue | None, otherwise: str = "en") -> str:
    found = words.gettext(message) if words is not None else None
    if found is not None:
        return _worded(message, found, "", language)
    spoken = _spoken(language, otherwise)
    return _worded(message, _translations(spoken).gettext(message) if spoken != "en" else message, spoken, language)


@dataclass(frozen=True)
class Translator:
    """Translates to one language, whatever the language in use, for texts that are recorded for everybody."""

    language: str
    words: Catalogue | None = None

    def gettext(self, message: str) -> str:
        """Translate a message to this language."""
        if message.__class__ is OwnMessage:
            return message.worded(self.language, self.words, "en")
        return _translated(message, self.language, self.words)

    def ngettext(self, singular: str, many: str, count: int) -> str:
        """Translate `one` or `many`, by `count`, to this language."""
        return _counted(singular, many, count, self.language, self.words)


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """Mark a message for the catalogues, to be translated later, and return it."""
    return message


def translator(language: str) -> Translator:
    """Return the translator to `language`; English where neither the program nor the words in use are in it."""
    words = catalogue()
    return Translator(language, words if words is not None and words.language == language else None)


def ngettext(singular: str, many: str, count: int) -> str:
    """Translate `one` or `many`, by `count`, to the language in use."""
    return _counted(singular, many, count, current(), catalogue(), _fallback())


def npgettext(context: str, singular: str, many: str, count: int) -> str:
    """Translate `one` or `many`, by `count`, where it has several translations; `context` says which one is meant."""
    return _counted(singular, many, count, current(), catalogue(), _fallback(), context)


def count_own(one: OwnMessage, many: OwnMessage, count: int) -> str:
    """Return how many there are of what a plan has its own words for: `3 planned`."""
    words = catalogue() if current() not in one.words else None
    message = "{count} " + one
    found = words.ngettext(message, count) if words is not None else None
    if found is not None:
        return found.format(count=count)
    name = _(one if count == 1 else many)
    return f"{count} {name}"


def _counted(
    singular: str,
    many: str,
    count: int,
    language: str,
    words: Catalogue | None,
    otherwise: str = "en",
    context: str = "",
) -> str:
    found = words.ngettext(singular, count) if words is not None else None
    if found is not None:
        return _worded(singular, found, "", language)
    spoken = _spoken(language, otherwise)
    plain = singular if count == 1 else many
    if spoken == "en":
        return _worded(singular, plain, spoken, language)
    known = _translations(spoken)
    shown = known.npgettext(context, singular, many, count) if context else known.ngettext(singular, many, count)
    return _worded(singular, shown, spoken, language)
