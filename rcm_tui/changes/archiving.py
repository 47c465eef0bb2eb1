"""Items that one side of a merge archived while the other changed them or added to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from rcm_tui.changes.fields import compare
from rcm_tui.changes.items import Version, key_order
from rcm_tui.model import ids
from rcm_tui.model.fieldpath import MISSING, Value
from rcm_tui.model.frozen import dataclass

Versions = Mapping[str, Version]


@dataclass(frozen=True, slots=True)
class Contest:
    """An item that one side archived, `root`, with what went to the archive along with it, by their ids before.

    `changed` are the items that the other side changed, or put there; `put` those of the latter that are right below
    an archived item. `block` is what the archived file says about that.
    """

    root: str
    along: frozenset[str]
    changed: tuple[str, ...]
    put: tuple[str, ...]
    block: Value

    @property
    def goes_elsewhere(self) -> frozenset[str]:
        """What can be put below another item, with all that is below it."""
        above = tuple(item_id + "." for item_id in self.put)
        return frozenset(key for key in self.changed if f"{key}.".startswith(above))

    def may_be_put_below(
        self, parent: str, ours: Versions, theirs: Versions, siblings: Callable[[str], Mapping[str, Value]]
    ) -> bool:
        """Return whether `put` may go below another item: one of the right kind, which is archived by neither side."""
        kinds = {ids.kind_of(ids.parent_of(item_id)) for item_id in self.put}
        if not ids.is_id(parent) or {ids.kind_of(parent)} != kinds or parent in self.along:
            return False
        sides = [side[parent] for side in (ours, theirs) if parent in side]
        if sides:
            return not any(version.archived or version.data is None for version in sides)
        return parent in siblings(ids.parent_of(parent))


def contests(
    base: Versions, mine: Versions, other: Versions, my_moves: Mapping[str, str], other_moves: Mapping[str, str]
) -> Iterator[Contest]:
    """Find what `mine` archived and `other` changed. Moves are given as old ids by new ones.

    What an objective takes with it to the archive follows the objective.
    """
    gone = {
        key: old
        for key, version in mine.items()
        if (old := my_moves.get(key, key)) in base and version.archived and not base[old].archived
    }
    here = {other_moves.get(key, key): key for key in other}
    above = {old: _root(old, gone) for old in gone.values()}
    changed: dict[str, list[str]] = {}
    for old, root in above.items():
        there = other.get(here.get(old, old))
        if there is not None and not there.archived and _is_changed(base[old], there):
            changed.setdefault(root, []).append(old)
    put: dict[str, list[str]] = {}
    added: dict[str, str] = {}
    for key in sorted(other, key=key_order):
        if not ids.is_id(key) or other[key].archived or not (key in other_moves or key not in base):
            continue
        parent = ids.parent_of(key)
        root = above[gone[parent]] if parent in gone else added.get(parent, "")
        if root:
            added[key] = root
            changed.setdefault(root, []).append(key)
            if parent in gone:
                put.setdefault(root, []).append(key)
    for root, keys in sorted(changed.items()):
        block = (mine[next(key for key, old in gone.items() if old == root)].data or {}).get("archived", MISSING)
        along = frozenset({root, *(old for old, its in above.items() if its == root)})
        yield Contest(root, along, tuple(sorted(keys, key=ids.sort_key)), tuple(put.get(root, ())), block)


def _root(key: str, gone: Mapping[str, str]) -> str:
    """Return the highest item above `key`, or the item itself, that went to the archive along with it."""
    archived = set(gone.values())
    while (parent := ids.parent_of(key)) in archived:
        key = parent
    return key


def _is_changed(was: Version, version: Version) -> bool:
    """Return whether a side changed more than the number of an item."""
    return version is not was and any(change.path != ("number",) for change in compare(was.data, version.data))


__all__ = ["Contest", "contests"]
