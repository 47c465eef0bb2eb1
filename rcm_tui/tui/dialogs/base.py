"""What every dialog shares."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from rcm_tui.tui.command import CommandDispatch
from rcm_tui.tui.content import content, line
from rcm_tui.tui.errors import ErrorGuard
from rcm_tui.tui.frame import DrawnOnce
from rcm_tui.tui.keys import LeftOnce

Answer = TypeVar("Answer")


class Dialog(ErrorGuard, CommandDispatch, DrawnOnce, LeftOnce, ModalScreen[Answer | None], Generic[Answer]):
    """A dialog with a heading; Escape closes it without an answer (`None`). Subclasses compose `body`.

    `dialogs.tcss` beside this is loaded by the app; a subclass may add a style of its own.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", show=False)]

    heading: str = ""

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(line(self.heading), classes="heading")
            yield from self.body()

    @property
    def room(self) -> int:
        """The cells between the edges of a box of the usual width."""
        return min(72, self.app.size.width * 94 // 100) - 6

    def on_mount(self) -> None:
        """Take away what was told on the screen below."""
        self.app.clear_notifications()

    def body(self) -> ComposeResult:
        """Yield what is below the heading."""
        yield from ()

    def action_cancel(self) -> None:
        """Close without an answer."""
        self.dismiss(None)


def hint(words: str) -> Static:
    """Make the line at the bottom of a dialog that names its keys."""
    return Static(content(words), classes="hint")
