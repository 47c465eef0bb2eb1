"""Actions that several screens share: undo, archive and restore, write a report to a file, edit in an editor."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rcm_tui.i18n import _, ngettext
from rcm_tui.model.errors import BadValue
from rcm_tui.reports.names import localized, text_of
from rcm_tui.tui.base_screen import ItemScreen
from rcm_tui.tui.dialogs.ask import ConfirmDialog, LineDialog, ReasonDialog
from rcm_tui.tui.dialogs.undo import UndoDialog, UndoSeveralDialog
from rcm_tui.tui.watch import FETCH_MINUTES, fetch_minutes
from rcm_tui.workflow.attribution import RecordOptions
from rcm_tui.workflow.drafts import EditedText, change_from_editor, kept_text, text_for_editor
from rcm_tui.workflow.memory import remember

if TYPE_CHECKING:
    from rcm_tui.history.log import Record
    from rcm_tui.model.meetings import Decision
    from rcm_tui.tui.protocols import Application
    from rcm_tui.workflow.change import Change, Recorded
    from rcm_tui.workflow.workspace import Workspace

Lines = Callable[[bool], Iterable[str]]
"""The lines to be written, in Markdown (True) or as plain text."""


async def confirm_overwrite(app: Application, path: Path) -> bool | None:
    """Ask whether a file may be overwritten; False for another name, None where the person left it."""
    question = _("{path} is there already. What it holds now would be lost.").format(path=path)
    return await app.ask(
        ConfirmDialog(_("Overwrite the file?"), question, yes=_("Overwrite it"), no=_("Choose another name"))
    )


async def write_out(app: Application, heading: str, proposed: str, lines: Lines) -> Path | None:
    """Ask for a name and write there; None where the person left it. Raises RcmError where it cannot be written."""
    from rcm_tui.workflow import export

    name: str | None = proposed
    while True:
        about = _("Markdown where the name ends in .md, else plain text. Names are relative to {folder}.")
        keys = _("Enter write the file · Esc cancel")
        folder = export.full_path(".")
        dialog = LineDialog(heading, about.format(folder=folder), label=_("File"), keys=keys, value=name or proposed)
        name = await app.ask(dialog)
        if name is None:
            return None
        path = export.full_path(name)
        made = list(lines(export.is_markdown(path)))
        try:
            export.write_out(path, made)
        except export.FileThere:
            answer = await confirm_overwrite(app, path)
            if answer is None:
                return None
            if not answer:
                continue
            export.write_out(path, made, overwrite=True)
        app.toast(_("Written: {path}").format(path=path))
        return path


async def edit_in_editor(app: Application, key: str) -> None:
    """Edit the file of an item or a meeting in the person's editor, until it can be recorded or is given up.

    The text is in a file under the git directory while it is edited, so that nothing typed is lost.
    """

    def change(workspace: Workspace) -> Change:
        return change_from_editor(workspace, key, old, text)

    kept = await app.workspace_thread.run(lambda workspace: kept_text(workspace, key))
    if not await _prepare(app, key, kept):
        return
    old, path = kept.began_as, kept.text
    while True:
        text = app.edit_file(path)
        if text == old:
            kept.drop()
            app.toast(_("Nothing was changed."))
            return
        try:
            await app.workspace_thread.run(lambda workspace: change(workspace))
        except BadValue as problems:
            question = _("{problems}\n\nYour text is kept in {file} until it can be recorded.").format(
                problems=problems, file=path
            )
            again = ConfirmDialog(_("This cannot be recorded yet"), question, yes=_("Leave it"), no=_("Edit again"))
            if await app.ask(again) is False:
                continue
            return
        if await app.record(change) is not None:
            kept.drop()
        return


async def _prepare(app: Application, key: str, kept: EditedText) -> bool:
    """Put the file there to be edited, unless the person goes on with a text that was not recorded last time.

    False where the person would rather not edit now.
    """

    if kept.is_left:
        question = ConfirmDialog(
            _("A text from last time"),
            _("You wrote a text for {file} that is not recorded. Go on with it?").format(file=kept.text.name),
            yes=_("Begin anew"),
            no=_("Continue with it"),
        )
        anew = await app.ask(question)
        if not anew:
            return anew is False
        app.toast(_("The text from last time, which is not recorded, is kept in {path}").format(path=kept.set_aside()))
    text = await app.workspace_thread.run(lambda workspace: text_for_editor(workspace, key))
    kept.begin(text)
    return True


def archive_items(
    app: Application, item_ids: Sequence[str], then: Callable[[], None], *, by_rule: bool = False
) -> None:
    """Ask why, then archive items in one record, by the archive rule or not; `then` is called once that is decided."""
    plan = app.plan
    if plan is None or not item_ids:
        return
    heading = ngettext("Archive {count} item", "Archive {count} items", len(item_ids)).format(count=len(item_ids))
    items = [(item_id, text_of(node)) for item_id in item_ids if (node := plan.node(item_id)) is not None]

    def answered(reason: str | None) -> None:
        if reason is None:
            return

        def build(workspace: Workspace) -> Change:
            from rcm_tui.workflow import archive

            return archive.archive(workspace, item_ids, reason, by_rule=by_rule)

        then()
        app.record(build, RecordOptions(reason=reason), moves_cursor=True)

    example = (
        _("optional; otherwise by the archive rule") if by_rule else _("Why? For example: seminar held in May 2006")
    )
    app.push_screen(ReasonDialog(heading, items, example).then(answered))


def restore_items(app: Application, item_ids: Sequence[str]) -> None:
    """Restore archived items in one record."""

    def build(workspace: Workspace) -> Change:
        from rcm_tui.workflow import archive

        return archive.restore(workspace, item_ids)

    app.record(build, moves_cursor=True)


async def undo_many(app: Application, commits: Sequence[str]) -> None:
    """Take records back one after the other, each by a record of its own."""
    for commit in commits:
        await record_undo(app, commit)


def choose_undo(app: Application) -> None:
    """Read which records can be undone, in the background, then let the person choose one."""

    def read() -> Sequence[Record]:
        from rcm_tui.workflow.undo import undoable

        return undoable(app.snapshot)

    def choose(records: Sequence[Record]) -> None:
        if not records or app.plan is None:
            app.toast(_("Nothing of yours to undo."))
            return

        def chosen(commit: str | None) -> None:
            if commit is not None:
                record_undo(app, commit)

        app.push_screen(UndoDialog(app.plan, records).then(chosen))

    app.reader.read("undoable", read, choose)


def record_undo(app: Application, commit: str | None = None, *, redo: bool = False) -> Awaitable[Recorded | None]:
    """Record what undoes a record (the newest without `commit`), or redoes the last undoing; say what was left."""
    sentences: list[str] = []

    def build(workspace: Workspace) -> Change:
        from rcm_tui.workflow import undo

        made = undo.redo(workspace) if redo else undo.undo(workspace, commit)
        sentences.append(made.sentence)
        return made.change

    return app.record(build, describe=lambda _recorded: sentences[-1])


async def undo_here(screen: ItemScreen, *, redo: bool = False) -> None:
    """Undo the newest record, or redo, and put the cursor on the item that this brings back or changes."""
    recorded = await record_undo(screen.rcm, redo=redo)
    if recorded is not None:
        there = [change.key for change in recorded.changes if recorded.plan.node(change.key) is not None]
        if len(there) == 1 and not recorded.plan.is_archived(there[0]):
            screen.go_to(there[0])


async def withdraw_agreement(app: Application, meeting_id: str, agreement: Decision) -> None:
    """Ask, withdraw an agreement or a part of one, and offer to undo what it led to."""
    from rcm_tui.workflow import agreements

    names = [agreement.id]
    question = ConfirmDialog(
        _("Withdraw the agreement?"),
        _("{text}\n\nIt is marked as withdrawn and keeps its words.").format(text=localized(agreement.text)),
        yes=_("Withdraw it"),
        no=_("Leave it as it is"),
    )
    if not await app.ask(question):
        return
    recorded = await app.record(lambda workspace: agreements.withdraw(workspace, meeting_id, names))
    if recorded is None or app.plan is None:
        return
    found = await app.workspace_thread.run(lambda workspace: agreements.led_to(workspace, meeting_id, names))
    commits: Sequence[str] | None = await app.ask(UndoSeveralDialog(app.plan, found)) if found else None
    if commits:
        await undo_many(app, commits)


async def ask_fetch_minutes(app: Application, heading: str) -> None:
    """Ask how often to fetch what others recorded while the program is open, and remember it."""
    about, label = _("After how many minutes? 0 is never."), _("Minutes between")
    keys, minutes = _("Enter keeps it; Esc changes nothing"), str(fetch_minutes())
    given = await app.ask(LineDialog(heading, about, label=label, keys=keys, value=minutes))
    if given is not None and not given.isdecimal():
        raise BadValue(_("A number of minutes is needed, such as 15; 0 is never."))
    if given is not None:
        remember(FETCH_MINUTES, given)
        app.toast(_("Minutes between two fetches: {count}").format(count=given))
