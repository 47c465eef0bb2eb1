"""The Archival Plan: the items due for the archive, and the archived items."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.content import Content

from rcm_tui.i18n import N_, _, ngettext
from rcm_tui.model import ids
from rcm_tui.model.archive_rule import Due, due_for_archive
from rcm_tui.model.items import Activity
from rcm_tui.model.plan import Plan, Unreadable
from rcm_tui.reports.names import counted_from, date_words, localized, number_of, period_words, text_of, undated_words
from rcm_tui.reports.styles import status_look, status_of
from rcm_tui.tui.actions import archive_items, restore_items
from rcm_tui.tui.command import Command, Commands, CommandText, with_keys
from rcm_tui.tui.content import content, joined, line, lines
from rcm_tui.tui.forms.commands import RecordAgreement
from rcm_tui.tui.list_detail import LeaveScreen, ListDetailScreen, MarkRow
from rcm_tui.tui.navigation import NAVIGATION
from rcm_tui.tui.widgets.blocks import FACT, QUIET, TEXT, Block, item_blocks
from rcm_tui.tui.widgets.outline import Found
from rcm_tui.tui.widgets.row_list import ManyRows, Row, RowLine, heading, text_row
from rcm_tui.workflow.counting import ARCHIVE, LARGE
from rcm_tui.workflow.listed import Ready


def archive_rows(plan: Plan, found: Ready | None) -> ManyRows:
    """Return everything the screen lists; nothing where nothing is due, archived, or completed without a date.

    Without `found`, what is due is being read.
    """
    rows = ManyRows()
    due = [at for at, item_id in enumerate(found.ids if found else ()) if _is_current(plan, item_id)]
    undated = [item_id for item_id in (found.undated if found else ()) if _is_current(plan, item_id)]
    if not due and not undated and not plan.archived:
        return rows
    rows.append(heading(line(_("Ready to archive")), line(_counted(len(due)) if found else "", "$muted"), gap=False))
    if found is None:
        rows.append(text_row(line(_("Reading what is ready to archive…"), "$muted")))
    elif due:
        rows.extend([found.ids[at] for at in due], 2, partial(_due_row, plan, found, due))
    else:
        rows.append(text_row(line(_("Nothing is ready to archive."), "$muted")))
    if undated:
        rows.append(heading(line(_("Completed, without a date")), line(_counted(len(undated)), "$muted")))
        rows.append(text_row(line(undated_words(), "$muted")))
        rows.extend(undated, 1, lambda at: Row(undated[at], partial(_named, plan, undated[at]), 1, markable=True))
    rows.append(heading(line(_("In the archive")), line(_counted(len(plan.archived)), "$muted")))
    if not plan.archived:
        rows.append(text_row(line(_("Nothing is archived yet."), "$muted")))
    kept = Found.of(filter(plan.is_archived, plan.walk()), plan).ids
    archived = [item_id if plan.is_archived(item_id) else "" for item_id in kept]
    rows.extend(archived, 1, lambda at: _archived_row(plan, kept[at]))
    return rows


def _counted(items: int) -> str:
    return ngettext("{count} item", "{count} items", items).format(count=items)


def _is_current(plan: Plan, item_id: str) -> bool:
    return item_id in plan.items and not plan.is_archived(item_id)


def _due_row(plan: Plan, found: Ready, due: Sequence[int], at: int) -> Row:
    return Row(found.ids[due[at]], lambda: _due(plan, found.due[due[at]]), 2, markable=True)


def _archived_row(plan: Plan, item_id: str) -> Row:
    depth = ids.depth_of(item_id) - (1 if plan.levels.is_top_hidden else 0)
    is_archived = plan.is_archived(item_id)
    return Row(item_id if is_archived else "", partial(_archived, plan, item_id, depth), 1, markable=is_archived)


def _named(plan: Plan, item_id: str) -> tuple[RowLine]:
    node = plan.node(item_id)
    text = localized(text_of(node)) if node is not None else ""
    return (RowLine(joined(_glyph(plan, item_id), line(item_id, "$muted"), line(text), by=" ")),)


def _due(plan: Plan, due: Due) -> tuple[RowLine, RowLine]:
    return (
        *_named(plan, due.id),
        RowLine(line("  " + _("carried out; last date {date}").format(date=date_words(due.when)), "$muted")),
    )


def _archived(plan: Plan, item_id: str, depth: int) -> tuple[RowLine]:
    """Paint an archived item or, in grey, an item of the current plan above it."""
    node = plan.node(item_id)
    if node is None or isinstance(node, Unreadable):
        return (RowLine(line("  " * depth + f"! {item_id}", "$broken")),)
    indent = Content("  " * depth)
    text = line(localized(node.text), "" if plan.is_archived(item_id) else "$muted")
    if not plan.is_archived(item_id):
        return (RowLine(Content.assemble(indent, line(number_of(plan, node) + " ", "$muted"), text)),)
    when = date_words(node.archived.date) if node.archived is not None else ""
    name = line(item_id + " ", "$muted")
    return (RowLine(Content.assemble(indent, _glyph(plan, item_id), " ", name, text), line(when, "$muted")),)


def _glyph(plan: Plan, item_id: str) -> Content:
    node = plan.node(item_id)
    look = status_look(status_of(node) if isinstance(node, Activity) else "archived")
    return line(look.glyph, f"${look.role}") if look is not None else Content(" ")


def _of_chosen(screen: ArchiveScreen, *, archived: bool) -> tuple[str, ...]:
    """Return those of the marked items, else of the one under the cursor, that are archived, or are not."""
    plan = screen.rcm.plan
    return tuple(item_id for item_id in screen.chosen() if plan is not None and plan.is_archived(item_id) is archived)


class ArchiveDue(Command["ArchiveScreen"]):
    """Archive the proposed item under the cursor, or those marked."""

    name, keys, footer = "archive-due", ("a",), True
    text = CommandText(
        N_("Archive"),
        N_("Archive what is due"),
        N_("Moves the item, or those marked, to the Archival Plan in one record; asks why."),
    )
    needs = N_("Put the cursor on what is ready to archive, or mark it.")

    def available(self, screen: ArchiveScreen) -> bool:
        return bool(_of_chosen(screen, archived=False))

    async def run(self, screen: ArchiveScreen) -> None:
        chosen = _of_chosen(screen, archived=False)
        archive_items(screen.rcm, chosen, lambda: screen.row_list.marked.difference_update(chosen), by_rule=True)


class RestoreArchived(Command["ArchiveScreen"]):
    """Restore the archived item under the cursor, or those marked."""

    name, keys, footer = "restore-archived", ("r",), True
    text = CommandText(
        N_("Restore"),
        N_("Restore"),
        N_("Restores the archived item, or those marked, to the plan, with the items above them."),
    )
    needs = N_("Put the cursor on what is in the archive, or mark it.")

    def available(self, screen: ArchiveScreen) -> bool:
        return bool(_of_chosen(screen, archived=True))

    async def run(self, screen: ArchiveScreen) -> None:
        chosen = _of_chosen(screen, archived=True)
        screen.row_list.marked -= set(chosen)
        restore_items(screen.rcm, chosen)


class ArchiveScreen(ListDetailScreen):
    """What is due first, then the tree of what is archived."""

    NAME = "archive"
    SCREEN_COMMANDS: ClassVar[Commands] = (
        ArchiveDue,
        RestoreArchived,
        MarkRow,
        LeaveScreen,
        RecordAgreement,
        *NAVIGATION,
    )

    def __init__(self, wanted: str = "") -> None:
        super().__init__(wanted)
        self._found: Ready | None = None

    def heading(self) -> str:
        plan = self.rcm.plan
        return (localized(plan.info.archive_title) if plan is not None else "") or _("Archival Plan")

    @property
    def item_id(self) -> str:
        return self.row_id

    def rows(self, plan: Plan) -> Sequence[Row]:
        return archive_rows(plan, self._found)

    def show_plan(self, plan: Plan) -> None:
        """Show what the dates in a small plan say, and read what those of a large one and the history say."""
        if len(plan.items) < LARGE:
            self._found = Ready.of(due_for_archive(plan, self.rcm.on))
        super().show_plan(plan)
        self.rcm.reader.count(ARCHIVE, self._take)

    def retranslate(self) -> None:
        """Read the reasons in another language."""
        if self.rcm.plan is not None:
            self.show_plan(self.rcm.plan)

    def _take(self, found: Ready) -> None:
        self._found = found
        self.fill()

    def lead(self, plan: Plan) -> Content:
        return lines([content(_rule(plan)), line(counted_from(self.rcm.day))])

    def blocks(self, plan: Plan, row_id: str) -> Sequence[Block]:
        blocks = item_blocks(plan, row_id, self.rcm.on)
        if self._found is not None and (why := self._found.reason(row_id)) and _is_current(plan, row_id):
            texts = [place for place, block in enumerate(blocks) if block.kind in (TEXT, QUIET)]
            blocks.insert(texts[-1] + 1 if texts else 1, Block(FACT, content(why), _("Proposed")))
        return blocks

    def empty(self, plan: Plan) -> str:
        if self._found is None:
            return _("Reading what is ready to archive…")
        message = _(
            "Nothing is archived, and nothing is due for the archive.\n\n{rule}\n"
            "An item is archived in the plan with {archive}; what is archived is restored here with {restore-archived}."
        )
        return with_keys(message, rule=_rule(plan))


def _rule(plan: Plan) -> str:
    if not plan.info.archive_after:
        return _("This plan has no rule that proposes items for the archive.")
    try:
        period = period_words(plan.info.archive_after)
    except ValueError:
        return with_keys(_("The rule of the archive cannot be read; see the problems ({problems})."))
    return _("Items carried out more than {period} ago are proposed for it.").format(period=period)
