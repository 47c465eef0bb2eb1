"""How far a long job is: a bar over its stages, each of which has its own count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Progress = Callable[[int, int], None]
"""Takes how much is done, and of how much."""
WHOLE = 1000
"""What a job of several stages is counted in: thousandths."""
_T = TypeVar("_T")


def quiet(_done: int, _of: int) -> None:
    """Tell nobody."""


def stage(progress: Progress, first: int, last: int) -> Progress:
    """Return the progress of a stage that takes a job from one thousandth to another, whatever it counts itself."""
    return lambda done, of: progress(first + (last - first) * min(done, of) // max(of, 1), WHOLE)


class Counter:
    """Counts things that are gone through in several places, and says after each hundred how many are done."""

    def __init__(self, progress: Progress, of: int) -> None:
        self._progress, self._of = progress, of
        self._done = 0

    def each(self, steps: Iterable[_T]) -> Iterator[_T]:
        """Yield steps, each of which is done when the next is asked for."""
        for step in steps:
            yield step
            self._done += 1
            if self._done % 100 == 0 or self._done == self._of:
                self._progress(self._done, self._of)
