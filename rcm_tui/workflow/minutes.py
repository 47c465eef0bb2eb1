"""The minutes of a meeting: what it changed, by subject, and what it agreed and where that led."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rcm_tui.changes.compose import compose
from rcm_tui.changes.items import ItemChange, change_order
from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.states import ADOPTS, ActorKind
from rcm_tui.reports.item_page import simple_fields
from rcm_tui.reports.meeting_page import edition_words
from rcm_tui.reports.minutes import Sheet
from rcm_tui.reports.names import actor_name, actor_names, body_name, date_words, localized
from rcm_tui.reports.published import published_change
from rcm_tui.reports.review_text import sentences
from rcm_tui.reports.trace import trace
from rcm_tui.store.paths import kind_of_file
from rcm_tui.workflow.compare import EMPTY, Comparison, around
from rcm_tui.workflow.grouping import group_titles, grouped, subject_numbers
from rcm_tui.workflow.overruled import DECISION, Overruled, overruled, standing
from rcm_tui.workflow.plan_files import unrecorded
from rcm_tui.workflow.whole_history import History

if TYPE_CHECKING:
    from rcm_tui.history.log import Record
    from rcm_tui.model.meetings import Meeting
    from rcm_tui.model.plan import Plan
    from rcm_tui.workflow.view import PlanView


_WORKING_FILES = ("submission", "words")
"""What no meeting agrees: copies that delegations sent back, and translations of what the program prints."""


@dataclass(frozen=True, slots=True)
class Minutes:
    """What a meeting did, by the records that name it.

    `comparison` names the states before and after the meeting: the previous edition, and its own or the files as they
    are while it is open; its changes are those of the meeting's records. `others` are those of the other records
    between the two states, `corrections` those that corrected it after it was closed, or that its edition is without,
    and `unrecorded` external edits that no record has yet, of an open meeting. `why_none` explains why there are no
    states to compare.
    """

    meeting: Meeting
    comparison: Comparison
    others: tuple[ItemChange, ...] = ()
    corrections: tuple[ItemChange, ...] = ()
    unrecorded: tuple[ItemChange, ...] = ()
    why_none: str = ""

    @property
    def changes(self) -> tuple[ItemChange, ...]:
        """What the meeting's records changed."""
        return self.comparison.changes


def minutes(workspace: PlanView, meeting_id: str, history: History | None = None) -> Minutes:
    """Return the minutes of a meeting, from a history if it was read before.

    Raises BadValue where there is no such meeting.
    """
    history = history or History(workspace)
    meeting = workspace.plan.meetings[workspace.resolve_meeting(meeting_id)]
    why_none = ""
    try:
        before, after = around(workspace, meeting.id)
    except BadValue as none:
        before, after, why_none = EMPTY, EMPTY, str(none)
    starts = ("HEAD", after.commit) if after.commit else "HEAD"
    naming = list(history.records(starts, naming=meeting.id))
    late = _late(history, meeting.id, after.commit)
    own = [record for record in naming if record.meeting == meeting.id and record.commit not in late]
    corrections = [record for record in naming if record.corrects == meeting.id or record.commit in late]
    others: list[Record] = []
    if not why_none:
        known = {record.commit for record in (*own, *corrections)}
        since = history.records(after.commit or "HEAD", not_rev=before.commit)
        others = [record for record in since if record.commit not in known]
    end = after.commit or "HEAD"
    without = {rev: overruled(workspace.git, history.records(rev, naming=DECISION)) for rev in {end, "HEAD"}}
    return Minutes(
        meeting,
        Comparison(before, after, _composed(history, own, without[end])),
        _composed(history, others, without[end]),
        _composed(history, corrections, without["HEAD"]),
        unrecorded(workspace) if after.is_now else (),
        why_none,
    )


def published_minutes(found: Minutes, plan: Plan) -> Minutes:
    """Return minutes whose changes say nothing of agreements that were withdrawn according to a plan."""

    def published(changes: Sequence[ItemChange]) -> tuple[ItemChange, ...]:
        return tuple(published_change(plan, change) for change in changes)

    return replace(
        found,
        comparison=replace(found.comparison, changes=published(found.changes)),
        others=published(found.others),
        corrections=published(found.corrections),
        unrecorded=published(found.unrecorded),
    )


