"""What changed between any two states: a tree of the items beside each of them before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from textual import on
from textual.app import App
from textual.content import Content
from textual.widget import Widget

from rcm_tui.changes.items import ItemChange, change_order
from rcm_tui.i18n import _, ngettext, pgettext
from rcm_tui.model.errors import RcmError
from rcm_tui.model.plan import Plan
from rcm_tui.reports.review import kinds_of, tally_words
from rcm_tui.tui.command import with_keys
from rcm_tui.tui.content import content, joined, line, lines
from rcm_tui.tui.list_detail import ListDetailScreen
from rcm_tui.tui.screens.changes_parts import (
    ELSEWHERE,
    Groups,
    change_parts,
    change_rows,
    group_of_row,
    group_parts,
    group_title,
    other_row,
    state_name,
)
from rcm_tui.tui.widgets.comparison import TextPage
from rcm_tui.tui.widgets.row_list import Row, RowList
from rcm_tui.tui.widgets.search_field import SearchField
from rcm_tui.workflow.grouping import grouped, subject_numbers
from rcm_tui.workflow.review import Asked, Review, Which, first_look, narrowed, review

_GONE_ON: WeakKeyDictionary[App[Any], Asked] = WeakKeyDictionary()
"""What was under review when the screen was left for another, so that coming back goes on there."""


class ChangesBrowser(ListDetailScreen):
    """By default shows what belongs to no closed meeting yet: the last edition compared with the files as they are."""

    REST: ClassVar[float] = 0

    search: SearchField

    def __init__(self, asked: Asked | None = None) -> None:
        super().__init__()
        self.asked = asked
        self.found: Review | None = None
        self.shown: Review | None = None
        """What of it matches the filter."""
        self.groups: Groups = {}
        self.page = TextPage(id="detail-pane")
        self.search = SearchField(self.row_list, id="changes-search")
        self._by_key: dict[str, ItemChange] = {}
        self._folded: set[str] = set()
        self._failed = ""
        self._reading = 0

    def heading(self) -> str:
        return _("Changes")

    # --- the two sides

    @property
    def pane(self) -> Widget:
        return self.page

    def show_beside(self, plan: Plan, row_id: str, *, from_top: bool) -> None:
        """Show the change of the row, or all changes of the group that it heads."""
        found, change = self.found, self.change
        if found is not None and change is not None:
            parts = list(
                change_parts(
                    plan,
                    change,
                    found.comparison.before,
                    found.comparison.after,
                    signs=self.app.no_color,
                    external=change.key in found.external,
                    elsewhere=row_id == other_row(change.key),
                )
            )
        else:
            code = group_of_row(row_id)
            parts = list(group_parts(plan, group_title(plan, code), self.groups.get(code, ()))) if code else []
        self.page.show(parts, from_top=from_top)

    # --- what other parts ask

    @property
    def change(self) -> ItemChange | None:
        """The change under the cursor; None on the head of a group."""
        return self._by_key.get(self.row_id)

    @property
    def item_id(self) -> str:
        plan, key = self.rcm.plan, self.change.key if self.change is not None else ""
        there = plan is not None and (plan.node(key) is not None or key in plan.meetings)
        return key if there else ""

    def external_keys(self) -> tuple[str, ...]:
        """Return the keys with edits made elsewhere: the marked ones, else the one under the cursor."""
        loose = self.found.external if self.found is not None else frozenset()
        chosen = self.chosen() if self.row_list.marked else (self.row_id,)
        return tuple(key for key in chosen if key in loose)

    # --- reading

    def on_mount(self) -> None:
        if self.asked is None:
            self.asked = _GONE_ON.pop(self.app, None)
        self.watch(self.app, "repo_summary", self._compare_again, init=False)

    def on_unmount(self) -> None:
        if self.asked is not None:
            _GONE_ON[self.app] = self.asked

    def leave(self) -> None:
        """Leave; the next time begins with what is new."""
        self.asked = None
        super().leave()

    def show_plan(self, plan: Plan) -> None:
        """Compare again, where what is compared may have changed."""
        self.fill()
        if self.found is None or self.found.asked.is_live:
            self.compare()

    def _compare_again(self, _new: object = None) -> None:
        if self.asked is None or self.asked.is_live:
            self.compare()

    def choose(self, asked: Asked) -> None:
        """Review something else."""
        self.asked, self.found, self.shown, self._failed = asked, None, None, ""
        self.row_list.marked.clear()
        self._take_groups({})
        self.row_list.cursor = -1
        self._is_placed = False
        self.fill()
        self.compare()

    def compare(self) -> None:
        """Compare, in the background."""
        self._reading += 1
        self.rcm.run_in_background(self._read(self._reading, self.asked))

    async def _read(self, number: int, asked: Asked | None) -> None:
        app = self.rcm
        try:
            if self.found is None or asked is None:
                chosen, found = await app.workspace_thread.run(lambda workspace: first_look(workspace, asked))
                self._take(number, found, chosen)
                if chosen == found.asked:
                    return
            else:
                chosen = asked
            self._take(number, await app.workspace_thread.run(lambda workspace: review(workspace, chosen)), chosen)
        except RcmError as error:
            if number == self._reading and self.is_attached:
                self._failed, self.found = str(error), None
                self._take_groups({})
                self.fill()

    def _take(self, number: int, found: Review, asked: Asked) -> None:
        if number != self._reading or not self.is_attached:
            return
        if self.row_id == next(iter(self._by_key), ""):
            self._is_placed = False  # nobody has gone anywhere yet: begin at what is first now
        self.asked, self.found, self._failed = asked, found, ""
        self._narrow()

    # --- the filter

    def open_filter(self) -> None:
        """Let the person type what is searched for."""
        self.remove_class("-reading")
        self.search.open(_("words, subject:HR, kind:archived, actor:MOH, is:external"))

    @on(SearchField.Changed)
    def _narrow(self, _event: object = None) -> None:
        """Show only what matches the filter."""
        found, plan = self.found, self.rcm.plan
        if found is None or plan is None:
            return
        words = self.search.words
        if not words:
            self.rcm.reader.forget("changes-filter")
            self.search.show_error("")
            self.search.show_count("")
            self._show_found(found)
            return
        self.rcm.reader.read(
            "changes-filter", lambda: narrowed(plan, found, words), self._fitting, lambda error: self._wrong(error)
        )

    def _fitting(self, fitting: Review) -> None:
        count = len(fitting.comparison.changes) + len(fitting.others)
        self.search.show_error("")
        self.search.show_count(ngettext("{count} item", "{count} items", count).format(count=count))
        self._show_found(fitting)

    def _wrong(self, error: Exception) -> None:
        if not isinstance(error, RcmError):
            self.rcm.report_crash(error)
            return
        self.search.show_count("")
        self.search.show_error(str(error))

    @on(SearchField.Submitted)
    def _done_typing(self, event: SearchField.Submitted) -> None:
        if not event.words:
            self.search.clear()

    # --- showing

    def _show_found(self, shown: Review) -> None:
        self.shown = shown
        comparison = shown.comparison
        loose = tuple(change for change in comparison.same if change.key in shown.external)
        every = sorted((*comparison.changes, *loose), key=change_order) if loose else comparison.changes
        plan = self.rcm.plan
        groups: Groups = {}
        if plan is not None:
            groups = grouped(replace(comparison, changes=tuple(every)), subject_numbers(plan), plan.levels)
        self._take_groups(groups | ({ELSEWHERE: shown.others} if shown.others else {}))
        self.fill()
        self.refresh_bindings()

    def _take_groups(self, groups: Groups) -> None:
        self.groups = groups
        self._by_key = {
            other_row(change.key) if code == ELSEWHERE else change.key: change
            for code, changes in groups.items()
            for change in changes
        }

    def fill(self) -> None:
        """Make list and detail anew. Where nothing matches the filter, the list is empty but stays."""
        super().fill()
        if self.search.is_open and self.found is not None:
            self.show_state("")
        if self.is_attached and self.focused is None and not self.has_class("-stateful"):
            self.row_list.focus(scroll_visible=False)  # what is hidden while nothing is there to show loses the keys

    def lead(self, plan: Plan) -> Content:
        found = self.found
        if found is None or self.asked is None:
            return Content("")
        before, after = found.comparison.before, found.comparison.after
        counts = tally_words(kinds_of(found.comparison.changes)) or _("nothing changed")
        if self.asked.which is Which.UNRECORDED:
            count = len(found.external)
            message = ngettext(
                "{count} file was edited by another program and is not recorded yet.",
                "{count} files were edited by another program and are not recorded yet.",
                count,
            )
            return content(message.format(count=count))
        names = [
            joined(line(pgettext("changes", "from"), "$muted"), line(state_name(plan, before), "$foreground"), by=" "),
            joined(line(_("to"), "$muted"), line(state_name(plan, after), "$foreground"), by=" "),
        ]
        if found.why_none:
            names = [content(found.why_none, "$muted")]
        others = len(found.others)
        apart = _("{count} not by this meeting").format(count=others) if others else ""
        loose = len(found.external & set(self._by_key))
        hand = _("{count} edited elsewhere, not recorded").format(count=loose) if loose else ""
        same = len(found.comparison.same)
        layout = ngettext("{count} in layout only", "{count} in layout only", same).format(count=same) if same else ""
        return lines([*names, joined(line(counts), line(apart), line(layout), line(hand, "$waiting"), by=", ")])

    def empty(self, plan: Plan) -> str:
        if self._failed:
            return self._failed
        if self.found is None or self.asked is None:
            return _("Comparing…")
        if self.found.why_none:
            return self.found.why_none
        if self.asked.which is Which.UNRECORDED:
            message = _(
                "Everything is recorded.\n\n"
                "What is edited with another program, in the files of the plan, is listed here until it is recorded."
            )
            return message + "\n\n" + with_keys(_("{choose-states} chooses other states to compare."))
        names = [state_name(plan, state) for state in (self.found.comparison.before, self.found.comparison.after)]
        message = _("Nothing changed from {a} to {b}.\n\n{choose-states} chooses other states to compare.")
        return with_keys(message, a=names[0], b=names[1])

    def rows(self, plan: Plan) -> Sequence[Row]:
        external = self.found.external if self.found is not None else frozenset()
        return list(change_rows(plan, self.groups, self._folded, external))

    def first_row(self, plan: Plan) -> str:
        return next(iter(self._by_key), "")

    # --- moving

    def open_row(self, row_id: str) -> None:
        """Fold a group; on an item, put the focus on the detail where it is hidden, else open the item."""
        code = group_of_row(row_id)
        if code:
            self._folded ^= {code}
            self.fill()
        elif self.has_class("-narrow"):
            self.show_detail()
        else:
            self.rcm.run_in_background(self.action_command("open-changed"))

    def next_change(self, step: int) -> None:
        """Go to the next change, or the previous one, wherever the focus is."""
        rows, at = self.row_list.rows, self.row_list.cursor + step
        while 0 <= at < len(rows):
            if rows[at].id and not group_of_row(rows[at].id):
                self.row_list.go_to(rows[at].id)
                return
            at += step
        self.app.bell()

    @on(RowList.Marked)
    def _marks(self) -> None:
        self.refresh_bindings()
