"""Items that are decoded when they are first read: of a large plan, a person looks at a few at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, ValuesView
from dataclasses import field
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from rcm_tui.model.frozen import dataclass
from rcm_tui.model.items import Item
from rcm_tui.model.texts import Text, UnofficialText


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a line of a list shows of an item, and its earlier ids; decoded in a fifth of the time of a whole one."""

    text: Text = field(default_factory=dict)
    draft: tuple[str, ...] = ()
    status: str = ""
    formerly: tuple[str, ...] = ()

    @classmethod
    def of(cls, item: Item) -> Head:
        """Return the head of an item."""
        status, formerly = getattr(item, "status", ""), getattr(item, "formerly", ())
        return cls(text=item.text, draft=item.draft, status=status, formerly=formerly)

    def __post_init__(self) -> None:
        if self.draft:
            object.__setattr__(self, "text", UnofficialText(self.text, self.draft))


_MANY = 2_000
"""In a plan with more items, those that are read in passing are not kept, as they would displace others."""
_KEPT = 16
"""Batches of whole items that are kept, 15 MB at most: a screenful of rows shows heads, and one item whole."""


class ItemBatch:
    """Some items that are decoded together when any of them is read; whole ones are kept while they are read again.

    `numbers` are their printed numbers, which are known without decoding. `decode` returns all as what it is told: as
    heads (True) or whole (False). May be shared between threads: at worst, two of them decode the same items.
    """

    __slots__ = ("_decode", "_heads", "_texts", "numbers")

    def __init__(self, numbers: Sequence[int], decode: Callable[[bool], Sequence[Any]]) -> None:
        self.numbers = numbers
        self._decode = decode
        self._heads: Sequence[Head] | None = None
        self._texts: Sequence[str] | None = None

    def heads(self) -> Sequence[Head]:
        """Return what lines show of the items; kept from then on, as it takes little room."""
        heads = self._heads
        if heads is None:
            heads = self._heads = self._decode(True)
        return heads

    def texts(self, text_of: Callable[[Item], str]) -> Sequence[str]:
        """Return what `text_of`, always the same function, makes of each item; kept from then on, unlike the items."""
        texts = self._texts
        if texts is None:
            texts = self._texts = [*map(text_of, self.scan())]
        return texts

    def scan(self) -> Sequence[Item]:
        """Return the items, decoded for this alone."""
        return self._decode(False)

    def scan_heads(self) -> Sequence[Head]:
        """Return what lines show of the items, decoded for this alone if it is not kept."""
        return self._heads if self._heads is not None else self._decode(True)


@lru_cache(_KEPT)
def _items_of(batch: ItemBatch) -> Sequence[Item]:
    """Return the items of a batch; those of the batches read last are kept."""
    return batch.scan()


class ItemReference(NamedTuple):
    """An item that may not be decoded yet: its batch, and its position in it."""

    batch: ItemBatch
    position: int

    def item(self) -> Item:
        """Return the item."""
        return _items_of(self.batch)[self.position]


