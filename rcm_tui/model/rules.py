"""The rules that count days: what is due for the archive, what was requested by when. They propose, people decide."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence

from rcm_tui.i18n import _
from rcm_tui.model import ids
from rcm_tui.model.dates import DateError, PartialDate, has_passed, overlaps
from rcm_tui.model.dates import read as read
from rcm_tui.model.deadlines import dates_of, is_recurring, next_of, read_deadline
from rcm_tui.model.entries import Answer, Entry, Request
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.items import Activity, Item, Objective
from rcm_tui.model.meetings import Meeting
from rcm_tui.model.plan import Plan, calendar_of
from rcm_tui.model.rounds import current_round
from rcm_tui.model.states import ActorKind, AnswerKind, MeetingStatus

# --- the day that counts

OPTION, MEETING, AS_OF, EDITION, TODAY = "option", "meeting", "as_of", "edition", "today"
_LONG = datetime.timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Day:
    """The day that every rule counts from, and that is recorded where nobody says when something was.

    `source` says where it comes from: option, meeting, as_of, edition or today; `meeting` is the one whose last day
    it is.
    """

    date: datetime.date
    source: str
    meeting: str | None = None

    @property
    def is_long_past(self) -> bool:
        """Whether it is from an `as_of` that somebody may have forgotten: over a month before today."""
        return self.source == AS_OF and self.date + _LONG < datetime.date.today()


def day_of(plan: Plan, chosen: datetime.date | None = None, meeting: str | None = None) -> Day:
    """Return the day that counts: the one chosen, else the last day of the meeting, else `as_of`, else today.

    `meeting` is the id of a meeting; without it the open ones count, and none if it is no id. A meeting that is not
    over makes it today, and an `as_of` before a meeting that was held does not count.
    """
    if chosen is not None:
        return Day(chosen, OPTION)
    today = datetime.date.today()
    meetings = plan.open_meetings if meeting is None else filter(None, (plan.meetings.get(meeting),))
    last = [
        (when.last, meeting.id)
        for meeting in meetings
        if (when := read(meeting.dates)) is not None and when.last is not None
    ]
    if last:
        day, named = max(last)
        return Day(day, MEETING, named) if day <= today else Day(today, TODAY)
    as_of = read(plan.info.as_of)
    if as_of is not None and as_of.last is not None and held_after(plan, plan.info.as_of) is None:
        return Day(as_of.last, AS_OF)
    return Day(today, TODAY)


def held_after(plan: Plan, as_of: str | None) -> Meeting | None:
    """Return the last meeting that began after a plan's `as_of`, which then counts no longer; None where none did."""
    day = read(as_of)
    for meeting in reversed(plan.meetings_in_order()) if day is not None else ():
        when = read(meeting.dates)
        if meeting.status is not MeetingStatus.PLANNED and when is not None and when.first is not None:
            return meeting if day is not None and day.last is not None and when.first > day.last else None
    return None


# --- requests


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: the calendar entry that has it, the entry's item, and its deadline where it has one."""

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


def asked_in(plan: Plan, item: Item) -> Iterator[Asked]:
    """Yield the requests of an item."""
    for entry in calendar_of(item):
        for request in entry.all_requests:
            yield Asked(item, entry, request, deadline(plan, request, entry.meeting))


def deadlines(plan: Plan, request: Request, meeting: str | None = None) -> tuple[PartialDate, ...]:
    """Return the dates by which a request asks, in order, else the dates of the meeting it names.

    `meeting` is the one that asks, from which deadlines may count. Of a request that recurs after the dates it names,
    these are the first ones.
    """
    if request.due:
        return dates_of(plan, request.due, request.due_meeting or meeting)
    named = read(dates_of_meeting(plan, request.due_meeting))
    return (named,) if named is not None else ()


def dates_of_meeting(plan: Plan, meeting_id: str | None) -> str | None:
    """Return the dates of a meeting as its file has them; None where they, or the meeting, are not known."""
    meeting = plan.meetings.get(meeting_id) if meeting_id else None
    return meeting.dates if meeting else None


def deadline(
    plan: Plan,
    request: Request,
    meeting: str | None = None,
    on: datetime.date | None = None,
    days: tuple[PartialDate, ...] | None = None,
) -> PartialDate | None:
    """Return the next of the dates by which a request asks, or the last where all have passed, or without `on`.

    One that comes again never passes: it is that of the current round, and None where the next one is not known.
    `days` are its `deadlines`, where they are known already.
    """
    days = deadlines(plan, request, meeting) if days is None else days
    if is_recurring(request.due) or (request.every and days):
        known = current_round(plan, request, meeting, on) if on is not None else None
        return known.due if known is not None else None
    return next_of(days, on if on is not None else datetime.date.max)


KEPT_OPEN, NO_LONGER = "open", "closed"
"""Values of `unanswered`: answers to a request are still expected although its item is over, or no longer."""


