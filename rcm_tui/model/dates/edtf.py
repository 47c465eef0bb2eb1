"""Dates as a plan has them (a day, month, quarter, season, year, or an interval of these), and periods.

Dates are written in EDTF (ISO 8601-2, level 0 and 1, and quarters): `2006`, `2006-11`, `2006-11-27`, `2004-36` (fourth
quarter, 33 to 36), `2006-22` (summer, 21 to 24), `2006-11-27/2006-11-29`, `../2006-11`, `2006-11/..`; after a date, `~`
means approximate, `?` uncertain, `%` both. Each covers a first and a last day, and is over when its last day is.
Periods are ISO 8601 durations: `P2Y`, `P6M`, `P30D`.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import lru_cache

from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.regex import regex

DAY, MONTH, QUARTER, SEASON, YEAR, INTERVAL = "day", "month", "quarter", "season", "year", "interval"
"""Precisions of a date."""

_ALLOWED = "2006, 2006-11, 2006-11-27, 2006-36 ({quarter}) {either} 2006-11-27/2006-11-29"
_SHAPE = regex(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?%]{0,2})")
_QUALIFIERS = {"": "", "~": "~", "?": "?", "%": "%", "~?": "%", "?~": "%"}
_SHOWN = 60


class DateError(BadValue, ValueError):
    """A text is not a date (or not a period); the message says what is wrong and what is allowed."""


class NoSuchDayError(DateError):
    """A month (EDTF) does not have a day; the message is as for files."""

    def __init__(self, message: str, month: str, day: int) -> None:
        super().__init__(message)
        self.month, self.day = month, day


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precise as it is known.

    `text` is its canonical EDTF; `first` and `last` are the first and last day it covers, None on a side that is open;
    `precision` is one of day, month, quarter, season, year, interval.
    """

    text: str
    first: date | None
    last: date | None
    approximate: bool
    uncertain: bool
    precision: str

    def __str__(self) -> str:
        """Return the canonical EDTF."""
        return self.text

    def __hash__(self) -> int:
        return hash(self.text)  # All else follows from it.


def allowed_forms() -> str:
    """Return the forms a date may have in a file, for messages."""
    return _ALLOWED.format(quarter=_("a quarter"), either=_("or"))


def _error(text: str, what: str) -> DateError:
    shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return DateError(
        _("{text}: {what}; write a date as {allowed}").format(text=shown, what=what, allowed=allowed_forms())
    )


@lru_cache(maxsize=8192)
def parse(text: str) -> PartialDate:
    """Read a date in EDTF; spaces around it do not matter.

    Raises DateError with a sentence that says what is wrong and what is allowed.
    """
    text = text.strip()
    if not text:
        raise DateError(_("the date is empty; write it as {allowed}").format(allowed=allowed_forms()))
    return _interval(text) if "/" in text else _single(text, text)


@lru_cache(maxsize=4096)
def read(text: str | None) -> PartialDate | None:
    """Read a date of the plan; return None where there is none or it cannot be read, which `rcm check` reports."""
    if not text:
        return None
    try:
        return parse(text)
    except DateError:
        return None


def days_of(text: str | None) -> tuple[date | None, date | None]:
    """Return the first and the last day of a date of the plan; None where one is not known."""
    known = read(text)
    return (known.first, known.last) if known is not None else (None, None)


def from_day(day: date) -> PartialDate:
    """Make the date of one whole day."""
    return parse(day.isoformat())


def _single(part: str, whole: str) -> PartialDate:
    """Read one date, not an interval; `whole` is the text that messages quote."""
    shape = _SHAPE.fullmatch(part)
    if shape is None or shape[4] not in _QUALIFIERS:
        raise _error(whole, _("this is not a date"))
    mark = _QUALIFIERS[shape[4]]
    year, middle = int(shape[1]), int(shape[2] or 0)
    if year == 0:
        raise _error(whole, _("there is no year 0"))
    if shape[2] is None:
        first, last, precision = date(year, 1, 1), date(year, 12, 31), YEAR
    elif shape[3] is not None:
        first = last = _day(year, middle, int(shape[3]), whole)
        precision = DAY
    else:
        first, last, precision = _part_of_year(year, middle, whole)
    canonical = part[: shape.start(4)] + mark
    return PartialDate(canonical, first, last, mark in ("~", "%"), mark in ("?", "%"), precision)


def _day(year: int, month: int, day: int, whole: str) -> date:
    if 33 <= month <= 36 or 21 <= month <= 24:
        raise _error(whole, _("a quarter or a season has no days of its own"))
    if not 1 <= month <= 12:
        raise _error(whole, _("there is no month {month}").format(month=month))
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        named = f"{year:04}-{month:02}"
        message = str(_error(whole, _("{month} has no day {day}").format(month=named, day=day)))
        raise NoSuchDayError(message, named, day)
    return date(year, month, day)


