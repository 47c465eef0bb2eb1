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
    """The commands with `footer = True` that are available, as many as there is room for, and how many more there are.

    Clicking one runs it; clicking the number opens the help, which lists them all.
    """

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
        here = commands_here(self.screen)
        pieces = [(command, _piece(command, keys[0])) for command, keys in here if command.footer]
        own = [piece for piece in pieces if not piece[0].everywhere]
        general = [piece for piece in pieces if piece[0].everywhere]
        room = self.size.width - len(_more(99)) - sum(piece.cell_length + _GAP for _command, piece in general)
        shown = []
        for command, piece in own:
            room -= piece.cell_length + _GAP
            if room < 0:
                break
            shown.append((command, piece))
        left = sum(not command.everywhere and command.keys != ("escape",) for command, _keys in here) - len(shown)
        if left > 0 and general:
            help_ = next((command for command, _piece in general if command.name == "help"), general[0][0])
            shown.append((help_, _clickable(help_, line(_more(left), "$muted"))))
        shown += general
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


def _more(count: int) -> str:
    return f"… +{count}"


def _piece(command: AnyCommand, key: str) -> Content:
    named = Content.assemble(line(key_name(key), "bold $foreground"), " ", line(command.text.label))
    return _clickable(command, named)


def _clickable(command: AnyCommand, shown: Content) -> Content:
    return shown.stylize(Style.from_meta({"@click": f"screen.command('{command.name}')"}))
