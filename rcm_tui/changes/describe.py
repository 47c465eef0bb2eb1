"""Changes in words: the subject of a record, a line of a history, a sentence of the minutes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rcm_tui.changes.fields import ORDER, FieldChange
from rcm_tui.changes.items import ChangeKind, ItemChange
from rcm_tui.changes.translations import NOTED
from rcm_tui.i18n import Translator, translator
from rcm_tui.model import ids, schema
from rcm_tui.model.fieldpath import Path, Positions, Value, get
from rcm_tui.model.scalars import PlanLanguages
from rcm_tui.model.schema import MOVED
from rcm_tui.model.texts import pick_plain

if TYPE_CHECKING:
    from rcm_tui.model.types import References

SUBJECT_LENGTH = 110
"""A record's subject is kept to about a line; what is left out stands in its trailers and in its difference."""


class Sides:
    """The data of a file before and after a change; what is looked up often in its lists is found fast."""

    def __init__(self, before: Mapping[str, Value], after: Mapping[str, Value]) -> None:
        self.before, self.after = before, after
        self._find = Positions().find
        self._counts: dict[tuple[int, str], Counter[str]] = {}

    @classmethod
    def of(cls, change: ItemChange) -> Sides:
        """Return the sides of a change; one that does not exist, or cannot be read, is empty."""
        before, after = (side.data if side and side.data else {} for side in (change.before, change.after))
        return cls(before, after)

    def at(self, path: Path) -> tuple[Value, Value]:
        """Return the values at a path before and after, or MISSING."""
        return get(self.before, path, self._find), get(self.after, path, self._find)

    def count(self, members: Sequence[Value], name: str, value: Value) -> int:
        """Count the members of one of the lists that have this value, numbers being compared as they are printed."""
        counts = self._counts.get((id(members), name))
        if counts is None:
            counts = Counter(str(member.get(name)) for member in members if isinstance(member, Mapping))
            self._counts[id(members), name] = counts
        return counts[str(value)]


def describe_item(change: ItemChange, language: str, plan: References | None = None) -> str:
    """Return what happened to one item, without its id: `status active -> completed; calendar entry “HELD” added`.

    The `plan` names the actions that an activity carries out; without it they are given by their ids.
    """
    say = translator(language)
    head = _what(change, say)
    tail = describe_fields(change.fields, change, language, plan)
    if change.what in (ChangeKind.ADDED, ChangeKind.REMOVED):
        return head
    return "; ".join(part for part in (head, tail) if part)


def describe_fields(
    fields: Iterable[FieldChange], change: ItemChange, language: str, plan: References | None = None
) -> str:
    """Return the field changes of one item in words, separated by semicolons.

    What a translation was made from follows from the texts, and is named only where nothing else changed.
    """
    sides = Sides.of(change)
    phrases: dict[str, list[str]] = {}
    changed = [field for field in fields if not _is_bookkeeping(field, change)]
    for field in [field for field in changed if NOTED not in field.path] or changed:
        who, phrase = _phrase(_with_action_names(field, change.key, plan, language), sides, language)
        phrases.setdefault(who, []).append(phrase)
    return "; ".join(
        f"{who}: {', '.join(dict.fromkeys(of_actor))}" if who else "; ".join(dict.fromkeys(of_actor))
        for who, of_actor in phrases.items()
    )


def describe_changes(changes: Sequence[ItemChange], language: str, plan: References | None = None) -> str:
    """Return the subject of a record that makes these changes.

    Items to which the same happened share one phrase; where the whole is too long for a line, the items are named
    and the phrases left out.
    """
    say = translator(language)
    by_phrase: dict[str, list[str]] = {}
    for change in changes:
        by_phrase.setdefault(describe_item(change, language, plan), []).append(change.key)
    long = "; ".join(f"{', '.join(keys)}: {phrase}" for phrase, keys in by_phrase.items())
    if len(long) <= SUBJECT_LENGTH:
        return long
    keys = [change.key for change in changes]
    if len(keys) == 1:
        return _shortened(long)
    counted = say.ngettext("{count} item changed", "{count} items changed", len(keys)).format(count=len(keys))
    if len(by_phrase) == 1:
        items = say.ngettext("{count} item", "{count} items", len(keys)).format(count=len(keys))
        counted = f"{items}: {next(iter(by_phrase))}"
    return _shortened(f"{counted}: {', '.join(keys)}")


