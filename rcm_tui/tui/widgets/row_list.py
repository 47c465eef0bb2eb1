"""A list of a line or more for each row; only the lines on screen are drawn, so that its length does not matter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from rcm_tui.tui.content import line

_EDGE = 2
"""Cells at the left, for the mark; one stays free at the right."""
_KEPT = 20
"""Cells of what stands at the left that are shown however long the right is: a date whole."""


class RowLine(NamedTuple):
    """One line: what stands at the left, cut where there is no room, and what stands at the right, whole if it can."""

    left: Content
    right: Content = Content("")


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `paint` makes its lines when they are drawn, `height` of them.

    A row without an id is a heading: the cursor passes it.
    """

    id: str
    paint: Callable[[], Sequence[RowLine]]
    height: int = 1
    markable: bool = False


def heading(words: Content, right: Content | None = None, *, gap: bool = True) -> Row:
    """A row that names those below it, with an empty line above where there is a `gap`."""
    named = RowLine(words.stylize("bold"), right or Content(""))
    return Row("", lambda: (RowLine(Content("")), named), 2) if gap else Row("", lambda: (named,))


def text_row(words: Content) -> Row:
    """A row that only says something."""
    return Row("", lambda: (RowLine(words),))


class RowList(ScrollView, can_focus=True):
    """Rows with a cursor and marks, both kept by id when the rows are made anew."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "go(-1)", show=False),
        Binding("down,j", "go(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "end(-1)", show=False),
        Binding("end", "end(1)", show=False),
        Binding("enter", "open", show=False),
        Binding("right,l", "aside", show=False),
        Binding("left,h", "screen.back", show=False),
    ]

    @dataclass
    class Highlighted(Message):
        """The cursor stands on another row, or on another version of it; empty where there is none."""

        row_id: str

    @dataclass
    class Opened(Message):
        """The person pressed Enter on this row."""

        row_id: str

    @dataclass
    class Aside(Message):
        """The person wants to go to what stands beside this row."""

        row_id: str

    @dataclass
    class Marked(Message):
        """A row was marked, or its mark taken away."""

        row_id: str

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.rows: list[Row] = []
        self.marked: set[str] = set()
        self.cursor = -1
        self._tops: list[int] = []
        self._at: list[int] = []

    # --- what is shown

    def show(self, rows: Sequence[Row]) -> None:
        """Show these rows; the cursor stays on its row, or where the row was, the marks on theirs."""
        before = self.row_id
        self.rows = list(rows)
        self.marked &= {row.id for row in rows if row.markable}
        self._tops, self._at = [], []
        for place, row in enumerate(self.rows):
            self._tops.append(len(self._at))
            self._at += [place] * row.height
        self.virtual_size = Size(self.size.width, len(self._at))
        places = {row.id: place for place, row in enumerate(self.rows) if row.id}
        near = self._nearest(min(max(self.cursor, 0), len(self.rows) - 1), 1)
        self.cursor = places.get(before, near if near is not None else -1) if before or near is not None else -1
        self.refresh()
        self._say_where()

    @property
    def row_id(self) -> str:
        """The row under the cursor; empty where there is none."""
        return self.rows[self.cursor].id if 0 <= self.cursor < len(self.rows) else ""

    @property
    def is_markable(self) -> bool:
        """Whether the row under the cursor can be marked."""
        return 0 <= self.cursor < len(self.rows) and self.rows[self.cursor].markable

    def go_to(self, row_id: str) -> bool:
        """Put the cursor on a row; False where there is no such row."""
        for place, row in enumerate(self.rows):
            if row.id == row_id:
                self._move(place)
                return True
        return False

    def toggle_mark(self) -> None:
        """Mark the row under the cursor, or take its mark away."""
        if self.row_id and self.is_markable:
            self.marked ^= {self.row_id}
            self.refresh()
            self.post_message(self.Marked(self.row_id))

    def clear_marks(self) -> None:
        """Take all marks away."""
        self.marked.clear()
        self.refresh()

    def _nearest(self, place: int, step: int) -> int | None:
        """The row at or after `place` that the cursor can stand on, else one before it."""
        for way in (step, -step):
            at = place
            while 0 <= at < len(self.rows):
                if self.rows[at].id:
                    return at
                at += way
        return None

    def _move(self, place: int, step: int = 1) -> None:
        found = self._nearest(max(0, min(place, len(self.rows) - 1)), step)
        if found is not None and found != self.cursor:
            self.cursor = found
            self.refresh()
            self._say_where()

    def _say_where(self) -> None:
        self._bring_into_sight()
        self.post_message(self.Highlighted(self.row_id))

    def _bring_into_sight(self) -> None:
        if not 0 <= self.cursor < len(self.rows):
            return
        top = self._tops[self.cursor]
        first = top if self._nearest(0, 1) != self.cursor else 0
        height = top - first + self.rows[self.cursor].height
        self.scroll_to_region(Region(0, first, 1, height), animate=False, force=True)

    # --- keys and mouse

    def action_go(self, step: int) -> None:
        """Up or down a row."""
        at = self.cursor + step
        while 0 <= at < len(self.rows) and not self.rows[at].id:
            at += step
        if 0 <= at < len(self.rows):
            self._move(at, step)

    def action_page(self, direction: int) -> None:
        """Up or down a screenful."""
        if self._at and self.cursor >= 0:
            at = self._tops[self.cursor] + direction * max(self.size.height - 1, 1)
            self._move(self._at[max(0, min(at, len(self._at) - 1))], direction)

    def action_end(self, direction: int) -> None:
        """To the first or the last row."""
        self._move(0 if direction < 0 else len(self.rows) - 1, -direction)

    def action_open(self) -> None:
        """Open the row."""
        if self.row_id:
            self.post_message(self.Opened(self.row_id))

    def action_aside(self) -> None:
        """Go to what stands beside it."""
        if self.row_id:
            self.post_message(self.Aside(self.row_id))

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor, at the left edge the mark; a double click opens."""
        at = event.y + self.scroll_offset.y
        if not 0 <= at < len(self._at) or not self.rows[self._at[at]].id:
            return
        self._move(self._at[at])
        if event.x < _EDGE:
            self.toggle_mark()
        elif event.chain == 2:
            self.action_open()

    # --- drawing

    def on_resize(self) -> None:
        """Lines are cut to the width."""
        self.virtual_size = Size(self.size.width, len(self._at))
        self._bring_into_sight()

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        at = y + self.scroll_offset.y
        if not 0 <= at < len(self._at):
            return Strip.blank(width, self.rich_style)
        place = self._at[at]
        row = self.rows[place]
        painted = row.paint()
        below = at - self._tops[place]
        pair = painted[below] if below < len(painted) else RowLine(Content(""))
        shown = self._laid_out(pair, width, marked=row.id in self.marked and not below)
        if place == self.cursor:
            shown = shown.stylize("on $mark" if self.has_focus else "on $raised")
        return Visual.to_strips(self, shown, width, 1, self.visual_style)[0].adjust_cell_length(width)

    def _laid_out(self, pair: RowLine, width: int, *, marked: bool) -> Content:
        edge = line("+ ", "$accent") if marked else Content(" " * _EDGE)
        kept = min(pair.left.cell_length, _KEPT)
        right = pair.right.truncate(max(width - _EDGE - 3 - kept, 0), ellipsis=True)
        room = max(width - _EDGE - 1 - right.cell_length - (2 if right.plain else 0), 0)
        left = pair.left.truncate(room, ellipsis=True)
        gap = " " * max(width - _EDGE - 1 - left.cell_length - right.cell_length, 0)
        return Content.assemble(edge, left, gap, right, " ")
