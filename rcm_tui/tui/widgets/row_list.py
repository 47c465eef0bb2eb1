"""A list of rows of a line or more each, under headings."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, overload

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


class ManyRows(Sequence[Row]):
    """Rows of which most are made when they are drawn: a large plan has more than should be in memory."""

    def __init__(self, rows: Sequence[Row] = ()) -> None:
        self.ids: list[str] = []
        self.tops = array("L", (0,))
        """The first line of each row, and at the end the number of lines."""
        self._made: dict[int, Row] = {}
        self._makers: list[tuple[int, Callable[[int], Row]]] = []
        for row in rows:
            self.append(row)

    def append(self, row: Row) -> None:
        """Add one row."""
        self._made[len(self.ids)] = row
        self.ids.append(row.id)
        self.tops.append(self.tops[-1] + row.height)

    def extend(self, ids: Sequence[str], height: int, make: Callable[[int], Row]) -> None:
        """Add rows with these ids, all of one height; `make` makes each, by its position among them."""
        self._makers.append((len(self.ids), make))
        self.ids += ids
        top = self.tops[-1] + height
        self.tops.extend(range(top, top + len(ids) * height, height))

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        if isinstance(at, slice):
            return [self[index] for index in range(len(self))[at]]
        index = range(len(self))[at]
        if index in self._made:
            return self._made[index]
        first, make = self._makers[bisect_right(self._makers, index, key=lambda maker: maker[0]) - 1]
        return make(index - first)


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
        self.rows = ManyRows()

    def show(self, rows: Sequence[Row]) -> None:
        """Show these rows; the cursor stays on its row, or where the row was, the marks on theirs."""
        before = self.row_id
        self.rows = rows if isinstance(rows, ManyRows) else ManyRows(rows)
        if self.marked:
            there = {row_id: at for at, row_id in enumerate(self.rows.ids) if row_id in self.marked}
            self.marked = {row_id for row_id, at in there.items() if self.rows[at].markable}
        ids = self.rows.ids
        near = self.nearest(min(max(self.cursor, 0), len(ids) - 1), 1)
        self.cursor = ids.index(before) if before and before in ids else -1 if near is None else near
        self.lay_out()

    @property
    def row_ids(self) -> Sequence[str]:
        return self.rows.ids

    @property
    def line_count(self) -> int:
        return self.rows.tops[-1]

    def top_of(self, index: int) -> int:
        return self.rows.tops[index]

    def height_of(self, index: int) -> int:
        return self.rows.tops[index + 1] - self.rows.tops[index]

    def row_at(self, at: int) -> int | None:
        return bisect_right(self.rows.tops, at) - 1 if 0 <= at < self.line_count else None

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
