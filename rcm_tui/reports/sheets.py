"""A plan as the sheets of a workbook: heads and codes in words of the language in use, days as dates.

Programs take the codes of `reports.flat` as CSV or JSON; a workbook is for people who sort, filter and count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial
from typing import Any

from rcm_tui.i18n import _, current
from rcm_tui.model import ids, rules
from rcm_tui.model.dates import DAY, PartialDate
from rcm_tui.model.deadlines import Deadline
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.meetings import LINK_FIELDS
from rcm_tui.model.plan import Plan
from rcm_tui.model.references import Actor, Actors, Recurrence
from rcm_tui.model.references import Meeting as MeetingField
from rcm_tui.model.scalars import Choice, Date
from rcm_tui.model.schema import ITEM_KINDS
from rcm_tui.model.types import Field, FieldType
from rcm_tui.model.undetermined import TBD, undetermined_words
from rcm_tui.reports.flat import Flat, Line, words_of
from rcm_tui.reports.names import (
    actor_short,
    actors_short,
    asked_for_words,
    body_short,
    date_words,
    due_words,
    localized,
    meeting_name,
    recurrence_words,
    reference_words,
)
from rcm_tui.reports.plan_table import Emphasis, emphasised
from rcm_tui.reports.requests import requests_of
from rcm_tui.reports.styles import agreement_kind_word, answer_word, kind_word, meeting_word
from rcm_tui.reports.visible import visible

Rich = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether it is bold italic."""
Value = str | int | float | bool | date | Rich | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `keys` name what each row is of; `texts` are the places of the columns that hold long texts."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Value]]
    keys: Sequence[str]
    texts: Sequence[int]


def sheets(rows: Flat, plan: Plan, on: date, emphasis: Emphasis) -> Iterator[Sheet]:
    """Yield the items, the calendar, the meetings, the agreements and the requests, in this order."""
    items, entries = _fields(plan, ITEM_KINDS), _fields(plan, ("entry",))
    yield _of_lines(_("Items"), rows.item_columns, rows.items, _Words(plan, items, kind_word), emphasis)
    yield _of_lines(_("Calendar"), rows.calendar_columns, rows.calendar, _Words(plan, entries), emphasis)
    yield _meetings(plan)
    columns = ("meeting", "agreement", "number", "kind", "status", "text", *LINK_FIELDS.values())
    agreements = _Words(plan, _fields(plan, ("agreement",)), _agreement_kind)
    yield _of_lines(_("Agreements"), columns, rows.agreements, agreements, emphasis)
    yield _requests(plan, on)


def _fields(plan: Plan, kinds: Sequence[str]) -> dict[str, Field]:
    """Return the fields of some kinds of mappings by the columns that they fill."""
    named = [(field.column or field.name, field) for kind in kinds for _group, field in plan.schema.with_groups(kind)]
    return dict(reversed(named))


def _agreement_kind(code: str) -> str:
    return _("part") if code == "part" else agreement_kind_word(code)


def _others() -> Mapping[str, str]:
    """Return what the columns are called that are not fields."""
    return {
        "kind": _("kind"),
        "subject": _("subject"),
        "objective": _("objective"),
        "activity": _("activity"),
        "entry": _("calendar entry"),
        "archived": _("archived"),
        "archived_reason": _("reason for archiving"),
        "first_day": _("first day"),
        "last_day": _("last day"),
        "answered": _("answered by"),
        "waiting": _("waiting for"),
        "agreement": _("agreement"),
        "meeting": _("meeting"),
        "text": _("text"),
        "items": _("led to"),
        "probable": _("probably led to"),
        "indirect": _("indirectly led to"),
    }


@dataclass(frozen=True, slots=True)
class _Words:
    """What turns the columns of some kinds of mappings into words and dates; `kind` names the kind of a row."""

    plan: Plan
    fields: Mapping[str, Field]
    kind: Callable[[str], str] = str

    def head(self, column: str) -> str:
        """Return what a column is called: by its field, where it is one."""
        words = _others().get(column) or (self.fields[column].title() if column in self.fields else column)
        return words[:1].upper() + words[1:]

    def maker(self, column: str) -> Callable[[Any], Value]:
        """Return what makes the value of a cell from a code."""
        found = self._of_column(column) or (self._of_type(self.fields[column].type) if column in self.fields else None)
        return cache(found) if found is not None else _as_it_is  # The same few codes stand in thousands of rows.

    def _of_column(self, column: str) -> Callable[[Any], Value] | None:
        makers: Mapping[str, Callable[[Any], Value]] = {
            "kind": self.kind,
            "first_day": date.fromisoformat,
            "last_day": date.fromisoformat,
            "meeting": partial(meeting_name, self.plan),
            **dict.fromkeys((*ids.KINDS, *LINK_FIELDS.values()), self._items),
            "waiting": self._actors,
            "answered": lambda cell: "; ".join(_answer_words(self.plan, answer) for answer in cell.split("; ")),
        }
        return makers.get(column)

    def _of_type(self, of: FieldType) -> Callable[[Any], Value] | None:
        match of:
            case Deadline():
                return lambda code: _day_or_words(code) if rules.read(code) is not None else due_words(code, self.plan)
            case Date():
                return _day_or_words
            case Actors():
                return self._actors
            case Actor():
                return partial(actor_short, self.plan)
            case Recurrence():
                return partial(recurrence_words, plan=self.plan)
            case MeetingField():
                return partial(meeting_name, self.plan)
            case Choice():
                return lambda code: of.format(code, current())
        return None

    def _items(self, named: str) -> str:
        return ", ".join(map(self.plan.printed_name, named.split(", ")))

    def _actors(self, codes: str) -> str:
        return actors_short(self.plan, codes.split(", "))


