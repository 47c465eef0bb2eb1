"""The help: all keys that work where it was asked for."""

from __future__ import annotations

from typing import Any

from textual import getters
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from rcm_tui.i18n import _
from rcm_tui.tui.base_screen import RcmScreen
from rcm_tui.tui.command import commands_here
from rcm_tui.tui.content import line, lines
from rcm_tui.tui.dialogs.base import Dialog, hint
from rcm_tui.tui.keys import key_name, keys_file


class HelpScreen(Dialog[None]):
    """Ways to move about, then every command with its keys and a sentence."""

    NAME = "help"
    scroll = getters.query_one(VerticalScroll)
    CSS_PATH = "help.tcss"

    def __init__(self, over: RcmScreen[Any]) -> None:
        super().__init__()
        self.heading = _("Keys")
        self._moving: list[tuple[str, str, str]] = over.moving()
        self._here = [(command.text, keys) for command, keys in commands_here(over)]

    def body(self) -> ComposeResult:
        with VerticalScroll():
            for keys_said, title, sentence in self._moving:
                yield _row(keys_said, title, sentence)
            for said, keys in self._here:
                yield _row("  ".join(map(key_name, keys)), said.title, said.help)
        yield hint(_("Esc closes. Own keys: {file}").format(file=keys_file()))

    def on_mount(self) -> None:
        self.scroll.focus()


def _row(keys: str, title: str, sentence: str) -> Horizontal:
    words = lines([line(title), line(sentence, "$muted")])
    return Horizontal(Static(line(keys, "bold $accent"), classes="keys"), Static(words, classes="said"))
