"""The minutes of a meeting ready to be written, with names for meeting and subjects."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rcm_tui.i18n import _
from rcm_tui.reports.minutes import Sheet
from rcm_tui.reports.names import actor_name, body_name, date_words, localized
from rcm_tui.reports.trace import trace
from rcm_tui.workflow.compare import FILES_GROUP, MEETINGS_GROUP
from rcm_tui.workflow.naming import titles

if TYPE_CHECKING:
    from rcm_tui.workflow.minutes import Minutes
    from rcm_tui.workflow.view import PlanView


def sheet_of(workspace: PlanView, found: Minutes) -> Sheet:
    """The minutes as they are to be written, in the language in use."""
    plan, meeting = workspace.plan, found.meeting
    name = body_name(plan, meeting.body) or meeting.body
    title = localized(meeting.title) or " ".join(part for part in (meeting.ordinal, name) if part)
    place = ", ".join(part for part in (meeting.place, date_words(meeting.dates)) if part)
    facts = [place] if place else []
    if meeting.presidency:
        facts.append(_("Presidency: {name}").format(name=actor_name(plan, meeting.presidency)))
    return Sheet(
        _("Minutes of {meeting}: {title}").format(meeting=meeting.id, title=title),
        facts,
        trace(plan, meeting),
        found.groups,
        group_titles(workspace, found.groups),
        tuple(one for one in found.others if one.key != meeting.id),
        found.unrecorded,
        found.why_none,
    )


def group_titles(workspace: PlanView, groups: Iterable[str]) -> dict[str, str]:
    """What each group of changes is called: the subject's title, `Meetings`, `Other files`."""
    codes = list(groups)
    fixed = {MEETINGS_GROUP: _("Meetings"), FILES_GROUP: _("Other files")}
    return titles(workspace, codes) | {code: name for code, name in fixed.items() if code in codes}
