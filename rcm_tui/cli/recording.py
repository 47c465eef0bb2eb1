"""What all recording commands share: options, questions at the terminal, and the line that says what was recorded.

A command builds a `Change`; `carry_out` records or previews it through the `Session` of the command line.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import click

from rcm_tui.changes.questions import OTHER, Answer, Kind
from rcm_tui.cli import output
from rcm_tui.cli.completion import complete_actors, complete_meetings
from rcm_tui.cli.errors import DONE, PREVENTED, show_message
from rcm_tui.cli.prompts import ask, ask_needed, can_ask, choose, confirm
from rcm_tui.cli.state import State
from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.rules import KEPT_OPEN, NO_LONGER
from rcm_tui.model.states import MeetingStatus
from rcm_tui.reports.questions import about, before, choice_words, choices, heading, third
from rcm_tui.reports.record_words import subject_words
from rcm_tui.workflow.attribution import RecordOptions
from rcm_tui.workflow.change import (
    BETWEEN_MEETINGS,
    Change,
    ConfirmationNeeded,
    Conflict,
    CorrectionNeeded,
    ExternalEdits,
    MeetingNeeded,
    NothingToRecord,
    Preview,
    ReasonNeeded,
    Recorded,
    UnansweredRequests,
)

if TYPE_CHECKING:
    from rcm_tui.history.record import TerminalNeeded
    from rcm_tui.history.state import NoIdentity
    from rcm_tui.model.plan import Plan
    from rcm_tui.workflow.session import Asked, Build, Conversation, MeetingChoice

Given = ParamSpec("Given")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class CommandOptions(RecordOptions):
    """What the options say that all recording commands share."""

    dry_run: bool = False
    as_json: bool = False


def recording(
    function: Callable[Concatenate[State, CommandOptions, Given], Result],
) -> Callable[Concatenate[State, Given], Result]:
    """Give a command the options of all recording commands; it gets them as its second argument, a `CommandOptions`."""

    def command(state: State, /, *args: Given.args, **kwargs: Given.kwargs) -> Result:
        given: dict[str, Any] = {field.name: kwargs.pop(f"record_{field.name}") for field in fields(CommandOptions)}
        given["with_external_edits"] |= kwargs.pop("record_with_hand_edits")
        state.lazy = True
        return function(state, CommandOptions(**given), *args, **kwargs)

    wrapped = functools.update_wrapper(command, function)
    for option in reversed(_options()):
        wrapped = option(wrapped)
    return wrapped


def _options() -> tuple[Callable[[Any], Any], ...]:
    return (
        click.option(
            "--meeting",
            "record_meeting",
            metavar=_("ID"),
            shell_complete=complete_meetings,
            help=_("The meeting that the change belongs to; otherwise the open one."),
        ),
        click.option(
            "--between-meetings",
            "record_between",
            is_flag=True,
            help=_("The change belongs to no meeting; say why with -m."),
        ),
        click.option(
            "-m", "--reason", "record_reason", default="", metavar=_("TEXT"), help=_("Why the change was made.")
        ),
        click.option(
            "--proposed-by",
            "record_proposed_by",
            metavar=_("ACTOR"),
            shell_complete=complete_actors,
            help=_("Who asked for it."),
        ),
        click.option(
            "--agreement", "record_agreement", metavar=_("MEETING/ID"), help=_("The agreement that led to it.")
        ),
        click.option(
            "--with-external-edits",
            "record_with_external_edits",
            is_flag=True,
            help=_("Also record edits that were made to the same files outside rcm."),
        ),
        click.option(
            "--correct",
            "record_correct",
            is_flag=True,
            help=_("Correct the record of a closed meeting; say why with -m."),
        ),
        click.option(
            "--requests",
            "record_requests",
            metavar="closed|open|" + _("ITEM"),
            help=_(
                "What happens to the unanswered requests of an item that is archived or over: closed, open "
                "(the default if nobody can be asked), or another item to move them to."
            ),
        ),
        click.option("--yes", "record_confirmed", is_flag=True, help=_("Go ahead without asking for confirmation.")),
        click.option("--with-hand-edits", "record_with_hand_edits", is_flag=True, hidden=True),
        click.option("--dry-run", "record_dry_run", is_flag=True, help=_("Only show the record that would be made.")),
        click.option("--json", "record_as_json", is_flag=True, help=_("Print the result as JSON, for programs.")),
    )


def carry_out(
    state: State,
    make: Callable[[], Change],
    options: CommandOptions,
    *,
    tell_id: bool = False,
    then: Callable[[Recorded], None] | None = None,
) -> int:
    """Record what `make` builds, or preview it with `--dry-run`, and report it on stdout. Returns the exit status.

    With `tell_id`, only the new id is printed where stdout is no terminal. `then` is called after the report.
    """

    def build(_workspace: object) -> Change:
        return make()

    try:
        if options.dry_run:
            _show_preview(answered(state.session.preview(build, options)), options)
            return DONE
        recorded = answered(state.session.record(build, options))
    except NothingToRecord as nothing:
        if options.as_json:
            output.data("record", dryRun=options.dry_run, commit=None, subject="", newId=None, changes=[])
        show_message(str(nothing))
        return DONE
    _report(recorded, options, tell_id=tell_id)
    if not recorded.is_complete:
        return PREVENTED
    if then is not None:
        then(recorded)
    return DONE


def answered(conversation: Conversation[Result]) -> Result:
    """Run a conversation, asking its questions here, and return its result. Raises Abort where the person backs out."""
    prompter = TerminalPrompter()
    step = conversation.advance()
    while step is not None:
        step = conversation.advance(step(prompter))
    if conversation.result is None:
        raise click.Abort
    return conversation.result


class Declined(RcmError):
    """The person answered a question with no."""

    exit_status = DONE

    def __init__(self) -> None:
        super().__init__(_("Nothing was recorded."))


class TerminalPrompter:
    """Asks on stderr and reads from stdin; raises the error that stops the record where those are no terminal."""

    def which_meeting(self, needed: MeetingNeeded, plan: Plan) -> MeetingChoice:
        """Offer the open meetings, the next five planned ones, and none."""
        from rcm_tui.workflow.session import MeetingChoice

        _require_terminal(needed)
        planned = [meeting.id for meeting in plan.meetings_in_order() if meeting.status is MeetingStatus.PLANNED][:5]
        options = [
            *(_("at the open meeting {meeting}").format(meeting=meeting) for meeting in needed.open),
            *(_("open the meeting {meeting}, and record it there").format(meeting=meeting) for meeting in planned),
            _("between meetings"),
        ]
        question = _("Several meetings are open.") if needed.open else _("No meeting is open.")
        chosen = choose(question + " " + _("Where does this change belong?"), options)
        meetings = [*needed.open, *planned]
        if chosen == len(meetings):
            return MeetingChoice(between=True)
        return MeetingChoice(meetings[chosen], open_first=meetings[chosen] in planned)

    def reason(self, needed: ReasonNeeded) -> str:
        """Ask for a line."""
        _require_terminal(needed)
        return ask_needed(_("Why is this changed between meetings?"))

    def identity(self, missing: NoIdentity, complaint: str) -> tuple[str, str]:
        """Ask for name and address."""
        _require_terminal(missing)
        show_message(complaint or _("Git does not know you yet; every record names a person."))
        return ask_needed(_("Your name")), ask_needed(_("Your e-mail"))

    def confirm(self, needed: ConfirmationNeeded) -> bool:
        """Ask; no, the default, raises Declined. Where nobody can be asked, an essential question stops the record."""
        if not needed.asked.essential and not can_ask():
            return True
        _require_terminal(needed)
        show_message(needed.asked.question)
        if not confirm(needed.asked.yes + "?"):
            raise Declined
        return True

    def correction(self, needed: CorrectionNeeded) -> str:
        """Ask, and for the reason where none was given; no, the default, raises Declined."""
        _require_terminal(needed)
        show_message(needed.found)
        if not confirm(_("Record this as a correction?")):
            raise Declined
        return needed.reason or ask_needed(_("Why is it corrected?"))

    def unanswered(self, found: UnansweredRequests, _plan: Plan) -> str:
        """Name the requests and ask what becomes of them; where nobody can be asked, they stay open."""
        if not can_ask():
            return KEPT_OPEN
        from rcm_tui.reports.names import outcome_words  # Takes the schema along; most commands ask nothing.

        outcomes = (KEPT_OPEN, NO_LONGER)
        chosen = choose(
            f"{found}\n" + _("What becomes of them?"),
            [outcome_words(outcome) for outcome in (*outcomes, "")],
            default=0,
        )
        return outcomes[chosen] if chosen < len(outcomes) else ask_needed(_("To which item"))

    def include_external_edits(self, found: ExternalEdits) -> bool:
        """Name the files and ask; the default is no."""
        _require_terminal(found)
        show_message(_("Edits made elsewhere are not recorded yet in {paths}.").format(paths=", ".join(found.paths)))
        return confirm(_("Record them together with this change?"))

    def resolve_conflict(self, conflict: Conflict) -> Build:
        """Raise the conflict: there is no choosing field by field at the command line."""
        raise conflict

    def settle(self, asked: Asked) -> Answer | None:
        """Show the three values and who set them; Enter keeps the question for later."""
        from rcm_tui.reports.names import moment_words, record_meeting_name  # Takes the schema along.

        question = asked.question
        show_message(asked.complaint or f"\n{asked.position}/{asked.count}  {heading(question, asked.plan)}")
        if words := about(question, asked.plan):
            show_message("   " + words)
        if words := before(question, asked.plan):
            show_message("   " + _("before: {value}").format(value=words))
        sides = choices(question, asked.plan)
        for number, (choice, record) in enumerate(zip(sides, (asked.here, asked.there), strict=True), 1):
            show_message(f"   {number}  {choice_words(choice)}")
            if record is not None:
                meeting = record_meeting_name(asked.plan, record)
                made = subject_words(asked.plan, record.subject) if question.kind is Kind.ARCHIVED else ""
                parts = (record.author, moment_words(record.when), meeting, made, record.reason)
                show_message("      " + "  ".join(filter(None, parts)))
        other = third(question)
        if other:
            show_message("   3  " + other)
        while True:
            typed = ask(_("Number, or Enter to decide later"))
            if not typed:
                return None
            if typed in ("1", "2"):
                return Answer(sides[int(typed) - 1].take)
            if typed == "3" and other:
                return Answer(OTHER, ask_needed(_("Below which item") if question.put else _("What it shall be")))

    def lend_terminal(self, needed: TerminalNeeded) -> bool:
        """Raise the error: at the command line programs have the terminal anyhow."""
        raise needed

    def meeting_opened(self, opened: Recorded) -> None:
        """Say it on stderr; stdout is for what the command records."""
        show_message(
            _("Recorded {commit}: {subject}").format(
                commit=opened.commit[:7], subject=subject_words(opened.plan, opened.subject)
            )
        )


def _require_terminal(error: RcmError) -> None:
    if not can_ask():
        raise error


def _show_preview(preview: Preview, options: CommandOptions) -> None:
    for note in preview.notes:
        show_message(note)
    if options.as_json:
        output.data("record", **_record_json(None, preview), dryRun=True)
        return
    show_message(_("This would be recorded (nothing is, because of --dry-run):"))
    output.verbatim(preview.message)
    output.line()
    output.difference(preview.diff)


def _report(recorded: Recorded, options: CommandOptions, *, tell_id: bool) -> None:
    for note in recorded.notes:
        show_message(note)
    if options.as_json:
        output.data("record", **_record_json(recorded.commit, recorded), dryRun=False)
    elif tell_id and recorded.new_id and not output.is_terminal():
        output.row(recorded.new_id)
    else:
        output.line(*_sentence(recorded))


def _sentence(recorded: Recorded) -> tuple[output.Span, ...]:
    """Say what was recorded, where, and at which meeting."""
    meeting = recorded.by.meeting
    place = _("between meetings") if meeting == BETWEEN_MEETINGS else meeting
    subject = subject_words(recorded.plan, recorded.subject)
    return (_("Recorded") + " ", (recorded.commit[:7], output.FAINT), f" ({place}): ", (subject, output.TITLE))


def _record_json(commit: str | None, record: Preview | Recorded) -> Mapping[str, Any]:
    from rcm_tui.reports.json import change_json

    return {
        "commit": commit,
        "meeting": record.by.meeting,
        "reason": record.by.reason,
        "subject": record.message.partition("\n")[0],
        "message": record.message,
        "newId": record.new_id,
        "notes": list(record.notes),
        "changes": [change_json(change) for change in record.changes],
    }
