"""The line above the tree of the plan in which people type what is searched for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.widget import Widget

from rcm_tui.model.errors import RcmError
from rcm_tui.model.plan import Plan
from rcm_tui.tui.widgets.outline import Found
from rcm_tui.tui.widgets.search_field import SearchField
from rcm_tui.workflow.memory import expanded, saved_filters

if TYPE_CHECKING:
    from rcm_tui.tui.protocols import Application

_MOMENT = 0.005
"""Seconds for which a letter searches before the keys typed next are handled."""
_FIRST = 200
"""Items that are shown as soon as they are found, where there are more: some screenfuls of rows."""
_LONG = 0.25
"""Seconds after which more of what was found is shown."""


class PlanFilter(SearchField):
    """Gives what it finds to a function at once, so that the next key works on it."""

    def __init__(
        self,
        outline: Widget,
        take: Callable[[Found | None], None],
        submitted: Callable[[], None],
        *,
        id: str | None = None,  # noqa: A002
    ) -> None:
        """`take` is called with what was found, with None where nothing is searched for any more; then `submitted`."""
        super().__init__(outline, id=id)
        self._take = take
        self._submitted = submitted
        self._found_for = ""
        """The words of which everything that was found is shown."""
        self._steps: Iterator[Found | None] | None = None

    @property
    def rcm(self) -> Application:
        """The application."""
        return cast("Application", self.app)

    def search_again(self) -> None:
        """Search in a new plan or another language."""
        if self.is_open:
            self.changed(self.words)

    def changed(self, words: str) -> None:
        """Search for the words: plain ones at once, since a thread's round trip would take longer."""
        plan = self.rcm.plan
        self._forget()
        if plan is None:
            return
        if not words:
            self.show_count("")
            self.show_error("")
            self._found_for = ""
            self._take(None)
        else:
            self._begin(plan, words)

    def _find(self, words: str) -> Found:
        from rcm_tui.workflow.archive import find_items

        view = self.rcm.snapshot
        return Found.of(find_items(view, expanded(words)), view.plan)

    def _forget(self) -> None:
        self._steps = None
        self.rcm.reader.forget("filter")

    def _begin(self, plan: Plan, words: str) -> None:
        """Search at once, for a moment, as a thread's round trip would take longer; go on in one after the drawing."""
        steps = self._steps = self._search(words)
        if {":", "@"} & {*words} or not plan.is_searchable:
            self._go_on(words, steps)
            return
        try:
            found = next(steps)
        except RcmError as mistake:
            self._failed(mistake)
            return
        self._found(words, found)
        if found is None:
            self._go_on(words, steps)
        elif not found.is_complete:
            self.call_after_refresh(self._go_on, words, steps)

    def _go_on(self, words: str, steps: Iterator[Found | None]) -> None:
        """Search on in a thread, unless something else is searched for by now."""
        if steps is self._steps:
            self.rcm.reader.read_in_steps("filter", steps, partial(self._found, words), self._failed)

    def _search(self, words: str) -> Iterator[Found | None]:
        """Yield every few milliseconds the items found so far, or None where they need not be shown; last, all."""
        from rcm_tui.workflow.archive import find_items_in_pieces

        view = self.rcm.snapshot
        found: list[str] = []
        shown = 0
        began = shown_at = time.monotonic()
        for piece in find_items_in_pieces(view, expanded(words)):
            found += piece
            now = time.monotonic()
            if now < began + _MOMENT:
                continue
            if len(found) > shown and (now > shown_at + _LONG or (not shown and len(found) >= _FIRST)):
                yield Found.of(found if shown else found[:_FIRST], view.plan, is_complete=False)
                shown, shown_at = len(found), time.monotonic()
            else:
                yield None
            began = time.monotonic()
        yield Found.of(found, view.plan)

    def completions(self, word: str) -> Iterable[str]:
        from rcm_tui.model.query_completion import completions

        plan = self.rcm.plan
        if word.startswith("@"):
            return [f"@{name}" for name in saved_filters() if name.startswith(word[1:].casefold())]
        return (
            [candidate for candidate, _label in completions(plan, word)] if plan is not None and len(word) > 1 else []
        )

    def _found(self, words: str, found: Found | None) -> None:
        if found is not None:
            self._found_for = words if found.is_complete else ""
            self.show_error("")
            self._take(found)

    def complained(self) -> None:
        """Show no items: those found for the words before would pass for what these words find."""
        self._found_for = ""
        self._take(Found(()))

    def _failed(self, error: Exception) -> None:
        if isinstance(error, RcmError):
            self.show_count("")
            self.show_error(str(error))
        else:
            self.rcm.report_crash(error)

    async def submit(self) -> None:
        """Leave for the tree with what was typed found: a key typed after Enter works on the item found.

        It is searched for in a thread: of a large plan, the texts may have to be made first.
        """
        plan, words = self.rcm.plan, self.words
        if plan is not None and words and words != self._found_for:
            self._forget()
            try:
                found = await asyncio.to_thread(self._find, words)
            except RcmError as mistake:
                self.show_error(str(mistake), now=True)
                return
            if words == self.words:  # Else the field was left by the mouse.
                self._found(words, found)
        self.action_leave()
        self._submitted()
