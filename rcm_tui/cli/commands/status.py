"""`rcm status`: the status report, whole or by section."""

from __future__ import annotations

from collections.abc import Sequence

import click

from rcm_tui.cli import output
from rcm_tui.cli.errors import DONE
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.params import Choice, json_option
from rcm_tui.cli.state import State, pass_state
from rcm_tui.i18n import _
from rcm_tui.workflow.status import status_report

SECTIONS = (
    "standing",
    "totals",
    "changes",
    "waiting",
    "countries",
    "passed",
    "to-come",
    "archive",
    "quiet",
    "nobody",
    "emphasis",
    "calendar",
    "agreements",
    "priorities",
    "parts",
)
"""The sections that can be named; those of `reports.status_page`, which help and completion do without."""


@click.command(
    "status",
    cls=Command,
    help=_(
        "The status report: how the plan stands and what changed, what waits for input and from whom, deadlines, what "
        "is due for the archive or wants a look, the calendar ahead, priorities and money. On a terminal each section "
        "shows its first rows; name a section to see all of it:\n\n{sections}."
    ).format(sections=", ".join(SECTIONS)),
    epilog=(
        "rcm status\nrcm status waiting\nrcm status --at 2006-11-council --subject HR\nrcm status --actor MOH --json"
    ),
)
@click.argument("names", metavar=_("[SECTION...]"), nargs=-1, type=Choice(*SECTIONS))
@click.option("--at", metavar=_("MEETING"), help=_("The plan as this meeting left it, instead of as it is now."))
@click.option("--since", metavar=_("MEETING"), help=_("Count changes from this meeting on, instead of the last one."))
@click.option("--subject", metavar=_("CODE"), help=_("Only this subject."))
@click.option("--actor", metavar=_("ACTOR"), help=_("Only what names this country, organization or office."))
@json_option
@pass_state
def status(
    state: State,
    names: Sequence[str],
    at: str | None,
    since: str | None,
    subject: str | None,
    actor: str | None,
    as_json: bool,
) -> int:
    """Print the report."""

    report = status_report(state.workspace, at=at, since=since, subject=subject, actor=actor)
    if as_json:
        from rcm_tui.reports.status.json import status_json

        output.data("status", **status_json(report))
        return DONE
    from rcm_tui.cli.render import with_note
    from rcm_tui.cli.status_lines import page

    lines = page(report, tuple(dict.fromkeys(names)), output.width() if output.drawn() else None)
    output.lines(with_note(lines) if output.drawn() else lines)
    return DONE
