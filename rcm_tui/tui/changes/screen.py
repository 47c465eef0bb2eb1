"""What changed: for now the edits made by hand that no record has yet, to be recorded all or one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import ClassVar

from textual.content import Content

from rcm_tui.changes.items import ItemChange, What
from rcm_tui.changes.sentences import describe_item
from rcm_tui.locale import _, current, ngettext
from rcm_tui.model import ids
from rcm_tui.model.errors import RcmError
from rcm_tui.model.plan import Plan
from rcm_tui.model.texts import pick
from rcm_tui.reports.looks import kind_word
from rcm_tui.tui.changes.commands import RecordAll, RecordChosen
from rcm_tui.tui.commands import Commands
from rcm_tui.tui.forms.doors import TakeDown
from rcm_tui.tui.names import meeting_name, text_of
from rcm_tui.tui.places import PLACES
from rcm_tui.tui.plan.blocks import TEXT, TITLE, Block
from rcm_tui.tui.side.differences import difference_blocks
from rcm_tui.tui.side.roll import Pair, Row
from rcm_tui.tui.side.screen import LeaveScreen, MarkRow, SideScreen
from rcm_tui.tui.words import content, joined, line


class ChangesScreen(SideScreen):
    """A row for each item that differs, beside it the difference field by field."""

    OFFERS: ClassVar[Commands] = (RecordChosen, RecordAll, MarkRow, LeaveScreen, TakeDown, *PLACES)

    def __init__(self) -> None:
        super().__init__()
        self.changes: tuple[ItemChange, ...] | None = None
        self._failed = ""
        self._reading = 0

    def heading(self) -> str:
        """What the header says."""
        return _("Changes not recorded")

    @property
    def item_id(self) -> str:
        """The item under the cursor; empty on a meeting or another file."""
        plan = self.rcm.plan
        return self.row_id if plan is not None and plan.node(self.row_id) is not None else ""

    def on_mount(self) -> None:
        """Follow the plan, and the files that no reading of the plan tells of."""
        super().on_mount()
        self.watch(self.app, "standing", self._look, init=False)

    def show_plan(self, plan: Plan) -> None:
        """Look again."""
        self.fill()
        self._look()

    def _look(self, _new: object = None) -> None:
        """Compare the files with the last record, in the desk's thread."""
        self._reading += 1
        self.rcm.beside(self._read(self._reading))

    async def _read(self, number: int) -> None:
        app = self.rcm
        try:
            found = await app.desk_thread.run(app.desk.unrecorded)
        except RcmError as error:
            self._failed, found = str(error), ()
        else:
            self._failed = ""
        if number == self._reading and self.is_attached:
            self.changes = found
            self.fill()

    def lead(self, plan: Plan) -> Content:
        """How many."""
        count = len(self.changes or ())
        said = ngettext(
            "{count} file was edited by another program and is not recorded yet.",
            "{count} files were edited by another program and are not recorded yet.",
            count,
        )
        return content(said.format(count=count))

    def empty(self, plan: Plan) -> str:
        """Nothing, or being compared."""
        if self._failed:
            return self._failed
        if self.changes is None:
            return _("Comparing the files with the last record…")
        return _(
            "Everything is recorded.\n\n"
            "What is edited with another program, in the files of the plan, is listed here until it is recorded."
        )

    def rows(self, plan: Plan) -> Sequence[Row]:
        """Each item, meeting or file that differs."""
        return [Row(change.key, partial(_paint, plan, change), 2, markable=True) for change in self.changes or ()]

    def blocks(self, plan: Plan, row_id: str) -> Sequence[Block]:
        """What differs in it."""
        change = next((one for one in self.changes or () if one.key == row_id), None)
        return list(_blocks(plan, change)) if change is not None else []


def _paint(plan: Plan, change: ItemChange) -> tuple[Pair, Pair]:
    head = joined(line(change.key, "$muted"), line(_called(plan, change)), by="  ")
    said = line("! " + _("cannot be read"), "$broken")
    if not _unreadable(change):
        said = line(describe_item(change, current()), "$muted")
    return Pair(head), Pair(Content("  ") + said)


def _unreadable(change: ItemChange) -> bool:
    return any(side is not None and side.data is None for side in (change.before, change.after))


def _called(plan: Plan, change: ItemChange) -> str:
    """The text of an item, the name of a meeting; nothing for another file."""
    node = plan.node(change.key)
    if node is not None:
        return pick(text_of(node), current())
    return meeting_name(plan, change.key) if change.key in plan.meetings else ""


def _blocks(plan: Plan, change: ItemChange) -> Iterator[Block]:
    kind = kind_word(change.kind) if ids.is_id(change.key) or change.key in plan.meetings else ""
    yield Block(TITLE, joined(line(change.key, "bold"), line(kind, "$muted"), by="   "))
    called = _called(plan, change)
    if called and change.what is not What.ADDED:
        yield Block(TEXT, content(called))
    if _unreadable(change):
        yield Block(TEXT, content(_("The file cannot be read as it stands; see the problems (!)."), "$broken"))
        return
    if change.what is not What.CHANGED:
        yield Block(TEXT, content(describe_item(change, current()), "$muted"))
    yield from difference_blocks(plan, change)
