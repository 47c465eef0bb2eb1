"""The rules that count days: what is due for the archive, what was asked and by when. They propose; people decide."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rcm_tui.i18n import _, current
from rcm_tui.model.dates import describe, has_passed
from rcm_tui.model.dates.edtf import DateError, PartialDate, parse
from rcm_tui.model.dates.periods import describe_period, parse_period, subtract
from rcm_tui.model.items import Activity, Answer, AnswerKind, Entry, Item, Request, Status
from rcm_tui.model.plan import Plan, calendar_of


@lru_cache(maxsize=4096)
def read(text: str | None) -> PartialDate | None:
    """A date of the plan; None where there is none or it cannot be read (`rcm check` tells of that)."""
    if not text:
        return None
    try:
        return parse(text)
    except DateError:
        return None


@dataclass(frozen=True, slots=True)
class Due:
    """An activity that the archive rule proposes: when it was last heard of, and the reason as a sentence."""

    id: str
    last: datetime.date
    why: str


def due_for_archive(plan: Plan, on: datetime.date) -> tuple[Due, ...]:
    """Activities carried out longer ago than the plan's `archive_after` counts back from `on`, in printed order.

    Carried out means: neither the activity nor any of its entries is open, planned or postponed. It counts from the
    last day that any of them names, or the meeting that an entry came from; one without any date is not proposed.
    (The plan of 2006, note 2: "Activities carried out more than two years ago are found in the Archival Plan".)
    """
    if not plan.info.archive_after:
        return ()
    try:
        period = parse_period(plan.info.archive_after)
    except ValueError:
        return ()
    limit = subtract(on, period)
    found = []
    for activity in plan.activities():
        if plan.is_archived(activity.id) or not _is_over(activity):
            continue
        last = _last_heard(plan, activity)
        if last is not None and last < limit:
            found.append(Due(activity.id, last, _why(last, describe_period(period, current()))))
    return tuple(found)


def _why(last: datetime.date, period: str) -> str:
    when = describe(parse(last.isoformat()), current())
    return _("carried out; its last date is {date}, more than {period} ago").format(date=when, period=period)


_OVER = frozenset({Status.COMPLETED, Status.CANCELLED})


def _is_over(activity: Activity) -> bool:
    return activity.status in _OVER and all(
        entry.status in _OVER or entry.status is None for entry in activity.calendar
    )


def _last_heard(plan: Plan, activity: Activity) -> datetime.date | None:
    days = []
    for entry in activity.calendar:
        for text in (entry.date, entry.request.due if entry.request else None, _dates_of(plan, entry.meeting)):
            date = read(text)
            if date is not None and date.last is not None:
                days.append(date.last)
    return max(days, default=None)


def _dates_of(plan: Plan, meeting_id: str | None) -> str | None:
    meeting = plan.meetings.get(meeting_id) if meeting_id else None
    return meeting.dates if meeting else None


# --- requests


@dataclass(frozen=True, slots=True)
class Asked:
    """An open request: the entry that asks, of which item, with its deadline where it has one."""

    item: Item
    entry: Entry
    request: Request
    due: PartialDate | None


ANSWERED, PARTLY, DECLINED, NOT_APPLICABLE = "answered", "partial", "declined", "not-applicable"
NOT_YET, NOT_RECORDED, NOT_ASKED = "not-yet", "not-recorded", "not-asked"

_ANSWERS = {
    AnswerKind.COMPLETE: ANSWERED,
    AnswerKind.PARTIAL: PARTLY,
    AnswerKind.DECLINED: DECLINED,
    AnswerKind.NOT_APPLICABLE: NOT_APPLICABLE,
}


def requests(plan: Plan, *, archived: bool = False) -> Iterator[Asked]:
    """Every calendar entry that asks for input, in printed order; those of the archive only on demand."""
    for item_id in plan.walk():
        item = plan.items.get(item_id)
        if item is None or (plan.is_archived(item_id) and not archived):
            continue
        for entry in calendar_of(item):
            if entry.request is not None:
                yield Asked(item, entry, entry.request, deadline(plan, entry.request))


def deadline(plan: Plan, request: Request) -> PartialDate | None:
    """When input is asked for: the date given, else that of the meeting it is asked for."""
    return read(request.due) or read(_dates_of(plan, request.due_meeting))


def is_open(asked: Asked) -> bool:
    """Whether the entry still waits for input."""
    return asked.entry.status is None or asked.entry.status.is_open or asked.entry.status is Status.PLANNED


def is_overdue(asked: Asked, on: datetime.date) -> bool:
    """Whether its deadline has passed and it still waits: a month has passed when its last day has."""
    return asked.due is not None and is_open(asked) and has_passed(asked.due, on)


def asked_actors(plan: Plan, request: Request) -> tuple[str, ...]:
    """The actors asked, groups taken apart into their members, in order."""
    return tuple(dict.fromkeys(member for code in request.from_ for member in plan.members_of(code)))


def answer_of(plan: Plan, request: Request, actor: str) -> tuple[str, str | None]:
    """How an actor stands towards a request, and the date of its answer.

    One of answered, partial, declined, not-applicable; not-yet, only where the ledger is known to be complete; else
    not-recorded; not-asked.
    """
    answer = request.received.get(actor)
    if isinstance(answer, Answer):
        return _ANSWERS[answer.answer], answer.date
    if answer is not None:
        return ANSWERED, answer
    if actor not in asked_actors(plan, request):
        return NOT_ASKED, None
    return (NOT_YET if request.ledger == "complete" else NOT_RECORDED), None
