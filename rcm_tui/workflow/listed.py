"""What the screens of the calendar, the status report and the requests list, so that little of it is kept in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rcm_tui.model.frozen import dataclass
from rcm_tui.reports.actor_page import more_row, role_sections
from rcm_tui.reports.request_page import actor_page
from rcm_tui.reports.requests import Asked, ResponseState, by_actor, requests_of, waiting_of
from rcm_tui.reports.status.country import roles_of
from rcm_tui.reports.status.figures import current_items
from rcm_tui.reports.status.groups import Figure, Group, groups_of
from rcm_tui.reports.status.page import about_words, counted_words
from rcm_tui.workflow.packed import Packed, PackedSequence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rcm_tui.model.archive_rule import Due
    from rcm_tui.model.dates import PartialDate
    from rcm_tui.reports.page import Page
    from rcm_tui.reports.status.calendar import Ahead, Deadline
    from rcm_tui.workflow.counting import Source


# --- the calendar


@dataclass(frozen=True, slots=True)
class Dates:
    """Dates that stand under one heading: the `period` in which they begin (EDTF), empty where they have none.

    That is a month, or a year, season or quarter for what is not known more precisely. `ids` name the rows: what each
    is, and its key.
    """

    period: str
    ids: tuple[str, ...]
    dates: Sequence[Ahead | Deadline]


@dataclass(frozen=True, slots=True)
class CalendarDates:
    """The deadlines that have passed, and the dates to come by the period in which they begin."""

    passed: Dates
    periods: tuple[Dates, ...]


def read_calendar(source: Source) -> CalendarDates:
    """Return the dates of the calendar."""
    report = source.report
    by_period: dict[str, list[Ahead]] = {}
    for ahead in report.ahead:
        by_period.setdefault(_period(ahead.when), []).append(ahead)
    return CalendarDates(
        _dates("", report.deadlines.passed), tuple(_dates(period, found) for period, found in by_period.items())
    )


def _dates(period: str, found: Sequence[Ahead | Deadline]) -> Dates:
    return Dates(period, tuple(f"{dated.what} {dated.key}" for dated in found), PackedSequence(found))


def _period(when: PartialDate | None) -> str:
    if when is None or when.first is None:
        return ""
    return when.text.partition("/")[0].rstrip("~?%")[: len("2006-11")]


# --- the status report


@dataclass(frozen=True, slots=True)
class StatusFigures:
    """The figures of the status report under their headings, each with the first items behind it, in words.

    `about` says what the report is about, and which day it counts from.
    """

    about: tuple[str, ...]
    groups: tuple[Group, ...]


def read_status(source: Source) -> StatusFigures:
    """Return what the status screen shows, in the language in use."""
    report = source.report
    groups = (replace(group, figures=tuple(map(_packed, group.figures))) for group in groups_of(report))
    return StatusFigures((about_words(report), counted_words(report)), tuple(groups))


def _packed(figure: Figure) -> Figure:
    behind = figure.behind()
    return replace(figure, behind=Packed(replace(behind, rows=tuple(behind.rows))))


# --- the requests


@dataclass(frozen=True, slots=True)
class Requests:
    """Requests by their `keys`: first the `dated`, so many of them, then those without a date."""

    keys: tuple[str, ...] = ()
    dated: int = 0
    requests: Sequence[Asked] = ()

    @classmethod
    def of(cls, found: Iterable[Asked]) -> Requests:
        """Return these requests, else in their order."""
        requests = sorted(found, key=lambda asked: asked.deadline is None)
        dated = sum(asked.deadline is not None for asked in requests)
        return cls(tuple(asked.key for asked in requests), dated, PackedSequence(requests))


def read_requests(source: Source) -> Requests:
    """Return the requests that wait for an answer, the nearest deadline first."""
    if source.has_report:
        return Requests.of(waiting.asked for waiting in source.report.waiting)
    return Requests.of(waiting_of(requests_of(source.plan, source.view.on)))


def read_all_requests(source: Source) -> Requests:
    """Return every request, in the order of the plan."""
    return Requests.of(requests_of(source.plan, source.view.on))


_MOST = 200
"""Cards of a heading at most beside an actor of a large plan: drawing thousands would hold up the keys."""


@dataclass(frozen=True, slots=True)
class OfActor:
    """What one actor was asked: how many requests, how many it has answered, and the page of these and of its roles."""

    code: str
    answered: int
    asked: int
    page: Packed[Page]


def read_countries(source: Source) -> tuple[OfActor, ...]:
    """Return the actors that the requests wait for, or that have answered them, in the language in use."""
    return _of_actors(source, read_requests(source))


def read_all_countries(source: Source) -> tuple[OfActor, ...]:
    """Return every actor that was ever asked."""
    return _of_actors(source, read_all_requests(source))


def _of_actors(source: Source, found: Requests) -> tuple[OfActor, ...]:
    plan, on = source.plan, source.view.on
    actors, roles = by_actor(found.requests, plan), {}
    if actors:
        roles = roles_of(plan, current_items(plan), actors.keys(), on)
    numbers = {key: number for number, key in enumerate(found.keys, 1)}

    def page(actor: str, rows: Sequence[tuple[Asked, ResponseState]]) -> Page:
        head, cards = actor_page(plan, numbers, actor, rows[:_MOST])
        cards = replace(cards, rows=(*cards.rows, *more_row(len(rows) - _MOST)))
        return (head, cards, *role_sections(plan, roles[actor], _MOST))

    return tuple(
        OfActor(actor, sum(response.has_answered for _asked, response in rows), len(rows), Packed(page(actor, rows)))
        for actor, rows in actors.items()
    )


# --- the archive


@dataclass(frozen=True, slots=True)
class Ready:
    """What is ready to archive, by its `ids` and with the reasons, and what is completed without a date."""

    ids: tuple[str, ...]
    due: Sequence[Due]
    undated: tuple[str, ...]

    @classmethod
    def of(cls, due: Sequence[Due], undated: Sequence[str] = ()) -> Ready:
        """Return these."""
        return cls(tuple(each.id for each in due), PackedSequence(due), tuple(undated))

    def reason(self, item_id: str) -> str:
        """Say why an item is proposed; nothing where it is not."""
        return self.due[self.ids.index(item_id)].why if item_id in self.ids else ""


def read_archive(source: Source) -> Ready:
    """Return what the archive rule proposes, in the language in use."""
    from rcm_tui.workflow.archive import proposal

    found = proposal(source.view)
    return Ready.of(found.due, found.undated)
