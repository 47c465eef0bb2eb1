"""`rcm add`: a new subject, objective, activity or action."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

import click

from rcm_tui.cli.completion import complete_ids
from rcm_tui.cli.field_options import FieldCommand, as_fields, field_options, given_words, optional_fields, plan_levels
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
    from rcm_tui.model.levels import Levels
    from rcm_tui.model.plan import Plan


EXAMPLES = (
    'rcm add HR-4 --text "Hold a seminar" --responsible MOH',
    'rcm add HR --text "Protect children"',
    'rcm add HR-4 --action --text "Exchange experiences"',
    'rcm add --subject ED --title "Education"',
)


def _unused(levels: Levels) -> set[str]:
    """Return the options that a plan has no use for."""
    codes = {"--subject", "HR"} if levels.is_top_hidden else set()
    return codes | (set() if levels.has_actions else {"--action", "--carries-out"})


class AddCommand(FieldCommand):
    """The command, whose help names the levels that the plan has."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the options, those hidden of which the plan has nothing."""
        unused = _unused(plan_levels(ctx))
        params = []
        for parameter in super().get_params(ctx):
            if isinstance(parameter, click.Option) and unused.intersection(parameter.opts):
                parameter = copy(parameter)
                parameter.hidden = True
            params.append(parameter)
        return params

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples that the plan has the levels for."""
        unused = _unused(plan_levels(ctx))
        lines = [line for line in EXAMPLES if not unused.intersection(line.split())]
        with formatter.section(_("Examples")):
            formatter.write("".join(f"{'':>{formatter.current_indent}}{line}\n" for line in lines))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what can be added under what, and how the text is given."""
        levels = plan_levels(ctx)
        introduction = [
            _("Add to the plan, and print the new id."),
            _("Without an item above it adds an objective.")
            if levels.is_top_hidden
            else _("--subject adds a subject; under a subject it adds an objective."),
            _("Under an objective it adds an activity, or an action with --action.")
            if levels.has_actions
            else _("Under an objective it adds an activity."),
            _("Under an activity it adds a sub-activity.") if levels.below(ids.ACTIVITY) else "",
        ]
        text = _("Without --text, the text is asked for, or written in your editor; --text - reads it from a pipe.")
        for paragraph in (" ".join(filter(None, introduction)), text):
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(paragraph)


@click.command(
    "add",
    cls=AddCommand,
    kinds=ITEM_KINDS,
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
    top = workspace.plan.hidden_top if code is None else ""
    if (not parent and not top) == (code is None):
        raise click.UsageError(_("Name the item to add under, or a new subject with --subject CODE."))
    above = workspace.resolve(parent) if parent else top
    kind = _kind_below(workspace.plan, above, action=action)
    given = given_words(workspace, options, *ITEM_KINDS)
    schema = workspace.plan.schema
    known = [path for path, _field in optional_fields(kind, schema=schema).values()] if kind in ITEM_KINDS else []
    options_of = {path: field.option for path, field in optional_fields(*ITEM_KINDS, schema=schema).values()}
    lost = [options_of[path] for path, _words in given if path not in known]
    if lost:
        raise click.UsageError(
            _("{options}: this is not a field of a new {kind}.").format(options=", ".join(lost), kind=kind_word(kind))
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
