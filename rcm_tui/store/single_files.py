"""Read single files of a plan, found by their names; anything irregular is left to the reader of the whole plan."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import cast

from rcm_tui.model import ids
from rcm_tui.model.items import Item, PlanInfo
from rcm_tui.model.meetings import Meeting
from rcm_tui.model.regex import regex
from rcm_tui.model.words import WordsFile
from rcm_tui.store import paths
from rcm_tui.store.assemble import NO_INFO
from rcm_tui.store.cache import ITEMS, OTHERS, Cache, CacheEntry, blob_of, state_of
from rcm_tui.store.files import read_limited, refusals
from rcm_tui.store.git_folder import cache_folder
from rcm_tui.store.reader import load_file

FEW = 20
"""Files that are read one by one; for more of them, the whole plan is read."""
_ROOMS = (paths.PLAN, paths.ARCHIVE)
_MAY_BE_OPEN = regex(rb"\bopen\b|\\")
"""A file without this word cannot have it as its status, unless it is written with an escape."""


def _with_parents(item_id: str) -> Iterator[str]:
    """Yield the id of an item and those of what is above it."""
    while item_id:
        yield item_id
        item_id = ids.parent_of(item_id)


class WholePlanNeeded(Exception):
    """One file alone does not say what is asked."""


class SingleFiles:
    """Read single files of a plan, those from the cache that are as it has them.

    All methods but `shared` raise WholePlanNeeded for a file that is not right.
    """

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
        files = [f"{paths.PLAN}/{name}" for name in self._names(paths.PLAN)]
        read = {paths.language_of_words(path): self.shared(path) for path in files if paths.language_of_words(path)}
        return {language: file for language, file in read.items() if isinstance(file, WordsFile)}

    def meetings(self) -> dict[str, Meeting]:
        """Return all meetings, by id: those whose files are as the cache has them from there."""
        found: dict[str, Meeting] = {}
        unknown = 0
        for name in self._names(paths.MEETINGS):
            path = f"{paths.MEETINGS}/{name}"
            if name.startswith(".") or (not name.endswith(paths.SUFFIX) and not self._is_folder(path)):
                continue
            if not self._is(S_ISREG, path):
                continue  # Another program has just deleted it.
            value = self._kept(path)
            if value is None:
                unknown += 1
                if unknown > FEW:
                    raise WholePlanNeeded  # It is kept in the cache then.
                value = self._value(path)
            found[paths.stem(path)] = cast("Meeting", value)
        return found

    @cached_property
    def _cached(self) -> Mapping[str, CacheEntry]:
        """What the cache has of files that are not items; an item is parsed sooner than all are loaded."""
        return self._cache.load(OTHERS) if self._cache is not None else {}

    @property
    def parsed_sooner(self) -> int:
        """How many items are parsed sooner than the cache is loaded for the heads of all: none if one file has all."""
        files = self._cache.count(ITEMS) if self._cache is not None else 0
        return FEW + files if files != 1 else 0

    @cached_property
    def _cache(self) -> Cache | None:
        folder = cache_folder(self.root)
        return Cache(folder) if folder is not None else None

    def _kept(self, path: str) -> object | None:
        """Return the contents of a file that is still in the state in which the cache has it; else None."""
        entry = self._cached.get(path)
        try:
            same = entry is not None and entry.state == state_of(os.lstat(self.root / path))
        except OSError:
            return None
        return entry.value if entry is not None and same else None

    def subjects(self) -> set[str]:
        """Return the ids of the subjects, by the names of folders."""
        return {
            name for top in _ROOMS for name in self._names(top) if ids.is_id(name) and self._is_folder(f"{top}/{name}")
        }

    def ids_beginning(self, letters: str) -> Iterator[set[str]]:
        """Yield the ids that begin with these letters, by names of files: of subjects, of objectives as well, of all.

        A folder stands for its subject or objective until the files below it are listed.
        """
        found: set[str] = set()
        folders = list(_ROOMS)
        while folders:
            waiting = []
            for folder in folders:
                for name in self._names(folder):
                    stem = name.removesuffix(paths.SUFFIX)
                    if not ids.is_id(stem):
                        continue
                    if name != stem:
                        found.update(_with_parents(stem))
                    elif (stem.startswith(letters) or letters.startswith(stem)) and self._is_folder(f"{folder}/{name}"):
                        waiting.append(f"{folder}/{name}")
            folders = waiting
            above = {above for folder in folders for above in _with_parents(folder.rpartition("/")[2])}
            yield {item_id for item_id in found | above if item_id.startswith(letters)}

    def below(self, item_id: str) -> set[str]:
        """Return the ids of the items right below an item, archived or not, by the names of their files."""
        found = set()
        for archived in (False, True):
            folder = paths.item_path(item_id, archived=archived).rpartition("/")[0]
            for name in self._names(folder):
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
        for name in self._names(paths.MEETINGS):
            path = f"{paths.MEETINGS}/{name}"
            if name.startswith(".") or not name.endswith(paths.SUFFIX) or not self._exists(path):
                continue
            data = self._bytes(path)
            if pattern.search(data):
                yield cast("Meeting", self._value_of(path, data))

    def _names(self, folder: str) -> list[str]:
        """Return the names in a folder, in order; none where it does not exist."""
        try:
            return sorted(os.listdir(self.root / folder)) if self._is_folder(folder) else []  # noqa: PTH208 - quicker
        except OSError:
            raise WholePlanNeeded from None

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
        kept = self._kept(path)
        return kept if kept is not None else self._value_of(path, self._bytes(path))

    def _value_of(self, path: str, data: bytes) -> object:
        entry = self._cached.get(path)
        if entry is not None and entry.blob == blob_of(data):
            return entry.value
        value = load_file(path, data, None if path == paths.INFO else self._info).value
        if value is None:
            raise WholePlanNeeded
        return value

    def _bytes(self, path: str) -> bytes:
        try:
            return read_limited(self.root / path)
        except refusals():
            raise WholePlanNeeded from None
