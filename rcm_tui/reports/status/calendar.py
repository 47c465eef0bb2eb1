"""Figures of the status report that follow the calendar: deadlines passed and to come, and the twelve months ahead."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import chain
from types import MappingProxyType

from rcm_tui.changes.items import ItemChange
from rcm_tui.model import rules
from rcm_tui.model.dates import (
    INTERVAL,
    PartialDate,
    add,
    from_day,
    has_passed,
    overlaps,
    parse,
    parse_period,
    sort_key,
)
from rcm_tui.model.deadlines import Before, read_deadline
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.items import Activity, Item, Objective
from rcm_tui.model.lazy import made_of
from rcm_tui.model.meetings import Meeting
from rcm_tui.model.named import answerable, named_by
from rcm_tui.model.plan import Plan, calendar_of
from rcm_tui.model.states import ActorKind, MeetingStatus
from rcm_tui.model.statuses import DROPPED
from rcm_tui.model.texts import Text
from rcm_tui.reports.requests import Asked, ResponseState, asked_of_agreements, asked_of_items, waiting_of
from rcm_tui.reports.status.figures import Keep
from rcm_tui.reports.trace import links_of

REQUEST, ENTRY, AGREEMENT, MEETING, ITEM = "request", "entry", "agreement", "meeting", "item"
HORIZON = "P1Y"


@dataclass(frozen=True, slots=True)
class Deadline:
    """One date by which something is expected: an item, the answers to a request, a planned entry, an agreement.

    `actors` are those it waits for. `recurring` is the body or period where a request is made again and again. `was` is
    the date that it had before it was put off, as the file had it.
    """

    what: str
    key: str
    date: PartialDate
    text: Text
    actors: tuple[str, ...]
    passed: bool
    recurring: str | None = None
    was: str | None = None


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Those that have passed and those to come, each in order."""

    passed: tuple[Deadline, ...]
    to_come: tuple[Deadline, ...]


PutOff = Mapping[tuple[str, str], str]
"""The date that a deadline had at first, by the key of the item, entry or request, and the field that has it."""


def put_off(changes: Iterable[ItemChange]) -> PutOff:
    """Return which deadlines these changes, oldest first, moved, with the date that each had before."""
    found: dict[tuple[str, str], str] = {}
    for change in changes:
        for field in change.fields:
            path, before = field.path, field.before
            if path[-1] not in ("due", "date") or len(path) not in (1, 3, 4, 5) or path[0] not in ("due", "calendar"):
                continue
            if isinstance(before, str) and isinstance(field.after, str):
                member = path[-2] if len(path) == 5 else path[1] if len(path) > 1 else ""
                found.setdefault((f"{change.key}/{member}" if member else change.key, path[-1]), before)
    return found


@dataclass(frozen=True, slots=True)
class Dates:
    """What the deadlines and the calendar have of one item: its own deadline, and of its entries those that wait.

    `events` are the entries with a date, and `asked` the requests that wait for somebody, those of an archived item
    too, which has none of the others.
    """

    own: tuple[Deadline, ...] = ()
    entries: tuple[Deadline, ...] = ()
    events: tuple[Ahead, ...] = ()
    asked: tuple[Asked, ...] = ()


def dates_in(plan: Plan, item: Item, on: date) -> Dates:
    """Return what the deadlines and the calendar ahead of `on` have of an item."""
    asked = tuple(asked for asked in asked_of_items(plan, (item,), on) if not asked.settled)
    if plan.is_archived(item.id):
        return Dates(asked=asked)
    return Dates(
        tuple(_of_item(plan, item, on)), tuple(_of_entries(plan, item, on)), tuple(_events(plan, item, on)), asked
    )


def deadlines_of(
    plan: Plan,
    dates: Collection[Dates],
    on: date,
    waiting: Sequence[Waiting],
    keep: Keep,
    moved: PutOff = MappingProxyType({}),
) -> Deadlines:
    """Deadlines of items and open requests, dates of planned entries, and dates that agreements name, each once."""
    found = [deadline for each in dates for deadline in each.own]
    found += _of_requests(on, waiting)
    found += (deadline for each in dates for deadline in each.entries)
    found += _of_agreement_dates(plan, on, keep)
    once: dict[tuple[str, str], Deadline] = {}
    for deadline in found:
        was = moved.get((deadline.key, "date" if deadline.what == ENTRY else "due"))
        once.setdefault((deadline.key, deadline.date.text), replace(deadline, was=was) if was else deadline)
    found = sorted(once.values(), key=lambda deadline: (deadline.date.last or date.max, *sort_key(deadline.date)))
    return Deadlines(
        tuple(deadline for deadline in found if deadline.passed),
        tuple(deadline for deadline in found if not deadline.passed),
    )


def deadlines_of_plan(plan: Plan, on: date) -> Deadlines:
    """Return the deadlines of the whole plan, as the status report has them."""
    dates = made_of(plan.items, tuple(plan.walk()), lambda item: dates_in(plan, item, on)).values()
    waiting = waiting_on(plan, dates, on, {}, None, whole=True)
    return deadlines_of(plan, dates, on, waiting, lambda _item_id: True)


