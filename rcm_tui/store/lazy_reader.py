"""A plan of which only those files are read that are asked for: to change one item, nobody has to read all.

What a single file cannot tell (an old id, what hangs below an objective, anything that is out of order) is looked up in
the whole plan, which is then read once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, ItemsView, Iterator, Mapping, ValuesView
from functools import cached_property
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import TypeVar, cast

from rcm_tui.model import ids
from rcm_tui.model.errors import Problem
from rcm_tui.model.items import Actor, Item, Meeting, MeetingStatus, PlanInfo
from rcm_tui.model.plan import Behind, Plan, Unreadable, meeting_order
from rcm_tui.model.search import Sought
from rcm_tui.store import paths

One = TypeVar("One")

_MAY_BE_OPEN = re.compile(rb"\bopen\b|\\")
"""A file without this word cannot hold it as a status, unless it is written with an escape."""


class NotByItself(Exception):
    """This one file does not tell what it is in the plan."""


class ByFile(Mapping[str, One]):
    """What single files hold, by id. Whoever asks for more than one of them is given all."""

    def __init__(self, look: Callable[[str], One | None], whole: Callable[[], Mapping[str, One]]) -> None:
        """`look` reads one file: None where there is none; raises NotByItself."""
        self._look = look
        self._whole = whole
        self._seen: dict[str, One | None] = {}

    def __getitem__(self, key: str) -> One:
        if key not in self._seen:
            try:
                self._seen[key] = self._look(key)
            except NotByItself:
                self._seen[key] = self._whole().get(key)
        found = self._seen[key]
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())

    def values(self) -> ValuesView[One]:
        """Of all."""
        return self._whole().values()

    def items(self) -> ItemsView[str, One]:
        """All."""
        return self._whole().items()


class LazyPlan(Plan):
    """A plan of which few files will be looked at. It is what they held when they were first asked for.

    A second file of an item in a place where it does not belong is not noticed, as nobody looks there.
    """

    def __init__(self, root: Path, read: Callable[[], Plan]) -> None:
        """`read` reads the whole plan; called once, and only if it is needed."""
        self.__dict__["_files"] = _Files(root)
        self.__dict__["_read"] = read

    @cached_property
    def whole(self) -> Plan:
        """The plan of all files."""
        return cast("Callable[[], Plan]", self.__dict__["_read"])()

    @property
    def _one(self) -> _Files:
        return cast("_Files", self.__dict__["_files"])

    @cached_property
    def info(self) -> PlanInfo:
        """What `plan/plan.yaml` holds."""
        found = self._one.shared(paths.INFO)
        return found if isinstance(found, PlanInfo) else self.whole.info

    @cached_property
    def actors(self) -> Mapping[str, Actor]:
        """What `plan/actors.yaml` holds."""
        found = self._one.shared(paths.ACTORS)
        return found if isinstance(found, dict) else self.whole.actors

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Each item out of its own file."""
        return ByFile(self._one.item, lambda: self.whole.items)

    @cached_property
    def meetings(self) -> Mapping[str, Meeting]:
        """Each meeting out of its own file."""
        return ByFile(self._one.meeting, lambda: self.whole.meetings)

    @cached_property
    def unreadable(self) -> Mapping[str, Unreadable]:
        """What stands in the place of an item; an item whose file is in order is none of them."""
        return ByFile(self._unreadable, lambda: self.whole.unreadable)

    def _unreadable(self, item_id: str) -> None:
        if item_id not in self.items:
            raise NotByItself

    @cached_property
    def archived(self) -> frozenset[str]:
        """All ids of the Archival Plan."""
        return self.whole.archived

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Those of all files."""
        return self.whole.problems

    def is_archived(self, item_id: str) -> bool:
        """Whether the item stands in the Archival Plan."""
        if item_id in self.items:
            try:
                return paths.is_archive_path(self._one.item_path(item_id) or "")
            except NotByItself:
                pass
        return item_id in self.archived

    def walk(self, parent: str = "") -> Iterator[str]:
        """Every id below `parent` in printed order; below an activity there is none."""
        return iter(()) if ids.is_id(parent) and ids.kind_of(parent) == ids.ACTIVITY else self.whole.walk(parent)

    @cached_property
    def open_meetings(self) -> tuple[Meeting, ...]:
        """The meetings that are open now; only files that may be of one are looked into."""
        try:
            found = [meeting for meeting in self._one.perhaps_open() if meeting.status is MeetingStatus.OPEN]
        except NotByItself:
            return self.whole.open_meetings
        return tuple(sorted(found, key=meeting_order))

    @cached_property
    def search_texts(self) -> Mapping[str, str]:
        """Of all items."""
        return self.whole.search_texts

    @cached_property
    def sought(self) -> Sought:
        """In all items."""
        return self.whole.sought

    @cached_property
    def formerly(self) -> Mapping[str, str]:
        """Ids that items had before they were moved, with the id each has now."""
        return self.whole.formerly

    @cached_property
    def _children(self) -> Mapping[str, tuple[str, ...]]:
        return self.whole._children

    @cached_property
    def _order(self) -> tuple[str, ...]:
        return self.whole._order

    @cached_property
    def _behind(self) -> Mapping[str, tuple[Behind, ...]]:
        return self.whole._behind


class _Files:
    """Single files of a plan, read. All raise NotByItself for a file that is not simply there and in order."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def item_path(self, item_id: str) -> str | None:
        """The file of an item, on one side of archiving; None where there is none."""
        if not ids.is_id(item_id):
            return None
        here, there = paths.item_path(item_id), paths.item_path(item_id, archived=True)
        found = [path for path in (here, there) if self._is_there(path)]
        if len(found) == 2:
            raise NotByItself
        return found[0] if found else None

    def item(self, item_id: str) -> Item | None:
        """What an item's file holds; None where it has none."""
        path = self.item_path(item_id)
        return None if path is None else cast("Item", self._value(path))

    def meeting(self, meeting_id: str) -> Meeting | None:
        """What a meeting's file holds; None where it has none."""
        if not ids.is_member_id(meeting_id):
            return None
        path = paths.meeting_path(meeting_id)
        return cast("Meeting", self._value(path)) if self._is_there(path) else None

    def shared(self, path: str) -> object | None:
        """What one of the shared files holds; None where it is not there or not in order."""
        try:
            return self._value(path) if self._is_there(path) else None
        except NotByItself:
            return None

    def perhaps_open(self) -> Iterator[Meeting]:
        """The meetings that may be open."""
        from rcm_tui.store.reader import load_file

        try:
            names = sorted(os.listdir(self.root / paths.MEETINGS))  # noqa: PTH208 - quicker
        except OSError:
            raise NotByItself from None
        for name in names:
            path = f"{paths.MEETINGS}/{name}"
            if name.startswith(".") or not name.endswith(paths.SUFFIX) or not self._is_there(path):
                continue
            data = self._bytes(path)
            if _MAY_BE_OPEN.search(data):
                value = load_file(path, data).value
                if isinstance(value, Meeting):
                    yield value

    def _is_there(self, path: str) -> bool:
        """Whether the file is there, with no link on the way to it."""
        folder, _, rest = path.partition("/")
        try:
            while rest:
                if not S_ISDIR(os.lstat(self.root / folder).st_mode):
                    raise NotByItself
                name, _, rest = rest.partition("/")
                folder = f"{folder}/{name}"
            if not S_ISREG(os.lstat(self.root / folder).st_mode):
                raise NotByItself
        except FileNotFoundError:
            return False
        except OSError:
            raise NotByItself from None
        return True

    def _value(self, path: str) -> object:
        from rcm_tui.store.reader import load_file

        value = load_file(path, self._bytes(path)).value
        if value is None:
            raise NotByItself
        return value

    def _bytes(self, path: str) -> bytes:
        from rcm_tui.store.files import read_limited
        from rcm_tui.store.yaml import YamlProblem

        try:
            return read_limited(self.root / path)
        except (OSError, YamlProblem):
            raise NotByItself from None
