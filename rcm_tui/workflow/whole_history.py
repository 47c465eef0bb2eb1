"""The history of a plan, asked of git each time or read once for whoever asks for all of it, as a site does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from rcm_tui.history.editions import editions
from rcm_tui.history.log import records
from rcm_tui.history.state import head_of
from rcm_tui.reports.progress import Counter, Progress, quiet
from rcm_tui.store.paths import FOLDERS
from rcm_tui.workflow.trail import recorded_changes_of

if TYPE_CHECKING:
    from rcm_tui.changes.items import ItemChange
    from rcm_tui.history.log import Record
    from rcm_tui.workflow.view import PlanView

Changes = tuple["ItemChange", ...]


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
        return recorded_changes_of(self.view, found)


class WholeHistory(History):
    """All records that HEAD and the editions reach, with what each changed: read once, and kept.

    Only records that touch files of the plan are known, as no others change it.
    """

    def __init__(self, view: PlanView, progress: Progress = quiet) -> None:
        super().__init__(view)
        self._progress = progress

    @cached_property
    def _head(self) -> Sequence[str]:
        return tuple(filter(None, (head_of(self.view.git).commit,)))

    @cached_property
    def _tips(self) -> Sequence[str]:
        return tuple(dict.fromkeys([*self._head, *(edition.commit for edition in editions(self.view.git))]))

    @cached_property
    def _parents(self) -> Mapping[str, Sequence[str]]:
        """The parents of every commit, whatever it touches."""
        listed = self.view.git.read("rev-list", "--parents", *self._tips) if self._tips else b""
        return {commit: parents for commit, *parents in (line.split() for line in listed.decode("ascii").splitlines())}

    @cached_property
    def _changes(self) -> Mapping[str, tuple[Record, Changes]]:
        """Each record with its changes by its commit, children before parents."""
        found = super().records(self._tips) if self._tips else ()
        counter = Counter(self._progress, len(self._parents))
        return {record.commit: (record, changes) for record, changes in counter.each(super().changes_of(found))}

    def records(self, rev: str | Sequence[str], *, not_rev: str | None = None, naming: str = "") -> Iterator[Record]:
        """Yield the records reachable from some commits, HEAD among them, and not from another."""
        reached = self._reached([rev] if isinstance(rev, str) else rev) - self._reached([not_rev] if not_rev else ())
        for commit, (record, _changes) in self._changes.items():
            if commit in reached and _names(record, naming):
                yield record

    def changes_of(self, found: Iterable[Record]) -> Iterator[tuple[Record, Changes]]:
        """Yield what each record changed."""
        return (self._changes[record.commit] for record in found)

    def _reached(self, revisions: Iterable[str]) -> set[str]:
        waiting = [commit for revision in revisions for commit in (self._head if revision == "HEAD" else (revision,))]
        found: set[str] = set()
        while waiting:
            commit = waiting.pop()
            if commit not in found:
                found.add(commit)
                waiting += self._parents.get(commit, ())
        return found


def _names(record: Record, words: str) -> bool:
    """Return whether the message of a record has these words."""
    if not words:
        return True
    lines = (record.subject, record.reason, *(f"{key}: {value}" for key, value in record.trailers))
    return any(words in line for line in lines)
