"""The dialog that rewords a proposal, beside the former, the present and the proposed text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static, TextArea

from rcm_tui.i18n import _
from rcm_tui.tui.content import line, lines
from rcm_tui.tui.dialogs.base import Dialog, hint


class WordingDialog(Dialog[str]):
    """Asks for a text of several lines, which must not be empty; `facts` are shown above it, each under its label."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "take", show=False, priority=True)]

    def __init__(self, heading: str, facts: Sequence[tuple[str, Content]], value: str) -> None:
        super().__init__()
        self.heading = heading
        self._facts = facts
        self._value = value

    def body(self) -> ComposeResult:
        with VerticalScroll(classes="scrolled", can_focus=False):
            for label, words in self._facts:
                yield Static(lines([line(label, "$muted"), words]), classes="words")
        yield TextArea(self._value, soft_wrap=True, show_line_numbers=False, compact=True)
        yield hint(_("Ctrl+S accept in these words · Esc cancel"))

    def on_mount(self) -> None:
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        area.focus()

    def action_take(self) -> None:
        """Close with the text."""
        words = self.query_one(TextArea).text.strip()
        if words:
            self.dismiss(words)
        else:
            self.app.bell()
