"""`rcm agreement list` and `show`: what meetings agreed, and what became of it."""

from __future__ import annotations

import click

from rcm_tui.cli import output
from rcm_tui.cli.commands.list import item_line
from rcm_tui.cli.commands.meeting import chosen_meeting
from rcm_tui.cli.completion import complete_agreements, complete_meetings
from rcm_tui.cli.errors import DONE, show_message
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.output import TITLE
from rcm_tui.cli.params import json_option
from rcm_tui.cli.render import row_lines
from rcm_tui.cli.state import State, pass_state
from rcm_tui.i18n import _
from rcm_tui.reports.json import agreement_json, record_json, traced_json
from rcm_tui.reports.meeting_page import agreement_rows, decision_row
from rcm_tui.reports.names import localized
from rcm_tui.reports.record_words import subject_words
from rcm_tui.reports.trace import (
    agreement_state,
    items_without_agreement,
    led_to,
    standing_words,
    standings_of,
    trace,
    trace_all,
)
from rcm_tui.workflow import agreement_names, agreements


@click.command(
    "list",
    cls=Command,
    help=_(
        "List the agreements of a meeting, by default the open one. --traced adds what each led "
        "to and how that stands today; --all covers every meeting, --not-traced only agreements "
        "without follow-up."
    ),
    epilog=(
        "rcm agreement list\nrcm agreement list 2001-03-assembly --traced\nrcm agreement list --to-place\n"
        "rcm agreement list --all --not-traced --json"
    ),
)
@click.argument("meeting", metavar=_("[MEETING]"), nargs=-1, shell_complete=complete_meetings)
@click.option("--to-place", is_flag=True, help=_("Only those not linked yet."))
@click.option("--traced", is_flag=True, help=_("Show what each led to and how the items stand today."))
@click.option("--not-traced", "untraced", is_flag=True, help=_("Only those without known follow-up."))
@click.option("--all", "every", is_flag=True, help=_("The agreements of every meeting."))
@json_option
@pass_state
def list_(
    state: State, meeting: tuple[str, ...], to_place: bool, traced: bool, untraced: bool, every: bool, as_json: bool
) -> int:
    """Print the agreements."""
    plan = state.plan
    if traced or untraced or every:
        return _list_traced(state, meeting, every, untraced or to_place, as_json)
    chosen = plan.meetings[chosen_meeting(state.workspace, " ".join(meeting) or None)]
    found = [each for each in chosen.agreements if each.to_place or not to_place]
    if as_json:
        output.data("agreements", meeting=chosen.id, agreements=[agreement_json(plan, chosen, each) for each in found])
    elif output.is_terminal():
        output.line((chosen.id, TITLE))
        for each in found:
            for row in agreement_rows(plan, each):
                output.lines(row_lines(row))
    else:
        for each in found:
            for one_of in each.decisions:
                state_of = agreement_state(one_of)
                output.row(one_of.id, one_of.number, state_of, ",".join(led_to(one_of)), localized(one_of.text))
    if not found and not as_json:
        show_message(_("Every agreement is linked.") if to_place else _("No agreements are recorded yet."))
    return DONE


def _list_traced(state: State, meeting: tuple[str, ...], every: bool, untraced: bool, as_json: bool) -> int:
    """Print what agreements led to."""
    plan = state.plan
    named = None if every else chosen_meeting(state.workspace, " ".join(meeting) or None)
    found = trace_all(plan) if named is None else trace(plan, plan.meetings[named])
    shown = [traced for traced in found if not (untraced and traced.is_traced)]
    if as_json:
        alone = list(items_without_agreement(plan)) if every else None
        output.data(
            "traced", meeting=named, agreements=[traced_json(traced) for traced in shown], itemsWithoutAgreement=alone
        )
    elif output.is_terminal():
        before = None
        for traced in shown:
            if traced.meeting.id != before:
                before = traced.meeting.id
                output.line((traced.meeting.id, TITLE))
            for row in agreement_rows(plan, traced.agreement):
                output.lines(row_lines(row))
    else:
        for traced in shown:
            for each in traced.agreement.decisions:
                items = "; ".join(map(standing_words, standings_of(plan, each)))
                output.row(traced.meeting.id, each.id, each.number, agreement_state(each), items, each.no_item or "")
    if not shown and not as_json:
        show_message(_("Every agreement is linked.") if untraced else _("No agreements are recorded yet."))
    return DONE


@click.command(
    "show",
    cls=Command,
    help=_("Show an agreement: its text, the items it led to as they stand today, and the records that came from it."),
    epilog="rcm agreement show 2001-03-assembly/3\nrcm agreement show hjn --json",
)
@click.argument("name", metavar=_("AGREEMENT"), shell_complete=complete_agreements)
@click.option("--meeting", metavar=_("ID"), shell_complete=complete_meetings, help=_("The meeting that agreed on it."))
@json_option
@pass_state
def show(state: State, name: str, meeting: str | None, as_json: bool) -> int:
    """Print the agreement."""
    workspace = state.workspace
    meeting_id, own = agreement_names.find(workspace.plan, name, meeting)
    agreed_at = workspace.plan.meetings[meeting_id]
    found = agreed_at.decision(own)
    assert found is not None  # As it was found by its name.
    whole, decision = found
    led = agreements.led_to(workspace, meeting_id, [own])
    if as_json:
        written = agreement_json(workspace.plan, agreed_at, whole)
        if decision is not whole:
            written = next(part for part in written["parts"] if part["id"] == own) | {"agreement": whole.id}
        output.data("agreement", agreement=written, records=[record_json(record) for record in led])
        return DONE
    output.line((f"{agreed_at.id}/{decision.id}", TITLE))
    for row in agreement_rows(workspace.plan, whole) if decision is whole else [decision_row(workspace.plan, decision)]:
        output.lines(row_lines(row))
    for standing in standings_of(workspace.plan, decision):
        if standing.found:
            output.lines([item_line(workspace.plan, standing.id)])
    for record in led:
        output.line(
            f"{record.commit[:7]}  {record.when.date()}  {subject_words(workspace.plan, record.subject)}", indent=5
        )
    return DONE
