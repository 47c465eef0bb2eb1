"""The history of one item: a timeline of its records, and what each record changed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from rcm_tui.i18n import N_, _, ngettext
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.plan import Plan
from rcm_tui.reports.names import brief_date_words, localized, meeting_name, record_meeting_name, text_of
from rcm_tui.reports.record_words import change_words, record_words
from rcm_tui.tui.actions import record_undo
from rcm_tui.tui.command import Command, Commands, CommandText, with_keys
from rcm_tui.tui.content import content, joined, line, lines
from rcm_tui.tui.dialogs.ask import ConfirmDialog
from rcm_tui.tui.forms.commands import RecordAgreement
from rcm_tui.tui.list_detail import LeaveScreen, ListDetailScreen
from rcm_tui.tui.navigation import NAVIGATION
from rcm_tui.tui.widgets.blocks import SECTION, Block
from rcm_tui.tui.widgets.differences import difference_blocks, record_blocks
from rcm_tui.tui.widgets.row_list import Row, RowLine
from rcm_tui.workflow.trail import item_history
from rcm_tui.workflow.undo import undoable

if TYPE_CHECKING:
    from rcm_tui.workflow.trail import Step
    from rcm_tui.workflow.view import PlanView


class UndoStep(Command["HistoryScreen"]):
    """Undo the record under the cursor."""

    name, keys, footer = "undo-step", ("u",), True
    text = CommandText(
        N_("Undo this"),
        N_("Undo this record"),
        N_("Undoes the record under the cursor with a new one; fields changed since then are named and left alone."),
    )
    needs = N_("This record is undone already, or began the history.")

    def available(self, screen: HistoryScreen) -> bool:
        step = screen.step
        return step is not None and screen.trail is not None and step.record.commit in screen.trail.undoable

    async def run(self, screen: HistoryScreen) -> None:
        step = screen.step
        plan = screen.rcm.plan
        if step is None or plan is None:
            return
        record = step.record

        def answered(yes: bool | None) -> None:
            if yes:
                record_undo(screen.rcm, record.commit)

        question = _(
            "{subject}\n\nA new record undoes this, in every item that it changed. "
            "Fields that were changed since are left as they are. That can be undone too."
        ).format(subject=record_words(plan, record.subject))
        ask = ConfirmDialog(_("Undo this record?"), question, yes=_("Undo it"), no=_("Leave it"))
        screen.app.push_screen(ask.then(answered))


class SearchTextHistory(Command["HistoryScreen"]):
    """Search the whole history for who added words."""

    name, keys, footer = "seek-sentence", ("slash",), True
    begins_text = True
    text = CommandText(
        N_("Who added…"),
        N_("Search the history for words"),
        N_("Searches the whole history for who added words and who removed them, including words long gone."),
    )

    async def run(self, screen: HistoryScreen) -> None:
        await screen.rcm.open("text-history", over=True)


@dataclass(frozen=True, slots=True)
class Trail:
    """The steps of an item by commit, newest first, and which of them can be undone."""

    steps: dict[str, Step]
    undoable: frozenset[str]


def read_trail(view: PlanView, item_id: str) -> Trail:
    """Read git: call it in a thread."""
    steps = {step.record.commit: step for step in item_history(view, item_id)}
    return Trail(steps, frozenset(record.commit for record in undoable(view)))


class HistoryScreen(ListDetailScreen):
    """Newest first; follows the item across archiving, restoring and new ids."""

    NAME = "history"
    SCREEN_COMMANDS: ClassVar[Commands] = (
        UndoStep,
        SearchTextHistory,
        LeaveScreen,
        RecordAgreement,
        *NAVIGATION,
    )

    def __init__(self, item_id: str) -> None:
        super().__init__()
        self._item_id = item_id
        self.trail: Trail | None = None
        self._failed = ""

    @property
    def item_id(self) -> str:
        plan = self.rcm.plan
        return (plan.resolve(self._item_id) if plan is not None else None) or self._item_id

    @property
    def step(self) -> Step | None:
        """The record under the cursor."""
        return self.trail.steps.get(self.row_id) if self.trail is not None else None

    def heading(self) -> str:
        return _("History of {item}").format(item=self._item_id)

    def show_plan(self, plan: Plan) -> None:
        """Read the trail again: a record was made."""
        self.fill()
        view, item_id = self.rcm.snapshot, self.item_id
        self.rcm.reader.read("history", lambda: read_trail(view, item_id), self._take, self._fail)

    def _take(self, trail: Trail) -> None:
        self.trail, self._failed = trail, ""
        self.fill()

    def _fail(self, error: Exception) -> None:
        self._failed = str(error)
        self.fill()

    def lead(self, plan: Plan) -> Content:
        node = plan.node(self.item_id)
        text = localized(text_of(node)) if node is not None else ""
        if self._item_id in plan.meetings:
            text = meeting_name(plan, self._item_id)
        count = len(self.trail.steps) if self.trail is not None else 0
        message = ngettext("{count} record", "{count} records", count).format(count=count) if count else ""
        return lines([joined(line(self._item_id), line(message), by="   "), content(text, "$foreground")])

    def empty(self, plan: Plan) -> str:
        if self._failed:
            return self._failed
        if self.trail is None:
            return _("Reading the history…")
        message = _(
            "No record has changed {item} yet: its file is not recorded.\n"
            "Record it in the changes ({changes}); from then on its history is shown here."
        )
        return with_keys(message, item=self._item_id)

    def rows(self, plan: Plan) -> Sequence[Row]:
        steps = list(self.trail.steps.values()) if self.trail is not None else []
        return [
            Row(step.record.commit, partial(self._paint, plan, step, last=place == len(steps)), 3)
            for place, step in enumerate(steps, 1)
        ]

    def _paint(self, plan: Plan, step: Step, *, last: bool) -> tuple[RowLine, ...]:
        record = step.record
        known = line(f"  {step.item_id}", "$muted") if step.item_id != self._item_id else Content("")
        when = line(brief_date_words(record.when.date()), "bold")
        where = line(record_meeting_name(plan, record), "$muted")
        rail = line("  " if last else "│ ", "$faint")
        return (
            RowLine(Content.assemble(line("● ", "$accent"), when, known), where),
            RowLine(rail + line(change_words(plan, step.change))),
            RowLine(rail),
        )

    def blocks(self, plan: Plan, row_id: str) -> Sequence[Block]:
        step = self.trail.steps.get(row_id) if self.trail is not None else None
        if step is None:
            return []
        what = Block(SECTION, line(_("What changed")))
        return [*record_blocks(plan, step.record), what, *difference_blocks(plan, step.change, signs=self.app.no_color)]
