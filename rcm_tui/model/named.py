"""The actors that an item or a calendar entry names, in the fields of every plan and in those that a plan declares."""

from __future__ import annotations

from collections.abc import Iterator

from rcm_tui.model.entries import Entry
from rcm_tui.model.items import Activity, Item
from rcm_tui.model.plan import Node, Plan, Unreadable


def named_by(plan: Plan, thing: Node | Entry, *, unpublished: bool = False) -> tuple[str, ...]:
    """Return the actors that an item or entry names: who is responsible, has a role, or is in a field of the plan's.

    Fields that the plan does not publish count only if `unpublished`.
    """
    if isinstance(thing, Unreadable):
        return ()
    if isinstance(thing, Entry):
        usual: tuple[str, ...] = (*thing.responsible, *thing.actors)
    else:
        usual = thing.named if isinstance(thing, Activity) else ()
    return tuple(dict.fromkeys((*usual, *_in_own_fields(plan, thing, unpublished))))


def answerable(plan: Plan, thing: Node | Entry) -> tuple[str, ...]:
    """Return the actors who are responsible for an item or entry; where there are none, those in fields of the plan's.

    A plan that has a lead agency, or an owner, in place of somebody responsible declares such a field.
    """
    if isinstance(thing, Activity | Entry) and thing.responsible:
        return thing.responsible
    return () if isinstance(thing, Unreadable) else tuple(dict.fromkeys(_in_own_fields(plan, thing, False)))


def _in_own_fields(plan: Plan, thing: Item | Entry, unpublished: bool) -> Iterator[str]:
    if not plan.info.fields:
        return  # The schema of the plan takes a while to be made, which listing it does not need.
    kind = "entry" if isinstance(thing, Entry) else thing.kind
    for field in plan.schema.own(kind):
        value = field.of(thing) if field.published or unpublished else None
        if value:
            yield from field.type.actors(value)