def _late(history: History, meeting: str, edition: str | None) -> frozenset[str]:
    """Return the records of a meeting that are not in its edition, as those of a clone that did not know of it yet."""
    if edition is None:
        return frozenset()
    return frozenset(record.commit for record in history.records("HEAD", not_rev=edition, naming=meeting))


def _composed(history: History, newest_first: Sequence[Record], without: Overruled) -> tuple[ItemChange, ...]:
    """Compose what records changed, without what was overruled."""
    found = history.changes_of(reversed(newest_first))
    return compose(change for record, made in found for change in standing(made, without.get(record.commit, ())))


def sheet_of(workspace: PlanView, found: Minutes) -> Sheet:
    """Return the minutes as they are to be written, in the language in use."""
    plan, meeting = workspace.plan, found.meeting
    name = body_name(plan, meeting.body) or meeting.body
    title = localized(meeting.title) or " ".join(part for part in (meeting.ordinal, name) if part)
    place = ", ".join(part for part in (meeting.place, date_words(meeting.dates)) if part)
    facts = [place] if place else []
    if meeting.presidency:
        facts.append(_("Presidency: {name}").format(name=actor_name(plan, meeting.presidency)))
    facts += _attendance(plan, meeting)
    published = simple_fields(plan, "meeting", meeting, published=True)
    facts += [f"{label}: {value}" for _name, label, value in published]
    if meeting.no_edition:
        facts.append(_("Edition of the plan: {edition}").format(edition=edition_words(plan, meeting, False)))
    elif found.comparison.after.meeting == meeting.id:
        adopted = plan.info.edition_of(meeting.body) == ADOPTS
        facts.append(_("The plan was adopted.") if adopted else _("The plan was updated."))
    own = tuple(change for change in found.changes if change.key != meeting.id and sentences(change, published=True))
    own, others, corrections, edited = (
        tuple(change for change in changes if kind_of_file(change.key) not in _WORKING_FILES)
        for changes in (own, found.others, found.corrections, found.unrecorded)
    )
    shown = replace(found.comparison, changes=in_plan_order(plan, own))
    groups = grouped(shown, subject_numbers(plan), plan.levels)
    is_cut = bool(found.why_none) and bool(workspace.git.boundary)
    return Sheet(
        plan,
        _("Minutes: {meeting}").format(meeting=title),
        facts,
        trace(plan, meeting),
        groups,
        group_titles(workspace, groups),
        in_plan_order(plan, others),
        in_plan_order(plan, corrections),
        in_plan_order(plan, edited),
        found.why_none
        and (found.why_none if is_cut else _("The plan has no edition of its own as this meeting left it.")),
        is_cut,
    )


def in_plan_order(plan: Plan, changes: Sequence[ItemChange]) -> tuple[ItemChange, ...]:
    """Return the changes in the plan's printed order, then items that are gone, meetings and other files."""
    places = plan.places_of(change.key for change in changes)
    return tuple(
        sorted(changes, key=lambda change: (change.key not in places, places.get(change.key, 0), change_order(change)))
    )


def _attendance(plan: Plan, meeting: Meeting) -> Iterator[str]:
    """Yield who took part, and which member countries did not, where it is recorded who did."""
    groups = (
        (_("Participants: {names}"), meeting.participants),
        (_("Observers: {names}"), meeting.observers),
        (_("Organizations: {names}"), meeting.organizations),
    )
    for sentence, actors in groups:
        if actors:
            yield sentence.format(names=actor_names(plan, actors))
    present = {member for code in meeting.participants for member in (code, *plan.members_of(code))}
    members = (code for code, actor in plan.actors.items() if plan.info.actor_kind(actor.kind) == ActorKind.MEMBER)
    absent = [code for code in members if code not in present]
    if meeting.participants and absent:
        yield _("Absent: {names}").format(names=actor_names(plan, absent))
