"""A plan repository as a person works on it: loads the plan, locks it, and records changes to it."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rcm_tui.history.plan_loader import PlanLoader
from rcm_tui.model.rules import Day, day_of
from rcm_tui.store import paths
from rcm_tui.store.files import check_inside
from rcm_tui.workflow.view import PlanView, Snapshot

if TYPE_CHECKING:
    from rcm_tui.history.git import Git
    from rcm_tui.model.plan import Plan
    from rcm_tui.store.reader import Progress, ReadFiles
    from rcm_tui.workflow.change import Attribution, Change, Preview, Recorded


class Workspace(PlanView):
    """One plan repository, used by one thread: the one that claimed it. Other threads read a `snapshot`."""

    def __init__(self, root: Path, *, on: datetime.date | None = None) -> None:
        super().__init__(root, on)
        self._loader = PlanLoader(root)
        self._owner: int | None = None
        self._meeting: str | None = None
        self._is_locked = False

    @classmethod
    def open(cls, start: Path, *, on: datetime.date | None = None) -> Workspace:
        """Open the plan that `start` lies in, looked for upwards as git does.

        `on` is the day that every rule counts from, instead of the one that `model.rules.day_of` finds. Raises
        NoPlanHere, and UnsafePath where a folder of the plan is a link: what it leads to has no history here.
        """
        start = start.absolute()
        for folder in (start, *start.parents):
            if (folder / paths.INFO).is_file():
                for name in paths.FOLDERS:
                    check_inside(folder / name / paths.SUFFIX, folder)
                return cls(folder, on=on)
        from rcm_tui.workflow.change import NoPlanHere

        raise NoPlanHere(str(start))

    # --- the thread that owns it

    def claim(self) -> None:
        """Make the current thread the only one that may use this workspace."""
        self._owner = threading.get_ident()

    def release(self) -> None:
        """Let any thread use it again."""
        self._owner = None

    def _check_thread(self) -> None:
        if self._owner is not None and self._owner != threading.get_ident():
            raise RuntimeError("A workspace is used by the thread that owns it; read a snapshot elsewhere.")

    # --- reading

    @property
    def git(self) -> Git:
        """The repository of the plan: its own, or a larger one. Raises NoRepository where there is none to be used."""
        self._check_thread()
        return super().git

    @property
    def plan(self) -> Plan:
        """The plan as it was last loaded."""
        self._check_thread()
        return self._loader.plan

    @property
    def files(self) -> ReadFiles | None:
        """The files of the plan as they were last read; None where they were not all read."""
        self._check_thread()
        return self._loader.files

    def read_lazily(self) -> Workspace:
        """Read only those files that are asked for, until something needs the whole plan. Returns this workspace."""
        self._loader.lazy = True
        return self

    def read_lazily_if_readable(self) -> Workspace:
        """Read lazily where all files could be read the last time, as no notice of files left out is needed then.

        A file that is asked for and cannot be read still causes all files to be read.
        """
        from rcm_tui.store.cache import Cache
        from rcm_tui.store.git_folder import cache_folder

        folder = cache_folder(self.root)
        return self.read_lazily() if folder is not None and Cache(folder).was_readable() else self

    @property
    def progress(self) -> Progress | None:
        """How far the first reading of all files is; None before and after it. Any thread may ask."""
        return self._loader.progress

    def stop_first_reading(self) -> None:
        """Give up the first reading of all files: it then raises ReadingStopped. Any thread may ask for it."""
        self._loader.stop_first_reading()

    def reload(self, touched: Collection[str] | None = None) -> Plan:
        """Read again what changed on disk; only `touched`, and what was recorded since, where that is known."""
        self._check_thread()
        return self._loader.reload() if touched is None else self._loader.reload_these(touched)

    def snapshot(self) -> Snapshot:
        """Return the plan as it was last loaded, for any thread to read."""
        return Snapshot(self.root, self.plan, self.files, self.chosen_day, self._git)

    # --- recording

    @property
    def meeting(self) -> str | None:
        """The meeting that a change made now belongs to: the one it is built for, else the open one."""
        if self._meeting is None:
            return super().meeting
        return self._meeting if self._meeting in self.plan.meetings else None

    @property
    def day(self) -> Day:
        """The day that every rule counts from: in a change, that of the meeting it is built for."""
        return day_of(self.plan, self.chosen_day, self._meeting)

    @contextmanager
    def built_for(self, meeting: str | None) -> Iterator[None]:
        """Let changes built in the block belong to a meeting, to none (`none`), or to the open one (None)."""
        before, self._meeting = self._meeting, meeting
        try:
            yield
        finally:
            self._meeting = before

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep others from recording while the block runs, and load what they recorded before. May be nested.

        A change is built out of the files as they are, so it is built and recorded in one such block: else it would
        undo what another program recorded in between. Raises RcmError where the lock cannot be had.
        """
        from rcm_tui.history.lock import hold

        if self._is_locked:
            yield
            return
        with hold(self.git):
            self._loader.refresh()
            self._is_locked = True
            try:
                yield
            finally:
                self._is_locked = False

    def moved_to(self, commit: str, touched: Sequence[str]) -> None:
        """Load the plan after the branch was moved to a commit; `touched` are the paths that this changed."""
        self._loader.after_record(touched, commit)

    def preview(self, change: Change, by: Attribution) -> Preview:
        """Make the record of a change without writing anything."""
        from rcm_tui.workflow import recording

        return recording.preview(self, change, by)

    def record(self, change: Change, by: Attribution) -> Recorded:
        """Write the files of a change and commit them as one record, then load the plan again.

        Raises NothingToRecord, ExternalEdits, NoIdentity, or RcmError with what prevents it and what to do.
        """
        from rcm_tui.workflow import recording  # Reading does without it, and without what parses: 20 ms.
        from rcm_tui.workflow.change import Recorded

        with self.lock():
            made = recording.write(self, change, by)
            self._loader.after_record(made.paths, made.commit)
            after = self.snapshot()
        message = made.message
        return Recorded(
            by,
            made.commit,
            message.subject,
            message.text(),
            made.changes,
            after,
            change.new_id,
            made.notes,
            made.is_complete,
        )
