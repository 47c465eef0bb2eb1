"""One line to be typed, that must not stay empty."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from rcm_tui.tui.content import content, line
from rcm_tui.tui.dialogs.base import Dialog, hint


class AskLine(Dialog[str]):
    """Says what it is for and takes a line; gives it without white space around it."""

    def __init__(
        self, heading: str, about: str, *, label: str, placeholder: str = "", keys: str, value: str = ""
    ) -> None:
        super().__init__()
        self._value = value
        self.heading = heading
        self._about, self._label, self._placeholder, self._keys = about, label, placeholder, keys

    def body(self) -> ComposeResult:
        """What it is for, and the line."""
        yield Static(content(self._about), classes="words")
        yield Static(line(self._label), classes="label")
        yield Input(self._value, placeholder=line(self._placeholder).plain, compact=True)
        yield hint(self._keys)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self.dismiss(event.value.strip())
        else:
            self.app.bell()
