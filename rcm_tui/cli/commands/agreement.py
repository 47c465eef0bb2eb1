"""`rcm agreement`: record what a meeting agreed, link it to items, withdraw it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import click

from rcm_tui.cli.commands.agreement_import import at_meeting, import_, owners_option, record_pieces
from rcm_tui.cli.commands.agreement_list import list_, show
from rcm_tui.cli.commands.meeting import chosen_meeting
from rcm_tui.cli.completion import complete_agreements
from rcm_tui.cli.errors import show_message
from rcm_tui.cli.field_options import FieldCommand, as_fields, field_options, given_assignments, given_words
from rcm_tui.cli.lazy import Group
from rcm_tui.cli.params import Choice, language_option
from rcm_tui.cli.prompts import can_ask, confirm, from_stdin
from rcm_tui.cli.recording import CommandOptions, carry_out, recording
from rcm_tui.cli.state import State, pass_state
from rcm_tui.history.log import Record
from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue
from rcm_tui.model.plan import Plan
from rcm_tui.model.states import MeetingStatus, Strength
from rcm_tui.reports.record_words import subject_words
from rcm_tui.workflow import agreement_names, agreements
from rcm_tui.workflow.change import Change, Recorded
from rcm_tui.workflow.edit import SET, Assignment, parse_assignment
from rcm_tui.workflow.undo import undo

several = click.argument(
    "names", metavar=_("AGREEMENT..."), nargs=-1, required=True, shell_complete=complete_agreements
)


@click.group(
    "agreement",
    cls=Group,
    help=_(
        "Record what a meeting agreed and link it to items. AGREEMENT is MEETING/ID, "
        "MEETING/NUMBER, or an id or number of the open meeting; a part has a name of its own, such as 5b. Several may "
        "be named at once, also by numbers from and to (4-7) or a query (kind:decision is:to-place)."
    ),
    epilog='rcm agreement add --text "Hold a seminar on consular protection"\nrcm agreement place 3 HR-4.2',
)
def agreement() -> None:
    """Group the commands on agreements."""


@agreement.command(
    "add",
    cls=FieldCommand,
    kinds=("agreement",),
    help=_(
        "Record an agreement of the open meeting, or of --meeting, and print its id. Without "
        "--text, pasted text (end with Ctrl-D) or piped text is read and split at its numbers, "
        "letters and bullets."
    ),
    epilog=(
        'rcm agreement add --text "Hold a seminar" --number 3 --item HR-4\n'
        'rcm agreement add --in es --text "Celebrar un seminario"\nrcm agreement add < agreements.txt'
    ),
)
@click.option("--text", "words", metavar=_("TEXT"), help=_("Its text."))
@language_option
@field_options("agreement")
@owners_option
@pass_state
@recording
def add(
    state: State,
    options: CommandOptions,
    /,
    words: str | None,
    language: str | None,
    owners: bool,
    **given: Any,
) -> int:
    """Record one agreement, or several from pasted text."""
    workspace = state.workspace
    meeting = chosen_meeting(workspace, options.meeting)
    options = at_meeting(state, replace(options, meeting=None), meeting)
    fields = as_fields(workspace, given_words(workspace, given, "agreement"), "agreement")
    if words is None or words == "-":
        from rcm_tui.model.minutes import read_minutes

        if fields:
            raise click.UsageError(
                _("Fields are those of one agreement, with --text; of several, set them later: rcm agreement edit")
            )
        return record_pieces(state, options, meeting, language, read_minutes(from_stdin()), owners)
    text = state.text(words, language)

    return carry_out(state, lambda: agreements.add(workspace, meeting, text, **fields), options, tell_id=True)


@agreement.command(
    "edit",
    cls=FieldCommand,
    kinds=("agreement",),
    help=_("Change fields of agreements with options, or any field with FIELD=VALUE."),
    epilog=(
        'rcm agreement edit hjn --number 3\nrcm agreement edit hjn --in es --text "Celebrar un seminario"\n'
        "rcm agreement edit 4-7 9 responsible=TS"
    ),
)
@several
@click.option("--text", "words", metavar=_("TEXT"), help=_("Its text."))
@language_option
@field_options("agreement")
@pass_state
@recording
def edit(
    state: State,
    options: CommandOptions,
    /,
    names: Sequence[str],
    words: str | None,
    language: str | None,
    **given: Any,
) -> int:
    """Set its fields."""
    wanted = [parse_assignment(name) for name in names if "=" in name]
    names = [name for name in names if "=" not in name]
    if words is not None:
        wanted += [Assignment(("text", code), SET, sentence) for code, sentence in state.text(words, language).items()]
    wanted += given_assignments(state.workspace, given, "agreement")
    if not wanted:
        raise click.UsageError(_("Say what to change: --text, --number, --status and so on, or FIELD=VALUE."))
    return _carry_out(state, options, names, agreements.edit, wanted)


def _carry_out(
    state: State,
    options: CommandOptions,
    names: Sequence[str],
    make: Callable[..., Change],
    *more: object,
    then: Callable[[Recorded], None] | None = None,
) -> int:
    """Record what `make` does to the agreements of these names; `more` are its further arguments."""
    if not names:
        raise click.UsageError(_("Name the agreements, such as 3, 4-7 or 5b."))
    found, options = _find(state, options, names)

    def build() -> Change:
        change = make(state.workspace, found.meeting, found.names, *more)
        return agreements.confirmed(state.workspace, change, len(found.names)) if found.by_query else change

    return carry_out(state, build, at_meeting(state, options, found.meeting), then=then)


def _find(state: State, options: CommandOptions, names: Sequence[str]) -> tuple[agreement_names.Found, CommandOptions]:
    """Find the agreements of these names, those without a meeting at the one of --meeting.

    A closed one takes no records, so that --meeting only says then whose agreements are meant.
    """
    found = agreement_names.find_all(state.plan, names, options.meeting)
    if options.meeting is not None and state.plan.meetings[found.meeting].status is MeetingStatus.CLOSED:
        options = replace(options, meeting=None)
    return found, options


@agreement.command(
    "acknowledge",
    help=_("Mark agreements as acknowledgements, such as votes of thanks: they lead to no item."),
    epilog="rcm agreement acknowledge 1 12-14",
)
@several
@pass_state
@recording
def acknowledge(state: State, options: CommandOptions, names: Sequence[str]) -> int:
    """Change their kind."""
    return _carry_out(state, options, names, agreements.acknowledge)


@agreement.command(
    "heading",
    help=_("Turn headings that were recorded as agreements into statements of the meeting."),
    epilog="rcm agreement heading hjn kvt",
)
@several
@pass_state
@recording
def heading(state: State, options: CommandOptions, names: Sequence[str]) -> int:
    """Move them to the statements."""
    return _carry_out(state, options, names, agreements.make_heading)


@agreement.command(
    "place",
    help=_("Link agreements to the items they led to, or say with --none why they need none."),
    epilog=(
        "rcm agreement place 3 HR-4.2 LDM-3\nrcm agreement place 5b 6 MPM-1.3\n"
        'rcm agreement place 12 --none "A rule, not a piece of work"'
    ),
)
@several
@click.option("--none", "why", metavar=_("WHY"), help=_("Why no item follows from it."))
@click.option(
    "--strength",
    type=Choice(*Strength),
    default=Strength.EXPLICIT.value,
    help=_("How certain the link is: the agreement says so, it is probable, or it is indirect."),
)
@pass_state
@recording
def place(state: State, options: CommandOptions, names: Sequence[str], why: str | None, strength: str) -> int:
    """Link the agreements."""
    names, items = _agreements_first(state.plan, names, options.meeting)
    if (why is None) == (not items):
        raise click.UsageError(_("Name the items, or say with --none why there are none."))
    if why is not None:
        return _carry_out(state, options, names, agreements.no_item, why)
    return _carry_out(state, options, names, agreements.place, items, Strength(strength))


def _agreements_first(plan: Plan, words: Sequence[str], meeting: str | None) -> tuple[Sequence[str], Sequence[str]]:
    """Divide words into the agreements that come first, at least one, and the items after them."""
    for position, word in enumerate(words[1:], 1):
        try:
            agreement_names.find_all(plan, [word], meeting)
        except BadValue:
            return words[:position], words[position:]
    return words, ()


@agreement.command("unplace", help=_("Unlink items from agreements."), epilog="rcm agreement unplace 3 LDM-3")
@several
@pass_state
@recording
def unplace(state: State, options: CommandOptions, names: Sequence[str]) -> int:
    """Unlink the items."""
    names, items = _agreements_first(state.plan, names, options.meeting)
    if not items:
        raise click.UsageError(_("Name the items to unlink after the agreement."))
    return _carry_out(state, options, names, agreements.unplace, items)


@agreement.command(
    "withdraw",
    help=_("Mark agreements as withdrawn; their texts stay. At a terminal, rcm offers to undo what they led to."),
    epilog="rcm agreement withdraw 3",
)
@several
@pass_state
@recording
def withdraw(state: State, options: CommandOptions, names: Sequence[str]) -> int:
    """Withdraw the agreements, then offer to undo what they led to."""
    found, further = _find(state, options, names)
    led = agreements.led_to(state.workspace, found.meeting, found.names)

    def offer(_recorded: Recorded) -> None:
        _offer_to_take_back(state, at_meeting(state, further, found.meeting), led)

    return _carry_out(state, options, names, agreements.withdraw, then=offer)


def _offer_to_take_back(state: State, options: CommandOptions, led: Sequence[Record]) -> None:
    """Ask whether to undo each record that the agreement led to; without a terminal, say how."""
    for record in led:
        subject = subject_words(state.workspace.plan, record.subject)
        if options.as_json or not can_ask():
            show_message(
                _("It led to {subject}; to undo that: rcm undo {commit}").format(
                    subject=subject, commit=record.commit[:12]
                )
            )
        elif confirm(_("It led to “{subject}”. Undo that too?").format(subject=subject)):
            commit = record.commit
            carry_out(state, lambda commit=commit: undo(state.workspace, commit).change, options)  # type: ignore[misc]


agreement.add_command(import_)
agreement.add_command(list_)
agreement.add_command(show)
