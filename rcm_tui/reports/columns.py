"""The columns of the published table: which a plan has, what they show, and how wide they are.

A plan that declares none has those of `defaults`: the actions for implementation, the activities, and their calendar.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from rcm_tui.i18n import _, current
from rcm_tui.model import defaults, ids
from rcm_tui.model.dates import DateError, parse
from rcm_tui.model.dates.phrases import find_dates
from rcm_tui.model.dates.wording import wording_of
from rcm_tui.model.declared import SPECIAL
from rcm_tui.model.entries import Entry
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.items import ColumnDeclaration, Item
from rcm_tui.model.levels import Levels, Noun, in_capitals
from rcm_tui.model.plan import Plan
from rcm_tui.model.structures import Group
from rcm_tui.model.terms import ACTION, ENTRY
from rcm_tui.model.totals import total_of, total_value
from rcm_tui.model.types import Context, Field
from rcm_tui.reports.document import LABEL, Cell, Row, Style, Table, line
from rcm_tui.reports.names import date_words, due_words, funding_words, localized
from rcm_tui.reports.visible import visible

_NARROW = 10
"""The weight of a column that declares none and shows a single field."""
_LEFT = 20
"""The part of the width, in hundredths, that the first cell of the band above the columns has at least."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the kind whose field it shows, the field, its heading and its weight."""

    name: str
    of: str
    field: str
    heading: str
    weight: int


@cache
def _defaults() -> Mapping[str, ColumnDeclaration]:
    """Return the columns of a plan that declares none, each of a field of activities, by its name."""
    return {name: ColumnDeclaration(**declared) for name, declared in defaults.declared("columns").items()}


def columns_for(plan: Plan, printed: Sequence[str], *, archive: bool, internal: bool) -> tuple[Column, ...]:
    """Return the columns that a plan declares, else those of every plan, under the names that are `printed`, if any.

    What is not published is left out unless for internal use, and so is what no field is called.
    """
    names = dict(zip(_defaults(), printed, strict=False))
    found = []
    for name, column in ((plan.info.archive_columns if archive else {}) or plan.info.columns or _defaults()).items():
        of, field = plan.info.kind_of(column.of or ids.ACTIVITY), column.field or name
        known = plan.schema.field(of, tuple(field.split(".")))
        if ((of, field) not in SPECIAL and known is None) or (known is not None and not (known.published or internal)):
            continue
        like = _defaults().get(field) if of == ids.ACTIVITY else None
        heading = localized(column.heading) if column is not like else ""
        heading = heading or (like is not None and (names.get(field) or _heading(plan, field, like))) or ""
        heading = heading or (known.title() if known else _("Deadline")).upper()
        weight = column.weight or (like.weight if like else None) or (30 if field == "text" else _NARROW)
        found.append(Column(name, of, field, visible(heading), weight))
    return tuple(found)


def is_default(columns: Sequence[Column]) -> bool:
    """Return whether columns show what those of a plan show that declares none, in the same order."""
    return [(column.of, column.field) for column in columns] == [(ids.ACTIVITY, name) for name in _defaults()]


def band_of(plan: Plan) -> tuple[str, ...]:
    """Return what the two cells of the band above the columns are called: by what the first two levels are."""
    nouns = _nouns(plan)
    return tuple(visible(_(in_capitals(nouns[kind].many))) for kind in ids.KINDS[:2])


def _heading(plan: Plan, field: str, like: ColumnDeclaration) -> str:
    """Return what a column is called that every plan can have: what the plan calls what is in it."""
    nouns = _nouns(plan)
    if field == "text":
        words = [_(in_capitals(nouns[kind].many)) for kind in ids.ACTIVITIES if kind in plan.levels.shown]
        return wording_of(current()).joint.format(a=words[0], b=words[1]).upper() if len(words) == 2 else words[0]
    if field == "actions":
        return _(in_capitals(nouns[ACTION].one))
    return _(in_capitals(nouns[ENTRY].many if ENTRY in nouns else like.heading))


def _nouns(plan: Plan) -> Mapping[str, Noun]:
    return {**Levels().nouns, **plan.levels.nouns}


def value_in(plan: Plan, column: Column, thing: Item | Entry) -> str:
    """Return what an item or entry has in a column, in words; empty for nothing."""
    if (column.of, column.field) == ("entry", "deadline"):
        request = thing.request if isinstance(thing, Entry) else None
        return visible(due_words(request.due, plan)) if request is not None and request.due else ""
    owner: Any = thing
    field: Field | None = None
    kind = thing.kind if isinstance(thing, Item) else column.of
    for name in column.field.split("."):
        field = plan.schema.kinds[kind].fields.get(name) if kind else None
        if field is None or owner is None:
            return ""
        owner, kind = field.of(owner), field.type.kind
    if field is None:
        return ""
    if owner is None and field.total and isinstance(thing, Item):
        owner = total_of(plan, field, thing.id)
    if owner is None or owner in ((), {}, ""):
        return ""
    if isinstance(field.type, Group):
        return visible(funding_words(plan, owner)) if field.name == "funding" else ""
    return visible(field.format(owner, current(), Context(plan)), lines=True)


