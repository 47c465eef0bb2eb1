"""The command `rcm`: picks the language, parses the command line, and turns what comes of it into an exit status."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click

from rcm_tui import __version__, i18n
from rcm_tui.cli import errors, output
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
            Entry("init", "init:init", N_("start a plan repository")),
            Entry("demo", "init:demo", N_("open a sample plan with its history")),
        ),
    ),
    (
        N_("Read"),
        (
            Entry("list", "list:list_items", N_("the items, a line each")),
            Entry("show", "show:show", N_("one item whole, with its trail")),
            Entry("status", "status:status", N_("how the plan stands, what waits, what lies ahead")),
            Entry("publish", "publish:publish", N_("Word, PDF, a web page, a redline, a sheet, a calendar")),
            Entry("requests", "requests:requests", N_("who was asked for what, and who has answered")),
            Entry("diff", "diff:diff", N_("what changed, from one meeting to another")),
            Entry("log", "log:log", N_("the records, of one item or of all")),
            Entry("blame", "blame:blame", N_("who put what into an item, when, at which meeting")),
            Entry("check", "check:check", N_("look for mistakes in the files")),
            Entry("audit", "audit:audit", N_("look whether the trail can be trusted")),
        ),
    ),
    (
        N_("Work on items"),
        (
            Entry("add", "add:add", N_("add an activity, objective, subject or action")),
            Entry("edit", "edit:edit", N_("write in your editor, or by options")),
            Entry("set", "fields:set_fields", N_("set fields: status=completed responsible+=IOM")),
            Entry("entry", "entry:entry", N_("add or change a calendar entry")),
            Entry("answer", "answer:answer", N_("note who has answered a request")),
            Entry("move", "move:move", N_("put an activity under another objective")),
            Entry("reorder", "move:reorder", N_("put an item before or after its neighbour")),
            Entry("archive", "archive:archive", N_("archive items; --due proposes them")),
            Entry("restore", "archive:restore", N_("take items back out of the archive")),
            Entry("undo", "record:undo", N_("take back the last record, by a new one")),
            Entry("redo", "record:redo", N_("make again what was taken back")),
            Entry("account", "audit:account", N_("say how a fault that the audit found came about")),
            Entry("record", "record:record", N_("record edits made by hand")),
        ),
    ),
    (
        N_("Meetings"),
        (
            Entry("meeting", "meeting:meeting", N_("make, open, close and read meetings")),
            Entry("minutes", "minutes:minutes", N_("what a meeting did, in sentences to paste")),
            Entry("agreement", "agreement:agreement", N_("what a meeting decided, and what it led to")),
        ),
    ),
    (
        N_("For programs"),
        (
            Entry("schema", "programs:schema", N_("the JSON Schema of the files")),
            Entry("completion", "programs:completion", N_("completion for bash, zsh or fish")),
        ),
    ),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line (that of the process by default, without the program's name) and return its exit status."""
    gc.set_threshold(_GC_THRESHOLD)
    given = sys.argv[1:] if arguments is None else list(arguments)
    i18n.use(requested_language(given, os.environ))
    output.prepare()
    return errors.guarded(lambda: _run(given))


def _run(arguments: list[str]) -> int:
    result = root_command().main(arguments, prog_name="rcm", standalone_mode=False)
    return result if isinstance(result, int) else errors.DONE


def requested_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return the language of `--lang`, wherever it stands, or else the one the environment asks for.

    This comes before parsing, which already produces help and error messages.
    """
    for position, word in enumerate(arguments):
        if word == "--":
            break
        if word.startswith("--lang="):
            return word.partition("=")[2]
        if word == "--lang" and position + 1 < len(arguments):
            return arguments[position + 1]
    return i18n.preferred(environment)


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
            params=shared_params(hidden=False),
            invoke_without_command=True,
            subcommand_metavar=_("[COMMAND] ..."),
            help=_(
                "A plan of action, from meeting to meeting.\n\nWithout a command, opens the terminal interface on the "
                "plan of the current folder. The options -C, --lang and --on may stand before or after a command."
            ),
            epilog="rcm\nrcm demo\nrcm list status:open actor:IOM\nrcm set HR-4.2 status=completed",
        )
    )


@click.pass_context
def _open_interface(ctx: click.Context, /, **options: Any) -> int | None:
    """Keep the global options for the command that follows; without one, open the interface."""
    ctx.obj = State(options["plan_folder"], options["on"])
    if ctx.invoked_subcommand is None:
        from rcm_tui.cli.commands.interface import open_interface

        return open_interface(ctx.obj)
    return None
