"""What concerns one actor: what it owes, by when, what it hosts and offers, what it is responsible for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Set
from datetime import date

from rcm_tui.model import rules
from rcm_tui.model.dates import PartialDate, has_passed, sort_key
from rcm_tui.model.entries import Entry, Funding
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.items import Activity, Item, Objective
from rcm_tui.model.named import named_by
from rcm_tui.model.plan import Plan, calendar_of
from rcm_tui.model.states import MeetingStatus
from rcm_tui.model.texts import Text
from rcm_tui.reports.requests import Asked, ResponseState, requests_of
from rcm_tui.reports.status.calendar import Deadline, deadlines_of_plan
from rcm_tui.reports.status.figures import Keep, current_items

OFFERS = ("offers", "offer", "funds", "sponsors")
"""The words under `actors` of an entry or a meeting that say that somebody gives something."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part that the actor takes in something: an entry, a meeting, the funding of an item.

    `key` is `HR-4.2`, `HR-4.2/kvt` or a meeting's id; `role` the word of the plan (host, offers, funds, presides ...);
    `passed` is None where there is no date.
    """

    key: str
    role: str
    text: Text
    date: PartialDate | None = None
    status: str = ""
    passed: bool | None = None
    funding: Funding | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class CountryFigures:
    """What concerns one actor.

    `owes` are the open requests that wait for its answer, the nearest deadline first; `answered` those it has answered,
    and earlier rounds of those that recur; both with its response. `deadlines` are those of the status report that
    concern it, passed ones first. `agreements` are (meeting, agreement) keys that name it responsible; `responsible`
    the open activities that name it, itself or through a group.
    """

    actor: str
    name: Text
    on: date
    owes: tuple[tuple[Asked, ResponseState], ...]
    answered: tuple[tuple[Asked, ResponseState], ...]
    deadlines: tuple[Deadline, ...]
    hosts: tuple[Part, ...]
    offered: tuple[Part, ...]
    takes_part: tuple[Part, ...]
    responsible: tuple[str, ...]
    agreements: tuple[str, ...]


def country_figures(plan: Plan, actor: str, on: date, keep: Keep = lambda _item_id: True) -> CountryFigures:
    """Return the figures of one actor, counted from `on`: of the items of the current plan for which `keep` is true."""
    items = tuple(current_items(plan, keep))
    deadlines = deadlines_of_plan(plan, on)
    asked_of_all = requests_of(plan, on)
    rows = [(asked, standing) for asked in asked_of_all for standing in asked.standings if standing.actor == actor]
    rows.sort(key=lambda row: (row[0].deadline.last if row[0].deadline is not None else None) or date.max)
    roles = roles_of(plan, items, (actor,), on)[actor]
    known = plan.actors.get(actor)
    return CountryFigures(
        actor=actor,
        name=known.name if known is not None else {},
        on=on,
        owes=tuple(row for row in rows if not row[1].has_answered and not row[0].settled),
        answered=(
            *(row for row in rows if row[1].has_answered and not row[0].archived),
            *(
                (asked, response)
                for asked in asked_of_all
                for _round, answers in asked.other_rounds
                for response in answers
                if response.actor == actor and not asked.archived
            ),
        ),
        deadlines=tuple(
            deadline
            for deadline in (*deadlines.passed, *deadlines.to_come)
            if actor in rules.members_of_all(plan, deadline.actors)
        ),
        hosts=roles.hosts,
        offered=roles.offered,
        takes_part=roles.takes_part,
        responsible=roles.responsible,
        agreements=tuple(_agreements(plan, actor)),
    )


@dataclass(frozen=True, slots=True)
class Roles:
    """What one actor hosts, offers, takes part in, and is responsible for; see `CountryFigures`."""

    hosts: tuple[Part, ...]
    offered: tuple[Part, ...]
    takes_part: tuple[Part, ...]
    responsible: tuple[str, ...]


def roles_of(plan: Plan, items: Iterable[Item], actors: Collection[str], on: date) -> dict[str, Roles]:
    """Return the roles of these actors in the plan's meetings and in these items, each of which is looked at once."""
    parts: dict[str, list[Part]] = {actor: [] for actor in actors}
    funded: dict[str, list[Part]] = {actor: [] for actor in actors}
    responsible: dict[str, list[str]] = {actor: [] for actor in actors}
    said: set[tuple[str, str, str]] = set()
    for item in items:
        for entry in calendar_of(item):
            for actor in _named_in(entry) & parts.keys():
                parts[actor].append(_part(item, entry, actor, on))
            if entry.event:
                said.update((entry.event, actor, role) for actor, role in entry.actors.items())
        for actor, part in _funds(item):
            if actor in funded:
                funded[actor].append(part)
        for actor in _responsible(plan, item) & responsible.keys():
            responsible[actor].append(item.id)
    return {
        actor: _roles((*parts[actor], *funded[actor], *_meetings(plan, said, actor, on)), responsible[actor])
        for actor in actors
    }


