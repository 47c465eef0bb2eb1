"""Flat rows as a workbook: a sheet of items and one of the calendar, with filters, a frozen header, and rich text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC
from typing import Any

from rcm_tui.locale import _
from rcm_tui.model.plan import Plan
from rcm_tui.reports.archives import repacked
from rcm_tui.reports.extras import need
from rcm_tui.reports.flat import CALENDAR_COLUMNS, ITEM_COLUMNS, Flat, Line
from rcm_tui.reports.front import Occasion, draft_words, title_of
from rcm_tui.reports.table import Emphasis, emphasised

_WIDTHS = {"text": 80, "id": 12, "objective": 10, "answered": 24, "actors": 24, "archived_reason": 40}
_LONGEST = 32_767
"""How many characters a cell can hold."""
_WHEN = "%Y-%m-%dT%H:%M:%SZ"


def xlsx(rows: Flat, plan: Plan, occasion: Occasion, emphasis: Emphasis = Emphasis.STATUS) -> bytes:
    """The workbook; what is open (or was emphasised in the source) is bold italic.

    Raises MissingLibrary where openpyxl is not installed.
    """
    openpyxl = need("openpyxl", "xlsx")
    book = openpyxl.Workbook(write_only=True)
    internal = tuple(name for line in rows.items[:1] for name in line.values if name not in ITEM_COLUMNS)
    _sheet(book, _("Items"), (*ITEM_COLUMNS, *internal), rows.items, emphasis)
    _sheet(book, _("Calendar"), CALENDAR_COLUMNS, rows.calendar, emphasis)
    properties = book.properties
    properties.title = " – ".join(part for part in (draft_words(occasion), title_of(plan)) if part)
    properties.creator = "rcm"
    when = occasion.when.astimezone(UTC)
    properties.created = when.replace(tzinfo=None)
    written = io.BytesIO()
    book.save(written)
    return repacked(written.getvalue(), occasion.when, _dated(written.getvalue(), f"{when:{_WHEN}}"))


def _sheet(book: Any, title: str, columns: Sequence[str], lines: Sequence[Line], emphasis: Emphasis) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    sheet.freeze_panes = "B2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = _fitted()
    last = get_column_letter(len(columns))
    sheet.auto_filter.ref = f"A1:{last}{len(lines) + 1}"
    for place, name in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(name, 14)
    bold, shade = Font(bold=True), PatternFill("solid", start_color="DCE6F1")
    top, wrapped = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)
    head = []
    for name in columns:
        cell = WriteOnlyCell(sheet, name)
        cell.font, cell.fill, cell.alignment = bold, shade, top
        head.append(cell)
    sheet.append(head)
    open_font = Font(bold=True, italic=True)
    for line in lines:
        row = []
        for name in columns:
            cell = _cell(sheet, line, name, emphasis, open_font)
            cell.alignment = wrapped if name == "text" else top
            row.append(cell)
        sheet.append(row)


def _fitted() -> Any:
    from openpyxl.worksheet.properties import PageSetupProperties

    return PageSetupProperties(fitToPage=True)


def _cell(sheet: Any, line: Line, name: str, emphasis: Emphasis, open_font: Any) -> Any:
    """A cell; a text is always a text, whatever it begins with, and never a formula."""
    from openpyxl.cell import WriteOnlyCell

    value = line.values.get(name)
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    pieces = [(value, line.is_open)]
    source = line.source
    if name == "text" and emphasis is Emphasis.SOURCE and source is not None and source.emphasis is not None:
        pieces = emphasised(value, source.emphasis) or pieces
    pieces = [piece for piece in pieces if piece[0]] if name == "text" else [(value, False)]
    if len(pieces) > 1:
        return WriteOnlyCell(sheet, _rich(pieces))
    cell = WriteOnlyCell(sheet, "")
    cell.value = _kept(value)
    cell.data_type = "s"
    if pieces and pieces[0][1]:
        cell.font = open_font
    return cell


def _rich(pieces: Sequence[tuple[str, bool]]) -> Any:
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    strong = InlineFont(b=True, i=True)
    return CellRichText(*(TextBlock(strong, _kept(said)) if one else _kept(said) for said, one in pieces))


def _kept(text: str) -> str:
    """The text without what a workbook cannot hold."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    clean: str = ILLEGAL_CHARACTERS_RE.sub("\ufffd", text).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    return clean if len(clean) <= _LONGEST else clean[: _LONGEST - 1] + "…"


def _dated(package: bytes, when: str) -> dict[str, bytes]:
    """The properties with the edition's moment where openpyxl writes that of the saving."""
    import re
    import zipfile

    with zipfile.ZipFile(io.BytesIO(package)) as source:
        core = source.read("docProps/core.xml").decode("utf-8")
    return {"docProps/core.xml": re.sub(r"(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>{when}", core).encode("utf-8")}
