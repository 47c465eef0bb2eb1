"""`rcm set`: fields of an item, a meeting or a shared file."""

from __future__ import annotations

import click

from rcm_tui.cli.completion import complete_assignments, complete_ids
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.recording import CommandOptions, carry_out, recording
from rcm_tui.cli.state import State, pass_state
from rcm_tui.i18n import _
from rcm_tui.workflow.workspace import Workspace


@click.command(
    "set",
    cls=Command,
    help=_(
        "Set fields of an item, a meeting, plan/plan.yaml or plan/actors.yaml. FIELD=VALUE sets, FIELD+=VALUE and "
        "FIELD-=VALUE add to and take from a list, FIELD= removes. A field of a list member is named by the member's "
        "id, as in calendar.kvt.status. Dates may be written in words."
    ),
    epilog=(
        "rcm set HR-4.2 status=completed responsible+=IOM\nrcm set HR-4.2 calendar.kvt.status=completed\n"
        'rcm set HR-4.2 text.es="INCLUIR LA INICIATIVA"\nrcm set 2006-11-rcgm place=Managua'
    ),
)
@click.argument("item", metavar=_("ITEM"), shell_complete=complete_ids)
@click.argument(
    "assignments", metavar=_("FIELD=VALUE..."), nargs=-1, required=True, shell_complete=complete_assignments
)
@pass_state
@recording
def set_fields(state: State, options: CommandOptions, item: str, assignments: tuple[str, ...]) -> int:
    """Set the fields in one record."""
    from rcm_tui.workflow.edit import parse_assignment
    from rcm_tui.workflow.edit import set_fields as set_them

    key = key_of(state.workspace.read_lazily(), item)
    parsed = [parse_assignment(one) for one in assignments]
    return carry_out(state, lambda: set_them(state.workspace, key, parsed), options)


def key_of(workspace: Workspace, words: str) -> str:
    """Return the file that a person names: a meeting's id, a shared file's path, else an item by id or words."""
    if "/" in words or words in workspace.plan.meetings:
        return words
    return workspace.resolve(words)
