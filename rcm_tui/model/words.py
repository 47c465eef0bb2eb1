"""The words of publications in a language that the program does not speak: `plan/words.fr.yaml`.

A file may come from anywhere: its words for a message are used only where they can replace that message, with the
same placeholders and nothing that is not text.
"""
# Annotations are not postponed here: the schema reads them.

import gettext
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field
from functools import lru_cache
from string import Formatter
from typing import Annotated

from rcm_tui import i18n
from rcm_tui.i18n import N_, Catalogue, _, published_in
from rcm_tui.model.dates.wording import PLACEHOLDERS, fits
from rcm_tui.model.errors import ADVICE, ERROR, FieldProblem
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.regex import regex
from rcm_tui.model.scalars import Line
from rcm_tui.model.structures import Phrases
from rcm_tui.model.texts import is_plain
from rcm_tui.model.types import Field

ONE_AND_MANY = "nplurals=2; plural=(n != 1);"
Phrase = str | tuple[str, ...] | None
"""The words of a message, those for each form of a number, or nothing yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsFile:
    """`plan/words.fr.yaml`: how numbers are counted, dates written and messages said in a language."""

    plural: Annotated[str, Field(Line(), N_("plural forms"))] = ONE_AND_MANY
    dates: Annotated[Mapping[str, Phrase], Field(Phrases(), N_("words of dates"))] = field(default_factory=dict)
    words: Annotated[Mapping[str, Phrase], Field(Phrases(), N_("words"))] = field(default_factory=dict)


def forms_of(phrase: Phrase) -> tuple[str, ...]:
    """Return the forms of a phrase that has words; none where it has no words yet."""
    forms = (phrase,) if isinstance(phrase, str) else tuple(phrase or ())
    return forms if all(form.strip() for form in forms) else ()


def placeholders(text: str) -> frozenset[str] | None:
    """Return the placeholders of a text as they are written, such as `count`; None where they are not well-formed."""
    try:
        found = list(Formatter().parse(text))
    except ValueError:
        return None
    return frozenset(
        "".join((name, f"!{conversion}" if conversion else "", f":{spec}" if spec else ""))
        for _literal, name, spec, conversion in found
        if name is not None
    )


def can_stand_for(message: str, text: str) -> bool:
    """Return whether words have the placeholders of a message and no others, and are nothing but text."""
    return placeholders(text) == placeholders(message) and _is_text(message, text)


def _is_text(message: str, text: str) -> bool:
    return is_plain(text.replace("\n", "") if "\n" in message else text)


def _usable(message: str, forms: tuple[str, ...]) -> bool:
    if len(forms) <= 1:
        return all(can_stand_for(message, form) for form in forms)
    # The form for one, or for none, may leave the number out: "one text", "no text".
    wanted = placeholders(message)
    found = [placeholders(form) for form in forms]
    return (
        wanted is not None
        and wanted in found
        and all(names is not None and names in (wanted, wanted - {"count"}) for names in found)
        and all(_is_text(message, form) for form in forms)
    )


_PLURAL = regex(r"\s*nplurals\s*=\s*([1-6])\s*;\s*plural\s*=\s*([^;]{1,400});?\s*")


def plural_of(rule: str) -> tuple[int, Callable[[int], int]] | None:
    """Return how many forms of numbers there are, and which a number takes, by a rule of gettext; None for no rule."""
    match = _PLURAL.fullmatch(rule)
    if match is None:
        return None
    count = int(match[1])
    try:
        which = gettext.c2py(match[2])
        which(1)
    except (ValueError, ZeroDivisionError, OverflowError, RecursionError, TypeError):
        return None

    def form_of(number: int) -> int:
        try:
            return min(max(int(which(number)), 0), count - 1)
        except (ZeroDivisionError, OverflowError, ValueError, TypeError):
            return 0

    return count, form_of


@lru_cache(maxsize=32)
def _catalogue(language: str, held: "_Held") -> Catalogue:
    file = held.file
    plural = plural_of(file.plural) or plural_of(ONE_AND_MANY)
    assert plural is not None
    words = ((message, forms_of(phrase)) for message, phrase in file.words.items())
    dates = ((name, forms_of(phrase)) for name, phrase in file.dates.items())
    return Catalogue(
        language,
        {message: forms for message, forms in words if forms and _usable(message, forms)},
        plural[1],
        {name: forms for name, forms in dates if forms and fits(name, forms)},
    )


class _Held:
    """A file of words as the key of a cache, by its identity: its mappings have no hash."""

    def __init__(self, file: WordsFile) -> None:
        self.file = file

    def __hash__(self) -> int:
        return id(self.file)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and self.file is other.file


def catalogue_of(words: Mapping[str, WordsFile], language: str) -> Catalogue | None:
    """Return the words of a plan in a language, to be used by `i18n.using`; None where it has none."""
    file = words.get(language)
    return None if file is None else _catalogue(language, _Held(file))


@contextmanager
def published(languages: Sequence[str], words: Mapping[str, WordsFile], language: str = "") -> Iterator[None]:
    """Say all in the language in which a plan of these languages and words is published, while the block runs.

    That is the `language` given, else the one that a person has chosen, else the plan's own.
    """
    language = language or published_in(languages, words)
    with i18n.using(language, catalogue_of(words, language)):
        yield


# --- checking


def problems(file: WordsFile, messages: Mapping[str, bool]) -> Iterator[FieldProblem]:
    """Find what is wrong with a file of words; `messages` are those of publications, and whether each counts."""
    plural = plural_of(file.plural)
    if plural is None:
        message = _("“{rule}” is not a rule for plural forms; write one as gettext has it, such as {example}")
        yield FieldProblem(("plural",), "bad-plural", message.format(rule=file.plural[:60], example=ONE_AND_MANY))
    for name, phrase in file.dates.items():
        yield from _of_dates(name, forms_of(phrase))
    for message, phrase in file.words.items():
        forms = forms_of(phrase)
        if message not in messages:
            sentence = _("no publication has this message; it may be of an earlier version, and can be deleted")
            yield FieldProblem(("words", message), "unknown-message", sentence, ADVICE)
        elif forms and not _usable(message, forms):
            yield FieldProblem(("words", message), "bad-placeholders", _unusable(message), ERROR)
        elif forms and messages[message] and plural is not None and len(forms) != plural[0]:
            sentence = _("this message counts: give it a list of {count} texts, one for each form of a number")
            yield FieldProblem(("words", message), "plural-forms", sentence.format(count=plural[0]), ADVICE)
    missing = untranslated(file, messages)
    if missing:
        sentence = i18n.ngettext(
            "{count} message of publications has no words here, and is English in them: {first}",
            "{count} messages of publications have no words here, and are English in them: {first}",
            len(missing),
        )
        first = " · ".join(f"“{name}”" for name in missing[:3]) + (" …" if len(missing) > 3 else "")
        yield FieldProblem(("words",), "no-words", sentence.format(count=len(missing), first=first), ADVICE)


def untranslated(file: WordsFile, messages: Iterable[str]) -> list[str]:
    """Return the messages that have no words yet."""
    return [message for message in messages if not forms_of(file.words.get(message))]


def _unusable(message: str) -> str:
    names = ", ".join(f"{{{placeholder}}}" for placeholder in sorted(placeholders(message) or ()))
    if not names:
        return _("these words cannot be used, and the message is English: it has no placeholders, and is plain text")
    sentence = _(
        "these words cannot be used, and the message is English: they must have just these placeholders: {names}"
    )
    return sentence.format(names=names)


def _of_dates(name: str, forms: tuple[str, ...]) -> Iterator[FieldProblem]:
    if name not in PLACEHOLDERS:
        sentence = _("nothing in a date is called so; there are: {names}").format(names=", ".join(PLACEHOLDERS))
        yield FieldProblem(("dates", name), "unknown-message", sentence, ADVICE)
    elif forms and not fits(name, forms):
        wanted = PLACEHOLDERS[name]
        sentence = (
            _("this must be a list of {count} words").format(count=wanted)
            if isinstance(wanted, int)
            else _("this must be one text with the placeholders {names}").format(names=wanted or "-")
        )
        yield FieldProblem(("dates", name), "bad-placeholders", sentence, ERROR)
