"""What is done about problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError
from rcm_tui.tui.commands import Command, Words

if TYPE_CHECKING:
    from rcm_tui.tui.problems.screen import ProblemsScreen


class OpenPlace(Command["ProblemsScreen"]):
    """The file, at the line."""

    name, keys, footer = "open-place", ("E", "e", "enter"), True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("Edit"),
            _("Open the place in $EDITOR"),
            _("Opens the file in your editor, at the line; what you save there is recorded from the changes (d)."),
        )

    def available(self, screen: ProblemsScreen) -> bool:
        """On a problem."""
        return screen.problem is not None

    async def run(self, screen: ProblemsScreen) -> None:
        """Suspend the screen while the editor has it, then check again."""
        from textual.app import SuspendNotSupported

        from rcm_tui.workflow.editor import edit_file

        problem, app = screen.problem, screen.rcm
        if problem is None:
            return
        try:
            with app.suspend():
                edit_file(app.workspace.root / problem.path, problem.line)
        except SuspendNotSupported as refusal:
            raise RcmError(
                _("An editor cannot be opened from here; edit {file} with another program.").format(file=problem.path)
            ) from refusal
        finally:
            app.refresh(layout=True)
            app.beside(app.reload())
            screen.check()


class CheckAgain(Command["ProblemsScreen"]):
    """Look again."""

    name, keys, footer = "check-again", ("f5",), True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(_("Check again"), _("Check again"), _("Reads all files again and lists what is wrong."))

    async def run(self, screen: ProblemsScreen) -> None:
        """Check."""
        screen.check()
