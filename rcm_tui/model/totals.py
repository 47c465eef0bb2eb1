"""Sums and means of the fields for which a plan declares them: what an item shows that has no value of its own."""

from __future__ import annotations

from collections.abc import Iterator

from rcm_tui.model import ids
from rcm_tui.model.plan import Plan, calendar_of
from rcm_tui.model.types import Field

Number = int | float


def totalled(plan: Plan) -> dict[str, Field]:
    """Return the fields that have a total, by name."""
    return {field.name: field for kind in (*ids.KINDS, "entry") for field in plan.schema.own(kind) if field.total}


def total_of(plan: Plan, field: Field, item_id: str) -> Number | None:
    """Return the sum or mean of what is directly below an item: of its entries, and of the items below.

    An item below counts with its own value, or else with its total; what is to be determined does not count. Archived
    items count below archived ones alone. None where nothing below has a value.
    """
    values = list(_below(plan, field, item_id))
    if not values:
        return None
    total = round(sum(values) / (len(values) if field.total == "mean" else 1), 6)
    return int(total) if total == int(total) else total


def _below(plan: Plan, field: Field, item_id: str) -> Iterator[Number]:
    kinds = plan.schema.kinds
    node = plan.node(item_id)
    if node is not None and field.name in kinds["entry"].fields:
        for entry in calendar_of(node):
            value = kinds["entry"].fields[field.name].of(entry)
            if isinstance(value, Number):
                yield value
    for child in plan.children(item_id):
        item = plan.items.get(child)
        if item is None or plan.is_archived(child) is not plan.is_archived(item_id):
            continue
        own = kinds[item.kind].fields.get(field.name)
        value = own.of(item) if own is not None else None
        value = total_of(plan, field, child) if value is None else value
        if isinstance(value, Number):
            yield value
