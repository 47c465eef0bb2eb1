"""What the requests screen shows: requests or countries as rows, and one of them whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from rich.cells import cell_len
from textual.content import Content

from rcm_tui.i18n import _, current
from rcm_tui.model.plan import Plan, calendar_of
from rcm_tui.model.texts import pick
from rcm_tui.reports.names import (
    actor_name,
    actor_short,
    body_short,
    date_words,
    localized,
    meeting_name,
    period_words,
    text_of,
)
from rcm_tui.reports.requests import Asked, ResponseState
from rcm_tui.reports.styles import ANSWER_LOOK, answer_word
from rcm_tui.tui.content import content, cut, joined, line, lines, status_content
from rcm_tui.tui.widgets.blocks import CARD, FACT, SECTION, TEXT, TITLE, Block
from rcm_tui.tui.widgets.row_list import Row, RowLine, heading

_NAMES = 26
"""Cells for an actor's name in the grid, at most."""
_COLUMNS = (3, 2)
"""Cells of a column of the grid, the roomier first."""


def by_request(plan: Plan, requests: Sequence[Asked]) -> Iterator[Row]:
    """Yield a row for each request, those with a date first."""
    dated = [asked for asked in requests if asked.deadline is not None]
    for title, group in ((_("With a date"), dated), (_("Without a date"), [a for a in requests if a not in dated])):
        if group:
            yield heading(
                joined(line(title), line(str(len(group)), "not bold $muted"), by="  "),
                line(_("answers recorded"), "$muted"),
                gap=group is not dated and bool(dated),
            )
            for asked in group:
                yield Row(asked.key, partial(_request, plan, asked), 2)


def _request(plan: Plan, asked: Asked) -> tuple[RowLine, RowLine]:
    return (
        RowLine(joined(line(asked.owner, "$muted"), line(pick(asked.text, current())), by="  ")),
        RowLine(
            Content("  ") + when(plan, asked),
            line(_("{answered} of {all}").format(answered=asked.answered, all=len(asked.standings)), "$muted"),
        ),
    )


def when(plan: Plan, asked: Asked) -> Content:
    """Return the deadline, and whether it has passed, which is no reproach."""
    if asked.deadline is None:
        every = asked.request.every
        said = _("every {period}").format(period=_period(plan, every)) if every else _("no date named")
        return line(said, "$muted")
    said = _("by {date}").format(date=date_words(asked.deadline.text))
    return joined(line(said), line(_("(has passed)"), "$waiting") if asked.passed else "", by=" ")


def _period(plan: Plan, every: str) -> str:
    """Return a body whose every meeting is meant, or a length of time."""
    try:
        return period_words(every)
    except ValueError:
        return body_short(plan, every)


def counted(asked: Asked) -> str:
    """Return how many answers are recorded, of how many."""
    return _("{answered} of {all} recorded").format(answered=asked.answered, all=len(asked.standings))


def by_country(
    plan: Plan, order: Sequence[Asked], actors: Mapping[str, tuple[tuple[Asked, ResponseState], ...]], width: int
) -> Iterator[Row]:
    """Yield a row for each actor: a column for each request where `width` has room for all, else a count."""
    names = {actor: _name(plan, actor) for actor in actors}
    indent = max((cell_len(name) for name in names.values()), default=0) + 1
    column = next((cells for cells in _COLUMNS if len(order) * cells + indent <= width), 0)
    if column:
        yield Row("", partial(_numbers, len(order), column, indent), 2)
    for actor, rows in actors.items():
        name = names[actor] + " " * (indent - cell_len(names[actor]))
        yield Row(actor, partial(_cells if column else _counted, name, order, column, rows))


def _name(plan: Plan, actor: str) -> str:
    name = actor_name(plan, actor)
    return name if cell_len(name) <= _NAMES else cut(actor_short(plan, actor), _NAMES)


def _numbers(count: int, column: int, indent: int) -> tuple[RowLine, RowLine]:
    """Return the numbers of the requests above their columns, tens above units, so that columns can be narrow."""
    numbers = range(1, count + 1)
    tens = "".join(f"{number // 10 or '':>{column}}" for number in numbers)
    units = "".join(f"{number % 10:>{column}}" for number in numbers)
    return RowLine(line(" " * indent + tens, "$muted")), RowLine(line(" " * indent + units, "$muted"))


Rows = tuple[tuple[Asked, ResponseState], ...]


def _counted(name: str, _order: Sequence[Asked], _column: int, rows: Rows) -> tuple[RowLine]:
    answered = sum(one.has_answered for _asked, one in rows)
    said = _("{answered} of {all} recorded").format(answered=answered, all=len(rows))
    return (RowLine(line(name), line(said, "$muted")),)


def _cells(name: str, order: Sequence[Asked], column: int, rows: Rows) -> tuple[RowLine]:
    answers = {asked.key: one.answer for asked, one in rows}
    cells = [_cell(answers.get(asked.key, "not-asked"), column) for asked in order]
    return (RowLine(Content.assemble(line(name), *cells)),)


def _cell(answer: str, column: int) -> Content:
    look = ANSWER_LOOK[answer]
    return line(f"{look.glyph:>{column}}", f"${look.role}")


def answer_content(one: ResponseState, *, dated: bool = True) -> Content:
    """Return an answer as glyph and word in its colour, with its date where that is known."""
    look = ANSWER_LOOK[one.answer]
    said = f"{look.glyph} {answer_word(one.answer)}"
    return joined(
        line(said, f"${look.role}"), line(date_words(one.date), "$muted") if dated and one.date else "", by="  "
    )


def request_blocks(plan: Plan, asked: Asked) -> Iterator[Block]:
    """Yield one request: who is asked for what by when, and the answers."""
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
    """Return when it was sent, else the date of the entry, else the meeting that put it in."""
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
    """Yield every request to one actor as a card, by the numbers of the grid's columns."""
    numbers = {asked.key: number for number, asked in enumerate(order, 1)}
    name = actor_name(plan, actor)
    yield Block(TITLE, joined(line(name, "bold"), line(actor if actor != name else "", "$muted"), by="   "))
    for asked, one in sorted(rows, key=lambda row: numbers.get(row[0].key, 0)):
        number = line(f"{numbers.get(asked.key, '')}", "bold")
        head = joined(number, answer_content(one), line(asked.owner, "$muted"), by="   ")
        role = ANSWER_LOOK[one.answer].role if one.has_answered else "faint"
        yield Block(CARD, lines([head, when(plan, asked), content(localized(asked.text))]), entry=asked.key, role=role)


def legend() -> Content:
    """Return what the glyphs of the grid mean."""
    shown = ("answered", "partial", "not-recorded", "not-yet")
    return joined(
        *(line(f"{ANSWER_LOOK[one].glyph} {answer_word(one)}", f"${ANSWER_LOOK[one].role}") for one in shown), by="   "
    )
