"""A section of the status report: its rows and their cells, in words, each with what stands behind it."""

from __future__ import annotations

from dataclasses import dataclass

from rcm_tui.model.plan import Plan
from rcm_tui.reports.styles import STATUS_LOOK, status_of, status_word

FAINT, ID = "faint", "id"


@dataclass(frozen=True, slots=True)
class Cell:
    """A few words and the role that colours them: one of `looks.ROLES`, `faint`, `id`, or none.

    `plain` are the same words without a sign in front, where there is one.
    """

    words: str
    role: str = ""
    plain: str = ""

    @property
    def printed(self) -> str:
        """The words for print, where not every font has the signs."""
        return self.plain or self.words


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a section. `key` names what stands behind it: `HR-4.2`, `HR-4.2/kvt`, a meeting, or its agreement."""

    key: str
    cells: tuple[Cell, ...]
    text: str

    @property
    def owner(self) -> str:
        """The item or meeting behind it."""
        return self.key.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the report. `heads` name the cells; `note` explains, `empty` is said where there are no rows.

    `count` is of all there are, where only the first `rows` were asked for.
    """

    name: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str
    empty: str
    count: int = 0


def status_cell(status: str) -> Cell:
    """A status as glyph and word."""
    look = STATUS_LOOK.get(status)
    word = status_word(status)
    return Cell(f"{look.glyph} {word}", look.role, word) if look is not None else Cell(status)


def status_of_item(plan: Plan, item_id: str) -> str:
    """The status of an item; empty where it has none."""
    node = plan.node(item_id)
    return status_of(node) if node is not None else ""
