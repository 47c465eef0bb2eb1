"""A sentence that a person has to have read."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from rcm_tui.i18n import _
from rcm_tui.tui.content import content
from rcm_tui.tui.dialogs.base import Dialog, hint


class Tell(Dialog[None]):
    """Says what is wrong and what to do next."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "cancel", show=False)]

    def __init__(self, heading: str, sentence: str, *, trouble: bool = True) -> None:
        super().__init__()
        self.heading = heading
        self.sentence = sentence
        self.set_class(trouble, "-trouble")

    def body(self) -> ComposeResult:
        """The sentence."""
        with VerticalScroll(classes="scrolled", can_focus=True):
            yield Static(content(self.sentence))
        yield hint(_("Enter or Esc closes"))