def _with_action_names(field: FieldChange, item_id: str, plan: References | None, language: str) -> FieldChange:
    """Return a change of the actions that an activity carries out with what these are called for their ids."""
    if plan is None or field.path != ("actions",) or ids.kind_of(item_id) not in ids.ACTIVITIES:
        return field
    objective = plan.items.get(ids.objective_of(item_id))
    known = [
        {"id": action.id, "number": action.number, "text": action.text} for action in getattr(objective, "actions", ())
    ]
    sides = Sides({}, {"actions": known})

    def named(value: Value) -> Value:
        if not isinstance(value, list | tuple):
            return value
        return [_member(("actions", str(action_id)), sides, language) for action_id in value]

    return replace(field, before=named(field.before), after=named(field.after))


def _shortened(text: str) -> str:
    return text if len(text) <= SUBJECT_LENGTH else text[: SUBJECT_LENGTH - 1].rstrip(" ;,:") + "…"


def _what(change: ItemChange, say: Translator) -> str:
    match change.what:
        case ChangeKind.ADDED:
            return say.gettext("added")
        case ChangeKind.REMOVED:
            return say.gettext("removed")
        case ChangeKind.ARCHIVED:
            return say.gettext("archived")
        case ChangeKind.RESTORED:
            return say.gettext("restored from the archive")
        case ChangeKind.MOVED:
            return say.gettext("moved, formerly {id}").format(id=change.former)
        case ChangeKind.SAME:
            return say.gettext("no change in content")
    return ""


def _is_bookkeeping(field: FieldChange, change: ItemChange) -> bool:
    """Whether what happened to the item as a whole already says it."""
    if change.what in (ChangeKind.ARCHIVED, ChangeKind.RESTORED):
        return field.path[0] == "archived"
    if change.what is ChangeKind.MOVED:
        return field.path[0] in MOVED
    return False


def _phrase(field: FieldChange, sides: Sides, language: str) -> tuple[str, str]:
    """(whose field it is, what happened to it): the owner is empty for the item's own fields."""
    say, path = translator(language), field.path
    depth = members_on(path)
    owner = owner_words(path[:depth], sides, language)
    if path[-1] == ORDER:
        return owner, say.gettext("{list} reordered").format(list=schema.in_use().label(path[depth:-1], say))
    if depth and depth == len(path):
        return "", f"{owner} {_added_or_removed(field, say)}"
    return owner, _field(FieldChange(path[depth:], field.before, field.after), say)


def members_on(path: Path) -> int:
    """Return how much of a path leads to a list member, as 4 of `agreements.hjn.parts.kqw.text.en`."""
    depth = 0
    while len(path) > depth + 1 and path[depth] in schema.in_use().member_lists and path[depth + 1] != ORDER:
        depth += 2
    return depth


def owner_words(path: Path, sides: Sides, language: str) -> str:
    """Return what the members that a path leads through are called: `agreement 5, part b`."""
    depths = range(2, len(path) + 1, 2)
    return ", ".join(_member(path[:depth], sides, language) for depth in depths)


NAME_LENGTH = 40
"""The most letters of its text by which a list member without a number is called."""


def _member(path: Path, sides: Sides, language: str) -> str:
    """Return `agreement 12` by the printed number, where it is one member's and stays; else by its first words."""
    say, noun = translator(language), schema.in_use().member_lists[path[-2]]
    lists = [found for found in sides.at(path[:-1]) if isinstance(found, list | tuple)]
    versions = [found for found in sides.at(path) if isinstance(found, Mapping)]
    numbers = dict.fromkeys(str(version["number"]) for version in versions if version.get("number") not in (None, ""))
    number = next(iter(numbers), "")
    if len(numbers) == 1 and all(sides.count(members, "number", number) < 2 for members in lists):
        return say.gettext(noun.numbered).format(number=number)
    text: Value = next((version["text"] for version in versions if isinstance(version.get("text"), Mapping)), {})
    words = " ".join(pick_plain(text, language).split())
    word = say.gettext(noun.word)
    if not words:
        return f"{word} {path[-1]}"
    if any(sides.count(members, "text", text) > 1 for members in lists):
        word = f"{word} {path[-1]}"
    return f"{word} “{_first_words(words)}”"