def is_given_up(request: Request, *, over: bool) -> bool:
    """Return whether no answer is expected any more, however many are missing; `over` says that its entry is."""
    return bool(request.moved_to) or request.unanswered == NO_LONGER or (over and request.unanswered != KEPT_OPEN)


def is_dated(request: Request) -> bool:
    """Return whether a request says by when, or how often, in a way that can be read."""
    try:
        return bool(read_deadline(request.due) or request.every or request.due_meeting)
    except DateError:
        return False


def is_open(plan: Plan, asked: Asked) -> bool:
    """Return whether the entry still waits for input."""
    status = asked.entry.status
    over = plan.statuses.is_over(status)
    if over or asked.request.unanswered or asked.request.moved_to:
        return not is_given_up(asked.request, over=over)
    return status is None or plan.statuses.is_open(status) or plan.statuses.is_expected(status)


def is_overdue(plan: Plan, asked: Asked, on: datetime.date) -> bool:
    """Return whether its deadline has passed while it still waits: a month has passed when its last day has."""
    return asked.due is not None and is_open(plan, asked) and has_passed(asked.due, on)


def due_of(plan: Plan, item: Item, on: datetime.date) -> PartialDate | None:
    """Return the next of an item's own deadlines, or the last where all have passed; one that recurs never passes."""
    text = item.due if isinstance(item, Objective | Activity) else None
    days = dates_of(plan, text)
    if is_recurring(text):
        days = tuple(day for day in days if not has_passed(day, on))
    return next_of(days, on)


def is_done(plan: Plan, item: Item) -> bool:
    """Return whether nothing is left to do: an activity is over, an objective where all its activities are."""
    if isinstance(item, Activity):
        return plan.statuses.is_over(item.status)
    below = plan.children(item.id)
    return bool(below) and all(_is_done_below(plan, child) for child in below)


def _is_done_below(plan: Plan, item_id: str) -> bool:
    """Return whether an item below another is done, without decoding an activity for that."""
    if ids.kind_of(item_id) in ids.ACTIVITIES:
        return plan.statuses.is_over(getattr(plan.head(item_id), "status", None))
    item = plan.items.get(item_id)
    return item is not None and is_done(plan, item)


def is_late(plan: Plan, item: Item, on: datetime.date) -> bool:
    """Return whether an item is not done although its own deadline has passed."""
    due = due_of(plan, item, on)
    return due is not None and has_passed(due, on) and not is_done(plan, item)


def asked_actors(plan: Plan, request: Request) -> tuple[str, ...]:
    """Return the actors asked, in order, with groups replaced by their members."""
    asked = request.from_
    return plan.members_of(asked[0]) if len(asked) == 1 else members_of_all(plan, asked)


def members_of_all(plan: Plan, codes: Iterable[str]) -> tuple[str, ...]:
    """Return the actors that several codes mean, each once, in order."""
    return tuple(dict.fromkeys(member for code in codes for member in plan.members_of(code)))


def is_group(plan: Plan, code: str) -> bool:
    """Return whether a code stands for several actors, who answer by their own names."""
    actor = plan.actors.get(code)
    return actor is not None and (plan.info.actor_kind(actor.kind) == ActorKind.GROUP or bool(actor.members))


def anybody_may_answer(plan: Plan, asked: Iterable[str]) -> bool:
    """Return whether those asked are not known by name: nobody is named, or a group without known members."""
    named = members_of_all(plan, asked)
    return not named or any(is_group(plan, code) for code in named)


def not_asked(plan: Plan, asked: Sequence[str], answering: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield those who cannot answer a request that asks `asked`, each with a sentence that says what to do."""
    named = members_of_all(plan, asked)
    anybody = anybody_may_answer(plan, asked)
    for code in answering:
        if is_group(plan, code):
            yield code, _("{group} is a group; record the answers of its members by their names").format(group=code)
        elif not anybody and code not in named:
            yield (
                code,
                _("{actor} was not asked here; asked are: {asked}. Add it to those asked (request.from) first").format(
                    actor=code, asked=", ".join(asked)
                ),
            )


def state_of(answer: str | Answer) -> tuple[str, str | None]:
    """Return the state that an answer stands for, such as answered or declined, and its date."""
    return (_ANSWERS[answer.answer], answer.date) if isinstance(answer, Answer) else (ANSWERED, answer)


HOST = ("host", "hosts")
"""The words for an actor that hosts a meeting or an event."""


def roles_in(plan: Plan, entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield (actor, role) of a calendar entry, and of the meeting that it is about."""
    yield from entry.actors.items()
    event = plan.meetings.get(entry.event) if entry.event else None
    if event is not None:
        yield from (role for role in event.actors.items() if role not in entry.actors.items())


def holders_of(plan: Plan, office: str, date: str | None) -> tuple[str, ...]:
    """Return who is known to have held an office at a date (EDTF); nobody where that is not known."""
    actor, when = plan.actors.get(office), read(date)
    if actor is None or when is None:
        return ()
    dates = ((read(text), code) for text, code in actor.held.items())
    return tuple(code for held, code in dates if held is not None and overlaps(held, when))
