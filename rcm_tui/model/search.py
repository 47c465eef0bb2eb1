"""What words are looked for in: the texts of every item, folded once for each version of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import compress
from typing import TYPE_CHECKING

from rcm_tui.model.items import Item, Objective
from rcm_tui.model.lazy import Items
from rcm_tui.model.plan import calendar_of
from rcm_tui.model.texts import fold

if TYPE_CHECKING:
    from rcm_tui.model.plan import Plan


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


class Sought:
    """Words looked for in one plan, letter by letter: what was found last is what longer words are looked for in.

    May be shared between threads: what was found last is put down as one.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._last: tuple[bool | None, tuple[str, ...], list[str], list[str]] | None = None
        self._all: dict[bool | None, tuple[list[str], list[str]]] = {}

    def items(self, archived: bool | None) -> list[str]:
        """The ids of the current items (False), the archived ones (True) or all (None), in printed order."""
        plan = self._plan
        found = [item_id for item_id in plan.walk() if item_id not in plan.unreadable]
        if archived is None:
            return found
        kept_away = plan.archived
        return [item_id for item_id in found if (item_id in kept_away) is archived]

    def fitting(self, archived: bool | None, words: tuple[str, ...]) -> list[str]:
        """Those of these items in whose texts all words, folded, stand; in printed order."""
        last = self._last
        if last is not None and last[0] is archived and all(any(old in word for word in words) for old in last[1]):
            _archived, before, found, texts = last
        else:
            before = ()
            found, texts = self._beginning(archived)
        for word in words:
            if word not in before:
                fits = [word in text for text in texts]
                found, texts = list(compress(found, fits)), list(compress(texts, fits))
        self._last = (archived, words, found, texts)
        return found

    def _beginning(self, archived: bool | None) -> tuple[list[str], list[str]]:
        if archived not in self._all:
            texts = self._plan.search_texts
            found = self.items(archived)
            self._all[archived] = (found, [texts[item_id] for item_id in found])
        return self._all[archived]


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
