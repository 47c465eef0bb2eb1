"""`rcm minutes`: what a meeting did, in sentences to paste."""

from __future__ import annotations

import click

from rcm_tui.cli import output
from rcm_tui.cli.commands.meeting import chosen_meeting
from rcm_tui.cli.completion import complete_meetings
from rcm_tui.cli.errors import DONE
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.params import json_option
from rcm_tui.cli.state import State, pass_state
from rcm_tui.i18n import _
from rcm_tui.model.words import published
from rcm_tui.reports.json import change_json, traced_json
from rcm_tui.reports.minutes import Sheet, markdown_minutes, plain_minutes
from rcm_tui.reports.review_text import sentences
from rcm_tui.workflow.minutes import Minutes, sheet_of
from rcm_tui.workflow.minutes import minutes as made


@click.command(
    "minutes",
    cls=Command,
    help=_(
        "Print what a meeting did, in sentences to paste: what it agreed and what that led to, and what it "
        "changed in the plan, by subject. Without MEETING, the open one."
    ),
    epilog="rcm minutes\nrcm minutes 2006-11-council\nrcm minutes 2006-11-council --markdown > minutes.md",
)
@click.argument("meeting", metavar=_("[MEETING]"), nargs=-1, shell_complete=complete_meetings)
@click.option("--markdown", "as_markdown", is_flag=True, help=_("Write Markdown."))
@json_option
@pass_state
def minutes(state: State, meeting: tuple[str, ...], as_markdown: bool, as_json: bool) -> int:
    """Print them."""

    workspace = state.workspace.read_lazily_if_readable()
    found = made(workspace, chosen_meeting(workspace, " ".join(meeting) or None))
    with published(workspace.plan.info.languages, workspace.plan.words):
        sheet = sheet_of(workspace, found)
        if as_json:
            _write_json(found, sheet)
        else:
            output.verbatim("\n".join(markdown_minutes(sheet) if as_markdown else plain_minutes(sheet)))
    return DONE


def _write_json(found: Minutes, sheet: Sheet) -> None:
    output.data(
        "minutes",
        meeting=found.meeting.id,
        **{"from": found.comparison.before.name},
        to=found.comparison.after.name,
        whyNone=found.why_none or None,
        agreements=[traced_json(traced) for traced in sheet.agreements],
        subjects=[
            {
                "subject": code,
                "changes": [{**change_json(change), "sentences": list(sentences(change))} for change in changes],
            }
            for code, changes in sheet.groups.items()
        ],
        corrections=[change_json(change) for change in sheet.corrections],
        others=[change_json(change) for change in sheet.others],
        notRecorded=[change_json(change) for change in sheet.unrecorded],
    )
