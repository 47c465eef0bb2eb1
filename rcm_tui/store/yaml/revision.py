"""Change a file so that it holds other data, touching only the lines of what differs.

Two ways, the second only where the first does not apply:

1. The tree of the old file and the data wanted are compared side by side, and each difference becomes an edit of the
   text (`rcm_tui.store.yaml.splice`).
2. Ruamel's round trip, whose result is refused if it touches lines of anything that did not change.

Whatever comes out is read again and compared with the data wanted, and never returned if it differs.
"""

from __future__ import annotations

import difflib
import io
from collections.abc import Mapping
from typing import Any

from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError
from rcm_tui.model.fieldpath import same
from rcm_tui.store.yaml.edits import pair
from rcm_tui.store.yaml.inline import CannotSplice
from rcm_tui.store.yaml.parser import BOM, data_of, parse
from rcm_tui.store.yaml.scalars import Value
from rcm_tui.store.yaml.splice import Editor
from rcm_tui.store.yaml.tree import read_tree
from rcm_tui.store.yaml.writer import compose


class CannotRewrite(RcmError):
    """The file is written in a way that cannot be changed without touching other lines."""

    def __init__(self) -> None:
        super().__init__(
            _("the file cannot be changed without touching other lines; change it in an editor, or with `rcm edit`")
        )


def composed_or_revised(old: bytes | None, target: Mapping[str, Value]) -> bytes:
    """Do what `rcm_tui.store.yaml.revise` promises."""
    if old is None:
        return compose(target)
    if same(parse(old), target):
        return old
    result = _spliced(old, dict(target))
    if result is None:
        result = _round_tripped(old, target)
        if result is None or not same(data_of(result), target):
            raise CannotRewrite
    return result


def _spliced(old: bytes, target: dict[str, Value]) -> bytes | None:
    """Return the old file with edits; None where they cannot be made, or would not give the target."""
    editor = Editor(read_tree(old))
    try:
        editor.root(target)
    except CannotSplice:
        return None
    result = (BOM if old.startswith(BOM) else b"") + editor.result().encode("utf-8")
    # A text that ends in a line end needs one in the file too, even where the file had none at its end.
    attempts = (result, result + editor.newline.encode())
    return next((attempt for attempt in attempts if same(data_of(attempt), target)), None)


def _round_tripped(old: bytes, target: Mapping[str, Value]) -> bytes | None:
    """Return the file as ruamel rewrites it; None where that changes lines of anything that is the same as before."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 2**31
    yaml.indent(mapping=2, sequence=4, offset=2)
    text = old.removeprefix(BOM).decode("utf-8")
    newline = "\r\n" if "\r\n" in text else "\n"
    stream = io.StringIO()
    try:
        loaded = yaml.load(text)
        _update_mapping(loaded, dict(target))
        yaml.dump(loaded, stream)
    except (YAMLError, ValueError, TypeError, AttributeError, NotImplementedError):
        return None  # Ruamel fails on some files, in each of these ways.
    result = stream.getvalue().replace("\n", newline).encode("utf-8")
    result = (BOM if old.startswith(BOM) else b"") + result
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
    """Return one of ruamel's values as plain data."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    for kind in (bool, int, float, str):
        if isinstance(value, kind):
            return kind(value)
    return None


def _changed_lines(old: bytes, target: Mapping[str, Value]) -> set[int]:
    """Return the lines (from 1) of the top-level keys that differ, and the last line, after which new keys may come."""
    tree = read_tree(old)
    lines = {len(old.decode("utf-8").splitlines())}
    for entry in tree.root.entries:
        if entry.key not in target or not same(entry.node.value(), target[entry.key]):
            first, last = tree.lines.place(entry.start)[0], tree.lines.place(entry.end)[0]
            lines |= set(range(first, last + 1))
    return lines


def _only_these_lines(old: bytes, new: bytes, allowed: set[int]) -> bool:
    """Return whether all lines that differ are among those allowed, and no comment is lost."""
    before, after = old.decode("utf-8").splitlines(), new.decode("utf-8").splitlines()
    for tag, start, end, *_new in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag in ("replace", "delete"):
            if not set(range(start + 1, end + 1)) <= allowed or any("#" in line for line in before[start:end]):
                return False
        elif tag == "insert" and start not in allowed and start != len(before):
            return False
    return True
