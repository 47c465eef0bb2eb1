"""`rcm entry`: the calendar entries of an item."""

from __future__ import annotations

from functools import partial
from typing import Any

import click

from rcm_tui.cli import output
from rcm_tui.cli.completion import complete_entries, complete_ids
from rcm_tui.cli.errors import DONE, show_message
from rcm_tui.cli.field_options import FieldCommand, as_fields, assignments, field_options, given_words
from rcm_tui.cli.params import language_option
from rcm_tui.cli.prompts import text_given
from rcm_tui.cli.recording import CommandOptions, carry_out, recording
from rcm_tui.cli.render import row_lines
from rcm_tui.cli.state import State, pass_state
from rcm_tui.i18n import _
from rcm_tui.model.fieldpath import Path
from rcm_tui.model.plan import calendar_of
from rcm_tui.reports.names import counted_from, localized
from rcm_tui.workflow import edit
from rcm_tui.workflow.archive import completed_for
from rcm_tui.workflow.change import Change
from rcm_tui.workflow.edit import SET, Assignment
from rcm_tui.workflow.naming import Chosen, choose


@click.command(
    "entry",
    cls=FieldCommand,
    kinds=("entry",),
    help=_(
        "Add a calendar entry to an item and print its id (--add), change entries by naming them, or take them out "
        "(--remove). Without options it lists the item's entries. With --add, ITEM may be a query as in rcm list: an "
        "entry for each item that it finds, in one record.\n\nDates may be written in words: November 2006, "
        "27-29 November 2006, last quarter of 2006."
    ),
    epilog=(
        'rcm entry HR-4.2 --add --date "November 2006" --text "SEMINAR HELD"\nrcm entry HR-4.2 kvt --status completed\n'
        'rcm entry HR-4.2 --add --text "SEND CONTACTS" --asks members --to TS --due 2006-08-15 --status pending-input\n'
        "rcm entry HR-4.2"
    ),
)
@click.argument("item", metavar=_("ITEM"), shell_complete=complete_ids)
@click.argument("entry_ids", metavar=_("[ENTRY...]"), nargs=-1, shell_complete=complete_entries)
@click.option("--add", "adding", is_flag=True, help=_("Add an entry."))
@click.option("--remove", "removing", is_flag=True, help=_("Remove the entry; the history keeps it."))
@click.option("--text", "words", metavar=_("TEXT"), help=_("Its text."))
@language_option
@field_options("entry")
@pass_state
@recording
def entry(
    state: State,
    record_options: CommandOptions,
    /,
    item: str,
    entry_ids: tuple[str, ...],
    adding: bool,
    removing: bool,
    words: str | None,
    language: str | None,
    **options: Any,
) -> int:
    """Add, change, remove or list."""
    workspace = state.workspace
    chosen = choose(workspace.plan, [item], workspace.on, partial(completed_for, workspace))
    given = given_words(workspace, options, "entry")
    if adding and entry_ids:
        raise click.UsageError(
            _("A new entry gets its id by itself; leave {entry} out.").format(entry=" ".join(entry_ids))
        )
    if adding:
        return _add(state, record_options, chosen, words, language, given)
    item_id, *more = chosen.keys
    if more:
        raise click.UsageError(_("Name one item; a query goes with --add, for an entry in the calendar of each."))
    if not entry_ids:
        if removing or given or words is not None:
            raise click.UsageError(_("Name the entry, or add one with --add."))
        return _list(state, item_id, record_options)
    if removing:
        return carry_out(state, lambda: edit.remove_entries(workspace, item_id, entry_ids), record_options)
    if not given and words is None:
        raise click.UsageError(_("Say what to change: --text, --date, --status and so on; or --remove."))
    wanted = assignments(workspace, given, "entry")
    if words is not None:
        text = state.text(text_given(words, "", ""), language)
        wanted = [*(Assignment(("text", code), SET, sentence) for code, sentence in text.items()), *wanted]
    return carry_out(state, lambda: edit.change_entries(workspace, item_id, entry_ids, wanted), record_options)


def _add(
    state: State,
    record_options: CommandOptions,
    chosen: Chosen,
    words: str | None,
    language: str | None,
    given: list[tuple[Path, Any]],
) -> int:
    from rcm_tui.workflow.items import add_entry

    workspace = state.workspace
    text = state.text(text_given(words, _("Text"), _("Say the text with --text.")), language)
    fields = as_fields(workspace, given, "entry")

    def make() -> Change:
        given = {"meeting": workspace.meeting, **fields}
        added = [add_entry(workspace, key, text, **given) for key in chosen.keys]
        return edit.of_each(added, workspace if chosen.by_query else None)

    return carry_out(state, make, record_options, tell_id=True)


def _list(state: State, item_id: str, record_options: CommandOptions) -> int:
    workspace = state.workspace
    node = workspace.plan.node(item_id)
    entries = calendar_of(node) if node is not None else ()
    if record_options.as_json:
        from rcm_tui.reports.json import day_json, entry_json

        found = [entry_json(workspace.plan, item_id, row, workspace.on) for row in entries]
        output.data("entries", **day_json(workspace.day), item=item_id, entries=found)
    elif output.is_terminal():
        from rcm_tui.reports.item_page import entry_row

        for row in entries:
            output.lines(row_lines(entry_row(workspace.plan, item_id, row, workspace.on)))
        if any(row.all_requests for row in entries):
            output.line((counted_from(workspace.day), output.FAINT))
    else:
        for row in entries:
            output.row(row.id, row.date, row.status or "", localized(row.text))
    if not entries and not record_options.as_json:
        show_message(_('{id} has no calendar entry yet; add one: rcm entry {id} --add --text "..."').format(id=item_id))
    return DONE
