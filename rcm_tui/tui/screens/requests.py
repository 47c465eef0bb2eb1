"""The open requests: who was asked for what by when, and the answers recorded, by request or by country."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import getters
from textual.content import Content

from rcm_tui.i18n import N_, _
from rcm_tui.model.plan import Plan
from rcm_tui.reports.actor_page import OWES, actor_sections
from rcm_tui.reports.names import counted_from, localized
from rcm_tui.reports.request_page import actor_page, request_page
from rcm_tui.reports.requests import Asked, ResponseState, by_actor
from rcm_tui.tui.command import Command, Commands, CommandText, with_keys
from rcm_tui.tui.content import joined, line, lines
from rcm_tui.tui.forms.commands import RecordAgreement
from rcm_tui.tui.forms.opening import open_answers, open_form
from rcm_tui.tui.list_detail import LeaveScreen, ListDetailScreen
from rcm_tui.tui.navigation import NAVIGATION
from rcm_tui.tui.screens.requests_view import by_actors, by_country, by_request, legend
from rcm_tui.tui.widgets.blocks import Block, page_blocks
from rcm_tui.tui.widgets.header import Header
from rcm_tui.tui.widgets.row_list import Row
from rcm_tui.workflow.counting import ALL_COUNTRIES, ALL_REQUESTS, COUNTRIES, LARGE, REQUESTS
from rcm_tui.workflow.listed import OfActor, Requests
from rcm_tui.workflow.requests import answer


class ChangeGrouping(Command["RequestsScreen"]):
    """Change between requests and countries."""

    name, keys, footer = "requests-by", ("v", "b"), True
    text = CommandText(
        N_("View"),
        N_("By request or by country"),
        N_("Changes between a line for each request and a line for each country."),
    )

    async def run(self, screen: RequestsScreen) -> None:
        screen.change_grouping()


class NextRequest(Command["RequestsScreen"]):
    """Go to the next column of the grid."""

    name, keys, priority, palette, step = "next-request", ("right", "l"), True, False, 1
    text = CommandText(N_("Next column"), N_("Next column"), N_("Goes to the next request of the grid."))
    needs = N_("Only in the grid by country.")

    def available(self, screen: RequestsScreen) -> bool:
        return screen.is_grid and screen.focused is screen.row_list

    async def run(self, screen: RequestsScreen) -> None:
        screen.go_along(self.step)


class PreviousRequest(NextRequest):
    """Go to the column before."""

    name, keys, step = "previous-request", ("left", "h"), -1
    text = CommandText(N_("Previous column"), N_("Previous column"), N_("Goes to the request before, in the grid."))


class AnswerHere(Command["RequestsScreen"]):
    """Record an answer in the cell under the cursor."""

    name, keys, footer = "answer-here", ("space",), True
    text = CommandText(
        N_("Answered"),
        N_("Answered"),
        N_("Records that the country under the cursor has answered the request of the column, on the day shown."),
    )
    needs = N_("Only in the grid by country, where an answer is awaited and none is recorded.")

    def available(self, screen: RequestsScreen) -> bool:
        return screen.is_grid and screen.focused is screen.row_list and screen.is_awaited

    async def run(self, screen: RequestsScreen) -> None:
        asked, actor = screen.asked, screen.row_id
        if asked is not None:
            screen.rcm.record(lambda workspace: answer(workspace, asked.owner, asked.member, [actor]))


class ShowSettled(Command["RequestsScreen"]):
    """Show the requests that nobody has to answer any more, or hide them again."""

    name, keys = "show-settled", ("ctrl+a",)
    text = CommandText(
        N_("Settled"),
        N_("Settled requests too, or only those awaiting answers"),
        N_("Shows or hides the requests that are answered, closed or archived."),
    )

    async def run(self, screen: RequestsScreen) -> None:
        screen.with_settled = not screen.with_settled
        if screen.rcm.plan is not None:
            screen.show_plan(screen.rcm.plan)


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
            actor = screen.row_id if screen.by_country else ""
            await open_answers(screen.rcm, screen.asked.owner, screen.asked.member, actor)


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
        AnswerHere,
        Answered,
        OpenRequestItem,
        NextRequest,
        PreviousRequest,
        ChangeGrouping,
        ShowSettled,
        EditAsked,
        LeaveScreen,
        RecordAgreement,
        *NAVIGATION,
    )

    header = getters.query_one(Header)

    def __init__(self) -> None:
        super().__init__()
        self.by_country = False
        self.with_settled = False
        self._found = Requests()
        self._at = 0
        """The position among them of the request that was looked at last."""
        self._read = False
        self._actors: dict[str, tuple[tuple[Asked, ResponseState], ...]] = {}
        self._counted: Mapping[str, OfActor] | None = None
        """The actors of a large plan, when they were counted."""
        self._column = ""
        """The request of the column that the cursor is on, by its key."""

    def heading(self) -> str:
        return _("Requests by country") if self.by_country else _("Requests")

    @property
    def requests(self) -> Sequence[Asked]:
        """The requests that are listed."""
        return self._found.requests

    @property
    def asked(self) -> Asked | None:
        """The request that the cursor is on, in the list or, by country, among the cards."""
        return self._request(self.row_id if not self.by_country else self.card_id or self._column)

    def _request(self, key: str) -> Asked | None:
        keys = self._found.keys
        if key and keys[self._at : self._at + 1] != (key,):  # A key that is pressed asks several times for the same.
            self._at = keys.index(key) if key in keys else len(keys)
        return self.requests[self._at] if key and self._at < len(keys) else None

    @property
    def is_grid(self) -> bool:
        """Whether there are columns, with a cursor."""
        return self.by_country and bool(self._column)

    @property
    def is_awaited(self) -> bool:
        """Whether the cell under the cursor is that of somebody who was asked and of whom no answer is recorded."""
        standings = {asked.key: response for asked, response in self._actors.get(self.row_id, ())}
        return self._column in standings and not standings[self._column].has_answered

    def go_along(self, step: int) -> None:
        """Move the cursor to another column; past the last one, to what is shown beside the grid."""
        keys = self._found.keys
        at = keys.index(self._column) + step
        if at == len(keys):
            self.show_detail()
        elif at >= 0:
            self._column = keys[at]
            self.fill()
            self.row_list.refresh()
            self.refresh_bindings()

    @property
    def item_id(self) -> str:
        plan, asked = self.rcm.plan, self.asked
        return asked.owner if asked is not None and plan is not None and plan.node(asked.owner) is not None else ""

    @property
    def entry_id(self) -> str:
        return self.asked.entry if self.asked is not None and self.item_id else ""

    def show_plan(self, plan: Plan) -> None:
        """Go through the plan in the background."""
        self.rcm.reader.count(ALL_REQUESTS if self.with_settled else REQUESTS, self._take)
        if not self._read:
            self.fill()

    def retranslate(self) -> None:
        """Count what is said of the actors of a large plan in another language."""
        self._group()
        self.fill()

    def _take(self, found: Requests) -> None:
        self._found, self._read = found, True
        self._group()
        self.fill()

    def _group(self) -> None:
        """Find the requests of each actor, where they are shown; of a large plan, another process does."""
        plan = self.rcm.plan
        self._actors = {}
        if self.by_country and plan is not None and len(plan.items) < LARGE:
            self._counted, self._actors = None, by_actor(self.requests, plan)
        elif self.by_country:
            self.rcm.reader.count(ALL_COUNTRIES if self.with_settled else COUNTRIES, self._take_counted)

    def _take_counted(self, found: Sequence[OfActor]) -> None:
        self._counted = {each.code: each for each in found}
        self.fill()

    def rows(self, plan: Plan) -> Sequence[Row]:
        if not self.by_country:
            return by_request(plan, self._found)
        if len(plan.items) >= LARGE:
            self._column = ""
            return list(by_actors(plan, list(self._counted.values()))) if self._counted is not None else []
        if not self.requests:
            return []
        rows = list(by_country(plan, self.requests, self._actors, self._grid_width, self._cell))
        keys = self._found.keys
        if rows[0].id:  # there is no room for columns
            self._column = ""
        elif self._column not in keys:
            self._column = keys[0]
        return rows

    @property
    def _grid_width(self) -> int:
        return self.row_list.size.width - 3

    def _cell(self) -> tuple[str, str]:
        return self.row_id, self._column

    def lead(self, plan: Plan) -> Content:
        counted, asked = line(counted_from(self.rcm.day)), self.asked
        if not self.by_country:
            return counted
        if not self.is_grid or asked is None:
            return lines([legend(), counted])
        number, room = self._found.keys.index(asked.key) + 1, self._grid_width
        about = joined(
            line(str(number), "bold $accent"),
            line(plan.printed_name(asked.owner), "bold"),
            line(localized(asked.text)),
            by="  ",
        )
        return lines([legend(), counted, about.truncate(room - 2, ellipsis=True)])

    def blocks(self, plan: Plan, row_id: str) -> Sequence[Block]:
        if self.by_country and self._counted is not None:
            return list(page_blocks(self._counted[row_id].page(), plan)) if row_id in self._counted else []
        if self.by_country:
            numbers = {key: number for number, key in enumerate(self._found.keys, 1)}
            page = actor_page(plan, numbers, row_id, self._actors.get(row_id, ()))
            others = (section for section in actor_sections(plan, row_id, self.rcm.on) if section.name != OWES)
            return list(page_blocks((*page, *others), plan))
        asked = self._request(row_id)
        return list(page_blocks(request_page(plan, asked), plan)) if asked is not None else []

    def empty(self, plan: Plan) -> str:
        if not self._read or (self.by_country and self.requests):
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
        self._group()
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
