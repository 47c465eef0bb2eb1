"""A line above a list to type into what is sought in it; hidden until asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from rcm_tui.tui.content import content, line

PATIENCE = 0.6
"""Seconds without a key after which a mistake in what is sought is told: a term half typed is none yet."""


class _Line(Input):
    """Enter leaves it at once, so that keys typed behind it go to the list."""

    def __init__(self, done: Callable[[], None]) -> None:
        super().__init__(compact=True, select_on_focus=False)
        self._done = done

    async def _on_key(self, event: events.Key) -> None:
        screen = self.screen
        if screen.focused is self and event.key != "enter":
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        if screen.focused is self:
            self._done()
        else:
            (screen.focused or screen)._forward_event(events.Key(event.key, event.character))


class SeekLine(Vertical):
    """Says what is typed as it is typed; the screen answers by `say` and `complain`. Arrow down and Enter leave it."""

    DEFAULT_CSS = """
    SeekLine { height: auto; padding: 0 1 1 2; }
    SeekLine Horizontal { height: 1; }
    SeekLine .slash { width: 2; color: $accent; }
    SeekLine Input { width: 1fr; }
    SeekLine .count { width: auto; padding: 0 1; color: $muted; }
    SeekLine .complaint { color: $waiting; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("down", "leave", show=False)]

    @dataclass
    class Typed(Message):
        """The words are others than before; empty where nothing is sought any more."""

        words: str

    @dataclass
    class Left(Message):
        """The person is done typing."""

        words: str

    def __init__(self, list_: Widget, *, is_open: bool = False, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._list = list_
        self._input = _Line(self.action_leave)
        self._count = Static(classes="count")
        self._complaint = Static(classes="complaint")
        self._waiting: Timer | None = None
        self.display = is_open
        self._complaint.display = False

    def compose(self) -> ComposeResult:
        """The slash, the words, the count; below, what is wrong."""
        with Horizontal():
            yield Static(content("/ "), classes="slash")
            yield self._input
            yield self._count
        yield self._complaint

    @property
    def is_open(self) -> bool:
        """Whether something is sought."""
        return bool(self.display)

    @property
    def words(self) -> str:
        """What is sought; empty while it is hidden."""
        return self._input.value.strip() if self.is_open else ""

    def open(self, hint: str) -> None:
        """Show it and take the keys, now: what is typed right after the slash are words, not commands."""
        self._input.placeholder = line(hint).plain
        self.display = True
        self.screen.set_focus(self._input)

    def clear(self) -> None:
        """Hide it and forget the words."""
        was_open = self.is_open
        self.complain("")
        with self.prevent(Input.Changed):
            self._input.value = ""
        self.say("")
        self.display = False
        if was_open:
            self.post_message(self.Typed(""))

    def say(self, words: str) -> None:
        """How much was found."""
        self._count.update(line(words))

    def complain(self, words: str) -> None:
        """What is wrong with the words, once the person does not type any more."""
        if self._waiting is not None:
            self._waiting.stop()
        if words:
            self._waiting = self.set_timer(PATIENCE, lambda: self._tell(words))
        else:
            self._tell("")

    def _tell(self, words: str) -> None:
        self._complaint.update(content(words))
        self._complaint.display = bool(words)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(event.value.strip()))

    def action_leave(self) -> None:
        """Go to what was found."""
        self.screen.set_focus(self._list)
        self.post_message(self.Left(self._input.value.strip()))
