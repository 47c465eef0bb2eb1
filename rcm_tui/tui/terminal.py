"""Leave the screen for a while: to the person's editor, or to a program that asks at the terminal."""

from __future__ import annotations

import signal
import termios
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from textual.app import App, SuspendNotSupported

from rcm_tui.history.terminal import lent
from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError
from rcm_tui.workflow.drafts import edit_file

Answer = TypeVar("Answer")


class TerminalLender(App[int]):
    """An application that can give the terminal to another program, and take it back."""

    def edit_file(self, path: Path, line: int = 1) -> str:
        """Give the terminal to the person's editor and return the file's text afterwards.

        Raises RcmError where no editor can be opened from here.
        """

        try:
            return self._while_suspended(lambda: edit_file(path, line))
        except SuspendNotSupported as refusal:
            raise RcmError(_("An editor cannot be opened from here; edit in the form.")) from refusal

    def with_terminal(self, action: Callable[[], Answer], notice: str) -> Answer:
        """Leave the screen while `action` runs, so that a program can ask at the terminal for a passphrase.

        `notice` says what is going on. Nothing else goes on meanwhile, and no key typed then reaches the interface.
        Raises RcmError where the screen cannot be left.
        """

        def run() -> Answer:
            print(notice + " " + _("Ctrl+C gives up."), flush=True)  # noqa: T201
            before = signal.signal(signal.SIGINT, lambda *_args: None)  # It is meant for the program that asks.
            try:
                with lent():
                    return action()
            finally:
                signal.signal(signal.SIGINT, before)
                with suppress(termios.error):
                    termios.tcflush(0, termios.TCIFLUSH)

        try:
            return self._while_suspended(run)
        except SuspendNotSupported as refusal:
            raise RcmError(_("A program asks for a passphrase, which cannot be typed here.")) from refusal

    def _while_suspended(self, action: Callable[[], Answer]) -> Answer:
        """Run a function away from the screen. Textual would not come back after an error, so it is raised then."""
        done: Future[Answer] = Future()
        with self.suspend():
            try:
                done.set_result(action())
            except BaseException as error:  # noqa: BLE001 - raised again below
                done.set_exception(error)
        self.refresh(layout=True)
        return done.result()
