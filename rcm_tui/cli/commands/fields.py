"""`rcm set`: fields of an item, a meeting or a shared file."""

from __future__ import annotations

from functools import partial

import click

from rcm_tui.cli.completion import complete_assignments, complete_ids
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.recording import CommandOptions, carry_out, recording
from rcm_tui.cli.state import State, pass_state
from rcm_tui.i18n import _
from rcm_tui.workflow.archive import completed_for
from rcm_tui.workflow.naming import choose


@click.command(
    "set",
    cls=Command,
    help=_(
        "Set fields of an item, a meeting, plan/plan.yaml or plan/actors.yaml. FIELD=VALUE sets, FIELD+=VALUE and "
        "FIELD-=VALUE add to and take from a list, FIELD= removes. A field of a list member is named by the member's "
        "id, as in calendar.kvt.status. Dates may be written in words.\n\nSeveral items, or a query as in rcm list, "
        "become one record; what a query found is shown and confirmed first."
    ),
    epilog=(
        'rcm set "objective:HR-2 status:active" status=ongoing\nrcm set HR-4.1 HR-4.2 priority=high\n'
        "rcm set HR-4.2 status=completed responsible+=MOH\nrcm set HR-4.2 calendar.kvt.status=completed\n"
        'rcm set HR-4.2 text.es="INCLUIR LA INICIATIVA"\nrcm set 2007-05-council place="City hall"\n'
        'rcm set 2006-11-council place="City hall" --correct -m "As signed"'
    ),
)
@click.argument("item", metavar=_("ITEM..."), shell_complete=complete_ids)
@click.argument(
    "assignments", metavar=_("FIELD=VALUE..."), nargs=-1, required=True, shell_complete=complete_assignments
)
@pass_state
@recording
def set_fields(state: State, options: CommandOptions, item: str, assignments: tuple[str, ...]) -> int:
    """Set the fields in one record."""
    from rcm_tui.workflow.edit import parse_assignment, set_each

    workspace = state.workspace
    more = [assignment for assignment in assignments if _is_name(assignment)]
    parsed = [parse_assignment(assignment) for assignment in assignments if assignment not in more]
    if not parsed:
        raise click.UsageError(_("Say what to set, as FIELD=VALUE."))
    chosen = choose(workspace.plan, [item, *more], workspace.on, partial(completed_for, workspace))
    return carry_out(state, lambda: set_each(workspace, chosen, parsed), options)


def _is_name(word: str) -> bool:
    """Tell a further item or query from an assignment, whose first sign is an equals sign."""
    return "=" not in word or ":" in word.partition("=")[0]
