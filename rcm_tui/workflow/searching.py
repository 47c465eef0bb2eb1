"""Searching, for both faces."""

from __future__ import annotations

import datetime

from rcm_tui.model.plan import Plan
from rcm_tui.model.query import Query, QueryError, read_query
from rcm_tui.model.query import find as _find

__all__ = ["Query", "QueryError", "find", "read_query"]


def find(plan: Plan, query: str, language: str, on: datetime.date) -> tuple[str, ...]:
    """The ids of the items that a query asks for, in printed order. Raises QueryError pointing at the word.

    `language` is that of the interface; words are looked for in every language.
    """
    del language
    return _find(plan, query, on)
