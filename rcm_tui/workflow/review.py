"""Review changes: compare states, and mark what was edited elsewhere or not at the meeting under review."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from rcm_tui.changes.compose import compose
from rcm_tui.changes.items import ChangeKind, ItemChange, key_of
from rcm_tui.history.state import head_of
from rcm_tui.model import ids
from rcm_tui.model.errors import BadValue
from rcm_tui.model.fieldpath import Value
from rcm_tui.model.plan import Plan
from rcm_tui.model.query import QueryError
from rcm_tui.model.regex import regex
from rcm_tui.model.texts import fold
from rcm_tui.model.types import unknown_word
from rcm_tui.workflow.compare import EMPTY, NOW_STATE, Comparison, State, compare_states, last_state, states, unrecorded
from rcm_tui.workflow.grouping import restrict
from rcm_tui.workflow.minutes import minutes
from rcm_tui.workflow.plan_files import unrecorded_paths
from rcm_tui.workflow.values import actor_code

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
    """What is to be reviewed; `meeting` is for MEETING, `before` and `after` for STATES."""

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

    `external` are the items of it with edits that no record has yet. `others` are changes that reached the edition of
    the meeting under review and are not in the comparison, which has those of its own records: another meeting made
    them, or somebody between meetings. `why_none` says why there are no editions to compare.
    """

    asked: Asked
    comparison: Comparison
    external: frozenset[str] = frozenset()
    others: tuple[ItemChange, ...] = ()
    why_none: str = ""


def first_look(view: PlanView, asked: Asked | None) -> tuple[Asked, Review]:
    """Return what is under review, and the part of it that is quick to read: records, not files one by one.

    Where a person did not choose it is what is new since the last edition, or what no record has where there is none.
    For what is new since the last edition that is what is recorded; anything else is compared whole.
    """
    if asked is not None and asked.which is not Which.LIVE:
        return asked, review(view, asked)
    last = _last_or_none(view) if asked is None else last_state(view)
    chosen = asked or Asked(Which.UNRECORDED if last.is_empty else Which.LIVE)
    if chosen.which is not Which.LIVE:
        return chosen, review(view, chosen)
    return chosen, Review(Asked(Which.RECORDED), compare_states(view, last, _last_record(view)))


def _last_or_none(view: PlanView) -> State:
    """Return the last edition; the empty plan where there is none, or this clone lacks it."""
    try:
        return last_state(view)
    except BadValue:
        return EMPTY


def review(view: PlanView, asked: Asked) -> Review:
    """Compare what is asked for. Raises RcmError where the repository cannot be read."""
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
    head = head_of(view.git).commit
    return State("HEAD", head) if head else EMPTY


def _external_keys(view: PlanView) -> frozenset[str]:
    return frozenset(key_of(path)[0] for path in unrecorded_paths(view))


def _of_meeting(view: PlanView, asked: Asked) -> Review:
    made = minutes(view, asked.meeting)
    own = replace(made.comparison, changes=compose((*made.changes, *made.unrecorded)))
    others = (*made.corrections, *made.others)
    return Review(asked, own, frozenset(change.key for change in made.unrecorded), others, made.why_none)


def timeline(view: PlanView) -> tuple[State, ...]:
    """List the editions to choose from, oldest first."""
    return tuple(state for state in states(view) if state.meeting is not None)


def neighbour(view: PlanView, asked: Asked, step: int) -> Asked | None:
    """Find the previous (-1) or next (+1) review: meeting by meeting, then what is new since; None at the ends."""
    line = [Asked(Which.MEETING, state.name) for state in timeline(view)]
    line += [Asked(Which.LIVE), Asked(Which.UNRECORDED)]
    here = Asked(Which.LIVE) if asked.which is Which.RECORDED else asked
    if asked.which is Which.STATES:
        here = Asked(Which.LIVE) if asked.after.is_now else Asked(Which.MEETING, asked.after.name)
    at = line.index(here) + step if here in line else -1
    return line[at] if 0 <= at < len(line) else None


