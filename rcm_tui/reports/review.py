"""What a change did to an item, detail by detail: the words for screens, `rcm diff`, minutes and redlines.

Only change sets are needed, not a plan: `called` names actors, meetings and actions, which are otherwise shown by
their codes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from rcm_tui.changes.corrections import is_correction
from rcm_tui.changes.describe import Sides, answers_of, is_prose, listed_in, members_on, owner_words
from rcm_tui.changes.fields import FieldChange, compare
from rcm_tui.changes.items import MEETING, ChangeKind, ItemChange
from rcm_tui.changes.words import DiffOp, DiffSpan, members, runs
from rcm_tui.i18n import _, current, ngettext, translator
from rcm_tui.model import ids, schema
from rcm_tui.model.fieldpath import MISSING, Missing, Path, Value, member_name
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.scalars import PlanLanguages
from rcm_tui.model.texts import language_words, pick_plain
from rcm_tui.reports.names import Called, by_code, date_words, due_words
from rcm_tui.reports.visible import revealed
from rcm_tui.store import paths

_NOTED = (("archived", "date"), ("archived", "meeting"))
"""What the tool notes of its own when it archives: the record says it already."""


ASKED = ("request", "from")
"""The field by whose type an actor who was asked is named."""


class Sort(StrEnum):
    """What a detail compares."""

    VALUE = "value"
    TEXT = "text"
    LIST = "list"
    MEMBER = "member"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Detail:
    """One field that differs, or a calendar entry, action, agreement that came or went.

    `owner` is whose field it is, such as `agreement 3`, empty for the item's own; `label` what it is called, empty
    where the owner as a whole came or went. `before` and `after` are in words; None where there is nothing.
    """

    path: Path
    owner: str
    label: str
    before: str | None
    after: str | None
    sort: Sort = Sort.VALUE
    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Owner and label in one: `agreement 3: status`."""
        return ": ".join(part for part in (self.owner, self.label) if part)

    @property
    def runs(self) -> tuple[DiffSpan, ...]:
        """What stayed, went and came: word by word in texts, member by member in lists, else as a whole.

        In what went and came, characters that cannot be seen are named.
        """
        return tuple(run if run.op is DiffOp.KEPT else DiffSpan(run.op, revealed(run.text)) for run in self._runs())

    def _runs(self) -> tuple[DiffSpan, ...]:
        if self.sort is Sort.TEXT:
            return runs(self.before or "", self.after or "")
        if self.sort is Sort.LIST:
            return members(self.old, self.new)
        if self.sort is Sort.ORDER:
            return ()
        sides = ((DiffOp.REMOVED, self.before), (DiffOp.ADDED, self.after))
        return tuple(DiffSpan(op, side) for op, side in sides if side)


def details(change: ItemChange, called: Called = by_code) -> tuple[Detail, ...]:
    """Return what the change did, in the order of the file; empty where only layout, or the place, changed."""
    sides = Sides.of(change)
    whole = change.what in (ChangeKind.ADDED, ChangeKind.REMOVED)
    fields = compare(sides.before, sides.after) if whole else change.fields
    found = (
        detail
        for field in fields
        if not _is_stated_already(field, change, whole)
        for detail in _of_field(field, sides, called)
        if change.what is not ChangeKind.ARCHIVED or detail.path not in _NOTED
    )
    return tuple(replace(detail, label=_label_in(change, detail) or detail.label) for detail in found)


def _label_in(change: ItemChange, detail: Detail) -> str:
    """Return what a field is called in this file where others have one of that name; else nothing."""
    if _is_carried_out(change, detail):
        return _("implements")
    if detail.label and paths.kind_of_file(change.key) == "submission":
        depth = members_on(detail.path)
        kind = "proposal" if depth else "submission"
        return field_label(detail.path[depth:], (kind,))
    return ""


def _is_carried_out(change: ItemChange, detail: Detail) -> bool:
    """Return whether it is the actions that an activity carries out; those of an objective are its own."""
    return change.kind in ids.ACTIVITIES and detail.path == ("actions",)


def item_text(change: ItemChange) -> str:
    """Return the item's text in the language in use, after the change or else before; empty where it has none."""
    for version in (change.after, change.before):
        for name in ("text", "title"):
            text = pick_plain(version.data.get(name), current()) if version and version.data else ""
            if text:
                return text
    return ""


