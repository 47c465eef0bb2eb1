"""Figures of the status report about input: who was asked since when and by when, and the grid of answers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rcm_tui.model import rules
from rcm_tui.model.items import ActorKind, Item
from rcm_tui.model.plan import Plan, calendar_of
from rcm_tui.reports.requests import Asked, ResponseState, asked_of_agreement, asked_of_entry, waiting_of
from rcm_tui.reports.status.items import OVER


@dataclass(frozen=True, slots=True)
class Since:
    """Since when something is asked: the day it was sent (EDTF), else the meeting that brought it in.

    Both are None where neither is recorded.
    """

    date: str | None = None
    meeting: str | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open request: who is asked, since when, by when."""

    asked: Asked
    since: Since


@dataclass(frozen=True, slots=True)
class GridRow:
    """One country: how it stands towards each request, in the order of the grid's columns."""

    actor: str
    cells: tuple[ResponseState, ...]

    @property
    def answered(self) -> int:
        """How many of the requests to it have an answer."""
        return sum(cell.has_answered for cell in self.cells if cell.answer != rules.NOT_ASKED)

    @property
    def asked(self) -> int:
        """How many requests there are to it."""
        return sum(cell.answer != rules.NOT_ASKED for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """Countries by open requests. `columns` are the keys of the requests; silence stands as what it is."""

    columns: tuple[str, ...]
    rows: tuple[GridRow, ...]


def waiting_on(
    plan: Plan,
    items: Sequence[Item],
    on: date,
    appeared: Mapping[str, str | None],
    actors: Collection[str] | None,
    *,
    whole: bool,
) -> tuple[Waiting, ...]:
    """The requests of these items, and of agreements if `whole`, that wait for somebody, the nearest deadline first.

    With `actors`, those that ask one of them and have no answer of theirs.
    """
    found = waiting_of((*_of_items(plan, items, on), *(_of_agreements(plan, on) if whole else ())))
    if actors is not None:
        narrowed = (one.only(actors) for one in found if any(each.actor in actors for each in one.standings))
        found = tuple(one for one in narrowed if not one.settled)
    return tuple(Waiting(asked, _since(plan, asked, appeared)) for asked in found)


def _of_items(plan: Plan, items: Sequence[Item], on: date) -> Iterator[Asked]:
    """What is over is passed by: it waits for nobody."""
    for item in items:
        for entry in calendar_of(item):
            if entry.request is not None and entry.status not in OVER:
                asked = asked_of_entry(plan, item.id, entry, on)
                if asked is not None:
                    yield asked


def _of_agreements(plan: Plan, on: date) -> Iterator[Asked]:
    for meeting in plan.meetings_in_order():
        for agreement in meeting.agreements:
            asked = asked_of_agreement(plan, meeting.id, agreement, on)
            if asked is not None:
                yield asked


def _since(plan: Plan, asked: Asked, appeared: Mapping[str, str | None]) -> Since:
    if asked.request.sent:
        return Since(date=asked.request.sent)
    if asked.owner in plan.meetings:
        return Since(meeting=asked.owner)
    node = plan.node(asked.owner)
    for entry in calendar_of(node) if node is not None else ():
        if entry.id == asked.member and entry.meeting:
            return Since(meeting=entry.meeting)
    return Since(meeting=appeared.get(asked.key))


def grid_of(plan: Plan, waiting: Sequence[Waiting], actors: Collection[str] | None) -> Grid:
    """Every member country, and each observer that is asked, by the open requests that ask any of them."""
    countries = [code for code, actor in plan.actors.items() if actor.kind in (ActorKind.MEMBER, ActorKind.OBSERVER)]
    asked_of = {one.asked.key: {each.actor: each for each in one.asked.standings} for one in waiting}
    columns = tuple(key for key, standings in asked_of.items() if any(code in standings for code in countries))
    rows = []
    for code in countries:
        cells = tuple(asked_of[key].get(code, ResponseState(code, rules.NOT_ASKED)) for key in columns)
        is_asked = any(cell.answer != rules.NOT_ASKED for cell in cells)
        if is_asked or (plan.actors[code].kind is ActorKind.MEMBER and (actors is None or code in actors)):
            rows.append(GridRow(code, cells))
    return Grid(columns, tuple(rows) if columns else ())
