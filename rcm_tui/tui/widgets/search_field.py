"""A line above a list to type a search into; hidden until asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Self

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.geometry import Region
from textual.message import Message
from textual.suggester import Suggester
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from rcm_tui.i18n import _
from rcm_tui.tui.content import content, line
from rcm_tui.tui.keys import SubmitsOnEnter

PATIENCE = 0.6
"""Seconds without a key after which a mistake in the words is shown: a term half typed is no mistake yet."""


class SearchInput(SubmitsOnEnter, Input):
    """The line itself."""

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw it again without a new layout of the screen: its size does not depend on what is typed."""
        return super().refresh(*regions, repaint=repaint, layout=layout and not self.size, recompose=recompose)

    async def submit(self) -> None:
        if isinstance(self.parent, Widget) and isinstance(self.parent.parent, SearchField):
            await self.parent.parent.submit()


class _Completer(Suggester):
    """Completes the last word of a search in faint letters; the right arrow takes it."""

    def __init__(self, field: SearchField) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._field = field

    async def get_suggestion(self, value: str) -> str | None:
        word = value.rpartition(" ")[2]
        found = next(iter(self._field.completions(word)), "") if word else ""
        return value.removesuffix(word) + found if len(found) > len(word) else None


class SearchField(Vertical):
    """The line, how much was found, and what is wrong with the words. Enter and arrow down leave it for the list."""

    DEFAULT_CSS = """
    SearchField { height: auto; padding: 0 1 1 2; }
    SearchField Horizontal { height: 1; }
    SearchField .slash { width: 2; color: $accent; }
    SearchField Input { width: 1fr; }
    SearchField .count { width: auto; padding: 0 1; color: $muted; }
    SearchField .choices { color: $muted; height: auto; max-height: 3; }
    SearchField .complaint { color: $waiting; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("down", "leave", show=False)]

    @dataclass
    class Changed(Message):
        """The words changed; empty where nothing is searched for any more."""

        words: str

    @dataclass
    class Submitted(Message):
        """The person pressed Enter."""

        words: str

    def __init__(self, list_: Widget, *, is_open: bool = False, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._list = list_
        self._input = SearchInput(compact=True, select_on_focus=False, suggester=_Completer(self))
        self._choices = Static(classes="choices")
        self._count = Static(classes="count")
        self._complaint = Static(classes="complaint")
        self._complained = ""
        self._waiting: Timer | None = None
        self.display = is_open
        self._complaint.display = self._choices.display = False

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static(content("/ "), classes="slash")
            yield self._input
            yield self._count
        yield self._choices
        yield self._complaint

    @property
    def is_open(self) -> bool:
        """Whether it is shown."""
        return bool(self.display)

    @property
    def words(self) -> str:
        """The words searched for; empty while it is hidden."""
        return self._input.value.strip() if self.is_open else ""

    def open(self, placeholder: str) -> None:
        """Show it and take the focus now: what is typed right after the slash are words, not commands.

        The words from before are selected, so that typing replaces them.
        """
        self._input.placeholder = line(placeholder).plain
        self.display = True
        self.screen.set_focus(self._input)
        self._input.select_all()

    def clear(self) -> None:
        """Hide it and drop the words."""
        was_open = self.is_open
        self.show_error("")
        with self.prevent(Input.Changed):
            self._input.value = ""
        self._choices.display = False
        self.show_count("")
        self.display = False
        if was_open:
            self.changed("")

    def put(self, words: str) -> None:
        """Search for words as if they had been typed."""
        self._input.value = words

    def show_count(self, words: str) -> None:
        """Say how much was found."""
        shown = line(words)
        self._count.update(shown, layout=shown.cell_length != self._count.size.width)

    def show_error(self, words: str, *, now: bool = False) -> None:
        """Say what is wrong with the words, once the person has stopped typing, or `now`; empty takes it away."""
        if self._waiting is not None:
            self._waiting.stop()
        if words and not now:
            self._waiting = self.set_timer(PATIENCE, lambda: self._complain(words))
        else:
            self._complain(words)

    def _complain(self, words: str) -> None:
        if words != self._complained:
            self._complained = words
            self._complaint.update(content(words))
            self._complaint.display = bool(words)
            if words:
                self.complained()

    def complained(self) -> None:
        """Handle that a mistake in the words is shown."""

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._show_choices(event.value.rpartition(" ")[2])
        self.changed(event.value.strip())

    def completions(self, word: str) -> Iterable[str]:
        """Return words that begin as the last word of the search does, the most likely first."""
        return ()

    def _show_choices(self, word: str) -> None:
        """List what can stand after a colon, or a name after @."""
        found = (
            [completion.rpartition(":")[2] for completion in self.completions(word)]
            if ":" in word or word[:1] == "@"
            else []
        )
        self._choices.display = bool(found) and found != [word.rpartition(":")[2]]
        if self._choices.display:
            self._choices.update(line(_("→ takes the first: {words}").format(words="  ".join(found))))

    def changed(self, words: str) -> None:
        """Tell the screen that the words changed."""
        self.post_message(self.Changed(words))

    async def submit(self) -> None:
        """Leave for the list, and tell the screen that Enter was pressed."""
        self.action_leave()
        self.post_message(self.Submitted(self._input.value.strip()))

    def action_leave(self) -> None:
        """Go to the list."""
        self.screen.set_focus(self._list)
