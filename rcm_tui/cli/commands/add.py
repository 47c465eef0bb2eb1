"""`rcm add`: a new subject, objective, activity or action."""

from __future__ import annotations

import click

from rcm_tui.cli.completion import complete_actors, complete_ids
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.params import Choice, Whole, language_option
from rcm_tui.cli.prompts import text_given
from rcm_tui.cli.recording import How, carry_out, recording
from rcm_tui.cli.state import State, pass_state
from rcm_tui.i18n import _
from rcm_tui.model import ids
from rcm_tui.model.errors import BadValue
from rcm_tui.model.items import Status
from rcm_tui.workflow.change import Change


@click.command(
    "add",
    cls=Command,
    help=_(
        "Add to the plan, and print the new id. Under a subject it adds an objective; under an objective an activity, "
        "or an action with --action. --subject adds a subject.\n\nWithout --text, the text is asked for, or written in "
        "your editor; --text - reads it from a pipe."
    ),
    epilog=(
        'rcm add HR-4 --text "HOLD A SEMINAR" --responsible IOM\nrcm add HR --text "PROTECT MIGRANT CHILDREN"\n'
        'rcm add HR-4 --action --text "Exchange experiences"\nrcm add --subject ED --title "Education"'
    ),
)
@click.argument("parent", metavar=_("[PARENT]"), required=False, shell_complete=complete_ids)
@click.option("--text", "--title", "words", metavar=_("TEXT"), help=_("The text, or the title of a subject."))
@language_option
@click.option("--subject", "code", metavar=_("CODE"), help=_("Add a subject with this code."))
@click.option("--action", is_flag=True, help=_("Add an action for implementation to the objective."))
@click.option("--status", type=Choice(*(status.value for status in Status)), help=_("The activity's status."))
@click.option(
    "--responsible",
    multiple=True,
    metavar=_("ACTOR"),
    shell_complete=complete_actors,
    help=_("Who is responsible; may be repeated."),
)
@click.option("--carries-out", multiple=True, metavar=_("ACTION"), help=_("An action that the activity carries out."))
@click.option("--number", type=Whole(), metavar=_("N"), help=_("The printed number; otherwise the next one."))
@pass_state
@recording
def add(
    state: State,
    how: How,
    parent: str | None,
    words: str | None,
    language: str | None,
    code: str | None,
    action: bool,
    status: str | None,
    responsible: tuple[str, ...],
    carries_out: tuple[str, ...],
    number: int | None,
) -> int:
    """Add what the parent asks for."""
    from rcm_tui.workflow import items

    workspace = state.workspace
    if (parent is None) == (code is None):
        raise click.UsageError(_("Name the item to add under, or a new subject with --subject CODE."))
    above = workspace.resolve(parent) if parent is not None else ""
    kind = ids.kind_of(above) if above else ""
    if kind == ids.ACTIVITY:
        raise BadValue(
            _("{id} is an activity; what hangs below it is its calendar: rcm entry {id} --add").format(id=above)
        )
    is_activity = kind == ids.OBJECTIVE and not action
    if not is_activity and (status or responsible or carries_out):
        raise click.UsageError(_("--status, --responsible and --carries-out belong to activities."))
    given = text_given(words, _("Text"), _("Say the text with --text."))
    text = state.text(given, language)

    def make() -> Change:
        if code is not None:
            return items.add_subject(workspace, code, text)
        if kind == ids.SUBJECT:
            return items.add_objective(workspace, above, text, number=number)
        if action:
            return items.add_action(workspace, above, text)
        return items.add_activity(
            workspace,
            above,
            text,
            status=status or Status.PLANNED.value,
            responsible=responsible,
            actions=carries_out,
            number=number,
        )

    return carry_out(state, make, how, tell_id=True)
