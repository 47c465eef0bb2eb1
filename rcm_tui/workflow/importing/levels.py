"""Tables with an item in each row, whose level a column or a dotted number says, made into a column for each level.

`1 Education`, `1.1 Teach`, `1.1.1 Train health workers`; or a column *Level* with 1, 2, 3 or what levels are called.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from rcm_tui.model.regex import regex
from rcm_tui.office.blocks import Cell, Paragraph, Row
from rcm_tui.workflow.importing.columns import Column, Layout, Role, role_of
from rcm_tui.workflow.importing.pieces import without_start

LEVELS: Final = (Role.SUBJECT, Role.OBJECTIVE, Role.ACTIVITY, Role.SUBACTIVITY)
_ROLES: Final[Mapping[int, Sequence[Role]]] = {2: LEVELS[1:3], 3: LEVELS[:3], 4: LEVELS}
"""What the levels of a table are, by how many it has."""
_DOTTED = regex(r"\s*(\d{1,3}(?:\.\d{1,3}){0,3})\.?(?:\s|$)")


def levelled(layout: Layout) -> Layout:
    """Return a layout with a column for each level where its rows say theirs; any other as it is."""
    roles = {column.role for column in layout.columns}
    place = layout.place_of(Role.ACTIVITY)
    if place is None or roles & {Role.SUBJECT, Role.OBJECTIVE, Role.SUBACTIVITY}:
        return layout
    numbers = [_label(layout, row, place) for row in layout.rows]
    found = level_roles(numbers, [_level(layout, row) for row in layout.rows])
    if found is None:
        return layout
    width = len(layout.columns)
    added: dict[Role, int] = {
        role: width + number for number, role in enumerate(level for level in LEVELS if level is not Role.ACTIVITY)
    }
    dropped = (Role.LEVEL, Role.NUMBER)
    columns = tuple(
        replace(column, role=Role.NOTHING) if column.role in dropped else column for column in layout.columns
    )
    rows = tuple(
        _moved(layout, row, place, added.get(role, place) if role is not None else place)
        for row, role in zip(layout.rows, found, strict=True)
    )
    return replace(layout, columns=(*columns, *(Column(0, at, "", role) for role, at in added.items())), rows=rows)


def level_roles(numbers: Sequence[str], levels: Sequence[str] = ()) -> list[Role | None] | None:
    """Return what each row is, by the level that it names, else by its dotted number; None where it has neither.

    A row with neither a number nor a level is nothing by itself.
    """
    named = [level.strip() for level in levels]
    if any(named):
        return _by_words(named)
    depths = [number.count(".") for number in numbers if number]
    if len(set(depths)) < 2 or max(depths) > 3 or not _is_outline([number for number in numbers if number]):
        return None
    return _by_rank([number.count(".") if number else None for number in numbers])


def _by_words(levels: Sequence[str]) -> list[Role | None] | None:
    if all(word.isdecimal() for word in levels if word):
        return _by_rank([int(word) if word else None for word in levels])
    named = {word.casefold(): role_of(word) for word in levels if word}
    if set(named.values()) <= set(LEVELS):
        return [named.get(word.casefold()) for word in levels]
    order = list(named)  # The first item is of the first level, and each level has its first item after the one above.
    return _by_rank([order.index(word.casefold()) if word else None for word in levels])


def _by_rank(depths: Sequence[int | None]) -> list[Role | None] | None:
    ranks = sorted({depth for depth in depths if depth is not None})
    roles = _ROLES.get(len(ranks))
    return [roles[ranks.index(depth)] if depth is not None else None for depth in depths] if roles is not None else None


def _is_outline(numbers: Sequence[str]) -> bool:
    """Return whether every number comes after the one that it is below, or is of the first level."""
    top = min(number.count(".") for number in numbers)
    seen: set[str] = set()
    for number in numbers:
        if number.count(".") > top and number.rpartition(".")[0] not in seen:
            return False
        seen.add(number)
    return True


def dotted(paragraph: Paragraph) -> str:
    """Return the dotted number before a paragraph, such as `1.2`; empty where it has none."""
    match = _DOTTED.match(paragraph.label) if paragraph.label else _DOTTED.match(paragraph.text)
    return match[1] if match else ""


def with_label(paragraph: Paragraph, number: str) -> Paragraph:
    """Return a paragraph with its number as its label, not in its text."""
    if paragraph.label or not number:
        return paragraph
    match = _DOTTED.match("".join(run.text for run in paragraph.runs))
    runs = tuple(without_start(paragraph.runs, match.end())) if match and match[1] == number else paragraph.runs
    return replace(paragraph, runs=runs, label=f"{number}.")


def _label(layout: Layout, row: Row, place: int) -> str:
    """Return the number of a row, of its own column or before its text."""
    number = layout.place_of(Role.NUMBER)
    cell = row.cell(number) if number is not None else None
    if cell is not None and (match := _DOTTED.fullmatch(cell.text)):
        return match[1]
    text = row.cell(place)
    return dotted(text.paragraphs[0]) if text is not None and text.paragraphs and number is None else ""


def _level(layout: Layout, row: Row) -> str:
    place = layout.place_of(Role.LEVEL)
    cell = row.cell(place) if place is not None else None
    return cell.text if cell is not None else ""


def _moved(layout: Layout, row: Row, place: int, to: int) -> Row:
    """Return a row with its text in the column of its level, and its number before it."""
    text = row.cell(place)
    if text is None or not text.paragraphs:
        return row
    first, *rest = text.paragraphs
    first = with_label(first, _label(layout, row, place))
    return replace(row, cells=(*(cell for cell in row.cells if cell is not text), Cell(to, (first, *rest))))
