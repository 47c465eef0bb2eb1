"""The words of the status report that are no sentences of one section: names, dates, amounts, and what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rcm_tui.i18n import _, current, ngettext
from rcm_tui.model.dates import describe, describe_period, parse_period
from rcm_tui.model.items import Funding
from rcm_tui.model.plan import Plan, Unreadable
from rcm_tui.model.rules import read
from rcm_tui.model.texts import pick
from rcm_tui.reports.review import what_count
from rcm_tui.reports.status.report import MEETING_DAY, StatusReport
from rcm_tui.reports.status.steps import StepFigures


def about_words(report: StatusReport) -> str:
    """What the report is about: the files as they are or an edition, and what it is restricted to."""
    about = report.about
    parts = [_("The plan as {meeting} left it").format(meeting=about.at) if about.at else _("The plan as it is now")]
    if about.subject:
        parts.append(_("subject {code}").format(code=about.subject))
    if about.actor:
        parts.append(actor_words(report.plan, about.actor))
    return "; ".join(parts) + "."


def counted_words(report: StatusReport) -> str:
    """The day that every rule counts from, and where it comes from."""
    from rcm_tui.reports.names import counted_from, day_words

    if report.about.on_source == MEETING_DAY:
        return _("Counted from {day}, the last day of the meeting.").format(day=day_words(report.about.on))
    return counted_from(report.about.on, report.about.on_source)


def actor_words(plan: Plan, code: str) -> str:
    """What an actor is called in short: its abbreviation, a country's or group's name, else the code."""
    actor = plan.actors.get(code)
    if actor is None:
        return code
    short = pick(actor.short, current())
    return short or (pick(actor.name, current()) if actor.kind.value in ("member", "observer", "group") else code)


def meeting_words(plan: Plan, meeting_id: str) -> str:
    """What a meeting is called in a line: its body and date."""
    meeting = plan.meetings.get(meeting_id)
    if meeting is None:
        return meeting_id
    body = plan.info.bodies.get(meeting.body)
    short = (pick(body.short, current()) if body is not None else "") or meeting.body
    head = f"{meeting.ordinal} {short}" if meeting.ordinal else short
    return f"{head}, {date_words(meeting.dates)}" if meeting.dates else head


def date_words(edtf: str | None) -> str:
    """A date of the plan in words; what is no date stays as it was written."""
    found = read(edtf)
    return describe(found, current()) if found is not None else edtf or ""


def every_words(every: str) -> str:
    """How a request recurs."""
    try:
        return _("every {period}").format(period=describe_period(parse_period(every), current()))
    except ValueError:
        return _("at every {body}").format(body=every)


def item_words(plan: Plan, key: str) -> str:
    """The text of an item."""
    node = plan.node(key)
    return "" if node is None or isinstance(node, Unreadable) else pick(node.text, current())


def who_words(plan: Plan, codes: Iterable[str]) -> str:
    """Several actors in a row."""
    return ", ".join(actor_words(plan, code) for code in codes)


_MOST_NAMED = 2


def people_words(plan: Plan, actors: Sequence[str]) -> str:
    """A few actors by name, a whole group by the group's, other many by their number."""
    if len(actors) <= _MOST_NAMED:
        return who_words(plan, actors)
    for code, actor in plan.actors.items():
        if actor.members and set(plan.members_of(code)) == set(actors):
            return actor_words(plan, code)
    countries = all(code in plan.actors and plan.actors[code].kind.value == "member" for code in actors)
    if countries:
        return ngettext("{count} country", "{count} countries", len(actors)).format(count=len(actors))
    return ngettext("{count} actor", "{count} actors", len(actors)).format(count=len(actors))


def funding_words(plan: Plan, funding: Funding) -> str:
    """What it costs, who pays, what is missing."""
    parts = []
    if funding.cost is not None:
        parts.append(_("costs {amount}").format(amount=amount_words(funding.cost, funding.currency)))
    if funding.by:
        parts.append(_("paid by {actors}").format(actors=who_words(plan, funding.by)))
    if funding.missing is not None:
        parts.append(_("missing {amount}").format(amount=amount_words(funding.missing, funding.currency)))
    return "; ".join(parts)


def amount_words(amount: int | float, currency: str | None) -> str:
    """An amount of money with its currency."""
    said = f"{amount:,}"
    return f"{said} {currency}" if currency else said


def step_words(step: StepFigures) -> str:
    """What a step did to the items, in numbers: `2 added, 4 changed, 1 status`."""
    said = [what_count(what, len(items)) for what, items in step.by_what.items()]
    if step.turns:
        said.append(ngettext("{count} status", "{count} statuses", len(step.turns)).format(count=len(step.turns)))
    return ", ".join(said) or _("nothing changed")


def role_words(role: str) -> str:
    """The part that an actor takes; a word of the plan's own stays as it is."""
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
