"""`rcm words`: the words of publications in languages that the program does not speak."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from rcm_tui.cli import output
from rcm_tui.cli.errors import DONE, show_message
from rcm_tui.cli.lazy import Command
from rcm_tui.cli.recording import CommandOptions, carry_out, recording
from rcm_tui.cli.state import State, pass_state
from rcm_tui.i18n import _
from rcm_tui.model.errors import BadValue
from rcm_tui.model.words import forms_of
from rcm_tui.store.messages import messages_of_publications
from rcm_tui.workflow.words import counted, make_words, words_path


@click.command(
    "words",
    cls=Command,
    help=_(
        "List the words of publications in a language that the program does not speak: each message with its words, "
        "empty where it has none and is printed in English. Without LANG, list the languages.\n\n--make writes "
        "plan/words.LANG.yaml, or adds the messages that a newer version of the program has. Fill in the words in an "
        "editor, check them with rcm check, and record them with rcm record."
    ),
    epilog="rcm words\nrcm words fr --make\nrcm words fr --missing",
)
@click.argument(
    "language",
    metavar=_("[LANG]"),
    required=False,
    shell_complete=lambda ctx, _param, typed: _languages(ctx, typed),
)
@click.option("--make", is_flag=True, help=_("Make the file of this language, or bring it up to date."))
@click.option("--missing", is_flag=True, help=_("Only messages that have no words."))
@pass_state
@recording
def words(state: State, options: CommandOptions, language: str | None, make: bool, missing: bool) -> int:
    """List the words, or make the file."""
    if language is None:
        if make or missing:
            raise click.UsageError(_("Name the language: rcm words fr"))
        found = list(counted(state.workspace))
        if options.as_json:
            output.data("words", languages={code: {"words": done, "of": of} for code, done, of in found})
        else:
            output.rows([[code, f"{done}/{of}", words_path(code)] for code, done, of in found])
        return DONE
    if make:
        workspace = state.workspace
        next_step = _("Fill in the words in {path}, then: rcm check, rcm record").format(path=words_path(language))
        return carry_out(
            state, lambda: make_words(workspace, language), options, then=lambda _made: show_message(next_step)
        )
    return _list(state, language, options, missing=missing)


def _list(state: State, language: str, options: CommandOptions, *, missing: bool) -> int:
    """Print the messages with their words, the forms for numbers beside each other."""
    path = words_path(language)
    file = state.plan.words.get(language)
    if file is None:
        message = _("There are no words in {language}; to make them: rcm words {language} --make")
        raise BadValue(message.format(language=language))
    found = {message: forms_of(file.words.get(message)) for message in messages_of_publications()}
    if missing:
        found = {message: forms for message, forms in found.items() if not forms}
    if options.as_json:
        output.data(
            "words",
            language=language,
            path=path,
            words={plural_form: list(forms) for plural_form, forms in found.items()},
        )
    else:
        output.rows([[message, *(forms or ("",))] for message, forms in found.items()])
    return DONE


def _languages(ctx: click.Context, typed: str) -> list[CompletionItem]:
    languages = ctx.ensure_object(State).plan.info.languages
    return [CompletionItem(code) for code in languages if code.startswith(typed)]
