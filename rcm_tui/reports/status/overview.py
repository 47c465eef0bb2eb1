"""Page one of the status report: four figures, the trend, the subjects by status and a timeline, as pictures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from textwrap import shorten

from rcm_tui.i18n import _, ngettext
from rcm_tui.model import rules
from rcm_tui.model.dates import PartialDate
from rcm_tui.reports.document import Block, Picture, Pictures, line
from rcm_tui.reports.names import body_short, date_words, item_words, localized, meeting_name, undated_name
from rcm_tui.reports.pictures import SHADES, SIGNS, Column, Moment, bars, columns, numbers, stacked, timeline
from rcm_tui.reports.status.calendar import DEADLINE, ENTRY, EVENT, MEETING, Ahead
from rcm_tui.reports.status.figures import counted
from rcm_tui.reports.status.report import StatusReport
from rcm_tui.reports.styles import counted_status, status_word
from rcm_tui.reports.visible import one_line

_BARS = 16
"""Subjects that are drawn at most; the table below has them all."""
_MOMENTS = 12
"""Dates on the timeline at most: those nearest to the day of the report."""
_LETTERS = 90
"""The letters of a text beside a date at most."""
_YEAR = timedelta(days=366)


def overview(report: StatusReport) -> Iterator[Block]:
    """Yield the figures of the report in one sentence, and as pictures."""
    yield line(figures_words(report))
    drawn = [_numbers(report)]
    drawn += [_subjects(report)] if report.standing else []
    drawn += [_trend(report)] if len(report.trend) > 1 else []
    figures = Picture(
        stacked([picture.svg for picture in drawn]), " ".join(picture.alt for picture in drawn[1:]) or drawn[0].alt
    )
    moments = _moments(report)
    yield Pictures((figures, _timeline(report, moments)) if moments else (figures,))


def key_figures(report: StatusReport) -> tuple[int, int, int, int]:
    """Return how many activities are open, requests wait, deadlines passed, and activities are due for the archive."""
    opened = sum(len(standing.open) for standing in report.standing)
    due = len(report.due) + len(report.undated)
    return opened, len(report.waiting), len(report.deadlines.passed), due


def figures_words(report: StatusReport) -> str:
    """Return the four figures in a sentence."""
    opened, waiting, passed, due = key_figures(report)
    whole = sum(len(standing.activities) for standing in report.standing)
    parts = (
        ngettext("{open} activity of {count} is open", "{open} activities of {count} are open", opened),
        ngettext("{waiting} request waits for input", "{waiting} requests wait for input", waiting),
        ngettext("{passed} deadline has passed", "{passed} deadlines have passed", passed),
        ngettext("{due} activity is due for the archive", "{due} activities are due for the archive", due),
    )
    figures = {"open": opened, "count": whole, "waiting": waiting, "passed": passed, "due": due}
    return "; ".join(parts).format(**figures) + "."


def _numbers(report: StatusReport) -> Picture:
    opened, waiting, passed, due = key_figures(report)
    drawn = (
        (opened, ngettext("activity open", "activities open", opened)),
        (waiting, ngettext("request waiting", "requests waiting", waiting)),
        (passed, ngettext("deadline passed", "deadlines passed", passed)),
        (due, _("ready to archive")),
    )
    return Picture(numbers(drawn), figures_words(report))


def _trend(report: StatusReport) -> Picture:
    plan = report.plan
    found, texts = [], []
    for point in report.trend:
        meeting = plan.meetings.get(point.meeting or "")
        when = rules.read(meeting.dates) if meeting is not None else None
        month = f"{when.last:%m/%Y}" if when is not None and when.last is not None else ""
        name = body_short(plan, meeting.body) if meeting is not None else point.meeting or _("now")
        found.append(Column(point.open, point.all, one_line(name), month))
        name = meeting_name(plan, point.meeting) if point.meeting else _("now")
        texts.append(f"{one_line(name)}: " + _("{open} of {all} open").format(open=point.open, all=point.all))
    alt = _("Open activities after each meeting. {figures}.").format(figures="; ".join(texts))
    return Picture(columns(found, _("open activities"), _("all activities in the plan")), alt)


def _subjects(report: StatusReport) -> Picture:
    order = counted(report.plan)
    used = [status for status in order if any(standing.by_status.get(status) for standing in report.standing)]
    series = [(status_word(status), SHADES[order.index(status) % len(SHADES)]) for status in used]
    shown = report.standing[:_BARS]
    rows = {one_line(standing.id): [len(standing.by_status.get(status, ())) for status in used] for standing in shown}
    texts, none = [], _("no activities")
    for standing in shown:
        counts = ", ".join(counted_status(status, len(found)) for status, found in standing.by_status.items())
        texts.append(f"{standing.id} {one_line(localized(standing.title))}: {counts or none}")
    return Picture(
        bars(rows, series), _("Activities by subject and status. {figures}.").format(figures="; ".join(texts))
    )


def _moments(report: StatusReport) -> list[Ahead]:
    """Return what is drawn on the timeline: meetings, events and deadlines a year back and ahead, the nearest ones."""
    on = report.about.on
    passed = [
        Ahead(DEADLINE, deadline.key, deadline.date, deadline.text, actors=deadline.actors, deadline=deadline.what)
        for deadline in report.deadlines.passed
        if deadline.what != ENTRY
    ]
    held = [
        Ahead(MEETING, meeting.id, rules.read(meeting.dates), meeting.title, meeting.place)
        for meeting in report.plan.meetings_in_order()
        if report.about.subject is None and report.about.actor is None
    ]
    found = {(ahead.what, ahead.key): ahead for ahead in (*passed, *held, *report.ahead) if _near(ahead.date, on)}
    nearest = sorted(found.values(), key=lambda ahead: abs((_days(ahead.date)[1] - on).days))[:_MOMENTS]
    return sorted(nearest, key=lambda ahead: (_days(ahead.date)[1], ahead.what, ahead.key))


def _near(when: PartialDate | None, on: date) -> bool:
    return when is not None and when.last is not None and on - _YEAR <= when.last <= on + _YEAR


def _days(when: PartialDate | None) -> tuple[date, date]:
    assert when is not None and when.last is not None
    return when.first or when.last, when.last


def _timeline(report: StatusReport, moments: list[Ahead]) -> Picture:
    kinds = {MEETING: _("meeting"), EVENT: _("event"), DEADLINE: _("deadline")}
    signs = dict(zip(kinds, SIGNS, strict=True))
    drawn, texts = [], []
    for ahead in moments:
        name = _moment_words(report, ahead)
        first, last = _days(ahead.date)
        drawn.append(Moment(first, last, signs[ahead.what], f"{date_words(ahead.date)}: {name}"))
        texts.append(f"{date_words(ahead.date)}, {kinds[ahead.what]}: {name}")
    today = report.about.on
    alt = _("Meetings, events and deadlines around {day}. {dates}.").format(
        day=date_words(today), dates="; ".join(texts)
    )
    return Picture(timeline(drawn, tuple(kinds.values()), today, date_words(today)), alt)


def _moment_words(report: StatusReport, ahead: Ahead) -> str:
    """Return `HR-4.2 Countries will send ...`, or what a meeting is called and where it is."""
    if ahead.what == MEETING:
        meeting = report.plan.meetings[ahead.key]
        return one_line(", ".join(filter(None, (undated_name(report.plan, meeting), ahead.place))))
    owner = ahead.key.partition("/")[0]
    words = one_line(localized(ahead.text) or item_words(report.plan, owner))
    return f"{owner} {shorten(words, _LETTERS, placeholder='…')}"
