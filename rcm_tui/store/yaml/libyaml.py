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


class ParseError(NamedTuple):
    """Why libyaml stopped, in its own words, and where: what it was doing, and what was wrong."""

    context: str
    context_index: int
    problem: str
    problem_index: int


class ScalarEvent:
    """A scalar, as the parser makes it. Ruamel's own class calls two others for each: a quarter of all reading."""

    __slots__ = ("anchor", "end_mark", "implicit", "start_mark", "style", "tag", "value")

    def __init__(
        self,
        anchor: str | None,
        tag: str | None,
        implicit: tuple[bool, bool],
        value: str,
        start_mark: Mark,
        end_mark: Mark,
        style: str | None,
    ) -> None:
        self.anchor = anchor
        self.tag = tag
        self.implicit = implicit
        self.value = value
        self.start_mark = start_mark
        self.end_mark = end_mark
        self.style = style


class MappingStartEvent:
    """The beginning of a mapping."""

    __slots__ = ("anchor", "end_mark", "flow_style", "implicit", "start_mark", "tag")

    def __init__(
        self,
        anchor: str | None,
        tag: str | None,
        implicit: bool,
        start_mark: Mark,
        end_mark: Mark,
        flow_style: bool,
    ) -> None:
        self.anchor = anchor
        self.tag = tag
        self.implicit = implicit
        self.start_mark = start_mark
        self.end_mark = end_mark
        self.flow_style = flow_style


class SequenceStartEvent(MappingStartEvent):
    """The beginning of a sequence."""

    __slots__ = ()


class MappingEndEvent:
    """The end of a mapping."""

    __slots__ = ("end_mark", "start_mark")

    def __init__(self, start_mark: Mark, end_mark: Mark) -> None:
        self.start_mark = start_mark
        self.end_mark = end_mark


class SequenceEndEvent(MappingEndEvent):
    """The end of a sequence."""

    __slots__ = ()


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

    # The extension makes its events of whatever stands under these names in it; nothing else in this process uses it.
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
    """The events of a text, each with its kind: `Scalar`, `Alias`, `MappingStart`, `SequenceEnd`, `DocumentStart`...

    Raises libyaml's own error where the text is not YAML.
    """
    get_event = libyaml().parser(text).get_event
    kind = ""
    while kind != "StreamEnd":
        event = get_event()
        kind = type(event).__name__.removesuffix("Event")
        yield kind, event


def fault(error: Exception) -> ParseError:
    """What an error of libyaml says; where it lacks a place, the other one, or the start of the file."""
    context_mark: Mark | None = getattr(error, "context_mark", None)
    problem_mark: Mark | None = getattr(error, "problem_mark", None)
    problem_index = problem_mark.index if problem_mark else context_mark.index if context_mark else 0
    return ParseError(
        getattr(error, "context", None) or "",
        context_mark.index if context_mark else problem_index,
        getattr(error, "problem", None) or str(error),
        problem_index,
    )