def _part_of_year(year: int, code: int, whole: str) -> tuple[date, date, str]:
    """Return first and last day and precision of a month, a quarter (33-36) or a season (21-24) of the year."""
    if 1 <= code <= 12:
        return date(year, code, 1), _end_of_month(year, code), MONTH
    if 33 <= code <= 36:
        month = 3 * (code - 33) + 1
        return date(year, month, 1), _end_of_month(year, month + 2), QUARTER
    if 21 <= code <= 24:
        # Three whole months, as in the northern hemisphere; a winter begins in December of its year.
        month = 3 * (code - 20)
        end_year, end_month = (year, month + 2) if month < 12 else (year + 1, 2)
        last = date.max if end_year > date.max.year else _end_of_month(end_year, end_month)
        return date(year, month, 1), last, SEASON
    raise _error(whole, _("there is no month {month}").format(month=code))


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _interval(text: str) -> PartialDate:
    ends = text.split("/")
    if len(ends) != 2 or "" in ends:
        raise _error(text, _("an interval has a beginning and an end, and .. for one that is open"))
    if ends == ["..", ".."]:
        raise _error(text, _("an interval cannot be open on both sides"))
    start, end = (None if part == ".." else _single(part, text) for part in ends)
    first = start.first if start else None
    last = end.last if end else None
    if first is not None and last is not None and last < first:
        raise _error(text, _("the interval ends before it begins"))
    return PartialDate(
        text="/".join(part.text if part else ".." for part in (start, end)),
        first=first,
        last=last,
        approximate=any(part.approximate for part in (start, end) if part),
        uncertain=any(part.uncertain for part in (start, end) if part),
        precision=INTERVAL,
    )


def has_passed(d: PartialDate, on: date) -> bool:
    """Return whether all of it is before the day `on`: a month or quarter has passed when its last day has."""
    return d.last is not None and d.last < on


def has_begun(d: PartialDate, on: date) -> bool:
    """Return whether its first day is the day `on` or earlier."""
    return d.first is None or d.first <= on


def overlaps(a: PartialDate, b: PartialDate) -> bool:
    """Return whether the two have a day in common."""
    return (a.first or date.min) <= (b.last or date.max) and (b.first or date.min) <= (a.last or date.max)


def sort_key(d: PartialDate) -> tuple[date, date, str]:
    """Return a key that sorts by first day, then last day; an open beginning comes first, an open end last."""
    return d.first or date.min, d.last or date.max, d.text


_PERIOD = regex(r"P(?:([0-9]{1,4})Y)?(?:([0-9]{1,4})M)?(?:([0-9]{1,4})W)?(?:([0-9]{1,5})D)?")


@dataclass(frozen=True, slots=True)
class Period:
    """A number of years, months and days (a week is 7 days); `text` is the period in ISO 8601."""

    text: str
    years: int
    months: int
    days: int

    def __str__(self) -> str:
        """Return the period in ISO 8601."""
        return self.text


@lru_cache(maxsize=256)
def parse_period(text: str) -> Period:
    """Read an ISO 8601 duration of years, months, weeks and days, without hours.

    Raises DateError with a sentence that says what is allowed.
    """
    canonical = text.strip().upper()
    shape = _PERIOD.fullmatch(canonical)
    if shape is None or canonical == "P":
        raise DateError(
            _(
                "{text}: this is not a period; write it as P2Y (two years), P6M (six months) or P30D (thirty days)"
            ).format(text=text[:60])
        )
    years, months, weeks, days = (int(part or 0) for part in shape.groups())
    return Period(canonical, years, months, 7 * weeks + days)


def add(day: date, period: Period, times: int = 1) -> date:
    """Return the day a period later, by the calendar: a day that its month lacks becomes the month's last one.

    Several `times` are counted from the same day, so that 31 January and two months is 31 March. Raises DateError
    beyond the calendar (year 1 or 9999).
    """
    return _moved(day, period, times)


def subtract(day: date, period: Period) -> date:
    """Return the day a period earlier; two years before 29 February 2008 is 28 February 2006. Raises as `add` does."""
    return _moved(day, period, -1)


def _moved(day: date, period: Period, times: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + times * (12 * period.years + period.months), 12)
    try:
        last_day = calendar.monthrange(year, month + 1)[1]
        moved = date(year, month + 1, min(day.day, last_day))
        return moved + times * timedelta(days=period.days)
    except (ValueError, OverflowError) as error:
        raise DateError(
            _("{period} from {day} leaves the calendar; choose a shorter period").format(period=period, day=day)
        ) from error
