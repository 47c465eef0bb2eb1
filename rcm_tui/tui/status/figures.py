"""The figures of the status screen: each a line with its number and bar, and the section that stands behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rcm_tui.locale import _
from rcm_tui.reports import status_figures
from rcm_tui.reports.looks import STATUS_LOOK
from rcm_tui.reports.status import StatusReport
from rcm_tui.reports.status_items import OPEN_STATUSES, STATUSES
from rcm_tui.reports.status_page import section
from rcm_tui.reports.status_section import Section
from rcm_tui.reports.status_steps import TrendPoint
from rcm_tui.reports.status_words import actor_words, meeting_words

FULL, HALF, LIGHT = "━", "╌", "─"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: what it is about, its number in words, the pieces of its bar (sign, how many of `whole`, role)."""

    title: str
    said: str
    behind: Section
    pieces: tuple[tuple[str, int, str], ...] = ()
    whole: int = 0
    glyph: str = ""
    role: str = ""

    @property
    def name(self) -> str:
        """What it is known by."""
        return self.behind.name


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that belong together, under a heading; `counts` says what their numbers are, where that is needed."""

    title: str
    figures: tuple[Figure, ...]
    counts: str = ""


def groups_of(report: StatusReport) -> tuple[Group, ...]:
    """All figures in the order in which the report tells them."""
    return (
        Group(_("How the plan stands"), tuple(_standing(report)), _("activities")),
        Group(_("What changed"), tuple(_changes(report)), _("open of all")),
        Group(_("What waits"), tuple(_listed(report, ("waiting", "passed", "to-come")))),
        Group(_("Answers by country"), tuple(_countries(report)), _("answers recorded")),
        Group(_("What wants a look"), tuple(_listed(report, ("archive", "quiet", "nobody", "emphasis", "agreements")))),
        Group(_("What lies ahead"), tuple(_listed(report, ("calendar", "priorities")))),
    )


def _standing(report: StatusReport) -> Iterator[Figure]:
    longest = max((len(one.activities) for one in report.standing), default=0)
    for one in report.standing:
        counts = {status: len(found) for status, found in one.by_status.items()}
        behind = status_figures.of_subject(report, one)
        yield Figure(behind.title, str(len(one.activities)), behind, _pieces(counts), longest, one.id)
    for status in STATUSES:
        behind = status_figures.of_status(report, status)
        if behind.rows:
            look = STATUS_LOOK[status]
            count = len(behind.rows)
            yield Figure(behind.title, str(count), behind, _pieces({status: count}), longest, look.glyph, look.role)
    archived = status_figures.of_archive(report)
    if archived.rows:
        look = STATUS_LOOK["archived"]
        yield Figure(archived.title, str(len(archived.rows)), archived, (), longest, look.glyph, look.role)


def _pieces(counts: Mapping[str, int]) -> tuple[tuple[str, int, str], ...]:
    return tuple((_sign(status), count, STATUS_LOOK[status].role) for status, count in counts.items() if count)


def _sign(status: str) -> str:
    if status in OPEN_STATUSES:
        return FULL
    return LIGHT if status in ("completed", "cancelled") else HALF


def _changes(report: StatusReport) -> Iterator[Figure]:
    """What changed since the last meeting first, then the meetings before, the newest first."""
    if report.changed is None:
        empty = _("No meeting has been closed with an edition yet, so there is nothing to compare.")
        yield Figure(_("Since the last meeting"), "–", Section("step:now", _("What changed"), (), (), "", empty))
        return
    longest = max(point.all for point in report.trend)
    for point in reversed(report.trend):
        if point.step is None:
            continue
        last = point is report.trend[-1]
        step = report.changed if last else point.step
        title = status_figures.since_words(report) if last else meeting_words(report.plan, str(point.meeting))
        behind = status_figures.of_step(report, f"step:{'now' if last else point.meeting}", title, step)
        said = _("{part} of {all}").format(part=point.open, all=point.all)
        yield Figure(title, said, behind, _trend(point), longest)


def _trend(point: TrendPoint) -> tuple[tuple[str, int, str], ...]:
    pieces = ((FULL, point.open, "moving"), (LIGHT, point.all - point.open, "done"))
    return tuple(piece for piece in pieces if piece[1])


def _listed(report: StatusReport, names: Sequence[str]) -> Iterator[Figure]:
    for name in names:
        behind = section(report, name)
        yield Figure(behind.title, str(len(behind.rows)), behind)


def _countries(report: StatusReport) -> Iterator[Figure]:
    for row in report.grid.rows:
        said = _("{part} of {all}").format(part=row.answered, all=row.asked)
        halves = ((FULL, row.answered, "done"), (LIGHT, row.asked - row.answered, "quiet"))
        pieces = tuple(piece for piece in halves if piece[1])
        yield Figure(
            actor_words(report.plan, row.actor),
            said,
            status_figures.of_country(report, row),
            pieces,
            len(report.grid.columns),
        )
