"""The filter above the tree: finds as one types, beside the keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Self, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.geometry import Region
from textual.timer import Timer
from textual.widgets import Input, Static

from rcm_tui.i18n import _, current
from rcm_tui.model.errors import RcmError
from rcm_tui.tui import type_ahead
from rcm_tui.tui.content import content, line
from rcm_tui.tui.widgets.outline import Found

if TYPE_CHECKING:
    from rcm_tui.model.plan import Plan
    from rcm_tui.tui.app import RcmApp

_PATIENCE = 0.6
"""Seconds without a key after which a mistake in what is sought is told."""


_FEW = 15_000
"""Items in which words are found within a few milliseconds."""


class Seeking(Input):
    """The line to type in. Enter leaves it at once, and what is typed behind Enter goes where the focus went."""

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Drawn again without the screen being laid out anew, for its size does not follow from what is typed."""
        return super().refresh(*regions, repaint=repaint, layout=layout and not self.size, recompose=recompose)

    async def _on_key(self, event: events.Key) -> None:
        screen = self.screen
        if screen.focused is not self:
            event.stop()
            event.prevent_default()
            type_ahead.send_to_focus(event, screen)
        elif event.key == "enter":
            event.stop()
            event.prevent_default()
            screen.query_one(Filter).finish()
        else:
            await super()._on_key(event)


class Filter(Vertical):
    """A line to type in, hidden until asked for; says what it found, or what is wrong with the words."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "to_tree", show=False),
    ]

    def __init__(self, take: Callable[[Found | None], None], *, id: str | None = None) -> None:  # noqa: A002
        """`take` is given what was found, at once; None where nothing is sought any more."""
        super().__init__(id=id)
        self._take = take
        self._found_for = ""
        self._complained = ""
        self._input = Seeking(compact=True, select_on_focus=False)
        self._count = Static(id="count")
        self._complaint = Static(id="complaint")
        self._waiting: Timer | None = None
        self.display = False
        self._complaint.display = False

    def compose(self) -> ComposeResult:
        """The slash, the words, the count; below, what is wrong."""
        with Horizontal():
            yield Static(content("/ "), id="slash")
            yield self._input
            yield self._count
        yield self._complaint

    def on_mount(self) -> None:
        """Say what can be typed."""
        self.speak()

    def speak(self) -> None:
        """Say it in the language in use."""
        self._input.placeholder = line(_("words, status:open, actor:IOM, subject:HR")).plain
        self.again()

    @property
    def sought(self) -> str:
        """The words typed, without the white space around them."""
        return self._input.value.strip()

    @property
    def is_open(self) -> bool:
        """Whether something is sought."""
        return bool(self.display)

    def open(self) -> None:
        """Show it and take the keys, now: what is typed right after the slash are words, not commands.

        Words sought before are selected, so that typing seeks something new.
        """
        self.display = True
        self.screen.set_focus(self._input)
        self._input.select_all()

    def clear(self) -> None:
        """Hide it and give all items back."""
        cast("RcmApp", self.app).reader.forget("filter")
        if self._waiting is not None:
            self._waiting.stop()
        with self.prevent(Input.Changed):
            self._input.value = ""
        self.say("")
        self._complain("")
        self.display = False
        self._found_for = ""
        self._take(None)

    def say(self, words: str) -> None:
        """How much was found."""
        shown = line(words)
        self._count.update(shown, layout=shown.cell_length != self._count.size.width)

    def again(self) -> None:
        """Look again, in a new plan or another language."""
        if self.is_open:
            self._seek(self._input.value)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._seek(event.value)

    def _seek(self, query: str) -> None:
        app = cast("RcmApp", self.app)
        plan = app.plan
        if self._waiting is not None:
            self._waiting.stop()
        if plan is None:
            return
        if not query.strip():
            app.reader.forget("filter")
            self.say("")
            self._complain("")
            self._found_for = ""
            self._take(None)
            return
        words = query.strip()
        if ":" not in words and len(plan.items) <= _FEW and plan.is_searchable:
            self._seek_now(plan, words)
            return
        app.reader.read(
            "filter", lambda: _find(app, plan, words), lambda found: self._found(words, found), self._failed
        )

    def _seek_now(self, plan: Plan, words: str) -> None:
        """Look for plain words at once: the way to another thread and back would take longer."""
        app = cast("RcmApp", self.app)
        app.reader.forget("filter")
        try:
            found = _find(app, plan, words)
        except RcmError as mistake:
            self._failed(mistake)
        else:
            self._found(words, found)

    def _found(self, words: str, found: Found) -> None:
        self._found_for = words
        self._complain("")
        self._take(found)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, RcmError):
            self.say("")
            # A term half typed is no mistake yet.
            self._waiting = self.set_timer(_PATIENCE, lambda: self._complain(str(error)))
        else:
            cast("RcmApp", self.app).trouble(error)

    def _complain(self, words: str) -> None:
        if words != self._complained:
            self._complained = words
            self._complaint.update(content(words))
            self._complaint.display = bool(words)

    def finish(self) -> None:
        """Leave for the tree, with what was typed found: a key behind Enter works on the item that was sought."""
        app = cast("RcmApp", self.app)
        words = self.sought
        if app.plan is not None and words and words != self._found_for:
            app.reader.forget("filter")
            try:
                self._found(words, _find(app, app.plan, words))
            except RcmError as mistake:
                self._complain(str(mistake))
                return
        self.screen.set_focus(self.screen.query_one("#outline"))

    def action_give_up(self) -> None:
        """All items back, and the keys to the tree."""
        self.clear()
        self.screen.query_one("#outline").focus()

    def action_to_tree(self) -> None:
        """To what was found."""
        self.screen.query_one("#outline").focus()


def _find(app: RcmApp, plan: Plan, query: str) -> Found:
    from rcm_tui.workflow.searching import find

    return Found.of(find(plan, query, current(), app.workspace.on))
