"""A page of text, and an item before and after: side by side where there is room, else one below the other.

One widget draws all of it line by line: a widget for each field would take longer to lay out than a key may.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from rcm_tui.i18n import _
from rcm_tui.model.frozen import dataclass
from rcm_tui.tui.content import line, strip
from rcm_tui.tui.widgets.differences import GONE, NEW

ROOM = 100
"""Columns of the window from which on the two sides stand beside each other."""
_SIGN = 2
"""Cells left of a column, for the sign of a line with removed or added words."""
_BETWEEN = 3


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text across both columns, `indent` cells from the left."""

    words: Content
    indent: int = 0


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """A value before and after; None where there is none. `whole`: all of it was removed or added."""

    before: Content | None
    after: Content | None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class ColumnNames:
    """The names of the two columns."""

    before: Content
    after: Content


GAP = Paragraph(Content(""))
Part = Paragraph | BeforeAfter | ColumnNames


class TextPage(ScrollView, can_focus=True):
    """Shows parts one below the other; only what is on screen is drawn."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "by(2)", show=False),
        Binding("up,k", "by(-2)", show=False),
        Binding("left,h", "screen.back", show=False),
        Binding("home", "to_top", show=False),
        Binding("end", "to_end", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._parts: tuple[Part, ...] = ()
        self._lines: list[Content] = []
        self._width = 0

    @property
    def text(self) -> str:
        """All the text, including what is scrolled out of view."""
        return "\n".join(content.plain.rstrip() for content in self._lines)

    def show(self, parts: Sequence[Part], *, from_top: bool) -> None:
        """Show these parts, from the top for another item."""
        self._parts = tuple(parts)
        self._lay_out()
        if from_top:
            self.scroll_to(y=0, animate=False, force=True)

    def on_resize(self) -> None:
        """Lines are broken at the width."""
        if self.scrollable_content_region.width != self._width:
            self._lay_out()

    def _lay_out(self) -> None:
        self._width = self.scrollable_content_region.width
        beside = self.app.size.width >= ROOM
        self._lines = list(lay_out(self._parts, self._width, beside=beside)) if self._width else []
        self.virtual_size = Size(self._width, len(self._lines))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        at = y + self.scroll_offset.y
        words = self._lines[at] if 0 <= at < len(self._lines) else Content("")
        return strip(self, words.truncate(width, pad=True), width)

    def action_by(self, rows: int) -> None:
        """Scroll up or down a little."""
        self.scroll_relative(y=rows, animate=False)

    def action_page_down(self) -> None:
        """Scroll a screenful down."""
        self.scroll_relative(y=max(self.size.height - 1, 1), animate=False)

    def action_page_up(self) -> None:
        """Scroll a screenful up."""
        self.scroll_relative(y=-max(self.size.height - 1, 1), animate=False)

    def action_to_top(self) -> None:
        """Scroll to the beginning."""
        self.scroll_to(y=0, animate=False)

    def action_to_end(self) -> None:
        """Scroll to the end."""
        self.scroll_to(y=len(self._lines), animate=False)


def lay_out(parts: Sequence[Part], width: int, *, beside: bool) -> Iterator[Content]:
    """Lay the parts out in this width, the two sides `beside` each other or one below the other."""
    for part in parts:
        if isinstance(part, Paragraph):
            for content in part.words.wrap(max(width - part.indent, 8)):
                yield Content(" " * part.indent) + content
        elif beside:
            yield from _beside(part, width)
        elif isinstance(part, BeforeAfter):
            yield from _below(part, width)


def _beside(part: BeforeAfter | ColumnNames, width: int) -> Iterator[Content]:
    column = (width - _BETWEEN) // 2
    whole = isinstance(part, BeforeAfter) and part.whole
    if whole and (part.before is None or part.after is None):  # nothing to stand beside it
        yield from _column(part.before or part.after, width, _WENT if part.after is None else _CAME)
        return
    left, right = (
        _column(part.before, column, _WENT if whole else None),
        _column(part.after, column, _CAME if whole else None),
    )
    blank = Content(" " * column)
    rule = Content.assemble(" ", line("│", "$faint"), " ")
    for place in range(max(len(left), len(right))):
        yield Content.assemble(
            left[place] if place < len(left) else blank,
            rule,
            right[place] if place < len(right) else blank,
        )
    if isinstance(part, ColumnNames):
        yield Content("")


def _below(part: BeforeAfter, width: int) -> Iterator[Content]:
    """Put each side under its name, so that it is clear which is which; alone, it needs none."""
    before = _column(part.before, width, _WENT if part.whole else None)
    after = _column(part.after, width, _CAME if part.whole else None)
    named = bool(before and after) and len(before) + len(after) > 2
    for name, side in ((_("before"), before), (_("after"), after)):
        if named:
            yield Content(" " * _SIGN) + line(name, "$muted italic")
        yield from side


_WENT, _CAME = line("- ", "$broken"), line("+ ", "$done")


def _column(words: Content | None, width: int, sign: Content | None) -> list[Content]:
    """Return the lines of one side, as wide as the column, with a sign where something was removed or added."""
    if words is None:
        return []
    return [
        (sign or _sign_of(content)) + content + Content(" " * max(width - _SIGN - content.cell_length, 0))
        for content in words.wrap(max(width - _SIGN, 8))
    ]


def _sign_of(words: Content) -> Content:
    styles = {str(span.style) for span in words.spans if words.plain[span.start : span.end].strip()}
    if GONE in styles:
        return _WENT
    return _CAME if NEW in styles else Content(" " * _SIGN)
