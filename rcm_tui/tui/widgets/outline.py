"""The plan as a tree, a line for each item; only the lines on screen are drawn, so its size does not matter."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, overload

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from rcm_tui.i18n import _, current
from rcm_tui.model import ids
from rcm_tui.model.items import Activity
from rcm_tui.model.plan import Plan, Unreadable
from rcm_tui.model.texts import pick
from rcm_tui.reports.names import id_says_more, number_of, text_of
from rcm_tui.reports.styles import STATUS_LOOK, status_of
from rcm_tui.tui.content import line


class Row(NamedTuple):
    """One line: an item, how deep it hangs, whether it has children and shows them, whether it was itself sought."""

    id: str
    depth: int
    has_children: bool
    unfolded: bool
    sought: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """What a filter leaves: the items that match, and those that must stand so that the tree keeps its shape."""

    matches: frozenset[str]
    kept: frozenset[str]
    parents: frozenset[str]
    """Those that have kept ones below them."""

    @classmethod
    def of(cls, matches: Collection[str]) -> Found:
        """The matches with all that stand above them. Of very many, this takes a while."""
        found = frozenset(matches)
        parents = ids.parents_of(found)
        for item_id in tuple(parents):
            above = ids.parent_of(item_id)
            while above and above not in parents:
                parents.add(above)
                above = ids.parent_of(above)
        return cls(found, found | (parents - {""}), frozenset(parents))


class FoundRows(Sequence[Row]):
    """The lines that a filter leaves. Each is made when it is looked at: there may be very many."""

    def __init__(self, shown: Sequence[str], found: Found, folded: Collection[str]) -> None:
        self.ids = shown
        self._found = found
        self._folded = folded

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...

    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        """The line there."""
        if isinstance(place, slice):
            return FoundRows(self.ids[place], self._found, self._folded)
        item_id = self.ids[place]
        has_children = item_id in self._found.parents
        is_open = has_children and item_id not in self._folded
        return Row(item_id, _depth(item_id), has_children, is_open, item_id in self._found.matches)


def place_of(shown: Sequence[Row], item_id: str) -> int | None:
    """Which line is the item's; None where it has none."""
    all_ids = shown.ids if isinstance(shown, FoundRows) else [row.id for row in shown]
    try:
        return all_ids.index(item_id)
    except ValueError:
        return None


def rows(
    plan: Plan, unfolded: Collection[str], found: Found | None = None, folded: Collection[str] = ()
) -> Sequence[Row]:
    """The lines shown, in printed order.

    Without a filter: current items, the children of those in `unfolded`. With one: what it kept, archived items
    included where they match, all unfolded but for those in `folded`. Only what is shown is visited, so that the size
    of the plan does not matter.
    """
    if found is None:
        return list(_current(plan, "", 0, unfolded))
    kept = found.kept
    shown = [item_id for item_id in plan.walk() if item_id in kept]
    return FoundRows(list(_not_below(shown, folded)) if folded else shown, found, frozenset(folded))


def _current(plan: Plan, parent: str, depth: int, unfolded: Collection[str]) -> Iterator[Row]:
    for item_id in plan.current_children(parent):
        has_children = any(not plan.is_archived(child) for child in plan.children(item_id))
        is_open = has_children and item_id in unfolded
        yield Row(item_id, depth, has_children, is_open)
        if is_open:
            yield from _current(plan, item_id, depth + 1, unfolded)


def _not_below(shown: Iterable[str], folded: Collection[str]) -> Iterator[str]:
    hidden = set(folded)
    for item_id in shown:
        if ids.parent_of(item_id) in hidden:
            hidden.add(item_id)
        else:
            yield item_id


def _depth(item_id: str) -> int:
    return 2 if "." in item_id else 1 if "-" in item_id else 0


_CLOSED = {"completed", "cancelled", "postponed"}


