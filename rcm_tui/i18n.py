"""Messages of the program in English and Spanish, through gettext.

Message ids are the English sentences; `es/LC_MESSAGES/rcm.po` holds the Spanish ones, compiled to `.mo` when the
package is built. Without a catalogue, messages are English.
"""

from __future__ import annotations

import gettext as _gettext
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "es")
DOMAIN = "rcm"

_current = "en"
_is_chosen = True
_for_a_while: ContextVar[str] = ContextVar("language", default="")


@cache
def _catalogue(language: str) -> _gettext.NullTranslations:
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

    def said(self, language: str) -> str:
        """Return its words in a language."""
        return self.words.get(language) or str(self)


def use(language: str, *, chosen: bool = True) -> None:
    """Set the language of every message from here on; an unknown one means English.

    `chosen` says that a person asked for it, and not only the settings of the computer.
    """
    global _current, _is_chosen
    _current = language if language in LANGUAGES else "en"
    _is_chosen = chosen


def current() -> str:
    """Return the language in use: `en` or `es`."""
    return _for_a_while.get() or _current


@contextmanager
def using(language: str) -> Iterator[None]:
    """Use another language, in this thread alone, while the block runs, as for a publication that is made again."""
    token = _for_a_while.set(language)
    try:
        yield
    finally:
        _for_a_while.reset(token)


def published_in(languages: Sequence[str]) -> str:
    """Return the language of what is published: the one chosen, else the first of the plan's that has messages."""
    known = (language for language in languages if language in LANGUAGES)
    return current() if _is_chosen else next(known, current())


def preferred(environment: Mapping[str, str] | None = None) -> str:
    """Return the language the environment asks for: RCM_LANG, else the locale in the order of POSIX, else English."""
    environment = os.environ if environment is None else environment
    for name in ("RCM_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            code = value[:2].lower()
            return code if code in LANGUAGES else "en"
    return "en"


Rephrase = Callable[[str, str, str], str]
_rephrase: Rephrase | None = None


def use_terms(rephrase: Rephrase | None) -> None:
    """Set what says messages in the words of the plan in use: of (message, its translation, language)."""
    global _rephrase
    _rephrase = rephrase


def _said(message: str, translated: str, language: str) -> str:
    return translated if _rephrase is None else _rephrase(message, translated, language)


def _(message: str) -> str:
    """Translate a message to the language in use."""
    language = current()
    if message.__class__ is OwnMessage:
        return message.said(language)
    return _said(message, _catalogue(language).gettext(message) if language != "en" else message, language)


def pgettext(context: str, message: str) -> str:
    """Translate a message that has several translations; `context` says which one is meant."""
    language = current()
    return _said(message, _catalogue(language).pgettext(context, message) if language != "en" else message, language)


@dataclass(frozen=True)
class Translator:
    """Translates to one language, whatever the language in use, for texts that are recorded for everybody."""

    language: str

    def gettext(self, message: str) -> str:
        """Translate a message to this language."""
        if message.__class__ is OwnMessage:
            return message.said(self.language)
        translated = _catalogue(self.language).gettext(message) if self.language != "en" else message
        return _said(message, translated, self.language)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Translate `one` or `many`, by `count`, to this language."""
        return _counted(one, many, count, self.language)


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """Mark a message for the catalogues, to be translated later, and return it."""
    return message


def translator(language: str) -> Translator:
    """Return the translator to `language`; an unknown one means English."""
    return Translator(language if language in LANGUAGES else "en")


def ngettext(one: str, many: str, count: int) -> str:
    """Translate `one` or `many`, by `count`, to the language in use."""
    return _counted(one, many, count, current())


def _counted(one: str, many: str, count: int, language: str) -> str:
    if language == "en":
        return _said(one, one if count == 1 else many, language)
    return _said(one, _catalogue(language).ngettext(one, many, count), language)
