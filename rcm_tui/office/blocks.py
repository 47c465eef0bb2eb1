"""What is read of an office file: paragraphs and tables in their order, whatever kind of file it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one style. A line break is `\\n`."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. `label` is the number or bullet that Word puts before it, which is not in its text.

    `level` is that of the list it belongs to, counted from 0. `heading` is the level of its heading style, counted
    from 1; 0 where it has none.
    """

    runs: tuple[Run, ...]
    label: str = ""
    level: int = 0
    heading: int = 0

    @property
    def text(self) -> str:
        """Its text, without the label, with single spaces."""
        return " ".join("".join(run.text for run in self.runs).split())

    def lines(self) -> Iterator[Paragraph]:
        """Yield a paragraph for each of its lines; the first has the label."""
        parts: list[list[Run]] = [[]]
        for run in self.runs:
            first, *more = run.text.split("\n")
            parts[-1].append(Run(first, run.bold, run.italic))
            parts += [[Run(text, run.bold, run.italic)] for text in more]
        for position, part in enumerate(parts):
            yield Paragraph(tuple(part), "" if position else self.label, self.level, self.heading)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; `column` counts from 0, `span` is its width in columns.

    `continues` marks a cell that is merged with the cell above it.
    """

    column: int
    paragraphs: tuple[Paragraph, ...]
    span: int = 1
    continues: bool = False

    @property
    def text(self) -> str:
        """Its paragraphs, with their labels, as one line."""
        return " ".join(
            f"{paragraph.label} {paragraph.text}".strip() for paragraph in self.paragraphs if paragraph.text
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; `line` is its number in the sheet, or among the rows of all tables, counted from 1."""

    cells: tuple[Cell, ...]
    line: int
    is_header: bool = False

    def cell(self, column: int) -> Cell | None:
        """Return the cell that covers a column."""
        return next((cell for cell in self.cells if cell.column <= column < cell.column + cell.span), None)


@dataclass(frozen=True, slots=True)
class Table:
    """A table, or a sheet of a workbook, which has a name."""

    rows: tuple[Row, ...]
    name: str = ""

    @property
    def width(self) -> int:
        """How many columns it has."""
        return max((cell.column + cell.span for row in self.rows for cell in row.cells), default=0)


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds, in order, and in sentences what was left out or decided in reading it."""

    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()

    @property
    def tables(self) -> tuple[Table, ...]:
        """Its tables, in order."""
        return tuple(table for table in self.blocks if isinstance(table, Table))

    def as_text(self) -> str:
        """Return all as lines of text: labels before paragraphs, the cells of a row parted by tabs.

        Paragraphs and tables stand between blank lines.
        """
        lines: list[str] = []
        for block in self.blocks:
            if isinstance(block, Table):
                lines.append("")
                width = block.width
                for row in block.rows:
                    cells = [row.cell(column) for column in range(width)]
                    own = [
                        cell.text if cell and cell.column == column and not cell.continues else ""
                        for column, cell in enumerate(cells)
                    ]
                    lines.append("\t".join(own))
            else:
                before = "  " * block.level + (f"{block.label} " if block.label else "")
                lines += ["", *(before + "".join(run.text for run in block.runs)).split("\n")]
        return "\n".join(lines)


def plain(text: str, *, bold: bool = False, italic: bool = False) -> tuple[Paragraph, ...]:
    """Return a text in one style as paragraphs: none for a blank one."""
    return (Paragraph((Run(text, bold, italic),)),) if text.strip() else ()


def joined_runs(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Return runs with neighbours of one style joined; blanks take the style before them."""
    kept: list[Run] = []
    for run in runs:
        if run.text and not run.text.strip() and kept:
            kept.append(Run(run.text, kept[-1].bold, kept[-1].italic))
        elif run.text:
            kept.append(run)
    groups = groupby(kept, lambda run: (run.bold, run.italic))
    return tuple(Run("".join(run.text for run in group), *style) for style, group in groups)


__all__ = ["Block", "Cell", "Contents", "Paragraph", "Row", "Run", "Table", "joined_runs", "plain"]
