"""Deliver keys in order to what has the focus, and run none of a text as commands where no text is taken.

Text arrives there when a terminal does not mark what is pasted, or when somebody types on after a key such as / did
nothing. Taken for keys, its letters would be commands.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from collections.abc import Awaitable, Coroutine, Iterable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual import events
from textual.app import App
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from rcm_tui.i18n import _
from rcm_tui.tui.base_screen import RcmScreen
from rcm_tui.tui.command import command_of, every_command, takes_text
from rcm_tui.tui.content import line
from rcm_tui.tui.errors import ErrorGuard
from rcm_tui.tui.keys import OwnKeys, is_stale, keeps_next_waiting, keys_file, own_keys, remember_target

if TYPE_CHECKING:
    from rcm_tui.tui.protocols import Application

Result = TypeVar("Result")

TOGETHER = 0.01
"""Seconds between keys that no hand types: those of one paste arrive faster, repeated and quick keys more slowly."""
HOLD = 0.005
"""Seconds that a key waits for others to arrive with it."""
TYPING = 0.4
"""Seconds between the letters of somebody who types on without having seen that a key did nothing."""
PAUSE = 1.0
"""Seconds after which what is typed on is no longer the text that was not taken."""
_LOOKS_AGAIN = 0.05
"""Seconds after which keys and what is pasted look again for what they wait for."""
_PATIENCE = 2.0
"""Seconds that keys wait at most for the cursor to be put elsewhere: git may wait for a program that hangs."""
_MOVES = frozenset("hjkl")
_STEPS = frozenset(("j", "k", "up", "down"))
"""Keys that move the cursor of a list, and never the focus."""


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
    """An application that handles one key after another, each where the focus is by then, and takes no text for keys.

    Textual puts a key into the queue of what has the focus when it arrives. There, letters typed right after Tab would
    come to the field that Tab leaves.
    """

    def __init__(self) -> None:
        super().__init__()
        self._guard = TextGuard()
        self.last_key = -math.inf
        self._unclear: list[events.Key] = []
        self._holding: Timer | None = None
        self._in_text = False
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._handling: events.Key | events.Paste | None = None
        self._handling_target: Widget | None = None
        self._handling_screen: Screen[object] | None = None
        self._opening: events.Key | None = None
        self._looking: Timer | None = None
        self._moving: dict[object, float] = {}  # Until when keys wait for it.

    def keys_wait_for(self, work: Awaitable[Result]) -> Coroutine[Any, Any, Result]:
        """Have keys wait, except in a dialog, for work that may put the cursor elsewhere; return what awaits it."""
        moved = object()
        self._moving[moved] = time.monotonic() + _PATIENCE

        async def move() -> Result:
            try:
                return await work
            finally:
                del self._moving[moved]
                self.call_next(self._handle_next)

        return move()

    @property
    def _waits_for_cursor(self) -> bool:
        return time.monotonic() < max(self._moving.values(), default=-math.inf) and not self.screen.is_modal

    async def on_event(self, event: events.Event) -> None:
        """Hold keys that arrive together until it is clear that they are not text; run none of a text."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self._take_key(event)
        elif isinstance(event, events.Paste) and not event.is_forwarded:
            self._line_up(event)
        else:
            try:
                await super().on_event(event)
            finally:
                if event is self._handling:
                    event.stop()

    def _take_key(self, key: events.Key) -> None:
        self.last_key = time.monotonic()
        verdict = self._judge(key)
        if self._holding is not None:
            self._holding.stop()
        is_next, self._in_text = self._in_text, verdict == "text"
        if verdict == "text":
            self._unclear.clear()
            if not is_next:  # one notice for a text
                self._refuse_text()
            return
        self._unclear.append(key)
        if verdict == "hold":
            self._holding = self.set_timer(self._guard.hold, self._line_up)
        else:
            self._line_up()

    def _judge(self, key: events.Key) -> str:
        """Say what becomes of a key, as `TextGuard.judge`: those for a field, or behind one that opens a field, run."""
        is_for_field = not self._unclear and (takes_text(self.screen) or self._opening is not None)
        if is_for_field or self.is_headless:  # without a terminal, each key is handled before the next one is made
            return "run"
        opens = key.key == "slash" and self._opens_field(key)
        verdict = self._guard.judge(key, begins_text=opens)
        if opens and verdict == "run":
            self._opening = key
        return verdict

    def _opens_field(self, key: events.Key) -> bool:
        """Whether a key that can be handled now opens a field or a form, for which the keys after it are."""
        command = None if takes_text(self.screen) else command_of(self.screen, key.key)
        return command is not None and command.begins_text and command.available(self.screen)

    def _line_up(self, *pasted: events.Paste) -> None:
        """Have the keys handled that turned out to be no text, and what was pasted after them."""
        self._waiting.extend((*self._unclear, *pasted))
        self._unclear.clear()
        self.call_next(self._handle_next)

    def handle_again(self, keys: Iterable[events.Key]) -> None:
        """Handle keys that were held back, before any that came after them."""
        again = [events.Key(key.key, key.character) for key in keys]
        self._waiting.extendleft(reversed(again))
        self.call_next(self._handle_next)

    async def _handle_next(self) -> None:
        """Hand on what comes next, unless what came before it is still being handled and may move the focus."""
        while self._waiting and self.screen_stack and (self._handling is None or self._goes_along(self._waiting[0])):
            event = self._waiting[0]
            if self._waits_for_cursor:
                self._look_again()
                return
            if not isinstance(event, events.Paste) or takes_text(self.screen):
                await self._hand_on(self._waiting.popleft())
            elif time.monotonic() < min(event.time, self.last_key) + PAUSE:  # the key before it may open a field
                self._look_again()
                return
            else:
                self._waiting.popleft()
                self._refuse_text()

    def _look_again(self) -> None:
        if self._looking is not None:
            self._looking.stop()
        self._looking = self.set_timer(_LOOKS_AGAIN, self._handle_next)

    def _goes_along(self, event: events.Key | events.Paste) -> bool:
        """Whether a key can follow at once: letters of a text, steps in a list. Their rows are drawn once, too."""
        before = self._handling
        if (
            not isinstance(before, events.Key)
            or not isinstance(event, events.Key)
            or self.focused is not self._handling_target
        ):
            return False
        if takes_text(self.screen):
            return before.is_printable and event.is_printable
        return {before.key, event.key} <= _STEPS

    async def _hand_on(self, event: events.Key | events.Paste) -> None:
        """Give an event to what has the focus, and look when it was handled."""
        if isinstance(event, events.Key) and not self.is_headless and self._opens_field(event):
            self._opening = event
        is_first, self._handling = self._handling is None, event
        target, self._handling_screen = self.focused or self.screen, self.screen
        self._handling_target = target
        remember_target(event, target)
        await super().on_event(event)
        if is_first:
            self._look_whether_handled(time.monotonic() + PAUSE)

    def _look_whether_handled(self, until: float) -> None:
        """Go on to the next key once this one was handled; look again until then, or until it can no longer be.

        An event is stopped by what handles it, or by the app, where it comes in the end. What was taken off the screen
        meanwhile handles none.
        """
        event, by = self._handling, self._handling_target
        assert event is not None and by is not None
        is_gone = not by.is_attached and by not in self.screen_stack  # a new screen is in the stack before
        is_handled = event._stop_propagation or not event.is_forwarded or is_gone
        is_awaited = keeps_next_waiting(event) and not is_handled
        if (is_handled and not self._has_still_to_open(event)) or (time.monotonic() > until and not is_awaited):
            self.call_later(self._go_on, event)  # after what it made the app do later, such as to move the focus
        elif is_awaited:
            asyncio.get_running_loop().call_later(HOLD, self._look_whether_handled, until)
        else:
            asyncio.get_running_loop().call_soon(self._look_whether_handled, until)

    def _has_still_to_open(self, event: events.Key | events.Paste) -> bool:
        """Whether the field or form that a key opens is not there yet."""
        if event is not self._opening or not self.screen_stack or takes_text(self.screen):
            return False
        return event.key == "slash" or self.screen is self._handling_screen

    async def _go_on(self, after: events.Key | events.Paste) -> None:
        if after is not self._handling:  # another one went along meanwhile
            self._look_whether_handled(time.monotonic() + PAUSE)
            return
        if self._handling_screen not in self.screen_stack:
            self._drop_repeated()
        if self._handling is self._opening:
            self._opening = None
        self._handling = None
        await self._handle_next()

    def _drop_repeated(self) -> None:
        """Drop a key pressed twice that answered a dialog, or left a screen: the second is none for what is below."""
        while isinstance(self._handling, events.Key) and self._waiting:
            again = self._waiting[0]
            if not isinstance(again, events.Key) or again.key != self._handling.key:
                break
            self._waiting.popleft()

    def _refuse_text(self) -> None:
        message = _("This screen takes no text, and its letters are commands: none was run. Press / to search.")
        if self.screen.is_modal:
            message = _("This dialog takes no text; nothing was done. Press one of its keys, or Esc.")
        cast("Application", self).toast(message)

    def on_key(self, event: events.Key) -> None:
        """Give a key to what has the focus now, where that moved, or a dialog opened, since it was handed on."""
        if not self.screen_stack:  # the program is being left
            return
        top = self.screen
        if is_stale(event, self.focused or top):
            event.prevent_default()
            self.handle_again([event])
        elif isinstance(top, RcmScreen):
            refused = top.explain_key(event.key)
            if refused is not None and refused.begins_text:
                self._guard.expect_text(event.key)

    def apply_own_keys(self) -> None:
        """Give commands the keys that the person's file gives them, and say what is wrong in it."""
        own = own_keys(keys_file(), every_command()) if keys_file().exists() else OwnKeys({})
        if own.keymap:
            self.set_keymap(own.keymap)
        for complaint in own.complaints:
            self.notify(line(complaint).plain, title=_("Your keys"), severity="warning", markup=False, timeout=12)
