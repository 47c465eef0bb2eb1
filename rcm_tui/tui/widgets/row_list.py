"""A list of rows of a line or more each, under headings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.content import Content

from rcm_tui.tui.content import line
from rcm_tui.tui.widgets.line_list import MARK_WIDTH, LineList

_KEPT = 20
"""Cells of the left side that are shown however long the right one is: a date whole."""


class RowLine(NamedTuple):
    """One line: the left side, cut where there is no room, and the right side, whole if it can be."""

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
    """Make a row that names those below it, with an empty line above where there is a `gap`."""
    named = RowLine(words.stylize("bold"), right or Content(""))
    return Row("", lambda: (RowLine(Content("")), named), 2) if gap else Row("", lambda: (named,))


def text_row(words: Content) -> Row:
    """Make a row that only says something."""
    return Row("", lambda: (RowLine(words),))


class RowList(LineList):
    """Cursor and marks are kept by id when the rows are made anew."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l", "aside", show=False),
        Binding("left,h", "screen.back", show=False),
    ]

    steps_aside: Callable[[], None] | None = None
    """Goes to what is shown beside the row, where something is."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.rows: list[Row] = []
        self._ids: list[str] = []
        self._tops: list[int] = []
        self._row_of_line: list[int] = []

    def show(self, rows: Sequence[Row]) -> None:
        """Show these rows; the cursor stays on its row, or where the row was, the marks on theirs."""
        before = self.row_id
        self.rows = list(rows)
        self._ids = [row.id for row in self.rows]
        self.marked &= {row.id for row in rows if row.markable}
        self._tops, self._row_of_line = [], []
        for index, row in enumerate(self.rows):
            self._tops.append(len(self._row_of_line))
            self._row_of_line += [index] * row.height
        near = self.nearest(min(max(self.cursor, 0), len(self.rows) - 1), 1)
        self.cursor = self._ids.index(before) if before and before in self._ids else -1 if near is None else near
        self.lay_out()

    @property
    def row_ids(self) -> Sequence[str]:
        return self._ids

    @property
    def line_count(self) -> int:
        return len(self._row_of_line)

    def top_of(self, index: int) -> int:
        return self._tops[index]

    def height_of(self, index: int) -> int:
        return self.rows[index].height

    def row_at(self, at: int) -> int | None:
        return self._row_of_line[at] if 0 <= at < len(self._row_of_line) else None

    @property
    def is_markable(self) -> bool:
        return 0 <= self.cursor < len(self.rows) and self.rows[self.cursor].markable

    def action_aside(self) -> None:
        """Go to what is shown beside the row."""
        if self.row_id and self.steps_aside is not None:
            self.steps_aside()

    def draw(self, index: int, below: int, width: int) -> Content:
        row = self.rows[index]
        lines = row.paint()
        shown = lines[below] if below < len(lines) else RowLine(Content(""))
        edge = line(" +", "bold $accent") if row.id in self.marked and not below else Content(" " * MARK_WIDTH)
        kept = min(shown.left.cell_length, _KEPT)
        right = shown.right.truncate(max(width - MARK_WIDTH - 3 - kept, 0), ellipsis=True)
        room = max(width - MARK_WIDTH - 1 - right.cell_length - (2 if right.plain else 0), 0)
        left = shown.left.truncate(room, ellipsis=True)
        gap = " " * max(width - MARK_WIDTH - 1 - left.cell_length - right.cell_length, 0)
        return Content.assemble(edge, left, gap, right, " ")