def _is_stated_already(field: FieldChange, change: ItemChange, whole: bool) -> bool:
    first = field.path[0]
    if first == "previous" or "translated" in field.path:
        return True  # Kept for programs: the edition before, and what a translation was made from.
    if whole:
        known = schema.in_use().find((first,))
        return known is not None and known.is_silent
    if change.what is ChangeKind.MOVED:
        return first in ("id", "formerly")
    return first == "archived" and change.what is ChangeKind.RESTORED


def _of_field(field: FieldChange, sides: Sides, called: Called) -> Iterator[Detail]:
    path, depth = field.path, members_on(field.path)
    whose = path[:depth] if depth < len(path) or depth == 0 else path[: depth - 2]
    owner = owner_words(whose, sides, current())
    if field.is_reordered:
        yield Detail(path, owner, field_label(path[depth:-1]), None, None, Sort.ORDER)
    elif depth == len(path):
        old, new = _summary(field.before, called), _summary(field.after, called)
        yield Detail(path, _called_whole(path, sides), "", old, new, Sort.MEMBER)
    elif path[-1] in schema.in_use().member_lists and depth == len(path) - 1 and not _is_of_names(field):
        for name in dict.fromkeys((*_names(field.before), *_names(field.after))):
            yield from _of_field(FieldChange((*path, name), *sides.at((*path, name))), sides, called)
    else:
        yield from _leaves(FieldChange(path[depth:], field.before, field.after), owner, path[:depth], called)


def _called_whole(path: Path, sides: Sides) -> str:
    """Return what a member that came or went is called: by its number, or only by what it is, as its words follow."""
    member = next((data for data in sides.at(path)[::-1] if isinstance(data, Mapping)), {})
    if member.get("number") not in (None, ""):
        return owner_words(path, sides, current())
    above = owner_words(path[:-2], sides, current())
    return ", ".join(part for part in (above, _(schema.in_use().member_lists[path[-2]].word)) if part)


def _leaves(field: FieldChange, owner: str, above: Path, called: Called) -> Iterator[Detail]:
    """Yield the field, or the fields below it where it is a mapping."""
    path = field.path
    if isinstance(field.before, Mapping) or isinstance(field.after, Mapping):
        old = field.before if isinstance(field.before, Mapping) else {}
        new = field.after if isinstance(field.after, Mapping) else {}
        for key in dict.fromkeys((*old, *new)):
            below = FieldChange((*path, str(key)), old.get(key, MISSING), new.get(key, MISSING))
            yield from _leaves(below, owner, above, called)
        return
    label = _label(path, called)
    whole = (*above, *path)
    if _is_list(field.before) or _is_list(field.after):
        before, after = (_words_of_list(whole, side, called) for side in (field.before, field.after))
        texts = (", ".join(before) or None, ", ".join(after) or None)
        yield Detail(whole, owner, label, *texts, Sort.LIST, before, after)
        return
    sort = Sort.TEXT if is_prose(path, field) else Sort.VALUE
    before_words, after_words = (value_words(path, side, called) for side in (field.before, field.after))
    if before_words is not None or after_words is not None:
        yield Detail(whole, owner, label, before_words, after_words, sort)


def _label(path: Path, called: Called) -> str:
    below = answers_of(path)
    if below:
        answer = _("answer of {actor}").format(actor=called(ASKED, below[0]))
        return answer if len(below) == 1 or below[1] == "date" else f"{answer} ({below[1]})"
    if len(path) == 2 and path[0] == "actors":
        return called(ASKED, path[1])
    return field_label(path)


def field_label(path: Path, first: Sequence[str] = ()) -> str:
    """Return what a field is called in the language in use, such as `text (Spanish)`; see `Schema.label`."""
    return schema.in_use().label(path, translator(current()), first, _language)


def _language(code: str) -> str:
    return language_words((code,))


def value_words(path: Path, value: Value | Missing, called: Called = by_code) -> str | None:
    """Return a single value in words, by its field; None where there is none."""
    if value is MISSING or value is None:
        return None
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return called(path, schema.in_use().format(path, value, current()))


def _is_list(value: Value | Missing) -> bool:
    return isinstance(value, list | tuple)


def _words_of_list(path: Path, value: Value | Missing, called: Called = by_code) -> tuple[str, ...]:
    field = schema.in_use().find(path[members_on(path) :])
    if field is not None and isinstance(field.type, PlanLanguages):
        return tuple(_language(str(code)) for code in listed_in(value))
    return tuple(
        _summary(member, called) or "" if isinstance(member, Mapping) else called(path, str(member))
        for member in listed_in(value)
    )