TOTAL = "total"
"""The key of the table of totals and of its row, and the kind of its paragraphs."""


def total_table(plan: Plan, columns: Sequence[Column], *, archive: bool = False) -> Table | None:
    """Return a table of one row: the sum or mean, over the current plan or the archive, of each column with a total.

    None where there is nothing to add up.
    """
    cells = [_total_cell(plan, column, archive) for column in columns]
    if not any(cells):
        return None
    words = _("Over the whole archive") if archive else _("Over the whole plan")
    title = line(words, TOTAL, f"{TOTAL}/title", Style.BOLD)
    names = tuple((line(column.heading, LABEL, LABEL, Style.FAINT),) for column in columns)
    header = (Row(((title,),), f"{TOTAL}/band", (len(columns),)), Row(names, f"{TOTAL}/columns"))
    row = Row(tuple(cells), TOTAL)
    return Table(header, (row,), (), TOTAL, title.text, columns=tuple(column.name for column in columns))


def _total_cell(plan: Plan, column: Column, archive: bool) -> Cell:
    field = plan.schema.kinds[column.of].fields.get(column.field)
    total = total_of(plan, field, archived=archive) if field is not None and field.total else None
    if field is None or total is None:
        return ()
    words = visible(total_value(plan, field, total))
    label = _("{value} (mean)") if field.total == "mean" else _("{value} (sum)")
    return (line(label.format(value=words), TOTAL, f"{TOTAL}/.{column.name}", Style.BOLD),)


def date_unsaid(entry: Entry, rule: str | None) -> str:
    """Return the date of an entry in words where it is to be printed before its text; else empty.

    By default that is so where the text does not say it; transcribed texts are printed as they were then.
    """
    if not entry.date or rule == "never" or (rule is None and entry.source is not None):
        return ""
    words = date_words(entry.date)
    if rule == "always":
        return words
    try:
        when = parse(entry.date)
    except DateError:
        return words
    text = localized(entry.text)
    if when.first is None or when.last is None:
        return "" if words.casefold() in text.casefold() else words
    for found in find_dates(text):
        first, last = found.date.first, found.date.last
        if first is not None and last is not None and when.first <= first and last <= when.last:
            return ""
    return words


def in_columns(table: Table, columns: Sequence[Column]) -> Table:
    """Return a table with these columns in this order, empty where it had none of that name."""
    at = {name: place for place, name in enumerate(table.columns)}
    widths = _widths([column.weight for column in columns])
    band, names = table.header
    cells = tuple(
        names.cells[at[column.name]] if column.name in at else (line(column.heading, LABEL, LABEL, Style.FAINT),)
        for column in columns
    )
    whole = replace(names, cells=cells)
    return replace(
        table,
        header=(_band(band, widths), whole),
        rows=tuple(_row(row, columns, at.get) for row in table.rows),
        widths=widths,
        columns=tuple(column.name for column in columns),
    )


def _row(row: Row, columns: Iterable[Column], place: Callable[[str], int | None]) -> Row:
    found = (place(column.name) for column in columns)
    return replace(row, cells=tuple(row.cells[at] if at is not None else () for at in found))


def _band(band: Row, widths: Sequence[int]) -> Row:
    """Divide the band of subject and objective where the first columns end; one alone goes over all columns."""
    if len(band.cells) == 1:
        return replace(band, spans=(len(widths),))
    if len(widths) == 1:
        return replace(band, cells=(tuple(band.paragraphs),), spans=(1,))
    first = 1
    while sum(widths[:first]) < _LEFT and first < len(widths) - 1:
        first += 1
    return replace(band, spans=(first, len(widths) - first))


def _widths(weights: Sequence[int]) -> tuple[int, ...]:
    """Return the widths in hundredths, whole numbers that add up to 100."""
    total = sum(weights)
    exact = [weight * 100 / total for weight in weights]
    whole = [max(int(width), 1) for width in exact]
    rest = sorted(range(len(whole)), key=lambda place: whole[place] - exact[place])
    for place in rest[: max(100 - sum(whole), 0)]:
        whole[place] += 1
    return tuple(whole)


def without_empty(tables: Sequence[Table], columns: Sequence[Column]) -> tuple[Column, ...]:
    """Return the columns in which some row of the tables has something; all where there are no rows."""
    filled = {name for table in tables for row in table.rows for name, cell in _named(table, row) if cell}
    return tuple(column for column in columns if column.name in filled) or tuple(columns)


def _named(table: Table, row: Row) -> Iterator[tuple[str, Any]]:
    return zip(table.columns, row.cells, strict=True)
