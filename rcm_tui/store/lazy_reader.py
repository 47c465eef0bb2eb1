"""A plan of which only those files are read that are needed, so that changing one item does not read them all.

What a single file cannot say (a former id, what is below an objective, anything that is wrong) is looked up in the
whole plan, which is then read once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, ValuesView
from functools import cached_property
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Any, TypeVar, cast

from rcm_tui.model import ids
from rcm_tui.model.items import Actor, Item, PlanInfo
from rcm_tui.model.meetings import Meeting
from rcm_tui.model.plan import Behind, Plan, Unreadable, in_printed_order, led_to, meeting_order
from rcm_tui.model.words import WordsFile
from rcm_tui.store import paths
from rcm_tui.store.assemble import NO_INFO
from rcm_tui.store.files import read_limited
from rcm_tui.store.reader import load_file
from rcm_tui.store.yaml import YamlProblem

T = TypeVar("T")

_MAY_BE_OPEN = re.compile(rb"\bopen\b|\\")
"""A file without this word cannot have it as its status, unless it is written with an escape."""


class WholePlanNeeded(Exception):
    """One file alone does not say what is asked."""


class _FileMapping(Mapping[str, T]):
    """The contents of single files, by id; listing them reads the whole plan."""

    def __init__(self, read: Callable[[str], T | None], whole: Callable[[], Mapping[str, T]]) -> None:
        """Take what reads one file (None where there is none; raises WholePlanNeeded), and what reads all."""
        self._read = read
        self._whole = whole
        self._seen: dict[str, T | None] = {}

    def __getitem__(self, key: str) -> T:
        if key not in self._seen:
            try:
                self._seen[key] = self._read(key)
            except WholePlanNeeded:
                self._seen[key] = self._whole().get(key)
        found = self._seen[key]
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())

    def values(self) -> ValuesView[T]:
        return self._whole().values()

    def items(self) -> ItemsView[str, T]:
        return self._whole().items()


def _of_whole(name: str) -> Any:
    """Make an attribute of `LazyPlan` that is the one of the whole plan."""
    return cached_property(lambda plan: getattr(plan.whole, name))


class LazyPlan(Plan):
    """A plan of which few files will be read. Each is kept as it was when it was first needed.

    A second file of an item in a wrong place is not noticed, as it is never looked for.
    """

    def __init__(self, root: Path, read: Callable[[], Plan]) -> None:
        """Take what reads the whole plan; it is called once, and only if it is needed."""
        self.__dict__["_files"] = _Files(root)
        self.__dict__["_read"] = read

    @cached_property
    def whole(self) -> Plan:
        """The plan with all files."""
        return cast("Callable[[], Plan]", self.__dict__["_read"])()

    @property
    def _one(self) -> _Files:
        return cast("_Files", self.__dict__["_files"])

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
        return _FileMapping(self._one.item, lambda: self.whole.items)

    @cached_property
    def meetings(self) -> Mapping[str, Meeting]:
        """The meetings, each from its own file."""
        return _FileMapping(self._one.meeting, lambda: self.whole.meetings)

    @cached_property
    def unreadable(self) -> Mapping[str, Unreadable]:
        """What takes the place of items that cannot be read; an item whose own file is right is none of them."""
        return _FileMapping(self._unreadable, lambda: self.whole.unreadable)

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
        """Return ids one level below `parent` in printed order; those below an item are found by its folders."""
        if not ids.is_id(parent):
            return self.whole.children(parent)
        try:
            numbers = [(self.items[child].number, child) for child in self._one.below(parent)]
        except (WholePlanNeeded, KeyError):
            return self.whole.children(parent)
        return in_printed_order(numbers)

    def current_children(self, parent: str = "") -> tuple[str, ...]:
        """Return ids one level below `parent` in printed order, without the archived ones."""
        return tuple(child for child in self.children(parent) if not self.is_archived(child))

    def walk(self, parent: str = "") -> Iterator[str]:
        """Yield every id below `parent` in printed order; the whole plan is not needed below an item."""
        if not ids.is_id(parent):
            yield from self.whole.walk(parent)
            return
        for child in self.children(parent):
            yield child
            yield from self.walk(child)

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
    entered_meetings = _of_whole("entered_meetings")
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
    return _Files(root).words()


class _Files:
    """Read single files of a plan. All methods but `shared` raise WholePlanNeeded for a file that is not right."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def item_path(self, item_id: str) -> str | None:
        """Return the file of an item, archived or not; None where there is none."""
        if not ids.is_id(item_id):
            return None
        candidates = (paths.item_path(item_id), paths.item_path(item_id, archived=True))
        found = [path for path in candidates if self._exists(path)]
        if len(found) == 2:
            raise WholePlanNeeded
        return found[0] if found else None

    def item(self, item_id: str) -> Item | None:
        """Return an item; None where it has no file."""
        path = self.item_path(item_id)
        return None if path is None else cast("Item", self._value(path))

    def meeting(self, meeting_id: str) -> Meeting | None:
        """Return a meeting; None where it has no file."""
        if not ids.is_member_id(meeting_id):
            return None
        path = paths.meeting_path(meeting_id)
        return cast("Meeting", self._value(path)) if self._exists(path) else None

    def shared(self, path: str) -> object | None:
        """Return the contents of one of the shared files; None where it does not exist or is not right."""
        try:
            return self._value(path) if self._exists(path) else None
        except WholePlanNeeded:
            return None

    def words(self) -> dict[str, WordsFile]:
        """Return the words of publications that are right, by language."""
        names = sorted(os.listdir(self.root / paths.PLAN)) if self._is_folder(paths.PLAN) else []  # noqa: PTH208
        files = [f"{paths.PLAN}/{name}" for name in names]
        read = {paths.language_of_words(path): self.shared(path) for path in files if paths.language_of_words(path)}
        return {language: one for language, one in read.items() if isinstance(one, WordsFile)}

    def below(self, item_id: str) -> set[str]:
        """Return the ids of the items right below an item, archived or not, by the names of their files."""
        found = set()
        for archived in (False, True):
            folder = paths.item_path(item_id, archived=archived).rpartition("/")[0]
            if not self._is_folder(folder):
                continue
            for name in os.listdir(self.root / folder):  # noqa: PTH208 - quicker
                stem = name.removesuffix(paths.SUFFIX)
                if ids.is_id(stem) and ids.parent_of(stem) == item_id:
                    found.add(stem)
        return found

    def perhaps_open(self) -> Iterator[Meeting]:
        """Yield the meetings that may be open."""
        return self._meetings(_MAY_BE_OPEN)

    def meetings_with(self, names: Iterable[str]) -> Iterator[Meeting]:
        """Yield the meetings whose files may name one of these ids."""
        return self._meetings(re.compile(b"|".join((rb"\\", *(re.escape(name.encode()) for name in names)))))

    def _meetings(self, pattern: re.Pattern[bytes]) -> Iterator[Meeting]:
        try:
            names = sorted(os.listdir(self.root / paths.MEETINGS))  # noqa: PTH208 - quicker
        except OSError:
            raise WholePlanNeeded from None
        for name in names:
            path = f"{paths.MEETINGS}/{name}"
            if name.startswith(".") or not name.endswith(paths.SUFFIX) or not self._exists(path):
                continue
            data = self._bytes(path)
            if pattern.search(data):
                value = load_file(path, data).value
                if isinstance(value, Meeting):
                    yield value

    def _exists(self, path: str) -> bool:
        """Return whether the file exists, with no link on the path to it."""
        folder, _slash, _name = path.rpartition("/")
        return self._is_folder(folder) and self._is(S_ISREG, path)

    def _is_folder(self, path: str) -> bool:
        """Return whether the folder exists, with no link on the path to it."""
        above = path.rpartition("/")[0]
        return (not above or self._is_folder(above)) and self._is(S_ISDIR, path)

    def _is(self, kind: Callable[[int], bool], path: str) -> bool:
        try:
            if kind(os.lstat(self.root / path).st_mode):
                return True
        except FileNotFoundError:
            return False
        except OSError:
            raise WholePlanNeeded from None
        raise WholePlanNeeded

    @cached_property
    def _info(self) -> PlanInfo:
        """What plan.yaml declares, by which the other files are read."""
        found = self._value(paths.INFO) if self._exists(paths.INFO) else NO_INFO
        return cast("PlanInfo", found)

    def _value(self, path: str) -> object:
        value = load_file(path, self._bytes(path), None if path == paths.INFO else self._info).value
        if value is None:
            raise WholePlanNeeded
        return value

    def _bytes(self, path: str) -> bytes:
        try:
            return read_limited(self.root / path)
        except (OSError, YamlProblem):
            raise WholePlanNeeded from None
