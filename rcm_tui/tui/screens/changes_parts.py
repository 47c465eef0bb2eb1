"""What the changes screen shows: the tree of changed items, and one item before and after."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from textual.content import Content

from rcm_tui.changes.items import ChangeKind, ItemChange
from rcm_tui.changes.words import DiffOp
from rcm_tui.i18n import _, ngettext
from rcm_tui.model import ids
from rcm_tui.model.plan import Plan
from rcm_tui.reports.names import localized, meeting_name, text_of
from rcm_tui.reports.record_words import change_words
from rcm_tui.reports.review import Detail, Sort, item_text, kinds_of, tally_words, what_word
from rcm_tui.reports.review_text import names, sentences
from rcm_tui.reports.styles import Look, kind_word
from rcm_tui.tui.command import with_keys
from rcm_tui.tui.content import content, joined, line
from rcm_tui.tui.widgets.comparison import GAP, BeforeAfter, ColumnNames, Paragraph, Part
from rcm_tui.tui.widgets.differences import (
    Fact,
    capital,
    details_of,
    fact_of,
    facts_content,
    head,
    member_facts,
    one_side,
)
from rcm_tui.tui.widgets.row_list import Row, RowLine
from rcm_tui.workflow.compare import START, State
from rcm_tui.workflow.grouping import FILES_GROUP, MEETINGS_GROUP

CHANGE_LOOK: Final[Mapping[ChangeKind, Look]] = {
    ChangeKind.ADDED: Look("+", "done"),
    ChangeKind.REMOVED: Look("-", "broken"),
    ChangeKind.ARCHIVED: Look("▪", "quiet"),
    ChangeKind.RESTORED: Look("↶", "moving"),
    ChangeKind.MOVED: Look("→", "moving"),
    ChangeKind.CHANGED: Look("~", "waiting"),
    ChangeKind.SAME: Look("=", "quiet"),
}


_MOST = 200
"""The most changes of a subject that are listed; the written review has them all."""


def change_parts(
    plan: Plan, change: ItemChange, before: State, after: State, *, signs: bool, external: bool, elsewhere: bool
) -> Iterator[Part]:
    """Show one item: what happened to it, its text, then each difference before and after.

    `signs` marks words with signs too. `external` and `elsewhere` say that it is not recorded yet, or that the meeting
    under review did not do it.
    """
    look = CHANGE_LOOK[change.what]
    what = line(f"{look.glyph} {what_word(change)}", f"${look.role}")
    yield Paragraph(
        joined(line(known_as(plan, change), "bold"), line(kind_word(change.kind), "$muted"), what, by="   ")
    )
    for remark in _remarks(external, elsewhere):
        yield Paragraph(remark)
    if unreadable(change):
        yield from (
            GAP,
            Paragraph(content(with_keys(_("The file cannot be read; see the problems ({problems}).")), "$broken")),
        )
        return
    yield GAP
    if change.what in (ChangeKind.ADDED, ChangeKind.REMOVED):
        yield from _whole(plan, change)
        return
    found = details_of(plan, change)
    text = called(plan, change)
    if text != known_as(plan, change) and not any(detail.path[0] in ("text", "title") for detail in found):
        yield Paragraph(content(text))
        yield GAP
    if not found:
        yield Paragraph(content(_nothing_else(change), "$muted"))
        return
    if any(detail.sort is not Sort.MEMBER for detail in found):
        yield ColumnNames(
            line(state_name(plan, before), "$muted italic"), line(state_name(plan, after), "$muted italic")
        )
    for place, detail in enumerate(found):
        if place:
            yield GAP
        yield Paragraph(head(detail))
        yield from _sides(plan, change, detail, signs=signs)


def _remarks(external: bool, elsewhere: bool) -> Iterator[Content]:
    if external:
        yield line(_("Edited elsewhere, not recorded yet."), "$waiting")
    if elsewhere:
        yield line(_("Not changed by this meeting: between meetings, or by another one."), "$waiting")


def _nothing_else(change: ItemChange) -> str:
    if change.what is ChangeKind.SAME:
        return _("Layout, comments or quoting alone: no change in content.")
    return _("Its text is unchanged.")


def unreadable(change: ItemChange) -> bool:
    """Whether one of the two sides cannot be read."""
    return any(side is not None and side.data is None for side in (change.before, change.after))


def called(plan: Plan, change: ItemChange) -> str:
    """Return the text of an item, the name of a meeting without a title; nothing for another file."""
    return item_text(change) or (meeting_name(plan, change.key) if change.key in plan.meetings else "")


def known_as(plan: Plan, change: ItemChange) -> str:
    """Return the id by which people know an item, with the one it had before; what a meeting or another file is called.

    A meeting that the plan no longer has keeps its title, or else its id.
    """
    if change.kind in ids.KINDS:
        return names(change).replace(" -> ", " → ")
    return meeting_name(plan, change.key) if change.key in plan.meetings else item_text(change) or change.key


def _whole(plan: Plan, change: ItemChange) -> Iterator[Part]:
    """Show an item that is new or gone with all its fields, as there is nothing to compare it with."""
    style = "$muted strike" if change.what is ChangeKind.REMOVED else ""
    text = called(plan, change)
    if text and text != known_as(plan, change):
        yield Paragraph(content(text, style))
        yield GAP
    op = DiffOp.ADDED if change.after is not None else DiffOp.REMOVED
    for detail in details_of(plan, change):
        if detail.sort is Sort.MEMBER:
            yield GAP
            yield Paragraph(line(capital(detail.owner), "bold"))
            yield Paragraph(facts_content(member_facts(plan, change, detail, op)), 2)
            continue
        fact = fact_of(change, detail)
        if fact is not None and detail.path[0] != "number" and fact.words != text:
            yield Paragraph(facts_content((Fact(capital(fact.label), fact.words),)))


def _sides(plan: Plan, change: ItemChange, detail: Detail, *, signs: bool) -> Iterator[Part]:
    if detail.sort is Sort.ORDER:
        return
    if detail.sort is Sort.MEMBER:
        went, came = (facts_content(member_facts(plan, change, detail, op)) for op in (DiffOp.REMOVED, DiffOp.ADDED))
        yield BeforeAfter(went if went.plain else None, came if came.plain else None, whole=True)
    else:
        went_words = one_side(detail, DiffOp.REMOVED, signs=signs)
        yield BeforeAfter(went_words, one_side(detail, DiffOp.ADDED, signs=signs))


def group_parts(plan: Plan, title: str, changes: Sequence[ItemChange]) -> Iterator[Part]:
    """Show all changes under a subject, a sentence or two for each item."""
    yield Paragraph(joined(line(title, "bold"), line(tally_words(kinds_of(changes)), "$muted"), by="   "))
    for change in changes[:_MOST]:
        yield GAP
        yield Paragraph(joined(line(known_as(plan, change), "bold"), content(" ".join(sentences(change))), by="  "))
    left = len(changes) - _MOST
    if left > 0:
        message = ngettext("and {count} more", "and {count} more", left).format(count=left)
        yield from (GAP, Paragraph(line(message, "$muted")))


def state_name(plan: Plan, state: State) -> str:
    """Name a state: the meeting whose edition it is, the files as they are, a revision."""
    if state.is_now:
        return _("the current plan")
    if state.is_empty:
        return _("before the plan began")
    if state.meeting:
        return meeting_name(plan, state.meeting)
    return {"HEAD": _("the last record"), START: _("the plan as its history began")}.get(state.name, state.name)


ELSEWHERE = "elsewhere"
"""The group of what the meeting under review did not change."""
_AT = "@"

Groups = dict[str, tuple[ItemChange, ...]]


def group_row(code: str) -> str:
    """Return the id of the row that heads a group."""
    return _AT + code


def group_of_row(row_id: str) -> str:
    """Return the group that a row heads; empty for the row of an item."""
    return row_id.removeprefix(_AT) if row_id.startswith(_AT) else ""


def other_row(key: str) -> str:
    """Return the id of the row of a change that the meeting under review did not make."""
    return f"{ELSEWHERE}:{key}"


def group_title(plan: Plan, code: str) -> str:
    """Name a group of changes."""
    fixed = {MEETINGS_GROUP: _("Meetings"), FILES_GROUP: _("The plan as a whole"), ELSEWHERE: _("Not by this meeting")}
    node = plan.node(code)
    return fixed.get(code) or f"{code}  {localized(text_of(node)) if node is not None else ''}".rstrip()


def change_rows(plan: Plan, groups: Groups, folded: Collection[str], external: Collection[str]) -> Iterator[Row]:
    """Return the rows of the tree without those below a folded group."""
    for place, (code, changes) in enumerate(groups.items()):
        if place:
            yield Row("", lambda: (RowLine(Content("")),))
        yield Row(group_row(code), partial(_paint_group, plan, code, changes, code in folded))
        if code in folded:
            continue
        if code != ELSEWHERE:
            yield from _below(plan, code, changes, external)
            continue
        for change in changes:
            yield Row(other_row(change.key), partial(_paint, plan, change, False), 2)


def _below(plan: Plan, code: str, changes: Sequence[ItemChange], external: Collection[str]) -> Iterator[Row]:
    seen = {code, *(change.key for change in changes)}
    for change in changes:
        for parent in _above(plan, change) if change.kind in ids.KINDS else ():
            if parent not in seen:
                seen.add(parent)
                yield Row("", partial(_paint_parent, plan, parent))
        loose = change.key in external
        yield Row(change.key, partial(_paint, plan, change, loose), 2, markable=loose)


def _above(plan: Plan, change: ItemChange) -> list[str]:
    """Return what is shown above an item, from the top."""
    found: list[str] = []
    parent = change.key
    while parent := plan.parent_of(parent):
        found.insert(0, parent)
    return found


def _paint_group(plan: Plan, code: str, changes: Sequence[ItemChange], folded: bool) -> tuple[RowLine]:
    sign = line("▸ " if folded else "▾ ", "$muted")
    return (RowLine(sign + line(group_title(plan, code), "bold"), _counts(changes)),)


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


def _indent(plan: Plan, key: str) -> str:
    return "  " * (1 + (plan.levels.depth_of(key) if ids.is_id(key) else 0))


def _paint_parent(plan: Plan, item_id: str) -> tuple[RowLine]:
    node = plan.node(item_id)
    text = localized(text_of(node)) if node is not None else ""
    return (RowLine(Content(_indent(plan, item_id)) + joined(line(item_id, "$muted"), line(text, "$muted"), by="  ")),)


def _paint(plan: Plan, change: ItemChange, loose: bool) -> tuple[RowLine, RowLine]:
    look = CHANGE_LOOK[change.what]
    indent = _indent(plan, change.key)
    name, text = known_as(plan, change), called(plan, change) if change.kind in ids.KINDS else ""
    head = joined(line(look.glyph, f"${look.role}"), line(name, "bold"), line(text), by=" ")
    mark = line(_("external"), "$waiting") if loose else Content("")
    detail = line("! " + _("cannot be read"), "$broken")
    if not unreadable(change):
        detail = line(change_words(plan, change), "$muted")
    return RowLine(Content(indent) + head, mark), RowLine(Content(indent + "  ") + detail)
