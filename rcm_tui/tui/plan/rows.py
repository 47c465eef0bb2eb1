"""Which lines of the plan's tree are shown: worked out anew for each plan, from what is unfolded and what is found."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, overload

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
        found = frozenset(matches)
        parents = ids.parents_of(found)
        for item_id in tuple(parents):
            above = ids.parent_of(item_id)
            while above and above not in parents:
                parents.add(above)
                above = ids.parent_of(above)
        return cls(found, found | (parents - {""}), frozenset(parents))


class FoundRows(Sequence[Row]):
    """The lines that a filter leaves. Each is made when it is looked at: there may be very many."""

    def __init__(self, shown: Sequence[str], found: Found, folded: Collection[str]) -> None:
        self.ids = shown
        self._found = found
        self._folded = folded

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...

    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        """The line there."""
        if isinstance(place, slice):
            return FoundRows(self.ids[place], self._found, self._folded)
        item_id = self.ids[place]
        has_children = item_id in self._found.parents
        is_open = has_children and item_id not in self._folded
        return Row(item_id, _depth(item_id), has_children, is_open, item_id in self._found.matches)


def place_of(shown: Sequence[Row], item_id: str) -> int | None:
    """Which line is the item's; None where it has none."""
    all_ids = shown.ids if isinstance(shown, FoundRows) else [row.id for row in shown]
    try:
        return all_ids.index(item_id)
    except ValueError:
        return None


def rows(
    plan: Plan, unfolded: Collection[str], found: Found | None = None, folded: Collection[str] = ()
) -> Sequence[Row]:
    """The lines shown, in printed order.

    Without a filter: current items, the children of those in `unfolded`. With one: what it kept, archived items
    included where they match, all unfolded but for those in `folded`. Only what is shown is visited, so that the size
    of the plan does not matter.
    """
    if found is None:
        return list(_current(plan, "", 0, unfolded))
    kept = found.kept
    shown = [item_id for item_id in plan.walk() if item_id in kept]
    return FoundRows(list(_not_below(shown, folded)) if folded else shown, found, frozenset(folded))


def _current(plan: Plan, parent: str, depth: int, unfolded: Collection[str]) -> Iterator[Row]:
    for item_id in plan.current_children(parent):
        has_children = any(not plan.is_archived(child) for child in plan.children(item_id))
        is_open = has_children and item_id in unfolded
        yield Row(item_id, depth, has_children, is_open)
        if is_open:
            yield from _current(plan, item_id, depth + 1, unfolded)


def _not_below(shown: Iterable[str], folded: Collection[str]) -> Iterator[str]:
    hidden = set(folded)
    for item_id in shown:
        if ids.parent_of(item_id) in hidden:
            hidden.add(item_id)
        else:
            yield item_id


def _depth(item_id: str) -> int:
    return 2 if "." in item_id else 1 if "-" in item_id else 0
