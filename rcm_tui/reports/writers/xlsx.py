"""A plan as a workbook: sheets with filters, a frozen header and rich text.

openpyxl makes the package with its styles; the cells are written as text. As objects they took most of the time, half a
million of them in a plan of ten thousand items, and most were empty.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date
from functools import lru_cache
from itertools import count
from math import ceil
from typing import Any

from rcm_tui.i18n import current, is_right_to_left
from rcm_tui.libraries import need
from rcm_tui.model.plan import Plan
from rcm_tui.model.regex import regex
from rcm_tui.reports.flat import Flat
from rcm_tui.reports.heading import EditionContext, draft_words, origin_of, title_of
from rcm_tui.reports.plan_table import Emphasis
from rcm_tui.reports.sheets import Sheet, Value, sheets
from rcm_tui.reports.writers.packages import repacked, with_properties

Progress = Callable[[int, int], None]
_LONGEST = 32_767
"""How many characters a cell can hold."""
_WIDEST, _LEAST, _TEXT = 40, 8, 80
"""The width of columns, in characters: at most, at least, and of long texts."""
_ACROSS, _MARGIN = 170, 0.4
"""Characters across a page, landscape, that are printed in 7 points or more between these margins, in inches."""
_LETTERS, _LINE, _HIGHEST = 68, 15, 405
"""Capitals in a line of a long text, the height of a line, and that of the highest row there can be, in points."""
_WHEN = "%Y-%m-%dT%H:%M:%SZ"
_INVALID = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = regex("_(?=x[0-9A-Fa-f]{4}_)")
"""What begins an escape of a character in a workbook (ECMA-376, part 1, 22.9.2.19), and must not where it is meant."""
_EPOCH = date(1899, 12, 30).toordinal()
"""Day 0 of a workbook (ECMA-376, part 1, 18.17.4.1), as it counts from March 1900 on."""
_FIRST = date(1900, 3, 1)

KEY = "key"
"""The hidden column that names what a row is of, whatever becomes of its cells: `HR-4.2`, `HR-4/abc`, `HR-4.2/kvt`."""


def xlsx(
    rows: Flat,
    plan: Plan,
    context: EditionContext,
    emphasis: Emphasis = Emphasis.STATUS,
    on: date | None = None,
    progress: Progress = lambda _done, _of: None,
) -> bytes:
    """Return the workbook; what is open (or was emphasised in the source) is bold italic. Requests count from `on`.

    Raises MissingLibrary where openpyxl is not installed.
    """
    openpyxl = need("openpyxl", "xlsx")
    book = openpyxl.Workbook()
    book.remove(book.active)
    found = list(sheets(rows, plan, on or context.when.date(), emphasis))
    draft = draft_words(context)
    styles: dict[str, int] = {}
    for sheet in found:
        styles = _frame(book, sheet)
    properties = book.properties
    properties.title = " – ".join(part for part in (draft, title_of(plan)) if part)
    properties.creator = "rcm"
    when = context.when.astimezone(UTC)
    properties.created = when.replace(tzinfo=None)
    written = io.BytesIO()
    book.save(written)
    package = written.getvalue()
    parts = _dated(package, f"{when:{_WHEN}}") | with_properties(package, origin_of(plan, context, "data"))
    for number, sheet in enumerate(found, 1):
        progress(number - 1, len(found))
        name = f"xl/worksheets/sheet{number}.xml"
        parts[name] = _filled(package, name, sheet, styles, draft)
    progress(len(found), len(found))
    return repacked(package, context.when, parts)


def _frame(book: Any, sheet: Sheet) -> dict[str, int]:
    """Make an empty sheet with its settings; return the numbers of the styles that cells may have."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    made = book.create_sheet(sheet.title)
    made.freeze_panes = "B2"
    made.sheet_view.rightToLeft = is_right_to_left(current()) or None
    made.print_title_rows, made.print_title_cols = "1:1", "A:A"
    made.page_setup.orientation = "landscape"
    made.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    made.auto_filter.ref = f"A1:{get_column_letter(len(sheet.heads))}{len(sheet.rows) + 1}"
    widths = [
        _TEXT if place in sheet.texts else _width(head, [row[place] for row in sheet.rows[:200]])
        for place, head in enumerate(sheet.heads)
    ]
    for place, wide in enumerate(widths, 1):
        made.column_dimensions[get_column_letter(place)].width = wide
    made.page_setup.fitToWidth, made.page_setup.fitToHeight = ceil(sum(widths) / _ACROSS), 0
    made.page_setup.pageOrder = "overThenDown"
    made.page_margins.left = made.page_margins.right = _MARGIN
    made.column_dimensions[get_column_letter(len(sheet.heads) + 1)].hidden = True
    return _styles(made)


def _width(head: str, values: Sequence[Value]) -> int:
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    return min(max(len(head) + 4, longest + 2, _LEAST), _WIDEST)


