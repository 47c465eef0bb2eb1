"""Give keys to what has the focus when their turn comes, and run none of a text where no text is taken.

Text arrives there when a terminal does not mark what is pasted, or when somebody types on after a key such as / did
nothing. Taken for keys, its letters would be commands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import events
from textual.app import App

from rcm_tui.i18n import _
from rcm_tui.tui.base_screen import RcmScreen
from rcm_tui.tui.command import command_of, takes_text
from rcm_tui.tui.errors import ErrorGuard
from rcm_tui.tui.keys import is_stale, remember_target, send, send_to_focus

if TYPE_CHECKING:
    from rcm_tui.tui.protocols import Application

TOGETHER = 0.01
"""Seconds between keys that no hand types: those of one paste arrive faster, repeated and quick keys more slowly."""
HOLD = 0.005
"""Seconds that a key waits for others to arrive with it."""
TYPING = 0.4
"""Seconds between the letters of somebody who types on without having seen that a key did nothing."""
_LETTERS_OF_TEXT = 4
_MOVES = frozenset("hjkl")


class TextGuard:
    """Tells text from keys, by the times at which they arrived.

    Keys that arrived together are text from the fourth different letter on, those that move the cursor not counted:
    `jljjsc`, typed ahead on a slow line, is six keys. A key pressed again and again is one letter.
    """

    def __init__(self) -> None:
        self._last, self._gap = 0.0, 0.0
        self._letters: set[str] = set()
        self._spared: frozenset[str] = frozenset()
        self._passes = False

    def expect_text(self, key: str) -> None:
        """Take what is typed on after the last key for text: it is one after which people type, and it did nothing.

        The keys that move the cursor are spared, as somebody may go on to where the key works; not after /, as they
        begin words too.
        """
        self._gap, self._spared = TYPING, _MOVES if key != "slash" else frozenset()

    def judge(self, key: events.Key, *, begins_text: bool) -> str:
        """Say whether a key is to "run", to wait until more is known ("hold"), or is part of a "text".

        `begins_text` says that the key opens a field: what arrives with it is for that field.
        """
        apart, self._last = key.time - self._last, key.time
        if apart < self._gap and key.key not in self._spared and (key.is_printable or key.key in ("enter", "tab")):
            self._spared = frozenset()
            return "text"
        self._gap = 0.0
        if apart > TOGETHER:
            self._letters.clear()
            self._passes = False
        self._passes = self._passes or begins_text or not key.is_printable
        if self._passes:
            return "run"
        self._letters |= {key.key} - _MOVES - {"space"}
        if len(self._letters) < _LETTERS_OF_TEXT:
            return "hold"
        self._gap = TOGETHER
        return "text"


class KeyOrder(ErrorGuard, App[int]):
    """An application that gives keys to what has the focus by then, and takes no text for keys."""

    def __init__(self) -> None:
        super().__init__()
        self._guard = TextGuard()
        self._held: list[events.Key] = []

    async def on_event(self, event: events.Event) -> None:
        """Hold keys that arrive together until it is clear that they are not text; run none of a text."""
        if isinstance(event, events.Paste) and not event.is_forwarded and not takes_text(self.screen):
            self._refuse_text()
        elif isinstance(event, events.Key) and not event.is_forwarded:
            await self._take_key(event)
        else:
            await super().on_event(event)

    async def _take_key(self, key: events.Key) -> None:
        verdict = "run"
        if not self._held and takes_text(self.screen):
            pass
        elif not self.is_headless:  # there each key is handled before the next one is made
            command = command_of(self.screen, key.key)
            opens = command is not None and command.begins_text and command.available(self.screen)
            verdict = self._guard.judge(key, begins_text=opens and key.key == "slash")
        if verdict == "text":
            self._held.clear()
            self._refuse_text()
            return
        self._held.append(key)
        if verdict == "hold":
            self.set_timer(HOLD, self._run_held)
        else:
            await self._run_held()

    async def _run_held(self) -> None:
        """Run the keys that have waited, noting for whom each is meant: the focus may change before it is handled."""
        held, self._held = self._held, []
        for key in held:
            remember_target(key, self.focused or self.screen)
            await super().on_event(key)

    def _refuse_text(self) -> None:
        said = _("This screen takes no text, and its letters are commands: none was run. Press / to search.")
        cast("Application", self).toast(said)

    def on_key(self, event: events.Key) -> None:
        """Give a key that was typed before the focus moved, or a dialog opened, to what has the focus now."""
        top = self.screen
        now = self.focused or top
        if is_stale(event, now):
            event.prevent_default()
            if now is not top:
                send(event, now)
            else:  # after what a new screen has to do to be there at all, so that its field has the focus
                top.call_later(send_to_focus, event, top)
        elif isinstance(top, RcmScreen):
            refused = top.explain_key(event.key)
            if refused is not None and refused.begins_text:
                self._guard.expect_text(event.key)
