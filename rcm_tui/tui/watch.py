"""Notice what others do: files that another program (an editor, a pull) changes, and records that others share."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import aclosing
from pathlib import Path

from rcm_tui.model.errors import RcmError
from rcm_tui.workflow.memory import remembered
from rcm_tui.workflow.view import PlanView
from rcm_tui.workflow.workspace import Workspace

FETCH_MINUTES = "fetch-minutes"
"""The name under which it is remembered how often to fetch."""

_FOLDERS = ("plan", "archive", "meetings", "proposals")
_MANY = 500
"""Files from which on it is not certain that the system has reported all: it drops reports when there are too many."""


async def watch(
    root: Path, git_folder: Path | None, changed: Callable[[Collection[str] | None], Awaitable[None]]
) -> None:
    """Call `changed` whenever files of the plan, or the branches and tags of its repository, have changed.

    It is given the paths of these files, relative to the root, or None where others may have changed too: at first,
    as files can change before they are watched. Returns at once where nothing can be watched; the plan is then read
    again after each record only. Raises OSError where the system has no watches left.
    """
    try:
        import watchfiles  # noqa: F401 - whether it is there
    except ImportError:
        return
    polling = False
    while folders := _watched(root, git_folder):
        try:
            await _watch_these(folders, root, git_folder, changed, polling=polling)
        except ExceptionGroup as failures:
            if failures.split(RuntimeError)[1] is not None:
                raise
            # A file's name is not UTF-8. The system reports it whenever anybody reads it, which would end the watch
            # each time; polling every second reports it only when it changes.
            polling = True
        else:
            if _watched(root, git_folder) == folders:
                return


def _watched(root: Path, git_folder: Path | None) -> list[Path]:
    """Return the folders to watch that exist now."""
    folders = [root / folder for folder in _FOLDERS]
    if git_folder is not None:
        folders.append(git_folder / "refs")
    return [folder for folder in folders if folder.is_dir()]


async def _watch_these(
    folders: Sequence[Path],
    root: Path,
    git_folder: Path | None,
    changed: Callable[[Collection[str] | None], Awaitable[None]],
    *,
    polling: bool,
) -> None:
    """Watch these folders until there are others to be watched."""
    from watchfiles import Change, awatch

    in_git = f"{git_folder}{os.sep}" if git_folder is not None else None

    def ours(_change: Change, path: str) -> bool:
        # Called for every file that a checkout writes, while keys wait: so no Path is made of each.
        if in_git is not None and path.startswith(in_git):
            return not path.endswith(".lock")
        return not path.rpartition(os.sep)[2].startswith(".")

    batches = awatch(
        *folders,
        watch_filter=ours,
        debounce=200,
        step=50,
        force_polling=polling or None,
        poll_delay_ms=1000,
        yield_on_timeout=True,
    )
    async with aclosing(batches):
        is_first = True
        async for changes in batches:
            if changes or is_first:
                paths = {path for _change, path in changes if in_git is None or not path.startswith(in_git)}
                is_certain = not is_first and not polling and len(paths) < _MANY
                await changed({os.path.relpath(path, root) for path in paths} if is_certain else None)
            is_first = False
            if _watched(root, git_folder) != folders:
                return


def git_folder(workspace: Workspace) -> Path | None:
    """Return the git directory of a plan; None outside git."""
    try:
        return workspace.git.git_dir
    except RcmError:
        return None  # a plan outside git is read all the same; recording says what is wrong


def fetch_minutes() -> int:
    """Return how often, in minutes, to fetch while the interface is open; 0, as long as nobody chose, is never."""
    text = remembered(FETCH_MINUTES)
    return int(text) if text.isdecimal() else 0


async def fetch_regularly(
    here: Callable[[], PlanView | None],
    fetched: Callable[[], Awaitable[None]],
    complain: Callable[[str], None],
    minute: float = 60.0,
) -> None:
    """Fetch as often as a person has chosen, and call `fetched` each time; the plan stays as it is.

    `here` gives the plan, None where something else is fetched right now. Without a network nothing is said.
    """
    waited = 0
    while True:
        await asyncio.sleep(minute)
        waited += 1
        view = here() if 0 < fetch_minutes() <= waited else None
        if view is None:
            continue
        waited = 0
        if complaint := await asyncio.to_thread(_fetch, view):
            complain(complaint)
        await fetched()


def _fetch(view: PlanView) -> str:
    """Fetch and return what is wrong with what came."""
    # Here, as most people never fetch by the clock: it takes 60 ms to import.
    from rcm_tui.history.remote import Unreachable
    from rcm_tui.workflow import sync

    try:
        sync.fetch_and_look(view, sync.remote_here(view), lambda _message: None)
    except Unreachable:
        return ""
    except RcmError as error:
        return str(error)
    return ""
