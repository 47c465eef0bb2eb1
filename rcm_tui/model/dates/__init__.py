"""All about dates in one place: reading and writing EDTF, comparing, wording, and periods of the calendar."""

from __future__ import annotations

from rcm_tui.model.dates.edtf import (
    DAY,
    INTERVAL,
    MONTH,
    QUARTER,
    SEASON,
    YEAR,
    DateError,
    PartialDate,
    allowed_forms,
    from_day,
    has_begun,
    has_passed,
    overlaps,
    parse,
    sort_key,
)
from rcm_tui.model.dates.periods import Period, add, describe_period, parse_period, subtract
from rcm_tui.model.dates.wording import describe

__all__ = [
    "DAY",
    "INTERVAL",
    "MONTH",
    "QUARTER",
    "SEASON",
    "YEAR",
    "DateError",
    "PartialDate",
    "Period",
    "add",
    "allowed_forms",
    "describe",
    "describe_period",
    "from_day",
    "has_begun",
    "has_passed",
    "overlaps",
    "parse",
    "parse_period",
    "sort_key",
    "subtract",
]
