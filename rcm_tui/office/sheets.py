"""Read workbooks and comma-separated files as tables."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any, Final

from rcm_tui.i18n import _
from rcm_tui.libraries import need
from rcm_tui.office.blocks import Cell, Contents, Paragraph, Row, Run, Table, joined_runs, plain
from rcm_tui.office.docx import Progress
from rcm_tui.office.package import Refused

_MOST_CELLS: Final = 1_000_000


def read_xlsx(content: bytes, progress: Progress | None = None) -> Contents:
    """Return the sheets of a workbook, already found to be safe, as tables. Raises Refused for a damaged one.

    Formulas give the value that Excel last computed; dates become EDTF.
    """
    openpyxl = need("openpyxl", "xlsx")
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True, rich_text=True, keep_links=False)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, SyntaxError, OSError) as error:
        # What openpyxl raises for damaged workbooks; SyntaxError is that of XML.
        raise Refused(_("The file is damaged: {name} cannot be read.").format(name="xlsx")) from error
    tables, notes = [], []
    for position, sheet in enumerate(book.worksheets):
        if progress is not None:
            progress(position, len(book.worksheets))
        if sheet.sheet_state != "visible":
            notes.append(_("The sheet “{name}” is hidden and is not read.").format(name=sheet.title))
        elif (made := _sheet(sheet)).rows:
            tables.append(made)
    return Contents(tuple(tables), tuple(notes))


def _sheet(sheet: Any) -> Table:
    if sheet.max_row * sheet.max_column > _MOST_CELLS:
        raise Refused(_("The sheet “{name}” has more than a million cells.").format(name=sheet.title))
    merged = {
        (row, column): (area.min_row, area.min_col, area.max_col)
        for area in sheet.merged_cells.ranges
        if area.size["rows"] * area.size["columns"] <= _MOST_CELLS
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }
    rows = []
    for line, cells in enumerate(sheet.iter_rows(), 1):
        made = []
        for cell in cells:
            place = merged.get((cell.row, cell.column))
            if place is None:
                made.append(Cell(cell.column - 1, _paragraphs(cell)))
            elif cell.column == place[1]:
                above = cell.row > place[0]
                made.append(Cell(cell.column - 1, () if above else _paragraphs(cell), place[2] - place[1] + 1, above))
        if any(row.paragraphs or row.continues for row in made):
            rows.append(Row(tuple(made), line))
    return Table(tuple(rows), sheet.title)


def _paragraphs(cell: Any) -> tuple[Paragraph, ...]:
    value, font = cell.value, cell.font
    bold, italic = bool(font and font.b), bool(font and font.i)
    if isinstance(value, list):  # Rich text: strings and blocks with a font of their own.
        runs = [
            Run(piece, bold, italic)
            if isinstance(piece, str)
            else Run(piece.text, bool(piece.font.b), bool(piece.font.i))
            for piece in value
        ]
        whole = Paragraph(joined_runs(runs))
        return (whole,) if whole.text else ()
    return plain(_written(value), bold=bold, italic=italic)


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def read_csv(content: bytes) -> Contents:
    """Return a file of values parted by commas, semicolons or tabs as a table. Raises Refused for no text."""
    notes: tuple[str, ...] = ()
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
        notes = (_("The file is not UTF-8; it is read as Windows text. Look at the accents."),)
    if "\0" in text:
        raise Refused(_("The file is not a document that can be read. Save it as .docx, .xlsx or .csv."))
    first = text[:20_000]
    delimiter = max(",;\t", key=lambda sign: first.count(sign))
    rows = []
    try:
        for line, values in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
            if any(value.strip() for value in values):
                rows.append(Row(tuple(Cell(column, plain(value)) for column, value in enumerate(values)), line))
    except csv.Error as error:
        raise Refused(_("The file is damaged: {name} cannot be read.").format(name="csv")) from error
    return Contents((Table(tuple(rows)),) if rows else (), notes)


__all__ = ["read_csv", "read_xlsx"]
