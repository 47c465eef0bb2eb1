"""What is done in the history of an item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcm_tui.i18n import _
from rcm_tui.tui.commands import Command, Words
from rcm_tui.tui.undo.dialog import record_undo

if TYPE_CHECKING:
    from rcm_tui.tui.history.screen import HistoryScreen


class UndoStep(Command["HistoryScreen"]):
    """Take back the record under the cursor."""

    name, keys, footer = "undo-step", ("u",), True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("Undo this"),
            _("Undo this record"),
            _("Takes back the record under the cursor by a new one; what was changed since is named and left."),
        )

    def available(self, screen: HistoryScreen) -> bool:
        """A record of the open meeting or of this person that is not undone."""
        step = screen.step
        return step is not None and screen.trail is not None and step.record.commit in screen.trail.undoable

    async def run(self, screen: HistoryScreen) -> None:
        """Say what will happen, and ask."""
        from rcm_tui.tui.dialogs.ask import Ask

        step = screen.step
        if step is None:
            return
        record = step.record

        def answered(yes: bool | None) -> None:
            if yes:
                record_undo(screen.rcm, record.commit)

        question = _(
            "{subject}\n\nA new record takes this back, in every item that it changed. "
            "Fields that were changed since are left as they are. The undoing can be undone too."
        ).format(subject=record.subject)
        ask = Ask(_("Undo this record?"), question, yes=_("Undo it"), no=_("Leave it"))
        screen.app.push_screen(ask, answered)


class SeekSentence(Command["HistoryScreen"]):
    """Who put a sentence in."""

    name, keys, footer = "seek-sentence", ("slash",), True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("Who put in…"),
            _("Who put these words in"),
            _("Looks through the whole history for who put words in and who took them out, also words long gone."),
        )

    async def run(self, screen: HistoryScreen) -> None:
        """Over this screen, so that Escape leads back to it."""
        from rcm_tui.tui.history.sentences import SentencesScreen

        await screen.app.push_screen(SentencesScreen())
