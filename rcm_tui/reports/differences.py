"""What differs between two versions of an item, field by field, with dates, actors and statuses in words.

For reading, where `changes.sentences` is for a line: a text stands whole, an entry that was added with all its fields.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rcm_tui.changes.fields import FieldChange, compare
from rcm_tui.changes.items import ItemChange, What
from rcm_tui.changes.sentences import field_name
from rcm_tui.locale import _, current, words
from rcm_tui.model.dates import describe, parse
from rcm_tui.model.fields import MISSING, Missing, Path, Value, get, member_position
from rcm_tui.model.plan import Plan
from rcm_tui.model.texts import pick
from rcm_tui.reports.looks import agreement_kind_word, agreement_word, meeting_word, status_word

_LISTS = ("calendar", "actions", "agreements", "statements", "parts")
_DATES = ("date", "dates", "due", "sent")
_ACTORS = ("responsible", "from", "to", "participants", "observers", "organizations", "presidency", "by")
_MEETINGS = ("meeting", "due_meeting")
_TEXTS = ("text", "title", "name", "note")
_SILENT = ("id", "source", "translated", "formerly")
"""Fields that say nothing to a reader of what was added."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One value in words, with the name of its field; the name is empty where the difference has it already."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs, or a member of a list that came or went whole.

    `owner` is whose field it is, such as `calendar entry 3`; empty for the item's own. `label` is empty where the
    owner itself was added or removed. `before` and `after` are empty where there was, or is, nothing.
    """

    owner: str
    label: str
    before: tuple[Fact, ...]
    after: tuple[Fact, ...]


def differences(plan: Plan, change: ItemChange) -> tuple[Difference, ...]:
    """What a change did to one item. `plan` gives actors and meetings their names."""
    before = change.before.data if change.before and change.before.data else {}
    after = change.after.data if change.after and change.after.data else {}
    fields = change.fields if change.what not in (What.ADDED, What.REMOVED) else compare(before, after)
    return tuple(one for field in fields for one in _of_field(plan, field, before, after) if one.before or one.after)


def _of_field(
    plan: Plan, field: FieldChange, before: Mapping[str, Value], after: Mapping[str, Value]
) -> Iterator[Difference]:
    path = field.path
    if field.is_reordered:
        yield Difference("", field_name(path[:-1], words(current())), (), (Fact("", _("put in another order")),))
        return
    if len(path) == 1 and path[0] in _LISTS:
        for name in dict.fromkeys((*_ids(field.before), *_ids(field.after))):
            one = FieldChange((path[0], name), _member(field.before, name), _member(field.after, name))
            yield from _of_field(plan, one, before, after)
        return
    if len(path) == 1 and path[0] in _SILENT:
        return
    owner, inner = "", path
    if len(path) > 1 and path[0] in _LISTS:
        owner, inner = _owner(path, before, after), path[2:]
    yield Difference(
        owner,
        _label(plan, inner) if inner else "",
        tuple(_facts(plan, inner, field.before)),
        tuple(_facts(plan, inner, field.after)),
    )


def _ids(value: Value | Missing) -> list[str]:
    members = value if isinstance(value, list | tuple) else []
    return [str(one["id"]) for one in members if isinstance(one, Mapping) and one.get("id")]


def _member(value: Value | Missing, name: str) -> Value | Missing:
    if isinstance(value, list | tuple):
        position = member_position(value, name)
        if position is not None:
            return value[position]
    return MISSING


def _owner(path: Path, before: Mapping[str, Value], after: Mapping[str, Value]) -> str:
    name = {
        "calendar": _("calendar entry {number}"),
        "actions": _("action {number}"),
        "agreements": _("agreement {number}"),
        "statements": _("statement {number}"),
        "parts": _("part {number}"),
    }[path[0]]
    for side in (after, before):
        members = get(side, path[:1])
        if isinstance(members, list | tuple):
            position = member_position(members, path[1])
            if position is not None:
                printed = get(members[position], ("number",))
                return name.format(number=position + 1 if printed in (MISSING, None) else printed)
    return name.format(number=path[1])


def _facts(plan: Plan, path: Path, value: Value | Missing) -> Iterator[Fact]:
    """The values below a path; a mapping is taken apart into its fields, each named from the path on."""
    if value is MISSING or value is None:
        return
    if isinstance(value, Mapping) and not _is_text(path, value):
        for key, below in value.items():
            if key not in _SILENT:
                yield from _labelled(plan, (*path, str(key)), below)
        return
    yield Fact("", _value(plan, path, value))


def _labelled(plan: Plan, path: Path, value: Value) -> Iterator[Fact]:
    label = _label(plan, path)
    if isinstance(value, Mapping) and path[-1] in _TEXTS:
        for language, text in value.items():
            yield Fact(f"{label} ({language})" if len(value) > 1 else label, str(text))
    elif isinstance(value, Mapping):
        yield from _facts(plan, path, value)
    elif isinstance(value, list | tuple) and value and isinstance(value[0], Mapping):
        for place, one in enumerate(value, 1):
            for fact in _facts(plan, (), one):
                yield Fact(f"{label} {place} {fact.label}".rstrip(), fact.words)
    elif value is not None and value not in ("", []):
        yield Fact(label, _value(plan, path, value))


def _label(plan: Plan, path: Path) -> str:
    """What a field is called; one that stands under an actor's code is called by the actor."""
    if len(path) > 1 and path[-2] == "actors":
        return _actor(plan, path[-1])
    if path[-3:-1] == ("request", "received"):
        return _("answer of {actor}").format(actor=_actor(plan, path[-1]))
    return field_name(path, words(current()))


def _is_text(path: Path, value: Mapping[str, Value]) -> bool:
    """Whether a mapping is a text by language in one language only, so that it needs no names."""
    return bool(path) and path[-1] in _TEXTS and len(value) == 1


def _value(plan: Plan, path: Path, value: Value) -> str:
    """One value in words, by what its field holds."""
    if isinstance(value, list | tuple):
        return ", ".join(_value(plan, path, one) for one in value)
    if isinstance(value, Mapping):
        return "; ".join(str(one) for one in value.values())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text, last = str(value), path[-1] if path else ""
    if last in _DATES or path[:2] == ("request", "received"):
        return _date(text)
    if last in _ACTORS:
        return _actor(plan, text)
    if last in _MEETINGS:
        return _meeting(plan, text)
    if last == "status":
        return next(
            (said for said in (status_word(text), meeting_word(text), agreement_word(text)) if said != text), text
        )
    return agreement_kind_word(text) if last == "kind" else text


def _date(text: str) -> str:
    try:
        return describe(parse(text), current())
    except ValueError:
        return text


def _actor(plan: Plan, code: str) -> str:
    actor = plan.actors.get(code)
    return (pick(actor.name, current()) or code) if actor is not None else code


def _meeting(plan: Plan, meeting_id: str) -> str:
    meeting = plan.meetings.get(meeting_id)
    if meeting is None:
        return meeting_id
    body = plan.info.bodies.get(meeting.body)
    name = (pick(body.short, current()) or meeting.body) if body is not None else meeting.body
    return f"{name}, {_date(meeting.dates)}" if meeting.dates else name


def is_short(facts: Sequence[Fact], limit: int = 40) -> bool:
    """Whether a value can stand in a line beside another."""
    return len(facts) <= 1 and all(not fact.label and len(fact.words) <= limit for fact in facts)
