"""Flat rows as a workbook: a sheet of items and one of the calendar, with filters, a frozen header, and rich text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from copy import copy
from datetime import UTC
from typing import Any

from rcm_tui.i18n import _
from rcm_tui.model.plan import Plan
from rcm_tui.reports.flat import Flat, Line
from rcm_tui.reports.heading import EditionContext, draft_words, origin_of, title_of
from rcm_tui.reports.plan_table import Emphasis, emphasised
from rcm_tui.reports.writers.packages import need, repacked, with_properties

_WIDTHS = {"text": 80, "id": 12, "objective": 10, "answered": 24, "actors": 24, "archived_reason": 40}
_LONGEST = 32_767
"""How many characters a cell can hold."""
_WHEN = "%Y-%m-%dT%H:%M:%SZ"


KEY = "key"
"""The hidden column that names what a row is of, whatever becomes of its cells: `HR-4.2`, `HR-4/abc`, `HR-4.2/kvt`."""


def xlsx(rows: Flat, plan: Plan, context: EditionContext, emphasis: Emphasis = Emphasis.STATUS) -> bytes:
    """Return the workbook; what is open (or was emphasised in the source) is bold italic.

    Raises MissingLibrary where openpyxl is not installed.
    """
    openpyxl = need("openpyxl", "xlsx")
    book = openpyxl.Workbook(write_only=True)
    _sheet(book, _("Items"), rows.item_columns, rows.items, emphasis)
    _sheet(book, _("Calendar"), rows.calendar_columns, rows.calendar, emphasis)
    properties = book.properties
    properties.title = " – ".join(part for part in (draft_words(context), title_of(plan)) if part)
    properties.creator = "rcm"
    when = context.when.astimezone(UTC)
    properties.created = when.replace(tzinfo=None)
    written = io.BytesIO()
    book.save(written)
    package = written.getvalue()
    parts = _dated(package, f"{when:{_WHEN}}") | with_properties(package, origin_of(plan, context, "data"))
    return repacked(package, context.when, parts)


def _sheet(book: Any, title: str, columns: Sequence[str], lines: Sequence[Line], emphasis: Emphasis) -> None:
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
    sheet.column_dimensions[get_column_letter(len(columns) + 1)].hidden = True
    head = _like(sheet, Font(bold=True), Alignment(vertical="top"), PatternFill("solid", start_color="DCE6F1"))
    looks = {
        (is_text, is_open): _like(
            sheet,
            Font(bold=True, italic=True) if is_open else Font(),
            Alignment(vertical="top", wrap_text=is_text),
        )
        for is_text in (False, True)
        for is_open in (False, True)
    }
    sheet.append([_text(sheet, name, head) for name in (*columns, KEY)])
    for line in lines:
        cells = [_cell(sheet, line, name, emphasis, looks) for name in columns]
        sheet.append([*cells, _text(sheet, key_of(line), looks[False, False])])


def key_of(line: Line) -> str:
    """Return what a row is of, as `KEY` says."""
    return "/".join(filter(None, (line.values["id"], line.values.get("entry"))))


def _like(sheet: Any, font: Any, alignment: Any, fill: Any = None) -> Any:
    """Return a cell whose style others share: registering a style for each cell costs most of the time."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, "")
    cell.font, cell.alignment = font, alignment
    if fill is not None:
        cell.fill = fill
    return cell


def _fitted() -> Any:
    from openpyxl.worksheet.properties import PageSetupProperties

    return PageSetupProperties(fitToPage=True)


def _cell(sheet: Any, line: Line, name: str, emphasis: Emphasis, looks: Mapping[tuple[bool, bool], Any]) -> Any:
    """Return the cell of one column."""
    value = line.values.get(name)
    if name != "text" or not isinstance(value, str):
        return _text(sheet, value, looks[False, False])
    pieces = [(value, line.is_open)]
    if emphasis is Emphasis.SOURCE and line.source is not None and line.source.emphasis is not None:
        pieces = [piece for piece in emphasised(value, line.source.emphasis) or pieces if piece[0]]
    if len(pieces) > 1:
        return _text(sheet, _rich(pieces), looks[True, False])
    return _text(sheet, value, looks[True, bool(pieces and pieces[0][1])])


def _text(sheet: Any, value: Any, look: Any) -> Any:
    """Return a cell in the style of another. A text is always a text, whatever it begins with, and never a formula."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, "")
    cell._style = copy(look._style)
    cell.value = _kept(value) if type(value) is str else value
    if type(value) is str:
        cell.data_type = "s"
    return cell


def _rich(pieces: Sequence[tuple[str, bool]]) -> Any:
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    strong = InlineFont(b=True, i=True)
    return CellRichText(*(TextBlock(strong, _kept(said)) if one else _kept(said) for said, one in pieces))


def _kept(text: str) -> str:
    """Return the text without the characters that a workbook cannot hold."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    clean: str = ILLEGAL_CHARACTERS_RE.sub("\ufffd", text).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    return clean if len(clean) <= _LONGEST else clean[: _LONGEST - 1] + "…"


def _dated(package: bytes, when: str) -> dict[str, bytes]:
    """Return the core properties with the edition's moment, where openpyxl writes that of saving."""
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        core = source.read("docProps/core.xml").decode("utf-8")
    return {"docProps/core.xml": re.sub(r"(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>{when}", core).encode("utf-8")}
