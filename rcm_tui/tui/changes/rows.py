"""The tree of what changed: subjects with their counts, and a row of two lines for each item that differs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import partial

from textual.content import Content

from rcm_tui.changes.describe import describe_item
from rcm_tui.changes.items import ItemChange
from rcm_tui.i18n import _, current
from rcm_tui.model import ids
from rcm_tui.model.plan import Plan
from rcm_tui.model.texts import pick
from rcm_tui.reports.review import kinds_of
from rcm_tui.reports.review_text import names
from rcm_tui.tui.changes.looks import CHANGE_LOOK
from rcm_tui.tui.changes.pieces import called, unreadable
from rcm_tui.tui.names import text_of
from rcm_tui.tui.side.roll import Pair, Row
from rcm_tui.tui.words import joined, line
from rcm_tui.workflow.compare import FILES_GROUP, MEETINGS_GROUP
from rcm_tui.workflow.review import Review

ELSEWHERE = "elsewhere"
"""The group of what the meeting under review did not change."""
_AT = "@"

Groups = dict[str, tuple[ItemChange, ...]]


def group_row(code: str) -> str:
    """The id of the row that heads a group."""
    return _AT + code


def group_of_row(row_id: str) -> str:
    """The group that a row heads; empty where it is that of an item."""
    return row_id.removeprefix(_AT) if row_id.startswith(_AT) else ""


def with_elsewhere(groups: Groups, found: Review) -> Groups:
    """What the meeting under review did not change goes into a group of its own, the last one."""
    if not found.elsewhere:
        return groups
    own = {
        code: tuple(change for change in changes if change.key not in found.elsewhere)
        for code, changes in groups.items()
    }
    others = tuple(change for changes in groups.values() for change in changes if change.key in found.elsewhere)
    return {code: changes for code, changes in own.items() if changes} | ({ELSEWHERE: others} if others else {})


def group_title(plan: Plan, code: str) -> str:
    """What a group of changes is called."""
    fixed = {MEETINGS_GROUP: _("Meetings"), FILES_GROUP: _("Other files"), ELSEWHERE: _("Not by this meeting")}
    node = plan.node(code)
    return fixed.get(code) or f"{code}  {pick(text_of(node), current()) if node is not None else ''}".rstrip()


def change_rows(plan: Plan, groups: Groups, folded: Collection[str], by_hand: Collection[str]) -> Iterator[Row]:
    """The rows of the tree, those below a folded group left out."""
    for place, (code, changes) in enumerate(groups.items()):
        if place:
            yield Row("", lambda: (Pair(Content("")),))
        yield Row(group_row(code), partial(_paint_group, plan, code, changes, code in folded))
        if code not in folded:
            yield from _below(plan, changes, by_hand)


def _below(plan: Plan, changes: Sequence[ItemChange], by_hand: Collection[str]) -> Iterator[Row]:
    seen = {change.key for change in changes}
    for change in changes:
        parent = ids.parent_of(change.key) if change.kind == ids.ACTIVITY else ""
        if parent and parent not in seen:
            seen.add(parent)
            yield Row("", partial(_paint_parent, plan, parent))
        loose = change.key in by_hand
        yield Row(change.key, partial(_paint, plan, change, loose), 2, markable=loose)


def _paint_group(plan: Plan, code: str, changes: Sequence[ItemChange], folded: bool) -> tuple[Pair]:
    sign = line("▸ " if folded else "▾ ", "$muted")
    return (Pair(sign + line(group_title(plan, code), "bold"), _counts(changes)),)


def _counts(changes: Sequence[ItemChange]) -> Content:
    """`+3 ~8 ▪1`: how many of each sort."""
    tally = kinds_of(changes)
    return joined(
        *(
            line(f"{look.glyph}{tally[what.value]}", f"${look.role}")
            for what, look in CHANGE_LOOK.items()
            if what.value in tally
        ),
        by=" ",
    )


def _indent(change: ItemChange) -> str:
    return "      " if change.kind == ids.ACTIVITY else "    " if change.kind == ids.OBJECTIVE else "  "


def _paint_parent(plan: Plan, item_id: str) -> tuple[Pair]:
    node = plan.node(item_id)
    text = pick(text_of(node), current()) if node is not None else ""
    return (Pair(Content("    ") + joined(line(item_id, "$muted"), line(text, "$muted"), by="  ")),)


def _paint(plan: Plan, change: ItemChange, loose: bool) -> tuple[Pair, Pair]:
    look = CHANGE_LOOK[change.what]
    indent = _indent(change)
    head = joined(line(look.glyph, f"${look.role}"), line(names(change), "bold"), line(called(plan, change)), by=" ")
    mark = line(_("by hand"), "$waiting") if loose else Content("")
    said = line("! " + _("cannot be read"), "$broken")
    if not unreadable(change):
        said = line(describe_item(change, current()), "$muted")
    return Pair(Content(indent) + head, mark), Pair(Content(indent + "  ") + said)
