"""Draw pages as lines for a terminal: labelled facts, headings, entries and their details."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rcm_tui.cli.output import BLANK, FAINT, ID, LABEL, TITLE, Line, Span, text
from rcm_tui.reports import page
from rcm_tui.reports.names import UNOFFICIAL, unofficial_note

LABEL_WIDTH = 14


def labelled(label: str, *spans: Span, indent: int = 0) -> Line:
    """Return a line that begins with a label, its content aligned in a column."""
    padded = label.ljust(LABEL_WIDTH - 1) + " "
    return text((padded, LABEL), *spans, indent=indent, hang=len(padded))


def heading(words: str) -> Line:
    """Return the title of a part of a page."""
    return text((words, TITLE))


def with_note(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield lines, and after them what the sign of an unofficial translation means, where one has it."""
    has_sign = False
    for each in lines:
        has_sign = has_sign or any(_words(span).endswith(f" {UNOFFICIAL}") for span in each.spans)
        yield each
    if has_sign:
        yield BLANK
        yield text((unofficial_note(), FAINT))


def _words(span: Span) -> str:
    return span if isinstance(span, str) else span[0]


def page_lines(sections: Sequence[page.Section]) -> Iterator[Line]:
    """Draw a page, a blank line between its sections."""
    shown = [section for section in sections if section.rows or section.empty]
    for place, section in enumerate(shown):
        if place:
            yield BLANK
        if section.title:
            yield heading(section.title)
        if not section.rows:
            yield text((section.empty, FAINT), indent=2)
        wide = max((len(row.cells[1].words) for row in section.rows if _is_listed(row)), default=0)
        for row in section.rows:
            yield from row_lines(row, indent=2 if section.title else 0, wide=wide)


def _is_listed(row: page.Row) -> bool:
    """Return whether a row is an id, a status and a text in one line."""
    return row.kind == page.LINE and len(row.cells) == 2 and row.cells[0].role == ID


def row_lines(row: page.Row, indent: int = 2, wide: int = 0) -> Iterator[Line]:
    """Draw a row as its kind wants it; `wide` is the widest status of the rows, to which that of a line is padded."""
    if _is_listed(row):
        name, status = row.cells
        row = replace(row, cells=(name, replace(status, words=status.words.ljust(wide))))
    if row.kind == page.FACT:
        yield labelled(row.label, *cell_spans(row.cells))
        yield from (labelled("", *cell_spans(line)) for line in row.below)
        return
    if row.kind == page.OTHER:
        yield text(*cell_spans(row.cells, " "), (": ", FAINT), row.text, hang=4)
        return
    alone = len(row.cells) == 1 and row.cells[0].role == ID
    below = indent + 5 if row.kind == page.CARD and row.cells else indent
    if row.kind == page.LINE or alone:
        yield text(*cell_spans(row.cells, "  ", width=3 if alone else 8), "  ", row.text, indent=indent, hang=5)
    else:
        if row.cells:
            yield text(*cell_spans(row.cells, "  "), indent=indent, hang=5)
        if row.text:
            yield text((row.text, "" if row.kind == page.CARD else TITLE), indent=below)
    yield from (text(*cell_spans(line), indent=below, hang=2) for line in row.below)


def cell_spans(cells: Iterable[page.Cell], between: str = "", width: int = 0) -> tuple[Span, ...]:
    """Return cells in a row; ids are padded to `width`, so that what follows them is aligned."""
    spans: list[Span] = []
    for cell in cells:
        spans += [between] if spans and between else []
        spans.append((cell.words.ljust(width) if cell.role == ID else cell.words, cell.role))
    return tuple(spans)
