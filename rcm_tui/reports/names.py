"""Values of a plan in words of the language in use: dates, periods, amounts, actors, bodies, meetings, items.

Every front end and every publication takes its words from here. Codes that the plan does not know and
dates that cannot be read are shown as they were written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from rcm_tui.i18n import _, current, ngettext
from rcm_tui.model import ids, numbers
from rcm_tui.model.dates import DateError, PartialDate, describe, describe_period, in_brief, parse, parse_period
from rcm_tui.model.deadlines import Deadline
from rcm_tui.model.entries import Funding, Request
from rcm_tui.model.fieldpath import Path
from rcm_tui.model.lazy import Head
from rcm_tui.model.meetings import Meeting
from rcm_tui.model.plan import Node, Plan, Unreadable
from rcm_tui.model.references import Actions, Actor, Body
from rcm_tui.model.references import Meeting as MeetingField
from rcm_tui.model.rounds import Round
from rcm_tui.model.rules import AS_OF, EDITION, KEPT_OPEN, MEETING, NO_LONGER, OPTION, TODAY, Day, holders_of
from rcm_tui.model.states import NO_EDITION
from rcm_tui.model.texts import Text, is_unofficial, pick
from rcm_tui.model.types import Context
from rcm_tui.model.undetermined import TBD, Undetermined, undetermined_words
from rcm_tui.reports.visible import visible

if TYPE_CHECKING:
    from rcm_tui.history.log import Record

_NAMED_IN_FULL = ("member", "observer", "group")
_MOST_NAMED = 2


def localized(text: Text) -> str:
    """Return a text in the language in use, else in one that it has; empty where it has none.

    The sign `UNOFFICIAL` stands after a translation that nobody has adopted.
    """
    language = current()
    words = pick(text, language)
    return f"{words} {UNOFFICIAL}" if is_unofficial(text, language) else words


UNOFFICIAL = "*"
"""The sign of an unofficial translation."""


def unofficial_note() -> str:
    """Return what the sign of an unofficial translation means."""
    return _("{sign} Unofficial translation, which nobody has adopted.").format(sign=UNOFFICIAL)


# --- dates, periods and amounts


def date_words(when: str | date | PartialDate | None) -> str:
    """Describe a date (EDTF, a day or moment, or one already parsed), such as `27-29 November 2006`; empty for None."""
    if not when:
        return ""
    if isinstance(when, PartialDate):
        return describe(when, current())
    written = when if isinstance(when, str) else when.isoformat()[:10]
    try:
        return describe(parse(written), current())
    except DateError:
        return undetermined_words(current()) if written == TBD else visible(written)


def brief_date_words(when: str | date | PartialDate | None) -> str:
    """Describe a date as `date_words` does, shortened for a column: `27-29 Nov 2006`."""
    return in_brief(date_words(when), current())


def due_words(due: str | None, plan: Plan | None = None) -> str:
    """Describe the deadline of a request, such as `15 August 2006` or `before each COUNCIL`; empty for None.

    Without the plan, bodies are named by their codes.
    """
    return Deadline().format(due, current(), Context(plan)) if due else ""


def period_words(period: str) -> str:
    """Describe an ISO 8601 period: `6 months` for P6M. Raises DateError where it is none."""
    return describe_period(parse_period(period), current())


def recurrence_words(every: str, plan: Plan | None = None) -> str:
    """Describe how a request recurs: `every 6 months`, or `at every COUNCIL` where it follows a body's meetings.

    Without the plan, the body is named by its code.
    """
    try:
        period = describe_period(parse_period(every), current(), every=True)
        return _("every {period}").format(period=period)
    except DateError:
        return _("at every {body}").format(body=body_short(plan, every) if plan is not None else every)


def asked_for_words(request: Request, plan: Plan) -> str:
    """Say by when and how often a request asks: `before each COUNCIL`; empty where it does not."""
    parts = (due_words(request.due, plan), recurrence_words(request.every, plan) if request.every else "")
    return "; ".join(filter(None, parts))


def round_words(plan: Plan, round_: Round) -> str:
    """Name a round of a request that recurs, by its meeting or by the day at which it ends."""
    return _("Round of {round}").format(
        round=meeting_name(plan, round_.key) if round_.key in plan.meetings else date_words(round_.due) or round_.key
    )


def day_words(day: Day) -> str:
    """Name the day that counts, and where it comes from."""
    words = {
        OPTION: _("{day} (--on)"),
        MEETING: _("{day} (the last day of the meeting)"),
        AS_OF: _("{day} (the plan's reference date)"),
        EDITION: _("{day} (when the edition was made)"),
        TODAY: _("{day} (today)"),
    }[day.source]
    return words.format(day=date_words(day.date))


def counted_from(day: Day) -> str:
    """Say which day every rule counts from."""
    return _("As of {day}.").format(day=day_words(day))


def dated(day: Day) -> str:
    """Say which day was recorded where no date was given."""
    return _("Dated {day}.").format(day=day_words(day))


def undated_words() -> str:
    """Say what to do with activities that are carried out, of which nothing says when."""
    return _("Without any date the rule cannot propose an activity: give it a dated calendar entry, or archive it.")


def outcome_words(outcome: str) -> str:
    """Say what becomes of unanswered requests: `open`, `closed`, or (empty) moved."""
    return {
        KEPT_OPEN: _("they stay open, and in every list of requests"),
        NO_LONGER: _("they are closed: no answer is expected any more"),
    }.get(outcome, _("they move to another item"))


def amount_words(amount: int | float | Undetermined, currency: str | None) -> str:
    """Format an amount of money: `12,000 USD`."""
    if amount == TBD:
        return undetermined_words(current())
    return numbers.amount(amount, currency or "", current())


def funding_words(plan: Plan, funding: Funding) -> str:
    """Describe what something costs, who pays, and what is missing."""
    parts = []
    if funding.cost is not None:
        says = _("cost: {amount}") if funding.cost == TBD else _("costs {amount}")
        parts.append(says.format(amount=amount_words(funding.cost, funding.currency)))
    if funding.by:
        parts.append(_("paid by {actors}").format(actors=actors_short(plan, funding.by)))
    if funding.missing is not None:
        says = _("funding gap: {amount}") if funding.missing == TBD else _("missing {amount}")
        parts.append(says.format(amount=amount_words(funding.missing, funding.currency)))
    return "; ".join(parts)


# --- actors


def actor_name(plan: Plan, code: str) -> str:
    """Return the name of an actor, or of a body that meets; its code where it has none."""
    actor = plan.actors.get(code) or plan.info.bodies.get(code)
    return (actor is not None and localized(actor.name)) or code


def actor_short(plan: Plan, code: str) -> str:
    """Return an actor's abbreviation, else the name of a country or group, else the code."""
    actor = plan.actors.get(code)
    if actor is None:
        return body_short(plan, code)
    is_named = plan.info.actor_kind(actor.kind) in _NAMED_IN_FULL
    return localized(actor.short) or (actor_name(plan, code) if is_named else code)


