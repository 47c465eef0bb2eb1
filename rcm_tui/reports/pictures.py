"""Pictures made of figures, as SVG: large numbers, columns, bars and a timeline.

They are drawn here and not by a library of charts, since the same picture goes into a web page, a PDF and a Word file:
a few shapes with presentation attributes are all that browsers, typst and word processors draw alike, without a script,
a style sheet or a font of their own. They can be read in black and white: each shade differs in its lightness, and
every figure is written out. In a language that is written from right to left they are drawn the other way round.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape

from rcm_tui.i18n import current, is_right_to_left
from rcm_tui.model.regex import regex

WIDTH = 460
"""The width of every picture in its own units, so that its letters stay legible on a telephone (390 pixels)."""
_INVALID = regex("[\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_FONTS = "Liberation Sans, Arial, Helvetica, sans-serif"
_INK, _PAPER, _FAINT, _RULE = "#1a1a1a", "#ffffff", "#595959", "#9a9a9a"
_SIZE = 13
_OTHER_WAY = {"start": "end", "middle": "middle", "end": "start"}
_FROM_THE_RIGHT = "\N{RIGHT-TO-LEFT ISOLATE}{words}\N{POP DIRECTIONAL ISOLATE}"
"""A line of text in its direction: not all that draws an SVG knows the attribute for it."""
_MOST_LINES = 2

SHADES = ("#16233d", "#3f6aa8", "#93b7e0", "#d9e6f5", "#f0e3c0", "#ececec", "#ffffff", "#c9c9c9")
"""Fills from dark to light; a series takes them in its order."""
_DARK = frozenset(SHADES[:2])


@dataclass
class _Drawing:
    """Shapes by places that count from the side on which reading begins."""

    height: float = 0
    shapes: list[str] = field(default_factory=list)
    turned: bool = field(default_factory=lambda: is_right_to_left(current()))

    def _x(self, x: float) -> float:
        return WIDTH - x if self.turned else x

    def rectangle(self, x: float, y: float, wide: float, high: float, fill: str, stroke: str = _INK) -> None:
        x = min(self._x(x), self._x(x + wide))
        size = f'x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}"'
        self.shapes.append(f'<rect {size} fill="{fill}" stroke="{stroke}" stroke-width="0.75"/>')

    def line(self, x: float, y: float, to_x: float, to_y: float, stroke: str = _RULE, wide: float = 1) -> None:
        ends = f'x1="{self._x(x):.1f}" y1="{y:.1f}" x2="{self._x(to_x):.1f}" y2="{to_y:.1f}"'
        self.shapes.append(f'<line {ends} stroke="{stroke}" stroke-width="{wide}"/>')

    def polygon(self, points: Sequence[tuple[float, float]], fill: str) -> None:
        joined = " ".join(f"{self._x(x):.1f},{y:.1f}" for x, y in points)
        self.shapes.append(f'<polygon points="{joined}" fill="{fill}" stroke="{_INK}" stroke-width="1"/>')

    def circle(self, x: float, y: float, fill: str) -> None:
        place = f'cx="{self._x(x):.1f}" cy="{y:.1f}" r="5"'
        self.shapes.append(f'<circle {place} fill="{fill}" stroke="{_INK}" stroke-width="1"/>')

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = _SIZE,
        anchor: str = "start",
        fill: str = _INK,
        bold: bool = False,
    ) -> None:
        """Write one line; `y` is its base line, `anchor` what of it is at `x`: start, middle or end."""
        weight = ' font-weight="bold"' if bold else ""
        side = _OTHER_WAY[anchor] if self.turned else anchor
        place = f'x="{self._x(x):.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{side}"'
        phrase = escape(_INVALID.sub("\ufffd", _FROM_THE_RIGHT.format(words=words) if self.turned else words))
        self.shapes.append(f'<text {place} fill="{fill}"{weight}>{phrase}</text>')

    def svg(self) -> str:
        """Return the picture. Its height is that of what was drawn."""
        high = int(self.height + 0.999)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {high}" width="{WIDTH}" height="{high}" '
            f'font-family="{_FONTS}"><rect width="{WIDTH}" height="{high}" fill="{_PAPER}"/>'
            f"{''.join(self.shapes)}</svg>"
        )


def stacked(pictures: Sequence[str], least: float = 0) -> str:
    """Return pictures one below the other as one picture, at least so high."""
    drawing = _Drawing()
    for picture in pictures:
        head, _close, inner = picture.partition(">")
        drawing.shapes.append(f'<g transform="translate(0 {drawing.height:g})">{inner.removesuffix("</svg>")}</g>')
        drawing.height += int(head.rpartition('height="')[2].partition('"')[0]) + 14
    drawing.height = max(drawing.height - 14, least)
    return drawing.svg()


def fitted(words: str, wide: float, size: float = _SIZE) -> str:
    """Return as much of a text as fits into a width, estimated from the kinds of its letters."""
    used = 0.0
    for place, letter in enumerate(words):
        used += size * _share(letter)
        if used > wide:
            return words[: max(place - 1, 0)].rstrip() + "…"
    return words


def _share(letter: str) -> float:
    """Return the width of a letter as a share of its size, in a wide common typeface."""
    if letter.isupper():
        return 0.78
    return 0.37 if letter in " .,:;'|!()-iljtfI" else 1.0 if ord(letter) > 0x2E80 else 0.63


def _width(words: str, size: float = _SIZE) -> float:
    return sum(size * _share(letter) for letter in words)


def numbers(figures: Sequence[tuple[int, str]]) -> str:
    """Draw large numbers side by side, each with its words below in at most two lines."""
    drawing = _Drawing(96)
    wide = WIDTH / max(len(figures), 1)
    for place, (number, words) in enumerate(figures):
        left = place * wide
        drawing.rectangle(left + 2, 2, wide - 4, 92, "#f4f7fb")
        drawing.text(left + wide / 2, 46, f"{number:,}", size=36 if number < 10_000 else 24, anchor="middle", bold=True)
        for row, line in enumerate(_lines(words, wide - 14, 12)):
            drawing.text(left + wide / 2, 67 + 15 * row, line, size=12, anchor="middle")
    return drawing.svg()


def _lines(words: str, wide: float, size: float) -> list[str]:
    """Return a text cut into lines of a width, two at most: what does not fit is left out by whole words."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _width(longer, size) > wide:
            lines.append(word)
        else:
            lines[-1] = longer
    if len(lines) > _MOST_LINES:
        last = lines[_MOST_LINES - 1]
        while " " in last and _width(f"{last} …", size) > wide:
            last = last.rpartition(" ")[0]
        lines[_MOST_LINES - 1 :] = [f"{last} …"]
    return [fitted(line, wide, size) for line in lines]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a trend: how many of all, with two lines of words below."""

    part: int
    whole: int
    name: str
    when: str


def columns(found: Sequence[Column], part: str, whole: str) -> str:
    """Draw columns of which a part is dark; `part` and `whole` say what they count."""
    high, top = 130, 34
    drawing = _Drawing(top + high + 42)
    _legend(drawing, ((part, SHADES[1]), (whole, SHADES[3])), 14)
    most = max((column.whole for column in found), default=0) or 1
    step = (WIDTH - 4) / max(len(found), 1)
    wide = min(step * 0.66, 60)
    for place, column in enumerate(found):
        middle = 2 + step * (place + 0.5)
        tall, dark = high * column.whole / most * 0.88, high * column.part / most * 0.88
        bottom = top + high
        drawing.rectangle(middle - wide / 2, bottom - tall, wide, tall, SHADES[3])
        drawing.rectangle(middle - wide / 2, bottom - dark, wide, dark, SHADES[1])
        drawing.text(middle, bottom - tall - 4, str(column.whole), size=12, anchor="middle")
        if dark > 16:
            drawing.text(middle, bottom - dark + 14, str(column.part), size=12, anchor="middle", fill=_PAPER, bold=True)
        drawing.text(middle, bottom + 16, fitted(column.name, step - 4, 12), size=12, anchor="middle")
        if column.when:
            drawing.text(middle, bottom + 31, fitted(column.when, step - 2, 11), size=11, anchor="middle", fill=_FAINT)
    drawing.line(2, top + high, WIDTH - 2, top + high, _INK)
    return drawing.svg()


def _legend(drawing: _Drawing, entries: Sequence[tuple[str, str]], y: float) -> float:
    """Write what the shades mean, in as many lines as it takes; return the base line of the last one."""
    x = 2.0
    for words, shade in entries:
        wide = 18 + _width(words, 12) + 12
        if x > 2 and x + wide > WIDTH:
            x, y = 2.0, y + 18
        drawing.rectangle(x, y - 10, 12, 12, shade)
        drawing.text(x + 17, y, words, size=12)
        x += wide
    return y


def bars(rows: Mapping[str, Sequence[int]], series: Sequence[tuple[str, str]]) -> str:
    """Draw a bar for each name, in sections; `series` are the words and the shades of the sections."""
    label = min(max((_width(name) for name in rows), default=0) + 12, 130)
    drawing = _Drawing()
    y = _legend(drawing, series, 14) + 14
    most = max((sum(counts) for counts in rows.values()), default=0) or 1
    full = WIDTH - label - 40
    for name, counts in rows.items():
        drawing.text(2, y + 15, fitted(name, label - 4), bold=True)
        x = label
        for count, (_words, shade) in zip(counts, series, strict=True):
            wide = full * count / most
            if count:
                drawing.rectangle(x, y, wide, 20, shade)
            if count and wide >= _width(str(count), 12) + 3:
                fill = _PAPER if shade in _DARK else _INK
                drawing.text(x + wide / 2, y + 14.5, str(count), size=12, anchor="middle", fill=fill)
            x += wide
        drawing.text(x + 5, y + 15, str(sum(counts)))
        y += 27
    drawing.height = y + 2
    return drawing.svg()


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a timeline: the days it takes, the sign of its kind, and its words."""

    first: date
    last: date
    sign: str
    words: str


