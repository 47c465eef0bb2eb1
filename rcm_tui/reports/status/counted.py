"""The data of each item that the status report needs, so that an item is decoded once for all figures."""

from __future__ import annotations

import sys
from datetime import date
from typing import NamedTuple

from rcm_tui.model.archive_rule import OverSince, over_since
from rcm_tui.model.items import Activity, Item
from rcm_tui.model.plan import Plan
from rcm_tui.reports.status.calendar import Dates, dates_in
from rcm_tui.reports.status.figures import Disagreement, Keep, Need, disagreements_of, lacks_responsible, needs_of


class Counted(NamedTuple):
    """What the report has of one item."""

    over: OverSince
    dates: Dates = Dates()
    lacks_responsible: bool = False
    disagreements: tuple[Disagreement, ...] = ()
    needs: tuple[Need, ...] = ()
    status: str | None = None
    """The status of an activity of the current plan."""


def counted_in(plan: Plan, item: Item, on: date, keep: Keep) -> Counted:
    """Return what the report has of an item: of one that it is not about, whether it is over."""
    over = over_since(plan, item)
    if not keep(item.id):
        return Counted(over)
    if plan.is_archived(item.id):
        return Counted(over, dates_in(plan, item, on))
    return Counted(
        over,
        dates_in(plan, item, on),
        lacks_responsible(plan, item),
        tuple(disagreements_of(plan, item)),
        tuple(needs_of(plan, item)),
        sys.intern(item.status) if isinstance(item, Activity) else None,
    )
