"""Requests, their deadlines and the answers to them, by request or by actor, in neutral words.

Silence is not a failure: an actor without an entry in the ledger is shown as *not recorded*, and as *not yet* only
where the request says that its ledger is complete.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import chain, islice
from sys import intern

from rcm_tui.model import rules
from rcm_tui.model.dates import PartialDate, has_passed
from rcm_tui.model.entries import Answer, Entry, Request
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.lazy import made_of, scan
from rcm_tui.model.meetings import Decision
from rcm_tui.model.plan import Node, Plan, calendar_of
from rcm_tui.model.rounds import Received, Round, current_round, in_round, other_rounds, recurs
from rcm_tui.model.texts import Text

_SILENT = (rules.NOT_YET, rules.NOT_RECORDED)
_STRETCH = 250
"""Items that are looked at in some milliseconds."""


@dataclass(frozen=True, slots=True)
class ResponseState:
    """The response of one actor to a request.

    `answer` is one of the words of `rules.answer_of`, such as answered or not-recorded; `date` is that of the answer
    (EDTF), where it is known.
    """

    actor: str
    answer: str
    date: str | None = None
    note: Text | None = None

    @property
    def has_answered(self) -> bool:
        """Whether anything was recorded of this actor."""
        return self.answer not in _SILENT


@dataclass(frozen=True, slots=True)
class Asked:
    """One request with its place: an entry of an item, or an agreement of a meeting.

    `deadline` is the next of the `deadlines`, the days or periods by which input was asked for, or the last where all
    have passed; None where none is known. `passed` says whether it has passed on the day the rules count from;
    `settled` whether nothing is waited for. Of a request that recurs, `standings` are the responses to the current
    `round`, which is None where the next one is not known, and `other_rounds` has those to the others.
    """

    key: str
    """`HR-4.2/mzp` for an entry, `2001-03-assembly/hjn` for an agreement; a further request has its own id there."""
    entry: str
    """The id of the calendar entry, agreement or part that asks."""
    text: Text
    request: Request
    status: str | None
    meeting: str | None
    """The meeting that asks, where one does."""
    standings: tuple[ResponseState, ...]
    deadline: PartialDate | None
    deadlines: tuple[PartialDate, ...]
    passed: bool
    settled: bool
    archived: bool
    round: Round | None = None
    other_rounds: tuple[tuple[Round, tuple[ResponseState, ...]], ...] = ()

    @property
    def owner(self) -> str:
        """The item or meeting that the request belongs to."""
        return self.key.partition("/")[0]

    @property
    def member(self) -> str:
        """What names the request: the id of the calendar entry or agreement, or its own id if it is a further one."""
        return self.key.partition("/")[2]

    @property
    def to_come(self) -> tuple[PartialDate, ...]:
        """The deadlines from the next one on."""
        place = self.deadlines.index(self.deadline) if self.deadline in self.deadlines else len(self.deadlines)
        return self.deadlines[place:]

    @property
    def answered(self) -> int:
        """How many of those asked have answered."""
        return len([each for each in self.standings if each.answer not in _SILENT])

    @property
    def waiting(self) -> tuple[str, ...]:
        """Those asked of whom no answer is recorded."""
        return _shared(tuple([each.actor for each in self.standings if each.answer in _SILENT]))

    def only(self, actors: Collection[str]) -> Asked:
        """Return the same request with the responses of these actors alone; settled where all of them have answered."""
        kept = tuple(standing for standing in self.standings if standing.actor in actors)
        return replace(self, standings=kept, settled=self.settled or all(response.has_answered for response in kept))


def requests_of(plan: Plan, on: date, only: Collection[str] | None = None) -> tuple[Asked, ...]:
    """Return every request: of items in printed order, then of agreements. `only` keeps those of these items."""
    wanted = [item_id for item_id in plan.walk() if only is None or item_id in only]
    asking = made_of(plan.items, wanted, lambda item: tuple(asked_of_items(plan, (item,), on)))
    found = list(chain.from_iterable(asking.values()))
    if only is None:
        found += asked_of_agreements(plan, on)
    return tuple(found)


def waiting_of(requests: Iterable[Asked]) -> tuple[Asked, ...]:
    """Return the requests that wait for somebody, archived items' too, the nearest deadline first."""
    waiting = [asked for asked in requests if not asked.settled]
    return tuple(sorted(waiting, key=_deadline_order))


def count_waiting(plan: Plan, on: date) -> Iterator[int]:
    """Yield how many requests wait for somebody, to be added up; a large plan has too many to keep or count at once."""
    yield sum(not asked.settled for asked in asked_of_agreements(plan, on))
    items = scan(plan.items)
    while stretch := (*islice(items, _STRETCH),):
        yield sum(not asked.settled for asked in asked_of_items(plan, stretch, on))


