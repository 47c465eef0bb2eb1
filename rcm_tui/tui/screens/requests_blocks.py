"""A request whole, or all that one actor was asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from textual.content import Content

from rcm_tui.i18n import _
from rcm_tui.model.plan import Plan, calendar_of
from rcm_tui.reports.names import actor_name, date_words, localized, meeting_name, text_of
from rcm_tui.reports.requests import Asked, ResponseState
from rcm_tui.reports.styles import ANSWER_LOOK, answer_word
from rcm_tui.tui.content import content, joined, line, lines, status_content
from rcm_tui.tui.screens.requests_view import answer_content, counted, when
from rcm_tui.tui.widgets.blocks import CARD, FACT, SECTION, TEXT, TITLE, Block


def request_blocks(plan: Plan, asked: Asked) -> Iterator[Block]:
    """Who is asked for what, by when, and how each stands."""
    status = status_content(asked.status) if asked.status else Content("")
    yield Block(TITLE, joined(line(asked.owner, "bold"), line(_("request"), "$muted"), status, by="   "))
    yield Block(TEXT, content(localized(asked.text)), name="text")
    request = asked.request
    yield Block(FACT, line(", ".join(actor_name(plan, code) for code in request.from_)), _("Asked"))
    if request.to:
        yield Block(FACT, line(actor_name(plan, request.to)), _("Answers go to"))
    since = _since(plan, asked)
    if since:
        yield Block(FACT, line(since), _("Since"))
    yield Block(FACT, when(plan, asked), _("Asked for"))
    if request.due_meeting:
        yield Block(FACT, line(meeting_name(plan, request.due_meeting)), _("For meeting"))
    node = plan.node(asked.owner)
    if node is not None:
        yield Block(FACT, content(localized(text_of(node))), _("Belongs to"))
    elif asked.owner in plan.meetings:
        yield Block(FACT, line(meeting_name(plan, asked.owner)), _("Agreed by"))
    yield Block(SECTION, joined(line(_("Answers")), line(counted(asked), "not bold $muted"), by="   "))
    width = max((cell_len(actor_name(plan, one.actor)) for one in asked.standings), default=0)
    yield Block(TEXT, lines(_standing(plan, one, width) for one in asked.standings))


def _since(plan: Plan, asked: Asked) -> str:
    """When it was asked: when it was sent, else the date of the entry, else the meeting that put it in."""
    node = plan.node(asked.owner)
    entry = next((one for one in calendar_of(node) if one.id == asked.member), None) if node is not None else None
    date = asked.request.sent or (entry.date if entry is not None else None)
    if date:
        return date_words(date)
    return meeting_name(plan, entry.meeting) if entry is not None and entry.meeting else ""


def _standing(plan: Plan, one: ResponseState, width: int) -> Content:
    said = actor_name(plan, one.actor)
    name = line(said + " " * (width - cell_len(said) + 3))
    note = line(localized(one.note), "$muted") if one.note else Content("")
    return joined(name + answer_content(one), note, by="  ")


def country_blocks(
    plan: Plan, order: Sequence[Asked], actor: str, rows: Sequence[tuple[Asked, ResponseState]]
) -> Iterator[Block]:
    """Every request to one actor as a card, by the numbers of the grid's columns."""
    numbers = {asked.key: number for number, asked in enumerate(order, 1)}
    name = actor_name(plan, actor)
    yield Block(TITLE, joined(line(name, "bold"), line(actor if actor != name else "", "$muted"), by="   "))
    for asked, one in sorted(rows, key=lambda row: numbers.get(row[0].key, 0)):
        number = line(f"{numbers.get(asked.key, '')}", "bold")
        head = joined(number, answer_content(one), line(asked.owner, "$muted"), by="   ")
        role = ANSWER_LOOK[one.answer].role if one.has_answered else "faint"
        yield Block(CARD, lines([head, when(plan, asked), content(localized(asked.text))]), entry=asked.key, role=role)


def legend() -> Content:
    """What the glyphs of the grid mean."""
    shown = ("answered", "partial", "not-recorded", "not-yet")
    return joined(
        *(line(f"{ANSWER_LOOK[one].glyph} {answer_word(one)}", f"${ANSWER_LOOK[one].role}") for one in shown), by="   "
    )
