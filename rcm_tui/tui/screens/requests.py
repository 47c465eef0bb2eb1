"""The open requests: who was asked for what by when, and the answers recorded, by request or by country."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import getters
from textual.content import Content

from rcm_tui.i18n import N_, _
from rcm_tui.model.plan import Plan
from rcm_tui.reports.actor_page import OWES, actor_sections
from rcm_tui.reports.names import counted_from
from rcm_tui.reports.request_page import actor_page, request_page
from rcm_tui.reports.requests import Asked, ResponseState, by_actor, requests_of, waiting_of
from rcm_tui.tui.command import Command, Commands, CommandText, with_keys
from rcm_tui.tui.content import line, lines
from rcm_tui.tui.forms.commands import RecordAgreement
from rcm_tui.tui.forms.opening import open_answers, open_form
from rcm_tui.tui.list_detail import LeaveScreen, ListDetailScreen
from rcm_tui.tui.navigation import NAVIGATION
from rcm_tui.tui.screens.requests_view import by_country, by_request, legend
from rcm_tui.tui.widgets.blocks import Block, page_blocks
from rcm_tui.tui.widgets.header import Header
from rcm_tui.tui.widgets.row_list import Row


class ChangeGrouping(Command["RequestsScreen"]):
    """Change between requests and countries."""

    name, keys, footer = "requests-by", ("v", "b"), True
    text = CommandText(
        N_("By country"),
        N_("By request or by country"),
        N_("Changes between a line for each request and a line for each country."),
    )

    async def run(self, screen: RequestsScreen) -> None:
        screen.change_grouping()


class Answered(Command["RequestsScreen"]):
    """Open the form of the answers."""

    name, keys, footer = "asked-answers", ("w",), True
    text = CommandText(
        N_("Answers"), N_("Who has answered"), N_("Marks who has answered the request under the cursor.")
    )
    needs = N_("Put the cursor on a request.")

    def available(self, screen: RequestsScreen) -> bool:
        return screen.asked is not None

    async def run(self, screen: RequestsScreen) -> None:
        if screen.asked is not None:
            await open_answers(screen.rcm, screen.asked.owner, screen.asked.member)


class OpenRequestItem(Command["RequestsScreen"]):
    """Open the item, or the meeting of the agreement, that the request belongs to."""

    name, keys, footer = "open-asked", ("enter", "o"), True
    text = CommandText(
        N_("Open"),
        N_("Open the item or meeting"),
        N_("Goes to the item in the plan, or to the meeting, that the request belongs to."),
    )
    needs = N_("Put the cursor on a request.")

    def available(self, screen: RequestsScreen) -> bool:
        return screen.asked is not None

    async def run(self, screen: RequestsScreen) -> None:
        if screen.item_id:
            await screen.rcm.open_item(screen.item_id)
        elif screen.asked is not None:
            await screen.rcm.open("meetings", screen.asked.owner)


class EditAsked(Command["RequestsScreen"]):
    """Open the form of the actor under the cursor."""

    name, keys, footer = "edit-actor", ("e",), True
    text = CommandText(
        N_("Edit actor"), N_("Edit the actor"), N_("Edits the actor under the cursor: its names, its e-mail addresses.")
    )
    needs = N_("Put the cursor on a country or another actor, in the list by country.")

    def available(self, screen: RequestsScreen) -> bool:
        return screen.by_country and bool(screen.row_id)

    async def run(self, screen: RequestsScreen) -> None:
        await open_form(screen.rcm, "actor", screen.row_id)


class RequestsScreen(ListDetailScreen):
    """Silence is never shown as a failure: it is *not recorded*, unless the ledger is known to be complete."""

    NAME = "requests"
    SCREEN_COMMANDS: ClassVar[Commands] = (
        Answered,
        OpenRequestItem,
        ChangeGrouping,
        EditAsked,
        LeaveScreen,
        RecordAgreement,
        *NAVIGATION,
    )

    header = getters.query_one(Header)

    def __init__(self) -> None:
        super().__init__()
        self.by_country = False
        self.requests: tuple[Asked, ...] = ()
        self._read = False
        self._actors: dict[str, tuple[tuple[Asked, ResponseState], ...]] = {}

    def heading(self) -> str:
        return _("Requests by country") if self.by_country else _("Requests")

    @property
    def asked(self) -> Asked | None:
        """The request that the cursor is on, in the list or, by country, among the cards."""
        key = self.card_id if self.by_country else self.row_id
        return next((asked for asked in self.requests if asked.key == key), None)

    @property
    def item_id(self) -> str:
        plan, asked = self.rcm.plan, self.asked
        return asked.owner if asked is not None and plan is not None and plan.node(asked.owner) is not None else ""

    @property
    def entry_id(self) -> str:
        return self.asked.entry if self.asked is not None and self.item_id else ""

    def show_plan(self, plan: Plan) -> None:
        """Go through the plan in the background."""
        on = self.rcm.on
        self.rcm.reader.read("requests", lambda: waiting_of(requests_of(plan, on)), self._take)
        if not self._read:
            self.fill()

    def _take(self, requests: tuple[Asked, ...]) -> None:
        plan = self.rcm.plan
        assert plan is not None
        self.requests, self._actors, self._read = requests, by_actor(requests, plan), True
        self.fill()

    def rows(self, plan: Plan) -> Sequence[Row]:
        if not self.by_country:
            return list(by_request(self.requests))
        return list(by_country(plan, self.requests, self._actors, self.row_list.size.width - 3))

    def lead(self, plan: Plan) -> Content:
        counted = line(counted_from(self.rcm.day))
        return lines([legend(), counted]) if self.by_country else counted

    def blocks(self, plan: Plan, row_id: str) -> Sequence[Block]:
        if self.by_country:
            page = actor_page(plan, self.requests, row_id, self._actors.get(row_id, ()))
            others = (one for one in actor_sections(plan, row_id, self.rcm.on) if one.name != OWES)
            return list(page_blocks((*page, *others), plan))
        asked = next((one for one in self.requests if one.key == row_id), None)
        return list(page_blocks(request_page(plan, asked), plan)) if asked is not None else []

    def empty(self, plan: Plan) -> str:
        if not self._read:
            return _("Reading the requests…")
        return with_keys(
            _(
                "No answers are outstanding.\n\n"
                "A request is a calendar entry that asks somebody for input: add one in the plan with {entry}."
            )
        )

    def open_row(self, row_id: str) -> None:
        """Open the item; put the focus on the detail first where it is hidden or holds several requests."""
        if self.by_country or self.has_class("-narrow"):
            self.show_detail()
        else:
            self.rcm.run_in_background(self.action_command(OpenRequestItem.name))

    def change_grouping(self) -> None:
        """Change between a row for each request and a row for each country."""
        before = self.asked
        self.by_country = not self.by_country
        self.set_class(self.by_country, "-by-country")
        self.show_list()
        self.call_after_refresh(self._filled_anew, before)

    def _filled_anew(self, before: Asked | None) -> None:
        self.fill()
        self.header.refresh()
        if not self.by_country and before is not None:
            self.row_list.go_to(before.key)
        self.refresh_bindings()

    def on_resize(self) -> None:
        """Draw the grid only where there is room for it."""
        if self.by_country:
            self.call_after_refresh(self.fill)
