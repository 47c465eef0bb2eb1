"""Write a merged file: the lines of both sides where they can be combined, else those of one side, revised."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from rcm_tui.model.errors import RcmError
from rcm_tui.model.fieldpath import Value, same
from rcm_tui.model.regex import regex
from rcm_tui.store.yaml import data_of, revise

_COMMENT = regex(rb"(?:^|[ \t])(#.*?)[ \t\r]*$", re.MULTILINE)


Read = Callable[[bytes], Mapping[str, Value] | None]
"""Gives the data of a file; None where it cannot be read."""


def merged_bytes(
    base: bytes | None, ours: bytes | None, theirs: bytes | None, data: Mapping[str, Value], read: Read = data_of
) -> tuple[bytes, tuple[str, ...]]:
    """Return a file that holds the merged `data`, and the comments of either side that it had to lose.

    None stands for a file that a side does not have. If the lines merge and give that very data, they are taken. Else
    both sides are made to hold the data, so that they differ in comments and layout alone, and then merged by lines. If
    that fails too, the side is taken that loses fewer comments, theirs if both lose as many. A caller that has read
    files already says by `read` what they hold.

    Raises YamlProblem or BadValue as `revise` does.
    """
    if ours is None or theirs is None:
        side = ours if theirs is None else theirs
        result = _revised(side, data)
        return result, _lost(result, base, side, side)
    lines = merged_lines(base or b"", ours, theirs)
    if lines is not None and same(read(lines), data):
        return lines, ()
    revised = [side if side and same(read(side), data) else _revised(side, data) for side in (base, ours, theirs)]
    lines = merged_lines(revised[0], revised[1], revised[2], neighbours=True)
    if lines is not None and same(read(lines), data):
        return lines, _lost(lines, base, ours, theirs)
    return min(
        ((candidate, _lost(candidate, base, ours, theirs)) for candidate in revised[:0:-1]),
        key=lambda pair: len(pair[1]),
    )


def _revised(side: bytes | None, data: Mapping[str, Value]) -> bytes:
    """Return the file with other data, written anew where it cannot be changed without touching other lines."""
    try:
        return revise(side, data)
    except RcmError:
        return revise(None, data)


def _lost(result: bytes, base: bytes | None, ours: bytes | None, theirs: bytes | None) -> tuple[str, ...]:
    """Return the comments that a side has and the result lacks, but for those that the other side deleted."""
    was, mine, two = (_comments(side or b"") for side in (base, ours, theirs))
    wanted = (mine - was) | (two - was) | (mine & two)
    return tuple(sorted(comment.decode("utf-8", "replace") for comment in wanted - _comments(result)))


def _comments(content: bytes) -> set[bytes]:
    return set(_COMMENT.findall(content))


def merged_lines(base: bytes, ours: bytes, theirs: bytes, *, neighbours: bool = False) -> bytes | None:
    """Merge two versions of a text line by line; None where both changed the same lines.

    Changes to neighbouring lines, and lines that both added at one place, count as such without `neighbours`.
    This is done here and not by git, so that every version of git gives the same bytes.
    """
    if theirs in (ours, base):
        return ours
    if ours == base:
        return theirs
    old, mine, two = (text.splitlines(keepends=True) for text in (base, ours, theirs))
    result: list[bytes] = []
    done = 0
    edits = sorted([*_edits(old, two), *_edits(old, mine)], key=lambda edit: edit[:2])
    for position, (start, end, new) in enumerate(edits):
        if position and edits[position - 1] == (start, end, new):
            continue
        if position and (start < done or (start == done and not neighbours)):
            return None
        result += [*old[done:start], *new]
        done = end
    return b"".join([*result, *old[done:]])


def _edits(old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[tuple[int, int, list[bytes]]]:
    for tag, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield start, end, list(new[first:last])
