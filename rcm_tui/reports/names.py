"""Actors, meetings, dates and items in words, in the language in use."""

from __future__ import annotations

from datetime import date

from rcm_tui.i18n import _, current
from rcm_tui.model import ids
from rcm_tui.model.dates import describe, parse
from rcm_tui.model.items import Activity, Meeting, Objective, Subject
from rcm_tui.model.plan import Node, Plan, Unreadable
from rcm_tui.model.texts import Text, pick


def actor_name(plan: Plan, code: str) -> str:
    """The actor's name, or the code where it has none."""
    actor = plan.actors.get(code)
    return pick(actor.name, current()) if actor is not None else code


def actor_short(plan: Plan, code: str) -> str:
    """What the actor is called in short: its abbreviation, a country's name, else the code."""
    actor = plan.actors.get(code)
    if actor is None:
        return code
    return pick(actor.short, current()) or (actor_name(plan, code) if actor.kind.value == "member" else code)


def date_words(date: str | None) -> str:
    """An EDTF date in words; as it stands where it cannot be read."""
    if not date:
        return ""
    try:
        return describe(parse(date), current())
    except ValueError:
        return date


def body_short(plan: Plan, body: str) -> str:
    """A body's abbreviation."""
    known = plan.info.bodies.get(body)
    return (pick(known.short, current()) or body) if known is not None else body


def meeting_name(plan: Plan, meeting_id: str | None) -> str:
    """What a meeting is called: body, ordinal and date, such as `RCGM, 27-29 November 2006`."""
    if not meeting_id or meeting_id == "none":
        return _("between meetings")
    meeting = plan.meetings.get(meeting_id)
    return name_of(plan, meeting) if meeting is not None else meeting_id


def name_of(plan: Plan, meeting: Meeting) -> str:
    """What a meeting is called: its body with its ordinal, else its title, else its body; and when it was."""
    body = body_short(plan, meeting.body)
    head = f"{meeting.ordinal} {body}" if meeting.ordinal else pick(meeting.title, current()) or body
    when = date_words(meeting.dates)
    return f"{head}, {when}" if when else head


def text_of(node: Node) -> Text:
    """The text of an item; none where its file cannot be read."""
    return {} if isinstance(node, Unreadable) else node.text


def number_of(node: Node) -> str:
    """The number that is printed before an item, which is not its id."""
    return "" if isinstance(node, Unreadable) else str(node.number)


def id_says_more(node: Node) -> bool:
    """Whether the id differs from what the printed numbers say, so that it must be shown beside them."""
    if isinstance(node, Objective):
        return not node.id.endswith(f"-{node.number}")
    if isinstance(node, Activity):
        return not node.id.endswith(f".{node.number}")
    return not isinstance(node, Subject) and ids.is_id(node.id)


def day_words(day: date) -> str:
    """A day in the language in use."""
    return describe(parse(day.isoformat()), current())


def counted_from(on: date, source: str) -> str:
    """The day that every rule counts from, and where it comes from: `source` is option, as_of or today."""
    sentence = {
        "option": _("Counted from {day} (--on)."),
        "as_of": _("Counted from {day} (as_of in plan/plan.yaml)."),
        "today": _("Counted from today, {day}."),
    }[source]
    return sentence.format(day=day_words(on))
