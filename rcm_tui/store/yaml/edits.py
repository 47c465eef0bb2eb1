"""What changing a file is made of: places that hold values, and text in place of other text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rcm_tui.store.yaml.nodes import Node

LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Edit:
    """Text in place of what stands between two offsets; a `line` edit begins on a line of its own."""

    start: int
    end: int
    text: str
    line: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a value stands: behind the colon of a key, or (`in_list`) behind a dash.

    `after` is the offset behind colon or dash, `indent` the column of key or dash, `under` the key of the mapping
    around.
    """

    node: Node
    after: int
    indent: int
    key: str
    under: str
    in_list: bool = False


def apply(text: str, edits: Iterable[Edit], start: int, end: int, newline: str) -> str:
    """The text between two offsets with the edits, which lie within; all that they bring has the given line end.

    Edits at one place stand in the order in which they were made.
    """
    pieces: list[str] = []
    position = start
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        pieces.append(text[position : edit.start])
        if edit.line and not _ends_line(pieces):
            pieces.append(newline)
        pieces.append(LINE_END.sub(newline, edit.text))
        position = edit.end
    return "".join([*pieces, text[position:end]])


def _ends_line(pieces: list[str]) -> bool:
    last = next((piece for piece in reversed(pieces) if piece), "\n")
    return last.endswith(("\n", "\r"))
