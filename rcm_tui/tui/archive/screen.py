"""The Archival Plan: what is due for it, to be taken or left one by one, and what is in it, to be restored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.content import Content

from rcm_tui.i18n import _, current
from rcm_tui.model.dates.periods import describe_period, parse_period
from rcm_tui.model.plan import Plan
from rcm_tui.model.rules import Due, due_for_archive
from rcm_tui.reports.days import counted_from
from rcm_tui.tui.archive.commands import ArchiveDue, RestoreArchived
from rcm_tui.tui.archive.rows import archive_rows
from rcm_tui.tui.commands import Commands
from rcm_tui.tui.forms.doors import TakeDown
from rcm_tui.tui.places import PLACES
from rcm_tui.tui.plan.blocks import FACT, QUIET, TEXT, Block, item_blocks
from rcm_tui.tui.side.roll import Row
from rcm_tui.tui.side.screen import LeaveScreen, MarkRow, SideScreen
from rcm_tui.tui.words import content, line, lines


class ArchiveScreen(SideScreen):
    """What is due first, then the tree of what is archived."""

    OFFERS: ClassVar[Commands] = (ArchiveDue, RestoreArchived, MarkRow, LeaveScreen, TakeDown, *PLACES)

    def __init__(self, wanted: str = "") -> None:
        super().__init__(wanted)
        self.due: dict[str, Due] = {}

    def heading(self) -> str:
        """What the header says."""
        return _("Archival Plan")

    @property
    def item_id(self) -> str:
        """The item under the cursor."""
        return self.row_id

    def rows(self, plan: Plan) -> Sequence[Row]:
        """What is due, and what is archived."""
        self.due = {one.id: one for one in due_for_archive(plan, self.rcm.workspace.on)}
        return list(archive_rows(plan, tuple(self.due.values())))

    def lead(self, plan: Plan) -> Content:
        """The rule, and the day it counts from."""
        return lines([content(_rule(plan)), line(counted_from(self.rcm.workspace.on, self.rcm.workspace.on_source))])

    def blocks(self, plan: Plan, row_id: str) -> Sequence[Block]:
        """The item whole; first why it is proposed."""
        blocks = item_blocks(plan, row_id)
        due = self.due.get(row_id)
        if due is not None:
            texts = [place for place, block in enumerate(blocks) if block.kind in (TEXT, QUIET)]
            blocks.insert(texts[-1] + 1 if texts else 1, Block(FACT, content(due.why), _("Proposed")))
        return blocks

    def empty(self, plan: Plan) -> str:
        """Neither due nor archived."""
        return _(
            "Nothing is archived, and nothing is due for the archive.\n\n{rule}\n"
            "An item is archived in the plan with a; what is archived is restored here with r."
        ).format(rule=_rule(plan))


def _rule(plan: Plan) -> str:
    if not plan.info.archive_after:
        return _("This plan has no rule that proposes items for the archive (archive_after in plan/plan.yaml).")
    try:
        period = describe_period(parse_period(plan.info.archive_after), current())
    except ValueError:
        return _("The rule archive_after in plan/plan.yaml cannot be read; see the problems (!).")
    return _("What was carried out more than {period} ago is proposed for it.").format(period=period)
