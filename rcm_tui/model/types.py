"""The types of fields: how a value is read from a person's words, checked, shown, completed and searched for.

A type is given the name of the field, for its messages, and a `Context` for looking up references. `parse` accepts what
`check` accepts and nothing else, so every front end allows the same values.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING as NO_DEFAULT
from dataclasses import fields
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, get_args

from rcm_tui.i18n import _
from rcm_tui.model.errors import ERROR, BadValue, FieldProblem
from rcm_tui.model.fieldpath import MISSING, Path, Value
from rcm_tui.model.texts import fold

if TYPE_CHECKING:
    import datetime


class Control:
    """What a value is typed or chosen in."""

    TEXT = "text"
    """A text in each language."""
    LINE = "line"
    PROSE = "prose"
    """Words of any length in one language."""
    DATE = "date"
    NUMBER = "number"
    CHOICE = "choice"
    ACTOR = "actor"
    ACTORS = "actors"
    ROLES = "roles"
    """Actors, each with what it does."""
    MEETING = "meeting"
    ITEM = "item"
    ITEMS = "items"
    AGREEMENT = "agreement"
    ACTIONS = "actions"
    """Which of the objective's actions."""
    STRINGS = "strings"
    MEMBERS = "members"
    """A list of mappings of one kind."""
    GROUP = "group"
    """One mapping of a kind."""
    NAMED = "named"
    """Mappings of a kind by a code of theirs."""
    LEDGER = "ledger"
    NONE = "none"
    """No control: people do not change it."""


if TYPE_CHECKING:  # Protocols take longer to make than all types of fields together.

    class Named(Protocol):
        """An actor or a body, by its names."""

        @property
        def name(self) -> Mapping[str, str]: ...
        @property
        def short(self) -> Mapping[str, str]: ...

    class Info(Protocol):
        """What is true of the whole plan."""

        @property
        def languages(self) -> Sequence[str]: ...
        @property
        def bodies(self) -> Mapping[str, Named]: ...

    class References(Protocol):
        """What a value can refer to: a plan."""

        @property
        def info(self) -> Info: ...
        @property
        def actors(self) -> Mapping[str, Named]: ...
        @property
        def meetings(self) -> Mapping[str, Any]: ...
        @property
        def items(self) -> Mapping[str, Any]: ...
        def resolve(self, item_id: str, /) -> str | None: ...


class Context:
    """What a value is read and checked against.

    Without a `plan`, references are not looked up. `key` is the id of the item or meeting that has the field; `on` is
    the day that "yesterday" counts from and gives "27 November" its year.
    """

    __slots__ = ("key", "on", "plan")

    def __init__(self, plan: References | None = None, key: str = "", on: datetime.date | None = None) -> None:
        self.plan = plan
        self.key = key
        self.on = on


ALONE = Context()
"""A file by itself."""

Findings = Iterator[FieldProblem]
"""Problems of a value, with their paths below it."""
Candidates = Iterable[tuple[str, str]]
"""Values that begin as was typed, each with a word of explanation."""


