"""The schema of a plan's files: the kinds of mapping there are, and the fields of each, as data.

`SCHEMA` is made of the declarations in `rcm_tui.model.items` and `rcm_tui.model.meetings`. Everything that has to know
a field asks a schema, so a plan can have one with fields of its own (`Schema.extended`).
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from rcm_tui.i18n import Translator, _
from rcm_tui.model import entries, ids, items, levels, meetings, proposals, statuses, words
from rcm_tui.model.errors import ADVICE, BadValue, FieldProblem
from rcm_tui.model.fieldpath import MISSING, Path, Value, format_path, get
from rcm_tui.model.scalars import Anything, Prose
from rcm_tui.model.structures import ByCode, Group, Kind, Members, Structure, Text, no_text
from rcm_tui.model.types import ALONE, Context, Control, Field, FieldType, Findings, fields_of, nearest

OWN_KEY = "x_"
"""Keys that begin so belong to the people who write the files: no command asks what they are."""


class Schema:
    """All kinds, by name."""

    def __init__(self, kinds: Mapping[str, Kind], files: Mapping[str, FieldType]) -> None:
        """`files` says what each kind of file holds."""
        self.kinds = kinds
        self.files = files
        self._found: dict[Path, list[tuple[Field, FieldType]]] = {}

    def extended(self, kind: str, fields: Iterable[Field]) -> Schema:
        """Return a schema with more fields for one kind; lists of mappings, and evidence, stay below them."""
        had = list(self.kinds[kind])
        last = next((at for at, field in enumerate(had) if isinstance(field.type, Members | Group)), len(had))
        return Schema({**self.kinds, kind: Kind(kind, (*had[:last], *fields, *had[last:]))}, self.files)

    def with_type(self, replaced: Callable[[str, Field], FieldType | None]) -> Schema:
        """Return a schema in which fields have the type that `replaced` gives for a kind's; None leaves it."""
        return Schema(
            {
                name: Kind(name, (_of_type(field, replaced(name, field)) for field in kind))
                for name, kind in self.kinds.items()
            },
            self.files,
        )

    def same(self, field: Field) -> Field:
        """Return what this schema has in the place of a field that every plan has, such as one with other choices."""
        places = (kind for kind, fields in SCHEMA.kinds.items() if fields.fields.get(field.name) is field)
        return next((self.kinds[kind].fields[field.name] for kind in places), field)

    def order(self, kind: str) -> tuple[str, ...]:
        """Return the keys of a kind in the order in which the tool writes them."""
        return tuple(self.kinds[kind].fields) if kind in self.kinds else ()

    def type_of(self, kind: str) -> FieldType:
        """Return what a file or a mapping of this kind is."""
        return self.files.get(kind) or Group(kind)

    # --- walking through data

    def parts_of(
        self, kind: str, data: Mapping[str, Value], path: Path = ()
    ) -> Iterator[tuple[str, Path, Mapping[str, Value]]]:
        """Every mapping of fields in a file: (its kind, where it stands, its data), outermost first."""
        yield from self._parts(self.type_of(kind), data, path)

    def _parts(self, type_: FieldType, value: Value, path: Path) -> Iterator[tuple[str, Path, Mapping[str, Value]]]:
        for kind, below, data in type_.parts(value):
            place = (*path, *below)
            yield kind, place, data
            nested = self.kinds[kind].nested
            for name, inner in data.items():
                if name in nested:
                    yield from self._parts(nested[name], inner, (*place, name))

    def arrange(self, kind: str, data: Mapping[str, Value]) -> dict[str, Value]:
        """Return the same data with its keys in the order in which the tool writes them; unknown keys come last."""
        return dict(self._arranged(self.type_of(kind), data))

    def _arranged(self, type_: FieldType, value: Value) -> Value:
        if isinstance(value, list | tuple):
            return [self._arranged(below, member) if (below := type_.step("#0", ALONE)) else member for member in value]
        if not isinstance(value, Mapping):
            return value
        if not type_.kind:
            below = type_.step("", ALONE)
            return {name: self._arranged(below, member) if below else member for name, member in value.items()}
        fields = self.kinds[type_.kind].fields
        names = [name for name in fields if name in value] + [name for name in value if name not in fields]
        return {
            name: self._arranged(fields[name].type, value[name]) if name in fields else value[name] for name in names
        }

    # --- checking

    def problems(self, kind: str, data: Value, context: Context = ALONE) -> Findings:
        """Yield what is wrong with the data of a file, with its path; references only where the context has a plan."""
        type_ = self.type_of(kind)
        yield from type_.check(data, kind, context)
        for part, place, values in self._parts(type_, data, ()):
            yield from self._of_part(part, place, values, context)

    def _of_part(self, kind: str, place: Path, values: Mapping[str, Value], context: Context) -> Findings:
        fields = self.kinds[kind].fields
        for field in fields.values():
            if field.name not in values:
                if field.required:
                    yield FieldProblem(place, "missing-key", field.missing())
                continue
            value = values[field.name]
            if value is None and field.nullable:
                continue
            for found in field.check(value, context):
                yield FieldProblem((*place, field.name, *found.path), found.code, found.message, found.severity)
            if field.required and value == {} and isinstance(field.type, Text):
                yield FieldProblem((*place, field.name), "no-text", no_text(field.name).message)
        for name in values:
            if name not in fields and not str(name).startswith(OWN_KEY):
                yield FieldProblem((*place, name), *_unused(name, fields), ADVICE)

    # --- fields by their paths

    def field(self, kind: str, path: Path) -> Field | None:
        """Return the field that a path in a file of `kind` leads to, or into: of `text.en` it is the text."""
        return self._reach(kind, path)[0]

    def _reach(self, kind: str, path: Path) -> tuple[Field | None, FieldType]:
        """Return the same, and the type of what stands at the path."""
        found, type_ = None, self.type_of(kind)
        for name in path:
            if type_.kind and name in self.kinds[type_.kind].fields:
                found = self.kinds[type_.kind].fields[name]
                type_ = found.type
            elif below := type_.step(name, ALONE):
                type_ = below
            else:
                return None, type_
        return found, type_

    def locate(self, kind: str, data: Value, path: Path, context: Context) -> FieldType:
        """Return what stands at a path that a person names, so that it can be set.

        Raises BadValue where there is no such field, with the nearest one, or where it is not for people to set. What
        is in the file already can be set though nobody knows it, and so can keys that begin with `x_`.
        """
        type_ = self.type_of(kind)
        for position, name in enumerate(path):
            fields = self.kinds[type_.kind].fields if type_.kind else {}
            below = fields[name].type if name in fields else None if type_.kind else type_.step(name, context)
            if name in fields and not fields[name].settable:
                raise BadValue(
                    _("{field} is not set by hand; the commands that move, archive, open and close do that.").format(
                        field=format_path(path)
                    )
                )
            if below is None:
                is_there = get(data, path[: position + 1]) is not MISSING
                if not is_there and not isinstance(type_, Anything) and not name.startswith(OWN_KEY):
                    raise BadValue(self._no_field(path, position, type_, context))
                return Prose()
            type_ = below
        return type_

    def _no_field(self, path: Path, position: int, type_: FieldType, context: Context) -> str:
        above = format_path(path[:position])
        if isinstance(type_, Text):
            return _("“{code}” is not a language of this plan; plan.yaml has: {languages}").format(
                code=path[position], languages=", ".join(context.plan.info.languages) if context.plan else ""
            )
        known = [field.name for field in self.kinds[type_.kind] if field.settable] if type_.kind else []
        if not known:
            return _("{field} has nothing below it; set it as a whole: {field}=…").format(field=above)
        near = nearest(path[position], known)
        if near:
            return _("There is no field {field}; did you mean {near}?").format(
                field=format_path(path), near=format_path((*path[:position], near))
            )
        return _("There is no field {field}; there are: {known}").format(
            field=format_path(path), known=", ".join(known)
        )

    def read(self, kind: str, data: Value, path: Path, given: Any, context: Context) -> Value:
        """Return the value that a person's words stand for at a path; MISSING for blank ones, which remove the field.

        Raises BadValue where there is no such field, where it cannot have such a value, or where it has parts that
        are to be set one by one.
        """
        type_ = self.locate(kind, data, path, context)
        if given is MISSING or given is None or (isinstance(given, str | list | tuple) and not given):
            return MISSING
        if not isinstance(given, str | list | tuple):
            return given
        if isinstance(type_, Structure) and type_.control is not Control.PROSE and not isinstance(type_, Text):
            raise BadValue(self._has_parts(path, type_))
        if not isinstance(given, str) and not type_.is_list:
            return given
        return type_.parse(given, format_path(path) if isinstance(type_, Text) else path[-1], context)

    def _has_parts(self, path: Path, type_: FieldType) -> str:
        whole = format_path(path)
        member = type_.step("#0", ALONE)
        if type_.kind:
            names = [f"{whole}.{field.name}" for field in self.kinds[type_.kind] if field.settable]
            return _("{field} is a group of fields; set one of them: {names}").format(
                field=whole, names=", ".join(names)
            )
        if member is not None and member.kind:
            names = [field.name for field in self.kinds[member.kind] if field.settable]
            return _("{field} is a list; set a field of one of its members, as in {field}.ID.{name}: {names}").format(
                field=whole, name=names[0], names=", ".join(names)
            )
        return _("{field} has a value for each name; set one of them, as in {field}.NAME=…").format(field=whole)

    # --- fields in differences, where the kind of what differs is not known

    def find(self, path: Path) -> Field | None:
        """Return a field by its path in a file or in one of its mappings; the first one where the kinds differ."""
        return next((field for field, _type in self._all(path)), None)

    def format(self, path: Path, value: Value, language: str) -> str:
        """Return a value as people read it, by the first kind that can have it there; as it is where none can."""
        for _field, type_ in self._all(path):
            if not any(type_.check(value, path[-1], ALONE)):
                return type_.format(value, language)
        return str(value)

    def _all(self, path: Path) -> list[tuple[Field, FieldType]]:
        if path not in self._found:
            reached = (self._reach(kind, path) for kind in (*self.kinds, *self.files))
            self._found[path] = [(field, type_) for field, type_ in reached if field is not None]
        return self._found[path]

    def label(
        self, path: Path, say: Translator, first: Iterable[str] = (), name_language: Callable[[str], str] = str
    ) -> str:
        """Return a field as a reader knows it, such as `text (es)` or `deadline`; the path where none is known.

        It is the field of one of the kinds in `first` where they have it.
        """
        for kind in (*first, *self.kinds):
            found = self._labelled(kind, path)
            if found is not None:
                label = say.gettext(found.label)
                return f"{label} ({name_language(path[-1])})" if path[-1] != found.name else label
        return format_path(path)

    def _labelled(self, kind: str, path: Path) -> Field | None:
        """Return the field where a path leads to it through groups alone, or on to a text of it in one language."""
        for position, name in enumerate(path):
            field = self.kinds[kind].fields.get(name)
            rest = path[position + 1 :]
            if field is None or not rest or (isinstance(field.type, Text) and len(rest) == 1):
                return field
            if not field.type.kind:
                return None
            kind = field.type.kind
        return None

    @cached_property
    def member_lists(self) -> Mapping[str, Members]:
        """The lists of mappings that files have, by their names."""
        return {
            field.name: field.type for kind in self.kinds.values() for field in kind if isinstance(field.type, Members)
        }

    def actors_in(self, kind: str, data: Mapping[str, Value]) -> Iterator[str]:
        """Every actor that a file names, as often as it does."""
        if kind not in self.kinds:
            return
        for part, _place, values in self.parts_of(kind, data):
            fields = self.kinds[part].fields
            for name, value in values.items():
                if name in fields:
                    yield from fields[name].type.actors(value)

    # --- which fields take part in what

    @cached_property
    def searched(self) -> Mapping[str, tuple[tuple[str, str, Field], ...]]:
        """The terms of a query that are fields of items and entries: (kind, attribute of the group or "", field)."""
        found: dict[str, list[tuple[str, str, Field]]] = {}
        for kind in (*ITEM_KINDS, "entry"):
            for group, field in self.with_groups(kind):
                if field.searched:
                    found.setdefault(field.name, []).append((kind, group, field))
        return {name: tuple(fields) for name, fields in found.items()}

    def with_groups(self, kind: str) -> Iterator[tuple[str, Field]]:
        """Return the fields of a kind, those of its groups in their places: (attribute of the group or "", field)."""
        for field in self.kinds[kind]:
            if isinstance(field.type, Group):
                yield from ((field.attribute, member_field) for member_field in self.kinds[field.type.kind])
            else:
                yield "", field

    def shown(self, kind: str) -> Iterator[Field]:
        """Return the fields that a page about a mapping of this kind lists by themselves."""
        return (field for field in self.kinds[kind] if field.shown)

    def own(self, kind: str) -> Iterator[Field]:
        """Return the fields that the plan declares for a kind."""
        return (field for field in self.kinds[kind] if field.is_own)

    def editable(self, kind: str) -> Iterator[Field]:
        """Return the fields that people set, groups and lists included."""
        return (field for field in self.kinds[kind] if field.settable and field.type.control is not Control.NONE)


