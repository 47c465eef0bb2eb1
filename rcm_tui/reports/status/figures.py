"""Figures of the status report that are read from the items: statuses, gaps, money, and the part of one actor."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from rcm_tui.model import ids
from rcm_tui.model.entries import Entry, Funding, Source
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.items import Activity, Item, Objective, Subject
from rcm_tui.model.lazy import scan
from rcm_tui.model.meetings import Agreement
from rcm_tui.model.named import named_by
from rcm_tui.model.plan import Plan, Unreadable, calendar_of
from rcm_tui.model.texts import Text
from rcm_tui.model.totals import Number, total_of, totalled
from rcm_tui.model.undetermined import TBD

Keep = Callable[[str], bool]
"""Whether an item is in the part of the plan that the report is about."""


@dataclass(frozen=True, slots=True)
class SubjectStanding:
    """One subject: its objectives, and its activities by status; `archived` are activities too."""

    id: str
    number: int
    title: Text
    objectives: tuple[str, ...]
    by_status: Mapping[str, tuple[str, ...]]
    archived: tuple[str, ...]
    open: tuple[str, ...]
    """Those on which work goes on, or that wait for input."""

    @property
    def activities(self) -> tuple[str, ...]:
        """Every activity of the current plan."""
        return tuple(activity for group in self.by_status.values() for activity in group)


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums and means of a subject, or without an `id` of the whole plan, by the names of the fields."""

    id: str
    title: Text
    values: Mapping[str, Number]


def totals_of(plan: Plan, subjects: Sequence[SubjectStanding], *, whole: bool) -> tuple[Totals, ...]:
    """Return the totals of subjects that have any, then those of the `whole` plan; of fields that are published."""
    fields = [field for field in totalled(plan).values() if field.published]
    found = []
    for key, title in (*((subject.id, subject.title) for subject in subjects), *((("", {}),) if whole else ())):
        values = {field.name: total_of(plan, field, key, archived=False) for field in fields}
        known = {name: value for name, value in values.items() if value is not None}
        found += [Totals(key, title, known)] if known else []
    return tuple(found)


def standing_of(plan: Plan, keep: Keep, statuses: Mapping[str, str]) -> tuple[SubjectStanding, ...]:
    """Return every subject in printed order with its activities by status; subjects without any item are left out.

    `statuses` has those of the activities of the current plan.
    """
    found = []
    for subject_id in plan.children():
        standing = _subject(plan, subject_id, keep, statuses)
        if keep(subject_id) or standing.objectives or standing.activities or standing.archived:
            found.append(standing)
    return tuple(found)


def _subject(plan: Plan, subject_id: str, keep: Keep, statuses: Mapping[str, str]) -> SubjectStanding:
    node = plan.node(subject_id)
    objectives: list[str] = []
    archived: list[str] = []
    groups: dict[str, list[str]] = {}
    for item_id in plan.walk(subject_id):
        kind = ids.kind_of(item_id)
        if not keep(item_id):
            continue
        if plan.is_archived(item_id):
            archived += [item_id] if kind in ids.ACTIVITIES else []
        elif kind == ids.OBJECTIVE:
            objectives.append(item_id)
        else:
            groups.setdefault(statuses.get(item_id, "unreadable"), []).append(item_id)
    return SubjectStanding(
        id=subject_id,
        number=node.number if node is not None and not isinstance(node, Unreadable) else 0,
        title=node.text if node is not None and not isinstance(node, Unreadable) else {},
        objectives=tuple(objectives),
        by_status={status: tuple(groups[status]) for status in counted(plan) if status in groups},
        archived=tuple(archived),
        open=tuple(
            activity
            for status in plan.statuses.counted
            if plan.statuses.is_open(status)
            for activity in groups.get(status, ())
        ),
    )


def counted(plan: Plan) -> tuple[str, ...]:
    """Return the statuses in the order in which they are counted: first what is open, at the end what is unreadable."""
    return (*plan.statuses.counted, "unreadable")


def current_items(plan: Plan, keep: Keep = lambda _item_id: True) -> Iterator[Item]:
    """Yield the items of the current plan for which `keep` is true, in printed order, without unreadable ones."""
    for item_id in plan.walk():
        if keep(item_id) and not plan.is_archived(item_id) and item_id in plan.items:
            yield plan.items[item_id]


def lacks_responsible(plan: Plan, item: Item) -> bool:
    """Return whether an activity not yet over names nobody, neither itself nor in an entry that is not over.

    An actor that is asked for input, or takes part in an entry, counts as named.
    """
    return isinstance(item, Activity) and not plan.statuses.is_over(item.status) and not _names_somebody(plan, item)


