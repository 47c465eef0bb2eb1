"""`rcm answer`: record who has answered a request."""

from __future__ import annotations

import click

from rcm_tui.cli.completion import complete_actors, complete_entries, complete_ids
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.params import Choice
from rcm_tui.cli.recording import CommandOptions, carry_out, recording
from rcm_tui.cli.state import State, pass_state
from rcm_tui.i18n import _
from rcm_tui.model.states import AnswerKind
from rcm_tui.workflow import agreement_names, edit
from rcm_tui.workflow.change import Change
from rcm_tui.workflow.values import actor_code


@click.command(
    "answer",
    cls=Command,
    help=_(
        "Record which countries or other actors have answered the request of a calendar entry, or of an agreement or "
        "part: then ITEM is the meeting and ENTRY its number or id. "
        "Without --date, the answer is dated by the day that deadlines count from, which is said."
    ),
    epilog=(
        "rcm answer HR-4.2 mzp MX --date 2006-07-12\nrcm answer HR-4.2 mzp Mexico Canada\n"
        "rcm answer HR-4.2 mzp US --kind partial\nrcm answer HR-4.2 mzp MX --take-back\n"
        "rcm answer 2007-05-rcgm 5b Mexico"
    ),
)
@click.argument("item", metavar=_("ITEM"), shell_complete=complete_ids)
@click.argument("entry", metavar=_("ENTRY"), shell_complete=complete_entries)
@click.argument("actors", metavar=_("COUNTRY..."), nargs=-1, required=True, shell_complete=complete_actors)
@click.option("--date", metavar=_("DATE"), help=_("When they answered."))
@click.option(
    "--kind", type=Choice(*(kind.value for kind in AnswerKind)), help=_("Kind of answer, unless it is complete.")
)
@click.option("--note", metavar=_("TEXT"), help=_("A comment on the answer."))
@click.option("--take-back", is_flag=True, help=_("Remove the answers again."))
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
) -> int:
    """Record the answers, or remove them again."""
    workspace = state.workspace.read_lazily()
    if item in workspace.plan.meetings:
        item_id, entry = agreement_names.find(workspace.plan, f"{item}/{entry}")
    else:
        item_id = workspace.resolve(item)
    codes = [actor_code(workspace.plan, actor) for actor in actors]

    def make() -> Change:
        return edit.answer(workspace, item_id, entry, codes, date=date, kind=kind, note=note, take_back=take_back)

    return carry_out(state, make, options)
