"""An item's file in the person's own editor, recorded when the editor is left."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue, RcmError
from rcm_tui.tui.commands import Command, Words

if TYPE_CHECKING:
    from rcm_tui.tui.app import RcmApp
    from rcm_tui.tui.plan.screen import PlanScreen
    from rcm_tui.workflow.change import Change
    from rcm_tui.workflow.editor import EditedText
    from rcm_tui.workflow.workspace import Workspace


class OpenEditor(Command["PlanScreen"]):
    """The file as it is."""

    name, keys, waits = "editor", ("E",), True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("Editor"),
            _("Edit the file in $EDITOR"),
            _("Opens the item's file in your editor and records what you save."),
        )

    def available(self, screen: PlanScreen) -> bool:
        """Whatever has a file, one that cannot be read too: there it is mended."""
        return screen.node is not None

    async def run(self, screen: PlanScreen) -> None:
        """Edit until it can be recorded, or is given up."""
        await edit_whole(screen.rcm, screen.item_id)


async def edit_whole(app: RcmApp, key: str) -> None:
    """Edit the file of an item or a meeting; what is wrong afterwards is told, and can be mended at once.

    The text stands in a file under the git directory while it is edited, so that nothing typed is lost.
    """
    from rcm_tui.tui.dialogs.ask import Ask
    from rcm_tui.workflow.editor import change_from_editor, kept_text

    def change(workspace: Workspace) -> Change:
        return change_from_editor(workspace, key, old, text)

    kept = await app.workspace_thread.run(lambda: kept_text(app.workspace, key))
    if not await _begin(app, key, kept):
        return
    old, path = kept.began_as, kept.text
    while True:
        text = _edited(app, path)
        if text == old:
            kept.drop()
            app.say(_("Nothing was changed."))
            return
        try:
            await app.workspace_thread.run(lambda: change(app.workspace))
        except BadValue as problems:
            question = _("{problems}\n\nYour text is kept in {file} until it can be recorded.").format(
                problems=problems, file=path
            )
            again = Ask(_("This cannot be recorded yet"), question, yes=_("Let it be"), no=_("Edit again"))
            if await app.ask(again) is False:
                continue
            return
        if await app.record(change) is not None:
            kept.drop()
        return


async def _begin(app: RcmApp, key: str, kept: EditedText) -> bool:
    """Put the file there to be edited, unless the person goes on with a text that was not recorded last time.

    False where the person would rather not edit now.
    """
    from rcm_tui.tui.dialogs.ask import Ask
    from rcm_tui.workflow.editor import text_for_editor

    if kept.is_left:
        question = Ask(
            _("A text from last time"),
            _("You wrote a text for {file} that is not recorded. Go on with it?").format(file=kept.text.name),
            yes=_("Begin anew"),
            no=_("Go on with it"),
        )
        anew = await app.ask(question)
        if not anew:
            return anew is False
        app.say(_("The text from last time, which is not recorded, is kept in {path}").format(path=kept.set_aside()))
    text = await app.workspace_thread.run(lambda: text_for_editor(app.workspace, key))
    kept.begin(text)
    return True


def _edited(app: RcmApp, path: Path) -> str:
    """What comes out of the editor; the whole screen is its own meanwhile."""
    from textual.app import SuspendNotSupported

    from rcm_tui.workflow.editor import edit_file

    try:
        with app.suspend():
            edited = edit_file(path)
    except SuspendNotSupported as refusal:
        raise RcmError(_("An editor cannot be opened from here; edit with e.")) from refusal
    app.refresh(layout=True)
    return edited
