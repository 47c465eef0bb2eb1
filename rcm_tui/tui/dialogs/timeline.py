"""Choose which states are compared: what is new, what one meeting changed, or everything between two of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from rcm_tui.i18n import _
from rcm_tui.reports.names import meeting_name
from rcm_tui.tui.content import content, joined, line
from rcm_tui.tui.dialogs.base import Dialog, hint
from rcm_tui.tui.widgets.row_list import Row, RowLine, RowList, heading
from rcm_tui.workflow.compare import EMPTY, NOW_STATE, State
from rcm_tui.workflow.review import Asked, Which

if TYPE_CHECKING:
    from rcm_tui.model.plan import Plan

_START = "start"
_LETTERS = {Which.LIVE: "a", Which.RECORDED: "b", Which.UNRECORDED: "c"}


class TimelineDialog(Dialog[Asked]):
    """The editions, newest first. Enter takes what one meeting changed; after Space on one, all up to another."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "begin", show=False),
        *(Binding(letter, f"take('{which}')", show=False) for which, letter in _LETTERS.items()),
    ]

    chosen = getters.query_one("#chosen", Static)

    def __init__(self, plan: Plan, editions: Sequence[State], current: Asked) -> None:
        super().__init__()
        self.heading = _("What do you want to review?")
        self._plan = plan
        self._editions = tuple(editions)
        self._current = current
        self._from = ""
        self.row_list = RowList()

    def body(self) -> ComposeResult:
        yield self.row_list
        yield Static(id="chosen")
        yield hint(
            _("Enter: what this meeting changed.  Space: compare from here, then Enter: up to there.  Esc leaves")
        )

    def on_mount(self) -> None:
        rows = list(self._rows())
        self.row_list.styles.height = min(sum(row.height for row in rows), max(self.app.size.height - 11, 5))
        self.row_list.show(rows)
        last = self._editions[-1].name if self._editions else ""
        self.row_list.go_to(self._current.meeting or last or str(Which.LIVE))
        self.row_list.focus()
        self._say()

    # --- the rows

    def _rows(self) -> Iterator[Row]:
        yield heading(line(_("New")), gap=False)
        for which, letter in _LETTERS.items():
            yield Row(str(which), partial(self._paint_new, which, letter))
        if self._editions:
            yield heading(line(_("What a meeting changed")))
        for state in reversed(self._editions):
            yield Row(state.name, partial(self._paint, state.name, meeting_name(self._plan, state.name)))
        yield Row(_START, partial(self._paint, _START, _("before the plan began")))

    def _paint_new(self, which: Which, letter: str) -> tuple[RowLine]:
        text = {
            Which.LIVE: _("since the last closing, including edits made elsewhere"),
            Which.RECORDED: _("recorded since the last closing"),
            Which.UNRECORDED: _("not recorded: edits made elsewhere"),
        }[which]
        return (RowLine(joined(line(letter, "$muted"), line(text), by="  ")),)

    def _paint(self, row_id: str, name: str) -> tuple[RowLine]:
        style = "$muted" if row_id == _START else ""
        rail = line("● ", "$accent") if row_id != _START else line("○ ", "$muted")
        mark = line(_("from here"), "$accent") if row_id == self._from else Content("")
        return (RowLine(rail + line(name, style), mark),)

    # --- choosing

    def action_begin(self) -> None:
        """Compare from the row under the cursor; once more, from nowhere."""
        here = self.row_list.row_id
        if here in self._states():
            self._from = "" if self._from == here else here
            self.row_list.refresh()
            self._say()

    def _states(self) -> dict[str, State]:
        """Every state by its row, oldest first."""
        return {_START: EMPTY, **{state.name: state for state in self._editions}, str(Which.LIVE): NOW_STATE}

    def _say(self) -> None:
        message = ""
        if self._from:
            name = _("before the plan began") if self._from == _START else meeting_name(self._plan, self._from)
            message = _("From {state} up to …").format(state=name)
        self.chosen.update(content(message))
        self.chosen.display = bool(message)

    def action_take(self, which: str) -> None:
        """Review what is new."""
        self.dismiss(Asked(Which(which)))

    @on(RowList.Opened)
    def _chosen(self, event: RowList.Opened) -> None:
        states = self._states()
        if self._from and event.row_id in states and event.row_id != self._from:
            order = list(states)
            first, last = sorted((self._from, event.row_id), key=order.index)
            self.dismiss(Asked(Which.STATES, before=states[first], after=states[last]))
        elif event.row_id in set(Which):
            self.action_take(event.row_id)
        elif event.row_id == _START:
            self.action_begin()
        else:
            self.dismiss(Asked(Which.MEETING, event.row_id))
