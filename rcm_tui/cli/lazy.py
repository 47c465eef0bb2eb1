"""Commands that are imported when they are used, with help in the language in use.

`rcm --help` prints the short texts of a table and imports no command, which keeps it fast.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click
from click.shell_completion import CompletionItem

from rcm_tui.cli.errors import did_you_mean, is_text
from rcm_tui.cli.params import shared_params
from rcm_tui.i18n import _
from rcm_tui.model.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """A command of the table: its name, `module:attribute` below `rcm_tui.cli.commands`, and a line of help."""

    name: str
    place: str
    help: str


Section = tuple[str, Sequence[Entry]]


class LocalHelp(click.Command):
    """A command whose help is in the language in use and ends with examples."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        for english, text in (("[OPTIONS]", _("[OPTIONS]")), ("COMMAND [ARGS]...", _("COMMAND [ARGS]..."))):
            pieces = pieces.replace(english, text)
        formatter.write_usage(ctx.command_path, pieces, prefix=_("Usage:") + " ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [record for parameter in self.get_params(ctx) if (record := self._record(parameter, ctx))]
        if records:
            with formatter.section(_("Options")):
                formatter.write_dl(records)

    def _record(self, parameter: click.Parameter, ctx: click.Context) -> tuple[str, str] | None:
        if isinstance(parameter, click.Argument):
            return None
        record = parameter.get_help_record(ctx)
        if record is not None and "--help" in parameter.opts:
            return record[0], _("Show this help.")
        return record

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.epilog:
            with formatter.section(_("Examples")):
                for line in self.epilog.strip().splitlines():
                    formatter.write(f"{'':>{formatter.current_indent}}{line.strip()}\n")


def _is_text(value: object) -> bool:
    """Return whether what a parameter was given is text."""
    if isinstance(value, list | tuple):
        return all(map(_is_text, value))
    return not isinstance(value, str) or is_text(value)


class Command(LocalHelp):
    """A command of `rcm`; the global options may also come after its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params = [*self.params, *shared_params(hidden=True)]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments, naming the words that no argument takes."""
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if ctx.args and not ctx.resilient_parsing:
            raise click.UsageError(_("Unexpected extra words: {words}").format(words=" ".join(ctx.args)), ctx)
        for parameter in self.params:
            if not isinstance(parameter.type, click.Path) and not _is_text(ctx.params.get(parameter.name or "")):
                name = parameter.make_metavar(ctx) if isinstance(parameter, click.Argument) else parameter.opts[-1]
                message = _("{name} holds bytes that are not UTF-8 text; set the terminal, or the script, to UTF-8.")
                raise click.UsageError(message.format(name=name), ctx)
        return rest


class Group(LocalHelp, click.Group):
    """A group that suggests the command that was probably meant."""

    command_class = Command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.format_commands(ctx, formatter)
        super().format_options(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [
            (name, command.get_short_help_str(90))
            for name in self.list_commands(ctx)
            if (command := self.commands[name])
        ]
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        command = self.get_command(ctx, args[0])
        if command is None and not ctx.resilient_parsing:
            message = _("There is no command {name}.").format(name=args[0])
            raise click.UsageError(message + did_you_mean(args[0], self.list_commands(ctx)), ctx)
        return (args[0] if command else None), command, args[1:]


class LazyGroup(Group):
    """A group with a table of commands, each imported when it is used."""

    def __init__(self, *args: Any, sections: Sequence[Section] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections = sections

    @property
    def table(self) -> dict[str, Entry]:
        """The entries by name, in order."""
        return {entry.name: entry for _title, entries in self.sections for entry in entries}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = self.table.get(cmd_name)
        if entry is None:
            return None
        module, _colon, attribute = entry.place.partition(":")
        command = getattr(import_module(f"rcm_tui.cli.commands.{module}"), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        width = max(len(name) for name in self.table)
        for title, entries in self.sections:
            with formatter.section(_(title)):
                formatter.write_dl([(entry.name.ljust(width), _(entry.help)) for entry in entries])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        named = [
            CompletionItem(entry.name, help=_(entry.help))
            for entry in self.table.values()
            if entry.name.startswith(incomplete)
        ]
        return named + click.Command.shell_complete(self, ctx, incomplete)
