"""What is done among the requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcm_tui.i18n import _
from rcm_tui.tui.commands import Command, Words
from rcm_tui.tui.places import open_item

if TYPE_CHECKING:
    from rcm_tui.tui.requests.screen import RequestsScreen


class OtherWay(Command["RequestsScreen"]):
    """By request or by country."""

    name, keys, footer = "requests-by", ("b",), True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("By country"),
            _("By request or by country"),
            _("Changes between a line for each request and a line for each country."),
        )

    async def run(self, screen: RequestsScreen) -> None:
        """Change over."""
        screen.change_way()


class Answered(Command["RequestsScreen"]):
    """The ledger."""

    name, keys, footer = "asked-answers", ("w",), True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(_("Answers"), _("Who has answered"), _("Marks who has answered the request under the cursor."))

    def available(self, screen: RequestsScreen) -> bool:
        """On a request of an item."""
        return bool(screen.item_id)

    async def run(self, screen: RequestsScreen) -> None:
        """Open the ledger."""
        from rcm_tui.tui.forms.doors import open_answers

        await open_answers(screen, screen.item_id, screen.entry_id)


class OpenAsked(Command["RequestsScreen"]):
    """The item that asks."""

    name, keys, footer = "open-asked", ("enter", "o"), True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(_("Open"), _("Open the item"), _("Goes to the item in the plan that the request belongs to."))

    def available(self, screen: RequestsScreen) -> bool:
        """Where a request of an item is under the cursor."""
        return bool(screen.item_id)

    async def run(self, screen: RequestsScreen) -> None:
        """Go there."""
        await open_item(screen, screen.item_id)
