"""Read a web page, as Word saves one, as paragraphs and tables. Nothing in it is loaded or run."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from rcm_tui.model.regex import regex
from rcm_tui.office.blocks import Block, Cell, Contents, Paragraph, Row, Run, Table, joined_runs

_BLOCKS: Final = frozenset(
    {"p", "div", "li", "dt", "dd", "blockquote", "tr", "td", "th", "table", "ul", "ol", "caption", "section"}
    | {f"h{level}" for level in range(1, 7)}
)
_IGNORED: Final = frozenset(["script", "style", "head", "title", "noscript", "template", "object", "iframe", "svg"])
_BOLD: Final = frozenset({"b", "strong", "th", *(f"h{level}" for level in range(1, 7))})
_ITALIC: Final = frozenset({"i", "em", "cite"})
_VOID: Final = frozenset(["br", "img", "hr", "meta", "link", "input", "col", "wbr", "area", "base"])
_CHARSET = regex(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_MOST_SPAN = 1_000


@dataclass(slots=True)
class _OpenTable:
    rows: list[Row] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    taken: dict[int, int] = field(default_factory=dict)
    """Columns that a cell above still covers, and for how many rows more."""
    spans: tuple[int, int] = (1, 1)
    paragraphs: list[Paragraph] = field(default_factory=list)
    in_cell: bool = False


def read_html(content: bytes) -> Contents:
    """Return what a page holds."""
    reader = _Reader()
    reader.feed(_decoded(content))
    reader.close()
    reader.finish()
    return Contents(tuple(reader.blocks))


def _decoded(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    declared = _CHARSET.search(content[:2000])
    for name in (declared[1].decode("ascii") if declared else "utf-8", "cp1252"):
        try:
            return content.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode("utf-8", errors="replace")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._open: list[tuple[str, bool | None, bool | None]] = []
        self._runs: list[Run] = []
        self._tables: list[_OpenTable] = []
        self._label = ""
        self._heading = 0
        self._lists: list[list[int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        given = {name: value or "" for name, value in attrs}
        if tag in _BLOCKS:
            self._flush()
        if tag == "br":
            self._runs.append(Run("\n"))
        if tag in _VOID:
            return
        style = given.get("style", "").lower().replace(" ", "")
        bold = True if tag in _BOLD or "font-weight:bold" in style or "font-weight:700" in style else None
        italic = True if tag in _ITALIC or "font-style:italic" in style else None
        bold = False if "font-weight:normal" in style else bold
        italic = False if "font-style:normal" in style else italic
        self._open.append((tag, bold, italic))
        if tag in ("ol", "ul"):
            start = given.get("start", "1")
            self._lists.append([int(start) if start.isdecimal() and len(start) < 6 else 1, tag == "ol"])
        elif tag == "li" and self._lists:
            number, ordered = self._lists[-1]
            self._label = f"{number}." if ordered else "•"
            self._lists[-1][0] += 1
        elif tag == "table":
            self._tables.append(_OpenTable())
        elif tag == "tr" and self._tables:
            self._end_row(self._tables[-1])
        elif tag in ("td", "th") and self._tables:
            self._end_cell(self._tables[-1])
            self._tables[-1].in_cell = True
            self._tables[-1].spans = (_span(given.get("colspan")), _span(given.get("rowspan")))
        if tag[0] == "h" and tag[1:].isdecimal():
            self._heading = int(tag[1:])

    def handle_endtag(self, tag: str) -> None:
        """End an element, and those left open in it."""
        if tag in _BLOCKS:
            self._flush()
        if any(tag_open[0] == tag for tag_open in self._open):
            while self._open.pop()[0] != tag:
                pass
        if tag in ("ol", "ul") and self._lists:
            self._lists.pop()
        if not self._tables:
            return
        if tag in ("td", "th"):
            self._end_cell(self._tables[-1])
        elif tag == "tr":
            self._end_row(self._tables[-1])
        elif tag == "table":
            self._end_table()

    def handle_data(self, data: str) -> None:
        """Take text."""
        if any(tag_open[0] in _IGNORED for tag_open in self._open):
            return
        text = re.sub(r"\s+", " ", data)
        self._runs.append(Run(text, self._is(1), self._is(2)))

    def _is(self, place: int) -> bool:
        return bool(next((element[place] for element in reversed(self._open) if element[place] is not None), False))

    def finish(self) -> None:
        """Keep what was not ended."""
        self._flush()
        while self._tables:
            self._end_table()

    def _flush(self) -> None:
        made = Paragraph(joined_runs(self._runs), self._label, max(len(self._lists) - 1, 0), self._heading)
        self._runs = []
        if not made.text:
            return
        self._label, self._heading = "", 0
        if self._tables and self._tables[-1].in_cell:
            self._tables[-1].paragraphs.append(made)
        else:
            self.blocks.append(made)

    def _end_cell(self, table: _OpenTable) -> None:
        if not table.in_cell:
            return
        self._cover(table)
        column = sum(cell.span for cell in table.cells)
        width, height = table.spans
        table.cells.append(Cell(column, tuple(table.paragraphs), width))
        for position in range(column, column + width) if height > 1 else ():
            table.taken[position] = height
        table.paragraphs, table.in_cell = [], False

    def _cover(self, table: _OpenTable) -> None:
        """Add the cells of rows above that cover the next columns."""
        column = sum(cell.span for cell in table.cells)
        while table.taken.get(column, 0):
            table.cells.append(Cell(column, (), 1, continues=True))
            column += 1

    def _end_row(self, table: _OpenTable) -> None:
        self._end_cell(table)
        if not table.cells:
            return
        self._cover(table)
        table.rows.append(Row(tuple(table.cells), len(table.rows) + 1))
        table.cells = []
        table.taken = {column: left - 1 for column, left in table.taken.items() if left > 1}

    def _end_table(self) -> None:
        table = self._tables.pop()
        self._end_row(table)
        if self._tables and self._tables[-1].in_cell:  # A table in a cell: its paragraphs are the cell's.
            self._tables[-1].paragraphs += _all_paragraphs(table.rows)
        elif table.rows:
            self.blocks.append(Table(tuple(table.rows)))


def _all_paragraphs(rows: Iterable[Row]) -> list[Paragraph]:
    return [paragraph for row in rows for cell in row.cells for paragraph in cell.paragraphs]


def _span(text: str | None) -> int:
    return min(max(int(text), 1), _MOST_SPAN) if text and text.isdecimal() and len(text) < 6 else 1


__all__ = ["read_html"]
