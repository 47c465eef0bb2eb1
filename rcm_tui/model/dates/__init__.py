"""Dates: read and write EDTF, compare, describe in words, and count periods of the calendar."""

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
    Period,
    add,
    allowed_forms,
    days_of,
    from_day,
    has_begun,
    has_passed,
    overlaps,
    parse,
    parse_period,
    read,
    sort_key,
    subtract,
)
from rcm_tui.model.dates.wording import describe, describe_period

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
    "days_of",
    "describe",
    "describe_period",
    "from_day",
    "has_begun",
    "has_passed",
    "overlaps",
    "parse",
    "parse_period",
    "read",
    "sort_key",
    "subtract",
]
