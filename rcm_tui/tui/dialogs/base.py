"""What every dialog shares."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Generic, Self, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from rcm_tui.i18n import _
from rcm_tui.tui.command import CommandDispatch
from rcm_tui.tui.content import content, joined, line, lines
from rcm_tui.tui.errors import ErrorGuard
from rcm_tui.tui.frame import DrawnOnce
from rcm_tui.tui.keys import LeftOnce, SubmitsOnEnter

Answer = TypeVar("Answer")


class Dialog(ErrorGuard, CommandDispatch, DrawnOnce, LeftOnce, ModalScreen[Answer | None], Generic[Answer]):
    """A dialog with a heading; Escape closes it without an answer (`None`). Subclasses compose `body`.

    `dialogs.tcss` beside this is loaded by the app; a subclass may add a style of its own.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", show=False)]

    heading: str = ""
    place: str = ""
    """Which of several questions it asks, such as `2 of 3`; after the heading, or below one that leaves no room."""

    def then(self, take_result: Callable[[Answer | None], object]) -> Self:
        """Have a function called with the answer; return the dialog."""
        self.take_result = take_result
        return self

    def compose(self) -> ComposeResult:
        heading = joined(line(self.heading), line(self.place), by="   ")
        if self.place and heading.cell_length > self.room:
            heading = lines([line(self.heading), line(self.place)])
        with Vertical(classes="box"):
            yield Static(heading, classes="heading")
            yield from self.body()

    @property
    def room(self) -> int:
        """The cells between the edges of a box of the usual width."""
        return min(72, self.app.size.width * 94 // 100) - 6

    def on_mount(self) -> None:
        """Clear the notifications of the screen below."""
        self.app.clear_notifications()

    def body(self) -> ComposeResult:
        """Yield what is below the heading."""
        yield from ()

    def take_line(self, line_: AnswerInput) -> None:
        """Take what was typed in a line, as Enter was pressed there."""

    def action_cancel(self) -> None:
        """Close without an answer."""
        self.dismiss(None)


class AnswerInput(SubmitsOnEnter, Input):
    """A line of a dialog, which takes it on Enter."""

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(value, placeholder=line(placeholder).plain, compact=True, id=id)

    async def submit(self) -> None:
        if isinstance(self.screen, Dialog):
            self.screen.take_line(self)


def place_words(place: int, of: int) -> str:
    """Return which of several questions is asked, such as `2 of 3`; nothing of a single one."""
    return _("{place} of {of}").format(place=place, of=of) if of > 1 else ""


def hint(words: str) -> Static:
    """Make the line at the bottom of a dialog that names its keys."""
    return Static(content(words), classes="hint")
