"""The rounds of a request that recurs, and which answers belong to which.

A request recurs at the meetings of a body or after each period (`every`), or before each meeting of a body (`due`).
Each of its rounds has a ledger of its own, so that an answer to one does not count for the next. In a file, `rounds`
has the answers that were recorded for a round, under the meeting or the day (EDTF) at which it ends; an answer in
`received` belongs to the round that its date falls into.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from heapq import merge
from itertools import islice

from rcm_tui.model.dates import (
    MONTH,
    YEAR,
    DateError,
    PartialDate,
    Period,
    add,
    from_day,
    has_passed,
    parse,
    parse_period,
    read,
    sort_key,
)
from rcm_tui.model.deadlines import Before, Part, Within, dates_of, is_recurring, read_deadline
from rcm_tui.model.entries import Answer, Request
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.meetings import Meeting
from rcm_tui.model.plan import Plan
from rcm_tui.model.states import MeetingStatus

Received = Mapping[str, str | Answer]
"""Answers by the codes of their actors: the date of a complete one, or an `Answer`."""

_MOST = 20_000
"""Rounds that are counted at most: a period of a day makes as many in fifty years."""


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a request.

    `key` names it in files: the meeting that it leads to, or the day it is due. `due` is None for a meeting whose dates
    are not known.
    """

    key: str
    due: PartialDate | None


def recurs(plan: Plan, request: Request) -> bool:
    """Return whether a request is made again and again."""
    if request.every:
        return request.every in plan.info.bodies or is_recurring(request.due) or _period(request) is not None
    return is_recurring(request.due)


def rounds(plan: Plan, request: Request, meeting: str | None = None) -> Iterator[Round]:
    """Yield the rounds of a request in order, without end where it recurs after a period.

    `due` and `every` together mean the first round, or rounds, and those after it. Periods are counted from these, else
    from the day on which the request was sent; without either, no round is known. `meeting` is the one that asks.
    """
    fixed = list(_fixed(plan, request, meeting))
    yield from fixed
    body = _body(plan, request)
    if body is not None:
        yield from _at_meetings(plan, request, body, fixed[-1].due if fixed else None, meeting)
        return
    period = _period(request)
    sent = read(request.sent)
    starts = [round_.due for round_ in fixed if round_.due is not None] or ([sent] if sent is not None else [])
    if period is not None:
        yield from (Round(day.text, day) for day in starts if not fixed)
        again = merge(*(_repeated(start, period) for start in starts), key=sort_key)
        yield from (Round(day.text, day) for day in islice(again, _MOST))


def current_round(plan: Plan, request: Request, meeting: str | None, on: date) -> Round | None:
    """Return the round that answers are expected for on a day: the first that is not over.

    None where the next one is not known. The round of a meeting is over when the meeting is closed.
    """
    return next((round_ for round_ in rounds(plan, request, meeting) if not _is_over(plan, round_, on)), None)


def round_of(plan: Plan, request: Request, meeting: str | None, when: PartialDate | None, on: date) -> Round | None:
    """Return the round that an answer of this date belongs to: the first that ends on that day or after it.

    An answer without a date, or of the very day that counts, belongs to the current one.
    """
    if when is None or when.last is None or when.first == when.last == on:
        return current_round(plan, request, meeting, on)
    return _by_date(plan, request, meeting, when)


def ledger_of(plan: Plan, request: Request, meeting: str | None, wanted: Round | None, on: date) -> Received:
    """Return the answers to one round; to those that no known round ends where `wanted` is None."""
    dated = {
        actor: answer
        for actor, answer in request.received.items()
        if _belongs(plan, request, meeting, _date_of(answer), wanted, on)
    }
    return {**dated, **(request.rounds.get(wanted.key, {}) if wanted is not None else {})}


