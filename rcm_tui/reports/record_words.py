"""Describe records in the language in use, without codes.

The subject of a record is written in the first language of its plan, in English where that has no catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import shorten

from rcm_tui.changes.describe import describe_item
from rcm_tui.changes.items import ItemChange
from rcm_tui.i18n import N_, _, current, ngettext
from rcm_tui.model import ids, schema
from rcm_tui.model.plan import Plan
from rcm_tui.model.regex import regex
from rcm_tui.model.texts import language_words
from rcm_tui.model.types import Field
from rcm_tui.reports.names import actor_name, actor_short, date_words, item_words, meeting_name

_LETTERS = 60
"""Letters of an item's text behind what happened to it."""
_WHOLE = (
    N_("{meeting}: opened"),
    N_("{meeting}: closed"),
    N_("{meeting}: added"),
    N_("{meeting}: entered after it was held"),
    N_("{meeting}: adopted at {by}"),
    N_("Proposal {name} accepted"),
    N_("Proposal {name} refused"),
    N_("Proposal {name} kept for later"),
    N_("Proposal {name} withdrawn"),
    N_("Proposal {name} opened again"),
    N_("Start the plan"),
)
"""Subjects that are not made of what happened to items."""
_PROPOSALS = regex(r"(?P<count>\d+) proposals? of (?P<actor>.+)")
_ITEMS = regex(r"(?P<count>\d+) items? changed: (?P<items>.+)")
_ITEMS_ALIKE = regex(r"(?P<count>\d+) items?: (?P<what>.+): (?P<items>[^:]+)")
_PHRASES = (
    N_("{actor} answered"),
    N_("answer of {actor} changed"),
    N_("answer of {actor} taken back"),
    N_("moved, formerly {id}"),
)
_MEMBER = regex(
    r"(?P<noun>[^“\d]+) (?P<name>“.*”|(?!(?:added|removed|changed)$)\S+)(?: (?P<verb>added|removed|changed))?"
)
_DONE = regex(r"(?P<field>[^“]+) (?P<verb>added|removed|changed)")
_DONE_WORDS = {"added": N_("{field} added"), "removed": N_("{field} removed"), "changed": N_("{field} changed")}
_REMOVED = regex(r"(?P<field>[^“]+) (?P<value>\S+) removed")
_LISTED = regex(r"(?P<field>[^“+]+?)(?P<values>( [+-][\w-]+)+)")
_CHANGED = regex(r"(?P<field>[^“]+?) (?P<before>\S+) → (?P<after>\S+)")
_SET = regex(r"(?P<field>[^“]+) (?P<after>\S+)")
_IN_LANGUAGE = regex(r"(?P<field>[^“(]+) \((?P<language>[a-z]{2,3}(-\w+)*)\) (?P<verb>[^“]+)")
_DAY = regex(r"\d{4}(-\d\d){0,2}")
_FILES = regex(r"(?<![\w/])plan/(?P<name>actors|plan)\.yaml(?![\w/])")


def _file_word(found: re.Match[str]) -> str:
    """Return what a file of the plan holds, in a word, where a record names the file."""
    return _("actors") if found["name"] == "actors" else _("plan")


def record_words(plan: Plan, subject: str) -> str:
    """Return the subject of a record for people, and the first words of the item that it begins with."""
    key, colon, rest = subject.partition(": ")
    if key in ("Undo", "Redo"):
        return _(key) + colon + record_words(plan, rest)
    words = item_words(plan, key)
    return subject_words(plan, subject) + (f" · {shorten(words, _LETTERS, placeholder='…')}" if words else "")


def subject_words(plan: Plan, subject: str) -> str:
    """Return the subject of a record for people: meetings, statuses and days in words, and arrows as such."""
    key, colon, rest = subject.partition(": ")
    if key in ("Undo", "Redo"):
        return _(key) + colon + subject_words(plan, rest)
    if whole := next(_whole(plan, subject), ""):
        return whole
    if found := _ITEMS.fullmatch(subject):
        counted = ngettext("{count} item changed", "{count} items changed", int(found["count"]))
        return f"{counted.format(count=found['count'])}: {_FILES.sub(_file_word, found['items'])}"
    if found := _ITEMS_ALIKE.fullmatch(subject):
        counted = ngettext("{count} item", "{count} items", int(found["count"])).format(count=found["count"])
        return f"{counted}: {_in_words(plan, found['what'])}: {_FILES.sub(_file_word, found['items'])}"
    if not all(ids.is_id(name) or name in plan.meetings or name.endswith(".yaml") for name in key.split(", ")):
        return _FILES.sub(_file_word, subject).replace(" -> ", " → ")  # Somebody's own words.
    name = meeting_name(plan, key) if key in plan.meetings else _FILES.sub(_file_word, key)
    return f"{name}{colon}{_in_words(plan, _FILES.sub(_file_word, rest))}"


