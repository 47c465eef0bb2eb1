"""A plan as flat rows: items and calendar entries, for spreadsheets and programs."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from rcm_tui.i18n import current
from rcm_tui.model import ids, rules
from rcm_tui.model.entries import Entry, Source
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.items import Action, Activity, Item, Objective
from rcm_tui.model.meetings import LINK_FIELDS
from rcm_tui.model.plan import Node, Plan, Unreadable, calendar_of
from rcm_tui.model.schema import ITEM_KINDS, Schema
from rcm_tui.model.texts import Text, pick
from rcm_tui.model.types import Field
from rcm_tui.reports.heading import EditionContext, title_of
from rcm_tui.reports.requests import asked_of_entry
from rcm_tui.reports.trace import links_of
from rcm_tui.reports.visible import visible


def _columns(
    schema: Schema, kind: str, groups: Container[str] = ("", "funding", "request"), *, internal: bool
) -> dict[str, tuple[str, Field]]:
    """Return the columns that are fields of a kind or of its groups: (attribute of the group or "", field)."""
    return {
        field.column: (group, field)
        for group, field in schema.with_groups(kind)
        if field.column and group in groups and (field.published or internal)
    }


_PLACE = ("id", "kind", ids.SUBJECT, ids.OBJECTIVE, ids.ACTIVITY, "number", "status", "archived", "text")
"""The columns that every row of an item has."""
_WHEN = (
    "id",
    "entry",
    ids.SUBJECT,
    ids.OBJECTIVE,
    ids.ACTIVITY,
    "status",
    "archived",
    "date",
    "first_day",
    "last_day",
    "text",
)
"""The columns that a row of the calendar begins with."""
_INTERNAL = ("archived_reason",)


def _places(plan: Plan, columns: Sequence[str]) -> Iterator[str]:
    """Yield the columns without those of levels that have nothing below them: the last, and one that is not shown."""
    return (column for column in columns if column not in ids.KINDS or column in plan.levels.shown[:-1])


class _Columns:
    """The columns of the rows of a plan."""

    def __init__(self, plan: Plan, *, internal: bool) -> None:
        self.internal = internal
        self.above = plan.levels.shown[:-1]
        self.fields = {kind: _columns(plan.schema, kind, internal=internal) for kind in (*ITEM_KINDS, "entry")}
        of_items = (name for kind in reversed(ITEM_KINDS) for name in self.fields[kind])
        self.items = tuple(dict.fromkeys((*_places(plan, _PLACE), *of_items)))
        of_entries = _columns(plan.schema, "entry", ("", "request"), internal=internal)
        self.of_item = (*self.items, *(_INTERNAL if internal else ()))
        numbered = ("number",) if plan.has_dotted_numbers else ()
        self.calendar = tuple(
            dict.fromkeys((*_places(plan, _WHEN), *of_entries, "answered", "waiting", *self.fields["entry"], *numbered))
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its values by column, in order, and what printed its text bold italic."""

    values: dict[str, Any]
    is_open: bool = False
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Flat:
    """All rows: subjects, objectives, actions and activities in printed order; the calendar entries; the agreements."""

    items: tuple[Line, ...]
    calendar: tuple[Line, ...]
    agreements: tuple[Line, ...]
    item_columns: tuple[str, ...]
    calendar_columns: tuple[str, ...]


def flat(plan: Plan, on: date, *, internal: bool = False) -> Flat:
    """Return the rows of a plan, with archived items; with reasons and withdrawn agreements if `internal`."""
    columns = _Columns(plan, internal=internal)
    items: list[Line] = []
    calendar: list[Line] = []
    for item_id in plan.walk():
        node = plan.node(item_id)
        if node is not None:
            items += _items(plan, node, columns)
            calendar += _entries(plan, node, on, columns)
    return Flat(tuple(items), tuple(calendar), tuple(_agreements(plan, columns)), columns.of_item, columns.calendar)


def flat_json(rows: Flat, plan: Plan, context: EditionContext, *_options: object) -> bytes:
    """Return the rows as one JSON document; keys are only ever added."""
    head = {
        "schemaVersion": 1,
        "kind": "plan-data",
        "title": title_of(plan),
        "language": current(),
        "edition": context.meeting.id if context.meeting and not context.draft else None,
        "draft": context.draft,
    }
    members = [json.dumps(head, ensure_ascii=False, indent=2).removesuffix("\n}")]
    lists = {"items": rows.items, "calendar": rows.calendar, "agreements": rows.agreements}
    members += [f'  "{name}": {_json_list(lines)}' for name, lines in lists.items()]
    return (",\n".join(members) + "\n}\n").encode("utf-8", "replace")


_ROW = json.JSONEncoder(ensure_ascii=False, separators=(",\n      ", ": "))
"""What writes the values of a row below each other: Python's own indentation takes five times as long."""


def _json_list(lines: Sequence[Line]) -> str:
    """Return the rows, none of whose values contain others, as a list within an indented document."""
    rows = ",\n".join(f"    {{\n      {_ROW.encode(line.values)[1:-1]}\n    }}" for line in lines)
    return f"[\n{rows}\n  ]" if rows else "[]"


def words_of(text: Text) -> str:
    """Return a text in the language in use, else the one it has."""
    return visible(pick(text, current()), lines=True)


def _items(plan: Plan, node: Node, columns: _Columns) -> Iterator[Line]:
    yield _item(plan, node, columns)
    if isinstance(node, Objective):
        for action in node.actions:
            yield _action(plan, node, action, columns)


