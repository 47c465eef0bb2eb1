"""The commands on how the plan is shown: from hit to hit, what it is grouped by, and its capitals."""

from __future__ import annotations

from rcm_tui.i18n import N_, _
from rcm_tui.tui.command import Command, Commands, CommandText
from rcm_tui.tui.content import line
from rcm_tui.tui.dialogs.choose import Choice, ChooseDialog
from rcm_tui.tui.screens.plan_view import PlanBrowser
from rcm_tui.tui.widgets.outline_groups import GROUPINGS


class NextHit(Command[PlanBrowser]):
    """Go to the next item that was found."""

    name, keys, step = "next-hit", ("f3",), 1
    text = CommandText(N_("Next hit"), N_("Next item found"), N_("Goes to the next of the items that were found."))
    needs = N_("Nothing is searched for; / finds items.")

    def available(self, screen: PlanBrowser) -> bool:
        return screen.outline.found is not None

    async def run(self, screen: PlanBrowser) -> None:
        screen.outline.go_to_match(self.step)


class PreviousHit(NextHit):
    """Go to the item found before."""

    name, keys, step = "previous-hit", ("shift+f3",), -1
    text = CommandText(N_("Hit before"), N_("Item found before"), N_("Goes to the item found before this one."))


class ChangeCase(Command[PlanBrowser]):
    """Show texts in capitals in sentence case, or as they are."""

    name, keys = "sentence-case", ("f4",)
    text = CommandText(
        N_("Capitals"),
        N_("Capitals or sentence case"),
        N_("Shows texts that are all in capitals in sentence case, and back; only how they look here changes."),
    )

    async def run(self, screen: PlanBrowser) -> None:
        screen.change_case()


class GroupItems(Command[PlanBrowser]):
    """Choose what the tree is grouped by."""

    name, keys, waits = "group-items", ("v",), True
    text = CommandText(
        N_("Group"),
        N_("Group by subject, status, actor or date"),
        N_("Shows the activities under their objectives, or by status, by who is responsible, or by date."),
    )

    async def run(self, screen: PlanBrowser) -> None:
        choices = [Choice(by, key, line(_(label))) for key, (by, label) in zip("osad", GROUPINGS.items(), strict=True)]
        dialog = ChooseDialog(_("Show the plan"), choices, current=screen.outline.grouping)
        chosen = await screen.rcm.ask(dialog)
        if chosen is not None:
            screen.group_by(chosen)


LOOKS: Commands = (NextHit, PreviousHit, ChangeCase, GroupItems)
