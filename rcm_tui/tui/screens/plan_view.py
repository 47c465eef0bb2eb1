"""The plan: the tree beside one item whole, or one or the other where the window is narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Static

from rcm_tui.i18n import _, ngettext
from rcm_tui.model.errors import RcmError
from rcm_tui.model.plan import Plan
from rcm_tui.tui.base_screen import ItemScreen
from rcm_tui.tui.content import content
from rcm_tui.tui.screens.plan_blame import (
    last_change_block,
    read_blame,
    trouble_block,
    with_blame,
)
from rcm_tui.tui.screens.plan_filter import PlanFilter
from rcm_tui.tui.widgets.blocks import Block, item_blocks
from rcm_tui.tui.widgets.detail import BlockView, Detail
from rcm_tui.tui.widgets.outline import Found, Outline

if TYPE_CHECKING:
    from rcm_tui.workflow.blame import Blame

_GLANCE = 0.06
"""Seconds that the cursor must stay on an item before it is shown: to lay it out takes longer than a key may."""
_LEISURE = 0.5
"""Seconds after which a new plan is made ready for searching, when it has been drawn."""
_REST = 0.12
"""Seconds that the cursor must rest on an item before git is asked who changed it last."""


class PlanView(ItemScreen):
    """What a person sees first, and where nearly everything is done."""

    CSS_PATH = "plan.tcss"

    def __init__(self) -> None:
        super().__init__()
        self.outline = Outline(id="outline")
        self.detail = Detail(id="detail")
        self.filter = PlanFilter(self.outline, self._sought, id="filter")
        self._shown = ""
        self._trail: Block | None = None
        self._blames = False
        self._blame: Blame | None = None
        self._resting: Timer | None = None
        self._coming: Timer | None = None

    def body(self) -> ComposeResult:
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield self.filter
                yield self.outline
            yield self.detail
        yield Static(content(_("Reading the plan…")), id="state")

    def on_mount(self) -> None:
        self.watch(self.app, "broken", self._say_state, init=False)
        self.add_class("-stateful")
        self.outline.focus()

    @property
    def is_searching(self) -> bool:
        return self.filter.has_focus_within

    # --- what other parts ask

    @property
    def item_id(self) -> str:
        return self.outline.item_id

    @property
    def entry_id(self) -> str:
        return self.detail.entry_id

    def chosen(self) -> tuple[str, ...]:
        """The marked items in printed order; without marks the one under the cursor."""
        plan = self.rcm.plan
        if plan is not None and self.outline.marked:
            return tuple(item_id for item_id in plan.walk() if item_id in self.outline.marked)
        return (self.item_id,) if self.item_id else ()

    def go_to(self, item_id: str) -> None:
        """Put the cursor on an item; a filter that hides it is given up."""
        if not self.outline.go_to(item_id):
            self.filter.clear()
            self.outline.show_found(None)
            self.outline.go_to(item_id)

    # --- the plan

    def show_plan(self, plan: Plan) -> None:
        """Show it with cursor, marks, unfolded items and filter as they were."""
        self.outline.show_plan(plan)
        self.filter.search_again()
        self._shown_again()
        self._say_state()
        self.set_timer(_LEISURE, lambda: self._prepare_search(plan))

    def _prepare_search(self, plan: Plan) -> None:
        """Get the texts ready that a filter looks into, so that its first letter is as quick as the next."""
        self.rcm.reader.read("search texts", lambda: plan.search_texts, lambda _texts: None)

    def retranslate(self) -> None:
        self.outline.refresh()
        self.filter.search_again()
        self._shown_again()
        self._say_state()

    def _say_state(self, _new: object = None) -> None:
        """Loading, empty and broken are said, with what to do next."""
        plan = self.rcm.plan
        words = ""
        if self.rcm.broken and plan is None:
            words = self.rcm.broken
        elif plan is None:
            words = _("Reading the plan…")
        elif not plan.current_children():
            words = _("This plan has no items yet. Press n to add the first subject.")
        self.query_one("#state", Static).update(content(words))
        self.set_class(bool(words), "-stateful")

    @on(Outline.Highlighted)
    def _highlighted(self, event: Outline.Highlighted) -> None:
        if self._coming is not None:
            self._coming.stop()
            self._coming = None
        if event.item_id == self._shown:
            return
        if self._shown:
            self._coming = self.set_timer(_GLANCE, self._show_highlighted)
        else:
            self._show_highlighted()

    def _show_highlighted(self) -> None:
        """Show the item under the cursor beside the tree, now."""
        if self._coming is not None:
            self._coming.stop()
            self._coming = None
        if self.item_id != self._shown:
            self._trail = None
            self._show_item(self.item_id)
            self.refresh_bindings()

    def _shown_again(self) -> None:
        self._show_item(self.item_id, again=True)

    def _show_item(self, item_id: str, *, again: bool = False) -> None:
        plan = self.rcm.plan
        if plan is None:
            return
        blocks = self._blocks(plan, item_id) if item_id else []
        self.detail.show(blocks, from_top=item_id != self._shown)
        self._shown = item_id
        self._ask_trail(item_id)

    def _blocks(self, plan: Plan, item_id: str) -> list[Block]:
        """The item whole; who put what there, if that is shown; who changed it last."""
        blocks = item_blocks(plan, item_id, self.rcm.on)
        if self._blame is not None and self._blame.key == item_id:
            blocks = with_blame(plan, blocks, self._blame)
        return [*blocks, self._trail] if self._trail is not None else blocks

    def toggle_blame(self) -> None:
        """Show who put what there, or show it no longer."""
        self._blames, self._blame = not self._blames, None
        self._shown_again()
        if self._blames:
            self._read_blame(self.item_id)

    def _read_blame(self, item_id: str) -> None:
        view = self.rcm.snapshot
        self.rcm.reader.read("blame", lambda: read_blame(view, item_id), self._show_blame, self._no_blame)

    def _show_blame(self, blame: Blame) -> None:
        plan = self.rcm.plan
        if plan is not None and self._blames and blame.key == self._shown:
            self._blame = blame
            self.detail.show(self._blocks(plan, blame.key), from_top=False)

    def _no_blame(self, error: Exception) -> None:
        if not isinstance(error, RcmError):
            self.rcm.report_crash(error)

    def _ask_trail(self, item_id: str) -> None:
        """Who changed it last is asked once the cursor rests, and answered beside the keys."""
        if self._resting is not None:
            self._resting.stop()
        self.rcm.reader.forget("trail")
        self.rcm.reader.forget("blame")
        if item_id:
            self._resting = self.set_timer(_REST, lambda: self._read_trail(item_id))

    def _read_trail(self, item_id: str) -> None:
        view, plan = self.rcm.snapshot, self.rcm.plan
        if plan is None:
            return
        if self._blames:
            self._read_blame(item_id)
        self.rcm.reader.read(
            "trail",
            lambda: last_change_block(view, plan, item_id),
            lambda block: self._show_trail(item_id, block),
            lambda error: self._show_trail(item_id, trouble_block(error)),
        )

    def _show_trail(self, item_id: str, block: Block | None) -> None:
        plan = self.rcm.plan
        if plan is not None and item_id == self._shown and block != self._trail:
            self._trail = block
            self.detail.show(self._blocks(plan, item_id), from_top=False)

    # --- filter

    def _sought(self, found: Found | None) -> None:
        self.outline.show_found(found)
        if found is not None:
            count = len(found.matches)
            self.filter.show_count(ngettext("{count} item", "{count} items", count).format(count=count))

    def show_filter(self) -> None:
        """Let the person type what is sought."""
        self.remove_class("-reading")
        self.filter.open(_("words, status:open, actor:IOM, subject:HR"))

    # --- one or the other

    @on(Outline.Opened)
    def _opened(self) -> None:
        self._show_highlighted()
        self.add_class("-reading")
        self.detail.focus(scroll_visible=False)
        self.refresh_bindings()

    def show_detail(self) -> None:
        self.detail.focus(scroll_visible=False)

    def focus_entry(self, entry_id: str) -> None:
        self.detail.focus_entry(entry_id)

    def show_tree(self) -> None:
        """Back to the tree."""
        self.remove_class("-reading")
        self.outline.focus(scroll_visible=False)
        self.refresh_bindings()

    def action_back(self) -> None:
        """Step back: out of the item, then out of the marks, then out of the filter."""
        if self.filter.has_focus_within:
            self.filter.clear()
            self.outline.focus()
        elif self.focused is not self.outline:
            self.show_tree()
        elif self.outline.marked:
            self.outline.clear_marks()
        elif self.filter.is_open:
            self.filter.clear()

    def on_descendant_focus(self) -> None:
        """Other keys work in the tree, in the item, and on a calendar entry."""
        if isinstance(self.focused, BlockView | Detail):
            self.add_class("-reading")
        self.refresh_bindings()
