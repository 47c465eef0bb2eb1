"""Documents as tagged PDF, set by typst from data: no text of a plan is ever read as markup."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from textwrap import shorten
from typing import Any, NamedTuple

from rcm_tui.i18n import _, current, is_right_to_left
from rcm_tui.libraries import need
from rcm_tui.model import ids
from rcm_tui.model.errors import RcmError
from rcm_tui.model.regex import regex
from rcm_tui.reports.direction import isolated
from rcm_tui.reports.document import (
    LABEL,
    REFERENCE,
    Block,
    Document,
    Heading,
    Mark,
    Paragraph,
    Pictures,
    Row,
    Run,
    Style,
    Table,
    begun,
    leads_to_table,
    legend,
    readable,
)
from rcm_tui.reports.links import destinations, linked
from rcm_tui.reports.writers.logos import HEIGHT, WIDTH, svg_of
from rcm_tui.reports.writers.pdf_child import set_page
from rcm_tui.reports.writers.pdf_parts import joined, set_parts

Progress = Callable[[int, int], None]
_UNSPLIT = 900
"""A row whose cells hold fewer letters than this is kept on one page."""
_COVERED = regex("[\u0000-\u058f\u1c80-\u21ff]*")
"""What the fonts that come with typst have letters for; for any other those of the machine are asked too."""
_FONTS = [
    *("Libertinus Serif", "Noto Naskh Arabic", "Amiri", "Scheherazade New", "Noto Serif Hebrew", "Frank Ruehl CLM"),
    *("Noto Sans Arabic", "Noto Sans Hebrew", "Times New Roman", "Arial", "DejaVu Sans"),
]
"""The fonts of a document with letters that typst's own lack: its usual one, then serif and sans for those letters."""
_MANY = 2000
"""A plan of more rows than this has its objectives in the outline and not each activity, which would double the memory
that typst takes (a hidden heading for each)."""
_PER_PART = 500
"""Rows in a part of a larger plan at least: a process takes some 150 MB to set them."""
_UNKNOWN_LETTER = "could not be displayed"
"""The message of typst about a letter that no font has."""
PAPERS = {"a4": "a4", "letter": "us-letter"}


def pdf(document: Document, *, paper: str = "a4", progress: Progress = lambda _done, _of: None) -> bytes:
    """Return the document as PDF/UA, or merely tagged where it has letters that no font has.

    Raises MissingLibrary where typst is not installed.
    """
    typst = need("typst", "pdf")
    progress(0, 1)
    given = _document(document, paper)
    text = json.dumps(given, ensure_ascii=False)
    is_covered = _COVERED.fullmatch(text) is not None
    if not is_covered:
        given["fonts"] = _FONTS
        text = json.dumps(given, ensure_ascii=False)
    stamp = {"timestamp": int(document.when.timestamp())}
    if sum(len(block["rows"]) for block in given["blocks"] if block["type"] == "table") > _MANY:
        try:
            return _by_parts(given, stamp, progress, is_covered=is_covered)
        except ValueError:  # A newer typst writes its files in another way: then it takes the memory that it takes.
            progress(0, 1)
    for options in _options(is_covered=is_covered):
        try:
            made = set_page(text, **stamp, **options)
            break
        except typst.TypstError as refusal:
            if not options or _UNKNOWN_LETTER not in str(refusal):
                raise
    progress(1, 1)
    return made


def _options(*, is_covered: bool) -> Iterator[dict[str, Any]]:
    """Yield the options to try, one after the other: PDF/UA with typst's own fonts, with those of the machine, neither.

    The fonts of the machine are asked only for letters that typst's own may lack. A letter that no font has is shown as
    a box, which the standard does not allow; the tags stay.
    """
    if is_covered:
        yield {"pdf_standards": ["ua-1"], "ignore_system_fonts": True}
    yield {"pdf_standards": ["ua-1"]}
    yield {}


def _by_parts(given: dict[str, Any], stamp: dict[str, Any], progress: Progress, *, is_covered: bool) -> bytes:
    """Return a large document, set by parts; without the standard where any part has a letter that no font has."""
    parts = list(_parts(given))
    for options in _options(is_covered=is_covered):
        try:
            return _joined(parts, {**stamp, **options}, progress)
        except RcmError as refusal:
            if not options or _UNKNOWN_LETTER not in str(refusal):
                raise
    raise AssertionError("the last options allow every letter")


