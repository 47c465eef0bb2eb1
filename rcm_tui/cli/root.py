"""The command `rcm` itself: global options, the table of commands, and what happens when none is named."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from rcm_tui import __version__
from rcm_tui.cli.lazy import Entry, LazyGroup
from rcm_tui.cli.params import shared_params
from rcm_tui.cli.state import State
from rcm_tui.i18n import _

SECTIONS = (
    (
        _("Start"),
        (
            Entry("init", "starting:init", _("start a plan repository")),
            Entry("demo", "starting:demo", _("open a sample plan with its history")),
        ),
    ),
    (
        _("Read"),
        (
            Entry("list", "items:list_items", _("the items, a line each")),
            Entry("show", "show:show", _("one item whole, with its trail")),
            Entry("status", "status:status", _("how the plan stands, what waits, what lies ahead")),
            Entry("publish", "publish:publish", _("Word, PDF, a web page, a redline, a sheet, a calendar")),
            Entry("requests", "requests:requests", _("who was asked for what, and who has answered")),
            Entry("diff", "diff:diff", _("what changed, from one meeting to another")),
            Entry("log", "log:log", _("the records, of one item or of all")),
            Entry("blame", "blame:blame", _("who put what into an item, when, at which meeting")),
            Entry("check", "check:check", _("look for mistakes in the files")),
            Entry("audit", "audit:audit", _("look whether the trail can be trusted")),
        ),
    ),
    (
        _("Work on items"),
        (
            Entry("add", "add:add", _("add an activity, objective, subject or action")),
            Entry("edit", "edit:edit", _("write in your editor, or by options")),
            Entry("set", "fields:set_fields", _("set fields: status=completed responsible+=IOM")),
            Entry("entry", "entry:entry", _("add or change a calendar entry")),
            Entry("answer", "answer:answer", _("note who has answered a request")),
            Entry("move", "move:move", _("put an activity under another objective")),
            Entry("reorder", "move:reorder", _("put an item before or after its neighbour")),
            Entry("archive", "archive:archive", _("archive items; --due proposes them")),
            Entry("restore", "archive:restore", _("take items back out of the archive")),
            Entry("undo", "undo:undo", _("take back the last record, by a new one")),
            Entry("redo", "undo:redo", _("make again what was taken back")),
            Entry("account", "audit:account", _("say how a fault that the audit found came about")),
            Entry("record", "record:record", _("record edits made by hand")),
        ),
    ),
    (
        _("Meetings"),
        (
            Entry("meeting", "meeting:meeting", _("make, open, close and read meetings")),
            Entry("minutes", "minutes:minutes", _("what a meeting did, in sentences to paste")),
            Entry("agreement", "agreement:agreement", _("what a meeting decided, and what it led to")),
        ),
    ),
    (
        _("For programs"),
        (
            Entry("schema", "schema:schema", _("the JSON Schema of the files")),
            Entry("completion", "completion:completion", _("completion for bash, zsh or fish")),
        ),
    ),
)


@click.group(
    cls=LazyGroup,
    sections=SECTIONS,
    params=shared_params(hidden=False),
    invoke_without_command=True,
    subcommand_metavar=_("[COMMAND] ..."),
    help=_(
        "A plan of action, from meeting to meeting.\n\nWithout a command, opens the terminal interface on the plan of "
        "the current folder. The options -C, --lang and --on may stand before or after a command."
    ),
    epilog="rcm\nrcm demo\nrcm list status:open actor:IOM\nrcm set HR-4.2 status=completed",
)
@click.version_option(__version__, prog_name="rcm", message="%(prog)s %(version)s", help=_("Show the version."))
@click.pass_context
def rcm(ctx: click.Context, plan_folder: Path | None, on: datetime.date | None) -> int | None:
    """Keep what was said for all commands; without one, open the interface."""
    ctx.obj = State(plan_folder, on)
    if ctx.invoked_subcommand is None:
        from rcm_tui.cli.commands.standing import open_interface

        return open_interface(ctx.obj)
    return None