def _is_of_names(field: FieldChange) -> bool:
    """Return whether it is a list of names, as an activity has of actions, and not of entries."""
    return any(not isinstance(member, Mapping) for side in (field.before, field.after) for member in listed_in(side))


def _names(value: Value | Missing) -> list[str]:
    return [member_name(member, place) for place, member in enumerate(listed_in(value))]


def _summary(value: Value | Missing, called: Called = by_code) -> str | None:
    """Return a calendar entry, action, agreement or statement on one line: date, text, status, actors."""
    if value is MISSING or value is None:
        return None
    if not isinstance(value, Mapping):
        return str(value)
    text = pick_plain(value.get("text"), current()) or _proposed(value)
    date = value.get("date")
    if date:
        text = f"{date_words(str(date))}: {text}" if text else date_words(str(date))
    facts = list(_facts(value, called))
    return f"{text} ({'; '.join(facts)})" if facts else text


def _proposed(value: Mapping[str, Value]) -> str:
    """Return what a proposal is about, and the words that it is to have or to lose: `HR-4.2: HOST A SEMINAR`."""
    words = value.get("after") or value.get("before")
    return ": ".join(str(part) for part in (value.get("item"), words) if part)


def _facts(value: Mapping[str, Value], called: Called) -> Iterator[str]:
    if value.get("status"):
        yield schema.in_use().format(("status",), value["status"], current())
    named = (("responsible", _("responsible: {names}")), ("items", _("led to {names}")))
    for field, phrase in named:
        listed = value.get(field)
        if isinstance(listed, list | tuple) and listed:
            yield phrase.format(names=", ".join(called((field,), str(code)) for code in listed))
    for request in (value.get("request"), *listed_in(value.get("requests")), value):
        if isinstance(request, Mapping):
            yield from _request_facts(request, called)
    if value.get("no_item"):
        yield _("no item: {reason}").format(reason=value["no_item"])


def _request_facts(request: Mapping[str, Value], called: Called) -> Iterator[str]:
    asked = request.get("from")
    if isinstance(asked, list | tuple) and asked:
        yield _("asked of {names}").format(names=", ".join(called(ASKED, str(code)) for code in asked))
    if request.get("due"):
        yield _("by {date}").format(date=due_words(str(request["due"])))
    elif request.get("due_meeting"):
        yield _("for {meeting}").format(meeting=called(("request", "due_meeting"), request["due_meeting"]))


def what_word(change: ItemChange) -> str:
    """Return what happened to an item as a whole, in a word or two."""
    word = {
        ChangeKind.ADDED: _("added"),
        ChangeKind.REMOVED: _("removed"),
        ChangeKind.ARCHIVED: _("archived"),
        ChangeKind.RESTORED: _("restored"),
        ChangeKind.MOVED: _("moved, formerly {id}").format(id=change.former),
        ChangeKind.CHANGED: _("changed"),
        ChangeKind.SAME: _("no change in content"),
    }[change.what]
    if (
        change.what is ChangeKind.MOVED
        and change.before
        and change.after
        and change.before.archived != change.after.archived
    ):
        word += ", " + (_("archived") if change.after.archived else _("restored"))
    sides = [side.data for side in (change.before, change.after) if side is not None]
    return _("corrected") if change.kind == MEETING and len(sides) == 2 and is_correction(*sides) else word


def kinds_of(changes: Sequence[ItemChange]) -> dict[str, int]:
    """Return how many of the changes are of each sort: {added: 2, changed: 1}."""
    return {what.value: count for what in ChangeKind if (count := sum(change.what is what for change in changes))}


def tally_words(counts: Mapping[str, int]) -> str:
    """Return `2 added, 1 archived`: the counts in words."""
    return ", ".join(what_count(what, count) for what, count in counts.items())


def what_count(what: str, count: int) -> str:
    """Return how many items a thing happened to."""
    words = {
        "added": ngettext("{count} added", "{count} added", count),
        "changed": ngettext("{count} changed", "{count} changed", count),
        "archived": ngettext("{count} archived", "{count} archived", count),
        "restored": ngettext("{count} restored", "{count} restored", count),
        "moved": ngettext("{count} moved", "{count} moved", count),
        "removed": ngettext("{count} removed", "{count} removed", count),
        "same": ngettext("{count} without change in content", "{count} without change in content", count),
    }
    return words.get(what, f"{{count}} {what}").format(count=count)
