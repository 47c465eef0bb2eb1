"""The state of a command line: where the plan is, the language, and the day that rules count from."""

from __future__ import annotations

import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rcm_tui.cli.prompts import from_stdin
from rcm_tui.i18n import current, ngettext, use_words
from rcm_tui.model.errors import RcmError
from rcm_tui.store.git_folder import git_folder

if TYPE_CHECKING:
    from rcm_tui.model.plan import Plan
    from rcm_tui.model.texts import Text
    from rcm_tui.workflow.session import Session
    from rcm_tui.workflow.workspace import Workspace


class State:
    """The global options, and the plan they lead to, opened when it is first needed."""

    def __init__(self, start: Path | None = None, on: datetime.date | None = None) -> None:
        self.start = start or Path.cwd()
        self.on = on
        self.plain = False
        """Whether the interface is to be used line by line."""
        self.lazy = False
        """Whether only those files are read that are asked for, until something needs the whole plan."""

    @cached_property
    def workspace(self) -> Workspace:
        """The plan repository. Raises NoPlanHere."""
        from rcm_tui.reports.styles import use_statuses
        from rcm_tui.workflow.workspace import Workspace

        workspace = Workspace.open(self.start, on=self.on)
        use_statuses(lambda: workspace.plan.statuses)
        return workspace.read_lazily() if self.lazy else workspace

    @cached_property
    def session(self) -> Session:
        """The session that records in the workspace; messages of records use the program's own words."""
        use_words(None)
        from rcm_tui.workflow.session import Session

        return Session(self.workspace)

    def limits(self) -> tuple[str, ...]:
        """Say what the clone or work tree lacks of what was read: files, and where git was asked, history."""

        folder = git_folder(self.workspace.root) if "workspace" in vars(self) else None
        if folder is None or not ((folder.is_shallow and self.workspace.has_read_git) or folder.may_be_sparse):
            return ()
        from rcm_tui.history.worktree import limits

        try:
            return tuple(limits(self.workspace.git))
        except RcmError as refusal:  # Git does not open the repository.
            return (str(refusal),)

    def left_out(self) -> str:
        """Say that files cannot be read, where all of them were read to show something; else return an empty string."""
        workspace = vars(self).get("workspace")
        if workspace is None or workspace.files is None or "session" in vars(self):
            return ""
        from rcm_tui.model.plan import unreadable_files

        count = len(unreadable_files(workspace.plan))
        if not count:
            return ""
        return ngettext(
            "{count} file cannot be read, so what it holds is left out: rcm check",
            "{count} files cannot be read, so what they hold is left out: rcm check",
            count,
        ).format(count=count)

    @property
    def plan(self) -> Plan:
        """The plan as it is now."""
        return self.workspace.plan

    @property
    def language(self) -> str:
        """The language of sentences and of the texts shown."""
        return current()

    def text(self, words: str, language: str | None) -> Text:
        """Return what a person typed as a text: in the language given, else the one in use where the plan has it.

        `-` reads the text from stdin.
        """
        languages = self.plan.info.languages
        chosen = language or (current() if current() in languages else self.plan.info.first_language)
        return {chosen: from_stdin().strip() if words == "-" else words}


pass_state = click.make_pass_decorator(State)
"""Gives a command the `State` as its first argument."""
