"""The words of both faces, in English and Spanish.

Message ids are the English sentences; `es/LC_MESSAGES/rcm.po` holds the Spanish ones, compiled to `.mo` when the
package is built. A missing catalogue shows English, never an error.
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


def use(language: str) -> None:
    """Choose the language of every sentence from here on; one that is not known means English."""
    global _current
    _current = language if language in LANGUAGES else "en"


def current() -> str:
    """The language in use: `en` or `es`."""
    return _current


def preferred(environment: Mapping[str, str] | None = None) -> str:
    """The language the environment asks for: RCM_LANG, else the locale as POSIX orders it, else English."""
    environment = os.environ if environment is None else environment
    for name in ("RCM_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            code = value[:2].lower()
            return code if code in LANGUAGES else "en"
    return "en"


def _(message: str) -> str:
    """The message in the language in use."""
    return _catalogue(_current).gettext(message) if _current != "en" else message


def pgettext(context: str, message: str) -> str:
    """The message in the language in use, where another language has several words for it: `context` says which."""
    return _catalogue(_current).pgettext(context, message) if _current != "en" else message


@dataclass(frozen=True)
class Translator:
    """The sentences of one language, whatever the language in use: for what is written down for everybody."""

    language: str

    def gettext(self, message: str) -> str:
        """The message in this language."""
        return _catalogue(self.language).gettext(message) if self.language != "en" else message

    def ngettext(self, one: str, many: str, count: int) -> str:
        """`one` or `many`, by `count`, in this language."""
        if self.language == "en":
            return one if count == 1 else many
        return _catalogue(self.language).ngettext(one, many, count)


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """Marks a message for the catalogues, to be said later in a language not known yet."""
    return message


def translator(language: str) -> Translator:
    """The sentences in `language`; one that is not known means English."""
    return Translator(language if language in LANGUAGES else "en")


def ngettext(one: str, many: str, count: int) -> str:
    """`one` or `many`, by `count`, in the language in use."""
    if _current == "en":
        return one if count == 1 else many
    return _catalogue(_current).ngettext(one, many, count)
