"""The figures of the home screen, counted here or in a process of their own.

Of a large plan, counting takes seconds and as much memory as all items. Python runs one thread at a time, so a thread
that counts holds up the keys: another process counts then, and hands over what is shown.
"""

from __future__ import annotations

import datetime
import os
import pickle
import subprocess
import sys
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import rcm_tui
from rcm_tui.model.frozen import dataclass
from rcm_tui.workflow.workspace import Workspace

if TYPE_CHECKING:
    from rcm_tui.history.log import Record
    from rcm_tui.model.dates import PartialDate
    from rcm_tui.model.plan import Plan
    from rcm_tui.reports.status.calendar import Ahead, Deadline
    from rcm_tui.workflow.view import PlanView

_RECORDS = 60
_LARGE = 2_000
"""From this number of items on, a process of its own counts: starting it takes as long as counting a small plan."""
_MOST = 1_000
"""Deadlines of a list at most: to make a row of each of very many would hold up the keys, and nobody reads them."""
_LONG = 400
"""Days from which on a date marks no month and no day, only the years in which it begins and ends."""
_COUNT = "import sys; from rcm_tui.workflow.figures import send; send(*sys.argv[1:])"


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
    there are, by these names. `answered` says of each request that has passed how many of how many have answered.
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
    dates: Mapping[int, Sequence[Ahead] | bytes]
    """What stands in the calendar, in order, by each year that it touches; packed where another process counted."""

    def in_year(self, year: int) -> Sequence[Ahead]:
        """Return what stands in the calendar of a year, in order."""
        dates = self.dates.get(year, ())
        return pickle.loads(zlib.decompress(dates)) if isinstance(dates, bytes) else dates  # noqa: S301 - our own


def read_figures(view: PlanView, plan: Plan) -> Figures:
    """Count everything. Reads git: call it in a thread."""
    # Imported here, since the screen is drawn before.
    from rcm_tui.reports.status.calendar import calendar_of_plan
    from rcm_tui.workflow.status import status_report
    from rcm_tui.workflow.trail import recorded_at

    meetings = plan.open_meetings
    report = status_report(view, plan=plan)
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
        dates=dates,
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


# --- in a process of its own


class Counting:
    """Counts a plan, in a process of its own if it is large; can be stopped from another thread."""

    def __init__(self, view: PlanView, plan: Plan) -> None:
        self._view = view
        self._plan = plan
        self._process: subprocess.Popen[bytes] | None = None
        self._is_stopped = False

    def figures(self) -> Figures | None:
        """Count, and return the figures; None where that was stopped."""
        found = self.from_process() if len(self._plan.items) >= _LARGE else None
        return found if found is not None or self._is_stopped else read_figures(self._view, self._plan)

    def stop(self) -> None:
        """End the process."""
        self._is_stopped = True
        if self._process is not None:
            self._process.kill()

    def from_process(self) -> Figures | None:
        """Return what another process counted; None where it came to no end."""
        on = self._view.chosen_day
        arguments = (str(self._view.root), on.isoformat() if on is not None else "")
        path = (str(Path(rcm_tui.__file__).parents[1]), os.environ.get("PYTHONPATH", ""))
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, path))}
        with subprocess.Popen(
            (sys.executable, "-P", "-c", _COUNT, *arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        ) as process:
            self._process = process
            if self._is_stopped:
                process.kill()
            assert process.stdout is not None
            try:
                found: dict[str, Any] = pickle.load(process.stdout)  # noqa: S301 - written by `send`, for this alone
            except (EOFError, pickle.UnpicklingError):
                return None
            return Figures(**found)


def send(root: str, on: str) -> None:
    """Count the plan in `root`, and write the figures to stdout: what the other process runs."""
    os.nice(5)
    view = Workspace.open(Path(root), on=datetime.date.fromisoformat(on) if on else None)
    found = read_figures(view, view.plan)
    shown = {name: getattr(found, name) for name in Figures.__slots__}
    # A year is unpacked when it is looked at: all of them can have half a million dates.
    shown["dates"] = {
        year: zlib.compress(pickle.dumps(dates), zlib.Z_BEST_SPEED) for year, dates in found.dates.items()
    }
    pickle.dump(shown, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
    sys.stdout.flush()