MOVED: Final = frozenset(("id", "formerly", "number"))
"""Fields of an item that moving it changes."""
ITEM_KINDS: Final = ids.KINDS


def _of_type(field: Field, type_: FieldType | None) -> Field:
    if type_ is None:
        return field
    made = copy.copy(field)
    made.type = type_
    return made


def _unused(name: str, known: Iterable[str]) -> tuple[str, str]:
    near = nearest(str(name), known, 0.8)
    if near:
        return "near-key", _("“{key}” is kept but not used; did you mean “{near}”?").format(key=name, near=near)
    return "unknown-key", _("“{key}” is kept but not used; keys of your own begin with x_").format(key=name)


_DECLARED: Mapping[str, type] = {
    "subject": items.Subject,
    "objective": items.Objective,
    "activity": items.Activity,
    "subactivity": items.Activity,
    "meeting": meetings.Meeting,
    "action": items.Action,
    "entry": entries.Entry,
    "request": entries.Request,
    "answer": entries.Answer,
    "funding": entries.Funding,
    "agreement": meetings.Agreement,
    "part": meetings.AgreementPart,
    "statement": meetings.Statement,
    "submission": proposals.Submission,
    "proposal": proposals.Proposal,
    "previous": meetings.PreviousEdition,
    "source": entries.Source,
    "archived": items.Archived,
    "plan": items.PlanInfo,
    "body": items.Body,
    "fiscal-year": items.FiscalYearDeclaration,
    "actor-kind": items.ActorKindDeclaration,
    "field": items.FieldDeclaration,
    "column": items.ColumnDeclaration,
    "actor": items.Actor,
    "status": statuses.StatusDeclaration,
    "level": levels.Level,
    "noun": levels.Noun,
    "words": words.WordsFile,
}

SCHEMA: Final = Schema(
    {name: Kind(name, fields_of(declared)) for name, declared in _DECLARED.items()}, {"actors": ByCode("actor")}
)
"""The schema of every plan."""

_in_use = SCHEMA


def use(schema: Schema) -> None:
    """Set the schema by which changes are put in words from here on: that of the plan that is open."""
    global _in_use
    _in_use = schema


def in_use() -> Schema:
    """Return the schema by which changes are described in words where there is no plan."""
    return _in_use


FILE_KINDS: Final = ("plan", "actors", "words", *ITEM_KINDS, "meeting", "submission")
"""The kinds of file: plan/plan.yaml, plan/actors.yaml, plan/words.LANG.yaml, the kinds of item, a meeting, and
proposals."""
