"""The pane that shows one item in full. Its calendar entries can be reached one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from rcm_tui.tui.content import line, strip
from rcm_tui.tui.widgets.blocks import CARD, FACT, SECTION, Block

_LABEL = 15
"""Cells of the column of labels."""
_LEAST = 8
"""Cells of a line of words at least."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the pane: the place of its block, None between two; whether its sentence goes on in the next."""

    block: int | None
    shown: Content
    goes_on: bool = False


class Detail(ScrollView, can_focus=True):
    """The blocks of one item, one below the other; a cursor is on one of the cards, or on none.

    One widget draws all of it line by line: a widget for each block would take longer to lay out than a key may.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "go(1)", show=False),
        Binding("up,k", "go(-1)", show=False),
        Binding("left,h", "screen.back", show=False),
        Binding("tab", "card(1)", show=False),
        Binding("shift+tab", "card(-1)", show=False),
    ]

    class Moved(Message):
        """The cursor is on another card, or on none."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.blocks: tuple[Block, ...] = ()
        self._card: int | None = None
        self._lines: list[_Line] = []
        self._width = 0

    def show(self, blocks: Sequence[Block], *, from_top: bool) -> None:
        """Show these blocks, from the top for another item; a card that had the cursor keeps it."""
        kept = "" if self.card is None or from_top else self.card.entry
        self.blocks = tuple(blocks)
        self._card = next((place for place in self._cards if kept and blocks[place].entry == kept), None)
        self._lay_out()
        if from_top:
            self.scroll_home(animate=False)

    # --- the cursor

    @property
    def card(self) -> Block | None:
        """The card that has the cursor."""
        return self.blocks[self._card] if self._card is not None else None

    @property
    def entry_id(self) -> str:
        """The calendar entry that has the cursor; empty where none has, or the focus is elsewhere."""
        return self.card.entry if self.card is not None and self.screen.focused is self else ""

    def focus_entry(self, entry_id: str) -> None:
        """Go to a calendar entry."""
        place = next((card for card in self._cards if self.blocks[card].entry == entry_id), None)
        if place is not None:
            self.screen.set_focus(self, scroll_visible=False)
            self._put(place)

    def action_go(self, step: int) -> None:
        """To the next calendar entry; a step of scrolling where there is none in sight."""
        place = self._next(step)
        if place is not None and self._near(place, step):
            self._put(place)
        elif place is None and step < 0 and self._card is not None:
            self._put(None)
            self.scroll_home(animate=False)
        else:
            self.scroll_relative(y=2 * step, animate=False)

    def action_card(self, step: int) -> None:
        """To the next calendar entry, and from the last one out of the pane."""
        place = self._next(step) if step > 0 or self._card is not None else None
        if place is not None or (step < 0 and self._card is not None):
            self._put(place)
        elif step > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    @property
    def _cards(self) -> list[int]:
        return [place for place, block in enumerate(self.blocks) if block.entry]

    def _next(self, step: int) -> int | None:
        """Return the place of the card after the cursor, or before it; from nowhere the first, or the last."""
        cards = self._cards
        at = cards.index(self._card) + step if self._card in cards else (0 if step > 0 else len(cards) - 1)
        return cards[at] if 0 <= at < len(cards) else None

    def _put(self, place: int | None) -> None:
        if place != self._card:
            self._card = place
            self.refresh()
            self.post_message(self.Moved())
        if place is not None:
            self.scroll_to_region(self._region(place), animate=False, force=True)

    def _region(self, place: int) -> Region:
        lines = [at for at, drawn in enumerate(self._lines) if drawn.block == place]
        return Region(0, lines[0], 1, len(lines)) if lines else Region()

    def _near(self, place: int, step: int) -> bool:
        """Return whether the card is less than a screenful away, so that nothing between is skipped."""
        height = self.scrollable_content_region.height
        return -height < self._region(place).y - self.scroll_offset.y < height + (2 if step > 0 else 0)

    def on_focus(self) -> None:
        """Show where the keys go."""
        self.refresh()

    def on_blur(self) -> None:
        """Begin without a card when the focus comes back from another pane; a window that lost it has no other."""
        if self.screen.focused not in (self, None):
            self._card = None
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Take the focus at a click anywhere, and the cursor to the card that was clicked."""
        at = event.get_content_offset(self)
        place = at.y + self.scroll_offset.y if at is not None else len(self._lines)
        clicked = self._lines[place].block if place < len(self._lines) else None
        if clicked in self._cards:
            self.screen.set_focus(self, scroll_visible=False)
            self._put(clicked)
        elif self.screen.focused is not self:
            self.focus(scroll_visible=False)

    # --- drawing

    def on_resize(self) -> None:
        """Break the lines at the width."""
        if self._room != self._width:
            self._lay_out()

    @property
    def _room(self) -> int:
        """The cells of a line; one more keeps the words from the scrollbar."""
        return max(self.scrollable_content_region.width - 1, 0)

    def _lay_out(self) -> None:
        self._width = self._room
        self._lines = list(_lines(self.blocks, self._width)) if self._width else []
        size = Size(self._width, len(self._lines))
        if size != self.virtual_size:
            # Assigned, it would lay out the whole screen, though nothing moves unless the scrollbar comes or goes.
            self.set_reactive(ScrollView.virtual_size, size)
            self._scroll_update(size)
            self.scroll_to(y=min(self.scroll_y, self.max_scroll_y), animate=False, force=True, immediate=True)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width, at = self.scrollable_content_region.width, y + self.scroll_offset.y
        line = self._lines[at] if at < len(self._lines) else _Line(None, Content(""))
        if not line.shown.plain:
            return Strip.blank(width, self.visual_style.rich_style)
        shown = line.shown.truncate(width, pad=True)
        if line.block == self._card and self.has_focus:
            shown = Content.assemble(shown[:1], shown[1:].stylize_before("on $mark"))
        span = self.text_selection.get_span(at) if self.text_selection is not None else None
        if span is not None:
            look = self.screen.get_visual_style("screen--selection")
            shown = shown.stylize(look, span[0], span[1] if span[1] >= 0 else None)
        return strip(self, shown, width).apply_offsets(0, at)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return what is selected, each sentence in one line again."""
        parts = []
        for at, drawn in enumerate(self._lines):
            if (span := selection.get_span(at)) is not None:
                words = drawn.shown.plain[span[0] : span[1] if span[1] >= 0 else None]
                parts += [words.rstrip(), " " if drawn.goes_on else "\n"]
        return "".join(parts[:-1]), "\n"


