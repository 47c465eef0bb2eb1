"""Describe dates in words, in English and Spanish: `4th quarter of 2004`, `27-29 de noviembre de 2006`.

The language is that of the text around the date, which need not be the interface's; hence tables instead of the
catalogue of messages.
"""

from __future__ import annotations

from rcm_tui.model.dates.edtf import DAY, MONTH, YEAR, PartialDate, Period, parse
from rcm_tui.model.frozen import dataclass


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
)

WORDINGS = {"en": ENGLISH, "es": SPANISH}


def describe(d: PartialDate, language: str) -> str:
    """Describe a date as a person of the language would write it; English where the language is not known."""
    wording = WORDINGS.get(language, ENGLISH)
    start_text, slash, end_text = d.text.partition("/")
    if not slash:
        return _qualified(d, _plain(d.text, wording), wording)
    if start_text == "..":
        return _open(end_text, wording.until, wording.until_day, wording)
    if end_text == "..":
        return _open(start_text, wording.since, wording.since_day, wording)
    start, end = parse(start_text), parse(end_text)
    marks = {(one.approximate, one.uncertain) for one in (start, end)}
    if marks == {(False, False)} or (len(marks) == 1 and start.precision == end.precision in (DAY, MONTH, YEAR)):
        return _qualified(start, _span(start_text, end_text, wording), wording)
    return wording.between.format(
        a=_qualified(start, _plain(start_text, wording), wording),
        b=_qualified(end, _plain(end_text, wording), wording),
    )


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
    month = wording.months[code - 1]
    if len(rest) == 1:
        return wording.month.format(m=month, y=year)
    return wording.day.format(d=rest[1], m=month, y=year)


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
        opening = wording.months[first[0] - 1]
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


_UNITS = {
    "en": (("year", "years"), ("month", "months"), ("day", "days")),
    "es": (("año", "años"), ("mes", "meses"), ("día", "días")),
}
_JOINTS = {"en": " and ", "es": " y "}


def describe_period(period: Period, language: str) -> str:
    """Describe a period: `2 years and 6 months`, `2 años y 6 meses`; in English where the language is not known."""
    units = _UNITS.get(language, _UNITS["en"])
    amounts = (period.years, period.months, period.days)
    parts = [f"{count} {names[count != 1]}" for count, names in zip(amounts, units, strict=True) if count]
    return _JOINTS.get(language, _JOINTS["en"]).join(parts) or f"0 {units[2][1]}"
