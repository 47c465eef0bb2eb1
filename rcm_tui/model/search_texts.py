"""What words are looked for in: the texts of every item, folded once for each version of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rcm_tui.model.folding import fold
from rcm_tui.model.items import Item, Objective
from rcm_tui.model.on_demand import Items
from rcm_tui.model.plan import calendar_of


class SearchTexts:
    """The folded texts of a plan's items, handed on from plan to plan: only those of changed items are made anew.

    May be shared between threads: at worst two do the same work.
    """

    __slots__ = ("_last",)

    def __init__(self) -> None:
        self._last: tuple[Mapping[str, object], dict[str, str]] = ({}, {})

    def of(self, items: Mapping[str, Item]) -> Mapping[str, str]:
        """All texts of each item by its id, folded, a line each."""
        if not isinstance(items, Items):
            return {item_id: searched(item) for item_id, item in items.items()}
        before, known = self._last
        places = items.places
        if places is before:
            return known
        texts = {item_id: known[item_id] for item_id, place in places.items() if before.get(item_id) is place}
        if len(texts) < len(places):
            lacking = places.keys() - texts.keys()
            texts |= {item.id: searched(item) for item in items.passing(lacking)}
        self._last = (places, texts)
        return texts


def searched(item: Item) -> str:
    """Every text of an item that words are looked for in, folded, its id first."""
    return "\n".join(_texts(item))


def _texts(item: Item) -> Iterator[str]:
    yield item.id.lower()
    yield from map(fold, item.text.values())
    for entry in calendar_of(item):
        yield from map(fold, entry.text.values())
    if isinstance(item, Objective):
        for action in item.actions:
            yield from map(fold, action.text.values())