def actor_then(plan: Plan, code: str, date: str | None) -> str:
    """Return an actor's short name, and who held that office at a date (EDTF) where it is known: `CHAIR (France)`."""
    holders = ", ".join(actor_short(plan, holder) for holder in holders_of(plan, code, date))
    return f"{actor_short(plan, code)} ({holders})" if holders else actor_short(plan, code)


def actor_names(plan: Plan, codes: Iterable[str]) -> str:
    """Return the names of several actors in a row."""
    return ", ".join(actor_name(plan, code) for code in codes)


def actors_short(plan: Plan, codes: Iterable[str]) -> str:
    """Return the short names of several actors in a row."""
    return ", ".join(actor_short(plan, code) for code in codes)


def people_words(plan: Plan, actors: Sequence[str]) -> str:
    """Name up to two actors, a whole group by the group's name; give the number of any others."""
    if len(actors) <= _MOST_NAMED:
        return actors_short(plan, actors)
    for code, actor in plan.actors.items():
        if actor.members and set(plan.members_of(code)) == set(actors):
            return actor_short(plan, code)
    kinds = {plan.info.actor_kind(plan.actors[code].kind) if code in plan.actors else "" for code in actors}
    countries = kinds == {"member"}
    if countries:
        return ngettext("{count} country", "{count} countries", len(actors)).format(count=len(actors))
    return ngettext("{count} actor", "{count} actors", len(actors)).format(count=len(actors))


def role_words(role: str) -> str:
    """Return the part that an actor takes; a word of the plan's own stays as it is."""
    words = {
        "host": _("hosts"),
        "hosts": _("hosts"),
        "offers": _("offers"),
        "funds": _("pays"),
        "sponsors": _("sponsors"),
        "presents": _("presents"),
        "participates": _("takes part"),
        "presides": _("presides"),
    }
    return words.get(role, role)


# --- bodies and meetings


def body_short(plan: Plan, body: str) -> str:
    """Return a body's abbreviation, else its code."""
    known = plan.info.bodies.get(body)
    return (known is not None and localized(known.short)) or body


