"""Access to libyaml: the parser of `ruamel.yaml.clib`, with the types that the extension itself lacks.

Importing it costs about 20 ms, since it pulls in all of ruamel.yaml; so that happens at the first file that is parsed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple, Protocol

from msgspec import Struct


class Mark(Protocol):
    """A place in the text; `index` counts characters from 0."""

    index: int


class Event(Protocol):
    """Any event of the parser; which attributes it really has depends on its class."""

    start_mark: Mark
    end_mark: Mark
    anchor: str | None
    tag: str | None
    implicit: tuple[bool, bool]
    value: str
    style: str | None
    flow_style: bool


class Parser(Protocol):
    """A parser, which returns the events of a text one by one."""

    get_event: Callable[[], Event]


class ParseError(NamedTuple):
    """Why libyaml stopped, in its own words: what it was doing (`context`) and what was wrong, with both offsets."""

    context: str
    context_index: int
    problem: str
    problem_index: int


# The extension calls these classes by position, so the order of the fields is its order. They replace ruamel's own
# event classes, whose constructors call two others for each event: a quarter of the time of all reading. Msgspec makes
# instances without a step of Python.


class ScalarEvent(Struct, eq=False, gc=False):
    """A scalar; `implicit[0]` says that it is plain, so that its meaning depends on its characters."""

    anchor: str | None
    tag: str | None
    implicit: tuple[bool, bool]
    value: str
    start_mark: Mark
    end_mark: Mark
    style: str | None


class MappingStartEvent(Struct, eq=False, gc=False):
    """The beginning of a mapping."""

    anchor: str | None
    tag: str | None
    implicit: bool
    start_mark: Mark
    end_mark: Mark
    flow_style: bool


class SequenceStartEvent(MappingStartEvent, eq=False, gc=False):
    """The beginning of a sequence."""


class MappingEndEvent(Struct, eq=False, gc=False):
    """The end of a mapping."""

    start_mark: Mark
    end_mark: Mark


class SequenceEndEvent(MappingEndEvent, eq=False, gc=False):
    """The end of a sequence."""


class Libyaml(NamedTuple):
    """The parser, its error, and the classes of its events."""

    parser: Callable[[bytes | str], Parser]
    error: type[Exception]
    scalar: type
    mapping: type
    mapping_end: type
    sequence: type
    sequence_end: type
    document: type
    stream_end: type


@cache
def libyaml() -> Libyaml:
    """Import the parser, at the first call."""
    import _ruamel_yaml as c  # type: ignore[import-not-found]

    # The extension makes its events from whatever its module holds under these names. Ruamel's round trip, the only
    # other user in this process, uses its pure Python parser.
    for lean in (ScalarEvent, MappingStartEvent, SequenceStartEvent, MappingEndEvent, SequenceEndEvent):
        setattr(c, lean.__name__, lean)
    return Libyaml(
        c.CParser,
        c.YAMLError,
        ScalarEvent,
        MappingStartEvent,
        MappingEndEvent,
        SequenceStartEvent,
        SequenceEndEvent,
        c.DocumentStartEvent,
        c.StreamEndEvent,
    )


def events(text: str) -> Iterator[tuple[str, Event]]:
    """Yield the events of a text, each with its kind: `Scalar`, `Alias`, `MappingStart`, `SequenceEnd`...

    Raises libyaml's own error where the text is not YAML.
    """
    get_event = libyaml().parser(text).get_event
    kind = ""
    while kind != "StreamEnd":
        event = get_event()
        kind = type(event).__name__.removesuffix("Event")
        yield kind, event


def parse_error(error: Exception) -> ParseError:
    """Return what an error of libyaml says; for an offset that it lacks, the other one or the start of the file."""
    context_mark: Mark | None = getattr(error, "context_mark", None)
    problem_mark: Mark | None = getattr(error, "problem_mark", None)
    problem_index = problem_mark.index if problem_mark else context_mark.index if context_mark else 0
    return ParseError(
        getattr(error, "context", None) or "",
        context_mark.index if context_mark else problem_index,
        getattr(error, "problem", None) or str(error),
        problem_index,
    )
