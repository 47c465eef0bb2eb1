"""The types of values that name something else in the plan: actors, bodies, meetings, items, agreements, actions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from rcm_tui.i18n import _, current
from rcm_tui.model import ids
from rcm_tui.model.errors import FieldProblem
from rcm_tui.model.fieldpath import Value
from rcm_tui.model.regex import regex
from rcm_tui.model.scalars import Duration, Line, Machine, Strings
from rcm_tui.model.texts import fold, pick
from rcm_tui.model.types import ALONE, Candidates, Context, Control, Findings, nearest

if TYPE_CHECKING:
    from rcm_tui.model.types import Named, References


def code_of(given: str, *known: Mapping[str, Named]) -> str | None:
    """Return the code of what a code, name, abbreviation or alias in any language names."""
    given = given.strip()
    if any(given in named for named in known):
        return given
    wanted = fold(given)
    for named in known:
        for code, actor in named.items():
            if wanted in map(fold, names_of(code, actor)):
                return code
    return None


def names_of(code: str, named: Named) -> tuple[str, ...]:
    """All that an actor or a body is called."""
    return (code, *named.name.values(), *named.short.values(), *getattr(named, "aliases", ()))


_NEAR = 0.72
"""How alike a word and a name have to be for that to be suggested, from 0 to 1."""


def near_code(given: str, *known: Mapping[str, Named]) -> str | None:
    """Return the code of the actor or body that has a name much like a word, or None."""
    codes = {fold(name): code for group in known for code, named in group.items() for name in names_of(code, named)}
    near = nearest(fold(given), codes, _NEAR)
    return codes[near] if near else None


def _begun(prefix: str, known: Mapping[str, Named]) -> Candidates:
    for code, named in known.items():
        if code.casefold().startswith(prefix.casefold()):
            yield code, pick(named.name, current())


class Actor(Line):
    """An actor by its code; a body that meets is one too. People may write any of its names."""

    control = Control.ACTOR

    def read(self, given: str, name: str, context: Context) -> Value:
        plan = context.plan
        found = code_of(given, plan.actors, plan.info.bodies) if plan is not None else None
        return found or given.strip()

    def check(self, value: Value, name: str, context: Context) -> Findings:
        yield from super().check(value, name, context)
        plan = context.plan
        if plan is None or not isinstance(value, str) or value in plan.actors or value in plan.info.bodies:
            return
        near = near_code(value, plan.actors, plan.info.bodies)
        if near:
            message = _("there is no actor “{code}”; did you mean “{near}”?").format(code=value, near=near)
        else:
            message = _("there is no actor “{code}”; the actors are in plan/actors.yaml").format(code=value)
        yield FieldProblem((), "unknown-actor", message)

    def actors(self, value: Value) -> Iterable[str]:
        return (value,) if isinstance(value, str) else ()

    def format(self, value: Value, language: str, context: Context = ALONE) -> str:
        named = context.plan.actors.get(value) if context.plan is not None else None
        return (pick(named.short, language) or pick(named.name, language) if named is not None else "") or str(value)

    def complete(self, prefix: str, context: Context) -> Candidates:
        return _begun(prefix, context.plan.actors) if context.plan is not None else ()

    def matcher(self, given: str, name: str, context: Context) -> Callable[[Value], bool]:
        wanted = self.parse(given, name, context)
        return lambda value: value == wanted or (isinstance(value, list | tuple | Mapping) and wanted in value)


class Actors(Strings, Actor):
    """Actors by their codes."""

    control = Control.ACTORS

    def actors(self, value: Value) -> Iterable[str]:
        return (code for code in value if isinstance(code, str)) if isinstance(value, list | tuple) else ()

    def format(self, value: Value, language: str, context: Context = ALONE) -> str:
        return ", ".join(Actor.format(self, code, language, context) for code in value)

    def matcher(self, given: str, name: str, context: Context) -> Callable[[Value], bool]:
        return Actor().matcher(given, name, context)


class Body(Line):
    """A body that meets, by its code."""

    control = Control.CHOICE

    def options(self, context: Context = ALONE) -> tuple[tuple[str, str], ...]:
        bodies = context.plan.info.bodies if context.plan is not None else {}
        return tuple((code, f"{code}  {pick(named.name, current())}") for code, named in bodies.items())

    def read(self, given: str, name: str, context: Context) -> Value:
        return (code_of(given, context.plan.info.bodies) if context.plan is not None else None) or given.strip()

    def check(self, value: Value, name: str, context: Context) -> Findings:
        yield from super().check(value, name, context)
        bodies = context.plan.info.bodies if context.plan is not None else {}
        if bodies and isinstance(value, str) and value not in bodies:
            message = _("there is no body “{code}”; plan.yaml has: {bodies}")
            yield FieldProblem((), "unknown-body", message.format(code=value, bodies=", ".join(bodies)))

    def complete(self, prefix: str, context: Context) -> Candidates:
        return _begun(prefix, context.plan.info.bodies) if context.plan is not None else ()


_EACH = regex(r"(?:at\s|en\s)?(?:every|each|cada)\s(?=\S)", re.IGNORECASE)


class Recurrence(Body):
    """How often something recurs: at each meeting of a body, or after a period of ISO 8601."""

    control = Control.LINE

    def read(self, given: str, name: str, context: Context) -> Value:
        from rcm_tui.model.dates.notations import period_of  # Reading a plan needs none of what understands dates.

        words = fold(" ".join(given.split()))
        period = period_of(words)
        if period:
            return period
        found = super().read(_EACH.sub("", given.strip()), name, context)
        if context.plan is not None and found in context.plan.info.bodies:
            return found
        period = str(found).upper()
        return found if any(Duration().check(period, name, context)) else period

    def check(self, value: Value, name: str, context: Context) -> Findings:
        wrong = list(Duration().check(value, name, context))
        if not wrong or not isinstance(value, str):
            yield from wrong
            return
        bodies = context.plan.info.bodies if context.plan is not None else {}
        if context.plan is not None and value not in bodies:
            message = _("“{words}” is neither a body ({bodies}) nor a period such as P6M (six months)")
            yield FieldProblem((), "bad-period", message.format(words=value, bodies=", ".join(bodies)))

    def format(self, value: Value, language: str, context: Context = ALONE) -> str:
        return Duration().format(value, language, context)


class Meeting(Line):
    """A meeting by its id; `none` says that there was none."""

    control = Control.MEETING

    def read(self, given: str, name: str, context: Context) -> Value:
        """Words that fit the id, body, number and place of one meeting alone stand for it."""
        wanted = fold(given).split()
        plain = given.strip()
        if context.plan is None or plain in context.plan.meetings or plain == "none":
            return plain
        fitting = [
            meeting_id
            for meeting_id, meeting in context.plan.meetings.items()
            if all(
                word in fold(f"{meeting_id} {meeting.body} {meeting.ordinal or ''} {meeting.place or ''}")
                for word in wanted
            )
        ]
        return fitting[0] if len(fitting) == 1 else plain

    def check(self, value: Value, name: str, context: Context) -> Findings:
        yield from super().check(value, name, context)
        plan = context.plan
        if plan is None or not isinstance(value, str) or value in plan.meetings or value == "none":
            return
        near = nearest(value, plan.meetings)
        if near:
            message = _("there is no meeting “{id}”; did you mean “{near}”?").format(id=value, near=near)
        else:
            message = _("there is no meeting “{id}”; a meeting has a file under meetings/").format(id=value)
        yield FieldProblem((), "unknown-meeting", message)

    def complete(self, prefix: str, context: Context) -> Candidates:
        meetings = context.plan.meetings if context.plan is not None else {}
        for meeting_id in sorted(meetings, reverse=True):
            if meeting_id.startswith(prefix):
                found = meetings[meeting_id]
                yield meeting_id, " ".join(part for part in (found.body, found.place, found.status.value) if part)


class Items(Strings):
    """Items of the plan by their ids, those that they had before included, and actions as OBJECTIVE/ACTION.

    People may write the number of an action instead of its id.
    """

    control = Control.ITEMS

    def read(self, given: str, name: str, context: Context) -> Value:
        item_id, slash, action = given.strip().partition("/")
        item_id = item_id.upper() if ids.is_id(item_id.upper()) else item_id
        for member in _actions_of(context.plan, item_id) if slash else ():
            if action in (member.id, str(member.number)):
                action = member.id
        return f"{item_id}{slash}{action}"

    def check_one(self, value: Value, name: str, context: Context) -> Findings:
        yield from super().check_one(value, name, context)
        if context.plan is None or not isinstance(value, str):
            return
        item_id, slash, action = value.partition("/")
        if context.plan.resolve(item_id) is None:
            message = _("there is no item “{id}” in the plan or the archive").format(id=value)
            yield FieldProblem((), "unknown-item", message)
        elif slash and action not in [known.id for known in _actions_of(context.plan, item_id)]:
            message = _("{item} has no action “{action}”").format(item=item_id, action=action)
            yield FieldProblem((), "unknown-item", message)

    def matcher(self, given: str, name: str, context: Context) -> Callable[[Value], bool]:
        wanted = self.read(given, name, context)
        return lambda value: isinstance(value, list | tuple) and wanted in value

    def complete(self, prefix: str, context: Context) -> Candidates:
        items = context.plan.items if context.plan is not None else {}
        objective = prefix.partition("/")[0].upper() if "/" in prefix else ""
        for member in _actions_of(context.plan, objective):
            yield f"{objective}/{member.id}", pick(member.text, current())
        for item_id in sorted(items, key=ids.sort_key):
            if item_id.casefold().startswith(prefix.casefold()):
                yield item_id, pick(items[item_id].text, current())


class Before(Items):
    """Items that come before the one that names them: it begins when they are over."""

    def check_one(self, value: Value, name: str, context: Context) -> Findings:
        yield from super().check_one(value, name, context)
        plan = context.plan
        if plan is None or not isinstance(value, str) or not context.key:
            return
        if "/" in value:
            message = _("“{id}” is an action; name an item that comes before").format(id=value)
            yield FieldProblem((), "unknown-item", message)
            return
        circle = _way(plan, plan.resolve(value) or value, plan.resolve(context.key) or context.key)
        if circle:
            message = _("{item} would come after itself: {circle}")
            text = message.format(item=context.key, circle=" → ".join((context.key, *circle)))
            yield FieldProblem((), "circle", text)


def _way(plan: References, start: str, goal: str) -> tuple[str, ...]:
    """Return the items on the way from one to another by what each comes after; empty where there is none."""
    ways: dict[str, tuple[str, ...]] = {start: (start,)}
    waiting = [start]
    while waiting:
        item_id = waiting.pop()
        if item_id == goal:
            return ways[item_id]
        for named in getattr(plan.items.get(item_id), "after", ()):
            before = plan.resolve(named) or named
            if before not in ways:
                ways[before] = (*ways[item_id], before)
                waiting.append(before)
    return ()


def _actions_of(plan: References | None, item_id: str) -> tuple[Any, ...]:
    """Return the actions of an objective, by an id that it has or had."""
    item = plan.items.get(plan.resolve(item_id) or "") if plan is not None else None
    return getattr(item, "actions", ()) if ids.kind_of(item_id) == ids.OBJECTIVE else ()


class Agreement(Line):
    """An agreement of a meeting, or a part of one, as MEETING/ID."""

    control = Control.AGREEMENT

    def check(self, value: Value, name: str, context: Context) -> Findings:
        yield from super().check(value, name, context)
        if context.plan is not None and isinstance(value, str) and value not in _agreements(context.plan, value):
            message = _("there is no agreement “{id}”; write MEETING/ID, such as 2001-03-assembly/hjn").format(id=value)
            yield FieldProblem((), "unknown-agreement", message)

    def complete(self, prefix: str, context: Context) -> Candidates:
        names = _agreements(context.plan, prefix) if context.plan is not None else ()
        yield from ((name, "") for name in names if name.startswith(prefix))


def _agreements(plan: References, name: str) -> list[str]:
    """Return the names of the agreements, and of their parts, of the meeting that a name begins with."""
    meeting = plan.meetings.get(name.partition("/")[0])
    return (
        [f"{meeting.id}/{decision.id}" for _agreement, decision in meeting.decisions()] if meeting is not None else []
    )


class Actions(Strings):
    """Actions of the objective that an activity belongs to, by their ids."""

    control = Control.ACTIONS

    def check_one(self, value: Value, name: str, context: Context) -> Findings:
        yield from super().check_one(value, name, context)
        if context.plan is None or not isinstance(value, str):
            return
        there = dict(self.options(context))
        if value not in there:
            message = _("the objective has no action “{id}”; it has: {there}")
            yield FieldProblem((), "unknown-action", message.format(id=value, there=", ".join(there) or _("none")))

    def options(self, context: Context = ALONE) -> tuple[tuple[str, str], ...]:
        return tuple((action.id, pick(action.text, current())) for action in _actions(context))

    def complete(self, prefix: str, context: Context) -> Candidates:
        return (option for option in self.options(context) if option[0].startswith(prefix))


def _actions(context: Context) -> Iterator[Any]:
    """Return the actions of the objective, whose id is the key's or begins it."""
    objective_id = ids.objective_of(context.key)
    objective = context.plan.items.get(objective_id) if context.plan is not None else None
    yield from getattr(objective, "actions", ())


class GroupMembers(Strings):
    """The actors of a group, which stand in the same file."""

    control = Control.ACTORS

    def read(self, given: str, name: str, context: Context) -> Value:
        return Actor().read(given, name, context)

    def complete(self, prefix: str, context: Context) -> Candidates:
        return Actor().complete(prefix, context)


class FormerIds(Strings, Machine):
    """Ids that an item had before it was moved."""

    control = Control.NONE
