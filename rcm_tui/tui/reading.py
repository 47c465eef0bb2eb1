"""Read in the background: in threads, numbered, and results that are out of date are dropped."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from textual.dom import DOMNode, NoScreen

if TYPE_CHECKING:
    from rcm_tui.model.plan import Plan
    from rcm_tui.tui.protocols import Application
    from rcm_tui.workflow.counting import Counting

Result = TypeVar("Result")

_OVER = object()
"""Stands for the result of a step after the last."""

_QUIET = 0.5
"""Seconds after a key in which the next one is expected."""


class Reader:
    """Runs functions that read files or git in threads. Threads cannot be stopped, so results are numbered by name."""

    def __init__(self, app: Application) -> None:
        self._app = app
        self._newest: dict[str, int] = {}
        self._countings: list[Counting] = []
        self._is_outdated = False

    def read(
        self,
        name: str,
        reading: Callable[[], Result],
        then: Callable[[Result], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Read in a thread, then call `then` with the result, unless a newer reading of that name has begun.

        An error goes to `failed`, else into a dialog.
        """
        number = self._begin(name)

        async def go() -> None:
            await self._step(name, number, reading, then, failed)

        self._app.run_in_background(go())

    def read_in_steps(
        self,
        name: str,
        steps: Iterator[Result],
        then: Callable[[Result], None],
        failed: Callable[[Exception], None] | None = None,
        *,
        when_quiet: bool = False,
    ) -> None:
        """Read as by `read`, step by step, and call `then` with the result of each, until a newer reading begins.

        With `when_quiet`, a step waits until no key has been pressed for a moment: work for later holds up none.
        """
        number = self._begin(name)

        async def go() -> None:
            is_wanted = True
            while is_wanted:
                if when_quiet:
                    await self.quiet()
                is_wanted = await self._step(name, number, partial(next, steps, _OVER), then, failed)

        self._app.run_in_background(go())

    async def quiet(self) -> None:
        """Wait until no key has been pressed for a moment."""
        while (left := self._app.last_key + _QUIET - time.monotonic()) > 0:
            await asyncio.sleep(left)

    def _begin(self, name: str) -> int:
        number = self._newest[name] = self._newest.get(name, 0) + 1
        return number

    async def _step(
        self,
        name: str,
        number: int,
        reading: Callable[[], Any],
        then: Callable[[Any], None],
        failed: Callable[[Exception], None] | None,
    ) -> bool:
        """Read once, in a thread; return whether anything is to be read after it."""
        try:
            result = await asyncio.to_thread(reading)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is reported
            if self._newest[name] == number:
                (failed or self._app.report_crash)(error)
            return False
        if self._newest[name] != number or result is _OVER or _is_gone(then):
            return False
        with contextlib.suppress(NoScreen):  # the screen it was read for is gone, and the result with it
            then(result)
        return True

    def count(self, part: str, then: Callable[[Any], None]) -> None:
        """Count a part of the plan (see `workflow.counting`), then call `then`; what was counted already is kept."""
        from rcm_tui.workflow.counting import Stopped  # Not before the first rows are seen.

        def failed(error: Exception) -> None:
            if not isinstance(error, Stopped):  # Of a plan that is out of date.
                self._app.report_crash(error)

        plan = self._app.plan
        if plan is not None:
            self.read(part, partial(self._counting(plan, part).part, part), then, failed)

    def _counting(self, plan: Plan, part: str) -> Counting:
        from rcm_tui.workflow.counting import Counting

        if self._is_outdated or not all(counting.is_of(plan) for counting in self._countings):
            self.stop_counting()
        found = next((counting for counting in self._countings if part in counting.parts), None)
        if found is None:
            found = Counting(self._app.snapshot, plan, part)
            self._countings.append(found)
        return found

    def count_anew(self) -> None:
        """Count anew from the next call of `count` on, as files or records have changed; readings under way go on."""
        self._is_outdated = True

    def stop_counting(self) -> None:
        """End the processes that count, and drop what they counted."""
        self._is_outdated = False
        for counting in self._countings:
            counting.stop()
        self._countings.clear()

    def forget(self, name: str) -> None:
        """Drop whatever is being read under that name."""
        self._begin(name)


def _is_gone(then: Callable[..., None]) -> bool:
    """Return whether the screen that a result is for is gone, or is being removed."""
    owner = getattr(then.func if isinstance(then, partial) else then, "__self__", None)
    if not isinstance(owner, DOMNode):
        return False
    try:
        return not (owner.is_attached and owner.screen.display)
    except NoScreen:
        return True
