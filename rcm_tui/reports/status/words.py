"""The words of the status report that are no sentences of one section: names, dates, amounts, and what it is about."""

from __future__ import annotations

from rcm_tui.i18n import _, ngettext
from rcm_tui.reports.names import actor_short, counted_from, date_words
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
        parts.append(actor_short(report.plan, about.actor))
    return "; ".join(parts) + "."


def counted_words(report: StatusReport) -> str:
    """The day that every rule counts from, and where it comes from."""
    if report.about.on_source == MEETING_DAY:
        return _("Counted from {day}, the last day of the meeting.").format(day=date_words(report.about.on))
    return counted_from(report.about.on, report.about.on_source)


def step_words(step: StepFigures) -> str:
    """What a step did to the items, in numbers: `2 added, 4 changed, 1 status`."""
    said = [what_count(what, len(items)) for what, items in step.by_what.items()]
    if step.turns:
        said.append(ngettext("{count} status", "{count} statuses", len(step.turns)).format(count=len(step.turns)))
    return ", ".join(said) or _("nothing changed")
