"""The command `rcm`: determines the language, parses the command line, and returns an exit status."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from functools import partial
from typing import Any

import click

from rcm_tui import __version__
from rcm_tui.cli import errors, output
from rcm_tui.cli.language import settle
from rcm_tui.cli.lazy import Entry, LazyGroup
from rcm_tui.cli.params import shared_params
from rcm_tui.cli.state import State
from rcm_tui.i18n import N_, _

_GC_THRESHOLD = 100_000
"""New objects before a garbage collection. A plan is many objects that stay alive; with Python's own threshold,
collections take half the time."""

SECTIONS = (
    (
        N_("Start"),
        (
            Entry("init", "init:init", N_("start a new plan")),
            Entry("sync", "sync:sync", N_("exchange records with other clones of the plan")),
            Entry("demo", "init:demo", N_("open a sample plan with its history")),
        ),
    ),
    (
        N_("Read"),
        (
            Entry("list", "list:list_items", N_("list items, one per line")),
            Entry("show", "show:show", N_("show an item in full, with its history")),
            Entry("status", "status:status", N_("status report: progress, pending input, deadlines")),
            Entry("publish", "publish:publish", N_("write documents: Word, PDF, web page, redline, calendar")),
            Entry("requests", "requests:requests", N_("list requests and who has answered them")),
            Entry("diff", "diff:diff", N_("compare two meetings")),
            Entry("log", "log:log", N_("list the records of an item or of the whole plan")),
            Entry("blame", "blame:blame", N_("show who last set each field, when, and at which meeting")),
            Entry("check", "check:check", N_("check the files for mistakes")),
            Entry("audit", "audit:audit", N_("check that the history can be trusted")),
        ),
    ),
    (
        N_("Work on items"),
        (
            Entry("add", "add:add", N_("add an activity, objective, subject or action")),
            Entry("edit", "edit:edit", N_("edit an item in your editor, or by options")),
            Entry("set", "fields:set_fields", N_("set fields: status=completed responsible+=MOH")),
            Entry("entry", "entry:entry", N_("add or change a calendar entry")),
            Entry("ask", "answer:ask", N_("add a request to an entry or agreement")),
            Entry("answer", "answer:answer", N_("record who has answered a request")),
            Entry("move", "move:move", N_("move an activity to another objective")),
            Entry("reorder", "move:reorder", N_("move an item up or down among its siblings")),
            Entry("archive", "archive:archive", N_("archive items; --due proposes them")),
            Entry("restore", "archive:restore", N_("restore items from the archive")),
        ),
    ),
    (
        N_("Meetings"),
        (
            Entry("meeting", "meeting:meeting", N_("create, open, close and show meetings")),
            Entry("minutes", "minutes:minutes", N_("minutes of a meeting, ready to paste")),
            Entry("agreement", "agreement:agreement", N_("record agreements and link them to items")),
            Entry(
                "import",
                "import_:import_",
                N_("import a returned copy of the plan, or a table"),
            ),
            Entry("proposal", "proposal:proposal", N_("list, accept and refuse what delegations propose")),
        ),
    ),
    (
        N_("The plan as a whole"),
        (
            Entry("actor", "actor:actor", N_("list, add and change actors")),
            Entry("words", "words:words", N_("words of publications in other languages")),
            Entry("undo", "record:undo", N_("undo the latest record")),
            Entry("redo", "record:redo", N_("redo what was undone")),
            Entry("record", "record:record", N_("record edits made outside rcm")),
            Entry("account", "audit:account", N_("explain a finding of the audit")),
        ),
    ),
    (
        N_("For programs"),
        (
            Entry("schema", "programs:schema", N_("print the JSON Schema of the files")),
            Entry("merge-file", "merge_file:merge_file", N_("merge one file of a plan, for git")),
            Entry("completion", "programs:completion", N_("print the completion script for bash, zsh or fish")),
        ),
    ),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line (that of the process by default, without the program's name) and return its exit status."""
    gc.set_threshold(_GC_THRESHOLD)
    given = sys.argv[1:] if arguments is None else list(arguments)
    remark = settle(given, os.environ)
    output.prepare()
    if remark:
        errors.show_message(remark)
    return errors.guarded(lambda: _run(given))


def _run(arguments: list[str]) -> int:
    result = root_command().main(arguments, prog_name="rcm", standalone_mode=False)
    return result if isinstance(result, int) else errors.DONE


def root_command() -> LazyGroup:
    """Build the command `rcm` with help in the language in use."""
    version = click.version_option(
        __version__, prog_name="rcm", message="%(prog)s %(version)s", help=_("Show the version.")
    )
    return version(
        LazyGroup(
            "rcm",
            sections=SECTIONS,
            callback=_open_interface,
            result_callback=_say_left_out,
            params=[*shared_params(hidden=False), _plain_option()],
            invoke_without_command=True,
            subcommand_metavar=_("[COMMAND] ..."),
            help=_(
                "Keep a plan of action from meeting to meeting.\n\nWithout a command, rcm opens the "
                "terminal interface on the plan in the current folder. The options -C, --lang, --on and "
                "--debug may come before or after a command."
            ),
            epilog="rcm\nrcm demo\nrcm list status:open actor:MOH\nrcm set HR-4.2 status=completed",
        )
    )


def _plain_option() -> click.Option:
    return click.Option(
        ["--plain"],
        is_flag=True,
        help=_("Open the interface line by line, with nothing drawn: for screen readers."),
    )


@click.pass_context
def _open_interface(ctx: click.Context, /, **options: Any) -> int | None:
    """Keep the global options for the command that follows; without one, open the interface."""
    ctx.obj = State(options["plan_folder"], options["on"])
    if options["plain"]:
        ctx.obj.plain, os.environ["RCM_PLAIN"] = True, "1"
    if ctx.invoked_subcommand is None:
        from rcm_tui.cli.commands.init import open_interface

        return open_interface(ctx.obj)
    ctx.call_on_close(partial(_say_limits, ctx.obj))
    return None


@click.pass_obj
def _say_left_out(state: State, /, status: Any, **_options: Any) -> Any:
    """Say after a command that went well, whose exit status is `status`, which files it could not read."""
    text = state.left_out()
    if text:
        errors.show_message(text)
    return status


def _say_limits(state: State) -> None:
    """Say after a command what the clone or work tree that it read from lacks."""
    for sentence in state.limits():
        errors.show_message(sentence)
