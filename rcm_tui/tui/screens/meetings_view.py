"""The register of meetings; beside it the meeting in full, with what it agreed and what that led to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from rcm_tui.history.editions import editions
from rcm_tui.i18n import _, ngettext
from rcm_tui.model.meetings import Decision, Meeting
from rcm_tui.model.plan import Plan
from rcm_tui.reports.meeting_page import meeting_page
from rcm_tui.reports.names import meeting_name
from rcm_tui.reports.review import kinds_of, tally_words
from rcm_tui.tui.command import with_keys
from rcm_tui.tui.content import content
from rcm_tui.tui.list_detail import ListDetailScreen
from rcm_tui.tui.screens.meetings_blocks import is_open, meeting_blocks, meeting_rows
from rcm_tui.tui.widgets.blocks import Block
from rcm_tui.tui.widgets.row_list import Row
from rcm_tui.workflow.checklist import left_to_do
from rcm_tui.workflow.meetings import corrections_of
from rcm_tui.workflow.minutes import minutes

if TYPE_CHECKING:
    from rcm_tui.history.log import Record
    from rcm_tui.workflow.view import PlanView

Known = tuple[Mapping[str, tuple[str, ...]], Mapping[str, str], Mapping[str, tuple["Record", ...]]]
"""What is left to do at each open meeting, the tag of each edition, and the corrections of each closed meeting."""


def read_known(view: PlanView, plan: Plan) -> Known:
    """Read what is left to do, editions and corrections. Reads git: call it in a thread."""
    left = {meeting.id: left_to_do(view, meeting.id) for meeting in (*plan.open_meetings, *plan.entered_meetings)}
    tags = {edition.meeting: edition.tag for edition in editions(view.git)}
    return left, tags, corrections_of(view)


def count_changes(view: PlanView, meeting_id: str) -> str:
    """Count what a meeting changed, in words. Reads git: call it in a thread."""
    made = minutes(view, meeting_id)
    return made.why_none or tally_words(kinds_of((*made.changes, *made.unrecorded))) or _("nothing changed")


class MeetingsBrowser(ListDetailScreen):
    """The cursor begins on the open meeting, else on the last one."""

    def __init__(self, wanted: str = "") -> None:
        super().__init__(wanted)
        self._known: Known = ({}, {}, {})
        self._is_known = False
        self._changed: dict[str, str] = {}
        """What each meeting changed that the cursor rested on, counted."""

    def heading(self) -> str:
        return _("Meetings")

    @property
    def item_id(self) -> str:
        return self.row_id

    @property
    def meeting(self) -> Meeting | None:
        """The meeting under the cursor."""
        plan = self.rcm.plan
        return plan.meetings.get(self.row_id) if plan is not None else None

    @property
    def has_changes(self) -> bool:
        """Whether it is known what the meeting changed: it has an edition, or is open."""
        meeting = self.meeting
        return meeting is not None and (meeting.id in self._known[1] or is_open(meeting))

    @property
    def agreement(self) -> Decision | None:
        """The agreement, or the part of one, whose card has the focus."""
        found = self.meeting.decision(self.card_id) if self.meeting is not None else None
        return found[1] if found is not None else None

    def show_plan(self, plan: Plan) -> None:
        """Show the register; what is left to do and the editions are read in the background."""
        self._changed = {}
        super().show_plan(plan)
        view = self.rcm.snapshot
        self.rcm.reader.read("meetings", lambda: read_known(view, plan), self._take)

    def _take(self, known: Known) -> None:
        self._known, self._is_known = known, True
        self.fill()

    def retranslate(self) -> None:
        self._changed = {}  # the counts are words
        super().retranslate()

    def lead(self, plan: Plan) -> Content:
        meetings = plan.open_meetings
        if not meetings and plan.entered_meetings:
            names = "; ".join(meeting_name(plan, meeting.id) for meeting in plan.entered_meetings)
            message = _("{meetings}: held before and being entered; only its own record belongs to it.")
            return content(message.format(meetings=names))
        if not meetings:
            return content(
                with_keys(_("No meeting is open. {open-meeting} opens a planned one, {new-meeting} adds a new one."))
            )
        message = ngettext(
            "{meetings} is open: what is recorded now belongs to it.",
            "{meetings} are open: each record asks which of them it belongs to.",
            len(meetings),
        )
        return content(message.format(meetings="; ".join(meeting_name(plan, meeting.id) for meeting in meetings)))

    def first_row(self, plan: Plan) -> str:
        dated = [meeting.id for meeting in plan.meetings_in_order() if meeting.dates]
        return plan.open_meetings[0].id if plan.open_meetings else dated[-1] if dated else ""

    def rows(self, plan: Plan) -> Sequence[Row]:
        return list(meeting_rows(plan))

    def blocks(self, plan: Plan, row_id: str) -> Sequence[Block]:
        left, editions, corrections = self._known
        meeting = plan.meetings.get(row_id)
        if meeting is None:
            return []
        changed = self._changed.get(row_id) if row_id in editions or is_open(meeting) else ""
        page = meeting_page(plan, meeting, left.get(row_id, ()), editions.get(row_id), corrections.get(row_id, ()))
        return list(meeting_blocks(plan, meeting, page, changed))

    def show_beside(self, plan: Plan, row_id: str, *, from_top: bool) -> None:
        """Show the meeting; what it changed is counted in the background, after what is known of all has been read.

        Both look for what is not recorded, which takes a second with 100,000 items.
        """
        super().show_beside(plan, row_id, from_top=from_top)
        self.rcm.reader.forget("meeting-changes")
        if row_id in self._changed or not self._is_known or not self.has_changes:
            return
        view = self.rcm.snapshot
        self.rcm.reader.read(
            "meeting-changes", lambda: count_changes(view, row_id), lambda counted: self._counted(row_id, counted)
        )

    def _counted(self, row_id: str, counted: str) -> None:
        plan = self.rcm.plan
        self._changed[row_id] = counted
        if plan is not None and self.row_id == row_id:
            super().show_beside(plan, row_id, from_top=False)

    def empty(self, plan: Plan) -> str:
        return with_keys(
            _(
                "No meeting is in the register yet.\n\n"
                "Changes belong to the meeting that is open while they are recorded. "
                "{new-meeting} adds the first meeting."
            )
        )

    def show_detail(self) -> None:
        """Put the focus on the meeting's first agreement that waits to be linked, else its first, else the meeting."""
        super().show_detail()
        meeting = self.meeting
        if meeting is not None and meeting.agreements:
            first = next((decision for _whole, decision in meeting.waiting()), meeting.agreements[0])
            self.focus_agreement(first.id)

    def focus_agreement(self, agreement_id: str) -> None:
        """Put the focus on an agreement, whose card may not be there yet."""
        self.detail.focus_entry(agreement_id)
        if self.card_id != agreement_id:
            self.call_after_refresh(self.detail.focus_entry, agreement_id)

    def next_to_place(self) -> str:
        """Return the agreement that waits to be linked after the one under the cursor, else the first; or nothing."""
        waiting = [decision.id for _whole, decision in self.meeting.waiting()] if self.meeting is not None else []
        after = waiting[waiting.index(self.card_id) + 1 :] if self.card_id in waiting else []
        return next((name for name in (*after, *waiting) if name != self.card_id), "")
