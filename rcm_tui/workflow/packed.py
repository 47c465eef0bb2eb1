"""Values that are kept packed and unpacked when they are looked at, as a large plan has very many.

Packed and pickled again, as from another process, they are copied and not looked into.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Generic, TypeVar, cast, overload

Value = TypeVar("Value")

_TOGETHER = 64
"""Values that are packed together: few enough that one of them is looked at in less than a millisecond."""


class Packed(Generic[Value]):
    """One value, which a call unpacks."""

    __slots__ = ("_bytes",)

    def __init__(self, value: Value) -> None:
        self._bytes = zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), zlib.Z_BEST_SPEED)

    def __call__(self) -> Value:
        """Unpack the value; each call gives another copy."""
        return cast("Value", pickle.loads(zlib.decompress(self._bytes)))  # noqa: S301 - packed here, or by our own


class PackedSequence(Sequence[Value]):
    """Many values, of which those that were looked at last are kept unpacked."""

    __slots__ = ("_count", "_last", "_packed")

    def __init__(self, values: Iterable[Value]) -> None:
        rest, self._packed, self._count = iter(values), list[Packed[list[Value]]](), 0
        while together := list(islice(rest, _TOGETHER)):
            self._packed.append(Packed(together))
            self._count += len(together)
        self._last: tuple[int, list[Value]] = (-1, [])

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Value]:
        for packed in self._packed:
            yield from packed()

    @overload
    def __getitem__(self, at: int) -> Value: ...
    @overload
    def __getitem__(self, at: slice) -> list[Value]: ...
    def __getitem__(self, at: int | slice) -> Value | list[Value]:
        if isinstance(at, slice):
            return [self._value(index) for index in range(self._count)[at]]
        return self._value(range(self._count)[at])

    def _value(self, index: int) -> Value:
        number, place = divmod(index, _TOGETHER)
        last = self._last  # Once, as another thread may look at the same sequence.
        if last[0] != number:
            last = self._last = number, self._packed[number]()
        return last[1][place]
