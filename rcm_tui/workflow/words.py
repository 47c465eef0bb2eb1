"""The files of words, `plan/words.fr.yaml`: making one for a language, and bringing it up to date with the program."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from rcm_tui.i18n import LANGUAGES, _
from rcm_tui.libraries import MissingLibrary, need
from rcm_tui.model.errors import BadValue
from rcm_tui.model.fieldpath import Value
from rcm_tui.model.regex import regex
from rcm_tui.model.schema import SCHEMA
from rcm_tui.model.words import ONE_AND_MANY, forms_of, plural_of
from rcm_tui.store import paths
from rcm_tui.store.messages import messages_of_publications
from rcm_tui.store.yaml import revise
from rcm_tui.workflow.change import Change, NothingToRecord, Target
from rcm_tui.workflow.view import PlanView
from rcm_tui.workflow.workspace import Workspace

_LANGUAGE = regex(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
HEAD = """\
# Words of publications in the language {code}: before the colon what the program says in English, behind it what is
# printed. What is empty is printed in English. Keep what stands in braces, such as {{count}}, as it is.
"""


def new_file(language: str) -> bytes:
    """Return a file of words in which only dates and plural forms are known, where they are known of the language."""
    head = HEAD.format(code=language).encode()
    return head + revise(None, SCHEMA.arrange("words", refreshed({}, language)))


def refreshed(data: Mapping[str, Value], language: str) -> dict[str, Value]:
    """Return the data of a file of words with every message of publications; what has words stays as it is.

    Messages that no publication has any more are left out, unless they have words. Words of dates that are known of the
    language are filled in where there are none; plural forms only where no message has any.
    """
    known = _known(language)
    phrases = data.get("words") or {}
    counting = any(isinstance(phrase, list | tuple) for phrase in phrases.values())
    plural = data.get("plural") or (ONE_AND_MANY if counting else known.get("plural", ONE_AND_MANY))
    rule = plural_of(plural)
    blank = [""] * (rule[0] if rule is not None else 2)
    words = {
        message: phrases.get(message) or (blank if counts else "")
        for message, counts in messages_of_publications().items()
    }
    words |= {message: phrase for message, phrase in phrases.items() if message not in words and forms_of(phrase)}
    return {**data, "plural": plural, "dates": known.get("dates", {}) | (data.get("dates") or {}), "words": words}


def make_words(workspace: Workspace, language: str) -> Change:
    """Make the file of words of a language, or bring it up to date.

    Raises BadValue for what is not a language or one that the program speaks itself, NothingToRecord where the file is
    up to date.
    """
    path = words_path(language)
    if not (workspace.root / path).is_file():
        return Change((Target(path, refreshed({}, language)),), notes=tuple(_unknown(language)))
    before = workspace.data(path)
    after = refreshed(before, language)
    if after == before:
        raise NothingToRecord(_("{path} has every message of publications already.").format(path=path))
    return Change((Target(path, after),))


def words_path(language: str) -> str:
    """Return the file of words of a language. Raises BadValue for what is none, and for one that needs no file."""
    if language in LANGUAGES:
        raise BadValue(_("The program has its own words for {language}.").format(language=language))
    if not _LANGUAGE.fullmatch(language):
        raise BadValue(_("“{code}” is not a language code; write one such as fr, ar or pt-BR").format(code=language))
    return paths.words_path(language)


def counted(view: PlanView) -> Iterator[tuple[str, int, int]]:
    """Yield each language that has a file of words, how many messages have words there, and how many there are."""
    messages = messages_of_publications()
    for language, file in sorted(view.plan.words.items()):
        yield language, sum(bool(forms_of(file.words.get(message))) for message in messages), len(messages)


def _unknown(language: str) -> Iterator[str]:
    if not _known(language):
        message = _("How dates are written in {language} is not known; fill in dates and plural in {path}, too.")
        yield message.format(language=language, path=paths.words_path(language))


# --- what is known of a language: the Unicode Common Locale Data Repository, as babel has it


def _known(language: str) -> dict[str, Any]:
    """Return plural forms and words of dates in a language; empty where it, or the library, is not there."""
    try:
        babel = need("babel", "words")
    except MissingLibrary:
        return {}
    try:
        locale = babel.Locale.parse(language, sep="-")
    except (babel.UnknownLocaleError, ValueError):
        return {}
    plural = _plural(locale)
    if locale.months["format"]["wide"][1] == "M01":  # The data has no words for this language.
        return {"plural": plural}
    return {"plural": plural, "dates": _dates(locale, plural)}


def _plural(locale: Any) -> str:
    """Return the rule for plural forms: the simplest that is right for numbers below a thousand."""
    count, rule = need("babel.messages.plurals", "words").get_plural(locale)[:2]
    whole = f"nplurals={count}; plural={rule};"
    for simple in ("nplurals=1; plural=0;", ONE_AND_MANY, "nplurals=2; plural=(n > 1);"):
        short, other = plural_of(simple), plural_of(whole)
        assert short is not None
        if other is not None and len({(short[1](number), other[1](number)) for number in range(1000)}) == short[0]:
            return simple
    return whole


_FIELDS = {"d": "{d}", "y": "{y}", "M": "{m}", "L": "{m}", "Q": "{m}", "q": "{m}"}


def _pattern(locale_pattern: str) -> str:
    """Return a pattern of the locale data, such as `d 'de' MMMM y`, with the placeholders of a wording."""
    pieces = re.findall(r"'([^']*)'|(d+|y+|M+|L+|Q+|q+)|([^'])", locale_pattern)
    return "".join(text or other or _FIELDS[letters[0]] for text, letters, other in pieces)


def _dates(locale: Any, plural: str) -> dict[str, Value]:
    months = [locale.months["format"]["wide"][number] for number in range(1, 13)]
    alone = [locale.months["stand-alone"]["wide"][number] for number in range(1, 13)]
    skeletons = locale.datetime_skeletons
    month = _pattern(str(skeletons.get("yMMMM", "MMMM y")))
    units = {"years": "duration-year", "months_long": "duration-month", "days": "duration-day"}
    found: dict[str, Value] = {
        "months": months,
        **({"months_alone": alone} if alone != months else {}),
        "quarters": [locale.quarters["format"]["wide"][number] for number in range(1, 5)],
        "day": _pattern(str(locale.date_formats["long"])),
        "month": month,
        "season": month,
        "quarter": _pattern(str(skeletons.get("yQQQQ", "QQQQ y"))),
        "day_of_month": _pattern(str(skeletons.get("MMMMd", "d MMMM"))),
        **{name: _unit(locale, unit, plural) for name, unit in units.items()},
        "joint": locale.list_patterns["standard"]["2"].replace("{0}", "{a}").replace("{1}", "{b}"),
    }
    empty = (
        *("seasons", "between", "until", "since", "until_day", "since_day", "approximate", "uncertain"),
        *("fiscal", "fiscal_span"),
    )
    return found | dict.fromkeys(empty, "")


def _unit(locale: Any, unit: str, plural: str) -> list[str]:
    """Return the forms of a unit of time, in the order of the plural forms of the language."""
    format_unit = need("babel.units", "words").format_unit
    count, form_of = plural_of(plural) or (0, int)
    examples = {form_of(number): number for number in range(999, -1, -1)}
    numbers = [examples.get(form, 0) for form in range(count)]
    units = (re.sub(r"\d[\d.,\s]*", "", format_unit(number, unit, "long", locale=locale)) for number in numbers)
    return [" ".join(re.sub("[\u200e\u200f]", "", text).split()) for text in units]
