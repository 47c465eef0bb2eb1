"""Notations that plans and budgets use beside plain dates, rewritten to what the grammar of dates reads.

`2020-2022`, `Mar-20`, `FY24`, `biennium 2024-2025`, `3Q24`, `2025 onwards`, `March 2025 at the latest`; and words that
are no date, each with where what they say belongs.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from rcm_tui.i18n import N_, _
from rcm_tui.model.dates import fiscal
from rcm_tui.model.dates.edtf import DateError, PartialDate, add, from_day, parse, parse_period
from rcm_tui.model.dates.grammar import full_year
from rcm_tui.model.dates.lexicon import WEEKDAYS
from rcm_tui.model.regex import regex

_DASH = r"\s*[-–—/]\s*"
_YEARS = rf"(?P<first>[12][0-9]{{3}}){_DASH}(?P<last>[12][0-9]{{3}}|[0-9]{{2}})"
_SPAN = (
    r"(?:bi|tri|quadr|quinqu)enni(?:um|al)|(?:b|tr|cuatr|quinqu)ienio|decad[ea]|decenio|periodo?|years?|anos?|term"
    r"|cycle|ciclo"
)
_FISCAL_YEAR = (
    r"(?:fy|f\.y\.|af|a\.f\.|(?:fiscal|financial|budget|academic|school)(?:\s+years?)?|(?:ano|ejercicio)s?\s+(?:fiscal|financiero|"
    r"presupuestario|academico|escolar|lectivo)(?:e?s)?|ejercicios?)\s*['’]?"
)
_FISCAL = regex(
    rf"{_FISCAL_YEAR}(?P<first>[0-9]{{4}}|[0-9]{{2}})(?:{_DASH}(?P<last>[0-9]{{4}}|[0-9]{{2}}))?"
    rf"(?:\s+(?:to|a|-|–)\s+(?:{_FISCAL_YEAR})?(?P<until>[0-9]{{4}}|[0-9]{{2}})(?:{_DASH}(?P<end>[0-9]{{4}}|[0-9]{{2}}))?)?"
)
_PART_OF_FISCAL = regex(
    rf"(?P<before>.*?)(?<![a-z])(?P<year>{_FISCAL_YEAR}(?:[0-9]{{4}}|[0-9]{{2}})(?:{_DASH}(?:[0-9]{{4}}|[0-9]{{2}}))?"
    r"|(?<![-–—/0-9])(?P<bare>[12][0-9]{3}/[0-9]{2}|[12][0-9]{3}[-–/][12][0-9]{3}))(?![0-9/])(?P<after>.*)"
)
"""A fiscal year, also one that is written as two years, and what stands around it."""
_LATEST = regex(r"[\s,(]*(?:at\sthe\s(?:very\s)?latest|a(?:l)?\smas\stardar|como\s(?:maximo|fecha\slimite))\)?$")
_UNSURE = regex(
    r"\s*\((?:tentative|tentativ[ao]|tb[cd]|provisional|to\sbe\sconfirmed|por\sconfirmar|planned|estimated|est\.?)\)$"
)
_REWRITTEN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (regex(pattern), new)
    for pattern, new in (
        (r"^(?:by|para|a\smas\stardar(?:\sen)?)\s(?:the\s|el\s)?(?=f\.?y|fiscal|financial|ano\sfiscal|ejercicio)", ""),
        (rf"\b(?:the\s|el\s|la\s)?(?:{_SPAN})\s+(?=[12][0-9]{{3}}\b)", ""),
        (rf"(?<=[0-9]{{4}})\s+(?:{_SPAN})$", ""),
        (r"^(.*[0-9])(?:\+|\s(?:onwards?|and\s(?:onwards?|beyond|after)|en\sadelante|y\sposteriores))$", r"from \1"),
        # Quarters and halves: 3Q24, Q3 24, 2024Q3.
        (r"^(?:the\s)?([12][0-9]{2})0s$", r"\g<1>0-\g<1>9"),
        (r"^([1-4][qt])([12][0-9]{3})$", r"\1 \2"),
        (r"^([12][0-9]{3})\s?([qht][1-4]|[1-4][qt]|[12][hs])$", r"\2 \1"),
        (r"\b([qht][1-4]|[1-4][qt]|[12][hs])[\s-]?['’]?([0-9]{2})$", r"\1 20\2"),
        # Mar-20 is how spreadsheets write a month and a year; a day comes first, as in 20-Mar.
        (r"^((?:[0-9]{1,2}-)?[a-z]{3,10})\.?-([0-9]{2})$", r"\1 '\2"),
        (r"\bset\.?(?=\s)", "setiembre"),
        (r"\bmay\.(?=\s)", "may"),
        (r"^(?:c|aprox|approx)\.\s", "about "),
        (r"\bmidyear\b", "mid-year"),
        (r"^(?:year[\s-]end|close\sof|cierre\sdel?|fin(?:es|al)?\sde\sano(?:\sde)?)\s(?=[12][0-9]{3}$)", "end of "),
        (r"\b(winter|invierno)\s(de(?:l)?\s)?([12][0-9]{3})[-/][0-9]{2,4}$", r"\1 \3"),
        (r"([0-9]{4})[-–—/](?=[a-z])", r"\1 - "),
        (r" & ", " and "),
        (r"\b([a-z][a-z0-9.]+)\s?/\s?(?=[a-z])", r"\1 - "),
    )
)

_COUNTS = {
    **{word: n for n, words in enumerate(("a an one un una", "two dos", "three tres", "four cuatro", "five cinco",
        "six seis", "seven siete", "eight ocho", "nine nueve", "ten diez", "eleven once", "twelve doce"), 1)
       for word in words.split()},
    "thirty": 30, "treinta": 30, "sixty": 60, "sesenta": 60, "ninety": 90, "noventa": 90,
}  # fmt: skip


def count_of(word: str) -> int | None:
    """Return the number that digits or a word of English or Spanish stand for, such as `thirty`; None for another."""
    return int(word) if word.isdecimal() else _COUNTS.get(word.casefold())


_UNITS = {"day": "D", "dia": "D", "week": "W", "semana": "W", "month": "M", "mes": "M", "year": "Y", "ano": "Y"}
_WITHIN = regex(
    r"(?:within|in|dentro\sde|en(?:\s(?:un|el)\splazo\sde)?)\s(?:the\snext\s|los\sproximos\s|las\sproximas\s)?"
    rf"(?P<count>[0-9]{{1,4}}|{'|'.join(_COUNTS)})\s(?P<unit>day|dia|week|semana|month|mes|year|ano)e?s?"
    r"(?:\s(?:from\snow|time|a\spartir\sde\shoy))?"
)
_DAYS_AWAY = {"today": 0, "hoy": 0, "tomorrow": 1, "manana": 1, "yesterday": -1, "ayer": -1}
_AWAY = {"this": 0, "este": 0, "esta": 0, "next": 1, "proximo": 1, "proxima": 1, "last": -1, "pasado": -1, "pasada": -1}
_UNIT_AWAY = regex(
    rf"(?P<away>{'|'.join(_AWAY)})\s(?P<unit>week|semana|month|mes|quarter|trimestre|year|ano)"
    r"|(?P<unit2>week|semana|month|mes|quarter|trimestre|year|ano)\s(?P<away2>pasad[oa]|proxim[oa])"
)
_END_OF = regex(
    r"(?:by\s|an?\s)?(?:(?:the\s)?end\sof\s(?:the\s|this\s)?(?P<unit>year|month)|(?P<unit2>year|month)[\s-]end"
    r"|fin(?:es|al|ales)?\sde(?:l)?\s(?P<unit3>ano|mes))"
)
_WEEKDAY = regex(rf"(?:next\s|this\s|proximo\s|este\s)?(?P<day>{'|'.join(WEEKDAYS)})(?:\sproximo)?")
_WEEK_OF = regex(r"(?:the\s|la\s)?(?:week\s(?:of|commencing|beginning)|semana\sdel?)\s(?:the\s)?(?P<day>.+)")

_ELSEWHERE: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        regex(
            r"(?:(?:bi|semi)?-?annual(?:ly)?|yearly|(?:bi-?)?monthly|quarterly|(?:bi-?)?weekly|daily|every\s.+|each\s.+|cada\s.+"
            r"|(?:bi|tri|se)?mestral(?:mente)?|mensual(?:mente)?|anual(?:mente)?|semanal(?:mente)?|before\s(?:each|every)\s.+"
            r"|trimestral(?:mente)?|antes\sde\scada\s.+)"
        ),
        N_("{text}: that is how often, not when; a request says it as “every”: quarterly, or a body's code"),
    ),
    (
        regex(
            r"ongoing|continu(?:ous|al)(?:ly)?|permanent(?:ly)?|tb[cda]|n/?a|none|to\sbe\s(?:determined|confirmed|decided|agreed)"
            r"|por\s(?:definir|determinar|confirmar)|a\sdeterminar|permanente|continuo|en\scurso|asap|immediate(?:ly)?"
            r"|inmediat[oa](?:mente)?|as\ssoon\sas\spossible|lo\santes\sposible|as\s(?:needed|required)"
        ),
        N_("{text}: that is not a date; leave the date empty, and say it in the status or the text"),
    ),
    (
        regex(r"(?:at\s|by\s|before\s)?(?:the\s)?next\s(?:meeting|session)|(?:la\s)?proxima\s(?:reunion|sesion)"),
        N_("{text}: name the meeting, for a request as “due at”; its dates then count"),
    ),
    (
        regex(r"(?:year|month|quarter|ano|mes|trimestre|y|m)\s?[0-9]{1,2}"),
        N_("{text}: counted from when? write the date itself, such as {year}"),
    ),
)


def rewritten(folded: str) -> str:
    """Rewrite a folded text that a person typed to one that the grammar reads; others stay as they are."""
    text = _LATEST.sub("", folded)
    text, unsure = _UNSURE.subn("", text)
    for pattern, new in _REWRITTEN:
        text = pattern.sub(new, text)
    return f"perhaps {text}" if unsure else text


_LIKE_EDTF = (*range(13, 25), *range(33, 37))
"""What after a year and a hyphen is a season or quarter of EDTF, or a month mistyped, sooner than the end of a span."""


def years_of(text: str) -> PartialDate | None:
    """Read a span of years, `2020-2022`, `2020/21`, or a fiscal year, `FY24`; None where it is neither.

    A fiscal year is approximate where the plan does not declare in which month it begins. Where it does, `2020/21` is
    one too. `2020-21` with a hyphen is EDTF: the spring of 2020.
    """
    found = _FISCAL.fullmatch(text)
    if found:
        return _fiscal(*(found[name] or "" for name in ("first", "last", "until", "end")))
    span = re.fullmatch(_YEARS, text)
    if span is None or (len(span["last"]) == 2 and int(span["last"]) <= 12):
        return None
    if len(span["last"]) == 2 and "/" not in text and int(span["last"]) in _LIKE_EDTF:
        return None
    first = int(span["first"])
    last = _last_year(first, span["last"])
    declared = fiscal.in_use()
    if declared is not None and declared.first_month > 1 and len(span["last"]) == 2 and last == first + 1:
        return declared.beginning(first, first)
    return parse(f"{first:04}/{last}")


def part_of_fiscal_year(folded: str) -> tuple[PartialDate, str] | None:
    """Return the fiscal year that a text names, and the text with a plain year in its place: `Q3 FY24`, `Q3 2024`.

    None where it names none, or nothing besides.
    """
    found = _PART_OF_FISCAL.fullmatch(folded)
    rest = f"{found['before']} {found['after']}".strip(" ,()") if found else ""
    if found is None or not re.search("[a-z]", rest):
        return None
    bare = found["bare"]
    year = years_of(f"fy {bare}" if bare and len(bare) == 9 else found["year"])
    # Two years that are no fiscal year are a span of them.
    is_span = year is None or year.first is None or (bare and "-" not in year.text.partition("/")[0])
    is_long = (
        year is not None and year.first is not None and year.last is not None and (year.last - year.first).days > 366
    )
    return None if year is None or year.first is None or is_span or is_long else (year, f"{rest} {year.first.year}")


def _fiscal(first: str, last: str, until: str, end: str) -> PartialDate:
    """Return a fiscal year, or several: `2024`, `2024/25`, `2024` until `2026`, `2024/25` until `2026/27`."""
    declared = fiscal.in_use()
    start = full_year(int(first))
    stop = _last_year(start, last) if last else start
    if declared is None:
        stop = full_year(int(until)) if until else stop
        return parse(f"{start:04}~" if start == stop else f"{start:04}~/{stop:04}~")
    if stop == start + 1 and declared.first_month > 1:
        return declared.beginning(start, full_year(int(until)) if end else start)
    return declared.between(start, full_year(int(until)) if until else stop)


def _last_year(first: int, digits: str) -> int:
    return (
        int(digits)
        if len(digits) == 4
        else first - first % 100 + int(digits) + (100 if int(digits) < first % 100 else 0)
    )


def relative(folded: str, on: date | None) -> PartialDate | None:
    """Read `today`, `next month`, `within 60 days`, counted from the day `on`; None where it is nothing of the kind.

    Raises DateError where there is no such day.
    """
    text = folded.removeprefix("el ").removeprefix("the ").removeprefix("la ")
    readings = (
        (_WEEKDAY.fullmatch(text), _coming),
        (_UNIT_AWAY.fullmatch(text), _unit_away),
        (_WITHIN.fullmatch(folded), _within),
        (_END_OF.fullmatch(folded), _end_of),
    )
    match, read = next(((found, read) for found, read in readings if found is not None), (None, None))
    if text not in _DAYS_AWAY and match is None:
        return None
    if on is None:
        raise DateError(_("{text}: counted from which day? write the date itself, as 2006-11-27").format(text=folded))
    if match is None or read is None:
        return from_day(on + timedelta(days=_DAYS_AWAY[text]))
    return read(on, match)


def _coming(on: date, match: re.Match[str]) -> PartialDate:
    """Return the next day of that name after the day `on`."""
    return from_day(on + timedelta(days=(WEEKDAYS[match["day"]] - on.isoweekday() - 1) % 7 + 1))


def _within(on: date, match: re.Match[str]) -> PartialDate:
    count = match["count"]
    number = int(count) if count.isdigit() else _COUNTS[count]
    return from_day(add(on, parse_period(f"P{number}{_UNITS[match['unit']]}")))


def _end_of(on: date, match: re.Match[str]) -> PartialDate:
    unit = match["unit"] or match["unit2"] or match["unit3"]
    return parse(f"{on:%Y-%m}" if unit in ("month", "mes") else f"{on.year:04}")


def _unit_away(on: date, match: re.Match[str]) -> PartialDate:
    unit, count = match["unit"] or match["unit2"], _AWAY[match["away"] or match["away2"]]
    if unit in ("year", "ano"):
        return parse(f"{on.year + count:04}")
    if unit in ("week", "semana"):
        return week_of(on + timedelta(weeks=count))
    if unit in ("quarter", "trimestre"):
        year, quarter = divmod(on.year * 4 + (on.month - 1) // 3 + count, 4)
        return parse(f"{year:04}-{33 + quarter}")
    year, month = divmod(on.year * 12 + on.month - 1 + count, 12)
    return parse(f"{year:04}-{month + 1:02}")


def week_of(day: date) -> PartialDate:
    """Return the week, Monday to Sunday, that a day is in."""
    monday = day.toordinal() - day.weekday()
    try:
        return parse(f"{date.fromordinal(monday)}/{date.fromordinal(monday + 6)}")
    except (ValueError, OverflowError) as error:
        raise DateError(_("{text}: this week leaves the calendar").format(text=day)) from error


def named_week(folded: str) -> str | None:
    """Return the words for the day of `week of 12 May 2025`; None for other words."""
    match = _WEEK_OF.fullmatch(folded)
    return match["day"] if match else None


_FREQUENCIES = {
    word: period
    for period, words in {
        "P1W": "weekly semanal semanalmente",
        "P1M": "monthly mensual mensualmente",
        "P2M": "bimonthly bimestral",
        "P3M": "quarterly trimestral trimestralmente",
        "P6M": "half-yearly semi-annual semiannual semi-annually semiannually semestral semestralmente",
        "P1Y": "yearly annual annually anual anualmente",
        "P2Y": "biennial biennially bienal",
    }.items()
    for word in words.split()
}
_EVERY = regex(
    rf"(?:every|each|once\s(?:a|every)|cada|una\svez\s(?:al|cada))\s"
    rf"(?:(?P<count>other|[0-9]{{1,3}}|{'|'.join(_COUNTS)})\s)?(?P<unit>day|dia|week|semana|month|mes|quarter|trimestre|year|ano)e?s?"
)
_A_YEAR = regex(
    rf"(?:(?P<twice>twice)|(?P<count>[0-9]{{1,2}}|{'|'.join(_COUNTS)})\s(?:times|veces))\s(?:a|per|each|every|al|por|cada)\s"
    r"(?:year|ano)"
)


def period_of(folded: str) -> str:
    """Return the ISO 8601 period that a person says: `quarterly`, `twice a year`; empty for others."""
    often = _A_YEAR.fullmatch(folded)
    if often is not None:
        times = 2 if often["twice"] else count_of(often["count"]) or 0
        return f"P{12 // times}M" if times and 12 % times == 0 else ""
    every = _EVERY.fullmatch(folded)
    if every is None:
        return _FREQUENCIES.get(folded, "")
    number = 2 if every["count"] == "other" else count_of(every["count"] or "1") or 1
    return f"P{3 * number}M" if every["unit"] in ("quarter", "trimestre") else f"P{number}{_UNITS[every['unit']]}"


def refuse_what_is_no_date(text: str, folded: str) -> None:
    """Raise DateError for words that say how often, that nothing is decided, or at which meeting.

    So for a part of a fiscal year, where the plan does not declare when these begin.
    """
    for pattern, sentence in _ELSEWHERE:
        if pattern.fullmatch(folded):
            raise DateError(_(sentence).format(text=text, year=2006))
    if fiscal.in_use() is None and part_of_fiscal_year(folded) is not None:
        message = _("{text}: which months are these? say in plan.yaml when fiscal years begin, or write the months")
        raise DateError(message.format(text=text))
