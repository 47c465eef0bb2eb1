"""All keys of the place the help was asked from."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from rcm_tui.i18n import _
from rcm_tui.tui.command import commands_here, key_words
from rcm_tui.tui.content import line, lines
from rcm_tui.tui.dialogs.base import Dialog, hint
from rcm_tui.tui.keys import keys_file


class HelpScreen(Dialog[None]):
    """Moving about, then every command with its keys and a sentence."""

    CSS_PATH = "help.tcss"

    def __init__(self, over: Screen[Any]) -> None:
        super().__init__()
        self.heading = _("Keys")
        self._moving: list[tuple[str, str, str]] = getattr(over, "moving", _moving)()
        self._here = [(command.words(), keys) for command, keys in commands_here(over)]

    def body(self) -> ComposeResult:
        """Two columns: keys and what they do."""
        with VerticalScroll():
            for keys_said, title, sentence in self._moving:
                yield _row(keys_said, title, sentence)
            for said, keys in self._here:
                yield _row("  ".join(map(key_words, keys)), said.title, said.help)
        yield hint(_("Esc closes. Own keys: {file}").format(file=keys_file()))

    def on_mount(self) -> None:
        """Scroll at once."""
        self.query_one(VerticalScroll).focus()


def _moving() -> list[tuple[str, str, str]]:
    return [
        ("↑ ↓  k j", _("Up and down"), _("In the tree from item to item; in an item from calendar entry to entry.")),
        ("→ ←  l h", _("Unfold and fold"), _("Shows and hides what stands below an item.")),
        ("Enter", _("Open"), _("Unfolds; on what is unfolded, goes to the item whole. Esc comes back.")),
    ]


def _row(keys: str, title: str, sentence: str) -> Horizontal:
    words = lines([line(title), line(sentence, "$muted")])
    return Horizontal(Static(line(keys, "bold $accent"), classes="keys"), Static(words, classes="said"))