class LazyItems(Mapping[str, Item]):
    """Items by id, each as it is or as a reference. Immutable, like a plan."""

    __slots__ = ("references",)

    def __init__(self, references: Mapping[str, Item | ItemReference]) -> None:
        self.references = references

    def __getitem__(self, item_id: str) -> Item:
        reference = self.references[item_id]
        return reference.item() if isinstance(reference, ItemReference) else reference

    def __iter__(self) -> Iterator[str]:
        return iter(self.references)

    def __len__(self) -> int:
        return len(self.references)

    def __contains__(self, item_id: object) -> bool:
        return item_id in self.references

    def __eq__(self, other: object) -> bool:
        """Compare references first, as nearly all of two versions of a large plan are the same."""
        if not isinstance(other, LazyItems):
            return isinstance(other, Mapping) and dict(self) == other
        if self.references.keys() != other.references.keys():
            return False
        return all(
            reference is other.references[item_id] or self[item_id] == other[item_id]
            for item_id, reference in self.references.items()
        )

    __hash__ = None  # type: ignore[assignment]

    def values(self) -> ValuesView[Item]:
        """Return all items, decoded batch by batch."""
        return _Values(self)

    def head(self, item_id: str) -> Head | Item:
        """Return what a line shows of an item."""
        reference = self.references[item_id]
        return reference.batch.heads()[reference.position] if isinstance(reference, ItemReference) else reference

    def number(self, item_id: str) -> int:
        """Return the printed number of an item, without decoding it."""
        reference = self.references[item_id]
        return reference.batch.numbers[reference.position] if isinstance(reference, ItemReference) else reference.number

    def scan_heads(self) -> Iterator[tuple[str, Head | Item]]:
        """Yield every id, in no order, with what a line shows of the item; nothing is kept that was not kept before."""
        batches: dict[ItemBatch, list[tuple[str, int]]] = {}
        for item_id, reference in self.references.items():
            if isinstance(reference, ItemReference):
                batches.setdefault(reference.batch, []).append((item_id, reference.position))
            else:
                yield item_id, reference
        for batch, members in batches.items():
            heads = batch.scan_heads()
            for item_id, position in members:
                yield item_id, heads[position]

    def scan(self, wanted: Iterable[str] | None = None) -> Iterator[Item]:
        """Yield these items, or all, in no order; those decoded just for this are not kept."""
        batches: dict[ItemBatch, list[int]] = {}
        for item_id in self.references if wanted is None else wanted:
            reference = self.references[item_id]
            if isinstance(reference, ItemReference):
                batches.setdefault(reference.batch, []).append(reference.position)
            else:
                yield reference
        for batch, positions in batches.items():
            items = batch.scan()
            for position in positions:
                yield items[position]


class _Values(ValuesView[Item]):
    """The values of `LazyItems`, without a call of `__getitem__` for each."""

    def __init__(self, items: LazyItems) -> None:
        super().__init__(items)
        self.references = items.references

    def __iter__(self) -> Iterator[Item]:
        for reference in self.references.values():
            yield reference.item() if isinstance(reference, ItemReference) else reference


def numbers_of(items: Mapping[str, Item]) -> Iterator[tuple[str, int]]:
    """Yield every id with its printed number, without decoding items."""
    if isinstance(items, LazyItems):
        for item_id in items:
            yield item_id, items.number(item_id)
    else:
        for item_id, item in items.items():
            yield item_id, item.number


def each(items: Mapping[str, Item], wanted: Sequence[str]) -> Iterator[Item]:
    """Yield those of some items that can be read, in no order; of many, those decoded just for this are not kept."""
    there = wanted if all(map(items.__contains__, wanted)) else [item_id for item_id in wanted if item_id in items]
    return scan(items, there) if len(there) > _MANY else map(items.__getitem__, there)


Made = TypeVar("Made")


def made_of(items: Mapping[str, Item], wanted: Sequence[str], make: Callable[[Item], Made]) -> dict[str, Made]:
    """Return by id, in the order of `wanted`, what `make` gives for each item that can be read.

    Each is decoded once, and of a large plan only what was made is kept.
    """
    there = [item_id for item_id in wanted if item_id in items]
    decoded = scan(items, there) if len(items) > _MANY else map(items.__getitem__, there)
    made = {item.id: make(item) for item in decoded}
    return {item_id: made[item_id] for item_id in wanted if item_id in made}


def scan(items: Mapping[str, Item], wanted: Iterable[str] | None = None) -> Iterator[Item]:
    """Yield these items, or all, in no order, to look at each once; see `LazyItems.scan`."""
    if isinstance(items, LazyItems):
        return items.scan(wanted)
    return iter(items.values()) if wanted is None else (items[item_id] for item_id in wanted)


def scan_heads(items: Mapping[str, Item]) -> Iterator[tuple[str, Head | Item]]:
    """Yield every id, in no order, with what a line shows of the item; see `LazyItems.scan_heads`."""
    return items.scan_heads() if isinstance(items, LazyItems) else iter(items.items())