def _first_words(words: str) -> str:
    if len(words) <= NAME_LENGTH:
        return words
    return words[: NAME_LENGTH + 1].rpartition(" ")[0].rstrip(" ,;:.—-") + "…" if " " in words[:NAME_LENGTH] else words


def _added_or_removed(field: FieldChange, say: Translator) -> str:
    if field.is_added:
        return say.gettext("added")
    return say.gettext("removed") if field.is_removed else say.gettext("changed")


def _field(field: FieldChange, say: Translator) -> str:
    path = field.path
    answers = answers_of(path)
    if answers is not None:
        return _answer(field, answers, say)
    name = schema.in_use().label(path, say)
    if any(isinstance(member, Mapping) for side in (field.before, field.after) for member in listed_in(side)):
        return f"{name} {_added_or_removed(field, say)}"
    if isinstance(field.before, list | tuple) or isinstance(field.after, list | tuple):
        found = schema.in_use().find(path)
        if found is not None and isinstance(found.type, PlanLanguages):
            return _languages(name, field, say)
        return f"{name} {_list_difference(field)}".rstrip()
    if is_prose(path, field):
        return f"{name} {_added_or_removed(field, say)}"
    if field.is_added:
        after = say.gettext("added") if isinstance(field.after, Mapping) else _plain(field.after)
        return f"{name} {after}"
    if field.is_removed:
        return say.gettext("{field} {value} removed").format(field=name, value=_plain(field.before)).replace("  ", " ")
    return f"{name} {_plain(field.before)} -> {_plain(field.after)}"


def answers_of(path: Path) -> Path | None:
    """Return what is below the ledger that a path leads to, and of a round too; None where it leads to no answer."""
    path = path[1:] if path[:1] == ("request",) else path
    if path[:1] == ("received",):
        return path[1:]
    return path[2:] if path[:1] == ("rounds",) else None


def _answer(field: FieldChange, below: Path, say: Translator) -> str:
    """Describe an answer, of one actor or of all actors of a ledger that was added or removed."""
    side = field.before if field.is_removed else field.after
    ledgers = side.values() if isinstance(side, Mapping) and field.path[-1] == "rounds" else (side,)
    ledger = ", ".join(dict.fromkeys(code for ledger in ledgers if isinstance(ledger, Mapping) for code in ledger))
    actors = below[0] if below else ledger
    if field.is_removed:
        return say.gettext("answer of {actor} taken back").format(actor=actors)
    if field.is_added:
        return say.gettext("{actor} answered").format(actor=actors)
    return say.gettext("answer of {actor} changed").format(actor=actors)


def _languages(name: str, field: FieldChange, say: Translator) -> str:
    """Describe a list of languages without signs: `unofficial in -es` would seem to name a language."""
    before, after = listed_in(field.before), listed_in(field.after)
    added = ", ".join(_plain(code) for code in after if code not in before)
    removed = ", ".join(_plain(code) for code in before if code not in after)
    parts = [f"{name} {added}"] if added or not removed else []
    parts += [say.gettext("{field} {value} removed").format(field=name, value=removed)] if removed else []
    return "; ".join(parts).rstrip()


def _list_difference(field: FieldChange) -> str:
    before, after = listed_in(field.before), listed_in(field.after)
    old, new = set(map(repr, before)), set(map(repr, after))
    signs = [f"+{_plain(value)}" for value in after if repr(value) not in old]
    signs += [f"-{_plain(value)}" for value in before if repr(value) not in new]
    return " ".join(signs) or f"{' '.join(map(_plain, before))} -> {' '.join(map(_plain, after))}"


def listed_in(value: Value) -> Sequence[Value]:
    """Return the members of a list; none of any other value."""
    return value if isinstance(value, list | tuple) else ()


def is_prose(path: Path, field: FieldChange) -> bool:
    """Return whether it is compared word by word: if it is a field for long texts, or holds one."""
    found = schema.in_use().find(path)
    if found is not None and found.type.is_long:
        return True
    return any(isinstance(side, str) and len(side) > 40 for side in (field.before, field.after))


def _plain(value: Value) -> str:
    if isinstance(value, Mapping):
        return ""
    return "true" if value is True else "false" if value is False else str(value)