def _roles(parts: Iterable[Part], responsible: Iterable[str]) -> Roles:
    parts = sorted(parts, key=_order)
    return Roles(
        hosts=tuple(part for part in parts if part.role in (*rules.HOST, "presides")),
        offered=tuple(part for part in parts if part.role in OFFERS),
        takes_part=tuple(part for part in parts if part.role not in (*rules.HOST, *OFFERS, "presides")),
        responsible=tuple(responsible),
    )


def _order(part: Part) -> tuple[date, date, str]:
    return sort_key(part.date) if part.date is not None else (date.max, date.max, part.key)


def _named_in(entry: Entry) -> Set[str]:
    return {*entry.actors, *entry.funding.by} if entry.funding is not None else entry.actors.keys()


def _part(item: Item, entry: Entry, actor: str, on: date) -> Part:
    when = rules.read(entry.date)
    return Part(
        key=f"{item.id}/{entry.id}",
        role=entry.actors.get(actor) or "funds",
        text=entry.text,
        date=when,
        status=entry.status or "",
        passed=has_passed(when, on) if when is not None else None,
        funding=entry.funding if entry.funding is not None and actor in entry.funding.by else None,
    )


def _funds(item: Item) -> Iterator[tuple[str, Part]]:
    if isinstance(item, Objective | Activity) and item.funding is not None:
        status = item.status if isinstance(item, Activity) else ""
        for actor in dict.fromkeys(item.funding.by):
            yield actor, Part(item.id, "funds", item.text, None, status, None, item.funding)


def _meetings(plan: Plan, said: Collection[tuple[str, str, str]], actor: str, on: date) -> Iterator[Part]:
    """Yield the meetings in which it has a role, but for those of which an entry says the same; the open ones that it
    presides. `said` are the meetings, actors and roles of entries.
    """
    for meeting in plan.meetings_in_order():
        role = meeting.actors.get(actor)
        roles = [role] if role and (meeting.id, actor, role) not in said else []
        if meeting.presidency == actor and meeting.status is not MeetingStatus.CLOSED:
            roles.append("presides")
        when = rules.read(meeting.dates)
        body = plan.info.bodies.get(meeting.body)
        for each in roles:
            yield Part(
                key=meeting.id,
                role=each,
                text=meeting.title or (body.name if body is not None else {}),
                date=when,
                status=meeting.status.value,
                passed=has_passed(when, on) if when is not None else None,
                place=meeting.place,
            )


def _responsible(plan: Plan, item: Item) -> Set[str]:
    if not isinstance(item, Activity) or plan.statuses.is_over(item.status):
        return frozenset()
    return {member for code in named_by(plan, item) for member in (code, *plan.members_of(code))}


def _agreements(plan: Plan, actor: str) -> Iterator[str]:
    for meeting in plan.meetings_in_order():
        for agreement, decision in meeting.decisions():
            named = {member for code in decision.responsible for member in (code, *plan.members_of(code))}
            if actor in named and not (decision.is_withdrawn or agreement.is_withdrawn):
                yield f"{meeting.id}/{decision.id}"
