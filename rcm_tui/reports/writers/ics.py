"""Meetings, events and deadlines as an iCalendar file that any calendar program takes in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, timedelta

from rcm_tui.i18n import _
from rcm_tui.model import rules
from rcm_tui.model.dates import DAY, INTERVAL, PartialDate, has_passed, parse
from rcm_tui.model.meetings import Meeting
from rcm_tui.model.plan import Plan, calendar_of
from rcm_tui.model.states import Status
from rcm_tui.reports.heading import EditionContext, body_words, title_of
from rcm_tui.reports.names import date_words, localized
from rcm_tui.reports.requests import requests_of, waiting_of
from rcm_tui.reports.visible import one_line, visible
from rcm_tui.reports.writers.packages import need

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
    """Meetings and entries with a day, or with a period not over by `on`; the deadlines of what is waited for."""
    yield from _meetings(plan, on)
    for item_id in plan.walk():
        node = plan.node(item_id)
        for entry in calendar_of(node) if node is not None and not plan.is_archived(item_id) else ():
            when = rules.read(entry.date)
            if when is None or entry.status is Status.CANCELLED or entry.event in plan.meetings:
                continue
            found = _days(when)
            exact = _is_exact(when)
            if found is not None and (exact or not has_passed(when, on)):
                text = visible(localized(entry.text), lines=True)
                yield Event(
                    f"{item_id}-{entry.id}", _("Event"), f"{item_id} {one_line(text)}", *found, text, sure=exact
                )
    for asked in waiting_of(requests_of(plan, on)):
        if asked.deadline is not None and asked.deadline.last is not None:
            text = visible(localized(asked.text), lines=True)
            title = _("Deadline: {item} {text}").format(item=asked.owner, text=one_line(text))
            day = asked.deadline.last
            who = _("Asked: {actors}").format(actors=", ".join(asked.request.from_))
            due = _("By: {date}").format(date=date_words(asked.deadline.text))
            uid = f"{asked.key.replace('/', '-')}-due"
            yield Event(uid, _("Deadline"), title, day, day, "\n".join((text, who, due)))


def ics(plan: Plan, context: EditionContext, on: date) -> bytes:
    """Return the calendar. Raises MissingLibrary where icalendar is not installed."""
    icalendar = need("icalendar", "ics")
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//rcm-tui//plan of action//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title_of(plan))
    stamp = context.when.astimezone(UTC)
    for one in events(plan, on):
        event = icalendar.Event()
        event.add("uid", f"{one.uid}@{DOMAIN}")
        event.add("dtstamp", stamp)
        event.add("dtstart", one.first)
        event.add("dtend", _day_after(one.last))
        event.add("summary", _short(one.title))
        if one.text:
            event.add("description", one.text)
        if one.place:
            event.add("location", one.place)
        event.add("categories", [one.kind])
        event.add("transp", "TRANSPARENT")
        if not one.sure:
            event.add("status", "TENTATIVE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _meetings(plan: Plan, on: date) -> Iterator[Event]:
    for meeting in plan.meetings_in_order():
        when = rules.read(meeting.dates)
        found = _days(when) if when is not None else None
        if when is not None and found is not None and (_is_exact(when) or not has_passed(when, on)):
            place = visible(meeting.place or "")
            yield Event(
                meeting.id, _("Meeting"), _meeting_title(plan, meeting), *found, place=place, sure=_is_exact(when)
            )


def _meeting_title(plan: Plan, meeting: Meeting) -> str:
    title = visible(localized(meeting.title)) or body_words(plan, meeting)
    return f"{visible(meeting.ordinal)} {title}" if meeting.ordinal else title


def _days(when: PartialDate) -> tuple[date, date] | None:
    return (when.first, when.last) if when.first is not None and when.last is not None else None


def _is_exact(when: PartialDate) -> bool:
    if when.precision == INTERVAL:
        return all(parse(part).precision == DAY for part in when.text.split("/"))
    return when.precision == DAY and not when.uncertain


def _day_after(day: date) -> date:
    """Return the end of an all-day event, which is the first day that is no part of it."""
    return day + timedelta(days=1) if day < date.max else day


def _short(text: str, limit: int = 120) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
