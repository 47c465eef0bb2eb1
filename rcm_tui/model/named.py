"""The actors that an item or a calendar entry names, in the fields of every plan and in those that a plan declares."""

from __future__ import annotations

from collections.abc import Iterator

from rcm_tui.model.brief import Brief, BriefEntry
from rcm_tui.model.entries import Entry
from rcm_tui.model.items import Activity, Item
from rcm_tui.model.plan import Node, Plan, Unreadable, calendar_of
from rcm_tui.model.rules import roles_in


def named_by(plan: Plan, thing: Node | Brief | Entry | BriefEntry, *, unpublished: bool = False) -> tuple[str, ...]:
    """Return the actors that an item or entry names: who is responsible, has a role, or is in a field of the plan's.

    Fields that the plan does not publish count only if `unpublished`.
    """
    if isinstance(thing, Unreadable):
        return ()
    if isinstance(thing, Entry | BriefEntry):
        usual: tuple[str, ...] = (*thing.responsible, *thing.actors)
    else:
        usual = thing.named if isinstance(thing, Activity | Brief) else ()
    return tuple(dict.fromkeys((*usual, *_in_own_fields(plan, thing, unpublished))))


def answerable(plan: Plan, thing: Node | Brief | Entry | BriefEntry) -> tuple[str, ...]:
    """Return the actors who are responsible for an item or entry; where there are none, those in fields of the plan's.

    A plan that has a lead agency, or an owner, in place of somebody responsible declares such a field.
    """
    if isinstance(thing, Activity | Brief | Entry | BriefEntry) and thing.responsible:
        return thing.responsible
    return () if isinstance(thing, Unreadable) else tuple(dict.fromkeys(_in_own_fields(plan, thing, False)))


def _in_own_fields(plan: Plan, thing: Item | Brief | Entry | BriefEntry, unpublished: bool) -> Iterator[str]:
    if not plan.info.fields:
        return  # The schema of the plan takes a while to be made, which listing it does not need.
    kind = "entry" if isinstance(thing, Entry | BriefEntry) else thing.kind
    for field in plan.schema.own(kind):
        value = field.of(thing) if field.published or unpublished else None
        if value:
            yield from field.type.actors(value)


def actors_of(plan: Plan, item: Item | Brief) -> Iterator[str]:
    """Yield every actor that an item, its entries and their requests name, and the members of groups."""
    yield from _with_members(plan, named_by(plan, item, unpublished=True))
    for entry in calendar_of(item):
        yield from _with_members(plan, named_by(plan, entry, unpublished=True))
        yield from (code for code, _role in roles_in(plan, entry))
        for request in entry.all_requests:
            yield from _with_members(plan, request.from_)
            if request.to:
                yield request.to


def _with_members(plan: Plan, codes: tuple[str, ...]) -> Iterator[str]:
    for code in codes:
        yield code
        if code in plan.actors and plan.actors[code].members:
            yield from plan.members_of(code)
