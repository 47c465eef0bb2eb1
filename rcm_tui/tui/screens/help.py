"""The help: all keys that work where it was asked for, in groups, found by typing."""

from __future__ import annotations

from typing import Any

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Horizontal, ItemGrid, VerticalScroll
from textual.widgets import Input, Static

from rcm_tui.i18n import _
from rcm_tui.model.texts import fold
from rcm_tui.tui.base_screen import RcmScreen
from rcm_tui.tui.command import commands_here
from rcm_tui.tui.content import line, lines
from rcm_tui.tui.dialogs.base import Dialog, hint
from rcm_tui.tui.keys import key_name, keys_file
from rcm_tui.tui.navigation import NAVIGATION

_COLUMN = 44


class HelpScreen(Dialog[None]):
    """Ways to move about, then every command with its keys and a sentence, in two columns where there is room."""

    NAME = "help"
    scroll = getters.query_one(VerticalScroll)
    CSS_PATH = "help.tcss"

    def __init__(self, over: RcmScreen[Any]) -> None:
        super().__init__()
        self.heading = _("Keys")
        leading = {kind.name for kind in NAVIGATION}
        here: list[tuple[str, str, str]] = []
        elsewhere: list[tuple[str, str, str]] = []
        general: list[tuple[str, str, str]] = []
        for command, keys in commands_here(over):
            group = general if command.everywhere else elsewhere if command.name in leading else here
            group.append(("  ".join(map(key_name, keys)), command.text.title, command.text.help))
        self._groups = {
            _("Move about"): over.moving(),
            _("On this screen"): here,
            _("Other screens and records"): elsewhere,
            _("Everywhere"): general,
        }

    def body(self) -> ComposeResult:
        yield Input(placeholder=_("Type what you look for"), compact=True)
        with VerticalScroll(can_focus=False):
            for heading, rows in self._groups.items():
                if rows:
                    yield Static(line(heading, "bold"), classes="group")
                    with ItemGrid(min_column_width=_COLUMN):
                        for keys, title, sentence in rows:
                            yield _HelpRow(keys, title, sentence)
        yield hint(_("Esc closes. Own keys: {file}").format(file=keys_file()))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        """Show what holds every word typed; a heading over nothing goes too."""
        words = fold(event.value).split()
        for grid in self.query(ItemGrid):
            for row in grid.query(_HelpRow):
                row.display = all(word in row.words for word in words)
            grid.display = any(row.display for row in grid.query(_HelpRow))
        for heading, grid in zip(self.query(".group"), self.query(ItemGrid), strict=True):
            heading.display = grid.display

    def key_down(self) -> None:
        """Scroll, as the field has the focus."""
        self.scroll.scroll_down(animate=False)

    def key_up(self) -> None:
        """Scroll back."""
        self.scroll.scroll_up(animate=False)

    def key_pagedown(self) -> None:
        """Scroll by a page."""
        self.scroll.scroll_page_down(animate=False)

    def key_pageup(self) -> None:
        """Scroll back by a page."""
        self.scroll.scroll_page_up(animate=False)


class _HelpRow(Horizontal):
    """The keys of a command, its title and its sentence."""

    def __init__(self, keys: str, title: str, sentence: str) -> None:
        words = lines([line(title), line(sentence, "$muted")])
        super().__init__(Static(line(keys, "bold $accent"), classes="keys"), Static(words, classes="said"))
        self.words = fold(f"{keys} {title} {sentence}")
