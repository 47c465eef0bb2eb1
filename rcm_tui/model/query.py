"""Queries: how items are searched for, the same in both front ends.

A query is words and terms, all of which must fit: `health status:open actor:MOH not:is:overdue "private sector"`.
Nothing in it needs quoting from a shell, case and accents do not matter, actors and bodies answer to all their names.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import chain
from types import MappingProxyType

from rcm_tui.i18n import _
from rcm_tui.model import ids, rules
from rcm_tui.model.archive_rule import due_for_archive
from rcm_tui.model.dates import DateError, PartialDate, overlaps
from rcm_tui.model.deadlines import dates_of
from rcm_tui.model.entries import Entry
from rcm_tui.model.errors import BadValue
from rcm_tui.model.fieldpath import Value
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.items import Activity, Item
from rcm_tui.model.lazy import each
from rcm_tui.model.named import named_by
from rcm_tui.model.plan import Plan, calendar_of, texts_of
from rcm_tui.model.references import near_code
from rcm_tui.model.regex import regex
from rcm_tui.model.scalars import span_of
from rcm_tui.model.search import searched
from rcm_tui.model.texts import fold, stale_languages
from rcm_tui.model.types import Context, Field, unknown_word
from rcm_tui.model.undetermined import TBD, is_tbd

TERMS = ("status", "actor", "subject", "objective", "meeting", "due", "is", "not", "id", "host", "untranslated")
STATES = ("archived", "any", "overdue", "stale", "untranslated", "unofficial", "due", "request", "open", "tbd")
_NUMBER = regex(r"\d+(?:\.\d+)*\.?")
_WORD = regex(r'(not:)?(?:([a-z_-]+):)?(?:"([^"]*)"|(\S+))')


class QueryError(BadValue):
    """A mistake in a query. `start` and `end` are where it stands in what was typed."""

    def __init__(self, message: str, query: str, start: int, end: int) -> None:
        pointer = " " * start + "^" * max(1, end - start)
        super().__init__(f"{message}\n  {query}\n  {pointer}")
        self.sentence = message
        self.start = start
        self.end = end


Test = Callable[[Plan, Item], bool]
Glance = Callable[[Plan, str], bool | None]
"""Whether an item passes a test, by its id and what a list shows of it; None where it has to be decoded to tell."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query understood. `archived` says which items it looks at: False current, True archived, None all.

    All `words`, folded, must stand in an item, and it must pass all tests.
    """

    tests: tuple[tuple[Test, Glance], ...]
    archived: bool | None = False
    words: tuple[str, ...] = ()


Days = Mapping[str, datetime.date]


def find(plan: Plan, query: str, on: datetime.date, completed: Days = MappingProxyType({})) -> tuple[str, ...]:
    """Return the ids of the items that a query asks for, in printed order. Raises QueryError.

    `completed` has the days on which activities without a date were recorded as completed, for `is:due`.
    """
    return (*chain.from_iterable(find_in_pieces(plan, query, on, completed)),)


def find_in_pieces(plan: Plan, query: str, on: datetime.date, completed: Days) -> Iterator[list[str]]:
    """Return what `find` does in pieces, some of them empty, so that the first can be shown at once."""
    understood = read_query(plan, query, on, completed)
    pieces = plan.search_index.search(understood.archived, understood.words)
    tests = understood.tests
    return iter((_fitting(plan, [*chain.from_iterable(pieces)], tests),)) if tests else pieces


def _fitting(plan: Plan, found: list[str], tests: Sequence[tuple[Test, Glance]]) -> list[str]:
    """Return those of some items that pass all tests; only those are decoded of which nothing else tells."""
    fitting: set[str] = set()
    undecided: list[str] = []
    for item_id in found:
        seen = [glance(plan, item_id) for _test, glance in tests]
        if all(seen):
            fitting.add(item_id)
        elif False not in seen:
            undecided.append(item_id)
    decoded = each(plan.items, undecided)
    fitting.update(item.id for item in decoded if all(test(plan, item) for test, _glance in tests))
    return [item_id for item_id in found if item_id in fitting]


def read_query(plan: Plan, query: str, on: datetime.date, completed: Days = MappingProxyType({})) -> Query:
    """Understand a query; `on` is the day that “overdue” counts from. Raises QueryError pointing at the word."""
    tests: list[tuple[Test, Glance]] = []
    words: list[str] = []
    archived: bool | None = False
    for match in _WORD.finditer(query):
        negated, term, phrase, word = match.groups()
        value = phrase if phrase is not None else word
        if term is not None and not any(term in known for known in (TERMS, plan.schema.searched, plan.levels.kinds)):
            terms = tuple(dict.fromkeys((*TERMS, *plan.schema.searched, *plan.levels.kinds)))
            raise QueryError(unknown_word(term, terms), query, match.start(2), match.end(2))
        if term == "is" and value in ("archived", "any") and not negated:
            archived = None if value == "any" else True
            continue
        if term is None and plan.has_dotted_numbers and _NUMBER.fullmatch(value):
            tests.append(_both(_numbered(value), _glance(), negated))
            continue
        if term is None and not negated:
            words.append(fold(value))
            continue
        test = _test(plan, query, match, "id" if term in plan.levels.kinds else term, value, on, completed)
        tests.append(_both(test, _glance(term, value), negated))
    return Query(tuple(tests), archived, tuple(words))


def _numbered(value: str) -> Test:
    """Return a test for the item with a printed number and what is below it, and for texts that have the number."""
    number = value.rstrip(".")

    def fits(plan: Plan, item: Item) -> bool:
        printed = plan.printed_number(item.id)
        return printed == number or printed.startswith(f"{number}.") or value in searched(item)

    return fits


def _both(test: Test, glance: Glance, negated: str | None) -> tuple[Test, Glance]:
    """Return a test and its glance as they are, or the contrary."""
    if not negated:
        return test, glance
    return (
        lambda plan, item: not test(plan, item),
        lambda plan, item_id: None if (seen := glance(plan, item_id)) is None else not seen,
    )


def _glance(term: str | None = None, value: str = "") -> Glance:
    if term in ("status", "is") and value == "open":
        return _seems_open
    is_place = term in (ids.SUBJECT, ids.OBJECTIVE, "id")
    return lambda _plan, item_id: _is_within(item_id, value.upper()) if is_place else None


def _seems_open(plan: Plan, item_id: str) -> bool | None:
    """Return whether an activity is open; an objective has the statuses of its entries, which a list does not show."""
    if ids.kind_of(item_id) not in ids.ACTIVITIES:
        return None
    return plan.statuses.is_open(getattr(plan.head(item_id), "status", None))


def _test(
    plan: Plan, query: str, match: re.Match[str], term: str | None, value: str, on: datetime.date, completed: Days
) -> Test:
    def wrong(message: str) -> QueryError:
        start = match.end() - len(value) - (1 if match.group(3) is not None else 0)
        return QueryError(message, query, start, start + len(value))

    match term:
        case None:
            wanted = fold(value)
            return lambda _plan, item: wanted in searched(item)
        case "status":
            return _status(plan, value, wrong)
        case "actor":
            return _actor(plan, value, wrong)
        case ids.SUBJECT | ids.OBJECTIVE | "id":
            return _place(plan, value, wrong)
        case "meeting":
            return _meeting(plan, value, wrong)
        case "due":
            return _due(value, on, wrong)
        case "is":
            return _state(plan, value, on, completed, wrong)
        case "host":
            return _hosts(plan, value, wrong)
        case "untranslated":
            return _untranslated(plan, value, wrong)
        case "not":
            raise wrong(unknown_word(value, TERMS))
    return _field(plan, term, value, on, wrong)


Wrong = Callable[[str], QueryError]


def _field(plan: Plan, term: str, value: str, on: datetime.date, wrong: Wrong) -> Test:
    """Return a term that is a field: what an item, or an entry of its calendar, has there fits the value."""
    try:
        tests = {
            kind: (group, field, field.type.matcher(value, field.name, Context(plan, on=on)))
            for kind, group, field in plan.schema.searched[term]
        }
    except BadValue as mistake:
        raise wrong(str(mistake)) from None

    def fits(_plan: Plan, item: Item) -> bool:
        return any(_fits(holder, *tests[kind]) for kind, holder in _holders(item) if kind in tests)

    return fits


def _holders(item: Item) -> Iterator[tuple[str, object]]:
    yield item.kind, item
    yield from (("entry", entry) for entry in calendar_of(item))


def _fits(holder: object, group: str, field: Field, test: Callable[[Value], bool]) -> bool:
    owner = getattr(holder, group) if group else holder
    value = field.of(owner) if owner is not None else None
    return value is not None and test(value)


def _status(plan: Plan, value: str, wrong: Wrong) -> Test:
    if value == "open":
        return _is_open
    meant = plan.statuses.meant(value)
    if meant in plan.statuses:
        return lambda _plan, item: meant in _own_status(item)
    raise wrong(unknown_word(value, ("open", *map(plan.statuses.one_word, plan.statuses))))


def _is_open(plan: Plan, item: Item) -> bool:
    return any(map(plan.statuses.is_open, _own_status(item)))


def _own_status(item: Item) -> tuple[str, ...]:
    """Return an activity's status; an objective has those of its own entries."""
    if isinstance(item, Activity):
        return (item.status,)
    return tuple(entry.status for entry in calendar_of(item) if entry.status is not None)


