"""`rcm edit`: an item's file in the person's editor, or its fields by options."""

from __future__ import annotations

from functools import partial
from typing import Any

import click

from rcm_tui.cli.completion import complete_ids
from rcm_tui.cli.errors import DONE, show_message
from rcm_tui.cli.field_options import FieldCommand, assignments, field_options, given_words
from rcm_tui.cli.params import language_option
from rcm_tui.cli.prompts import can_edit, confirm
from rcm_tui.cli.recording import CommandOptions, carry_out, recording
from rcm_tui.cli.state import State, pass_state
from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError
from rcm_tui.model.schema import ITEM_KINDS
from rcm_tui.store.paths import kind_of_file
from rcm_tui.workflow import drafts
from rcm_tui.workflow.archive import completed_for
from rcm_tui.workflow.drafts import change_from_editor, kept_text, text_for_editor
from rcm_tui.workflow.edit import SET, Assignment, set_each
from rcm_tui.workflow.naming import choose


@click.command(
    "edit",
    cls=FieldCommand,
    kinds=ITEM_KINDS,
    help=_(
        "Edit an item. With options it sets these fields; without any, it opens the whole file in your editor ($VISUAL "
        "or $EDITOR) and records what you save. What cannot be recorded is explained, and the text is kept.\n\nWith "
        "options, several items may be named, or found by a query as in rcm list; they become one record."
    ),
    epilog='rcm edit HR-4.2\nrcm edit HR-4.2 --text "HOLD TWO SEMINARS" -m "Agreed"\nrcm edit 2007-05-council',
)
@click.argument("items", metavar=_("ITEM..."), nargs=-1, required=True, shell_complete=complete_ids)
@click.option("--text", "--title", "words", metavar=_("TEXT"), help=_("The text, or the title of a subject."))
@language_option
@field_options(*ITEM_KINDS)
@pass_state
@recording
def edit(
    state: State,
    record_options: CommandOptions,
    /,
    items: tuple[str, ...],
    words: str | None,
    language: str | None,
    **given: Any,
) -> int:
    """Set fields, or open the editor."""

    workspace = state.workspace
    chosen = choose(workspace.plan, items, workspace.on, partial(completed_for, workspace))
    key = chosen.keys[0]
    wanted = assignments(workspace, given_words(workspace, given, *ITEM_KINDS), kind_of_file(workspace.path(key)))
    if words is not None:
        field = "title" if "title" in workspace.data(key) else "text"
        text = state.text(words.strip(), language)
        wanted = [*(Assignment((field, code), SET, sentence) for code, sentence in text.items()), *wanted]
    if wanted:
        return carry_out(state, lambda: set_each(workspace, chosen, wanted), record_options)
    if len(chosen.keys) > 1:
        raise click.UsageError(_("The editor opens one item at a time; for several, say what to change with options."))
    return _in_editor(state, key, record_options)


def _in_editor(state: State, key: str, record_options: CommandOptions) -> int:
    """Open the file until what was saved can be recorded; the text is kept until then.

    The text that the person started from is kept as well, so that a change by somebody else can be recognized.
    """

    if not can_edit():
        raise click.UsageError(
            _(
                "There is no terminal for an editor here; "
                "say what to change with options, or with: rcm set {key} FIELD=VALUE"
            ).format(key=key)
        )
    workspace = state.workspace
    kept = kept_text(workspace, key)
    if not (kept.is_left and confirm(_("Go on with the text kept from last time?"), default=True)):
        if kept.is_left:
            show_message(
                _("The text from last time, which is not recorded, is kept in {path}").format(path=kept.set_aside())
            )
        kept.begin(text_for_editor(workspace, key))
    before = kept.began_as
    while True:
        try:
            after = drafts.edit_file(kept.text)
            if after == before:
                kept.drop()
                show_message(_("Nothing was changed."))
                return DONE
            status = carry_out(state, partial(change_from_editor, workspace, key, before, after), record_options)
        except RcmError as error:
            if not _reopen(error):
                if kept.is_left:
                    show_message(_("The text is kept in {path}").format(path=kept.text))
                raise
            continue
        if not record_options.dry_run:
            kept.drop()
        return status


def _reopen(error: RcmError) -> bool:
    show_message(str(error))
    return confirm(_("Open the editor again?"), default=True)
