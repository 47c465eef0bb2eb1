"""The status report: how the plan stands, what waits, what is due, what lies ahead. Pure figures, each with its ids.

The process is voluntary, and so are the words: nothing here says that somebody is late. The figures propose; people
decide.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from rcm_tui.model.plan import Plan
from rcm_tui.model.rules import Due, due_for_archive
from rcm_tui.reports.status.calendar import Ahead, Deadlines, calendar_ahead, deadlines_of
from rcm_tui.reports.status.country import CountryFigures, country_figures
from rcm_tui.reports.status.items import (
    Disagreement,
    Keep,
    Loose,
    Need,
    SubjectStanding,
    current_items,
    disagreements_of,
    loose_agreements,
    needs_of,
    standing_of,
    without_responsible,
)
from rcm_tui.reports.status.requests import Grid, Waiting, grid_of, waiting_on
from rcm_tui.reports.status.steps import (
    Quiet,
    Step,
    StepFigures,
    TrendPoint,
    appeared_in,
    figures_of,
    quiet_of,
    trend_of,
)

OPTION, AS_OF, TODAY, MEETING_DAY = "option", "as_of", "today", "meeting"
"""Where the day that every rule counts from comes from."""


@dataclass(frozen=True, slots=True)
class About:
    """What a report is about.

    `at` is the meeting whose edition it shows, None for the plan as it is now; `since` the meeting that changes are
    counted from, None where there is no edition before. `subject` and `actor` restrict it.
    """

    on: date
    on_source: str
    at: str | None = None
    since: str | None = None
    subject: str | None = None
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class StatusReport:
    """Every figure of the status report, each with the ids behind it, in the order in which they are told.

    `plan` is the one that it is about: the ids are looked up there.
    `changed` is what changed since the last meeting (or since `about.since`), `changed_before` what the meeting before
    had changed; None where there is no such meeting. `trend` ends with how the plan stands in this report. `country` is
    there in a report on one actor.
    """

    plan: Plan
    about: About
    standing: tuple[SubjectStanding, ...]
    changed: StepFigures | None
    changed_before: StepFigures | None
    trend: tuple[TrendPoint, ...]
    waiting: tuple[Waiting, ...]
    grid: Grid
    deadlines: Deadlines
    due: tuple[Due, ...]
    quiet: Quiet
    nobody: tuple[str, ...]
    disagreements: tuple[Disagreement, ...]
    ahead: tuple[Ahead, ...]
    agreements: tuple[Loose, ...]
    needs: tuple[Need, ...]
    country: CountryFigures | None


def status_of_plan(
    plan: Plan,
    about: About,
    steps: Sequence[Step] = (),
    *,
    since: Step | None = None,
    items: Collection[str] | None = None,
    actors: Collection[str] | None = None,
) -> StatusReport:
    """The report on a plan.

    `steps` are the newest meetings' changes, oldest first, the last one ending in `plan`; fewer steps only make the
    trend shorter. `since` is one step from the meeting that changes are to be counted from; else the last of `steps`.
    `items` are the ids that it is restricted to, `actors` those whose answers are looked at.
    """

    def keep(item_id: str) -> bool:
        return items is None or item_id in items

    current = tuple(current_items(plan, keep))
    trend = trend_of(plan, current, steps, keep)
    changed, before = _changed(trend, since, keep)
    whole = items is None
    waiting = waiting_on(plan, current, about.on, appeared_in(steps), actors, whole=whole or actors is not None)
    deadlines = deadlines_of(plan, current, about.on, waiting, keep)
    return StatusReport(
        plan=plan,
        about=about,
        standing=standing_of(plan, keep),
        changed=changed,
        changed_before=before,
        trend=trend,
        waiting=waiting,
        grid=grid_of(plan, waiting, actors),
        deadlines=deadlines,
        due=tuple(one for one in due_for_archive(plan, about.on) if keep(one.id)),
        quiet=quiet_of(current, steps),
        nobody=without_responsible(current),
        disagreements=disagreements_of(current),
        ahead=calendar_ahead(plan, current, about.on, deadlines),
        agreements=loose_agreements(plan) if whole else (),
        needs=needs_of(current),
        country=country_figures(plan, about.actor, about.on, current) if about.actor is not None else None,
    )


def _changed(
    trend: Sequence[TrendPoint], since: Step | None, keep: Keep
) -> tuple[StepFigures | None, StepFigures | None]:
    """What changed lately, and what the meeting before had changed."""
    if since is None:
        figures = [point.step for point in trend if point.step is not None]
        return (figures[-1] if figures else None), (figures[-2] if len(figures) > 1 else None)
    before = [point.step for point in trend if point.meeting is not None and point.meeting == since.before]
    return figures_of(since, keep), (before[0] if before else None)