_TERM = regex(r'(?:([a-z]+):)?(?:"([^"]*)"|(\S+))')
TERMS = ("subject", "objective", "id", "kind", "actor", "is")
KINDS = (*ids.KINDS, "meeting", "file")
WHATS = tuple(what.value for what in ChangeKind if what is not ChangeKind.SAME)
EXTERNAL, ELSEWHERE = "external", "elsewhere"
_FORMERLY = {"by-hand": EXTERNAL}
"""Terms of earlier versions, still understood."""

Wrong = Callable[[str], QueryError]


@dataclass
class _Sought:
    """What the terms ask for; several of one name, any of which may fit, are in one list."""

    within: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    whats: list[str] = field(default_factory=list)
    actors: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


def narrowed(plan: Plan, found: Review, query: str) -> Review:
    """Restrict a review to the changes that match a query. Raises QueryError pointing at a mistake."""
    sought = _read(plan, query)

    def fits(change: ItemChange) -> bool:
        texts = list(_texts(change)) if sought.words else []
        return all(any(word in text for text in texts) for word in sought.words)

    def narrow(comparison: Comparison) -> Comparison:
        within = restrict(
            comparison, within=sought.within, kinds=sought.kinds, whats=sought.whats, actors=sought.actors
        )
        return replace(within, changes=tuple(filter(fits, within.changes)), same=tuple(filter(fits, within.same)))

    own = narrow(found.comparison)
    others = narrow(replace(found.comparison, changes=found.others, same=())).changes
    if sought.states:
        chosen = [
            tuple(change for change in group if change.key in found.external) for group in (own.changes, own.same)
        ]
        shown = chosen if EXTERNAL in sought.states else ((), ())
        own = replace(own, changes=shown[0], same=shown[1])
        others = others if ELSEWHERE in sought.states else ()
    return replace(found, comparison=own, others=others)


def _read(plan: Plan, query: str) -> _Sought:
    sought = _Sought()
    for match in _TERM.finditer(query):
        name, phrase, word = match.groups()
        value = phrase if phrase is not None else word

        def wrong(message: str, match: re.Match[str] = match) -> QueryError:
            group = 2 if match.group(3) is None else 3
            return QueryError(message, query, match.start(group), match.end(group))

        if name is None:
            sought.words.append(fold(value))
        elif name in (ids.SUBJECT, ids.OBJECTIVE, "id"):
            sought.within.append(value.upper() if ids.is_id(value.upper()) else value)
        elif name == "actor":
            sought.actors += _actors(plan, value, wrong)
        elif name == "kind" and value in KINDS:
            sought.kinds.append(value)
        elif name == "kind":
            sought.whats.append(_known(value, (*WHATS, *KINDS), wrong))
        elif name == "is":
            sought.states.append(_known(_FORMERLY.get(value, value), (EXTERNAL, ELSEWHERE), wrong))
        else:
            raise QueryError(unknown_word(name, TERMS), query, match.start(1), match.end(1))
    return sought


def _known(value: str, known: Sequence[str], wrong: Wrong) -> str:
    if value not in known:
        raise wrong(unknown_word(value, known))
    return value


def _actors(plan: Plan, value: str, wrong: Wrong) -> list[str]:
    """Resolve an actor to its code and those of the groups that it belongs to."""
    try:
        code = actor_code(plan, value)
    except BadValue as unknown:
        raise wrong(str(unknown)) from unknown
    return [code, *(name for name, actor in plan.actors.items() if code in actor.members)]


def _texts(change: ItemChange) -> Iterator[str]:
    """Yield the folded texts to search: the id, the item's text, and all that is added or removed."""
    yield fold(change.key)
    if change.former:
        yield fold(change.former)
    for version in (change.before, change.after):
        data = version.data if version is not None and version.data is not None else {}
        whole = change.before is None or change.after is None
        yield from map(fold, _strings(data if whole else (data.get("text"), data.get("title"))))
    for field_change in change.fields:
        yield from map(fold, _strings((field_change.before, field_change.after)))


def _strings(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for below in value.values():
            yield from _strings(below)
    elif isinstance(value, list | tuple):
        for below in value:
            yield from _strings(below)
