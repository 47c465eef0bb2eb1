"""A list drawn line by line: only the lines on screen are drawn, so that its length does not matter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from rcm_tui.tui.content import line, strip

MARK_WIDTH = 2
"""Cells at the left: one for the cursor, one for the mark."""
CURSOR = "▌"


class LineList(ScrollView, can_focus=True):
    """Rows with a cursor and marks. Subclasses say which rows there are, and draw them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "go(-1)", show=False),
        Binding("down,j", "go(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "end(-1)", show=False),
        Binding("end", "end(1)", show=False),
        Binding("enter", "open", show=False),
    ]

    @dataclass
    class Highlighted(Message):
        """The cursor is on another row, or on another version of it; empty where there is none."""

        row_id: str

    @dataclass
    class Opened(Message):
        """The person pressed Enter on this row."""

        row_id: str

    @dataclass
    class Marked(Message):
        """A row was marked or unmarked."""

        row_id: str

    opens: Callable[[str], None] | None = None
    """Called with the row opened, before the next key is handled; without it `Opened` is posted."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.marked: set[str] = set()
        self.cursor = -1

    # --- what a subclass says

    @property
    def row_ids(self) -> Sequence[str]:
        """The id of each row; empty for one that the cursor passes, such as a heading."""
        raise NotImplementedError

    def draw(self, index: int, below: int, width: int) -> Content:
        """Draw the line of a row that is `below` its first one, `width` cells wide."""
        raise NotImplementedError

    @property
    def line_count(self) -> int:
        """How many lines all rows have together."""
        return len(self.row_ids)

    def top_of(self, index: int) -> int:
        """Return the first line of a row."""
        return index

    def height_of(self, index: int) -> int:
        """Return the number of lines of a row."""
        return 1

    def row_at(self, at: int) -> int | None:
        """Return the row that a line belongs to; None below the last."""
        return at if 0 <= at < len(self.row_ids) else None

    @property
    def is_markable(self) -> bool:
        """Whether the row under the cursor can be marked."""
        return bool(self.row_id)

    def draw_empty(self) -> Content:
        """Draw the first line of a list without rows."""
        return Content("")

    def clicked(self, index: int, event: events.Click) -> None:
        """Handle a click on a row, which has the cursor already: mark it at the left edge, open it if double."""
        if event.x < MARK_WIDTH:
            self.toggle_mark()
        elif event.chain == 2:
            self.action_open()

    # --- cursor and marks

    @property
    def row_id(self) -> str:
        """The row under the cursor; empty where there is none."""
        return self.row_ids[self.cursor] if 0 <= self.cursor < len(self.row_ids) else ""

    def go_to(self, row_id: str) -> bool:
        """Put the cursor on a row; False where there is no such row."""
        try:
            self._move(self.row_ids.index(row_id))
        except ValueError:
            return False
        return True

    def chosen(self) -> tuple[str, ...]:
        """Return the marked rows in order; without marks the one under the cursor."""
        marked = tuple(row_id for row_id in self.row_ids if row_id in self.marked) if self.marked else ()
        return marked or ((self.row_id,) if self.row_id else ())

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

    def lay_out(self) -> None:
        """Draw everything after the rows or the cursor have changed, and tell where the cursor is."""
        self.virtual_size = Size(self.size.width, self.line_count)
        self.refresh()
        self._tell_cursor()

    def nearest(self, index: int, step: int) -> int | None:
        """Return the row at or after `index` that the cursor can be on, else one before it."""
        for way in (step, -step):
            at = index
            while 0 <= at < len(self.row_ids):
                if self.row_ids[at]:
                    return at
                at += way
        return None

    def _move(self, index: int, step: int = 1) -> None:
        found = self.nearest(max(0, min(index, len(self.row_ids) - 1)), step)
        if found is None or found == self.cursor:
            return
        for row in (self.cursor, found):  # only these look different now: a key that is held down must be quick
            if 0 <= row < len(self.row_ids):
                self.refresh_lines(self.top_of(row), self.height_of(row))
        self.cursor = found
        self._tell_cursor()

    def _tell_cursor(self) -> None:
        self._scroll_to_cursor()
        self.screen.post_message(self.Highlighted(self.row_id))  # At once, so that all is drawn in one go.

    def _scroll_to_cursor(self) -> None:
        if not self.size.height or not 0 <= self.cursor < len(self.row_ids):
            return  # What has no size yet is scrolled when it gets one.
        top = self.top_of(self.cursor)
        first = top if self.nearest(0, 1) != self.cursor else 0  # the heading above the first row as well
        height = top - first + self.height_of(self.cursor)
        self.scroll_to_region(Region(0, first, 1, height), animate=False, force=True)

    # --- keys and mouse

    def action_go(self, step: int) -> None:
        """Go up or down a row."""
        at = self.cursor + step
        while 0 <= at < len(self.row_ids) and not self.row_ids[at]:
            at += step
        if 0 <= at < len(self.row_ids):
            self._move(at, step)

    def action_page(self, direction: int) -> None:
        """Go up or down a screenful."""
        if self.line_count and self.cursor >= 0:
            at = self.top_of(self.cursor) + direction * max(self.size.height - 1, 1)
            row = self.row_at(max(0, min(at, self.line_count - 1)))
            if row is not None:
                self._move(row, direction)

    def action_end(self, direction: int) -> None:
        """Go to the first or the last row."""
        self._move(0 if direction < 0 else len(self.row_ids) - 1, -direction)

    def action_open(self) -> None:
        """Open the row under the cursor."""
        if self.row_id and self.opens is not None:
            self.opens(self.row_id)
        elif self.row_id:
            self.post_message(self.Opened(self.row_id))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the row clicked."""
        index = self.row_at(event.y + self.scroll_offset.y)
        if index is not None and self.row_ids[index]:
            self._move(index)
            self.clicked(index, event)

    # --- drawing

    def on_resize(self) -> None:
        """Fit the lines to the width."""
        self.virtual_size = Size(self.size.width, self.line_count)
        self._scroll_to_cursor()

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        at = y + self.scroll_offset.y
        index = self.row_at(at)
        if index is None:
            shown = self.draw_empty() if y == 0 and not self.row_ids else Content("")
            shown = shown.truncate(width, pad=True)
        else:
            shown = self.draw(index, at - self.top_of(index), width)
            if index == self.cursor:
                shown = Content.assemble(line(CURSOR, "$accent" if self.has_focus else "$muted"), shown[1:])
                shown = shown.stylize("on $mark" if self.has_focus else "on $raised")
        return strip(self, shown, width)
