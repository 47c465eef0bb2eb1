"""Importing a file of an office: a table, minutes, or a copy of the plan that a delegation sent back."""

from __future__ import annotations

from rcm_tui.i18n import N_, _
from rcm_tui.model import ids
from rcm_tui.model.errors import RcmError
from rcm_tui.model.plan import Plan
from rcm_tui.reports.names import meeting_name
from rcm_tui.tui.base_screen import ItemScreen
from rcm_tui.tui.command import Command, CommandText
from rcm_tui.tui.content import line
from rcm_tui.tui.dialogs.ask import LineDialog
from rcm_tui.tui.dialogs.choose import Choice, ChooseDialog
from rcm_tui.tui.protocols import Application


def _is_copy(path: str) -> bool:
    """Return whether a file says that it is a copy of a plan; what is wrong with it is said where it is read."""
    from rcm_tui.office.package import read_file
    from rcm_tui.workflow.export import full_path
    from rcm_tui.workflow.returned import is_ours

    try:
        return is_ours(read_file(full_path(path)))
    except RcmError:
        return False


async def take_in_copy(app: Application, name: str) -> bool:
    """Ask who sent a copy of the plan back, and make proposals of its changes; return whether that was recorded."""
    from rcm_tui.office.package import read_file
    from rcm_tui.workflow import deciding
    from rcm_tui.workflow.export import full_path

    path = full_path(name)
    file = read_file(path)
    about = _("The country or organization that sent it; what is signed by others in it is theirs.")
    heading = _("Who sent {file}?").format(file=path.name)
    by = await app.ask(LineDialog(heading, about, label=_("Actor"), keys=_("Enter continue · Esc cancel")))
    if by is None:
        return False
    received = deciding.Received(path.name, file, by)
    return await app.record(lambda workspace: deciding.take_in(workspace, received)) is not None


class ImportFile(Command[ItemScreen]):
    """Ask for a file of an office, and show what it holds before anything is recorded."""

    name, keys, waits = "import", ("I",), True
    text = CommandText(
        N_("Import"),
        N_("Import a table, or minutes"),
        N_("Shows what was understood of a file of Word or Excel, to be corrected, before anything is recorded."),
    )
    needs = N_("The plan has not been read.")

    def available(self, screen: ItemScreen) -> bool:
        return screen.rcm.plan is not None

    async def run(self, screen: ItemScreen) -> None:
        plan = screen.rcm.plan
        about = _(
            "A table for the plan, the minutes or conclusions of a meeting, or a copy of the plan that was sent back: "
            "docx, xlsx, csv, html, txt."
        )
        path = await screen.rcm.ask(
            LineDialog(
                _("Import a file"),
                about,
                label=_("File"),
                placeholder=_("e.g. ~/Documents/conclusions.docx"),
                keys=_("Enter preview · Esc cancel"),
            )
        )
        if path is None or plan is None:
            return
        if await screen.rcm.workspace_thread.run(lambda _workspace: _is_copy(path)):
            if await take_in_copy(screen.rcm, path):
                await screen.rcm.open("proposals")
            return
        meetings = [meeting.id for meeting in (*plan.open_meetings, *plan.entered_meetings)]
        choices = [Choice("plan", "p", line(_("a table or list for the plan")))]
        objective = _objective_of(plan, screen.item_id)
        if objective:
            choices.append(Choice(objective, "o", line(_("activities for {objective}").format(objective=objective))))
        of = _("agreements of: {meeting}")
        for place, meeting_id in enumerate(meetings):
            name = meeting_name(plan, meeting_id)
            choices.append(Choice(meeting_id, "" if place else "m", line(of.format(meeting=name))))
        chosen = (
            await screen.rcm.ask(ChooseDialog(_("What does the file contain?"), choices))
            if len(choices) > 1
            else "plan"
        )
        if chosen is not None:
            meeting, under = chosen if chosen in meetings else "", objective if chosen == objective else ""
            await screen.rcm.open("import", path, meeting, under, over=True)


def _objective_of(plan: Plan, item_id: str) -> str:
    """Return the objective that an item is, or belongs to; empty for a subject, and for what is archived."""
    found = ids.parent_of(item_id) if "." in item_id else item_id if "-" in item_id else ""
    return found if found in plan.items and not plan.is_archived(found) else ""
