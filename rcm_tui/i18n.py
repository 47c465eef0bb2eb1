"""Messages of the program in English and Spanish, through gettext.

Message ids are the English sentences; `es/LC_MESSAGES/rcm.po` holds the Spanish ones, compiled to `.mo` when the
package is built. Without a catalogue, messages are English.
"""

from __future__ import annotations

import gettext as _gettext
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "es")
DOMAIN = "rcm"

_current = "en"


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


def use(language: str) -> None:
    """Set the language of every message from here on; an unknown one means English."""
    global _current
    _current = language if language in LANGUAGES else "en"


def current() -> str:
    """Return the language in use: `en` or `es`."""
    return _current


def preferred(environment: Mapping[str, str] | None = None) -> str:
    """Return the language the environment asks for: RCM_LANG, else the locale in the order of POSIX, else English."""
    environment = os.environ if environment is None else environment
    for name in ("RCM_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            code = value[:2].lower()
            return code if code in LANGUAGES else "en"
    return "en"


def _(message: str) -> str:
    """Translate a message to the language in use."""
    if message.__class__ is OwnMessage:
        return message.said(_current)
    return _catalogue(_current).gettext(message) if _current != "en" else message


def pgettext(context: str, message: str) -> str:
    """Translate a message that has several translations; `context` says which one is meant."""
    return _catalogue(_current).pgettext(context, message) if _current != "en" else message


@dataclass(frozen=True)
class Translator:
    """Translates to one language, whatever the language in use, for texts that are recorded for everybody."""

    language: str

    def gettext(self, message: str) -> str:
        """Translate a message to this language."""
        if message.__class__ is OwnMessage:
            return message.said(self.language)
        return _catalogue(self.language).gettext(message) if self.language != "en" else message

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Translate `one` or `many`, by `count`, to this language."""
        if self.language == "en":
            return one if count == 1 else many
        return _catalogue(self.language).ngettext(one, many, count)


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """Mark a message for the catalogues, to be translated later, and return it."""
    return message


def translator(language: str) -> Translator:
    """Return the translator to `language`; an unknown one means English."""
    return Translator(language if language in LANGUAGES else "en")


def ngettext(one: str, many: str, count: int) -> str:
    """Translate `one` or `many`, by `count`, to the language in use."""
    if _current == "en":
        return one if count == 1 else many
    return _catalogue(_current).ngettext(one, many, count)
