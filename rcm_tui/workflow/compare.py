"""Compare two states of a plan: meetings, `last`, `now`, or any revision of git.

Only what differs is read: git names the paths, and just their contents are parsed. The current plan is not loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from rcm_tui.changes.items import ChangeKind, ItemChange, change_set
from rcm_tui.history.editions import editions, editions_here, ref_of
from rcm_tui.history.log import records
from rcm_tui.history.message import PLAN_START
from rcm_tui.history.state import head_of
from rcm_tui.history.worktree import SHALLOW
from rcm_tui.i18n import _
from rcm_tui.model import ids
from rcm_tui.model.errors import BadValue
from rcm_tui.model.frozen import dataclass
from rcm_tui.reports.names import no_edition_words
from rcm_tui.store import paths
from rcm_tui.store.cache import without_collection
from rcm_tui.store.yaml import YamlProblem, parse
from rcm_tui.workflow.plan_files import content_now, unrecorded_paths, versions

if TYPE_CHECKING:
    from rcm_tui.history.editions import Edition
    from rcm_tui.history.git import Git, PathChange
    from rcm_tui.history.log import Record
    from rcm_tui.workflow.view import PlanView


LAST, NOW, START = "last", "now", "start"
_OBJECT_ID_LENGTHS = (40, 64)


@dataclass(frozen=True, slots=True)
class State:
    """One state of the plan: an edition (`meeting`), a revision (`commit`), the files as they are, or the empty plan.

    `name` is what it is called: a meeting's id, `now`, the revision as it was typed, or `empty`. `commit` is None for
    the files as they are and for the empty plan.
    """

    name: str
    commit: str | None = None
    meeting: str | None = None

    @property
    def is_now(self) -> bool:
        """Whether it is the files as they are."""
        return self.commit is None and self.name == NOW

    @property
    def is_empty(self) -> bool:
        """Whether it is the plan before anything was in it."""
        return self.commit is None and self.name != NOW


EMPTY = State("empty")
NOW_STATE = State(NOW)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two states, item by item.

    `changes` are in the order of ids, meetings and other files last; `same` are those whose files differ in layout,
    comments or quoting alone.
    """

    before: State
    after: State
    changes: tuple[ItemChange, ...]
    same: tuple[ItemChange, ...] = ()

    def __bool__(self) -> bool:
        """Say whether anything differs in content."""
        return bool(self.changes)


def resolve_state(view: PlanView, words: str) -> State:
    """Resolve what a person typed to a state: a meeting's id, `last`, `now`, `start`, or a revision.

    Raises BadValue where they name none, or a meeting that has no edition.
    """
    words = words.strip()
    if words == NOW:
        return NOW_STATE
    if words == LAST:
        return last_state(view)
    if words == START:
        return start_state(view)
    edition = view.git.resolve(ref_of(view.git, words)) if ids.is_member_id(words) else None
    if edition is not None:
        return State(words, edition, words)
    if words and (view.root / paths.MEETINGS / (words + paths.SUFFIX)).is_file():
        raise _no_edition(view, words)
    commit = view.git.resolve(words)
    if commit is not None:
        return State(commit[:12] if len(words) in _OBJECT_ID_LENGTHS else words, commit)
    return _by_words(view, words)


def _no_edition(view: PlanView, meeting: str) -> BadValue:
    meeting_found = view.plan.meetings.get(meeting)
    if meeting_found is not None and meeting_found.takes_changes:
        return BadValue(
            _("{meeting} is open, so it has no edition yet; the plan as it is at this meeting is called: now").format(
                meeting=meeting
            )
        )
    if meeting_found is not None and meeting_found.no_edition:
        return BadValue(
            _("{meeting} has no edition ({reason}), so nothing can be compared with it; see: rcm meeting list").format(
                meeting=meeting, reason=no_edition_words(meeting_found.no_edition)
            )
        )
    return BadValue(
        _("{meeting} has no edition of its own, so nothing can be compared with it; see: rcm meeting list").format(
            meeting=meeting
        )
    )


def _by_words(view: PlanView, words: str) -> State:
    """Resolve words of a meeting's place or body."""
    try:
        meeting = view.resolve_meeting(words)
    except BadValue as unknown:
        raise BadValue(
            _("“{words}” is neither a meeting, `last`, `now`, nor a revision of git. {more}").format(
                words=words, more=unknown
            )
        ) from unknown
    return resolve_state(view, meeting)


def last_state(view: PlanView) -> State:
    """Find the last edition in this history; the empty plan where there is none.

    Raises BadValue where the history has one that this clone lacks.
    """
    here = editions_here(view.git)
    if here:
        return State(here[-1].meeting, here[-1].commit, here[-1].meeting)
    missing = lacking_editions(view.git)
    if missing:
        raise BadValue(missing)
    return EMPTY


def lacking_editions(git: Git) -> str:
    """Say why this clone may lack editions, though none was found: it is shallow, or tags were not fetched.

    Empty where no meeting was closed with an edition.
    """
    if git.boundary:
        return _(SHALLOW)
    undone: set[str] = set()
    for record in records(git, [paths.MEETINGS]):
        undone.update(record.undoes)
        undone.difference_update(record.redoes)
        if not record.closes or record.commit in undone or _closes_without(git, record):
            continue
        return _("Meetings were closed, but this clone has none of their editions. Fetch the tags: git fetch --tags")
    return ""


def _closes_without(git: Git, record: Record) -> bool:
    """Return whether a closing made no edition, as the file of its meeting says."""
    path = paths.meeting_path(record.closes or "")
    blobs = [change.new for change in record.changes if change.path == path and change.new is not None]
    try:
        return any(parse(content).get("no_edition") for content in git.blobs(blobs).values())
    except YamlProblem:
        return False


