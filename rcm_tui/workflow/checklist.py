"""What is left to do at a meeting before it is closed, in sentences. None of it prevents closing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from textwrap import shorten
from typing import TYPE_CHECKING, NamedTuple

from rcm_tui.changes.fields import compare
from rcm_tui.changes.items import ItemChange
from rcm_tui.i18n import ngettext
from rcm_tui.model.entries import Entry
from rcm_tui.model.fieldpath import Path, Value, get
from rcm_tui.model.items import Item
from rcm_tui.model.lazy import made_of
from rcm_tui.model.meetings import Decision, Meeting
from rcm_tui.model.notes import misdated
from rcm_tui.model.plan import Plan, calendar_of, unreadable_files
from rcm_tui.model.rules import asked_in, is_dated, is_open
from rcm_tui.model.texts import first_of
from rcm_tui.reports.names import localized
from rcm_tui.workflow.meetings import why_no_edition
from rcm_tui.workflow.minutes import minutes

if TYPE_CHECKING:
    from rcm_tui.workflow.view import PlanView

_MOST = 8
"""How many items a sentence names."""
_LETTERS = 48
"""Letters of an agreement without a number that are shown."""
_TEXTS = ("text", "title")


def left_to_do(view: PlanView, meeting_id: str) -> tuple[str, ...]:
    """List what is left to do before the meeting is closed."""
    meeting = view.plan.meetings[view.resolve_meeting(meeting_id)]
    made = minutes(view, meeting.id)
    changes = (*made.changes, *made.unrecorded)
    items = _of_items(view.plan, meeting)
    kinds: tuple[tuple[Iterator[str], Callable[[int], str]], ...] = (
        (
            iter(unreadable_files(view.plan)),
            lambda count: ngettext(
                "{count} file cannot be read, so the edition would lack what it holds: {items}.",
                "{count} files cannot be read, so the edition would lack what they hold: {items}.",
                count,
            ),
        ),
        (
            _to_place(meeting),
            lambda count: ngettext(
                "{count} agreement is not linked yet: {items}.",
                "{count} agreements are not linked yet: {items}.",
                count,
            ),
        ),
        (
            _one_language(view, meeting, changes),
            lambda count: ngettext(
                "{count} text of this meeting is in one language only: {items}.",
                "{count} texts of this meeting are in one language only: {items}.",
                count,
            ),
        ),
        (
            _undated(meeting, changes, items),
            lambda count: ngettext(
                "{count} request of this meeting has no date: {items}.",
                "{count} requests of this meeting have no date: {items}.",
                count,
            ),
        ),
        (
            (item_id for item_id, found in items.items() if found.is_announced),
            lambda count: ngettext(
                "{count} entry still announces this meeting as to come: {items}.",
                "{count} entries still announce this meeting as to come: {items}.",
                count,
            ),
        ),
        (
            _misdated(view, meeting),
            lambda count: ngettext(
                "{count} note of the plan names the date of another edition: {items}. Write {{month}} instead.",
                "{count} notes of the plan name dates of other editions: {items}. Write {{month}} instead.",
                count,
            ),
        ),
    )
    found = ((tuple(dict.fromkeys(names)), sentence) for names, sentence in kinds)
    return tuple(
        sentence(len(names)).format(count=len(names), items=first_of(names, _MOST))
        for names, sentence in found
        if names
    )


def _misdated(view: PlanView, meeting: Meeting) -> Iterator[str]:
    """Find notes of the plan that name the date of an edition before."""
    if why_no_edition(view.plan, meeting) is None:
        for _path, words in misdated(view.plan, meeting):
            yield words


def _to_place(meeting: Meeting) -> Iterator[str]:
    for _whole, decision in meeting.waiting():
        yield _called(decision)


def _called(decision: Decision) -> str:
    """Return the number of an agreement, or its first words where it has none yet."""
    return decision.number or f"“{shorten(localized(decision.text), _LETTERS, placeholder='…')}”"


def _one_language(view: PlanView, meeting: Meeting, changes: Sequence[ItemChange]) -> Iterator[str]:
    """Find texts that the meeting set and that lack one of the plan's languages, its agreements included."""
    languages = view.plan.info.languages
    if len(languages) < 2:
        return
    for whole, decision in meeting.decisions():
        if not (whole.is_withdrawn or decision.is_withdrawn) and _lacks(decision.text, languages):
            yield _called(decision)
    for change in changes:
        if change.after is None or change.after.data is None or change.key == meeting.id or change.kind == "meeting":
            continue
        for path in dict.fromkeys(_set_texts(change)):
            if _lacks(get(change.after.data, path), languages):
                yield change.key


