"""A file as a tree with positions, to find the line and column of a field and to change one value in its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from rcm_tui.model.regex import regex
from rcm_tui.store.yaml.libyaml import Event, events
from rcm_tui.store.yaml.parser import Lines, parse
from rcm_tui.store.yaml.scalars import Value, plain_meaning

BLOCK_HEADER = regex(r"[|>](?:([-+])?([1-9])?|([1-9])([-+])?)(?=[ \t\r\n]|$)")
"""The first line of a block scalar, up to a comment."""


@dataclass(slots=True)
class Entry:
    """A key of a mapping and its value. `start` is the offset of the key, or of the `?` before it."""

    key: str
    start: int
    key_end: int
    node: Node

    @property
    def end(self) -> int:
        """The end of the value, or of the key where the value is missing."""
        return max(self.node.end, self.key_end)


@dataclass(slots=True)
class Member:
    """A member of a sequence. `start` is the offset of its dash or, in brackets, of the value itself."""

    start: int
    node: Node


@dataclass(slots=True)
class Node:
    """A value of the file, between two offsets of `Tree.text`.

    `style` is, for scalars, what they begin with (a quote, `|`, `>`, or empty where plain), else `block` or `flow`.
    The end of a block scalar or of a block collection is the end of its last line with content, before the line end.
    """

    kind: Literal["scalar", "mapping", "sequence"]
    start: int
    end: int
    style: str
    scalar: bool | int | float | str | None = None
    entries: list[Entry] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)

    def entry(self, key: str) -> Entry | None:
        """Return the entry with the key, or None."""
        return next((entry for entry in self.entries if entry.key == key), None)

    def value(self) -> Value:
        """Return the plain data of the node."""
        if self.kind == "mapping":
            return {entry.key: entry.node.value() for entry in self.entries}
        if self.kind == "sequence":
            return [member.node.value() for member in self.members]
        return self.scalar


@dataclass(slots=True)
class Tree:
    """A whole file: its text without byte order mark, its lines, and the mapping it holds."""

    text: str
    lines: Lines
    root: Node

    def line_start(self, offset: int) -> int:
        """Return the offset at which the line of the offset begins."""
        return self.lines.starts[self.lines.place(offset)[0] - 1]

    def next_line(self, offset: int) -> int:
        """Return the offset of the next line; after the last line, the end of the text."""
        number = self.lines.place(offset)[0]
        return self.lines.starts[number] if number < len(self.lines.starts) else len(self.text)

    def line_end(self, offset: int) -> int:
        """Return the offset at which the line ends, before its line end."""
        return self.line_start(offset) + len(self.lines.line(self.lines.place(offset)[0]))

    def column(self, offset: int) -> int:
        """Return how many characters come before the offset on its line."""
        return offset - self.line_start(offset)


def read_tree(data: bytes) -> Tree:
    """Read a file as a tree, one that `parse` can read."""
    text = data.decode("utf-8").removeprefix("\ufeff")
    return _Reader(text).read()


class Positions:
    """Lines and columns of the fields of one file."""

    def __init__(self, data: bytes) -> None:
        """Read the file. Raises YamlProblem as `parse` does."""
        parse(data)
        self._tree = read_tree(data)

    def of(self, path: tuple[str, ...], *, key: bool = False) -> tuple[int, int]:
        """Return line and column (from 1) of a field or, where it does not exist, of the nearest thing above it.

        Members of lists are named by their `id`, or `#0`, `#1`... by position. The position of a scalar is that of its
        value, of anything else that of its key; with `key`, always the key. Without a path, or where nothing of it
        exists, it is that of the file's first key.
        """
        node = self._tree.root
        offset = node.start
        for part in path:
            step = _step(node, part)
            if step is None:
                break
            at_key = isinstance(step, Entry) and (key or step.node.kind != "scalar")
            offset = step.start if at_key else step.node.start
            node = step.node
        return self._tree.lines.place(offset)


def _step(node: Node, part: str) -> Entry | Member | None:
    if node.kind == "mapping":
        return node.entry(part)
    for number, member in enumerate(node.members):
        identity = member.node.entry("id")
        name = identity.node.scalar if identity else member.node.scalar
        if part == f"#{number}" or (name is not None and part == str(name)):
            return member
    return None


class _Reader:
    """Build the tree from libyaml's events. The recursion is no deeper than `MAX_DEPTH`, as `parse` has checked."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = Lines(text)
        self.events: Iterator[tuple[str, Event]] = events(text)

    def read(self) -> Tree:
        for kind, event in self.events:
            if kind == "MappingStart":
                return Tree(self.text, self.lines, self._mapping(event))
        raise ValueError("no mapping, though the file was parsed")

    def _node(self, kind: str, event: Event) -> Node:
        if kind == "MappingStart":
            return self._mapping(event)
        if kind == "SequenceStart":
            return self._sequence(event)
        return self._scalar(event)

    def _scalar(self, event: Event) -> Node:
        start, end, style = event.start_mark.index, event.end_mark.index, event.style or ""
        value = plain_meaning(event.value) if event.implicit[0] else event.value
        if style and style in "|>":
            end = self._block_end(start, end)
        return Node("scalar", start, end, style, value)

    def _block_end(self, start: int, end: int) -> int:
        """Return the end of a block scalar's last line.

        Blank lines after it belong to it only where it keeps them (`+`), though libyaml always counts them in.
        """
        header = BLOCK_HEADER.match(self.text, start)
        keeps = header is not None and "+" in header[0]
        first = self.lines.place(start)[0]
        last = self.lines.place(max(start, end - 1))[0]
        indents = (len(line) - len(line.lstrip(" ")) for line in self._between(first + 1, last) if line.strip(" "))
        indent = next(indents, 0)
        while last > first and not keeps and len(self.lines.line(last).rstrip(" ")) == 0:
            if len(self.lines.line(last)) > indent > 0:
                break
            last -= 1
        return self.lines.starts[last - 1] + len(self.lines.line(last))

    def _between(self, first: int, last: int) -> Iterator[str]:
        return (self.lines.line(number) for number in range(first, last + 1))

    def _mapping(self, event: Event) -> Node:
        node = Node("mapping", event.start_mark.index, event.end_mark.index, "flow" if event.flow_style else "block")
        for kind, inner in self.events:
            if kind == "MappingEnd":
                node.end = inner.end_mark.index
                break
            key = self._scalar(inner)
            value = self._node(*next(self.events))
            node.entries.append(Entry(str(inner.value), self._key_start(key.start, node), key.end, value))
        if node.entries and not self.text.startswith("{", node.start):
            # Libyaml gives the beginning of the next thing as the end; comments and blank lines between are no part.
            node.end = node.entries[-1].end
        return node

    def _key_start(self, start: int, parent: Node) -> int:
        """Return the start of the key, or of the `?` that may come before it."""
        if parent.style == "flow":
            return start
        number, column = self.lines.place(start)
        before = self.lines.line(number)[: column - 1].rstrip(" \t")
        return self._at(number, len(before) - 1) if before.endswith("?") else start

    def _sequence(self, event: Event) -> Node:
        node = Node("sequence", event.start_mark.index, event.end_mark.index, "flow" if event.flow_style else "block")
        column = self.lines.place(node.start)[1] - 1
        for kind, inner in self.events:
            if kind == "SequenceEnd":
                node.end = inner.end_mark.index
                break
            member = self._node(kind, inner)
            start = member.start if node.style == "flow" else self._dash(member.start, column)
            node.members.append(Member(start, member))
        if node.style == "block":
            node.end = node.members[-1].node.end
        return node

    def _dash(self, start: int, column: int) -> int:
        """Return the offset of the dash of the member that starts there.

        The dash is on the same line or, with nothing but comments between, on one above.
        """
        number = self.lines.place(start)[0]
        while number > 1:
            line = self.lines.line(number)
            if (
                line[column : column + 1] == "-"
                and not line[:column].strip(" -:\t")
                and self._at(number, column) <= start
            ):
                break
            number -= 1
        return self._at(number, column)

    def _at(self, number: int, column: int) -> int:
        return self.lines.starts[number - 1] + column
