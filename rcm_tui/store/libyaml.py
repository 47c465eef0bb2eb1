"""The door to libyaml: the parser of `ruamel.yaml.clib`, with the types that the extension itself has not.

Importing it costs about 20 ms, since it pulls in all of ruamel.yaml; so that happens at the first file that is parsed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple, Protocol


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
    """Gives the events of a text one by one."""

    get_event: Callable[[], Event]


class Fault(NamedTuple):
    """Why libyaml stopped, in its own words, and where: what it was doing, and what was wrong."""

    context: str
    context_index: int
    problem: str
    problem_index: int


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
    """The parser; imported at the first call."""
    import _ruamel_yaml as c  # type: ignore[import-not-found]

    return Libyaml(
        c.CParser,
        c.YAMLError,
        c.ScalarEvent,
        c.MappingStartEvent,
        c.MappingEndEvent,
        c.SequenceStartEvent,
        c.SequenceEndEvent,
        c.DocumentStartEvent,
        c.StreamEndEvent,
    )


def events(text: str) -> Iterator[tuple[str, Event]]:
    """The events of a text, each with its kind: `Scalar`, `Alias`, `MappingStart`, `SequenceEnd`, `DocumentStart`...

    Raises libyaml's own error where the text is not YAML.
    """
    get_event = libyaml().parser(text).get_event
    kind = ""
    while kind != "StreamEnd":
        event = get_event()
        kind = type(event).__name__.removesuffix("Event")
        yield kind, event


def fault(error: Exception) -> Fault:
    """What an error of libyaml says; where it lacks a place, the other one, or the start of the file."""
    context_mark: Mark | None = getattr(error, "context_mark", None)
    problem_mark: Mark | None = getattr(error, "problem_mark", None)
    problem_index = problem_mark.index if problem_mark else context_mark.index if context_mark else 0
    return Fault(
        getattr(error, "context", None) or "",
        context_mark.index if context_mark else problem_index,
        getattr(error, "problem", None) or str(error),
        problem_index,
    )
