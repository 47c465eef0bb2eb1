"""A plan in memory, with its tree. It is immutable: a change makes a new one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property, partial
from typing import TYPE_CHECKING

from rcm_tui.model import ids
from rcm_tui.model.dates import days_of
from rcm_tui.model.entries import Entry, Request, path_of_request
from rcm_tui.model.errors import ERROR, Problem
from rcm_tui.model.fieldpath import Path
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.items import Action, Activity, Actor, Item, Objective, PlanInfo, Subject
from rcm_tui.model.lazy import Head, LazyItems, numbers_of
from rcm_tui.model.levels import Levels
from rcm_tui.model.meetings import Agreement, Decision, Meeting, path_of
from rcm_tui.model.proposals import Submission
from rcm_tui.model.search import SearchIndex, SearchTexts
from rcm_tui.model.states import MeetingStatus, Strength
from rcm_tui.model.statuses import Statuses
from rcm_tui.model.words import WordsFile

if TYPE_CHECKING:
    from rcm_tui.model.schema import Schema


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Takes the place of an item whose file cannot be read, or is missing although other items are below it."""

    id: str
    path: str
    problems: tuple[Problem, ...]
    number: int = 1_000_000

    @property
    def kind(self) -> str:
        """Its kind, by the form of its id."""
        return ids.kind_of(self.id)


Node = Item | Unreadable


@dataclass(frozen=True, slots=True)
class Behind:
    """An agreement that led to an item, or a part of it that did, and its meeting."""

    meeting: Meeting
    agreement: Agreement
    decision: Decision
    strength: Strength = Strength.EXPLICIT
    action: str = ""
    """The id of the action of the objective, where it led to one."""
    item: str = ""
    """The id of the item, as the agreement names it."""


