"""Search items for words: the texts of every item, folded once for each version of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import compress

from rcm_tui.model.items import Activity, Item, Objective
from rcm_tui.model.lazy import LazyItems
from rcm_tui.model.texts import fold

_STRETCH = 100
"""Items that are folded between two rests: some milliseconds."""


class SearchTexts:
    """The folded texts of a plan's items, passed on from plan to plan so that only those of changed items are folded.

    May be shared between threads: at worst, two of them do the same work.
    """

    __slots__ = ("_last",)

    def __init__(self) -> None:
        self._last: tuple[Mapping[str, object], dict[str, str]] = ({}, {})

    def of(self, items: Mapping[str, Item], rest: Callable[[], None] | None = None) -> Mapping[str, str]:
        """Return the folded texts of each item by its id, one text a line.

        `rest` is called every few milliseconds, and may wait; what others did meanwhile is not done again.
        """
        if not isinstance(items, LazyItems):
            return {item_id: searched(item) for item_id, item in items.items()}
        before, known = self._last
        references = items.references
        if references is before:
            return known
        texts = {
            item_id: known[item_id] for item_id, reference in references.items() if before.get(item_id) is reference
        }
        if len(texts) < len(references):
            for number, item in enumerate(items.scan(references.keys() - texts.keys()), 1):
                texts[item.id] = searched(item)
                if rest is not None and not number % _STRETCH:
                    rest()
                    if self._last[0] is references:
                        return self._last[1]
        self._last = (references, texts)
        return texts


class SearchIndex:
    """Search one plan as a person types: longer words are looked for among the items found last.

    May be shared between threads, as the last result is stored as one object.
    """

    def __init__(self, ids: list[str], archived: Collection[str], texts: Callable[[], Mapping[str, str]]) -> None:
        """Take the ids of all items in printed order, those of archived ones, and what returns the folded texts."""
        self._ids = ids
        self._archived = archived
        self._texts = texts
        self._last: tuple[bool | None, tuple[str, ...], list[str], list[str]] | None = None
        self._all: dict[bool | None, tuple[list[str], list[str]]] = {}

    def ids(self, archived: bool | None) -> list[str]:
        """Return the ids of the current items (False), the archived ones (True) or all (None), in printed order."""
        if archived is None:
            return self._ids
        return [item_id for item_id in self._ids if (item_id in self._archived) is archived]

    def matching(self, archived: bool | None, words: tuple[str, ...]) -> list[str]:
        """Return the ids of those items whose texts contain all words, which must be folded, in printed order."""
        last = self._last
        if last is not None and last[0] is archived and all(any(old in word for word in words) for old in last[1]):
            _archived, before, found, texts = last
        else:
            before = ()
            found, texts = self._candidates(archived)
        for word in words:
            if word not in before:
                fits = [word in text for text in texts]
                found, texts = list(compress(found, fits)), list(compress(texts, fits))
        self._last = (archived, words, found, texts)
        return found

    def _candidates(self, archived: bool | None) -> tuple[list[str], list[str]]:
        if archived not in self._all:
            texts = self._texts()
            found = self.ids(archived)
            self._all[archived] = (found, [texts[item_id] for item_id in found])
        return self._all[archived]


def searched(item: Item) -> str:
    """Return every text of an item that is searched, folded, a line each; its id first."""
    return "\n".join(_texts(item))


def _texts(item: Item) -> Iterator[str]:
    yield item.id.lower()
    yield from map(fold, item.text.values())
    for entry in item.calendar if isinstance(item, Objective | Activity) else ():
        yield from map(fold, entry.text.values())
    if isinstance(item, Objective):
        for action in item.actions:
            yield from map(fold, action.text.values())
