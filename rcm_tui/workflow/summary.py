"""The state of a plan and its repository in a few figures."""

from __future__ import annotations

from collections.abc import Iterator

from rcm_tui.history.state import RepoState, state
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.meetings import Meeting
from rcm_tui.model.plan import errors
from rcm_tui.reports.requests import count_waiting
from rcm_tui.workflow.sync_state import open_count
from rcm_tui.workflow.view import PlanView


@dataclass(frozen=True, slots=True)
class RepoSummary:
    """The state of the plan and its repository: what the header of every screen says.

    `ahead` and `behind` count commits against the branch's upstream; None where it has none. `unrecorded` counts the
    items and files that differ from their last record, `to_place` the agreements that lead nowhere yet, `awaiting` the
    requests that somebody has still to answer.
    `limits` say what the clone or work tree lacks. `to_settle` counts the open questions of a merge with another clone.
    """

    title: str
    branch: str | None
    meetings: tuple[Meeting, ...]
    unrecorded: int
    to_place: int
    awaiting: int
    ahead: int | None
    behind: int | None
    problems: int
    state: RepoState
    limits: tuple[str, ...] = ()
    to_settle: int = 0


def summarize(view: PlanView) -> RepoSummary:
    """Read the state of the plan and its repository. Raises RcmError where it has none."""
    return next(summary for summary in summarize_in_steps(view) if summary is not None)


def summarize_in_steps(view: PlanView) -> Iterator[RepoSummary | None]:
    """Read as `summarize` does, and yield None every few milliseconds while what waits is counted."""
    # Imported here, with what parses files, since the interface asks for this after its first rows are drawn.
    from rcm_tui.history.worktree import limits
    from rcm_tui.workflow.plan_files import unrecorded

    repository = state(view.git)
    differing = len(unrecorded(view))
    awaiting = 0
    for count in count_waiting(view.plan, view.on):
        awaiting += count
        yield None
    yield RepoSummary(
        title=view.name,
        branch=repository.branch,
        meetings=view.plan.open_meetings,
        unrecorded=differing,
        to_place=len(view.plan.agreements_to_place()),
        awaiting=awaiting,
        ahead=repository.ahead,
        behind=repository.behind,
        problems=len(errors(view.plan.problems)),
        state=repository,
        limits=tuple(limits(view.git)),
        to_settle=open_count(view.git),
    )
