"""The plan: the tree beside one item, with who changed it last and, if wanted, who set each field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.timer import Timer

from rcm_tui.i18n import _, ngettext
from rcm_tui.model.errors import RcmError
from rcm_tui.model.plan import Plan
from rcm_tui.reports.casing import Casing
from rcm_tui.reports.names import localized, text_of
from rcm_tui.tui.command import with_keys
from rcm_tui.tui.content import cut, highlighted, in_sentence_case
from rcm_tui.tui.list_detail import TwoPaneScreen
from rcm_tui.tui.screens.plan_blame import last_change_block, read_blame, trouble_block, with_blame
from rcm_tui.tui.screens.plan_filter import PlanFilter
from rcm_tui.tui.widgets.blocks import Block, item_blocks
from rcm_tui.tui.widgets.outline import STEP, Found, Outline, count_statuses
from rcm_tui.tui.widgets.outline_groups import GROUPINGS, SUBJECT, Groups
from rcm_tui.workflow.memory import remember, remembered

if TYPE_CHECKING:
    from rcm_tui.workflow.blame import Blame

_LEISURE = 0.5
"""Seconds after which a new plan is made ready for searching, when it has been drawn."""
SENTENCES = "sentences"
_CRUMB = 34
"""Letters of an item above that are shown in the header."""
_TRAIL_REST = 0.12
"""Seconds that an item must have been shown before git is asked who changed it last."""


class PlanBrowser(TwoPaneScreen):
    """The tree and the item under its cursor."""

    search: PlanFilter

    def __init__(self) -> None:
        self.outline = Outline(id="outline")
        super().__init__(self.outline)
        self.add_class("-stateful", update=False)
        self.search = PlanFilter(self.outline, self._show_found, self._found_one, id="filter")
        self._trail: Block | None = None
        self._filtered = ""
        """The words that were searched for last."""
        self._blames = False
        self._blame: Blame | None = None
        self._trail_timer: Timer | None = None

    def above(self) -> ComposeResult:
        yield self.search

    def on_mount(self) -> None:
        """Follow whatever prevents the plan from being shown."""
        self.watch(self.app, "broken", self._update_state, init=False)

    def focus_first(self) -> None:
        self.outline.focus()  # later: it cannot have the focus before there is a plan to show

    @property
    def item_id(self) -> str:
        return self.row_id

    @property
    def entry_id(self) -> str:
        return self.card_id

    def heading(self) -> str:
        """Count what is marked, else name the items above the one under the cursor; empty for the plan's title."""
        plan, item_id, marked = self.rcm.plan, self.item_id, len(self.outline.marked)
        if marked:
            return _("marked: {count}").format(count=marked)
        if plan is None or not plan.parent_of(item_id):
            return ""
        above = [item_id]
        while parent := plan.parent_of(above[0]):
            above.insert(0, parent)
        nodes = [node for item_id in above[:-1] if (node := plan.node(item_id)) is not None]
        return " › ".join([*(f"{node.id} {cut(localized(text_of(node)), _CRUMB)}" for node in nodes), item_id])

    def go_to(self, item_id: str) -> None:
        """Put the cursor on an item; a filter that hides it is given up."""
        if not self.outline.go_to(item_id):
            self.outline.group_by(SUBJECT)
            self.search.clear()
            self.outline.show_found(None)
            self.outline.go_to(item_id)

    # --- the plan

    def show_plan(self, plan: Plan) -> None:
        """Show it with cursor, marks, unfolded items and filter as they were."""
        if self.outline.plan is None and (kept := remembered("plan-grouping")) in GROUPINGS:
            self.outline.grouping = kept
        self.outline.casing = Casing(plan) if remembered("capitals") == SENTENCES else None
        self.outline.show_plan(plan)
        self.search.search_again()
        self._read_groups(plan)
        self.show_row(self.row_id)
        self._update_state()
        self.set_timer(_LEISURE, lambda: self._prepare_search(plan))
        is_large = len(plan.items) >= STEP
        self.rcm.reader.read_in_steps("counts", count_statuses(plan), self.outline.show_counts, when_quiet=is_large)

    def _prepare_search(self, plan: Plan) -> None:
        """Get the texts ready that a filter looks into, so that its first letter is as quick as the next."""

        def steps() -> Iterator[None]:  # The index, too, is made in a thread.
            yield from plan.search_index.prepare()

        self.rcm.reader.read_in_steps("search texts", steps(), lambda _done: None, when_quiet=True)

    def retranslate(self) -> None:
        self.outline.refresh()
        self.search.search_again()
        self.show_row(self.row_id)
        self._update_state()

    def _update_state(self, _new: object = None) -> None:
        """Say that the plan is being read, is empty or cannot be read, and what to do next."""
        plan = self.rcm.plan
        words = ""
        if self.rcm.broken and plan is None:
            words = self.rcm.broken
        elif plan is None:
            words = _("Reading the plan…")
        elif not plan.current_children():
            words = with_keys(_("This plan has no items yet. Press {new} to add the first subject."))
        elif not self.outline.has_groups and not self.outline.row_ids:
            words = _("Grouping the activities…")
        self.show_state(words)

    def group_by(self, grouping: str) -> None:
        """Show the activities under other headings; remember it."""
        remember("plan-grouping", grouping)
        self.outline.group_by(grouping)
        if self.rcm.plan is not None:
            self._read_groups(self.rcm.plan)
        self._update_state()

    def _read_groups(self, plan: Plan) -> None:
        """Group the activities of a large plan in a thread; those of the plan before stay meanwhile."""
        if self.outline.has_groups:
            self.rcm.reader.forget("groups")
        else:
            self.rcm.reader.read("groups", partial(Groups.of, plan, self.outline.grouping), self._show_groups)

    def _show_groups(self, groups: Groups) -> None:
        self.outline.show_groups(groups)
        self._update_state()
        self.show_row(self.row_id)

    def change_case(self) -> None:
        """Show texts in capitals in sentence case, or as they are again; remember it."""
        plan = self.rcm.plan
        remember("capitals", "" if self.outline.casing is not None else SENTENCES)
        if plan is not None:
            self.show_plan(plan)
            self.outline.refresh()

    # --- the item

    def show_beside(self, plan: Plan, row_id: str, *, from_top: bool) -> None:
        """Show the item; ask git who changed it last once it has been shown for a moment."""
        if from_top:
            self._trail = None
        self._show_blocks(plan, from_top=from_top)
        if self._trail_timer is not None:
            self._trail_timer.stop()
        self.rcm.reader.forget("trail")
        self.rcm.reader.forget("blame")
        if row_id:
            self._trail_timer = self.set_timer(_TRAIL_REST, lambda: self._read_trail(row_id))

    def _show_blocks(self, plan: Plan, *, from_top: bool = False) -> None:
        """Show the item; who put what there, if that is wanted; who changed it last."""
        item_id = self._shown
        blocks = item_blocks(plan, item_id, self.rcm.on) if item_id else []
        if self._blame is not None and self._blame.key == item_id:
            blocks = with_blame(plan, blocks, self._blame)
        if self.outline.casing is not None:
            casing = self.outline.casing
            blocks = [replace(block, words=in_sentence_case(block.words, casing)) for block in blocks]
        if self.outline.words:
            blocks = [replace(block, words=highlighted(block.words, self.outline.words)) for block in blocks]
        self.detail.show([*blocks, self._trail] if self._trail is not None else blocks, from_top=from_top)

    def toggle_blame(self) -> None:
        """Show who put what there, or show it no longer; where the item is hidden, go to it."""
        self._blames, self._blame = not self._blames, None
        self.show_row(self.row_id)
        if self._blames:
            self._read_blame(self.item_id)
            if not self.pane.display:
                self.show_detail()

    def _read_blame(self, item_id: str) -> None:
        view = self.rcm.snapshot
        self.rcm.reader.read("blame", lambda: read_blame(view, item_id), self._show_blame, self._no_blame)

    def _show_blame(self, blame: Blame) -> None:
        plan = self.rcm.plan
        if plan is not None and self._blames and blame.key == self._shown:
            self._blame = blame
            self._show_blocks(plan)

    def _no_blame(self, error: Exception) -> None:
        if not isinstance(error, RcmError):
            self.rcm.report_crash(error)

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
            self._show_blocks(plan)

    # --- filter

    def _show_found(self, found: Found | None) -> None:
        again, self._filtered = self.search.words == self._filtered, self.search.words
        if found is not None and not found.count and again and not self.is_searching and self._give_up_filter():
            return
        words = self.search.words.split() if found is not None else ()
        self.outline.words = tuple(word.strip('"') for word in words if ":" not in word)
        self.outline.show_found(found)
        if found is not None:
            count = ngettext("{count} item", "{count} items", found.count).format(count=found.count)
            self.search.show_count(count if found.is_complete else f"{count}…")

    def _give_up_filter(self) -> bool:
        """Go to the item after the one that the filter no longer finds, as it was archived, among all items."""
        plan, before, gone = self.rcm.plan, self.outline.found, self.item_id
        if plan is None or before is None or gone not in before:
            return False
        walk = [item_id for item_id in plan.walk() if item_id == gone or not plan.is_archived(item_id)]
        at = walk.index(gone) if gone in walk else len(walk)
        self.go_to(next(iter((*walk[at + 1 :], *reversed(walk[:at]))), ""))
        return True

    def _found_one(self) -> None:
        """Go to the item whose id or number was typed; show the only one that was found, where the list hides it."""
        found, plan, words = self.outline.found, self.rcm.plan, self.search.words.strip()
        if found is not None and plan is not None:
            named = plan.by_number.get(words, words.upper())
            if named in found:
                self.outline.go_to(named)
        if found is not None and found.count == 1 and not self.pane.display:
            self.show_detail()

    def show_filter(self) -> None:
        """Let the person type what is searched for."""
        self.remove_class("-reading")
        self.search.open(_("words, status:open, actor:MOH, subject:HR"))

    def search_for(self, words: str) -> None:
        """Show what fits a query, with the cursor in the list."""
        self.show_filter()
        self.search.put(words)
        self.search.action_leave()