class Outline(ScrollView, can_focus=True):
    """Shows a plan as a tree. The cursor, what is unfolded and what is marked are kept by id, from plan to plan."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "go(-1)", show=False),
        Binding("down,j", "go(1)", show=False),
        Binding("right,l", "unfold", show=False),
        Binding("left,h", "fold", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "end(-1)", show=False),
        Binding("end", "end(1)", show=False),
        Binding("enter", "open", show=False),
    ]

    @dataclass
    class Highlighted(Message):
        """The cursor stands on another item, or on another version of it; empty where there is none."""

        item_id: str

    @dataclass
    class Opened(Message):
        """The person wants to see this item whole."""

        item_id: str

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.plan: Plan | None = None
        self.rows: Sequence[Row] = []
        self.cursor = 0
        self.marked: set[str] = set()
        self._unfolded: set[str] = set()
        self._folded: set[str] = set()
        self.found: Found | None = None
        self._before = ""

    # --- what is shown

    def show_plan(self, plan: Plan) -> None:
        """Show this plan, with the cursor, the unfolded and the marked items where they were."""
        if self.plan is None:
            self._unfolded = set(plan.current_children())
        self.plan = plan
        self.marked = {item_id for item_id in self.marked if plan.node(item_id) is not None}
        self._anew()

    def show_found(self, found: Found | None) -> None:
        """Leave only what a filter found, or give all back with the cursor where it is."""
        if found is not None and self.found is None:
            self._before = self.item_id
        back_to = (self.item_id or self._before) if found is None and self.found is not None else ""
        self.found = found
        self._folded = set()
        if back_to:
            self._reveal(back_to)
        self._anew(back_to)
        if found is not None and self.rows and not self.rows[self.cursor].sought:
            first = next((place for place, row in enumerate(self.rows) if row.sought), 0)
            self._move(first)

    @property
    def item_id(self) -> str:
        """The item under the cursor; empty where there is none."""
        return self.rows[self.cursor].id if self.rows else ""

    def go_to(self, item_id: str) -> bool:
        """Put the cursor on an item, unfolding what is above it; False where it is not among what is shown."""
        if self.found is None:
            self._reveal(item_id)
            self._anew()
        place = place_of(self.rows, item_id)
        if place is not None:
            self._move(place)
        return place is not None

    def toggle_mark(self) -> None:
        """Mark the item under the cursor, or take the mark away."""
        if self.item_id:
            self.marked ^= {self.item_id}
            self.refresh()

    def clear_marks(self) -> None:
        """Take all marks away."""
        self.marked.clear()
        self.refresh()

    def _reveal(self, item_id: str) -> None:
        above = ids.parent_of(item_id)
        while above:
            self._unfolded.add(above)
            above = ids.parent_of(above)

    def _anew(self, back_to: str = "") -> None:
        """Work the rows out anew; the cursor stays on its item, or where the item was."""
        if self.plan is None:
            return
        before = back_to or self.item_id
        self.rows = rows(self.plan, self._unfolded, self.found, self._folded)
        self.virtual_size = Size(self.size.width, len(self.rows))
        place = place_of(self.rows, before)
        self.cursor = place if place is not None else min(self.cursor, max(len(self.rows) - 1, 0))
        self.refresh()
        self._say_where()

    def _move(self, place: int) -> None:
        place = max(0, min(place, len(self.rows) - 1))
        if place != self.cursor and self.rows:
            # Only two lines are others now: a key that is held down must not draw them all each time.
            self.refresh_line(self.cursor)
            self.cursor = place
            self.refresh_line(self.cursor)
            self._say_where()

    def _say_where(self) -> None:
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True)
        self.post_message(self.Highlighted(self.item_id))

    # --- keys and mouse

    def action_go(self, step: int) -> None:
        """Up or down a line."""
        self._move(self.cursor + step)

    def action_page(self, direction: int) -> None:
        """Up or down a screenful."""
        self._move(self.cursor + direction * max(self.size.height - 1, 1))

    def action_end(self, direction: int) -> None:
        """To the first or the last line."""
        self._move(0 if direction < 0 else len(self.rows) - 1)

    def action_unfold(self) -> None:
        """Show the children; where they are shown, go to the first."""
        if not self.rows:
            return
        row = self.rows[self.cursor]
        if row.unfolded:
            self._move(self.cursor + 1)
        elif row.has_children:
            self._set_unfolded(row.id, True)

    def action_fold(self) -> None:
        """Hide the children; where none are shown, go to the parent."""
        if not self.rows:
            return
        row = self.rows[self.cursor]
        if row.unfolded:
            self._set_unfolded(row.id, False)
            return
        parent = ids.parent_of(row.id)
        for place in range(self.cursor, -1, -1):
            if self.rows[place].id == parent:
                self._move(place)

    def action_open(self) -> None:
        """Unfold what is folded; see whole what is not."""
        if not self.rows:
            return
        row = self.rows[self.cursor]
        if row.has_children and not row.unfolded:
            self._set_unfolded(row.id, True)
        else:
            self.post_message(self.Opened(row.id))

    def _set_unfolded(self, item_id: str, unfolded: bool) -> None:
        if self.found is None:
            (self._unfolded.add if unfolded else self._unfolded.discard)(item_id)
        else:
            (self._folded.discard if unfolded else self._folded.add)(item_id)
        self._anew()

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor; on the triangle it folds; a double click opens."""
        place = event.y + self.scroll_offset.y
        if not 0 <= place < len(self.rows):
            return
        row = self.rows[place]
        self._move(place)
        if row.has_children and event.x <= 2 + 2 * row.depth + 1:
            self._set_unfolded(row.id, not row.unfolded)
        elif event.chain == 2:
            self.action_open()

    # --- drawing

    def on_resize(self) -> None:
        """Lines are cut to the width."""
        self.virtual_size = Size(self.size.width, len(self.rows))
        if self.rows:
            self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True)

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        place = y + self.scroll_offset.y
        if y == 0 and not self.rows and self.found is not None:
            nothing = line("  " + _("Nothing matches; Esc gives all items back."), "$muted").truncate(width, pad=True)
            return Visual.to_strips(self, nothing, width, 1, self.visual_style)[0].adjust_cell_length(width)
        if not 0 <= place < len(self.rows):
            return Strip.blank(width, self.rich_style)
        shown = self._row(self.rows[place]).truncate(width - 1, ellipsis=True, pad=True).pad_right(1)
        if place == self.cursor:
            shown = shown.stylize("on $mark" if self.has_focus else "on $raised")
        return Visual.to_strips(self, shown, width, 1, self.visual_style)[0].adjust_cell_length(width)

    def _row(self, row: Row) -> Content:
        assert self.plan is not None
        node = self.plan.node(row.id)
        mark = line("+ ", "$accent") if row.id in self.marked else Content("  ")
        twisty = line("▾ " if row.unfolded else "▸ ", "$muted") if row.has_children else Content("  ")
        if node is None:
            return Content.assemble(mark, "  " * row.depth, twisty, line(row.id))
        status = "archived" if self.plan.is_archived(row.id) else status_of(node)
        look = STATUS_LOOK.get(status)
        glyph = line(f"{look.glyph} ", f"${look.role}") if look is not None else Content("")
        if isinstance(node, Unreadable):
            words = _("cannot be read") if node.problems else _("has no file")
            return Content.assemble(mark, "  " * row.depth, twisty, glyph, line(f"{row.id} {words}", "$broken"))
        number = line(f"{number_of(node):>2} ", "$muted")
        extra = line(f"{node.id} ", "$muted") if id_says_more(node) else Content("")
        text = line(pick(text_of(node), current()), self._text_style(row, status, isinstance(node, Activity)))
        return Content.assemble(mark, "  " * row.depth, twisty, glyph, number, extra, text)

    def _text_style(self, row: Row, status: str, is_activity: bool) -> str:
        if not row.sought or status == "archived" or (is_activity and status in _CLOSED):
            return "$muted"
        return "bold" if row.depth == 0 else ""