@dataclass(frozen=True)
class Plan:
    """The contents of `plan/`, `archive/`, `meetings/` and `proposals/` at one moment.

    `items` holds current and archived items alike; `archived` has the ids of those under `archive/`.
    """

    info: PlanInfo
    actors: Mapping[str, Actor]
    items: Mapping[str, Item]
    archived: frozenset[str]
    meetings: Mapping[str, Meeting]
    unreadable: Mapping[str, Unreadable] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    submissions: Mapping[str, Submission] = field(default_factory=dict)
    """What delegations sent, by id."""
    words: Mapping[str, WordsFile] = field(default_factory=dict)
    """The words of publications in languages that the program does not speak."""
    searching: SearchTexts | None = field(default=None, compare=False, repr=False)
    """Passed on from plan to plan, so that what did not change is not prepared for searching again."""

    @cached_property
    def schema(self) -> Schema:
        """The fields that its files have, those that it declares among them."""
        # Imported here as listing a plan needs none of it: it would take longer to start.
        from rcm_tui.model.declared import schema_of

        return schema_of(self.info)

    @cached_property
    def statuses(self) -> Statuses:
        """The statuses of its activities and calendar entries."""
        return Statuses(self.info.statuses)

    @cached_property
    def levels(self) -> Levels:
        """The levels of its items."""
        return Levels(self.info.levels, self.info.respondents)

    @cached_property
    def search_texts(self) -> Mapping[str, str]:
        """The texts of each item by its id, folded, a line each, in which words are searched."""
        return dict(zip(self.items, (self.searching or SearchTexts()).of(self.items, [*self.items]), strict=True))

    @property
    def is_searchable(self) -> bool:
        """Whether the index is made already, so that the first items that have some words are found at once."""
        return "search_index" in self.__dict__

    @cached_property
    def search_index(self) -> SearchIndex:
        """The index to search the items with."""
        readable = [item_id for item_id in self.walk() if item_id not in self.unreadable]
        return SearchIndex(readable, self.archived, partial((self.searching or SearchTexts()).of, self.items))

    @cached_property
    def _children(self) -> Mapping[str, tuple[str, ...]]:
        groups: dict[str, list[tuple[int, str]]] = {}
        for item_id, number in numbers_of(self.items):
            groups.setdefault(ids.parent_of(item_id), []).append((number, item_id))
        for node in self.unreadable.values():
            groups.setdefault(ids.parent_of(node.id), []).append((node.number, node.id))
        if self.levels.is_top_hidden:
            groups[""] = [below for _number, top in groups.get("", ()) for below in groups.get(top, ())]
        return {parent: ids.in_printed_order(siblings) for parent, siblings in groups.items()}

    def parent_of(self, item_id: str) -> str:
        """Return the id of the item that one is shown below; empty for those of the first level that is shown."""
        is_first = self.levels.is_top_hidden and ids.kind_of(item_id) == ids.OBJECTIVE
        return "" if is_first else ids.parent_of(item_id)

    @cached_property
    def hidden_top(self) -> str:
        """The subject that is shown nowhere, and that everything is below; empty where subjects are shown."""
        if not self.levels.is_top_hidden:
            return ""
        return min((each for each in (*self.items, *self.unreadable) if ids.kind_of(each) == ids.SUBJECT), default="")

    @property
    def has_dotted_numbers(self) -> bool:
        """Whether items are printed with numbers such as 1.2.1."""
        return self.info.numbers == "dotted"

    def own_number(self, item_id: str) -> str:
        """Return the number in the file of an item, without those of what is above it; ? where it cannot be read."""
        if item_id not in self.items:
            return "?"
        return str(self.items.number(item_id) if isinstance(self.items, LazyItems) else self.items[item_id].number)

    def printed_number(self, item_id: str) -> str:
        """Return the number that an item is printed with: its own, or with those of what is above it, as `1.2.1`."""
        own = self.own_number(item_id)
        parent = self.parent_of(item_id) if self.has_dotted_numbers else ""
        return f"{self.printed_number(parent)}.{own}" if parent else own

    @cached_property
    def by_number(self) -> Mapping[str, str]:
        """The current items by their printed numbers, where these are dotted, and so an item's own."""
        ids_ = self.walk() if self.has_dotted_numbers else ()
        return {self.printed_number(each): each for each in ids_ if each not in self.archived and each in self.items}

    @cached_property
    def printed_names(self) -> Mapping[str, str]:
        """The dotted numbers by which papers name items; an item whose number is not its own alone has none."""
        return {item_id: number for number, item_id in self.by_number.items()}

    def printed_name(self, item_id: str) -> str:
        """Return what papers call an item: its dotted number, where it has one, else its id."""
        return self.printed_names.get(item_id, item_id)

    def children(self, parent: str = "") -> tuple[str, ...]:
        """Return ids one level below `parent` as printed, archived ones too; without it, the first level shown."""
        return self._children.get(parent, ())

    def current_children(self, parent: str = "") -> tuple[str, ...]:
        """Return ids one level below `parent` in printed order, without the archived ones."""
        return tuple(child for child in self.children(parent) if not self.is_archived(child))

    def walk(self, parent: str = "") -> Iterator[str]:
        """Yield every id below `parent` in printed order, parents before children, archived ones included."""
        return self._below(parent) if parent else iter(self._order)

    @cached_property
    def _order(self) -> tuple[str, ...]:
        return tuple(self._below(""))

    def places_of(self, wanted: Iterable[str]) -> dict[str, int]:
        """Return numbers that put these ids in the printed order; those of no item are left out."""
        chosen = frozenset(wanted)
        return {item_id: place for place, item_id in enumerate(self.walk()) if item_id in chosen}

    def ids_beginning(self, letters: str, enough: int | None = None) -> list[str]:
        """Return the ids that begin with these letters, in whatever case; of more than `enough`, the upper levels."""
        found = (item_id for item_id in self.walk() if item_id.startswith(letters.upper()))
        return ids.upper_levels(ids.by_level(found), enough)

    def heads(self, wanted: Sequence[str]) -> list[Head | Node | None]:
        """Return what a line of a list shows of these."""
        return list(map(self.head, wanted))

    def ordered_as(self, other: Plan) -> Plan:
        """Take over the order of ids from a plan with the same ids and numbers, and return this plan."""
        for name in ("_children", "_order"):
            if name in other.__dict__:
                self.__dict__[name] = other.__dict__[name]
        return self

    def _below(self, parent: str) -> Iterator[str]:
        children = self._children
        waiting = [*reversed(children.get(parent, ()))]
        while waiting:
            item_id = waiting.pop()
            yield item_id
            waiting.extend(reversed(children.get(item_id, ())))

    def node(self, item_id: str) -> Node | None:
        """Return the item, or what takes its place; None where there is neither."""
        return self.items.get(item_id) or self.unreadable.get(item_id)

    def head(self, item_id: str) -> Head | Node | None:
        """Return what a line of a list shows of an item: for thousands of them, much faster than the whole items."""
        if isinstance(self.items, LazyItems) and item_id in self.items:
            return self.items.head(item_id)
        return self.node(item_id)

    def is_archived(self, item_id: str) -> bool:
        """Return whether the item is archived."""
        return item_id in self.archived

    def activities(self) -> Iterator[Activity]:
        """Yield every activity, archived ones included, in printed order."""
        for item_id in self.walk():
            item = self.items.get(item_id)
            if isinstance(item, Activity):
                yield item

    @cached_property
    def formerly(self) -> Mapping[str, str]:
        """The ids that items had before they were moved, each with the present id."""
        return {old: item_id for item_id in self.items for old in getattr(self.head(item_id), "formerly", ())}

    def resolve(self, item_id: str) -> str | None:
        """Return the id that the item has now: `item_id` itself, the one it got when it was moved, or None."""
        if item_id in self.items or item_id in self.unreadable:
            return item_id
        return self.formerly.get(item_id)

    @cached_property
    def _behind(self) -> Mapping[str, tuple[Behind, ...]]:
        found: dict[str, list[Behind]] = {}
        for meeting in sorted(self.meetings.values(), key=meeting_order):
            for behind in led_to(meeting):
                found.setdefault(self.resolve(behind.item) or behind.item, []).append(behind)
        return {item_id: tuple(group) for item_id, group in found.items()}

    def agreements_behind(self, item_id: str) -> tuple[Behind, ...]:
        """Return the agreements that led to the item, oldest meeting first."""
        return self._behind.get(item_id, ())

    def member(self, owner: str, name: str) -> tuple[Path, Entry | Decision] | None:
        """Return the calendar entry of an item, or the agreement or part of a meeting, with its path in the file."""
        return next(((path, member) for path, member in self._asking(owner) if member.id == name), None)

    def requests_named(self, owner: str, name: str) -> tuple[tuple[Path, Entry | Decision, Request], ...]:
        """Return the requests that a name means in an item or a meeting, each with its path and with what asks.

        These are all requests of the entry, agreement or part of that id, or the one request of that id.
        """
        return tuple(
            ((*path, *path_of_request(request)), member, request)
            for path, member in self._asking(owner)
            for request in member.named_requests(name)
        )

    def request_at(self, key: str) -> tuple[Path, Entry | Decision, Request] | None:
        """Return the request with a key, ITEM/ENTRY or MEETING/AGREEMENT; a further one has its own id there."""
        owner, _slash, name = key.partition("/")
        return next((named for named in self.requests_named(owner, name) if named[1].name_of(named[2]) == name), None)

    def _asking(self, owner: str) -> Iterator[tuple[Path, Entry | Decision]]:
        """Yield what may ask in an item or a meeting: its calendar entries, or its agreements and their parts."""
        if owner in self.meetings:
            yield from ((path_of(*found), found[1]) for found in self.meetings[owner].decisions())
        node = self.node(owner)
        yield from ((("calendar", entry.id), entry) for entry in (calendar_of(node) if node is not None else ()))

    @cached_property
    def open_meetings(self) -> tuple[Meeting, ...]:
        """The meetings that are open now; a change is attributed to one of them."""
        found = [meeting for meeting in self.meetings.values() if meeting.takes_changes]
        return tuple(sorted(found, key=meeting_order))

    @property
    def entered_meetings(self) -> tuple[Meeting, ...]:
        """The meetings that were held before and are being entered."""
        return tuple(meeting for meeting in self.meetings_in_order() if meeting.is_being_entered)

    def editions(self) -> Iterator[Meeting]:
        """Yield the closed meetings that made editions, oldest first; whether their tags are here is not asked."""
        for meeting in self.meetings_in_order():
            makes_edition = not meeting.no_edition and self.info.edition_of(meeting.body)
            if meeting.status is MeetingStatus.CLOSED and makes_edition:
                yield meeting

    def later_edition(self, dates: str | None) -> Meeting | None:
        """Return the last meeting whose edition the plan holds, where it began after these dates (EDTF) were over."""
        last = days_of(dates)[1]
        later = [
            (first, meeting.id)
            for meeting in self.editions()
            if (first := days_of(meeting.dates)[0]) is not None and last is not None and first > last
        ]
        return self.meetings[max(later)[1]] if later else None

    def meetings_in_order(self) -> tuple[Meeting, ...]:
        """Return all meetings, oldest first; those without a date last."""
        return tuple(sorted(self.meetings.values(), key=meeting_order))

    def agreements_to_place(self) -> tuple[Behind, ...]:
        """Return the agreements of open meetings that have led to no item yet."""
        return tuple(
            Behind(meeting, agreement, agreement)
            for meeting in (*self.open_meetings, *self.entered_meetings)
            for agreement in meeting.agreements
            if agreement.to_place
        )

    @cached_property
    def _members(self) -> dict[str, tuple[str, ...]]:
        return {}

    def members_of(self, code: str) -> tuple[str, ...]:
        """Return the actors that a code means: the members of a group, through nested groups, or the actor itself."""
        known = self._members.get(code)
        if known is not None:
            return known
        found: dict[str, None] = {}
        seen: set[str] = set()
        waiting = [code]
        while waiting:
            member = waiting.pop(0)
            if member in seen:
                continue
            seen.add(member)
            actor = self.actors.get(member)
            if actor is not None and actor.members:
                waiting[:0] = actor.members
            else:
                found[member] = None
        self._members[code] = tuple(found)
        return self._members[code]


