"""What screens, widgets, dialogs and forms use of the application, so that none of them imports it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from textual import events
    from textual.await_complete import AwaitComplete
    from textual.screen import ModalScreen, Screen
    from textual.widget import AwaitMount

    from rcm_tui.model.plan import Plan
    from rcm_tui.model.rules import Day
    from rcm_tui.store.reader import Progress
    from rcm_tui.workflow.attribution import RecordOptions
    from rcm_tui.workflow.change import Conflict, Recorded
    from rcm_tui.workflow.session import Build
    from rcm_tui.workflow.summary import RepoSummary
    from rcm_tui.workflow.view import Snapshot
    from rcm_tui.workflow.workspace import Workspace

Result = TypeVar("Result")
Answer = TypeVar("Answer")


class WorkspaceRunner(Protocol):
    """The one thread in which the workspace may be used."""

    async def run(self, action: Callable[[Workspace], Result]) -> Result:
        """Call a function with the workspace in that thread, and wait for its result."""

    @property
    def progress(self) -> Progress | None:
        """How far the first reading of the plan is; None before and after it."""


class BackgroundReader(Protocol):
    """Reads files or git in threads and drops results that are out of date."""

    def read(
        self,
        name: str,
        reading: Callable[[], Result],
        then: Callable[[Result], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Read in a thread, then call `then` unless a newer reading of that name has begun."""

    def read_in_steps(
        self,
        name: str,
        steps: Iterator[Result],
        then: Callable[[Result], None],
        failed: Callable[[Exception], None] | None = None,
        *,
        when_quiet: bool = False,
    ) -> None:
        """Read as by `read`, step by step, and call `then` with the result of each; keys go first `when_quiet`."""

    def count(self, part: str, then: Callable[[Any], None]) -> None:
        """Count a part of the plan (see `workflow.counting`), then call `then`; what was counted already is kept."""

    def forget(self, name: str) -> None:
        """Drop whatever is being read under that name."""


class Application(Protocol):
    """The running application. `RcmApp` is the only implementation."""

    root: Path
    """The folder of the plan."""
    recording: Any
    """Whether a record has been under way long enough to be announced in the header."""

    last_key: float
    """When a key was last pressed, by `time.monotonic`."""

    @property
    def snapshot(self) -> Snapshot:
        """The plan as last read, for any thread. Raises RcmError before that, and where it cannot be read."""

    @property
    def on(self) -> date:
        """The day that rules count from."""

    @property
    def day(self) -> Day:
        """That day, and where it comes from."""

    @property
    def plan(self) -> Plan | None:
        """The plan as last read; None before that, and where it cannot be read."""

    @property
    def repo_summary(self) -> RepoSummary | None:
        """What is not recorded, and where the clone stands."""

    @property
    def broken(self) -> str:
        """Why there is no plan to show; empty where there is one, or it is being read."""

    @property
    def workspace_thread(self) -> WorkspaceRunner:
        """The thread that owns the workspace."""

    @property
    def reader(self) -> BackgroundReader:
        """The reader for everything that needs no exclusive use of the workspace."""

    # --- the plan

    async def reload(self, touched: Collection[str] | None = None) -> None:
        """Read again what changed on disk; only `touched`, where that is known."""

    def record(
        self,
        build: Build,
        options: RecordOptions = ...,
        *,
        describe: Callable[[Recorded], str] | None = None,
        on_conflict: Callable[[Conflict], Awaitable[Build | None]] | None = None,
        moves_cursor: bool = False,
    ) -> Awaitable[Recorded | None]:
        """Queue a change; awaited, give what was recorded, or None where nothing was.

        Keys wait for a record that `moves_cursor`, as one does that takes the row under it from the list.
        """

    def recorded(self, recorded: Recorded, sentence: str | None) -> None:
        """Show the plan after a record, and say what was recorded."""

    # --- screens

    async def open(self, name: str, *args: object, over: bool = False) -> None:
        """Show a screen by its name in `navigation.SCREENS`; `over` keeps the current one beneath it."""

    async def open_item(self, item_id: str, entry_id: str = "") -> None:
        """Show an item in the plan, or in the archive if it is archived."""

    async def find(self, words: str) -> None:
        """Show the items of the plan that fit a query."""

    def push_screen(self, screen: Screen[Any]) -> AwaitMount:
        """Show a form or dialog."""

    def pop_screen(self) -> AwaitComplete:
        """Leave the current screen."""

    async def ask(self, dialog: ModalScreen[Answer | None]) -> Answer | None:
        """Show a dialog and wait for its answer; None where it was left with Escape."""

    def toast(self, sentence: str) -> None:
        """Show a sentence for a few seconds."""

    def show_message(self, heading: str, sentence: str) -> None:
        """Show a sentence in a dialog that has to be closed."""

    def copy(self, text: str, what: str) -> None:
        """Copy text to the clipboard and say that `what` was copied."""

    def edit_file(self, path: Path, line: int = 1) -> str:
        """Open a file in the person's editor and return its text afterwards."""

    def with_terminal(self, action: Callable[[], Answer], notice: str) -> Answer:
        """Leave the screen while `action` runs, so that a program can ask at the terminal; `notice` says for what."""

    # --- work and errors

    def run_in_background(self, work: Coroutine[Any, Any, object]) -> None:
        """Run a coroutine without holding up the keys; errors in it are shown."""

    def keys_wait_for(self, work: Awaitable[Answer]) -> Coroutine[Any, Any, Answer]:
        """Have keys wait, except in a dialog, for work that may put the cursor elsewhere; return what awaits it."""

    def handle_again(self, keys: Iterable[events.Key]) -> None:
        """Handle keys that were held back, before any that came after them."""

    async def guard(self, work: Awaitable[object]) -> None:
        """Await something; an error in it is shown in a dialog."""

    def report_crash(self, error: BaseException) -> None:
        """Log an unexpected error and show it."""

    # --- preferences

    def change_language(self) -> None:
        """Change between English and Spanish."""

    def change_theme(self) -> None:
        """Change between the dark and the light theme."""

    def leave(self) -> None:
        """End the program once everything is recorded."""