def path_of(plan: Plan, kind: str, column: str) -> tuple[str, ...] | None:
    """Return the path, below the item or member, of the field that a column shows; None for other columns.

    `kind` is that of the row: of an item, `action` or `entry`.
    """
    if column == "text":
        return ("title",) if kind == ids.SUBJECT else ("text",)
    if kind == "action":
        return ("number",) if column == "number" else None
    found = _columns(plan.schema, kind, internal=True).get(column)
    if found is None or not found[1].settable:
        return None
    return (*filter(None, (found[0],)), found[1].name)


def _item(plan: Plan, node: Node, columns: _Columns) -> Line:
    if isinstance(node, Unreadable):
        return Line(_placed(plan, node.id, columns) | {"kind": node.kind, "status": "unreadable"})
    values = _placed(plan, node.id, columns)
    values.update(_fields(columns.fields[node.kind], node), kind=node.kind, text=words_of(node.text))
    if plan.has_dotted_numbers:
        values["number"] = plan.printed_number(node.id)
    if columns.internal and node.archived is not None:
        values["archived_reason"] = visible(node.archived.reason or "", lines=True) or None
    return Line(values, isinstance(node, Activity) and plan.statuses.is_bold(node.status), node.source)


def _fields(columns: Mapping[str, tuple[str, Field]], thing: Item | Entry) -> dict[str, Any]:
    """Return the values of the columns that are fields."""
    values: dict[str, Any] = {}
    for column, (group, field) in columns.items():
        if column == "text":
            continue  # It is never the text alone: see `words_of`.
        owner = getattr(thing, group) if group else thing
        value = field.of(owner) if owner is not None else None
        values[column] = _cell(field, value) if value is not None else None
    return values


def _cell(field: Field, value: Any) -> Any:
    if value.__class__ is str:
        return value
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, Mapping):
        return field.format(value, current()) or None
    return value.value if isinstance(value, StrEnum) else value


def _action(plan: Plan, objective: Objective, action: Action, columns: _Columns) -> Line:
    values = _placed(plan, objective.id, columns)
    values |= {"id": f"{objective.id}/{action.id}", "kind": "action", "number": action.number}
    values |= {"text": words_of(action.text), "unofficial": ", ".join(action.draft)}
    return Line(values, source=action.source)


def _placed(plan: Plan, item_id: str, columns: _Columns) -> dict[str, Any]:
    """Return a row with every column, empty but for where the item stands."""
    values = dict.fromkeys(columns.of_item)
    values.update(_above(item_id, columns), id=item_id, archived=plan.is_archived(item_id))
    return values


def _above(item_id: str, columns: _Columns) -> dict[str, str | None]:
    """Return the item itself or what is above it, for the column of each level that has something below it."""
    found: dict[str, str | None] = dict.fromkeys(columns.above)
    while item_id:
        kind = ids.kind_of(item_id)
        if kind in found:
            found[kind] = item_id
        item_id = ids.parent_of(item_id)
    return found


def _entries(plan: Plan, node: Node, on: date, columns: _Columns) -> Iterator[Line]:
    entries = calendar_of(node)
    above = _above(node.id, columns) if entries else {}
    for entry in entries:
        values = _entry(plan, node.id, entry, on, columns, above)
        yield Line(values, plan.statuses.is_bold(entry.status), entry.source)


def _entry(
    plan: Plan, item_id: str, entry: Entry, on: date, columns: _Columns, above: Mapping[str, str | None]
) -> dict[str, Any]:
    when = rules.read(entry.date)
    values: dict[str, Any] = dict.fromkeys(columns.calendar)
    for name, value in _fields(columns.fields["entry"], entry).items():
        values[name] = value or None
    values.update(
        above,
        id=item_id,
        entry=entry.id,
        archived=plan.is_archived(item_id),
        first_day=when.first.isoformat() if when and when.first else None,
        last_day=when.last.isoformat() if when and when.last else None,
        text=words_of(entry.text),
    )
    asked = asked_of_entry(plan, item_id, entry, on)
    answered = [response for each in asked for response in each.standings if response.has_answered]
    values["answered"] = (
        "; ".join(f"{response.actor}: {response.date or response.answer}" for response in answered) or None
    )
    # Who has not is known only of a ledger that is complete.
    waiting = (code for each in asked if each.request.ledger == "complete" for code in each.waiting)
    values["waiting"] = ", ".join(dict.fromkeys(waiting)) or None
    if "number" in values:
        values["number"] = plan.printed_number(item_id)
    return values


def _agreements(plan: Plan, columns: _Columns) -> Iterator[Line]:
    """Yield the agreements, each followed by its parts; a column for each strength of what they led to."""
    for meeting in plan.meetings_in_order():
        for whole, decision in meeting.decisions():
            if (decision.is_withdrawn or whole.is_withdrawn) and not columns.internal:
                continue
            values: dict[str, object] = {"meeting": meeting.id, "agreement": decision.id, "number": decision.number}
            values |= {"kind": whole.kind.value if decision is whole else "part", "status": decision.status.value}
            values |= {"text": words_of(decision.text)}
            for strength, name in LINK_FIELDS.items():
                led_to = [link.target for link in links_of(decision) if link.strength is strength]
                values[name] = ", ".join(led_to) or None
            for field in plan.schema.own("agreement"):
                if field.published or columns.internal:
                    values[field.name] = _cell(field, field.of(whole)) if decision is whole else None
            yield Line(values)
