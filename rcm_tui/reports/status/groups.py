"""The figures of the status report under their headings, each with the items behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from rcm_tui.i18n import _
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.statuses import Statuses
from rcm_tui.model.totals import total_value, total_words, totalled
from rcm_tui.reports.names import actor_short, localized, meeting_name
from rcm_tui.reports.page import Section
from rcm_tui.reports.status import details
from rcm_tui.reports.status.figures import counted
from rcm_tui.reports.status.page import heading, section
from rcm_tui.reports.status.report import StatusReport, TrendPoint
from rcm_tui.reports.styles import BROKEN_LOOK, status_look, status_word

FULL, HALF, LIGHT = "━", "╌", "─"
MOST = 150
"""Cards of one figure at most: more take too long to make."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: what it is about, its number in words, the pieces of its bar (sign, how many of `whole`, role).

    `behind` makes the section of its items, only when it is shown, as some are long.
    """

    name: str
    title: str
    words: str
    behind: Callable[[], Section]
    pieces: tuple[tuple[str, int, str], ...] = ()
    whole: int = 0
    glyph: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that belong together, under a heading; `counts` says what their numbers are, where that is needed."""

    title: str
    figures: tuple[Figure, ...]
    counts: str = ""


def groups_of(report: StatusReport) -> tuple[Group, ...]:
    """Return all figures in the order of the report."""
    waits = {
        "waiting": len(report.waiting),
        "passed": len(report.deadlines.passed),
        "to-come": len(report.deadlines.to_come),
    }
    looks = {
        "archive": len(report.due) + len(report.undated),
        "quiet": len(report.quiet.items),
        "nobody": len(report.nobody),
        "emphasis": len(report.disagreements),
        "agreements": len(report.agreements),
    }
    ahead = {"calendar": len(report.ahead), "priorities": len(report.needs)}
    return (
        Group(_("Status of the plan"), tuple(_standing(report)), _("activities")),
        *([Group(heading("totals"), totals)] if (totals := tuple(_totals(report))) else []),
        Group(_("What changed"), tuple(_changes(report)), _("open of all")),
        Group(_("Awaiting answers"), tuple(_listed(report, waits))),
        Group(_("Answers by country"), tuple(_countries(report)), _("answers recorded")),
        Group(_("Needs attention"), tuple(_listed(report, looks))),
        Group(_("Upcoming"), tuple(_listed(report, ahead))),
    )


def _standing(report: StatusReport) -> Iterator[Figure]:
    totals = {
        status: sum(len(standing.by_status.get(status, ())) for standing in report.standing)
        for status in counted(report.plan)
    }
    longest = max([*(len(standing.activities) for standing in report.standing), *totals.values()], default=0)
    for standing in report.standing:
        counts = {status: len(found) for status, found in standing.by_status.items()}
        title, number = localized(standing.title) or standing.id, report.plan.printed_name(standing.id)
        behind = partial(details.of_subject, report, standing, MOST)
        name, text = f"subject:{standing.id}", str(len(standing.activities))
        yield Figure(name, title, text, behind, _pieces(report, counts), longest, number)
    for status, count in totals.items():
        if count:
            look = status_look(status) or BROKEN_LOOK
            behind = partial(details.of_status, report, status, MOST)
            pieces = _pieces(report, {status: count})
            title = status_word(status)
            yield Figure(f"status:{status}", title, str(count), behind, pieces, longest, look.glyph, look.role)
    archived = sum(len(standing.archived) for standing in report.standing)
    if archived:
        look = status_look("archived") or BROKEN_LOOK
        behind = partial(details.of_archive, report, MOST)
        title = status_word("archived")
        yield Figure("status:archived", title, str(archived), behind, (), longest, look.glyph, look.role)


def _pieces(report: StatusReport, counts: Mapping[str, int]) -> tuple[tuple[str, int, str], ...]:
    return tuple(
        (_sign(report.plan.statuses, status), count, (status_look(status) or BROKEN_LOOK).role)
        for status, count in counts.items()
        if count
    )


def _sign(statuses: Statuses, status: str) -> str:
    if statuses.is_open(status):
        return FULL
    return LIGHT if statuses.is_over(status) else HALF


def _changes(report: StatusReport) -> Iterator[Figure]:
    """Yield what changed since the last meeting, then at the meetings before, the newest first."""
    if report.changed is None:
        nothing = Section("step:now", _("What changed"), (), (), "", report.no_changes)
        yield Figure("step:now", _("Since the last meeting"), "–", lambda: nothing)
        return
    longest = max(point.all for point in report.trend)
    for point in reversed(report.trend):
        if point.step is None:
            continue
        last = point is report.trend[-1]
        step = report.changed if last else point.step
        name = f"step:{'now' if last else point.meeting}"
        title = details.since_words(report) if last else meeting_name(report.plan, str(point.meeting))
        behind = partial(details.of_step, report, name, title, step, MOST)
        message = _("{part} of {all}").format(part=point.open, all=point.all)
        yield Figure(name, title, message, behind, _trend(point), longest)


def _trend(point: TrendPoint) -> tuple[tuple[str, int, str], ...]:
    pieces = ((FULL, point.open, "moving"), (LIGHT, point.all - point.open, "done"))
    return tuple(piece for piece in pieces if piece[1])


def _listed(report: StatusReport, counts: Mapping[str, int]) -> Iterator[Figure]:
    for name, count in counts.items():
        yield Figure(name, heading(name), str(count), partial(section, report, name, MOST))


def _totals(report: StatusReport) -> Iterator[Figure]:
    """Yield what the plan adds up, over all of it or over the one subject of the report."""
    for name, field in totalled(report.plan).items():
        value = report.totals[-1].values.get(name) if report.totals else None
        if value is not None:
            behind = partial(section, report, "totals", MOST)
            yield Figure(f"totals:{name}", total_words(field), total_value(report.plan, field, value), behind)


def _countries(report: StatusReport) -> Iterator[Figure]:
    for row in report.grid.rows:
        message = _("{part} of {all}").format(part=row.answered, all=row.asked)
        halves = ((FULL, row.answered, "done"), (LIGHT, row.asked - row.answered, "quiet"))
        pieces = tuple(piece for piece in halves if piece[1])
        behind = partial(details.of_country, report, row, MOST)
        title = actor_short(report.plan, row.actor)
        yield Figure(f"country:{row.actor}", title, message, behind, pieces, len(report.grid.columns))
