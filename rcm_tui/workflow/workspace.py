"""One plan repository as a person works on it: the place where both faces meet store and history."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rcm_tui.i18n import _, current
from rcm_tui.model import ids
from rcm_tui.model.errors import BadValue, RcmError
from rcm_tui.model.texts import pick
from rcm_tui.store import paths

if TYPE_CHECKING:
    import os

    from rcm_tui.changes.items import ItemChange
    from rcm_tui.history.git import Git
    from rcm_tui.history.state import Identity, RepoState
    from rcm_tui.model.items import Meeting
    from rcm_tui.model.plan import Plan
    from rcm_tui.store.reader import PlanReader
    from rcm_tui.workflow.change import Attribution, Change, Preview, Recorded


@dataclass(frozen=True, slots=True)
class RepoSummary:
    """Where things stand: what the header of every screen says.

    `ahead` and `behind` count commits against the branch's upstream; None where it has none. `unrecorded` counts the
    items and files that differ from their last record, `to_place` the agreements that lead nowhere yet.
    """

    title: str
    branch: str | None
    meetings: tuple[Meeting, ...]
    unrecorded: int
    to_place: int
    ahead: int | None
    behind: int | None
    problems: int
    state: RepoState


class Workspace:
    """One plan repository. Not for use by two threads at once, but for `plan`, which is immutable."""

    def __init__(self, root: Path, *, on: datetime.date | None = None) -> None:
        self.root = root
        self._on = on
        self._reader: PlanReader | None = None
        self._plan: Plan | None = None
        self._stamp: tuple[bytes, bytes] | None = None
        self._by_file = False
        self.is_alone = False
        """Whether this workspace has the plan to itself just now, and has read it since: see `alone`."""

    @classmethod
    def open(cls, start: Path, *, on: datetime.date | None = None) -> Workspace:
        """The plan that `start` lies in, looked for upwards as git does.

        `on` is the day that every rule counts from; without it the plan's `as_of`, else today. Raises NoPlanHere.
        """
        start = start.absolute()
        for folder in (start, *start.parents):
            if (folder / paths.INFO).is_file():
                return cls(folder, on=on)
        from rcm_tui.workflow.change import NoPlanHere

        raise NoPlanHere(str(start))

    @cached_property
    def git(self) -> Git:
        """The repository that the plan stands in. Raises RcmError where it stands in none, or not at its root."""
        from rcm_tui.history.git import Git

        git = Git.find(self.root)
        if git.root.resolve() != self.root.resolve():
            raise RcmError(
                _(
                    "The plan in {folder} does not stand at the root of its repository ({root}); "
                    "a plan has a repository of its own."
                ).format(folder=self.root, root=git.root)
            )
        return git

    @property
    def name(self) -> str:
        """The plan's title in the language in use; the folder's name where it has none."""
        return pick(self.plan.info.title, current()) or self.root.name

    # --- reading

    @property
    def plan(self) -> Plan:
        """The plan as it was last read."""
        if self._plan is None:
            return self._look() if self._by_file else self.reload()
        return self._plan

    def file_by_file(self) -> Workspace:
        """This workspace, for changes to few files: of the plan only what is asked for is read, till all is needed."""
        self._by_file = True
        return self

    def _look(self) -> Plan:
        from rcm_tui.history.journal import under_way
        from rcm_tui.store.lazy_reader import LazyPlan

        if under_way(self.root):
            self._finish()
        self._plan = LazyPlan(self.root, self.reload)
        return self._plan

    def reload(self) -> Plan:
        """Read again what changed on disk, after finishing the files at which another program was killed."""
        if self._reader is None:
            from rcm_tui.store.cache import Cache, folder_for  # What compares two revisions does without the plan.
            from rcm_tui.store.reader import PlanReader

            folder = folder_for(self.root)
            self._reader = PlanReader(self.root, Cache(folder) if folder is not None else None)
        from rcm_tui.history.journal import under_way

        if under_way(self.root):
            self._finish()
        self._stamp = self._branch_now()
        self._plan = self._reader.read()
        return self._plan

    def catch_up(self) -> Plan:
        """Read the plan again if anything may have been recorded since it was read; quick where nothing was.

        Edits by hand are no records; a file that is to be changed is read from the disk in any case.
        """
        from rcm_tui.history.journal import under_way

        if self._by_file and self._reader is None:
            return self._look()
        if self._plan is None or self._stamp is None or under_way(self.root) or self._stamp != self._branch_now():
            return self.reload()
        return self._plan

    def recorded(self, touched: Iterable[str], commit: str) -> Plan:
        """The plan after a record of these files."""
        if self._reader is None or self._plan is None:
            return self._look() if self._by_file else self.reload()
        self._stamp = self._branch_now()
        if self._stamp is None or self._stamp[1].strip() != commit.encode("ascii"):
            return self.reload()  # Something else has been recorded at the same time.
        self._plan = self._reader.read_these(touched)
        return self._plan

    def _branch_now(self) -> tuple[bytes, bytes] | None:
        """The branch that is checked out and its commit, where two small files tell; asking git takes too long here."""
        try:
            head = (self.root / ".git" / "HEAD").read_bytes()
            return head, (self.root / ".git" / head.decode("ascii").removeprefix("ref:").strip()).read_bytes()
        except (OSError, UnicodeDecodeError, ValueError):
            return None  # A linked work tree, a packed branch, or one kept in another form.

    def _finish(self) -> None:
        from rcm_tui.history.journal import finish_files

        try:
            git = self.git
        except RcmError:
            return  # The plan is read as it stands; whoever records is told what prevents it.
        finish_files(self.root, git)

    def known(self, path: str, facts: os.stat_result) -> str | None:
        """The id that git gives a file in this state, where it has been read in it; else None."""
        if self._reader is None or self.git.object_format != "sha1":
            return None
        return self._reader.known(path, facts)

    def blobs(self) -> dict[str, str]:
        """The id (SHA-1) that git gives each file of the plan, as last read; without those that cannot be used."""
        return self._reader.blobs() if self._reader is not None else {}

    @property
    def on(self) -> datetime.date:
        """The day that every rule counts from."""
        return self._day()[0]

    @property
    def on_source(self) -> str:
        """Where that day comes from: `option`, `as_of` or `today`."""
        return self._day()[1]

    def _day(self) -> tuple[datetime.date, str]:
        if self._on is not None:
            return self._on, "option"
        if self.plan.info.as_of:
            try:
                return datetime.date.fromisoformat(self.plan.info.as_of), "as_of"
            except ValueError:
                pass  # `rcm check` tells of it; the rules count from today.
        return datetime.date.today(), "today"

    def path(self, key: str) -> str:
        """The file of an item, a meeting, or a shared file, relative to the root. Raises BadValue if there is none."""
        plan = self.plan
        if key in plan.items or key in plan.unreadable:
            return paths.item_path(key, archived=plan.is_archived(key))
        if key in plan.meetings:
            return paths.meeting_path(key)
        if (key in paths.SHARED_FILES or key.startswith(paths.MEETINGS + "/")) and (self.root / key).is_file():
            return key
        raise BadValue(_("There is no {key} in this plan.").format(key=key))

    def read_bytes(self, path: str) -> bytes:
        """A file as it is on disk now. Raises RcmError where it cannot be read."""
        from rcm_tui.store.files import read_limited
        from rcm_tui.store.yaml import YamlProblem

        try:
            return read_limited(self.root / path)
        except (OSError, YamlProblem) as refusal:
            raise RcmError(f"{path}: {getattr(refusal, 'strerror', None) or refusal}") from refusal

    def data(self, key: str) -> dict[str, Any]:
        """The plain data of a file, fresh from disk. Raises RcmError naming what is wrong with an unreadable one."""
        from rcm_tui.store.yaml import YamlProblem, parse

        path = self.path(key)
        node = self.plan.unreadable.get(key)
        if node is not None:
            told = "\n".join(map(str, node.problems))
            raise RcmError(
                _("{item} cannot be read, so it cannot be changed here; mend the file first:\n{problems}").format(
                    item=key, problems=told
                )
            )
        try:
            return parse(self.read_bytes(path))
        except YamlProblem as problem:
            raise RcmError(f"{path}:{problem.line}:{problem.column}: {problem.message}") from problem

    def standing(self) -> RepoSummary:
        """Where things stand now."""
        from rcm_tui.history.state import state
        from rcm_tui.model.plan import errors

        repository = state(self.git)
        return RepoSummary(
            title=self.name,
            branch=repository.branch,
            meetings=self.plan.open_meetings,
            unrecorded=len(self.unrecorded()),
            to_place=len(self.plan.agreements_to_place()),
            ahead=repository.ahead,
            behind=repository.behind,
            problems=len(errors(self.plan.problems)),
            state=repository,
        )

    def unrecorded(self) -> tuple[ItemChange, ...]:
        """What differs between the last record and the files as they are: edits made by hand."""
        from rcm_tui.workflow.external_edits import unrecorded

        return unrecorded(self)

    # --- naming

    def resolve(self, words: str) -> str:
        """The item that an id, an old id, or words that fit one item name.

        Raises BadValue where nothing fits, or several things do, naming them.
        """
        from rcm_tui.workflow.naming import resolve_item

        return resolve_item(self.plan, words)

    def resolve_meeting(self, words: str) -> str:
        """The meeting that an id or words that fit one meeting name. Raises BadValue."""
        from rcm_tui.workflow.naming import resolve_meeting

        return resolve_meeting(self.plan, words)

    def ids_ever(self) -> set[str]:
        """Every id that was ever given, in any branch's history or in the files: a new one is above them."""
        from rcm_tui.history.log import ids_ever

        return {*ids_ever(self.git), *self.plan.items, *self.plan.unreadable, *self.plan.formerly}

    def new_item_id(self, parent: str) -> str:
        """The id for a new child of `parent`."""
        return ids.next_id(parent, self.ids_ever())

    # --- recording

    def preview(self, change: Change, by: Attribution) -> Preview:
        """The record that a change would make; nothing is written."""
        from rcm_tui.workflow.recording import preview

        return preview(self, change, by)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else records while the block runs, and what others recorded before has been read.

        A change is built out of the files as they are, so it is built here, and recorded in the same block: else it
        would take back what another program recorded in between. Raises RcmError where the lock cannot be had.
        """
        from rcm_tui.history.lock import hold

        with hold(self.git):
            self.catch_up()
            self.is_alone = True
            try:
                yield
            finally:
                self.is_alone = False

    def record(self, change: Change, by: Attribution) -> Recorded:
        """Write the files and commit them as one record, then read the plan again.

        To be used with a change built in the same block of `alone`, where others may be at work.

        Raises NothingToRecord, HandEdits, NoIdentity, or RcmError with what prevents it and what to do.
        """
        from rcm_tui.workflow.recording import record

        return record(self, change, by)

    def identity(self) -> Identity | None:
        """Who records here, by git's configuration; None where git does not know."""
        from rcm_tui.history.state import identity

        return identity(self.git)

    def set_identity(self, name: str, email: str) -> None:
        """Tell git who records in this repository."""
        from rcm_tui.history.state import set_identity

        set_identity(self.git, name, email)
