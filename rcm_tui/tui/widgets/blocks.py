"""Blocks of a detail pane: pieces shown one below the other, and pages drawn as such pieces."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import field
from datetime import date

from textual.content import Content

from rcm_tui.i18n import _
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.plan import Plan
from rcm_tui.reports.item_page import CHILDREN, item_page
from rcm_tui.reports.page import CARD, FACT, FAINT, ID, STRONG, TEXT, TITLE, Cell, Page, Row
from rcm_tui.reports.page import OTHER as QUIET
from rcm_tui.tui.content import content, joined, line, lines, referring

SECTION = "section"
"""A heading; the other kinds of blocks are the kinds of a page's rows."""


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a detail: how it is set, its words, the label at its left.

    `entry` is the id of the calendar entry that a card shows, `role` the colour of its edge. `name` is the path of the
    field in the item's file, where the block shows one.
    """

    kind: str
    words: Content
    label: str = ""
    entry: str = ""
    role: str = ""
    name: str = field(default="", compare=False)


def item_blocks(plan: Plan, item_id: str, on: date | None = None) -> list[Block]:
    """Return everything in the plan about an item; its children are only counted, as the tree shows them."""
    return list(page_blocks(item_page(plan, item_id, on), plan))


def page_blocks(page: Page, plan: Plan | None = None) -> Iterator[Block]:
    """Draw a page; sections without rows and note are left out. Items and meetings of a plan can be clicked."""
    named = _Named(plan) if plan is not None else ()
    for section in page:
        if section.name == CHILDREN:
            yield Block(FACT, line(section.note), _("Contains"))
            continue
        if section.title and (section.rows or section.note):
            yield Block(SECTION, joined(line(section.title), line(section.note, "not bold $muted"), by="   "))
        yield from (row_block(row, named) for row in section.rows)


@dataclass(frozen=True, slots=True)
class _Named(Collection[str]):
    """The ids of a plan's items and meetings, without a copy of them: there may be ten thousand."""

    plan: Plan

    def __contains__(self, name: object) -> bool:
        return name in self.plan.items or name in self.plan.meetings

    def __iter__(self) -> Iterator[str]:
        yield from self.plan.items
        yield from self.plan.meetings

    def __len__(self) -> int:
        return len(self.plan.items) + len(self.plan.meetings)


def row_block(row: Row, named: Collection[str] = ()) -> Block:
    """Draw a row: its cells side by side, its text, and the lines below. Its title is the only id that is shown."""
    by = {TITLE: "   ", CARD: "   ", QUIET: "  "}.get(row.kind, "")
    shown = row.cells if row.kind == TITLE and row.cells and row.cells[0].role == ID else without_ids(row.cells)
    head = joined(*map(cell_content, shown), by=by)
    below = map(line_content, row.below)
    words = lines(part for part in (head, referring(content(row.text), named), *below) if part.plain)
    return Block(row.kind, words, row.label, row.key, row.role, row.field)


def line_content(cells: Iterable[Cell]) -> Content:
    """Draw a line of cells, without ids."""
    return Content.assemble(*map(cell_content, without_ids(cells)))


def without_ids(cells: Iterable[Cell]) -> list[Cell]:
    """Return the cells but for the ids, which nobody types here."""
    return [cell for cell in cells if cell.role != ID]


def cell_content(cell: Cell) -> Content:
    """Draw a cell in the colour of its role."""
    style = {"": "", ID: "bold", STRONG: "bold", FAINT: "$muted"}.get(cell.role, f"${cell.role}")
    return content(cell.words, style)


__all__ = [
    "CARD",
    "FACT",
    "QUIET",
    "SECTION",
    "TEXT",
    "TITLE",
    "Block",
    "cell_content",
    "item_blocks",
    "line_content",
    "page_blocks",
    "row_block",
]
