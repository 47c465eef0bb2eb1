"""Changes within brackets and braces: what stays keeps its text, and so does what stands between."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from rcm_tui.model.fieldpath import same
from rcm_tui.store.yaml.compose import compose_flow, compose_key
from rcm_tui.store.yaml.matching import pair
from rcm_tui.store.yaml.nodes import Node, Tree
from rcm_tui.store.yaml.scalar import restyled_in_flow
from rcm_tui.store.yaml.scalars import Value


class Awkward(Exception):
    """The file is written in a way in which the change cannot be spliced."""


def flow_text(tree: Tree, node: Node, target: Value) -> str:
    """The text of a value within brackets or braces (or of the brackets themselves) once it is changed."""
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
            raise Awkward
        else:
            text = tree.text[entry.start : entry.node.start] + flow_text(tree, entry.node, value)
        items.append((number, text))
    return _joined(tree, node, spans, _with_added(items, target, old))


def _with_added(
    items: list[tuple[int | None, str]], target: dict[str, Value], old: dict[str, int]
) -> list[tuple[int | None, str]]:
    """The items with the keys that are new, each behind the nearest key before it in the target that was there."""
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
    """The items between the old brackets, each old one followed by what followed it, up to the next."""
    items = list(items)
    gaps = [tree.text[end:start] for (_, end), (start, _) in pairwise(spans)]
    opening, closing = tree.text[node.start : spans[0][0]], tree.text[spans[-1][1] : node.end]
    unchanged_places = [place for place, _ in items] == list(range(len(spans)))
    if not unchanged_places and any("#" in gap for gap in (opening, closing, *gaps)):
        raise Awkward  # whose comment it is cannot be known
    usual = gaps[0] if gaps else ", "
    text = opening
    for number, (place, item) in enumerate(items):
        text += item
        if number < len(items) - 1:
            text += usual if place is None or place >= len(gaps) else gaps[place]
    return text + closing
