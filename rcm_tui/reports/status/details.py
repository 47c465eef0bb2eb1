"""The items behind a figure of the status report: of a subject, a status, a step between meetings, a country."""

from __future__ import annotations

from collections.abc import Sequence

from rcm_tui.i18n import _
from rcm_tui.model.rules import NOT_ASKED
from rcm_tui.reports.names import actor_short, asked_for_words, date_words, item_words, localized, meeting_name
from rcm_tui.reports.page import FAINT, ID, Cell, Row, Section
from rcm_tui.reports.status.calendar import GridRow
from rcm_tui.reports.status.figures import SubjectStanding
from rcm_tui.reports.status.page import item_row, step_words
from rcm_tui.reports.status.report import StatusReport, StepFigures
from rcm_tui.reports.styles import ANSWER_LOOK, answer_word, status_word


def of_subject(report: StatusReport, standing: SubjectStanding, limit: int | None = None) -> Section:
    """Return the activities of a subject, by status."""
    return _items(
        report, f"subject:{standing.id}", localized(standing.title) or standing.id, standing.activities, limit
    )


def of_status(report: StatusReport, status: str, limit: int | None = None) -> Section:
    """Return the activities of a status, in all subjects."""
    found = tuple(item_id for standing in report.standing for item_id in standing.by_status.get(status, ()))
    return _items(report, f"status:{status}", status_word(status), found, limit)


def of_archive(report: StatusReport, limit: int | None = None) -> Section:
    """Return the activities in the archive."""
    found = tuple(item_id for standing in report.standing for item_id in standing.archived)
    return _items(report, "status:archived", status_word("archived"), found, limit)


def of_step(report: StatusReport, name: str, title: str, step: StepFigures, limit: int | None = None) -> Section:
    """Return what changed from one meeting to the next, item by item."""
    words = {
        "added": _("added"),
        "changed": _("changed"),
        "archived": _("archived"),
        "restored": _("restored"),
        "moved": _("moved"),
        "removed": _("removed"),
    }
    turns = {turn.id: turn for turn in step.turns}
    rows = []
    for what, item_id in [(what, item) for what, items in step.by_what.items() for item in items][:limit]:
        turn = turns.get(item_id)
        text = f"{status_word(turn.before)} → {status_word(turn.after)}" if turn is not None else ""
        cells = (Cell(item_id, ID), Cell(words.get(what, what), FAINT), Cell(text))
        rows.append(Row(item_id, cells, item_words(report.plan, item_id)))
    heads = (_("item"), _("what"), _("status"))
    return Section(name, title, heads, tuple(rows), step_words(step), _("Nothing changed."), len(step.items))


def since_words(report: StatusReport) -> str:
    """Return since when the changes are counted."""
    step = report.changed
    if step is None or step.before is None:
        return _("Since the beginning")
    return _("Since {meeting}").format(meeting=meeting_name(report.plan, step.before))


def of_country(report: StatusReport, row: GridRow, limit: int | None = None) -> Section:
    """Return what a country is asked, and what it has answered."""
    requests = {waiting.asked.key: waiting.asked for waiting in report.waiting}
    found = [pair for pair in zip(report.grid.columns, row.cells, strict=True) if pair[1].answer != NOT_ASKED]
    rows = []
    for key, cell in found[:limit]:
        asked = requests[key]
        look = ANSWER_LOOK[cell.answer]
        answer = f"{look.glyph} {answer_word(cell.answer)}"
        if asked.deadline is not None:
            when = date_words(asked.deadline)
        else:
            when = asked_for_words(asked.request, report.plan) or _("no date")
        cells = (
            Cell(key.replace("/", " "), ID),
            Cell(when),
            Cell(answer, look.role),
            Cell(date_words(cell.date), FAINT),
        )
        rows.append(Row(key, cells, localized(asked.text)))
    note = _("{answered} of {all} recorded").format(answered=row.answered, all=row.asked)
    heads = (_("request"), _("by when"), _("answer"), _("date"))
    name = actor_short(report.plan, row.actor)
    return Section(
        f"country:{row.actor}", name, heads, tuple(rows), note, _("No open request asks this country."), len(found)
    )


def _items(report: StatusReport, name: str, title: str, found: Sequence[str], limit: int | None) -> Section:
    rows = tuple(item_row(report.plan, item_id) for item_id in found[:limit])
    return Section(name, title, (_("item"), _("status")), rows, "", _("no activity"), len(found))
