"""Deadlines of requests: dates, and days that depend on meetings.

In a file a deadline is one or several of these, separated by commas:

- a date in EDTF, `2006-08-15`;
- `before COUNCIL`: the day before each meeting of a body begins;
- `within P60D`: so long after the last day of the meeting that asks, or of another, `within P60D of 2006-11-council`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from rcm_tui.i18n import _, translator
from rcm_tui.model import references
from rcm_tui.model.dates import describe_period
from rcm_tui.model.dates.edtf import (
    YEAR,
    DateError,
    PartialDate,
    add,
    from_day,
    has_passed,
    parse,
    parse_period,
    sort_key,
)
from rcm_tui.model.errors import BadValue, FieldProblem
from rcm_tui.model.fieldpath import Value
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.regex import regex
from rcm_tui.model.scalars import Date
from rcm_tui.model.states import MeetingStatus
from rcm_tui.model.texts import pick
from rcm_tui.model.types import ALONE, Context, Findings

if TYPE_CHECKING:
    from rcm_tui.model.types import References


@dataclass(frozen=True, slots=True)
class Before:
    """The day before each meeting of a body."""

    body: str

    def __str__(self) -> str:
        """Return it as files have it."""
        return f"before {self.body}"


@dataclass(frozen=True, slots=True)
class Within:
    """A period (ISO 8601) after the last day of a meeting: the one that is named, else the one that asks."""

    period: str
    meeting: str = ""

    def __str__(self) -> str:
        """Return it as files have it."""
        return f"within {self.period}" + (f" of {self.meeting}" if self.meeting else "")


Part = PartialDate | Before | Within

_BEFORE = regex(r"before (\S+)")
_WITHIN = regex(r"within (P\S+)(?: of (\S+))?")
_BEFORE_WORDS = regex(
    r"""(?:before|antes\sde(?:l)?)\s (?:(?:each|every|cada)\s)?
    (?:(?:meeting|reuni[oó]n)\s (?:of\sthe|of|del|de\sla|de)\s)? (?P<body>.+)""",
    re.VERBOSE | re.IGNORECASE,
)
_WITHIN_WORDS = regex(
    r"""(?:within\s(?:the\s)?|no\slater\sthan\s|dentro\sde\s(?:los\s|las\s)?|en\s(?:los\s|las\s)?|a\sm[aá]s\stardar\s)?
    (?P<count>\d{1,4}|[^\W\d]+)\s (?P<unit>days?|weeks?|months?|years?|d[ií]as?|semanas?|mes(?:es)?|a[nñ]os?)\s
    (?:of|after|from|following|siguientes\sa|despu[eé]s\sde|desde|tras|de)\s?
    (?:(?P<own>(?:the|this|la|esta)\s(?:meeting|reuni[oó]n))|(?:the\s|la\s|el\s)?(?P<meeting>.+))""",
    re.VERBOSE | re.IGNORECASE,
)
_ANY_MEETING = regex(
    r"before\s(?:each|every|the\snext)\smeeting|antes\sde\s(?:cada|la\spr[oó]xima)\sreuni[oó]n", re.IGNORECASE
)
_JOINT = regex(r",|\s(?:and|y)\s", re.IGNORECASE)
_UNITS = {"d": (1, "D"), "w": (7, "D"), "s": (7, "D"), "m": (1, "M"), "y": (1, "Y"), "a": (1, "Y")}
"""Units of ISO 8601, and how many of them there are, by the first letter of what they are called."""


@lru_cache(4096)
def read_deadline(text: str | None) -> tuple[Part, ...]:
    """Read a deadline as files have it. Raises DateError where a part is none."""
    return tuple(_read_part(part.strip()) for part in str(text).split(",")) if text else ()


def _read_part(text: str) -> Part:
    if before := _BEFORE.fullmatch(text):
        return Before(before[1])
    if within := _WITHIN.fullmatch(text):
        return Within(str(parse_period(within[1])), within[2] or "")
    return parse(text)


def dates_of(plan: References, text: str | None, meeting: str | None = None) -> tuple[PartialDate, ...]:
    """Return the days that a deadline means, in order; those of meetings without a date are not known yet.

    `meeting` is the one that asks: what comes again before each meeting begins after it. What cannot be read is left
    out: `rcm check` reports it.
    """
    fixed = _fixed(text)
    if fixed is not None:
        return fixed
    found: list[PartialDate] = []
    for part in read_deadline(text):
        with suppress(DateError):  # It leads beyond the calendar.
            found += _days(plan, part, meeting)
    return tuple(sorted(found, key=sort_key))


@lru_cache(4096)
def _fixed(text: str | None) -> tuple[PartialDate, ...] | None:
    """Return the days of a deadline that depends on no meeting, in order; None for another one."""
    try:
        parts = read_deadline(text)
    except DateError:
        return ()
    days = [part for part in parts if isinstance(part, PartialDate)]
    return tuple(sorted(days, key=sort_key)) if len(days) == len(parts) else None


def _days(plan: References, part: Part, meeting: str | None) -> Iterator[PartialDate]:
    if isinstance(part, PartialDate):
        yield part
    elif isinstance(part, Before):
        asked = _dates(plan, meeting)
        start = asked.last if asked is not None and asked.last is not None else date.min
        for held in plan.meetings.values():
            when = _dates(plan, held.id) if held.body == part.body else None
            if when is not None and when.first is not None and when.precision != YEAR and when.first > start:
                yield from_day(when.first - timedelta(days=1))
    else:
        when = _dates(plan, part.meeting or meeting)
        if when is not None and when.last is not None:
            yield from_day(add(when.last, parse_period(part.period)))


def _dates(plan: References, meeting: str | None) -> PartialDate | None:
    found = plan.meetings.get(meeting or "")
    try:
        return parse(found.dates) if found is not None and found.dates else None
    except DateError:
        return None


@lru_cache(4096)
def is_recurring(text: str | None) -> bool:
    """Return whether a deadline comes again and again."""
    try:
        return any(isinstance(part, Before) for part in read_deadline(text))
    except DateError:
        return False


def next_of(days: tuple[PartialDate, ...], on: date) -> PartialDate | None:
    """Return the first of some days that has not passed, else the last of them."""
    for day in days:
        if not has_passed(day, on):
            return day
    return days[-1] if days else None


class Deadline(Date):
    """One or several dates, or days that depend on meetings; people may write them in words."""

    def read(self, given: str, name: str, context: Context) -> Value:
        try:
            return super().read(given, name, context)
        except BadValue:
            parts = (
                [part.strip() for part in _JOINT.split(given) if part.strip()] if ";" not in given else given.split(";")
            )
            if len(parts) < 2 and not _reads_meeting(given):
                raise
        parts = _with_years([part.strip() for part in parts if part.strip()])
        return ", ".join(self._read_words(part, name, context) for part in parts)

    def _read_words(self, given: str, name: str, context: Context) -> str:
        if _BEFORE.fullmatch(given) or _WITHIN.fullmatch(given):
            return given
        plan = context.plan
        if (within := _WITHIN_WORDS.fullmatch(given)) is not None:
            from rcm_tui.model.dates.notations import count_of  # Reading a plan needs none of what understands dates.

            named = within["meeting"] or ""
            meeting = str(references.Meeting().read(named, name, context)) if named else ""
            days, unit = _UNITS[within["unit"][0].lower()]
            count = count_of(within["count"])
            if count is not None:
                return str(Within(f"P{count * days}{unit}", meeting))
        if (before := _BEFORE_WORDS.fullmatch(given)) is not None and plan is not None:
            body = references.code_of(before["body"], plan.info.bodies)
            if body is not None:
                return str(Before(body))
            if _ANY_MEETING.fullmatch(given):
                return str(Before(_only_body(plan, given)))
        return str(super().read(given, name, context))

    def check(self, value: Value, name: str, context: Context) -> Findings:
        try:
            parts = read_deadline(value) if isinstance(value, str) else ()
        except DateError as wrong:
            yield FieldProblem((), "bad-date", str(wrong))
            return
        if not isinstance(value, str):
            yield from super().check(value, name, context)
        for part in parts if context.plan is not None else ():
            if isinstance(part, Before):
                yield from references.Body().check(part.body, name, context)
            elif isinstance(part, Within) and part.meeting:
                yield from references.Meeting().check(part.meeting, name, context)
                yield from _beyond(context.plan, part)

    def format(self, value: Value, language: str, context: Context = ALONE) -> str:
        try:
            parts = read_deadline(str(value))
        except DateError:
            return super().format(value, language, context)
        return "; ".join(self._words(part, language, context) for part in parts)

    def _words(self, part: Part, language: str, context: Context) -> str:
        say = translator(language)
        if isinstance(part, PartialDate):
            return super().format(str(part), language)
        if isinstance(part, Before):
            body = context.plan.info.bodies.get(part.body) if context.plan is not None else None
            return say.gettext("before each {body}").format(body=(body and pick(body.short, language)) or part.body)

        period = describe_period(parse_period(part.period), language)
        if part.meeting:
            return say.gettext("within {period} of {meeting}").format(period=period, meeting=part.meeting)
        return say.gettext("within {period} of the meeting").format(period=period)


def _beyond(plan: References | None, part: Within) -> Findings:
    """Yield that a period leads beyond the calendar, where it does."""
    try:
        if plan is not None:
            list(_days(plan, part, None))
    except DateError as wrong:
        yield FieldProblem((), "bad-period", str(wrong))


class ItemDeadline(Deadline):
    """The deadline of an item, which no meeting asks for: what is counted from a meeting names it."""

    def _read_words(self, given: str, name: str, context: Context) -> str:
        text = super()._read_words(given, name, context)
        within = _WITHIN.fullmatch(text)
        meetings = context.plan.meetings.values() if context.plan is not None else ()
        open_now = [meeting.id for meeting in meetings if meeting.status is MeetingStatus.OPEN]
        return str(Within(within[1], open_now[0])) if within and not within[2] and len(open_now) == 1 else text

    def check(self, value: Value, name: str, context: Context) -> Findings:
        found = list(super().check(value, name, context))
        yield from found
        if not found and isinstance(value, str):
            for part in read_deadline(value):
                if isinstance(part, Within) and not part.meeting:
                    message = _("say of which meeting: {deadline} of 2006-11-council").format(deadline=part)
                    yield FieldProblem((), "no-meeting", message)


def _only_body(plan: References, given: str) -> str:
    """Return the only body of a plan. Raises BadValue where there are several, as a deadline has to name one."""
    bodies = list(plan.info.bodies)
    if len(bodies) == 1:
        return bodies[0]
    raise BadValue(
        _("{text}: say of which body: {bodies}").format(
            text=given, bodies="; ".join(_("before each {body}").format(body=body) for body in bodies)
        )
    )


def _with_years(parts: list[str]) -> list[str]:
    """Give dates without a year that of the next one: 31 March and 30 June 2007."""
    year = ""
    found: list[str] = []
    for part in reversed(parts):
        named = re.findall(r"(?<!\d)\d{4}(?!\d)", part)
        year = named[-1] if named else year
        found.insert(0, part if named or not year or _reads_meeting(part) else f"{part} {year}")
    return found


def _reads_meeting(given: str) -> bool:
    words = given.strip()
    patterns = (_BEFORE, _WITHIN, _BEFORE_WORDS, _WITHIN_WORDS)
    return any(pattern.fullmatch(words) for pattern in patterns)
