"""The commands of the plan that open a form. A form is imported when it is first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rcm_tui.i18n import N_, _, current
from rcm_tui.model import ids
from rcm_tui.model.items import Activity, Entry, Objective
from rcm_tui.model.plan import Unreadable, calendar_of
from rcm_tui.model.texts import pick
from rcm_tui.tui.command import AnyCommand, Command, CommandText
from rcm_tui.tui.content import cut, line
from rcm_tui.tui.forms.unfinished import GoOnWriting

if TYPE_CHECKING:
    from rcm_tui.tui.base_screen import ItemScreen
    from rcm_tui.workflow.change import Change, Recorded
    from rcm_tui.workflow.workspace import Workspace


class EditItem(Command["ItemScreen"]):
    """The form of what the cursor is on."""

    name, keys, footer = "edit", ("e",), True
    text = CommandText(N_("Edit"), N_("Edit"), N_("Edits the item, or the calendar entry you are on, in a form."))

    def available(self, screen: ItemScreen) -> bool:
        return screen.node is not None and not isinstance(screen.node, Unreadable)

    async def run(self, screen: ItemScreen) -> None:
        if screen.entry_id:
            await open_entry(screen, screen.item_id, screen.entry_id)
            return
        from rcm_tui.tui.forms.item import item_editor
        from rcm_tui.tui.forms.opening import show

        form = await item_editor(screen.rcm, screen.item_id)
        if form is not None:
            await show(screen.rcm, form)


class OpenEntry(Command["ItemScreen"]):
    """Enter on a calendar entry."""

    name, keys, palette = "open-entry", ("enter",), False
    text = CommandText(N_("Edit entry"), N_("Edit the calendar entry"), N_("Edits the calendar entry you are on."))

    def available(self, screen: ItemScreen) -> bool:
        return bool(screen.entry_id)

    async def run(self, screen: ItemScreen) -> None:
        await open_entry(screen, screen.item_id, screen.entry_id)


class RemoveEntry(Command["ItemScreen"]):
    """A calendar entry taken out."""

    name, keys, waits = "remove-entry", ("delete",), True
    text = CommandText(
        N_("Remove"), N_("Remove the calendar entry"), N_("Takes the calendar entry out of the plan; asks first.")
    )

    def available(self, screen: ItemScreen) -> bool:
        return bool(screen.entry_id)

    async def run(self, screen: ItemScreen) -> None:
        from rcm_tui.tui.dialogs.ask import ConfirmDialog

        item_id, entry_id, node = screen.item_id, screen.entry_id, screen.node
        entry = next((one for one in calendar_of(node) if one.id == entry_id), None) if node is not None else None
        if entry is None:
            return
        sure = await screen.rcm.ask(
            ConfirmDialog(
                _("Remove this calendar entry?"),
                _("“{text}” goes out of the plan. The history keeps it, and undo brings it back.").format(
                    text=cut(pick(entry.text, current()), 200)
                ),
                yes=_("Remove it"),
                no=_("Keep it"),
            )
        )
        if sure:

            def build(workspace: Workspace) -> Change:
                from rcm_tui.workflow import edit

                return edit.remove_entry(workspace, item_id, entry_id)

            screen.rcm.record(build)


class AddEntry(Command["ItemScreen"]):
    """A new calendar entry."""

    name, keys, footer = "entry", ("c",), True
    text = CommandText(
        N_("Calendar"), N_("Add a calendar entry"), N_("Adds a calendar entry to the activity or objective.")
    )

    def available(self, screen: ItemScreen) -> bool:
        return _holds_entries(screen)

    async def run(self, screen: ItemScreen) -> None:
        await open_entry(screen, screen.item_id, "")


async def open_entry(screen: ItemScreen, item_id: str, entry_id: str) -> None:
    """Open the form of a calendar entry (a new one without `entry_id`); on the plan the cursor then goes to it."""
    from rcm_tui.tui.forms.entry import entry_form
    from rcm_tui.tui.forms.opening import show

    form = await entry_form(screen.rcm, item_id, entry_id)
    if form is None:
        return

    def recorded(done: Recorded | None) -> None:
        if done is not None and done.new_id:
            new_id, stood = done.new_id, screen.focused

            def go() -> None:
                if screen.focused is stood:  # else the person has gone on already
                    screen.focus_entry(new_id)

            screen.call_after_refresh(go)

    await show(screen.rcm, form, recorded)


def _holds_entries(screen: ItemScreen) -> bool:
    plan, node = screen.rcm.plan, screen.node
    return plan is not None and isinstance(node, Objective | Activity) and not plan.is_archived(node.id)


class AddChild(Command["ItemScreen"]):
    """Something new below."""

    name, keys, footer = "new", ("n",), True
    text = CommandText(
        N_("New"),
        N_("Add below"),
        N_("Adds an objective to the subject, an activity or action to the objective, an entry to the activity."),
    )

    def available(self, screen: ItemScreen) -> bool:
        plan, node = screen.rcm.plan, screen.node
        if plan is None:
            return False
        return not screen.item_id or (not isinstance(node, Unreadable) and not plan.is_archived(screen.item_id))

    async def run(self, screen: ItemScreen) -> None:
        if isinstance(screen.node, Activity):
            await open_entry(screen, screen.item_id, "")
        else:
            await open_add(screen, screen.item_id)


class AddSibling(Command["ItemScreen"]):
    """Something new beside."""

    name, keys = "new-sibling", ("N",)
    text = CommandText(
        N_("New beside"), N_("Add beside"), N_("Adds another item of the same kind beside the one you are on.")
    )

    def available(self, screen: ItemScreen) -> bool:
        plan = screen.rcm.plan
        return plan is not None and bool(screen.item_id) and not plan.is_archived(screen.item_id)

    async def run(self, screen: ItemScreen) -> None:
        await open_add(screen, ids.parent_of(screen.item_id))


async def open_add(screen: ItemScreen, parent: str, *, agreement: str | None = None) -> None:
    """Open the form for something new under `parent` (a subject without); the plan then stands on it."""
    from rcm_tui.tui.forms.item import add_form
    from rcm_tui.tui.forms.opening import show

    form = await add_form(screen.rcm, parent, agreement=agreement)
    if form is None:
        return

    def recorded(done: Recorded | None) -> None:
        if done is not None and done.new_id:
            new_id = done.new_id if ids.is_id(done.new_id) else parent
            screen.call_after_refresh(screen.go_to, new_id)

    await show(screen.rcm, form, recorded)


class RecordAgreement(Command["ItemScreen"]):
    """An agreement, anywhere."""

    name, keys, footer = "agreement", ("g",), True
    text = CommandText(
        N_("Agreement"),
        N_("Take down an agreement"),
        N_("Takes down an agreement of the open meeting, typed or pasted; it can be placed on items later."),
    )

    def available(self, screen: ItemScreen) -> bool:
        return screen.rcm.plan is not None

    async def run(self, screen: ItemScreen) -> None:
        from rcm_tui.tui.forms.agreement import agreement_form
        from rcm_tui.tui.forms.opening import show

        form = await agreement_form(screen.rcm)
        if form is not None:
            await show(screen.rcm, form)


class RecordAnswers(Command["ItemScreen"]):
    """The ledger of a request."""

    name, keys, footer = "answers", ("w",), True
    text = CommandText(
        N_("Answers"), N_("Who has answered"), N_("Marks who has answered the request of the item or calendar entry.")
    )

    def available(self, screen: ItemScreen) -> bool:
        return bool(_requests(screen))

    async def run(self, screen: ItemScreen) -> None:
        found = _requests(screen)
        if len(found) == 1:
            await open_answers(screen, screen.item_id, found[0].id)
            return
        from rcm_tui.tui.dialogs.choose import Choice, ChooseDialog

        item_id = screen.item_id
        letters = "abcdefghmnopqrst"
        choices = [
            Choice(entry.id, letters[place % len(letters)], line(pick(entry.text, current())))
            for place, entry in enumerate(found)
        ]

        def chosen(entry_id: str | None) -> None:
            if entry_id is not None:
                screen.rcm.run_in_background(open_answers(screen, item_id, entry_id))

        screen.app.push_screen(ChooseDialog(_("Which request?"), choices), chosen)


def _requests(screen: ItemScreen) -> list[Entry]:
    node = screen.node
    if node is None or isinstance(node, Unreadable):
        return []
    found = [entry for entry in calendar_of(node) if entry.request is not None]
    return [entry for entry in found if entry.id == screen.entry_id] if screen.entry_id else found


async def open_answers(screen: ItemScreen, item_id: str, entry_id: str) -> None:
    """Open the ledger of an entry's request."""
    from rcm_tui.tui.forms.answers import answers_form
    from rcm_tui.tui.forms.opening import show

    form = await answers_form(screen.rcm, item_id, entry_id)
    if form is not None:
        await show(screen.rcm, form)


