"""The activities of the plan under headings instead of their objectives: by status, by who is responsible, by date."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping

from rcm_tui.i18n import N_, _
from rcm_tui.model import rules
from rcm_tui.model.items import Activity
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

Group = tuple[str, tuple[str, ...]]
"""A heading, and the ids below it."""


def groups(plan: Plan, by: str, shown: Collection[str] | None = None) -> Iterator[Group]:
    """Yield the current activities in groups, in printed order within each; only those `shown` where that is given.

    An activity is in the group of every actor that is responsible for it. By date, each group is a year, the newest
    first; the last date of an activity's calendar counts, and orders those of a year.
    """
    activities = {activity.id: activity for activity in plan.activities() if not plan.is_archived(activity.id)}
    dates = {item_id: _date_of(activity) for item_id, activity in activities.items()} if by == DATE else {}
    found: dict[str, list[str]] = {}
    for item_id in plan.walk():
        activity = activities.get(item_id)
        if activity is not None and (shown is None or item_id in shown):
            for key in _keys(plan, activity, by, dates.get(item_id)):
                found.setdefault(key, []).append(item_id)
    for key in _in_order(plan, by, found):
        members = found[key]
        if by == DATE:
            members = sorted(members, key=lambda item_id: dates[item_id] or datetime.date.min)
        yield _heading(plan, by, key), tuple(members)


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
