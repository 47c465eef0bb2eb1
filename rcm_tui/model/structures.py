"""Kinds of mapping, and types of composite values: texts by language, groups and lists of fields, answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from rcm_tui.i18n import _
from rcm_tui.model.errors import ADVICE, BadValue, FieldProblem
from rcm_tui.model.fieldpath import Path, Value, member_name
from rcm_tui.model.references import Actor
from rcm_tui.model.scalars import Date, Line, Machine, Prose
from rcm_tui.model.texts import pick_plain
from rcm_tui.model.types import ALONE, Context, Control, Field, FieldType, Findings, wrong_type


class Structure(FieldType):
    """A value that people set part by part."""

    def read(self, given: str, name: str, context: Context) -> Value:
        raise BadValue(_("{field} has parts; set one of them, as in {field}.…=…").format(field=name))

    def written(self, value: Value) -> str:
        return ""


class Text(Structure):
    """The same words in each language."""

    control = Control.TEXT
    is_long = True

    def read(self, given: str, name: str, context: Context) -> Value:
        other = next((code for code in context.plan.info.languages if code != "en"), "es") if context.plan else "es"
        raise BadValue(_("Say which language: {field}.en=… or {field}.{other}=…").format(field=name, other=other))

    def check(self, value: Value, name: str, context: Context) -> Findings:
        if not isinstance(value, Mapping):
            yield wrong_type(name, value, _("a text for each language, such as “en: …”"))
            return
        for language, words in value.items():
            for found in Prose().check(words, language, context):
                yield FieldProblem((language,), found.code, found.message)
            if context.plan is not None and language not in context.plan.info.languages:
                message = _("“{code}” is not a language of this plan; plan.yaml has: {languages}").format(
                    code=language, languages=", ".join(context.plan.info.languages)
                )
                yield FieldProblem((language,), "unknown-language", message, ADVICE)
        if value and all(isinstance(words, str) and not words.strip() for words in value.values()):
            yield no_text(name)

    def step(self, name: str, context: Context) -> FieldType | None:
        plan = context.plan
        return Prose() if plan is None or name in plan.info.languages else None

    def written(self, value: Value) -> str:
        return "\n".join(value.values()) if isinstance(value, Mapping) else ""

    def format(self, value: Value, language: str, context: Context = ALONE) -> str:
        return pick_plain(value, language)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": {"type": "string"}}


def no_text(name: str) -> FieldProblem:
    """Return the problem of a text that is in no language."""
    message = _("“{name}” is in no language; write at least one, such as “en: …”").format(name=name)
    return FieldProblem((), "no-text", message)


class Note(Text):
    """Words in one language, or in several by language."""

    control = Control.PROSE

    def read(self, given: str, name: str, context: Context) -> Value:
        return given.strip()

    def check(self, value: Value, name: str, context: Context) -> Findings:
        return (
            super().check(value, name, context) if isinstance(value, Mapping) else Prose().check(value, name, context)
        )

    def written(self, value: Value) -> str:
        return value if isinstance(value, str) else super().written(value)

    def format(self, value: Value, language: str, context: Context = ALONE) -> str:
        return value if isinstance(value, str) else super().format(value, language, context)

    def json_schema(self) -> dict[str, Any]:
        return {"anyOf": [{"type": "string"}, super().json_schema()]}


class TextList(Structure):
    """Texts one after the other."""

    is_list = True

    def check(self, value: Value, name: str, context: Context) -> Findings:
        if not isinstance(value, list | tuple):
            yield wrong_type(name, value, _("a list, such as [A, B]"))
            return
        for position, text in enumerate(value):
            for found in Text().check(text, name, context):
                yield FieldProblem((f"#{position}", *found.path), found.code, found.message, found.severity)

    def step(self, name: str, context: Context) -> FieldType | None:
        return Text()

    def json_schema(self) -> dict[str, Any]:
        return {"type": "array", "items": Text().json_schema()}


class Group(Structure):
    """A mapping of the fields of one kind."""

    control = Control.GROUP

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def check(self, value: Value, name: str, context: Context) -> Findings:
        if not isinstance(value, Mapping):
            yield wrong_type(name, value, _("a group of keys and values"))

    def parts(self, value: Value) -> Iterator[tuple[str, Path, Mapping[str, Value]]]:
        if isinstance(value, Mapping):
            yield self.kind, (), value

    def json_schema(self) -> dict[str, Any]:
        return {"$ref": f"#/$defs/{self.kind.capitalize()}"}


class Members(Structure):
    """A list of mappings of the fields of one kind, each with an id."""

    control = Control.MEMBERS
    is_list = True

    def __init__(self, member: str, word: str, numbered: str) -> None:
        """`word` is the message that names a member, and `numbered` the one that names it by its {number}."""
        self.member = member
        self.word = word
        self.numbered = numbered

    def check(self, value: Value, name: str, context: Context) -> Findings:
        if not isinstance(value, list | tuple):
            yield wrong_type(name, value, _("a list, such as [A, B]"))
            return
        for position, member in enumerate(value):
            for found in Group(self.member).check(member, f"#{position}", context):
                yield FieldProblem((f"#{position}",), found.code, found.message)

    def step(self, name: str, context: Context) -> FieldType | None:
        return Group(self.member)

    def parts(self, value: Value) -> Iterator[tuple[str, Path, Mapping[str, Value]]]:
        for position, member in enumerate(value if isinstance(value, list | tuple) else ()):
            if isinstance(member, Mapping):
                yield self.member, (member_name(member, position),), member

    def json_schema(self) -> dict[str, Any]:
        return {"type": "array", "items": Group(self.member).json_schema()}


class ByKey(Structure):
    """A value of one type under each of some keys."""

    value: FieldType

    def check(self, value: Value, name: str, context: Context) -> Findings:
        if not isinstance(value, Mapping):
            yield wrong_type(name, value, _("a group of keys and values"))
            return
        for key, below in value.items():
            for found in (*self.check_key(key, name, context), *self.value.check(below, key, context)):
                yield FieldProblem((key, *found.path), found.code, found.message, found.severity)

    def check_key(self, key: str, name: str, context: Context) -> Findings:
        """Return what is wrong with a key."""
        return iter(())

    def step(self, name: str, context: Context) -> FieldType | None:
        return self.value

    @property
    def has_parts(self) -> bool:
        return self.value.has_parts

    def parts(self, value: Value) -> Iterator[tuple[str, Path, Mapping[str, Value]]]:
        for key, below in value.items() if isinstance(value, Mapping) else ():
            for kind, path, data in self.value.parts(below):
                yield kind, (key, *path), data

    def json_schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": self.value.json_schema()}


class ByCode(ByKey):
    """Mappings of the fields of one kind, each under its code."""

    control = Control.NAMED

    def __init__(self, member: str) -> None:
        self.member = member
        self.value = Group(member)


class Words(ByKey):
    """What each of some codes is called: texts by code."""

    control = Control.NAMED
    value = Text()


class ByActor(ByKey):
    """A value for each of some actors."""

    def actors(self, value: Value) -> Iterable[str]:
        return value if isinstance(value, Mapping) else ()

    def check_key(self, key: str, name: str, context: Context) -> Findings:
        return Actor().check(key, name, context)

    def matcher(self, given: str, name: str, context: Context) -> Callable[[Value], bool]:
        return Actor().matcher(given, name, context)


class Roles(ByActor):
    """What each of some actors does."""

    control = Control.ROLES
    value = Line()

    def format(self, value: Value, language: str, context: Context = ALONE) -> str:
        return "; ".join(f"{code}: {role}" for code, role in value.items())


class Holders(ByKey):
    """Which actor is known to have held an office at some dates."""

    control = Control.ROLES
    value = Actor()

    def actors(self, value: Value) -> Iterable[str]:
        return value.values() if isinstance(value, Mapping) else ()

    def check(self, value: Value, name: str, context: Context) -> Findings:
        if not isinstance(value, Mapping):
            yield wrong_type(name, value, _("a group of keys and values"))
            return
        for when, holder in value.items():
            for found in (*Date().check(when, name, context), *Actor().check(holder, name, context)):
                yield FieldProblem((str(when), *found.path), found.code, found.message, found.severity)


class Answer(Date):
    """The answer of an actor: the date of a complete one, or a mapping that says more."""

    kind = "answer"

    def check(self, value: Value, name: str, context: Context) -> Findings:
        return iter(()) if isinstance(value, Mapping) else super().check(value, name, context)

    def parts(self, value: Value) -> Iterator[tuple[str, Path, Mapping[str, Value]]]:
        return Group(self.kind).parts(value)

    def json_schema(self) -> dict[str, Any]:
        return {"anyOf": [{"type": "string"}, Group(self.kind).json_schema()]}


class Ledger(ByActor):
    """Which actors have answered a request, and when."""

    control = Control.LEDGER
    value = Answer()


class Rounds(ByKey):
    """The ledgers of the rounds of a request that recurs, each under the meeting or the day at which the round ends."""

    control = Control.NAMED
    value = Ledger()

    def actors(self, value: Value) -> Iterable[str]:
        ledgers = value.values() if isinstance(value, Mapping) else ()
        return [code for ledger in ledgers for code in self.value.actors(ledger)]

    def check_key(self, key: str, name: str, context: Context) -> Findings:
        is_meeting = context.plan is not None and key in context.plan.meetings
        return iter(()) if is_meeting else Date().check(key, name, context)


class Origins(Machine):
    """From which words each translation was made: a language and a fingerprint."""

    def check(self, value: Value, name: str, context: Context) -> Findings:
        if not isinstance(value, Mapping):
            yield wrong_type(name, value, _("a text for each language, such as “en: …”"))
            return
        for language, origin in value.items():
            for found in Line().check(origin, language, context):
                yield FieldProblem((language,), found.code, found.message)

    def step(self, name: str, context: Context) -> FieldType | None:
        return Line()

    def json_schema(self) -> dict[str, Any]:
        return Text().json_schema()


class Phrases(Structure):
    """Words by the message that they stand for: a string, or a list with one for each form of a number."""

    def check(self, value: Value, name: str, context: Context) -> Findings:
        if not isinstance(value, Mapping):
            yield wrong_type(name, value, _("a group of keys and values"))
            return
        for message, phrase in value.items():
            forms = phrase if isinstance(phrase, list | tuple) else ("" if phrase is None else phrase,)
            if not all(isinstance(form, str) for form in forms):
                wanted = _("text, or a list with a text for each form of a number")
                problem = wrong_type(message[:60], phrase, wanted)
                yield FieldProblem((message,), problem.code, problem.message)

    def step(self, name: str, context: Context) -> FieldType | None:
        return Line(is_long=True)

    def json_schema(self) -> dict[str, Any]:
        text = {"type": "string"}
        forms = [text, {"type": "array", "items": text}, {"type": "null"}]
        return {"type": "object", "additionalProperties": {"anyOf": forms}}


class Kind:
    """A kind of mapping: its fields in the order in which the tool writes them."""

    def __init__(self, name: str, fields: Iterable[Field]) -> None:
        self.name = name
        self.fields: Mapping[str, Field] = {field.name: field for field in fields}
        self.texts = tuple(field for field in self.fields.values() if isinstance(field.type, Text))
        self.lists = tuple(field for field in self.fields.values() if isinstance(field.type, Members))
        self.nested = {field.name: field.type for field in self.fields.values() if field.type.has_parts}
        """The types of the fields in which there may be mappings of fields, by name."""

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields.values())