def _names_somebody(plan: Plan, activity: Activity) -> bool:
    return bool(named_by(plan, activity)) or any(
        named_by(plan, entry) or any(request.from_ for request in entry.all_requests)
        for entry in activity.calendar
        if not plan.statuses.is_over(entry.status)
    )


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An activity or entry whose status is not what the source's print says. `key` is `HR-4.2` or `HR-4.2/kvt`.

    `printed_open` says how the source has it: in bold italic, that is as open, or plain.
    """

    key: str
    text: Text
    status: str
    printed_open: bool


def disagreements_of(plan: Plan, item: Item) -> Iterator[Disagreement]:
    """Yield the texts of an item whose emphasis in the source disagrees with their status."""
    if isinstance(item, Activity) and item.source is not None and _disagree(plan, item.status, item.source):
        yield Disagreement(item.id, item.text, item.status, _printed_open(item.source))
    for entry in calendar_of(item):
        if entry.source is not None and entry.status is not None and _disagree(plan, entry.status, entry.source):
            key = f"{item.id}/{entry.id}"
            yield Disagreement(key, entry.text, entry.status, _printed_open(entry.source))


def has_marked_source(plan: Plan) -> bool:
    """Return whether a text of the plan was transcribed from a source that marks what is open."""
    sources = (part.source for item in scan(plan.items) for part in (item, *calendar_of(item)))
    return any(source is not None and source.emphasis is not None for source in sources)


def _disagree(plan: Plan, status: str, source: Source) -> bool:
    return source.emphasis is not None and plan.statuses.is_bold(status) != _printed_open(source)


def _printed_open(source: Source) -> bool:
    return source.emphasis not in (None, "none")


# --- priorities and money


@dataclass(frozen=True, slots=True)
class Need:
    """A priority that is not carried out yet (`pending`), or work whose money is not found yet (`unfunded`).

    `key` is an item's id or `HR-4.2/kvt`; `status` is empty for an objective.
    """

    key: str
    text: Text
    status: str
    priority: str | int | None
    funding: Funding | None
    pending: bool
    unfunded: bool


def needs_of(plan: Plan, item: Item) -> list[Need]:
    """Return what of an item is a priority not carried out, or work that lacks money.

    Money is lacking where the plan says what is missing, or a cost without anybody who pays.
    """
    found = []
    if not isinstance(item, Subject) and (item.priority is not None or item.funding is not None):
        status = item.status if isinstance(item, Activity) else ""
        found.append(_need(plan, item.id, item, status, item.priority))
    for entry in calendar_of(item):
        if entry.funding is not None:
            status = entry.status or ""
            found.append(_need(plan, f"{item.id}/{entry.id}", entry, status, None))
    return [need for need in found if need.pending or need.unfunded]


def _need(plan: Plan, key: str, item: Objective | Activity | Entry, status: str, priority: str | int | None) -> Need:
    waits = not plan.statuses.is_over(status)
    return Need(
        key=key,
        text=item.text,
        status=status,
        priority=priority,
        funding=item.funding,
        pending=priority is not None and waits,
        unfunded=waits and _is_unfunded(item.funding),
    )


def _is_unfunded(funding: Funding | None) -> bool:
    if funding is None:
        return False
    if funding.missing is not None:
        return funding.missing == TBD or funding.missing > 0
    return funding.cost is not None and not funding.by


def missing_by_currency(needs: tuple[Need, ...]) -> dict[str, int | float]:
    """Return the total that is missing, by currency (ISO 4217); an empty string for amounts without one."""
    sums: dict[str, int | float] = {}
    for need in needs:
        missing = need.funding.missing if need.unfunded and need.funding is not None else None
        if need.funding is not None and missing and missing != TBD:
            currency = need.funding.currency or ""
            sums[currency] = sums.get(currency, 0) + missing
    return sums


# --- agreements


@dataclass(frozen=True, slots=True)
class Loose:
    """An agreement that leads to no item and does not say why."""

    meeting: str
    agreement: Agreement

    @property
    def key(self) -> str:
        """`2006-11-council/hjn`."""
        return f"{self.meeting}/{self.agreement.id}"


def loose_agreements(plan: Plan) -> tuple[Loose, ...]:
    """Agreements of every meeting that lead nowhere yet, oldest meeting first."""
    return tuple(
        Loose(meeting.id, agreement)
        for meeting in plan.meetings_in_order()
        for agreement in meeting.agreements
        if agreement.to_place
    )
