"""A document as a docx package: python-docx makes the frame (styles, page, properties), the body is written as text."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from rcm_tui.i18n import _
from rcm_tui.reports.document import LETTERHEAD, NOTE, TITLE, Block, Document, Heading, Mark, Paragraph, Revision, Table
from rcm_tui.reports.writers.docx.frame import MARGIN, PAPERS, frame
from rcm_tui.reports.writers.docx.markup import Numbers, comments_part, paragraph
from rcm_tui.reports.writers.docx.tables import notes_of, table
from rcm_tui.reports.writers.packages import need, repacked

Progress = Callable[[int, int], None]
_STYLES = {LETTERHEAD: "Letterhead", TITLE: "Title", NOTE: "Note", "": "Normal"}


def docx(document: Document, *, paper: str = "a4", progress: Progress = lambda _done, _of: None) -> bytes:
    """Return the document as a docx file. Raises MissingLibrary where python-docx is not installed."""
    need("docx", "docx")
    numbers = Numbers()
    body = _body(document, paper, numbers, progress)
    package = _saved(frame(document, paper, comments=bool(numbers.comments)))
    return repacked(package, document.when, _parts(package, body, numbers))


def _saved(made: Any) -> bytes:
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def _parts(package: bytes, body: str, numbers: Numbers) -> dict[str, bytes]:
    """Return the parts that the frame left open: the body in place of its one paragraph, and the comments."""
    import re
    import zipfile

    with zipfile.ZipFile(io.BytesIO(package)) as source:
        main = source.read("word/document.xml").decode("utf-8")
        before, after = re.split(r"<w:p/>|<w:p>.*?</w:p>", main, maxsplit=1)
        parts = {"word/document.xml": (before + body + after).encode("utf-8")}
        if numbers.comments:
            parts["word/comments.xml"] = comments_part(numbers.comments)
    return parts


def _body(document: Document, paper: str, numbers: Numbers, progress: Progress) -> str:
    wide, high = PAPERS[paper]
    width = (high if document.landscape else wide) - 2 * MARGIN
    written = [
        _line(
            one, numbers, _STYLES.get(one.kind, "Normal") if place else "Title" if one.kind == TITLE else "Letterhead"
        )
        for place, one in enumerate(document.head)
    ]
    before: Block | None = None
    for done, block in enumerate(document.blocks, 1):
        if isinstance(block, Table):
            # Two tables that touch would become one.
            notes = [] if block.mark is Mark.KEPT else notes_of(block)
            written += [_between(numbers, notes)] if notes or isinstance(before, Table) or before is None else []
            written.append(table(block, width, numbers))
            numbers.before = None
        elif isinstance(block, Heading):
            written.append(_heading(block, numbers))
        else:
            # What is said of a table stands on the page on which it begins.
            leads = done < len(document.blocks) and isinstance(document.blocks[done], Table)
            written.append(_line(block, numbers, _STYLES.get(block.kind, "Normal"), keep=leads))
        before = block
        progress(done, len(document.blocks))
    if isinstance(before, Table):
        written.append(_between(numbers, ()))
    if not document.blocks:
        written.append(_line_of(_("There is nothing in it yet."), numbers))
    return "".join(written)


def _between(numbers: Numbers, notes: Sequence[Revision]) -> str:
    """Return the thin line between two tables; it carries the notes on a table that came or went."""
    return paragraph(Paragraph(()), "Between", numbers, end=Mark.KEPT, revision=None, notes=notes)


def _line(piece: Paragraph, numbers: Numbers, style: str, *, keep: bool = False) -> str:
    return paragraph(piece, style, numbers, end=piece.mark, revision=piece.revision, keep=keep)


def _line_of(text: str, numbers: Numbers) -> str:
    from rcm_tui.reports.document import line

    return paragraph(line(text), "Normal", numbers, end=Mark.KEPT, revision=None)


def _heading(piece: Heading, numbers: Numbers) -> str:
    from rcm_tui.reports.document import Run

    one = Paragraph((Run(piece.text),), anchor=piece.key)
    return paragraph(one, f"Heading{piece.level}", numbers, end=Mark.KEPT, revision=None, keep=True)