async def open_agreement(screen: ItemScreen, meeting_id: str, agreement_id: str, *, placing: bool = False) -> None:
    """Open the form of an agreement; with `placing` at the items it leads to."""
    from rcm_tui.tui.forms.agreement import agreement_editor
    from rcm_tui.tui.forms.opening import show

    form = await agreement_editor(screen.rcm, meeting_id, agreement_id, placing=placing)
    if form is not None:
        await show(screen.rcm, form)


class MoveActivity(Command["ItemScreen"]):
    """Under another objective."""

    name, keys = "move", ("M",)
    text = CommandText(
        N_("Move"),
        N_("Move under another objective"),
        N_("Puts the activity under another objective, chosen by typing."),
    )

    def available(self, screen: ItemScreen) -> bool:
        return isinstance(screen.node, Activity) and _holds_entries(screen)

    async def run(self, screen: ItemScreen) -> None:
        from rcm_tui.tui.forms.move import MoveDialog

        plan, item_id = screen.rcm.plan, screen.item_id
        assert plan is not None

        def chosen(objective: str | None) -> None:
            if objective is not None:
                screen.rcm.run_in_background(_move(screen, item_id, objective))

        await screen.app.push_screen(MoveDialog(plan, item_id), chosen)


async def _move(screen: ItemScreen, item_id: str, objective: str) -> None:
    def build(workspace: Workspace) -> Change:
        from rcm_tui.workflow import items

        return items.move(workspace, item_id, objective)

    recorded = await screen.rcm.record(build)
    if recorded is not None and recorded.new_id:
        screen.go_to(recorded.new_id)


