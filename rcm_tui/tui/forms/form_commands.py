"""The commands of every form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcm_tui.i18n import N_, _
from rcm_tui.tui.command import Command, Commands, CommandText

if TYPE_CHECKING:
    from rcm_tui.tui.forms.form import Form


class RecordForm(Command["Form"]):
    """Ctrl+S, everywhere."""

    name, keys, footer = "record-form", ("ctrl+s",), True
    text = CommandText(N_("Record"), N_("Record what is written here"), N_("Checks the form and records it."))

    def available(self, screen: Form) -> bool:
        return not screen.busy

    async def run(self, screen: Form) -> None:
        screen.record()


class LeaveForm(Command["Form"]):
    """Escape."""

    name, keys, footer, waits = "leave-form", ("escape",), True, True
    text = CommandText(
        N_("Leave"), N_("Leave without recording"), N_("Goes back; where something is not recorded yet it asks first.")
    )

    def available(self, screen: Form) -> bool:
        return not screen.busy

    async def run(self, screen: Form) -> None:
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
    text = CommandText(
        N_("Both versions"),
        N_("See what another program changed"),
        N_("Shows both versions of what another program changed here meanwhile, to choose field by field."),
    )

    def available(self, screen: Form) -> bool:
        return screen.has_clash and not screen.busy

    async def run(self, screen: Form) -> None:
        await screen.meanwhile.take_in()


FORM_COMMANDS: Commands = (RecordForm, LeaveForm, ResolveConflict)