def body_name(plan: Plan, body: str) -> str:
    """Return a body's name; empty where it has none."""
    known = plan.info.bodies.get(body)
    return localized(known.name) if known is not None else ""


def meeting_name(plan: Plan, meeting_id: str | None) -> str:
    """Return what a meeting is called: `XI Assembly, 27-29 November 2006`; `between meetings` where there is none."""
    if not meeting_id or meeting_id == "none":
        return _("between meetings")
    meeting = plan.meetings.get(meeting_id)
    return name_of(plan, meeting) if meeting is not None else meeting_id


def name_of(plan: Plan, meeting: Meeting) -> str:
    """Return the ordinal and body of a meeting, else its title, else its body; and when it is."""
    return ", ".join(filter(None, (undated_name(plan, meeting), date_words(meeting.dates))))


def undated_name(plan: Plan, meeting: Meeting) -> str:
    """Return the ordinal and body of a meeting, else its title, else its body."""
    body = body_short(plan, meeting.body)
    return f"{meeting.ordinal} {body}" if meeting.ordinal else localized(meeting.title) or body


def reference_words(plan: Plan, key: str) -> str:
    """Return how readers know what a key names: an item by its id, a meeting by its name, an agreement by number."""
    owner, _slash, member = key.partition("/")
    meeting = plan.meetings.get(owner)
    if meeting is None:
        return owner
    agreement = next((decision for _whole, decision in meeting.decisions() if decision.id == member), None)
    number = agreement.number if agreement is not None else None
    text = name_of(plan, meeting)
    return _("{meeting}, agreement {number}").format(meeting=text, number=number) if number else text


def no_edition_words(why: str) -> str:
    """Return why a meeting has no edition."""
    return NO_EDITION.format(why, current())


def moment_words(when: datetime) -> str:
    """Describe a moment by the clock of this computer, such as `27 November 2006, 14:05`."""
    local = when.astimezone()
    return f"{date_words(local.date())}, {local:%H:%M}"


def record_meeting(record: Record) -> str:
    """Return which meeting a record belongs to or corrects, by its id; or `between meetings`, or that it names none."""
    return _attributed(record, lambda meeting: meeting) or _("no meeting named")


def record_meeting_name(plan: Plan, record: Record) -> str:
    """Return the same with what the meeting is called; nothing where the record names none."""
    return _attributed(record, lambda meeting: meeting_name(plan, meeting))


def _attributed(record: Record, name: Callable[[str], str]) -> str:
    if record.corrects:
        return _("correction of {meeting}").format(meeting=name(record.corrects))
    return _("between meetings") if record.meeting == "none" else name(record.meeting) if record.meeting else ""


# --- items


def text_of(node: Node | Head) -> Text:
    """Return the text of an item; an empty one where its file cannot be read."""
    return {} if isinstance(node, Unreadable) else node.text


Called = Callable[[Path, str], str]
"""What a code is called in the value of the field at a path."""


def by_code(_path: Path, code: str) -> str:
    """Return the code itself, without a plan to look it up in."""
    return code


def names_in(plan: Plan, item_id: str) -> Called:
    """Return a function that names actors, meetings and the actions of the item's objective."""

    def called(path: Path, code: str) -> str:
        from rcm_tui.model import schema  # Listing a plan needs none.

        field = schema.in_use().find(path)
        match field.type if field is not None else None:
            case Actor():
                return actor_short(plan, code)
            case MeetingField() if code in plan.meetings:
                return meeting_name(plan, code)
            case Body():
                return body_short(plan, code)
        if path == ("actions",):  # Of an activity: those of an objective are its own.
            return dict(Actions().options(Context(plan, item_id))).get(code, code)
        return code

    return called


def item_words(plan: Plan, item_id: str) -> str:
    """Return the text of an item; empty where there is no such item or it cannot be read."""
    node = plan.head(item_id)
    return localized(text_of(node)) if node is not None else ""


def number_of(plan: Plan, node: Node) -> str:
    """Return the number printed before an item, which is not its id."""
    return "" if isinstance(node, Unreadable) else plan.printed_number(node.id)


def id_says_more(plan: Plan, item_id: str) -> bool:
    """Return whether the id of an item differs from what its number says, so that it must be shown as well."""
    return ids.kind_of(item_id) != ids.SUBJECT and str(ids.number_in(item_id)) != plan.own_number(item_id)


def read_words(items: int, meetings: int) -> str:
    """Return how much of a plan was read, for the sentence about a check."""
    return _("{items} and {meetings} were read").format(
        items=ngettext("{count} item", "{count} items", items).format(count=items),
        meetings=ngettext("{count} meeting", "{count} meetings", meetings).format(count=meetings),
    )