def start_state(view: PlanView) -> State:
    """Find the start of the trail, the record that carries Plan-start; the empty plan where there is none.

    Raises BadValue in a shallow clone that does not reach back to it.
    """
    git = view.git
    naming = ("--fixed-strings", "--regexp-ignore-case", "--grep=" + PLAN_START)
    found = git.attempt("rev-list", *naming, "HEAD")[1].decode("ascii").split()
    for commit in reversed(found):
        for record in records(git, paths.FOLDERS, rev=commit, limit=1):
            if record.plan_start and record.commit == commit:
                return State(START, commit)
    if git.boundary and any(record.is_cut for record in records(git, paths.FOLDERS)):
        raise BadValue(_(SHALLOW))
    return EMPTY


def states(view: PlanView) -> tuple[State, ...]:
    """List the states to choose from, oldest first: every edition, then `now`."""
    return (*(State(edition.meeting, edition.commit, edition.meeting) for edition in editions(view.git)), NOW_STATE)


def around(view: PlanView, meeting: str) -> tuple[State, State]:
    """Find the states before and after a meeting: the previous edition and its own, or `now` while it is open.

    The first meeting is compared with the plan as its history began.

    Raises BadValue for a meeting that is closed or planned and has no edition.
    """
    known = editions(view.git)
    for place, edition in enumerate(known):
        if edition.meeting == meeting:
            before = known[place - 1] if place else None
            return _edition_or_start(view, before), State(meeting, edition.commit, meeting)
    if view.plan.meetings[view.resolve_meeting(meeting)] not in view.plan.open_meetings:
        raise _no_edition(view, meeting)
    last = last_state(view)
    return (start_state(view) if last.is_empty else last), NOW_STATE


def is_before(view: PlanView, before: State, after: State) -> bool:
    """Whether a state is an earlier one of the other's history; the files as they are come after every record."""
    if before.is_empty or after.is_empty:
        return before.is_empty and not after.is_empty
    if before.is_now or after.is_now:
        return after.is_now and not before.is_now
    assert before.commit is not None and after.commit is not None
    newer = view.git.read("rev-list", "--max-count=1", before.commit, "^" + after.commit).strip()
    return before.commit != after.commit and not newer


def _edition_or_start(view: PlanView, edition: Edition | None) -> State:
    return start_state(view) if edition is None else State(edition.meeting, edition.commit, edition.meeting)


def compare_states(view: PlanView, before: State, after: State, *, loose: Sequence[str] | None = None) -> Comparison:
    """Compare two states. The cost depends on what differs, not on the size of the plan.

    `loose` are the paths that differ from the last record, where they are known and one state is the files as they are.
    """
    old, new = _contents(view, before, after, loose)
    changes = _change_set(old, new)
    return Comparison(
        before,
        after,
        tuple(change for change in changes if change.what is not ChangeKind.SAME),
        tuple(change for change in changes if change.what is ChangeKind.SAME),
    )


def unrecorded(view: PlanView) -> Comparison:
    """Compare the last record with the files as they are."""
    head = head_of(view.git).commit
    return compare_states(view, State("HEAD", head) if head else EMPTY, NOW_STATE)


Contents = dict[str, bytes | None]


def _contents(
    view: PlanView, before: State, after: State, loose: Sequence[str] | None = None
) -> tuple[Contents, Contents]:
    """Read the files that differ, as they are on both sides; None where there is no file."""
    if before.is_now and after.is_now:
        return {}, {}
    if before.is_now:
        new, old = _contents(view, after, before, loose)
        return old, new
    if after.is_now:
        return _against_files(view, before, loose if loose is not None else unrecorded_paths(view))
    touched = _of_plan(view.git.changed_paths(before.commit, after.commit))
    blobs = view.git.blobs(blob for change in touched for blob in (change.old, change.new) if blob)
    return (
        {change.path: blobs[change.old] if change.old else None for change in touched},
        {change.path: blobs[change.new] if change.new else None for change in touched},
    )


def _of_plan(changes: Iterable[PathChange]) -> list[PathChange]:
    return [change for change in changes if change.path.endswith(paths.SUFFIX)]


def _against_files(view: PlanView, before: State, loose: Sequence[str]) -> tuple[Contents, Contents]:
    """Read what differs between a state and the files: what was recorded since, and what is not recorded yet."""
    head = head_of(view.git).commit
    recorded = {change.path: change for change in _of_plan(view.git.changed_paths(before.commit, head))}
    untouched = [path for path in loose if path not in recorded]
    standing = {path: blob for path, (_mode, blob) in view.git.tree(head, untouched).items()} if head else {}
    old_ids = {
        **{path: change.old for path, change in recorded.items()},
        **{path: standing.get(path) for path in untouched},
    }
    new_ids = {path: change.new for path, change in recorded.items() if path not in loose}
    blobs = view.git.blobs(blob for blob in (*old_ids.values(), *new_ids.values()) if blob)
    old: Contents = {path: blobs[blob] if blob else None for path, blob in old_ids.items()}
    new: Contents = {path: blobs[blob] if blob else None for path, blob in new_ids.items()}
    for path in loose:
        new[path] = content_now(view, path)
    differing = [path for path in sorted(old) if old[path] != new[path]]
    return {path: old[path] for path in differing}, {path: new[path] for path in differing}


def _change_set(old: Mapping[str, bytes | None], new: Mapping[str, bytes | None]) -> tuple[ItemChange, ...]:
    with without_collection():
        return change_set(versions(old), versions(new))


# --- looking at a part of it
