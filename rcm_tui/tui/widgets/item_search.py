"""A line in which items are searched for as one types."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, cast

from textual.widgets import Input

from rcm_tui.model.errors import RcmError
from rcm_tui.tui.content import line
from rcm_tui.tui.keys import SubmitsOnEnter

if TYPE_CHECKING:
    from rcm_tui.tui.protocols import Application


_NUMBERS = itertools.count()
"""Each search reads under a name of its own: a reading of the same name drops the one before, which is waited for."""


class ItemSearch(SubmitsOnEnter, Input):
    """Shows what is found at each letter. Enter waits for what the words find: the list may still be of those before.

    `show` gets the ids found, the item whose id or number was typed first, or None where nothing is searched for;
    `complain` gets what is wrong with the words; `choose` is awaited on Enter.
    """

    def __init__(
        self,
        show: Callable[[tuple[str, ...] | None], None],
        complain: Callable[[str], None],
        choose: Callable[[], Awaitable[None]],
        *,
        placeholder: str = "",
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(placeholder=line(placeholder).plain, compact=True, select_on_focus=False, id=id)
        self._show, self._complain, self._choose = show, complain, choose
        self._words = ""
        self._reading = f"item-search-{next(_NUMBERS)}"
        self._is_found = asyncio.Event()
        self._is_found.set()

    @property
    def _rcm(self) -> Application:
        return cast("Application", self.app)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search for the words."""
        event.stop()
        self._search()

    async def submit(self) -> None:
        await self.finish()
        await self._choose()

    async def finish(self) -> None:
        """Wait until what the words find is shown."""
        self._search()
        await self._is_found.wait()

    def _search(self) -> None:
        words = self.value.strip()
        if words == self._words:
            return
        self._words = words
        if words and self._rcm.plan is not None:
            self._is_found.clear()
            self._rcm.reader.read(self._reading, lambda: self._find(words), self._found, self._failed)
        else:
            self._rcm.reader.forget(self._reading)
            self._found(None)

    def _find(self, words: str) -> tuple[str, ...]:
        from rcm_tui.workflow.archive import find_items

        view = self._rcm.snapshot
        named, found = view.plan.resolve(words.upper()), find_items(view, words)
        return tuple(dict.fromkeys((*([named] if named is not None and named in view.plan.items else ()), *found)))

    def _found(self, found: tuple[str, ...] | None) -> None:
        self._is_found.set()
        self._show(found)

    def _failed(self, error: Exception) -> None:
        self._is_found.set()
        if isinstance(error, RcmError):
            self._complain(str(error))
        else:
            self._rcm.report_crash(error)