def _actor(plan: Plan, value: str, wrong: Wrong) -> Test:
    codes = _codes(plan, value, wrong)
    return lambda plan, item: any(code in codes for code in _actors(plan, item))


def _hosts(plan: Plan, value: str, wrong: Wrong) -> Test:
    """Return a test for items with an entry that the actor hosts, or that is about a meeting that it hosts."""
    codes = _codes(plan, value, wrong)
    return lambda plan, item: any(
        code in codes for entry in calendar_of(item) for code, role in rules.roles_in(plan, entry) if role in rules.HOST
    )


def _codes(plan: Plan, value: str, wrong: Wrong) -> frozenset[str]:
    codes = _named(plan, value)
    if not codes:
        near = near_code(value, plan.actors, plan.info.bodies)
        hint = _("did you mean “{near}”?").format(near=near) if near else _("see rcm actor list")
        raise wrong(_("there is no actor “{name}”; {hint}").format(name=value, hint=hint))
    return codes


def _named(plan: Plan, value: str) -> frozenset[str]:
    """Return the codes that a name means: the actor or body itself, and the groups that it belongs to."""
    wanted = fold(value)
    found = set()
    for code, actor in plan.actors.items():
        names = (code, *actor.name.values(), *actor.short.values(), *actor.aliases)
        if any(fold(name) == wanted for name in names):
            found.add(code)
    for code, body in plan.info.bodies.items():
        if any(fold(name) == wanted for name in (code, *body.name.values(), *body.short.values())):
            found.add(code)
    return frozenset(found)


