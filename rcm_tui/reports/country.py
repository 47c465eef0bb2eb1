"""The sheet of one country (or another actor): what it was asked for, what it answered, offers and hosts.

Neutral in wording: the process is voluntary, so that nothing recorded says just that, and never that anybody failed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from rcm_tui.i18n import _, current
from rcm_tui.model.dates import PartialDate
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.items import Activity
from rcm_tui.model.named import named_by
from rcm_tui.model.plan import Plan
from rcm_tui.model.texts import Text
from rcm_tui.reports.document import Block, Document, Heading, Paragraph, Row, Run, Style, Table, line
from rcm_tui.reports.heading import EditionContext, draft_words, edition_lines, footer_of, head_about
from rcm_tui.reports.names import (
    date_words,
    funding_words,
    item_words,
    localized,
    meeting_name,
    recurrence_words,
    reference_words,
    role_words,
)
from rcm_tui.reports.requests import Asked, ResponseState
from rcm_tui.reports.status.calendar import REQUEST
from rcm_tui.reports.status.country import CountryFigures, Part, country_figures
from rcm_tui.reports.styles import answer_word, meeting_word, status_word
from rcm_tui.reports.visible import visible

_TERSE = 40


@dataclass(frozen=True, slots=True)
class Proposal:
    """An item that was changed at an actor's proposal: at which meeting (`none` between meetings), and on which day."""

    item: str
    meeting: str
    day: str


def country_document(
    plan: Plan,
    context: EditionContext,
    code: str,
    on: date,
    *,
    internal: bool = False,
    proposals: Sequence[Proposal] = (),
) -> Document:
    """Return the sheet of an actor, counted from `on`. Notes on answers are included only if `internal`."""
    title = _("{country}: requests, offers and hosting").format(country=_name(plan, code))
    figures = country_figures(plan, code, on)
    blocks = (*_addresses(plan, code), *_blocks(plan, figures, internal), *_proposed(plan, proposals))
    return _document(plan, context, on, title, blocks)


def _addresses(plan: Plan, code: str) -> Iterator[Block]:
    """Yield the e-mail addresses of an actor, where the plan says that they are published."""
    actor = plan.actors.get(code)
    if plan.info.publish_email and actor is not None and actor.email:
        yield line(_("E-mail: {addresses}").format(addresses=", ".join(map(visible, actor.email))))


def countries_document(sheets: Mapping[str, Document], plan: Plan, context: EditionContext, on: date) -> Document:
    """Return the sheets of several actors as one document, each on a page of its own."""
    blocks: list[Block] = []
    for code, sheet in sheets.items():
        blocks.append(Heading(1, _name(plan, code), f"sheet-{code}", new_page=bool(blocks)))
        blocks += (
            replace(block, level=block.level + 1) if isinstance(block, Heading) else block for block in sheet.blocks
        )
    return _document(plan, context, on, _("Requests, offers and hosting by country"), tuple(blocks))


def _document(plan: Plan, context: EditionContext, on: date, title: str, blocks: tuple[Block, ...]) -> Document:
    day = _("As of {day}.").format(day=date_words(on.isoformat()))
    return Document(
        title=title,
        language=current(),
        when=context.when,
        head=head_about(plan, title, edition_lines(plan, context), (day,)),
        blocks=blocks,
        draft=draft_words(context),
        footer=footer_of(plan, context),
        landscape=False,
    )


def _blocks(plan: Plan, figures: CountryFigures, internal: bool) -> Iterator[Block]:
    yield Heading(1, _("Input that is asked for"))
    due = {deadline.key: deadline.date for deadline in figures.deadlines if deadline.what == REQUEST}
    rows = [
        _row(plan, asked.key, _what(plan, asked), _asked(plan, asked, due.get(asked.key)), answer_word(standing.answer))
        for asked, standing in figures.owes
    ]
    if rows:
        names = (_("Item"), _("What is asked"), _("To, and by when"), _("Answer"))
        yield line(_("“Not recorded” means only that the plan holds no note of an answer."))
        yield _table(names, (12, 50, 23, 15), rows)
    else:
        yield line(_("No answers are outstanding."))
    dates = [
        _row(plan, deadline.key, _words(deadline.text), date_words(deadline.date))
        for deadline in figures.deadlines
        if deadline.what != REQUEST
    ]
    yield from _titled(_("Other dates"), (_("Item"), _("What is expected"), _("By when")), (12, 63, 25), dates)
    given = [
        _row(plan, asked.key, _what(plan, asked), _answer(standing, internal)) for asked, standing in figures.answered
    ]
    yield from _titled(_("Input that was given"), (_("Item"), _("What was asked"), _("Answer")), (12, 63, 25), given)
    taken = [_part(plan, part) for part in (*figures.hosts, *figures.offered, *figures.takes_part)]
    parts = (_("Item"), _("What"), _("When"), _("As"), _("Status"))
    yield from _titled(_("Offers, hosting and support"), parts, (12, 46, 16, 13, 13), taken)
    responsible = list(_responsible(plan, figures))
    yield from _titled(
        _("Activities with this name"), (_("Item"), _("Activity"), _("Status")), (12, 70, 18), responsible
    )


