"""Unexpected errors: logged whole in a file, shown in a sentence."""

from __future__ import annotations

import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual import events
from textual.screen import Screen

from rcm_tui.store.paths import state_folder

if TYPE_CHECKING:
    from textual.message import Message

    from rcm_tui.tui.protocols import Application

_LIMIT = 1_000_000
"""Bytes; a longer log is renamed to `.old.log` and a new one begun."""


def log_file() -> Path:
    """Return the path of the log, under XDG_STATE_HOME."""
    return state_folder() / "trouble.log"


def log_error(error: BaseException) -> Path | None:
    """Add the error with its traceback to the log; return the log's path, or None where it could not be written."""
    path = log_file()
    text = "".join(traceback.format_exception(error))
    stamp = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > _LIMIT:
            path.replace(path.with_suffix(".old.log"))
        with path.open("a", encoding="utf-8", errors="backslashreplace") as log:
            log.write(f"--- {stamp}\n{text}\n")
    except OSError:
        return None
    return path


class ErrorGuard:
    """Mixed into the app and its screens: an error in one of their handlers is shown, and they live on.

    Textual ends the program when a handler fails, and the only place to step in between is `_dispatch_message`.
    """

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)  # type: ignore[misc]
        except Exception as error:
            if isinstance(message, events.Compose | events.Mount):
                if isinstance(self, Screen) and (self._pruning or not self.is_attached):
                    return  # It, or the program, was left before it was built, and its widgets are gone.
                raise  # A screen that could not be built cannot be shown either.
            cast("Application", self.app).report_crash(error)  # type: ignore[attr-defined]
