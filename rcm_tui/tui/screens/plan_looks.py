"""The commands on how the plan is shown: going from match to match, saved filters, grouping, and capitals."""

from __future__ import annotations

from typing import ClassVar

from rcm_tui.i18n import N_, _
from rcm_tui.tui.command import Command, Commands, CommandText
from rcm_tui.tui.content import line
from rcm_tui.tui.dialogs.ask import LineDialog
from rcm_tui.tui.dialogs.choose import Choice, ChooseDialog
from rcm_tui.tui.screens.plan_view import PlanBrowser
from rcm_tui.tui.widgets.outline_groups import GROUPINGS
from rcm_tui.workflow.memory import save_filter, saved_filters


class NextHit(Command[PlanBrowser]):
    """Go to the next item that was found."""

    name, keys, step = "next-hit", ("f3",), 1
    text = CommandText(N_("Next hit"), N_("Next item found"), N_("Goes to the next of the items that were found."))
    needs = N_("Nothing is searched for; {filter} finds items.")

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


class SaveFilter(Command[PlanBrowser]):
    """Save what is searched for under a name."""

    name, keys, waits, while_searching = "save-filter", ("ctrl+s",), True, True
    text = CommandText(
        N_("Save filter"),
        N_("Save the filter"),
        N_("Saves what is searched for under a name; @name finds it again, here and in rcm list."),
    )
    needs = N_("Nothing is searched for; {filter} finds items.")

    def available(self, screen: PlanBrowser) -> bool:
        return bool(screen.search.words)

    async def run(self, screen: PlanBrowser) -> None:
        words = screen.search.words
        dialog = LineDialog(
            _("Save the filter"),
            words,
            label=_("Name"),
            placeholder=_("such as mexico"),
            keys=_("Enter saves, Esc does not"),
        )
        if name := await screen.rcm.ask(dialog):
            screen.rcm.toast(_("Saved: @{name} finds {words}").format(name=save_filter(name, words), words=words))


class PickFilter(Command[PlanBrowser]):
    """Show the items of a saved filter."""

    name, waits, heading = "filters", True, N_("Saved filters")
    keys: ClassVar[tuple[str, ...]] = ("f",)
    text = CommandText(N_("Filters"), N_("Saved filters"), N_("Lists the filters that were saved, and shows one."))
    needs = N_("No filter is saved yet; {save-filter} saves what is searched for.")

    def available(self, screen: PlanBrowser) -> bool:
        return bool(saved_filters())

    async def run(self, screen: PlanBrowser) -> None:
        choices = [Choice(name, "", line(f"@{name}  {words}")) for name, words in saved_filters().items()]
        chosen = await screen.rcm.ask(ChooseDialog(_(self.heading), choices))
        if chosen is not None:
            self.take(screen, chosen)

    def take(self, screen: PlanBrowser, name: str) -> None:
        """Show the items of the filter."""
        screen.search_for(f"@{name}")


class ForgetFilter(PickFilter):
    """Remove a saved filter."""

    name, heading = "forget-filter", N_("Remove which filter?")
    keys: ClassVar[tuple[str, ...]] = ()
    text = CommandText(N_("Remove filter"), N_("Remove a saved filter"), N_("Removes a filter that was saved."))

    def take(self, screen: PlanBrowser, name: str) -> None:
        save_filter(name, "")
        screen.rcm.toast(_("Removed: @{name}").format(name=name))


LOOKS: Commands = (NextHit, PreviousHit, ChangeCase, GroupItems, SaveFilter, PickFilter, ForgetFilter)
