"""Texts that run from left to right in a document that runs from right to left, with their punctuation in its place.

A full stop or a bracket has no direction of its own: at the end of an English sentence among Arabic ones, it would
stand at the wrong end of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from rcm_tui.model.regex import regex
from rcm_tui.reports.links import Piece

_RIGHT_TO_LEFT = regex("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
_LETTER = regex("[A-Za-z\u00c0-\u058f]")
_BETWEEN = regex(r"(?<=[:;،؛]) | [–—] |[\n؟]")
"""What is between two texts that are set beside each other."""
_OPENS, _CLOSES = "\u2066", "\u2069"


def is_left_to_right(text: str) -> bool:
    """Return whether a text has letters that run from left to right, and no others."""
    return _LETTER.search(text) is not None and _RIGHT_TO_LEFT.search(text) is None


def left_to_right(text: str) -> list[tuple[int, int]]:
    """Return where in a text others begin and end that run from left to right, with their own punctuation."""
    found: list[tuple[int, int]] = []
    start, was = 0, False
    for end, after in [*(match.span() for match in _BETWEEN.finditer(text)), (len(text), len(text))]:
        piece = text[start:end]
        if is_left_to_right(piece):
            first = start + len(piece) - len(piece.lstrip())
            begin = found.pop()[0] if was and "\n" not in text[found[-1][1] : first] else first
            found.append((begin, start + len(piece.rstrip())))
            was = True
        elif piece:
            was = False
        start = after
    return found


def isolated(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces of a paragraph that runs from right to left, with signs around what does not.

    They are unseen: LEFT-TO-RIGHT ISOLATE, and POP DIRECTIONAL ISOLATE.
    """
    pieces = list(pieces)
    signs: dict[int, str] = {}
    for start, end in left_to_right("".join(run.text for run, _target in pieces)):
        signs[start] = signs.get(start, "") + _OPENS
        signs[end] = _CLOSES + signs.get(end, "")
    at = 0
    for run, target in pieces:
        text = run.text
        last = at + len(text)
        for place in sorted((each for each in signs if at <= each <= last), reverse=True):
            text = text[: place - at] + signs.pop(place) + text[place - at :]
        yield (run if text == run.text else replace(run, text=text)), target
        at = last
