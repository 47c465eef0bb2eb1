"""Write plain data as YAML in the standard layout of a plan: the same data gives the same bytes on any machine.

The layout, in short: mappings are indented by 2, and so are lists within them; texts that people read are folded blocks
(`>-`) of at most 100 columns; short lists of scalars are written on one line; a string is quoted where any reader of
YAML could take it for something else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue
from rcm_tui.model.regex import regex
from rcm_tui.model.schema import SCHEMA
from rcm_tui.store.yaml.parser import MAX_DEPTH
from rcm_tui.store.yaml.scalars import NOT_PRINTABLE, UNSAFE, Value, double_quoted, may_be_plain

WIDTH = 100
"""Columns of a line, indentation included."""
INDENT = 2
LONGEST_KEY = 1000
"""YAML lets a key on one line have 1024 characters, quotes and escapes included."""

PROSE_PARENT = "text"
"""The strings of a mapping under this key are folded whatever their length."""
FLOW_KEYS = frozenset(field.name for kind in SCHEMA.kinds.values() for field in kind if field.flow)
"""Mappings under these keys are written on one line, in braces, where that is possible."""

_BREAK = regex(r"(?<=[^ ]) (?=[^ ])")
"""Where a folded text may be broken: a single space between two other characters."""


class Written(NamedTuple):
    """A value as text: what follows `key:` or `-` on the same line, and the lines below."""

    head: str
    body: list[str]


def compose(data: Mapping[str, Value]) -> bytes:
    """Write a whole new file with the data, in the order given.

    Raises:
        BadValue: the data cannot be written so that it reads back the same: it is nested too deep, has a key of over a
            thousand characters, or half a surrogate pair in a text.
    """
    if not data:
        return b"{}\n"
    lines = compose_mapping(data, 0)
    lines.append("")
    return "\n".join(lines).encode("utf-8")


def compose_mapping(data: Mapping[str, Value], indent: int, under: str = "", depth: int = 1) -> list[str]:
    """Write the lines of a block mapping, its keys at the indentation. `under` is the key the mapping belongs to."""
    lines: list[str] = []
    for key, value in data.items():
        lines += compose_pair(key, value, indent, under, depth)
    return lines


def compose_pair(key: str, value: Value, indent: int, under: str = "", depth: int = 1) -> list[str]:
    """Write the lines of one key with its value. `under` is the key that the enclosing mapping belongs to."""
    start = f"{' ' * indent}{compose_key(key)}:"
    written = compose_value(value, indent, key, column=len(start) + 1, under=under, depth=depth)
    return [f"{start} {written.head}" if written.head else start, *written.body]


def compose_member(value: Value, indent: int, depth: int = 1) -> list[str]:
    """Write the lines of one member of a block sequence, its dash at the indentation; an `id` comes first."""
    dash = f"{' ' * indent}- "
    inner = indent + INDENT
    if isinstance(value, dict) and value:
        _check_depth(depth)
        first_id = {"id": value["id"], **value} if "id" in value else value
        lines = compose_mapping(first_id, inner, depth=depth + 1)
    elif isinstance(value, list) and flow_list(value, len(dash)) is None:
        _check_depth(depth)
        lines = [line for member in value for line in compose_member(member, inner, depth + 1)]
    else:
        written = compose_value(value, indent, "", column=len(dash), depth=depth)
        return [dash + written.head, *written.body]
    return [dash + lines[0][inner:], *lines[1:]]


def compose_value(value: Value, indent: int, key: str, *, column: int, under: str = "", depth: int = 1) -> Written:
    """Write a value in the standard layout.

    Args:
        value: What to write.
        indent: The indentation of the key (or dash) that it belongs to; the lines below are indented further.
        key: That key, on which the layout depends; empty for a member of a list.
        column: How many characters of the line come before the value.
        under: The key that the enclosing mapping belongs to: under `text`, strings are prose.
        depth: How many mappings and lists enclose it.
    """
    if isinstance(value, dict):
        _check_depth(depth)
        if not value:
            return Written("{}", [])
        if key in FLOW_KEYS and (flow := flow_mapping(value, column)) is not None:
            return Written(flow, [])
        return Written("", compose_mapping(value, indent + INDENT, key, depth + 1))
    if isinstance(value, list):
        _check_depth(depth)
        if (flow := flow_list(value, column)) is not None:
            return Written(flow, [])
        return Written("", [line for member in value for line in compose_member(member, indent + INDENT, depth + 1)])
    if isinstance(value, str):
        return compose_text(value, indent, column, prose=under == PROSE_PARENT)
    return Written(compose_scalar(value), [])


def compose_text(text: str, indent: int, column: int, *, prose: bool) -> Written:
    """Write a string: prose as a folded block, others on their line, quoted where needed, or folded if too long."""
    if prose:
        return folded(text, indent) or literal(text, indent) or Written(double_quoted(text), [])
    on_line = compose_scalar(text)
    if column + len(on_line) <= WIDTH:
        return Written(on_line, [])
    return folded(text, indent) or Written(on_line, [])


def folded(text: str, indent: int, chomping: str = "-") -> Written | None:
    """Write the string as a folded block; return None where folding could not give it back exactly."""
    if not text or text[0] == " " or text[-1] == " " or UNSAFE.search(text):
        return None
    inner = " " * (indent + INDENT)
    return Written(f">{chomping}", [inner + line for line in wrap(text, WIDTH - len(inner))])


def literal(text: str, indent: int) -> Written | None:
    """Write the string as a literal block, line by line; return None where that would not be exact and visible.

    A text with spaces at the end of a line is quoted instead, as nobody sees them and editors remove them.
    """
    content = text.rstrip("\n")
    lines = content.split("\n")
    if not content or not lines[0] or lines[0][0] in " \t" or "\r" in text or NOT_PRINTABLE.search(text):
        return None
    if any(line.endswith((" ", "\t")) or UNSAFE.search(line.replace("\t", " ")) for line in lines):
        return None
    ends = len(text) - len(content)
    inner = " " * (indent + INDENT)
    body = [inner + line if line else "" for line in lines] + [""] * (ends - 1)
    return Written("|" + ("-", "")[ends] if ends < 2 else "|+", body)


def wrap(text: str, width: int) -> list[str]:
    """Break the text at single spaces into lines of at most `width` characters, where it has enough of them."""
    lines: list[str] = []
    start = 0  # of the line
    end = 0  # of the part that certainly fits on the line
    for gap in _BREAK.finditer(text):
        if gap.start() - start > width and end > start:
            lines.append(text[start:end])
            start = end + 1
        end = gap.start()
    if len(text) - start > width and end > start:
        lines.append(text[start:end])
        start = end + 1
    lines.append(text[start:])
    return lines


def flow_list(value: list[Value], column: int) -> str | None:
    """Write `[a, b]`; return None unless all members are scalars and it fits on the line."""
    if any(isinstance(member, list | dict) for member in value):
        return None
    text = "[" + ", ".join(compose_scalar(member, in_flow=True) for member in value) + "]"
    return text if not value or column + len(text) <= WIDTH else None


def flow_mapping(value: Mapping[str, Value], column: int) -> str | None:
    """Write `{a: 1, b: 2}`; return None unless all values are scalars and it fits on the line."""
    if any(isinstance(member, list | dict) for member in value.values()):
        return None
    pairs = (f"{compose_key(key, in_flow=True)}: {compose_scalar(inner, in_flow=True)}" for key, inner in value.items())
    text = "{" + ", ".join(pairs) + "}"
    return text if not value or column + len(text) <= WIDTH else None


def compose_flow(value: Value) -> str:
    """Write any value on one line, in brackets and braces, however long."""
    if isinstance(value, dict):
        pairs = (f"{compose_key(key, in_flow=True)}: {compose_flow(inner)}" for key, inner in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(compose_flow(member) for member in value) + "]"
    return compose_scalar(value, in_flow=True)


def compose_key(key: str, *, in_flow: bool = False) -> str:
    """Write a key, quoted where needed. Raises BadValue over `LONGEST_KEY` characters, or if it is not a string."""
    if not isinstance(key, str):
        raise BadValue(_("the key {key} is not a text; keys must be texts").format(key=key))
    text = compose_scalar(key, in_flow=in_flow)
    if len(text) > LONGEST_KEY:
        raise BadValue(
            _("a key has {size} characters; at most {most} are allowed").format(size=len(text), most=LONGEST_KEY)
        )
    return text


def compose_scalar(value: Value, *, in_flow: bool = False) -> str:
    """Write a scalar on one line. Raises BadValue for a type that YAML lacks."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value if may_be_plain(value, in_flow=in_flow) else double_quoted(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _float(value)
    raise BadValue(_("a value of type {type} cannot be saved").format(type=type(value).__name__))


def _float(value: float) -> str:
    text = repr(value)
    if text in ("inf", "-inf", "nan"):
        return text.replace("inf", ".inf").replace("nan", ".nan")
    # 1e+16 is a number to YAML 1.2 but a string to 1.1, which wants a point.
    return text if "." in text else text.replace("e", ".0e")


def _check_depth(depth: int) -> None:
    if depth >= MAX_DEPTH:
        raise BadValue(_("the data is nested deeper than {most} levels").format(most=MAX_DEPTH))
