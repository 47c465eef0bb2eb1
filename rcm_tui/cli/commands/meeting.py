"""`rcm meeting`: create, open, close and show meetings.

What only some of these commands need is imported in functions, as listing meetings takes less time than that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from rcm_tui.cli import output
from rcm_tui.cli.completion import complete_meetings
from rcm_tui.cli.errors import DONE, show_message
from rcm_tui.cli.field_options import FieldCommand, as_fields, field_options, given_assignments, given_words
from rcm_tui.cli.lazy import Group
from rcm_tui.cli.output import FAINT, ID, Line, text
from rcm_tui.cli.params import json_option
from rcm_tui.cli.recording import CommandOptions, carry_out, recording
from rcm_tui.cli.render import page_lines
from rcm_tui.cli.state import State, pass_state
from rcm_tui.i18n import _, ngettext
from rcm_tui.model.errors import BadValue, RcmError
from rcm_tui.reports.names import date_words
from rcm_tui.reports.styles import MEETING_LOOK, meeting_word

if TYPE_CHECKING:
    from rcm_tui.model.meetings import Meeting
    from rcm_tui.model.plan import Plan
    from rcm_tui.workflow.change import Change, Recorded
    from rcm_tui.workflow.workspace import Workspace


@click.group(
    "meeting",
    cls=Group,
    help=_("Create, open, close and show meetings. What is recorded while a meeting is open belongs to it."),
    epilog="rcm meeting new 2007-05-council --body COUNCIL --open\nrcm meeting close\nrcm meeting list",
)
def meeting() -> None:
    """Group the commands on meetings."""


@meeting.command(
    "new",
    cls=FieldCommand,
    kinds=("meeting",),
    help=_("Add a meeting to the plan. Without ID it is named after its month and body, such as 2007-05-council."),
    epilog=(
        'rcm meeting new --body COUNCIL --dates "27-29 May 2007" --place "The city hall" --open\n'
        'rcm meeting new --held --body COUNCIL --dates "2-3 December 2003"'
    ),
)
@click.argument("meeting_id", metavar=_("[ID]"), required=False)
@field_options("meeting")
@click.option("--open", "open_now", is_flag=True, help=_("Open it right away."))
@click.option(
    "--held",
    is_flag=True,
    help=_("The meeting was held in the past: enter it with its agreements. It closes without an edition."),
)
@pass_state
@recording
def new(
    state: State,
    options: CommandOptions,
    /,
    meeting_id: str | None,
    open_now: bool,
    held: bool,
    **given: Any,
) -> int:
    """Create the meeting."""
    from rcm_tui.workflow import meetings
    from rcm_tui.workflow.items import read_fields

    workspace = state.workspace
    fields = as_fields(workspace, given_words(workspace, given, "meeting"), "meeting")
    fields = read_fields(workspace, "meeting", meeting_id or "", fields)
    body = fields.get("body") or _only_body(state.plan)
    named = meeting_id or _named(body, fields.get("dates"))

    def make() -> Change:
        return meetings.new(workspace, named, open_now=open_now, held=held, **{**fields, "body": body})

    return carry_out(state, make, options, tell_id=True)


def _only_body(plan: Plan) -> str:
    """Return the body that meets where the plan has only one; a usage error otherwise."""
    bodies = list(plan.info.bodies)
    if len(bodies) == 1:
        return bodies[0]
    known = ": " + ", ".join(bodies) if bodies else ""
    raise click.UsageError(_("Name the body that meets with --body") + known + ".")


def _named(body: str, dates: str | None) -> str:
    """Return the usual id of a meeting, made of month and body. Raises BadValue where no month is known."""
    month = re.match(r"\d{4}-(0[1-9]|1[0-2])", dates or "")
    if month is None:
        raise BadValue(_("Name the meeting (such as 2007-05-council), or give its month with --dates."))
    return f"{month[0]}-{re.sub('[^a-z0-9]+', '-', body.casefold()).strip('-')}"


@meeting.command(
    "open",
    cls=FieldCommand,
    kinds=("meeting",),
    help=_("Open a planned meeting; options change its fields in the same record."),
    epilog="rcm meeting open 2007-05-council",
)
@click.argument("meeting_id", metavar=_("ID"), shell_complete=complete_meetings)
@field_options("meeting")
@pass_state
@recording
def open_(state: State, options: CommandOptions, /, meeting_id: str, **given: Any) -> int:
    """Open the meeting."""
    from rcm_tui.workflow import meetings

    workspace, named = state.workspace, state.workspace.resolve_meeting(meeting_id)
    wanted = given_assignments(workspace, given, "meeting")
    return carry_out(state, lambda: meetings.open_meeting(workspace, named, wanted), options)


@meeting.command(
    "edit",
    cls=FieldCommand,
    kinds=("meeting",),
    help=_("Change fields of a meeting with options, or any field with FIELD=VALUE."),
    epilog='rcm meeting edit 2007-05-council --place "The city hall"\nrcm meeting edit 2007-05-council note.en=Online',
)
@click.argument("meeting_id", metavar=_("ID"), shell_complete=complete_meetings)
@click.argument("words", metavar=_("[FIELD=VALUE...]"), nargs=-1)
@field_options("meeting")
@pass_state
@recording
def edit_(state: State, options: CommandOptions, /, meeting_id: str, words: tuple[str, ...], **given: Any) -> int:
    """Set its fields."""
    from rcm_tui.workflow import edit

    workspace, named = state.workspace, state.workspace.resolve_meeting(meeting_id)
    wanted = [*map(edit.parse_assignment, words)]
    wanted += given_assignments(workspace, given, "meeting")
    if not wanted:
        raise click.UsageError(_("Say what to change by options or FIELD=VALUE; see --help."))
    return carry_out(state, lambda: edit.set_fields(workspace, named, wanted), options)


@meeting.command(
    "close",
    help=_(
        "Close the open meeting: list what is left to do, then make the edition, a tag that keeps the plan "
        "as the meeting left it. No edition is made if the meeting's body makes none, or if the meeting was "
        "over before a later edition."
    ),
    epilog="rcm meeting close\nrcm meeting close 2007-05-council --yes",
)
@click.argument("meeting_id", metavar=_("[ID]"), required=False, shell_complete=complete_meetings)
@pass_state
@recording
def close(state: State, options: CommandOptions, meeting_id: str | None) -> int:
    """Print what is left to do, ask, and close the meeting."""
    from rcm_tui.history.remote import has_remote
    from rcm_tui.reports.meeting_page import closed_words
    from rcm_tui.workflow import meetings
    from rcm_tui.workflow.checklist import left_to_do

    workspace = state.workspace
    named = chosen_meeting(workspace, meeting_id)
    if not options.dry_run and meetings.complete_closing(workspace, named):
        show_message(_("The edition is the tag {tag}").format(tag=_editions(workspace)[named]))
        return DONE
    change = meetings.close(workspace, named)
    left = left_to_do(workspace, named)
    if left and not options.as_json:
        show_message(_("Left to do at {meeting}:").format(meeting=named))
        for sentence in left:
            show_message(f"  - {sentence}")

    def tell(recorded: Recorded) -> None:
        if not options.as_json:
            plan = recorded.plan
            show_message(closed_words(plan, plan.meetings[named], _editions(workspace).get(named, "")))
            if has_remote(workspace.git):
                show_message(_("Send it to the others with: rcm sync"))

    return carry_out(state, lambda: change, options, then=tell)


@meeting.command(
    "adopt",
    help=_(
        "Note that a later meeting adopted the plan as a meeting left it. Publications of that edition then say so, "
        "and a tag adopted/ID marks it."
    ),
    epilog="rcm meeting adopt 2006-11-council --by 2007-05-assembly",
)
@click.argument("meeting_id", metavar=_("ID"), shell_complete=complete_meetings)
@click.option("--by", metavar=_("MEETING"), shell_complete=complete_meetings, help=_("The meeting that adopted it."))
@pass_state
@recording
def adopt(state: State, options: CommandOptions, meeting_id: str, by: str | None) -> int:
    """Record the adoption."""
    from rcm_tui.workflow import meetings

    if not options.dry_run and meetings.complete_adoption(state.workspace, meeting_id):
        show_message(_("The adoption is tagged now."))
        return DONE
    if by is None:
        raise click.UsageError(_("Say which meeting adopted it: --by MEETING"))
    return carry_out(state, lambda: meetings.adopt(state.workspace, meeting_id, by), options)


def chosen_meeting(workspace: Workspace, words: str | None) -> str:
    """Resolve the meeting that is named, or return the one that is open. Raises RcmError where that is not clear."""
    if words is not None:
        return workspace.resolve_meeting(words)
    opened = workspace.plan.open_meetings or workspace.plan.entered_meetings
    if len(opened) == 1:
        return opened[0].id
    if opened:
        raise RcmError(
            _("Several meetings are open; name one: {ids}").format(ids=", ".join(meeting.id for meeting in opened))
        )
    raise RcmError(_("No meeting is open; name one. See: rcm meeting list"))


@meeting.command("list", help=_("List all meetings, oldest first."), epilog="rcm meeting list\nrcm meeting list --json")
@json_option
@pass_state
def list_(state: State, as_json: bool) -> int:
    """Print all meetings."""
    workspace = state.workspace.read_lazily()
    found = workspace.plan.meetings_in_order()
    if as_json:
        from rcm_tui.reports.json import meeting_row_json

        tags = _editions(workspace)
        output.data("meetings", meetings=[meeting_row_json(meeting, tags.get(meeting.id)) for meeting in found])
    elif output.is_terminal():
        dates = max((len(date_words(meeting.dates)) for meeting in found), default=0)
        output.lines(_line(meeting, dates) for meeting in found)
    else:
        for meeting in found:
            output.row(meeting.id, meeting.status.value, meeting.dates, meeting.body, meeting.place)
    if not found and not as_json:
        show_message(_("There are no meetings yet. To add one: rcm meeting new --body BODY --dates MONTH"))
    return DONE


def _editions(workspace: Workspace) -> dict[str, str]:
    """Return the tag of each meeting that has an edition."""
    from rcm_tui.history.editions import editions

    return {edition.meeting: edition.tag for edition in editions(workspace.git)}


def _line(meeting: Meeting, dates: int) -> Line:
    """Format a meeting as one line; `dates` is the width of the column of dates."""
    look = MEETING_LOOK[meeting.status.value]
    spans: list[output.Span] = [
        (meeting.id.ljust(20) + " ", ID),
        (f"{look.glyph} {meeting_word(meeting.status.value)}".ljust(11), look.role),
        date_words(meeting.dates).ljust(dates) + " ",
        meeting.place or "",
    ]
    if meeting.agreements:
        count = len(meeting.agreements)
        spans.append((" " + ngettext("({count} agreement)", "({count} agreements)", count).format(count=count), FAINT))
    if meeting.no_edition:
        spans.append((" " + _("(no edition)"), FAINT))
    return text(*spans, hang=33 + dates)


@meeting.command(
    "show",
    help=_("Show a meeting with its agreements and what they led to, by default the open one."),
    epilog="rcm meeting show 2001-03-assembly",
)
@click.argument("meeting_id", metavar=_("[ID]"), nargs=-1, shell_complete=complete_meetings)
@json_option
@pass_state
def show(state: State, meeting_id: tuple[str, ...], as_json: bool) -> int:
    """Print the meeting's page."""
    from rcm_tui.reports.json import meeting_json, record_json
    from rcm_tui.reports.meeting_page import meeting_page
    from rcm_tui.workflow.checklist import left_to_do
    from rcm_tui.workflow.meetings import corrections_of

    workspace = state.workspace.read_lazily()
    named = chosen_meeting(workspace, " ".join(meeting_id) or None)
    chosen = workspace.plan.meetings[named]
    left = left_to_do(workspace, named) if chosen.status.value == "open" else ()
    edition, corrected = _editions(workspace).get(named), corrections_of(workspace).get(named, ())
    if as_json:
        corrections = [record_json(record) for record in corrected]
        output.data(
            "meeting", meeting={**meeting_json(workspace.plan, chosen, left, edition), "corrections": corrections}
        )
        return DONE
    output.lines(page_lines(meeting_page(workspace.plan, chosen, left, edition, corrected)))
    return DONE
