"""The line at the bottom: the keys that work here."""

from __future__ import annotations

from typing import Any

from textual.content import Content
from textual.screen import Screen
from textual.style import Style
from textual.widget import Widget

from rcm_tui.tui.commands import commands_here, key_words
from rcm_tui.tui.words import line

_GAP = 2


class KeyLine(Widget):
    """The commands with `footer = True` that are available, as many as there is room for. Clicking one runs it."""

    DEFAULT_CSS = """
    KeyLine { height: 1; dock: bottom; background: $raised; color: $muted; padding: 0 1; }
    """

    def on_mount(self) -> None:
        """Be told when other keys work than before."""
        self.screen.bindings_updated_signal.subscribe(self, self._anew)

    def _anew(self, _screen: Screen[Any]) -> None:
        self.refresh()

    def render(self) -> Content:
        """Key and word, key and word; what is always there (palette, help) stands last and is never left out."""
        here = [(command, keys) for command, keys in commands_here(self.screen) if command.footer]
        pieces = [
            (command.everywhere, _piece(command.name, key_words(keys[0]), command.words().label))
            for command, keys in here
        ]
        last = [piece for always, piece in pieces if always]
        room = self.size.width - sum(piece.cell_length + _GAP for piece in last)
        shown = []
        for always, piece in pieces:
            if not always and piece.cell_length <= room:
                shown.append(piece)
                room -= piece.cell_length + _GAP
            elif not always:
                break
        return Content(" " * _GAP).join([*shown, *last])


def _piece(name: str, key: str, label: str) -> Content:
    click = Style.from_meta({"@click": f"screen.command('{name}')"})
    return Content.assemble(line(key, "bold $foreground"), " ", line(label)).stylize(click)
