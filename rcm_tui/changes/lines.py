"""Differences between two files line by line, as `diff -u` writes them, in a time that grows with their length.

Lines that both files have once divide them, so that difflib, which is slow on long lists with lines that repeat,
compares only what is between two of these.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import Match, SequenceMatcher


def unified_diff(old: Sequence[str], new: Sequence[str], old_name: str, new_name: str) -> Iterator[str]:
    """Yield the differences between the lines of two files, with three lines around each; nothing where they agree."""
    if old == new:
        return
    yield f"--- {old_name}\n"
    yield f"+++ {new_name}\n"
    for group in Lines(old, new).get_grouped_opcodes():
        (_tag, first, _end, first_new, _end_new), last = group[0], group[-1]
        yield f"@@ -{_range(first, last[2])} +{_range(first_new, last[4])} @@\n"
        for tag, start, end, start_new, end_new in group:
            if tag == "equal":
                yield from (f" {line}" for line in old[start:end])
                continue
            yield from (f"-{line}" for line in old[start:end])
            yield from (f"+{line}" for line in new[start_new:end_new])


def _range(start: int, end: int) -> str:
    count = end - start
    return f"{start + 1}" if count == 1 else f"{start + 1 if count else start},{count}"


class Lines(SequenceMatcher[str]):
    """Compares lists of lines."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        super().__init__(None, (), (), autojunk=False)  # What it prepares for a whole list is not needed.
        self.a, self.b = old, new

    def get_matching_blocks(self) -> list[Match]:
        """Return the blocks of equal lines in order, adjacent ones joined, and an empty one at the end."""
        found: list[Match] = []
        for match in self._matches():
            if found and (found[-1].a + found[-1].size, found[-1].b + found[-1].size) == (match.a, match.b):
                found[-1] = Match(found[-1].a, found[-1].b, found[-1].size + match.size)
            else:
                found.append(match)
        return [*found, Match(len(self.a), len(self.b), 0)]

    def _matches(self) -> Iterator[Match]:
        at, at_new = 0, 0
        for anchor, anchor_new in (*_anchors(self.a, self.b), (len(self.a), len(self.b))):
            between = SequenceMatcher(None, self.a[at:anchor], self.b[at_new:anchor_new], autojunk=False)
            yield from (Match(at + a, at_new + b, size) for a, b, size in between.get_matching_blocks() if size)
            if anchor < len(self.a):
                yield Match(anchor, anchor_new, 1)
            at, at_new = anchor + 1, anchor_new + 1


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places of lines that both have once, as many as are in the same order on both sides."""
    once, counts = Counter(old), Counter(new)
    places = {line: place for place, line in enumerate(new) if counts[line] == 1}
    pairs = [(place, places[line]) for place, line in enumerate(old) if once[line] == 1 and line in places]
    # The longest increasing sequence: `ends` has the smallest last place of a sequence of each length.
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_place, place_new) in enumerate(pairs):
        length = bisect_left(ends, place_new)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [place_new]
        last[length : length + 1] = [number]
    chosen, number = [], last[-1] if last else -1
    while number >= 0:
        chosen.append(pairs[number])
        number = before[number]
    return chosen[::-1]