def _of_item(plan: Plan, item: Item, on: date) -> Iterator[Deadline]:
    """Yield the item's own deadline, as long as it is not done."""
    if isinstance(item, Objective | Activity) and item.due and not rules.is_done(plan, item):
        when = rules.due_of(plan, item, on)
        if when is not None:
            actors = answerable(plan, item)
            recurring = next((part.body for part in read_deadline(item.due) if isinstance(part, Before)), None)
            yield Deadline(ITEM, item.id, when, item.text, actors, has_passed(when, on), recurring)


def _of_requests(on: date, waiting: Sequence[Waiting]) -> Iterator[Deadline]:
    for request in waiting:
        asked = request.asked
        days, recurring = asked.to_come, asked.request.every
        if not days and asked.round is not None and asked.round.due is not None:
            days = (asked.round.due,)
        for day in days:
            passed = has_passed(day, on)
            yield Deadline(REQUEST, asked.key, day, asked.text, asked.waiting, passed, recurring)


def _of_entries(plan: Plan, item: Item, on: date) -> Iterator[Deadline]:
    """Dated entries that are planned or wait for input and are no request, which has a deadline of its own."""
    for entry in calendar_of(item):
        if not plan.statuses.is_expected(entry.status) or entry.all_requests:
            continue
        when = rules.read(entry.date)
        if when is not None:
            key = f"{item.id}/{entry.id}"
            actors = answerable(plan, entry) or answerable(plan, item)
            yield Deadline(ENTRY, key, when, entry.text, actors, has_passed(when, on))


def _of_agreement_dates(plan: Plan, on: date, keep: Keep) -> Iterator[Deadline]:
    for meeting in plan.meetings_in_order():
        for whole, agreement in meeting.decisions():
            when = rules.read(agreement.date)
            items = [link.item for link in links_of(agreement)]
            if when is None or whole.is_withdrawn or agreement.is_withdrawn or _carried_out(plan, items):
                continue
            if not items or any(map(keep, items)):
                key = f"{meeting.id}/{agreement.id}"
                yield Deadline(AGREEMENT, key, when, agreement.text, agreement.responsible, has_passed(when, on))


def _carried_out(plan: Plan, items: Sequence[str]) -> bool:
    """Return whether all that an agreement led to is completed or cancelled."""
    nodes = [plan.head(plan.resolve(item_id) or item_id) for item_id in items]
    return bool(nodes) and all(plan.statuses.is_over(getattr(node, "status", None)) for node in nodes)


# --- the calendar ahead


@dataclass(frozen=True, slots=True)
class Ahead:
    """One date of the calendar ahead: a meeting, an event (an entry with a date to come) or a deadline.

    `key` is a meeting's id, `HR-4.2/kvt`, or an agreement's key; `date` is None for a meeting without one. `is_over`
    is true for a closed meeting or a completed entry; `deadline` names what has to be done.
    """

    what: str
    key: str
    date: PartialDate | None
    text: Text
    place: str | None = None
    actors: tuple[str, ...] = ()
    is_over: bool = False
    deadline: str = ""

    @property
    def when(self) -> PartialDate | None:
        """Where it stands in the calendar: at its date, or at the last day of a deadline that spans several quarters.

        Such are fiscal years and ranges of years; a year alone stands where it begins.
        """
        if self.what != DEADLINE or self.date is None or self.date.precision != INTERVAL or self.date.last is None:
            return self.date
        first, last = self.date.first, self.date.last
        return from_day(last) if first is None or (last - first).days > _LONGEST_SPAN else self.date


_LONGEST_SPAN = 92
"""The days of a quarter."""
EVENT, DEADLINE = "event", "deadline"


def calendar_ahead(plan: Plan, dates: Iterable[Dates], on: date, deadlines: Deadlines) -> tuple[Ahead, ...]:
    """Meetings, events and deadlines of the next twelve months in order; meetings without a date at the end."""
    events = (event for each in dates for event in each.events)
    dated = _all(plan, events, deadlines.to_come)
    found = (ahead for ahead in dated if not ahead.is_over and _is_ahead(ahead.when, on))
    return (
        *_in_order(found),
        *(ahead for ahead in _meetings(plan) if ahead.date is None and not ahead.is_over),
    )


def calendar_of_plan(plan: Plan, on: date, deadlines: Deadlines | None = None) -> tuple[Ahead, ...]:
    """Return every meeting, event and deadline of the plan with a date, in order: the calendar ahead, and the past.

    `deadlines` are those of the whole plan, if they are known already.
    """
    current = [item_id for item_id in plan.walk() if not plan.is_archived(item_id)]
    events = made_of(plan.items, current, lambda item: tuple(_events(plan, item)))
    known = deadlines or deadlines_of_plan(plan, on)
    return _in_order(_all(plan, chain.from_iterable(events.values()), (*known.passed, *known.to_come)))


