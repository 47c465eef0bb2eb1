"""Write the tables of fields in `docs/format.md` anew, between their markers, out of the schema.

.venv/bin/python tools/make_tables.py
"""

from __future__ import annotations

import re
from pathlib import Path

from rcm_tui.model.scalars import Choice, Choices
from rcm_tui.model.schema import SCHEMA
from rcm_tui.model.structures import ByCode, Group, Members
from rcm_tui.model.types import Field, FieldType

PAGE = Path(__file__).parents[1] / "docs/format.md"
TABLE = re.compile(r"<!-- fields: ([\w-]+) -->\n.*?<!-- end -->", re.DOTALL)

VALUES = {
    "Flag": "`true` or `false`",
    "Number": "number",
    "Share": "number from 0 to 1",
    "Words": "map from code to text",
    "Actions": "list of ids of the objective's actions",
    "Actor": "actor code",
    "Actors": "list of actor codes",
    "Before": "list of item ids",
    "Agreement": "agreement, as `MEETING/ID`",
    "Anything": "any data",
    "Body": "body code",
    "Currency": "ISO 4217 code, such as `USD`",
    "Date": "date",
    "Email": "list of e-mail addresses",
    "Deadline": "deadline",
    "ItemDeadline": "deadline",
    "Duration": "ISO 8601 period, such as `P2Y`",
    "FormerIds": "list of item ids",
    "GroupMembers": "list of actor codes",
    "Items": "list of item ids, or of actions as `OBJECTIVE/ACTION`",
    "Languages": "list of language codes",
    "PictureFile": "path of an SVG or PNG",
    "PlanLanguages": "list of language codes",
    "Ledger": "map from actor code to date or *answer*",
    "Sign": "a character",
    "Line": "string",
    "LineOrNumber": "string or whole number",
    "Machine": "string",
    "Meeting": "meeting id",
    "Money": "number",
    "Note": "string or text",
    "Origins": "map from language to fingerprint",
    "Phrases": "map from message to string, or to a list of strings",
    "Percent": "whole number from 0 to 100",
    "Prose": "string",
    "Recurrence": "body code, or ISO 8601 period",
    "Rounds": "map from meeting id or date to ledger",
    "Roles": "map from actor code to string",
    "Holders": "map from date to actor code",
    "Strings": "list of strings",
    "Text": "text",
    "TextList": "list of texts",
    "Url": "web address",
}
"""What each type of field holds; types made of other kinds of mapping are described from what they are made of."""


def page(text: str) -> str:
    """Return the page with every table made anew."""
    return TABLE.sub(lambda found: f"<!-- fields: {found[1]} -->\n{table(found[1])}<!-- end -->", text)


def table(kind: str) -> str:
    """Return the table of the fields of one kind."""
    rows = [f"| {_key(field)} | {_value(field.type)} | {_notes(field)} |\n" for field in SCHEMA.kinds[kind]]
    return "| key | value | notes |\n| --- | --- | --- |\n" + "".join(rows)


def _key(field: Field) -> str:
    return f"**`{field.name}`**" if field.required else f"`{field.name}`"


def _value(type_: FieldType) -> str:
    if isinstance(type_, Choice):
        return " ".join(f"`{value}`" for value, _label in type_.options())
    if isinstance(type_, Choices):
        return "list of " + " ".join(f"`{value}`" for value in type_.values)
    if isinstance(type_, Members):
        return f"list of *{type_.member}*"
    if isinstance(type_, Group):
        return f"*{type_.kind}*"
    if isinstance(type_, ByCode):
        return f"map from code to *{type_.member}*"
    name = type(type_).__name__
    least = getattr(type_, "minimum", None)
    if name == "Integer":
        return "whole number" if least is None else f"whole number from {least}"
    return VALUES[name]


def _notes(field: Field) -> str:
    notes = [] if field.label == field.name.replace("_", " ") else [field.label]
    if not field.settable:
        notes.append("set by the program")
    if field.follow_up:
        notes.append("may follow the closing")
    if not field.published:
        notes.append("not published")
    return "; ".join(notes)


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")