def in_round(plan: Plan, request: Request, meeting: str | None, on: date) -> Request:
    """Return the request with the answers of its current round alone; as it is where it does not recur."""
    if not recurs(plan, request):
        return request
    wanted = current_round(plan, request, meeting, on)
    return replace(request, received=ledger_of(plan, request, meeting, wanted, on), rounds={})


def other_rounds(plan: Plan, request: Request, meeting: str | None, on: date) -> Iterator[tuple[Round, Received]]:
    """Yield the rounds besides the current one that have answers, with these, in order."""
    if not recurs(plan, request):
        return
    wanted = current_round(plan, request, meeting, on)
    current = ledger_of(plan, request, meeting, wanted, on)
    found: dict[str, tuple[Round, dict[str, str | Answer]]] = {}
    for actor, answer in request.received.items():
        if actor not in current or current[actor] is not answer:
            answered = answer_round(plan, request, meeting, answer)
            found.setdefault(answered.key, (answered, {}))[1][actor] = answer
    for key, answers in request.rounds.items():
        if wanted is None or key != wanted.key:
            found.setdefault(key, (named_round(plan, key), {}))[1].update(answers)
    yield from sorted(
        found.values(), key=lambda pair: sort_key(pair[0].due) if pair[0].due else (date.max, date.max, "")
    )


def known_rounds(plan: Plan, request: Request, meeting: str | None, on: date) -> list[Round]:
    """Return the rounds up to the current one, in order."""
    wanted, found = current_round(plan, request, meeting, on), []
    for round_ in rounds(plan, request, meeting):
        found.append(round_)
        if round_ == wanted or (wanted is None and not _is_over(plan, round_, on)):
            break
    return found


def answer_round(plan: Plan, request: Request, meeting: str | None, answer: str | Answer) -> Round:
    """Return the round that an answer in `received` belongs to by its date; one of that day where none is known."""
    when = _date_of(answer)
    found = _by_date(plan, request, meeting, when) if when is not None else None
    return found or Round(when.text if when is not None else "", when)


def named_round(plan: Plan, key: str) -> Round:
    """Return the round with a key of a file."""
    return Round(key, _dates(plan.meetings[key]) if key in plan.meetings else read(key))


def place_of(
    plan: Plan, request: Request, meeting: str | None, wanted: Round | None, actor: str, on: date
) -> tuple[str, ...]:
    """Return the path below a request at which an actor's answer to a round is, or is to be put."""
    if wanted is None or not recurs(plan, request):
        return ("received", actor)
    answer = request.received.get(actor)
    is_there = answer is not None and actor not in request.rounds.get(wanted.key, {})
    if is_there and _belongs(plan, request, meeting, _date_of(answer), wanted, on):
        return ("received", actor)
    return ("rounds", wanted.key, actor)


# --- in detail


def _body(plan: Plan, request: Request) -> str | None:
    """Return the body at whose meetings, or before whose meetings, a request recurs."""
    if request.every in plan.info.bodies:
        return request.every
    return next((part.body for part in _parts(request) if isinstance(part, Before)), None)


def _parts(request: Request) -> tuple[Part, ...]:
    try:
        return read_deadline(request.due)
    except DateError:
        return ()


def _period(request: Request) -> Period | None:
    try:
        return parse_period(request.every) if request.every else None
    except DateError:
        return None


def _fixed(plan: Plan, request: Request, meeting: str | None) -> Iterator[Round]:
    """Yield the rounds that a deadline names by their dates, or the meeting that the first one is due at."""
    parts = [part for part in _parts(request) if not isinstance(part, Before)]
    if parts and not _offset(plan, request):
        days = dates_of(plan, ", ".join(map(str, parts)), request.due_meeting or meeting)
        yield from (Round(day.text, day) for day in days)
    elif request.every and request.due_meeting and request.due_meeting in plan.meetings:
        yield Round(request.due_meeting, _dates(plan.meetings[request.due_meeting]))


