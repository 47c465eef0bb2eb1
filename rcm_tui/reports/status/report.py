"""The status report: counts by status, changes, open requests, deadlines, calendar. Pure figures, each with its ids.

The process is voluntary, and so are the words: nothing here says that somebody is late. The figures propose; people
decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from itertools import chain

from rcm_tui.changes.items import ChangeKind, ItemChange, Version
from rcm_tui.i18n import _
from rcm_tui.model import ids
from rcm_tui.model.archive_rule import Due, due_for_archive, undated, with_all_below
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.lazy import made_of
from rcm_tui.model.plan import Plan
from rcm_tui.model.rules import Day
from rcm_tui.model.statuses import OPEN, PLANNED, WAITING
from rcm_tui.reports.status.calendar import (
    Ahead,
    Deadlines,
    Grid,
    Waiting,
    calendar_ahead,
    deadlines_of,
    grid_of,
    put_off,
    waiting_on,
)
from rcm_tui.reports.status.counted import counted_in
from rcm_tui.reports.status.country import CountryFigures, country_figures
from rcm_tui.reports.status.figures import (
    Disagreement,
    Keep,
    Loose,
    Need,
    SubjectStanding,
    Totals,
    loose_agreements,
    standing_of,
    totals_of,
)


@dataclass(frozen=True, slots=True)
class About:
    """What a report is about.

    `day` is the one that every rule counts from. `at` is the meeting whose edition it shows, None for the plan as it is
    now; `since` the meeting that changes are counted from, None where there is no edition before. `subject` and
    `actor` restrict it.
    """

    day: Day
    at: str | None = None
    since: str | None = None
    subject: str | None = None
    actor: str | None = None

    @property
    def on(self) -> date:
        """The day that every rule counts from."""
        return self.day.date


@dataclass(frozen=True, slots=True)
class StatusReport:
    """Every figure of the status report, each with the ids behind it, in the order of the report.

    `plan` is the one that it is about: the ids are looked up there.
    `changed` is what changed since the last meeting (or since `about.since`), `changed_before` what the meeting before
    had changed; None where there is no such meeting. `trend` ends with the figures of this report. `country` is
    there in a report on one actor. `why_no_changes` says why there is no `changed`, if there is none.
    """

    plan: Plan
    about: About
    standing: tuple[SubjectStanding, ...]
    totals: tuple[Totals, ...]
    changed: StepFigures | None
    changed_before: StepFigures | None
    trend: tuple[TrendPoint, ...]
    waiting: tuple[Waiting, ...]
    grid: Grid
    deadlines: Deadlines
    due: tuple[Due, ...]
    undated: tuple[str, ...]
    quiet: Quiet
    nobody: tuple[str, ...]
    disagreements: tuple[Disagreement, ...]
    ahead: tuple[Ahead, ...]
    agreements: tuple[Loose, ...]
    needs: tuple[Need, ...]
    country: CountryFigures | None
    why_no_changes: str = ""

    @property
    def no_changes(self) -> str:
        """Say why there is no `changed`."""
        return self.why_no_changes or _(
            "No meeting has been closed with an edition yet, so there is nothing to compare."
        )


def status_of_plan(
    plan: Plan,
    about: About,
    steps: Sequence[Step] = (),
    *,
    since: Step | None = None,
    items: Collection[str] | None = None,
    actors: Collection[str] | None = None,
    why_no_changes: str = "",
    completed: Callable[[Sequence[str]], Mapping[str, date]] = lambda _item_ids: {},
) -> StatusReport:
    """Return the report on a plan.

    `steps` are the newest meetings' changes, oldest first, the last one ending in `plan`; fewer steps only make the
    trend shorter. `since` is one step from the meeting that changes are to be counted from; else the last of `steps`.
    `items` are the ids that it is restricted to, `actors` those whose answers are looked at. `completed` returns on
    which days activities without a date were recorded as completed.

    Each item is decoded once for all figures, and of a large plan only these are kept.
    """

    def keep(item_id: str) -> bool:
        return items is None or item_id in items

    parts = made_of(plan.items, tuple(plan.walk()), lambda item: counted_in(plan, item, about.on, keep))
    dates = [part.dates for part in parts.values()]
    statuses = {item_id: part.status for item_id, part in parts.items() if part.status is not None}
    trend = trend_of(plan, steps, keep, statuses)
    changed, before = _changed(trend, since, keep)
    whole = items is None
    waiting = waiting_on(plan, dates, about.on, appeared_in(steps), actors, whole=whole or actors is not None)
    moved = put_off(change for step in steps for change in step.changes)
    deadlines = deadlines_of(plan, dates, about.on, waiting, keep, moved)
    standing = standing_of(plan, keep, statuses)
    carried = with_all_below(plan, {item_id: part.over for item_id, part in parts.items()})
    recorded = completed(undated(carried))
    return StatusReport(
        plan=plan,
        about=about,
        standing=standing,
        totals=totals_of(plan, standing, whole=whole) if about.actor is None else (),
        changed=changed,
        changed_before=before,
        trend=trend,
        waiting=waiting,
        grid=grid_of(plan, waiting, actors),
        deadlines=deadlines,
        due=tuple(due for due in due_for_archive(plan, about.on, recorded, carried) if keep(due.id)),
        undated=tuple(item_id for item_id in undated(carried) if keep(item_id) and item_id not in recorded),
        quiet=quiet_of(plan, steps, statuses),
        nobody=tuple(item_id for item_id, part in parts.items() if part.lacks_responsible),
        disagreements=tuple(chain.from_iterable(part.disagreements for part in parts.values())),
        ahead=calendar_ahead(plan, dates, about.on, deadlines),
        agreements=loose_agreements(plan) if whole else (),
        needs=tuple(chain.from_iterable(part.needs for part in parts.values())),
        country=country_figures(plan, about.actor, about.on, keep) if about.actor is not None else None,
        why_no_changes=why_no_changes,
    )


def _changed(
    trend: Sequence[TrendPoint], since: Step | None, keep: Keep
) -> tuple[StepFigures | None, StepFigures | None]:
    """Return what changed since the last meeting, and what the meeting before had changed."""
    if since is None:
        figures = [point.step for point in trend if point.step is not None]
        return (figures[-1] if figures else None), (figures[-2] if len(figures) > 1 else None)
    before = [point.step for point in trend if point.meeting is not None and point.meeting == since.before]
    return figures_of(since, keep), (before[0] if before else None)


WHATS = (
    ChangeKind.ADDED,
    ChangeKind.CHANGED,
    ChangeKind.ARCHIVED,
    ChangeKind.RESTORED,
    ChangeKind.MOVED,
    ChangeKind.REMOVED,
)


@dataclass(frozen=True, slots=True)
class Step:
    """All that differs between two states that follow each other.

    `before` and `after` are the meetings whose editions they are; None before the first one means the empty plan,
    after the last one for the plan as it is now. `own` are the changes that the records of the meeting `after` made,
    `others` those of other records that reached its edition; None where the step is not that of one meeting.
    """

    before: str | None
    after: str | None
    changes: tuple[ItemChange, ...]
    own: tuple[ItemChange, ...] | None = None
    others: tuple[ItemChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """An activity whose status changed."""

    id: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class StepFigures:
    """What one step did to the items: their ids by what happened to them, and the statuses that changed.

    Of a meeting these are the changes of its records, and `others` the items that other records changed meanwhile.
    """

    before: str | None
    after: str | None
    by_what: Mapping[str, tuple[str, ...]]
    turns: tuple[Turn, ...]
    others: tuple[str, ...] = ()

    @property
    def items(self) -> tuple[str, ...]:
        """Every item that the step touched."""
        return tuple(item for group in self.by_what.values() for item in group)


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """How the activities stood after a meeting (None: now), and what it had changed (None where that was not read)."""

    meeting: str | None
    by_status: Mapping[str, int]
    archived: int
    step: StepFigures | None
    open: int
    """The number of activities in progress or waiting for input."""

    @property
    def all(self) -> int:
        """The number of activities in the current plan."""
        return sum(self.by_status.values())


def figures_of(step: Step, keep: Keep) -> StepFigures:
    """Return the figures of one step."""
    groups: dict[str, list[str]] = {}
    turns: list[Turn] = []
    for change in step.changes if step.own is None else step.own:
        if not ids.is_id(change.key) or change.what is ChangeKind.SAME or not _kept(change, keep):
            continue
        groups.setdefault(change.what.value, []).append(change.key)
        before, after = _status(change.before), _status(change.after)
        if before and after and before != after:
            turns.append(Turn(change.key, before, after))
    by_what: dict[str, tuple[str, ...]] = {
        what.value: tuple(groups[what.value]) for what in WHATS if what.value in groups
    }
    others = tuple(change.key for change in step.others if ids.is_id(change.key) and _kept(change, keep))
    return StepFigures(step.before, step.after, by_what, tuple(turns), others)


def _kept(change: ItemChange, keep: Keep) -> bool:
    return keep(change.key) or (change.former is not None and keep(change.former))


def _status(version: Version | None) -> str:
    data = version.data if version is not None else None
    status = data.get("status") if data else None
    return status if isinstance(status, str) else ""


def trend_of(plan: Plan, steps: Sequence[Step], keep: Keep, statuses: Mapping[str, str]) -> tuple[TrendPoint, ...]:
    """Return how the plan stood after each step and before the first, oldest first: counted back from `plan`."""
    standing = _standing_now(plan, keep, statuses)
    points: list[TrendPoint] = []
    for step in reversed(steps):
        points.append(_point(plan, step.after, standing, figures_of(step, keep)))
        _take_back(standing, step, keep)
    if not steps:
        points.append(_point(plan, None, standing, None))
    elif steps[0].before is not None:
        points.append(_point(plan, steps[0].before, standing, None))
    return tuple(reversed(points))


_Standing = dict[str, tuple[str, bool]]
"""The status of each activity, and whether it is archived."""


def _standing_now(plan: Plan, keep: Keep, statuses: Mapping[str, str]) -> _Standing:
    found = {item_id: (status, False) for item_id, status in statuses.items()}
    for item_id in plan.archived:
        if ids.kind_of(item_id) in ids.ACTIVITIES and keep(item_id):
            found[item_id] = ("", True)
    for item_id in plan.unreadable:
        if ids.kind_of(item_id) in ids.ACTIVITIES and keep(item_id):
            found[item_id] = ("unreadable", plan.is_archived(item_id))
    return found


def _point(plan: Plan, meeting: str | None, standing: _Standing, step: StepFigures | None) -> TrendPoint:
    counts = Counter(standing.values())
    current = {status: count for (status, archived), count in counts.items() if not archived}
    is_open = plan.statuses.is_open
    return TrendPoint(
        meeting,
        current,
        sum(count for (_status, archived), count in counts.items() if archived),
        step,
        sum(count for status, count in current.items() if is_open(status)),
    )


def _take_back(standing: _Standing, step: Step, keep: Keep) -> None:
    """Bring the standing to what it was before the step."""
    for change in step.changes:
        if change.kind not in ids.ACTIVITIES or not _kept(change, keep):
            continue
        standing.pop(change.key, None)
        if change.before is not None:
            standing[change.former or change.key] = (_status(change.before) or "unreadable", change.before.archived)


# --- since when something is in the plan


def appeared_in(steps: Sequence[Step]) -> dict[str, str | None]:
    """Return for each item, and each entry as `HR-4.2/kvt`, the meeting in whose step it was added or first asked.

    What was there before the first step is left out; None means the plan as it is now.
    """
    found: dict[str, str | None] = {}
    for step in steps:
        if step.before is None:
            continue  # All that a plan began with came in then: it may have been asked long before.
        for change in step.changes:
            if change.what is ChangeKind.ADDED:
                for entry_id in _entries(change.after):
                    found[f"{change.key}/{entry_id}"] = step.after
                found[change.key] = step.after
            for field in change.fields:
                if field.is_added and len(field.path) in (2, 3) and field.path[0] == "calendar":
                    if len(field.path) == 2 or field.path[2] == "request":
                        found[f"{change.key}/{field.path[1]}"] = step.after
                elif field.is_added and field.path == ("calendar",):
                    found.update({f"{change.key}/{entry_id}": step.after for entry_id in _entries(change.after)})
    return found


def _entries(version: Version | None) -> list[str]:
    data = version.data if version is not None else None
    members = (data or {}).get("calendar") or ()
    return [str(member["id"]) for member in members if isinstance(member, Mapping) and member.get("id")]


@dataclass(frozen=True, slots=True)
class Quiet:
    """What has had no news for two meetings: open or planned activities that were touched by neither, nor since.

    `meetings` are these two, the earlier first; empty where the history has fewer editions than that takes, and then
    nothing can be said.
    """

    meetings: tuple[str, ...]
    items: tuple[str, ...]


_MEETINGS_WITHOUT_NEWS = 2


def quiet_of(plan: Plan, steps: Sequence[Step], statuses: Mapping[str, str]) -> Quiet:
    """Return the activities without news for two meetings, in printed order."""
    held = [step for step in steps if step.after is not None][-_MEETINGS_WITHOUT_NEWS:]
    if len(held) < _MEETINGS_WITHOUT_NEWS or held[0].before is None:
        return Quiet((), ())
    since = steps[steps.index(held[0]) :]
    touched = {change.key for step in since for change in step.changes if change.what is not ChangeKind.SAME}
    waiting = plan.statuses.meaning(PLANNED, OPEN, WAITING)
    quiet = tuple(item_id for item_id, status in statuses.items() if status in waiting and item_id not in touched)
    return Quiet(tuple(str(step.after) for step in held), quiet)