def _all(plan: Plan, events: Iterable[Ahead], deadlines: Iterable[Deadline]) -> Iterator[Ahead]:
    """Yield meetings, events and deadlines, each once.

    An entry that is a meeting is listed as the meeting, and one that is planned not as a deadline besides.
    """
    yield from _meetings(plan)
    yield from events
    for deadline in deadlines:
        if deadline.what != ENTRY:
            what, when, text = deadline.what, deadline.date, deadline.text
            yield Ahead(DEADLINE, deadline.key, when, text, None, deadline.actors, deadline=what)


def _in_order(found: Iterable[Ahead]) -> tuple[Ahead, ...]:
    """Return what has a date, in order."""
    dated = [(when, ahead) for ahead in found if (when := ahead.when) is not None]
    dated.sort(key=lambda pair: (sort_key(pair[0]), pair[1].key, pair[1].deadline))
    return tuple(ahead for _when, ahead in dated)


@lru_cache(4096)
def _is_ahead(when: PartialDate | None, on: date) -> bool:
    return when is not None and overlaps(when, _horizon(on)) and not has_passed(when, on)


@lru_cache(4)
def _horizon(on: date) -> PartialDate:
    return parse(f"{on.isoformat()}/{add(on, parse_period(HORIZON)).isoformat()}")


def _meetings(plan: Plan) -> Iterator[Ahead]:
    for meeting in plan.meetings_in_order():
        over = meeting.status is MeetingStatus.CLOSED
        yield Ahead(MEETING, meeting.id, rules.read(meeting.dates), _title(plan, meeting), meeting.place, is_over=over)


def _title(plan: Plan, meeting: Meeting) -> Text:
    """Return a meeting's title, else the name of its body."""
    if meeting.title:
        return meeting.title
    body = plan.info.bodies.get(meeting.body)
    return body.name if body is not None else {}


def _events(plan: Plan, item: Item, on: date | None = None) -> Iterator[Ahead]:
    """Yield the entries with a date; those alone that lie in the twelve months ahead of `on`, if it is given."""
    for entry in calendar_of(item):
        over = plan.statuses.is_over(entry.status)
        when = rules.read(entry.date)
        if entry.date is None or (on is not None and (over or not _is_ahead(when, on))):
            continue
        # A meeting is listed itself, and what was cancelled is none.
        if entry.event not in plan.meetings and plan.statuses.means(entry.status) != DROPPED:
            yield Ahead(EVENT, f"{item.id}/{entry.id}", when, entry.text, None, named_by(plan, entry), over)


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
    """One country and its response to each request, in the order of the grid's columns."""

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
    """Countries by open requests. `columns` are the keys of the requests."""

    columns: tuple[str, ...]
    rows: tuple[GridRow, ...]


def waiting_on(
    plan: Plan,
    dates: Iterable[Dates],
    on: date,
    appeared: Mapping[str, str | None],
    actors: Collection[str] | None,
    *,
    whole: bool,
) -> tuple[Waiting, ...]:
    """Return the open requests of some items, and of agreements if `whole`, the nearest deadline first.

    With `actors`, those that ask one of them and have no answer of theirs.
    """
    asked_of_all = chain.from_iterable(each.asked for each in dates)
    found = waiting_of((*asked_of_all, *(asked_of_agreements(plan, on) if whole else ())))
    if actors is not None:
        narrowed = (
            request.only(actors) for request in found if any(each.actor in actors for each in request.standings)
        )
        found = tuple(request for request in narrowed if not request.settled)
    return tuple(Waiting(asked, _since(asked, appeared)) for asked in found)


def _since(asked: Asked, appeared: Mapping[str, str | None]) -> Since:
    if asked.request.sent:
        return Since(date=asked.request.sent)
    return Since(meeting=asked.meeting or appeared.get(asked.key))


def grid_of(plan: Plan, waiting: Sequence[Waiting], actors: Collection[str] | None) -> Grid:
    """Return the answers of every member country, and of each observer that is asked, to the open requests."""
    kinds = {code: plan.info.actor_kind(actor.kind) for code, actor in plan.actors.items()}
    countries = {code: kind for code, kind in kinds.items() if kind in (ActorKind.MEMBER, ActorKind.OBSERVER)}
    answers = {request.asked.key: request.asked.standings for request in waiting}
    asking = [(key, found) for key, found in answers.items() if any(each.actor in countries for each in found)]
    cells = {code: [ResponseState(code, rules.NOT_ASKED)] * len(asking) for code in countries}
    for place, (_key, standings) in enumerate(asking):
        for standing in standings:
            if standing.actor in countries:
                cells[standing.actor][place] = standing
    rows = [
        GridRow(code, tuple(row))
        for code, row in cells.items()
        if any(cell.answer != rules.NOT_ASKED for cell in row)
        or (kinds[code] == ActorKind.MEMBER and (actors is None or code in actors))
    ]
    return Grid(tuple(key for key, _standings in asking), tuple(rows) if asking else ())
