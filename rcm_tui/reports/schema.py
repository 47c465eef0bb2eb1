"""The JSON Schema of each kind of file, from the same schema that checks it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue
from rcm_tui.model.schema import FILE_KINDS, SCHEMA, Schema
from rcm_tui.model.types import ALONE, Field, FieldType

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Json = dict[str, Any]


def schema(kind: str, own: Schema = SCHEMA) -> Json:
    """Return the schema of one kind of file, which allows other keys; with the fields of a plan's `own`.

    Raises BadValue for an unknown kind.
    """
    if kind not in FILE_KINDS:
        raise BadValue(
            _("{kind} is not a kind of file; there are: {kinds}").format(kind=kind, kinds=", ".join(FILE_KINDS))
        )
    type_ = own.type_of(kind)
    whole = _of_kind(own, kind) if type_.kind else type_.json_schema()
    inner = dict.fromkeys(_kinds_in(own, type_))
    inner.pop(kind, None)
    return {
        "$schema": DIALECT,
        "title": kind,
        **whole,
        "$defs": {name.capitalize(): _of_kind(own, name) for name in sorted(inner)},
    }


def schemas(own: Schema = SCHEMA) -> dict[str, Json]:
    """Return the schema of every kind of file."""
    return {kind: schema(kind, own) for kind in FILE_KINDS}


def _of_kind(schema: Schema, kind: str) -> Json:
    properties = {field.name: _of_field(field) for field in schema.kinds[kind]}
    required = [field.name for field in schema.kinds[kind] if field.required]
    return {"type": "object", "properties": properties, **({"required": required} if required else {})}


def _of_field(field: Field) -> Json:
    own = field.type.json_schema()
    made = {"anyOf": [own, {"type": "null"}]} if field.nullable and own else own
    return {"description": field.label, **made}


def _kinds_in(schema: Schema, type_: FieldType) -> Iterator[str]:
    """Yield the kinds that the values of a type are made of."""
    if type_.kind:
        yield type_.kind
        for field in schema.kinds[type_.kind]:
            yield from _kinds_in(schema, field.type)
    elif (below := type_.step("#0", ALONE)) is not None:
        yield from _kinds_in(schema, below)