def _actors(plan: Plan, item: Item) -> Iterator[str]:
    yield from _with_members(plan, named_by(plan, item, unpublished=True))
    for entry in calendar_of(item):
        yield from _with_members(plan, named_by(plan, entry, unpublished=True))
        yield from (code for code, _role in rules.roles_in(plan, entry))
        for request in entry.all_requests:
            yield from _with_members(plan, request.from_)
            if request.to:
                yield request.to


def _with_members(plan: Plan, codes: tuple[str, ...]) -> Iterator[str]:
    for code in codes:
        yield code
        if code in plan.actors and plan.actors[code].members:
            yield from plan.members_of(code)


def _place(plan: Plan, value: str, wrong: Wrong) -> Test:
    wanted = value.upper()
    if plan.node(wanted) is None:
        raise wrong(unknown_word(wanted, [item_id for item_id in plan.items if ids.kind_of(item_id) != ids.ACTIVITY]))
    return lambda _plan, item: _is_within(item.id, wanted)


def _is_within(item_id: str, wanted: str) -> bool:
    return item_id == wanted or item_id.startswith((f"{wanted}-", f"{wanted}."))


def _meeting(plan: Plan, value: str, wrong: Wrong) -> Test:
    fitting = {meeting for meeting in plan.meetings if meeting == value} or {
        meeting for meeting in plan.meetings if value in meeting
    }
    if not fitting:
        near = get_close_matches(value, list(plan.meetings), 1, 0.6)
        hint = _("did you mean “{near}”?").format(near=near[0]) if near else _("see: rcm meeting list")
        raise wrong(_("there is no meeting “{name}”; {hint}").format(name=value, hint=hint))

    def fits(_plan: Plan, item: Item) -> bool:
        if any(behind.meeting.id in fitting for behind in plan.agreements_behind(item.id)):
            return True
        return any(_meetings(entry) & fitting for entry in calendar_of(item))

    return fits


