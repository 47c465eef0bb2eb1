"""Pieces of WordprocessingML as text: runs, tracked changes, bookmarks. Everything a person wrote is escaped here.

Written as text and not as a tree, since a plan of ten thousand items has a million elements.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import groupby

from rcm_tui.i18n import is_right_to_left
from rcm_tui.reports.direction import is_left_to_right
from rcm_tui.reports.document import LABEL, TO_ARCHIVE, Cell, Mark, Paragraph, Revision, Row, Table
from rcm_tui.reports.links import linked
from rcm_tui.reports.writers.docx.runs import MOVED, TRACKED, Numbers, bookmark_name, escaped, run

_PLACED = ("Letterhead", "Title", "Symbol")
"""The styles of paragraphs that do not stand where a line of the language begins."""


def paragraph(
    piece: Paragraph,
    style: str,
    numbers: Numbers,
    *,
    end: Mark,
    revision: Revision | None,
    keep: bool = False,
    new_page: bool = False,
    apart: bool = False,
    level: int = 0,
    notes: Sequence[Revision] = (),
) -> str:
    """Return a paragraph. `end` is what became of the break behind it, which need not be what became of its words.

    `apart` leaves some space before it, `level` makes it a place of the outline. `notes` are comments on the whole
    paragraph, for rows that came or went: LibreOffice does not let go of a row while the place of a comment is in it.
    """
    kind = TRACKED.get(end)
    mark = f"<w:rPr><w:{kind} {numbers.tracked(revision)}/></w:rPr>" if kind else ""
    flow = ("<w:keepNext/>" if keep else "") + ("<w:pageBreakBefore/>" if new_page else "")
    start, stop = numbers.bookmark(piece.anchor)
    place = f'<w:outlineLvl w:val="{level - 1}"/>' if level else ""
    turned = aside = ""
    if is_right_to_left(piece.language or numbers.language):
        if is_left_to_right(piece.text):
            aside = '<w:jc w:val="right"/>' if style not in _PLACED else ""
        else:
            turned = "<w:bidi/>"
    space = '<w:spacing w:before="80"/>' if apart else ""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/>{flow}{turned}{space}{aside}{place}{mark}</w:pPr>'
    piece = _set_apart(piece, numbers)
    numbers.before = _change_at_end(piece) if end is Mark.KEPT else None
    comments = [numbers.comment(note) for note in notes]
    opened = "".join(f'<w:commentRangeStart w:id="{comment}"/>' for comment in comments)
    closed = "".join(
        f'<w:commentRangeEnd w:id="{comment}"/><w:r><w:commentReference w:id="{comment}"/></w:r>'
        for comment in comments
    )
    return f"<w:p>{properties}{start}{opened}{_runs(piece, numbers)}{closed}{stop}</w:p>"


_APART = timedelta(minutes=3)


def _set_apart(piece: Paragraph, numbers: Numbers) -> Paragraph:
    """Return the paragraph, its first change a few minutes later where the text before it ended with one just like it.

    LibreOffice joins two changes of one kind and author, made within a minute, over the break between two paragraphs,
    though the break itself is none of them, and takes it away with them.
    """
    first = piece.runs[0] if piece.runs else None
    if first is None or first.revision is None or numbers.before is None:
        return piece
    was = first.revision
    if numbers.before != (first.mark, was.author, was.when):
        return piece
    later = replace(was, when=was.when + _APART) if was.when else replace(was, author=was.author + " ")
    return replace(piece, runs=(replace(first, revision=later), *piece.runs[1:]))


def _change_at_end(piece: Paragraph) -> tuple[Mark, str, datetime | None] | None:
    last = piece.runs[-1] if piece.runs else None
    if last is None or last.mark is Mark.KEPT or last.revision is None:
        return None
    return last.mark, last.revision.author, last.revision.when


def _runs(piece: Paragraph, numbers: Numbers) -> str:
    """Return the runs, with a comment on what changed where it has a note."""
    changed = next((each for each in piece.runs if each.mark is not Mark.KEPT), None)
    if changed is None:
        return "".join(run(each, numbers, piece.language, target) for each, target in linked(piece, numbers.named))
    revision = changed.revision
    if revision is None or not revision.note or piece.mark is not Mark.KEPT:
        return "".join(_marked_runs(piece, numbers))
    number = numbers.comment(revision)
    pieces = list(linked(piece, numbers.named))
    marked = [place for place, (each, _target) in enumerate(pieces) if each.mark is not Mark.KEPT]
    written = [run(each, numbers, piece.language, target) for each, target in pieces]
    written.insert(marked[0], f'<w:commentRangeStart w:id="{number}"/>')
    behind = f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'
    written.insert(marked[-1] + 2, behind)
    return "".join(written)


def _marked_runs(piece: Paragraph, numbers: Numbers) -> Iterator[str]:
    """Yield the runs; those that moved in a range that names their move, as where they went and where they came."""
    pieces = linked(piece, numbers.named)
    for (name, mark), found in groupby(pieces, lambda each: (each[0].moved, each[0].mark)):
        group = list(found)
        written = "".join(run(each, numbers, piece.language, target) for each, target in group)
        if name and not name.startswith(TO_ARCHIVE):
            kind, tracked = MOVED[mark], numbers.tracked(group[0][0].revision)
            start = f'<w:{kind}RangeStart {tracked} w:name="{bookmark_name(f"move {name}")}"/>'
            written = f'{start}{written}<w:{kind}RangeEnd w:id="{numbers.changes}"/>'
        yield written


def comments_part(comments: list[Revision]) -> bytes:
    """Return the part of a document that holds its comments."""
    written = []
    for number, revision in enumerate(comments):
        date = f' w:date="{revision.when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"' if revision.when else ""
        author = escaped(revision.author or "?")
        initials = escaped("".join(word[0] for word in revision.author.split())[:4] or "?")
        text = "<w:br/>".join(f'<w:t xml:space="preserve">{escaped(line)}</w:t>' for line in revision.note.split("\n"))
        written.append(
            f'<w:comment w:id="{number}" w:author="{author}"{date} w:initials="{initials}">'
            f"<w:p><w:r>{text}</w:r></w:p></w:comment>"
        )
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f"{head}<w:comments {space}>{''.join(written)}</w:comments>".encode()


_UNSPLIT = 600
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
    grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in columns)
    caption = f'<w:tblCaption w:val="{escaped(piece.name[:250])}"/>' if piece.name else ""
    properties = (
        f"<w:tblPr>{'<w:bidiVisual/>' if is_right_to_left(numbers.language) else ''}"
        f'<w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
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
    # A row that came or went is no part of a cell that goes down over several.
    merges = piece.merges and {piece.mark, *(row.mark for row in piece.rows)} == {Mark.KEPT}
    joins = [merges and _continues(place, row) for place, row in enumerate(piece.rows)]
    for place, row in enumerate(piece.rows):
        merge = "continue" if joins[place] else "restart" if any(joins[place + 1 : place + 2]) else ""
        # The first two rows keep together, and the last two, so that no page ends or begins with a single row.
        keep = (place == 0 and len(piece.rows) > 1) or place + 2 == len(piece.rows)
        written.append(_row(row, _Look(columns, keep=keep, merge=merge), numbers))
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{''.join(written)}</w:tbl>"


def _continues(place: int, row: Row) -> bool:
    """Return whether the first cell of a row, which has nothing in it, belongs to the one above."""
    return place > 0 and not row.spans and len(row.cells) > 1 and not row.cells[0]


@dataclass(frozen=True, slots=True)
class _Look:
    """How a row is set: its columns in twentieths of a point, its shade, whether it keeps with the next, its notes.

    `merge` is what its first cell does in a cell that goes down over several rows: `restart`, `continue` or nothing.
    """

    columns: Sequence[int]
    shade: str = ""
    keep: bool = False
    notes: Sequence[Revision] = ()
    merge: str = ""


def _row(row: Row, look: _Look, numbers: Numbers) -> str:
    letters = max((sum(len(piece.text) for piece in cell) for cell in row.cells), default=0)
    properties = "<w:cantSplit/>" if look.shade or letters < _UNSPLIT else ""
    properties += "<w:tblHeader/>" if look.shade else ""
    kind = TRACKED.get(row.mark)
    properties += f"<w:{kind} {numbers.tracked(row.revision)}/>" if kind else ""
    beside = replace(look, notes=(), merge="") if look.notes or look.merge else look
    cells: list[str] = []
    place = 0
    for cell, span in zip(row.cells, row.spans or (1,) * len(row.cells), strict=True):
        wide = sum(look.columns[place : place + span])
        place += span
        cells.append(_cell(cell, wide, span, look if not cells else beside, numbers))
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def notes_of(piece: Table) -> list[Revision]:
    """Return why rows and texts of a table came or went, each reason once, with the ids it is about."""
    about: dict[Revision, list[str]] = {}
    for row in (*piece.header, *piece.rows):
        came_or_went = [piece for piece in row.paragraphs if piece.mark is not Mark.KEPT]
        owners = [row] if row.mark is not Mark.KEPT else came_or_went
        for owner in owners:
            if owner.revision is not None and owner.revision.note:
                about.setdefault(owner.revision, []).append(owner.key)
    remarks = (
        (revision, dict.fromkeys(key.removesuffix("/band").removesuffix("/columns") for key in keys))
        for revision, keys in about.items()
    )
    return [replace(revision, note=f"{', '.join(keys)}: {revision.note}") for revision, keys in remarks]


def _cell(cell: Cell, wide: int, span: int, look: _Look, numbers: Numbers) -> str:
    numbers.before = None  # Changes in another cell are never joined.
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    spanned += f'<w:vMerge w:val="{look.merge}"/>' if look.merge else ""
    shaded = f'<w:shd w:val="clear" w:color="auto" w:fill="{look.shade}"/>' if look.shade else ""
    inner = "".join(
        paragraph(
            piece, _style(piece), numbers, end=end, revision=why, keep=look.keep, notes=() if place else look.notes
        )
        for place, (piece, end, why) in enumerate(with_breaks(cell))
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
    if all(piece.mark is Mark.KEPT for piece in cell):
        yield from ((piece, Mark.KEPT, None) for piece in cell)
        return
    pieces = list(_with_one_that_stays(tuple(map(_without_remark, cell))))
    last = max((place for place, piece in enumerate(pieces) if piece.mark is Mark.KEPT), default=-1)
    for place, piece in enumerate(pieces):
        owner = piece if place < last else pieces[place + 1] if place + 1 < len(pieces) else None
        if owner is None or owner.mark is Mark.KEPT:
            yield piece, Mark.KEPT, None
        else:
            yield piece, owner.mark, owner.revision


def _without_remark(piece: Paragraph) -> Paragraph:
    """Leave out the remark on a text that was archived: LibreOffice keeps a deleted row that has new words in it.

    A comment has the remark instead (`notes_of`).
    """
    if not piece.archived:
        return piece
    return replace(piece, runs=tuple(run for run in piece.runs if run.mark is not Mark.INSERTED))


def _with_one_that_stays(cell: Cell) -> Iterator[Paragraph]:
    if any(piece.mark is Mark.KEPT for piece in cell):
        yield from cell
        return
    ends = [
        next((piece for piece in reversed(cell) if piece.mark is mark), None) for mark in (Mark.DELETED, Mark.INSERTED)
    ]
    shared = [piece for piece in ends if piece is not None]
    yield from (piece for piece in cell if all(piece is not each for each in shared))
    # The reasons are given elsewhere (`notes_of`).
    runs = tuple(
        replace(run, revision=run.revision and replace(run.revision, note="")) for piece in shared for run in piece.runs
    )
    yield replace(shared[-1], runs=runs, mark=Mark.KEPT, revision=None)
