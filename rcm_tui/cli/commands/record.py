"""`rcm record`: edits made by hand, with any editor, become a record."""

from __future__ import annotations

from dataclasses import replace

import click

from rcm_tui.cli.completion import complete_ids
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.recording import How, carry_out, recording
from rcm_tui.cli.state import State, pass_state
from rcm_tui.i18n import _


@click.command(
    "record",
    cls=Command,
    help=_(
        "Record edits made by hand in the files of the plan, as they stand: all of them, or those of the items, "
        "meetings or files named. --dry-run shows them."
    ),
    epilog='rcm record --dry-run\nrcm record -m "Typing mistakes"\nrcm record HR-4.2',
)
@click.argument("keys", metavar=_("[ITEM...]"), nargs=-1, shell_complete=complete_ids)
@pass_state
@recording
def record(state: State, how: How, keys: tuple[str, ...]) -> int:
    """Record the edits."""
    from rcm_tui.workflow.external_edits import record_by_hand

    return carry_out(state, lambda: record_by_hand(state.workspace, keys), replace(how, with_external_edits=True))
