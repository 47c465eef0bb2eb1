"""A question with two answers; the safe one is where the cursor stands."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Static

from rcm_tui.i18n import _
from rcm_tui.tui.content import content, line
from rcm_tui.tui.dialogs.base import Dialog, hint


class Ask(Dialog[bool]):
    """Says what will happen and asks whether it shall. Gives True for yes, False for no, None for Escape."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "app.focus_previous", show=False),
        Binding("right,l", "app.focus_next", show=False),
    ]

    def __init__(self, heading: str, question: str, *, yes: str, no: str) -> None:
        super().__init__()
        self.heading = heading
        self.question = question
        self._yes, self._no = yes, no

    def body(self) -> ComposeResult:
        """The question and its two answers, the safe one first."""
        yield Static(content(self.question), classes="words")
        with Horizontal(classes="buttons"):
            yield Button(line(self._no), id="no", compact=True)
            yield Button(line(self._yes), id="yes", compact=True)
        yield hint(_("Tab or ← → between them, Enter chooses, Esc leaves all as it is"))

    def on_mount(self) -> None:
        """The safe answer is the default."""
        self.query_one("#no").focus()

    @on(Button.Pressed)
    def _answered(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")
