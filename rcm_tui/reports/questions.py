"""Questions of a merge in words: what is asked, what there was before, and what each side says."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import shorten
from typing import NamedTuple

from rcm_tui.changes.fields import ORDER
from rcm_tui.changes.questions import OURS, THEIRS, Kind, Question
from rcm_tui.i18n import _, current
from rcm_tui.model import ids, schema
from rcm_tui.model.fieldpath import MISSING, Path, Value
from rcm_tui.model.plan import Plan
from rcm_tui.model.texts import pick
from rcm_tui.reports.names import Called, by_code, item_words, meeting_name, names_in
from rcm_tui.reports.review import field_label
from rcm_tui.store import paths

_ABOUT = 140
"""The longest beginning of an item's text that stands beside a question."""


class Choice(NamedTuple):
    """One way to settle a question: the side to take, what that means, and the value."""

    take: str
    label: str
    value: str


def heading(question: Question, plan: Plan) -> str:
    """Return what is asked, in a line, with meetings by their names."""
    key, kind = question.key, question.kind
    if kind is Kind.ARCHIVED:
        return _("{item} was archived by one side and changed by the other").format(item=key)
    if kind is Kind.ID:
        return _("{item} was moved by both sides").format(item=key)
    if kind is Kind.FILE and not (ids.is_id(key) or ids.is_member_id(key) or paths.is_shared(key)):
        message = _(
            "{path}, which is not of the plan, was changed by both sides: take one, or merge it first with git merge"
        )
        return message.format(path=key.removeprefix(":/"))
    if kind is Kind.FILE:
        return _("{item} was changed by both sides, and cannot be merged field by field").format(item=key)
    if kind is Kind.AGREEMENT:
        return _("{meeting}: is this one agreement, or two?").format(meeting=meeting_name(plan, key))
    if kind is Kind.MEETING:
        return _("Are {ours} and {theirs} the same meeting?").format(ours=key, theirs=question.path[0])
    field = _label(question.path)
    key = meeting_name(plan, key) if key in plan.meetings else key
    if kind is Kind.EDIT:
        return _("{item}: {field} was also edited outside rcm").format(item=key, field=field)
    return f"{key}: {field}"


def about(question: Question, plan: Plan) -> str:
    """Return the beginning of the text of the item that is asked about; empty where there is none, or it is asked."""
    own = [part for part in question.path if not part.startswith("#")]
    return shorten(item_words(plan, question.key), _ABOUT, placeholder="…") if own[:1] != ["text"] else ""


def before(question: Question, plan: Plan) -> str:
    """Return the value that there was before; empty where there was none."""
    is_there = question.base is not MISSING and question.kind is not Kind.ARCHIVED
    return value_words(question.path, question.base, names_in(plan, question.key)) if is_there else ""


def choices(question: Question, plan: Plan) -> tuple[Choice, ...]:
    """Return what can be chosen: ours first, then theirs."""
    called = names_in(plan, question.key)
    ours, theirs = (
        "" if value == [question.key] and question.kind is Kind.ARCHIVED else value_words(question.path, value, called)
        for value in (question.ours, question.theirs)
    )
    here, there = _("here"), _("there")
    if question.kind in (Kind.AGREEMENT, Kind.MEETING):
        here, there = _("two: keep both"), _("one: keep theirs, with what ours adds")
    elif question.kind is Kind.ARCHIVED:
        is_ours = isinstance(question.theirs, list)
        archived, kept = _("archived, with the changes"), _("stays in the plan, with the changes")
        here, there = (archived, kept) if is_ours else (kept, archived)
    elif question.kind is Kind.EDIT:
        here, there = _("the edit"), _("what was fetched")
    return Choice(OURS, here, ours), Choice(THEIRS, there, theirs)


def third(question: Question) -> str:
    """Return what can be chosen instead of either side; empty where there is nothing else."""
    if question.put:
        return _("archived, and {items} goes below another item").format(items=", ".join(question.put))
    is_written = question.kind in (Kind.FIELD, Kind.EDIT) and isinstance(question.ours, str)
    return _("something else") if is_written else ""


def choice_words(choice: Choice) -> str:
    """Return a choice in a line."""
    return f"{choice.label}: {choice.value}" if choice.value else choice.label


def _label(path: Path) -> str:
    words = [part for part in path if not part.startswith("#")]
    if ORDER in path:
        return _("order of {list}").format(list=".".join(words))
    tail = _field(path)
    if not tail:
        return ".".join(words)
    above = ".".join(words[: -len(tail)])
    return " ".join(part for part in (above, field_label(tail)) if part)


def _field(path: Path) -> Path:
    """Return the field at the end of a path, with what it is in: the longest that the schema knows; empty for none."""
    words = tuple(part for part in path if not part.startswith("#"))
    tails = (words[start:] for start in range(len(words)))
    return next((tail for tail in tails if schema.in_use().find(tail) is not None), ())


_LEFT_OUT = ("meeting",)
"""Fields of a file's archive data that a question leaves out, as the record shown beside it has them."""


def value_words(path: Path, value: Value, called: Called = by_code) -> str:
    """Return the value at a path in words, as pages have them; `called` names actors and meetings."""
    if value is MISSING or value is None or value == []:
        return _("nothing")
    if isinstance(value, Mapping):
        text = value.get("text") or value.get("title")
        if isinstance(text, Mapping):
            number = f"{value['number']}  " if value.get("number") else ""
            return number + pick(text, current())
        members = ((name, member) for name, member in value.items() if name not in _LEFT_OUT)
        return "; ".join(f"{_label((name,))}: {value_words((*path, name), member, called)}" for name, member in members)
    if isinstance(value, list | tuple):
        return ", ".join(value_words(path, member, called) for member in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    field = _field(path)
    return called(field, schema.in_use().format(field, value, current())) if field else str(value)
