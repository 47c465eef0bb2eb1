"""The numbers that Word puts before the paragraphs of a list, which are not in its text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from rcm_tui.model.regex import regex

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = regex(r"%([1-9])")
_ROMAN: Final = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MOST = 9
"""The levels of a list."""


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int


class Numbering:
    """Counts through the lists of a document; `label` is called for each paragraph of a list, in order."""

    def __init__(self, root: Any) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        if root is None:
            return
        for definition in root.iterchildren(f"{W}abstractNum"):
            self._levels[definition.get(f"{W}abstractNumId", "")] = {
                _value(level, None, f"{W}ilvl"): _level(level) for level in definition.iterchildren(f"{W}lvl")
            }
        for instance in root.iterchildren(f"{W}num"):
            own, named = instance.get(f"{W}numId", ""), instance.find(f"{W}abstractNumId")
            self._lists[own] = named.get(f"{W}val", "") if named is not None else ""
            self._starts[own] = {
                _value(override, None, f"{W}ilvl"): _value(override, "startOverride")
                for override in instance.iterchildren(f"{W}lvlOverride")
                if override.find(f"{W}startOverride") is not None
            }

    def label(self, list_id: str, level: int) -> str:
        """Return the label of the next paragraph of a list: `3.`, `b)`, `2.1`, `•`; empty where it has none."""
        kind = self._lists.get(list_id, "")
        levels = self._levels.get(kind, {})
        if level not in levels or level >= _MOST:
            return ""
        counts = self._counts.setdefault(kind, {})
        if list_id not in self._begun:
            self._begun.add(list_id)
            for place, start in self._starts[list_id].items():
                counts[place] = start - 1
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [count for count in counts if count > level]:
            del counts[deeper]
        if levels[level].form == "bullet":
            return "•"
        if levels[level].form == "none":
            return ""

        def number_of(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            own = levels.get(place)
            return _written(counts.get(place, own.start), own.form) if own is not None else ""

        return _PLACE.sub(number_of, levels[level].text).strip()


def _level(element: Any) -> _Level:
    def value_of(name: str, otherwise: str) -> str:
        found = element.find(f"{W}{name}")
        return found.get(f"{W}val", otherwise) if found is not None else otherwise

    return _Level(value_of("numFmt", "decimal"), value_of("lvlText", ""), _value(element, "start", otherwise=1))


def _value(element: Any, child: str | None, name: str = f"{W}val", otherwise: int = 0) -> int:
    found = element.find(f"{W}{child}") if child else element
    text = found.get(name, "") if found is not None else ""
    return int(text) if text.isdecimal() and len(text) < 6 else otherwise


def _written(number: int, form: str) -> str:
    """Return a number in a form of Word: decimal, letters or Roman numerals."""
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        rest, numeral = min(number, 399), ""
        for value, sign in _ROMAN:
            numeral, rest = numeral + sign * (rest // value), rest % value
        return numeral.upper() if form == "upperRoman" else numeral
    return f"{number:02}" if form == "decimalZero" else str(number)


__all__ = ["Numbering"]
