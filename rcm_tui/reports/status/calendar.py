"""Figures of the status report that follow the calendar: deadlines passed and to come, and the twelve months ahead."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
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
from rcm_tui.model.meetings import Meeting
from rcm_tui.model.named import answerable, named_by
from rcm_tui.model.plan import Plan, calendar_of
from rcm_tui.model.states import ActorKind, MeetingStatus
from rcm_tui.model.statuses import DROPPED
from rcm_tui.model.texts import Text
from rcm_tui.reports.requests import Asked, ResponseState, asked_of_agreements, asked_of_items, waiting_of
from rcm_tui.reports.status.figures import Keep, current_items, kept_items
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


def deadlines_of(
    plan: Plan,
    items: Sequence[Item],
    on: date,
    waiting: Sequence[Waiting],
    keep: Keep,
    moved: PutOff = MappingProxyType({}),
) -> Deadlines:
    """Deadlines of items and open requests, dates of planned entries, and dates that agreements name, each once."""
    found = [*_of_items(plan, items, on), *_of_requests(on, waiting), *_of_entries(plan, items, on)]
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
    waiting = waiting_on(plan, tuple(kept_items(plan)), on, {}, None, whole=True)
    return deadlines_of(plan, tuple(current_items(plan)), on, waiting, lambda _item_id: True)


def _of_items(plan: Plan, items: Sequence[Item], on: date) -> Iterator[Deadline]:
    """Yield the items' own deadlines, as long as they are not done."""
    for item in items:
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


def _of_entries(plan: Plan, items: Sequence[Item], on: date) -> Iterator[Deadline]:
    """Dated entries that are planned or wait for input and are no request, which has a deadline of its own."""
    for item in items:
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
    nodes = [plan.items.get(plan.resolve(item_id) or item_id) for item_id in items]
    return bool(nodes) and all(isinstance(node, Activity) and plan.statuses.is_over(node.status) for node in nodes)


# --- the calendar ahead


@dataclass(frozen=True, slots=True)
class Ahead:
    """One date of the calendar ahead: a meeting, an event (an entry with a date to come) or a deadline.

    `key` is a meeting's id, `HR-4.2/kvt`, or an agreement's key; `date` is None for a meeting without one. `is_over`
    says that the meeting is closed, or the entry completed; `deadline` says of what.
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


def calendar_ahead(plan: Plan, items: Sequence[Item], on: date, deadlines: Deadlines) -> tuple[Ahead, ...]:
    """Meetings, events and deadlines of the next twelve months in order; meetings without a date at the end."""
    horizon = _horizon(on)
    return (
        *(
            ahead
            for ahead in _dated(plan, items, deadlines)
            if (when := ahead.when) is not None
            and overlaps(when, horizon)
            and not (ahead.is_over or has_passed(when, on))
        ),
        *(ahead for ahead in _meetings(plan) if ahead.date is None and not ahead.is_over),
    )


def calendar_of_plan(plan: Plan, on: date, deadlines: Deadlines | None = None) -> tuple[Ahead, ...]:
    """Return every meeting, event and deadline of the plan with a date, in order: the calendar ahead, and the past.

    `deadlines` are those of the whole plan, if they are known already.
    """
    return _dated(plan, current_items(plan), deadlines or deadlines_of_plan(plan, on))


def _dated(plan: Plan, items: Iterable[Item], deadlines: Deadlines) -> tuple[Ahead, ...]:
    """Return what has a date, in order, each once.

    An entry that is a meeting is listed as the meeting, and one that is planned not as a deadline besides.
    """
    found = [
        *_meetings(plan),
        *_events(plan, items),
        *(
            Ahead(DEADLINE, deadline.key, deadline.date, deadline.text, None, deadline.actors, deadline=deadline.what)
            for deadline in (*deadlines.passed, *deadlines.to_come)
            if deadline.what != ENTRY
        ),
    ]
    dated = [(when, ahead) for ahead in found if (when := ahead.when) is not None]
    dated.sort(key=lambda pair: (sort_key(pair[0]), pair[1].key, pair[1].deadline))
    return tuple(ahead for _when, ahead in dated)


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


def _events(plan: Plan, items: Iterable[Item]) -> Iterator[Ahead]:
    for item in items:
        for entry in calendar_of(item):
            # A meeting is listed itself, and what was cancelled is none.
            if entry.event in plan.meetings or plan.statuses.means(entry.status) == DROPPED:
                continue
            actors = named_by(plan, entry)
            over = plan.statuses.is_over(entry.status)
            yield Ahead(EVENT, f"{item.id}/{entry.id}", rules.read(entry.date), entry.text, None, actors, over)


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
    items: Sequence[Item],
    on: date,
    appeared: Mapping[str, str | None],
    actors: Collection[str] | None,
    *,
    whole: bool,
) -> tuple[Waiting, ...]:
    """Return the open requests of these items, and of agreements if `whole`, the nearest deadline first.

    With `actors`, those that ask one of them and have no answer of theirs.
    """
    found = waiting_of((*asked_of_items(plan, items, on), *(asked_of_agreements(plan, on) if whole else ())))
    if actors is not None:
        narrowed = (
            request.only(actors) for request in found if any(each.actor in actors for each in request.standings)
        )
        found = tuple(request for request in narrowed if not request.settled)
    return tuple(Waiting(asked, _since(plan, asked, appeared)) for asked in found)


def _since(plan: Plan, asked: Asked, appeared: Mapping[str, str | None]) -> Since:
    if asked.request.sent:
        return Since(date=asked.request.sent)
    if asked.owner in plan.meetings:
        return Since(meeting=asked.owner)
    node = plan.node(asked.owner)
    for entry in calendar_of(node) if node is not None else ():
        if entry.id == asked.entry and entry.meeting:
            return Since(meeting=entry.meeting)
    return Since(meeting=appeared.get(asked.key))


def grid_of(plan: Plan, waiting: Sequence[Waiting], actors: Collection[str] | None) -> Grid:
    """Return the answers of every member country, and of each observer that is asked, to the open requests."""
    kinds = {code: plan.info.actor_kind(actor.kind) for code, actor in plan.actors.items()}
    countries = [code for code, kind in kinds.items() if kind in (ActorKind.MEMBER, ActorKind.OBSERVER)]
    asked_of = {request.asked.key: {each.actor: each for each in request.asked.standings} for request in waiting}
    columns = tuple(key for key, standings in asked_of.items() if any(code in standings for code in countries))
    rows = []
    for code in countries:
        cells = tuple(asked_of[key].get(code, ResponseState(code, rules.NOT_ASKED)) for key in columns)
        is_asked = any(cell.answer != rules.NOT_ASKED for cell in cells)
        if is_asked or (kinds[code] == ActorKind.MEMBER and (actors is None or code in actors)):
            rows.append(GridRow(code, cells))
    return Grid(columns, tuple(rows) if columns else ())
