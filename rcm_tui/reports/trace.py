"""Follow-up of agreements: the items each led to and their present state, or why it led to none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rcm_tui.i18n import _
from rcm_tui.model import ids
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.items import Activity, Objective
from rcm_tui.model.meetings import Agreement, Decision, Link, Meeting
from rcm_tui.model.plan import Behind, Plan, calendar_of
from rcm_tui.model.states import Strength
from rcm_tui.reports.names import actor_names, date_words, due_words, localized, meeting_name, recurrence_words
from rcm_tui.reports.styles import counted_status, status_of, status_word


def agreement_state(decision: Decision) -> str:
    """Return the status of an agreement or part as a key of AGREEMENT_LOOK: `to-place` where it leads nowhere yet."""
    return "to-place" if decision.to_place else decision.status.value


def links_of(decision: Decision) -> tuple[Link, ...]:
    """Return what an agreement or a part led to; what its parts led to belongs to the agreement."""
    return decision.links if isinstance(decision, Agreement) else decision.own_links


def led_to(decision: Decision) -> tuple[str, ...]:
    """Return the items and actions that an agreement or a part led to, each once."""
    return tuple(link.target for link in links_of(decision))


@dataclass(frozen=True, slots=True)
class TraceState:
    """The present state of an item that an agreement led to.

    `id` is the id it has now, `named` the one that the agreement names. `status` is a status, or empty; for an
    objective or a subject `below` counts the activities under it by status, for an action (`action`, its id) those that
    carry it out. `found` is False for one that is gone. `strength` says how surely the agreement led to it.
    """

    id: str
    named: str
    status: str
    archived: bool
    found: bool
    below: tuple[tuple[str, int], ...] = ()
    strength: Strength = Strength.EXPLICIT
    action: str = ""

    @property
    def name(self) -> str:
        """Its id with the one that the agreement names, where that is another: `HR-4.2 → HR-5.1`, `MPM-1/kvt`."""
        now = f"{self.id}/{self.action}" if self.action else self.id
        return now if now == self.named else f"{self.named} → {now}"


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
        return bool(self.reason) or (bool(self.items) and all(trace_state.found for trace_state in self.items))


def trace(plan: Plan, meeting: Meeting) -> tuple[Traced, ...]:
    """Return the follow-up of each agreement of a meeting."""
    return tuple(traced(plan, meeting, agreement) for agreement in meeting.agreements)


def traced(plan: Plan, meeting: Meeting, agreement: Agreement) -> Traced:
    """Return the follow-up of one agreement."""
    items = standings_of(plan, agreement)
    return Traced(meeting, agreement, agreement_state(agreement), items, agreement.no_item or "")


def trace_all(plan: Plan) -> tuple[Traced, ...]:
    """Return the follow-up of every agreement, oldest meeting first."""
    return tuple(traced for meeting in plan.meetings_in_order() for traced in trace(plan, meeting))


def items_without_agreement(plan: Plan) -> tuple[str, ...]:
    """Return the current activities and objectives to which no agreement is known to have led, in printed order."""

    def has_one(item_id: str) -> bool:
        return any(plan.agreements_behind(owner) for owner in (item_id, ids.parent_of(item_id)) if owner)

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
        found += [agreement for agreement in behind(plan, parent) if agreement not in found]
    return tuple(found)


def duties(plan: Plan, decision: Decision) -> tuple[str, ...]:
    """Return who is to do an agreement or a part and by when, and who is asked for input by when, in words."""
    parts = []
    if decision.responsible:
        parts.append(_("Responsible: {actors}").format(actors=actor_names(plan, decision.responsible)))
    if decision.date:
        parts.append(_("By: {date}").format(date=date_words(decision.date)))
    for request in decision.all_requests:
        when = [due_words(request.due, plan)] if request.due else []
        when += [meeting_name(plan, request.due_meeting)] if request.due_meeting else []
        when += [recurrence_words(request.every, plan)] if request.every else []
        asked = _("Asked: {actors}").format(actors=actor_names(plan, request.from_))
        what = [localized(request.text)] if request.text else []
        parts.append("; ".join((asked, *what, *when)))
    return tuple(parts)


def standings_of(plan: Plan, decision: Decision) -> tuple[TraceState, ...]:
    """Return the present state of what an agreement or a part led to."""
    return tuple(standing_of(plan, link) for link in links_of(decision))


def standing_of(plan: Plan, link: Link) -> TraceState:
    """Return the present state of an item or action that something led to, by an id that it has or had."""
    now = plan.resolve(link.item)
    node = plan.node(now) if now else None
    actions = node.actions if isinstance(node, Objective) and link.action else ()
    if node is None or now is None or (link.action and link.action not in [action.id for action in actions]):
        return TraceState(link.target, link.target, "", False, False, strength=link.strength)
    below = Counter(_below(plan, now, link.action))
    return TraceState(
        now,
        link.target,
        "" if link.action else status_of(node),
        plan.is_archived(now),
        True,
        tuple(sorted(below.items())),
        link.strength,
        link.action,
    )


def action_words(plan: Plan, standing: TraceState) -> str:
    """Return the text of the action that an agreement led to, empty where it led to none."""
    item = plan.items.get(standing.id)
    actions = item.actions if isinstance(item, Objective) and standing.action else ()
    return next((localized(action.text) for action in actions if action.id == standing.action), "")


def _below(plan: Plan, item_id: str, action: str) -> Iterator[str]:
    """Yield the statuses of the activities under an item, or of an objective's entries where it has no activities.

    With an action, only the activities that carry it out count.
    """
    item = plan.items.get(item_id)
    found = [below for child in plan.walk(item_id) if isinstance(below := plan.items.get(child), Activity)]
    for activity in found:
        if not action or action in activity.actions:
            yield "archived" if plan.is_archived(activity.id) else activity.status
    if isinstance(item, Objective) and not found and not action:
        yield from (entry.status for entry in calendar_of(item) if entry.status is not None)


def strength_word(strength: Strength) -> str:
    """Return the word that goes before what an agreement led to, empty where it says so itself."""
    words = {Strength.EXPLICIT: "", Strength.PROBABLE: _("probably"), Strength.INDIRECT: _("indirectly")}
    return words[strength]


def standing_words(standing: TraceState, called: str = "{status}") -> str:
    """Return `HR-4 (1 ongoing, 1 pending input)`, `HR-4.2 (probably; archived)`.

    `called` says what the status is, in a document that is about another time: `now: {status}`.
    """
    if not standing.found:
        return _("{id} (not found)").format(id=standing.id)
    parts = [status_word("archived")] if standing.archived else []
    if standing.status and not standing.archived:
        parts.append(status_word(standing.status))
    if not parts:
        parts = [counted_status(status, count) for status, count in standing.below]
    sure = strength_word(standing.strength)
    status = called.format(status=", ".join(parts)) if parts else ""
    inside = "; ".join(part for part in (sure, status) if part)
    name = standing.name.replace("→", "->")
    return f"{name} ({inside})" if inside else name
