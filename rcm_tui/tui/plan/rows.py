"""Which lines of the plan's tree are shown: worked out anew for each plan, from what is unfolded and what is found."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from rcm_tui.model import ids
from rcm_tui.model.plan import Plan


@dataclass(frozen=True, slots=True)
class Row:
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

    @classmethod
    def of(cls, matches: Collection[str]) -> Found:
        """The matches with all that stand above them."""
        kept = set(matches)
        for item_id in matches:
            above = ids.parent_of(item_id)
            while above and above not in kept:
                kept.add(above)
                above = ids.parent_of(above)
        return cls(frozenset(matches), frozenset(kept))


def rows(plan: Plan, unfolded: Collection[str], found: Found | None = None, folded: Collection[str] = ()) -> list[Row]:
    """The lines shown, in printed order.

    Without a filter: current items, the children of those in `unfolded`. With one: what it kept, archived items
    included where they match, all unfolded but for those in `folded`. Only what is shown is visited, so that the size
    of the plan does not matter.
    """
    return list(_below(plan, "", 0, unfolded, found, folded))


def _below(
    plan: Plan, parent: str, depth: int, unfolded: Collection[str], found: Found | None, folded: Collection[str]
) -> Iterator[Row]:
    for item_id in _children(plan, parent, found):
        has_children = bool(_children(plan, item_id, found))
        is_open = has_children and (item_id not in folded if found is not None else item_id in unfolded)
        yield Row(item_id, depth, has_children, is_open, found is None or item_id in found.matches)
        if is_open:
            yield from _below(plan, item_id, depth + 1, unfolded, found, folded)


def _children(plan: Plan, parent: str, found: Found | None) -> tuple[str, ...]:
    if found is None:
        return plan.current_children(parent)
    return tuple(child for child in plan.children(parent) if child in found.kept)
