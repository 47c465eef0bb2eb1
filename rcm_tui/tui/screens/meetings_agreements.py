"""The commands on the agreements of a meeting."""

from __future__ import annotations

from functools import partial

from textual.content import Content

from rcm_tui.i18n import N_, _
from rcm_tui.model.meetings import Agreement, Decision
from rcm_tui.model.plan import Plan
from rcm_tui.model.states import AgreementStatus
from rcm_tui.reports.names import localized, text_of
from rcm_tui.reports.trace import links_of
from rcm_tui.tui.actions import withdraw_agreement
from rcm_tui.tui.command import Command, CommandText
from rcm_tui.tui.content import joined, line
from rcm_tui.tui.dialogs.ask import LineDialog
from rcm_tui.tui.dialogs.choose import Choice, ChooseDialog
from rcm_tui.tui.dialogs.items import ItemsDialog
from rcm_tui.tui.forms.opening import open_form
from rcm_tui.tui.screens.meetings_view import MeetingsBrowser
from rcm_tui.workflow import agreements


class OnAgreement(Command[MeetingsBrowser]):
    """A command on the agreement whose card has the focus."""

    needs = N_("Put the cursor on an agreement: → leads to those of the meeting.")

    def available(self, screen: MeetingsBrowser) -> bool:
        return screen.agreement is not None


def _items_now(plan: Plan, agreement: Decision) -> tuple[str, ...]:
    """Return the items that it led to, parts included, by their present ids."""
    items = (plan.resolve(link.item) for link in links_of(agreement))
    return tuple(dict.fromkeys(item for item in items if item is not None))


class OpenLedTo(OnAgreement):
    """Open the item that the agreement led to."""

    name, keys, footer, waits = "open-led-to", ("enter",), True, True
    text = CommandText(
        N_("Open"),
        N_("Open what it led to"),
        N_("Goes to the item that the agreement led to; asks which where there are several."),
    )
    needs = N_("Put the cursor on an agreement that is linked to items.")

    def available(self, screen: MeetingsBrowser) -> bool:
        plan, agreement = screen.rcm.plan, screen.agreement
        return plan is not None and agreement is not None and bool(_items_now(plan, agreement))

    async def run(self, screen: MeetingsBrowser) -> None:
        plan, agreement = screen.rcm.plan, screen.agreement
        if plan is None or agreement is None:
            return
        items = _items_now(plan, agreement)
        chosen: str | None = items[0]
        if len(items) > 1:
            choices = [Choice(item_id, "", _called(plan, item_id)) for item_id in items]
            chosen = await screen.rcm.ask(ChooseDialog(_("Open which item?"), choices))
        if chosen is not None:
            await screen.rcm.open_item(chosen)


def _called(plan: Plan, item_id: str) -> Content:
    node = plan.node(item_id)
    text = localized(text_of(node)) if node is not None else ""
    return joined(line(item_id, "$muted"), line(text), by="  ")


class PlaceAgreement(OnAgreement):
    """Say which items the agreement leads to."""

    name, keys, footer, waits = "place", ("p", "enter"), True, True
    text = CommandText(
        N_("Link"),
        N_("Link the agreement to items"),
        N_("Chooses the items that the agreement leads to, one or several, found by typing."),
    )

    async def run(self, screen: MeetingsBrowser) -> None:
        app, plan, agreement, meeting_id = screen.rcm, screen.rcm.plan, screen.agreement, screen.row_id
        if plan is None or agreement is None:
            return
        following = screen.next_to_place() if agreement.to_place else ""
        before = tuple(plan.resolve(link.target) or link.target for link in agreement.own_links)
        chosen = await app.ask(ItemsDialog(plan, _("Which items does it lead to?"), agreement.text, before))
        if chosen is None:
            return
        new = [item_id for item_id in chosen if item_id not in before]
        gone = [item_id for item_id in before if item_id not in chosen]
        record = partial(app.record, moves_cursor=True)
        if new:
            await record(lambda workspace: agreements.place(workspace, meeting_id, [agreement.id], new))
        if gone:
            await record(lambda workspace: agreements.unplace(workspace, meeting_id, [agreement.id], gone))
        if not new and not gone:
            app.toast(_("Nothing was changed."))
        elif following:
            screen.focus_agreement(following)