SIGNS = ("square", "circle", "triangle")
"""The signs of the kinds of moments, in the order of a timeline's legend."""
_AXIS = 120


def timeline(moments: Sequence[Moment], kinds: Sequence[str], today: date, now: str) -> str:
    """Draw moments, each on a line with a sign on an axis; `kinds` are the words for SIGNS, `now` those for today."""
    drawing = _Drawing()
    x = 8.0
    for sign, words in zip(SIGNS, kinds, strict=True):
        _sign(drawing, sign, x, 10)
        drawing.text(x + 10, 14, words, size=12)
        x += _width(words, 12) + 34
    top = 44
    days = [today, *(day for moment in moments for day in (moment.first, moment.last))]
    start, end = min(days), max(days)
    length = max((end - start).days, 30)

    def place(day: date) -> float:
        return 8 + (_AXIS - 16) * min((day - start).days, length) / length

    lines = [_lines(moment.words, WIDTH - _AXIS - 8, 12) for moment in moments]
    bottom = top + sum(map(_high, lines))
    for year in range(start.year, end.year + 2):
        if start <= date(year, 1, 1) <= end:
            drawing.line(place(date(year, 1, 1)), top - 6, place(date(year, 1, 1)), bottom)
    drawing.line(place(today), top - 8, place(today), bottom, _INK, 1.5)
    wide = _width(now, 11)
    drawing.text(min(max(place(today) - wide / 2, 2), WIDTH - wide), top - 12, now, size=11)
    y = top + 8.0
    for moment, written in zip(moments, lines, strict=True):
        drawing.line(place(moment.first), y, _AXIS, y, "#d0d0d0", 0.75)
        if place(moment.last) - place(moment.first) > 12:
            drawing.line(place(moment.first), y, place(moment.last), y, _INK, 2)
        _sign(drawing, moment.sign, place(moment.last), y)
        for row, text in enumerate(written):
            drawing.text(_AXIS + 4, y + 4 + 14 * row, text, size=12)
        y += _high(written)
    drawing.height = bottom + 4
    return drawing.svg()


def _high(lines: Sequence[str]) -> int:
    """Return the height of a moment of so many lines."""
    return 6 + 14 * len(lines)


def _sign(drawing: _Drawing, sign: str, x: float, y: float) -> None:
    if sign == "square":
        drawing.polygon([(x - 5, y - 5), (x + 5, y - 5), (x + 5, y + 5), (x - 5, y + 5)], SHADES[0])
    elif sign == "triangle":
        drawing.polygon([(x - 6, y - 5), (x + 6, y - 5), (x, y + 6)], _PAPER)
    else:
        drawing.circle(x, y, SHADES[2])