def _offset(plan: Plan, request: Request) -> Period | None:
    """Return how long after each meeting of a body a request is due, where it says so; None where at the meeting."""
    within = [part for part in _parts(request) if isinstance(part, Within) and not part.meeting]
    return parse_period(within[0].period) if within and request.every in plan.info.bodies else None


def _at_meetings(
    plan: Plan, request: Request, body: str, start: PartialDate | None, meeting: str | None
) -> Iterator[Round]:
    """Yield a round for each meeting of a body after `start`; those without dates, which are still to come, last."""
    before, offset = request.every not in plan.info.bodies, _offset(plan, request)
    asking = plan.meetings.get(request.due_meeting or meeting or "")
    after = start.last if start is not None and start.last is not None else date.min
    if asking is not None and (before or offset):
        last = (read(asking.dates) or start) if asking.dates else None
        after = last.last if last is not None and last.last is not None else after
        after -= timedelta(days=1) if offset and asking.body == body and after > date.min else timedelta()
    for held in plan.meetings_in_order():
        when = _dates(held)
        if held.body != body or (held.id == request.due_meeting and not before and not offset):
            continue
        if when is None or when.last is None or when.first is None:
            if held.status is not MeetingStatus.CLOSED:
                yield Round(held.id, None)
        elif offset:
            if when.last > after:
                yield Round(held.id, from_day(add(when.last, offset)))
        elif when.first > after and not (before and when.precision == YEAR):
            yield Round(held.id, from_day(when.first - timedelta(days=1)) if before else when)


def _repeated(start: PartialDate, period: Period) -> Iterator[PartialDate]:
    """Yield the dates that are whole numbers of periods after `start`, each counted from `start`.

    So a short month does not shorten those after it; a month leads to whole months.
    """
    whole_months = start.precision == MONTH and not period.days
    origin = start.first if whole_months else start.last
    times, last = 0, origin
    while origin is not None and last is not None:
        times += 1
        try:
            day = add(origin, period, times)
        except DateError:  # Beyond the calendar.
            return
        if day <= last:
            return  # A period of no length.
        last = day
        yield parse(f"{day:%Y-%m}") if whole_months else from_day(day)


def _is_over(plan: Plan, round_: Round, on: date) -> bool:
    held = plan.meetings.get(round_.key)
    when = _dates(held) if held is not None else None
    is_after = (
        round_.due is not None and when is not None and when.last is not None and (round_.due.last or on) > when.last
    )
    if held is not None and held.status is MeetingStatus.CLOSED and not is_after:
        return True
    return round_.due is not None and has_passed(round_.due, on)


def _by_date(plan: Plan, request: Request, meeting: str | None, when: PartialDate) -> Round | None:
    """Return the first round that ends on the last day of a date or after it."""
    last = when.last or date.max
    return next((round_ for round_ in rounds(plan, request, meeting) if (_last(round_)) >= last), None)


def _last(round_: Round) -> date:
    return (round_.due.last if round_.due is not None else None) or date.max


def _belongs(
    plan: Plan, request: Request, meeting: str | None, when: PartialDate | None, wanted: Round | None, on: date
) -> bool:
    """Return whether an answer in `received` belongs to a round."""
    period = _period(request)
    if when is None or when.last is None:
        return wanted is None or wanted == current_round(plan, request, meeting, on)
    if period is not None and wanted is None and next(rounds(plan, request, meeting), None) is None:
        # It is not known when the rounds begin; an answer holds for a period.
        try:
            return not has_passed(from_day(add(when.last, period)), on)
        except DateError:
            return True
    found = _by_date(plan, request, meeting, when)
    return (found.key if found is not None else None) == (wanted.key if wanted is not None else None)


def _date_of(answer: str | Answer | None) -> PartialDate | None:
    return read(answer.date if isinstance(answer, Answer) else answer)


def _dates(meeting: Meeting) -> PartialDate | None:
    return read(meeting.dates)
