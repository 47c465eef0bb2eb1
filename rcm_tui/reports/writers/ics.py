"""Meetings, events and deadlines as an iCalendar file that any calendar program can import."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, timedelta

from rcm_tui.i18n import _
from rcm_tui.libraries import need
from rcm_tui.model.dates import DAY, INTERVAL, PartialDate, has_passed, parse
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.meetings import Meeting
from rcm_tui.model.plan import Plan
from rcm_tui.reports.heading import EditionContext, body_words, draft_words, title_of
from rcm_tui.reports.names import date_words, localized
from rcm_tui.reports.progress import Counter, Progress, quiet, stage
from rcm_tui.reports.references import as_printed
from rcm_tui.reports.status.calendar import DEADLINE, EVENT, MEETING, REQUEST, calendar_of_plan
from rcm_tui.reports.visible import one_line, visible

DOMAIN = "plan.rcm.invalid"
"""The right part of every UID; the left is the id of what the event is about, so that a later calendar replaces it."""


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a calendar: days `first` to `last`, both included. `sure` is False where only a period is known."""

    uid: str
    kind: str
    title: str
    first: date
    last: date
    text: str = ""
    place: str = ""
    sure: bool = True


def events(plan: Plan, on: date) -> Iterator[Event]:
    """Return all that the calendar ahead lists, whenever it is, and what has passed, if the day is known."""
    deadlines: set[str] = set()
    printed = as_printed(plan)
    for ahead in calendar_of_plan(plan, on):
        when = ahead.date
        assert when is not None
        days, exact = _days(when), _is_exact(when)
        if has_passed(when, on) and not exact and ahead.what != DEADLINE:
            continue
        if ahead.what == MEETING:
            meeting = plan.meetings[ahead.key]
            place = visible(meeting.place or "")
            title, text = _meeting_title(plan, meeting), "".join(_open_words(when))
            yield Event(ahead.key, _("Meeting"), title, *days, text, place, sure=exact)
            continue
        owner, uid = ahead.key.partition("/")[0], ahead.key.replace("/", "-")
        owner, text = plan.printed_name(owner), visible(printed(localized(ahead.text)), lines=True)
        if ahead.what == EVENT:
            title, words = f"{owner} {one_line(text)}", "\n".join((text, *_open_words(when)))
            yield Event(uid, _("Event"), title, *days, words, sure=exact)
            continue
        title = _("Deadline: {item} {text}").format(item=owner, text=one_line(text))
        who = _("Asked: {actors}").format(actors=", ".join(ahead.actors)) if ahead.deadline == REQUEST else ""
        due = _("By: {date}").format(date=date_words(when))
        suffix = "due" if ahead.deadline == REQUEST else "date"
        words = "\n".join(filter(None, (text, who, due)))
        uid = f"{uid}-{suffix}"
        if uid in deadlines:  # A request may be due at several dates.
            uid = f"{uid}-{days[1].isoformat()}"
        deadlines.add(uid)
        yield Event(uid, _("Deadline"), title, days[1], days[1], words)


def ics(plan: Plan, context: EditionContext, on: date, progress: Progress = quiet) -> bytes:
    """Return the calendar. Raises MissingLibrary where icalendar is not installed."""
    icalendar = need("icalendar", "ics")
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//rcm-tui//plan of action//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    draft = draft_words(context)
    calendar.add("x-wr-calname", " – ".join(filter(None, (draft, title_of(plan)))))
    stamp = context.when.astimezone(UTC)
    found = list(events(plan, on))
    for dated in Counter(stage(progress, 300, 700), len(found)).each(found):
        event = icalendar.Event()
        event.add("uid", f"{dated.uid}@{DOMAIN}")
        event.add("dtstamp", stamp)
        event.add("dtstart", dated.first)
        event.add("dtend", _day_after(dated.last))
        event.add("summary", _short(dated.title))
        if dated.text or draft:
            event.add("description", "\n".join(filter(None, (draft, dated.text))))
        if dated.place:
            event.add("location", dated.place)
        event.add("categories", [dated.kind])
        event.add("transp", "TRANSPARENT")
        if not dated.sure:
            event.add("status", "TENTATIVE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _meeting_title(plan: Plan, meeting: Meeting) -> str:
    title = visible(localized(meeting.title)) or body_words(plan, meeting)
    return f"{visible(meeting.ordinal)} {title}" if meeting.ordinal else title


def _days(when: PartialDate) -> tuple[date, date]:
    """Return the first and the last day; of an interval with an open end, the day that is known."""
    first, last = when.first or when.last, when.last or when.first
    assert first is not None and last is not None  # An interval is open on one side at most.
    return first, last


def _open_words(when: PartialDate) -> Iterator[str]:
    """Yield an interval with an open end in words, as the event stands for one day of it."""
    if when.first is None or when.last is None:
        yield date_words(when)


def _is_exact(when: PartialDate) -> bool:
    if when.precision == INTERVAL:
        return all(part != ".." and parse(part).precision == DAY for part in when.text.split("/"))
    return when.precision == DAY and not when.uncertain


def _day_after(day: date) -> date:
    """Return the end of an all-day event, which is the first day that is not a part of it."""
    return day + timedelta(days=1) if day < date.max else day


def _short(text: str, limit: int = 120) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
