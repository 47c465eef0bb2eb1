"""The minutes of a meeting: what it changed, by subject, and what it agreed and where that led."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rcm_tui.changes.items import ItemChange, key_of
from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue
from rcm_tui.reports.minutes import Sheet
from rcm_tui.reports.names import actor_name, body_name, date_words, localized
from rcm_tui.reports.trace import trace
from rcm_tui.store.paths import FOLDERS
from rcm_tui.workflow.compare import (
    EMPTY,
    Comparison,
    around,
    compare_states,
    group_of,
    group_titles,
)
from rcm_tui.workflow.plan_files import unrecorded

if TYPE_CHECKING:
    from rcm_tui.history.log import Record
    from rcm_tui.model.meetings import Meeting
    from rcm_tui.workflow.view import PlanView


@dataclass(frozen=True, slots=True)
class Minutes:
    """What a meeting did.

    `comparison` is its edition (or the files as they are, while it is open) against the edition before; `changes` are
    those of it that the meeting made itself, `others` what was recorded since then
    between meetings or at another one. `unrecorded` are external edits that no record has yet, of an open meeting.
    `why_none` explains why nothing can be compared; the agreements are listed all the same.
    """

    meeting: Meeting
    comparison: Comparison
    changes: tuple[ItemChange, ...]
    others: tuple[ItemChange, ...] = ()
    unrecorded: tuple[ItemChange, ...] = ()
    why_none: str = ""

    @property
    def groups(self) -> dict[str, tuple[ItemChange, ...]]:
        """The meeting's own changes by subject; the meeting's own record is left out."""
        found: dict[str, list[ItemChange]] = {}
        for change in self.changes:
            if change.key != self.meeting.id:
                found.setdefault(group_of(change), []).append(change)
        return {name: tuple(group) for name, group in found.items()}


def minutes(workspace: PlanView, meeting_id: str) -> Minutes:
    """Return the minutes of a meeting. Raises BadValue where there is no such meeting."""
    meeting = workspace.plan.meetings[workspace.resolve_meeting(meeting_id)]
    try:
        before, after = around(workspace, meeting.id)
    except BadValue as none:
        return Minutes(meeting, Comparison(EMPTY, EMPTY, ()), (), why_none=str(none))
    comparison = compare_states(workspace, before, after)
    own, elsewhere = _touched(_records(workspace, before.commit, after.commit), meeting.id)
    loose = {one.key for one in unrecorded(workspace)} if after.is_now else set()
    return Minutes(
        meeting,
        comparison,
        tuple(one for one in comparison.changes if _keys(one) & own),
        tuple(one for one in comparison.changes if not _keys(one) & own and _keys(one) & elsewhere),
        tuple(one for one in comparison.changes if not _keys(one) & (own | elsewhere) and one.key in loose),
    )


def _records(workspace: PlanView, before: str | None, after: str | None) -> Sequence[Record]:
    from rcm_tui.history.log import records

    return list(records(workspace.git, FOLDERS, rev=after or "HEAD", not_rev=before))


def _touched(records: Sequence[Record], meeting: str) -> tuple[set[str], set[str]]:
    """Return the keys of what the meeting's records changed, and of what other records did."""
    own: set[str] = set()
    elsewhere: set[str] = set()
    for record in records:
        chosen = own if record.meeting == meeting else elsewhere
        chosen.update(key_of(change.path)[0] for change in record.changes)
    return own, elsewhere


def _keys(change: ItemChange) -> set[str]:
    return {change.key, change.former} - {None}  # type: ignore[return-value]


def sheet_of(workspace: PlanView, found: Minutes) -> Sheet:
    """Return the minutes as they are to be written, in the language in use."""
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
