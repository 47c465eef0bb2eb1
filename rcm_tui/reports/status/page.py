"""The status report in words: its sections with their rows, for a terminal, a screen or a publication alike.

What is counted and not listed (how the plan stands, the trend, the grid) each face draws from the figures by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rcm_tui.i18n import N_, _
from rcm_tui.model.plan import Plan
from rcm_tui.model.texts import Text
from rcm_tui.reports.names import (
    actors_short,
    amount_words,
    date_words,
    funding_words,
    item_words,
    localized,
    meeting_name,
    people_words,
    period_words,
    recurrence_words,
    role_words,
)
from rcm_tui.reports.page import FAINT, ID, Cell, Row, Section, status_cell, status_of_item
from rcm_tui.reports.requests import Asked
from rcm_tui.reports.status.calendar import DEADLINE, EVENT, MEETING, Ahead, Deadline
from rcm_tui.reports.status.items import Need, missing_by_currency
from rcm_tui.reports.status.report import StatusReport
from rcm_tui.reports.status.requests import Since

SECTIONS = {
    "standing": N_("How the plan stands"),
    "changes": N_("What changed"),
    "waiting": N_("What waits for input"),
    "countries": N_("Answers by country"),
    "passed": N_("Deadlines that have passed"),
    "to-come": N_("Deadlines to come"),
    "archive": N_("Due for the archive"),
    "quiet": N_("No news for two meetings"),
    "nobody": N_("Names nobody responsible"),
    "emphasis": N_("Words and status disagree"),
    "calendar": N_("The calendar ahead"),
    "agreements": N_("Agreements without an item"),
    "priorities": N_("Priorities and money"),
    "parts": N_("Hosts, offers and takes part"),
}
"""Every section by its name, in the order in which they are told; `parts` only in a report on one actor."""
DRAWN = ("standing", "changes", "countries")
"""The sections that each face draws by itself."""


def heading(name: str) -> str:
    """Return the heading of a section in the language in use."""
    # Not `_(SECTIONS["changes"])` where it is needed: some versions of babel extract the key as a sentence.
    return _(SECTIONS[name])


def section(report: StatusReport, name: str, limit: int | None = None) -> Section:
    """One section that lists; not for those in DRAWN. With a `limit`, only so many of its rows are made."""
    return _MAKERS[name](report, limit)


def sections(report: StatusReport) -> tuple[Section, ...]:
    """Every section that lists, in order."""
    return tuple(maker(report, None) for maker in _MAKERS.values())


def _key(key: str) -> Cell:
    return Cell(key.replace("/", " "), ID)


def _text(text: Text) -> str:
    return localized(text)


# --- what waits, and until when


def _waiting(report: StatusReport, limit: int | None) -> Section:
    plan = report.plan
    rows = tuple(
        Row(
            one.asked.key,
            (
                _key(one.asked.key),
                _by_when(one.asked),
                Cell(_asked_words(plan, one.asked)),
                Cell(_since_words(plan, one.since), FAINT),
            ),
            _text(one.asked.text),
        )
        for one in report.waiting[:limit]
    )
    return Section(
        "waiting",
        heading("waiting"),
        (_("request"), _("by when"), _("from whom"), _("since")),
        rows,
        _("The process is voluntary: an answer that is not recorded is no failure."),
        _("Nothing waits for an answer."),
        len(report.waiting),
    )


def _by_when(asked: Asked) -> Cell:
    if asked.deadline is None:
        return Cell(recurrence_words(asked.request.every) if asked.request.every else _("no date"), FAINT)
    return Cell(date_words(asked.deadline), "waiting" if asked.passed else "")


def _asked_words(plan: Plan, asked: Asked) -> str:
    who = actors_short(plan, asked.request.from_)
    if not asked.answered:
        return who
    return _("{who}: {answered} of {all} answered").format(who=who, answered=asked.answered, all=len(asked.standings))


def _since_words(plan: Plan, since: Since) -> str:
    """Since when it is asked; nothing where that is not recorded."""
    when = date_words(since.date) if since.date else meeting_name(plan, since.meeting) if since.meeting else ""
    return _("since {when}").format(when=when) if when else ""


def _passed(report: StatusReport, limit: int | None) -> Section:
    return _deadlines(report, "passed", report.deadlines.passed, limit, _("No deadline has passed."))


def _to_come(report: StatusReport, limit: int | None) -> Section:
    return _deadlines(report, "to-come", report.deadlines.to_come, limit, _("No deadline is to come."))


def _deadlines(report: StatusReport, name: str, found: Sequence[Deadline], limit: int | None, empty: str) -> Section:
    rows = tuple(
        Row(
            one.key,
            (
                Cell(date_words(one.date)),
                _key(one.key),
                Cell(_deadline_words(one)),
                Cell(people_words(report.plan, one.actors)),
            ),
            _text(one.text),
        )
        for one in found[:limit]
    )
    heads = (_("date"), _("where"), _("what"), _("who"))
    return Section(name, heading(name), heads, rows, "", empty, len(found))


def _deadline_words(one: Deadline) -> str:
    word = {"request": _("request"), "entry": _("planned"), "agreement": _("agreement")}[one.what]
    return f"{word}, {recurrence_words(one.recurring)}" if one.recurring else word


# --- what wants a look


def _archive(report: StatusReport, limit: int | None) -> Section:

    plan = report.plan
    period = plan.info.archive_after
    try:
        words = period_words(period) if period else ""
    except ValueError:
        words = ""
    note = _("Carried out, and the last date is more than {period} ago. You take it or leave it.").format(period=words)
    rows = tuple(
        Row(
            one.id,
            (Cell(one.id, ID), status_cell(status_of_item(plan, one.id)), Cell(date_words(one.last))),
            item_words(plan, one.id),
        )
        for one in report.due[:limit]
    )
    heads = (_("item"), _("status"), _("last date"))
    if not words:
        return Section("archive", heading("archive"), heads, rows, "", _("This plan has no rule for the archive."))
    return Section(
        "archive", heading("archive"), heads, rows, note, _("Nothing is due for the archive."), len(report.due)
    )


def _items(report: StatusReport, name: str, found: Sequence[str], limit: int | None, note: str, empty: str) -> Section:
    plan = report.plan
    rows = tuple(
        Row(item_id, (Cell(item_id, ID), status_cell(status_of_item(plan, item_id))), item_words(plan, item_id))
        for item_id in found[:limit]
    )
    return Section(name, heading(name), (_("item"), _("status")), rows, note, empty, len(found))


def _quiet(report: StatusReport, limit: int | None) -> Section:
    meetings = report.quiet.meetings
    if not meetings:
        return _items(report, "quiet", (), limit, "", _("Cannot be told yet: the history has too few editions."))
    first, second = (meeting_name(report.plan, one) for one in meetings)
    note = _("Open or planned, and changed neither at {first} nor at {second} nor since.").format(
        first=first, second=second
    )
    return _items(report, "quiet", report.quiet.items, limit, note, _("There was news of everything that is open."))


def _nobody(report: StatusReport, limit: int | None) -> Section:
    note = _("Not over yet, and neither it nor an entry of it names anybody.")
    return _items(report, "nobody", report.nobody, limit, note, _("Everything that is not over names somebody."))


def _emphasis(report: StatusReport, limit: int | None) -> Section:
    rows = tuple(
        Row(
            one.key,
            (
                _key(one.key),
                status_cell(one.status),
                Cell(_("printed as open") if one.printed_open else _("printed plain")),
            ),
            _text(one.text),
        )
        for one in report.disagreements[:limit]
    )
    return Section(
        "emphasis",
        heading("emphasis"),
        (_("where"), _("status"), _("in the source")),
        rows,
        _("The words decided the status; the source prints it otherwise."),
        _("The source and the statuses agree."),
        len(report.disagreements),
    )


# --- what lies ahead


def _calendar(report: StatusReport, limit: int | None) -> Section:
    rows = tuple(
        Row(
            one.key,
            (
                Cell(
                    date_words(one.date) if one.date is not None else _("no date yet"),
                    "" if one.date else FAINT,
                ),
                Cell(_ahead_word(one), "moving" if one.what == MEETING else ""),
                _key(one.key),
            ),
            _ahead_text(report.plan, one),
        )
        for one in report.ahead[:limit]
    )
    return Section(
        "calendar",
        heading("calendar"),
        (_("date"), _("what"), _("where")),
        rows,
        _("Meetings, events and deadlines of the next twelve months."),
        _("Nothing is in the calendar of the next twelve months."),
        len(report.ahead),
    )


def _ahead_word(one: Ahead) -> str:
    return {MEETING: _("meeting"), EVENT: _("event"), DEADLINE: _("deadline")}[one.what]


def _ahead_text(plan: Plan, one: Ahead) -> str:
    parts = [_text(one.text), one.place or "", people_words(plan, one.actors) if one.what != MEETING else ""]
    return " · ".join(part for part in parts if part)


def _agreements(report: StatusReport, limit: int | None) -> Section:
    rows = tuple(
        Row(
            one.key,
            (Cell(meeting_name(report.plan, one.meeting)), Cell(one.agreement.number or one.agreement.id, ID)),
            _text(one.agreement.text),
        )
        for one in report.agreements[:limit]
    )
    restricted = report.about.subject or report.about.actor
    return Section(
        "agreements",
        heading("agreements"),
        (_("meeting"), _("number")),
        rows,
        _("Neither an item nor a reason why to none."),
        _("Not part of a report on one subject or actor.")
        if restricted
        else _("Every agreement led to an item, or says why to none."),
        len(report.agreements),
    )


def _priorities(report: StatusReport, limit: int | None) -> Section:
    rows = tuple(
        Row(
            need.key,
            (
                _key(need.key),
                Cell(_("priority {value}").format(value=need.priority) if need.priority is not None else ""),
                status_cell(need.status),
                Cell(_need_words(report.plan, need), "waiting" if need.unfunded else ""),
            ),
            _text(need.text),
        )
        for need in report.needs[:limit]
    )
    sums = missing_by_currency(report.needs)
    note = _("Missing in all: {amounts}.").format(
        amounts=", ".join(amount_words(amount, currency) for currency, amount in sums.items())
    )
    return Section(
        "priorities",
        heading("priorities"),
        (_("where"), _("priority"), _("status"), _("money")),
        rows,
        note if sums else "",
        _("No priority is pending, and nothing is said to lack money."),
        len(report.needs),
    )


def _need_words(plan: Plan, need: Need) -> str:
    if need.funding is None:
        return ""
    said = funding_words(plan, need.funding)
    if need.unfunded and need.funding.missing is None:
        return _("{said}; who pays is not recorded").format(said=said)
    return said


def _parts(report: StatusReport, limit: int | None) -> Section:
    """What the actor of the report hosts, offers and takes part in."""
    figures = report.country
    parts = (*figures.hosts, *figures.offered, *figures.takes_part) if figures is not None else ()
    rows = tuple(
        Row(
            part.key,
            (
                Cell(role_words(part.role)),
                _key(part.key),
                Cell(date_words(part.date) if part.date is not None else ""),
                Cell(funding_words(report.plan, part.funding) if part.funding is not None else ""),
            ),
            " · ".join(words for words in (_text(part.text), part.place or "") if words),
        )
        for part in parts[:limit]
    )
    return Section(
        "parts",
        heading("parts"),
        (_("how"), _("where"), _("date"), _("money")),
        rows,
        "",
        _("The plan names no part of this actor.") if figures is not None else _("Name an actor with --actor."),
        len(parts),
    )


_MAKERS: dict[str, Callable[[StatusReport, int | None], Section]] = {
    "waiting": _waiting,
    "passed": _passed,
    "to-come": _to_come,
    "archive": _archive,
    "quiet": _quiet,
    "nobody": _nobody,
    "emphasis": _emphasis,
    "calendar": _calendar,
    "agreements": _agreements,
    "priorities": _priorities,
    "parts": _parts,
}