def _meetings(entry: Entry) -> set[str]:
    named = {entry.meeting, entry.event, *(request.due_meeting for request in entry.all_requests)}
    return {meeting_id for meeting_id in named if meeting_id}


def _due(value: str, on: datetime.date, wrong: Wrong) -> Test:
    if is_tbd(value):
        return lambda _plan, item: TBD in _stated_deadlines(item)
    try:
        span = span_of(value, on)
    except DateError as mistake:
        raise wrong(str(mistake)) from None
    return lambda plan, item: any(overlaps(due, span) for due in _deadlines(plan, item))


def _stated_deadlines(item: Item) -> Iterator[str | None]:
    """Yield the deadlines of an item and of its requests as the files have them."""
    yield getattr(item, "due", None)
    yield from (request.due for entry in calendar_of(item) for request in entry.all_requests)


def _deadlines(plan: Plan, item: Item) -> Iterator[PartialDate]:
    yield from dates_of(plan, getattr(item, "due", None))
    for entry in calendar_of(item):
        for request in entry.all_requests:
            yield from rules.deadlines(plan, request, entry.meeting)


def _state(plan: Plan, value: str, on: datetime.date, completed: Days, wrong: Wrong) -> Test:
    due = frozenset(activity.id for activity in due_for_archive(plan, on, completed)) if value == "due" else frozenset()
    tests: Mapping[str, Test] = {
        "archived": lambda plan, item: plan.is_archived(item.id),
        "any": lambda _plan, _item: True,
        "open": _is_open,
        "request": lambda _plan, item: any(entry.all_requests for entry in calendar_of(item)),
        "overdue": lambda plan, item: (
            rules.is_late(plan, item, on)
            or any(rules.is_overdue(plan, asked, on) for asked in rules.asked_in(plan, item))
        ),
        "stale": _is_stale,
        "untranslated": _lacks(plan.info.languages),
        "tbd": _is_undetermined,
        "unofficial": lambda _plan, item: any(part.draft for part in texts_of(item)),
        "due": lambda _plan, item: item.id in due,
    }
    if value not in tests:
        raise wrong(unknown_word(value, STATES))
    return tests[value]


def _is_undetermined(plan: Plan, item: Item) -> bool:
    """Return whether something of an item, or of an entry of its calendar, is to be determined."""
    return TBD in _stated_deadlines(item) or any(
        _fits(holder, group, field, lambda value: value == TBD)
        for kind, holder in (_holders(item) if plan.info.tbd else ())
        for group, field in plan.schema.with_groups(kind)
    )


def _is_stale(_plan: Plan, item: Item) -> bool:
    return any(stale_languages(part.text, part.translated) for part in texts_of(item))


def _untranslated(plan: Plan, language: str, wrong: Wrong) -> Test:
    if language not in plan.info.languages:
        raise wrong(unknown_word(language, plan.info.languages))
    return _lacks((language,))


def _lacks(languages: Sequence[str]) -> Test:
    """Return a test for items that have a text, in them or in an action or entry of theirs, not in all languages."""
    return lambda _plan, item: any(not part.text.get(code) for part in texts_of(item) for code in languages)
