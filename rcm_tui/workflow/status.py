"""The status report of a plan: of the files as they are, or of an edition; with what each meeting changed.

Only what differs between the editions is read and parsed, each content once; the current plan is the one it has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

from rcm_tui.changes.compose import compose
from rcm_tui.changes.items import ItemChange, Version, change_set, key_of
from rcm_tui.history.editions import Edition, editions_here, snapshot, steps
from rcm_tui.history.git import NoRepository
from rcm_tui.history.log import records
from rcm_tui.history.worktree import left_out
from rcm_tui.i18n import _, ngettext
from rcm_tui.model import ids
from rcm_tui.model.errors import BadValue
from rcm_tui.model.query import find
from rcm_tui.model.states import MeetingStatus
from rcm_tui.reports.status.report import About, StatusReport, Step, status_of_plan
from rcm_tui.store import paths
from rcm_tui.store.cache import without_collection
from rcm_tui.store.reader import load_files
from rcm_tui.store.yaml import data_of
from rcm_tui.workflow.archive import completed_by_records
from rcm_tui.workflow.compare import lacking_editions, start_state
from rcm_tui.workflow.edition_context import day_at
from rcm_tui.workflow.overruled import overruled, standing
from rcm_tui.workflow.plan_files import ParsedBlobs
from rcm_tui.workflow.trail import recorded_changes_of
from rcm_tui.workflow.values import actor_code

if TYPE_CHECKING:
    from rcm_tui.history.git import Git, PathChange
    from rcm_tui.history.log import Record
    from rcm_tui.model.plan import Plan
    from rcm_tui.workflow.view import PlanView

TREND = 6
"""How many meetings the trend goes back."""


def status_report(
    workspace: PlanView,
    *,
    at: str | None = None,
    since: str | None = None,
    subject: str | None = None,
    actor: str | None = None,
    plan: Plan | None = None,
) -> StatusReport:
    """Return the report on the plan as it is now, or with `at` on the edition of that meeting.

    `since` counts the changes from that meeting's edition instead of the one before. `subject` is a subject's code,
    `actor` a code or a name; both restrict the report. `plan` spares reading the files again where they were just read.
    Meetings are named by id, `last`, or words of their place. Raises BadValue for what is not known, or has no edition.
    """
    with without_collection():
        return _report(workspace, at, since, subject, actor, plan)


def _report(
    workspace: PlanView, at: str | None, since: str | None, subject: str | None, actor: str | None, plan: Plan | None
) -> StatusReport:
    history = _History.of(workspace, plan)
    index = history.place(workspace, at) if at and at != "now" else None
    shown = history.plan_at(index) if index is not None else history.plan
    started = history.place(workspace, since) if since else None
    if started is not None and started >= (index if index is not None else len(history.editions)):
        raise BadValue(_("{since} is not before {at}.").format(since=since, at=at))
    steps = history.steps(index)
    long_step = history.step(started, index) if started is not None else None
    chosen_subject = _subject(shown, subject) if subject else None
    codes = _actors(shown, actor) if actor else None
    day = day_at(workspace, shown, history.editions[index]) if index is not None else workspace.day
    before = long_step or (steps[-1] if steps else None)
    about = About(
        day=day,
        at=history.editions[index].meeting if index is not None else None,
        since=before.before if before is not None else None,
        subject=chosen_subject,
        actor=codes[0] if codes else None,
    )
    items = _items(shown, chosen_subject, codes[0] if codes else None, day.date)
    why = history.why_none() if not steps else ""
    rev = history.editions[index].commit if index is not None else "HEAD"
    return status_of_plan(
        shown,
        about,
        steps,
        since=long_step,
        items=items,
        actors=codes,
        why_no_changes=why,
        completed=partial(completed_by_records, workspace, shown, rev=rev),
    )


# --- what it is restricted to


def _subject(plan: Plan, words: str) -> str:
    code = words.strip().upper()
    if code in plan.children():
        return code
    known = ", ".join(plan.children())
    raise BadValue(_("There is no subject “{code}”; the plan has: {subjects}").format(code=words, subjects=known))


def _actors(plan: Plan, words: str) -> tuple[str, ...]:
    """Return the actor that is named, then its members if it is a group."""
    code = actor_code(plan, words)
    return tuple(dict.fromkeys((code, *plan.members_of(code))))


def _items(plan: Plan, subject: str | None, actor: str | None, on: date) -> frozenset[str] | None:
    """Return the ids of a restricted report, with the subjects and objectives above them; None for all."""
    if subject is None and actor is None:
        return None
    found: Iterable[str] = (subject, *plan.walk(subject)) if subject is not None else plan.walk()
    if actor is not None:
        naming = set(find(plan, f'actor:"{actor}" is:any', on))
        found = [item_id for item_id in found if item_id in naming]
    chosen = set(found)
    for item_id in tuple(chosen):
        while item_id := ids.parent_of(item_id):
            if actor is None or ids.kind_of(item_id) == ids.SUBJECT:
                chosen.add(item_id)
    return frozenset(chosen)


# --- the editions


@dataclass
class _History:
    """The editions of this branch, and the plan as it is."""

    workspace: PlanView
    git: Git | None
    plan: Plan
    editions: Sequence[Edition]
    refusal: str = ""
    """Why git does not give the history."""

    @classmethod
    def of(cls, workspace: PlanView, plan: Plan | None = None) -> _History:
        """Return the history of the plan at a workspace; empty where it is in no repository of its own."""
        known = plan if plan is not None else workspace.plan
        try:
            git = workspace.git
        except NoRepository as refusal:
            return cls(workspace, None, known, (), str(refusal))
        return cls(workspace, git, known, editions_here(git))

    def why_none(self) -> str:
        """Say why nothing can be compared."""
        if self.git is None:
            return self.refusal
        closed = [meeting for meeting in self.plan.meetings.values() if meeting.status is MeetingStatus.CLOSED]
        if not closed:
            return ""
        return lacking_editions(self.git) or ngettext(
            "{count} meeting is closed, but this repository has no edition of it, so there is nothing to compare.",
            "{count} meetings are closed, but this repository has no edition of any, so there is nothing to compare.",
            len(closed),
        ).format(count=len(closed))

    @cached_property
    def parsed(self) -> ParsedBlobs:
        """The contents of editions and of the records between them."""
        assert self.git is not None
        return ParsedBlobs(self.git)

    @cached_property
    def loose(self) -> Mapping[str, Loose]:
        """The files that differ from the last edition."""
        assert self.git is not None
        return _differing(self.workspace, self.git, self.editions[-1].commit)

    def place(self, workspace: PlanView, words: str) -> int:
        """Return which edition a person's words name. Raises BadValue."""
        names = [edition.meeting for edition in self.editions]
        if words.strip() == "last" and names:
            return len(names) - 1
        meeting = words.strip() if words.strip() in names else workspace.resolve_meeting(words)
        if meeting in names:
            return names.index(meeting)
        raise BadValue(
            _(
                "{meeting} has no edition of its own, so the plan as it left it is not known; see: rcm meeting list"
            ).format(meeting=meeting)
        )

    def plan_at(self, index: int) -> Plan:
        """Return the plan of an edition."""

        assert self.git is not None
        return load_files(snapshot(self.git, self.editions[index].commit))

    def steps(self, index: int | None) -> tuple[Step, ...]:
        """Return what the newest meetings changed, up to an edition, or up to the plan as it is."""
        last = len(self.editions) - 1 if index is None else index
        # What came before the first edition of a shallow clone is not known, so it cannot be compared.
        first = max(0, last - TREND)
        chosen = self.editions[first : last + 1]
        if self.git is None or not chosen:
            return ()

        touched = [_of_plan(step) for step in steps(self.git, [edition.commit for edition in chosen])]
        from_start = first == 0 and not self.git.boundary
        if from_start:
            touched.insert(0, _of_plan(self.git.changed_paths(None, chosen[0].commit)))
        self.parsed.read(blob for paths_ in touched for change in paths_ for blob in (change.old, change.new))
        names = (
            [None, *(edition.meeting for edition in chosen)] if from_start else [edition.meeting for edition in chosen]
        )
        shares = self._shares(names)
        found = [
            replace(self._step(names[place], name, paths_touched), own=shares[name][0], others=shares[name][1])
            for place, (name, paths_touched) in enumerate(zip(names[1:], touched, strict=True))
            if name is not None
        ]
        if index is None:
            found.append(self._to_files(chosen[-1]))
        return tuple(found)

    def _shares(self, names: Sequence[str | None]) -> dict[str | None, tuple[tuple[ItemChange, ...], ...]]:
        """Return what each meeting's records changed, and what other records brought into its edition.

        `names` are editions in a row; records from before the first one are not looked at.
        """
        assert self.git is not None
        commits = {edition.meeting: edition.commit for edition in self.editions}
        base = commits[names[0]] if names[0] is not None else start_state(self.workspace).commit
        ends = [commits[name] for name in names[1:] if name is not None]
        found = list(records(self.git, rev=("HEAD", *ends), not_rev=base, topological=True))
        editions_of = _editions_of(found, ends)
        own: dict[str | None, list[ItemChange]] = {name: [] for name in names[1:]}
        others: dict[str | None, list[ItemChange]] = {name: [] for name in names[1:]}

        def reached(record: Record) -> int:
            """Return the place of the first edition that contains a record; the number of editions if none does."""
            return editions_of.get(record.commit, len(ends))

        places = {name: place for place, name in enumerate(names[1:])}
        held = [
            overruled(self.git, (commit for commit in found if reached(commit) <= place)) for place in places.values()
        ]
        for record, changed in recorded_changes_of(self.workspace, reversed(found), parsed=self.parsed):
            reaching, place = reached(record), places.get(record.meeting, -1)
            if reaching <= place:
                own[record.meeting] += standing(changed, held[place].get(record.commit, ()))
            if reaching < len(ends) and reaching != place:
                others[names[reaching + 1]] += standing(changed, held[reaching].get(record.commit, ()))
        return {name: (compose(own[name]), compose(others[name])) for name in names[1:]}

    def step(self, start: int, index: int | None) -> Step:
        """Return all that changed from one edition to another, or to the plan as it is."""
        assert self.git is not None
        began = self.editions[start]
        if index is None and start == len(self.editions) - 1:
            return self._to_files(began)
        ended = self.editions[index] if index is not None else self.editions[-1]
        touched = {change.path: change for change in _of_plan(self.git.changed_paths(began.commit, ended.commit))}
        self.parsed.read(blob for change in touched.values() for blob in (change.old, change.new))
        before = self.parsed.versions({path: change.old for path, change in touched.items()})
        after = self.parsed.versions({path: change.new for path, change in touched.items()})
        if index is None:
            last = self._recorded()
            before |= {
                key: version for key, version in last.items() if key not in {key_of(path)[0] for path in touched}
            }
            after = _overlaid(after, self.loose)
        return Step(began.meeting, ended.meeting if index is not None else None, change_set(before, after))

    def _step(self, before: str | None, after: str | None, touched: Sequence[PathChange]) -> Step:
        old = self.parsed.versions({change.path: change.old for change in touched})
        new = self.parsed.versions({change.path: change.new for change in touched})
        return Step(before, after, change_set(old, new))

    def _to_files(self, edition: Edition) -> Step:
        """From the last edition to the files as they are."""
        return Step(edition.meeting, None, change_set(self._recorded(), _overlaid({}, self.loose)))

    def _recorded(self) -> dict[str, Version]:
        """Return the files that differ from the last edition, as it has them."""
        blobs = {path: loose.blob for path, loose in self.loose.items()}
        self.parsed.read(blobs.values())
        return self.parsed.versions(blobs)


