"""The commands of every form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcm_tui.i18n import _
from rcm_tui.tui.command import Command, Commands, Words

if TYPE_CHECKING:
    from rcm_tui.tui.forms.form import Form


class RecordForm(Command["Form"]):
    """Ctrl+S, everywhere."""

    name, keys, footer = "record-form", ("ctrl+s",), True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(_("Record"), _("Record what is written here"), _("Checks the form and records it."))

    def available(self, screen: Form) -> bool:
        """Not twice."""
        return not screen.busy

    async def run(self, screen: Form) -> None:
        """Record it."""
        screen.record()


class LeaveForm(Command["Form"]):
    """Escape."""

    name, keys, footer, waits = "leave-form", ("escape",), True, True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("Leave"), _("Leave without recording"), _("Goes back; where something is not recorded yet it asks first.")
        )

    def available(self, screen: Form) -> bool:
        """Not while it is recorded."""
        return not screen.busy

    async def run(self, screen: Form) -> None:
        """Go back, after asking where there is something to lose."""
        from rcm_tui.tui.dialogs.ask import ConfirmDialog

        if screen.touched:
            drop = await screen.rcm.ask(
                ConfirmDialog(
                    _("Leave without recording?"),
                    _("What you wrote here is not recorded. If you leave now it is dropped."),
                    yes=_("Drop it and leave"),
                    no=_("Go on writing"),
                )
            )
            if not drop:
                return
        await screen.leave(None)


class ResolveConflict(Command["Form"]):
    """What another program changed meanwhile."""

    name, keys, footer, waits = "take-in", ("ctrl+r",), True, True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("Both versions"),
            _("See what another program changed"),
            _("Shows both versions of what another program changed here meanwhile, to choose field by field."),
        )

    def available(self, screen: Form) -> bool:
        """Where there is such a thing."""
        return screen.has_clash and not screen.busy

    async def run(self, screen: Form) -> None:
        """Show them."""
        await screen.meanwhile.take_in()


FORM_COMMANDS: Commands = (RecordForm, LeaveForm, ResolveConflict)
