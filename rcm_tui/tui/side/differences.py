"""What changed in an item, as blocks: short values beside each other, words that came and went inside a text."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from rcm_tui.changes.items import ChangeKind, ItemChange
from rcm_tui.changes.words import DiffOp
from rcm_tui.i18n import _
from rcm_tui.model.plan import Plan
from rcm_tui.reports.review import Detail, Sort
from rcm_tui.tui.plan.blocks import CARD, FACT, TEXT, Block
from rcm_tui.tui.side.marked import capital, details_of, facts_content, head, inline, member_facts, one_side
from rcm_tui.tui.words import content, line, lines


def difference_blocks(plan: Plan, change: ItemChange, *, signs: bool = False) -> Iterator[Block]:
    """Every difference as a card of its own; a sentence where there is none in content.

    `signs` marks words with signs too, for a terminal without colours.
    """
    found = details_of(plan, change)
    if not found:
        said = _("No change in content.")
        if change.what in (ChangeKind.ARCHIVED, ChangeKind.RESTORED, ChangeKind.MOVED):
            said = _("Its content was not changed.")
        yield Block(TEXT, content(said, "$muted"))
    whole = change.what in (ChangeKind.ADDED, ChangeKind.REMOVED)
    for detail in found:
        if whole and detail.label and not detail.owner:
            fate = DiffOp.ADDED if change.what is ChangeKind.ADDED else DiffOp.REMOVED
            yield Block(FACT, content((one_side(plan, detail, fate) or line("")).plain), capital(detail.label))
        else:
            yield Block(CARD, _difference(plan, change, detail, signs=signs), role="faint")


def _difference(plan: Plan, change: ItemChange, detail: Detail, *, signs: bool) -> Content:
    if detail.sort is Sort.ORDER:
        return head(plan, detail)
    if detail.sort is Sort.MEMBER:
        sides = [(fate, member_facts(plan, change, detail, fate)) for fate in (DiffOp.REMOVED, DiffOp.ADDED)]
        shown = [facts_content(facts, "$muted" if fate is DiffOp.REMOVED else "") for fate, facts in sides if facts]
        return lines([head(plan, detail), *shown])
    return lines([head(plan, detail), inline(plan, detail, signs=signs)])
