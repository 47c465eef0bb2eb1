"""Changing a file so that it holds other data, and only the lines of what differs change.

The old file's tree and the data that is wanted are gone through side by side. Each difference becomes an edit of the
text: a value in its place and style, lines taken out, lines put in. Comments, blank lines, key order, quoting and line
ends of everything else stay as they are. The result is always read again and compared with what was wanted; it is never
given back otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping

from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError
from rcm_tui.model.fieldpath import same
from rcm_tui.store.yaml.block import Editor
from rcm_tui.store.yaml.flow import Awkward
from rcm_tui.store.yaml.nodes import read_nodes
from rcm_tui.store.yaml.read import YamlProblem, parse
from rcm_tui.store.yaml.scalars import Value

_BOM = b"\xef\xbb\xbf"


class CannotRewrite(RcmError):
    """The file is written in a way that the tool cannot change without touching other lines."""

    def __init__(self) -> None:
        super().__init__(
            _("the file cannot be changed without touching other lines; edit it by hand, or with `rcm edit`")
        )


def revise(old: bytes, target: Mapping[str, Value]) -> bytes:
    """The file changed so that it holds the target. What is the same already stays byte for byte.

    Raises:
        YamlProblem: the old file cannot be read.
        BadValue: the target cannot be written as YAML.
        CannotRewrite: nothing was found that changes these lines and no others.
    """
    if same(parse(old), target):
        return old
    spliced = _spliced(old, dict(target))
    if spliced is not None:
        return spliced
    from rcm_tui.store.yaml.roundtrip import rewritten

    text = rewritten(old, target)
    if text is None or not _holds(text, target):
        raise CannotRewrite
    return text


def _spliced(old: bytes, target: dict[str, Value]) -> bytes | None:
    """The old file with edits; None where they cannot be made, or would not give the target."""
    tree = read_nodes(old)
    editor = Editor(tree)
    try:
        editor.root(target)
    except Awkward:
        return None
    result = (_BOM if old.startswith(_BOM) else b"") + editor.result().encode("utf-8")
    # A text that ends in a line end needs one in the file, too, where that has had none at its end.
    attempts = (result, result + editor.newline.encode())
    return next((attempt for attempt in attempts if _holds(attempt, target)), None)


def _holds(data: bytes, target: Mapping[str, Value]) -> bool:
    try:
        return same(parse(data), target)
    except YamlProblem:
        return False
