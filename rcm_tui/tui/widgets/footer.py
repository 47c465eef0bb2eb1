"""The line at the bottom: the keys that work here."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.content import Content
from textual.screen import Screen
from textual.style import Style
from textual.widget import Widget

from rcm_tui.tui.command import AnyCommand, commands_here, key_words
from rcm_tui.tui.content import line

_GAP = 2


class KeyLine(Widget):
    """The commands with `footer = True` that are available, as many as there is room for. Clicking one runs it."""

    DEFAULT_CSS = """
    KeyLine { height: 1; dock: bottom; background: $raised; color: $muted; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[tuple[AnyCommand, int]] = []

    def on_mount(self) -> None:
        """Be told when other keys work than before."""
        self.screen.bindings_updated_signal.subscribe(self, self._anew)

    def _anew(self, _screen: Screen[Any]) -> None:
        self.refresh()

    def render(self) -> Content:
        """Key and word, key and word; what is always there (palette, help) stands last and is never left out."""
        here = [(command, keys) for command, keys in commands_here(self.screen) if command.footer]
        pieces = [(command, _piece(command, key_words(keys[0]))) for command, keys in here]
        room = self.size.width - sum(piece.cell_length + _GAP for command, piece in pieces if command.everywhere)
        shown = []
        full = False
        for command, piece in pieces:
            if not command.everywhere:
                room -= piece.cell_length + _GAP
                full = full or room < 0
                if full:
                    continue
            shown.append((command, piece))
        self._shown = [(command, piece.cell_length) for command, piece in shown]
        return Content(" " * _GAP).join([piece for _command, piece in shown])

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """What a command does is told where the mouse rests on it."""
        x = event.x - self.gutter.left
        for command, width in self._shown:
            if 0 <= x < width:
                self.tooltip = line(command.words().help)
                return
            x -= width + _GAP
        self.tooltip = None


def _piece(command: AnyCommand, key: str) -> Content:
    click = Style.from_meta({"@click": f"screen.command('{command.name}')"})
    return Content.assemble(line(key, "bold $foreground"), " ", line(command.words().label)).stylize(click)
