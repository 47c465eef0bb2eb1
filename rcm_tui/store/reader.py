"""Read a whole plan: every file by itself, so that a bad one does not keep the rest from being read."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path, PurePath
from typing import NamedTuple

from rcm_tui.i18n import _
from rcm_tui.model.errors import ERROR, FieldProblem, Problem, RcmError
from rcm_tui.model.items import Item, PlanInfo
from rcm_tui.model.meetings import Meeting
from rcm_tui.model.plan import Plan, errors
from rcm_tui.model.proposals import Submission
from rcm_tui.model.search import SearchTexts
from rcm_tui.store import paths
from rcm_tui.store.assemble import NO_INFO, Loaded, assemble, with_changed
from rcm_tui.store.cache import UNSETTLED, Cache, CacheEntry, State, blob_of, is_settled, state_of, without_collection
from rcm_tui.store.paths import kind_of_file
from rcm_tui.store.scan import FoundFile, scan, stray

# The modules that parse and decode are imported in functions, as with a warm cache nothing is parsed.


class ReadingStopped(RcmError):
    """The first reading was given up, as nobody waits for it any more."""


class Progress(NamedTuple):
    """How many files were looked at, of how many."""

    files: int
    of: int


class Found:
    """What was found in files, compared with what was `known` of them.

    `entries` are the files that were read as they are now, `refused` those that cannot be used, and `gone` the known
    paths that are not among the files, or cannot be used any more.
    """

    def __init__(self, known: Collection[str] = ()) -> None:
        self.entries: dict[str, CacheEntry] = {}
        self.refused: list[Loaded] = []
        self.gone = set(known)


class ReadFiles:
    """The files of a plan as they were read at one moment."""

    def __init__(self, entries: Mapping[str, CacheEntry]) -> None:
        self._entries = entries

    def blobs(self) -> dict[str, str]:
        """Return the id (SHA-1) that git gives each file."""
        return {path: entry.blob.hex() for path, entry in self._entries.items()}

    def declare_the_same(self, info: PlanInfo) -> bool:
        """Return whether these files were read by the same declarations as those of `info`."""
        return _declares_the_same(self._entries, info)

    def loaded(self, path: str, blob: str) -> Loaded | None:
        """Return the contents of a file, if git gave its bytes this id when it was read; else None."""
        entry = self._entries.get(path)
        return Loaded(path, entry.kind, entry.value) if entry is not None and entry.blob.hex() == blob else None

    def known_blob(self, path: str, facts: os.stat_result) -> str | None:
        """Return the id (SHA-1) git gives a file, if it is still in the state in which it was read; else None."""
        entry = self._entries.get(path)
        return entry.blob.hex() if entry is not None and entry.state == state_of(facts) else None


class PlanReader:
    """Reads the files of one plan in the work tree; what has not changed on disk since is not read again.

    With a `cache`, what it holds need not be parsed at the first reading either.
    """

    def __init__(self, root: Path, cache: Cache | None = None) -> None:
        self.root = root
        self.cache = cache
        self._entries: Mapping[str, CacheEntry] | None = None
        self._plan: Plan | None = None
        self._unusable: tuple[list[Problem], list[Loaded]] = ([], [])
        self._searching = SearchTexts()
        self._is_stopped = False
        self.progress: Progress | None = None
        """How far the first reading is, for any thread; None before and after it."""

    def stop(self) -> None:
        """Give up the first reading, from any thread; a later one goes on, as something may be being recorded."""
        self._is_stopped = True

    def note_progress(self, files: int, of: int) -> None:
        """Note that so many files were looked at, unless it was more before. Raises ReadingStopped."""
        if self._is_stopped:
            raise ReadingStopped
        if self.progress is None or files > self.progress.files:
            self.progress = Progress(files, max(files, of))

    def read(self) -> Plan:
        """Return the plan as its files are now, with the problems of those that cannot be used.

        It is the same object as before if no file differs. Raises ReadingStopped.
        """
        with without_collection():
            known = self.cached() if self._entries is None else self._entries
            strays: list[Problem] = []
            found = Found(known)
            self.read_each(self._watched(scan(self.root, strays), known), known, found)
            changed = [*found.entries, *found.gone]
            entries = _as_found(known, found)
            unusable = (strays, found.refused)
            if self._plan is None or changed or unusable != self._unusable:
                usable = (Loaded(path, entry.kind, entry.value) for path, entry in entries.items())
                self._plan = replace(assemble(chain(usable, found.refused), strays), searching=self._searching)
            self._entries, self._unusable = entries, unusable
            self._keep(self._plan, entries, changed)
            return self._plan

    def cached(self) -> Mapping[str, CacheEntry]:
        """Return what the cache holds, by path."""
        return self.cache.load() if self.cache is not None else {}

    def read_each(self, files: Iterable[FoundFile], known: Mapping[str, CacheEntry], found: Found) -> None:
        """Note what is found in files; one that is as it is `known` is not parsed, one in the same state not opened."""
        shared = self._shared_now(known)
        info = _info_of(shared)
        if info is not None and not _declares_the_same(known, info):
            known = {}
        now = time.time_ns()
        for path, file in files:
            try:
                state = state_of(file.stat(follow_symlinks=False))
            except FileNotFoundError:
                continue  # Another program has just deleted it.
            except OSError as error:
                found.refused.append(load_file(path, error))
                continue
            old = known.get(path)
            if old is not None and old.state == state:
                found.gone.discard(path)
                continue
            settled = state if is_settled(state, now) else UNSETTLED
            if path == paths.INFO and isinstance(shared, CacheEntry) and shared.state == settled:
                new: CacheEntry | Loaded = shared
            else:
                new = _read_again(path, file.path, settled, old, info)
            if isinstance(new, Loaded):
                found.refused.append(new)
                continue
            found.gone.discard(path)
            if new != old:
                found.entries[path] = new

    def _watched(self, files: Iterator[FoundFile], known: Collection[str]) -> Iterator[FoundFile]:
        """Yield the files, and note at the first reading how far it is."""
        if self._plan is not None:
            yield from files
            return
        count = len(known) or sum(1 for _file in scan(self.root, []))
        for number, file in enumerate(files):
            self.note_progress(number, count)
            yield file
        self.progress = None

    def _keep(self, plan: Plan, entries: Mapping[str, CacheEntry], changed: Sequence[str]) -> None:
        """Keep in the cache what changed, and whether all files could be read."""
        if self.cache is not None:
            if changed:
                self.cache.save(entries, changed)
            self.cache.note_readable(not errors(plan.problems))

    def read_these(self, touched: Collection[str]) -> Plan:
        """Return the plan with just these files read again, in a time that does not depend on the size of the plan.

        All files are read where one of these is wrong, does not fit the others, or is no file.
        """
        if self._entries is None or self._plan is None or self._plan.problems:
            return self.read()
        entries = dict(self._entries)
        for path in dict.fromkeys(touched):
            old = entries.pop(path, None)
            try:
                facts = os.lstat(self.root / path)
            except FileNotFoundError:
                if self._has_below(path):
                    return self.read()
                continue
            except OSError:
                return self.read()
            if not (path.endswith(paths.SUFFIX) and stat.S_ISREG(facts.st_mode)) or self._is_below_link(path):
                return self.read()
            state = state_of(facts)
            settled = state if is_settled(state, time.time_ns()) else UNSETTLED
            read = _read_again(path, str(self.root / path), settled, old, self._plan.info)
            if isinstance(read, Loaded):
                return self.read()
            if isinstance(read.value, PlanInfo) and read.value.statuses != self._plan.info.statuses:
                return self.read()
            entries[path] = read
        return self._with(entries, [path for path in {*touched} if entries.get(path) != self._entries.get(path)])

    def _with(self, entries: dict[str, CacheEntry], changed: Sequence[str]) -> Plan:
        """Return the plan with these files, of which these differ from what was read before, some only in their state.

        It is the same object as before if none has other contents.
        """
        assert self._entries is not None and self._plan is not None
        known = self._entries
        other = {path: entries.get(path) for path in changed if _value(entries, path) is not _value(known, path)}
        plan = with_changed(self._plan, other, entries) if other else self._plan
        if plan is None:
            return self.read()
        self._entries, self._plan = entries, plan
        if changed and self.cache is not None:
            self.cache.save(entries, changed)
        return plan

    def _has_below(self, folder: str) -> bool:
        """Return whether files in this folder were read."""
        return not folder.endswith(paths.SUFFIX) and any(path.startswith(f"{folder}/") for path in self._entries or ())

    def _is_below_link(self, path: str) -> bool:
        """Return whether a folder that a file lies in is a link, which is not followed."""
        return any((self.root / folder).is_symlink() for folder in PurePath(path).parents[:-1])

    def _shared_now(self, known: Mapping[str, CacheEntry]) -> CacheEntry | Loaded | None:
        """Return plan.yaml, by which the other files are read, as it is now; None where there is none."""
        file = self.root / paths.INFO
        old = known.get(paths.INFO)
        try:
            state = state_of(os.lstat(file))
        except FileNotFoundError:
            return None
        except OSError as error:
            return load_file(paths.INFO, error)
        if old is not None and old.state == state:
            return old
        return _read_again(paths.INFO, str(file), state if is_settled(state, time.time_ns()) else UNSETTLED, old, None)

    @property
    def files(self) -> ReadFiles:
        """The files as they were last read, without those that cannot be used."""
        return ReadFiles(self._entries or {})


def _as_found(known: Mapping[str, CacheEntry], found: Found) -> Mapping[str, CacheEntry]:
    """Return what is known once files were found: the same object where they are as before, as snapshots keep it too.

    The paths are those that the cache has, not the equal ones of the files that were found.
    """
    if not found.entries and not found.gone:
        return known
    return {path: entry for path, entry in {**known, **found.entries}.items() if path not in found.gone}


def _value(entries: Mapping[str, CacheEntry], path: str) -> object:
    """Return what a file holds; None where there is none."""
    entry = entries.get(path)
    return entry.value if entry is not None else None


def _info_of(shared: CacheEntry | Loaded | None) -> PlanInfo | None:
    """Return what plan.yaml declares; None where it cannot be read."""
    if shared is None:
        return NO_INFO
    return shared.value if isinstance(shared.value, PlanInfo) else None


def _declares_the_same(known: Mapping[str, CacheEntry], info: PlanInfo) -> bool:
    """Return whether files were read by the same declarations as those of `info`."""
    entry = known.get(paths.INFO)
    return isinstance(entry.value, PlanInfo) and entry.value.statuses == info.statuses if entry is not None else False


def _read_again(
    path: str, file: str, state: State, old: CacheEntry | None, info: PlanInfo | None
) -> CacheEntry | Loaded:
    """Read a file as it is now, parsing it only if its bytes have changed; return it as Loaded if it cannot be used."""
    data = _read(file)
    if isinstance(data, Exception):
        return load_file(path, data)
    blob = blob_of(data)
    if old is not None and old.blob == blob:
        return old._replace(state=state)
    loaded = load_file(path, data, info)
    return loaded if loaded.value is None else CacheEntry(state, blob, loaded.kind, loaded.value)


def _read(file: str) -> bytes | Exception:
    from rcm_tui.store.files import read_limited, refusals

    try:
        return read_limited(file)
    except refusals() as refusal:
        return refusal


def load_files(files: Mapping[str, bytes]) -> Plan:
    """Make a plan from the bytes of its files by path, such as those of a plan that is not written yet."""
    return load_revision({path: path for path in files}, lambda chosen: {path: files[path] for path in chosen})


def load_revision(
    blobs: Mapping[str, str],
    contents: Callable[[Iterable[str]], Mapping[str, bytes]],
    read: ReadFiles | None = None,
) -> Plan:
    """Make a plan from the ids of its files by path; `contents` returns the bytes by these ids.

    Those that are the same among files `read` before are neither asked for nor parsed again.
    """
    info: object = NO_INFO
    if paths.INFO in blobs:
        info = load_file(paths.INFO, contents((blobs[paths.INFO],))[blobs[paths.INFO]]).value
    declared = info if isinstance(info, PlanInfo) else None
    same = read if read is not None and declared is not None and read.declare_the_same(declared) else ReadFiles({})
    chosen = {path: blob for path, blob in blobs.items() if path.endswith(paths.SUFFIX)}
    known = {path: same.loaded(path, blob) for path, blob in chosen.items()}
    found = contents(blob for path, blob in chosen.items() if known[path] is None)
    return assemble([known[path] or load_file(path, found[blob], declared) for path, blob in chosen.items()])


def load_file(path: str, data: bytes | Exception, info: PlanInfo | None = None) -> Loaded:
    """Read one file by itself. Whatever is wrong with it is in `problems` of the result, never raised.

    `info` is what the plan declares; where that is not known, any status is taken for one of the plan's.
    """
    from rcm_tui.store.decode import Undecodable, decode
    from rcm_tui.store.yaml import YamlProblem, parse

    kind = kind_of_file(path)
    if not kind:
        message = _("the name of the file is not an id; an item's file is named by its id, such as HR-4.2.yaml")
        return Loaded(path, "", None, (stray(path, "bad-name", message),))
    try:
        if isinstance(data, Exception):
            raise data
        value = decode(parse(data), kind, info)
    except YamlProblem as problem:
        found = Problem(path, problem.line, problem.column, ERROR, problem.code, problem.message)
        return Loaded(path, kind, None, (found,))
    except Undecodable as refusal:
        assert isinstance(data, bytes)
        return Loaded(path, kind, None, tuple(with_positions(path, data, refusal.faults)))
    except OSError as error:
        message = _("cannot be read: {reason}").format(reason=error.strerror or error)
        return Loaded(path, kind, None, (stray(path, "cannot-read", message),))
    return _checked_path(Loaded(path, kind, value), data)


def with_positions(path: str, data: bytes, problems: Sequence[FieldProblem]) -> Iterator[Problem]:
    """Find the line and column of each problem in a file, which is read again for it if there are any."""
    from rcm_tui.store.yaml import Positions

    if not problems:
        return
    positions = Positions(data)
    for problem in problems:
        yield Problem(path, *positions.of(problem.path), problem.severity, problem.code, problem.message)


def _checked_path(loaded: Loaded, data: bytes) -> Loaded:
    """Return the file as it is or, where its path is not the one of its id, with a problem instead of contents."""
    if not isinstance(loaded.value, Item | Meeting | Submission):
        return loaded
    stem = paths.stem(loaded.path)
    if isinstance(loaded.value, Meeting):
        right = paths.meeting_path(stem)
    elif isinstance(loaded.value, Submission):
        right = paths.submission_path(stem)
    else:
        right = paths.item_path(stem, archived=paths.is_archive_path(loaded.path))
    if loaded.value.id != stem:
        message = _("the file is named {name} but holds the id {id}; rename the file or correct the id").format(
            name=stem + paths.SUFFIX, id=loaded.value.id
        )
        problem = FieldProblem(("id",), "id-mismatch", message)
    elif loaded.path != right:
        message = _("{id} belongs at {path}; move the file there").format(id=stem, path=right)
        problem = FieldProblem(("id",), "wrong-place", message)
    else:
        return loaded
    return loaded._replace(value=None, problems=tuple(with_positions(loaded.path, data, [problem])))
