"""The texts in a cell of an office's table, with the bold italic that marks what is open."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from rcm_tui.model.frozen import dataclass
from rcm_tui.model.regex import regex
from rcm_tui.office.blocks import Paragraph, Run, joined_runs

IsStrong = Callable[[Run], bool]

_BULLET = regex(r"\s*(?:[•‣◦▪▫●○■□·∙⁃➢➤✓✔\uf0b7\uf0a7]\s*|[-–—*]\s+)")
_NUMBER = regex(
    r"\s*(?:\(?(?P<number>[0-9]{1,3}(?:\.[0-9]{1,3})*)(?:\.?[-–—]|[.)]|(?<=\.[0-9])|(?<=\.[0-9]{2}))"
    r"|\(?(?P<letter>[a-zA-Z])\)|(?P<roman>[ivxIVX]{1,5})[.)])\s+(?=\S)"
)
_END = regex(r"[.;:!?…][\"'”’»)\]]*$")
_LETTER = regex(r"\w")


@dataclass(frozen=True, slots=True)
class SourceText:
    """One text: without its number or bullet, with single spaces.

    `number` is the last part of its number (2 of `1.2`), None where it has none. `emphasis` is `all`, `none` or the
    words that are emphasised; `line` is its row in the table.
    """

    text: str
    number: int | None = None
    emphasis: str = "none"
    line: int = 0


def texts_of(paragraphs: Sequence[Paragraph], strong: IsStrong, line: int, *, numbered: bool) -> list[SourceText]:
    """Return the texts of a cell: its paragraphs, and lines that begin a new sentence or have a marker.

    A line that goes on in small letters joins the one before it. With `numbered`, numbers and letters before a text
    are taken off; bullets always are.
    """
    made = []
    for runs, label in _joined(paragraphs):
        text = _source_text(runs, label, strong, line, numbered=numbered)
        if text.text:
            made.append(text)
    return made


def whole(paragraphs: Sequence[Paragraph], strong: IsStrong, line: int) -> SourceText:
    """Return all of a cell as one text, with its number taken off."""
    runs: list[Run] = []
    for paragraph in paragraphs:
        runs += [*([Run(" ")] if runs else []), *paragraph.runs]
    label = next((paragraph.label for paragraph in paragraphs if paragraph.text), "")
    return _source_text(runs, label, strong, line, numbered=True)


def has_marker(text: str) -> bool:
    """Return whether a text begins with a number, letter or bullet."""
    return bool(_BULLET.match(text) or _NUMBER.match(text))


def emphasis_in(paragraphs: Iterable[Paragraph]) -> IsStrong | None:
    """Return which runs count as emphasised in a document; None where nothing is.

    That is bold italic where there is any, else italic, else bold.
    """
    runs = [run for paragraph in paragraphs for run in paragraph.runs if _LETTER.search(run.text)]
    ways: Sequence[IsStrong] = (lambda run: run.bold and run.italic, lambda run: run.italic, lambda run: run.bold)
    return next((way for way in ways if any(map(way, runs))), None)


def _joined(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[list[Run], str]]:
    """Yield the runs and the label of each text."""
    runs: list[Run] = []
    label = ""
    apart = True
    for paragraph in paragraphs:
        for position, part in enumerate(paragraph.lines()):
            text = part.text
            if not text:
                apart = True
                continue
            before = " ".join("".join(run.text for run in runs).split())
            marked = bool(part.label or _BULLET.match(text) or _NUMBER.match(text))
            ended = _END.search(before) is not None
            goes_on = (
                bool(runs)
                and not marked
                and not apart
                and (text[0].islower() if position == 0 else text[0].islower() or not ended)
            )
            if goes_on and not (position == 0 and ended):
                runs += [Run(" "), *part.runs]
            else:
                if runs:
                    yield runs, label
                runs, label = list(part.runs), part.label
            apart = False
    if runs:
        yield runs, label


def _source_text(runs: Sequence[Run], label: str, strong: IsStrong, line: int, *, numbered: bool) -> SourceText:
    text = "".join(run.text for run in runs)
    start = 0
    number = _value(_NUMBER.match(f"{label} x")) if label else None
    bullet = _BULLET.match(text)
    if bullet:
        start = bullet.end()
    marker = _NUMBER.match(text, start) if numbered and number is None else None
    if marker:
        number, start = _value(marker), marker.end()
    kept = joined_runs(list(without_start(runs, start)))
    words = " ".join("".join(run.text for run in kept).split())
    return SourceText(words, number, _emphasis(kept, words, strong), line)


def without_start(runs: Sequence[Run], start: int) -> Iterator[Run]:
    """Yield what is left of runs after `start` characters."""
    for run in runs:
        if len(run.text) > start:
            yield Run(run.text[start:], run.bold, run.italic)
        start = max(start - len(run.text), 0)


def _value(marker: re.Match[str] | None) -> int | None:
    return int(marker["number"].split(".")[-1]) if marker is not None and marker["number"] else None


def _emphasis(runs: Sequence[Run], words: str, strong: IsStrong) -> str:
    """Return `all`, `none`, or the first words that are emphasised; signs and blanks do not count."""
    lettered = [run for run in runs if _LETTER.search(run.text)]
    marks = [strong(run) for run in lettered]
    if not any(marks):
        return "none"
    if all(marks):
        return "all"
    stretches = [list(group) for is_strong, group in groupby(lettered, strong) if is_strong]
    phrase = " ".join("".join(run.text for run in stretches[0]).split())
    return phrase if phrase in words and phrase not in ("all", "none") else "none"


__all__ = ["IsStrong", "SourceText", "emphasis_in", "has_marker", "texts_of", "whole", "without_start"]
