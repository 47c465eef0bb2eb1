"""Add what a plan declares in its plan.yaml to its schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from rcm_tui.i18n import OwnMessage, _
from rcm_tui.model import ids, levels, references
from rcm_tui.model.errors import FieldProblem
from rcm_tui.model.items import COLUMN_OF, HOLDERS, FieldDeclaration, PlanInfo
from rcm_tui.model.numbers import Money, Number, Percent, Share, amount
from rcm_tui.model.regex import regex
from rcm_tui.model.scalars import Choice, Date, Flag, Line, Url
from rcm_tui.model.schema import SCHEMA, Schema
from rcm_tui.model.states import ACTOR_KINDS
from rcm_tui.model.statuses import STATUSES, Statuses, of_statuses
from rcm_tui.model.structures import Structure, Text
from rcm_tui.model.types import ALONE, Context, Control, Field, FieldType, Findings
from rcm_tui.model.undetermined import or_undetermined

_NAME = regex(r"[a-z][a-z0-9_]*[a-z0-9]")


def schema_of(info: PlanInfo) -> Schema:
    """Return the schema of a plan that declares these."""
    return _with_undetermined(_with_fields(_with_actor_kinds(_with_statuses(SCHEMA, info), info), info), info)


class OwnField(Field):
    """A field that a plan declares. Its values are not decoded: what is not as declared counts as not there."""

    __slots__ = ("total",)
    total: str

    def __init__(self, type: FieldType, name: str, declared: FieldDeclaration) -> None:  # noqa: A002 - as in Field
        super().__init__(
            type,
            OwnMessage(declared.label, name.replace("_", " ")),
            shown=True,
            published=declared.published,
            searched=True,
            help=OwnMessage(declared.help, "") if declared.help else "",
            hint=OwnMessage(declared.help, "") if declared.help else "",
        )
        self.named(name, required=False, nullable=True)
        self.total = declared.total or ""

    @property
    def is_own(self) -> bool:
        """Whether the plan declares it."""
        return True

    def of(self, thing: Any) -> Any:
        """Return its value in a decoded mapping; None for one that is not as it was declared."""
        value = thing.own.get(self.name)
        if value is None or any(self.type.check(value, self.name, ALONE)):
            return None
        return tuple(value) if isinstance(value, list) else value


class _Amount(Money):
    """An amount of money in a currency that the field declares."""

    def __init__(self, currency: str) -> None:
        super().__init__()
        self.currency = currency

    def format(self, value: Any, language: str, context: Context = ALONE) -> str:
        return amount(value, self.currency, language)


_TYPES: Final[dict[str, Callable[[FieldDeclaration], FieldType]]] = {
    "text": lambda _one: Text(),
    "line": lambda _one: Line(),
    "number": lambda _one: Number(),
    "percent": lambda _one: Percent(),
    "share": lambda _one: Share(),
    "money": lambda declared: _Amount(declared.currency or ""),
    "date": lambda _one: Date(),
    "choice": lambda declared: Choice({code: OwnMessage(text, code) for code, text in declared.choices.items()}),
    "yes-no": lambda _one: Flag(),
    "actor": lambda _one: references.Actor(),
    "actors": lambda _one: references.Actors(),
    "items": lambda _one: references.Items(),
    "meeting": lambda _one: references.Meeting(),
    "link": lambda _one: Url(),
}


def _with_fields(schema: Schema, info: PlanInfo) -> Schema:
    holders = {name: tuple(map(info.kind_of, declared.of)) for name, declared in info.fields.items()}
    kinds = dict.fromkeys(kind for every in holders.values() for kind in every if kind in schema.kinds)
    for kind in kinds:
        names = schema.kinds[kind].fields
        schema = schema.extended(
            kind,
            [
                OwnField(_TYPES[declared.type](declared), name, declared)
                for name, declared in info.fields.items()
                if kind in holders[name] and name not in names and _NAME.fullmatch(name) and declared.type in _TYPES
            ],
        )
    return schema


def _with_statuses(schema: Schema, info: PlanInfo) -> Schema:
    """Return a schema in which activities and entries have the statuses of the plan."""
    if not info.statuses:
        return schema
    choice = Choice(Statuses(info.statuses).names)
    return schema.with_type(lambda _kind, field: choice if field.type is STATUSES else None)


def _with_actor_kinds(schema: Schema, info: PlanInfo) -> Schema:
    """Return a schema in which actors have the kinds that the plan declares besides the usual ones."""
    if not info.actor_kinds:
        return schema
    own = {code: OwnMessage(declaration.name, code) for code, declaration in info.actor_kinds.items()}
    choice = Choice({**ACTOR_KINDS.values, **own})
    return schema.with_type(lambda _kind, field: choice if field.type is ACTOR_KINDS else None)


def _with_undetermined(schema: Schema, info: PlanInfo) -> Schema:
    """Return a schema in which the fields that may be to be determined can have that value."""
    if not info.tbd:
        return schema
    chosen = {(kind, field.name) for name in info.tbd for kind, field in _that_can_be_open(schema, name)}
    return schema.with_type(lambda kind, field: or_undetermined(field.type) if (kind, field.name) in chosen else None)


def _that_can_be_open(schema: Schema, name: str) -> Iterator[tuple[str, Field]]:
    """Yield the fields of this name or path that may be to be determined: those with a single value, texts left out."""
    *groups, last = name.split(".")
    for holder in HOLDERS:
        kind = holder
        for group in groups:
            field = schema.kinds[kind].fields.get(group) if kind else None
            kind = field.type.kind if field is not None else ""
        field = schema.kinds[kind].fields.get(last) if kind else None
        if field is not None and field.settable and not _is_composed(field.type) and last != "status":
            yield kind, field


def _is_composed(type_: FieldType) -> bool:
    return isinstance(type_, Structure) or type_.is_list or type_.control == Control.NONE


def problems(info: PlanInfo) -> Findings:
    """Yield what is wrong with the declarations beside their form, with paths in plan.yaml."""
    yield from levels.problems(info.levels)
    yield from of_statuses(info.statuses)
    yield from bad_codes(info.bodies, "bodies")
    yield from bad_codes(info.actor_kinds, "actor_kinds")
    for name, declared in info.fields.items():
        yield from _of_field(info, name, declared)
    for key in ("columns", "archive_columns"):
        yield from _of_columns(info, key)
    yield from _of_undetermined(info)


def bad_codes(codes: Iterable[object], *place: str) -> Iterator[FieldProblem]:
    """Find codes that could not be typed as one word, each below `place`."""
    for code in codes:
        if not ids.is_code(str(code)):
            message = _("“{code}” cannot be a code; write letters and digits without spaces, such as MOH")
            yield FieldProblem((*place, str(code)), "bad-code", message.format(code=code))


def _of_field(info: PlanInfo, name: str, declared: FieldDeclaration) -> Iterator[FieldProblem]:
    path = ("fields", name)
    if not _NAME.fullmatch(name):
        message = _("“{name}” cannot be the name of a field; write small letters, digits and _, such as lead_agency")
        yield FieldProblem(path, "bad-field-name", message.format(name=name))
    for kind in map(info.kind_of, declared.of):
        if kind in SCHEMA.kinds and name in SCHEMA.kinds[kind].fields:
            message = _("every {kind} has a field “{name}” already; give yours another name")
            yield FieldProblem(path, "field-twice", message.format(kind=kind, name=name))
    if (declared.type == "choice") != bool(declared.choices):
        message = _("a field of type choice, and no other, has choices: codes, each with what it is called")
        yield FieldProblem(path, "choices", message)
    if declared.total and declared.type in _TYPES and not _TYPES[declared.type](declared).is_numeric:
        message = _("only numbers have a sum or a mean; the type is {type}").format(type=declared.type)
        yield FieldProblem((*path, "total"), "no-total", message)


def _of_undetermined(info: PlanInfo) -> Iterator[FieldProblem]:
    schema = schema_of(info)
    for place, name in enumerate(info.tbd):
        if not any(_that_can_be_open(schema, name)):
            message = _(
                "“{name}” is not a field that can be TBD; name one with a single value, such as due, date or {path}"
            )
            yield FieldProblem(("tbd", f"#{place}"), "no-tbd", message.format(name=name, path="funding.cost"))


def _of_columns(info: PlanInfo, key: str) -> Iterator[FieldProblem]:
    schema = schema_of(info)
    for name, column in getattr(info, key).items():
        field, kind = column.field or name, info.kind_of(column.of or "activity")
        if kind not in COLUMN_OF or (kind, field) in SPECIAL or schema.field(kind, tuple(field.split("."))) is not None:
            continue
        known = ", ".join((*(field for of, field in SPECIAL if of == kind), *schema.kinds[kind].fields))
        message = _("{kind} has no field “{name}”; there are: {known}")
        yield FieldProblem((key, name), "unknown-column", message.format(kind=kind, name=field, known=known))


SPECIAL: Final = (("activity", "actions"), ("activity", "calendar"), ("entry", "deadline"))
"""Columns that are more than a field, (kind, name): the actions beside an activity, its entries, their deadlines."""
