"""Fiscal years: twelve months from the month that a plan declares, and which calendar year they are named after.

Files hold them as what they are, an interval of months such as `2024-10/2025-09`.
"""

from __future__ import annotations

from rcm_tui.model.dates.edtf import INTERVAL, PartialDate, parse
from rcm_tui.model.frozen import dataclass

START, END = "start", "end"


@dataclass(frozen=True, slots=True)
class FiscalYears:
    """When the fiscal years of a plan begin; `called_after` says whether 2025 is the one that begins or ends in it."""

    first_month: int
    called_after: str

    def between(self, first: int, last: int) -> PartialDate:
        """Return the time from the beginning of one fiscal year to the end of another, by what they are called."""
        if self.first_month == 1:
            return parse(f"{first:04}" if first == last else f"{first:04}/{last:04}")
        start = first if self.called_after == START else first - 1
        end = last + 1 if self.called_after == START else last
        return parse(f"{start:04}-{self.first_month:02}/{end:04}-{self.first_month - 1:02}")

    def beginning(self, first: int, last: int) -> PartialDate:
        """Return the same by the calendar years in which the first and the last fiscal year begin."""
        shift = 0 if self.called_after == START or self.first_month == 1 else 1
        return self.between(first + shift, last + shift)

    def part(self, year: PartialDate, part: PartialDate) -> PartialDate:
        """Return the months of a part of a fiscal `year`, such as a quarter; `part` is that of a calendar year."""
        assert year.first is not None and part.first is not None and part.last is not None
        if self.first_month == 1:
            return part
        months = year.first.year * 12 + self.first_month - 1 - part.first.year * 12
        mark = part.text[-1] if part.text[-1] in "~?%" else ""
        first, last = (_month(day.year * 12 + day.month - 1 + months) + mark for day in (part.first, part.last))
        return parse(first if first == last else f"{first}/{last}")

    def named_in(self, year: PartialDate, named: PartialDate) -> PartialDate:
        """Return a month or day that is named, or a time between two, in a fiscal `year`."""
        assert year.first is not None
        ends = (parse(end) for end in named.text.split("/"))
        months = ((end.text, end.first.month if end.first is not None else 1) for end in ends)
        return parse("/".join(f"{year.first.year + (month < self.first_month):04}{text[4:]}" for text, month in months))

    def in_date(self, d: PartialDate) -> tuple[int, int] | None:
        """Return the years in which the first and last fiscal year of a date begin; None where it is no such years."""
        if self.first_month == 1 or d.precision != INTERVAL or d.first is None or d.last is None:
            return None
        years = (d.first.year, d.last.year - 1)
        return years if years[0] <= years[1] and self.beginning(*years).text == d.text else None


def _month(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"


_in_use: FiscalYears | None = None


def use(found: FiscalYears | None) -> None:
    """Set the fiscal years of the plan that is open; None where it declares none."""
    global _in_use
    _in_use = found


def in_use() -> FiscalYears | None:
    """Return the fiscal years of the plan that is open; None where it declares none."""
    return _in_use


def words_of(year: int) -> str:
    """Return what the fiscal year that begins in a year is called in any language: `2024/25`."""
    return f"{year}/{(year + 1) % 100:02}"
