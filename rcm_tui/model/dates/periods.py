"""Periods of the calendar in ISO 8601 (`P2Y`, `P6M`, `P30D`), and days that lie a period apart."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from rcm_tui.i18n import _
from rcm_tui.model.dates.edtf import DateError

_SHAPE = re.compile(r"P(?:([0-9]{1,4})Y)?(?:([0-9]{1,4})M)?(?:([0-9]{1,4})W)?(?:([0-9]{1,5})D)?")


@dataclass(frozen=True, slots=True)
class Period:
    """So many years, months and days (weeks are counted as days); `text` is the period in ISO 8601."""

    text: str
    years: int
    months: int
    days: int

    def __str__(self) -> str:
        """The period in ISO 8601."""
        return self.text


@lru_cache(maxsize=256)
def parse_period(text: str) -> Period:
    """The period an ISO 8601 duration stands for: years, months, weeks and days, no hours.

    Raises DateError with a sentence that says what is allowed.
    """
    canonical = text.strip().upper()
    shape = _SHAPE.fullmatch(canonical)
    if shape is None or canonical == "P":
        raise DateError(
            _(
                "{text}: this is not a period; write it as P2Y (two years), P6M (six months) or P30D (thirty days)"
            ).format(text=text[:60])
        )
    years, months, weeks, days = (int(part or 0) for part in shape.groups())
    return Period(canonical, years, months, 7 * weeks + days)


def add(day: date, period: Period) -> date:
    """The day a period later, by the calendar: a day its month does not have becomes the month's last one.

    Raises DateError where the calendar ends (year 1 or 9999).
    """
    return _moved(day, period, 1)


def subtract(day: date, period: Period) -> date:
    """The day a period earlier; two years before 29 February 2008 is 28 February 2006. Raises as `add` does."""
    return _moved(day, period, -1)


def _moved(day: date, period: Period, direction: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + direction * (12 * period.years + period.months), 12)
    try:
        last_day = calendar.monthrange(year, month + 1)[1]
        moved = date(year, month + 1, min(day.day, last_day))
        return moved + direction * timedelta(days=period.days)
    except (ValueError, OverflowError) as error:
        raise DateError(
            _("{period} from {day} leaves the calendar; choose a shorter period").format(period=period, day=day)
        ) from error


_UNITS = {
    "en": (("year", "years"), ("month", "months"), ("day", "days")),
    "es": (("año", "años"), ("mes", "meses"), ("día", "días")),
}
_JOINTS = {"en": " and ", "es": " y "}


def describe_period(period: Period, language: str) -> str:
    """The period in words: `2 years and 6 months`, `2 años y 6 meses`; English where the language is not known."""
    units = _UNITS.get(language, _UNITS["en"])
    amounts = (period.years, period.months, period.days)
    parts = [f"{count} {names[count != 1]}" for count, names in zip(amounts, units, strict=True) if count]
    return _JOINTS.get(language, _JOINTS["en"]).join(parts) or f"0 {units[2][1]}"