class FieldType:
    """What the values of a field are. The base class is a string of any kind."""

    control: ClassVar[str] = Control.LINE
    is_list: ClassVar[bool] = False
    is_numeric: ClassVar[bool] = False
    """Whether it stands right-aligned in a table and as a number in a spreadsheet."""
    is_short: ClassVar[bool] = False
    """Whether its values are a word at most, for which a narrow field is enough."""
    is_long: bool = False
    """Whether differences compare it word by word."""
    takes_numbers: bool = False
    """Whether a number without quotes in a file means its digits, as a bare year does."""

    def parse(self, given: str | Sequence[str], name: str, context: Context) -> Value:
        """Return the value that a person's words stand for; MISSING for blank ones. Raises BadValue if there is none.

        Only a list can be given one by one.
        """
        assert isinstance(given, str), "several values for a single one"
        if not given.strip():
            return MISSING
        value = self.read(given, name, context)
        wrong = [found.message for found in self.check(value, name, context) if found.severity == ERROR]
        if wrong:
            raise BadValue("; ".join(map(sentence, dict.fromkeys(wrong))))
        return value

    def read(self, given: str, name: str, context: Context) -> Value:
        """Return what the words would stand for, not checked yet; as they are where they stand for nothing."""
        return " ".join(given.split("\n")).strip()

    def check(self, value: Value, name: str, context: Context) -> Findings:
        """Return what is wrong with a stored value."""
        if not isinstance(value, str):
            yield wrong_type(name, value, _("text (put it in quotes if it looks like a number or a date)"))

    def written(self, value: Value) -> str:
        """Return the words that `parse` reads as this value."""
        return "" if value is MISSING or value is None else str(value)

    def format(self, value: Value, language: str, context: Context = ALONE) -> str:
        """Return the value as people read it."""
        return self.written(value)

    def options(self, context: Context = ALONE) -> Sequence[tuple[str, str]]:
        """Return the values there are with the message each is shown by, where they are few."""
        return ()

    def complete(self, prefix: str, context: Context) -> Candidates:
        """Return the values that begin with `prefix`, in any case."""
        for value, label in self.options(context):
            if value.casefold().startswith(prefix.casefold()):
                yield value, _(label) if label != value else ""

    kind: str = ""
    """The kind of a type that is made of fields."""

    def step(self, name: str, context: Context) -> FieldType | None:
        """Return the type below `name` in a value; None where there is none. Where there is a `kind`, it has fields."""
        return None

    def actors(self, value: Value) -> Iterable[str]:
        """Return the codes of the actors that a value names."""
        return ()

    @property
    def has_parts(self) -> bool:
        """Whether there may be mappings of fields in a value."""
        return type(self).parts is not FieldType.parts

    def parts(self, value: Value) -> Iterator[tuple[str, Path, Mapping[str, Value]]]:
        """Return the mappings of fields in a value: (kind, path below it, data)."""
        yield from ()

    def json_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of its values."""
        return {"type": "string"}

    def matcher(self, given: str, name: str, context: Context) -> Callable[[Value], bool]:
        """Return a test of values for the query `name:given`. Raises BadValue where nothing could be meant by it."""

        wanted = fold(given)
        return lambda value: wanted in fold(self.written(value))


def sentence(message: str) -> str:
    """Begin a message with a capital letter."""
    return message[:1].upper() + message[1:]


def shown(value: Value) -> str:
    """Return a wrong value as a sentence can have it."""
    return "…" if isinstance(value, Mapping | list | tuple) else str(value)[:60]


def wrong_type(name: str, value: Value, wanted: str) -> FieldProblem:
    """Return the problem of a value that is something else than it must be."""
    message = _("“{name}” cannot be “{given}”; it must be {wanted}").format(
        name=name, given=shown(value), wanted=wanted
    )
    return FieldProblem((), "wrong-type", message)


def nearest(given: str, known: Iterable[str], closeness: float = 0.6) -> str | None:
    """Return the known word that is most like the one given, whatever its case."""
    from difflib import get_close_matches

    folded = {word.casefold(): word for word in known}
    near = get_close_matches(given.casefold(), list(folded), 1, closeness)
    return folded[near[0]] if near else None


def unknown_word(given: str, known: Sequence[str]) -> str:
    """Say that a word is unknown, and suggest the nearest one that is known, else all of them."""
    from difflib import get_close_matches

    near = get_close_matches(given, known, 1, 0.6)
    if near:
        return _("“{word}” is not known here; did you mean “{near}”?").format(word=given, near=near[0])
    return _("“{word}” is not known here; there are: {known}").format(word=given, known=", ".join(known))


def not_among(name: str, given: str, allowed: Sequence[str]) -> str:
    """Say that a word is not allowed, and suggest the nearest one that is."""
    near = nearest(given, allowed)
    if near is not None:
        return _("“{given}” is not valid for {name}; did you mean “{nearest}”? Allowed: {allowed}").format(
            given=given, name=name, nearest=near, allowed=", ".join(allowed)
        )
    return _("“{given}” is not valid for {name}; allowed: {allowed}").format(
        given=given, name=name, allowed=", ".join(allowed)
    )


UNRANKED = 100
BY_NAME = "?"
"""Marks a column or option that has the name of the field."""


class Field:
    """One field of a kind: its name in the files, its type, what it is called, and where it takes part."""

    __slots__ = (
        *(
            "attribute",
            "column",
            "flow",
            "follow_up",
            "help",
            "hint",
            "label",
            "name",
            "nullable",
            "option",
            "published",
        ),
        *("rank", "required", "searched", "settable", "shown", "type"),
    )

    def __init__(
        self,
        type: FieldType,  # noqa: A002 - the word for it
        label: str,
        *,
        name: str = "",
        required: bool = False,
        settable: bool = True,
        shown: bool | None = None,
        published: bool = True,
        searched: bool = False,
        column: str = BY_NAME,
        option: str = BY_NAME,
        help: str = "",  # noqa: A002 - as click names it
        hint: str = "",
        rank: int = UNRANKED,
        flow: bool = False,
        follow_up: bool = False,
    ) -> None:
        """Declare a field.

        Args:
            type: What its values are.
            label: The message that names it, in lower case as within a sentence.
            name: Its key in the files; by default that of the attribute it annotates.
            required: Whether every mapping of its kind must have it.
            settable: Whether people may set it; otherwise it follows from what they do.
            shown: Whether an item's page lists it by itself; by default not, as pages have a place for each field.
            published: Whether publications may have it.
            searched: Whether `NAME:VALUE` is a term of a query.
            column: Its column in flat rows, "" for none; by default its name where it is `shown`.
            option: The name of its command-line option, "" for none; by default `--` and its name.
            help: The message that explains the option; by default the label.
            hint: The message that a form shows in an empty field.
            rank: Its place in a form, where that differs from its place in a file; the lowest comes first.
            flow: Whether a mapping is written on one line, in braces, where there is room for it.
            follow_up: Whether it may change in the file of a closed meeting without that being a correction.
        """
        self.type = type
        self.label = label
        self.name = self.attribute = name
        self.required = required
        self.nullable = not required
        """Whether a key without a value stands for a field that is not there."""
        self.settable = settable
        self.shown = bool(shown)
        self.published = published
        self.searched = searched
        self.column = column
        self.option = option
        self.help = help or label
        self.hint = hint
        self.rank = rank
        self.flow = flow
        self.follow_up = follow_up

    def named(self, attribute: str, *, required: bool, nullable: bool) -> Field:
        """Take the name of the attribute that it annotates, and what else follows from it."""
        self.attribute = attribute
        self.name = attribute.rstrip("_")
        self.required = required
        self.nullable = nullable
        if self.column == BY_NAME:
            self.column = self.name if self.shown else ""
        if self.option == BY_NAME:
            self.option = "--" + self.name.replace("_", "-") if self.settable else ""
        return self

    total: str = ""
    """`sum` or `mean`, where an item shows that of the values below it."""

    @property
    def is_own(self) -> bool:
        """Whether the plan declares it."""
        return False

    def of(self, thing: object) -> Any:
        """Its value in a decoded mapping."""
        return getattr(thing, self.attribute)

    def title(self) -> str:
        """Return what it is called, in the language in use and with a capital letter."""
        return sentence(_(self.label))

    @property
    def is_silent(self) -> bool:
        """Whether it says nothing to a reader of what changed: it is for programs, or is evidence."""
        return not self.published or self.type.control == Control.NONE

    def missing(self) -> str:
        """Say that a mapping lacks it."""
        return _("“{name}” is missing; every such entry must have it").format(name=self.name)

    def parse(self, given: str | Sequence[str], context: Context) -> Value:
        """Return the value that a person's words stand for; MISSING for blank ones. Raises BadValue for none."""
        return self.type.parse(given, self.name, context)

    def check(self, value: Value, context: Context) -> Findings:
        """Return what is wrong with a stored value."""
        return self.type.check(value, self.name, context)

    def written(self, value: Value) -> str:
        """Return the words that `parse` reads as this value."""
        return self.type.written(value)

    def format(self, value: Value, language: str, context: Context = ALONE) -> str:
        """Return the value as people read it."""
        return self.type.format(value, language, context)

    def complete(self, prefix: str, context: Context) -> Candidates:
        """Return the values that begin with `prefix`."""
        return self.type.complete(prefix, context)


def fields_of(declared: type) -> Iterator[Field]:
    """Return the fields that the attributes of a dataclass are annotated with, in order."""
    made = {field.name: field for field in fields(declared)}
    for attribute, annotation in declared.__annotations__.items():
        if attribute == "own":
            continue  # The keys that no field names.
        marked = annotation if hasattr(annotation, "__metadata__") else get_args(annotation)[0]
        field = made.get(attribute)  # None where the data is kept but not decoded.
        required = field is not None and field.default is NO_DEFAULT and field.default_factory is NO_DEFAULT
        nullable = field is None or field.default is None
        yield copy.copy(marked.__metadata__[0]).named(attribute, required=required, nullable=nullable)
