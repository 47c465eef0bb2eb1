"""Recording what was edited by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rcm_tui.locale import _, ngettext
from rcm_tui.model.texts import Text
from rcm_tui.tui.commands import Command, Words
from rcm_tui.tui.names import meeting_name, text_of

if TYPE_CHECKING:
    from rcm_tui.tui.changes.screen import ChangesScreen
    from rcm_tui.workflow.change import Change
    from rcm_tui.workflow.desk import Desk


class RecordChosen(Command["ChangesScreen"]):
    """The marked ones, or the one under the cursor."""

    name, keys, footer = "record-chosen", ("r",), True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("Record"),
            _("Record this edit"),
            _("Records the edit under the cursor, or those marked, as they stand; asks why."),
        )

    def available(self, screen: ChangesScreen) -> bool:
        """On an edit."""
        return bool(screen.chosen())

    async def run(self, screen: ChangesScreen) -> None:
        """Ask for the reason."""
        _ask(screen, screen.chosen())


class RecordAll(Command["ChangesScreen"]):
    """Everything in one record."""

    name, keys, footer = "record-all", ("ctrl+s",), True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(_("Record all"), _("Record all edits"), _("Records all edits as they stand, in one record."))

    def available(self, screen: ChangesScreen) -> bool:
        """Where there are any."""
        return bool(screen.changes)

    async def run(self, screen: ChangesScreen) -> None:
        """Ask for the reason."""
        _ask(screen, tuple(change.key for change in screen.changes or ()))


def _ask(screen: ChangesScreen, keys: Sequence[str]) -> None:
    from rcm_tui.tui.dialogs.reason import Reason

    heading = ngettext("Record {count} edit", "Record {count} edits", len(keys)).format(count=len(keys))

    def build(desk: Desk) -> Change:
        from rcm_tui.workflow.handwork import record_by_hand

        return record_by_hand(desk, keys)

    def answered(reason: str | None) -> None:
        if reason is not None:
            screen.roll.marked -= set(keys)
            screen.rcm.record(build, reason=reason, with_hand_edits=True)

    items = [(key, _text(screen, key)) for key in keys]
    dialog = Reason(
        heading, items, _("Why? For example: corrected after the minutes"), keys=_("Enter records, Esc does not")
    )
    screen.app.push_screen(dialog, answered)


def _text(screen: ChangesScreen, key: str) -> Text:
    plan = screen.rcm.plan
    node = plan.node(key) if plan is not None else None
    if node is not None:
        return text_of(node)
    return {"": meeting_name(plan, key)} if plan is not None and key in plan.meetings else {}
