"""Looking for a part of a review: words, `subject:HR`, `kind:activity`, `kind:archived`, `actor:IOM`, `is:external`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from rcm_tui.changes.items import ChangeKind, ItemChange
from rcm_tui.i18n import _
from rcm_tui.model import ids
from rcm_tui.model.errors import BadValue
from rcm_tui.model.fieldpath import Value
from rcm_tui.model.plan import Plan
from rcm_tui.model.query import QueryError
from rcm_tui.model.texts import fold
from rcm_tui.workflow.compare import Comparison, restrict
from rcm_tui.workflow.review import Review

_TERM = re.compile(r'(?:([a-z]+):)?(?:"([^"]*)"|(\S+))')
TERMS = ("subject", "objective", "id", "kind", "actor", "is")
KINDS = (ids.SUBJECT, ids.OBJECTIVE, ids.ACTIVITY, "meeting", "file")
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


def narrowed(plan: Plan, found: Review, query: str) -> Comparison:
    """The changes that fit a query; without one, all. Raises QueryError pointing at a mistake."""
    sought = _read(plan, query)
    narrow = restrict(
        found.comparison, within=sought.within, kinds=sought.kinds, whats=sought.whats, actors=sought.actors
    )
    keys = {key for state in sought.states for key in (found.external if state == EXTERNAL else found.elsewhere)}

    def fits(change: ItemChange) -> bool:
        if sought.states and change.key not in keys:
            return False
        said = list(_said(change)) if sought.words else []
        return all(any(word in text for text in said) for word in sought.words)

    return replace(narrow, changes=tuple(filter(fits, narrow.changes)), same=tuple(filter(fits, narrow.same)))


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
        elif name in ("subject", "objective", "id"):
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
            raise QueryError(_unknown(name, TERMS), query, match.start(1), match.end(1))
    return sought


def _known(value: str, known: Sequence[str], wrong: Wrong) -> str:
    if value not in known:
        raise wrong(_unknown(value, known))
    return value


def _unknown(given: str, known: Sequence[str]) -> str:
    near = get_close_matches(given, known, 1, 0.6)
    if near:
        return _("“{word}” is not known here; did you mean “{near}”?").format(word=given, near=near[0])
    return _("“{word}” is not known here; there are: {known}").format(word=given, known=", ".join(known))


def _actors(plan: Plan, value: str, wrong: Wrong) -> list[str]:
    """The actor, and the groups that it belongs to."""
    from rcm_tui.workflow.values import actor_code

    try:
        code = actor_code(plan, value)
    except BadValue as unknown:
        raise wrong(str(unknown)) from unknown
    return [code, *(name for name, actor in plan.actors.items() if code in actor.members)]


def _said(change: ItemChange) -> Iterator[str]:
    """What words are looked for in: the id, the item's text, and all that is new or gone in it; folded."""
    yield fold(change.key)
    if change.former:
        yield fold(change.former)
    for version in (change.before, change.after):
        data = version.data if version is not None and version.data is not None else {}
        whole = change.before is None or change.after is None
        yield from map(fold, _strings(data if whole else (data.get("text"), data.get("title"))))
    for one in change.fields:
        yield from map(fold, _strings((one.before, one.after)))


def _strings(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for below in value.values():
            yield from _strings(below)
    elif isinstance(value, list | tuple):
        for below in value:
            yield from _strings(below)