def _styles(sheet: Any) -> dict[str, int]:
    """Register the styles of cells, by giving each to a cell; return their numbers."""
    from openpyxl.styles import Alignment, Font, PatternFill

    def number(
        *, bold: bool = False, italic: bool = False, wrapped: bool = True, horizontal: str | None = None, **look: Any
    ) -> int:
        cell = sheet.cell(1, next(places))
        cell.font = Font(name="Calibri", size=11, bold=bold, italic=italic)
        cell.alignment = Alignment(vertical="top", horizontal=horizontal, wrap_text=wrapped)
        for name, value in look.items():
            setattr(cell, name, value)
        return int(cell.style_id)

    places = count(1)
    return {
        "head": number(bold=True, fill=PatternFill("solid", start_color="DCE6F1")),
        "text": number(),
        "open": number(bold=True, italic=True),
        "day": number(wrapped=False, horizontal="left", number_format="yyyy-mm-dd"),
        "": number(wrapped=False),
    }


def _filled(package: bytes, name: str, sheet: Sheet, styles: dict[str, int], draft: str) -> bytes:
    """Return a sheet with its cells in place of the one that the package has."""
    from openpyxl.utils import get_column_letter

    with zipfile.ZipFile(io.BytesIO(package)) as source:
        frame = source.read(name).decode("utf-8")
    letters = [get_column_letter(place + 1) for place in range(len(sheet.heads) + 1)]
    before, after = re.split(r"<sheetData>.*</sheetData>|<sheetData\s*/>", frame, maxsplit=1, flags=re.DOTALL)
    size = f'<dimension ref="A1:{letters[-1]}{len(sheet.rows) + 1}"'
    before = re.sub(r'<dimension ref="[^"]*"', size, before)
    data = "".join(_rows(sheet, letters, styles, draft))
    return f"{before}<sheetData>{data}</sheetData>{after}".encode()


def _rows(sheet: Sheet, letters: Sequence[str], styles: dict[str, int], draft: str) -> Iterator[str]:
    """Yield the rows: the heads, of which the first says so where it is a draft, and one for each key."""
    heads = [f"{draft} – {sheet.heads[0]}" if draft else sheet.heads[0], *sheet.heads[1:], KEY]
    cells = (_string(f"{letter}1", styles["head"], head) for letter, head in zip(letters, heads, strict=True))
    yield f'<row r="1">{"".join(cells)}</row>'
    looks = [styles["text"] if place in sheet.texts else styles[""] for place in range(len(sheet.heads))]
    for number, (row, key) in enumerate(zip(sheet.rows, sheet.keys, strict=True), 2):
        cells = (
            _cell(f"{letter}{number}", look, value, styles)
            for letter, look, value in zip(letters, looks, row, strict=False)
            if value is not None
        )
        last = _string(f"{letters[-1]}{number}", styles[""], key)
        yield f'<row r="{number}"{_height(sheet, row)}>{"".join(cells)}{last}</row>'


def _height(sheet: Sheet, row: Sequence[Value]) -> str:
    """Return the height of a row whose long text takes several lines: not every program makes room for it by itself."""
    texts = [_plain(row[place]) for place in sheet.texts]
    lines = max((sum(1 + len(line) // _LETTERS for line in text.split("\n")) for text in texts), default=1)
    return f' ht="{min(lines * _LINE, _HIGHEST)}" customHeight="1"' if lines > 1 else ""


def _plain(value: Value) -> str:
    return "".join(text for text, _strong in value) if isinstance(value, tuple) else str(value or "")


def _cell(place: str, style: int, value: Value, styles: dict[str, int]) -> str:
    """Return a cell. A text is always a text, whatever it begins with, and never a formula."""
    if isinstance(value, str):
        return _string(place, style, value)
    if isinstance(value, bool):
        return f'<c r="{place}" s="{style}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, tuple):
        return _rich(place, value, styles)
    if isinstance(value, date):
        if value < _FIRST:  # Workbooks count a day that there was not, and none before 1900.
            return _string(place, style, value.isoformat())
        return f'<c r="{place}" s="{styles["day"]}"><v>{value.toordinal() - _EPOCH}</v></c>'
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


def _rich(place: str, pieces: Sequence[tuple[str, bool]], styles: dict[str, int]) -> str:
    if len(pieces) == 1:
        return _string(place, styles["open"], pieces[0][0])
    runs = "".join(f"<r>{'<rPr><b/><i/></rPr>' if strong else ''}{_words(text)}</r>" for text, strong in pieces)
    return f'<c r="{place}" s="{styles["text"]}" t="inlineStr"><is>{runs}</is></c>'


def _string(place: str, style: int, text: str) -> str:
    return f'<c r="{place}" s="{style}" t="inlineStr"><is>{_words(text)}</is></c>'


@lru_cache(maxsize=4096)
def _words(text: str) -> str:
    """Return a text as an element, without the characters that a workbook cannot hold."""
    text = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    if not text.isascii() or not text.isprintable():
        text = _INVALID.sub("\ufffd", text).replace("\r", "\ufffd")
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<t xml:space="preserve">{_ESCAPE.sub("_x005F_", text)}</t>'


def _dated(package: bytes, when: str) -> dict[str, bytes]:
    """Return the core properties with the edition's moment, where openpyxl writes that of saving."""
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        core = source.read("docProps/core.xml").decode("utf-8")
    return {"docProps/core.xml": re.sub(r"(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>{when}", core).encode("utf-8")}
