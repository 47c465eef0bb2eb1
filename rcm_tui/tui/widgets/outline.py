"""The plan as a tree, a line for each item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar, overload

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content

from rcm_tui.i18n import _
from rcm_tui.model import ids
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.lazy import scan_heads
from rcm_tui.model.plan import Plan, Unreadable
from rcm_tui.model.statuses import DEFAULT, DROPPED, OPEN, OVER, PLANNED, POSTPONED, WAITING, Statuses
from rcm_tui.reports.casing import Casing
from rcm_tui.reports.names import id_says_more, localized, text_of
from rcm_tui.reports.styles import BROKEN_LOOK, status_look, status_of
from rcm_tui.tui.content import highlighted, in_sentence_case, joined, line
from rcm_tui.tui.widgets.line_list import MARK_WIDTH, LineList
from rcm_tui.tui.widgets.outline_groups import SUBJECT, GroupRows, Groups, OutlineRow


@dataclass(frozen=True, slots=True)
class Found:
    """What a filter found, in printed order, with what is above it, so that the tree keeps its shape."""

    ids: Sequence[str]
    above: frozenset[str] = frozenset()
    """Those that do not match, but have matches below them."""
    is_complete: bool = True
    """Whether these are all; else they are the first, and the search goes on."""

    @classmethod
    def of(cls, matches: Iterable[str], plan: Plan, *, is_complete: bool = True) -> Found:
        """Put items, given in printed order, below everything above them. For very many, this takes a while."""
        shown: list[str] = []
        above: list[str] = []
        top, before = plan.levels.is_top_hidden, ""
        for item_id in matches:
            parent = item_id.rpartition(".")[0] or item_id.rpartition("-")[0]  # No call, as there may be very many.
            if parent != before:
                before = parent
                missing = [*_missing_above(parent, shown[-1] if shown else "", is_top_hidden=top)]
                shown.extend(reversed(missing))
                above += missing
            shown.append(item_id)
        return cls(shown, frozenset(above), is_complete)

    @property
    def count(self) -> int:
        """How many items match."""
        return len(self.ids) - len(self.above)

    @property
    def matches(self) -> frozenset[str]:
        """The items that match."""
        return frozenset(self.ids) - self.above

    def __contains__(self, item_id: str) -> bool:
        return item_id not in self.above and item_id in self.ids

    def within(self, plan: Plan) -> Found:
        """Return what of it a plan has."""
        kept = [item_id for item_id in self.ids if item_id in plan.items or item_id in plan.unreadable]
        return replace(self, ids=kept, above=self.above.intersection(kept))


def _missing_above(item_id: str, last: str, *, is_top_hidden: bool) -> Iterator[str]:
    """Yield an item and those above it, from below, as far as they are not shown when `last` was shown last.

    In printed order, they are shown only if `last` is one of them or below it.
    """
    while item_id and not (is_top_hidden and ids.depth_of(item_id) == 0):
        if last.startswith(item_id) and last[len(item_id) : len(item_id) + 1] in ("", "-", "."):
            return
        yield item_id
        item_id = ids.parent_of(item_id)


class FoundRows(Sequence[OutlineRow]):
    """The rows of a filtered tree, each made when it is looked at: there may be very many."""

    def __init__(self, shown: Sequence[str], found: Found, folded: Collection[str], *, above: int = 0) -> None:
        """Take what is shown, what was found, and how many levels above it are not shown."""
        self.ids = shown
        self._found = found
        self._folded = folded
        self._above = above

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, place: int) -> OutlineRow: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[OutlineRow]: ...

    def __getitem__(self, place: int | slice) -> OutlineRow | Sequence[OutlineRow]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        item_id, after = self.ids[place], range(len(self))[place] + 1
        is_open = after < len(self) and ids.parent_of(self.ids[after]) == item_id
        is_match = item_id not in self._found.above
        return OutlineRow(
            item_id, ids.depth_of(item_id) - self._above, is_open or item_id in self._folded, is_open, is_match
        )


def rows(
    plan: Plan, unfolded: Collection[str], found: Found | None = None, folded: Collection[str] = ()
) -> Sequence[OutlineRow]:
    """Return the rows to be shown, in printed order.

    Without a filter: current items, the children of those in `unfolded`. With one: what it kept, archived items
    included where they match, all unfolded but for those in `folded`. Only what is shown is visited, so that the size
    of the plan does not matter.
    """
    if found is None:
        return list(_current(plan, "", 0, unfolded))
    shown = list(_not_below(found.ids, folded)) if folded else found.ids
    return FoundRows(shown, found, frozenset(folded), above=1 if plan.levels.is_top_hidden else 0)


def _current(plan: Plan, parent: str, depth: int, unfolded: Collection[str]) -> Iterator[OutlineRow]:
    for item_id in plan.current_children(parent):
        has_children = any(not plan.is_archived(child) for child in plan.children(item_id))
        is_open = has_children and item_id in unfolded
        yield OutlineRow(item_id, depth, has_children, is_open)
        if is_open:
            yield from _current(plan, item_id, depth + 1, unfolded)


def _not_below(shown: Iterable[str], folded: Collection[str]) -> Iterator[str]:
    hidden = set(folded)
    for item_id in shown:
        if ids.parent_of(item_id) in hidden:
            hidden.add(item_id)
        else:
            yield item_id


def _place(plan: Plan, item_id: str) -> tuple[int, ...]:
    """Return what sorts items in printed order: the place of each below its parent, after that of the parent."""
    parent = plan.parent_of(item_id)
    return (*(_place(plan, parent) if parent else ()), plan.children(parent).index(item_id))


FEW = 15_000
"""Items that are grouped within a moment."""
STEP = 2_000
"""Items that are counted, in 8 ms, before other threads have their turn."""
_COUNTED = (WAITING, PLANNED, OPEN, OVER)
"""What the statuses mean that are counted, in this order."""
_ROOM_FOR_COUNTS = 48
"""Cells that the tree needs before the activities below an item are counted on its line."""


def count_statuses(plan: Plan) -> Iterator[Mapping[str, Counter[str]] | None]:
    """Count the current activities below each subject and objective by status; yield None now and then until done."""
    counts: dict[str, Counter[str]] = {}
    for number, (item_id, head) in enumerate(scan_heads(plan.items), 1):
        if number % STEP == 0:
            yield None
        is_current = ids.kind_of(item_id) in ids.ACTIVITIES and not plan.is_archived(item_id)
        above = ids.parent_of(item_id) if is_current else ""
        while above:
            counts.setdefault(above, Counter())[status_of(head)] += 1
            above = ids.parent_of(above)
    yield counts


class Outline(LineList):
    """Cursor, marks and what is unfolded are kept by id, from plan to plan."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l", "unfold", show=False),
        Binding("left,h", "fold", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.plan: Plan | None = None
        self.rows: Sequence[OutlineRow] = []
        self.found: Found | None = None
        self._ids: Sequence[str] = []
        self._unfolded: set[str] = set()
        self._folded: set[str] = set()
        self._before_search = ""
        self._counts: Mapping[str, Counter[str]] = {}
        self.grouping = SUBJECT
        """One of `outline_groups.GROUPINGS`."""
        self.groups: Groups | None = None
        """The activities under these headings; of a large plan, they are given when they were read."""
        self.words: tuple[str, ...] = ()
        """The words searched for, which are marked."""
        self.casing: Casing | None = None  # Texts in capitals are shown as they are.

    # --- what is shown

    def show_plan(self, plan: Plan) -> None:
        """Show this plan, with the cursor, the unfolded and the marked items where they were."""
        if self.plan is None:
            self._unfolded = set(plan.current_children())
        self.plan = plan
        self.found = self.found and self.found.within(plan)
        self.marked = {item_id for item_id in self.marked if plan.node(item_id) is not None}
        self._update()

    def show_counts(self, counts: Mapping[str, Counter[str]] | None) -> None:
        """Show how many activities of each status are below an item, once they are counted (see `count_statuses`)."""
        if counts is not None and counts != self._counts:
            self._counts = counts
            self.refresh()

    def show_found(self, found: Found | None) -> None:
        """Show only what a filter found, or everything again with the cursor where it is."""
        if found is not None and self.found is None:
            self._before_search = self.row_id
        back_to = (self.row_id or self._before_search) if found is None and self.found is not None else ""
        self.found = found
        self._folded = set()
        if back_to:
            self._reveal(back_to)
        self._update(back_to)
        if found is not None and self.rows and not self.rows[self.cursor].is_match:
            self._move(next((index for index, row in enumerate(self.rows) if row.is_match), 0))

    @property
    def row_ids(self) -> Sequence[str]:
        return self._ids

    def go_to(self, row_id: str) -> bool:
        """Put the cursor on an item, unfolding what is above it; False where it is not among what is shown."""
        if self.found is None:
            self._reveal(row_id)
            self._update()
        return super().go_to(row_id)

    def chosen(self) -> tuple[str, ...]:
        """Return the marked items in printed order, hidden ones too; without marks the one under the cursor."""
        if self.plan is not None and self.marked:
            return tuple(sorted(self.marked, key=partial(_place, self.plan)))
        return super().chosen()

    def _reveal(self, item_id: str) -> None:
        above = ids.parent_of(item_id)
        while above:
            self._unfolded.add(above)
            above = ids.parent_of(above)

    def _update(self, back_to: str = "") -> None:
        """Work the rows out anew; the cursor stays on its item, or where the item was."""
        if self.plan is None:
            return
        before = back_to or self.row_id
        if self.grouping == SUBJECT:
            self.rows = rows(self.plan, self._unfolded, self.found, self._folded)
        else:
            if not self.has_groups and len(self.plan.items) <= FEW:
                self.groups = Groups.of(self.plan, self.grouping)
            is_read = self.groups is not None and self.groups.by == self.grouping
            matches = self.found.matches if self.found is not None else None
            self.rows = self.groups.rows(matches) if is_read and self.groups is not None else []
        self._ids = self.rows.ids if isinstance(self.rows, FoundRows | GroupRows) else [row.id for row in self.rows]
        last = max(len(self._ids) - 1, 0)
        self.cursor = self._ids.index(before) if before and before in self._ids else min(max(self.cursor, 0), last)
        if self._ids and not self._ids[self.cursor]:  # a heading
            self.cursor = self.nearest(self.cursor, 1) or 0
        self.lay_out()

    @property
    def has_groups(self) -> bool:
        """Whether the groups of this plan, if any are wanted, are read."""
        groups = self.groups
        return self.grouping == SUBJECT or (
            groups is not None and groups.plan is self.plan and groups.by == self.grouping
        )

    def show_groups(self, groups: Groups) -> None:
        """Show these groups, if they are still wanted."""
        self.groups = groups
        self._update()

    def group_by(self, grouping: str) -> None:
        """Show the activities under other headings, or all items below their subjects again."""
        self.grouping = grouping
        if grouping == SUBJECT and self.found is None:
            self._reveal(self.row_id)
        self._update()

    def go_to_match(self, step: int) -> None:
        """Go to the next item that a filter found, or with a negative step to the one before."""
        at = self.cursor + step
        while 0 <= at < len(self.rows) and not (self.rows[at].is_match and self._ids[at]):
            at += step
        if 0 <= at < len(self.rows):
            self._move(at)

    # --- keys and mouse

    def action_unfold(self) -> None:
        """Show the children; where they are shown, go to the first."""
        if self.row_id:
            row = self.rows[self.cursor]
            if row.unfolded:
                self.action_go(1)
            elif row.has_children:
                self._set_unfolded(row.id, True)

    def action_fold(self) -> None:
        """Hide the children; where none are shown, go to the parent."""
        if self.row_id:
            row = self.rows[self.cursor]
            if row.unfolded:
                self._set_unfolded(row.id, False)
            elif self.plan is not None and (parent := self.plan.parent_of(row.id)):
                super().go_to(parent)

    def action_open(self) -> None:
        """Unfold an item that is folded; open one that is not."""
        if self.row_id and self.rows[self.cursor].has_children and not self.rows[self.cursor].unfolded:
            self._set_unfolded(self.row_id, True)
        else:
            super().action_open()

    def _set_unfolded(self, item_id: str, unfolded: bool) -> None:
        if self.found is None:
            (self._unfolded.add if unfolded else self._unfolded.discard)(item_id)
        else:
            (self._folded.discard if unfolded else self._folded.add)(item_id)
        self._update()

    def clicked(self, index: int, event: events.Click) -> None:
        """Fold or unfold where the triangle was clicked; open on a double click."""
        row = self.rows[index]
        if row.has_children and event.x <= MARK_WIDTH + 2 * row.depth + 1:
            self._set_unfolded(row.id, not row.unfolded)
        elif event.chain == 2:
            self.action_open()

    # --- drawing

    def draw_empty(self) -> Content:
        if self.found is None:
            return Content("")
        return line("  " + _("No matches. Esc clears; is:any adds the archive."), "$muted")

    def draw(self, index: int, below: int, width: int) -> Content:
        row = self.rows[index]
        if row.label:
            return line(f"  {row.label}", "bold $accent").truncate(width, ellipsis=True, pad=True)
        right = self._tally(row.id) if width >= _ROOM_FOR_COUNTS else Content("")
        room = width - 1 - right.cell_length - (1 if right.plain else 0)
        left = self._row(row).truncate(room, ellipsis=True, pad=True)
        return (Content.assemble(left, " ", right) if right.plain else left).pad_right(1)

    def _tally(self, item_id: str) -> Content:
        """Return how many activities below an item have each status: `?2 ●7 ✓8`."""
        counts: Mapping[str, int] = self._counts.get(item_id, {})
        statuses = self.plan.statuses if self.plan is not None else DEFAULT
        order = (status for meaning in _COUNTED for status in statuses.meaning(meaning) if counts.get(status))
        looks = ((status_look(status) or BROKEN_LOOK, counts[status]) for status in order)
        return joined(*(line(f"{look.glyph}{count}", f"${look.role}") for look, count in looks), by=" ")

    def _row(self, row: OutlineRow) -> Content:
        assert self.plan is not None
        node = self.plan.head(row.id)
        mark = line(" +", "bold $accent") if row.id in self.marked else Content(" " * MARK_WIDTH)
        twisty = line("▾ " if row.unfolded else "▸ ", "$muted") if row.has_children else Content("  ")
        if node is None:
            return Content.assemble(mark, "  " * row.depth, twisty, line(row.id))
        status = "archived" if self.plan.is_archived(row.id) else status_of(node)
        look = status_look(status)
        glyph = line(f"{look.glyph} ", f"${look.role}") if look is not None else Content("")
        if isinstance(node, Unreadable):
            words = _("cannot be read") if node.problems else _("has no file")
            return Content.assemble(mark, "  " * row.depth, twisty, glyph, line(f"{row.id} {words}", "$broken"))
        number = line(f"{self.plan.printed_number(row.id):>2} ", "$muted")
        grouped = self.grouping != SUBJECT
        extra = line(f"{row.id} ", "$muted") if grouped or id_says_more(self.plan, row.id) else Content("")
        number = Content("") if grouped else number
        text = line(
            localized(text_of(node)), _text_style(row, status, self.plan.statuses, plain=self.grouping != SUBJECT)
        )
        text = in_sentence_case(text, self.casing) if self.casing is not None else text
        text = highlighted(text, self.words) if row.is_match else text
        return Content.assemble(mark, "  " * row.depth, twisty, glyph, number, extra, text)


def _text_style(row: OutlineRow, status: str, statuses: Statuses, *, plain: bool) -> str:
    if not row.is_match or status == "archived" or statuses.means(status) in (OVER, DROPPED, POSTPONED):
        return "$muted"
    return "bold" if row.depth == 0 and not plain else ""