def _editions_of(newest_first: Sequence[Record], ends: Sequence[str]) -> dict[str, int]:
    """Return, for the records of each edition, the place of the first edition in `ends` that contains it."""
    found = {commit: place for place, commit in reversed(list(enumerate(ends)))}
    for record in newest_first:
        place = found.get(record.commit)
        if place is not None:
            for parent in record.parents:
                found[parent] = min(place, found.get(parent, place))
    return found


class Loose(NamedTuple):
    """A file that differs from the last edition: the blob it has there, and what it holds; None where there is none."""

    blob: str | None
    content: bytes | None


def _overlaid(versions: dict[str, Version], files: Mapping[str, Loose]) -> dict[str, Version]:
    """Versions with some files as they are on disk laid over them."""
    loose = {key_of(path)[0] for path in files}
    laid = {key: version for key, version in versions.items() if key not in loose}
    for path, file in files.items():
        if file.content is not None:
            laid[key_of(path)[0]] = Version(data_of(file.content), paths.is_archive_path(path))
    return laid


def _of_plan(touched: Iterable[PathChange]) -> list[PathChange]:
    """Leave out the files of meetings: their editions contain everything that the report needs."""
    return [change for change in touched if ids.is_id(paths.stem(change.path))]


def _differing(workspace: PlanView, git: Git, commit: str) -> dict[str, Loose]:
    """Return the items' files that differ from a commit, compared by blob ids as they were read."""
    recorded = {path: blob for path, (_mode, blob) in git.tree(commit).items() if ids.is_id(paths.stem(path))}
    standing = dict.fromkeys((node.path for node in workspace.plan.unreadable.values()), "")
    blobs = workspace.files.blobs() if workspace.files is not None else {}
    standing |= {path: blob for path, blob in blobs.items() if ids.is_id(paths.stem(path))}
    found = {}
    for path, blob in standing.items():
        if recorded.get(path) == blob:
            del recorded[path]
            continue
        content = workspace.read_bytes(path) if (workspace.root / path).is_file() else None
        if content is None or git.blob_id(content) != recorded.get(path):
            found[path] = Loose(recorded.pop(path, None), content)
        else:
            del recorded[path]
    kept_out = set(left_out(git)) if recorded else set()
    absent = [path for path in recorded if kept_out.isdisjoint((path, paths.twin(path)))]
    return found | {path: Loose(recorded[path], None) for path in absent}
