"""Write a changed value in the style the file already has: scalars, and what is within brackets and braces."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from rcm_tui.model.fieldpath import same
from rcm_tui.store.yaml.edits import pair
from rcm_tui.store.yaml.scalars import UNSAFE, Value, double_quoted, may_be_plain
from rcm_tui.store.yaml.tree import BLOCK_HEADER, Node, Tree
from rcm_tui.store.yaml.writer import WIDTH, Written, compose_flow, compose_key, wrap


def restyled(tree: Tree, node: Node, text: str) -> Written | None:
    """Write a text in the style of the old one, outside brackets; return None where only the standard layout can."""
    if node.style and node.style in "|>":
        return _block(tree, node, text)
    old = tree.text[node.start : node.end]
    if "\n" in old or "\r" in old or not isinstance(node.scalar, str):
        return None
    on_line = _on_line(node, text, in_flow=False)
    column = tree.column(node.start)
    if on_line is None or column + len(on_line) > max(WIDTH, column + len(old)):
        return None
    return Written(on_line, [])


def restyled_in_flow(node: Node, value: Value) -> str:
    """Write a scalar within brackets or braces, with the quotes that it had."""
    if isinstance(value, str) and isinstance(node.scalar, str):
        on_line = _on_line(node, value, in_flow=True)
        if on_line is not None:
            return on_line
    return compose_flow(value)


def _on_line(node: Node, text: str, *, in_flow: bool) -> str | None:
    if node.style == '"':
        return double_quoted(text)
    if node.style == "'":
        return None if UNSAFE.search(text) else "'" + text.replace("'", "''") + "'"
    return text if may_be_plain(text, in_flow=in_flow) else None


def _block(tree: Tree, node: Node, text: str) -> Written | None:
    """Write the text as a block of the same style and indentation; return None where that would not be exact."""
    header = BLOCK_HEADER.match(tree.text, node.start)
    if header is None or header[2] or header[3]:
        return None
    numbers = range(tree.lines.place(node.start)[0] + 1, tree.lines.place(node.end)[0] + 1)
    old = [tree.lines.line(number) for number in numbers]
    first = next((line for line in old if line.strip(" ")), "")
    indent = len(first) - len(first.lstrip(" "))
    content = text.rstrip("\n")
    if not indent or not content or content[0] in " \t\n":
        return None
    ends = len(text) - len(content)
    old_chomping = (header[1] or header[4] or "").strip()
    if ends > 1 and old_chomping != "+":
        return Written(double_quoted(text), [])  # `+` would draw the blank lines after it into the text
    chomping = old_chomping if _chomped(old_chomping, ends) else ("-", "")[ends]
    lines = (
        _literal(content) if node.style == "|" else _folded(content, [line[indent:] for line in old], WIDTH - indent)
    )
    if lines is None:
        return None
    body = [" " * indent + line if line else "" for line in lines]
    return Written(node.style + chomping, body + [""] * (ends - 1))


def _chomped(chomping: str, ends: int) -> bool:
    """Return whether a block with this chomping indicator can end with so many line ends."""
    return {"-": ends == 0, "": ends == 1, "+": ends >= 1}[chomping]


def _literal(content: str) -> list[str] | None:
    lines = content.split("\n")
    if any(line.endswith((" ", "\t")) or UNSAFE.search(line.replace("\t", " ")) for line in lines):
        return None
    return lines


def _folded(content: str, old: list[str], width: int) -> list[str] | None:
    """Wrap the paragraphs; of a single one with line breaks of its own, keep the first lines that did not change."""
    paragraphs = content.split("\n")
    if any(part[:1] == " " or part[-1:] == " " or UNSAFE.search(part) for part in paragraphs):
        return None
    kept: list[str] = []
    rest = content
    if len(paragraphs) == 1 and all(old) and wrap(" ".join(old), width) != old:
        for line in old:
            following = rest[len(line) + 1 : len(line) + 2]
            if not rest.startswith(line + " ") or following in ("", " ") or line != line.strip():
                break
            kept.append(line)
            rest = rest[len(line) + 1 :]
        return kept + wrap(rest, width)
    lines = wrap(paragraphs[0], width)
    for paragraph in paragraphs[1:]:
        lines.append("")
        lines += wrap(paragraph, width) if paragraph else []
    return lines


class CannotSplice(Exception):
    """The file is written in a way in which the change cannot be spliced; ruamel's round trip may do."""


