"""Compare two texts word by word, for screens, redlines, and the blame of a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from rcm_tui.model.regex import regex

Origin = TypeVar("Origin")

_TOKEN = regex(r"\s+|\w+(?:[.,:/'’-]\w+)*|[^\w\s]")
_SENTENCE = regex(r"[^.!?;\n]*[.!?;\n]+\s*|[^.!?;\n]+")
_WORK = 400_000
"""The number of equal pairs of tokens above which difflib is slow, and texts are compared by sentences."""
_ISLAND = 2
"""At most this many equal words, between two changes three times as long, become part of one change."""
_ALIKE = 0.25
"""Texts that share less than this fraction of their letters are one removal and one addition."""


class DiffOp(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


class DiffSpan(NamedTuple):
    """A piece of text and whether it was kept, removed or added. A removal comes before the addition in its place."""

    op: DiffOp
    text: str


class Fragment(NamedTuple, Generic[Origin]):
    """A piece of a text, and where it came from."""

    text: str
    origin: Origin


class _Block(NamedTuple):
    """Tokens `old` to `old_end` of one text, and `new` to `new_end` of the other in their place; `kept` if equal."""

    kept: bool
    old: int
    old_end: int
    new: int
    new_end: int


def runs(before: str, after: str) -> tuple[DiffSpan, ...]:
    """Return the pieces that were kept, removed and added.

    Kept and removed pieces joined are exactly `before`, kept and added ones `after`. Single equal words within larger
    changes are not separated, and texts that share little are one removal and one addition.
    """
    if before == after:
        return (DiffSpan(DiffOp.KEPT, before),) if before else ()
    old, new = _tokens(before, after)
    found: list[DiffSpan] = []
    for block in _blocks(old, new):
        gone, come = "".join(old[block.old : block.old_end]), "".join(new[block.new : block.new_end])
        if block.kept:
            found.append(DiffSpan(DiffOp.KEPT, gone))
            continue
        if gone:
            found.append(DiffSpan(DiffOp.REMOVED, gone))
        if come:
            found.append(DiffSpan(DiffOp.ADDED, come))
    return tuple(found)


def members(before: Iterable[str], after: Iterable[str]) -> tuple[DiffSpan, ...]:
    """Return the names kept, added and removed between two lists, in the order of the new one, removed ones last."""
    old, new = list(before), list(after)
    in_old, in_new = set(old), set(new)
    stayed = [DiffSpan(DiffOp.KEPT if name in in_old else DiffOp.ADDED, name) for name in new]
    return (*stayed, *(DiffSpan(DiffOp.REMOVED, name) for name in old if name not in in_new))


def origins(versions: Iterable[tuple[Origin, str]]) -> tuple[Fragment[Origin], ...]:
    """Return, for each word of the last version of a text, the version that added it; the oldest version comes first.

    Words that were removed and added again belong to the version that added them again. Neighbours of one origin are
    one piece; the pieces joined are the text.
    """
    text = ""
    owners: list[Origin] = []
    for origin, version in versions:
        owners = _owners(text, owners, version, origin)
        text = version
    return tuple(_joined(text, owners))


def _owners(before: str, owners: Sequence[Origin], after: str, origin: Origin) -> list[Origin]:
    """Return the origin of each letter of `after`."""
    found: list[Origin] = []
    place = 0
    for run in runs(before, after):
        if run.op is DiffOp.ADDED:
            found += [origin] * len(run.text)
            continue
        if run.op is DiffOp.KEPT:
            found += owners[place : place + len(run.text)]
        place += len(run.text)
    return found


def _joined(text: str, owners: Sequence[Origin]) -> Iterator[Fragment[Origin]]:
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or owners[end] != owners[start]:
            yield Fragment(text[start:end], owners[start])
            start = end


def _tokens(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    counts = Counter(new)
    if sum(counts[token] for token in old if not token.isspace()) <= _WORK:
        return old, new
    return _SENTENCE.findall(before), _SENTENCE.findall(after)


def _blocks(old: Sequence[str], new: Sequence[str]) -> list[_Block]:
    """Divide both texts into equal and different blocks. The equal beginning and end are found without difflib."""
    most = min(len(old), len(new))
    start = 0
    while start < most and old[start] == new[start]:
        start += 1
    end = 0
    while end < most - start and old[-1 - end] == new[-1 - end]:
        end += 1
    blocks = [_Block(True, 0, start, 0, start)]
    blocks += _middle(old[start : len(old) - end], new[start : len(new) - end], start)
    blocks.append(_Block(True, len(old) - end, len(old), len(new) - end, len(new)))
    blocks = [block for block in blocks if block.old < block.old_end or block.new < block.new_end]
    blocks = _without_islands(blocks, old, new)
    kept = sum(_letters(old[block.old : block.old_end]) for block in blocks if block.kept)
    if kept < _ALIKE * max(_letters(old), _letters(new)):
        return [_Block(False, 0, len(old), 0, len(new))]
    return blocks


def _middle(old: Sequence[str], new: Sequence[str], shift: int) -> list[_Block]:
    if not old or not new:
        return [_Block(False, shift, shift + len(old), shift, shift + len(new))]
    # White space must not begin a match, or the gaps between words that all differ would be what is kept.
    matcher = SequenceMatcher(str.isspace, old, new, autojunk=False)
    return [
        _Block(tag == "equal", shift + a, shift + a_end, shift + b, shift + b_end)
        for tag, a, a_end, b, b_end in matcher.get_opcodes()
    ]


def _without_islands(blocks: Sequence[_Block], old: Sequence[str], new: Sequence[str]) -> list[_Block]:
    """Join every island to the changes around it."""
    joined: list[_Block] = []
    for place, block in enumerate(blocks):
        inside = block.kept and 0 < place < len(blocks) - 1
        is_island = inside and _is_island(joined[-1], block, blocks[place + 1], old, new)
        if joined and not joined[-1].kept and (is_island or not block.kept):
            joined[-1] = _Block(False, joined[-1].old, block.old_end, joined[-1].new, block.new_end)
        else:
            joined.append(block)
    return joined


def _is_island(left: _Block, island: _Block, right: _Block, old: Sequence[str], new: Sequence[str]) -> bool:
    tokens = old[island.old : island.old_end]
    if left.kept or right.kept or sum(token[0].isalnum() for token in tokens) > _ISLAND:
        return False
    return _letters(tokens) <= min(_size(left, old, new), _size(right, old, new)) // 3


def _size(block: _Block, old: Sequence[str], new: Sequence[str]) -> int:
    return max(_letters(old[block.old : block.old_end]), _letters(new[block.new : block.new_end]))


def _letters(tokens: Iterable[str]) -> int:
    """Count the letters that there are to read."""
    return sum(len(token) for token in tokens if not token.isspace())
