"""`rcm move` and `rcm reorder`: change the place of an item."""

from __future__ import annotations

import click

from rcm_tui.cli.completion import complete_entries, complete_ids
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.params import Choice
from rcm_tui.cli.recording import CommandOptions, carry_out, recording
from rcm_tui.cli.state import State, pass_state
from rcm_tui.i18n import _
from rcm_tui.workflow import edit
from rcm_tui.workflow.items import move as move_it

STEPS = {"up": -1, "down": +1}


@click.command(
    "move",
    cls=Command,
    help=_(
        "Move an activity to another objective and print its new id. The old id still finds it, "
        "and its history is kept."
    ),
    epilog="rcm move HR-4.2 HR-2",
)
@click.argument("item", metavar=_("ITEM"), shell_complete=complete_ids)
@click.argument("objective", metavar=_("OBJECTIVE"), shell_complete=complete_ids)
@pass_state
@recording
def move(state: State, options: CommandOptions, item: str, objective: str) -> int:
    """Move the activity."""
    workspace = state.workspace
    activity_id, objective_id = workspace.resolve(item), workspace.resolve(objective)
    return carry_out(state, lambda: move_it(workspace, activity_id, objective_id), options, tell_id=True)


@click.command(
    "reorder",
    cls=Command,
    help=_("Move an item up or down among its siblings, or a calendar entry with --entry. Ids do not change."),
    epilog="rcm reorder HR-4.2 up\nrcm reorder HR-4.2 down --entry kvt",
)
@click.argument("item", metavar=_("ITEM"), shell_complete=complete_ids)
@click.argument("step", metavar="up|down", type=Choice(*STEPS))
@click.option(
    "--entry", metavar=_("ENTRY"), shell_complete=complete_entries, help=_("Move this calendar entry of the item.")
)
@pass_state
@recording
def reorder(state: State, options: CommandOptions, item: str, step: str, entry: str | None) -> int:
    """Swap the item, or the calendar entry, with its neighbour."""
    workspace = state.workspace
    item_id = workspace.resolve(item)
    if entry is not None:
        return carry_out(state, lambda: edit.reorder_entry(workspace, item_id, entry, STEPS[step]), options)
    return carry_out(state, lambda: edit.reorder(workspace, item_id, STEPS[step]), options)
