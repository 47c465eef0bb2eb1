"""Dialogs that choose records to undo."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from rcm_tui.i18n import _
from rcm_tui.reports.names import moment_words, record_meeting_name
from rcm_tui.reports.record_words import record_words
from rcm_tui.tui.content import content, line
from rcm_tui.tui.dialogs.base import Dialog, hint
from rcm_tui.tui.widgets.row_list import Row, RowLine, RowList

if TYPE_CHECKING:
    from rcm_tui.history.log import Record
    from rcm_tui.model.plan import Plan


def paint_record(plan: Plan, record: Record) -> tuple[RowLine, RowLine]:
    """Paint a record on two lines: what and when, who and at which meeting."""
    meeting = record_meeting_name(plan, record)
    who = ", ".join(part for part in (moment_words(record.when), record.author, meeting) if part)
    return RowLine(line(record_words(plan, record.subject))), RowLine(line(who, "$muted"))


class UndoDialog(Dialog[str]):
    """Lists records, newest first; returns the commit of the one chosen."""

    def __init__(self, plan: Plan, records: Sequence[Record]) -> None:
        super().__init__()
        self.heading = _("Undo which record?")
        self._plan = plan
        self._records = tuple(records)
        self.row_list = RowList()

    def body(self) -> ComposeResult:
        yield self.row_list
        yield hint(_("Enter undo · Esc cancel (undoing can be redone)"))

    def on_mount(self) -> None:
        rows = [Row(record.commit, partial(paint_record, self._plan, record), 2) for record in self._records]
        self.row_list.styles.height = min(2 * len(rows), 16)
        self.row_list.show(rows)
        self.row_list.focus()

    @on(RowList.Opened)
    def _chosen(self, event: RowList.Opened) -> None:
        self.dismiss(event.row_id)


class UndoSeveralDialog(Dialog[tuple[str, ...]]):
    """Lists what a withdrawn agreement led to; returns the commits to be undone."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", show=False),
        Binding("a", "mark_all", show=False),
    ]

    def __init__(self, plan: Plan, records: Sequence[Record]) -> None:
        super().__init__()
        self.heading = _("Undo what it led to?")
        self._plan = plan
        self._records = tuple(records)
        self.row_list = RowList()

    def body(self) -> ComposeResult:
        message = _("The agreement is withdrawn. These records came from it; those you mark are undone by new ones.")
        yield Static(content(message), classes="words")
        yield self.row_list
        yield hint(_("Space mark · a mark all · Enter undo those marked · Esc cancel"))

    def on_mount(self) -> None:
        rows = [
            Row(record.commit, partial(paint_record, self._plan, record), 2, markable=True) for record in self._records
        ]
        self.row_list.styles.height = min(2 * len(rows), 14)
        self.row_list.show(rows)
        self.row_list.focus()

    def action_mark(self) -> None:
        """Mark the record and go on."""
        self.row_list.toggle_mark()
        self.row_list.action_go(1)

    def action_mark_all(self) -> None:
        """Mark them all."""
        self.row_list.marked = {record.commit for record in self._records}
        self.row_list.refresh()

    @on(RowList.Opened)
    def _chosen(self) -> None:
        self.dismiss(tuple(record.commit for record in self._records if record.commit in self.row_list.marked))
