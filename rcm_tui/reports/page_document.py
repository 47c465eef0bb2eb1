"""A page of sections and rows as the blocks of a document, for the writers of publications."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rcm_tui.model import ids
from rcm_tui.reports.document import Block, Heading, Paragraph, Run, Style
from rcm_tui.reports.page import CARD, FACT, FAINT, ID, LINE, OTHER, STRONG, TITLE, Cell, Page, Row
from rcm_tui.reports.visible import visible

_STYLES = {STRONG: Style.BOLD, FAINT: Style.FAINT}


def page_blocks(page: Page) -> Iterator[Block]:
    """Yield what a page holds as blocks, without its title and without sections in which there is nothing.

    The ids of entries and agreements, which only those who edit need, are left out.
    """
    for section in page:
        rows = [row for row in section.rows if row.kind != TITLE]
        if not rows:
            continue
        if section.title:
            yield Heading(1, visible(section.title), section.name)
        if section.note:
            yield Paragraph((Run(visible(section.note), style=Style.FAINT),))
        yield from map(_paragraph, rows)


def _paragraph(row: Row) -> Paragraph:
    runs: list[Run] = []
    if row.kind == FACT:
        runs.append(Run(f"{visible(row.label)}: ", style=Style.BOLD))
    lines = [_cells(row), [Run(visible(row.text, lines=True))] if row.text else []]
    lines += [list(map(_run, line)) for line in row.below]
    for place, line in enumerate(filter(None, lines)):
        runs += [*([Run("\n")] if place else []), *line]
    language = row.field.rpartition(".")[2] if row.kind == OTHER else ""
    return Paragraph(tuple(runs), kind=CARD if row.kind in (CARD, LINE) else "", language=language)


def _cells(row: Row) -> list[Run]:
    """Return the cells of a row, apart from each other; of the ids only that of an item."""
    found: list[Run] = []
    meeting = ""
    for cell in row.cells:
        if cell.role == ID and not ids.is_id(cell.words):
            meeting = cell.words.partition("/")[0] if "/" in cell.words else ""
            continue
        run = _run(cell)
        if meeting and cell.role == STRONG:
            run = replace(run, link=f"#{meeting}")
        gap = "" if row.kind == FACT else "  "
        found += [run] if not found else [Run(gap), run]
    return found


def _run(cell: Cell) -> Run:
    return Run(visible(cell.printed), style=_STYLES.get(cell.role, Style.PLAIN))
