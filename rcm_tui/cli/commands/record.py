"""`rcm record`, `rcm undo`, `rcm redo`: record external edits; take records back, always by a new record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import click

from rcm_tui.cli import output
from rcm_tui.cli.completion import complete_ids
from rcm_tui.cli.errors import DONE, show_message
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.output import FAINT, ID
from rcm_tui.cli.recording import CommandOptions, carry_out, recording
from rcm_tui.cli.state import State, pass_state
from rcm_tui.i18n import _
from rcm_tui.model.fieldpath import format_path
from rcm_tui.reports.names import date_words, record_meeting
from rcm_tui.reports.record_words import subject_words
from rcm_tui.workflow import undo as undoing
from rcm_tui.workflow.change import Change
from rcm_tui.workflow.external_edits import record_external_edits
from rcm_tui.workflow.undo import Undoing


@click.command(
    "record",
    cls=Command,
    help=_(
        "Record edits that were made to the plan's files outside rcm, such as with an editor: "
        "all of them, or those of the given items, meetings or files. --dry-run shows them."
    ),
    epilog='rcm record --dry-run\nrcm record -m "Typing mistakes"\nrcm record HR-4.2',
)
@click.argument("keys", metavar=_("[ITEM...]"), nargs=-1, shell_complete=complete_ids)
@pass_state
@recording
def record(state: State, options: CommandOptions, keys: tuple[str, ...]) -> int:
    """Record the edits."""
    return carry_out(
        state, lambda: record_external_edits(state.workspace, keys), replace(options, with_external_edits=True)
    )


@click.command(
    "undo",
    cls=Command,
    help=_(
        "Undo your latest record by making a new one; repeat to undo the one before. COMMIT "
        "names another record, which may be somebody else's. Fields that have changed since are "
        "reported and left alone."
    ),
    epilog="rcm undo\nrcm undo --list\nrcm undo 3f2a9c1",
)
@click.argument("commit", metavar=_("[COMMIT]"), required=False)
@click.option("--list", "listing", is_flag=True, help=_("List what can be undone, newest first."))
@pass_state
@recording
def undo(state: State, options: CommandOptions, commit: str | None, listing: bool) -> int:
    """Undo one record."""
    if listing:
        return _list(state, options)
    return _carry_out(state, options, lambda: undoing.undo(state.workspace, commit))


@click.command("redo", cls=Command, help=_("Redo what the last undo took back."), epilog="rcm redo")
@pass_state
@recording
def redo(state: State, options: CommandOptions) -> int:
    """Redo what was undone last."""
    return _carry_out(state, options, lambda: undoing.redo(state.workspace))


def _carry_out(state: State, options: CommandOptions, begin: Callable[[], Undoing]) -> int:
    steps: list[Undoing] = []

    def make() -> Change:
        steps.append(begin())
        return steps[-1].change

    status = carry_out(state, make, options)
    if steps and steps[-1].whose:
        show_message(_("That record was made by {person}.").format(person=steps[-1].whose))
    for key, clash in steps[-1].left if steps else ():
        show_message(
            _("Left alone because it has changed since: {item} {field}").format(item=key, field=format_path(clash.path))
        )
    return status


def _list(state: State, options: CommandOptions) -> int:
    found, plan = undoing.undoable(state.workspace), state.workspace.plan
    if options.as_json:
        from rcm_tui.reports.json import record_json  # 4 ms, of every undo.

        output.data("records", records=[record_json(record) for record in found])
        return DONE
    for record in found:
        place = f"{date_words(record.when)}, {record_meeting(record)}, {record.author}"
        output.line((record.commit[:7] + "  ", ID), subject_words(plan, record.subject), ("  " + place, FAINT), hang=9)
    if not found:
        show_message(_("Nothing to undo."))
    return DONE
