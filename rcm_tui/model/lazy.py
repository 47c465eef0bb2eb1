"""Items that are made when they are looked at: of a large plan a person sees a few at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, ValuesView
from typing import NamedTuple

from rcm_tui.model.items import Item


class Group:
    """Some items that are made together, at the first look at any of them, and kept from then on.

    `numbers` are their printed numbers, which are known before. May be shared between threads: at worst two make the
    same items.
    """

    __slots__ = ("_made", "_make", "numbers")

    def __init__(self, numbers: Sequence[int], make: Callable[[], Sequence[Item]]) -> None:
        self.numbers = numbers
        self._make = make
        self._made: Sequence[Item] | None = None

    def items(self) -> Sequence[Item]:
        """The items, made now if need be, and kept."""
        made = self._made
        if made is None:
            made = self._made = self._make()
        return made

    def passing(self) -> Sequence[Item]:
        """The items, not kept if they are made just for this."""
        return self._made if self._made is not None else self._make()


class Place(NamedTuple):
    """Where an item is: which one of its group."""

    group: Group
    at: int

    def item(self) -> Item:
        """The item."""
        return self.group.items()[self.at]


class Items(Mapping[str, Item]):
    """Items by id, each as it is or as the place where it can be had. Immutable, like a plan."""

    __slots__ = ("places",)

    def __init__(self, places: Mapping[str, Item | Place]) -> None:
        self.places = places

    def __getitem__(self, item_id: str) -> Item:
        place = self.places[item_id]
        return place.item() if isinstance(place, Place) else place

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)

    def __contains__(self, item_id: object) -> bool:
        return item_id in self.places

    def __eq__(self, other: object) -> bool:
        """Places are compared first: of two versions of a large plan, nearly all are the same."""
        if not isinstance(other, Items):
            return isinstance(other, Mapping) and dict(self) == other
        if self.places.keys() != other.places.keys():
            return False
        return all(
            place is other.places[item_id] or self[item_id] == other[item_id] for item_id, place in self.places.items()
        )

    __hash__ = None  # type: ignore[assignment]

    def values(self) -> ValuesView[Item]:
        """All the items, made group by group."""
        return _Values(self)

    def number(self, item_id: str) -> int:
        """The printed number of an item, which is not made for it."""
        place = self.places[item_id]
        return place.group.numbers[place.at] if isinstance(place, Place) else place.number

    def passing(self, wanted: Iterable[str] | None = None) -> Iterator[Item]:
        """These items, or all, in no order; those that have to be made for this are not kept."""
        groups: dict[Group, list[int]] = {}
        for item_id in self.places if wanted is None else wanted:
            place = self.places[item_id]
            if isinstance(place, Place):
                groups.setdefault(place.group, []).append(place.at)
            else:
                yield place
        for group, members in groups.items():
            made = group.passing()
            for at in members:
                yield made[at]


class _Values(ValuesView[Item]):
    """The items of `Items`, without a call for each."""

    def __init__(self, items: Items) -> None:
        super().__init__(items)
        self.places = items.places

    def __iter__(self) -> Iterator[Item]:
        for place in self.places.values():
            yield place.item() if isinstance(place, Place) else place


def numbers_of(items: Mapping[str, Item]) -> Iterator[tuple[str, int]]:
    """Every id with its printed number; no item is made for it."""
    if isinstance(items, Items):
        for item_id in items:
            yield item_id, items.number(item_id)
    else:
        for item_id, item in items.items():
            yield item_id, item.number


def passing(items: Mapping[str, Item], wanted: Iterable[str] | None = None) -> Iterator[Item]:
    """These items, or all, in no order, for a look in passing at each."""
    if isinstance(items, Items):
        return items.passing(wanted)
    return iter(items.values()) if wanted is None else (items[item_id] for item_id in wanted)
