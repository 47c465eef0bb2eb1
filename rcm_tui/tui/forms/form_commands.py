"""The commands of every form, and the line that says who proposed what is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.widgets import Static, TextArea

from rcm_tui.i18n import N_, _
from rcm_tui.reports.names import actor_name
from rcm_tui.tui.command import Command, CommandText, with_keys
from rcm_tui.tui.content import line
from rcm_tui.tui.dialogs.ask import DISCARD, DRAFT, UnsavedDialog
from rcm_tui.tui.forms.chosen import ActorDialog

if TYPE_CHECKING:
    from rcm_tui.model.plan import Plan


class FormCommand(Command[Any]):
    """A command of every form, while it is not being recorded."""

    needs = N_("The form is being saved.")

    def available(self, screen: Any) -> bool:
        return bool(not screen.busy)


class RecordForm(FormCommand):
    """Record what is written."""

    name, keys, footer = "record-form", ("ctrl+s",), True
    text = CommandText(N_("Record"), N_("Save the form"), N_("Checks the form and records it."))

    async def run(self, screen: Any) -> None:
        screen.record()


class LeaveForm(FormCommand):
    """Go back, after asking where there is something to lose."""

    name, keys, footer, waits = "leave-form", ("escape",), True, True
    text = CommandText(
        N_("Leave"), N_("Leave the form"), N_("Goes back; where something is not recorded yet it asks first.")
    )

    async def run(self, screen: Any) -> None:
        chosen = await screen.rcm.ask(UnsavedDialog()) if screen.touched else DISCARD
        if chosen == DRAFT:
            screen.leave_draft()
            screen.rcm.toast(with_keys(_("Kept as a draft; {unfinished} goes on with it.")))
        elif chosen == DISCARD:
            await screen.leave(None)


class ResolveConflict(FormCommand):
    """Show both versions of what another program changed as well."""

    name, keys, footer, waits = "take-in", ("ctrl+r",), True, True
    text = CommandText(
        N_("Both versions"),
        N_("See what another program changed"),
        N_("Shows both versions of what another program changed here in the meantime, to choose field by field."),
    )
    needs = N_("No other program has changed this.")

    def available(self, screen: Any) -> bool:
        return super().available(screen) and screen.has_conflict

    async def run(self, screen: Any) -> None:
        await screen.external_changes.resolve()


PROPOSER = "proposed by"
"""Under which a draft keeps who proposed what is typed; no field has this key."""


class Proposer(Static):
    """The line above the fields that says who proposed what is typed; there is none while nobody is named."""

    def __init__(self, actor: str = "") -> None:
        """Begin with an actor's code, empty for nobody."""
        super().__init__(id="proposer")
        self.actor = actor
        self.display = False

    def say(self, plan: Plan, actor: str) -> None:
        """Say that an actor proposed it."""
        self.actor = actor
        self.update(line(_("proposed by {actor}").format(actor=actor_name(plan, actor)), "$moving"))
        self.display = True


class ChooseProposer(FormCommand):
    """Say who proposed what is recorded."""

    name, keys, waits, priority = "form-proposer", ("f7",), True, True
    text = CommandText(
        N_("Proposed by"),
        N_("Who proposed it"),
        N_("Names the country or organization that asked for what the form records; the record says so."),
    )

    async def run(self, screen: Any) -> None:
        text = " ".join(area.text for area in screen.query(TextArea))
        chosen = await screen.rcm.ask(ActorDialog(screen.plan_shown, _("Who proposed it?"), text))
        if chosen is not None:
            screen.proposer.say(screen.plan_shown, chosen)