def _joined(parts: Sequence[dict[str, Any]], options: dict[str, Any], progress: Progress) -> bytes:
    progress(0, len(parts))
    made = []
    for file in set_parts(parts, options):
        made.append(file)
        progress(len(made), len(parts))
    return joined(made)


def _parts(given: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the data of the parts, each with the keys that links in it find in another one."""
    for part in _cut(given):
        labels = _labels(part["blocks"])
        yield {**part, "labels": labels, "elsewhere": {key: True for key in given["labels"] if key not in labels}}


def _cut(given: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the data of the parts; each begins with a table, and with the subject that it belongs to."""
    subject: dict[str, Any] | None = None
    blocks: list[dict[str, Any]] = []
    rows = 0
    head = given["head"]
    for block in given["blocks"]:
        if blocks and rows >= _PER_PART and block["type"] == "table":
            yield {**given, "head": head, "blocks": blocks}
            blocks, rows, head = [], 0, []
            if subject is not None and block["outline"] and block["outline"][0]["level"] > 1:
                block = {**block, "outline": [subject, *block["outline"]]}
        for entry in block.get("outline", ()):
            subject = entry if entry["level"] == 1 else subject
        rows += len(block.get("rows", ()))
        blocks.append(block)
    yield {**given, "head": head, "blocks": blocks}


class _Named(NamedTuple):
    """What words of a document can link to, and whether each activity is in its outline."""

    keys: Collection[str]
    has_bookmarks: bool


def _document(document: Document, paper: str) -> dict[str, Any]:
    named = _Named(destinations(document), sum(len(table.rows) for table in document.tables) <= _MANY)
    blocks = list(_blocks(document.blocks, named))
    return {
        "labels": _labels(blocks),
        "elsewhere": {},
        "title": " – ".join(part for part in (document.draft, document.title) if part),
        "author": document.author,
        "language": _code(document.language),
        "rtl": document.is_right_to_left,
        "fonts": [],
        "paper": PAPERS[paper],
        "landscape": document.landscape,
        "draft": document.draft,
        "banner": document.banner + (f"  –  {legend()}" if document.marked else ""),
        "empty": _("There is nothing in it yet."),
        "footer": document.footer,
        "head": list(_head(document, named)),
        "blocks": blocks,
    }


def _code(language: str) -> str:
    """Return a language as typst has it, without its region."""
    return language.partition("-")[0]


def _head(document: Document, named: _Named) -> Iterator[dict[str, Any]]:
    for paragraph in document.before_logo:
        yield {**_paragraph(paragraph, named), "kind": paragraph.kind}
    if document.logo is not None:
        yield {"kind": "logo", "svg": svg_of(document.logo), "alt": _("Logo"), "width": WIDTH, "height": HEIGHT}
    for paragraph in document.after_logo:
        yield {**_paragraph(paragraph, named), "kind": paragraph.kind}


def _labels(blocks: Sequence[dict[str, Any]]) -> dict[str, bool]:
    """Return the keys that typst has destinations for: every item of the outline, and the activities with bookmarks."""
    tables = [block for block in blocks if block["type"] == "table"]
    keys = {entry["key"]: True for table in tables for entry in table["outline"]}
    rows = [row for table in tables for row in table["rows"]]
    pieces = [part for row in rows for cell in row["cells"] for part in cell if isinstance(part, dict)]
    pieces += [block for block in blocks if block["type"] == "paragraph"]
    keys |= {piece["anchor"]: True for piece in pieces if "anchor" in piece}
    return keys | {piece["bookmark"]["key"]: True for piece in pieces if "bookmark" in piece}


def _blocks(blocks: tuple[Block, ...], named: _Named) -> Iterator[dict[str, Any]]:
    """Yield the blocks; a table comes after the headings of the outline that begin with it."""
    before: tuple[tuple[str, str], ...] = ()
    for place, block in enumerate(blocks):
        if isinstance(block, Heading):
            yield {"type": "heading", "level": block.level, "text": block.text, "key": block.key, "new": block.new_page}
        elif isinstance(block, Paragraph):
            yield {"type": "paragraph", "leads": leads_to_table(blocks, place), **_paragraph(block, named)}
        elif isinstance(block, Pictures):
            drawn = [
                {"svg": picture.svg, "alt": picture.alt, "height": picture.size[1] / picture.size[0]}
                for picture in block.pictures
            ]
            yield {"type": "pictures", "pictures": drawn}
        else:
            shown = readable(block)
            new = [
                {"level": entry.level, "key": entry.key, "text": _titled(entry.title)} for entry in begun(block, before)
            ]
            before = block.outline
            yield {
                "type": "table",
                "outline": new,
                "widths": list(shown.widths),
                "header": [_row(row, named) for row in shown.header],
                "rows": _rows(shown, named),
            }


def _rows(table: Table, named: _Named) -> list[dict[str, Any]]:
    """Return the rows; the first cell of a plan's table spans the rows below that have nothing there.

    The last two rows share a cell of their own where they can, and so stay on one page: else a single row might be all
    of a table that goes over to the next one.
    """
    rows = table.rows
    given = [_row(row, named) for row in rows]
    if not table.merges:
        return given
    kept_together = len(rows) - 2 if len(rows) > 1 and _may_share(rows[-2], rows[-1]) else len(rows)
    start = 0
    for place, row in enumerate(rows):
        if place in (0, kept_together) or row.cells[0] or row.spans:
            start = place
            given[place]["down"] = 1
            given[place]["together"] = place == kept_together
        else:
            given[start]["down"] += 1
            del given[place]["cells"][0], given[place]["spans"][0]
    return given


def _may_share(last_but_one: Row, last: Row) -> bool:
    both = (last_but_one, last)
    small = all(sum(len(paragraph.text) for paragraph in cell) < _UNSPLIT // 2 for row in both for cell in row.cells)
    return small and not last.cells[0] and not any(row.spans for row in both)


def _row(row: Row, named: _Named) -> dict[str, Any]:
    letters = max((sum(len(paragraph.text) for paragraph in cell) for cell in row.cells), default=0)
    return {
        "mark": row.mark.value,
        "whole": letters < _UNSPLIT,
        "spans": list(row.spans or (1,) * len(row.cells)),
        "cells": [[_bare(_paragraph(paragraph, named)) for paragraph in cell] for cell in row.cells],
    }


def _paragraph(paragraph: Paragraph, named: _Named) -> dict[str, Any]:
    pieces = linked(paragraph, named.keys)
    if is_right_to_left(paragraph.language or current()):
        pieces = isolated(pieces)
    given: dict[str, Any] = {"runs": [_run(*piece) for piece in pieces]}
    if paragraph.kind == LABEL:
        given["label"] = True
    if named.has_bookmarks and paragraph.kind in ids.ACTIVITIES and paragraph.mark is not Mark.DELETED:
        given["bookmark"] = {"key": paragraph.key, "text": _titled(f"{paragraph.key}  {paragraph.text}")}
    if paragraph.kind == REFERENCE:
        given["anchor"] = paragraph.anchor
    if paragraph.language:
        given["language"] = _code(paragraph.language)
        given["rtl"] = is_right_to_left(paragraph.language)
    return given


def _bare(given: dict[str, Any]) -> dict[str, Any] | str:
    """Return a paragraph of one plain text as just that text: a large plan has fifty thousand of them."""
    runs = given["runs"]
    return runs[0] if len(given) == 1 and len(runs) == 1 and isinstance(runs[0], str) else given


def _titled(title: str) -> str:
    """Return as many words of the title of an item as fit in the outline."""
    return shorten(title, 90, placeholder=" …")


def _run(run: Run, target: str) -> dict[str, Any] | str:
    """Return a run; one without any look is a bare text."""
    given: dict[str, Any] = {"t": run.shown}
    if run.strong:
        given["strong"] = True
    if run.mark is not Mark.KEPT:
        given["mark"] = run.mark.value
    if run.style is not Style.PLAIN:
        given["style"] = run.style.value
    if target:
        given["to"] = target
    if run.has_gap:
        given["gap"] = True
    return given if len(given) > 1 else run.shown


__all__ = ["Table", "pdf"]
