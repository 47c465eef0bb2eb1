"""The commands of the meetings screen: on meetings, and on the agreements of a meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from rcm_tui.history.editions import ref_of
from rcm_tui.i18n import N_, _
from rcm_tui.model.meetings import Agreement, Decision
from rcm_tui.model.plan import Plan
from rcm_tui.model.states import AgreementStatus, MeetingStatus
from rcm_tui.reports.meeting_page import closed_words
from rcm_tui.reports.names import localized, meeting_name, text_of
from rcm_tui.reports.trace import links_of
from rcm_tui.tui.actions import withdraw_agreement
from rcm_tui.tui.command import Command, Commands, CommandText
from rcm_tui.tui.content import joined, line
from rcm_tui.tui.dialogs.ask import ConfirmDialog, LineDialog, MessageDialog
from rcm_tui.tui.dialogs.choose import Choice, ChooseDialog
from rcm_tui.tui.dialogs.items import ItemsDialog
from rcm_tui.tui.forms.commands import RecordAgreement
from rcm_tui.tui.forms.opening import open_form
from rcm_tui.tui.list_detail import LeaveScreen
from rcm_tui.tui.navigation import NAVIGATION
from rcm_tui.tui.screens.meetings_blocks import CHANGES
from rcm_tui.tui.screens.meetings_view import MeetingsBrowser
from rcm_tui.workflow import agreements, meetings
from rcm_tui.workflow.attribution import RecordOptions
from rcm_tui.workflow.checklist import left_to_do
from rcm_tui.workflow.review import Asked, Which

if TYPE_CHECKING:
    from rcm_tui.workflow.change import Confirmation, Recorded
    from rcm_tui.workflow.workspace import Workspace


class OnAgreement(Command[MeetingsBrowser]):
    """A command on the agreement whose card has the focus."""

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
            choices = [Choice(one, "", _called(plan, one)) for one in items]
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
        new = [one for one in chosen if one not in before]
        gone = [one for one in before if one not in chosen]
        if new:
            await app.record(lambda workspace: agreements.place(workspace, meeting_id, [agreement.id], new))
        if gone:
            await app.record(lambda workspace: agreements.unplace(workspace, meeting_id, [agreement.id], gone))
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
            lambda workspace: agreements.no_item(workspace, meeting_id, [agreement.id], why)
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
        N_("It is a heading, no agreement"),
        N_("Keeps a heading that was recorded as an agreement among the statements of the meeting instead."),
    )

    def available(self, screen: MeetingsBrowser) -> bool:
        return isinstance(screen.agreement, Agreement)

    async def run(self, screen: MeetingsBrowser) -> None:
        agreement, meeting_id = screen.agreement, screen.row_id
        if agreement is not None:
            screen.rcm.record(lambda workspace: agreements.make_heading(workspace, meeting_id, [agreement.id]))


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

    def available(self, screen: MeetingsBrowser) -> bool:
        return screen.agreement is not None and screen.agreement.status is not AgreementStatus.WITHDRAWN

    async def run(self, screen: MeetingsBrowser) -> None:
        if screen.agreement is not None:
            await withdraw_agreement(screen.rcm, screen.row_id, screen.agreement)


class NewMeeting(Command[MeetingsBrowser]):
    """Add a meeting to the register; the cursor then goes to it."""

    name, keys, footer = "new-meeting", ("plus", "n"), True
    text = CommandText(N_("New"), N_("New meeting"), N_("Adds a meeting to the register, planned or already open."))

    async def run(self, screen: MeetingsBrowser) -> None:
        def recorded(done: Recorded | None) -> None:
            if done is not None and done.new_id:
                screen.call_after_refresh(screen.row_list.go_to, done.new_id)

        await open_form(screen.rcm, "meeting", then=recorded)


class EditMeeting(Command[MeetingsBrowser]):
    """Edit the meeting in a form."""

    name, keys, footer = "edit-meeting", ("e",), True
    text = CommandText(
        N_("Edit"), N_("Edit the meeting"), N_("Changes the meeting's dates, place, ordinal or presidency.")
    )

    def available(self, screen: MeetingsBrowser) -> bool:
        return screen.meeting is not None and screen.agreement is None

    async def run(self, screen: MeetingsBrowser) -> None:
        await open_form(screen.rcm, "meeting", screen.row_id)


class OpenMeeting(Command[MeetingsBrowser]):
    """Open a planned meeting: records belong to it from then on."""

    name, keys, footer, waits = "open-meeting", ("C", "o"), True, True
    text = CommandText(
        N_("Open"),
        N_("Open the meeting"),
        N_(
            "Opens a planned meeting and meeting mode: what is recorded from then on belongs to it, until it is closed."
        ),
    )

    def available(self, screen: MeetingsBrowser) -> bool:
        return screen.meeting is not None and screen.meeting.status is MeetingStatus.PLANNED

    async def run(self, screen: MeetingsBrowser) -> None:
        app, meeting_id = screen.rcm, screen.row_id
        if app.plan is None:
            return
        said = _("{meeting} is open.").format(meeting=meeting_name(app.plan, meeting_id))
        opened = await app.record(
            lambda workspace: meetings.open_meeting(workspace, meeting_id), said=lambda _recorded: said
        )
        if opened is not None and screen.is_current:
            await app.open("meeting-mode", meeting_id, over=True)


class CloseMeeting(Command[MeetingsBrowser]):
    """Close the meeting, which makes the edition, after saying what is left to do."""

    name, keys, footer, waits = "close-meeting", ("C",), True, True
    text = CommandText(
        N_("Close"),
        N_("Close the meeting"),
        N_("Says what is left to do, asks, and closes the meeting, which makes the edition of the plan."),
    )

    def available(self, screen: MeetingsBrowser) -> bool:
        return screen.meeting is not None and screen.meeting.status is MeetingStatus.OPEN

    async def run(self, screen: MeetingsBrowser) -> None:
        app, meeting_id = screen.rcm, screen.row_id
        if app.plan is None:
            return
        left, asked = await app.workspace_thread.run(lambda workspace: _before_closing(workspace, meeting_id))
        ask = ConfirmDialog(asked.heading, _question(left, asked.question), yes=_("Close meeting"), no=_("Keep open"))
        if not await app.ask(ask):
            return
        said = _("{meeting} is closed.").format(meeting=meeting_name(app.plan, meeting_id))
        recorded = await app.record(
            lambda workspace: meetings.close(workspace, meeting_id),
            RecordOptions(confirmed=True),
            said=lambda _recorded: said,
        )
        if recorded is not None:
            tag = ref_of(recorded.after.git, meeting_id).removeprefix("refs/tags/")
            message = closed_words(recorded.plan, recorded.plan.meetings[meeting_id], tag)
            app.push_screen(MessageDialog(_("Meeting closed"), message, is_error=False))


def _before_closing(workspace: Workspace, meeting_id: str) -> tuple[tuple[str, ...], Confirmation]:
    """Return what is left to do at a meeting, and the question of its closing."""
    asked = meetings.close(workspace, meeting_id).confirm
    assert asked is not None
    return left_to_do(workspace, meeting_id), asked


def _question(left: tuple[str, ...], what: str) -> str:
    if not left:
        return _("Nothing is left to do.\n\n{what}").format(what=what)
    listed = "\n".join(f"· {sentence}" for sentence in left)
    return _("Left to do:\n{list}\n\n{what}").format(list=listed, what=what)


class AdoptEdition(Command[MeetingsBrowser]):
    """Note which later meeting adopted the plan as this one left it."""

    name, keys, waits = "adopt-edition", ("ctrl+a", "D"), True
    text = CommandText(
        N_("Adopted"),
        N_("Adopted by a later meeting"),
        N_("Notes which later meeting adopted the edition of this one; its publications then say so."),
    )

    def available(self, screen: MeetingsBrowser) -> bool:
        plan = screen.rcm.plan
        return plan is not None and any(one.id == screen.row_id and not one.adopted for one in plan.editions())

    async def run(self, screen: MeetingsBrowser) -> None:
        app, plan, meeting_id = screen.rcm, screen.rcm.plan, screen.row_id
        later = meetings.may_adopt(plan, meeting_id) if plan is not None else []
        choices = [Choice(one, "", line(meeting_name(plan, one))) for one in later if plan is not None]
        by = await app.ask(ChooseDialog(_("Which meeting adopted it?"), choices)) if later else None
        if by is not None:
            await app.record(lambda workspace: meetings.adopt(workspace, meeting_id, by))
        elif not later:
            app.toast(_("There is no later meeting in the register."))


class ShowChanges(Command[MeetingsBrowser]):
    """Show what the meeting changed; Enter does so on the card of its changes only."""

    name, keys, footer = "meeting-changes", ("d", "enter"), True
    text = CommandText(
        N_("Changes"),
        N_("Changes of this meeting"),
        N_("Shows what the meeting changed, each item before and after."),
    )

    def available(self, screen: MeetingsBrowser) -> bool:
        return screen.has_changes and screen.card_id in ("", CHANGES)

    async def run(self, screen: MeetingsBrowser) -> None:
        await screen.rcm.open("changes", Asked(Which.MEETING, screen.row_id))


class ShowMinutes(Command[MeetingsBrowser]):
    """Show the minutes over the meetings."""

    name, keys, footer = "minutes", ("f5", "M"), True
    text = CommandText(
        N_("Minutes"),
        N_("Minutes of the meeting"),
        N_("What the meeting agreed, where that led, and what it changed, in sentences to copy or write out."),
    )

    def available(self, screen: MeetingsBrowser) -> bool:
        return screen.meeting is not None

    async def run(self, screen: MeetingsBrowser) -> None:
        await screen.rcm.open("minutes", screen.row_id, over=True)


class MeetingsScreen(MeetingsBrowser):
    """The register of meetings with its commands; those of an agreement come first, while its card has the focus."""

    NAME = "meetings"
    SCREEN_COMMANDS: ClassVar[Commands] = (
        OpenLedTo,
        PlaceAgreement,
        NoItem,
        Acknowledge,
        MakeHeading,
        EditAgreement,
        ShowChanges,
        OpenMeeting,
        CloseMeeting,
        AdoptEdition,
        EditMeeting,
        ShowMinutes,
        LeaveScreen,
        WithdrawAgreement,
        NewMeeting,
        RecordAgreement,
        *NAVIGATION,
    )
