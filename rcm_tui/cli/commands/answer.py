"""`rcm answer` and `rcm ask`: record who has answered a request; ask for something more."""

from __future__ import annotations

from typing import Any

import click

from rcm_tui.cli.completion import complete_actors, complete_entries, complete_ids
from rcm_tui.cli.field_options import as_fields, assignments, field_options, given_words
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.params import Choice, language_option
from rcm_tui.cli.prompts import text_given
from rcm_tui.cli.recording import CommandOptions, carry_out, recording
from rcm_tui.cli.state import State, pass_state
from rcm_tui.i18n import _
from rcm_tui.model.states import AnswerKind
from rcm_tui.workflow import agreement_names, requests
from rcm_tui.workflow.change import Change
from rcm_tui.workflow.edit import SET, Assignment
from rcm_tui.workflow.values import actor_code
from rcm_tui.workflow.workspace import Workspace

which_option = click.option(
    "--which",
    metavar=_("N"),
    default="",
    help=_("Which of several requests: its position, counted from 1, or its id."),
)


@click.command(
    "answer",
    cls=Command,
    help=_(
        "Record which countries or other actors have answered the request of a calendar entry, or of an agreement or "
        "part: then ITEM is the meeting and ENTRY its number or id. Where it asks for several things, --which says "
        "which is answered. An answer to a request that recurs counts for one round: that of its date, or of --round. "
        "Without --date, the answer is dated by the day that deadlines count from, which is said."
    ),
    epilog=(
        "rcm answer HR-4.2 mzp MOH --date 2006-07-12\nrcm answer HR-4.2 mzp MOH MOA\n"
        "rcm answer HR-4.2 mzp MOA --kind partial\nrcm answer HR-4.2 mzp MOH --take-back\n"
        "rcm answer 2007-05-council 5b MOH\nrcm answer HR-4.2 mzp MOH --which 2\n"
        "rcm answer HR-2.8 bpk MOH --round 2007-05-council"
    ),
)
@click.argument("item", metavar=_("ITEM"), shell_complete=complete_ids)
@click.argument("entry", metavar=_("ENTRY"), shell_complete=complete_entries)
@click.argument("actors", metavar=_("COUNTRY..."), nargs=-1, required=True, shell_complete=complete_actors)
@click.option("--date", metavar=_("DATE"), help=_("When they answered."))
@click.option(
    "--kind", type=Choice(*(kind.value for kind in AnswerKind)), help=_("Kind of answer; complete by default.")
)
@click.option("--note", metavar=_("TEXT"), help=_("A comment on the answer."))
@click.option("--take-back", is_flag=True, help=_("Remove the answers."))
@which_option
@click.option(
    "--round",
    "round_",
    metavar=_("ROUND"),
    default="",
    help=_("The round of a recurring request: the meeting that it leads up to, or the day on which it ends."),
)
@pass_state
@recording
def answer(
    state: State,
    options: CommandOptions,
    item: str,
    entry: str,
    actors: tuple[str, ...],
    date: str | None,
    kind: str | None,
    note: str | None,
    take_back: bool,
    which: str,
    round_: str,
) -> int:
    """Record the answers, or remove them again."""
    workspace = state.workspace
    owner, entry = _named(workspace, item, entry)
    codes = [actor_code(workspace.plan, actor) for actor in actors]

    def make() -> Change:
        given = {"date": date, "kind": kind, "note": note}
        return requests.answer(workspace, owner, entry, codes, which=which, round_=round_, take_back=take_back, **given)

    return carry_out(state, make, options)


@click.command(
    "ask",
    cls=Command,
    help=_(
        "Add a request to a calendar entry, or to an agreement or a part of one; ITEM and ENTRY name it as "
        "in rcm answer. Each request has its own deadline and answers. With --which, change one of the "
        "requests, or remove it (--remove)."
    ),
    epilog=(
        'rcm ask HR-4.2 mzp --text "CONFIRM THE LIST" --asks members --to TS --due "end of April 2007"\n'
        "rcm ask HR-4.2 mzp --which 2 --due 2007-05-15\nrcm ask 2007-05-council 5b --asks MOH --due 2007-06"
    ),
)
@click.argument("item", metavar=_("ITEM"), shell_complete=complete_ids)
@click.argument("entry", metavar=_("ENTRY"), shell_complete=complete_entries)
@click.option("--text", "words", metavar=_("TEXT"), help=_("What is asked for, if the entry does not say so."))
@language_option
@which_option
@click.option("--remove", "removing", is_flag=True, help=_("Remove the request; the history keeps it."))
@field_options("request")
@pass_state
@recording
def ask(
    state: State,
    record_options: CommandOptions,
    /,
    item: str,
    entry: str,
    words: str | None,
    language: str | None,
    which: str,
    removing: bool,
    **options: Any,
) -> int:
    """Make another request, or change or remove one."""
    workspace = state.workspace
    owner, entry = _named(workspace, item, entry)
    given = given_words(workspace, options, "request")
    text = state.text(text_given(words, "", ""), language) if words is not None else {}
    if removing and (given or text):
        raise click.UsageError(_("Either take the request out or change it."))
    if removing or which:
        wanted = [Assignment(("text", code), SET, sentence) for code, sentence in text.items()]
        wanted += assignments(workspace, given, "request")
        if not removing and not wanted:
            raise click.UsageError(_("Say what to change: --text, --due, --asks and so on; or --remove."))

        def alter() -> Change:
            found = requests.find(workspace.plan, owner, entry, which)
            return (
                requests.remove(workspace, owner, found)
                if removing
                else requests.change(workspace, owner, found, wanted)
            )

        return carry_out(state, alter, record_options)
    fields = as_fields(workspace, given, "request")
    return carry_out(state, lambda: requests.ask(workspace, owner, entry, text, fields), record_options, tell_id=True)


def _named(workspace: Workspace, item: str, entry: str) -> tuple[str, str]:
    """Return the item or meeting, and what asks in it or the request, as a person names them."""
    if item not in workspace.plan.meetings:
        return workspace.resolve(item), entry
    if workspace.plan.requests_named(item, entry):
        return item, entry
    return agreement_names.find(workspace.plan, f"{item}/{entry}")
