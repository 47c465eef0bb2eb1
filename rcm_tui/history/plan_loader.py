"""Load the plan of a work tree, as a whole or file by file, and load it again after something was recorded.

Before files are read, the writing of any that another program was killed at is finished (see `journal`).
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rcm_tui.history.journal import finish_files, under_way
from rcm_tui.model.dates import fiscal
from rcm_tui.model.errors import RcmError
from rcm_tui.model.plan import Plan
from rcm_tui.store.git_folder import git_folder

if TYPE_CHECKING:
    from rcm_tui.store.reader import PlanReader, Progress, ReadFiles

_MANY = 1_000
"""Files from which on reading all takes no longer."""


def _put_in_words_by(plan: Plan) -> Plan:
    """Let changes be put in words by the plan's own fields too. Without any, no schema need be imported."""
    _use_fiscal_years_of(plan)
    if plan.info.fields or "rcm_tui.model.schema" in sys.modules:
        from rcm_tui.model.schema import use

        use(plan.schema)
    return plan


def _use_fiscal_years_of(plan: Plan) -> Plan:
    """Let dates be read and described by the fiscal years of the plan."""
    declared = plan.info.fiscal_year
    fiscal.use(declared.years if declared is not None else None)
    return plan


class PlanLoader:
    """Loads one plan. With `lazy`, files are read as they are needed, until something needs all of them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.lazy = False
        self._reader: PlanReader | None = None
        self._plan: Plan | None = None
        self._branch: tuple[bytes, bytes] | None = None

    @property
    def plan(self) -> Plan:
        """The plan as it was last loaded."""
        return self._plan if self._plan is not None else self._load()

    @property
    def files(self) -> ReadFiles | None:
        """The files as they were last read; None where they were not all read."""
        return self._reader.files if self._reader is not None else None

    @property
    def progress(self) -> Progress | None:
        """How far the first reading of all files is, for any thread; None before and after it."""
        return self._reader.progress if self._reader is not None else None

    def stop_first_reading(self) -> None:
        """Give up the first reading of all files, from any thread: it then raises ReadingStopped."""
        if self._reader is not None:
            self._reader.stop()

    def reload(self) -> Plan:
        """Read again what changed on disk, all files if they were not read before."""
        if self._reader is None:
            # A lazy plan needs neither: importing them takes 20 ms.
            from rcm_tui.store.cache import Cache
            from rcm_tui.store.git_folder import cache_folder
            from rcm_tui.store.parallel import ParallelReader

            folder = cache_folder(self.root)
            self._reader = ParallelReader(self.root, Cache(folder) if folder is not None else None)
        self._recover()
        self._branch = self._read_branch()
        self._plan = _put_in_words_by(self._reader.read())
        return self._plan

    def reload_these(self, touched: Collection[str]) -> Plan:
        """Read these files again, and those that others recorded since; all where more may have changed."""
        branch = self._read_branch()
        recorded = self._recorded_since(branch)
        if self._reader is None or self._plan is None or recorded is None or under_way(self.root):
            return self.reload()
        self._plan = _put_in_words_by(self._reader.read_these((*touched, *recorded)))
        self._branch = branch
        return self._plan

    def _recorded_since(self, branch: tuple[bytes, bytes] | None) -> Sequence[str] | None:
        """Return the paths that were recorded since the plan was loaded; None where that is not known, or very many."""
        if branch == self._branch:
            return ()
        if branch is None or self._branch is None or branch[0] != self._branch[0]:
            return None
        from rcm_tui.history.git import Git

        before, after = (commit.decode("ascii").strip() for _head, commit in (self._branch, branch))
        try:
            changes = Git.of_plan(self.root).changed_paths(before, after)
        except RcmError:
            return None
        return [change.path for change in changes] if len(changes) < _MANY else None

    def refresh(self) -> Plan:
        """Load the plan again if anything may have been recorded since; fast where nothing was.

        Edits without a record are not noticed; a file that is to be changed is always read from the disk.
        """
        unchanged = self._branch is not None and self._branch == self._read_branch() and not under_way(self.root)
        if self._plan is not None and unchanged:
            return self._plan
        return self.reload_these(()) if self._branch is not None and self._reader is not None else self._load()

    def after_record(self, touched: Collection[str], commit: str) -> Plan:
        """Load the plan after a commit of ours that touched these paths."""
        if self._reader is None or self._plan is None:
            return self._load()
        self._branch = self._read_branch()
        if self._branch is None or self._branch[1].strip() != commit.encode("ascii"):
            return self.reload()  # Something else has been recorded at the same time.
        self._plan = _put_in_words_by(self._reader.read_these(touched))
        return self._plan

    def _load(self) -> Plan:
        if not self.lazy or self._reader is not None:
            return self.reload()
        from rcm_tui.store.lazy_reader import LazyPlan

        self._recover()
        self._branch = self._read_branch()
        plan = LazyPlan(self.root, self.reload)
        self._plan = _put_in_words_by(plan) if "rcm_tui.model.schema" in sys.modules else _use_fiscal_years_of(plan)
        return self._plan

    def _recover(self) -> None:
        if under_way(self.root):
            from rcm_tui.history.git import Git  # A plan is read without git, which takes 8 ms to import.

            with contextlib.suppress(RcmError):  # The plan is read as it is; recording reports what prevents it.
                finish_files(self.root, Git.of_plan(self.root))

    def _read_branch(self) -> tuple[bytes, bytes] | None:
        """Return the branch checked out and its commit, if two small files say; running git would take too long."""
        git = git_folder(self.root)
        if git is None:
            return None
        try:
            head = (git.path / "HEAD").read_bytes()
            return head, (git.path / head.decode("ascii").removeprefix("ref:").strip()).read_bytes()
        except (OSError, UnicodeDecodeError, ValueError):
            return None  # A linked work tree, a packed branch, or one stored in another form.
