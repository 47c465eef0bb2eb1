"""Search items for words: the texts of every item, folded once for each version of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import chain, compress

from rcm_tui.model.items import Activity, Item, Objective
from rcm_tui.model.lazy import ItemReference, LazyItems
from rcm_tui.model.texts import fold

_PIECE = 250
"""Items that are searched together: a tenth of a millisecond, or up to 20 where their texts are not folded yet."""


class SearchTexts:
    """The folded texts of items, passed on from plan to plan so that only those of changed items are folded.

    May be shared between threads: at worst, two of them fold the texts of the same batch of items.
    """

    __slots__ = ("_known",)

    def __init__(self) -> None:
        self._known: dict[str, tuple[Item, str]] = {}

    def of(self, items: Mapping[str, Item], wanted: Sequence[str]) -> list[str]:
        """Return the folded texts of each of these items, one text a line."""
        references = items.references if isinstance(items, LazyItems) else items
        return [
            reference.batch.texts(searched)[reference.position]
            if isinstance(reference, ItemReference)
            else self._of_one(reference)
            for reference in map(references.__getitem__, wanted)
        ]

    def _of_one(self, item: Item) -> str:
        known = self._known.get(item.id)
        if known is None or known[0] is not item:
            known = self._known[item.id] = (item, searched(item))
        return known[1]


class SearchIndex:
    """Search one plan as a person types: longer words are looked for among the items found last.

    May be shared between threads, as what is known is stored as one object.
    """

    def __init__(
        self, ids: list[str], archived: Collection[str], texts: Callable[[Sequence[str]], Sequence[str]]
    ) -> None:
        """Take the ids of all items in printed order, those of archived ones, and what returns folded texts of some."""
        self._archived = archived
        self._texts_of = texts
        self._ids: dict[bool | None, list[str]] = {None: ids}
        self._texts: dict[bool | None, list[str]] = {}
        self._last: tuple[bool | None, tuple[str, ...], list[str], list[str]] | None = None

    def ids(self, archived: bool | None) -> list[str]:
        """Return the ids of the current items (False), the archived ones (True) or all (None), in printed order."""
        if archived not in self._ids:
            self._ids[archived] = [each for each in self._ids[None] if (each in self._archived) is archived]
        return self._ids[archived]

    def prepare(self) -> Iterator[None]:
        """Get the texts of the current items ready, those of some with each step."""
        ids = self.ids(False)
        made: list[str] = []
        for start in range(0, len(ids), _PIECE):
            made += self._texts_of(ids[start : start + _PIECE])
            yield
        self._texts[False] = made

    def matching(self, archived: bool | None, words: tuple[str, ...]) -> list[str]:
        """Return the ids of those items whose texts contain all words, which must be folded, in printed order."""
        return [*chain.from_iterable(self.search(archived, words))]

    def search(self, archived: bool | None, words: tuple[str, ...]) -> Iterator[list[str]]:
        """Yield what `matching` returns in pieces, some of them empty, so that the first can be shown at once."""
        if not words:
            yield self.ids(archived)
            return
        last = self._last
        if last is not None and last[0] is archived and all(any(old in word for word in words) for old in last[1]):
            _archived, before, ids, known = last
        else:
            before, ids, known = (), self.ids(archived), self._texts.get(archived, [])
        made: list[str] = []
        found: tuple[list[str], list[str]] = ([], [])
        for start in range(0, len(ids), _PIECE):
            piece = ids[start : start + _PIECE]
            texts = known[start : start + _PIECE]
            if not texts:
                made += (texts := [*self._texts_of(piece)])
            for word in words:
                if word not in before:
                    fits = [word in text for text in texts]
                    piece, texts = list(compress(piece, fits)), list(compress(texts, fits))
            found[0].extend(piece)
            found[1].extend(texts)
            yield piece
        if made:
            self._texts[archived] = made
        self._last = (archived, words, *found)


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
