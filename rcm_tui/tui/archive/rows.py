"""The lines of the archive: what is due, then what is archived, under the items it hangs below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from textual.content import Content

from rcm_tui.i18n import _, current, ngettext
from rcm_tui.model.items import Activity
from rcm_tui.model.plan import Plan, Unreadable
from rcm_tui.model.rules import Due
from rcm_tui.model.texts import pick
from rcm_tui.reports.days import day_words
from rcm_tui.reports.styles import STATUS_LOOK, status_of
from rcm_tui.tui.names import date_words, number_of, text_of
from rcm_tui.tui.plan.rows import Found
from rcm_tui.tui.side.roll import Pair, Row, heading, words_row
from rcm_tui.tui.words import joined, line


def archive_rows(plan: Plan, due: Sequence[Due]) -> Iterator[Row]:
    """Everything the screen lists; nothing where there is neither."""
    if not due and not plan.archived:
        return
    said = ngettext("{count} item", "{count} items", len(due)).format(count=len(due))
    yield heading(line(_("Due for the archive")), line(said, "$muted"), gap=False)
    if not due:
        yield words_row(line(_("Nothing is due."), "$muted"))
    for one in due:
        yield Row(one.id, partial(_due, plan, one), 2, markable=True)
    archived = len(plan.archived)
    said = ngettext("{count} item", "{count} items", archived).format(count=archived)
    yield heading(line(_("In the archive")), line(said, "$muted"))
    if not archived:
        yield words_row(line(_("Nothing is archived yet."), "$muted"))
    yield from _below(plan, Found.of(plan.archived), "", 0)


def _due(plan: Plan, due: Due) -> tuple[Pair, Pair]:
    node = plan.node(due.id)
    text = pick(text_of(node), current()) if node is not None else ""
    return (
        Pair(joined(_glyph(plan, due.id), line(due.id, "$muted"), line(text), by=" ")),
        Pair(line("  " + _("carried out; last date {date}").format(date=day_words(due.last)), "$muted")),
    )


def _below(plan: Plan, kept: Found, parent: str, depth: int) -> Iterator[Row]:
    for item_id in plan.children(parent):
        if item_id in kept.kept:
            is_archived = plan.is_archived(item_id)
            yield Row(item_id if is_archived else "", partial(_archived, plan, item_id, depth), 1, markable=is_archived)
            yield from _below(plan, kept, item_id, depth + 1)


def _archived(plan: Plan, item_id: str, depth: int) -> tuple[Pair]:
    """An archived item; or, in grey, one of the current plan that it hangs below."""
    node = plan.node(item_id)
    if node is None or isinstance(node, Unreadable):
        return (Pair(line("  " * depth + f"! {item_id}", "$broken")),)
    indent = Content("  " * depth)
    text = line(pick(node.text, current()), "" if plan.is_archived(item_id) else "$muted")
    if not plan.is_archived(item_id):
        return (Pair(Content.assemble(indent, line(number_of(node) + " ", "$muted"), text)),)
    when = date_words(node.archived.date) if node.archived is not None else ""
    name = line(item_id + " ", "$muted")
    return (Pair(Content.assemble(indent, _glyph(plan, item_id), " ", name, text), line(when, "$muted")),)


def _glyph(plan: Plan, item_id: str) -> Content:
    node = plan.node(item_id)
    look = STATUS_LOOK.get(status_of(node)) if isinstance(node, Activity) else STATUS_LOOK["archived"]
    return line(look.glyph, f"${look.role}") if look is not None else Content(" ")
