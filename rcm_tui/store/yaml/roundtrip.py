"""The second way to change a file, for the few that cannot be spliced: ruamel's round trip, kept on a short lead."""

from __future__ import annotations

import difflib
import io
from collections.abc import Mapping
from typing import Any

from rcm_tui.model.fieldpath import same
from rcm_tui.store.yaml.matching import pair
from rcm_tui.store.yaml.nodes import read_nodes
from rcm_tui.store.yaml.scalars import Value

_BOM = b"\xef\xbb\xbf"


def rewritten(old: bytes, target: Mapping[str, Value]) -> bytes | None:
    """The file changed by ruamel's round trip; None where that changes lines of anything that is the same as before."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 2**31
    yaml.indent(mapping=2, sequence=4, offset=2)
    text = old.removeprefix(_BOM).decode("utf-8")
    newline = "\r\n" if "\r\n" in text else "\n"
    stream = io.StringIO()
    try:
        loaded = yaml.load(text)
        _update_mapping(loaded, dict(target))
        yaml.dump(loaded, stream)
    except (YAMLError, ValueError, TypeError, AttributeError, NotImplementedError):
        return None  # ruamel stumbles over some files in each of these ways
    result = stream.getvalue().replace("\n", newline).encode("utf-8")
    result = (_BOM if old.startswith(_BOM) else b"") + result
    return result if _only_these_lines(old, result, _changed_lines(old, target)) else None


def _update(old: Any, target: Value) -> Any:
    if isinstance(old, dict) and isinstance(target, dict):
        _update_mapping(old, target)
        return old
    if isinstance(old, list) and isinstance(target, list):
        pairing = pair([_plain(member) for member in old], target)
        if pairing == list(range(len(old))):
            for position, value in enumerate(target):
                old[position] = _update(old[position], value)
            return old
    return target if not same(_plain(old), target) else old


def _update_mapping(old: Any, target: dict[str, Value]) -> None:
    for key in [key for key in old if key not in target]:
        del old[key]
    for key, value in target.items():
        old[key] = _update(old[key], value) if key in old else value


def _plain(value: Any) -> Value:
    """Ruamel's value as plain data."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    for kind in (bool, int, float, str):
        if isinstance(value, kind):
            return kind(value)
    return None


def _changed_lines(old: bytes, target: Mapping[str, Value]) -> set[int]:
    """The lines (from 1) of the top-level keys that differ, and the last line, behind which new ones may come."""
    tree = read_nodes(old)
    lines = {len(old.decode("utf-8").splitlines())}
    for step in tree.root.entries:
        if step.key not in target or not same(step.node.value(), target[step.key]):
            lines |= _lines(tree.lines.place(step.start)[0], tree.lines.place(max(step.node.end, step.key_end))[0])
    return lines


def _lines(first: int, last: int) -> set[int]:
    return set(range(first, last + 1))


def _only_these_lines(old: bytes, new: bytes, allowed: set[int]) -> bool:
    """Whether all lines that differ are among those allowed, and no comment is lost."""
    before, after = old.decode("utf-8").splitlines(), new.decode("utf-8").splitlines()
    for tag, start, end, _, _ in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag in ("replace", "delete") and not _lines(start + 1, end) <= allowed:
            return False
        if tag in ("replace", "delete") and any("#" in line for line in before[start:end]):
            return False
        if tag == "insert" and start not in allowed and start != len(before):
            return False
    return True
