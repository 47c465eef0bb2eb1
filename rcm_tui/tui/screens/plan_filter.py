"""The line above the tree of the plan in which people type what is searched for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, cast

from textual.widget import Widget

from rcm_tui.model.errors import RcmError
from rcm_tui.tui.widgets.outline import Found
from rcm_tui.tui.widgets.search_field import SearchField
from rcm_tui.workflow.memory import expanded, saved_filters

if TYPE_CHECKING:
    from rcm_tui.tui.protocols import Application

_FEW = 15_000
"""Items in which words are found within a few milliseconds."""


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
        self.rcm.reader.forget("filter")
        if plan is None:
            return
        if not words:
            self.show_count("")
            self.show_error("")
            self._found_for = ""
            self._take(None)
        elif not {":", "@"} & {*words} and len(plan.items) <= _FEW and plan.is_searchable:
            try:
                self._found(words, self._find(words))
            except RcmError as mistake:
                self._failed(mistake)
        else:
            self.rcm.reader.read(
                "filter", lambda: self._find(words), lambda found: self._found(words, found), self._failed
            )

    def _find(self, words: str) -> Found:
        from rcm_tui.workflow.archive import find_items

        return Found.of(find_items(self.rcm.snapshot, expanded(words)))

    def completions(self, word: str) -> Iterable[str]:
        from rcm_tui.model.query_completion import completions

        plan = self.rcm.plan
        if word.startswith("@"):
            return [f"@{name}" for name in saved_filters() if name.startswith(word[1:].casefold())]
        return (
            [candidate for candidate, _label in completions(plan, word)] if plan is not None and len(word) > 1 else []
        )

    def _found(self, words: str, found: Found) -> None:
        self._found_for = words
        self.show_error("")
        self._take(found)

    def complained(self) -> None:
        """Show no items: those found for the words before would pass for what these words find."""
        self._found_for = ""
        self._take(Found.of(()))

    def _failed(self, error: Exception) -> None:
        if isinstance(error, RcmError):
            self.show_count("")
            self.show_error(str(error))
        else:
            self.rcm.report_crash(error)

    def submit(self) -> None:
        """Leave for the tree with what was typed found: a key typed after Enter works on the item found."""
        plan, words = self.rcm.plan, self.words
        if plan is not None and words and words != self._found_for:
            self.rcm.reader.forget("filter")
            try:
                self._found(words, self._find(words))
            except RcmError as mistake:
                self.show_error(str(mistake), now=True)
                return
        self.action_leave()
        self._submitted()
