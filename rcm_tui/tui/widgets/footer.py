"""The line at the bottom: the keys that work here."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.content import Content
from textual.screen import Screen
from textual.style import Style
from textual.widget import Widget

from rcm_tui.tui.command import AnyCommand, commands_here
from rcm_tui.tui.content import line
from rcm_tui.tui.keys import key_name

_GAP = 2


class CommandFooter(Widget):
    """The commands with `footer = True` that are available, as many as there is room for. Clicking one runs it."""

    DEFAULT_CSS = """
    CommandFooter { height: 1; dock: bottom; background: $raised; color: $muted; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[tuple[AnyCommand, int]] = []

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._update)

    def _update(self, _screen: Screen[Any]) -> None:
        self.refresh()

    def render(self) -> Content:
        here = [(command, keys) for command, keys in commands_here(self.screen) if command.footer]
        pieces = [(command, _piece(command, key_name(keys[0]))) for command, keys in here]
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
        """Make the help of the command under the mouse the tooltip."""
        x = event.x - self.gutter.left
        for command, width in self._shown:
            if 0 <= x < width:
                self.tooltip = line(command.text.help)
                return
            x -= width + _GAP
        self.tooltip = None


def _piece(command: AnyCommand, key: str) -> Content:
    click = Style.from_meta({"@click": f"screen.command('{command.name}')"})
    return Content.assemble(line(key, "bold $foreground"), " ", line(command.text.label)).stylize(click)