class NoItem(OnAgreement):
    """Say why the agreement leads to no item."""

    name, keys, footer, waits = "no-item", ("x",), True, True
    text = CommandText(
        N_("No item"),
        N_("Needs no item, because…"),
        N_("Some agreements need no work in the plan: a rule, a vote of thanks. Say so, and it no longer waits."),
    )

    async def run(self, screen: MeetingsBrowser) -> None:
        agreement, meeting_id = screen.agreement, screen.row_id
        if agreement is None:
            return
        following = screen.next_to_place() if agreement.to_place else ""
        dialog = LineDialog(
            _("Why is no item needed?"),
            localized(agreement.text),
            label=_("Reason"),
            placeholder=_("e.g. a standing rule, not a piece of work"),
            keys=_("Enter record · Esc cancel"),
        )
        why = await screen.rcm.ask(dialog)
        if why and await screen.rcm.record(
            lambda workspace: agreements.no_item(workspace, meeting_id, [agreement.id], why), moves_cursor=True
        ):
            screen.focus_agreement(following or agreement.id)


class Acknowledge(OnAgreement):
    """Mark the agreement as an acknowledgement, which leads to no item."""

    name, keys = "acknowledge", ("ctrl+k", "t")
    text = CommandText(
        N_("Thanks"),
        N_("Mark as acknowledgement or thanks"),
        N_("Marks the agreement as an acknowledgement, such as a vote of thanks: it leads to no item."),
    )
    needs = N_("Put the cursor on a whole agreement, not on a part.")

    def available(self, screen: MeetingsBrowser) -> bool:
        return isinstance(screen.agreement, Agreement)

    async def run(self, screen: MeetingsBrowser) -> None:
        agreement, meeting_id = screen.agreement, screen.row_id
        if agreement is not None:
            screen.rcm.record(lambda workspace: agreements.acknowledge(workspace, meeting_id, [agreement.id]))


class MakeHeading(OnAgreement):
    """Move a heading to the statements of the meeting."""

    name, keys = "heading", ("T",)
    text = CommandText(
        N_("Heading"),
        N_("It is a heading, not an agreement"),
        N_("Keeps a heading that was recorded as an agreement among the statements of the meeting instead."),
    )
    needs = N_("Put the cursor on a whole agreement, not on a part.")

    def available(self, screen: MeetingsBrowser) -> bool:
        return isinstance(screen.agreement, Agreement)

    async def run(self, screen: MeetingsBrowser) -> None:
        agreement, meeting_id = screen.agreement, screen.row_id
        if agreement is not None:
            screen.rcm.record(
                lambda workspace: agreements.make_heading(workspace, meeting_id, [agreement.id]), moves_cursor=True
            )


class EditAgreement(OnAgreement):
    """Edit the agreement in a form."""

    name, keys, footer = "edit-agreement", ("e",), True
    text = CommandText(
        N_("Edit"), N_("Edit the agreement"), N_("Changes the agreement's words, number or kind in a form.")
    )

    async def run(self, screen: MeetingsBrowser) -> None:
        found = screen.meeting.decision(screen.card_id) if screen.meeting is not None else None
        if found is not None:
            await open_form(screen.rcm, "agreement", screen.row_id, found[0].id)


class WithdrawAgreement(OnAgreement):
    """Withdraw the agreement, and offer to undo what it led to."""

    name, keys, footer, waits = "withdraw", ("X",), True, True
    text = CommandText(
        N_("Withdraw"),
        N_("Withdraw the agreement"),
        N_("Marks the agreement as withdrawn but keeps its words; offers to undo what it led to."),
    )
    needs = N_("Put the cursor on an agreement that is not withdrawn.")

    def available(self, screen: MeetingsBrowser) -> bool:
        return screen.agreement is not None and screen.agreement.status is not AgreementStatus.WITHDRAWN

    async def run(self, screen: MeetingsBrowser) -> None:
        if screen.agreement is not None:
            await withdraw_agreement(screen.rcm, screen.row_id, screen.agreement)
