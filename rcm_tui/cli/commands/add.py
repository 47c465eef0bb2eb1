"""`rcm add`: a new subject, objective, activity or action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from rcm_tui.cli.completion import complete_ids
from rcm_tui.cli.field_options import FieldCommand, as_fields, field_options, given_words, optional_fields
from rcm_tui.cli.params import language_option
from rcm_tui.cli.prompts import text_given
from rcm_tui.cli.recording import CommandOptions, carry_out, recording
from rcm_tui.cli.state import State, pass_state
from rcm_tui.i18n import _
from rcm_tui.model import ids
from rcm_tui.model.errors import BadValue
from rcm_tui.model.schema import ITEM_KINDS
from rcm_tui.reports.styles import kind_word
from rcm_tui.workflow.change import Change

if TYPE_CHECKING:
    from rcm_tui.model.plan import Plan


@click.command(
    "add",
    cls=FieldCommand,
    kinds=ITEM_KINDS,
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
@field_options(*ITEM_KINDS)
@pass_state
@recording
def add(
    state: State,
    record_options: CommandOptions,
    /,
    parent: str | None,
    words: str | None,
    language: str | None,
    code: str | None,
    action: bool,
    **options: Any,
) -> int:
    """Add what the parent asks for."""
    from rcm_tui.workflow import items

    workspace = state.workspace
    parent = parent or (None if code is not None else workspace.plan.hidden_top or None)
    if (parent is None) == (code is None):
        raise click.UsageError(_("Name the item to add under, or a new subject with --subject CODE."))
    above = workspace.resolve(parent) if parent is not None else ""
    kind = _kind_below(workspace.plan, above, action=action)
    given = given_words(workspace, options, *ITEM_KINDS)
    schema = workspace.plan.schema
    known = [path for path, _field in optional_fields(kind, schema=schema).values()] if kind in ITEM_KINDS else []
    options_of = {path: field.option for path, field in optional_fields(*ITEM_KINDS, schema=schema).values()}
    lost = [options_of[path] for path, _words in given if path not in known]
    if lost:
        raise click.UsageError(
            _("{options}: this is no field of a new {kind}.").format(options=", ".join(lost), kind=kind_word(kind))
        )
    text = state.text(text_given(words, _("Text"), _("Say the text with --text.")), language)

    def make() -> Change:
        fields = as_fields(workspace, given, kind)
        if code is not None:
            return items.add_subject(workspace, code, text, **fields)
        if kind == ids.OBJECTIVE:
            return items.add_objective(workspace, above, text, **fields)
        if kind in ids.ACTIVITIES:
            return items.add_activity(workspace, above, text, **fields)
        return items.add_action(workspace, above, text)

    return carry_out(state, make, record_options, tell_id=True)


def _kind_below(plan: Plan, above: str, *, action: bool) -> str:
    """Return what is added under an item: without one, a subject."""
    if not above:
        return ids.SUBJECT
    kind = plan.levels.below(ids.kind_of(above))
    if not kind:
        message = _("{id} is an activity; what hangs below it is its calendar: rcm entry {id} --add")
        if ids.kind_of(above) == ids.SUBACTIVITY:
            message = _("{id} is a sub-activity; what hangs below it is its calendar: rcm entry {id} --add")
        raise BadValue(message.format(id=above))
    return "action" if action and kind == ids.ACTIVITY else kind
