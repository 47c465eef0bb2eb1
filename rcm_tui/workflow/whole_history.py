"""The history of a plan, asked of git each time, or read once for a caller that needs all of it, as a site does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from rcm_tui.history.editions import editions
from rcm_tui.history.log import records, settled_ids
from rcm_tui.history.state import head_of
from rcm_tui.reports.progress import Counter, Progress, quiet
from rcm_tui.store.paths import FOLDERS
from rcm_tui.workflow.plan_files import places
from rcm_tui.workflow.trail import recorded_changes_of

if TYPE_CHECKING:
    from rcm_tui.changes.items import ItemChange
    from rcm_tui.history.log import Record, SettledIds
    from rcm_tui.workflow.view import PlanView

Changes = tuple["ItemChange", ...]
Step = tuple["Record", "ItemChange"]


class History:
    """The history of a plan, of which git is asked each time."""

    def __init__(self, view: PlanView) -> None:
        self.view = view

    def records(self, rev: str | Sequence[str], *, not_rev: str | None = None, naming: str = "") -> Iterable[Record]:
        """Yield records as `history.log.records` does, children before parents: of the plan, or those naming words."""
        paths = () if naming else FOLDERS
        return records(self.view.git, paths, rev=rev, not_rev=not_rev, naming=naming, topological=True)

    def changes_of(self, found: Iterable[Record]) -> Iterator[tuple[Record, Changes]]:
        """Yield what each record changed."""
        return recorded_changes_of(self.view, found, self.settled)

    @cached_property
    def settled(self) -> SettledIds:
        """The ids that synchronising changed."""
        return settled_ids(self.view.git)


class WholeHistory(History):
    """All records that HEAD and the editions reach: read once, and kept, as is what those changed of which it is asked.

    Only records that touch files of the plan are known, as no others change it.
    """

    def __init__(self, view: PlanView) -> None:
        super().__init__(view)
        self._changes: dict[str, Changes] = {}
        self._by_id: dict[str, Mapping[str, Sequence[int]]] = {}

    @cached_property
    def _head(self) -> Sequence[str]:
        return tuple(filter(None, (head_of(self.view.git).commit,)))

    @cached_property
    def tips(self) -> Sequence[str]:
        """HEAD and the commits of the editions."""
        return tuple(dict.fromkeys([*self._head, *(edition.commit for edition in editions(self.view.git))]))

    @cached_property
    def shape(self) -> object:
        """What the order of the records depends on, as long as more are only made after HEAD."""
        apart = {*self.tips} - self._reached(self._head, set())
        return [commit for commit, parents in self._parents.items() if len(parents) > 1], apart and self._head

    @cached_property
    def _parents(self) -> Mapping[str, Sequence[str]]:
        """The parents of every commit, whatever it touches."""
        listed = self.view.git.read("rev-list", "--parents", *self.tips) if self.tips else b""
        return {commit: parents for commit, *parents in (line.split() for line in listed.decode("ascii").splitlines())}

    @cached_property
    def _records(self) -> Sequence[Record]:
        """Every record, children before parents."""
        return tuple(super().records(self.tips) if self.tips else ())

    @cached_property
    def _texts(self) -> Sequence[tuple[int, str]]:
        """The words of each record in which others are sought, with its place."""
        return [(place, "\n".join(_lines(record))) for place, record in enumerate(self._records)]

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {record.commit: place for place, record in enumerate(self._records)}

    @cached_property
    def touching(self) -> Mapping[str, Sequence[Record]]:
        """The records that HEAD reaches and that touched each path, children before parents."""
        found: dict[str, list[Record]] = {}
        for record in self.records("HEAD"):
            for change in record.changes:
                found.setdefault(change.path, []).append(record)
        return found

    def records(self, rev: str | Sequence[str], *, not_rev: str | None = None, naming: str = "") -> Iterator[Record]:
        """Yield the records reachable from some commits, HEAD among them, and not from another."""
        without = self._reached([not_rev], set()) if not_rev else set()
        reached = self._reached([rev] if isinstance(rev, str) else rev, without)
        if naming:
            yield from (
                self._records[place]
                for place, text in self._texts
                if naming in text and self._records[place].commit in reached
            )
        else:
            places = (self._places.get(commit) for commit in reached)
            yield from (self._records[place] for place in sorted(place for place in places if place is not None))

    def changes_of(self, found: Iterable[Record]) -> Iterator[tuple[Record, Changes]]:
        """Yield what each record changed."""
        wanted = [*found]
        self.read(wanted)
        return ((record, self._changes[record.commit]) for record in wanted)

    def read(self, wanted: Iterable[Record], progress: Progress = quiet) -> None:
        """Read what these records changed; their files are read together."""
        missing = {record.commit: record for record in wanted if record.commit not in self._changes}
        counter = Counter(progress, len(missing))
        for record, changes in counter.each(super().changes_of(missing.values()) if missing else ()):
            self._changes[record.commit] = changes

    @cached_property
    def is_settled(self) -> bool:
        """Whether a synchronising changed ids, so that the paths that records touched do not tell of which items."""
        return bool(self.settled)

    def of_item(self, item_id: str, formerly: Iterable[str] = ()) -> tuple[Sequence[Step], set[str]]:
        """Return what changed an item, newest first, under its former ids too, and all ids that it had."""
        names = {item_id, *formerly}
        if self.is_settled:
            return self._steps.get(item_id, ()), names
        while True:
            steps = _steps(self._naming(names)).get(item_id, ())
            new = {change.former for _record, change in steps if change.former} - names
            if not new:
                return steps, names
            names |= new

    def _naming(self, ids: Iterable[str]) -> Iterator[tuple[Record, Changes]]:
        """Yield the records that touched items, with just their changes of these: one record may add a whole plan."""
        for record, changes in self.changes_of(self._touching(ids)):
            by_id = self._by_id.get(record.commit)
            if by_id is None:
                by_id = self._by_id[record.commit] = _places_by_id(changes)
            places = {place for item_id in ids for place in by_id.get(item_id, ())}
            yield record, tuple(changes[place] for place in sorted(places))

    def read_items(self, ids: Iterable[str], progress: Progress) -> None:
        """Read together what the records that touched the files of these items changed."""
        self.read(self._touching(ids), progress)

    @cached_property
    def _steps(self) -> Mapping[str, Sequence[Step]]:
        return _steps(self.changes_of(self.records("HEAD")))

    def _touching(self, ids: Iterable[str]) -> list[Record]:
        """Return the records that touched the files of these items, without doubles, children before parents."""
        found = (record for item_id in ids for path in places(item_id) for record in self.touching.get(path, ()))
        return [self._records[place] for place in sorted({self._places[record.commit] for record in found})]

    def _reached(self, revisions: Iterable[str], without: set[str]) -> set[str]:
        """Return the commits that some reach, themselves included, and that are not among others."""
        waiting = [commit for revision in revisions for commit in (self._head if revision == "HEAD" else (revision,))]
        found: set[str] = set()
        while waiting:
            commit = waiting.pop()
            if commit not in found and commit not in without:
                found.add(commit)
                waiting += self._parents.get(commit, ())
        return found


def _lines(record: Record) -> Iterator[str]:
    yield record.subject
    yield record.reason
    yield from (f"{key}: {value}" for key, value in record.trailers)


def _places_by_id(changes: Changes) -> Mapping[str, Sequence[int]]:
    """Return where among some changes those of each item are, by the id that it has after and before them."""
    found: dict[str, list[int]] = {}
    for place, change in enumerate(changes):
        for item_id in filter(None, {change.key, change.former}):
            found.setdefault(item_id, []).append(place)
    return found


def _steps(found: Iterable[tuple[Record, Changes]]) -> Mapping[str, Sequence[Step]]:
    """Return what records changed by the ids that items have now; the newest record comes first."""
    steps: dict[str, list[Step]] = {}
    now: dict[str, str] = {}
    for record, changes in found:
        for change in changes:
            item_id = now.get(change.key, change.key)
            steps.setdefault(item_id, []).append((record, change))
            if change.former:
                now[change.former] = item_id
    return steps
