"""The commands of the changes screen: on external edits, and on the review itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rcm_tui.i18n import N_, _, ngettext
from rcm_tui.model.texts import Text
from rcm_tui.reports.names import meeting_name, moment_words, text_of
from rcm_tui.reports.review_text import markdown_review, plain_review
from rcm_tui.tui.actions import write_out
from rcm_tui.tui.command import Command, Commands, CommandText
from rcm_tui.tui.content import joined, line
from rcm_tui.tui.dialogs.ask import ConfirmDialog, ReasonDialog
from rcm_tui.tui.dialogs.choose import Choice, ChooseDialog
from rcm_tui.tui.dialogs.timeline import TimelineDialog
from rcm_tui.tui.forms.commands import RecordAgreement
from rcm_tui.tui.list_detail import LeaveScreen, MarkRow
from rcm_tui.tui.navigation import NAVIGATION
from rcm_tui.tui.screens.changes_parts import group_title, state_name
from rcm_tui.tui.screens.changes_view import ChangesBrowser
from rcm_tui.workflow.attribution import RecordOptions
from rcm_tui.workflow.compare import State
from rcm_tui.workflow.external_edits import discard, discarded, record_external_edits, restore_discarded
from rcm_tui.workflow.review import Asked, Which, neighbour, timeline

if TYPE_CHECKING:
    from collections.abc import Iterable


class OnEdit(Command[ChangesBrowser]):
    """A command on the marked external edits, or on the one under the cursor."""

    needs = N_("Put the cursor on an edit that was made elsewhere and is not recorded.")

    def available(self, screen: ChangesBrowser) -> bool:
        return bool(screen.external_keys())


class RecordChosen(OnEdit):
    """Record the marked external edits, or the one under the cursor."""

    name, keys, footer = "record-chosen", ("i", "r"), True
    text = CommandText(
        N_("Record"),
        N_("Record this edit"),
        N_("Records the edit under the cursor, made elsewhere, or those marked, as they are; asks why."),
    )

    async def run(self, screen: ChangesBrowser) -> None:
        _ask(screen, screen.external_keys())


class RecordAll(Command[ChangesBrowser]):
    """Record all external edits in one record."""

    name, keys, footer = "record-all", ("ctrl+s",), True
    text = CommandText(
        N_("Record all"),
        N_("Record all edits"),
        N_("Records all edits made elsewhere as they are, in one record."),
    )
    needs = N_("Every edit is recorded.")

    def available(self, screen: ChangesBrowser) -> bool:
        return screen.found is not None and bool(screen.found.external)

    async def run(self, screen: ChangesBrowser) -> None:
        if screen.found is not None:
            _ask(screen, sorted(screen.found.external))


def _ask(screen: ChangesBrowser, keys: Sequence[str]) -> None:
    heading = ngettext("Record {count} edit", "Record {count} edits", len(keys)).format(count=len(keys))

    def answered(reason: str | None) -> None:
        if reason is not None:
            screen.row_list.marked -= set(keys)
            screen.rcm.record(
                lambda workspace: record_external_edits(workspace, keys),
                RecordOptions(reason=reason, with_external_edits=True),
                moves_cursor=True,
            )

    items = [(key, _text(screen, key)) for key in keys]
    dialog = ReasonDialog(
        heading, items, _("Why? For example: corrected after the minutes"), keys=_("Enter record · Esc cancel")
    )
    screen.app.push_screen(dialog.then(answered))


def _text(screen: ChangesBrowser, key: str) -> Text:
    plan = screen.rcm.plan
    node = plan.node(key) if plan is not None else None
    if node is not None:
        return text_of(node)
    return {"": meeting_name(plan, key)} if plan is not None and key in plan.meetings else {}


class DiscardEdits(OnEdit):
    """Discard external edits, keeping a copy; asks first."""

    name, keys, footer, waits = "throw-away", ("x",), True, True
    text = CommandText(
        N_("Discard"),
        N_("Discard this edit"),
        N_("Puts the file back as it was last recorded; asks first, and keeps a copy of the edit."),
    )

    async def run(self, screen: ChangesBrowser) -> None:
        app, keys = screen.rcm, screen.external_keys()
        heading = ngettext("Discard {count} edit?", "Discard {count} edits?", len(keys)).format(count=len(keys))
        question = ngettext(
            "{items}: the file goes back to its last record. A copy of the edit is kept in this clone; "
            "Ctrl+P, “Restore edit”, restores it.",
            "{items}: the files go back to their last record. A copy of the edits is kept in this clone; "
            "Ctrl+P, “Restore edit”, restores them.",
            len(keys),
        ).format(items=", ".join(keys))
        yes, no = (_("Discard it"), _("Keep it")) if len(keys) == 1 else (_("Discard them"), _("Keep them"))
        if not await app.ask(ConfirmDialog(heading, question, yes=yes, no=no)):
            return
        await app.workspace_thread.run(lambda workspace: discard(workspace, keys))
        screen.row_list.marked -= set(keys)
        message = ngettext(
            "{count} edit discarded; a copy is kept.", "{count} edits discarded; copies are kept.", len(keys)
        )
        app.toast(message.format(count=len(keys)))
        await app.reload()
        screen.compare()


class RestoreEdit(Command[ChangesBrowser]):
    """Restore an edit that was discarded."""

    name, waits = "bring-back", True
    text = CommandText(
        N_("Restore edit"),
        N_("Restore a discarded edit…"),
        N_("Lists the edits that were discarded in this clone, and restores the one you choose."),
    )

    async def run(self, screen: ChangesBrowser) -> None:
        app = screen.rcm
        copies = {
            str(copy.kept): copy for copy in await app.workspace_thread.run(lambda workspace: discarded(workspace))
        }
        if not copies:
            app.toast(_("Nothing was discarded in this clone."))
            return
        choices = [
            Choice(
                kept,
                "",
                joined(line(copy.path), line(moment_words(copy.when), "$muted"), by="  "),
            )
            for kept, copy in copies.items()
        ]
        chosen = await app.ask(ChooseDialog(_("Restore which edit?"), choices))
        if chosen is None:
            return
        await app.workspace_thread.run(lambda workspace: restore_discarded(workspace, copies[chosen]))
        app.toast(_("Your edit of {path} is restored; it is not recorded.").format(path=copies[chosen].path))
        await app.reload()
        screen.compare()


class OpenChanged(Command[ChangesBrowser]):
    """Open the changed item or meeting."""

    name, keys, footer = "open-changed", ("o", "enter"), True
    text = CommandText(
        N_("Open"), N_("Open the item"), N_("Goes to the item in the plan or the archive, or to the meeting.")
    )
    needs = N_("Put the cursor on an item.")

    def available(self, screen: ChangesBrowser) -> bool:
        return bool(screen.item_id)

    async def run(self, screen: ChangesBrowser) -> None:
        plan, key = screen.rcm.plan, screen.item_id
        if plan is not None and key in plan.meetings:
            await screen.rcm.open("meetings", key)
        elif key:
            await screen.rcm.open_item(key)


class NextChange(Command[ChangesBrowser]):
    """Go to the next change, from the detail too."""

    name, footer, step = "next-change", True, 1
    keys: ClassVar[tuple[str, ...]] = ("n",)
    text = CommandText(N_("Next"), N_("Next change"), N_("Goes to the next change, from the list or from the detail."))
    needs = N_("Nothing changed between these two.")

    def available(self, screen: ChangesBrowser) -> bool:
        return bool(screen.groups)

    async def run(self, screen: ChangesBrowser) -> None:
        screen.next_change(self.step)


class PreviousChange(NextChange):
    """Go to the previous change."""

    name, keys, footer, step = "previous-change", ("N", "p"), True, -1
    text = CommandText(N_("Previous"), N_("Previous change"), N_("Goes to the previous change."))


class ChooseStates(Command[ChangesBrowser]):
    """Choose what is compared."""

    name, keys, footer = "choose-states", ("t",), True
    text = CommandText(
        N_("Timeline"),
        N_("Choose what to review"),
        N_("What is new, what one meeting changed, or everything between two meetings, from a timeline."),
    )

    async def run(self, screen: ChangesBrowser) -> None:
        app, view = screen.rcm, screen.rcm.snapshot

        def chosen(asked: Asked | None) -> None:
            if asked is not None and screen.is_attached:
                screen.choose(asked)

        def show(editions: tuple[State, ...]) -> None:
            if app.plan is not None and screen.is_current:
                dialog = TimelineDialog(app.plan, editions, screen.asked or Asked(Which.LIVE))
                app.push_screen(dialog.then(chosen))

        app.reader.read("timeline", lambda: timeline(view), show)


class LaterMeeting(Command[ChangesBrowser]):
    """Review the next meeting of the timeline."""

    name, keys, step = "later-meeting", ("full_stop",), 1
    text = CommandText(
        N_("Later"), N_("Later meeting"), N_("Reviews what the next meeting changed; after the last one, what is new.")
    )

    async def run(self, screen: ChangesBrowser) -> None:
        asked, view = screen.asked, screen.rcm.snapshot
        if asked is None:
            return

        def go(found: Asked | None) -> None:
            if found is not None:
                screen.choose(found)
            else:
                screen.app.bell()

        screen.rcm.reader.read("timeline", lambda: neighbour(view, asked, self.step), go)


class EarlierMeeting(LaterMeeting):
    """Review the previous meeting of the timeline."""

    name, keys, step = "earlier-meeting", ("comma",), -1
    text = CommandText(N_("Earlier"), N_("Earlier meeting"), N_("Reviews what the previous meeting changed."))


class FindChanges(Command[ChangesBrowser]):
    """Filter the changes."""

    name, keys, footer = "seek-changes", ("slash",), True
    begins_text = True
    text = CommandText(
        N_("Find"),
        N_("Find changes"),
        N_("Shows only the changes that match as you type: words, subject:HR, kind:activity, kind:added, actor:MOH."),
    )
    needs = N_("Nothing changed between these two.")

    def available(self, screen: ChangesBrowser) -> bool:
        return screen.found is not None and bool(screen.found.comparison.changes)

    async def run(self, screen: ChangesBrowser) -> None:
        screen.open_filter()


class WriteReview(Command[ChangesBrowser]):
    """Write the review to a file."""

    name, keys, footer, waits = "write-review", ("ctrl+o", "w"), True, True
    text = CommandText(
        N_("Write out"),
        N_("Write the review out"),
        N_("Writes what is shown here into a file, as Markdown or plain text; asks for its name."),
    )
    needs = N_("Nothing changed between these two.")

    def available(self, screen: ChangesBrowser) -> bool:
        return bool(screen.groups)

    async def run(self, screen: ChangesBrowser) -> None:
        found, plan, groups = screen.shown, screen.rcm.plan, screen.groups
        if found is None or plan is None:
            return
        titles = {code: group_title(plan, code) for code in groups}
        before, after = found.comparison.before, found.comparison.after
        heading = _("Changes from {a} to {b}").format(a=state_name(plan, before), b=state_name(plan, after))

        def lines(as_markdown: bool) -> Iterable[str]:
            return (markdown_review if as_markdown else plain_review)(groups, titles, heading)

        names = [state.name.replace("/", "-") for state in (before, after)]
        name = _("changes-{a}-to-{b}.md").format(a=names[0], b=names[1])
        await write_out(screen.rcm, _("Write the review out"), name, lines)


class ChangesScreen(ChangesBrowser):
    """The changes with their commands."""

    NAME = "changes"
    SCREEN_COMMANDS: ClassVar[Commands] = (
        OpenChanged,
        NextChange,
        PreviousChange,
        RecordChosen,
        DiscardEdits,
        RecordAll,
        RestoreEdit,
        ChooseStates,
        FindChanges,
        WriteReview,
        EarlierMeeting,
        LaterMeeting,
        MarkRow,
        LeaveScreen,
        RecordAgreement,
        *NAVIGATION,
    )
