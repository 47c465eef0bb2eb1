"""Documents as Markdown (GitHub's flavour, which has tables). No text of a plan is read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from rcm_tui.i18n import _
from rcm_tui.model.regex import regex
from rcm_tui.reports.document import (
    LABEL,
    TITLE,
    Cell,
    Document,
    Heading,
    Mark,
    Paragraph,
    Pictures,
    Row,
    Run,
    Style,
    Table,
    legend,
    readable,
    revision_words,
)

_ACTIVE = regex(r"([\\`*_{}\[\]<>|~&$@])|:(?=//|[A-Za-z0-9_+-]+:)|(?<=www)\.", re.IGNORECASE)
"""What could begin or end markup, a link or a picture anywhere in a line (CommonMark, and what GitHub adds to it)."""
_AT_START = regex(r"(\s*)(#{1,6}|[-+=:]|\d{1,9}(?=[.)]))")
"""What could make a heading, list or rule of a line that begins with it."""


def markdown(document: Document, **_options: object) -> bytes:
    """Return the document as a text in UTF-8. It has no pages, so the options of other writers mean nothing here."""
    pieces = [*_head(document)]
    for block in (readable(block) if isinstance(block, Table) else block for block in document.blocks):
        if isinstance(block, Heading):
            pieces.append(f"{'#' * (block.level + 1)} {escaped(block.text)}")
        elif isinstance(block, Paragraph):
            pieces.append(_line(_words(block)))
        elif isinstance(block, Pictures):
            pieces += [_line(escaped(picture.alt)) for picture in block.pictures]
        else:
            pieces.append(_table(block))
    if not document.blocks:
        pieces.append(escaped(_("There is nothing in it yet.")))
    if document.footer:
        pieces += ["---", _line(escaped(document.footer))]
    return ("\n\n".join(pieces) + "\n").encode("utf-8", "replace")


def escaped(text: str) -> str:
    """Return a text with what could be markup escaped by backslashes (CommonMark, 2.4)."""
    return "<br>".join(_ACTIVE.sub(r"\\\g<0>", line) for line in text.split("\n"))


def _line(words: str) -> str:
    """Words that begin a line of their own."""
    found = _AT_START.match(words)
    if found is None:
        return words.strip()
    if found[2].isdigit():
        return f"{found[2]}\\{words[found.end() :]}".strip()
    return f"\\{words[len(found[1]) :]}".strip()


def _head(document: Document) -> Iterator[str]:
    if document.draft:
        yield f"**{escaped(document.draft)}**"
    titled = False
    for paragraph in document.head:
        first = paragraph.kind == TITLE and not titled
        titled = titled or first
        yield f"# {escaped(paragraph.text)}" if first else _line(_words(paragraph))
    if document.banner:
        yield _line(escaped(document.banner))
    if document.marked:
        yield _line(escaped(legend()))


def _table(table: Table) -> str:
    """Return a heading for the band of subject and objective, then a table; Markdown has no row above the header."""
    lines = []
    names = table.header[-1]
    for band in table.header[:-1]:
        for level, cell in enumerate(band.cells, 2):
            words = " ".join(escaped(paragraph.text) for paragraph in cell if paragraph.kind != LABEL)
            if words:
                lines.append(f"{'#' * level} {words}\n")
    lines.append(_row(names))
    lines.append("|" + " --- |" * len(names.cells))
    lines += [_row(row) for row in table.rows]
    return "\n".join(lines)


def _row(row: Row) -> str:
    return "| " + " | ".join(_cell(cell) for cell in row.cells) + " |"


def _cell(cell: Cell) -> str:
    """Return the paragraphs of a cell, and who changed something in it and when."""
    revisions = (run.revision for paragraph in cell for run in paragraph.runs if run.mark is not Mark.KEPT)
    remarks = (
        f"*({escaped(revision_words(revision))})*" for revision in dict.fromkeys(revisions) if revision is not None
    )
    return "<br><br>".join((*(_words(paragraph) for paragraph in cell), *remarks))


def _words(paragraph: Paragraph) -> str:
    alone = sum(bool(run.text.strip()) for run in paragraph.runs) <= 1
    return "".join(_run(run, alone) for run in paragraph.runs).strip()


def _run(run: Run, alone: bool) -> str:
    """Return a run; beside other runs its look is written as elements, not as asterisks.

    Asterisks between two letters would neither open nor close anything.
    """
    tag = {Mark.INSERTED: "ins", Mark.DELETED: "del"}.get(run.mark)
    if tag is not None and run.text.strip():
        gap = " " if run.has_gap else ""
        return f"<{tag}>{_run(replace(run, text=run.shown, mark=Mark.KEPT), False)}</{tag}>{gap}"
    inner = run.text.strip()
    if not inner or not (run.strong or run.style is Style.BOLD):
        return escaped(run.text)
    start, stop = ("***", "***") if run.strong else ("**", "**")
    if not alone:
        start, stop = ("<b><i>", "</i></b>") if run.strong else ("<b>", "</b>")
    before = run.text[: len(run.text) - len(run.text.lstrip())]
    after = run.text[len(run.text.rstrip()) :]
    return f"{before}{start}{escaped(inner)}{stop}{after}"
