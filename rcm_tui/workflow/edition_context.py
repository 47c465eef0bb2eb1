"""The state of a plan that is published: its files, its plan, and the meeting, date and draft in its heading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from rcm_tui.history.editions import blobs_at, editions
from rcm_tui.history.log import records
from rcm_tui.history.state import head_of
from rcm_tui.history.worktree import left_out
from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.meetings import Meeting
from rcm_tui.model.plan import Plan
from rcm_tui.model.regex import regex
from rcm_tui.model.rules import EDITION, TODAY, Day, day_of, read
from rcm_tui.model.states import MeetingStatus
from rcm_tui.reports.heading import EditionContext, headed_like
from rcm_tui.store import paths
from rcm_tui.store.reader import load_revision
from rcm_tui.store.yaml import YamlProblem, parse
from rcm_tui.workflow.compare import NOW, State, resolve_state
from rcm_tui.workflow.plan_files import unrecorded_paths

if TYPE_CHECKING:
    from rcm_tui.history.editions import Edition
    from rcm_tui.history.git import PathChange
    from rcm_tui.history.log import Record
    from rcm_tui.workflow.view import PlanView

_PUBLISHED = (paths.PLAN, paths.ARCHIVE)
"""What a publication is made of: a meeting that is opened makes no draft of it."""
_BEGINNING = datetime(1980, 1, 1, tzinfo=UTC)
_UNSAFE = regex(r"[^A-Za-z0-9_.-]+")


@dataclass(frozen=True, slots=True)
class PublishedState:
    """One state of the plan, ready to be published, and the day that rules count from.

    `unrecorded` are the paths of its files that differ from the last record.
    """

    state: State
    plan: Plan
    context: EditionContext
    day: Day
    unrecorded: tuple[str, ...] = ()


def day_at(view: PlanView, plan: Plan, edition: Edition) -> Day:
    """Return the day that counts for an edition: as chosen, else the last day of its meeting, else when it was made."""
    day = day_of(plan, view.chosen_day, edition.meeting)
    return day if day.source != TODAY else Day(edition.when.date(), EDITION, edition.meeting)


def published_state(workspace: PlanView, words: str | None) -> PublishedState:
    """Return the state that a meeting's id, `last`, `now` or a revision names; without words, the plan as it is.

    Raises BadValue where they name none.
    """
    state = resolve_state(workspace, words or NOW)
    return with_context(workspace, state)


def headed_alike(before: PublishedState, after: PublishedState) -> tuple[EditionContext, EditionContext]:
    """Return the contexts of two states for one document: where only one has a printed head, the other is like it.

    So letterhead and title, which no meeting changed, are not marked as changes.
    """
    old, new = before.context, after.context
    if new.printed and not old.printed:
        old = headed_like(old, after.plan, new)
    elif old.printed and not new.printed:
        new = headed_like(new, before.plan, old)
    return old, new


def with_context(workspace: PlanView, state: State, *, is_clean: bool = False) -> PublishedState:
    """Return the plan of a state, with what its head says. Raises RcmError where files of it are not here.

    `is_clean` takes all files for recorded: to find that out takes seconds in a large plan.
    """
    if state.commit is not None:
        files, plan = _at_commit(workspace, state.commit)
    elif state.is_now:
        if left_out(workspace.git):
            raise RcmError(_("The plan is not whole here, so it cannot be published; an edition can: --at MEETING"))
        files, plan = _meeting_files(workspace), workspace.plan
    else:
        files, plan = {}, _empty(workspace.plan)
    made = editions(workspace.git)
    edition = _of_meeting(made, state.meeting)
    if edition is not None:
        day = day_at(workspace, plan, edition)
    else:
        day = workspace.day if state.is_now else day_of(plan, workspace.chosen_day)
    loose = unrecorded_paths(workspace) if state.is_now and not is_clean else ()
    return PublishedState(state, plan, _context(workspace, state, plan, files, day, made, loose), day, loose)


def _of_meeting(made: Sequence[Edition], meeting: str | None) -> Edition | None:
    return next((edition for edition in made if edition.meeting == meeting), None)


def _at_commit(workspace: PlanView, commit: str) -> tuple[dict[str, bytes], Plan]:
    """Return the files of the meetings of a revision, and its plan."""
    blobs = blobs_at(workspace.git, commit)
    plan = load_revision(blobs, workspace.git.blobs, workspace.files)
    meetings = [path for meeting in plan.meetings if (path := paths.meeting_path(meeting)) in blobs]
    contents = workspace.git.blobs(blobs[path] for path in meetings)
    return {path: contents[blobs[path]] for path in meetings}, plan


def _empty(plan: Plan) -> Plan:
    """Return the empty plan, with what is true of the plan as a whole."""
    return Plan(plan.info, plan.actors, {}, frozenset(), {})


def _meeting_files(workspace: PlanView) -> dict[str, bytes]:
    return {
        path: workspace.read_bytes(path) for meeting in workspace.plan.meetings if (path := paths.meeting_path(meeting))
    }


def _context(
    workspace: PlanView,
    state: State,
    plan: Plan,
    files: Mapping[str, bytes],
    day: Day,
    made: Sequence[Edition],
    loose: Sequence[str],
) -> EditionContext:
    """Return what a head says. `files` are those of the meetings, `made` all editions, `loose` what is unrecorded."""
    is_edited = any(not path.startswith(paths.MEETINGS) for path in loose)
    base = _base(workspace, state)
    edition = _of_meeting(made, state.meeting)
    draft = edition is None and (is_edited or _differs(workspace, state, base))
    if state.meeting is None and not draft:
        edition = base  # Its files are those of that edition.
    meeting = _meeting(plan, edition or base, day, draft=draft)
    heads = _printed_heads(plan, files, meeting)
    newest = None if edition else _newest(workspace, state)
    when = edition.when if edition else _when(meeting, newest, draft=draft)
    name = _UNSAFE.sub("-", (meeting.id if meeting and not draft else "draft") if not state.is_empty else "empty")
    return EditionContext(
        when=when,
        meeting=meeting,
        edition=base.meeting if base else "",
        draft=draft,
        printed=heads.get(meeting.id, {}) if meeting else {},
        newest=next(reversed(heads.values()), {}),
        name=name,
        adopted=_adopting(workspace.plan, edition),
        commit=edition.commit if edition else newest.commit if newest else "",
        unrecorded=is_edited,
    )


def _adopting(plan: Plan, edition: Edition | None) -> Meeting | None:
    """Return the meeting that adopted an edition, which the plan as it is now knows."""
    meeting = plan.meetings.get(edition.meeting) if edition is not None else None
    return plan.meetings.get(meeting.adopted) if meeting is not None and meeting.adopted else None


def _base(workspace: PlanView, state: State) -> Edition | None:
    """Return the newest edition at or before the state."""
    commit = state.commit or (head_of(workspace.git).commit if state.is_now else None)
    return next(reversed(editions(workspace.git, of=commit)), None) if commit is not None else None


def _differs(workspace: PlanView, state: State, base: Edition | None) -> bool:
    """Return whether records that no closing holds yet have changed items since an edition.

    Without an edition it counts from the commit at which the plan's trail begins.
    """
    if state.is_empty:
        return False
    commit = state.commit or head_of(workspace.git).commit
    start = base.commit if base is not None else _start(workspace, commit)
    if commit is None or start is None:
        return True
    return any(_matters(workspace, change) for change in workspace.git.changed_paths(start, commit, _PUBLISHED))


def _matters(workspace: PlanView, changed: PathChange) -> bool:
    """Return whether a changed path changes the plan; `as_of` alone in plan.yaml does not."""
    if changed.path != paths.INFO or changed.old is None or changed.new is None:
        return True
    blobs = workspace.git.blobs((changed.old, changed.new))
    try:
        old, new = (parse(blobs[blob]) for blob in (changed.old, changed.new))
    except YamlProblem:
        return True
    return {**old, "as_of": None} != {**new, "as_of": None}


def _start(workspace: PlanView, commit: str | None) -> str | None:
    """Return the commit with which the history of the plan begins."""
    if commit is None:
        return None
    return next((record.commit for record in records(workspace.git, _PUBLISHED, rev=commit) if record.plan_start), None)


def _meeting(plan: Plan, edition: Edition | None, day: Day, *, draft: bool) -> Meeting | None:
    """Return the meeting of the edition; of a draft the open one; without editions the last one closed by that day."""
    if draft:
        return plan.open_meetings[-1] if plan.open_meetings else None
    if edition is not None:
        return plan.meetings.get(edition.meeting)
    held = [
        meeting
        for meeting in plan.meetings_in_order()
        if meeting.status is MeetingStatus.CLOSED
        and meeting.body in plan.info.bodies
        and plan.info.edition_of(meeting.body)
        if not meeting.no_edition and meeting.dates and meeting.dates[:10] <= day.date.isoformat()
    ]
    return held[-1] if held else None


def _printed_heads(plan: Plan, files: Mapping[str, bytes], meeting: Meeting | None) -> dict[str, Mapping[str, Any]]:
    """Return how editions were headed in print, by meeting, oldest first, up to the meeting of this one."""
    heads: dict[str, Mapping[str, Any]] = {}
    for held in plan.meetings_in_order():
        content = files.get(paths.meeting_path(held.id), b"")
        if b"\ndocument:" in content:
            try:
                head = parse(content).get("document")
            except YamlProblem:
                continue  # It is listed among the plan's problems.
            # A meeting's document may be something else, such as a communiqué; a plan's has the names of its columns.
            if isinstance(head, Mapping) and head.get("columns"):
                heads[held.id] = head
        if meeting is not None and held.id == meeting.id:
            break
    return heads


def _newest(workspace: PlanView, state: State) -> Record | None:
    """Return the last record that changed what is published of a state."""
    if state.is_empty:
        return None
    return next(records(workspace.git, _PUBLISHED, rev=state.commit or "HEAD", limit=1), None)


def _when(meeting: Meeting | None, newest: Record | None, *, draft: bool) -> datetime:
    """Return the date that the file bears: of `newest`, the last record that changed what is published."""
    dates = read(meeting.dates) if meeting is not None and not draft else None
    if dates is not None and dates.last is not None:
        return datetime(dates.last.year, dates.last.month, dates.last.day, 12, tzinfo=UTC)
    return newest.when if newest is not None else _BEGINNING
