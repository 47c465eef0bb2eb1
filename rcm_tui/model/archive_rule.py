"""The archive rule: what was carried out so long ago that it may be archived. It proposes, people decide."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from rcm_tui.i18n import _, current
from rcm_tui.model.dates import (
    PartialDate,
    describe,
    describe_period,
    from_day,
    has_passed,
    parse_period,
    read,
    subtract,
)
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.items import Activity, Item
from rcm_tui.model.lazy import made_of
from rcm_tui.model.plan import Plan
from rcm_tui.model.rules import dates_of_meeting, deadlines, is_given_up


@dataclass(frozen=True, slots=True)
class Due:
    """An activity that the archive rule proposes: its last date as it is written, and the reason as a sentence."""

    id: str
    when: PartialDate
    why: str

    @property
    def last(self) -> datetime.date:
        """The last day that the date covers, which the time counts from."""
        assert self.when.last is not None
        return self.when.last


CarriedOut = Mapping[str, PartialDate | None]
"""Activities that are carried out, in printed order, each with the last date that it names."""


def due_for_archive(
    plan: Plan,
    on: datetime.date,
    completed: Mapping[str, datetime.date] = MappingProxyType({}),
    carried: CarriedOut | None = None,
) -> tuple[Due, ...]:
    """Return the activities carried out longer before `on` than the plan's `archive_after`, in printed order.

    Carried out means that neither the activity nor any of its entries is open, planned or postponed. The time counts
    from the last day that any of them names, or of the meeting that an entry came from; for an activity without any
    date, from the day that `completed` has for it. `carried` are those of the plan, if they are known already. The
    source of the rule is note 2 of the plan of 2006: "Activities carried out more than two years ago are found in the
    Archival Plan".
    """
    if not plan.info.archive_after:
        return ()
    try:
        period = parse_period(plan.info.archive_after)
        limit = subtract(on, period)
    except ValueError:  # No period, or one that leads beyond the calendar: nothing is from before it.
        return ()
    found = []
    for item_id, own in (carried_out(plan) if carried is None else carried).items():
        recorded = completed.get(item_id)
        when = own or (from_day(recorded) if recorded is not None else None)
        if when is not None and has_passed(when, limit):
            found.append(Due(item_id, when, _why(when, describe_period(period, current()), recorded=own is None)))
    return tuple(found)


def undated(carried: CarriedOut) -> tuple[str, ...]:
    """Return the activities that are carried out, and that no date says when, in printed order."""
    return tuple(item_id for item_id, last in carried.items() if last is None)


def carried_out(plan: Plan) -> CarriedOut:
    """Return the current activities that are over, and with them all that are below."""
    is_over = plan.statuses.is_over
    standing = (item_id for item_id in plan.walk() if not plan.is_archived(item_id))
    wanted = [item_id for item_id in standing if is_over(getattr(plan.head(item_id), "status", None))]
    return with_all_below(plan, made_of(plan.items, wanted, lambda item: over_since(plan, item)))


def with_all_below(plan: Plan, over: Mapping[str, OverSince]) -> CarriedOut:
    """Return the current activities that are over with all that are below, by what each is by itself."""

    def is_over(item_id: str) -> bool:
        return item_id in over and over[item_id].is_over

    return {
        item_id: since.last
        for item_id, since in over.items()
        if since.is_over and not plan.is_archived(item_id) and all(map(is_over, plan.current_children(item_id)))
    }


class OverSince(NamedTuple):
    """Whether an item is an activity that is over with all its entries, and then the last date that they name."""

    is_over: bool
    last: PartialDate | None = None


_NOT_OVER = OverSince(False)


def over_since(plan: Plan, item: Item) -> OverSince:
    """Return whether an item is an activity that is over by itself, whatever is below it."""
    if not isinstance(item, Activity) or not _is_over(plan, item):
        return _NOT_OVER
    return OverSince(True, _last_date(plan, item))


def _why(when: PartialDate, period: str, *, recorded: bool) -> str:
    message = (
        _("carried out, without a date; its record is of {date}, more than {period} ago")
        if recorded
        else _("carried out; its last date is {date}, more than {period} ago")
    )
    return message.format(date=describe(when, current()), period=period)


def _is_over(plan: Plan, activity: Activity) -> bool:
    is_over = plan.statuses.is_over
    return is_over(activity.status) and all(
        is_over(entry.status)
        or entry.status is None
        or (entry.all_requests and all(is_given_up(request, over=False) for request in entry.all_requests))
        for entry in activity.calendar
    )


def _last_date(plan: Plan, activity: Activity) -> PartialDate | None:
    """Return the date that ends last; of those that end on the same day, the most precise one."""
    found: list[PartialDate] = []
    for entry in activity.calendar:
        asked = (day for request in entry.all_requests for day in deadlines(plan, request, entry.meeting))
        dates = (read(entry.date), read(dates_of_meeting(plan, entry.meeting)), *asked)
        found += [date for date in dates if date is not None and date.last is not None]
    return max(found, key=lambda date: (date.last, date.first or datetime.date.min), default=None)
