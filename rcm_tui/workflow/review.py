"""Reviewing changes: what is compared, and what of it was edited elsewhere, or not at the meeting under review."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from rcm_tui.changes.items import key_of
from rcm_tui.workflow.compare import EMPTY, NOW_STATE, Comparison, State, compare_states, last_state, states, unrecorded

if TYPE_CHECKING:
    from rcm_tui.workflow.view import PlanView


class Which(StrEnum):
    """What a review is of."""

    LIVE = "live"
    """From the last edition to the files as they are: what belongs to no closed meeting yet."""
    RECORDED = "recorded"
    """From the last edition to the last record."""
    UNRECORDED = "unrecorded"
    """From the last record to the files as they are: edits made elsewhere."""
    MEETING = "meeting"
    """What one meeting changed."""
    STATES = "states"
    """From one state to another."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person wants to review; `meeting` for MEETING, `before` and `after` for STATES."""

    which: Which
    meeting: str = ""
    before: State = EMPTY
    after: State = NOW_STATE

    @property
    def is_live(self) -> bool:
        """Whether it becomes another one by what is recorded or edited."""
        return self.which in (Which.LIVE, Which.RECORDED, Which.UNRECORDED) or self.after.is_now


@dataclass(frozen=True, slots=True)
class Review:
    """What was asked for, compared.

    `external` are the items of it with edits that no record has yet, `elsewhere` those that the meeting under review
    did not change: another one did, or somebody between meetings. `why_none` says why nothing can be compared.
    """

    asked: Asked
    comparison: Comparison
    external: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()
    why_none: str = ""


def first_look(view: PlanView, asked: Asked | None) -> tuple[Asked, Review]:
    """What is under review, and of it what is known soon: files are looked at one by one, records are not.

    Where a person did not choose it is what is new since the last edition, or what no record has where there is none.
    For what is new since the last edition that is what is recorded; anything else is compared whole.
    """
    last = last_state(view)
    chosen = asked or Asked(Which.UNRECORDED if last.is_empty else Which.LIVE)
    if chosen.which is not Which.LIVE:
        return chosen, review(view, chosen)
    return chosen, Review(Asked(Which.RECORDED), compare_states(view, last, _last_record(view)))


def review(view: PlanView, asked: Asked) -> Review:
    """Compare. Reads git and files that differ. Raises RcmError where the repository cannot be read."""
    if asked.which is Which.MEETING:
        return _of_meeting(view, asked)
    if asked.which is Which.UNRECORDED:
        found = unrecorded(view)
        return Review(asked, found, frozenset(change.key for change in (*found.changes, *found.same)))
    before, after = asked.before, asked.after
    if asked.which is not Which.STATES:
        before, after = last_state(view), NOW_STATE if asked.which is Which.LIVE else _last_record(view)
    if not after.is_now:
        return Review(asked, compare_states(view, before, after))
    external = _external_keys(view)
    if external:
        return Review(asked, compare_states(view, before, after), external)
    # As the files are in the last record, so is their difference; looking at them all a second time is spared.
    return Review(asked, replace(compare_states(view, before, _last_record(view)), after=NOW_STATE))


def _last_record(view: PlanView) -> State:
    from rcm_tui.history.state import head_of

    head = head_of(view.git).commit
    return State("HEAD", head) if head else EMPTY


def _external_keys(view: PlanView) -> frozenset[str]:
    from rcm_tui.workflow.external_edits import unrecorded_paths

    return frozenset(key_of(path)[0] for path in unrecorded_paths(view))


def _of_meeting(view: PlanView, asked: Asked) -> Review:
    from rcm_tui.workflow.minutes import minutes

    made = minutes(view, asked.meeting)
    return Review(
        asked,
        made.comparison,
        _external_keys(view) if made.comparison.after.is_now else frozenset(),
        frozenset(change.key for change in made.others),
        made.why_none,
    )


def timeline(view: PlanView) -> tuple[State, ...]:
    """The editions that one can choose from, oldest first."""
    return tuple(one for one in states(view) if one.meeting is not None)


def neighbour(view: PlanView, asked: Asked, step: int) -> Asked | None:
    """What stands before (-1) or after (+1) in time: meeting by meeting, then what is new since; None at the ends."""
    line = [Asked(Which.MEETING, state.name) for state in timeline(view)]
    line += [Asked(Which.LIVE), Asked(Which.UNRECORDED)]
    here = Asked(Which.LIVE) if asked.which is Which.RECORDED else asked
    if asked.which is Which.STATES:
        here = Asked(Which.LIVE) if asked.after.is_now else Asked(Which.MEETING, asked.after.name)
    at = line.index(here) + step if here in line else -1
    return line[at] if 0 <= at < len(line) else None
