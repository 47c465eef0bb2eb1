"""Views of a plan: its items, its files, its repository, and the day that its rules count from."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rcm_tui.i18n import _, current
from rcm_tui.model.errors import BadValue, RcmError
from rcm_tui.model.rules import Day, day_of
from rcm_tui.model.texts import pick
from rcm_tui.store import paths
from rcm_tui.workflow import naming

if TYPE_CHECKING:
    import os

    from rcm_tui.history.git import Git
    from rcm_tui.model.plan import Plan
    from rcm_tui.store.reader import ReadFiles


class PlanView:
    """A plan that can be read. Of two kinds: a `Workspace`, which changes, and a `Snapshot` of one."""

    def __init__(self, root: Path, chosen_day: datetime.date | None = None, git: Git | None = None) -> None:
        self.root = root
        self.chosen_day = chosen_day
        """The day that was given for rules to count from, None where none was."""
        self._git = git

    @property
    def plan(self) -> Plan:
        """The plan as it was last read."""
        raise NotImplementedError

    @property
    def files(self) -> ReadFiles | None:
        """The files of the plan as they were last read; None where they were not all read."""
        raise NotImplementedError

    @property
    def git(self) -> Git:
        """The repository of the plan: its own, or a larger one. Raises NoRepository where there is none to be used."""
        if self._git is None:
            from rcm_tui.history.git import Git  # A plan is read without git, which takes 8 ms to import.

            self._git = Git.of_plan(self.root)
        return self._git

    @property
    def has_read_git(self) -> bool:
        """Whether the repository was asked for anything."""
        return self._git is not None

    @property
    def name(self) -> str:
        """The plan's title in the language in use; the folder's name where it has none."""
        return pick(self.plan.info.title, current()) or self.root.name

    @property
    def meeting(self) -> str | None:
        """The meeting that a change made now belongs to: the open one, where there is just one."""
        opened = self.plan.open_meetings
        return opened[0].id if len(opened) == 1 else None

    @property
    def day(self) -> Day:
        """The day that every rule counts from, and where it comes from."""
        return day_of(self.plan, self.chosen_day)

    @property
    def on(self) -> datetime.date:
        """The day that every rule counts from."""
        return self.day.date

    # --- files

    def path(self, key: str) -> str:
        """Return the path of an item's, a meeting's or a shared file, relative to the root. Raises BadValue."""
        plan = self.plan
        if key in plan.items or key in plan.unreadable:
            return paths.item_path(key, archived=plan.is_archived(key))
        if key in plan.meetings:
            return paths.meeting_path(key)
        others = (paths.MEETINGS + "/", paths.PROPOSALS + "/")
        is_there = (paths.is_shared(key) or key.startswith(others)) and (self.root / key).is_file()
        if key == paths.ACTORS or is_there:
            return key
        raise BadValue(_("There is no {key} in this plan.").format(key=key))

    def read_bytes(self, path: str) -> bytes:
        """Read a file as it is on disk now. Raises RcmError where that fails."""
        from rcm_tui.store.files import read_limited
        from rcm_tui.store.yaml import YamlProblem

        try:
            return read_limited(self.root / path)
        except (OSError, YamlProblem) as refusal:
            raise RcmError(f"{path}: {getattr(refusal, 'strerror', None) or refusal}") from refusal

    def data(self, key: str) -> dict[str, Any]:
        """Read the plain data of a file from disk. Raises RcmError naming what is wrong with an invalid one."""
        from rcm_tui.store.yaml import YamlProblem, parse

        path = self.path(key)
        node = self.plan.unreadable.get(key)
        if node is not None:
            problems = "\n".join(map(str, node.problems))
            raise RcmError(
                _("{item} cannot be read, so it cannot be changed here; correct the file first:\n{problems}").format(
                    item=key, problems=problems
                )
            )
        if path == paths.ACTORS and not (self.root / path).exists():
            return {}
        try:
            return parse(self.read_bytes(path))
        except YamlProblem as problem:
            raise RcmError(f"{path}:{problem}") from problem

    def known_blob(self, path: str, facts: os.stat_result) -> str | None:
        """Return git's id (SHA-1) of a file whose stat is `facts`, if it was read in that state; else None."""
        files = self.files
        return files.known_blob(path, facts) if files is not None and self.git.object_format == "sha1" else None

    # --- names

    def resolve(self, words: str) -> str:
        """Find the item named by an id, a former id, or words that match one item.

        Raises BadValue where nothing matches, or several items do, naming them.
        """
        return naming.resolve_item(self.plan, words)

    def resolve_meeting(self, words: str) -> str:
        """Find the meeting named by an id or words that match one meeting. Raises BadValue."""
        return naming.resolve_meeting(self.plan, words)


class Snapshot(PlanView):
    """A plan as it was at one moment; may be read in any thread. Its files on disk may have changed since."""

    def __init__(
        self,
        root: Path,
        plan: Plan,
        files: ReadFiles | None = None,
        chosen_day: datetime.date | None = None,
        git: Git | None = None,
    ) -> None:
        super().__init__(root, chosen_day, git)
        self._plan = plan
        self._files = files

    @property
    def plan(self) -> Plan:
        """The plan at that moment."""
        return self._plan

    @property
    def files(self) -> ReadFiles | None:
        """Its files at that moment."""
        return self._files
