"""A review as plain_review text: by subject, an item each, with `[-…-]` around what went and `{+…+}` around what came."""

from __future__ import annotations

from collections.abc import Iterator

from rcm_tui.changes.items import ItemChange
from rcm_tui.i18n import _
from rcm_tui.reports.review import Sort, details, what_word
from rcm_tui.reports.review_text import Groups, Titles, is_title, marked, names, title
from rcm_tui.reports.visible import one_line


def plain_review(groups: Groups, titles: Titles, heading: str) -> Iterator[str]:
    """The lines of the review."""
    yield one_line(heading)
    for code, changes in groups.items():
        yield ""
        yield one_line(titles.get(code, code))
        for change in changes:
            yield from _item(change)


def _item(change: ItemChange) -> Iterator[str]:
    yield ""
    yield f"  {one_line(names(change))}: {what_word(change)}"
    said = title(change)
    if said:
        yield f"    {said}"
    for detail in details(change):
        if is_title(change, detail):
            continue
        words = _("put in another order") if detail.sort is Sort.ORDER else marked(detail)
        yield f"    {detail.name[:1].upper()}{detail.name[1:]}: {words}"
