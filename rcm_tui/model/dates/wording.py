"""Describe dates in words: `4th quarter of 2004`, `27-29 de noviembre de 2006`.

The language is that of the text around the date, which need not be the interface's, so there are tables instead of the
catalogue of messages. A plan brings the words of languages other than English and Spanish, which are used where they
are in use (`i18n.using`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from functools import lru_cache
from string import Formatter
from typing import Any

from rcm_tui.i18n import Catalogue, catalogue
from rcm_tui.model.dates import fiscal
from rcm_tui.model.dates.edtf import DAY, MONTH, YEAR, PartialDate, Period, parse
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.texts import is_plain


@dataclass(frozen=True, slots=True)
class Wording:
    """How one language writes dates. Patterns take `a`, `b` (dates in words), `d`, `m`, `y` (day, month, year)."""

    months: tuple[str, ...]
    seasons: tuple[str, ...]
    quarters: tuple[str, ...]
    day: str
    month: str
    season: str
    quarter: str
    day_of_month: str
    between: str
    until: str
    since: str
    since_day: str
    until_day: str
    approximate: str
    uncertain: str
    years: tuple[str, ...]
    """A year and several, or what else the language has forms for; so for months and days."""
    months_long: tuple[str, ...]
    days: tuple[str, ...]
    joint: str
    """What stands between the parts of a period."""
    fiscal: str
    fiscal_span: str
    """A fiscal year `y`, such as 2024/25; several of them, from `a` to `b`."""
    months_alone: tuple[str, ...] = ()
    """The months where no day is named, if that differs."""
    weeks: tuple[str, ...] = ()
    """Without them, a period of weeks is written in days."""


ENGLISH = Wording(
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    seasons=("spring", "summer", "autumn", "winter"),
    quarters=("1st", "2nd", "3rd", "4th"),
    day="{d} {m} {y}",
    month="{m} {y}",
    season="{m} {y}",
    quarter="{m} quarter of {y}",
    day_of_month="{d} {m}",
    between="{a} to {b}",
    until="until {b}",
    since="from {a} on",
    until_day="until {b}",
    since_day="from {a} on",
    approximate="about {a}",
    uncertain="perhaps {a}",
    years=("year", "years"),
    months_long=("month", "months"),
    weeks=("week", "weeks"),
    days=("day", "days"),
    joint="{a} and {b}",
    fiscal="fiscal year {y}",
    fiscal_span="fiscal years {a} to {b}",
)

SPANISH = Wording(
    months=(
        *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
        *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
    seasons=("primavera", "verano", "otoño", "invierno"),
    quarters=("1.er", "2.º", "3.er", "4.º"),
    day="{d} de {m} de {y}",
    month="{m} de {y}",
    season="{m} de {y}",
    quarter="{m} trimestre de {y}",
    day_of_month="{d} de {m}",
    between="{a} a {b}",
    until="hasta {b}",
    since="desde {a}",
    until_day="hasta el {b}",
    since_day="desde el {a}",
    approximate="hacia {a}",
    uncertain="quizá {a}",
    years=("año", "años"),
    months_long=("mes", "meses"),
    weeks=("semana", "semanas"),
    days=("día", "días"),
    joint="{a} y {b}",
    fiscal="año fiscal {y}",
    fiscal_span="años fiscales {a} a {b}",
)

WORDINGS = {"en": ENGLISH, "es": SPANISH}
_COUNTED = ("years", "months_long", "days")


def _names(pattern: str) -> frozenset[str] | None:
    try:
        return frozenset(name for _text, name, _spec, _conversion in Formatter().parse(pattern) if name is not None)
    except ValueError:
        return None


def _wanted(name: str) -> int | str:
    value = getattr(ENGLISH, name)
    if isinstance(value, tuple):
        return 0 if name in _COUNTED else len(value) or 12
    return " ".join(f"{{{name}}}" for name in sorted(_names(value) or ()))


PLACEHOLDERS = {field.name: _wanted(field.name) for field in fields(Wording)}
"""What the words of a language may have: how many words (0: as many as it has forms of numbers), or placeholders."""


def fits(name: str, forms: Sequence[str]) -> bool:
    """Return whether these words can be used for a part of a wording."""
    wanted = PLACEHOLDERS.get(name)
    plain = all(map(is_plain, forms))
    if isinstance(wanted, int):
        return plain and (len(forms) == wanted or not wanted) and all(not set("{}") & set(form) for form in forms)
    return plain and len(forms) == 1 and wanted == _shown(forms[0])


def _shown(pattern: str) -> str | None:
    """Return the placeholders of a pattern as `PLACEHOLDERS` has them; None where they are more than names."""
    names = _names(pattern)
    if names is None or any(name not in ("a", "b", "d", "m", "y") for name in names):
        return None
    plain = pattern
    for name in names:
        plain = plain.replace(f"{{{name}}}", "")
    return None if set("{}") & set(plain) else " ".join(f"{{{name}}}" for name in sorted(names))


def wording_of(language: str) -> Wording:
    """Return how a language writes dates: the program's words, those of the plan in use, else English."""
    found = WORDINGS.get(language)
    words = catalogue() if found is None else None
    return found or (_of_plan(words) if words is not None and words.language == language else ENGLISH)


