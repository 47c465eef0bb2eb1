"""A file as a tree with positions: to tell the line and column of a field, and to change one value in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from rcm_tui.store.yaml.libyaml import Event, events
from rcm_tui.store.yaml.problems import Lines
from rcm_tui.store.yaml.read import parse
from rcm_tui.store.yaml.scalars import Value, plain_meaning

BLOCK_HEADER = re.compile(r"[|>](?:([-+])?([1-9])?|([1-9])([-+])?)(?=[ \t\r\n]|$)")
"""The first line of a block scalar, up to a comment."""


@dataclass(slots=True)
class Entry:
    """A key of a mapping and its value. `start` is where the entry begins: its key, or the `?` before it."""

    key: str
    start: int
    key_end: int
    node: Node


@dataclass(slots=True)
class Member:
    """A member of a sequence. `start` is where it begins: its dash, or in brackets the value itself."""

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
        """The entry with the key, or None."""
        return next((entry for entry in self.entries if entry.key == key), None)

    def value(self) -> Value:
        """The plain data of the node."""
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
        """Where the line of the offset begins."""
        return self.lines.starts[self.lines.place(offset)[0] - 1]

    def next_line(self, offset: int) -> int:
        """Where the next line begins; the end of the text after the last."""
        number = self.lines.place(offset)[0]
        return self.lines.starts[number] if number < len(self.lines.starts) else len(self.text)

    def line_end(self, offset: int) -> int:
        """Where the line of the offset ends, before its line end."""
        return self.line_start(offset) + len(self.lines.line(self.lines.place(offset)[0]))

    def column(self, offset: int) -> int:
        """How many characters come before it on its line."""
        return offset - self.line_start(offset)


def read_nodes(data: bytes) -> Tree:
    """The file as a tree. Raises YamlProblem as `parse` does."""
    parse(data)
    text = data.decode("utf-8").removeprefix("\ufeff")
    return _Reader(text).read()


def place(tree: Tree, path: tuple[str, ...], *, key: bool = False) -> tuple[int, int]:
    """Line and column (from 1) of the field at a path; where it does not exist, of the nearest thing above it.

    Members of lists are named by their `id`, or `#0`, `#1`... by position. A scalar's place is its value, anything
    else's is its key; with `key`, always the key. Without a path, or if nothing of it exists: the first key.
    """
    node = tree.root
    offset = node.start
    for part in path:
        step = _step(node, part)
        if step is None:
            break
        if isinstance(step, Entry):
            offset = step.start if key or step.node.kind != "scalar" else step.node.start
        else:
            offset = step.node.start
        node = step.node
    return tree.lines.place(offset)


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
    """Builds the tree from libyaml's events; the depth of the recursion is limited by `parse`."""

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
        """The end of a block scalar's last line; blank lines after it only belong to it where it keeps them (`+`)."""
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
            # libyaml says where the next thing begins; what stands between is not the mapping's.
            node.end = max(node.entries[-1].node.end, node.entries[-1].key_end)
        return node

    def _key_start(self, start: int, parent: Node) -> int:
        """The start of the key, or of the `?` that may stand before it."""
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
        """The dash of the member that starts there: on its line or, with only comments between, on one above."""
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