def _lines(blocks: Sequence[Block], width: int) -> Iterator[_Line]:
    """Lay blocks out in lines of a width: an edge, the label of a fact, the words, and what stands between them."""
    before: Block | None = None
    for place, block in enumerate(blocks):
        if block.kind == SECTION or (before is not None and before.kind not in (FACT, SECTION)):
            yield _Line(None, Content(""))
        before = block
        edge = _edge(block)
        label = line(block.label).stylize_before("$muted").wrap(_LABEL - 1) if block.kind == FACT else []
        room = width - edge.cell_length - (_LABEL if block.kind == FACT else 0) - (1 if block.kind == CARD else 0)
        words = list(_broken(block, max(room, _LEAST)))
        for at in range(max(len(label), len(words))):
            named = label[at] if at < len(label) else Content("")
            content, goes_on = words[at] if at < len(words) else (Content(""), False)
            column = named.pad_right(_LABEL - named.cell_length) if block.kind == FACT else Content("")
            yield _Line(place, Content.assemble(edge, column, content), goes_on)


def _edge(block: Block) -> Content:
    """Return what stands at the left of each line of a block, in the colour of its role."""
    if block.kind == CARD:
        return line("▌", f"${block.role or 'faint'}") + Content(" ")
    return line("▌", f"${block.role}") if block.role not in ("", "quiet") else Content("")


def _broken(block: Block, width: int) -> Iterator[tuple[Content, bool]]:
    """Break the words of a block; with each line, say whether its sentence goes on in the next."""
    words = block.words.stylize_before("bold") if block.kind == SECTION else block.words
    for sentence in words.split(allow_blank=True):
        pieces = sentence.wrap(width) or [Content("")]
        for at, piece in enumerate(pieces, 1):
            yield piece, at < len(pieces)
