"""Which lines of the plan's tree are shown: worked out anew for each plan, from what is unfolded and what is found."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from rcm_tui.model import ids
from rcm_tui.model.plan import Plan


class Row(NamedTuple):
    """One line: an item, how deep it hangs, whether it has children and shows them, whether it was itself sought."""

    id: str
    depth: int
    has_children: bool
    unfolded: bool
    sought: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """What a filter leaves: the items that match, and those that must stand so that the tree keeps its shape."""

    matches: frozenset[str]
    kept: frozenset[str]
    parents: frozenset[str]
    """Those that have kept ones below them."""

    @classmethod
    def of(cls, matches: Collection[str]) -> Found:
        """The matches with all that stand above them. Of very many, this takes a while."""
        kept = set(matches)
        for item_id in matches:
            above = ids.parent_of(item_id)
            while above and above not in kept:
                kept.add(above)
                above = ids.parent_of(above)
        return cls(frozenset(matches), frozenset(kept), frozenset(map(ids.parent_of, kept)))


def rows(plan: Plan, unfolded: Collection[str], found: Found | None = None, folded: Collection[str] = ()) -> list[Row]:
    """The lines shown, in printed order.

    Without a filter: current items, the children of those in `unfolded`. With one: what it kept, archived items
    included where they match, all unfolded but for those in `folded`. Only what is shown is visited, so that the size
    of the plan does not matter.
    """
    return list(_current(plan, "", 0, unfolded) if found is None else _found(plan, found, folded))


def _current(plan: Plan, parent: str, depth: int, unfolded: Collection[str]) -> Iterator[Row]:
    for item_id in plan.current_children(parent):
        has_children = any(not plan.is_archived(child) for child in plan.children(item_id))
        is_open = has_children and item_id in unfolded
        yield Row(item_id, depth, has_children, is_open)
        if is_open:
            yield from _current(plan, item_id, depth + 1, unfolded)


def _found(plan: Plan, found: Found, folded: Collection[str]) -> Iterator[Row]:
    hidden = set(folded)
    for item_id in plan.walk():
        if item_id not in found.kept:
            continue
        if folded and ids.parent_of(item_id) in hidden:
            hidden.add(item_id)
            continue
        has_children = item_id in found.parents
        is_open = has_children and item_id not in folded
        yield Row(item_id, _depth(item_id), has_children, is_open, item_id in found.matches)


def _depth(item_id: str) -> int:
    return 2 if "." in item_id else 1 if "-" in item_id else 0
