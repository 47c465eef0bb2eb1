"""Why something is archived or recorded: asked together with the sight of what it is."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from rcm_tui.i18n import _, current
from rcm_tui.model.texts import Text, pick
from rcm_tui.tui.content import joined, line
from rcm_tui.tui.dialogs.base import Dialog, hint


class Reason(Dialog[str]):
    """Shows the items and asks for a reason; gives it, empty where none was typed.

    `keys` is the line that says what Enter and Escape do.
    """

    def __init__(self, heading: str, items: Sequence[tuple[str, Text]], example: str, *, keys: str = "") -> None:
        super().__init__()
        self._keys = keys or _("Enter archives, Esc does not; it can be undone and restored")
        self.heading = heading
        self._items = tuple(items)
        self._example = example

    def body(self) -> ComposeResult:
        """The items whole, and a line to type in."""
        with VerticalScroll(classes="scrolled", can_focus=False):
            for item_id, text in self._items:
                yield Static(joined(line(item_id, "$muted"), line(pick(text, current())), by="  "))
        yield Static(line(_("Reason")), classes="label")
        yield Input(placeholder=line(self._example).plain, compact=True)
        yield hint(self._keys)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip())
