"""The commands that open a form."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from rcm_tui.i18n import N_, _, current
from rcm_tui.model import ids
from rcm_tui.model.items import Activity, Objective
from rcm_tui.model.plan import Unreadable, calendar_of
from rcm_tui.model.texts import pick
from rcm_tui.reports.names import moment_words
from rcm_tui.tui.base_screen import AnyScreen, ItemScreen
from rcm_tui.tui.command import Command, CommandText
from rcm_tui.tui.content import cut, joined, line
from rcm_tui.tui.dialogs.ask import ConfirmDialog
from rcm_tui.tui.dialogs.choose import Choice, ChooseDialog
from rcm_tui.tui.forms.drafts import all_drafts, describe_draft
from rcm_tui.tui.forms.opening import form_of_draft, make_form, open_add, open_answers, open_entry, open_form
from rcm_tui.workflow import edit

if TYPE_CHECKING:
    pass


class OnItem(Command[ItemScreen]):
    """A command on an item of the current plan."""

    needs = N_("Only for items of the current plan, not for archived ones.")

    def available(self, screen: ItemScreen) -> bool:
        plan = screen.rcm.plan
        return plan is not None and bool(screen.item_id) and not plan.is_archived(screen.item_id)


class OnEntry(Command[ItemScreen]):
    """A command on a calendar entry."""

    needs = N_("Put the cursor on an entry of the calendar.")

    def available(self, screen: ItemScreen) -> bool:
        return bool(screen.entry_id)


class EditItem(Command[ItemScreen]):
    """Open the form of the entry that has the focus, else of the item."""

    name, keys, footer = "edit", ("e",), True
    begins_text = True
    text = CommandText(N_("Edit"), N_("Edit"), N_("Edits the item, or the calendar entry you are on, in a form."))
    needs = N_("Only for one item whose file can be read.")

    def available(self, screen: ItemScreen) -> bool:
        return screen.node is not None and not isinstance(screen.node, Unreadable) and not screen.marked

    async def run(self, screen: ItemScreen) -> None:
        if screen.entry_id:
            await open_entry(screen, screen.item_id, screen.entry_id)
        else:
            await open_form(screen.rcm, "item", screen.item_id)


class OpenEntry(OnEntry):
    """Open the form of the calendar entry that has the focus."""

    name, keys, palette = "open-entry", ("enter",), False
    text = CommandText(N_("Edit entry"), N_("Edit the calendar entry"), N_("Edits the calendar entry you are on."))

    async def run(self, screen: ItemScreen) -> None:
        await open_entry(screen, screen.item_id, screen.entry_id)


class RemoveEntry(OnEntry):
    """Remove a calendar entry, after asking."""

    name, keys, waits = "remove-entry", ("delete",), True
    text = CommandText(
        N_("Remove"), N_("Remove the calendar entry"), N_("Takes the calendar entry out of the plan; asks first.")
    )

    async def run(self, screen: ItemScreen) -> None:
        item_id, entry_id, node = screen.item_id, screen.entry_id, screen.node
        entry = (
            next((candidate for candidate in calendar_of(node) if candidate.id == entry_id), None)
            if node is not None
            else None
        )
        if entry is None:
            return
        question = _("“{text}” will be removed from the plan. The history keeps it, and undo restores it.")
        dialog = ConfirmDialog(
            _("Remove this calendar entry?"),
            question.format(text=cut(pick(entry.text, current()), 200)),
            yes=_("Remove it"),
            no=_("Keep it"),
        )
        if await screen.rcm.ask(dialog):
            screen.rcm.record(lambda workspace: edit.remove_entries(workspace, item_id, [entry_id]), moves_cursor=True)


class AddEntry(OnItem):
    """Open the form for a new calendar entry."""

    name, keys, footer = "entry", ("c",), True
    begins_text = True
    text = CommandText(
        N_("Calendar"), N_("Add a calendar entry"), N_("Adds a calendar entry to the activity or objective.")
    )
    needs = N_("Only objectives and activities of the current plan have a calendar.")

    def available(self, screen: ItemScreen) -> bool:
        return super().available(screen) and isinstance(screen.node, Objective | Activity)

    async def run(self, screen: ItemScreen) -> None:
        await open_entry(screen, screen.item_id, "")


class AddChild(OnItem):
    """Open the form for something new below the item, by what it is."""

    name, keys, footer = "new", ("plus", "n"), True
    begins_text = True
    text = CommandText(
        N_("New"),
        N_("Add below"),
        N_("Adds an objective to the subject, an activity or action to the objective, an entry to the activity."),
    )
    needs = N_("Only for items of the current plan whose file can be read.")

    def available(self, screen: ItemScreen) -> bool:
        """Allow it in an empty plan as well."""
        if not screen.item_id:
            return screen.rcm.plan is not None
        return super().available(screen) and not isinstance(screen.node, Unreadable)

    async def run(self, screen: ItemScreen) -> None:
        plan, node = screen.rcm.plan, screen.node
        if plan is not None and node is not None and not plan.levels.below(node.kind):
            await open_entry(screen, screen.item_id, "")
        else:
            await open_add(screen, screen.item_id)


class AddSibling(OnItem):
    """Open the form for another item of the same kind."""

    name, keys = "new-sibling", ("ctrl+n", "N")
    begins_text = True
    text = CommandText(
        N_("New beside"), N_("Add beside"), N_("Adds another item of the same kind beside the one you are on.")
    )

    async def run(self, screen: ItemScreen) -> None:
        await open_add(screen, ids.parent_of(screen.item_id))


class MoveActivity(OnItem):
    """Move an activity under another objective."""

    name, keys = "move", ("M",)
    text = CommandText(
        N_("Move"),
        N_("Move under another objective"),
        N_("Puts the activity under another objective, chosen by typing."),
    )
    needs = N_("Only activities of the current plan are moved under another objective.")

    def available(self, screen: ItemScreen) -> bool:
        plan = screen.rcm.plan
        if plan is not None and screen.marked:
            return all(isinstance(plan.node(item_id), Activity) for item_id in screen.marked)
        return super().available(screen) and isinstance(screen.node, Activity)

    async def run(self, screen: ItemScreen) -> None:
        from rcm_tui.workflow import items  # It imports what records and checks, for which the first rows would wait.

        app, plan, moved = screen.rcm, screen.rcm.plan, screen.marked or (screen.item_id,)

        async def move(objective: str) -> None:
            recorded = await app.record(lambda workspace: items.move_all(workspace, moved, objective))
            if recorded is not None and recorded.new_id:
                screen.clear_marks()
                screen.go_to(recorded.new_id)

        def chosen(objective: str | None) -> None:
            if objective is not None:
                app.run_in_background(app.keys_wait_for(move(objective)))

        if plan is not None:
            from rcm_tui.tui.forms.item import MoveDialog

            await app.push_screen(MoveDialog(plan, moved).then(chosen))


class RecordAnswers(Command[ItemScreen]):
    """Open the list of those who were asked; where the item asks several things, choose which first."""

    name, keys, footer = "answers", ("w",), True
    text = CommandText(
        N_("Answers"), N_("Who has answered"), N_("Marks who has answered the request of the item or calendar entry.")
    )
    needs = N_("Nobody is asked for anything here.")

    def available(self, screen: ItemScreen) -> bool:
        return bool(_requests(screen))

    async def run(self, screen: ItemScreen) -> None:
        app, item_id, found = screen.rcm, screen.item_id, _requests(screen)
        if len(found) == 1:
            await open_answers(app, item_id, found[0][0])
            return
        letters = "abcdefghmnopqrst"
        choices = [
            Choice(name, letters[position % len(letters)], line(words)) for position, (name, words) in enumerate(found)
        ]

        def chosen(name: str | None) -> None:
            if name is not None:
                app.run_in_background(app.keys_wait_for(open_answers(app, item_id, name)))

        await app.push_screen(ChooseDialog(_("Which request?"), choices).then(chosen))


def _requests(screen: ItemScreen) -> list[tuple[str, str]]:
    """Give what names each request of the item, or of the entry that the cursor is on, and what is asked."""
    if screen.rcm.plan is None or screen.node is None or isinstance(screen.node, Unreadable):
        return []
    return [
        (entry.name_of(request), pick(request.text or entry.text, current()))
        for entry in calendar_of(screen.node)
        if screen.entry_id in ("", entry.id)
        for request in entry.all_requests
    ]


class WithPlan(Command[AnyScreen]):
    """A command that needs no more than a plan."""

    needs = N_("The plan has not been read.")

    def available(self, screen: AnyScreen) -> bool:
        return screen.rcm.plan is not None


class RecordAgreement(WithPlan):
    """Open the form for a new agreement."""

    name, keys, footer = "agreement", ("g",), True
    begins_text = True
    text = CommandText(
        N_("Agreement"),
        N_("Record an agreement"),
        N_("Records an agreement of the open meeting, typed or pasted; it leads to the marked items, if any."),
    )

    async def run(self, screen: AnyScreen) -> None:
        form = make_form("new-agreement")
        if isinstance(screen, ItemScreen) and screen.marked:
            form.prefill = {"items": {"values": list(screen.marked), "words": ""}}
        await form.open(
            screen.rcm, lambda done: screen.clear_marks() if done and isinstance(screen, ItemScreen) else None
        )


class EditActor(WithPlan):
    """Open the form of an actor: the one under the cursor, else one found by typing, or a new one."""

    name, keys, waits = "actors", (), True
    text = CommandText(
        N_("Actors"),
        N_("Actors: add or edit one"),
        N_("Opens the form of a country, an organization, an office or a person, or adds one."),
    )

    async def run(self, screen: AnyScreen) -> None:
        app, plan = screen.rcm, screen.rcm.plan
        if plan is None:
            return
        from rcm_tui.tui.forms.actor import NEW, ChooseActorDialog

        code = await app.ask(ChooseActorDialog(plan))
        if code is not None:
            await open_form(app, "actor", "" if code == NEW else code)


class ContinueDraft(WithPlan):
    """Open a form again that was left unrecorded."""

    name, keys, waits = "unfinished", ("D",), True
    text = CommandText(
        N_("Drafts"),
        N_("Continue a draft"),
        N_("Lists what you wrote in a form and did not record, also before a crash, and opens it again."),
    )

    async def run(self, screen: AnyScreen) -> None:
        """Open the only one, or choose among several."""
        app, plan = screen.rcm, screen.rcm.plan
        drafts = await all_drafts(app)
        if not drafts or plan is None:
            app.toast(_("There are no drafts."))
            return
        key: str | None = drafts[0].key
        if len(drafts) > 1:
            choices = []
            for position, draft in enumerate(drafts):
                when = line(moment_words(draft.when), "$muted")
                shown = joined(line(describe_draft(plan, draft.key)), when, by="   ")
                choices.append(Choice(draft.key, chr(ord("a") + position % 26), shown))
            key = await app.ask(ChooseDialog(_("Continue a draft"), choices))
        if key is not None:
            await form_of_draft(app, key).open(app)


class Publish(WithPlan):
    """Ask what to publish, and write it into a file."""

    name, keys, waits = "publish", ("P",), True
    text = CommandText(
        N_("Publish"),
        N_("Publish…"),
        N_("Writes the plan, a redline, the status report, a country's sheet, data or the calendar into a file."),
    )
    SUGGESTED = {"archive": "archive", "changes": "redline", "status": "status", "requests": "country"}  # noqa: RUF012
    """What is suggested on a screen that shows just that."""

    async def run(self, screen: AnyScreen) -> None:
        app, plan = screen.rcm, screen.rcm.plan
        if plan is None:
            return
        from rcm_tui.tui.forms.publish import PublishDialog
        from rcm_tui.workflow.publish import publishable

        summary = app.repo_summary
        is_clean = summary is not None and not summary.unrecorded
        available = await app.workspace_thread.run(partial(publishable, is_clean=is_clean))
        meeting_id = screen.meeting_id if isinstance(screen, ItemScreen) else ""
        suggested = self.SUGGESTED.get(screen.NAME, "plan")
        await app.ask(PublishDialog(plan, available, suggested, meeting_id=meeting_id))


ITEM_FORM_COMMANDS: tuple[Any, ...] = (
    *(EditItem, AddChild, AddSibling, AddEntry, OpenEntry, RemoveEntry),
    *(RecordAnswers, RecordAgreement, MoveActivity, ContinueDraft),
)
"""The commands of a screen that shows items, in the order of footer and help."""