def _proposed(plan: Plan, proposals: Sequence[Proposal]) -> Iterator[Block]:
    rows = []
    for proposal in proposals:
        at = meeting_name(plan, proposal.meeting) if proposal.meeting not in ("", "none") else date_words(proposal.day)
        rows.append(_row(plan, proposal.item, visible(item_words(plan, proposal.item), lines=True), visible(at)))
    yield from _titled(_("Changed at its proposal"), (_("Item"), _("Text"), _("When")), (12, 63, 25), rows)


def _titled(title: str, names: Sequence[str], widths: tuple[int, ...], rows: Sequence[Row]) -> Iterator[Block]:
    """Yield a table below its title, if it has rows."""
    if rows:
        yield Heading(1, title)
        yield _table(names, widths, rows)


def _table(names: Sequence[str], widths: tuple[int, ...], rows: Sequence[Row]) -> Table:
    head = Row(tuple((line(name, style=Style.BOLD),) for name in names))
    return Table((head,), tuple(rows), widths, name=", ".join(names))


def _row(plan: Plan, key: str, *cells: str | Paragraph) -> Row:
    shown = (visible(reference_words(plan, key)), *cells)
    return Row(tuple((cell if isinstance(cell, Paragraph) else line(cell),) for cell in shown), key.partition("/")[0])


def _words(text: Text, *, is_open: bool = False) -> Paragraph:
    return Paragraph((Run(visible(localized(text), lines=True), is_open),))


def _what(plan: Plan, asked: Asked) -> Paragraph:
    """Return the text of the entry that asks, after that of its item where the entry is terse, such as ONGOING."""
    words = _words(asked.text)
    item = plan.items.get(asked.owner)
    if item is None or len(words.text) > _TERSE:
        return words
    text = visible(localized(item.text), lines=True)
    return Paragraph((Run(f"{text} – "), *words.runs))


def _asked(plan: Plan, asked: Asked, when: PartialDate | None) -> str:
    """Return `Technical Secretariat, by 15 August 2006`, with every day by which something is asked for."""
    to = _name(plan, asked.request.to) if asked.request.to else ""
    days = asked.deadlines or ((when,) if when is not None else ())
    due = _("by {date}").format(date="; ".join(map(date_words, days))) if days else ""
    every = recurrence_words(asked.request.every, plan) if asked.request.every else ""
    return ", ".join(part for part in (to, due, every) if part)


def _answer(standing: ResponseState, internal: bool) -> str:
    words = [answer_word(standing.answer), date_words(standing.date)]
    if internal and standing.note:
        words.append(visible(localized(standing.note), lines=True))
    return ", ".join(part for part in words if part)


def _part(plan: Plan, part: Part) -> Row:
    """Return a row for a part that the actor takes in an entry, a meeting or a funding."""
    text = _words(part.text, is_open=plan.statuses.is_bold(part.status))
    beside = [visible(part.place or ""), funding_words(plan, part.funding) if part.funding is not None else ""]
    phrase = "".join(f" – {words}" for words in beside if words)
    status = meeting_word(part.status) if part.key in plan.meetings else status_word(part.status) if part.status else ""
    when = date_words(part.date) if part.date is not None else ""
    whole = Paragraph((*text.runs, Run(phrase))) if phrase else text
    return _row(plan, part.key, whole, when, visible(role_words(part.role)), status)


def _responsible(plan: Plan, figures: CountryFigures) -> Iterator[Row]:
    """Yield the activities not yet over for which the actor is named itself, and not only through its group."""
    for item_id in figures.responsible:
        activity = plan.items.get(item_id)
        if isinstance(activity, Activity) and figures.actor in named_by(plan, activity):
            yield _activity(plan, activity)


def _activity(plan: Plan, activity: Activity) -> Row:
    words = _words(activity.text, is_open=plan.statuses.is_bold(activity.status))
    return _row(plan, activity.id, words, status_word(activity.status))


def _name(plan: Plan, code: str) -> str:
    actor = plan.actors.get(code)
    return visible(localized(actor.name) or code) if actor is not None else visible(code)
