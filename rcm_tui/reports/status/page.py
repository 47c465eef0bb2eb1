"""The status report as a page: its sections with their rows, for a terminal, a screen or a publication.

What is counted and not listed (how the plan stands, the trend, the grid) is drawn by each of them out of the figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial

from rcm_tui.i18n import N_, _, ngettext
from rcm_tui.model.dates import DateError, PartialDate
from rcm_tui.model.plan import Plan
from rcm_tui.model.states import ADOPTS
from rcm_tui.model.totals import total_value, total_words, totalled
from rcm_tui.reports.names import (
    actor_short,
    actors_short,
    amount_words,
    asked_for_words,
    counted_from,
    date_words,
    due_words,
    funding_words,
    item_words,
    localized,
    meeting_name,
    people_words,
    period_words,
    recurrence_words,
    role_words,
    undated_words,
)
from rcm_tui.reports.page import FAINT, ID, Cell, Row, Rows, Section, status_cell, status_of_item
from rcm_tui.reports.requests import Asked
from rcm_tui.reports.review import what_count
from rcm_tui.reports.status.calendar import DEADLINE, EVENT, MEETING, Ahead, Deadline, Waiting
from rcm_tui.reports.status.figures import Need, missing_by_currency
from rcm_tui.reports.status.report import StatusReport, StepFigures

SECTIONS = {
    "standing": N_("Status of the plan"),
    "totals": N_("Totals"),
    "changes": N_("What changed"),
    "waiting": N_("Awaiting input"),
    "countries": N_("Answers by country"),
    "passed": N_("Overdue"),
    "to-come": N_("Upcoming deadlines"),
    "archive": N_("Ready to archive"),
    "quiet": N_("Unchanged for two meetings"),
    "nobody": N_("Nobody responsible"),
    "emphasis": N_("Words and status disagree"),
    "calendar": N_("Upcoming calendar"),
    "agreements": N_("Agreements without an item"),
    "priorities": N_("Priorities and money"),
    "parts": N_("Hosts, offers and takes part"),
}
"""Every section by its name, in the order of the report; some only where there is something: see `is_about`."""
DRAWN = ("standing", "changes", "countries")
"""The sections that are not lists: each front end draws them out of the figures."""


def heading(name: str) -> str:
    """Return the heading of a section in the language in use."""
    # Not `_(SECTIONS["changes"])` where it is needed: some versions of babel extract the key as a sentence.
    return _(SECTIONS[name])


def is_about(report: StatusReport, name: str) -> bool:
    """Return whether the whole report has a section: hosts and offers of one actor only, totals where declared."""
    return bool({"parts": report.country, "totals": report.totals}.get(name, True))


def section(report: StatusReport, name: str, limit: int | None = None) -> Section:
    """Return one section that is a list, with at most `limit` rows; raises KeyError for those in DRAWN."""
    return _MAKERS[name](report, limit)


def sections(report: StatusReport) -> tuple[Section, ...]:
    """Return every section that is a list, in order."""
    return tuple(maker(report, None) for maker in _MAKERS.values())


def about_words(report: StatusReport) -> str:
    """Return what the report is about: the files as they are or an edition, and what it is restricted to."""
    about = report.about
    plan = report.plan
    meeting = plan.meetings.get(about.at or "")
    adopted = meeting is not None and plan.info.edition_of(meeting.body) == ADOPTS
    message = _("The plan as {meeting} adopted it") if adopted else _("The plan as {meeting} left it")
    parts = [message.format(meeting=meeting_name(plan, about.at)) if about.at else _("The plan as it is now")]
    adoptions = [meeting for meeting in plan.meetings.values() if meeting.adopted and about.at in (None, meeting.id)]
    last = max(adoptions, key=lambda meeting: meeting.dates or "", default=None)
    if last is not None:
        by = meeting_name(plan, last.adopted)
        parts.append(_("{meeting} was adopted at {by}").format(meeting=meeting_name(plan, last.id), by=by))
    if about.subject:
        parts.append(_("subject {code}").format(code=about.subject))
    if about.actor:
        parts.append(actor_short(plan, about.actor))
    return "; ".join(parts) + "."


def counted_words(report: StatusReport) -> str:
    """Return the day that every rule counts from, and where it comes from."""
    return counted_from(report.about.day)


def step_words(step: StepFigures) -> str:
    """Return what changed in numbers: `2 added, 4 changed, 1 status`."""
    parts = [what_count(what, len(items)) for what, items in step.by_what.items()]
    if step.turns:
        parts.append(ngettext("{count} status", "{count} statuses", len(step.turns)).format(count=len(step.turns)))
    if step.others:
        parts = parts or [_("nothing changed")]
        parts.append(_("{count} not by this meeting").format(count=len(step.others)))
    return ", ".join(parts) or _("nothing changed")


def named_as_printed(found: Section, plan: Plan) -> Section:
    """Return a section that names items as the plan prints them, for what is drawn in a terminal.

    Documents keep the ids, which lead to the items, until they are laid out (see `reports.references`).
    """
    return replace(found, rows=Rows(found.rows, partial(_named, plan))) if plan.printed_names else found


def _named(plan: Plan, row: Row) -> Row:
    def printed(cell: Cell) -> Cell:
        return replace(cell, words=name_printed(plan, cell.words)) if cell.role == ID else cell

    return replace(row, cells=tuple(map(printed, row.cells)))


def name_printed(plan: Plan, key: str) -> str:
    """Return what an item, or what belongs to it, is called in print: `HR-4.2/mzp` as `1.4.2/mzp`."""
    owner = re.split("[/ ]", key, maxsplit=1)[0]
    return plan.printed_name(owner) + key[len(owner) :]


def _key(key: str) -> Cell:
    return Cell(key.replace("/", " "), ID)


def _totals(report: StatusReport, limit: int | None) -> Section:
    """Return the sums and means that the plan declares, of each subject and of the whole plan."""
    plan, rows = report.plan, []
    named = {name for totals in report.totals for name in totals.values}
    fields = [field for name, field in totalled(plan).items() if name in named]
    for totals in report.totals[:limit]:
        values = ((field, totals.values.get(field.name)) for field in fields)
        words = ("" if value is None else total_value(plan, field, value) for field, value in values)
        title = localized(totals.title) if totals.id else _("The whole plan")
        rows.append(Row(totals.id, (Cell(totals.id, ID), *map(Cell, words)), title))
    heads = (_("where"), *map(total_words, fields))
    return _section(
        "totals", heads, rows, len(report.totals), "; ".join(heads[1:]), _("No field with a total has a value.")
    )


# --- what waits, and until when


def _waiting(report: StatusReport, limit: int | None) -> Section:
    plan = report.plan
    since_cell, who_cell, dates = cache(partial(_since_cell, plan)), cache(partial(_who_cell, plan)), cache(date_words)

    def row(waiting: Waiting) -> Row:
        asked, since = waiting.asked, since_cell(waiting.since.date, waiting.since.meeting)
        who = who_cell(asked.request.from_, asked.answered, len(asked.standings))
        cells = (_key(asked.key), by_when(plan, asked, dates), who, since)
        return Row(asked.key, cells, localized(asked.text))

    heads = (_("request"), _("by when"), _("from whom"), _("since"))
    note = _("The process is voluntary: an answer that is not recorded is not a failure.")
    return _section(
        "waiting", heads, Rows(report.waiting[:limit], row), len(report.waiting), note, _("No answers are outstanding.")
    )


def by_when(plan: Plan, asked: Asked, dates: Callable[[PartialDate], str] = date_words) -> Cell:
    """Return the next deadline of a request, else how often it is made. `dates` describes a date."""
    if asked.deadline is None:
        return Cell(asked_for_words(asked.request, plan) or _("no date"), FAINT)
    return Cell(dates(asked.deadline), "waiting" if asked.passed else "")


def _who_cell(plan: Plan, asked: tuple[str, ...], answered: int, count: int) -> Cell:
    """Return who is asked; where some of as many as `count` have answered, with their number."""
    who = actors_short(plan, asked)
    counted = _("{who}: {answered} of {all} answered")
    return Cell(counted.format(who=who, answered=answered, all=count) if answered else who)


def _since_cell(plan: Plan, day: str | None, meeting: str | None) -> Cell:
    """Return since when it is asked; nothing where that is not recorded."""
    when = date_words(day) if day else meeting_name(plan, meeting) if meeting else ""
    return Cell(_("since {when}").format(when=when) if when else "", FAINT)


def _passed(report: StatusReport, limit: int | None) -> Section:
    return _deadlines(report, "passed", report.deadlines.passed, limit, _("Nothing is overdue."))


def _to_come(report: StatusReport, limit: int | None) -> Section:
    return _deadlines(report, "to-come", report.deadlines.to_come, limit, _("No upcoming deadlines."))


def _deadlines(report: StatusReport, name: str, found: Sequence[Deadline], limit: int | None, empty: str) -> Section:
    plan = report.plan
    who_cell = cache(lambda actors: Cell(people_words(plan, actors)))
    what_cell = cache(lambda *what: Cell(_deadline_words(plan, *what)))
    date_cell = cache(lambda when: Cell(date_words(when)))

    def row(deadline: Deadline) -> Row:
        what = what_cell(deadline.what, deadline.recurring, deadline.was)
        cells = (date_cell(deadline.date), _key(deadline.key), what, who_cell(deadline.actors))
        return Row(deadline.key, cells, localized(deadline.text))

    heads = (_("date"), _("where"), _("what"), _("who"))
    return _section(name, heads, Rows(found[:limit], row), len(found), "", empty)


_EXPECTED = {
    "item": N_("deadline"),
    "request": N_("request"),
    "entry": N_("planned"),
    "agreement": N_("agreement"),
}
"""What a deadline is of, in words."""


def _deadline_words(plan: Plan, what: str, recurring: str | None, was: str | None) -> str:
    word = _(_EXPECTED[what])
    again = f"{word}, {recurrence_words(recurring, plan)}" if recurring else word
    return _("{what}, was {date}").format(what=again, date=due_words(was, plan)) if was else again


# --- what wants a look


def _archive(report: StatusReport, limit: int | None) -> Section:
    plan, heads = report.plan, (_("item"), _("status"), _("last date"))
    try:
        period = period_words(plan.info.archive_after or "")
    except DateError:
        return _section("archive", heads, (), 0, "", _("This plan has no rule for the archive."))
    rows = []
    for due in report.due[:limit]:
        cells = (Cell(due.id, ID), status_cell(status_of_item(plan, due.id)), Cell(date_words(due.when)))
        rows.append(Row(due.id, cells, item_words(plan, due.id)))
    for item_id in report.undated[: None if limit is None else max(limit - len(rows), 0)]:
        cells = (Cell(item_id, ID), status_cell(status_of_item(plan, item_id)), Cell(_("no date"), FAINT))
        rows.append(Row(item_id, cells, item_words(plan, item_id)))
    note = _("Carried out, and the last date is more than {period} ago. Each can be archived or left.").format(
        period=period
    )
    if report.undated:
        note += " " + undated_words()
    count = len(report.due) + len(report.undated)
    return _section("archive", heads, rows, count, note, _("Nothing is ready to archive."))


def _quiet(report: StatusReport, limit: int | None) -> Section:
    meetings = report.quiet.meetings
    if not meetings:
        return _items(report, "quiet", (), limit, "", _("Not known yet: the history has too few editions."))
    first, second = (meeting_name(report.plan, meeting) for meeting in meetings)
    note = _("Open or planned, and changed neither at {first} nor at {second} nor since.")
    empty = _("Everything open has changed since.")
    return _items(report, "quiet", report.quiet.items, limit, note.format(first=first, second=second), empty)


def _nobody(report: StatusReport, limit: int | None) -> Section:
    note = _("Not over yet, and neither it nor an entry of it names anybody.")
    return _items(report, "nobody", report.nobody, limit, note, _("Everything open has somebody responsible."))


def _items(report: StatusReport, name: str, found: Sequence[str], limit: int | None, note: str, empty: str) -> Section:
    rows = Rows(found[:limit], partial(item_row, report.plan, cell=cache(status_cell)))
    return _section(name, (_("item"), _("status")), rows, len(found), note, empty)


def item_row(plan: Plan, item_id: str, *, cell: Callable[[str], Cell] = status_cell) -> Row:
    """Return an item by id and status, with its text. `cell` describes a status."""
    return Row(item_id, (Cell(item_id, ID), cell(status_of_item(plan, item_id))), item_words(plan, item_id))


def _emphasis(report: StatusReport, limit: int | None) -> Section:
    rows = []
    for disagreement in report.disagreements[:limit]:
        printed = Cell(_("printed as open") if disagreement.printed_open else _("printed plain"))
        rows.append(
            Row(
                disagreement.key,
                (_key(disagreement.key), status_cell(disagreement.status), printed),
                localized(disagreement.text),
            )
        )
    heads = (_("where"), _("status"), _("source format"))
    note = _("The words decided the status; the source prints it otherwise.")
    return _section("emphasis", heads, rows, len(report.disagreements), note, _("The source and the statuses agree."))


# --- what lies ahead


def _calendar(report: StatusReport, limit: int | None) -> Section:
    whats = {MEETING: Cell(_("meeting"), "moving"), EVENT: Cell(_("event")), DEADLINE: Cell(_("deadline"))}
    people = cache(partial(people_words, report.plan))
    date_cell = cache(lambda when: Cell(date_words(when)) if when is not None else Cell(_("no date yet"), FAINT))

    def row(ahead: Ahead) -> Row:
        cells = (date_cell(ahead.date), whats[ahead.what], _key(ahead.key))
        who = people(ahead.actors) if ahead.what != MEETING else ""
        return Row(ahead.key, cells, " · ".join(filter(None, (localized(ahead.text), ahead.place, who))))

    heads = (_("date"), _("what"), _("where"))
    note = _("Meetings, events and deadlines of the next twelve months.")
    empty = _("Nothing is in the calendar of the next twelve months.")
    return _section("calendar", heads, Rows(report.ahead[:limit], row), len(report.ahead), note, empty)


def _agreements(report: StatusReport, limit: int | None) -> Section:
    rows = []
    for loose in report.agreements[:limit]:
        cells = (Cell(meeting_name(report.plan, loose.meeting)), Cell(loose.agreement.number or loose.agreement.id, ID))
        rows.append(Row(loose.key, cells, localized(loose.agreement.text)))
    empty = _("Every agreement led to an item, or gives a reason why not.")
    if report.about.subject or report.about.actor:
        empty = _("Not part of a report on one subject or actor.")
    note = _("Neither an item nor a reason for having none.")
    return _section("agreements", (_("meeting"), _("number")), rows, len(report.agreements), note, empty)


def _priorities(report: StatusReport, limit: int | None) -> Section:
    rows = []
    for need in report.needs[:limit]:
        priority = Cell(_("priority {value}").format(value=need.priority) if need.priority is not None else "")
        money = Cell(_need_words(report.plan, need), "waiting" if need.unfunded else "")
        rows.append(Row(need.key, (_key(need.key), priority, status_cell(need.status), money), localized(need.text)))
    heads = (_("where"), _("priority"), _("status"), _("money"))
    sums = missing_by_currency(report.needs)
    amounts = ", ".join(amount_words(amount, currency) for currency, amount in sums.items())
    note = _("Funding gap in total: {amounts}.").format(amounts=amounts) if sums else ""
    empty = _("No priority is pending, and no funding gap is recorded.")
    return _section("priorities", heads, rows, len(report.needs), note, empty)


def _need_words(plan: Plan, need: Need) -> str:
    if need.funding is None:
        return ""
    text = funding_words(plan, need.funding)
    if need.unfunded and need.funding.missing is None:
        return _("{said}; who pays is not recorded").format(said=text)
    return text


def _parts(report: StatusReport, limit: int | None) -> Section:
    """Return what the actor of the report hosts, offers and takes part in."""
    figures, rows = report.country, []
    parts = (*figures.hosts, *figures.offered, *figures.takes_part) if figures is not None else ()
    for part in parts[:limit]:
        money = Cell(funding_words(report.plan, part.funding) if part.funding is not None else "")
        cells = (Cell(role_words(part.role)), _key(part.key), Cell(date_words(part.date)), money)
        rows.append(Row(part.key, cells, " · ".join(filter(None, (localized(part.text), part.place)))))
    empty = _("The plan names no part of this actor.") if figures is not None else _("Name an actor with --actor.")
    return _section("parts", (_("how"), _("where"), _("date"), _("money")), rows, len(parts), "", empty)


def _section(name: str, heads: tuple[str, ...], rows: Sequence[Row], count: int, note: str, empty: str) -> Section:
    return Section(name, heading(name), heads, rows or (), note, empty, count)


_MAKERS: dict[str, Callable[[StatusReport, int | None], Section]] = {
    "totals": _totals,
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
