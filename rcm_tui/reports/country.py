"""The sheet of one country (or another actor): what it was asked for, what it answered, offers and hosts.

Neutral in wording: the process is voluntary, so that nothing recorded says just that, and never that anybody failed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rcm_tui.locale import _, current
from rcm_tui.model.items import Activity, Status
from rcm_tui.model.plan import Plan, calendar_of
from rcm_tui.model.texts import Text, pick
from rcm_tui.reports.document import (
    LETTERHEAD,
    NOTE,
    TITLE,
    Block,
    Document,
    Heading,
    Paragraph,
    Row,
    Run,
    Style,
    Table,
    line,
)
from rcm_tui.reports.front import Occasion, date_words, draft_words, footer_of, title_of, updated_by
from rcm_tui.reports.looks import answer_word, status_word
from rcm_tui.reports.requests import Asked, Standing, by_actor, requests_of
from rcm_tui.reports.visible import visible

_TERSE = 40
_OVER = (Status.COMPLETED, Status.CANCELLED)


def country_document(plan: Plan, occasion: Occasion, code: str, on: date, *, internal: bool = False) -> Document:
    """The sheet of an actor, counted from `on`. Notes on answers are told only if `internal`."""
    name = _name(plan, code)
    title = _("{country}: requests, offers and hosting").format(country=name)
    requests = by_actor((one for one in requests_of(plan, on) if not one.archived), plan).get(code, ())
    waiting = [(asked, standing) for asked, standing in requests if not standing.has_answered and not asked.settled]
    waiting.sort(key=lambda pair: (pair[0].deadline.last if pair[0].deadline else None) or date.max)
    answered = [pair for pair in requests if pair[1].has_answered]
    return Document(
        title=title,
        language=current(),
        when=occasion.when,
        head=(
            line(title_of(plan), LETTERHEAD),
            line(title, TITLE, style=Style.BOLD),
            *(
                line(words, LETTERHEAD)
                for words in ((footer_of(plan, occasion),) if occasion.draft else updated_by(plan, occasion.meeting))
            ),
            line(_("As of {day}.").format(day=date_words(on.isoformat())), NOTE),
        ),
        blocks=tuple(_blocks(plan, code, waiting, answered, internal)),
        draft=draft_words(occasion),
        footer=footer_of(plan, occasion),
        landscape=False,
    )


def _blocks(
    plan: Plan,
    code: str,
    waiting: Sequence[tuple[Asked, Standing]],
    answered: Sequence[tuple[Asked, Standing]],
    internal: bool,
) -> Iterator[Block]:
    yield Heading(1, _("Input that is asked for"))
    rows = [
        _row(one.owner, _what(plan, one), _asked(plan, one), answer_word(standing.answer)) for one, standing in waiting
    ]
    if rows:
        names = (_("Item"), _("What is asked"), _("To, and by when"), _("Answer"))
        yield _table(names, (12, 50, 23, 15), rows)
        yield line(_("“Not recorded” means only that the plan holds no note of an answer."))
    else:
        yield line(_("Nothing is waited for."))
    if answered:
        yield Heading(1, _("Input that was given"))
        given = [_row(one.owner, _what(plan, one), _answer(standing, internal)) for one, standing in answered]
        yield _table((_("Item"), _("What was asked"), _("Answer")), (12, 63, 25), given)
    taken = list(_taken(plan, code))
    if taken:
        yield Heading(1, _("Offers, hosting and support"))
        yield _table((_("Item"), _("What"), _("When"), _("As"), _("Status")), (12, 46, 16, 13, 13), taken)
    responsible = list(_responsible(plan, code))
    if responsible:
        yield Heading(1, _("Activities with this name"))
        yield _table((_("Item"), _("Activity"), _("Status")), (12, 70, 18), responsible)


def _table(names: Sequence[str], widths: tuple[int, ...], rows: Sequence[Row]) -> Table:
    head = Row(tuple((line(name, style=Style.BOLD),) for name in names))
    return Table((head,), tuple(rows), widths, name=", ".join(names))


def _row(item_id: str, *cells: str | Paragraph) -> Row:
    texts = tuple((cell if isinstance(cell, Paragraph) else line(cell),) for cell in (item_id, *cells))
    return Row(texts, item_id)


def _words(text: Text, *, is_open: bool = False) -> Paragraph:
    return Paragraph((Run(visible(pick(text, current()), lines=True), is_open),))


def _what(plan: Plan, asked: Asked) -> Paragraph:
    """What is asked, in the words of the entry; some say only ONGOING, and then the item says what."""
    words = _words(asked.text)
    item = plan.items.get(asked.owner)
    if item is None or len(words.text) > _TERSE:
        return words
    said = visible(pick(item.text, current()), lines=True)
    return Paragraph((Run(f"{said} – "), *words.runs))


def _asked(plan: Plan, asked: Asked) -> str:
    """`Technical Secretariat, by 15 August 2006`."""
    to = _name(plan, asked.request.to) if asked.request.to else ""
    due = _("by {date}").format(date=date_words(asked.deadline.text)) if asked.deadline else ""
    return ", ".join(part for part in (to, due) if part)


def _answer(standing: Standing, internal: bool) -> str:
    words = [answer_word(standing.answer), date_words(standing.date)]
    if internal and standing.note:
        words.append(visible(pick(standing.note, current()), lines=True))
    return ", ".join(part for part in words if part)


def _taken(plan: Plan, code: str) -> Iterator[Row]:
    """Every entry of the current plan in which the actor has a part."""
    for item_id in plan.walk():
        node = plan.node(item_id)
        if node is None or plan.is_archived(item_id):
            continue
        for entry in calendar_of(node):
            role = entry.actors.get(code)
            if role is not None:
                is_open = bool(entry.status and entry.status.is_open)
                status = status_word(entry.status.value) if entry.status else ""
                text = _words(entry.text, is_open=is_open)
                yield _row(item_id, text, date_words(entry.date), role_word(role), status)


def _responsible(plan: Plan, code: str) -> Iterator[Row]:
    """The activities that are not over for which the actor itself is named as responsible."""
    for activity in plan.activities():
        if code in activity.responsible and activity.status not in _OVER and not plan.is_archived(activity.id):
            yield _activity(activity)


def _activity(activity: Activity) -> Row:
    return _row(activity.id, _words(activity.text, is_open=activity.status.is_open), status_word(activity.status.value))


def role_word(role: str) -> str:
    """What an actor does in an entry, in the language in use; a role that is not known stays as it is."""
    return {
        "host": _("hosts"),
        "offers": _("offers"),
        "funds": _("funds"),
        "sponsors": _("sponsors"),
        "presents": _("presents"),
        "participates": _("participates"),
    }.get(role, visible(role))


def _name(plan: Plan, code: str) -> str:
    actor = plan.actors.get(code)
    return visible(pick(actor.name, current()) or code) if actor is not None else visible(code)
