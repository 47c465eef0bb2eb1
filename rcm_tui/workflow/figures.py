"""The figures of the home screen."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rcm_tui.model.frozen import dataclass
from rcm_tui.workflow.packed import Packed

if TYPE_CHECKING:
    from rcm_tui.history.log import Record
    from rcm_tui.model.dates import PartialDate
    from rcm_tui.model.plan import Plan
    from rcm_tui.reports.status.calendar import Ahead, Deadline
    from rcm_tui.workflow.counting import Source

_RECORDS = 60
_MOST = 1_000
"""Deadlines of a list at most: to make a row of each of very many would hold up the keys, and nobody reads them."""
_LONG = 400
"""Days from which on a date marks no month and no day, only the years in which it begins and ends."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the activities of a subject stand: by status, and how many of them are open."""

    id: str
    by_status: Mapping[str, int]
    open: int

    @property
    def all(self) -> int:
        """Every activity of the current plan."""
        return sum(self.by_status.values())


class Mark(NamedTuple):
    """What a month has in a line of the year: what comes first, how many dates, and how many of them are not over."""

    what: str
    dates: int
    open: int


Lane = tuple[str, str]
"""A line of the year: what it has, and of meetings also the body."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What the panels of home show.

    `counts` are those of the figures of the status report that need somebody, by their names there. `passed` and
    `ahead` are the first of the deadlines that have passed and of the dates to come, and `left` says how many more
    there are, by these names. `answered` has, for each request that has passed, how many of how many answered.
    `trend` has the number of open activities after each of the last meetings; the first of these is `trend_since`.
    `years` has the months of each line of each year.
    """

    on: datetime.date
    counts: Mapping[str, int]
    standing: tuple[Standing, ...]
    trend: tuple[int, ...]
    trend_since: str | None
    records: tuple[Record, ...]
    answered: Mapping[str, tuple[int, int]]
    passed: Sequence[Deadline]
    ahead: Sequence[Ahead]
    left: Mapping[str, int]
    years: Mapping[int, Mapping[Lane, Sequence[Mark | None]]]
    dates: Mapping[int, Packed[Sequence[Ahead]]]
    """What stands in the calendar, in order, by each year that it touches: all of them can have half a million."""

    def in_year(self, year: int) -> Sequence[Ahead]:
        """Return what stands in the calendar of a year, in order."""
        return self.dates[year]() if year in self.dates else ()


def read_figures(source: Source) -> Figures:
    """Count everything. Reads git: call it in a thread."""
    # Imported here, since the screen is drawn before.
    from rcm_tui.reports.status.calendar import calendar_of_plan
    from rcm_tui.workflow.trail import recorded_at

    view, plan, report = source.view, source.plan, source.report
    meetings = plan.open_meetings
    passed = report.deadlines.passed[:_MOST]
    dates = by_year(calendar_of_plan(plan, report.about.on, report.deadlines))
    requests = {waiting.asked.key: waiting.asked for waiting in report.waiting}
    asked = (requests[deadline.key] for deadline in passed if deadline.key in requests)
    return Figures(
        on=report.about.on,
        counts={
            "passed": len(report.deadlines.passed),
            "waiting": len(report.waiting),
            "archive": len(report.due) + len(report.undated),
            "agreements": len(report.agreements),
        },
        standing=tuple(
            Standing(each.id, {status: len(ids) for status, ids in each.by_status.items()}, len(each.open))
            for each in report.standing
        ),
        trend=tuple(point.open for point in report.trend),
        trend_since=report.trend[0].meeting if report.trend else None,
        records=recorded_at(view, meetings[0].id if len(meetings) == 1 else None, _RECORDS),
        answered={each.key: (each.answered, len(each.standings)) for each in asked},
        passed=passed,
        ahead=report.ahead[:_MOST],
        left={"passed": len(report.deadlines.passed[_MOST:]), "ahead": len(report.ahead[_MOST:])},
        years={year: _lanes(plan, year, found) for year, found in dates.items()},
        dates={year: Packed(found) for year, found in dates.items()},
    )


def by_year(dates: Iterable[Ahead]) -> Mapping[int, Sequence[Ahead]]:
    """Return dates, in the order given, by each year in whose calendar they stand."""
    found: dict[int, list[Ahead]] = {}
    for ahead in dates:
        for year in _years(ahead.when):
            found.setdefault(year, []).append(ahead)
    return found


def _lanes(plan: Plan, year: int, dates: Iterable[Ahead]) -> Mapping[Lane, Sequence[Mark | None]]:
    """Return the twelve months of each line of a year."""
    lanes: dict[Lane, list[Mark | None]] = {}
    for ahead in dates:
        begins, ends = days_of(ahead.when)
        if begins is None or ends is None or is_long(begins, ends):
            continue
        meeting = plan.meetings.get(ahead.key)
        months = lanes.setdefault((ahead.what, meeting.body if meeting is not None else ""), [None] * 12)
        first = begins.month if begins.year == year else 1
        last = ends.month if ends.year == year else 12
        for month in range(first - 1, last):
            what, count, opened = months[month] or (ahead.what, 0, 0)
            months[month] = Mark(what, count + 1, opened + (not ahead.is_over))
    return lanes


def days_of(when: PartialDate | None) -> tuple[datetime.date | None, datetime.date | None]:
    """Return the first and the last day of a date."""
    return (when.first or when.last, when.last or when.first) if when is not None else (None, None)


def is_long(begins: datetime.date, ends: datetime.date) -> bool:
    """Return whether a date is too long to mark months and days."""
    return (ends - begins).days >= _LONG


def _years(when: PartialDate | None) -> Iterable[int]:
    """Return the years in whose calendar a date stands."""
    begins, ends = days_of(when)
    if begins is None or ends is None:
        return ()
    return {begins.year, ends.year} if is_long(begins, ends) else range(begins.year, ends.year + 1)