def flow_text(tree: Tree, node: Node, target: Value) -> str:
    """Write a value within brackets or braces, or the brackets themselves, with what changed.

    What stays keeps its text, and so does what is between. Raises CannotSplice.
    """
    if same(node.value(), target):
        return tree.text[node.start : node.end]
    opening = tree.text[node.start : node.start + 1]
    if isinstance(target, list) and target and node.members and opening == "[":
        return _list(tree, node, target)
    if isinstance(target, dict) and target and node.entries and opening == "{":
        return _mapping(tree, node, target)
    if node.kind == "scalar":
        return restyled_in_flow(node, target)
    return compose_flow(target)


def _list(tree: Tree, node: Node, target: list[Value]) -> str:
    pairing = pair([member.node.value() for member in node.members], target)
    texts = [
        compose_flow(value) if place is None else flow_text(tree, node.members[place].node, value)
        for place, value in zip(pairing, target, strict=True)
    ]
    spans = [(member.node.start, member.node.end) for member in node.members]
    return _joined(tree, node, spans, zip(pairing, texts, strict=True))


def _mapping(tree: Tree, node: Node, target: dict[str, Value]) -> str:
    spans: list[tuple[int, int]] = []
    items: list[tuple[int | None, str]] = []
    old = {entry.key: number for number, entry in enumerate(node.entries)}
    for number, entry in enumerate(node.entries):
        value_is_missing = entry.node.start == entry.node.end
        end = entry.key_end if value_is_missing else entry.node.end
        spans.append((entry.start, end))
        if entry.key not in target:
            continue
        value = target[entry.key]
        if same(entry.node.value(), value):
            text = tree.text[entry.start : end]
        elif value_is_missing:
            raise CannotSplice  # An edit of nothing: there may be no space after the colon.
        else:
            text = tree.text[entry.start : entry.node.start] + flow_text(tree, entry.node, value)
        items.append((number, text))
    return _joined(tree, node, spans, _with_added(items, target, old))


def _with_added(
    items: list[tuple[int | None, str]], target: dict[str, Value], old: dict[str, int]
) -> list[tuple[int | None, str]]:
    """Add the keys that are new, each after the nearest key before it in the target that was there."""
    added: dict[int | None, list[tuple[int | None, str]]] = {}
    anchor: int | None = None
    for key, value in target.items():
        if key in old:
            anchor = old[key]
        else:
            text = f"{compose_key(key, in_flow=True)}: {compose_flow(value)}"
            added.setdefault(anchor, []).append((None, text))
    result = added.get(None, [])
    for item in items:
        result = [*result, item, *added.get(item[0], [])]
    return result


def _joined(tree: Tree, node: Node, spans: list[tuple[int, int]], items: Iterable[tuple[int | None, str]]) -> str:
    """Join the items between the old brackets, each old one followed by what followed it, up to the next."""
    items = list(items)
    gaps = [tree.text[end:start] for (_, end), (start, _) in pairwise(spans)]
    opening, closing = tree.text[node.start : spans[0][0]], tree.text[spans[-1][1] : node.end]
    unchanged_places = [place for place, _ in items] == list(range(len(spans)))
    if not unchanged_places and any("#" in gap for gap in (opening, closing, *gaps)):
        raise CannotSplice  # It cannot be known which item a comment belongs to.
    usual = gaps[0] if gaps else ", "
    text = opening
    for number, (place, item) in enumerate(items):
        text += item
        if number < len(items) - 1:
            text += usual if place is None or place >= len(gaps) else gaps[place]
    return text + closing
