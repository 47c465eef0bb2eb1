"""The rows of the requests screen: requests, or the actors that are asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from rich.cells import cell_len
from textual.content import Content

from rcm_tui.i18n import _
from rcm_tui.model.plan import Plan
from rcm_tui.reports.names import (
    actor_name,
    actor_short,
    localized,
)
from rcm_tui.reports.request_page import answer_cell, deadline_line
from rcm_tui.reports.requests import Asked, ResponseState
from rcm_tui.reports.styles import ANSWER_LOOK
from rcm_tui.tui.content import cut, joined, line
from rcm_tui.tui.widgets.blocks import cell_content, line_content
from rcm_tui.tui.widgets.row_list import ManyRows, Row, RowLine, heading
from rcm_tui.workflow.listed import OfActor, Requests

_NAMES = 26
"""Cells for an actor's name in the grid, at most."""
_COLUMNS = (3, 2)
"""Cells of a column of the grid, the widest first."""


def by_request(plan: Plan, found: Requests) -> ManyRows:
    """Return a row for each request, those with a date first."""
    rows, dated = ManyRows(), found.dated
    for title, first, keys in (
        (_("With a date"), 0, found.keys[:dated]),
        (_("Without a date"), dated, found.keys[dated:]),
    ):
        if keys:
            rows.append(
                heading(
                    joined(line(title), line(str(len(keys)), "not bold $muted"), by="  "),
                    line(_("answers recorded"), "$muted"),
                    gap=len(rows) > 0,
                )
            )
            rows.extend(keys, 2, partial(_row, plan, found, first))
    return rows


def _row(plan: Plan, found: Requests, first: int, at: int) -> Row:
    return Row(found.keys[first + at], lambda: _request(plan, found.requests[first + at]), 2)


def _request(plan: Plan, asked: Asked) -> tuple[RowLine, RowLine]:
    return (
        RowLine(joined(line(plan.printed_name(asked.owner), "$muted"), line(localized(asked.text)), by="  ")),
        RowLine(
            Content.assemble("  ", line_content(deadline_line(plan, asked, brief=True))),
            line(_("{answered} of {all}").format(answered=asked.answered, all=len(asked.standings)), "$muted"),
        ),
    )


Cursor = Callable[[], tuple[str, str]]
"""Gives the actor and the request of the cell that the cursor is on, when it is drawn."""


def by_country(
    plan: Plan,
    order: Sequence[Asked],
    actors: Mapping[str, tuple[tuple[Asked, ResponseState], ...]],
    width: int,
    cursor: Cursor,
) -> Iterator[Row]:
    """Yield a row for each actor: a column for each request where `width` has room for all, else a count."""
    names = {actor: _name(plan, actor) for actor in actors}
    indent = _indent(names.values())
    column = column_width(len(order), indent, width)
    if column:
        yield Row("", partial(_numbers, order, column, indent, cursor), 2)
    for actor, rows in actors.items():
        name = names[actor] + " " * (indent - cell_len(names[actor]))
        answered = sum(response.has_answered for _asked, response in rows)
        counted = partial(_counted, name, answered, len(rows))
        yield Row(actor, partial(_cells, actor, name, order, column, rows, cursor) if column else counted)


def by_actors(plan: Plan, found: Sequence[OfActor]) -> Iterator[Row]:
    """Yield a row for each actor of a large plan, which says how many requests it has answered."""
    names = [_name(plan, each.code) for each in found]
    indent = _indent(names)
    for each, name in zip(found, names, strict=True):
        aligned = name + " " * (indent - cell_len(name))
        yield Row(each.code, partial(_counted, aligned, each.answered, each.asked))


def _indent(names: Iterable[str]) -> int:
    return max(map(cell_len, names), default=0) + 1


def _name(plan: Plan, actor: str) -> str:
    name = actor_name(plan, actor)
    return name if cell_len(name) <= _NAMES else cut(actor_short(plan, actor), _NAMES)


def column_width(count: int, indent: int, width: int) -> int:
    """Return the cells of a column, where so many fit behind names of `indent` cells; 0 where they do not."""
    return next((cells for cells in _COLUMNS if count * cells + indent <= width), 0)


def _numbers(order: Sequence[Asked], column: int, indent: int, cursor: Cursor) -> tuple[RowLine, RowLine]:
    """Return the numbers of the requests above their columns, tens above units, so that columns can be narrow."""
    _actor, request = cursor()
    tens, units = [], []
    for number, asked in enumerate(order, 1):
        style = "bold $accent" if asked.key == request else "$muted"
        tens.append(line(f"{number // 10 or '':>{column}}", style))
        units.append(line(f"{number % 10:>{column}}", style))
    return RowLine(Content.assemble(" " * indent, *tens)), RowLine(Content.assemble(" " * indent, *units))


Rows = tuple[tuple[Asked, ResponseState], ...]


def _counted(name: str, answered: int, asked: int) -> tuple[RowLine]:
    message = _("{answered} of {all} recorded").format(answered=answered, all=asked)
    return (RowLine(line(name), line(message, "$muted")),)


def _cells(actor: str, name: str, order: Sequence[Asked], column: int, rows: Rows, cursor: Cursor) -> tuple[RowLine]:
    answers, at = {asked.key: response.answer for asked, response in rows}, cursor()
    cells = [_cell(answers.get(asked.key, "not-asked"), column, at == (actor, asked.key)) for asked in order]
    return (RowLine(Content.assemble(line(name), *cells)),)


def _cell(answer: str, column: int, is_here: bool) -> Content:
    look = ANSWER_LOOK[answer]
    glyph = line(look.glyph if look.glyph.strip() or not is_here else "_", f"${look.role}{' reverse' * is_here}")
    return Content.assemble(" " * (column - glyph.cell_length), glyph)


def legend() -> Content:
    """Return what the glyphs of the grid mean."""
    shown = ("answered", "partial", "not-recorded", "not-yet")
    return joined(*(cell_content(answer_cell(state)) for state in shown), by="   ")
