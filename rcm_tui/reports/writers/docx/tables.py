"""Tables of a document as WordprocessingML, with rows, cells and paragraphs tracked where they came or went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rcm_tui.reports.document import LABEL, Cell, Mark, Paragraph, Revision, Row, Table
from rcm_tui.reports.writers.docx.markup import TRACKED, Numbers, escaped, paragraph

_UNSPLIT = 1200
"""A row whose cells hold fewer letters than this is kept on one page."""
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="7F7F7F"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_MARGINS = "".join(
    f'<w:{side} w:w="{wide}" w:type="dxa"/>'
    for side, wide in (("top", 30), ("left", 70), ("bottom", 20), ("right", 70))
)
BAND_SHADE, NAMES_SHADE = "DCE6F1", "F2F2F2"


def table(piece: Table, width: int, numbers: Numbers) -> str:
    """Return a table `width` twentieths of a point wide, its header rows repeated on each page."""
    columns = [width * share // sum(piece.widths) for share in piece.widths]
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in columns)
    caption = f'<w:tblCaption w:val="{escaped(piece.name[:250])}"/>' if piece.name else ""
    properties = (
        f'<w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{_MARGINS}</w:tblCellMar>'
        f'<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" '
        f'w:noVBand="1"/>{caption}</w:tblPr>'
    )
    notes = notes_of(piece) if piece.mark is Mark.KEPT else []
    written = []
    for place, row in enumerate(piece.header, 1):
        shade = BAND_SHADE if row.spans else NAMES_SHADE
        look = _Look(columns, shade, keep=True, notes=notes if place == len(piece.header) else ())
        written.append(_row(row, look, numbers))
    for place, row in enumerate(piece.rows):
        # The last row but one keeps with the last, so that no page begins with a single row of a table.
        written.append(_row(row, _Look(columns, keep=place + 2 == len(piece.rows)), numbers))
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{''.join(written)}</w:tbl>"


@dataclass(frozen=True, slots=True)
class _Look:
    """How a row is set: its columns in twentieths of a point, its shade, whether it keeps with the next, its notes."""

    columns: Sequence[int]
    shade: str = ""
    keep: bool = False
    notes: Sequence[Revision] = ()


def _row(row: Row, look: _Look, numbers: Numbers) -> str:
    letters = max((sum(len(one.text) for one in cell) for cell in row.cells), default=0)
    properties = "<w:cantSplit/>" if look.shade or letters < _UNSPLIT else ""
    properties += "<w:tblHeader/>" if look.shade else ""
    kind = TRACKED.get(row.mark)
    properties += f"<w:{kind} {numbers.tracked(row.revision)}/>" if kind else ""
    cells: list[str] = []
    place = 0
    for cell, span in zip(row.cells, row.spans or (1,) * len(row.cells), strict=True):
        wide = sum(look.columns[place : place + span])
        place += span
        cells.append(_cell(cell, wide, span, replace(look, notes=() if cells else look.notes), numbers))
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def notes_of(piece: Table) -> list[Revision]:
    """Return why rows and texts of a table came or went, each reason once, with the ids it is about."""
    about: dict[Revision, list[str]] = {}
    for row in (*piece.header, *piece.rows):
        came_or_went = [one for one in row.paragraphs if one.mark is not Mark.KEPT]
        owners = [row] if row.mark is not Mark.KEPT else came_or_went
        for owner in owners:
            if owner.revision is not None and owner.revision.note:
                about.setdefault(owner.revision, []).append(owner.key)
    return [replace(one, note=f"{', '.join(dict.fromkeys(keys))}: {one.note}") for one, keys in about.items()]


def _cell(cell: Cell, wide: int, span: int, look: _Look, numbers: Numbers) -> str:
    numbers.before = None  # Changes in another cell are never joined.
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shaded = f'<w:shd w:val="clear" w:color="auto" w:fill="{look.shade}"/>' if look.shade else ""
    inner = "".join(
        paragraph(one, _style(one), numbers, end=end, revision=why, keep=look.keep, notes=() if place else look.notes)
        for place, (one, end, why) in enumerate(with_breaks(cell))
    )
    if not inner:
        inner = paragraph(Paragraph(()), "CellText", numbers, end=Mark.KEPT, revision=None, keep=look.keep)
    properties = f'<w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{spanned}{shaded}</w:tcPr>'
    return f"<w:tc>{properties}{inner}</w:tc>"


def _style(piece: Paragraph) -> str:
    return "CellLabel" if piece.kind == LABEL else "CellText"


def with_breaks(cell: Cell) -> Iterator[tuple[Paragraph, Mark, Revision | None]]:
    """Yield each paragraph with what became of the break behind it.

    The last break of a cell belongs to the cell and cannot go. So a paragraph that came or went takes its own break
    with it as long as one that stays follows, and else the break before it. Where none stays, the last that went and
    the last that came share one.
    """
    pieces = list(_with_one_that_stays(cell))
    last = max((place for place, one in enumerate(pieces) if one.mark is Mark.KEPT), default=-1)
    for place, one in enumerate(pieces):
        owner = pieces[place] if place < last else pieces[place + 1] if place + 1 < len(pieces) else None
        if owner is None or owner.mark is Mark.KEPT:
            yield one, Mark.KEPT, None
        else:
            yield one, owner.mark, owner.revision


def _with_one_that_stays(cell: Cell) -> Iterator[Paragraph]:
    if not cell or any(one.mark is Mark.KEPT for one in cell):
        yield from cell
        return
    ends = [next((one for one in reversed(cell) if one.mark is mark), None) for mark in (Mark.DELETED, Mark.INSERTED)]
    shared = [one for one in ends if one is not None]
    yield from (one for one in cell if all(one is not each for each in shared))
    # The reasons are given elsewhere (`notes_of`).
    runs = tuple(
        replace(run, revision=run.revision and replace(run.revision, note="")) for one in shared for run in one.runs
    )
    yield replace(shared[-1], runs=runs, mark=Mark.KEPT, revision=None)
