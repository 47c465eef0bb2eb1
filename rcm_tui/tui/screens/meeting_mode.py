"""The commands of meeting mode. Letters are text here, so that every key is a function key or held with Ctrl."""

from __future__ import annotations

from typing import ClassVar

from rcm_tui.i18n import N_, _
from rcm_tui.model.states import AgreementKind, MeetingStatus
from rcm_tui.tui.actions import record_undo, withdraw_agreement
from rcm_tui.tui.closing import close_meeting
from rcm_tui.tui.command import Command, Commands, CommandText, refusal
from rcm_tui.tui.forms.chosen import ActorDialog
from rcm_tui.tui.screens.meeting_mode_actions import MeetingModeActions

_KINDS = tuple(AgreementKind)


class InMeetingMode(Command[MeetingModeActions]):
    """A command whose keys come before those of the box."""

    priority = True


class OnAgreement(InMeetingMode):
    """A command on the agreement under the cursor of the list."""

    needs = N_("There is no agreement yet: type it, then {save-agreement}.")

    def available(self, screen: MeetingModeActions) -> bool:
        return screen.agreement is not None and not screen.correcting


class SaveAgreement(InMeetingMode):
    """Record what is in the box, and begin the next."""

    name, keys, footer = "save-agreement", ("ctrl+s",), True
    text = CommandText(
        N_("Save"),
        N_("Save the agreement and begin the next"),
        N_("Records what is in the box; a text with numbers becomes several agreements, one with letters has parts."),
    )

    async def run(self, screen: MeetingModeActions) -> None:
        if screen.correcting:
            screen.save_correction()
        elif not screen.box.text.strip():
            screen.rcm.toast(_("Type what was agreed, then save it."))
        else:
            screen.save()


class LinkItem(InMeetingMode):
    """Link the agreement to the item at the right, or unlink it from that."""

    name, keys, footer = "link-item", ("ctrl+l",), True
    text = CommandText(
        N_("Link"),
        N_("Link to the item at the right"),
        N_("Links the agreement to the item at the right, or unlinks it; what is in the box is saved with the link."),
    )
    needs = N_(
        "There is no item at the right. Find one with {other-pane} and a few letters, or choose one with {next-item}."
    )

    def available(self, screen: MeetingModeActions) -> bool:
        can_be = not screen.is_several if screen.is_typing else screen.agreement is not None
        return bool(screen.item_id) and not screen.correcting and can_be

    async def run(self, screen: MeetingModeActions) -> None:
        await screen.filter.finish()
        item_id = screen.item_id
        if not item_id:
            screen.rcm.toast(refusal(self))
            return
        if screen.is_typing:
            screen.save(item_id)
        else:
            screen.link(item_id)
        screen.return_to_box()


class OtherPane(InMeetingMode):
    """Go to the plan, to the agreements, or back to the box."""

    name, keys, footer, palette = "other-pane", ("tab",), True, False
    text = CommandText(N_("Pane"), N_("Other pane"), N_("From the box to the plan, then to the agreements."))

    async def run(self, screen: MeetingModeActions) -> None:
        order = (screen.box, screen.filter, screen.agreements)
        at = next((place for place, view in enumerate(order) if view is screen.focused), -1)
        screen.set_focus(order[(at + 1) % len(order)])


class NextItem(InMeetingMode):
    """Choose the next item at the right."""

    name, keys, palette = "next-item", ("ctrl+down",), False
    step: ClassVar[int] = 1
    text = CommandText(
        N_("Next item"), N_("Next item of the plan"), N_("Goes down in the plan; the box keeps the focus.")
    )

    async def run(self, screen: MeetingModeActions) -> None:
        screen.choose_item(self.step)


class PreviousItem(NextItem):
    """Choose the item before."""

    name, keys, step = "previous-item", ("ctrl+up",), -1
    text = CommandText(N_("Item before"), N_("Item before"), N_("Goes up in the plan; the box keeps the focus."))


class ShowTheMinutes(InMeetingMode):
    """Show the minutes as they will read."""

    name, keys, footer = "minutes-so-far", ("f5",), True
    text = CommandText(
        N_("Minutes"), N_("Minutes as they will read"), N_("Shows the minutes of the meeting as they are by now.")
    )

    async def run(self, screen: MeetingModeActions) -> None:
        await screen.rcm.open("minutes", screen.meeting_id, over=True)


class CorrectAgreement(OnAgreement):
    """Correct the words of an agreement in the box."""

    name, keys, footer, waits = "correct-agreement", ("f4",), True, True
    text = CommandText(
        N_("Correct"),
        N_("Correct the agreement"),
        N_(
            "Puts the agreement under the cursor, by default the last one, into the box; "
            "{save-agreement} saves the correction."
        ),
    )

    def available(self, screen: MeetingModeActions) -> bool:
        return super().available(screen) and not screen.box.text.strip()

    async def run(self, screen: MeetingModeActions) -> None:
        await screen.correct()


class MakeSomething(InMeetingMode):
    """Make an activity or a calendar entry out of the agreement, or say that it needs none."""

    name, keys, footer, waits = "make-of-agreement", ("f6",), True, True
    text = CommandText(
        N_("Make"),
        N_("Make something of the agreement"),
        N_("Makes a calendar entry or a new activity out of the agreement, linked to it; or says why it needs none."),
    )
    needs = N_("Type an agreement, or go to one.")

    def available(self, screen: MeetingModeActions) -> bool:
        return not screen.correcting and (screen.is_typing or screen.agreement is not None)

    async def run(self, screen: MeetingModeActions) -> None:
        await screen.make()


