"""Pieces of the pages that commands print: labelled lines, headings, actors with their names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rcm_tui.cli.output import FAINT, LABEL, TITLE, Line, Span, text
from rcm_tui.reports.names import actor_name

if TYPE_CHECKING:
    from rcm_tui.model.plan import Plan

LABEL_WIDTH = 14


def labelled(label: str, *spans: Span, indent: int = 0) -> Line:
    """Return a line that begins with a label, its content aligned in a column."""
    padded = label.ljust(LABEL_WIDTH - 1) + " "
    return text((padded, LABEL), *spans, indent=indent, hang=len(padded))


def heading(words: str) -> Line:
    """Return the title of a part of a page."""
    return text((words, TITLE))


def actor_spans(plan: Plan, codes: Iterable[str]) -> tuple[Span, ...]:
    """Return codes, each followed by its name."""
    spans: list[Span] = []
    for code in codes:
        name = actor_name(plan, code)
        spans += [", "] if spans else []
        spans.append(code)
        if name != code:
            spans.append((f" ({name})", FAINT))
    return tuple(spans)
