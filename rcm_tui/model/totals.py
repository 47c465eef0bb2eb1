"""Sums and means of the fields for which a plan declares them: what an item shows that has no value of its own."""

from __future__ import annotations

from collections.abc import Iterator

from rcm_tui.i18n import _, current
from rcm_tui.model import ids
from rcm_tui.model.plan import Plan, calendar_of
from rcm_tui.model.types import Context, Field

Number = int | float


def totalled(plan: Plan) -> dict[str, Field]:
    """Return the fields that have a total, by name."""
    return {field.name: field for kind in (*ids.KINDS, "entry") for field in plan.schema.own(kind) if field.total}


def total_words(field: Field) -> str:
    """Return what the total of a field is called: `Budget (sum)`."""
    label = _("{field} (mean)") if field.total == "mean" else _("{field} (sum)")
    return label.format(field=field.title())


def total_value(plan: Plan, field: Field, value: Number) -> str:
    """Return a total in words: `12,000 USD`."""
    return field.format(value, current(), Context(plan))


def total_of(plan: Plan, field: Field, item_id: str = "", *, archived: bool | None = None) -> Number | None:
    """Return the sum or mean of what is directly below an item, or of the whole plan: of entries, and of items below.

    An item below counts with its own value, or else with its total; what is to be determined does not count. Archived
    items count below archived ones, current ones below current ones; `archived` says which to count. None where
    nothing below has a value.
    """
    values = list(_below(plan, field, item_id, plan.is_archived(item_id) if archived is None else archived))
    if not values:
        return None
    total = round(sum(values) / (len(values) if field.total == "mean" else 1), 6)
    return int(total) if total == int(total) else total


def _below(plan: Plan, field: Field, item_id: str, archived: bool) -> Iterator[Number]:
    kinds = plan.schema.kinds
    node = plan.node(item_id) if plan.is_archived(item_id) is archived else None
    if node is not None and field.name in kinds["entry"].fields:
        for entry in calendar_of(node):
            value = kinds["entry"].fields[field.name].of(entry)
            if isinstance(value, Number):
                yield value
    for child in plan.children(item_id):
        item = plan.items.get(child)
        counts = plan.is_archived(child) is archived
        if item is None or not (counts or archived):
            continue  # Below a current item there may be archived ones, below an archived one no current ones.
        own = kinds[item.kind].fields.get(field.name)
        value = own.of(item) if own is not None and counts else None
        value = total_of(plan, field, child, archived=archived) if value is None else value
        if isinstance(value, Number):
            yield value