@lru_cache(maxsize=8)
def _of_plan(words: Catalogue) -> Wording:
    given: dict[str, Any] = {}
    for name, forms in words.dates.items():
        given[name] = tuple(forms) if isinstance(PLACEHOLDERS[name], int) else forms[0]
    return replace(ENGLISH, **given)


def describe(d: PartialDate, language: str) -> str:
    """Describe a date as a person of the language would write it; English where the language is not known."""
    wording = wording_of(language)
    start_text, slash, end_text = d.text.partition("/")
    fiscal_years = fiscal.in_use()
    if slash and fiscal_years is not None and (years := fiscal_years.in_date(d)):
        first, last = map(fiscal.words_of, years)
        return wording.fiscal.format(y=first) if first == last else wording.fiscal_span.format(a=first, b=last)
    if not slash:
        return _qualified(d, _plain(d.text, wording), wording)
    if start_text == "..":
        return _open(end_text, wording.until, wording.until_day, wording)
    if end_text == "..":
        return _open(start_text, wording.since, wording.since_day, wording)
    start, end = parse(start_text), parse(end_text)
    marks = {(date.approximate, date.uncertain) for date in (start, end)}
    if marks == {(False, False)} or (len(marks) == 1 and start.precision == end.precision in (DAY, MONTH, YEAR)):
        return _qualified(start, _span(start_text, end_text, wording), wording)
    return wording.between.format(
        a=_qualified(start, _plain(start_text, wording), wording),
        b=_qualified(end, _plain(end_text, wording), wording),
    )


def in_brief(words: str, language: str) -> str:
    """Shorten a date in words, for columns: `27-29 Nov 2006`, `27-29 nov 2006`.

    It stays as it is where the program has no words of the language, as months are cut otherwise in others.
    """
    wording = WORDINGS.get(language)
    if wording is None:
        return words
    for month in wording.months:
        words = words.replace(month, month[:3])
    return words.replace(wording.month.format(m="", y=""), " ")


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.rstrip("~?%").split("-")]


def _plain(text: str, wording: Wording) -> str:
    """Describe a single date, without its qualifiers."""
    year, *rest = _numbers(text)
    if not rest:
        return str(year)
    code = rest[0]
    if code > 32:
        return wording.quarter.format(m=wording.quarters[code - 33], y=year)
    if code > 20:
        return wording.season.format(m=wording.seasons[code - 21], y=year)
    if len(rest) == 1:
        return wording.month.format(m=(wording.months_alone or wording.months)[code - 1], y=year)
    return wording.day.format(d=rest[1], m=wording.months[code - 1], y=year)


def _span(start: str, end: str, wording: Wording) -> str:
    """Describe an interval; what both ends share is written once."""
    (year, *first), (end_year, *last) = _numbers(start), _numbers(end)
    shared = year == end_year and len(first) == len(last)
    if shared and len(first) == 2 and first[0] == last[0]:
        days = f"{first[1]}-{last[1]}"
        return wording.day.format(d=days, m=wording.months[first[0] - 1], y=year)
    if shared and len(first) == 2:
        opening = wording.day_of_month.format(d=first[1], m=wording.months[first[0] - 1])
    elif shared and len(first) == 1 and first[0] <= 12 and last[0] <= 12:
        opening = (wording.months_alone or wording.months)[first[0] - 1]
    else:
        opening = _plain(start, wording)
    return wording.between.format(a=opening, b=_plain(end, wording))


def _qualified(d: PartialDate, words: str, wording: Wording) -> str:
    if d.approximate:
        words = wording.approximate.format(a=words)
    return wording.uncertain.format(a=words) if d.uncertain else words


def _open(text: str, pattern: str, day_pattern: str, wording: Wording) -> str:
    d = parse(text)
    words = _qualified(d, _plain(text, wording), wording)
    # In Spanish a day has an article: "hasta el 27 de noviembre", but "hasta noviembre".
    plain_day = d.precision == DAY and not (d.approximate or d.uncertain)
    return (day_pattern if plain_day else pattern).format(a=words, b=words)


def describe_period(period: Period, language: str, *, every: bool = False) -> str:
    """Describe a period: `2 years and 6 months`, `2 años y 6 meses`; in English where the language is not known.

    After the word *every*, a single one is not counted: `month` instead of `1 month`.
    """
    wording = wording_of(language)
    words = catalogue() if language not in WORDINGS else None
    form_of = words.form_of if words is not None else lambda count: int(count != 1)

    def counted(count: int, names: Sequence[str]) -> str:
        return f"{count} {names[min(form_of(count), len(names) - 1)]}"

    weeks, days = divmod(period.days, 7) if wording.weeks and "W" in period.text else (0, period.days)
    names = (wording.years, wording.months_long, wording.weeks, wording.days)
    amounts = [pair for pair in zip((period.years, period.months, weeks, days), names, strict=True) if pair[0]]
    if every and language in WORDINGS and [count for count, _names in amounts] == [1]:
        return amounts[0][1][0]
    parts = [counted(count, names) for count, names in amounts]
    text = parts[0] if parts else counted(0, wording.days)
    for part in parts[1:]:
        text = wording.joint.format(a=text, b=part)
    return text
