"""A request in full, as a page; everything that one actor was asked; and the lines about a request on other pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rcm_tui.i18n import _, current, pgettext
from rcm_tui.model.plan import Plan, calendar_of
from rcm_tui.model.rules import ANSWERED
from rcm_tui.reports.names import (
    actor_name,
    actor_names,
    actor_short,
    asked_for_words,
    brief_date_words,
    date_words,
    due_words,
    item_words,
    localized,
    meeting_name,
    recurrence_words,
    round_words,
)
from rcm_tui.reports.page import CARD, FAINT, ID, STRONG, TEXT, TITLE, Cell, Line, Page, Row, Section, fact, status_cell
from rcm_tui.reports.requests import Asked, ResponseState
from rcm_tui.reports.styles import ANSWER_LOOK, answer_word


def request_page(plan: Plan, asked: Asked) -> Page:
    """Return one request: who is asked for what by when, and the answers."""
    status = (status_cell(asked.status),) if asked.status else ()
    cells = (Cell(plan.printed_name(asked.owner), ID), Cell(_("request"), FAINT), *status)
    names = [actor_name(plan, response.actor) for response in asked.standings]
    width = max(map(len, names), default=0) + 3
    answers = tuple(
        (
            Cell(f"{name:<{width}}"),
            *answer_line(response),
            *((Cell(f"  {localized(response.note)}", FAINT),) if response.note else ()),
        )
        for name, response in zip(names, asked.standings, strict=True)
    )
    return (
        Section("head", rows=(Row(kind=TITLE, cells=cells),)),
        Section("text", rows=(Row(kind=TEXT, text=localized(asked.text), field="text"),)),
        Section("facts", rows=tuple(_facts(plan, asked))),
        Section("answers", _("Answers"), rows=(Row(kind=TEXT, below=answers),), note=recorded_words(asked)),
        *(_rounds(plan, asked)),
    )


def _rounds(plan: Plan, asked: Asked) -> Iterator[Section]:
    lines = tuple(other_round_lines(plan, asked))
    if lines:
        yield Section("rounds", _("Other rounds"), rows=(Row(kind=TEXT, below=lines),))


def _facts(plan: Plan, asked: Asked) -> Iterator[Row]:
    request = asked.request
    yield fact(_("Asked"), actor_names(plan, request.from_))
    if request.to:
        yield fact(_("Send to"), actor_name(plan, request.to))
    since = _since(plan, asked)
    if since:
        yield fact(_("Since"), since)
    yield fact(_("Asked for"), deadline_line(plan, asked))
    if request.due_meeting:
        yield fact(_("For meeting"), meeting_name(plan, request.due_meeting))
    for text in _outcome(plan, asked):
        yield fact(_("Unanswered"), text)
    if plan.node(asked.owner) is not None:
        yield fact(_("Belongs to"), item_words(plan, asked.owner))
    elif asked.owner in plan.meetings:
        yield fact(_("Agreed by"), meeting_name(plan, asked.owner))


def _outcome(plan: Plan, asked: Asked) -> Iterator[str]:
    """Say what became of a request that was not answered."""
    if asked.request.moved_to:
        yield _("moved to {items}").format(items=", ".join(asked.request.moved_to))
    if asked.request.unanswered:
        yield plan.schema.format(("request", "unanswered"), asked.request.unanswered, current())


def _since(plan: Plan, asked: Asked) -> str:
    """Return when it was sent, else the date of the entry, else the meeting that put it in."""
    node = plan.node(asked.owner)
    entry = next((entry for entry in calendar_of(node) if entry.id == asked.entry), None) if node is not None else None
    date = asked.request.sent or (entry.date if entry is not None else None)
    if date:
        return date_words(date)
    return meeting_name(plan, entry.meeting) if entry is not None and entry.meeting else ""


def actor_page(
    plan: Plan, numbers: Mapping[str, int], actor: str, rows: Sequence[tuple[Asked, ResponseState]]
) -> tuple[Section, Section]:
    """Return the name of an actor, and every request to it as a card, in the order of their `numbers` by key."""
    name = actor_name(plan, actor)
    code = (Cell(actor, FAINT),) if actor != name else ()
    cards = []
    for asked, response in sorted(rows, key=lambda row: numbers.get(row[0].key, 0)):
        number, owner = Cell(f"{numbers.get(asked.key, '')}", STRONG), Cell(plan.printed_name(asked.owner), FAINT)
        below = (deadline_line(plan, asked), (Cell(localized(asked.text)),))
        role = ANSWER_LOOK[response.answer].role if response.has_answered else FAINT
        when = (Cell(date_words(response.date), FAINT),) if response.date else ()
        cells = (number, answer_cell(response.answer), *when, owner)
        cards.append(Row(asked.key, cells, kind=CARD, below=below, role=role))
    return (Section("head", rows=(Row(kind=TITLE, cells=(Cell(name, STRONG), *code)),)), Section("", rows=tuple(cards)))


def request_lines(plan: Plan, asked: Asked) -> Iterator[Line]:
    """Yield who is asked and by when, then the answers; silence is never called a failure."""
    request = asked.request
    if request.id:
        yield Cell(f"{request.id} ", ID), Cell(localized(request.text))
    elif request.text:
        yield (Cell(localized(request.text)),)
    who = actor_names(plan, request.from_) or _("nobody named")
    parts = [_("Asked: {actors}").format(actors=who)]
    if request.to:
        parts.append(_("answers go to {actor}").format(actor=actor_short(plan, request.to)))
    passed = ", " + pgettext("request", "deadline passed") if asked.passed and not asked.settled else ""
    if request.due_meeting:
        parts.append(_("by {meeting}").format(meeting=meeting_name(plan, request.due_meeting)) + passed)
    elif asked.deadline is not None or request.due:
        parts.append(_deadline_words(plan, asked) + passed)
    if request.every:
        parts.append(recurrence_words(request.every, plan))
    if request.sent:
        parts.append(_("sent {date}").format(date=date_words(request.sent)))
    parts += _outcome(plan, asked)
    yield (Cell("; ".join(parts)),)
    yield from answer_lines(plan, asked)
    yield from other_round_lines(plan, asked)


def other_round_lines(plan: Plan, asked: Asked) -> Iterator[Line]:
    """Yield a line for each other round with its answers: `At 15-17 May 2007: Ministry of Health (12 May 2007)`."""
    for round_, answers in asked.other_rounds:
        given = (_answered(plan, each) for each in answers)
        yield (Cell(f"{round_words(plan, round_)}: {', '.join(given)}", FAINT),)


def _answered(plan: Plan, response: ResponseState) -> str:
    """Return who answered and when, and what kind of answer it was unless it was complete."""
    facts = [answer_word(response.answer)] if response.answer != ANSWERED else []
    facts += [date_words(response.date)] if response.date else []
    return actor_short(plan, response.actor) + (f" ({', '.join(facts)})" if facts else "")


def deadline_line(plan: Plan, asked: Asked, *, brief: bool = False) -> Line:
    """Return as one text the deadline, and whether it has passed; see `deadline_cells`."""
    first, *more = deadline_cells(plan, asked, brief=brief)
    return (first, *(Cell(f", {cell.words}", cell.role) for cell in more))


def deadline_cells(plan: Plan, asked: Asked, *, brief: bool = False) -> Line:
    """Return the deadline, and whether it has passed, which is no reproach; else how the request recurs.

    With `brief`, for columns, the next date is shortened.
    """
    if asked.deadline is None:
        return (Cell(asked_for_words(asked.request, plan) or _("no date named"), FAINT),)
    words = _("by {date}").format(date=brief_date_words(asked.deadline)) if brief else _deadline_words(plan, asked)
    cell = Cell(words)
    return (cell, Cell(pgettext("request", "deadline passed"), "waiting")) if asked.passed else (cell,)


def _deadline_words(plan: Plan, asked: Asked) -> str:
    """Return the next date, followed by the whole deadline if that has several dates or depends on meetings."""
    due = due_words(asked.request.due, plan)
    if asked.deadline is None:
        return due
    by = _("by {date}").format(date=date_words(asked.deadline))
    return by if not due or due == date_words(asked.deadline) else f"{by} ({due})"


def answer_lines(plan: Plan, asked: Asked) -> Iterator[Line]:
    """Yield a line for each kind of answer, `✓ answered: France (12 July 2006)`, with the actors who gave it."""
    groups: dict[str, list[str]] = {}
    for response in asked.standings:
        when = f" ({date_words(response.date)})" if response.date else ""
        groups.setdefault(response.answer, []).append(actor_short(plan, response.actor) + when)
    for answer in ANSWER_LOOK:
        if answer in groups:
            yield answer_cell(answer), Cell(f": {', '.join(groups[answer])}")


def answer_line(response: ResponseState) -> Line:
    """Return an answer with its date, where that is known."""
    return (answer_cell(response.answer), *((Cell(f"  {date_words(response.date)}", FAINT),) if response.date else ()))


def answer_cell(answer: str) -> Cell:
    """Return an answer as glyph and word."""
    look = ANSWER_LOOK[answer]
    return Cell(f"{look.glyph} {answer_word(answer)}", look.role)


def recorded_words(asked: Asked) -> str:
    """Return how many answers are recorded, of how many."""
    return _("{answered} of {all} recorded").format(answered=asked.answered, all=len(asked.standings))
