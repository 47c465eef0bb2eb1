"""`rcm check`: list the mistakes in the files, each with its place."""

from __future__ import annotations

import click

from rcm_tui.cli import output
from rcm_tui.cli.errors import DONE, FOUND, show_message
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.output import FAINT
from rcm_tui.cli.params import json_option
from rcm_tui.cli.state import State, pass_state
from rcm_tui.i18n import _, ngettext
from rcm_tui.model.plan import errors
from rcm_tui.reports.json import plain
from rcm_tui.reports.names import read_words
from rcm_tui.workflow.plan_files import checked


@click.command(
    "check",
    cls=Command,
    help=_(
        "Check all files of the plan for mistakes, one per line: path:line:column: what is "
        "wrong. The exit status is 1 if there are errors, 0 if there are only hints."
    ),
    epilog="rcm check\nrcm check --errors\nrcm check --json",
)
@click.option("--errors", "only_errors", is_flag=True, help=_("Leave out hints."))
@json_option
@pass_state
def check(state: State, only_errors: bool, as_json: bool) -> int:
    """Print the problems and their number."""
    plan, found = checked(state.workspace)
    wrong = errors(found)
    shown = wrong if only_errors else found
    if as_json:
        output.data("problems", problems=[plain(problem) for problem in shown])
        return FOUND if wrong else DONE
    for problem in shown:
        place, message = f"{problem.path}:{problem.line}:{problem.column}: ", problem.message
        if problem in wrong:
            output.line(place, (message, "broken"), hang=4)
        else:
            output.line(place, (_("hint: "), FAINT), message, hang=4)
    advice = len(found) - len(wrong)
    items, meetings = len(plan.items), len(plan.meetings)
    if shown and output.is_terminal():
        output.line()
    show_message(_closing(len(wrong), advice, items, meetings))
    return FOUND if wrong else DONE


def _closing(wrong: int, advice: int, items: int, meetings: int) -> str:
    looked_at = read_words(items, meetings)
    parts = [
        ngettext("{count} error", "{count} errors", wrong).format(count=wrong) if wrong else _("no errors"),
        ngettext("{count} hint", "{count} hints", advice).format(count=advice) if advice else "",
    ]
    return f"{looked_at}: {', '.join(part for part in parts if part)}."
