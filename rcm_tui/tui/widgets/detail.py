"""The pane that shows one item whole. Its calendar entries can be reached one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from rcm_tui.tui.content import line
from rcm_tui.tui.widgets.blocks import FACT, Block


class BlockView(Horizontal):
    """Shows one block. Views are kept and filled anew, for making widgets takes longer than a key may."""

    def __init__(self) -> None:
        super().__init__()
        self.block: Block | None = None
        self._label = Static(classes="label")
        self._words = Static(classes="words")

    def compose(self) -> ComposeResult:
        yield self._label
        yield self._words

    def show(self, block: Block | None) -> None:
        """Show this block; nothing for None."""
        self.display = block is not None
        if block == self.block:
            return
        self.block = block
        if block is None:
            return
        self.set_classes([f"-{block.kind}", *([f"-{block.role}"] if block.role else [])])
        self.can_focus = bool(block.entry)
        self._label.display = block.kind == FACT
        self._label.update(line(block.label))
        self._words.update(block.words)


class Detail(VerticalScroll, can_focus=True):
    """The blocks of one item, one below the other."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "go(1)", show=False),
        Binding("up,k", "go(-1)", show=False),
        Binding("left,h", "screen.back", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._views: list[BlockView] = []

    def show(self, blocks: Sequence[Block], *, from_top: bool) -> None:
        """Show these blocks, from the top for another item; a card that had the focus keeps it."""
        if len(blocks) > len(self._views):
            new = [BlockView() for _block in range(len(blocks) - len(self._views))]
            self._views += new
            self.mount_all(new)
        focused = self.entry_id
        for place, view in enumerate(self._views):
            view.show(blocks[place] if place < len(blocks) else None)
        if from_top:
            self.scroll_home(animate=False)
        elif focused and focused != self.entry_id:
            self.focus_entry(focused)

    @property
    def entry_id(self) -> str:
        """The calendar entry that has the focus; empty where none has."""
        view = self.screen.focused
        return view.block.entry if isinstance(view, BlockView) and view.block is not None else ""

    def focus_entry(self, entry_id: str) -> None:
        """Go to a calendar entry."""
        for view in self._views:
            if view.display and view.block is not None and view.block.entry == entry_id:
                self.screen.set_focus(view)
                return

    def action_go(self, step: int) -> None:
        """To the next calendar entry; a step of scrolling where there is none in sight."""
        cards = [view for view in self._views if view.display and view.can_focus]
        here = self.screen.focused
        place = cards.index(here) + step if here in cards else (0 if step > 0 else -1)
        if cards and 0 <= place < len(cards) and self._near(cards[place], step):
            cards[place].focus()
        elif place < 0 and here in cards:
            self.focus(scroll_visible=False)
            self.scroll_home(animate=False)
        else:
            self.scroll_relative(y=2 * step, animate=False)

    def _near(self, card: BlockView, step: int) -> bool:
        """Return whether the card is less than a screenful away, so that nothing between is skipped."""
        top = card.virtual_region.y - self.scroll_offset.y
        return -self.size.height < top < self.size.height + (2 if step > 0 else 0)

    def on_click(self, event: events.Click) -> None:
        """Take the focus at a click anywhere."""
        if self.screen.focused is not self and not self.entry_id:
            self.focus(scroll_visible=False)
