"""The activities of the plan under headings instead of their objectives: by status, by who is responsible, by date."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, overload

from rcm_tui.i18n import N_, _
from rcm_tui.model import rules
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.items import Activity, Item
from rcm_tui.model.lazy import made_of
from rcm_tui.model.named import answerable
from rcm_tui.model.plan import Plan, calendar_of
from rcm_tui.reports.names import actor_name
from rcm_tui.reports.styles import status_word

SUBJECT, STATUS, ACTOR, DATE = "subject", "status", "actor", "date"
GROUPINGS: Mapping[str, str] = {
    SUBJECT: N_("by subject"),
    STATUS: N_("by status"),
    ACTOR: N_("by who is responsible"),
    DATE: N_("by date"),
}
"""What the tree can be grouped by, and what that is called."""


class OutlineRow(NamedTuple):
    """One line: an item, its depth, whether it has children and shows them, whether it is itself a match."""

    id: str
    depth: int
    has_children: bool
    unfolded: bool
    is_match: bool = True
    label: str = ""
    """What a row without an item says: the heading of a group."""


class GroupRows(Sequence[OutlineRow]):
    """The rows of groups, each made when it is looked at: there may be very many."""

    def __init__(self, groups: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Take the groups: the heading of each, and the ids below it."""
        self.ids: list[str] = []
        self._labels: dict[int, str] = {}
        for heading, members in groups:
            self._labels[len(self.ids)] = f"{heading}   {len(members)}"
            self.ids.append("")
            self.ids += members

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, at: int) -> OutlineRow: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[OutlineRow]: ...

    def __getitem__(self, at: int | slice) -> OutlineRow | Sequence[OutlineRow]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        place = range(len(self))[at]
        return OutlineRow(self.ids[place], 0, False, False, label=self._labels.get(place, ""))


@dataclass(frozen=True, slots=True)
class Groups:
    """The current activities of a plan `by` status, actor or date: what each group is of, and its ids."""

    plan: Plan
    by: str
    members: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, plan: Plan, by: str) -> Groups:
        """Group them, in printed order within each group. For very many, this takes a while.

        An activity is in the group of every actor that is responsible for it. By date, each group is a year; the last
        date of an activity's calendar counts, and orders those of a year.
        """
        current = [item_id for item_id in plan.walk() if not plan.is_archived(item_id)]
        found: dict[str, list[str]] = {}
        dates: dict[str, datetime.date | None] = {}

        def look_at(item: Item) -> tuple[str, ...]:
            if not isinstance(item, Activity):
                return ()
            when = dates[item.id] = _date_of(item) if by == DATE else None
            return _keys(plan, item, by, when)

        for item_id, keys in made_of(plan.items, current, look_at).items():
            for key in keys:
                found.setdefault(key, []).append(item_id)
        if by == DATE:
            for members in found.values():
                members.sort(key=lambda item_id: dates[item_id] or datetime.date.min)
        return cls(plan, by, found)

    def rows(self, shown: Collection[str] | None = None) -> GroupRows:
        """Return their rows, the newest year first; only those of the activities `shown` where that is given."""
        kept = {
            key: members if shown is None else [item_id for item_id in members if item_id in shown]
            for key, members in self.members.items()
        }
        order = _in_order(self.plan, self.by, [key for key, members in kept.items() if members])
        return GroupRows((_heading(self.plan, self.by, key), kept[key]) for key in order)


def _keys(plan: Plan, activity: Activity, by: str, when: datetime.date | None) -> tuple[str, ...]:
    if by == STATUS:
        return (str(activity.status),)
    if by == ACTOR:
        return answerable(plan, activity) or ("",)
    return (str(when.year) if when is not None else "",)


def _date_of(activity: Activity) -> datetime.date | None:
    days = (rules.read(entry.date) for entry in calendar_of(activity))
    return max((day.last for day in days if day is not None and day.last is not None), default=None)


def _in_order(plan: Plan, by: str, keys: Collection[str]) -> list[str]:
    if by == STATUS:
        known = list(plan.statuses)
        return sorted(keys, key=lambda key: known.index(key) if key in known else len(known))
    if by == ACTOR:
        return sorted(keys, key=lambda key: (not key, actor_name(plan, key).casefold()))
    return sorted(keys, reverse=True)


def _heading(plan: Plan, by: str, key: str) -> str:
    if by == STATUS:
        return status_word(key)
    if by == ACTOR:
        return actor_name(plan, key) or key or _("nobody")
    return key or _("no date")