def by_actor(requests: Iterable[Asked], plan: Plan) -> dict[str, tuple[tuple[Asked, ResponseState], ...]]:
    """Return the requests of each actor with its responses; actors in the order of the plan's register."""
    found: dict[str, list[tuple[Asked, ResponseState]]] = {}
    for asked in requests:
        for standing in asked.standings:
            found.setdefault(standing.actor, []).append((asked, standing))
    rank = {code: place for place, code in enumerate(plan.actors)}
    ordered = sorted(found, key=lambda code: (rank.get(code, len(rank)), code))
    return {code: tuple(found[code]) for code in ordered}


def asked_of_entry(plan: Plan, item_id: str, entry: Entry, on: date) -> tuple[Asked, ...]:
    """Return the requests of a calendar entry."""
    requests = entry.all_requests
    if not requests:  # Most entries have none.
        return ()
    over, archived = plan.statuses.is_over(entry.status), plan.is_archived(item_id)
    status, meeting = (intern(name) if name else name for name in (entry.status, entry.meeting))  # Few different ones.
    return tuple(
        _asked(plan, item_id, entry, request, status, meeting, on, over=over, archived=archived) for request in requests
    )


def asked_of_agreement(
    plan: Plan, meeting_id: str, agreement: Decision, on: date, *, over: bool = False
) -> tuple[Asked, ...]:
    """Return the requests of an agreement or of a part of one."""
    over = over or agreement.is_withdrawn
    return tuple(
        _asked(plan, meeting_id, agreement, request, None, meeting_id, on, over=over, archived=False)
        for request in agreement.all_requests
    )


def asked_of_items(plan: Plan, items: Iterable[Node], on: date) -> Iterator[Asked]:
    """Yield the requests of the calendar entries of some items."""
    for item in items:
        for entry in calendar_of(item):
            yield from asked_of_entry(plan, item.id, entry, on)


def asked_of_agreements(plan: Plan, on: date) -> Iterator[Asked]:
    """Yield the requests of all agreements and their parts, by meeting."""
    for meeting in plan.meetings_in_order():
        for agreement, decision in meeting.decisions():
            yield from asked_of_agreement(plan, meeting.id, decision, on, over=agreement.is_withdrawn)


def _asked(
    plan: Plan,
    owner: str,
    asking: Entry | Decision,
    request: Request,
    status: str | None,
    meeting: str | None,
    on: date,
    *,
    over: bool,
    archived: bool,
) -> Asked:
    again = recurs(plan, request)
    standings = _standings(plan, in_round(plan, request, meeting, on) if again else request)
    deadlines = rules.deadlines(plan, request, meeting)
    deadline = rules.deadline(plan, request, meeting, on, deadlines)
    if deadline is not None and deadline not in deadlines:
        deadlines = (*deadlines, deadline)
    current = current_round(plan, request, meeting, on) if again else None
    others = other_rounds(plan, request, meeting, on) if again else ()
    return Asked(
        key=f"{owner}/{asking.name_of(request)}",
        entry=asking.id,
        text=request.text or asking.text,
        request=request,
        status=status,
        meeting=meeting,
        standings=standings,
        deadline=deadline,
        deadlines=deadlines,
        passed=deadline is not None and has_passed(deadline, on),
        settled=rules.is_given_up(request, over=over)
        or (bool(standings) and all(standing.has_answered for standing in standings)),
        archived=archived,
        round=current,
        other_rounds=tuple((round_, tuple(_responses(answers))) for round_, answers in others),
    )


def _responses(answers: Received) -> Iterator[ResponseState]:
    for actor, answer in answers.items():
        note = answer.note if isinstance(answer, Answer) else None
        yield (
            _response(actor, *rules.state_of(answer))
            if note is None
            else ResponseState(actor, *rules.state_of(answer), note)
        )


@lru_cache(4096)
def _response(actor: str, answer: str, date: str | None = None) -> ResponseState:
    """Return a response without a note; a large plan has the same ones very often."""
    return ResponseState(actor, answer, date)


def _standings(plan: Plan, request: Request) -> tuple[ResponseState, ...]:
    answer = rules.NOT_YET if request.ledger == "complete" else rules.NOT_RECORDED
    silent = _silent(rules.asked_actors(plan, request), answer)
    if not request.received:
        return silent
    standings = {standing.actor: standing for standing in silent}
    standings.update((standing.actor, standing) for standing in _responses(request.received))
    return tuple(standings.values())


@lru_cache(4096)
def _silent(actors: tuple[str, ...], answer: str) -> tuple[ResponseState, ...]:
    """Return the responses of actors of whom no answer is recorded; many requests ask the same ones."""
    return tuple(_response(actor, answer) for actor in actors)


@lru_cache(4096)
def _shared(actors: tuple[str, ...]) -> tuple[str, ...]:
    """Return these actors as they were given first, so that those of many requests take up no room."""
    return actors


def _deadline_order(asked: Asked) -> date:
    return (asked.deadline.last if asked.deadline is not None else None) or date.max
