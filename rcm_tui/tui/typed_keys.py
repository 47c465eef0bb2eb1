"""Deliver keys in order to what has the focus, and run none of a text as commands where no text is taken.

Text arrives there when a terminal does not mark what is pasted, or when somebody types on after a key such as / did
nothing. Taken for keys, its letters would be commands.
"""

from __future__ import annotations

import asyncio
import math
import time
from functools import partial
from typing import TYPE_CHECKING, cast

from textual import events
from textual.app import App
from textual.timer import Timer

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
PAUSE = 1.0
"""Seconds after which what is typed on is no longer the text that was not taken."""
_TEXT_ARRIVES = 0.25
"""Seconds at most that a key waits for the letters typed before it."""
_LOOKS_AGAIN = 0.05
"""Seconds after which what is pasted looks again for a field."""
_MOVES = frozenset("hjkl")


class TextGuard:
    """Tells text from keys, by the times at which they arrived.

    Keys that arrived together are text from the fourth different letter on, those that move the cursor not counted:
    `jljjsc`, typed ahead on a slow line, is six keys. A key pressed again and again is one letter. What is typed on
    after a key such as /, which did nothing, is text from the third letter on.
    """

    def __init__(self) -> None:
        self._last = 0.0
        self._begin(TOGETHER, 4, _MOVES)

    def _begin(self, window: float, needed: int, moves: frozenset[str]) -> None:
        self._window, self._needed, self._moves = window, needed, moves
        self._letters: set[str] = set()
        self._is_text = self._passes = False

    @property
    def hold(self) -> float:
        """Seconds that a key which is to wait has to."""
        return HOLD if self._window == TOGETHER else self._window

    def expect_text(self, key: str) -> None:
        """Note that the last key, after which people type, did nothing.

        Whoever moves the cursor afterwards goes on to where the key works; after / the same letters begin words.
        """
        self._begin(TYPING, 3, frozenset() if key == "slash" else _MOVES)

    def judge(self, key: events.Key, *, begins_text: bool) -> str:
        """Say whether a key is to "run", to wait until more is known ("hold"), or is part of a "text".

        `begins_text` says that the key opens a field: what arrives with it is for that field.
        """
        apart, self._last = key.time - self._last, key.time
        is_letter = key.is_printable and (key.character or "").isalpha() and key.key not in self._moves
        is_over = self._is_text and not key.is_printable and key.key not in ("enter", "tab")
        if apart > self._window or is_over or (self._window == TYPING and not self._letters and not is_letter):
            self._begin(TOGETHER, 4, _MOVES)
        if self._is_text:
            return "text"
        self._passes = self._passes or begins_text or not key.is_printable
        if self._passes:
            return "run"
        self._letters |= {key.key} - self._moves - {"space"}
        if len(self._letters) < self._needed:
            return "hold"
        self._is_text = True
        self._window = max(self._window, PAUSE if self._window == TYPING else 0)
        return "text"


class KeyOrder(ErrorGuard, App[int]):
    """An application that gives keys to what has the focus by then, and takes no text for keys."""

    def __init__(self) -> None:
        super().__init__()
        self._guard = TextGuard()
        self.last_key = -math.inf
        self._held: list[events.Key] = []
        self._in_text = False
        self._holding: Timer | None = None
        self._opening: events.Key | None = None

    async def on_event(self, event: events.Event) -> None:
        """Hold keys that arrive together until it is clear that they are not text; run none of a text."""
        if isinstance(event, events.Paste) and not event.is_forwarded and not takes_text(self.screen):
            await self._wait_for_field(event, self.last_key + PAUSE)
        elif isinstance(event, events.Key) and not event.is_forwarded:
            await self._take_key(event)
        else:
            await super().on_event(event)
            if event is self._opening:
                self._opening = None

    async def _wait_for_field(self, paste: events.Paste, until: float) -> None:
        """Give what is pasted just after a key to the field that the key opens; refuse it where none opens."""
        if takes_text(self.screen):
            await super().on_event(paste)
        elif time.monotonic() < until:
            self.set_timer(_LOOKS_AGAIN, partial(self._wait_for_field, paste, until))
        else:
            self._refuse_text()

    def _opens_field(self, key: events.Key) -> bool:
        """Whether the key that opens a field is still on its way, for which the keys after it are."""
        return self._opening is not None and key.time - self._opening.time < PAUSE

    async def _take_key(self, key: events.Key) -> None:
        self.last_key = time.monotonic()
        verdict = "run"
        if not self._held and (takes_text(self.screen) or self._opens_field(key)):
            pass
        elif not self.is_headless:  # there each key is handled before the next one is made
            command = command_of(self.screen, key.key)
            opens = command is not None and command.begins_text and command.available(self.screen)
            opens = opens and key.key == "slash"
            verdict = self._guard.judge(key, begins_text=opens)
            self._opening = key if opens and verdict == "run" else self._opening
        if self._holding is not None:
            self._holding.stop()
        is_next, self._in_text = self._in_text, verdict == "text"
        if verdict == "text":
            self._held.clear()
            if not is_next:  # one notice for a text
                self._refuse_text()
            return
        self._held.append(key)
        if verdict == "hold":
            self._holding = self.set_timer(self._guard.hold, self._run_held)
        else:
            await self._run_held()

    async def _run_held(self) -> None:
        """Run the keys that have waited, noting for whom each is meant: the focus may change before it is handled."""
        held, self._held = self._held, []
        for key in held:
            await self._let_text_arrive(key)
            remember_target(key, self.focused or self.screen)
            await super().on_event(key)

    async def _let_text_arrive(self, key: events.Key) -> None:
        """Wait a moment for what was typed to be in its field, before a key such as Ctrl+S works on it."""
        focused = self.focused
        if focused is None or key.is_printable:
            return
        until = time.monotonic() + _TEXT_ARRIVES
        while focused.message_queue_size and time.monotonic() < until:
            await asyncio.sleep(0)

    def _refuse_text(self) -> None:
        message = _("This screen takes no text, and its letters are commands: none was run. Press / to search.")
        cast("Application", self).toast(message)

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
