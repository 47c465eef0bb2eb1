"""The front page of a redline: how many items were added, changed, archived ..., and which, with links to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from textwrap import shorten

from rcm_tui.changes.items import ChangeKind, ItemChange
from rcm_tui.i18n import _
from rcm_tui.model import ids
from rcm_tui.reports.document import Block, Heading, Paragraph, Revision, Run, Style, line, revision_words
from rcm_tui.reports.review import item_text, kinds_of, tally_words, what_count, what_word
from rcm_tui.reports.visible import one_line

_KINDS = (
    ChangeKind.ADDED,
    ChangeKind.CHANGED,
    ChangeKind.MOVED,
    ChangeKind.ARCHIVED,
    ChangeKind.RESTORED,
    ChangeKind.REMOVED,
)
_LETTERS = 130
"""The letters of an item's text at most."""


def front_page(changes: Sequence[ItemChange], blame: Callable[[str], Revision]) -> tuple[Block, ...]:
    """Return what stands before the marked plan, and the heading with which that begins, on a new page."""
    items = [change for change in changes if ids.is_id(change.key) and change.what is not ChangeKind.SAME]
    plan = Heading(1, _("The plan with its changes marked"), "marked", new_page=True)
    counts = kinds_of(items)
    tally = tally_words({change_kind: counts[change_kind] for change_kind in _KINDS if change_kind in counts})
    summary = [line(f"{tally}." if tally else _("Nothing changed."), style=Style.BOLD)]
    # The heading of the only kind says as much itself.
    shown = [] if len(counts) == 1 else summary
    return (Heading(1, _("What changed"), "summary"), *shown, *_listed(items, blame), plan)


def _listed(items: Sequence[ItemChange], blame: Callable[[str], Revision]) -> Iterator[Block]:
    for kind in _KINDS:
        found = [change for change in items if change.what is kind]
        if found:
            yield Heading(2, what_count(kind.value, len(found)), f"summary-{kind.value}")
            yield from (_item(change, blame(change.key)) for change in found)


def _item(change: ItemChange, revision: Revision) -> Paragraph:
    words = shorten(one_line(item_text(change)), _LETTERS, placeholder=" …")
    by = one_line(revision_words(replace(revision, note="")))
    moved = f" ({what_word(change)})" if change.what is ChangeKind.MOVED else ""
    return Paragraph(
        (Run(change.key, style=Style.BOLD), Run(f" {words}{moved}"), Run(f" – {by}" if by else "", style=Style.FAINT))
    )
