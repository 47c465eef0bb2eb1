"""Read an office file and say what was understood of it, which a person may correct column by column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path

from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue
from rcm_tui.model.frozen import dataclass
from rcm_tui.office.blocks import Cell, Contents, Paragraph, Row, Table, plain
from rcm_tui.office.docx import Progress
from rcm_tui.office.package import read_file
from rcm_tui.office.reading import read_contents
from rcm_tui.workflow.importing.columns import Layout, Role, corrected, layouts_of
from rcm_tui.workflow.importing.levels import LEVELS, dotted, level_roles, levelled, with_label
from rcm_tui.workflow.importing.outline import Outline, outline_of
from rcm_tui.workflow.importing.pieces import has_marker


@dataclass(frozen=True, slots=True)
class Understood:
    """What was understood of a file. `name` is the file's name, `corrections` a person's meanings of columns."""

    name: str
    contents: Contents
    layouts: tuple[Layout, ...]
    outline: Outline
    corrections: Mapping[int, Role] = field(default_factory=dict)

    def again(self, corrections: Mapping[int, Role]) -> Understood:
        """Return what is understood with these columns instead. Raises BadValue for a column that is not there."""
        return understand(self.contents, self.name, corrections)


def understand_file(
    path: Path, corrections: Mapping[int, Role] | None = None, progress: Progress | None = None
) -> Understood:
    """Read a file and understand it. Raises Refused for an unsafe file, BadValue for one without texts."""
    return understand(read_contents(read_file(path), path.name, progress), path.name, corrections or {})


def understand(contents: Contents, name: str, corrections: Mapping[int, Role]) -> Understood:
    """Find out what the columns are, and read the rows. Raises BadValue where there is nothing to take over."""
    tables = contents.tables
    around = contents
    if not tables:
        table, kept = _list_of([paragraph for paragraph in contents.blocks if isinstance(paragraph, Paragraph)])
        tables, around = (table,), Contents(kept, contents.notes)
    layouts = corrected(layouts_of(tables), corrections)
    outline = outline_of(around, [levelled(layout) for layout in layouts], Path(name).stem)
    if not any(True for _one in outline.activities()) and not any(True for _one in outline.entries()):
        raise BadValue(
            _("No activities are found in {file}. Say which column has them, such as --column 3=activity").format(
                file=name
            )
        )
    return Understood(name, contents, tuple(layouts), outline, dict(corrections))


_COLUMNS = (*LEVELS, Role.CALENDAR)


def _list_of(paragraphs: Sequence[Paragraph]) -> tuple[Table, tuple[Paragraph, ...]]:
    """Return a list without a table as a table, and the paragraphs that are not of the list.

    Two levels of headings are subjects and objectives, one is objectives; the paragraphs of lists are activities, those
    of the next level below their calendar. Without lists, every paragraph below the title is an activity. Numbers such
    as 1, 1.1 and 1.1.1 say the level of each paragraph.
    """
    lines = [line for paragraph in paragraphs for line in paragraph.lines() if line.text]
    numbers = [dotted(paragraph) for paragraph in lines]
    if (roles := level_roles(numbers)) is not None:
        numbered_lines = zip(lines, numbers, roles, strict=True)
        rows = [
            _row(at, {role: with_label(paragraph, number)})
            for at, (paragraph, number, role) in enumerate(numbered_lines, 1)
            if role
        ]
        kept = [paragraph for paragraph, role in zip(lines, roles, strict=True) if role is None]
        return Table((_headings(), *rows), "list"), tuple(kept)
    levels = sorted({paragraph.heading for paragraph in paragraphs[1:] if paragraph.heading})
    above = dict(zip(levels[:2], _COLUMNS[:2] if len(levels) > 1 else _COLUMNS[1:2], strict=False))
    paragraphs = [line for paragraph in paragraphs for line in paragraph.lines() if line.text]
    listed = [
        paragraph
        for paragraph in paragraphs
        if (paragraph.label or has_marker(paragraph.text)) and not paragraph.heading
    ]
    lowest = min((paragraph.level for paragraph in listed), default=0)
    rows = [_headings()]
    kept = []
    for line, paragraph in enumerate(paragraphs, 1):
        if paragraph.heading in above and (line > 1 or len(levels) > 2):
            rows.append(_row(line, {above[paragraph.heading]: paragraph}))
        elif paragraph in listed or (not listed and line > 1):
            role = Role.CALENDAR if paragraph.label and paragraph.level > lowest else Role.ACTIVITY
            rows.append(_row(line, {role: paragraph}))
        else:
            kept.append(paragraph)
    return Table(tuple(rows), "list"), tuple(kept)


def _headings() -> Row:
    return _row(0, {role: plain(role.value)[0] for role in _COLUMNS})


def _row(line: int, filled: Mapping[Role, Paragraph]) -> Row:
    cells = (Cell(place, (filled[role],) if role in filled else ()) for place, role in enumerate(_COLUMNS))
    return Row(tuple(cells), line)


__all__ = ["Understood", "understand", "understand_file"]
