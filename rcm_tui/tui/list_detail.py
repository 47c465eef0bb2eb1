"""A screen with a list and, beside it, what the list's row is about; one or the other in a narrow window."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from textual import on
from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from rcm_tui.i18n import _
from rcm_tui.model.plan import Plan
from rcm_tui.tui.base_screen import RcmScreen
from rcm_tui.tui.command import Command, Words
from rcm_tui.tui.content import content
from rcm_tui.tui.widgets.blocks import Block
from rcm_tui.tui.widgets.detail import BlockView, Detail
from rcm_tui.tui.widgets.row_list import Roll, Row

SIDE_STYLE = Path(__file__).with_name("list_detail.tcss")

_LEFT_AT: WeakKeyDictionary[App[Any], dict[str, str]] = WeakKeyDictionary()
"""Where the cursor of each screen stood when it was left, so that coming back goes on there."""


class SideScreen(RcmScreen[None]):
    """List and detail. Subclasses give `rows`, `blocks` and `empty`; cursor and marks are kept by id."""

    CSS_PATH: ClassVar[Any] = [SIDE_STYLE]
    REST: ClassVar[float] = 0.04
    """Seconds that the cursor must rest on a row before the detail is laid out, so that it runs freely."""

    def __init__(self, wanted: str = "") -> None:
        super().__init__()
        self._wanted = wanted
        self.roll = Roll(id="roll")
        self.detail = Detail(id="side-detail")
        self._shown = ""
        self._begun = False
        self._resting: Timer | None = None

    # --- what a subclass gives

    def rows(self, plan: Plan) -> Sequence[Row]:
        """The list."""
        raise NotImplementedError

    def blocks(self, plan: Plan, row_id: str) -> Sequence[Block]:
        """What is known of a row."""
        raise NotImplementedError

    def lead(self, plan: Plan) -> Content:
        """A line or two above the list; may be empty."""
        return Content("")

    def empty(self, plan: Plan) -> str:
        """Where the list is empty: what that means and what to do. Empty where the screen is not to say it."""
        return ""

    def first_row(self, plan: Plan) -> str:
        """Where the cursor stands at first; empty for the first row."""
        return ""

    def above(self) -> ComposeResult:
        """What stands between those lines and the list."""
        yield from ()

    @property
    def pane(self) -> Widget:
        """What stands beside the list."""
        return self.detail

    def show_beside(self, plan: Plan, row_id: str, *, from_top: bool) -> None:
        """Show there what is known of a row; nothing for none."""
        self.detail.show(list(self.blocks(plan, row_id)) if row_id else [], from_top=from_top)

    def begin(self) -> None:
        """Where the keys go at first."""
        self.set_focus(self.roll)

    # --- building

    def body(self) -> ComposeResult:
        """List on the left, detail on the right."""
        with Horizontal(id="side"):
            with Vertical(id="side-left"):
                yield Static(id="side-lead")
                yield from self.above()
                yield self.roll
            yield self.pane
        yield Static(content(_("Reading the plan…")), id="side-state")

    def on_mount(self) -> None:
        """The keys go where they begin, at once. (Textual calls the handlers of the base classes as well.)"""
        self.begin()

    def on_unmount(self) -> None:
        """Remember where the person was."""
        if self.roll.row_id:
            _LEFT_AT.setdefault(self.app, {})[type(self).__name__] = self.roll.row_id

    # --- showing

    def show_plan(self, plan: Plan) -> None:
        """Show it, with cursor and marks where they were."""
        self.fill()

    def speak(self) -> None:
        """Say everything in the other language."""
        self.fill()

    def fill(self) -> None:
        """Make list and detail anew."""
        plan = self.rcm.plan
        if plan is None or not self.is_attached:
            return  # what was read beside the keys can come when the screen is gone
        rows = self.rows(plan)
        self.roll.show(rows)
        if not self._begun and any(row.id for row in rows):
            self._begun = True
            last = _LEFT_AT.get(self.app, {}).get(type(self).__name__, "")
            any(self.roll.go_to(row_id) for row_id in (self._wanted, last, self.first_row(plan)) if row_id)
        lead = self.lead(plan)
        self.query_one("#side-lead", Static).update(lead)
        self.query_one("#side-lead").display = bool(lead.plain)
        self.say_state("" if rows else self.empty(plan))
        self._show_row(self.roll.row_id)

    def say_state(self, words: str) -> None:
        """Say why there is no list; empty words give the list back."""
        self.query_one("#side-state", Static).update(content(words))
        self.set_class(bool(words), "-stateful")

    @on(Roll.Highlighted)
    def _highlighted(self, event: Roll.Highlighted) -> None:
        if self._resting is not None:
            self._resting.stop()
        if event.row_id != self._shown and self.REST:
            self._resting = self.set_timer(self.REST, self._show_current)
        else:
            self._show_current()
        self.refresh_bindings()

    def _show_current(self) -> None:
        if self.is_attached and self.row_id != self._shown:
            self._show_row(self.row_id)

    def _show_row(self, row_id: str) -> None:
        plan = self.rcm.plan
        if plan is not None:
            self.show_beside(plan, row_id, from_top=row_id != self._shown)
            self._shown = row_id

    # --- moving

    @property
    def row_id(self) -> str:
        """The row under the cursor; empty where there is none."""
        return self.roll.row_id

    @property
    def card_id(self) -> str:
        """The card of the detail that has the focus; empty where none has."""
        return self.detail.entry_id

    def chosen(self) -> tuple[str, ...]:
        """The marked rows in order; without marks the one under the cursor."""
        marked = tuple(row.id for row in self.roll.rows if row.id in self.roll.marked)
        return marked or ((self.row_id,) if self.row_id else ())

    @on(Roll.Marked)
    def _marked(self) -> None:
        self.refresh_bindings()

    @on(Roll.Opened)
    def _opened(self, event: Roll.Opened) -> None:
        self.open_row(event.row_id)

    def open_row(self, row_id: str) -> None:
        """Enter on a row: go to what stands beside it."""
        self.show_detail()

    @on(Roll.Aside)
    def show_detail(self) -> None:
        """Go to what stands beside the row."""
        self._show_current()
        self.add_class("-reading")
        self.set_focus(self.pane, scroll_visible=False)
        self.refresh_bindings()

    def show_list(self) -> None:
        """Back to the list."""
        self.remove_class("-reading")
        self.set_focus(self.roll, scroll_visible=False)
        self.refresh_bindings()

    def action_back(self) -> None:
        """Out of the detail, then out of the marks, then out of the screen."""
        if self.focused is not self.roll and not self.has_class("-stateful"):
            self.show_list()
        elif self.roll.marked:
            self.roll.clear_marks()
            self.refresh_bindings()
        else:
            self.dismiss()

    def on_descendant_focus(self) -> None:
        """Other keys work in the list, beside it, and on a card."""
        self.set_class(isinstance(self.focused, BlockView) or self.focused is self.pane, "-reading")
        self.refresh_bindings()


class LeaveScreen(Command["SideScreen"]):
    """Escape."""

    name, keys, footer, palette = "leave", ("escape",), True, False

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(_("Back"), _("Back"), _("Back to the list, then to the screen before."))

    async def run(self, screen: SideScreen) -> None:
        """One step back."""
        screen.action_back()


class MarkRow(Command["SideScreen"]):
    """Choose several."""

    name, keys, footer = "mark-row", ("space",), True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("Mark"), _("Mark or unmark"), _("Marks what the cursor is on, to do the same to several at once.")
        )

    def available(self, screen: SideScreen) -> bool:
        """On a row that can be marked."""
        at = screen.roll.cursor
        rows = screen.roll.rows
        return screen.focused is screen.roll and 0 <= at < len(rows) and rows[at].markable

    async def run(self, screen: SideScreen) -> None:
        """Mark it and go on to the next."""
        screen.roll.toggle_mark()
        screen.roll.action_go(1)
