"""What is done with meetings: put down, opened, corrected, closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcm_tui.i18n import _
from rcm_tui.model.items import MeetingStatus
from rcm_tui.tui.commands import Command, Commands, Words
from rcm_tui.tui.names import meeting_name

if TYPE_CHECKING:
    from rcm_tui.tui.meetings.screen import MeetingsScreen
    from rcm_tui.workflow.change import Change, Recorded
    from rcm_tui.workflow.workspace import Workspace


class NewMeeting(Command["MeetingsScreen"]):
    """Put a meeting down."""

    name, keys, footer = "new-meeting", ("n",), True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(_("New"), _("New meeting"), _("Puts a meeting in the register, planned or open at once."))

    async def run(self, screen: MeetingsScreen) -> None:
        """Open an empty form; the cursor then goes to the meeting."""
        from rcm_tui.tui.meetings.form import meeting_form

        form = await meeting_form(screen.rcm)
        if form is None:
            return

        def recorded(done: Recorded | None) -> None:
            if done is not None and done.new_id:
                new_id = done.new_id
                screen.call_after_refresh(lambda: screen.roll.go_to(new_id))

        await screen.app.push_screen(form, recorded)


class EditMeeting(Command["MeetingsScreen"]):
    """Dates, place, presidency."""

    name, keys, footer = "edit-meeting", ("e",), True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(_("Edit"), _("Edit the meeting"), _("Changes the meeting's dates, place, ordinal or presidency."))

    def available(self, screen: MeetingsScreen) -> bool:
        """On a meeting, not on one of its agreements."""
        return screen.meeting is not None and screen.agreement is None

    async def run(self, screen: MeetingsScreen) -> None:
        """Open the form."""
        from rcm_tui.tui.meetings.form import meeting_form

        form = await meeting_form(screen.rcm, screen.row_id)
        if form is not None:
            await screen.app.push_screen(form)


class OpenMeeting(Command["MeetingsScreen"]):
    """What is recorded from now on belongs to it."""

    name, keys, footer = "open-meeting", ("o",), True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("Open"),
            _("Open the meeting"),
            _("Opens a planned meeting: what is recorded from then on belongs to it, until it is closed."),
        )

    def available(self, screen: MeetingsScreen) -> bool:
        """On a planned meeting."""
        return screen.meeting is not None and screen.meeting.status is MeetingStatus.PLANNED

    async def run(self, screen: MeetingsScreen) -> None:
        """Record it; it can be undone."""
        plan, meeting_id = screen.rcm.plan, screen.row_id

        def build(workspace: Workspace) -> Change:
            from rcm_tui.workflow import meetings

            return meetings.open_meeting(workspace, meeting_id)

        if plan is not None:
            said = _("{meeting} is open.").format(meeting=meeting_name(plan, meeting_id))
            screen.rcm.record(build, said=lambda _recorded: said)


class CloseMeeting(Command["MeetingsScreen"]):
    """Closing makes the edition."""

    name, keys, footer, waits = "close-meeting", ("C",), True, True

    def words(self) -> Words:
        """Said in the language in use."""
        return Words(
            _("Close"),
            _("Close the meeting"),
            _("Says what is left to do, asks, and closes the meeting, which makes the edition of the plan."),
        )

    def available(self, screen: MeetingsScreen) -> bool:
        """On an open meeting."""
        return screen.meeting is not None and screen.meeting.status is MeetingStatus.OPEN

    async def run(self, screen: MeetingsScreen) -> None:
        """First what is left, then the question, with the safe answer as default."""
        from rcm_tui.tui.dialogs.ask import Ask
        from rcm_tui.workflow import meetings

        app, meeting_id = screen.rcm, screen.row_id
        if app.plan is None:
            return
        name = meeting_name(app.plan, meeting_id)
        left = await app.workspace_thread.run(lambda: meetings.left_to_do(app.workspace, meeting_id))
        ask = Ask(_("Close {meeting}?").format(meeting=name), _question(left), yes=_("Close it"), no=_("Leave it open"))
        if not await app.ask(ask):
            return
        said = _("{meeting} is closed. The plan as it stands now is its edition: the tag meeting/{id}.")
        recorded = await app.record(
            lambda workspace: meetings.close(workspace, meeting_id),
            said=lambda _recorded: _("{meeting} is closed.").format(meeting=name),
        )
        if recorded is not None:
            from rcm_tui.tui.dialogs.tell import Tell

            app.push_screen(Tell(_("Meeting closed"), said.format(meeting=name, id=meeting_id), trouble=False))


def _question(left: tuple[str, ...]) -> str:
    what = _(
        "Closing makes the edition of the plan, a tag. A closed meeting is not opened again; "
        "as long as it is not shared, closing can be undone."
    )
    if not left:
        return _("Nothing is left to do.\n\n{what}").format(what=what)
    listed = "\n".join(f"· {sentence}" for sentence in left)
    return _("Left to do:\n{list}\n\n{what}").format(list=listed, what=what)


MEETING_COMMANDS: Commands = (OpenMeeting, CloseMeeting, EditMeeting)
