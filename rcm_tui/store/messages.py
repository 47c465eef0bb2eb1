"""The messages of publications, found in the program's own source, for which a plan's file of words has words."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import rcm_tui
from rcm_tui.model import defaults
from rcm_tui.model.levels import Levels, in_capitals
from rcm_tui.model.statuses import DEFAULT
from rcm_tui.model.terms import ACTION

_SOURCES = (
    *("reports/plan_table.py", "reports/heading.py", "reports/columns.py"),
    *("reports/names.py", "reports/styles.py"),
    *("reports/*.py", "reports/status/*.py", "reports/writers/*.py", "reports/writers/docx/*.py"),
    *("changes/describe.py", "model/*.py", "workflow/publish.py", "workflow/edition_context.py"),
    *("workflow/country_sheets.py", "workflow/minutes.py", "workflow/site.py", "workflow/site_folder.py"),
    *("workflow/trail.py", "workflow/status.py", "workflow/grouping.py", "workflow/compare.py"),
)
"""The modules whose messages are printed, those of the plan itself first."""
_OTHERS = frozenset(
    (
        *("reports/questions.py", "reports/schema.py", "model/pasted.py", "model/query.py", "model/words.py"),
        *("model/declared.py", "model/minutes.py"),
    )
)
"""Modules among them whose messages only the program itself says."""
_ONLY_NAMES = "model/"
"""Where this is in the path, a message that is not a name of something is one of the program's own."""
_PRINTED = frozenset(("model/archive_rule.py", "model/deadlines.py", "model/rules.py"))
_TRANSLATE = frozenset(("_", "N_", "gettext", "pgettext", "ngettext"))
_EXPLAIN = frozenset(("help", "hint"))
"""Arguments of a declaration that forms and options show, and publications do not."""


@cache
def messages_of_publications() -> Mapping[str, bool]:
    """Return the messages of publications in the order in which they are worth translating, and whether each counts."""
    root = Path(rcm_tui.__file__).parent
    found = dict(_declared())
    read: set[str] = set()
    for pattern in _SOURCES:
        for file in sorted(root.glob(pattern)):
            name = file.relative_to(root).as_posix()
            if name in _OTHERS or name in read:
                continue
            read.add(name)
            names_only = name.startswith(_ONLY_NAMES) and name not in _PRINTED
            for message, counts in _messages(ast.parse(file.read_bytes()), names_only):
                found[message] = found.get(message, False) or counts
    return found


def _declared() -> Iterator[tuple[str, bool]]:
    """Yield the words of what a plan has that declares nothing of the kind, as messages."""
    for kind, noun in Levels().nouns.items():
        yield str(in_capitals(noun.one if kind == ACTION else noun.many)), False
    for column in defaults.declared("columns").values():
        if "heading" in column:
            yield str(in_capitals(column["heading"])), False
    yield from DEFAULT.messages()


def _messages(node: ast.AST, names_only: bool) -> Iterator[tuple[str, bool]]:
    """Yield the messages below a node of the source, without those of errors and of explanations."""
    if isinstance(node, ast.Raise) or (isinstance(node, ast.keyword) and node.arg in _EXPLAIN):
        return
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
        place = 1 if name == "pgettext" else 0
        if name in _TRANSLATE and len(node.args) > place and (name in ("N_", "gettext") or not names_only):
            message = node.args[place]
            if isinstance(message, ast.Constant) and isinstance(message.value, str):
                yield message.value, name == "ngettext"
    for below in ast.iter_child_nodes(node):
        yield from _messages(below, names_only)