def _as_it_is(value: Any) -> Value:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return undetermined_words(current()) if value == TBD else value


def _of_lines(title: str, columns: Sequence[str], lines: Sequence[Line], words: _Words, emphasis: Emphasis) -> Sheet:
    makers = [(name, words.maker(name)) for name in columns]
    rows = [[_value(line, name, make, emphasis) for name, make in makers] for line in lines]
    texts = [place for place, name in enumerate(columns) if name == "text"]
    return Sheet(title, [words.head(name) for name in columns], rows, [key_of(line) for line in lines], texts)


def _value(line: Line, column: str, make: Callable[[Any], Value], emphasis: Emphasis) -> Value:
    value = line.values.get(column)
    if value is None:
        return None
    return _text(line, emphasis) if column == "text" else make(value)


def key_of(line: Line) -> str:
    """Return what a row is of: `HR-4.2`, `HR-4/abc`, `HR-4.2/kvt`, or an agreement as `2006-11-council/abc`."""
    values = line.values
    owner = values.get("id") or values.get("meeting")
    return "/".join(filter(None, (owner, values.get("entry") or values.get("agreement"))))


def _text(line: Line, emphasis: Emphasis) -> Value:
    """Return the text of a row, in pieces where a part of it is emphasised."""
    text = line.values["text"]
    pieces: Sequence[tuple[str, bool]] = ((text, line.is_open),)
    if emphasis is Emphasis.SOURCE and line.source is not None and line.source.emphasis is not None:
        pieces = [piece for piece in emphasised(text, line.source.emphasis) or pieces if piece[0]]
    return tuple(pieces) if any(strong for _text, strong in pieces) else text


def _answer_words(plan: Plan, text: str) -> str:
    actor, _colon, answer = text.partition(": ")
    return f"{actor_short(plan, actor)}: {date_words(answer) if rules.read(answer) else answer_word(answer)}"


def _day_or_words(code: str | PartialDate | None) -> Value:
    """Return a date (EDTF) that is one certain day as a day, any other in words."""
    when = code if isinstance(code, PartialDate) else rules.read(code)
    if when is not None and when.precision == DAY and when.first == when.last and when.text[-1:].isdigit():
        return when.first
    return date_words(when if when is not None else code) or None


def _meetings(plan: Plan) -> Sheet:
    heads = (_("id"), _("meeting"), _("body"), _("status"), _("dates"), _("first day"), _("last day"), _("place"))
    rows = []
    for meeting in plan.meetings_in_order():
        when = rules.read(meeting.dates)
        first, last = (when.first, when.last) if when is not None else (None, None)
        name = localized(meeting.title) or meeting_name(plan, meeting.id)
        body, status = body_short(plan, meeting.body), meeting_word(meeting.status)
        decisions = sum(1 for whole, each in meeting.decisions() if whole is each and not whole.is_withdrawn)
        cells = (meeting.id, visible(name), visible(body), status, date_words(meeting.dates), first, last)
        rows.append((*cells, visible(meeting.place or "") or None, decisions))
    return Sheet(_("Meetings"), _capitals((*heads, _("agreements"))), rows, [str(row[0]) for row in rows], (1,))


def _requests(plan: Plan, on: date) -> Sheet:
    """Return a row for each actor and request, so that they can be counted either way."""
    heads = (_("item"), _("request"), _("actor"), _("answer"), _("date of the answer"), _("deadline"), _("state"))
    rows, keys = [], []
    for asked in requests_of(plan, on):
        due = _day_or_words(asked.deadline) if asked.deadline is not None else None
        due = due or asked_for_words(asked.request, plan) or None
        state = _("settled") if asked.settled else _("open")
        item, text = plan.printed_name(reference_words(plan, asked.key)), words_of(asked.text)
        for response in asked.standings:
            answer = answer_word(response.answer)
            rows.append(
                (item, text, actor_short(plan, response.actor), answer, _day_or_words(response.date), due, state)
            )
            keys.append(f"{asked.key}/{response.actor}")
    return Sheet(_("Requests"), _capitals(heads), rows, keys, (1,))


def _capitals(heads: Iterable[str]) -> list[str]:
    return [head[:1].upper() + head[1:] for head in heads]
