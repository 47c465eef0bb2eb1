"""The commands of the plan screen that need no form, and editing an item's file in an editor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rcm_tui.i18n import N_, _
from rcm_tui.model.fieldpath import Path as FieldPath
from rcm_tui.model.items import Activity, Objective, Subject
from rcm_tui.model.plan import Unreadable, calendar_of
from rcm_tui.model.statuses import DEFAULT
from rcm_tui.reports.names import localized, text_of
from rcm_tui.tui.actions import archive_items, edit_in_editor, restore_items
from rcm_tui.tui.command import Command, Commands, CommandText
from rcm_tui.tui.content import status_content
from rcm_tui.tui.dialogs.choose import Choice, ChooseDialog
from rcm_tui.tui.forms.commands import ITEM_FORM_COMMANDS
from rcm_tui.tui.navigation import NAVIGATION
from rcm_tui.tui.screens.plan_blame import WordBlameDialog
from rcm_tui.tui.screens.plan_looks import LOOKS
from rcm_tui.tui.screens.plan_marked import EditMarked
from rcm_tui.tui.screens.plan_view import PlanBrowser
from rcm_tui.workflow import edit

if TYPE_CHECKING:
    from rcm_tui.workflow.change import Change
    from rcm_tui.workflow.workspace import Workspace


class OpenEditor(Command[PlanBrowser]):
    """Edit the item's file in the person's editor, an unreadable one too."""

    name, keys, waits = "editor", ("E",), True
    text = CommandText(
        N_("Editor"),
        N_("Edit the file in $EDITOR"),
        N_("Opens the item's file in your editor and records what you save."),
    )
    needs = N_("Put the cursor on an item.")

    def available(self, screen: PlanBrowser) -> bool:
        return screen.node is not None

    async def run(self, screen: PlanBrowser) -> None:
        await edit_in_editor(screen.rcm, screen.item_id)


class FindItems(Command[PlanBrowser]):
    """Filter the tree."""

    name, keys, footer = "filter", ("slash",), True
    begins_text = True
    text = CommandText(
        N_("Find"),
        N_("Find items"),
        N_("Shows only the items that match as you type: words, status:open, actor:MOH, due:..2006-12."),
    )

    async def run(self, screen: PlanBrowser) -> None:
        screen.show_filter()


class StepBack(Command[PlanBrowser]):
    """Step back."""

    name, keys, footer, palette = "back", ("escape",), True, False
    text = CommandText(
        N_("Back"), N_("Back"), N_("Goes back to the tree; in the tree, clears the marks, then the filter.")
    )
    needs = N_("This is the tree already.")

    def available(self, screen: PlanBrowser) -> bool:
        return screen.focused is not screen.outline or bool(screen.outline.marked) or screen.search.is_open

    async def run(self, screen: PlanBrowser) -> None:
        screen.action_back()


class SetStatus(Command[PlanBrowser]):
    """Change the status of an activity, of those marked, or of a calendar entry, in two keys."""

    name, keys, footer = "status", ("s",), True
    text = CommandText(
        N_("Status"),
        N_("Change the status"),
        N_("Changes the status of the activity, of those marked, or of the calendar entry you are on: press a letter."),
    )
    needs = N_("Only activities and the entries of a calendar have a status.")

    def available(self, screen: PlanBrowser) -> bool:
        plan = screen.rcm.plan
        if screen.entry_id or plan is None:
            return bool(screen.entry_id)
        chosen = screen.chosen()
        return bool(chosen) and all(isinstance(plan.node(item_id), Activity) for item_id in chosen)

    async def run(self, screen: PlanBrowser) -> None:
        entry_id = screen.entry_id
        item_ids = (screen.item_id,) if entry_id else screen.chosen()
        plan = screen.rcm.plan
        statuses = plan.statuses if plan is not None else DEFAULT
        now = _status_now(screen) if len(item_ids) == 1 else ""
        choices = [Choice(status, key, status_content(status)) for status, key in statuses.keys.items()]
        heading = _("Status of the calendar entry") if entry_id else _("Status of {item}")

        def chosen(status: str | None) -> None:
            if status is not None and status != now:
                screen.outline.clear_marks()
                screen.rcm.record(lambda workspace: _with_status(workspace, item_ids, entry_id, status))

        heading = heading.format(item=", ".join(item_ids))
        screen.app.push_screen(ChooseDialog(heading, choices, current=now).then(chosen))


def _status_now(screen: PlanBrowser) -> str:
    node = screen.node
    if screen.entry_id and node is not None:
        entry = next((entry for entry in calendar_of(node) if entry.id == screen.entry_id), None)
        return (entry.status if entry is not None else None) or ""
    return node.status if isinstance(node, Activity) else ""


def _with_status(workspace: Workspace, item_ids: Sequence[str], entry_id: str, status: str) -> Change:

    if entry_id:
        return edit.change_entries(workspace, item_ids[0], [entry_id], [edit.parse_assignment(f"status={status}")])
    return edit.of_each([edit.set_status(workspace, item_id, status) for item_id in item_ids])


class Reorder(Command[PlanBrowser]):
    """Move an item, or the calendar entry that has the focus, past its neighbour."""

    step: int
    needs = N_("Only for items of the current plan, and not while a filter hides others.")

    def available(self, screen: PlanBrowser) -> bool:
        return _is_current(screen) and not screen.outline.found

    async def run(self, screen: PlanBrowser) -> None:
        item_id, entry_id = screen.item_id, screen.entry_id

        def build(workspace: Workspace) -> Change:

            if entry_id:
                return edit.reorder_entry(workspace, item_id, entry_id, self.step)
            return edit.reorder(workspace, item_id, self.step)

        screen.rcm.record(build)


class MoveUp(Reorder):
    """Move before the one above."""

    name, keys, step = "move-up", ("K", "ctrl+up"), -1
    text = CommandText(N_("Up"), N_("Move up"), N_("Puts the item, or the calendar entry, before the one above it."))


class MoveDown(Reorder):
    """Move after the one below."""

    name, keys, step = "move-down", ("J", "ctrl+down"), 1
    text = CommandText(N_("Down"), N_("Move down"), N_("Puts the item, or the calendar entry, after the one below it."))


class Mark(Command[PlanBrowser]):
    """Mark the item and go on to the next."""

    name, keys = "mark", ("space",)
    text = CommandText(
        N_("Mark"), N_("Mark or unmark"), N_("Marks the item: several get a status, or go to the archive, at once.")
    )
    needs = N_("Only objectives and activities of the tree can be marked.")

    def available(self, screen: PlanBrowser) -> bool:
        return screen.focused is screen.outline and isinstance(screen.node, Activity | Objective)

    async def run(self, screen: PlanBrowser) -> None:
        screen.outline.toggle_mark()
        screen.outline.action_go(1)


class Archive(Command[PlanBrowser]):
    """Archive the item, or those marked; asks why."""

    name, keys, footer = "archive", ("a",), True
    text = CommandText(
        N_("Archive"),
        N_("Archive"),
        N_("Moves the item, or those marked, to the Archival Plan; asks why."),
    )
    needs = N_("Only objectives and activities of the current plan can be archived.")

    def available(self, screen: PlanBrowser) -> bool:
        return bool(screen.outline.marked) or (_is_current(screen) and isinstance(screen.node, Activity | Objective))

    async def run(self, screen: PlanBrowser) -> None:
        archive_items(screen.rcm, screen.chosen(), screen.outline.clear_marks)


class Restore(Command[PlanBrowser]):
    """Restore an archived item, which a filter such as is:archived shows."""

    name, keys = "restore", ("r",)
    text = CommandText(N_("Restore"), N_("Restore"), N_("Restores an archived item to the plan, as it was."))
    needs = N_("Only what is archived can be restored.")

    def available(self, screen: PlanBrowser) -> bool:
        plan = screen.rcm.plan
        return plan is not None and bool(screen.item_id) and plan.is_archived(screen.item_id)

    async def run(self, screen: PlanBrowser) -> None:
        restore_items(screen.rcm, [screen.item_id])


class CopyId(Command[PlanBrowser]):
    """Copy the id."""

    name, keys = "copy-id", ("y",)
    text = CommandText(
        N_("Copy id"), N_("Copy the id"), N_("Copies the item's id to the clipboard; works over ssh too.")
    )
    needs = N_("Put the cursor on an item.")

    def available(self, screen: PlanBrowser) -> bool:
        return bool(screen.item_id)

    async def run(self, screen: PlanBrowser) -> None:
        screen.rcm.copy(screen.item_id, screen.item_id)


class CopyText(Command[PlanBrowser]):
    """Copy the text."""

    name, keys = "copy-text", ("Y",)
    text = CommandText(
        N_("Copy text"), N_("Copy the text"), N_("Copies the text of the item, or of the calendar entry you are on.")
    )
    needs = N_("Put the cursor on an item whose file can be read.")

    def available(self, screen: PlanBrowser) -> bool:
        return screen.node is not None and not isinstance(screen.node, Unreadable)

    async def run(self, screen: PlanBrowser) -> None:

        node = screen.node
        if node is None:
            return
        entry = next((entry for entry in calendar_of(node) if entry.id == screen.entry_id), None)
        text = localized(entry.text if entry is not None else text_of(node))
        what = _("the calendar entry's text") if entry is not None else _("the text of {item}").format(item=node.id)
        screen.rcm.copy(text, what)


def _is_current(screen: PlanBrowser) -> bool:
    plan, node = screen.rcm.plan, screen.node
    return plan is not None and node is not None and not isinstance(node, Unreadable) and not plan.is_archived(node.id)


class ShowBlame(Command[PlanBrowser]):
    """Show or hide who set each field."""

    name, keys, footer = "blame", ("b",), True
    text = CommandText(
        N_("Changed by"),
        N_("Who last changed each field"),
        N_("Shows or hides, below each field and calendar entry, who last set it, when and at which meeting."),
    )
    needs = N_("Put the cursor on an item.")

    def available(self, screen: PlanBrowser) -> bool:
        return bool(screen.item_id)

    async def run(self, screen: PlanBrowser) -> None:
        screen.toggle_blame()


class ShowWordBlame(Command[PlanBrowser]):
    """Show who wrote each word."""

    name, keys, waits = "blame-words", ("B",), True
    text = CommandText(
        N_("Who, word by word"),
        N_("Who wrote each word"),
        N_("Shows when each word of the text, or of the calendar entry you are on, was written, and by whom."),
    )
    needs = N_("Put the cursor on an item.")

    def available(self, screen: PlanBrowser) -> bool:
        return bool(screen.item_id)

    async def run(self, screen: PlanBrowser) -> None:
        from rcm_tui.workflow.blame import blame_words

        app, plan, item_id, entry_id = screen.rcm, screen.rcm.plan, screen.item_id, screen.entry_id
        own = "title" if isinstance(screen.node, Subject) else "text"
        path: FieldPath = ("calendar", entry_id, "text") if entry_id else (own,)
        if plan is None:
            return
        _path, pieces = await app.workspace_thread.run(lambda workspace: blame_words(workspace, item_id, path))
        await app.ask(WordBlameDialog(plan, item_id, pieces))


class PlanScreen(PlanBrowser):
    """The plan with its commands: what a person sees first, and where nearly everything is done."""

    NAME = "plan"
    SCREEN_COMMANDS: ClassVar[Commands] = (
        FindItems,
        *LOOKS,
        SetStatus,
        EditMarked,
        Archive,
        Restore,
        Mark,
        MoveUp,
        MoveDown,
        OpenEditor,
        *ITEM_FORM_COMMANDS,
        CopyId,
        CopyText,
        StepBack,
        ShowBlame,
        ShowWordBlame,
        *NAVIGATION,
    )