def _set_texts(change: ItemChange) -> Iterator[Path]:
    """Yield the paths of the texts (maps by language) that a change set or added."""
    after = change.after.data if change.after is not None and change.after.data is not None else {}
    fields = change.fields if change.before is not None else compare({}, after)
    for field in fields:
        names = [place for place, name in enumerate(field.path) if name in _TEXTS]
        if names:
            yield field.path[: names[0] + 1]
        else:
            yield from _texts_below(field.after, field.path)


def _texts_below(value: Value, path: Path) -> Iterator[Path]:
    if isinstance(value, Mapping):
        for name, below in value.items():
            if name in _TEXTS:
                yield (*path, name)
            else:
                yield from _texts_below(below, (*path, str(name)))
    elif isinstance(value, list):
        for member in value:
            if isinstance(member, Mapping) and member.get("id"):
                yield from _texts_below(member, (*path, str(member["id"])))


def _lacks(text: object, languages: Sequence[str]) -> bool:
    return isinstance(text, Mapping) and bool(text) and any(not text.get(code) for code in languages)


def _undated(meeting: Meeting, changes: Sequence[ItemChange], items: Mapping[str, _OfItem]) -> Iterator[str]:
    """Find open requests without a deadline that were made or changed at this meeting."""
    touched = {(change.key, field.path[1]) for change in changes for field in change.fields if len(field.path) > 1}
    added = {change.key for change in changes if change.before is None}
    for item_id, found in items.items():
        for entry_id, made_at in found.undated:
            if made_at == meeting.id or item_id in added or (item_id, entry_id) in touched:
                yield item_id
    for _whole, decision in meeting.decisions():
        if any(not is_dated(request) for request in decision.all_requests):
            yield _called(decision)


class _OfItem(NamedTuple):
    """What is left to do at an item: its open requests without a date, each by entry and by the meeting that made it.

    `is_announced` says that an entry of it awaits something at the very meeting.
    """

    undated: tuple[tuple[str, str | None], ...]
    is_announced: bool


_NOTHING = _OfItem((), False)


def _of_items(plan: Plan, meeting: Meeting) -> Mapping[str, _OfItem]:
    """Return what is left to do at each current item, in printed order; each is decoded once."""

    def found(item: Item) -> _OfItem:
        undated = (
            (asked.entry.id, asked.entry.meeting)
            for asked in asked_in(plan, item)
            if is_open(plan, asked) and not is_dated(asked.request)
        )
        left = _OfItem(tuple(undated), any(_announces(plan, entry, meeting) for entry in calendar_of(item)))
        return _NOTHING if left == _NOTHING else left  # The same for nearly all items.

    return made_of(plan.items, [item_id for item_id in plan.walk() if not plan.is_archived(item_id)], found)


def _announces(plan: Plan, entry: Entry, meeting: Meeting) -> bool:
    awaits = entry.status is None or plan.statuses.is_expected(entry.status)
    same_time = bool(meeting.dates) and meeting.dates in (entry.date, *(request.due for request in entry.all_requests))
    return awaits and (same_time or any(request.due_meeting == meeting.id for request in entry.all_requests))