def calendar_of(item: Node) -> tuple[Entry, ...]:
    """Return the calendar entries of an item; a subject has none."""
    return item.calendar if isinstance(item, Objective | Activity) else ()


def texts_of(item: Item) -> Iterator[Item | Action | Entry]:
    """Yield what has a text in an item: itself, its actions and its calendar entries."""
    yield item
    yield from item.actions if isinstance(item, Objective) else ()
    yield from calendar_of(item)


def meeting_order(meeting: Meeting) -> tuple[str, str]:
    """Sort meetings by date, then id; those without a date come last."""
    return (meeting.dates or "9999", meeting.id)


def led_to(meeting: Meeting) -> Iterator[Behind]:
    """Yield what a meeting's agreements and their parts led to, in the order of the file."""
    for agreement, decision in meeting.decisions():
        for link in decision.own_links:
            yield Behind(meeting, agreement, decision, link.strength, link.action, link.item)


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems that are errors, not advice."""
    return tuple(problem for problem in problems if problem.severity == ERROR)


def unreadable_files(plan: Plan) -> tuple[str, ...]:
    """Return the paths of the files that cannot be read, so that the plan lacks what they hold."""
    return tuple(dict.fromkeys(problem.path for problem in errors(plan.problems)))


__all__ = [
    "Behind",
    "Node",
    "Plan",
    "Subject",
    "Unreadable",
    "calendar_of",
    "errors",
    "meeting_order",
    "unreadable_files",
]
