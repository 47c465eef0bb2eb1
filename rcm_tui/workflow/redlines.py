"""The redline of two states of a plan: from which state it starts, and the document in which the changes are marked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue
from rcm_tui.reports.heading import body_words
from rcm_tui.reports.names import date_words
from rcm_tui.reports.plan_table import PrintOptions, decided, plan_document
from rcm_tui.reports.progress import WHOLE, Progress, quiet, stage
from rcm_tui.reports.redline import moves_between, redline
from rcm_tui.reports.redline_summary import front_page
from rcm_tui.reports.references import numbered
from rcm_tui.workflow.attributions import Attributions
from rcm_tui.workflow.compare import LAST, around, compare_states, is_before
from rcm_tui.workflow.edition_context import PublishedState, headed_alike, published_state, with_context

if TYPE_CHECKING:
    from rcm_tui.reports.document import Document
    from rcm_tui.workflow.view import PlanView


def redline_document(
    workspace: PlanView,
    before: PublishedState,
    after: PublishedState,
    options: PrintOptions,
    progress: Progress = quiet,
) -> Document:
    """Return the document in which the changes between two states are marked."""
    meeting = after.state.meeting or ""
    of_one = bool(meeting) and around(workspace, meeting)[0] == before.state
    attributions = Attributions(
        workspace,
        before.state,
        after.state,
        after.unrecorded,
        internal=options.internal,
        meeting=meeting if of_one else "",
    )
    contexts = headed_alike(before, after)
    stages = (stage(progress, 200, 400), stage(progress, 400, 600))
    progress(200, WHOLE)
    old, new = (
        plan_document(
            state.plan,
            context,
            decided(options, *contexts, dotted=state.plan.has_dotted_numbers),
            progress=part,
        )
        for state, context, part in zip((before, after), contexts, stages, strict=True)
    )
    if before.state.is_empty:
        old = replace(old, head=())  # Nobody has ever headed it.
    banner = _("Changes from {old} to {new}").format(old=_name(before), new=_name(after))
    moves = moves_between(before.plan, after.plan)
    marked = redline(old, new, attributions, banner=banner, moves=moves, progress=stage(progress, 600, 900))
    changes = compare_states(workspace, before.state, after.state, loose=after.unrecorded).changes
    front = numbered(front_page(changes, attributions), after.plan)
    return replace(marked, blocks=(*front, *marked.blocks))


def state_before(workspace: PlanView, since: str | None, state: PublishedState) -> PublishedState:
    """Return the state that a redline starts from: the one named, else the edition before.

    The last edition is meant as the last before what is published: right after a closing, the one before that.
    Raises BadValue where the state named is not before what is published.
    """
    edition = state.state.meeting or ("" if state.context.draft else state.context.edition)
    if since in (None, LAST) and edition:
        return with_context(workspace, around(workspace, edition)[0])
    before = published_state(workspace, since or LAST)
    if not is_before(workspace, before.state, state.state):
        raise BadValue(_("{since} is not before {at}.").format(since=_name(before), at=_name(state)))
    return before


def _name(state: PublishedState) -> str:
    """Return what a state is called in the publication: its meeting, where it is an edition."""
    meeting = state.context.meeting
    if state.state.is_empty:
        return _("an empty plan")
    if meeting is None or state.context.draft:
        return _("now") if state.state.is_now else state.state.name
    return ", ".join(part for part in (body_words(state.plan, meeting), date_words(meeting.dates)) if part)
