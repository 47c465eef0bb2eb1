"""The dialog that asks for items, found by typing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from rcm_tui.i18n import _, ngettext
from rcm_tui.model import ids
from rcm_tui.model.plan import Plan
from rcm_tui.model.texts import Text
from rcm_tui.reports.names import localized, text_of
from rcm_tui.reports.styles import status_look, status_of
from rcm_tui.tui.content import content, line
from rcm_tui.tui.dialogs.base import Dialog, hint
from rcm_tui.tui.widgets.item_search import ItemSearch
from rcm_tui.tui.widgets.row_list import Row, RowLine, RowList


class ItemsDialog(Dialog[tuple[str, ...]]):
    """Asks for items: typing finds them, Space marks several, Enter gives those marked, or the one under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "go(1)", show=False, priority=True),
        Binding("up", "go(-1)", show=False, priority=True),
        Binding("space", "mark", show=False),
    ]

    def __init__(
        self,
        plan: Plan,
        heading: str,
        about: Text,
        chosen: Collection[str] = (),
        offered: Collection[str] | None = None,
    ) -> None:
        """Take the item or agreement that it is about, what is marked already, and which items alone to offer."""
        super().__init__()
        self._offered = offered
        self.heading = heading
        self._plan = plan
        self._about = about
        self._before = frozenset(chosen)
        self.chosen = set(chosen)
        self.row_list = RowList()
        self._search = ItemSearch(
            self._show_found,
            self._show_error,
            self._choose,
            placeholder=_("a part of the text, an id, subject:HR"),
        )

    def body(self) -> ComposeResult:
        yield Static(content(localized(self._about)), classes="words about")
        yield self._search
        yield Static(classes="complaint -none")
        yield self.row_list
        yield Static(classes="label", id="chosen")
        yield hint(_("Enter choose · Tab then Space mark several · Esc cancel"))

    def on_mount(self) -> None:
        """List all items, those chosen before at the top."""
        self._show(sorted(self._everything(), key=lambda item_id: item_id not in self.chosen))
        self._search.focus()

    def _show_found(self, found: tuple[str, ...] | None) -> None:
        self._show(self._everything() if found is None else found)

    def _everything(self) -> Iterable[str]:
        return (item_id for item_id in self._plan.walk() if item_id in self._plan.items)

    def _show_error(self, words: str) -> None:
        error = self.query_one(".complaint", Static)
        error.update(content(words))
        error.set_class(not words, "-none")

    def _show(self, found: Iterable[str]) -> None:
        self._show_error("")
        offered = [item_id for item_id in found if self._offered is None or item_id in self._offered]
        rows = [Row(item_id, partial(self._paint, item_id), markable=True) for item_id in offered]
        self.row_list.show(rows)
        self.row_list.action_end(-1)
        self._show_marked()

    def _show_marked(self) -> None:
        self.row_list.marked = self.chosen & {row.id for row in self.row_list.rows}
        self.row_list.refresh()
        count = len(self.chosen)
        shown = ngettext("{count} marked: {ids}", "{count} marked: {ids}", count)
        marked = ", ".join(sorted(self.chosen, key=ids.sort_key))
        self.query_one("#chosen", Static).update(line(shown.format(count=count, ids=marked) if count else ""))

    def _paint(self, item_id: str) -> tuple[RowLine]:
        node = self._plan.node(item_id)
        if node is None:
            return (RowLine(line(item_id)),)
        archived = self._plan.is_archived(item_id)
        look = status_look("archived" if archived else status_of(node))
        glyph = line(look.glyph, f"${look.role}") if look is not None else Content(" ")
        text = line(localized(text_of(node)), "" if self._plan.levels.depth_of(item_id) else "bold")
        return (RowLine(Content.assemble(glyph, " ", line(f"{item_id:<9}", "$muted"), text)),)

    def action_go(self, step: int) -> None:
        """Move in the list while the person types."""
        self.row_list.action_go(step)

    def action_mark(self) -> None:
        """Mark the item under the cursor."""
        self.row_list.toggle_mark()

    @on(RowList.Marked)
    def _marked(self, event: RowList.Marked) -> None:
        self.chosen ^= {event.row_id}
        self._show_marked()

    async def _choose(self) -> None:
        if self._search.value.strip() and self.row_list.row_id:
            self.dismiss(self._in_order(self.chosen | {self.row_list.row_id}))
        else:
            self._accept()

    @on(RowList.Opened)
    def _accept(self) -> None:
        taken = self.chosen or (set() if self._before else {self.row_list.row_id} - {""})
        self.dismiss(self._in_order(taken))

    def _in_order(self, chosen: Collection[str]) -> tuple[str, ...]:
        return tuple(sorted(chosen, key=ids.sort_key))
