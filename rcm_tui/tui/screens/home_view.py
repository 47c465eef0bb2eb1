"""The rows of the home screen: what needs attention, the calendar, how the plan stands, what was recorded."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from textual.content import Content

from rcm_tui.i18n import _, ngettext, pgettext
from rcm_tui.model.dates import PartialDate
from rcm_tui.model.plan import Plan
from rcm_tui.reports.names import actor_short, body_short, brief_date_words, date_words, localized
from rcm_tui.reports.record_words import record_words
from rcm_tui.reports.status.calendar import DEADLINE, MEETING, Ahead, Deadline
from rcm_tui.reports.status.page import heading as figure_title
from rcm_tui.reports.styles import BROKEN_LOOK, status_look
from rcm_tui.tui.command import with_keys
from rcm_tui.tui.content import joined, line
from rcm_tui.tui.widgets.row_list import Row, RowLine, heading, text_row
from rcm_tui.workflow.figures import Figures, Lane, Mark, days_of, is_long
from rcm_tui.workflow.summary import RepoSummary

FIGURE, ITEM, MEETING_ROW, SCREEN, MONTH = "figure:", "item:", "meeting:", "screen:", "month:"
"""What the id of a row begins with: what it opens."""
_BAR = 12
_STEPS = "▁▂▃▄▅▆▇█"
_FIRST_STEPS = 5
"""Lines of the first steps that home shows for a new plan."""
_ATTENTION = (("passed", "waiting"), ("waiting", "waiting"), ("archive", "quiet"), ("agreements", "waiting"))
"""Figures of the status report that need somebody, with the roles of their numbers."""


# --- what needs attention


def attention_rows(plan: Plan, found: Figures, summary: RepoSummary | None, height: int) -> Iterator[Row]:
    """Yield the counts of what waits for somebody, then the deadlines that have passed.

    `height` is that of the panel in lines. A low one has no room for the deadlines, which the first count opens.
    """
    rows = list(_counts(found, summary))
    yield from rows
    if not any(standing.all for standing in found.standing):
        yield from _first_steps(plan, gap=height > _FIRST_STEPS)
    left = height - len(rows)
    if not found.passed or left < 2:
        return
    yield heading(line(_("Overdue")), gap=left > 2)
    for due in found.passed:
        answered, asked = found.answered.get(due.key, (0, 0))
        yield _dated_row(plan, due, f"{answered}/{asked}" if asked else "")
    yield from _left_row(found.left["passed"])


def _counts(found: Figures, summary: RepoSummary | None) -> Iterator[Row]:
    for name, role in _ATTENTION:
        if found.counts[name]:
            yield _counted(f"{FIGURE}{name}", found.counts[name], figure_title(name), role)
    if summary is not None and summary.unrecorded:
        yield _counted(f"{SCREEN}changes", summary.unrecorded, _("Changed elsewhere, not recorded"), "waiting")
    if summary is not None and summary.problems:
        yield _counted(f"{SCREEN}problems", summary.problems, _("Problems in the files"), "broken")
    if not any(found.counts.values()):
        yield text_row(line(_("Nothing needs attention."), "$muted"))


def _first_steps(plan: Plan, *, gap: bool) -> Iterator[Row]:
    """Yield what can be done with a new plan, with the keys for it."""
    meeting = (f"{SCREEN}meetings", _("Enter the next meeting"), _("{meetings}, then {new-meeting}"))
    steps = (
        (f"{SCREEN}plan", _("Add subjects, objectives and activities"), _("{plan}, then {new}")),
        *([] if plan.meetings else [meeting]),
        ("", _("Import a table, or the conclusions of a meeting"), "{import}"),
    )
    yield heading(line(_("First steps")), gap=gap)
    for row_id, what, keys in steps:
        shown = RowLine(line(what), line(with_keys(keys), "$accent"))
        yield Row(row_id, lambda shown=shown: (shown,))  # type: ignore[misc]


def _counted(row_id: str, count: int, title: str, role: str) -> Row:
    content = joined(line(f"{count:>4}", f"bold ${role}"), line(title), by="  ")
    return Row(row_id, lambda: (RowLine(content),))


def _row_id(dated: Ahead | Deadline) -> str:
    owner = dated.key.partition("/")[0]
    return f"{MEETING_ROW}{owner}" if dated.what == MEETING else f"{ITEM}{dated.key}"


def _dated_row(plan: Plan, dated: Ahead | Deadline, right: str = "") -> Row:
    owner = dated.key.partition("/")[0]
    row_id = f"{MEETING_ROW}{owner}" if owner in plan.meetings else _row_id(dated)
    return Row(row_id, lambda: (_dated_line(plan, dated, right),))


def _dated_line(plan: Plan, dated: Ahead | Deadline, right: str) -> RowLine:
    owner = dated.key.partition("/")[0]
    is_meeting = dated.what == MEETING and owner in plan.meetings
    sign, role = ("●", "moving") if is_meeting else ("?", "waiting") if dated.what != "event" else ("○", "quiet")
    if getattr(dated, "is_over", False):
        sign, role = "✓", "done"
    dates = brief_date_words(dated.date) or _("no date")
    when = line(f"{dates:<14}  ", "$muted")
    name = body_short(plan, plan.meetings[owner].body) if owner in plan.meetings else plan.printed_name(owner)
    words = joined(line(name, "bold"), line(localized(dated.text)), by=" ")
    shown = Content.assemble(line(f"{sign} ", f"${role}"), when, words)
    more = f" +{len(dated.actors) - 1}" if len(dated.actors) > 1 else ""
    who = right or (actor_short(plan, dated.actors[0]) + more if dated.actors else "")
    return RowLine(shown, line(who, "$muted"))


# --- the calendar


def month_title(year: int, month: int) -> str:
    """Name a month."""
    return date_words(f"{year}-{month:02}")


def first_to_come(rows: Sequence[Row], dates: Sequence[Ahead], on: date, year: int) -> str:
    """Return the row of the first of these dates from the day that counts on; empty in another year."""
    known = {row.id for row in rows}
    for ahead in dates:
        _first, last = days_of(ahead.when)
        if last is not None and last >= on and last.year == year and (row_id := _row_id(ahead)) in known:
            return row_id
    return ""


def agenda_rows(plan: Plan, found: Figures, year: int) -> Iterator[Row]:
    """Yield every date of a year under its month."""
    month = 0
    for ahead in found.in_year(year):
        first, _last = days_of(ahead.when)
        if first is not None and first.year == year:
            if first.month != month:
                yield heading(line(date_words(f"{year}-{first.month:02}")), gap=month > 0)
                month = first.month
            yield _dated_row(plan, ahead)
    if not month:
        yield text_row(line(_("No date in {year}.").format(year=year), "$muted"))


def month_rows(plan: Plan, found: Figures, year: int, month: int, on: date) -> Iterator[Row]:
    """Yield the weeks of a month, and below them its dates."""
    inside = [ahead for ahead in found.in_year(year) if _is_in(ahead.when, date(year, month, 1), _end(year, month))]
    days = {day for ahead in inside for day in _each_day(ahead.when, year, month)}
    yield text_row(line("   ".join(_("Mo Tu We Th Fr Sa Su").split()), "$muted"))
    for week in calendar.Calendar().monthdayscalendar(year, month):
        cells = [_day_cell(day, day in days, date(year, month, day) == on) if day else Content("   ") for day in week]
        yield text_row(joined(*cells, by="  "))
    if inside:
        message = ngettext("{count} date", "{count} dates", len(inside)).format(count=len(inside))
        yield heading(line(message))
    for ahead in inside:
        yield _dated_row(plan, ahead)


def _day_cell(day: int, is_marked: bool, is_today: bool) -> Content:
    style = "bold $moving" if is_marked else "$muted"
    return line(f"{day:>2}{'•' if is_marked else ' '}", f"{style} reverse" if is_today else style)


def year_rows(plan: Plan, found: Figures, year: int, on: date, width: int) -> Iterator[Row]:
    """Yield a line for each body that meets in a year, one for events and one for deadlines, by month."""
    cell = max((width - 13) // 12, 2)
    lanes = {_lane_name(plan, lane): months for lane, months in found.years.get(year, {}).items()}
    names = (_short_month(year, month, cell - 1) for month in range(1, 13))
    heads = [
        line(f"{name:<{cell}}", "bold $accent" if (year, place) == (on.year, on.month) else "$muted")
        for place, name in enumerate(names, 1)
    ]
    yield text_row(Content.assemble(" " * 10, *heads))
    for name in sorted(lanes, key=lambda lane: (lane in (_("Events"), _("Deadlines")), lane)):
        shown = Content.assemble(line(f"{name[:9]:<10}", ""), *(_month_cell(mark, cell) for mark in lanes[name]))
        yield Row(f"{MONTH}{name}", lambda shown=shown: (RowLine(shown),))  # type: ignore[misc]
    if not lanes:
        yield text_row(line(_("No date in {year}.").format(year=year), "$muted"))
    if year == on.year and found.ahead:
        yield heading(line(_("Next")))
        for ahead in found.ahead:
            yield _dated_row(plan, ahead)
        yield from _left_row(found.left["ahead"])


def _left_row(count: int) -> Iterator[Row]:
    """Say how many more there are, if any."""
    if count:
        message = ngettext("{count} more is not shown here.", "{count} more are not shown here.", count)
        yield text_row(line(message.format(count=count), "$muted"))


def _lane_name(plan: Plan, lane: Lane) -> str:
    what, body = lane
    if what == MEETING:
        return body_short(plan, body)
    return _("Deadlines") if what == DEADLINE else _("Events")


def _month_cell(mark: Mark | None, width: int) -> Content:
    if mark is None:
        return line(f"{'·':<{width}}", "$faint")
    if mark.what == MEETING:
        sign, role = ("○", "moving") if mark.open else ("●", "done")
    else:
        sign, role = ("?", "waiting") if mark.what == DEADLINE else ("■", "moving" if mark.open else "done")
    return line(f"{sign + (str(mark.dates) if mark.dates > 1 else ''):<{width}}", f"${role}")


def _short_month(year: int, month: int, width: int) -> str:
    return date_words(f"{year}-{month:02}")[: max(width, 1)]


def _is_in(when: PartialDate | None, first: date, last: date) -> bool:
    begins, ends = days_of(when)
    return begins is not None and ends is not None and begins <= last and ends >= first and not is_long(begins, ends)


def _end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _each_day(when: PartialDate | None, year: int, month: int) -> Iterator[int]:
    begins, ends = days_of(when)
    if begins is None or ends is None or (ends - begins).days > 14:  # A month or a year marks no day.
        return
    for step in range((ends - begins).days + 1):
        day = begins + timedelta(step)
        if (day.year, day.month) == (year, month):
            yield day.day


# --- how the plan stands


def standing_rows(plan: Plan, found: Figures) -> Iterator[Row]:
    """Yield a bar for each subject, the counts by status, and the trend."""
    longest = max((standing.all for standing in found.standing), default=0)
    for standing in found.standing:
        whole = round(standing.all * _BAR / longest) if longest else 0
        part = min(round(standing.open * _BAR / longest), whole) if longest else 0
        bar = Content.assemble(line("█" * part, "$moving"), line("▓" * (whole - part), "$done"), " " * (_BAR - whole))
        content = line(_("{part} of {all} open").format(part=standing.open, all=standing.all), "$muted")
        left = joined(line(f"{plan.printed_name(standing.id):<5}", "bold"), bar, content, by=" ")
        yield Row(f"{FIGURE}subject:{standing.id}", lambda left=left: (RowLine(left),))  # type: ignore[misc]
    if len(found.trend) > 1:
        low, high = min(found.trend), max(found.trend)
        steps = "".join(_STEPS[(point - low) * (len(_STEPS) - 1) // max(high - low, 1)] for point in found.trend)
        first = plan.meetings.get(found.trend_since or "")
        dates = brief_date_words(first.dates) if first is not None else ""
        since = _("since {date}").format(date=dates) if dates else ""
        trend = joined(
            line(pgettext("activities", "open")),
            line(f"{found.trend[0]} {steps} {found.trend[-1]}", "$moving"),
            line(since, "$muted"),
            by=" ",
        )
        yield Row(f"{FIGURE}step:now", lambda: (RowLine(trend),))


def standing_title(found: Figures) -> Content:
    """Return the counts of the whole plan by status: `?6 ●15 ↻28 ✓15`."""
    totals: Counter[str] = Counter()
    for standing in found.standing:
        totals.update(standing.by_status)
    looks = ((status_look(status) or BROKEN_LOOK, count) for status, count in totals.items())
    shown = (line(f"{look.glyph}{count}", f"${look.role}") for look, count in looks)
    return joined(line(_("Plan")), *shown, by=" ")


# --- what was recorded


def record_rows(plan: Plan, found: Figures) -> Iterator[Row]:
    """Yield the records of the open meeting, else the newest of all, each opening the item that it changed."""
    if not found.records:
        yield text_row(line(_("Nothing was recorded yet."), "$muted"))
    day = None
    for record in found.records:
        when = record.when.astimezone()
        if when.date() != day:
            day = when.date()
            yield heading(line(date_words(day), "$muted"), gap=record is not found.records[0])
        items = [item_id for item_id in record.items if plan.node(item_id) is not None]
        row_id = f"{ITEM}{items[0]}" if items else f"{MEETING_ROW}{record.meeting}"
        shown = joined(line(when.strftime("%H:%M"), "$muted"), line(record_words(plan, record.subject)), by=" ")
        yield Row(f"{row_id}#{record.commit}", lambda shown=shown: (RowLine(shown),))  # type: ignore[misc]


def records_title(plan: Plan) -> str:
    """Name the meeting whose records are listed."""
    meetings = plan.open_meetings
    if len(meetings) != 1:
        return _("Recorded")
    agreed = len(meetings[0].agreements)
    message = ngettext("{count} agreement", "{count} agreements", agreed).format(count=agreed)
    return "   ".join((_("This meeting"), message))
