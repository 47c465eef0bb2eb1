"""The rows of the status screen, and the detail of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from textual.content import Content

from rcm_tui.i18n import _, ngettext
from rcm_tui.reports.page import FAINT, ID, Section
from rcm_tui.reports.page import Row as PageRow
from rcm_tui.reports.status.groups import Figure, Group
from rcm_tui.tui.content import content, joined, line, lines
from rcm_tui.tui.widgets.blocks import CARD, QUIET, TEXT, TITLE, Block, cell_content
from rcm_tui.tui.widgets.row_list import Row, RowLine, text_row
from rcm_tui.tui.widgets.row_list import heading as row_heading

_BAR = 10


def status_rows(groups: Sequence[Group], bars: Callable[[], bool]) -> Iterator[Row]:
    """Yield every figure under its heading. `bars` is called when a row is painted: whether bars fit."""
    for place, group in enumerate(groups):
        yield row_heading(line(group.title), line(group.counts, "not bold $muted"), gap=place > 0)
        if not group.figures:
            yield text_row(line(_("nothing"), "$muted"))
        for figure in group.figures:
            yield Row(figure.name, partial(_paint, figure, bars))


def _paint(figure: Figure, bars: Callable[[], bool]) -> tuple[RowLine]:
    none = figure.words == "0"
    glyph = line(figure.glyph, f"${figure.role}" if figure.role else "$muted")
    title = line(figure.title, "$muted" if none else "")
    words = line(figure.words, "$muted" if none else "")
    bar = _bar(figure) if figure.whole and bars() else Content("")
    return (RowLine(joined(glyph, title, by=" "), joined(words, bar, by="  ")),)


def _bar(figure: Figure) -> Content:
    """Return the pieces of a figure's bar, with room up to the longest one."""
    drawn: list[Content] = []
    before = end = 0
    for sign, count, role in figure.pieces:
        before += count
        upto = max(round(before * _BAR / figure.whole), end + 1)
        drawn.append(line(sign * (upto - end), f"${role}"))
        end = upto
    return Content.assemble(*drawn, " " * (_BAR - end))


def behind_blocks(behind: Section) -> Iterator[Block]:
    """Yield a card for each item, entry, meeting or agreement that a figure counts."""
    count = line(str(behind.count), "$muted") if behind.rows else Content("")
    yield Block(TITLE, joined(line(behind.title, "bold"), count, by="   "))
    if not behind.rows:
        yield Block(TEXT, content(behind.empty, "$muted"))
        return
    if behind.note:
        yield Block(QUIET, content(behind.note, "$muted"))
    yield from map(_card, behind.rows)
    left = behind.count - len(behind.rows)
    if left > 0:
        message = ngettext("{count} more is not shown here.", "{count} more are not shown here.", left)
        yield Block(QUIET, content(message.format(count=left), "$muted"))


def _card(row: PageRow) -> Block:
    roles = [cell.role for cell in row.cells if cell.role not in ("", FAINT, ID)]
    head = joined(*map(cell_content, row.cells), by="   ")
    words = lines(part for part in (head, content(row.text)) if part.plain)
    return Block(CARD, words, entry=row.key, role=roles[0] if roles else FAINT)
