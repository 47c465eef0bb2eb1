"""The palette: every command by its short title, found by any part of it, whatever the accents."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider

from rcm_tui.model.texts import fold
from rcm_tui.tui.base_screen import RcmScreen
from rcm_tui.tui.command import AnyCommand, commands_here, key_words
from rcm_tui.tui.content import joined, line


class CommandProvider(Provider):
    """Offers what works at the place from which the palette was opened. Plan texts never come here."""

    def _all(self) -> list[tuple[AnyCommand, tuple[str, ...]]]:
        return [(command, keys) for command, keys in commands_here(self.screen) if command.palette]

    async def discover(self) -> Hits:
        """Everything, in the order of the help."""
        for command, keys in self._all():
            said = command.words()
            yield DiscoveryHit(self._shown(command, keys), partial(self._run, command), said.title)

    async def search(self, query: str) -> Hits:
        """Titles that hold every word typed."""
        sought = fold(query).split()
        for command, keys in self._all():
            said = command.words()
            title = fold(said.title)
            if all(word in title for word in sought):
                score = 1.0 - title.find(sought[0]) / 100 if sought else 1.0
                yield Hit(score, self._shown(command, keys), partial(self._run, command), said.title)

    def _shown(self, command: AnyCommand, keys: tuple[str, ...]) -> Any:
        return joined(line(command.words().title), line("  " + key_words(keys[0]), "$muted") if keys else "")

    async def _run(self, command: AnyCommand) -> None:
        screen = cast("RcmScreen[Any]", self.screen)
        await screen.action_command(command.name)
