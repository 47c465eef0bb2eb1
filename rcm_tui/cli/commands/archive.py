"""`rcm archive` and `rcm restore`: move items to the Archival Plan and back."""

from __future__ import annotations

from collections.abc import Sequence

import click

from rcm_tui.cli import output
from rcm_tui.cli.completion import complete_ids
from rcm_tui.cli.errors import DONE, show_message
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.output import FAINT, ID
from rcm_tui.cli.prompts import can_ask, confirm
from rcm_tui.cli.recording import CommandOptions, carry_out, recording
from rcm_tui.cli.state import State, pass_state
from rcm_tui.i18n import _
from rcm_tui.model.archive_rule import Due
from rcm_tui.reports.names import counted_from, localized, undated_words
from rcm_tui.workflow.archive import archive as archive_them
from rcm_tui.workflow.archive import proposal
from rcm_tui.workflow.archive import restore as restore_them


@click.command(
    "archive",
    cls=Command,
    help=_(
        "Move items, with everything below them, to the Archival Plan in one record. --due lists "
        "what the plan's rule proposes and why; at a terminal you accept or skip each item, "
        "elsewhere --yes accepts them all. With both, the items are archived by that rule."
    ),
    epilog=(
        'rcm archive HR-4.2 -m "Seminar held"\nrcm archive --due\nrcm archive MPM-8.1 --due\n'
        "rcm archive --due --on 2007-05-31 --json"
    ),
)
@click.argument("items", metavar=_("[ITEM...]"), nargs=-1, shell_complete=complete_ids)
@click.option("--due", is_flag=True, help=_("List the items that the plan's rule proposes."))
@pass_state
@recording
def archive(state: State, options: CommandOptions, items: tuple[str, ...], due: bool) -> int:
    """Archive the items that are named, or those accepted of what is due."""
    if not due and not items:
        raise click.UsageError(_("Name the items to archive, or use --due to see what is due."))
    if due and not items:
        return _due(state, options)
    workspace = state.workspace
    chosen = [workspace.resolve(item) for item in items]
    return _archive(state, options, chosen, by_rule=due)


def _archive(state: State, options: CommandOptions, chosen: Sequence[str], *, by_rule: bool = True) -> int:
    return carry_out(state, lambda: archive_them(state.workspace, chosen, options.reason, by_rule=by_rule), options)


def _due(state: State, options: CommandOptions) -> int:
    found = proposal(state.workspace)
    proposed = found.due
    if proposed and options.confirmed:
        return _archive(state, options, [due.id for due in proposed])
    if options.as_json:
        from rcm_tui.reports.json import day_json

        rows = [{"id": due.id, "last": due.last.isoformat(), "why": due.why} for due in proposed]
        output.data("due", **day_json(state.workspace.day), items=rows, undated=list(found.undated))
        return DONE
    if found.undated:
        ids = ", ".join(found.undated)
        show_message(_("Completed, without a date: {ids}.").format(ids=ids) + " " + undated_words())
    if not proposed:
        show_message(_("Nothing is ready to archive.") + " " + counted_from(state.workspace.day))
        return DONE
    if not output.is_terminal():
        for due in proposed:
            output.row(due.id, due.last.isoformat(), due.why)
        return DONE
    return _take_or_leave(state, options, proposed)


def _take_or_leave(state: State, options: CommandOptions, proposed: Sequence[Due]) -> int:
    """Show each proposal and, at a terminal, archive those that are accepted."""
    taken = []
    output.line((counted_from(state.workspace.day), FAINT))
    for due in proposed:
        node = state.plan.items[due.id]
        output.line((f"{due.id}  ", ID), localized(node.text), hang=4)
        output.line((due.why, FAINT), indent=4)
        if can_ask() and confirm(_("Archive {id}?").format(id=due.id)):
            taken.append(due.id)
    if not can_ask():
        return DONE
    if not taken:
        show_message(_("Nothing was archived."))
        return DONE
    return _archive(state, options, taken)


@click.command(
    "restore",
    cls=Command,
    help=_(
        "Restore items from the archive. An activity brings its objective back with it, an objective its activities."
    ),
    epilog="rcm restore HR-4.1",
)
@click.argument("items", metavar=_("ITEM..."), nargs=-1, required=True, shell_complete=complete_ids)
@pass_state
@recording
def restore(state: State, options: CommandOptions, items: tuple[str, ...]) -> int:
    """Restore the items in one record."""
    workspace = state.workspace
    chosen = [workspace.resolve(item) for item in items]
    return carry_out(state, lambda: restore_them(workspace, chosen), options)
