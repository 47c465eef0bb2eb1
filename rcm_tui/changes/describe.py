"""Changes in words: the subject of a record, a line of a history, a sentence of the minutes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rcm_tui.changes.fields import ORDER, FieldChange
from rcm_tui.changes.items import ChangeKind, ItemChange
from rcm_tui.i18n import Translator, translator
from rcm_tui.model.fieldpath import MISSING, Path, Value, get, member_position
from rcm_tui.model.schema import MOVED, SCHEMA

SUBJECT_LENGTH = 110
"""A record's subject is kept to about a line; what is left out stands in its trailers and in its difference."""


def describe_item(change: ItemChange, language: str) -> str:
    """Return what happened to one item, without its id: `status active -> completed; calendar entry 3 added`."""
    say = translator(language)
    head = _what(change, say)
    tail = describe_fields(change.fields, change, language)
    if change.what in (ChangeKind.ADDED, ChangeKind.REMOVED):
        return head
    return "; ".join(part for part in (head, tail) if part)


def describe_fields(fields: Iterable[FieldChange], change: ItemChange, language: str) -> str:
    """Return the field changes of one item in words, separated by semicolons."""
    say = translator(language)
    before = change.before.data if change.before and change.before.data else {}
    after = change.after.data if change.after and change.after.data else {}
    phrases: dict[str, list[str]] = {}
    for field in fields:
        if _is_bookkeeping(field, change):
            continue
        who, phrase = _phrase(field, before, after, say)
        phrases.setdefault(who, []).append(phrase)
    return "; ".join(
        f"{who}: {', '.join(dict.fromkeys(said))}" if who else "; ".join(dict.fromkeys(said))
        for who, said in phrases.items()
    )


def describe_changes(changes: Sequence[ItemChange], language: str) -> str:
    """Return the subject of a record that makes these changes.

    Items to which the same happened share one phrase; where the whole is too long for a line, the items are named
    and the phrases left out.
    """
    say = translator(language)
    by_phrase: dict[str, list[str]] = {}
    for change in changes:
        by_phrase.setdefault(describe_item(change, language), []).append(change.key)
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


def _phrase(
    field: FieldChange, before: Mapping[str, Value], after: Mapping[str, Value], say: Translator
) -> tuple[str, str]:
    """(whose field it is, what happened to it): the owner is empty for the item's own fields."""
    path = field.path
    if path[-1] == ORDER:
        return "", say.gettext("{list} put in another order").format(list=SCHEMA.label(path[:-1], say))
    if len(path) > 1 and path[0] in SCHEMA.member_lists:
        owner = _member(path[:2], before, after, say)
        if len(path) > 2:
            return owner, _field(FieldChange(path[2:], field.before, field.after), say)
        verb = _added_or_removed(field, say)
        return "", f"{owner} {verb}"
    return "", _field(field, say)


def _member(path: Path, before: Mapping[str, Value], after: Mapping[str, Value], say: Translator) -> str:
    """`calendar entry 3`, `agreement 12`: by the printed number where it has one, else by its place in the list."""
    name = say.gettext(SCHEMA.member_lists[path[0]].numbered)
    for side in (after, before):
        members = get(side, path[:1])
        if isinstance(members, list):
            position = member_position(members, path[1])
            if position is not None:
                printed = get(members[position], ("number",))
                return name.format(number=position + 1 if printed in (MISSING, None) else printed)
    return name.format(number=path[1])


def _added_or_removed(field: FieldChange, say: Translator) -> str:
    if field.is_added:
        return say.gettext("added")
    return say.gettext("removed") if field.is_removed else say.gettext("changed")


def _field(field: FieldChange, say: Translator) -> str:
    path = field.path
    if path[:2] == ("request", "received"):
        return _answer(field, say)
    name = SCHEMA.label(path, say)
    if isinstance(field.before, list | tuple) or isinstance(field.after, list | tuple):
        return f"{name} {_list_difference(field)}".rstrip()
    found = SCHEMA.find(path)
    if (found is not None and found.type.is_long) or _is_long(field):
        return f"{name} {_added_or_removed(field, say)}"
    if field.is_added:
        after = say.gettext("added") if isinstance(field.after, Mapping) else str(field.after)
        return f"{name} {after}"
    if field.is_removed:
        return say.gettext("{field} {value} removed").format(field=name, value=_plain(field.before)).replace("  ", " ")
    return f"{name} {_plain(field.before)} -> {_plain(field.after)}"


def _answer(field: FieldChange, say: Translator) -> str:
    """Who answered: one actor, or all of a ledger that is new or gone."""
    side = field.before if field.is_removed else field.after
    ledger = ", ".join(side) if isinstance(side, Mapping) else ""
    actors = field.path[2] if len(field.path) > 2 else ledger
    if field.is_removed:
        return say.gettext("answer of {actor} taken back").format(actor=actors)
    if field.is_added:
        return say.gettext("{actor} answered").format(actor=actors)
    return say.gettext("answer of {actor} changed").format(actor=actors)


def _list_difference(field: FieldChange) -> str:
    before = field.before if isinstance(field.before, list | tuple) else []
    after = field.after if isinstance(field.after, list | tuple) else []
    signs = [f"+{_plain(value)}" for value in after if value not in before]
    signs += [f"-{_plain(value)}" for value in before if value not in after]
    return " ".join(signs) or f"{' '.join(map(_plain, before))} -> {' '.join(map(_plain, after))}"


def _is_long(field: FieldChange) -> bool:
    return any(isinstance(side, str) and len(side) > 40 for side in (field.before, field.after))


def _plain(value: Value) -> str:
    if isinstance(value, Mapping):
        return ""
    return "true" if value is True else "false" if value is False else str(value)
