"""The grammar of dates: rules over the kinds of tokens (`lexicon`), each with the EDTF it yields.

It consists of tables and small builders; `phrases` decides which of the readings of a text to take.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable

from rcm_tui.i18n import _
from rcm_tui.model.dates.edtf import DateError, PartialDate, parse
from rcm_tui.model.dates.lexicon import Token, Tokens
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.regex import regex


class MissingYear(DateError):
    """A text names a day or a month without its year, and the context does not give the year."""


_SMALL = frozenset("-,./oe")


@dataclass(frozen=True, slots=True)
class Reading:
    """One match of a rule's pattern in a text."""

    tokens: Tokens
    match: re.Match[str]
    default_year: int | None

    def token(self, group: str) -> Token | None:
        """Return the first token of a group that is not a sign or small word; None where there is none."""
        if group not in self.match.re.groupindex or self.match[group] is None:
            return None
        inside = self.tokens.tokens[slice(*self.match.span(group))]
        return next((token for token in inside if token.kind not in _SMALL or len(inside) == 1), None)

    def value(self, group: str) -> int:
        """Return the number of a group's token; 0 where there is none."""
        token = self.token(group)
        return token.value if token else 0

    def year(self, group: str = "y") -> int:
        """Return the year of a group in four or two digits, else the default year. Raises MissingYear."""
        token = self.token(group)
        if token is not None:
            return full_year(token.value)
        if self.default_year is None:
            raise MissingYear(_("the year is missing"))
        return self.default_year

    def are_named_apart(self) -> bool:
        """Return whether two ends are joined by `and` without `between`: then they are two dates, not a span."""
        joint = self.token("j")
        return joint is not None and joint.kind == "&" and self.token("span") is None

    def marks(self) -> str:
        """Return the qualifier of the date: `~`, `?`, `%` or nothing."""
        group = (self.match["q"] or "") if "q" in self.match.re.groupindex else ""
        return _mark("~" in group, "?" in group)


def full_year(figures: int) -> int:
    """Complete a year of two digits: 00 to 69 are of this century, 70 to 99 of the last."""
    if figures >= 100:
        return figures
    return figures + (2000 if figures < 70 else 1900)


def _mark(approximate: bool, uncertain: bool) -> str:
    return "%" if approximate and uncertain else "~" if approximate else "?" if uncertain else ""


def _day_text(year: int, month: int, day: int) -> str:
    return f"{year:04}-{month:02}-{day:02}"


def _days(reading: Reading) -> str:
    """Read `27-29 November 2006`, `27 and 28 November`: days of one month."""
    year, month = reading.year(), reading.value("m")
    a, b = reading.value("a"), reading.value("b")
    if reading.are_named_apart() and b != a + 1:
        raise DateError(
            _("these days do not follow each other; write one of them, or first and last as in 27-29 November 2006")
        )
    return f"{_day_text(year, month, a)}/{_day_text(year, month, b)}"


def _day_to_day(reading: Reading) -> str:
    """Read `27 November to 2 December 2006`: the first year may be left out, even across the turn of the year."""
    year = reading.year()
    first = (reading.value("m"), reading.value("a"))
    last = (reading.value("n"), reading.value("b"))
    start = reading.year("x") if reading.token("x") else year - (first > last)
    return f"{_day_text(start, *first)}/{_day_text(year, *last)}"


def _day(reading: Reading) -> str:
    return _day_text(reading.year(), reading.value("m"), reading.value("a"))


def _month(reading: Reading) -> str:
    return f"{reading.year():04}-{reading.value('m'):02}"


def _months(reading: Reading) -> str:
    """Read `March to May 2006`, `December 2004 - March 2005`, `November and December 2006`."""
    year, first, last = reading.year(), reading.value("m"), reading.value("n")
    if reading.are_named_apart() and (last - first) % 12 != 1:
        raise DateError(
            _("these months do not follow each other; write one of them, or first and last as in March to May 2006")
        )
    start = reading.year("x") if reading.token("x") else year - (first > last)
    return f"{start:04}-{first:02}/{year:04}-{last:02}"


def _part_of_year(reading: Reading) -> str:
    """Read `last quarter of 2004`, `Q4 2004`, `primer semestre de 2006`; other parts than quarters are months."""
    year = reading.year()
    code = reading.value("k")
    length = 6 if code < 0 else reading.value("part") or 3
    number = abs(code) or reading.value("a")
    count = 12 // length
    number = count if number == -1 else number
    if not 1 <= number <= count:
        raise DateError(
            _("a year has only {count} of these; write for example last quarter of 2006").format(count=count)
        )
    if length == 3:
        return f"{year:04}-{32 + number}"
    return f"{year:04}-{(number - 1) * length + 1:02}/{year:04}-{number * length:02}"


