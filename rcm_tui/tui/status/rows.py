"""The lines of the status screen, and what stands beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from textual.content import Content

from rcm_tui.i18n import _, ngettext
from rcm_tui.reports.page import FAINT, ID, Cell, Section
from rcm_tui.reports.page import Row as Fact
from rcm_tui.tui.content import content, joined, line, lines
from rcm_tui.tui.plan.blocks import CARD, QUIET, TEXT, TITLE, Block
from rcm_tui.tui.status.figures import Figure, Group
from rcm_tui.tui.widgets.row_list import Pair, Row, heading, words_row

_BAR = 10


def status_rows(groups: Sequence[Group], bars: Callable[[], bool]) -> Iterator[Row]:
    """Every figure, under the heading it belongs to. `bars` is asked when a line is drawn: is there room for them?"""
    for place, group in enumerate(groups):
        yield heading(line(group.title), line(group.counts, "not bold $muted"), gap=place > 0)
        if not group.figures:
            yield words_row(line(_("nothing"), "$muted"))
        for figure in group.figures:
            yield Row(figure.name, partial(_paint, figure, bars))


def _paint(figure: Figure, bars: Callable[[], bool]) -> tuple[Pair]:
    none = figure.said == "0"
    glyph = line(figure.glyph, f"${figure.role}" if figure.role else "$muted")
    title = line(figure.title, "$muted" if none else "")
    said = line(figure.said, "$muted" if none else "")
    bar = _bar(figure) if figure.whole and bars() else Content("")
    return (Pair(joined(glyph, title, by=" "), joined(said, bar, by="  ")),)


def _bar(figure: Figure) -> Content:
    """The pieces of a figure's bar, with room up to the longest one."""
    drawn: list[Content] = []
    before = end = 0
    for sign, count, role in figure.pieces:
        before += count
        upto = max(round(before * _BAR / figure.whole), end + 1)
        drawn.append(line(sign * (upto - end), f"${role}"))
        end = upto
    return Content.assemble(*drawn, " " * (_BAR - end))


def behind_blocks(behind: Section) -> Iterator[Block]:
    """What stands behind a figure: a card for each item, entry, meeting or agreement."""
    count = line(str(behind.count), "$muted") if behind.rows else Content("")
    yield Block(TITLE, joined(line(behind.title, "bold"), count, by="   "))
    if not behind.rows:
        yield Block(TEXT, content(behind.empty, "$muted"))
        return
    if behind.note:
        yield Block(QUIET, content(behind.note, "$muted"))
    for fact in behind.rows:
        yield _card(fact)
    left = behind.count - len(behind.rows)
    if left > 0:
        said = ngettext("{count} more is not shown here.", "{count} more are not shown here.", left)
        yield Block(QUIET, content(said.format(count=left), "$muted"))


def _card(fact: Fact) -> Block:
    head = joined(*(_cell(cell) for cell in fact.cells), by="   ")
    words = [head, content(fact.text)] if fact.text else [head]
    roles = [cell.role for cell in fact.cells if cell.role not in ("", FAINT, ID)]
    return Block(CARD, lines(words), entry=fact.key, role=roles[0] if roles else "faint")


def _cell(cell: Cell) -> Content:
    styles = {"": "", FAINT: "$muted", ID: "bold"}
    return line(cell.words, styles.get(cell.role, f"${cell.role}"))
