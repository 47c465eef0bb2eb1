"""`rcm import`: import a copy of the plan that was sent back, or a table from Word or Excel."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from rcm_tui.cli.commands.importing import ImportOptions, column_options, settle, understood_file
from rcm_tui.cli.commands.proposal import take_in
from rcm_tui.cli.completion import complete_actors, complete_ids, complete_meetings
from rcm_tui.cli.errors import DONE
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.params import language_option
from rcm_tui.cli.recording import CommandOptions, carry_out, recording
from rcm_tui.cli.state import State, pass_state
from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue


@click.command(
    "import",
    cls=Command,
    help=_(
        "Import a copy of the plan that a delegation sent back as docx or xlsx, with or without tracked "
        "changes and comments. Its changes become proposals, to be accepted or refused one by one (rcm "
        "proposal); the plan itself stays as it is. The file says which edition it was made from; if it does "
        "not, name the edition with --base.\n\nOr import a table (docx, xlsx, csv or html; odt and doc need "
        "LibreOffice): rcm shows what it understood, then adds what the plan lacks. Nothing is removed, no "
        "status changes, and texts that differ are changed only with --update."
    ),
    epilog=(
        "rcm import plan-edited.docx --by MOH\nrcm proposal list\nrcm import actions.xlsx --column 3=owner --dry-run"
    ),
)
@click.argument("file", metavar=_("FILE"), type=click.Path(path_type=Path))
@click.option("--by", metavar=_("ACTOR"), shell_complete=complete_actors, help=_("Who sent it."))
@click.option(
    "--base", metavar=_("MEETING"), shell_complete=complete_meetings, help=_("The edition that it was made from.")
)
@language_option
@click.option(
    "--under",
    metavar=_("OBJECTIVE"),
    default="",
    shell_complete=complete_ids,
    help=_("Add all activities of the table, such as a log of actions, to this objective."),
)
@click.option("--update", is_flag=True, help=_("Also change texts of the plan that the table words differently."))
@column_options
@pass_state
@recording
def import_(
    state: State,
    options: CommandOptions,
    file: Path,
    by: str | None,
    base: str | None,
    language: str | None,
    under: str,
    update: bool,
    columns: tuple[str, ...],
    no_dates: bool,
) -> int:
    """Take in the file."""
    from rcm_tui.office.package import read_file

    content = read_file(file)
    if base is not None or _is_copy(content):
        return take_in(state, options, file.name, content, by=by, base=base)
    if by is not None:
        raise BadValue(
            _(
                "{file} does not say that it is a copy of this plan. If it is one, name the edition that it was made "
                "from: --base MEETING"
            ).format(file=file)
        )
    return _add_table(state, options, file, language, ImportOptions(columns, no_dates), update, under)


def _is_copy(content: bytes) -> bool:
    from rcm_tui.workflow.returned import is_ours

    return content.startswith(b"PK") and is_ours(content)


def _add_table(
    state: State,
    options: CommandOptions,
    file: Path,
    language: str | None,
    given: ImportOptions,
    update: bool,
    under: str,
) -> int:
    """Show what a table adds, ask, and record it."""
    from rcm_tui.workflow.importing.adding import adding, language_of, made_for

    workspace = state.workspace
    understood = understood_file(file, given.columns)
    chosen = next(iter(state.text("", language))) if language else language_of(understood, state.plan.info.languages)
    how: dict[str, Any] = {
        "dates": not given.no_dates,
        "update": update,
        "under": workspace.resolve(under) if under else "",
    }
    given = replace(given, dry_run=options.dry_run, yes=options.confirmed)
    settled = settle(
        understood, lambda table: made_for(workspace, table, chosen, **how), given, as_json=options.as_json
    )
    if settled is None:
        return DONE
    return carry_out(state, lambda: adding(workspace, settled[0], chosen, **how), options)
