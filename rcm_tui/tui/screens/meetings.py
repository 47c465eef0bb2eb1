"""The meetings screen, and its commands on meetings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rcm_tui.i18n import N_, _
from rcm_tui.model.states import MeetingStatus
from rcm_tui.reports.names import meeting_name
from rcm_tui.tui.closing import close_meeting
from rcm_tui.tui.command import Command, Commands, CommandText
from rcm_tui.tui.content import line
from rcm_tui.tui.dialogs.choose import Choice, ChooseDialog
from rcm_tui.tui.forms.commands import RecordAgreement
from rcm_tui.tui.forms.opening import open_form
from rcm_tui.tui.list_detail import LeaveScreen
from rcm_tui.tui.navigation import NAVIGATION
from rcm_tui.tui.screens.meetings_agreements import (
    Acknowledge,
    EditAgreement,
    MakeHeading,
    NoItem,
    OpenLedTo,
    PlaceAgreement,
    WithdrawAgreement,
)
from rcm_tui.tui.screens.meetings_blocks import CHANGES
from rcm_tui.tui.screens.meetings_view import MeetingsBrowser
from rcm_tui.workflow import meetings
from rcm_tui.workflow.review import Asked, Which

if TYPE_CHECKING:
    from rcm_tui.workflow.change import Recorded


class NewMeeting(Command[MeetingsBrowser]):
    """Add a meeting to the register; the cursor then goes to it."""

    name, keys, footer = "new-meeting", ("plus", "n"), True
    text = CommandText(N_("New"), N_("New meeting"), N_("Adds a meeting to the register, planned or already open."))

    async def run(self, screen: MeetingsBrowser) -> None:
        def recorded(done: Recorded | None) -> None:
            if done is not None and done.new_id:
                screen.move_when_drawn(partial(screen.row_list.go_to, done.new_id))

        await open_form(screen.rcm, "meeting", then=recorded)


class EditMeeting(Command[MeetingsBrowser]):
    """Edit the meeting in a form."""

    name, keys, footer = "edit-meeting", ("e",), True
    text = CommandText(
        N_("Edit"), N_("Edit the meeting"), N_("Changes the meeting's dates, place, ordinal or presidency.")
    )
    needs = N_("Put the cursor on a meeting in the list.")

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
    needs = N_("Only a planned meeting can be opened.")

    def available(self, screen: MeetingsBrowser) -> bool:
        return screen.meeting is not None and screen.meeting.status is MeetingStatus.PLANNED

    async def run(self, screen: MeetingsBrowser) -> None:
        app, meeting_id = screen.rcm, screen.row_id
        if app.plan is None:
            return
        message = _("{meeting} is open.").format(meeting=meeting_name(app.plan, meeting_id))
        opened = await app.record(
            lambda workspace: meetings.open_meeting(workspace, meeting_id), describe=lambda _recorded: message
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
    needs = N_("Only an open meeting can be closed.")

    def available(self, screen: MeetingsBrowser) -> bool:
        return screen.meeting is not None and screen.meeting.status is MeetingStatus.OPEN

    async def run(self, screen: MeetingsBrowser) -> None:
        await close_meeting(screen.rcm, screen.row_id)


class AdoptEdition(Command[MeetingsBrowser]):
    """Note which later meeting adopted the plan as this one left it."""

    name, keys, waits = "adopt-edition", ("ctrl+a", "D"), True
    text = CommandText(
        N_("Adopted"),
        N_("Adopted by a later meeting"),
        N_("Notes which later meeting adopted the edition of this one; its publications then say so."),
    )
    needs = N_("Only for a meeting whose edition no later meeting has adopted.")

    def available(self, screen: MeetingsBrowser) -> bool:
        plan = screen.rcm.plan
        return plan is not None and any(
            meeting.id == screen.row_id and not meeting.adopted for meeting in plan.editions()
        )

    async def run(self, screen: MeetingsBrowser) -> None:
        app, plan, meeting_id = screen.rcm, screen.rcm.plan, screen.row_id
        later = meetings.may_adopt(plan, meeting_id) if plan is not None else []
        choices = [Choice(meeting, "", line(meeting_name(plan, meeting))) for meeting in later if plan is not None]
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
    needs = N_("Nothing has changed at this meeting.")

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
    needs = N_("Put the cursor on a meeting.")

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
