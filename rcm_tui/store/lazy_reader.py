"""A plan that reads only the files it needs, so that changing one item does not read them all.

What a single file cannot say (a former id, what is below an objective, anything that is wrong) is looked up in the
whole plan, which is then read once.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, Sequence, ValuesView
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

from rcm_tui.model import ids
from rcm_tui.model.items import Actor, Item, PlanInfo
from rcm_tui.model.lazy import Head
from rcm_tui.model.meetings import Meeting
from rcm_tui.model.plan import Behind, Node, Plan, Unreadable, led_to, meeting_order
from rcm_tui.model.words import WordsFile
from rcm_tui.store import paths
from rcm_tui.store.single_files import SingleFiles, WholePlanNeeded

T = TypeVar("T")


class _FileMapping(Mapping[str, T]):
    """The contents of single files, by id; listing them reads the whole plan, unless they can be listed without."""

    def __init__(
        self,
        plan: LazyPlan,
        name: str,
        read: Callable[[str], T | None],
        listed: Callable[[], Mapping[str, T]] | None = None,
    ) -> None:
        """Take what the plan calls them, what reads one file (None where there is none), and what lists all of them
        without the whole plan; the latter two raise WholePlanNeeded.
        """
        self._plan = plan
        self._name = name
        self._read = read
        self._listed = listed or self._whole
        self._seen: dict[str, T | None] = {}

    def __getitem__(self, key: str) -> T:
        if key not in self._seen:
            try:
                self._seen[key] = self._whole().get(key) if self._plan.is_read else self._read(key)
            except WholePlanNeeded:
                self._seen[key] = self._whole().get(key)
        found = self._seen[key]
        if found is None:
            raise KeyError(key)
        return found

    def _whole(self) -> Mapping[str, T]:
        return cast("Mapping[str, T]", getattr(self._plan.whole, self._name))

    @cached_property
    def _all(self) -> Mapping[str, T]:
        try:
            return self._listed()
        except WholePlanNeeded:
            return self._whole()

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def values(self) -> ValuesView[T]:
        return self._all.values()

    def items(self) -> ItemsView[str, T]:
        return self._all.items()


def _of_whole(name: str) -> Any:
    """Make an attribute of `LazyPlan` that is the one of the whole plan."""
    return cached_property(lambda plan: getattr(plan.whole, name))


class LazyPlan(Plan):
    """A plan of which few files will be read. Each is kept as it was when it was first needed.

    A second file of an item in a wrong place is not noticed, as it is never looked for.
    """

    def __init__(self, root: Path, read: Callable[[], Plan]) -> None:
        """Take what reads the whole plan; it is called once, and only if it is needed."""
        self.__dict__["_files"] = SingleFiles(root)
        self.__dict__["_read"] = read

    @cached_property
    def whole(self) -> Plan:
        """The plan with all files."""
        return cast("Callable[[], Plan]", self.__dict__["_read"])()

    @property
    def is_read(self) -> bool:
        """Whether the whole plan was read."""
        return "whole" in self.__dict__

    @property
    def _one(self) -> SingleFiles:
        return cast("SingleFiles", self.__dict__["_files"])

    @cached_property
    def info(self) -> PlanInfo:
        """The contents of `plan/plan.yaml`."""
        found = self._one.shared(paths.INFO)
        return found if isinstance(found, PlanInfo) else self.whole.info

    @cached_property
    def actors(self) -> Mapping[str, Actor]:
        """The contents of `plan/actors.yaml`."""
        found = self._one.shared(paths.ACTORS)
        return found if isinstance(found, dict) else self.whole.actors

    @cached_property
    def words(self) -> Mapping[str, WordsFile]:
        """The words of publications, by language."""
        return self._one.words()

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """The items, each from its own file."""
        return _FileMapping(self, "items", self._one.item)

    @cached_property
    def meetings(self) -> Mapping[str, Meeting]:
        """The meetings, each from its own file; all of them from the cache and the few files that are not in it."""
        return _FileMapping(self, "meetings", self._one.meeting, self._one.meetings)

    @cached_property
    def unreadable(self) -> Mapping[str, Unreadable]:
        """What takes the place of items that cannot be read; an item whose own file is right is none of them."""
        return _FileMapping(self, "unreadable", self._unreadable)

    def _unreadable(self, item_id: str) -> None:
        if item_id not in self.items:
            raise WholePlanNeeded

    def is_archived(self, item_id: str) -> bool:
        """Return whether the item is archived."""
        if item_id in self.items:
            try:
                return paths.is_archive_path(self._one.item_path(item_id) or "")
            except WholePlanNeeded:
                pass
        return item_id in self.archived

    def children(self, parent: str = "") -> tuple[str, ...]:
        """Return ids one level below `parent` in printed order; they are found by the names of files."""
        if not parent and self.levels.is_top_hidden:
            return self.whole.children()
        try:
            below = self._one.below(parent) if parent else self._one.subjects()
            numbers = [(self.items[child].number, child) for child in below]
        except (WholePlanNeeded, KeyError):
            return self.whole.children(parent)
        return ids.in_printed_order(numbers)

    def walk(self, parent: str = "") -> Iterator[str]:
        """Yield every id below `parent` in printed order; the whole plan is not needed below an item."""
        if not ids.is_id(parent):
            yield from self.whole.walk(parent)
            return
        for child in self.children(parent):
            yield child
            yield from self.walk(child)

    def places_of(self, wanted: Iterable[str]) -> dict[str, int]:
        """Return the places of these in the printed order; only their files and those of what is above are read."""
        hidden = ids.SUBJECT if self.levels.is_top_hidden else ""
        known = [
            item_id
            for item_id in wanted
            if ids.is_id(item_id) and ids.kind_of(item_id) != hidden and self.node(item_id) is not None
        ]
        keys = {item_id: self._place(item_id) for item_id in known}
        return {item_id: place for place, item_id in enumerate(sorted(keys, key=keys.__getitem__))}

    def _place(self, item_id: str) -> tuple[tuple[int, str, int, int, int], ...]:
        """Return what sorts an item among all in printed order: its number and id, after those of what is above it."""
        node, parent = self.node(item_id), self.parent_of(item_id)
        assert node is not None
        return (*(self._place(parent) if parent else ()), (node.number, *ids.sort_key(item_id)))

    def ids_beginning(self, letters: str, enough: int | None = None) -> list[str]:
        """Return the ids that begin with these letters, by names of files; of more than `enough`, the upper levels."""
        hidden = ids.SUBJECT if self.levels.is_top_hidden else ""
        levels = (
            {item_id for item_id in known if ids.kind_of(item_id) != hidden}
            for known in self._one.ids_beginning(letters.upper())
        )
        try:
            return ids.upper_levels(levels, enough)
        except WholePlanNeeded:
            return self.whole.ids_beginning(letters, enough)

    def heads(self, wanted: Sequence[str]) -> list[Head | Node | None]:
        """Return what a line of a list shows of these; of many, or a few of few, from the whole plan with its cache."""
        return self.whole.heads(wanted) if len(wanted) > self._one.parsed_sooner else super().heads(wanted)

    def agreements_behind(self, item_id: str) -> tuple[Behind, ...]:
        """Return the agreements that led to the item, oldest first; only meetings that may name it are read."""
        item = self.items.get(item_id)
        if item is None:
            return self.whole.agreements_behind(item_id)
        names = {item_id, *(old for old in getattr(item, "formerly", ()) if old not in self.items)}
        try:
            meetings = sorted(self._one.meetings_with(names), key=meeting_order)
        except WholePlanNeeded:
            return self.whole.agreements_behind(item_id)
        return tuple(behind for meeting in meetings for behind in led_to(meeting) if behind.item in names)

    @cached_property
    def open_meetings(self) -> tuple[Meeting, ...]:
        """The meetings that are open now; only files that may be of one are read."""
        try:
            found = [meeting for meeting in self._one.perhaps_open() if meeting.takes_changes]
        except WholePlanNeeded:
            return self.whole.open_meetings
        return tuple(sorted(found, key=meeting_order))

    # Everything else is that of the whole plan.
    archived = _of_whole("archived")
    problems = _of_whole("problems")
    submissions = _of_whole("submissions")
    search_texts = _of_whole("search_texts")
    search_index = _of_whole("search_index")
    formerly = _of_whole("formerly")
    _children = _of_whole("_children")
    _order = _of_whole("_order")
    _behind = _of_whole("_behind")


def words_in(root: Path) -> Mapping[str, WordsFile]:
    """Return the words of publications of the plan in a folder, by language, without any that cannot be read."""
    return SingleFiles(root).words()