def _parts_of_year(reading: Reading) -> str:
    """Read `Q3-Q4 2024`, `third and fourth quarters of 2024`: from the beginning of one to the end of the other."""
    ends = []
    for group, ordinal in (("k", "a"), ("l", "b")):
        code = reading.value(group)
        length = 6 if code < 0 else reading.value("part") or 3
        number = abs(code) or reading.value(ordinal)
        if not 1 <= number <= 12 // length:
            raise DateError(
                _("a year has only {count} of these; write for example last quarter of 2006").format(count=12 // length)
            )
        ends.append((number, length))
    (first, length), (last, last_length) = ends
    year = reading.year()
    if length == last_length == 3:
        return f"{year:04}-{32 + first}/{year:04}-{32 + last}"
    return f"{year:04}-{(first - 1) * length + 1:02}/{year:04}-{last * last_length:02}"


def _half_of_month(reading: Reading) -> str:
    """Read `primera quincena de noviembre de 2006`, `first half of November 2006`."""
    year, month, number = reading.year(), reading.value("m"), reading.value("a")
    if reading.value("part") not in (0, 6) or number not in (1, 2, -1):
        raise DateError(_("a month has only two halves; write its days, as in 16-30 November 2006"))
    if number == 1:
        return f"{_day_text(year, month, 1)}/{_day_text(year, month, 15)}"
    return f"{_day_text(year, month, 16)}/{_day_text(year, month, calendar.monthrange(year, month)[1])}"


def _week_of_month(reading: Reading) -> str:
    """Read `second week of May 2025` as about the days 8 to 14; nobody says on which day such a week begins."""
    year, month, number = reading.year(), reading.value("m"), reading.value("a")
    last = calendar.monthrange(year, month)[1]
    first = last - 6 if number == -1 else 7 * number - 6
    if not 1 <= first <= last - 6 and number != 5:
        raise DateError(_("a month has only five weeks; write for example last week of November 2006"))
    return f"{_day_text(year, month, first)}~/{_day_text(year, month, min(first + 6, last))}~"


def _edge(reading: Reading) -> str:
    """Read `end of April` as April, `early April` as about April, `mid-April` as about its 15th."""
    year, month = reading.year(), reading.value("m")
    edge = reading.token("edge")
    kind = edge.kind if edge else "E"
    whole = f"{year:04}-{month:02}" if month else f"{year:04}"
    if kind == "i":
        return f"{whole}-15~" if month else f"{whole}-06~/{whole}-07~"
    return whole if kind == "E" else f"{whole}~"


def _season(reading: Reading) -> str:
    return f"{reading.year():04}-{reading.value('s')}"


def _year(reading: Reading) -> str:
    """Read `in 2004`, `during 2004-2006`, `2004 and 2005`."""
    first = reading.year("x")
    if reading.are_named_apart() and reading.year() != first + 1:
        raise DateError(_("these years do not follow each other; write one of them, or first and last as in 2004-2006"))
    return f"{first:04}/{reading.year():04}" if reading.token("y") else f"{first:04}"


def _edtf(reading: Reading) -> str:
    token = reading.token("i")
    return token.text if token else ""


def _figures(reading: Reading) -> str:
    """Read `27/11/2006`, `27-29/11/2006`, `11/2006`: the day comes first, as it is written in the whole region."""
    token = reading.token("i")
    text = token.text if token else ""
    *days, month, year = (int(part) for part in re.findall("[0-9]+", text))
    year = full_year(year)
    if month > 12:
        raise DateError(
            _("{text}: there is no month {month}; the day comes first, as in 27/11/2006").format(text=text, month=month)
        )
    if not days:
        return f"{year:04}-{month:02}"
    return "/".join(_day_text(year, month, day) for day in days)


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over kinds of tokens, and the builder of the EDTF of a reading."""

    pattern: re.Pattern[str]
    build: Callable[[Reading], str]

    def date(self, reading: Reading) -> PartialDate:
        """Return the date of a reading, with its qualifier. Raises DateError where there is no such day, or no year."""
        text, marks = self.build(reading), reading.marks()
        return parse("/".join(_marked(part, marks) for part in text.split("/")) if marks else text)


def _marked(text: str, mark: str) -> str:
    """Add a qualifier to the EDTF of one date."""
    if text == "..":
        return text
    both = text[len(text.rstrip("~?%")) :] + mark
    return text.rstrip("~?%") + _mark(bool({"~", "%"} & set(both)), bool({"?", "%"} & set(both)))


_A, _B = r"(?:W,?e?)?(?P<a>[DZ]|q(?=oM))", r"(?:W,?e?)?(?P<b>[DZ])"
_M, _N = r"(?P<m>M|m\.?)", r"(?P<n>M|m\.?)"
_SPAN = r"(?P<span>be?)?"  # between 3 and 7 May: first and last, where without it they would be two dates
# A year after a month may have two digits; after a month and a day, only with a comma. {0} is the name of the group.
_YEAR = r"(?P<{0}>[-/,]?o?e*Y|[-/,]?[zZ])"
_YEAR_AFTER_DAY = r"(?P<{0}>,?o?e*Y|,z)"
_X, _Y = _YEAR.format("x"), _YEAR.format("y")
_XD, _YD = _YEAR_AFTER_DAY.format("x"), _YEAR_AFTER_DAY.format("y")


def _rule(pattern: str, build: Callable[[Reading], str], lead: str = "") -> Rule:
    return Rule(regex(rf"{lead}(?P<q>[?~]+o?e?)?{pattern}"), build)


RULES = (
    _rule(r"(?P<i>I)", _edtf),
    _rule(r"(?P<i>N|R)", _figures),
    _rule(rf"{_SPAN}{_A}(?P<j>[-t&])e?{_B}[-o]?{_M}{_Y}?", _days),
    _rule(rf"{_SPAN}{_M}e?{_A}(?P<j>[-t&])e?{_B}{_YD}?", _days),
    _rule(rf"be?{_A}[-o]?{_M}{_X}?&e?{_B}[-o]?{_N}{_Y}?", _day_to_day),
    _rule(rf"be?{_M}e?{_A}{_XD}?&e?{_N}e?{_B}{_YD}?", _day_to_day),
    _rule(rf"{_A}[-o]?{_M}{_X}?[-t]e?{_B}[-o]?{_N}{_Y}?", _day_to_day),
    _rule(rf"{_M}e?{_A}{_XD}?[-t]e?{_N}e?{_B}{_YD}?", _day_to_day),
    _rule(rf"{_SPAN}{_M}{_X}?(?P<j>[-t&])e?{_N}{_Y}", _months),
    _rule(rf"{_M}{_Y}", _month),
    _rule(rf"{_A}[-o/]?{_M}{_Y}?", _day),
    _rule(rf"{_M}e?{_A}{_YD}?", _day),
    _rule(r"(?P<a>[qD])[-t&]e?(?P<b>[qD])-?(?P<part>Q),?o?e*(?P<y>Y|z)", _parts_of_year),
    _rule(r"(?P<k>K)[-t&/](?P<l>K)[-/,]?o?(?P<y>Y|z|Z)", _parts_of_year),
    _rule(r"(?:Eo?e?)?(?P<a>[qDZ])-?(?P<part>Q),?o?e*(?P<y>Y|z)", _part_of_year),
    _rule(r"(?:Eo?e?)?(?P<k>K)[-/,]?o?(?P<y>Y|z|Z)", _part_of_year),
    _rule(r"(?P<y>Y)-?(?P<k>K)", _part_of_year),
    _rule(rf"(?P<a>[qD])(?P<part>[kQ])oe*{_M}{_Y}?", _half_of_month),
    _rule(rf"(?P<edge>[EBi])-?o?e*{_M}{_Y}?", _edge),
    _rule(r"(?P<edge>[EBi])-?o?e*(?P<y>Y)", _edge),
    _rule(r"(?P<s>S),?o?e*(?P<y>Y)", _season),
)
"""What is a date anywhere. Of two readings with the same beginning and end, the earlier rule is taken."""

IN_SENTENCES = (
    _rule(r"(?P<m>M)(?!\.?-?[YDZz])", _month, lead=r"(?P<lead>p[oe]*)"),
    _rule(r"(?P<x>Y)(?![-/]?[DZzK])(?:[-t&](?P<y>Y))?", _year, lead=r"(?P<lead>p[oe]*)"),
)
"""A year or a month alone is a date only after a word such as IN, FOR, DURING; the date begins after `lead`."""

ALONE = (
    _rule(rf"{_SPAN}(?P<x>Y)(?:(?P<j>[-t&])e?(?P<y>Y))?", _year),
    _rule(_M, _month),
    _rule(rf"{_SPAN}{_M}(?P<j>[-t&])e?{_N}", _months),
    _rule(rf"(?P<a>[qD])wo?e*{_M}{_Y}?", _week_of_month),
    _rule(r"(?:Eo?e?)?(?P<k>K)", _part_of_year),
    _rule(r"(?:Eo?e?)?(?P<a>[qD])-?(?P<part>Q)", _part_of_year),
    _rule(r"(?P<s>S)", _season),
)
"""What else is a date where nothing but a date is expected."""