class ChooseProposer(InMeetingMode):
    """Say who proposed the agreement that is being typed."""

    name, keys, waits = "proposer", ("f7",), True
    text = CommandText(
        N_("Proposed by"),
        N_("Who proposed it"),
        N_("Names the country or organization that proposed what is in the box; the record says so."),
    )

    async def run(self, screen: MeetingModeActions) -> None:
        plan = screen.rcm.plan
        if plan is not None:
            chosen = await screen.rcm.ask(ActorDialog(plan, _("Who proposed it?"), screen.box.text))
            if chosen is not None:
                screen.proposed_by = chosen
                screen.show_box()


class ChangeKind(InMeetingMode):
    """Change the kind of the agreement that is being typed, or whether a text is one agreement or several."""

    name, keys = "agreement-kind", ("f3",)
    text = CommandText(
        N_("Kind"),
        N_("Kind of the agreement; one or several"),
        N_("Changes the kind of what is in the box; a text with numbers or letters: several, one with parts, or one."),
    )

    async def run(self, screen: MeetingModeActions) -> None:
        if len(screen.ways) > 1:
            screen.way = (screen.way + 1) % len(screen.ways)
        else:
            screen.kind = _KINDS[(_KINDS.index(screen.kind) + 1) % len(_KINDS)]
        screen.show_box()


class ChangeTextLanguage(InMeetingMode):
    """Change the language in which the box is written."""

    name, keys = "agreement-language", ("f9",)
    text = CommandText(
        N_("Language"),
        N_("Language of the agreement"),
        N_("Changes the language that what is in the box is recorded in, where it was not guessed rightly."),
    )
    needs = N_("The plan has one language only, or an agreement is being corrected.")

    def available(self, screen: MeetingModeActions) -> bool:
        return screen.rcm.plan is not None and len(screen.rcm.plan.info.languages) > 1 and not screen.correcting

    async def run(self, screen: MeetingModeActions) -> None:
        plan = screen.rcm.plan
        if plan is not None:
            known = list(plan.info.languages)
            at = known.index(screen.language) if screen.language in known else -1
            screen.chosen_language = known[(at + 1) % len(known)]
            screen.show_box()


class WithdrawHere(OnAgreement):
    """Withdraw the agreement under the cursor, after asking."""

    name, keys, waits = "withdraw-here", ("f8",), True
    text = CommandText(
        N_("Withdraw"),
        N_("Withdraw the agreement"),
        N_("Marks the agreement as withdrawn but keeps its words; offers to undo what it led to."),
    )

    def available(self, screen: MeetingModeActions) -> bool:
        return super().available(screen) and screen.agreement is not None and not screen.agreement[1].is_withdrawn

    async def run(self, screen: MeetingModeActions) -> None:
        found = screen.agreement
        if found is not None:
            await withdraw_agreement(screen.rcm, screen.meeting_id, found[1])


class CloseHere(InMeetingMode):
    """Close the meeting and leave meeting mode."""

    name, keys, waits = "close-here", ("f2",), True
    text = CommandText(
        N_("Close"),
        N_("Close the meeting"),
        N_("Says what is left to do, asks, and closes the meeting, which makes the edition of the plan."),
    )
    needs = N_("Only an open meeting can be closed, and not while the box holds a text that is not saved.")

    def available(self, screen: MeetingModeActions) -> bool:
        meeting = screen.meeting
        return meeting is not None and meeting.status is MeetingStatus.OPEN and not screen.box.text.strip()

    async def run(self, screen: MeetingModeActions) -> None:
        await close_meeting(screen.rcm, screen.meeting_id, screen.dismiss)


class UndoHere(InMeetingMode):
    """Undo the newest record; while something is typed, Ctrl+Z takes back the typing instead."""

    name, keys, footer, everywhere = "undo-here", ("ctrl+z",), True, True
    text = CommandText(
        N_("Undo"), N_("Undo"), N_("Undoes your newest record with a new one; pressed again, the one before it.")
    )
    needs = N_("Not while the box holds a text that is not saved.")

    def available(self, screen: MeetingModeActions) -> bool:
        return not screen.box.text and not (screen.focused is screen.filter and screen.filter.value)

    async def run(self, screen: MeetingModeActions) -> None:
        record_undo(screen.rcm)


class LeaveMeetingMode(Command[MeetingModeActions]):
    """Step back: out of the correction, to the box, out of meeting mode."""

    name, keys, footer, waits, palette = "leave-meeting-mode", ("escape",), True, True, False
    text = CommandText(N_("Leave"), N_("Leave meeting mode"), N_("Goes back; what is in the box is kept as a draft."))

    async def run(self, screen: MeetingModeActions) -> None:
        if screen.correcting:
            await screen.drop_correction()
        elif screen.focused is not screen.box:
            screen.return_to_box()
        else:
            if screen.box.text.strip():
                screen.rcm.toast(_("What you typed is kept. It is in the box again when you come back."))
            screen.keep_draft()
            screen.dismiss()


class MeetingModeScreen(MeetingModeActions):
    """Meeting mode with its commands."""

    NAME = "meeting-mode"
    SCREEN_COMMANDS: ClassVar[Commands] = (
        SaveAgreement,
        LinkItem,
        OtherPane,
        CorrectAgreement,
        ShowTheMinutes,
        MakeSomething,
        ChooseProposer,
        WithdrawHere,
        ChangeKind,
        ChangeTextLanguage,
        CloseHere,
        NextItem,
        PreviousItem,
        LeaveMeetingMode,
        UndoHere,
    )
