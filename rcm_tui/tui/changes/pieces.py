"""What stands on the sheet for one change, and for all changes of a subject."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from rcm_tui.changes.items import ChangeKind, ItemChange
from rcm_tui.changes.words import DiffOp
from rcm_tui.i18n import _, current, ngettext
from rcm_tui.model.plan import Plan
from rcm_tui.model.texts import pick
from rcm_tui.reports.review import Detail, Sort, kinds_of, tally_words, what_word
from rcm_tui.reports.review_text import names, sentences
from rcm_tui.reports.styles import kind_word
from rcm_tui.tui.changes.looks import CHANGE_LOOK
from rcm_tui.tui.changes.sheet import GAP, Columns, Part, Sides, Whole
from rcm_tui.tui.names import meeting_name
from rcm_tui.tui.side.marked import Fact, capital, details_of, fact_of, facts_content, head, member_facts, one_side
from rcm_tui.tui.words import content, joined, line
from rcm_tui.workflow.compare import START, State, title_of

_MOST = 200
"""So many changes of a subject are told in sentences; whoever wants them all writes the review out."""


def change_parts(
    plan: Plan, change: ItemChange, before: State, after: State, *, signs: bool, by_hand: bool, elsewhere: bool
) -> Iterator[Part]:
    """One item: what happened to it, its text, then each difference before and after.

    `signs` marks words with signs too. `by_hand` and `elsewhere` say that it is not recorded yet, or that the meeting
    under review did not do it.
    """
    look = CHANGE_LOOK[change.what]
    what = line(f"{look.glyph} {what_word(change)}", f"${look.role}")
    yield Whole(joined(line(names(change), "bold"), line(kind_word(change.kind), "$muted"), what, by="   "))
    for remark in _remarks(by_hand, elsewhere):
        yield Whole(remark)
    if unreadable(change):
        yield from (GAP, Whole(content(_("The file cannot be read as it stands; see the problems (!)."), "$broken")))
        return
    yield GAP
    if change.what in (ChangeKind.ADDED, ChangeKind.REMOVED):
        yield from _whole(plan, change)
        return
    found = details_of(plan, change)
    said = called(plan, change)
    if said and not any(detail.path[0] in ("text", "title") for detail in found):
        yield Whole(content(said))
        yield GAP
    if not found:
        yield Whole(content(_nothing_else(change), "$muted"))
        return
    if any(detail.sort is not Sort.MEMBER for detail in found):
        yield Columns(line(state_name(plan, before), "$muted italic"), line(state_name(plan, after), "$muted italic"))
    for place, detail in enumerate(found):
        if place:
            yield GAP
        yield Whole(head(plan, detail))
        yield from _sides(plan, change, detail, signs=signs)


def _remarks(by_hand: bool, elsewhere: bool) -> Iterator[Content]:
    if by_hand:
        yield line(_("Edited by hand, not recorded yet."), "$waiting")
    if elsewhere:
        yield line(_("Not changed by this meeting: between meetings, or by another one."), "$waiting")


def _nothing_else(change: ItemChange) -> str:
    if change.what is ChangeKind.SAME:
        return _("Layout, comments or quoting alone: no change in content.")
    return _("Its content was not changed.")


def unreadable(change: ItemChange) -> bool:
    """Whether one of the two sides cannot be read."""
    return any(side is not None and side.data is None for side in (change.before, change.after))


def called(plan: Plan, change: ItemChange) -> str:
    """The text of an item, the name of a meeting without a title; nothing for another file."""
    text = {language: words for language, words in title_of(change).items() if isinstance(words, str)}
    said = pick(text, current())
    return said or (meeting_name(plan, change.key) if change.key in plan.meetings else "")


def _whole(plan: Plan, change: ItemChange) -> Iterator[Part]:
    """An item that is new or gone: all that it holds, as there is nothing to stand beside it."""
    style = "$muted strike" if change.what is ChangeKind.REMOVED else ""
    said = called(plan, change)
    if said:
        yield Whole(content(said, style))
        yield GAP
    fate = DiffOp.ADDED if change.after is not None else DiffOp.REMOVED
    for detail in details_of(plan, change):
        if detail.sort is Sort.MEMBER:
            yield GAP
            yield Whole(line(capital(detail.owner), "bold"))
            yield Whole(facts_content(member_facts(plan, change, detail, fate)), 2)
            continue
        fact = fact_of(plan, change, detail)
        if fact is not None and detail.path[0] != "number" and fact.words != said:
            yield Whole(facts_content((Fact(capital(fact.label), fact.words),)))


def _sides(plan: Plan, change: ItemChange, detail: Detail, *, signs: bool) -> Iterator[Part]:
    if detail.sort is Sort.ORDER:
        return
    if detail.sort is Sort.MEMBER:
        went, came = (
            facts_content(member_facts(plan, change, detail, fate)) for fate in (DiffOp.REMOVED, DiffOp.ADDED)
        )
        yield Sides(went if went.plain else None, came if came.plain else None, whole=True)
    else:
        went_words = one_side(plan, detail, DiffOp.REMOVED, signs=signs)
        yield Sides(went_words, one_side(plan, detail, DiffOp.ADDED, signs=signs))


def group_parts(plan: Plan, title: str, changes: Sequence[ItemChange]) -> Iterator[Part]:
    """All that changed under a subject, a sentence or two for each item."""
    yield Whole(joined(line(title, "bold"), line(tally_words(kinds_of(changes)), "$muted"), by="   "))
    for change in changes[:_MOST]:
        yield GAP
        yield Whole(joined(line(names(change), "bold"), content(" ".join(sentences(change))), by="  "))
    left = len(changes) - _MOST
    if left > 0:
        said = ngettext("and {count} more", "and {count} more", left).format(count=left)
        yield from (GAP, Whole(line(said, "$muted")))


def state_name(plan: Plan, state: State) -> str:
    """What a state is called: the meeting whose edition it is, the files as they are, a revision."""
    if state.is_now:
        return _("the files as they are now")
    if state.is_empty:
        return _("before the plan began")
    if state.meeting:
        return meeting_name(plan, state.meeting)
    return {"HEAD": _("the last record"), START: _("the plan as its trail began")}.get(state.name, state.name)