def _whole(plan: Plan, subject: str) -> Iterator[str]:
    """Yield the subject in words, where it is one of a meeting, or of proposals."""
    for template in _WHOLE:
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>\\S+)", re.escape(template))
        found = re.fullmatch(pattern, subject)
        if found and all(found[part] in plan.meetings for part in ("meeting", "by") if part in found.groupdict()):
            named = {part: meeting_name(plan, word) for part, word in found.groupdict().items() if part != "name"}
            yield _(template).format(**{**found.groupdict(), **named})
    if found := _PROPOSALS.fullmatch(subject):
        by = next((code for code, actor in plan.actors.items() if found["actor"] in actor.name.values()), "")
        message = ngettext("{count} proposal of {actor}", "{count} proposals of {actor}", int(found["count"]))
        yield message.format(count=found["count"], actor=actor_name(plan, by) if by else found["actor"])


def change_words(plan: Plan, change: ItemChange) -> str:
    """Return what happened to one item, for people."""
    return _in_words(plan, describe_item(change, current(), plan))


def _in_words(plan: Plan, text: str) -> str:
    return "; ".join(_part(plan, part) for part in text.replace(" -> ", " → ").split("; "))


def _part(plan: Plan, part: str) -> str:
    """Say what happened to the item, or to the member of a list of it that stands before a colon."""
    owner, colon, rest = part.rpartition(": ")
    if not colon:
        return _phrase(plan, part)
    return f"{_phrase(plan, owner)}{colon}{', '.join(_phrase(plan, phrase) for phrase in rest.split(', '))}"


def _phrase(plan: Plan, phrase: str) -> str:
    return next(_readings(plan, phrase), phrase)


def _readings(plan: Plan, phrase: str) -> Iterator[str]:
    """Yield what a phrase says, as far as it is understood."""
    if phrase and _(phrase) != phrase:
        yield _(phrase)
    for template in _PHRASES:
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>\\S+)", re.escape(template))
        if found := re.fullmatch(pattern, phrase):
            words = {
                name: actor_short(plan, code) if name == "actor" else code for name, code in found.groupdict().items()
            }
            yield _(template).format(**words)
    if phrase in plan.actors:  # One of several who answered.
        yield actor_short(plan, phrase)
    verbs = ("added", "removed", "changed", _("added"), _("removed"), _("changed"))
    if (found := _IN_LANGUAGE.fullmatch(phrase)) and found["verb"] in verbs:
        field, language, verb = found["field"], language_words((found["language"],)), found["verb"]
        yield " ".join((_(field), f"({language})", _(verb)))
    nouns = {noun.word for noun in schema.in_use().member_lists.values()}
    if (found := _MEMBER.fullmatch(phrase)) and found["noun"] in nouns:
        noun, name, verb = found.groups()
        yield " ".join(filter(None, (_(noun), name, verb and _(verb))))
    yield from _readings_of_field(plan, phrase)


def _readings_of_field(plan: Plan, phrase: str) -> Iterator[str]:
    """Yield what a phrase says that names a field first."""
    if (found := _DONE.fullmatch(phrase)) and (name := _field_words(plan, found["field"])):
        template = _DONE_WORDS[found["verb"]]
        yield _(template).format(field=name)
    if (found := _REMOVED.fullmatch(phrase)) and (name := _field_words(plan, found["field"])):
        yield _("{field} {value} removed").format(field=name, value=_value(plan, found["field"], found["value"]))
    if (found := _LISTED.fullmatch(phrase)) and (name := _field_words(plan, found["field"])):
        yield " ".join((name, *(value[0] + actor_short(plan, value[1:]) for value in found["values"].split())))
    if found := _CHANGED.fullmatch(phrase):
        field, before, after = found.groups()
        yield (_field_words(plan, field) or _(field)) + f" {_value(plan, field, before)} → {_value(plan, field, after)}"
    if found := _SET.fullmatch(phrase):
        field, after = found.groups()
        name, value = _field_words(plan, field), _value(plan, field, after)
        if name:
            yield f"{name} {actor_short(plan, value)}"
        elif value != after:
            yield _(field) + f" {value}"


def _field_words(plan: Plan, name: str) -> str:
    """Name a field by its label, or that of an actor such as `PPT.held.2007-05`; empty where there is none."""
    if name in _labels():
        return _(name)
    code, *path = name.split(".")
    held = plan.schema.kinds["actor"].fields.get(path[0]) if path and code in plan.actors else None
    if held is None:
        return ""
    return " ".join((f"{actor_short(plan, code)},", _(held.label), *map(date_words, path[1:])))


def _labels() -> dict[str, Field]:
    return {field.label: field for kind in schema.in_use().kinds.values() for field in kind}


def _value(plan: Plan, field: str, code: str) -> str:
    """Name a status, a day or another choice for its code."""
    if code in plan.statuses:
        return plan.statuses.word(code)
    if known := _labels().get(field):
        code = _(dict(known.type.options()).get(code, code))
    return date_words(code) if _DAY.fullmatch(code) else code
