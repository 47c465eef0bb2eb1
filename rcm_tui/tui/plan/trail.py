"""Who changed an item last, and at which meeting: read from git, beside the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcm_tui.i18n import _, current
from rcm_tui.model.dates import describe, parse
from rcm_tui.tui.names import meeting_name
from rcm_tui.tui.plan.blocks import FACT, Block
from rcm_tui.tui.words import line, lines

if TYPE_CHECKING:
    from rcm_tui.model.plan import Plan
    from rcm_tui.workflow.workspace import Workspace


def last_change_block(workspace: Workspace, plan: Plan, item_id: str) -> Block | None:
    """The newest record of an item in words; None where it was never recorded. Reads git: call it in a thread."""
    from rcm_tui.workflow.trail import last_change

    step = last_change(workspace, item_id)
    if step is None:
        return Block(FACT, line(_("not recorded yet"), "$waiting"), _("Last change"))
    record = step.record
    when = describe(parse(record.when.date().isoformat()), current())
    who = _("{date}, {person}, {meeting}").format(
        date=when, person=record.author, meeting=meeting_name(plan, record.meeting)
    )
    return Block(FACT, lines([line(record.subject), line(who, "$muted")]), _("Last change"))


def trouble_block(error: Exception) -> Block:
    """Why nothing is known of the last change."""
    return Block(FACT, line(str(error), "$muted"), _("Last change"))
