"""Remember things from one run to the next, in small files in the folder for state: colours, saved filters."""

from __future__ import annotations

import contextlib
import re

from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue
from rcm_tui.model.regex import regex
from rcm_tui.store.paths import state_folder


def remembered(name: str) -> str:
    """Return what was kept under a name; empty where nothing was, or it cannot be read."""
    try:
        return (state_folder() / name).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def remember(name: str, value: str) -> None:
    """Keep a value under a name; where it cannot be kept, it holds for this time."""
    with contextlib.suppress(OSError):
        state_folder().mkdir(parents=True, exist_ok=True)
        (state_folder() / name).write_text(value + "\n", encoding="utf-8")


# Filters that a person saved under names: `@name` in a query stands for the filter.

_NAMED = regex(r"(?<!\S)@(\S+)")


def saved_filters() -> dict[str, str]:
    """Return the saved filters: name to query, in the order of their names."""
    lines = (line.partition(": ") for line in remembered("filters").splitlines())
    return {name: query for name, _colon, query in sorted(lines) if name and query}


def save_filter(name: str, query: str) -> str:
    """Save a query under a name, of which one word is made, and return that; an empty query removes the name."""
    word = "-".join(name.replace("@", " ").replace(":", " ").split()).casefold()
    if not word:
        raise BadValue(_("A filter needs a name, such as mexico."))
    filters = saved_filters() | {word: expanded(query)}
    remember("filters", "\n".join(f"{name}: {words}" for name, words in sorted(filters.items()) if words))
    return word


def expanded(query: str) -> str:
    """Return a query with each `@name` replaced by the filter of that name. Raises BadValue where there is none."""

    def filter_of(match: re.Match[str]) -> str:
        filters = saved_filters()
        if match[1].casefold() not in filters:
            known = ", ".join(f"@{name}" for name in filters) or "-"
            raise BadValue(_("There is no saved filter @{name}; there are: {known}").format(name=match[1], known=known))
        return filters[match[1].casefold()]

    return _NAMED.sub(filter_of, query)
