"""Follow-up of agreements: the items each led to and their present state, or why it led to none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from rcm_tui.i18n import _
from rcm_tui.model import ids
from rcm_tui.model.items import Activity, Objective
from rcm_tui.model.meetings import Agreement, Meeting
from rcm_tui.model.plan import Behind, Plan, calendar_of
from rcm_tui.reports.styles import counted_status, status_of, status_word


def agreement_state(agreement: Agreement) -> str:
    """Return the status of an agreement as a key of AGREEMENT_LOOK: `to-place` where it leads nowhere yet."""
    return "to-place" if agreement.to_place else agreement.status.value


def led_to(agreement: Agreement) -> tuple[str, ...]:
    """Return the items that an agreement led to, those of its parts included, each once."""
    return tuple(dict.fromkeys((*agreement.items, *(item for part in agreement.parts for item in part.items))))


@dataclass(frozen=True, slots=True)
class TraceState:
    """The present state of an item that an agreement led to.

    `id` is the id it has now, `named` the one that the agreement names. `status` is a status, or empty; for an
    objective or a subject `below` counts the activities under it by status. `found` is False for one that is gone.
    """

    id: str
    named: str
    status: str
    archived: bool
    found: bool
    below: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Traced:
    """An agreement and its follow-up. `state` is agreed, proposed, withdrawn or to-place."""

    meeting: Meeting
    agreement: Agreement
    state: str
    items: tuple[TraceState, ...]
    reason: str

    @property
    def is_traced(self) -> bool:
        """Whether it is known where it led: to items that are there, or why to none, where it is to."""
        if not self.agreement.needs_item:
            return True
        return bool(self.reason) or (bool(self.items) and all(one.found for one in self.items))


def trace(plan: Plan, meeting: Meeting) -> tuple[Traced, ...]:
    """Return the follow-up of each agreement of a meeting."""
    return tuple(traced(plan, meeting, one) for one in meeting.agreements)


def traced(plan: Plan, meeting: Meeting, agreement: Agreement) -> Traced:
    """Return the follow-up of one agreement."""
    items = standings_of(plan, agreement)
    return Traced(meeting, agreement, agreement_state(agreement), items, agreement.no_item or "")


def trace_all(plan: Plan) -> tuple[Traced, ...]:
    """Return the follow-up of every agreement, oldest meeting first."""
    return tuple(one for meeting in plan.meetings_in_order() for one in trace(plan, meeting))


def not_traced(plan: Plan) -> tuple[Traced, ...]:
    """Return the agreements without known follow-up."""
    return tuple(one for one in trace_all(plan) if not one.is_traced)


def items_without_agreement(plan: Plan) -> tuple[str, ...]:
    """Return the current activities and objectives to which no agreement is known to have led, in printed order."""

    def has_one(item_id: str) -> bool:
        return any(plan.agreements_behind(one) for one in (item_id, ids.parent_of(item_id)) if one)

    return tuple(
        item_id
        for item_id in plan.walk()
        if not plan.is_archived(item_id)
        and ids.kind_of(item_id) != ids.SUBJECT
        and not has_one(item_id)
        and not any(has_one(child) for child in plan.children(item_id))
    )


def behind(plan: Plan, item_id: str) -> tuple[Behind, ...]:
    """Return the agreements that led to an item: its own, then those of its parents."""
    found = list(plan.agreements_behind(item_id))
    parent = ids.parent_of(item_id)
    if parent:
        found += [one for one in behind(plan, parent) if one not in found]
    return tuple(found)


def standings_of(plan: Plan, agreement: Agreement) -> tuple[TraceState, ...]:
    """Return the present state of the items that an agreement led to."""
    return tuple(standing_of(plan, item_id) for item_id in led_to(agreement))


def standing_of(plan: Plan, item_id: str) -> TraceState:
    """Return the present state of an item, by an id that it has or had."""
    now = plan.resolve(item_id)
    node = plan.node(now) if now else None
    if node is None or now is None:
        return TraceState(item_id, item_id, "", False, False)
    below = Counter(_below(plan, now))
    return TraceState(now, item_id, status_of(node), plan.is_archived(now), True, tuple(sorted(below.items())))


def _below(plan: Plan, item_id: str) -> Iterator[str]:
    """Yield the statuses of the activities under an item, or of an objective's entries where it has no activities."""
    item = plan.items.get(item_id)
    found = [one for child in plan.walk(item_id) if isinstance(one := plan.items.get(child), Activity)]
    for activity in found:
        yield "archived" if plan.is_archived(activity.id) else activity.status.value
    if isinstance(item, Objective) and not found:
        yield from (entry.status.value for entry in calendar_of(item) if entry.status is not None)


def standing_words(standing: TraceState) -> str:
    """Return `HR-4 (1 ongoing, 1 pending input)`, `HR-4.2 (archived)`."""
    if not standing.found:
        return _("{id} (not found)").format(id=standing.id)
    said = [status_word("archived")] if standing.archived else []
    if standing.status and not standing.archived:
        said.append(status_word(standing.status))
    if not said:
        said = [counted_status(status, count) for status, count in standing.below]
    name = standing.id if standing.id == standing.named else f"{standing.named} -> {standing.id}"
    return f"{name} ({', '.join(said)})" if said else name