ITEM_FORM_COMMANDS: tuple[type[AnyCommand] | Any, ...] = (
    EditItem,
    AddChild,
    AddSibling,
    AddEntry,
    OpenEntry,
    RemoveEntry,
    RecordAnswers,
    RecordAgreement,
    MoveActivity,
    GoOnWriting,
)


_BEGINS = {
    "archive": "archive",
    "changes": "redline",
    "status": "status",
    "requests": "country",
}
"""What is proposed where a screen shows just that."""


class Publish(Command["ItemScreen"]):
    """A file for people who never see this program."""

    name, keys, waits = "publish", ("P",), True
    text = CommandText(
        N_("Publish"),
        N_("Publish…"),
        N_("Writes the plan, a redline, the status report, a country's sheet, data or the calendar into a file."),
    )

    def available(self, screen: ItemScreen) -> bool:
        return screen.rcm.plan is not None

    async def run(self, screen: ItemScreen) -> None:
        from rcm_tui.tui.forms.publish import PublishDialog
        from rcm_tui.workflow.publish import publishable

        app = screen.rcm
        plan = app.plan
        if plan is None:
            return
        found = await app.workspace_thread.run(lambda workspace: publishable(workspace))
        what = _BEGINS.get(screen.NAME, "plan")
        await app.ask(PublishDialog(plan, found, what, at=screen.meeting_id))
