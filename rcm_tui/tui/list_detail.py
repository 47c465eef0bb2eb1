"""A screen with a list and, beside it, the detail of the current row; in a narrow window one of the two."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from textual import events, on
from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from rcm_tui.i18n import N_, _
from rcm_tui.model.plan import Plan
from rcm_tui.tui.base_screen import ItemScreen
from rcm_tui.tui.command import Command, Commands, CommandText
from rcm_tui.tui.content import content
from rcm_tui.tui.widgets.blocks import Block
from rcm_tui.tui.widgets.detail import Detail
from rcm_tui.tui.widgets.line_list import LineList
from rcm_tui.tui.widgets.row_list import Row, RowList
from rcm_tui.tui.widgets.search_field import SearchField
from rcm_tui.workflow.memory import remember, remembered

LIST_DETAIL_STYLE = Path(__file__).with_name("list_detail.tcss")

_LEFT_AT: WeakKeyDictionary[App[Any], dict[str, str]] = WeakKeyDictionary()
"""The row on which each screen was left, by its name, so that coming back goes on there."""


_STEP, _LEAST, _MOST = 4, 20, 80
"""Percent of the width by which a key widens the list, and what it can have at least and at most."""


class WidenList(Command["TwoPaneScreen"]):
    """Give the list more room."""

    name, keys, step = "widen-list", ("greater_than_sign",), _STEP
    text = CommandText(N_("Wider"), N_("Widen the list"), N_("Moves the line between the panes; the mouse drags it."))
    needs = N_("There is one pane only.")

    def available(self, screen: TwoPaneScreen) -> bool:
        return screen.has_class("-wide") and not screen.has_class("-zoomed") and not screen.is_searching

    async def run(self, screen: TwoPaneScreen) -> None:
        screen.split_at(screen.list_width + self.step)


class NarrowList(WidenList):
    """Give the detail more room."""

    name, keys, step = "narrow-list", ("less_than_sign",), -_STEP
    text = CommandText(N_("Narrower"), N_("Narrow the list"), N_("Moves the line between the panes the other way."))


class ZoomPane(Command["TwoPaneScreen"]):
    """Give the pane that has the focus the whole window, or half of it again."""

    name, keys = "zoom-pane", ("z",)
    text = CommandText(N_("Zoom"), N_("Zoom the pane"), N_("Gives the whole window to the pane you are in, and back."))
    needs = N_("Not while you type what is searched for.")

    def available(self, screen: TwoPaneScreen) -> bool:
        return not screen.is_searching

    async def run(self, screen: TwoPaneScreen) -> None:
        screen.toggle_class("-zoomed")
        screen.show_split()


class TwoPaneScreen(ItemScreen):
    """A list with a cursor, and a pane beside it that shows what the cursor is on."""

    SCREEN_COMMANDS: ClassVar[Commands] = (WidenList, NarrowList, ZoomPane)
    CSS_PATH: ClassVar[Any] = [LIST_DETAIL_STYLE]
    REST: ClassVar[float] = 0.04
    """Seconds between keys within which the detail waits for the cursor to rest, so that it runs freely."""

    search: SearchField | None = None
    """The field above the list, if the screen has one that Escape closes."""

    def __init__(self, list_: LineList) -> None:
        super().__init__()
        self.list_widget = list_
        list_.opens = self.open_row  # Not by messages: they would come after the keys typed next.
        if isinstance(list_, RowList):
            list_.steps_aside = self.show_detail
        self.detail = Detail(id="detail-pane")
        self._state = Static(content(_("Reading the plan…")), id="list-state")
        self._shown = ""
        self._resting: Timer | None = None
        self._moved_at = 0.0
        self._is_dragged = False

    # --- the panes

    @property
    def list_width(self) -> int:
        """How many percent of the width the list has."""
        return round(100 * self.query_one("#list-pane").outer_size.width / max(self.size.width, 1))

    def split_at(self, percent: int) -> None:
        """Give the list so many percent of the width, and remember it."""
        percent = max(_LEAST, min(percent, _MOST))
        remember(f"list-width-{self.NAME}", str(percent))
        self.show_split()

    def show_split(self) -> None:
        """Divide the width as it was last divided; the style sheet does so where nothing is remembered."""
        styles, kept = self.query_one("#list-pane").styles, remembered(f"list-width-{self.NAME}")
        is_wide = self.app.size.width >= self.HORIZONTAL_BREAKPOINTS[1][0]
        if kept.isdecimal() and is_wide and not self.has_class("-zoomed"):
            styles.width = f"{max(_LEAST, min(int(kept), _MOST))}%"
        else:
            styles.clear_rule("width")
            self.query_one("#list-pane").refresh(layout=True)

    def on_resize(self) -> None:
        """Divide a wide window only."""
        self.call_after_refresh(self.show_split)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to drag the line between the panes."""
        edge = self.query_one("#list-pane").region.right
        self._is_dragged = self.has_class("-wide") and abs(event.screen_x - edge) <= 1 and event.screen_y > 1
        if self._is_dragged:
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag it."""
        if self._is_dragged:
            self.split_at(round(100 * event.screen_x / max(self.size.width, 1)))

    def on_mouse_up(self) -> None:
        """Leave it there."""
        if self._is_dragged:
            self._is_dragged = False
            self.release_mouse()

    # --- what a subclass gives

    def show_beside(self, plan: Plan, row_id: str, *, from_top: bool) -> None:
        """Show the detail of a row in the pane; nothing for no row."""
        raise NotImplementedError

    def above(self) -> ComposeResult:
        """Compose what stands above the list."""
        yield from ()

    @property
    def pane(self) -> Widget:
        """The widget beside the list."""
        return self.detail

    def focus_first(self) -> None:
        """Put the focus where it is at first."""
        self.set_focus(self.list_widget)

    def leave(self) -> None:
        """Leave the screen: the last step back."""

    def open_row(self, row_id: str) -> None:
        """Handle Enter on a row: put the focus on its detail."""
        self.show_detail()

    # --- building and showing

    def body(self) -> ComposeResult:
        with Horizontal(id="list-detail"):
            with Vertical(id="list-pane"):
                yield from self.above()
                yield self.list_widget
            yield self.pane
        yield self._state

    def on_mount(self) -> None:
        self.focus_first()

    def show_state(self, words: str) -> None:
        """Say why there is no list; empty words show the list again."""
        self._state.update(content(words))
        self.set_class(bool(words), "-stateful")

    @on(LineList.Highlighted)
    def _highlighted(self, event: LineList.Highlighted) -> None:
        if self._resting is not None:
            self._resting.stop()
        before, self._moved_at = self._moved_at, time.monotonic()
        if event.row_id == self._shown:
            return
        if self._shown and self._moved_at - before < self.REST:
            self._resting = self.set_timer(self.REST, self.show_current)
        else:
            self.show_current()

    def show_current(self) -> None:
        """Show the row under the cursor beside the list now, if another one is shown."""
        if self._resting is not None:
            self._resting.stop()
        if self.is_attached and self.row_id != self._shown:
            self.show_row(self.row_id)
            self.refresh_bindings()

    def show_row(self, row_id: str) -> None:
        """Show a row beside the list, again if it is shown already."""
        plan = self.rcm.plan
        if plan is not None:
            from_top = row_id != self._shown
            self._shown = row_id
            self.show_beside(plan, row_id, from_top=from_top)

    # --- moving

    @property
    def row_id(self) -> str:
        """The row under the cursor; empty where there is none."""
        return self.list_widget.row_id

    @property
    def card_id(self) -> str:
        """The card of the detail that has the focus; empty where none has."""
        return self.detail.entry_id

    @property
    def marked(self) -> tuple[str, ...]:
        return self.list_widget.chosen() if self.list_widget.marked else ()

    def clear_marks(self) -> None:
        self.list_widget.clear_marks()
        self.refresh_bindings()

    def chosen(self) -> tuple[str, ...]:
        """Return the marked rows in order; without marks the one under the cursor."""
        return self.list_widget.chosen()

    @property
    def is_searching(self) -> bool:
        return self.search is not None and self.search.has_focus_within

    @on(LineList.Marked)
    def _marked(self) -> None:
        self.refresh_bindings()

    def show_detail(self) -> None:
        """Put the focus on the detail of the row."""
        self.show_current()
        self.add_class("-reading")
        self.set_focus(self.pane, scroll_visible=False)
        self.refresh_bindings()

    def focus_entry(self, entry_id: str) -> None:
        self.detail.focus_entry(entry_id)

    def show_list(self) -> None:
        """Put the focus on the list."""
        self.remove_class("-reading")
        self.set_focus(self.list_widget, scroll_visible=False)
        self.refresh_bindings()

    def action_back(self) -> None:
        """Step back: out of the search, the detail, the marks, the filter, and at last out of the screen."""
        if self.is_searching and self.search is not None:
            self.show_list()
            self.search.clear()
        elif self.focused is not self.list_widget and not self.has_class("-stateful"):
            self.show_list()
        elif self.list_widget.marked:
            self.list_widget.clear_marks()
            self.refresh_bindings()
        elif self.search is not None and self.search.is_open:
            self.search.clear()
        else:
            self.leave()

    def on_descendant_focus(self) -> None:
        """Follow the focus: other keys work in the list, beside it, and on a card."""
        self.set_class(self.focused is self.pane, "-reading")
        self.refresh_bindings()

    @on(Detail.Moved)
    def _on_another_card(self) -> None:
        self.refresh_bindings()


class ListDetailScreen(TwoPaneScreen):
    """Subclasses give `rows`, `blocks` and `empty`; cursor and marks are kept by id."""

    def __init__(self, wanted: str = "") -> None:
        """`wanted` is the row that the cursor is put on first."""
        self.row_list = RowList(id="row-list")
        super().__init__(self.row_list)
        self._wanted = wanted
        self._lead = Static(id="list-lead")
        self._is_placed = False

    def rows(self, plan: Plan) -> Sequence[Row]:
        """Return the list."""
        raise NotImplementedError

    def blocks(self, plan: Plan, row_id: str) -> Sequence[Block]:
        """Return the detail of a row."""
        raise NotImplementedError

    def lead(self, plan: Plan) -> Content:
        """Return a line or two to stand above the list; may be empty."""
        return Content("")

    def empty(self, plan: Plan) -> str:
        """Say why the list is empty and what to do; return nothing to show the empty list."""
        return ""

    def first_row(self, plan: Plan) -> str:
        """Return the row that the cursor is on at first; empty for the first one."""
        return ""

    def show_beside(self, plan: Plan, row_id: str, *, from_top: bool) -> None:
        self.detail.show(list(self.blocks(plan, row_id)) if row_id else [], from_top=from_top)

    def above(self) -> ComposeResult:
        yield self._lead
        if self.search is not None:
            yield self.search

    def on_unmount(self) -> None:
        """Remember the row under the cursor."""
        if self.row_id:
            _LEFT_AT.setdefault(self.app, {})[self.NAME] = self.row_id

    def show_plan(self, plan: Plan) -> None:
        """Show it, with cursor and marks where they were."""
        self.fill()

    def retranslate(self) -> None:
        self.fill()

    def fill(self) -> None:
        """Make list and detail anew."""
        plan = self.rcm.plan
        if plan is None or not self.is_attached:
            return  # what was read in the background can come when the screen is gone
        rows = self.rows(plan)
        self.row_list.show(rows)
        if not self._is_placed and any(row.id for row in rows):
            self._is_placed = True
            last = _LEFT_AT.get(self.app, {}).get(self.NAME, "")
            any(self.row_list.go_to(row_id) for row_id in (self._wanted, last, self.first_row(plan)) if row_id)
        lead = self.lead(plan)
        self._lead.update(lead)
        self._lead.display = bool(lead.plain)
        self.show_state("" if rows else self.empty(plan))
        self.show_row(self.row_id)
        self.refresh_bindings()  # what can be done depends on what is there now

    def leave(self) -> None:
        self.dismiss()


class LeaveScreen(Command[ListDetailScreen]):
    """Step back."""

    name, keys, footer, palette = "leave", ("escape",), True, False
    text = CommandText(N_("Back"), N_("Back"), N_("Back to the list, then to the screen before."))

    async def run(self, screen: ListDetailScreen) -> None:
        screen.action_back()


class MarkRow(Command[ListDetailScreen]):
    """Mark the row under the cursor, to do the same to several at once."""

    name, keys, footer = "mark-row", ("space",), True
    text = CommandText(
        N_("Mark"), N_("Mark or unmark"), N_("Marks what the cursor is on, to do the same to several at once.")
    )
    needs = N_("Nothing is marked in this list.")

    def available(self, screen: ListDetailScreen) -> bool:
        return screen.focused is screen.row_list and screen.row_list.is_markable

    async def run(self, screen: ListDetailScreen) -> None:
        screen.row_list.toggle_mark()
        screen.row_list.action_go(1)
