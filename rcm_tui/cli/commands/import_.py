"""`rcm import`: take in a file of somebody else."""

from __future__ import annotations

from pathlib import Path

import click

from rcm_tui.cli.commands.proposal import take_in
from rcm_tui.cli.completion import complete_actors, complete_meetings
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.recording import CommandOptions, recording
from rcm_tui.cli.state import State, pass_state
from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue


@click.command(
    "import",
    cls=Command,
    help=_(
        "Take in a copy of the plan that a delegation sent back, as docx or xlsx, with tracked changes and comments or "
        "without. What it changed becomes proposals, to be accepted or refused one by one (rcm proposal); the plan "
        "itself stays as it is. The file says which edition it was made from; --base names it where it does not."
    ),
    epilog="rcm import plan-mexico.docx --by MX\nrcm proposal list",
)
@click.argument("file", metavar=_("FILE"), type=click.Path(path_type=Path))
@click.option("--by", metavar=_("ACTOR"), shell_complete=complete_actors, help=_("Who sent it."))
@click.option(
    "--base", metavar=_("MEETING"), shell_complete=complete_meetings, help=_("The edition that it was made from.")
)
@pass_state
@recording
def import_(state: State, options: CommandOptions, file: Path, by: str | None, base: str | None) -> int:
    """Take in the file."""
    from rcm_tui.office.package import read_file
    from rcm_tui.workflow.returned import is_ours

    content = read_file(file)
    if base is None and not is_ours(content):
        raise BadValue(
            _(
                "{file} does not say that it is a copy of this plan. If it is one, name the edition that it was made "
                "from: --base MEETING"
            ).format(file=file)
        )
    return take_in(state, options, file.name, content, by=by, base=base)
