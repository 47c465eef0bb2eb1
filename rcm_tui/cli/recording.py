"""What every recording command shares: its options, the questions that may stand in the way, and the line that is told.

A command builds a `Change`; `carry_out` attributes it to a meeting, shows it or records it, and says so.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import click

from rcm_tui.cli import output
from rcm_tui.cli.completion import complete_actors, complete_meetings
from rcm_tui.cli.errors import DONE, say
from rcm_tui.cli.prompts import ask_needed, can_ask, choose, confirm
from rcm_tui.cli.state import State
from rcm_tui.i18n import _
from rcm_tui.workflow.change import (
    BETWEEN_MEETINGS,
    Attribution,
    ExternalEdits,
    MeetingNeeded,
    NothingToRecord,
    ReasonNeeded,
)

if TYPE_CHECKING:
    from rcm_tui.workflow.change import Change, Recorded
    from rcm_tui.workflow.workspace import Workspace

Given = ParamSpec("Given")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class How:
    """How a change shall be recorded: what the shared options say."""

    meeting: str | None = None
    between: bool = False
    reason: str = ""
    proposed_by: str | None = None
    agreement: str | None = None
    with_external_edits: bool = False
    dry_run: bool = False
    as_json: bool = False


def recording(
    function: Callable[Concatenate[State, How, Given], Result],
) -> Callable[Concatenate[State, Given], Result]:
    """Give a command the options of all recording commands; it gets them as its second argument, a `How`."""

    def command(state: State, /, *args: Given.args, **kwargs: Given.kwargs) -> Result:
        names = (
            "meeting",
            "between",
            "reason",
            "proposed_by",
            "agreement",
            "with_external_edits",
            "dry_run",
            "as_json",
        )
        given: dict[str, Any] = {name: kwargs.pop(f"how_{name}") for name in names}
        return function(state, How(**given), *args, **kwargs)

    wrapped = functools.update_wrapper(command, function)
    for option in reversed(_options()):
        wrapped = option(wrapped)
    return wrapped


def _options() -> tuple[Callable[[Any], Any], ...]:
    return (
        click.option(
            "--meeting",
            "how_meeting",
            metavar=_("ID"),
            shell_complete=complete_meetings,
            help=_("The meeting that the change belongs to; otherwise the open one."),
        ),
        click.option(
            "--between-meetings",
            "how_between",
            is_flag=True,
            help=_("The change belongs to no meeting; say why with -m."),
        ),
        click.option("-m", "--reason", "how_reason", default="", metavar=_("TEXT"), help=_("Why the change was made.")),
        click.option(
            "--proposed-by",
            "how_proposed_by",
            metavar=_("ACTOR"),
            shell_complete=complete_actors,
            help=_("Who asked for it."),
        ),
        click.option("--agreement", "how_agreement", metavar=_("MEETING/ID"), help=_("The agreement that led to it.")),
        click.option(
            "--with-hand-edits",
            "how_with_external_edits",
            is_flag=True,
            help=_("Record edits made by hand in the same files as well."),
        ),
        click.option("--dry-run", "how_dry_run", is_flag=True, help=_("Only show the record that would be made.")),
        click.option("--json", "how_as_json", is_flag=True, help=_("Print the result as JSON, for programs.")),
    )


def carry_out(
    state: State,
    make: Callable[[], Change],
    how: How,
    *,
    tell_id: bool = False,
    by: Attribution | None = None,
    then: Callable[[Recorded], None] | None = None,
) -> int:
    """Record what `make` builds, or show it with `--dry-run`, and tell of it on stdout. Returns the exit status.

    With `tell_id`, only the new id is told where stdout is no terminal. `by` is given where the change itself says
    which meeting it belongs to, as opening one does. `then` is called after the record was told.
    """
    workspace = state.workspace
    try:
        first = make()  # What is wrong with it is told before anything is asked.
        by = by or attribute(workspace, how, first)
        if how.dry_run:
            _show_preview(workspace, make(), by, how)
            return DONE
        recorded = record(workspace, make, by)
    except NothingToRecord as nothing:
        if how.as_json:
            output.data("record", dryRun=how.dry_run, commit=None, subject="", newId=None, changes=[])
        say(str(nothing))
        return DONE
    _tell(recorded, by, how, tell_id=tell_id)
    if then is not None:
        then(recorded)
    return DONE


def attribute(workspace: Workspace, how: How, change: Change) -> Attribution:
    """Which meeting the change belongs to, and why; a person at a terminal is asked where that is not clear."""
    proposed_by, agreement = how.proposed_by, how.agreement
    if proposed_by is not None:
        from rcm_tui.workflow.values import actor_code

        proposed_by = actor_code(workspace.plan, proposed_by)
    if agreement is not None:
        from rcm_tui.workflow.agreements import find

        agreement = "/".join(find(workspace.plan, agreement))

    meeting, between, reason = how.meeting, how.between, how.reason
    while True:
        try:
            return workspace.attribution(
                change,
                meeting=meeting,
                between=between,
                reason=reason,
                proposed_by=proposed_by,
                agreement=agreement,
                with_external_edits=how.with_external_edits,
            )
        except MeetingNeeded as needed:
            if not can_ask():
                raise
            meeting = _ask_meeting(workspace, needed)
            between = meeting is None
        except ReasonNeeded:
            if not can_ask():
                raise
            reason = ask_needed(_("Why is this changed between meetings?"))


def record(workspace: Workspace, make: Callable[[], Change], by: Attribution) -> Recorded:
    """Record the change, built while nobody else records.

    A person at a terminal is asked about edits by hand and for a name where it takes that.
    """
    from rcm_tui.history.state import NoIdentity

    while True:
        try:
            with workspace.alone():
                return workspace.record(make(), by)
        except ExternalEdits as edited:
            if by.with_external_edits or not can_ask():
                raise
            say(_("Edits made by hand are not recorded yet in {paths}.").format(paths=", ".join(edited.paths)))
            if not confirm(_("Record them together with this change?")):
                raise click.Abort from None
            by = replace(by, with_external_edits=True)
        except NoIdentity:
            if not can_ask():
                raise
            ask_identity(workspace)


def ask_identity(workspace: Workspace) -> None:
    """Ask who is recording, and tell git so for this repository."""
    say(_("Git does not know you yet; every record names a person."))
    workspace.set_identity(ask_needed(_("Your name")), ask_needed(_("Your e-mail")))


def _ask_meeting(workspace: Workspace, needed: MeetingNeeded) -> str | None:
    """The meeting that a person chooses, opened if need be; None for between meetings."""
    from rcm_tui.model.items import MeetingStatus

    planned = [one.id for one in workspace.plan.meetings_in_order() if one.status is MeetingStatus.PLANNED][:5]
    options = [
        *(_("at the open meeting {meeting}").format(meeting=meeting) for meeting in needed.open),
        *(_("open the meeting {meeting}, and record it there").format(meeting=meeting) for meeting in planned),
        _("between meetings"),
    ]
    question = _("Several meetings are open.") if needed.open else _("No meeting is open.")
    chosen = choose(question + " " + _("Where does this change belong?"), options)
    meetings = [*needed.open, *planned]
    if chosen >= len(meetings):
        return None
    if meetings[chosen] in planned:
        from rcm_tui.workflow.meetings import open_meeting

        opened = record(workspace, lambda: open_meeting(workspace, meetings[chosen]), Attribution(meetings[chosen]))
        say(_("Recorded {commit}: {subject}").format(commit=opened.commit[:7], subject=opened.subject))
    return meetings[chosen]


def _show_preview(workspace: Workspace, change: Change, by: Attribution, how: How) -> None:
    preview = workspace.preview(change, by)
    if how.as_json:
        output.data("record", **_record_json(None, by, preview.message, preview.changes, change.new_id), dryRun=True)
        return
    say(_("This would be recorded (nothing is, because of --dry-run):"))
    output.verbatim(preview.message)
    output.line()
    output.difference(preview.diff)


def _tell(recorded: Recorded, by: Attribution, how: How, *, tell_id: bool) -> None:
    for note in recorded.notes:
        say(note)
    if how.as_json:
        content = _record_json(recorded.commit, by, recorded.message, recorded.changes, recorded.new_id)
        output.data("record", **content, dryRun=False)
    elif tell_id and recorded.new_id and not output.is_terminal():
        output.row(recorded.new_id)
    else:
        output.line(*_told(recorded, by))


def _told(recorded: Recorded, by: Attribution) -> tuple[output.Span, ...]:
    """The one line that says what was recorded, where, and at which meeting."""
    place = _("between meetings") if by.meeting == BETWEEN_MEETINGS else by.meeting
    return (_("Recorded") + " ", (recorded.commit[:7], output.FAINT), f" ({place}): ", (recorded.subject, output.TITLE))


def _record_json(
    commit: str | None, by: Attribution, message: str, changes: tuple[Any, ...], new_id: str | None
) -> Mapping[str, Any]:
    from rcm_tui.reports.history import change_json

    return {
        "commit": commit,
        "meeting": by.meeting,
        "reason": by.reason,
        "subject": message.partition("\n")[0],
        "message": message,
        "newId": new_id,
        "changes": [change_json(change) for change in changes],
    }
